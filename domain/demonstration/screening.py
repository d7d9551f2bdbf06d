"""Screening: consent, history, criteria, eligibility, enrolment; and a subject who is screened again."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from domain.demonstration.act import Act
from domain.demonstration.course import Course
from domain.demonstration.subjects import draw_subject, draw_weight, eligible, enrolment_of
from domain.partial_date import PartialDate
from domain.protocol.model import Protocol
from domain.records import (
    BiomarkerResult,
    Consent,
    CriterionAnswer,
    Eligibility,
    MedicalHistory,
    PriorTherapy,
    Record,
    Rescreening,
    Subject,
)
from domain.terms import CriterionResult, PriorTherapyKind

_CONDITIONS = ("Hypertension", "Type 2 diabetes mellitus", "Hyperlipidaemia", "Chronic gastritis", "Osteoarthritis")
_THERAPIES = (
    (PriorTherapyKind.SYSTEMIC, "Platinum-based chemotherapy"),
    (PriorTherapyKind.SYSTEMIC, "PD-1 antibody"),
    (PriorTherapyKind.RADIOTHERAPY, "Palliative radiotherapy"),
)
_CONSENT_FORM = "V1.0"
_UNTREATED = "untreated"


def screen(course: Course) -> Iterator[Act]:
    """Consent, history, criteria, eligibility and enrolment of a treated subject."""
    subject, zone = course.subject, course.zone
    consented = course.consent_at
    chance = course.chance("screening")
    limits = course.place.limits
    is_untreated = limits is not None and _UNTREATED in limits.title.casefold()
    yield Act(consented, (subject, _consent(subject), *_past(subject, chance, is_untreated=is_untreated)))
    if limits is not None and limits.marker:
        yield Act(consented + timedelta(days=3), (_marker(course, limits.marker),))
    decided = course.first_dose - timedelta(days=2)
    on = decided.astimezone(zone).date()
    yield Act(decided, (*_criteria(course.protocol, subject, on), eligible(subject.subject_id, on)))
    enrolled = course.first_dose - timedelta(hours=1)
    yield Act(
        enrolled,
        (enrolment_of(subject.subject_id, course.part, course.dose_level, enrolled, cohort=course.place.cohort),),
    )


def screen_again(subject_id: str, *, now: datetime, zone: ZoneInfo, seed: int) -> Iterator[Act]:
    """One more subject, who failed screening once and is screened again."""
    yield from fail_screening(subject_id, consented=now - timedelta(days=24), zone=zone, seed=seed)
    again = now - timedelta(days=5)
    rescreened = Rescreening(
        record_id=f"rescreening-{subject_id}",
        subject_id=subject_id,
        started_on=again.astimezone(zone).date(),
        reason="Albumin within the limit after nutritional support",
    )
    yield Act(again, (rescreened,))


def fail_screening(subject_id: str, *, consented: datetime, zone: ZoneInfo, seed: int) -> Iterator[Act]:
    """A subject who is not eligible."""
    chance = random.Random(f"{seed}:{subject_id}:screening")
    subject = draw_subject(subject_id, consented, zone, draw_weight(chance), chance, fits=True)
    yield Act(consented, (subject, _consent(subject), *_past(subject, chance)))
    failed = consented + timedelta(days=8)
    answer = Eligibility(
        record_id=f"eligibility-{subject_id}",
        subject_id=subject_id,
        is_eligible=False,
        decided_on=failed.astimezone(zone).date(),
        reason="Albumin below the limit at screening",
    )
    yield Act(failed, (answer,))


def _consent(subject: Subject) -> Consent:
    return Consent(
        record_id=f"consent-{subject.subject_id}",
        subject_id=subject.subject_id,
        form_version=_CONSENT_FORM,
        consented_on=subject.consent_date,
    )


def _marker(course: Course, limit: str) -> Record:
    """The marker that a cohort asks for, shown in the tumour: limits are written as "CLDN18.2 positive"."""
    on = course.consent_at + timedelta(days=2)
    return BiomarkerResult(
        record_id=f"marker-{course.subject_id}-screening",
        subject_id=course.subject_id,
        marker=limit.split()[0],
        taken_at=PartialDate.of(course.day(on)),
        timepoint="screening, tumour tissue",
        value=Decimal(course.chance("marker").randint(42, 95)),
        unit="% of tumour cells",
    )


def _past(subject: Subject, chance: random.Random, *, is_untreated: bool = False) -> Iterator[Record]:
    """Medical history and earlier therapies, their dates known in part."""
    subject_id, year = subject.subject_id, subject.consent_date.year
    for number, condition in enumerate(chance.sample(_CONDITIONS, chance.randint(1, 2)), 1):
        yield MedicalHistory(
            record_id=f"history-{subject_id}-{number}",
            subject_id=subject_id,
            condition=condition,
            start=PartialDate(year - chance.randint(2, 12)),
        )
    for number, (kind, name) in enumerate(chance.sample(_THERAPIES, chance.randint(1, 3)), 1):
        if is_untreated and kind is PriorTherapyKind.SYSTEMIC:
            continue
        yield PriorTherapy(
            record_id=f"prior-{subject_id}-{number}",
            subject_id=subject_id,
            therapy_kind=kind,
            name=name,
            line=number if kind is PriorTherapyKind.SYSTEMIC else None,
            start=PartialDate(year - 2, chance.randint(1, 12)),
            end=PartialDate(year - 1, chance.randint(1, 6)),
            best_response=chance.choice(("SD", "PR", "PD")) if kind is PriorTherapyKind.SYSTEMIC else "",
            reason_ended="Progression" if kind is PriorTherapyKind.SYSTEMIC else "Completed",
        )


def _criteria(protocol: Protocol, subject: Subject, on: date) -> Iterator[Record]:
    for criterion in protocol.criteria:
        yield CriterionAnswer(
            record_id=f"criterion-{subject.subject_id}-{criterion.code}",
            subject_id=subject.subject_id,
            criterion=criterion.code,
            protocol_version=protocol.version,
            result=CriterionResult.MET if criterion.is_inclusion else CriterionResult.NOT_MET,
            evidence_on=on,
        )
