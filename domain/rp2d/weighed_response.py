"""Tumour response and progression-free survival of each level, as the recommended dose is weighed by them (EFF-2)."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.records.recommended_dose import WeighedTopic
from domain.response.of_study import StudyResponse, derive_response, plan_of
from domain.response.plots import curve_of
from domain.response.rates import Denominator, derive_rates
from domain.rp2d.figures import Amount, Figure, Share

_RATES = ("ORR", "DCR")
_PFS = "PFS"


def weigh_response(status: PartStatus, levels: Sequence[int]) -> Iterable[Figure]:
    """Confirmed ORR and DCR of the treated, and the median PFS; nothing while no tumour was assessed."""
    study = status.study
    responses = {one.subject_id: derive_response(study, one.subject_id) for one in status.assessments}
    if not any(study.tumour_visits_of(subject_id) for subject_id in responses):
        return
    by_level = [[responses[one.subject_id] for one in status.at_level(level)] for level in levels]
    for name in _RATES:
        yield Figure(
            name.lower(),
            WeighedTopic.RESPONSE,
            Reason(f"rp2d_{name.lower()}"),
            tuple(_rate(status, name, listed) for listed in by_level),
        )
    if _PFS in [one.name for one in plan_of(study.protocol).endpoints.endpoints]:
        label = Reason("rp2d_pfs")
        yield Figure("pfs", WeighedTopic.RESPONSE, label, tuple(_median_pfs(listed) for listed in by_level))


def _rate(status: PartStatus, name: str, responses: Sequence[StudyResponse]) -> Share | None:
    subjects = [known for one in responses if (known := one.for_rates) is not None]
    rates = derive_rates(subjects, plan_of(status.study.protocol).rules, (name,))
    found = [one for one in rates if one.name == name and one.denominator is Denominator.TREATED]
    return Share(found[0].x, found[0].n) if found and found[0].n else None


def _median_pfs(responses: Sequence[StudyResponse]) -> Amount | None:
    """The Kaplan-Meier median in days; said to be not reached where the curve stays above one half."""
    curve = curve_of([one for one in responses if one.is_treated], _PFS)
    if not curve.n:
        return None
    median = curve.median.time
    if median is None:
        return Amount(Reason("not_reached"), curve.n)
    return Amount(str(Decimal(repr(median)).quantize(Decimal(1), ROUND_HALF_UP)), curve.n)
