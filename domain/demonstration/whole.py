"""The plan of a whole study: which part runs when, at which doses, with how many subjects.

Every part starts when the one that decides its levels has its MTD or MAD and its recommended dose; parts that wait for
the same one run side by side.
"""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.demonstration.act import Meeting, Opening
from domain.demonstration.expansion import choose_cohorts, plan_expansion
from domain.demonstration.exposure import CLEANED_WITHIN
from domain.demonstration.history import draw_to_end, script_of
from domain.demonstration.place import places_of
from domain.demonstration.run import Run
from domain.demonstration.timing import Timetable, meetings, plan_first_doses
from domain.escalation.recommend import recommend_next, treated_from
from domain.parts.opening import Chosen, resolve_parts
from domain.protocol.model import Part, Protocol
from domain.terms import Action, PartKind

# A clock of the plan, moved to today at the end; its hours are the site's.
_ORIGIN = datetime(2000, 1, 3, 9, tzinfo=UTC)
_MARGIN = timedelta(hours=2)
_DECLARED_AFTER = timedelta(days=1)
_CLOSED_AFTER = timedelta(days=4)
_GATE_AFTER, _GATE_EACH = timedelta(days=5), timedelta(days=4)
_OPENED_AFTER, _BEGUN_AFTER = timedelta(days=3), timedelta(days=7)
_FOLLOWED, _SEEN_AFTER = timedelta(days=75), timedelta(days=2)
_DOSES_CHOSEN = 2
_BELOW_DECLARED = 0.3


def plan_whole(protocol: Protocol, seed: int, *, now: datetime, zone: ZoneInfo) -> tuple[Run, ...]:
    """Every part of a study in the order of the protocol.

    Args:
        protocol: as its file says it.
        seed: of the histories.
        now: aware; the last first dose lies some months before.
        zone: the site's.
    """
    first = protocol.first_part
    runs: dict[str, Run] = {}
    chosen: list[Chosen] = []
    for planned in (first, *(one for one in protocol.parts if one.part_id != first.part_id)):
        if planned.part_id == first.part_id:
            runs[planned.part_id] = _escalate(first, seed, _ORIGIN, begun=script_of(protocol, first, seed))
            continue
        source = runs.get(planned.levels_from or "", runs[first.part_id])
        opening = _choose(planned, source, seed) if planned.needs_opening else None
        if opening is not None:
            chosen.append(Chosen(planned.part_id, opening.doses, opening.cohorts))
        part = resolve_parts(protocol, chosen).part(planned.part_id)
        runs[planned.part_id] = _open(part, source, opening, seed)
    ends = [place.first_dose + _FOLLOWED for run in runs.values() for place in run.places]
    ends += [run.recommended_at + _SEEN_AFTER for run in runs.values() if run.recommended_at is not None]
    by = _origin_for(now, zone, max(ends).date()) - _ORIGIN
    return tuple(run.moved(by) for run in runs.values())


def _origin_for(now: datetime, zone: ZoneInfo, end: date) -> datetime:
    """Nine at the site, on the day where the clock's origin has to lie so that the plan ends today.

    Args:
        now: aware.
        zone: the site's.
        end: of the plan, on its own clock.
    """
    day = now.astimezone(zone).date() - (end - _ORIGIN.date())
    return datetime.combine(day, time(_ORIGIN.hour), zone).astimezone(UTC)


def _escalate(part: Part, seed: int, start: datetime, *, begun: str = "") -> Run:
    """A part from its first dose to its MTD or MAD and the recommended dose."""
    groups = draw_to_end(part, seed, begun=begun)
    plan = tuple((group.dose_level, outcome) for group in groups for outcome in group.outcomes)
    timetable = Timetable(plan, tuple(start + offset for offset in plan_first_doses(part, plan, _MARGIN)))
    declared_at = max(timetable.first_doses) + timedelta(days=part.window.days) + _DECLARED_AFTER
    answer = recommend_next(part, treated_from(groups))
    level = answer.dose_level or 1
    chance = random.Random(f"{seed}:{part.part_id}:recommended")
    is_lower = answer.action is Action.MTD and level > 1 and chance.random() < _BELOW_DECLARED
    return Run(
        part,
        places_of(part, timetable),
        (
            *((act.at, Meeting.NEXT_GROUP) for act in meetings(part, timetable)),
            (declared_at, Meeting.DECLARATION),
        ),
        declared=level,
        recommended=level - 1 if is_lower else level,
        recommended_at=declared_at + _CLOSED_AFTER + CLEANED_WITHIN,
    )


def _choose(planned: Part, source: Run, seed: int) -> Opening:
    """The doses or cohorts of a part, by what its source part came to."""
    if planned.kind is PartKind.EXPANSION:
        return Opening(cohorts=choose_cohorts(planned, source, seed))
    if planned.levels:
        return Opening()
    levels = [one for one in source.part.levels if one.number <= (source.declared or 1)]
    most = min(_DOSES_CHOSEN, planned.most_levels or _DOSES_CHOSEN)
    return Opening(doses=tuple(one.dose for one in levels[-most:]))


def _open(part: Part, source: Run, opening: Opening | None, seed: int) -> Run:
    """A part from the conditions of its gate on."""
    settled = _morning(source.recommended_at or source.places[-1].first_dose)
    met = tuple(settled + _GATE_AFTER + _GATE_EACH * number for number in range(len(part.gate.conditions)))
    opened = (met[-1] if met else settled) + _OPENED_AFTER
    begun = opened + _BEGUN_AFTER
    run = plan_expansion(part, source, begun, seed) if part.kind is PartKind.EXPANSION else _escalate(part, seed, begun)
    signed = None if opening is None else opened + timedelta(hours=5)
    return replace(run, conditions_met=met, opening=opening, opened_at=signed)


def _morning(moment: datetime) -> datetime:
    return moment.replace(hour=_ORIGIN.hour, minute=0)
