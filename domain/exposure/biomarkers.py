"""Biomarkers over time: each value against the subject's baseline (PK-4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from domain.reasons import Reason
from domain.records import BiomarkerResult
from domain.study import Study


@dataclass(frozen=True)
class MarkerValue:
    """A result of one marker with its change.

    Attributes:
        result: as reported.
        days: from the first dose to the sample, with its parts of a day; None where there is no dose or no full date.
        is_baseline: whether it is the one that the others are compared with.
        baseline: that one; None where there is none.
        change: value minus baseline.
        percent: change in percent of the baseline.
        reason: why there is no change; None where there is one, and at baseline.
    """

    result: BiomarkerResult
    days: float | None
    is_baseline: bool
    baseline: BiomarkerResult | None
    change: Decimal | None
    percent: Decimal | None
    reason: Reason | None


def marker_values(study: Study, subject_id: str) -> dict[str, tuple[MarkerValue, ...]]:
    """A subject's results by marker, oldest first, in the order of the protocol's markers, then by name."""
    first = study.first_dose(subject_id)
    part = study.part_of(subject_id)
    names = part.pk.markers if part and part.pk else ()
    found: dict[str, list[BiomarkerResult]] = {name: [] for name in names}
    for one in study.biomarkers_of(subject_id):
        name = next((name for name in found if name.casefold() == one.marker.strip().casefold()), one.marker.strip())
        found.setdefault(name, []).append(one)
    start = first.started_at if first else None
    return {name: compare_markers(listed, start, zone=study.zone) for name, listed in found.items() if listed}


def compare_markers(
    results: Sequence[BiomarkerResult], first_dose_at: datetime | None, *, zone: tzinfo
) -> tuple[MarkerValue, ...]:
    """Results of one marker and subject against the last one with a number before the first dose.

    A sample of the day of the first dose without a time counts as taken before it.

    Args:
        results: in any order.
        first_dose_at: None before the first dose.
        zone: of the site.
    """
    ordered = sorted(results, key=lambda one: (one.taken_at.earliest(zone), one.taken_at.latest(zone)))
    before = [
        one
        for one in ordered
        if one.value is not None and (first_dose_at is None or one.taken_at.earliest(zone) <= first_dose_at)
    ]
    baseline = before[-1] if before else None
    return tuple(_compare(one, baseline, first_dose_at, zone) for one in ordered)


def _compare(
    one: BiomarkerResult, baseline: BiomarkerResult | None, first_dose_at: datetime | None, zone: tzinfo
) -> MarkerValue:
    days = None
    if first_dose_at is not None and one.taken_at.day is not None:
        # Of a day without a time its middle.
        moment = one.taken_at.earliest(zone)
        moment += (one.taken_at.latest(zone) - moment) / 2
        days = (moment - first_dose_at) / timedelta(days=1)
    if one is baseline:
        return MarkerValue(one, days, True, baseline, None, None, None)
    reason = _why_not(one, baseline)
    if reason is not None or one.value is None or baseline is None or baseline.value is None:
        return MarkerValue(one, days, False, baseline, None, None, reason)
    change = one.value - baseline.value
    percent = change / baseline.value * 100 if baseline.value else None
    return MarkerValue(one, days, False, baseline, change, percent, None)


def _why_not(one: BiomarkerResult, baseline: BiomarkerResult | None) -> Reason | None:
    if one.value is None:
        return Reason("marker_no_value")
    if baseline is None:
        return Reason("marker_no_baseline")
    if one.unit.strip().casefold() != baseline.unit.strip().casefold():
        return Reason("marker_units_differ", {"unit": one.unit or "", "baseline": baseline.unit or ""})
    if one.sign or baseline.sign:
        return Reason("marker_signed")
    return None
