"""Concentration over time by level: individual, mean with SD, or all laid over each other (PK-3)."""

from collections.abc import Collection, Mapping, Sequence

from domain.exposure.mean_profile import mean_profile
from domain.exposure.of_study import Exposure
from domain.exposure.profiles import Point
from domain.pk.summary import write_significant
from domain.reasons import Reason
from ui.models.lab_trend_of import say_unit
from ui.plots.axis import hours_axis, linear_axis, log_axis
from ui.plots.panel_chart import Mean, Panel, PanelChart, PanelLine, PanelPoint
from ui.text import tr

INDIVIDUAL, MEAN, OVERLAY = "individual", "mean", "overlay"


def profile_chart(
    listed: Sequence[Exposure],
    levels: Mapping[str, int],
    titles: Mapping[int, str],
    *,
    is_log: bool,
    look: str,
    marked: Collection[str] = (),
) -> PanelChart:
    """The profiles of one analyte and cycle.

    Args:
        listed: profiles; those with faults are drawn as far as their samples have times.
        levels: level by subject.
        titles: of the panels by level.
        is_log: semi-logarithmic.
        look: INDIVIDUAL, MEAN or OVERLAY.
        marked: subjects whose antibodies had been found by the end of the profile: drawn dashed.
    """
    groups: dict[int, list[Exposure]] = {}
    for one in listed:
        groups.setdefault(levels[one.subject_id], []).append(one)
    unit = listed[0].made.profile.units.conc if listed else ""
    limit = max((point.lloq for one in listed for point in one.made.points if point.lloq is not None), default=None)
    panels = tuple(
        Panel(
            titles[level],
            tuple(_line(one, is_marked=one.subject_id in marked) for one in groups[level]),
            _means(groups[level]) if look == MEAN else (),
        )
        for level in sorted(groups)
    )
    if look == OVERLAY:
        panels = (Panel(tr("All levels"), tuple(line for panel in panels for line in panel.lines)),)
    drawn = [
        point for one in listed for point in one.made.points if point.value is not None and point.hours is not None
    ]
    longest = max((point.hours or 0.0 for point in drawn), default=24.0)
    values = [point.value or 0.0 for point in drawn]
    if limit is not None:
        # On a logarithmic axis the name of the limit has room below its line.
        values.append(0.5 * limit if is_log else limit)
    if look == MEAN:
        values += [one.mean + (one.sd or 0.0) for panel in panels for one in panel.means]
    count = len(panels)
    return PanelChart(
        tr("Concentration, {unit}, by hours after the dose").format(unit=say_unit(unit or "")),
        panels,
        hours_axis(longest, ticks=4 if count > 1 else 10),
        log_axis(values) if is_log else linear_axis(values),
        limit=limit,
        limit_name="" if limit is None else tr("LLOQ {value}").format(value=write_significant(limit, 3)),
        is_mean=look == MEAN,
    )


def _line(one: Exposure, *, is_marked: bool) -> PanelLine:
    known = [point for point in one.made.points if point.hours is not None and point.hours >= 0]
    measured = [point.hours or 0.0 for point in known if point.value is not None and not point.is_left_out]
    last = max(measured, default=-1.0)
    points = []
    mark = f", {tr('ADA-positive')}" if is_marked else ""
    for point in known:
        # Before the last measured value a BLQ says nothing of the tail; it stands in the table of samples.
        if point.value is None and not (point.is_blq and (point.hours or 0.0) > last):
            continue
        points.append(
            PanelPoint(
                point.hours or 0.0,
                point.value,
                f"{one.subject_id}, {say_point(point)}{mark}",
                is_below=point.value is None,
                is_left_out=point.is_left_out,
            )
        )
    return PanelLine(one.subject_id, tuple(points), is_marked)


def say_hours(hours: float) -> str:
    """A time after the dose: whole hours from ten on."""
    return f"{hours:.0f} h" if hours >= 10 else f"{hours:.3g} h"


def say_point(point: Point) -> str:
    """A sample in words: "24 h: 3.21 µg/mL"."""
    hours = say_hours(point.hours) if point.hours is not None else tr("no time")
    unit = say_unit(point.concentration.unit) if point.concentration else ""
    if point.value is None:
        said = tr("below LLOQ") if point.is_blq else tr("no result")
    else:
        said = f"{write_significant(point.value, 3)} {unit}".strip()
    return f"{hours}: {said}" + (f", {tr('left out')}" if point.is_left_out else "")


def _means(listed: Sequence[Exposure]) -> tuple[Mean, ...]:
    found = []
    for point in mean_profile(listed):
        mean, sd = point.summary.mean, point.summary.sd
        if not isinstance(mean, Reason):
            found.append(Mean(float(point.nominal_hours), mean, None if isinstance(sd, Reason) else sd))
    return tuple(found)
