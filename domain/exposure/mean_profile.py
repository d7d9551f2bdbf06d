"""Concentrations by nominal time, summarised over the subjects of a level: the points of a mean profile (PK-3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from domain.exposure.of_study import Exposure
from domain.pk.summary import Summary, summarise


@dataclass(frozen=True)
class MeanPoint:
    """The concentrations of a group at one nominal time.

    Attributes:
        nominal_hours: after the start of the dose.
        summary: of the numbers; a BLQ counts as 0.
        blq: how many of them are BLQ.
    """

    nominal_hours: Decimal
    summary: Summary
    blq: int


def mean_profile(listed: Iterable[Exposure]) -> tuple[MeanPoint, ...]:
    """The points of the mean profile of some profiles of one analyte and cycle, by nominal time.

    Profiles that a person left out and samples that were left out are not in it, nor is the predose sample of the next
    cycle.
    """
    values: dict[Decimal, list[float]] = {}
    below: dict[Decimal, int] = {}
    for one in listed:
        if one.made.is_left_out:
            continue
        for point in one.made.points:
            hours = point.sample.nominal_hours
            if point.is_closing or not point.is_reported:
                continue
            values.setdefault(hours, []).append(0.0 if point.value is None else point.value)
            below[hours] = below.get(hours, 0) + point.is_blq
    return tuple(MeanPoint(hours, summarise(values[hours]), below[hours]) for hours in sorted(values))
