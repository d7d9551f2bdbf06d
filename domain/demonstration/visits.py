"""The visits of a subject with their vital signs, examinations, ECOG and ECG."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from domain.body_system import BodySystem
from domain.checks.assessments import derive_qtcf
from domain.demonstration.act import Act
from domain.demonstration.course import Course
from domain.partial_date import PartialDate
from domain.records import AssessmentNotDone, BodyWeight, Ecg, EcogStatus, PhysicalExam, Record, Visit, VitalSigns
from domain.schedule.plan import DOSING, END_OF_TREATMENT, SCREENING, Assessment, VisitPlan, split_key, visit_key
from domain.terms import ClinicalFinding

SAFETY_DAYS = {"safety_21": 23, "safety_60": 59, "safety_90": 91}
"""Days after the last dose on which the safety visits are made here."""
_NOT_MADE = "Did not come; reached by telephone the week after"
_LEFT_OUT, _WITH_FINDING = 0.02, 0.5
_REASONS = {
    Assessment.ECOG: ("Overlooked", "Subject asleep"),
    Assessment.ECG: ("Recorder out of order, no other on site",),
    Assessment.PHYSICAL_EXAM: ("Declined by the subject", "Physician called away"),
}
_ABNORMAL = (
    (BodySystem.LYMPH_NODES, "Lymph node of 1.5 cm, left supraclavicular, firm"),
    (BodySystem.RESPIRATORY, "Breath sounds weaker at the right base"),
    (BodySystem.ABDOMEN, "Liver edge 2 cm below the costal margin"),
    (BodySystem.EXTREMITIES, "Slight oedema of both ankles"),
)


@dataclass(frozen=True)
class MadeVisit:
    """A visit that was made.

    Attributes:
        key: as records name it: "dosing 2".
        at: when its assessments were made.
        missed_on: the day on which it was due; None for one that was made.
    """

    key: str
    at: datetime
    missed_on: date | None = None


def visits_of(course: Course) -> tuple[MadeVisit, ...]:
    """Screening, doses, end of treatment and safety visits up to today."""
    made = [MadeVisit(SCREENING, course.moment(-5, 9))]
    made += [MadeVisit(visit_key(DOSING, dose.cycle), dose.at - timedelta(hours=2)) for dose in course.doses]
    if course.ended_at is None or course.is_lost:
        return tuple(made)
    last, decided = course.day(course.doses[-1].at), course.day(course.ended_at)
    days = {END_OF_TREATMENT: max(decided, min(decided + timedelta(days=7), last + timedelta(days=26)))}
    days |= {code: max(decided, last + timedelta(days=after)) for code, after in SAFETY_DAYS.items()}
    skips = course.chance("visits").random() < 0.3
    plan = course.part.visits or VisitPlan()
    for code, day in days.items():
        at = course.at(day, 10)
        is_over = course.new_therapy_on is not None and day >= course.new_therapy_on
        if plan.visit(code) is None or is_over or at >= course.until:
            continue
        made.append(MadeVisit(code, at, day if skips and code == "safety_60" else None))
    return tuple(made)


def record_visits(course: Course) -> Iterator[Act]:
    """Each visit with what the plan asks for."""
    plan = course.part.visits or VisitPlan()
    chance = course.chance("signs")
    score = chance.choice((0, 1, 1))
    for visit in visits_of(course):
        code, _ = split_key(visit.key)
        records: list[Record] = []
        if code not in (SCREENING, DOSING):
            records.append(_visit(course, visit))
        if visit.missed_on is None:
            asked = plan.assessments_at(code)
            if code == END_OF_TREATMENT and course.ended_at is not None:
                score = min(score + 1, 2)
            for one in asked:
                if one in _MAKERS and (one is not Assessment.WEIGHT or code != DOSING):
                    # Made in any case, so that leaving one out changes nothing else.
                    made = _MAKERS[one](course, visit, chance, score)
                    reason = _why_not(course, visit, one)
                    records += [_not_done(course, visit, one, reason)] if reason else made
        yield Act(visit.at + timedelta(hours=3), tuple(records))


def _visit(course: Course, visit: MadeVisit) -> Visit:
    return Visit(
        record_id=f"visit-{course.subject_id}-{visit.key}",
        subject_id=course.subject_id,
        visit=visit.key,
        done_on=None if visit.missed_on else PartialDate.of(course.day(visit.at)),
        not_done=_NOT_MADE if visit.missed_on else "",
    )


def _when(course: Course, visit: MadeVisit) -> PartialDate:
    return PartialDate.of(visit.at.astimezone(course.zone))


def _id(course: Course, visit: MadeVisit, what: str) -> str:
    return f"{what}-{course.subject_id}-{visit.key.replace(' ', '')}"


def _why_not(course: Course, visit: MadeVisit, assessment: Assessment) -> str:
    """Why an assessment of a visit was left out; "" for nearly all, and for all before the first dose."""
    chance = course.chance(f"left out {visit.key} {assessment}")
    is_possible = visit.key not in (SCREENING, visit_key(DOSING, 1)) and assessment in _REASONS
    is_left_out = is_possible and chance.random() < _LEFT_OUT
    return chance.choice(_REASONS[assessment]) if is_left_out else ""


def _not_done(course: Course, visit: MadeVisit, assessment: Assessment, reason: str) -> Record:
    return AssessmentNotDone(
        record_id=_id(course, visit, f"left-out-{assessment}"),
        subject_id=course.subject_id,
        visit=visit.key,
        assessment=assessment,
        reason=reason,
    )


def _signs(course: Course, visit: MadeVisit, chance: random.Random, score: int) -> tuple[Record, ...]:
    made = VitalSigns(
        record_id=_id(course, visit, "signs"),
        subject_id=course.subject_id,
        visit=visit.key,
        measured_at=_when(course, visit),
        systolic_mmhg=chance.randint(108, 142),
        diastolic_mmhg=chance.randint(64, 88),
        pulse_per_min=chance.randint(60, 92),
        temperature_c=Decimal(chance.randint(362, 371)) / 10,
        respiration_per_min=chance.randint(14, 20),
        oxygen_percent=chance.randint(95, 99),
    )
    return (made,)


def _exam(course: Course, visit: MadeVisit, chance: random.Random, score: int) -> tuple[Record, ...]:
    """Every body system at the beginning and the end; between them as a whole, and what was abnormal again."""
    told = course.chance("examined")
    odd, words = told.choice(_ABNORMAL)
    is_odd = told.random() < _WITH_FINDING
    code, _ = split_key(visit.key)
    if code in (SCREENING, END_OF_TREATMENT):
        systems: tuple[BodySystem | None, ...] = tuple(BodySystem)
    else:
        systems = (None, odd) if is_odd else (None,)
    return tuple(
        PhysicalExam(
            record_id=_id(course, visit, f"exam-{system.name.lower()}" if system else "exam"),
            subject_id=course.subject_id,
            visit=visit.key,
            examined_at=_when(course, visit),
            system=system,
            finding=ClinicalFinding.ABNORMAL if is_odd and system is odd else ClinicalFinding.NORMAL,
            abnormal=words if is_odd and system is odd else "",
        )
        for system in systems
    )


def _ecog(course: Course, visit: MadeVisit, chance: random.Random, score: int) -> tuple[Record, ...]:
    made = EcogStatus(
        record_id=_id(course, visit, "ecog"),
        subject_id=course.subject_id,
        visit=visit.key,
        assessed_at=_when(course, visit),
        score=score,
    )
    return (made,)


def _ecg(course: Course, visit: MadeVisit, chance: random.Random, score: int) -> tuple[Record, ...]:
    rate, qt = chance.randint(62, 84), chance.randint(368, 392)
    made = Ecg(
        record_id=_id(course, visit, "ecg"),
        subject_id=course.subject_id,
        visit=visit.key,
        recorded_at=_when(course, visit),
        heart_rate_per_min=rate,
        pr_ms=chance.randint(142, 188),
        qrs_ms=chance.randint(82, 104),
        qt_ms=qt,
        qtcf_ms=derive_qtcf(qt, rate),
    )
    return (made,)


def _weight(course: Course, visit: MadeVisit, chance: random.Random, score: int) -> tuple[Record, ...]:
    made = BodyWeight(
        record_id=_id(course, visit, "weight"),
        subject_id=course.subject_id,
        visit=visit.key,
        measured_at=_when(course, visit),
        weight_kg=course.subject.weight_kg or Decimal(60),
        height_cm=Decimal(chance.randint(152, 181)),
    )
    return (made,)


_MAKERS: dict[Assessment, Callable[[Course, MadeVisit, random.Random, int], tuple[Record, ...]]] = {
    Assessment.VITAL_SIGNS: _signs,
    Assessment.PHYSICAL_EXAM: _exam,
    Assessment.ECOG: _ecog,
    Assessment.ECG: _ecg,
    Assessment.WEIGHT: _weight,
}
