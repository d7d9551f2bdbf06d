"""Best overall response of one subject, unconfirmed and confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.reasons import Reason
from domain.response.confirmation import Confirmation, Timepoint, confirm
from domain.response.rules import ResponseRules
from domain.response.terms import RESPONDING, PrAfterCr, Response

_BEST_FIRST = {response: rank for rank, response in enumerate(Response)}
_STABLE = frozenset({Response.SD, Response.NON_CR_NON_PD})
_ASSESSED = frozenset({Response.CR, Response.PR, Response.SD, Response.NON_CR_NON_PD, Response.NE})


@dataclass(frozen=True)
class BestResponse:
    """Best overall response; places are indices into the time points given, None where there is no such visit.

    Attributes:
        best: best response without confirmation.
        best_at: its visit.
        confirmed: best response where CR and PR need confirmation.
        confirmed_at: its visit; of a confirmed response the first of the pair.
        is_confirmed_response: whether a CR or PR was confirmed.
        response_at: the first visit of the first confirmed response.
        first_response_at: the first CR or PR, confirmed or not.
        progression_at: the first PD.
        has_benefit: clinical benefit: a confirmed response, or one of ``rules.benefit`` at ``benefit_days`` or later.
        benefit_at: the first visit that shows it.
        reasons: why.
    """

    best: Response
    best_at: int | None
    confirmed: Response
    confirmed_at: int | None
    is_confirmed_response: bool
    response_at: int | None
    first_response_at: int | None
    progression_at: int | None
    has_benefit: bool
    benefit_at: int | None
    reasons: tuple[Reason, ...]


def best_response(timepoints: Sequence[Timepoint], rules: ResponseRules) -> BestResponse:
    """The best overall response.

    Assessments after the first PD are left out (``rules.stops_at_pd``). SD counts from ``sd_min_days`` on, for the
    confirmed response also the SD that an unconfirmed CR or PR falls back to.

    Args:
        timepoints: in order of time; leave out what came after new anti-cancer therapy.
        rules: the protocol's options.

    Source: RECIST 1.1, section 4.4 and table 3.
    """
    read, reasons = _read(timepoints, rules)
    progression = next((at for at, one in enumerate(read) if one.response is Response.PD), None)
    first_response = next((at for at, one in enumerate(read) if one.response in RESPONDING), None)
    best, best_at = _best([_unconfirmed(one, rules) for one in read], rules)
    checks = {at: confirm(read, at, rules) for at, one in enumerate(read) if one.response in RESPONDING}
    confirmed_at_all = [at for at, check in checks.items() if check.is_met]
    response, at = _best([_confirmed(one, checks.get(place), rules) for place, one in enumerate(read)], rules)
    fallback = _by_table_3(read) if response is Response.NE else None
    reasons += [
        check.reason
        for place, check in checks.items()
        if check.is_met or not confirmed_at_all or (read[place].response is Response.CR and response is Response.PR)
    ]
    if fallback is not None:
        response, at, reason = fallback
        reasons.append(reason)
    elif at is not None and not confirmed_at_all:
        reasons.append(_say_fall(read[at], response, at, rules))
    if not any(one.response for one in read):
        reasons.append(Reason("response_no_assessment"))
    benefit_at = clinical_benefit(read, rules)
    return BestResponse(
        best,
        best_at,
        response,
        at,
        bool(confirmed_at_all),
        confirmed_at_all[0] if confirmed_at_all else None,
        first_response,
        progression,
        bool(confirmed_at_all) or benefit_at is not None,
        min((place for place in (benefit_at, *confirmed_at_all[:1]) if place is not None), default=None),
        tuple(reasons),
    )


def clinical_benefit(timepoints: Sequence[Timepoint], rules: ResponseRules) -> int | None:
    """Place of the first of ``rules.benefit`` that was reached ``benefit_days`` or more after the reference date."""
    for at, one in enumerate(timepoints):
        if one.response in rules.benefit and one.day >= rules.benefit_days:
            return at
    return None


def _read(timepoints: Sequence[Timepoint], rules: ResponseRules) -> tuple[list[Timepoint], list[Reason]]:
    """The time points that count, a PR after a CR read as the rules say."""
    read: list[Timepoint] = []
    reasons: list[Reason] = []
    for one in timepoints:
        cr = next((at for at, earlier in enumerate(read) if earlier.response is Response.CR), None)
        if one.response is Response.PR and cr is not None:
            numbers = {"visit": len(read) + 1, "cr": cr + 1}
            reasons.append(Reason(f"response_pr_after_cr_{rules.pr_after_cr.name.lower()}", numbers))
            if rules.pr_after_cr is PrAfterCr.PROGRESSION:
                one = replace(one, response=Response.PD)
            elif rules.pr_after_cr is PrAfterCr.CR_WAS_PR:
                read = [replace(e, response=Response.PR) if e.response is Response.CR else e for e in read]
        read.append(one)
        if one.response is Response.PD and rules.stops_at_pd:
            break
    if len(read) < len(timepoints):
        reasons.append(Reason("response_after_pd", {"visit": len(read)}))
    return read, reasons


def _unconfirmed(one: Timepoint, rules: ResponseRules) -> Response | None:
    if one.response in _STABLE and one.day < rules.sd_min_days:
        return Response.NE
    return one.response


def _confirmed(one: Timepoint, check: Confirmation | None, rules: ResponseRules) -> Response | None:
    if check is not None and check.is_met:
        return one.response
    if one.response not in _ASSESSED:
        return one.response
    if one.response is Response.NE or one.day < rules.sd_min_days:
        return Response.NE
    return Response.NON_CR_NON_PD if one.response is Response.NON_CR_NON_PD else Response.SD


def _best(responses: Sequence[Response | None], rules: ResponseRules) -> tuple[Response, int | None]:
    known = [(_BEST_FIRST[response], at, response) for at, response in enumerate(responses) if response is not None]
    if not known:
        return (Response.NE if rules.missing_as_ne else Response.MISSING), None
    _, at, response = min(known)
    return response, at


def _by_table_3(read: Sequence[Timepoint]) -> tuple[Response, int, Reason] | None:
    """What table 3 says of a CR or PR and the next visit where no visit reaches the least duration of SD.

    PR, SD is SD; CR, SD is PD, because disease is there again; CR, PR likewise. (admiralonco gives NE for these.)
    """
    known = [(at, one.response) for at, one in enumerate(read) if one.response not in (None, Response.NE)]
    for (first_at, first), (at, second) in pairwise(known):
        numbers = {"visit": first_at + 1, "response": first, "by": at + 1, "next": second}
        if first is Response.PR and second is Response.SD:
            return Response.SD, at, Reason("response_table_3_sd", numbers)
        if first is Response.CR and second in (Response.SD, Response.PR):
            return Response.PD, at, Reason("response_table_3_pd", numbers)
    return None


def _say_fall(one: Timepoint, response: Response, at: int, rules: ResponseRules) -> Reason:
    numbers: dict[str, object] = {"visit": at + 1, "response": one.response, "day": one.day, "days": rules.sd_min_days}
    if response is Response.SD or response is Response.NON_CR_NON_PD:
        return Reason("response_sd_long_enough" if one.response in _STABLE else "response_falls_to_sd", numbers)
    if response is Response.NE and one.response is not Response.NE:
        return Reason("response_sd_too_early", numbers)
    return Reason("response_best_is", numbers)
