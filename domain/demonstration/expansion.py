"""Expansion cohorts of a demonstration: at which doses, who is enrolled when, and what a DLT there brings."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.demonstration.act import Meeting
from domain.demonstration.place import Place
from domain.demonstration.run import Run
from domain.demonstration.timing import VERDICT_DAY, in_working_hours
from domain.protocol.model import DoseLevel, ExpansionCohort, Part
from domain.records import OpenedCohort
from domain.terms import Outcome

# Where the protocol states no number.
_SIZE = 10
_TUMOURS = ("Colorectal", "Gastric", "NSCLC", "HCC", "Oesophageal", "Pancreatic", "Melanoma")
_APART, _APART_IF_MANY, _MANY = timedelta(days=5), timedelta(days=1, hours=22), 20
# From the first sign of a DLT to the meeting that answers it nobody is dosed.
_SIGN_AFTER = timedelta(days=5)
_MEETING_AFTER = timedelta(days=VERDICT_DAY + 1, hours=2)
_GOES_ON_AFTER = timedelta(days=VERDICT_DAY + 2, hours=2)
_DLT, _LOST, _MODERATE = 0.04, 0.03, 0.12


def choose_cohorts(planned: Part, source: Run, seed: int) -> tuple[OpenedCohort, ...]:
    """The cohorts that are opened, in the order of the protocol.

    All take the recommended dose; where several cohorts differ in nothing but the dose, each takes the next lower one.
    Optional cohorts are left out, unless there are no others.

    Args:
        planned: the part as its file says it.
        source: the part that decides the levels.
        seed: of the tumour types.
    """
    top = source.recommended or 1
    chance = random.Random(f"{seed}:{planned.part_id}:tumours")
    tumours = iter(chance.sample(_TUMOURS, len(_TUMOURS)))
    found: list[OpenedCohort] = []
    for number, cohort in enumerate(planned.cohorts, 1):
        if cohort.is_optional and (number > 1 or not all(one.is_optional for one in planned.cohorts)):
            continue
        size = _SIZE if cohort.at_least is None and cohort.in_total is None and cohort.with_pk is None else None
        size = size or (cohort.with_pk if cohort.at_least is None and cohort.in_total is None else None)
        tumour = next(tumours) if cohort.chooses_tumour else ""
        is_of_dose = not (cohort.tumour or cohort.marker or cohort.chooses_tumour)
        times = 2 if cohort.may_repeat and is_of_dose else 1
        for _ in range(times):
            level = max(1, top - len(found)) if is_of_dose else top
            if times > 1 and found and _dose(source, level).dose == found[-1].dose:
                continue
            found.append(OpenedCohort(number, _dose(source, level).dose, tumour=tumour, size=size))
    return tuple(found)


def _dose(source: Run, level: int) -> DoseLevel:
    return source.part.level(level)


def plan_expansion(part: Part, source: Run, start: datetime, seed: int) -> Run:
    """The subjects of an opened expansion part: its cohorts are filled in turn.

    Args:
        part: with its levels and cohorts.
        source: the part that decided them.
        start: of enrolment, nine o'clock.
        seed: of the outcomes.
    """
    chance = random.Random(f"{seed}:{part.part_id}:outcomes")
    queue = list(_in_turn(part, source))
    apart = _APART if len(queue) < _MANY else _APART_IF_MANY
    places: list[Place] = []
    meetings: list[tuple[datetime, Meeting]] = []
    ready = start
    for cohort, position in queue:
        at = in_working_hours(_once_answered(ready, places))
        outcome = _draw(chance)
        limits = part.cohorts[cohort - 1]
        places.append(
            Place(part, limits.dose_level or 1, outcome, at, cohort, is_sampled=_is_sampled(part, limits, position))
        )
        if outcome is Outcome.DLT:
            meetings.append((at + _MEETING_AFTER, Meeting.SIGNAL))
        ready = at + apart
    return Run(part, tuple(places), tuple(meetings))


def _in_turn(part: Part, source: Run) -> Iterator[tuple[int, int]]:
    """Number of cohort and position in it, cohort after cohort until all are full."""
    left = {number: _places_in(part, cohort, number, source) for number, cohort in enumerate(part.cohorts, 1)}
    taken = dict.fromkeys(left, 0)
    while any(left[number] > taken[number] for number in left):
        for number in left:
            if left[number] > taken[number]:
                yield number, taken[number]
                taken[number] += 1


def _places_in(part: Part, cohort: ExpansionCohort, number: int, source: Run) -> int:
    """Places of a cohort; where the protocol plans a total, the escalation's subjects at the dose count for it."""
    size = cohort.size or _SIZE
    level = cohort.dose_level or 1
    is_first = all(one.dose_level != level for one in part.cohorts[: number - 1])
    is_same = (source.part.regimen, source.part.cycle_days, source.part.drugs) == (
        part.regimen, part.cycle_days, part.drugs,
    )  # fmt: skip
    if cohort.in_total is None or not is_first or not is_same:
        return size
    dose = part.level(level).dose
    return max(0, size - sum(source.part.level(one.dose_level).dose == dose for one in source.places))


def _is_sampled(part: Part, cohort: ExpansionCohort, position: int) -> bool:
    """Concentrations are measured in as many as the protocol asks for; in all where it asks for no number anywhere."""
    if all(one.with_pk is None for one in part.cohorts):
        return True
    return position < (cohort.with_pk or 0)


def _once_answered(ready: datetime, places: list[Place]) -> datetime:
    """The moment, or the day after the committee has answered a DLT that is known by then."""
    at = ready
    for one in places:
        if one.outcome is Outcome.DLT and one.first_dose + _SIGN_AFTER <= at < one.first_dose + _GOES_ON_AFTER:
            at = one.first_dose + _GOES_ON_AFTER
    return at


def _draw(chance: random.Random) -> Outcome:
    drawn = chance.random()
    if drawn < _DLT:
        return Outcome.DLT
    if drawn < _DLT + _LOST:
        return Outcome.NOT_EVALUABLE
    return Outcome.MODERATE if drawn < _DLT + _LOST + _MODERATE else Outcome.NO_DLT
