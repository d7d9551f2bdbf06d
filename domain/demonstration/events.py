"""Adverse events inside the DLT window that make no DLT, and the medication that subjects bring along."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from domain.ctcae.catalogue import terms_of
from domain.demonstration.act import Act
from domain.demonstration.course import Course
from domain.demonstration.event_of import day_of, event_of, treatment_of
from domain.demonstration.timing import VERDICT_DAY
from domain.partial_date import PartialDate
from domain.records import AdverseEvent, Intervention, Record
from domain.terms import AeOutcome, Grade, InterventionKind, Outcome, Relationship

_RELATED = ("Nausea", "Pruritus", "Anorexia", "Constipation", "Dry mouth", "Headache", "Arthralgia")
_UNRELATED = ("Cough", "Insomnia", "Back pain", "Abdominal pain")
_MODERATE = ("Rash maculo-papular", "Fatigue", "Diarrhea", "Vomiting")
_REMEDIES = {
    "Rash maculo-papular": ("Mometasone cream", "0.1 %, twice a day"),
    "Diarrhea": ("Loperamide", "2 mg as needed, by mouth"),
    "Vomiting": ("Ondansetron", "8 mg twice a day, by mouth"),
}
_BROUGHT = (("Omeprazole", "20 mg daily, by mouth", "Reflux"), ("Amlodipine", "5 mg daily, by mouth", "Hypertension"))


def record_events(course: Course, *, is_told: bool) -> Iterator[Act]:
    """Mild events of every subject, the moderate one of an outcome that has it, and earlier medication.

    Args:
        course: of the subject.
        is_told: whether the moderate toxicity is told elsewhere.
    """
    chance = course.chance("events")
    known = terms_of(course.protocol.ctcae)
    yield Act(course.consent_at + timedelta(hours=1), tuple(_brought(course)))
    for number, term in enumerate(chance.sample([one for one in _RELATED if one in known], chance.randint(1, 2)), 1):
        yield from _mild(course, f"mild{number}", term, chance.randint(1, 12), chance.randint(2, 9), is_partial=False)
    if chance.random() < 0.5:
        term = chance.choice([one for one in _UNRELATED if one in known])
        yield from _mild(course, "other", term, chance.randint(3, 18), chance.randint(3, 20), is_partial=True)
    if course.outcome.is_moderate and not is_told:
        yield from _moderate(course, chance.choice([one for one in _MODERATE if one in known]))


def _mild(course: Course, name: str, term: str, day: int, lasts: int, *, is_partial: bool) -> Iterator[Act]:
    """A grade 1 event, told the day after, and again when it was over.

    Of one that is not related only the month may be known, since the subject told it later. Where a person judges the
    window, all that happened in it is told at once: what comes to light later would open the verdict again.
    """
    if course.outcome is Outcome.DLT:
        day += day == VERDICT_DAY
        lasts += day + lasts == VERDICT_DAY
    if course.moment(day) >= course.until:
        return
    onset, end = day_of(course, day), day_of(course, day + lasts)
    relationship = Relationship.NOT_RELATED if is_partial else Relationship.POSSIBLE
    if is_partial and course.outcome is not Outcome.DLT and onset.month == course.day(course.first_dose).month:
        onset = PartialDate(onset.year, onset.month)
    event = event_of(course, name, term, Grade.MILD, onset, end=end, relationship=relationship)
    yield Act(course.moment(day + 1, 14), (replace(event, end=None, outcome=AeOutcome.NOT_RECOVERED),))
    if event.end is not None:
        yield Act(course.moment(day + lasts + 1, 14), corrected=(event,), reason="The event is over")


def _moderate(course: Course, term: str) -> Iterator[Act]:
    """The related grade 2 event of outcomes M, m and x: on day 4, told at once."""
    event = event_of(
        course,
        "moderate",
        term,
        Grade.MODERATE,
        day_of(course, 4),
        steps=((day_of(course, 8), Grade.MILD),),
        end=day_of(course, 13),
        relationship=Relationship.PROBABLE,
    )
    remedy = _REMEDIES.get(term)
    records: list[Record] = [event]
    if remedy is not None:
        records.append(_remedy(course, event, *remedy))
    yield Act(course.moment(5, 14), tuple(records))


def _remedy(course: Course, event: AdverseEvent, name: str, dose: str) -> Intervention:
    end = day_of(course, 9)
    over = end if end.latest(course.zone) <= course.until else None
    return treatment_of(event, name, InterventionKind.OTHER, day_of(course, 4), end=over, dose=dose)


def _brought(course: Course) -> Iterator[Record]:
    chance = course.chance("medication")
    year = course.subject.consent_date.year
    for name, dose, reason in chance.sample(_BROUGHT, chance.randint(0, 2)):
        yield Intervention(
            record_id=f"medication-{course.subject_id}-{name.lower()}",
            subject_id=course.subject_id,
            name=name,
            intervention_kind=InterventionKind.OTHER,
            start=PartialDate(year - chance.randint(1, 6)),
            dose=dose,
            treats=(),
            reason=reason,
        )
