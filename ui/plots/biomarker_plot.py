"""A biomarker over time by subject and level: its value, or its change from baseline (PK-4)."""

from collections.abc import Mapping

from domain.exposure.biomarkers import MarkerValue
from ui.models.lab_trend_of import say_unit
from ui.plots.axis import Axis, linear_axis
from ui.plots.panel_chart import Panel, PanelChart, PanelLine, PanelPoint
from ui.text import say_number, say_partial, tr

VALUE, CHANGE, PERCENT = "value", "change", "percent"


def biomarker_chart(
    marker: str,
    found: Mapping[str, tuple[MarkerValue, ...]],
    levels: Mapping[str, int],
    titles: Mapping[int, str],
    *,
    what: str = VALUE,
) -> PanelChart | None:
    """One marker; None where nothing of it can be drawn.

    Args:
        marker: its name.
        found: its values by subject.
        levels: level by subject.
        titles: of the panels by level.
        what: VALUE, CHANGE from baseline or PERCENT change.
    """
    groups: dict[int, list[PanelLine]] = {}
    for subject_id, values in sorted(found.items()):
        points = tuple(
            PanelPoint(one.days or 0.0, number, f"{subject_id}, {_say(one)}")
            for one in values
            if one.days is not None and (number := _number(one, what)) is not None
        )
        if points:
            groups.setdefault(levels[subject_id], []).append(PanelLine(subject_id, points))
    if not groups:
        return None
    panels = tuple(Panel(titles[level], tuple(groups[level])) for level in sorted(groups))
    points = tuple(point for lines in groups.values() for line in lines for point in line.points)
    days = [point.x for point in points]
    first, last = min(0.0, *days), max(21.0, *days)
    step = next((one for one in (7, 14, 21, 42, 84, 168) if last / one <= 4), 336)
    ticks = tuple(float(number * step) for number in range(int(last // step) + 1))
    unit = next((say_unit(one.result.unit) for values in found.values() for one in values if one.result.unit), "")
    titles_of = {
        VALUE: tr("{marker}, {unit}, by day after the first dose"),
        CHANGE: tr("{marker}, change from baseline, {unit}, by day after the first dose"),
        PERCENT: tr("{marker}, change from baseline, %, by day after the first dose"),
    }
    return PanelChart(
        titles_of[what].format(marker=marker, unit=unit),
        panels,
        Axis(first, last, ticks),
        linear_axis([point.y or 0.0 for point in points]),
    )


def _number(one: MarkerValue, what: str) -> float | None:
    if what == VALUE:
        return None if one.result.value is None else float(one.result.value)
    if one.is_baseline:
        return 0.0
    change = one.change if what == CHANGE else one.percent
    return None if change is None else float(change)


def _say(one: MarkerValue) -> str:
    value = one.result.value
    said = f"{one.result.sign}{say_number(value)} {say_unit(one.result.unit)}".strip() if value is not None else ""
    return f"{say_partial(one.result.taken_at)}: {said}"
