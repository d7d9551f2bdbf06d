"""Exposure of each level: geometric means of Cmax and AUC in the first cycle and at steady state (PK-2, PK-3)."""

from collections.abc import Iterable, Sequence

from domain.escalation.status import PartStatus
from domain.exposure.of_study import Exposure, exposures
from domain.pk.summary import summarise, write_significant
from domain.reasons import Reason
from domain.records.recommended_dose import WeighedTopic
from domain.rp2d.figures import Amount, Figure

_DIGITS = 3
_SHOWN = ("cmax", "auctau")


def weigh_exposure(status: PartStatus, levels: Sequence[int]) -> Iterable[Figure]:
    """A line for each analyte, cycle and parameter of which any level has a value; profiles left out are not in it.

    The cycles are the first, and the first that the protocol takes for steady state and that has an AUC over the
    dosing interval.
    """
    treated = {one.subject_id: one.dose_level for one in status.assessments}
    found = [
        one for one in exposures(status.study, status.part) if one.subject_id in treated and one.results is not None
    ]
    analytes = tuple(dict.fromkeys(one.analyte for one in found))
    for analyte in analytes:
        mine = [one for one in found if one.analyte == analyte]
        for cycle in _cycles(status, mine):
            for key in _SHOWN:
                listed = [one for one in mine if one.cycle == cycle]
                values = tuple(
                    _geometric_mean([one.number(key) for one in listed if treated[one.subject_id] == level])
                    for level in levels
                )
                if any(value is not None for value in values):
                    yield Figure(
                        f"{key} {analyte} {cycle}",
                        WeighedTopic.EXPOSURE,
                        _label(key, analyte if len(analytes) > 1 else "", cycle, listed[0]),
                        values,
                    )


def _cycles(status: PartStatus, mine: Sequence[Exposure]) -> tuple[int, ...]:
    steady = status.part.pk.steady_cycle if status.part.pk else 2
    later = {one.cycle for one in mine if one.cycle >= steady and one.number("auctau") is not None}
    return (1, min(later)) if later else (1,)


def _geometric_mean(values: Sequence[float | None]) -> Amount | None:
    summary = summarise(values)
    if isinstance(summary.geometric_mean, Reason):
        return None
    return Amount(write_significant(summary.geometric_mean, _DIGITS), summary.n)


def _label(key: str, analyte: str, cycle: int, one: Exposure) -> Reason:
    value = one.value(key)
    unit = value.unit if value is not None and value.unit else ""
    code = f"rp2d_{key}_of" if analyte else f"rp2d_{key}"
    return Reason(code, {"analyte": analyte, "cycle": cycle, "unit": unit})
