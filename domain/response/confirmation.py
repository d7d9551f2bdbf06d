"""Whether a response is confirmed by a later one."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.reasons import Reason
from domain.response.rules import ResponseRules
from domain.response.terms import RESPONDING, Response

_BETWEEN_CR = frozenset({Response.CR, Response.NE})
_BETWEEN_PR = frozenset({*RESPONDING, Response.SD, Response.NE})


@dataclass(frozen=True)
class Timepoint:
    """The response of one visit.

    Attributes:
        day: days from the reference date (first dose) to the visit; 0 on the same day.
        response: overall response, or None if none was given.
    """

    day: int
    response: Response | None


@dataclass(frozen=True)
class Confirmation:
    """Whether the response at a time point was confirmed.

    Attributes:
        is_met: confirmed.
        reason: by what, or why not.
    """

    is_met: bool
    reason: Reason


def confirm(timepoints: Sequence[Timepoint], at: int, rules: ResponseRules) -> Confirmation:
    """Whether the CR or PR at place ``at`` is confirmed.

    A CR is confirmed by the first CR, a PR by the first CR or PR, that comes ``confirm_days`` or more later. Between
    them may stand responses of the same kind, so many NE as the rules allow, and for a PR one SD where the rules accept
    it.
    A PR that comes after a CR between them contradicts it, and nothing is confirmed by the pair.

    Args:
        timepoints: in order of time, up to the first PD.
        at: place of a CR or PR.
        rules: the protocol's options.
    """
    first = timepoints[at]
    numbers: dict[str, object] = {"visit": at + 1, "response": first.response}
    confirming = RESPONDING if first.response is Response.PR else {Response.CR}
    between: list[Response] = []
    too_soon = False
    for place in range(at + 1, len(timepoints)):
        response = timepoints[place].response
        days = timepoints[place].day - first.day
        if response in confirming and days >= rules.confirm_days:
            broken = _broken(first.response, [*between, response], rules)
            if broken:
                return Confirmation(False, Reason(broken, numbers | {"by": place + 1}))
            return Confirmation(True, Reason("response_confirmed", numbers | {"by": place + 1, "days": days}))
        too_soon = too_soon or response in confirming
        if response is not None:
            between.append(response)
    if Response.PD in between:
        code = "response_then_pd"
    elif too_soon:
        code = "response_repeated_too_soon"
    else:
        code = "response_not_repeated" if between else "response_last_visit"
    return Confirmation(False, Reason(code, numbers | {"days": rules.confirm_days}))


def _broken(first: Response | None, joined: Sequence[Response | None], rules: ResponseRules) -> str:
    """The code of what stands between a response and its repetition, or ""."""
    if len(joined) == 1:
        # Nothing stands between.
        return ""
    most_sd = 1 if rules.accepts_sd and first is Response.PR else 0
    if joined.count(Response.SD) > most_sd:
        return "response_sd_between"
    if joined.count(Response.NE) > rules.max_ne:
        return "response_ne_between"
    if not (_BETWEEN_CR if first is Response.CR else _BETWEEN_PR).issuperset(joined):
        return "response_other_between"
    if Response.CR in joined and Response.PR in joined[joined.index(Response.CR) :]:
        return "response_pr_after_cr_between"
    return ""
