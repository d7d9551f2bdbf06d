"""When an endpoint ended for one subject: event or censoring, date and reason."""

from dataclasses import dataclass
from datetime import date

from domain.reasons import Reason
from domain.response.endpoints import CensorAt, EndpointDefinition, Event
from domain.response.terms import Response

_NOT_EVALUABLE = frozenset({Response.NE, Response.ND, Response.MISSING, Response.NONE})


@dataclass(frozen=True)
class FollowUp:
    """What is known of a subject after the first dose.

    Attributes:
        responses: date and overall response of each visit, in order of time.
        death: date of death.
        new_therapy: start of new anti-cancer therapy.
        last_alive: the last date on which the subject was known to be alive.
        cut_off: data cut-off; what came later is not known yet.
    """

    responses: tuple[tuple[date, Response], ...] = ()
    death: date | None = None
    new_therapy: date | None = None
    last_alive: date | None = None
    cut_off: date | None = None


@dataclass(frozen=True)
class TimeToEvent:
    """The answer for one subject and endpoint.

    Attributes:
        name: of the endpoint.
        starts_on: start of the clock.
        ends_on: date of event or censoring.
        is_event: an event; otherwise censored.
        reason: which event, or why censored there.
    """

    name: str
    starts_on: date
    ends_on: date
    is_event: bool
    reason: Reason

    @property
    def days(self) -> int:
        """Days from start to end: 0 if both are the same day."""
        return (self.ends_on - self.starts_on).days


def time_to_event(definition: EndpointDefinition, starts_on: date, known: FollowUp) -> TimeToEvent:
    """Event or censoring of one subject.

    Args:
        definition: the protocol's endpoint.
        starts_on: first dose, or for DoR the first visit of the response.
        known: responses and dates; a subject without response has no DoR, so ask only for those who have.

    Source: FDA, Clinical trial endpoints for the approval of cancer drugs and biologics, 2018, tables of censoring; PD
    on the day of death counts as PD.
    """
    responses = [one for one in known.responses if _is_within(one[0], starts_on, known.cut_off)]
    event = _first_event(definition, responses, known, starts_on)
    new_therapy = known.new_therapy if definition.censors_at_new_therapy else None
    if new_therapy is not None and known.cut_off is not None and new_therapy > known.cut_off:
        new_therapy = None
    if new_therapy is not None and (event is None or event[0] > new_therapy):
        before = [one for one in responses if one[0] <= new_therapy]
        return _censored(definition, starts_on, before, known, Reason("censored_new_therapy", {"on": new_therapy}))
    if event is None:
        return _censored(definition, starts_on, responses, known, None)
    on, kind = event
    if definition.max_gap_days is not None:
        before = [one for one in responses if one[0] < on]
        last = max([one[0] for one in before if one[1] not in _NOT_EVALUABLE], default=starts_on)
        if (on - last).days > definition.max_gap_days:
            numbers = {"days": (on - last).days, "most": definition.max_gap_days, "event": kind}
            return TimeToEvent(definition.name, starts_on, last, False, Reason("censored_missed_visits", numbers))
    return TimeToEvent(definition.name, starts_on, on, True, Reason(f"event_{kind.name.lower()}"))


def _is_within(on: date, starts_on: date, cut_off: date | None) -> bool:
    return on >= starts_on and (cut_off is None or on <= cut_off)


def _first_event(
    definition: EndpointDefinition, responses: list[tuple[date, Response]], known: FollowUp, starts_on: date
) -> tuple[date, Event] | None:
    progression = next((on for on, response in responses if response is Response.PD), None)
    candidates: list[tuple[date, int, Event]] = []
    if progression is not None and Event.PD in definition.events:
        candidates.append((progression, 0, Event.PD))
    is_dead = known.death is not None and _is_within(known.death, starts_on, known.cut_off)
    if is_dead and known.death is not None and Event.DEATH in definition.events:
        candidates.append((known.death, 1, Event.DEATH))
    if not candidates:
        return None
    on, _, kind = min(candidates)
    return on, kind


def _censored(
    definition: EndpointDefinition,
    starts_on: date,
    responses: list[tuple[date, Response]],
    known: FollowUp,
    why: Reason | None,
) -> TimeToEvent:
    if definition.censor_at is CensorAt.LAST_ALIVE:
        last, why = _last_alive(starts_on, responses, known), why or Reason("censored_alive")
    else:
        assessed = [on for on, response in responses if response not in _NOT_EVALUABLE]
        last = assessed[-1] if assessed else starts_on
        death = None if Event.DEATH in definition.events else known.death
        if why is None and death is not None and _is_within(death, starts_on, known.cut_off):
            why = Reason("censored_death_no_event", {"on": death})
        elif why is None:
            why = Reason("censored_last_assessment" if assessed else "censored_never_assessed")
    return TimeToEvent(definition.name, starts_on, last, False, why)


def _last_alive(starts_on: date, responses: list[tuple[date, Response]], known: FollowUp) -> date:
    dates = [starts_on, *(on for on, _ in responses)]
    if known.last_alive is not None:
        dates.append(known.last_alive)
    if known.new_therapy is not None:
        dates.append(known.new_therapy)
    if known.death is not None and known.cut_off is not None:
        # Only a death after the cut-off leads here: the subject was alive then.
        dates.append(known.cut_off)
    last = max(dates)
    return last if known.cut_off is None else max(starts_on, min(last, known.cut_off))
