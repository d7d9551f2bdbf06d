"""Synthetic studies for training, demonstrations and tests: from a history in the trial notation to dated records.

The subjects are invented; nothing in them stems from a person. The same seed makes the same study.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from domain.ctcae.catalogue import terms_of
from domain.escalation.recommend import recommend_next, treated_from
from domain.escalation.spacing import assess_spacing
from domain.notation import Group, parse_history
from domain.partial_date import PartialDate
from domain.protocol.model import Part, Protocol
from domain.records import Administration, AdverseEvent, Eligibility, Enrolment, Leaving, Record, Subject
from domain.terms import Action, AeOutcome, Grade, LeaveReason, Outcome, Relationship, SeriousCriterion, Sex

_TUMOURS = ("Colorectal", "Gastric", "NSCLC", "HCC", "Oesophageal", "Ovarian", "Pancreatic", "Cervical", "Melanoma")
_MILD = ("Fatigue", "Nausea", "Pruritus", "Diarrhea", "Anorexia", "Infusion related reaction", "Constipation", "Fever")
_MODERATE = ("Rash maculo-papular", "Fatigue", "Diarrhea", "Vomiting")
_LIMITING = ("Pneumonitis", "Colitis")
_SCRIPTS = {"bat6026": "1N 2MNN 3NNXN 4NNT??"}
_COMMITTEE_DELAY = timedelta(days=2)


@dataclass(frozen=True)
class Act:
    """Something that was entered at a moment; several records of one act are saved together.

    Attributes:
        decides: the committee meets, and decides as the rules recommend; no records of its own.
    """

    at: datetime
    records: tuple[Record, ...] = ()
    decides: bool = False


def draw_history(part: Part, seed: int) -> str:
    """A history in the trial notation that the part's rules can produce, with DLTs growing more likely by level."""
    chance = random.Random(seed)
    groups: list[Group] = []
    target = chance.randint(10, 18)
    while sum(len(group.outcomes) for group in groups) < target:
        answer = recommend_next(part, treated_from(groups))
        if not answer.subjects or answer.dose_level is None:
            break
        risk = min(0.03 + 0.05 * answer.dose_level, 0.5)
        drawn = [
            Outcome.DLT if chance.random() < risk else Outcome.MODERATE if chance.random() < risk else Outcome.NO_DLT
            for _ in range(answer.subjects)
        ]
        groups.append(Group(answer.dose_level, tuple(drawn)))
    answer = recommend_next(part, treated_from(groups))
    if answer.action in (Action.ENROL, Action.EXPAND, Action.ESCALATE, Action.DE_ESCALATE) and answer.dose_level:
        waiting = min(answer.subjects, part.rules.spacing.most_in_window or answer.subjects)
        groups.append(Group(answer.dose_level, (Outcome.PENDING,) * waiting))
    return " ".join(str(group) for group in groups)


def script_of(protocol: Protocol, part: Part, seed: int) -> str:
    """The history that a demonstration plays: the well-known one for seed 1, else a drawn one."""
    if seed == 1 and protocol.protocol_id in _SCRIPTS:
        return _SCRIPTS[protocol.protocol_id]
    return draw_history(part, seed)


def play_history(
    protocol: Protocol, part: Part, history: str, *, now: datetime, zone: ZoneInfo, seed: int = 1, site: str = "01"
) -> Iterator[Act]:
    """The acts of a study whose subjects come out as the history says, ending at ``now``.

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
    groups = parse_history(history, len(part.levels))
    plan = [(group.dose_level, outcome) for group in groups for outcome in group.outcomes]
    starts = _first_doses(part, plan)
    shift = _shift(part, plan, starts, now, zone)
    acts: list[Act] = []
    for number, ((level, outcome), start) in enumerate(zip(plan, starts, strict=True), 1):
        first_dose = _a_little_later(start + shift, chance)
        acts += _life(protocol, part, f"{site}-{number:03d}", level, outcome, first_dose, now, zone, chance)
    acts += _decisions(part, plan, [start + shift for start in starts])
    acts += _in_screening(f"{site}-{len(plan) + 1:03d}", now, zone, chance)
    yield from sorted((act for act in acts if act.at <= now), key=lambda act: act.at)


def _first_doses(part: Part, plan: list[tuple[int, Outcome]]) -> list[timedelta]:
    """When each subject is first dosed, from the first dose of all, keeping to the spacing of the rules."""
    origin = datetime(2000, 1, 3, 9, tzinfo=UTC)
    window = timedelta(days=part.window.days)
    starts: list[datetime] = []
    ready = origin
    for index, (level, outcome) in enumerate(plan):
        previous = plan[index - 1][0] if index else level
        known = recommend_next(part, treated_from([Group(lv, (out,)) for lv, out in plan[:index]]))
        if index and (level != previous or (known.action is Action.EXPAND and not outcome.is_pending)):
            ready = max(ready, max(starts) + window + _COMMITTEE_DELAY)
        elif outcome.is_pending and not (index and plan[index - 1][1].is_pending):
            ready = max([ready, *(start + window + _COMMITTEE_DELAY for start in starts)])
        mine = [start for (lv, _), start in zip(plan, starts, strict=False) if lv == level]
        answer = assess_spacing(
            part.rules.spacing, mine, [start + window for start in mine], now=ready, window=window, wanted=1
        )
        ready = _in_working_hours(answer.earliest)
        starts.append(ready)
        ready += timedelta(days=2)
    return [start - origin for start in starts]


def _in_working_hours(moment: datetime) -> datetime:
    """The moment, or the next morning at nine; the clock of the plan is the site's."""
    if 8 <= moment.hour < 15:
        return moment
    morning = moment.replace(hour=9, minute=0)
    return morning if moment.hour < 8 else morning + timedelta(days=1)


def _shift(
    part: Part, plan: list[tuple[int, Outcome]], starts: list[timedelta], now: datetime, zone: ZoneInfo
) -> datetime:
    """The moment of the first dose of all, so that the pending are in the window at ``now`` and the others are not."""
    window = timedelta(days=part.window.days)
    pending = [start for (_, outcome), start in zip(plan, starts, strict=True) if outcome.is_pending]
    done = [start for (_, outcome), start in zip(plan, starts, strict=True) if not outcome.is_pending]
    anchor = (
        now - timedelta(days=9) - max(pending)
        if pending
        else now - window - timedelta(days=3) - max(done, default=timedelta())
    )
    local = anchor.astimezone(zone)
    return local.replace(hour=9, minute=0, second=0, microsecond=0).astimezone(UTC)


def _a_little_later(moment: datetime, chance: random.Random) -> datetime:
    """The moment or up to 50 minutes later, never earlier: spacing holds."""
    return moment + timedelta(minutes=10 * chance.randint(0, 5))


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
    weight = Decimal(chance.randint(480, 860)) / 10
    yield Act(consent, (_subject(subject_id, consent, zone, weight, chance),))
    decided = first_dose - timedelta(days=2)
    yield Act(
        decided,
        (
            Eligibility(
                record_id=f"eligibility-{subject_id}",
                subject_id=subject_id,
                is_eligible=True,
                decided_on=decided.astimezone(zone).date(),
            ),
        ),
    )
    enrolled = first_dose - timedelta(hours=1)
    yield Act(
        enrolled,
        (
            Enrolment(
                record_id=f"enrolment-{subject_id}",
                subject_id=subject_id,
                part_id=part.part_id,
                dose_level=level,
                enrolled_at=enrolled,
            ),
        ),
    )
    yield from _doses(part, subject_id, level, outcome, first_dose, weight, now)
    yield from _events(protocol, subject_id, outcome, first_dose, zone, chance)
    if outcome in (Outcome.NOT_EVALUABLE, Outcome.NOT_EVALUABLE_MODERATE):
        left = first_dose + timedelta(days=10, hours=3)
        yield Act(
            left,
            (
                Leaving(
                    record_id=f"leaving-{subject_id}",
                    subject_id=subject_id,
                    left_at=left,
                    reason=LeaveReason.CONSENT_WITHDRAWN,
                ),
            ),
        )


def _subject(subject_id: str, consent: datetime, zone: ZoneInfo, weight: Decimal, chance: random.Random) -> Subject:
    day = consent.astimezone(zone).date()
    return Subject(
        record_id=f"subject-{subject_id}",
        subject_id=subject_id,
        consent_date=day,
        sex=chance.choice((Sex.FEMALE, Sex.MALE)),
        birth_year=day.year - chance.randint(44, 72),
        tumour_type=chance.choice(_TUMOURS),
        weight_kg=weight,
    )


def _doses(
    part: Part, subject_id: str, level: int, outcome: Outcome, first: datetime, weight: Decimal, now: datetime
) -> Iterator[Act]:
    """Cycle 1, and the cycles that follow unless the subject stopped for a DLT or left."""
    planned = (part.level(level).planned_mg(weight) or Decimal(0)).quantize(Decimal("0.01"))
    stops = outcome in (Outcome.DLT, Outcome.NOT_EVALUABLE, Outcome.NOT_EVALUABLE_MODERATE)
    cycles = 1 if stops else min(3, (now - first) // timedelta(days=part.cycle_days) + 1)
    for cycle in range(1, cycles + 1):
        at = first + timedelta(days=part.cycle_days * (cycle - 1), hours=1 if cycle > 1 else 0)
        yield Act(
            at,
            (
                Administration(
                    record_id=f"dose-{subject_id}-{cycle}",
                    subject_id=subject_id,
                    cycle=cycle,
                    started_at=at,
                    weight_kg=weight,
                    planned_mg=planned,
                    given_mg=planned,
                ),
            ),
        )


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


def _decisions(part: Part, plan: list[tuple[int, Outcome]], starts: list[datetime]) -> Iterator[Act]:
    """A committee meeting before each group that the rules let follow."""
    window = timedelta(days=part.window.days)
    for index in range(1, len(plan)):
        before, here = plan[index - 1], plan[index]
        finished = max(starts[:index]) + window
        if finished < starts[index] and (before[0] != here[0] or not before[1].is_pending):
            yield Act(min(finished + timedelta(days=1), starts[index] - timedelta(hours=3)), decides=True)


def _in_screening(subject_id: str, now: datetime, zone: ZoneInfo, chance: random.Random) -> Iterator[Act]:
    """One more subject who has consented."""
    consent = now - timedelta(days=5)
    yield Act(consent, (_subject(subject_id, consent, zone, Decimal(chance.randint(480, 860)) / 10, chance),))
