"""Trough concentrations by cycle and level (PK-3)."""

from collections.abc import Mapping, Sequence

from domain.exposure.of_study import Exposure
from ui.models.lab_trend_of import say_unit
from ui.plots.axis import Axis, linear_axis
from ui.plots.panel_chart import Panel, PanelChart, PanelLine, PanelPoint
from ui.plots.profile_plot import say_point
from ui.text import tr


def trough_chart(listed: Sequence[Exposure], levels: Mapping[str, int], titles: Mapping[int, str]) -> PanelChart | None:
    """Predose concentrations of one analyte before each cycle from the second on; None where there are none.

    Args:
        listed: all profiles of the analyte.
        levels: level by subject.
        titles: of the panels by level.
    """
    lines: dict[int, dict[str, list[PanelPoint]]] = {}
    limit = None
    for one in listed:
        for point in one.made.points if one.cycle > 1 else ():
            if point.is_closing or point.sample.nominal_hours != 0 or not (point.is_reported or point.is_left_out):
                continue
            limit = max(limit or 0.0, point.lloq) if point.lloq is not None else limit
            said = tr("before cycle {cycle}, {value}").format(cycle=one.cycle, value=say_point(point))
            lines.setdefault(levels[one.subject_id], {}).setdefault(one.subject_id, []).append(
                PanelPoint(
                    float(one.cycle),
                    point.value,
                    f"{one.subject_id}, {said}",
                    is_below=point.is_blq,
                    is_left_out=point.is_left_out,
                )
            )
    if not lines:
        return None
    panels = tuple(
        Panel(titles[level], tuple(PanelLine(name, tuple(points)) for name, points in sorted(lines[level].items())))
        for level in sorted(lines)
    )
    points = [point for panel in panels for line in panel.lines for point in line.points]
    last = max(int(point.x) for point in points)
    step = max(1, -(-(last - 1) // 6))
    ticks = tuple(float(cycle) for cycle in range(2, last + 1, step))
    unit = listed[0].made.profile.units.conc or ""
    return PanelChart(
        tr("Trough, {unit}, before the dose of cycle").format(unit=say_unit(unit)),
        panels,
        Axis(1.5, last + 0.5, ticks),
        linear_axis([*(point.y for point in points if point.y is not None), *([limit] if limit else [])]),
        limit=limit,
    )
