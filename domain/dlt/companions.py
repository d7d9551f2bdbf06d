"""What comes together with an event: another event, an intervention, admission, a delayed cycle, further results."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.dlt.answer import Answer, all_of, any_of
from domain.dlt.durations import Stretch, interval, lasted, stretches
from domain.dlt.history import Event, History, Intervention, Result
from domain.dlt.vocabulary import ANY_INTERVENTION, Companion, Multiple, Selection
from domain.laboratory.catalogue import test_code
from domain.protocol.model import Part
from domain.terms import ActionTaken


@dataclass(frozen=True)
class Case:
    """A subject's history under a part of the protocol.

    Attributes:
        version: of CTCAE.
        starts_at: of the DLT window, aware UTC.
        ends_at: of the DLT window.
    """

    history: History
    part: Part
    version: str
    starts_at: datetime
    ends_at: datetime


def judge_companion(case: Case, event: Event, stretch: Stretch, companion: Companion) -> Answer:
    """Whether everything that a companion names comes together with an event at its grade."""
    answers = []
    if companion.event is not None:
        answers.append(_other_event(case, event, stretch, companion, companion.event))
    if companion.interventions:
        answers.append(_intervention(case, event, stretch, companion.interventions))
    if companion.admission:
        code = "dlt_admitted" if event.is_admitted else "dlt_not_admitted"
        say = Answer.met if event.is_admitted else Answer.not_met
        answers.append(say(code, event.record_id, record=event.record_id, term=event.term))
    if companion.delay_days is not None:
        answers.append(judge_delay(case, event, companion.cycle, companion.delay_days))
    if companion.laboratory:
        answers.append(_combination(case, companion))
    return all_of(answers)


def _other_event(case: Case, event: Event, stretch: Stretch, companion: Companion, selection: Selection) -> Answer:
    names = selection.names(case.version)
    first, last = interval(case.history, stretch)
    answers = []
    for other in case.history.all_events:
        if other.term not in names or other is event:
            continue
        for time in stretches(case.history, other, companion.min_grade):
            begins, ends = interval(case.history, time)
            if begins <= last and first <= ends:
                numbers = {"record": other.record_id, "term": other.term, "grade": time.grade, "since": time.start}
                together = Answer.met("dlt_with_event", other.record_id, **numbers)
                answers.append(
                    all_of([together, lasted(case.history, other, time, companion.min_grade, companion.days)])
                )
    nothing = Answer.not_met("dlt_without_event", event.record_id, term=event.term, min_grade=companion.min_grade)
    return any_of(answers or [nothing])


def _intervention(case: Case, event: Event, stretch: Stretch, kinds: tuple[str, ...]) -> Answer:
    answers = [
        answer
        for one in case.history.interventions
        if one.kind in kinds or ANY_INTERVENTION in kinds
        for answer in _treats(case, event, stretch, one, is_named=one.kind in kinds)
    ]
    return any_of(answers or [Answer.not_met("dlt_no_intervention", event.record_id, term=event.term)])


def _treats(case: Case, event: Event, stretch: Stretch, one: Intervention, *, is_named: bool) -> Iterator[Answer]:
    """One that says what it treats is taken at its word; of others, the kind that the rule names is enough."""
    history = case.history
    first, last = interval(history, stretch)
    numbers: dict[str, Any] = {"record": one.record_id, "kind": one.kind.value, "at": one.at, "term": event.term}
    if one.treats is not None:
        if event.record_id in one.treats and history.last_day(one.at) >= first:
            yield Answer.met("dlt_intervention", one.record_id, **numbers)
    elif history.last_day(one.at) >= first and history.first_day(one.at) <= last:
        if is_named:
            yield Answer.met("dlt_intervention", one.record_id, **numbers)
        else:
            yield Answer.not_yet("dlt_intervention_unlinked", one.record_id, **numbers)


def judge_delay(case: Case, event: Event, cycle: int, days: int) -> Answer:
    """Whether an event delays a cycle by more than so many days.

    Known once the cycle is given, treatment has ended, or the last day has passed on which the cycle would not be late.
    """
    history = case.history
    first = history.given[0]
    due = first.at.astimezone(history.zone).date() + timedelta(days=(cycle - first.cycle) * case.part.cycle_days)
    limit = due + timedelta(days=days)
    numbers: dict[str, Any] = {"record": event.record_id, "term": event.term, "cycle": cycle, "due": due, "days": days}
    given = next((dose for dose in history.given if dose.cycle >= cycle), None)
    held = next((dose for dose in history.doses if dose.cycle == cycle), None)
    until = given.at.astimezone(history.zone).date() if given else history.today
    ended = history.treatment_ended
    if given and until <= limit:
        return Answer.not_met("dlt_cycle_in_time", event.record_id, late=(until - due).days, **numbers)
    if not given and ended is not None and history.first_day(ended) <= limit:
        return Answer.not_met("dlt_treatment_ended", event.record_id, at=ended, **numbers)
    if held is not None and held.delayed_for is not None and event.record_id not in held.delayed_for:
        return Answer.not_met("dlt_delayed_for_other", event.record_id, **numbers)
    if until <= limit:
        known_on = limit + timedelta(days=1)
        return Answer.not_yet("dlt_cycle_awaited", event.record_id, known_on=known_on, limit=limit, **numbers)
    is_named = held is not None and held.delayed_for is not None
    if is_named or event.action is ActionTaken.DELAYED:
        return Answer.met("dlt_cycle_delayed", event.record_id, late=(until - due).days, **numbers)
    if event.action is ActionTaken.NONE and given:
        return Answer.not_met("dlt_delayed_for_other", event.record_id, **numbers)
    return Answer.not_yet("dlt_delay_unexplained", event.record_id, late=(until - due).days, **numbers)


def _combination(case: Case, companion: Companion) -> Answer:
    """Whether results bounded as multiples of ULN hold together, such as in Hy's law.

    Bounds from above, such as "ALP below 2 x ULN", only add to a result that is raised.
    """
    raised = [one for one in companion.laboratory if one.above_uln is not None or one.at_least_uln is not None]
    measured = {one: list(_multiples(case, one)) for one in companion.laboratory}
    anchors = sorted(
        {day for one in raised or companion.laboratory for day, times in measured[one] if one.holds(times)}
    )
    margin = timedelta(days=companion.within_days)
    answers = []
    for anchor in anchors:
        near = {one: [(day, times) for day, times in measured[one] if abs(day - anchor) <= margin] for one in measured}
        answers.append(all_of(_bound(case, one, found, anchor + margin) for one, found in near.items()))
    return any_of(answers or [Answer.not_met("dlt_no_combination")])


def _multiples(case: Case, bound: Multiple) -> Iterator[tuple[date, Decimal]]:
    """Day and multiple of ULN of each result of these tests that is not from before the first dose."""
    tests = {test_code(name) for name in bound.tests}
    for one in case.history.results:
        if test_code(one.test) in tests and one.at.latest(case.history.zone) >= case.starts_at and _is_usable(one):
            assert one.value is not None
            assert one.uln is not None
            yield case.history.first_day(one.at), one.value / one.uln


def _is_usable(result: Result) -> bool:
    return result.value is not None and result.uln is not None and result.uln > 0


def _bound(case: Case, bound: Multiple, near: list[tuple[date, Decimal]], until: date) -> Answer:
    # Said the same around each anchor, so that a result is named once: the last day belongs to what is awaited only.
    numbers: dict[str, Any] = {"tests": " or ".join(bound.tests)}
    for day, times in near:
        if bound.holds(times):
            return Answer.met("dlt_multiple", at=day, times=round(times, 2), **numbers)
    if near:
        return Answer.not_met("dlt_multiple_not", at=near[0][0], times=round(near[0][1], 2), **numbers)
    known_on = until if until >= case.history.today else None
    return Answer.not_yet("dlt_multiple_awaited", known_on=known_on, until=until, **numbers)
