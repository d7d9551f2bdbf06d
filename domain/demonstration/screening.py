"""Screening: consent, history, criteria, eligibility, enrolment; and a subject who is screened again."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.demonstration.act import Act
from domain.demonstration.course import Course
from domain.demonstration.subjects import draw_subject, draw_weight, eligible, enrolment_of
from domain.partial_date import PartialDate
from domain.protocol.model import Protocol
from domain.records import (
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


def screen(course: Course) -> Iterator[Act]:
    """Consent, history, criteria, eligibility and enrolment of a treated subject."""
    subject, zone = course.subject, course.zone
    consented = course.consent_at
    chance = course.chance("screening")
    yield Act(consented, (subject, _consent(subject), *_past(subject, chance)))
    decided = course.first_dose - timedelta(days=2)
    on = decided.astimezone(zone).date()
    yield Act(decided, (*_criteria(course.protocol, subject, on), eligible(subject.subject_id, on)))
    enrolled = course.first_dose - timedelta(hours=1)
    yield Act(enrolled, (enrolment_of(subject.subject_id, course.part, course.dose_level, enrolled),))


def screen_again(protocol: Protocol, subject_id: str, *, now: datetime, zone: ZoneInfo, seed: int) -> Iterator[Act]:
    """One more subject, who failed screening once and is screened again."""
    chance = random.Random(f"{seed}:{subject_id}:screening")
    consented = now - timedelta(days=24)
    subject = draw_subject(subject_id, consented, zone, draw_weight(chance), chance, fits=True)
    yield Act(consented, (subject, _consent(subject), *_past(subject, chance)))
    failed = now - timedelta(days=16)
    answer = Eligibility(
        record_id=f"eligibility-{subject_id}",
        subject_id=subject_id,
        is_eligible=False,
        decided_on=failed.astimezone(zone).date(),
        reason="Albumin below the limit at screening",
    )
    yield Act(failed, (answer,))
    again = now - timedelta(days=5)
    rescreened = Rescreening(
        record_id=f"rescreening-{subject_id}",
        subject_id=subject_id,
        started_on=again.astimezone(zone).date(),
        reason="Albumin within the limit after nutritional support",
    )
    yield Act(again, (rescreened,))


def _consent(subject: Subject) -> Consent:
    return Consent(
        record_id=f"consent-{subject.subject_id}",
        subject_id=subject.subject_id,
        form_version=_CONSENT_FORM,
        consented_on=subject.consent_date,
    )


def _past(subject: Subject, chance: random.Random) -> Iterator[Record]:
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
