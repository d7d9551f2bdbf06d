"""When each subject of a history is first dosed, and when the committee meets, by the part's own rules."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.demonstration.act import Act, Meeting
from domain.escalation.recommend import recommend_next, treated_from
from domain.escalation.spacing import assess_spacing
from domain.notation import Group, parse_history
from domain.protocol.model import Part
from domain.terms import Action, Outcome

_COMMITTEE_DELAY = timedelta(days=2)
_LAST_DOSED = timedelta(days=9)
VERDICT_DAY = 11
"""Days after the first dose on which the investigator judges a DLT."""


@dataclass(frozen=True)
class Timetable:
    """The subjects of a history with the moments that the rules allow.

    Attributes:
        plan: dose level and outcome of each subject, in order of dosing.
        first_doses: earliest moment of each subject's first dose, aware UTC.
    """

    plan: tuple[tuple[int, Outcome], ...]
    first_doses: tuple[datetime, ...]


def make_timetable(
    part: Part, history: str, *, now: datetime, zone: ZoneInfo, margin: timedelta = timedelta()
) -> Timetable:
    """The moments of a history that ends at ``now``: the pending are in the window then, the others have finished.

    Args:
        part: with levels, rules and window.
        history: in the trial notation.
        now: aware.
        zone: the site's.
        margin: how much later than the rules allow a subject is dosed who has to wait for another one.

    Raises:
        NotationError: the history can't be read.
    """
    plan = [
        (group.dose_level, outcome) for group in parse_history(history, len(part.levels)) for outcome in group.outcomes
    ]
    starts = plan_first_doses(part, plan, margin)
    shift = _shift(part, plan, starts, now, zone)
    return Timetable(tuple(plan), tuple(start + shift for start in starts))


def a_little_later(moment: datetime, chance: random.Random) -> datetime:
    """The moment or up to 50 minutes later, never earlier: spacing holds."""
    return moment + timedelta(minutes=10 * chance.randint(0, 5))


def meetings(part: Part, timetable: Timetable) -> Iterator[Act]:
    """A committee meeting before each group that the rules let follow."""
    plan, starts = timetable.plan, timetable.first_doses
    window = timedelta(days=part.window.days)
    for index in range(1, len(plan)):
        before, here = plan[index - 1], plan[index]
        finished = max(starts[:index]) + window
        if finished < starts[index] and (before[0] != here[0] or not before[1].is_pending):
            yield Act(
                min(finished + timedelta(days=1), starts[index] - timedelta(hours=3)),
                decides=Meeting.NEXT_GROUP,
                part_id=part.part_id,
            )


def plan_first_doses(part: Part, plan: Sequence[tuple[int, Outcome]], margin: timedelta) -> list[timedelta]:
    """When each subject is first dosed, from the first dose of all at nine, keeping to the spacing of the rules.

    Args:
        part: with levels, rules and window.
        plan: dose level and outcome of each subject, in order of dosing.
        margin: how much later than the rules allow a subject is dosed who has to wait for another one.
    """
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
        if margin:
            ready = _once_asked(part, plan, starts, ready, margin)
        mine = [start for (lv, _), start in zip(plan, starts, strict=False) if lv == level]
        answer = assess_spacing(
            part.rules.spacing, mine, [start + window for start in mine], now=ready, window=window, wanted=1
        )
        ready = in_working_hours(answer.earliest + (margin if answer.earliest > ready else timedelta()))
        starts.append(ready)
        ready += timedelta(days=2)
    return [start - origin for start in starts]


def _once_asked(
    part: Part, plan: Sequence[tuple[int, Outcome]], starts: list[datetime], ready: datetime, margin: timedelta
) -> datetime:
    """The moment, or the one at which enough outcomes are known for the rules to ask for the next subject."""
    level = plan[len(starts)][0]
    told = [_told_at(part, start, outcome) + margin for (_, outcome), start in zip(plan, starts, strict=False)]
    for moment in sorted({ready, *(one for one in told if one > ready)}):
        known = [
            Group(lv, (outcome if at <= moment else Outcome.PENDING,))
            for (lv, outcome), at in zip(plan, told, strict=False)
        ]
        answer = recommend_next(part, treated_from(known))
        if answer.subjects and answer.dose_level == level:
            return moment
    return ready


def _told_at(part: Part, start: datetime, outcome: Outcome) -> datetime:
    """When an outcome is known: who leaves, or has a DLT, is known before the window ends."""
    if outcome in (Outcome.DLT, Outcome.NOT_EVALUABLE, Outcome.NOT_EVALUABLE_MODERATE):
        return start + timedelta(days=VERDICT_DAY + 1)
    return start + timedelta(days=part.window.days)


def in_working_hours(moment: datetime) -> datetime:
    """The moment, or the next morning at nine; the clock of the plan is the site's."""
    if 8 <= moment.hour < 15:
        return moment
    morning = moment.replace(hour=9, minute=0)
    return morning if moment.hour < 8 else morning + timedelta(days=1)


def _shift(
    part: Part, plan: Sequence[tuple[int, Outcome]], starts: list[timedelta], now: datetime, zone: ZoneInfo
) -> datetime:
    """The moment of the first dose of all, so that the pending are in the window at ``now`` and the others are not."""
    window = timedelta(days=part.window.days)
    pending = [start for (_, outcome), start in zip(plan, starts, strict=True) if outcome.is_pending]
    done = [start for (_, outcome), start in zip(plan, starts, strict=True) if not outcome.is_pending]
    anchor = (
        now - _LAST_DOSED - max(pending)
        if pending
        else now - window - timedelta(days=3) - max(done, default=timedelta())
    )
    local = anchor.astimezone(zone)
    return local.replace(hour=9, minute=0, second=0, microsecond=0).astimezone(UTC)
