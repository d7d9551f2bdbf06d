"""A plain study: subjects, doses, the events that make the outcomes, and decisions."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from domain.ctcae.catalogue import terms_of
from domain.demonstration.act import Act
from domain.demonstration.subjects import draw_subject, draw_weight, eligible, enrolment_of
from domain.demonstration.timing import a_little_later, make_timetable, meetings
from domain.partial_date import PartialDate
from domain.protocol.model import Part, Protocol
from domain.records import Administration, AdverseEvent, Leaving
from domain.terms import AeOutcome, Grade, LeaveReason, Outcome, Relationship, SeriousCriterion

_MILD = ("Fatigue", "Nausea", "Pruritus", "Diarrhea", "Anorexia", "Infusion related reaction", "Constipation", "Fever")
_MODERATE = ("Rash maculo-papular", "Fatigue", "Diarrhea", "Vomiting")
_LIMITING = ("Pneumonitis", "Colitis")
_LOST = (Outcome.NOT_EVALUABLE, Outcome.NOT_EVALUABLE_MODERATE)


def play_history(
    protocol: Protocol, part: Part, history: str, *, now: datetime, zone: ZoneInfo, seed: int = 1, site: str = "01"
) -> Iterator[Act]:
    """The acts of a plain study whose subjects come out as the history says, ending at ``now``.

    Args:
        protocol: for its CTCAE version.
        part: with levels, rules and window.
        history: in the trial notation.
        now: aware; pending subjects are in the window then, all others have finished.
        zone: the site's.
        seed: of the invented particulars.
        site: prefix of the screening numbers.
    """
    chance = random.Random(seed)
    timetable = make_timetable(part, history, now=now, zone=zone)
    acts: list[Act] = []
    for number, ((level, outcome), start) in enumerate(zip(timetable.plan, timetable.first_doses, strict=True), 1):
        first_dose = a_little_later(start, chance)
        acts += _life(protocol, part, f"{site}-{number:03d}", level, outcome, first_dose, now, zone, chance)
    acts += meetings(part, timetable)
    acts += _in_screening(f"{site}-{len(timetable.plan) + 1:03d}", now, zone, chance)
    yield from sorted((act for act in acts if act.at <= now), key=lambda act: act.at)


def _life(
    protocol: Protocol,
    part: Part,
    subject_id: str,
    level: int,
    outcome: Outcome,
    first_dose: datetime,
    now: datetime,
    zone: ZoneInfo,
    chance: random.Random,
) -> Iterator[Act]:
    """One subject from consent to today."""
    consent = first_dose - timedelta(days=chance.randint(7, 14))
    weight = draw_weight(chance)
    yield Act(consent, (draw_subject(subject_id, consent, zone, weight, chance),))
    decided = first_dose - timedelta(days=2)
    yield Act(decided, (eligible(subject_id, decided.astimezone(zone).date()),))
    enrolled = first_dose - timedelta(hours=1)
    yield Act(enrolled, (enrolment_of(subject_id, part, level, enrolled),))
    yield from _doses(part, subject_id, level, outcome, first_dose, weight, now)
    yield from _events(protocol, subject_id, outcome, first_dose, zone, chance)
    if outcome in _LOST:
        left = first_dose + timedelta(days=10, hours=3)
        leaving = Leaving(
            record_id=f"leaving-{subject_id}",
            subject_id=subject_id,
            left_at=left,
            reason=LeaveReason.CONSENT_WITHDRAWN,
        )
        yield Act(left, (leaving,))


def _doses(
    part: Part, subject_id: str, level: int, outcome: Outcome, first: datetime, weight: Decimal, now: datetime
) -> Iterator[Act]:
    """Cycle 1, and the cycles that follow unless the subject stopped for a DLT or left."""
    planned = (part.level(level).planned_mg(weight) or Decimal(0)).quantize(Decimal("0.01"))
    stops = outcome is Outcome.DLT or outcome in _LOST
    cycles = 1 if stops else min(3, (now - first) // timedelta(days=part.cycle_days) + 1)
    for cycle in range(1, cycles + 1):
        at = first + timedelta(days=part.cycle_days * (cycle - 1), hours=1 if cycle > 1 else 0)
        dose = Administration(
            record_id=f"dose-{subject_id}-{cycle}",
            subject_id=subject_id,
            cycle=cycle,
            started_at=at,
            weight_kg=weight,
            planned_mg=planned,
            given_mg=planned,
        )
        yield Act(at, (dose,))


def _events(
    protocol: Protocol, subject_id: str, outcome: Outcome, first: datetime, zone: ZoneInfo, chance: random.Random
) -> Iterator[Act]:
    """Adverse events that make the outcome, and a mild one for colour."""
    version = protocol.ctcae
    mild = [name for name in _MILD if name in terms_of(version)]
    yield _event(subject_id, 1, chance.choice(mild), Grade.MILD, first, chance.randint(1, 5), zone)
    if outcome.is_moderate:
        term = chance.choice([name for name in _MODERATE if name in terms_of(version)])
        yield _event(subject_id, 2, term, Grade.MODERATE, first, 4, zone, Relationship.PROBABLE)
    if outcome is Outcome.DLT:
        term = next(name for name in _LIMITING if name in terms_of(version))
        yield _event(subject_id, 2, term, Grade.SEVERE, first, 8, zone, Relationship.PROBABLE)


def _event(
    subject_id: str,
    number: int,
    term: str,
    grade: Grade,
    first: datetime,
    day: int,
    zone: ZoneInfo,
    relationship: Relationship = Relationship.POSSIBLE,
) -> Act:
    onset = first + timedelta(days=day)
    local = onset.astimezone(zone).date()
    is_grave = grade >= Grade.SEVERE
    event = AdverseEvent(
        record_id=f"event-{subject_id}-{number}",
        subject_id=subject_id,
        term=term,
        grade=grade,
        onset=PartialDate.of(local),
        end=None if is_grave else PartialDate.of(local + timedelta(days=1)),
        relationship=relationship,
        seriousness=(SeriousCriterion.HOSPITALISATION,) if is_grave else (),
        aware_at=onset + timedelta(hours=3) if is_grave else None,
        admitted_on=PartialDate.of(local) if is_grave else None,
        outcome=AeOutcome.RECOVERING if is_grave else AeOutcome.RECOVERED,
    )
    return Act(onset + timedelta(days=1, hours=3), (event,))


def _in_screening(subject_id: str, now: datetime, zone: ZoneInfo, chance: random.Random) -> Iterator[Act]:
    """One more subject who has consented."""
    consent = now - timedelta(days=5)
    yield Act(consent, (draw_subject(subject_id, consent, zone, draw_weight(chance), chance),))
