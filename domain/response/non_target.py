"""Non-target lesions: response."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from domain.reasons import Reason
from domain.response.lesions import NODE_NORMAL_TENTHS, Lesion, LesionFinding
from domain.response.target import TargetAnswer
from domain.response.terms import LesionStatus, Response

NO_NON_TARGETS = TargetAnswer(Response.NONE, ())
_ALL_GONE = TargetAnswer(Response.CR, (Reason("non_target_cr"),))


def derive_non_target(
    lesions: Sequence[Lesion],
    findings: Mapping[str, LesionFinding],
    progressed: Mapping[str, str],
    *,
    after_cr: bool,
) -> TargetAnswer:
    """The non-target response: PD, else NE if one was not assessed, else CR if all are gone, else neither.

    Args:
        lesions: non-target lesions.
        findings: of this visit, by lesion.
        progressed: lesions whose progression is unequivocal at this visit, with the visit that confirmed it.
        after_cr: whether the last evaluable visit was an overall CR.

    Source: RECIST 1.1, section 4.3.3, and "not all evaluated" of tables 1 and 2.
    """
    if not lesions:
        return NO_NON_TARGETS
    left: list[str] = []
    unknown: list[str] = []
    for lesion in lesions:
        name = lesion.lesion_id
        if name in progressed:
            return TargetAnswer(
                Response.PD, (Reason("non_target_pd", {"lesion": name, "confirmed_at": progressed[name]}),)
            )
        is_gone = _is_gone(lesion, findings.get(name))
        if is_gone is None:
            unknown.append(name)
        elif not is_gone:
            left.append(name)
            if after_cr and not lesion.is_nodal:
                return TargetAnswer(Response.PD, (Reason("non_target_reappeared", {"lesion": name}),))
    if unknown:
        return TargetAnswer(Response.NE, (Reason("non_target_ne", {"lesions": tuple(unknown)}),))
    if left:
        return _left(tuple(left))
    return _ALL_GONE


@lru_cache(maxsize=1024)
def _left(lesions: tuple[str, ...]) -> TargetAnswer:
    return TargetAnswer(Response.NON_CR_NON_PD, (Reason("non_target_left", {"lesions": lesions}),))


def _is_gone(lesion: Lesion, finding: LesionFinding | None) -> bool | None:
    """None if the lesion was not assessed."""
    if finding is None or finding.status is LesionStatus.NOT_EVALUABLE:
        return None
    if finding.status is LesionStatus.ABSENT:
        return True
    length = finding.counted
    if length is None:
        return None if finding.status is LesionStatus.MEASURED else False
    return length < NODE_NORMAL_TENTHS if lesion.is_nodal else length == 0
