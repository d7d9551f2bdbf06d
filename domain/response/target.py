"""Target lesions: sum of diameters, nadir, response."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.reasons import Reason
from domain.response.lesions import NODE_NORMAL_TENTHS, Lesion, LesionFinding
from domain.response.terms import Response

PD_LEAST_TENTHS = 50


@dataclass(frozen=True)
class TargetSum:
    """Sum of diameters at a visit.

    Attributes:
        tenths: of the lesions that were assessed, in tenths of a millimetre.
        unknown: target lesions that were not assessed.
        has_cleared: whether all non-nodal lesions are gone and all nodes are under 10 mm.
        reappeared: a lesion that is there: non-nodal above 0, or a node of 10 mm or more; "" if none.
    """

    tenths: int
    unknown: tuple[str, ...]
    has_cleared: bool
    reappeared: str

    @property
    def whole(self) -> int | None:
        """The sum if every target lesion was assessed."""
        return None if self.unknown else self.tenths


@dataclass(frozen=True)
class TargetAnswer:
    """Target response of a visit, with its reasons."""

    response: Response
    reasons: tuple[Reason, ...]


NO_TARGETS = TargetAnswer(Response.NONE, ())


def sum_targets(targets: Sequence[Lesion], findings: Mapping[str, LesionFinding]) -> TargetSum:
    """Add up longest diameters and nodal short axes; nodes stay in the sum below 10 mm."""
    total = 0
    unknown = []
    there = ""
    for lesion in targets:
        finding = findings.get(lesion.lesion_id)
        length = None if finding is None else finding.counted
        if length is None:
            unknown.append(lesion.lesion_id)
            continue
        total += length
        if length >= NODE_NORMAL_TENTHS if lesion.is_nodal else length > 0:
            there = there or lesion.lesion_id
    return TargetSum(total, tuple(unknown), not unknown and not there, there)


def is_progression(tenths: int, nadir: int) -> bool:
    """At least 20 % and at least 5 mm above the nadir, both in tenths of a millimetre."""
    return 5 * tenths >= 6 * nadir and tenths - nadir >= PD_LEAST_TENTHS


def is_partial(tenths: int, baseline: int) -> bool:
    """At least 30 % below baseline, both in tenths of a millimetre."""
    return 10 * tenths <= 7 * baseline and baseline > 0


def derive_target(
    now: TargetSum, baseline: int | None, nadir: int | None, *, after_cr: bool, pr_confirmed: bool
) -> TargetAnswer:
    """The target response; the order of the questions matters.

    Args:
        now: the sum of this visit.
        baseline: sum at baseline, or None if it is not known.
        nadir: smallest whole sum of earlier visits, baseline included; None if there is none.
        after_cr: whether the last evaluable visit was an overall CR.
        pr_confirmed: whether a response stands confirmed, and stays until PD.

    Source: RECIST 1.1 (Eisenhauer, Eur J Cancer 2009;45:228-247), section 4.3.1; EORTC RECIST questions and answers.
    """
    if now.has_cleared:
        return TargetAnswer(Response.CR, (Reason("target_cr"),))
    if after_cr and now.reappeared:
        return TargetAnswer(Response.PD, (Reason("target_reappeared", {"lesion": now.reappeared}),))
    if nadir is not None and is_progression(now.tenths, nadir):
        seen = "target_pd_measured" if now.unknown else "target_pd"
        numbers = {"mm": now.tenths, "nadir": nadir, "more": now.tenths - nadir, "lesions": now.unknown}
        return TargetAnswer(Response.PD, (Reason(seen, numbers),))
    if now.unknown:
        return TargetAnswer(Response.NE, (Reason("target_ne", {"lesions": now.unknown}),))
    if baseline is None:
        return TargetAnswer(Response.NE, (Reason("target_no_baseline_sum"),))
    numbers = {"mm": now.tenths, "baseline": baseline, "nadir": nadir}
    if is_partial(now.tenths, baseline):
        return TargetAnswer(Response.PR, (Reason("target_pr", numbers),))
    if pr_confirmed:
        return TargetAnswer(Response.PR, (Reason("target_pr_continues", numbers),))
    small = nadir is not None and 5 * now.tenths >= 6 * nadir and now.tenths > nadir
    return TargetAnswer(Response.SD, (Reason("target_sd_under_5_mm" if small else "target_sd", numbers),))
