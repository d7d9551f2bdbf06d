"""Draws a laboratory trend with a painter: grade bands with their letters, normal range, window, line and values.

One layout serves screen, timeline and paper. Sizes are multiplied by ``unit``, fonts go by pixel size.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ui.plots.draw_plot import plot_font
from ui.plots.lab_trend import LabTrend
from ui.theme import Ink
from ui.widgets.paint import ALIGN_CENTER, ALIGN_LEFT, ALIGN_RIGHT, draw_text

LETTERS = 34.0
_AXIS, _ABOVE, _RIGHT = 22.0, 4.0, 26.0
_RADIUS, _LETTER_ROOM, _TICK_ROOM = 3.0, 15.0, 46.0
_FILLS = {1: "neutral", 2: "yellow", 3: "orange", 4: "purple"}
_SHARES = {1: 0.5, 2: 0.6, 3: 0.6, 4: 0.6}
_PAPER_GREYS = {1: 0.97, 2: 0.90, 3: 0.82, 4: 0.72}


@dataclass(frozen=True)
class TrendLayout:
    """Where everything lies: the field between the axes, and the middle of each point."""

    field: QRectF
    points: tuple[QPointF, ...]


def layout_trend(rect: QRectF, trend: LabTrend, unit: float = 1.0) -> TrendLayout:
    """The places of a trend that has its own axis of days."""
    field = rect.adjusted(LETTERS * unit, _ABOVE * unit, -_RIGHT * unit, -_AXIS * unit)
    return TrendLayout(field, places_in(field, trend, lambda day: _x(field, trend, day)))


def places_in(field: QRectF, trend: LabTrend, x_of: Callable[[float], float]) -> tuple[QPointF, ...]:
    """The middle of each point in a field."""
    return tuple(QPointF(x_of(point.day), _y(field, trend.share(point.value))) for point in trend.points)


def draw_trend(painter: QPainter, rect: QRectF, trend: LabTrend, ink: Ink, unit: float = 1.0) -> TrendLayout:
    """Draws a trend with its own axis of study days and returns where everything lies."""
    place = layout_trend(rect, trend, unit)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shows_today = trend.first <= trend.today <= trend.last
    draw_lab_field(
        painter, place.field, trend, ink, lambda day: _x(place.field, trend, day), unit, shows_today=shows_today
    )
    _draw_days(painter, place.field, trend, ink, unit)
    painter.restore()
    return place


def draw_lab_field(
    painter: QPainter,
    field: QRectF,
    trend: LabTrend,
    ink: Ink,
    x_of: Callable[[float], float],
    unit: float = 1.0,
    *,
    shows_today: bool,
) -> None:
    """Draws everything between the axes, and the letters of the grades at the left of them.

    Args:
        painter: on any device.
        field: the room between the axes.
        trend: what it shows.
        ink: colours of the theme, or of paper.
        x_of: where a day lies.
        unit: what one pixel of the screen is on the device.
        shows_today: whether the cut-off lies on the axis.
    """
    for band, low, high in trend.grades:
        top, bottom = _y(field, high), _y(field, low)
        painter.fillRect(QRectF(field.left(), top, field.width(), bottom - top), _band_color(band.grade, ink))
    _draw_letters(painter, field, trend, ink, unit)
    lines = _lines(field, trend, x_of, shows_today=shows_today)
    _draw_lines(painter, lines, ink, unit)
    painter.fillRect(QRectF(field.left(), field.bottom(), field.width(), unit), ink.color("control"))
    places = places_in(field, trend, x_of)
    painter.setPen(QPen(ink.color("text"), 1.5 * unit))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(places))
    painter.setBrush(ink.color("surface"))
    for point in places:
        painter.drawEllipse(point, _RADIUS * unit, _RADIUS * unit)
    crossed = [*lines.limits, *lines.ends, *lines.today, *map(QLineF, places, places[1:])]
    _draw_values(painter, field, trend, places, crossed, ink, unit)


def _x(field: QRectF, trend: LabTrend, day: float) -> float:
    share = (day - trend.first) / max(trend.last - trend.first, 1e-9)
    return field.left() + min(max(share, 0.0), 1.0) * field.width()


def _y(field: QRectF, share: float) -> float:
    return field.bottom() - share * field.height()


def _band_color(grade: int, ink: Ink) -> QColor:
    """The grade's fill, mixed with the ground, so that line and values stay readable in both themes."""
    if ink.is_paper:
        level = _PAPER_GREYS[grade]
        return QColor.fromRgbF(level, level, level)
    ground, fill, share = ink.color("surface"), ink.color(_FILLS[grade]), _SHARES[grade]
    if ground.lightnessF() < 0.5:
        share *= 0.62
    return QColor.fromRgbF(
        ground.redF() * (1 - share) + fill.redF() * share,
        ground.greenF() * (1 - share) + fill.greenF() * share,
        ground.blueF() * (1 - share) + fill.blueF() * share,
    )


def _draw_letters(painter: QPainter, field: QRectF, trend: LabTrend, ink: Ink, unit: float) -> None:
    """The letter of each band, and the limits of the range where there is room between them."""
    taken: list[float] = []
    letter_font = plot_font(12 * unit, 500, ink)
    marks = [(f"G{band.grade}", _y(field, (low + high) / 2), high - low) for band, low, high in trend.grades]
    marks += [(rule.name, _y(field, trend.share(rule.value)), 1.0) for rule in trend.rules]
    for name, y, part in marks:
        is_band = name.startswith("G")
        if any(abs(y - other) < _LETTER_ROOM * unit for other in taken) or (
            is_band and part * field.height() < 7 * unit
        ):
            continue
        taken.append(y)
        box = QRectF(field.left() - (LETTERS + 2) * unit, y - 8 * unit, (LETTERS - 4) * unit, 16 * unit)
        draw_text(painter, box, name, letter_font, ink.color("text2" if is_band else "text3"), ALIGN_RIGHT, elide=False)


@dataclass(frozen=True)
class _Lines:
    """What is drawn across the field: the limits of the normal range, the ends of the window, today."""

    limits: tuple[QLineF, ...]
    ends: tuple[QLineF, ...]
    today: tuple[QLineF, ...]


def _lines(field: QRectF, trend: LabTrend, x_of: Callable[[float], float], *, shows_today: bool) -> _Lines:
    def upright(x: float) -> QLineF:
        return QLineF(x, field.top(), x, field.bottom())

    heights = [_y(field, trend.share(rule.value)) for rule in trend.rules]
    ends = [x_of(day) for day in trend.window or ()]
    return _Lines(
        tuple(QLineF(field.left(), y, field.right(), y) for y in heights),
        tuple(upright(x) for x in ends if field.left() - 0.5 <= x < field.right() - 0.5),
        # Where a timeline's own line comes down to here, the two are one.
        (upright(round(x_of(trend.today)) + 0.5),) if shows_today else (),
    )


def _draw_lines(painter: QPainter, lines: _Lines, ink: Ink, unit: float) -> None:
    painter.setPen(QPen(ink.color("control"), unit))
    painter.drawLines(list(lines.limits))
    painter.setPen(QPen(ink.color("accent"), 1.2 * unit))
    painter.drawLines(list(lines.ends))
    pen = QPen(ink.color("text2"), unit)
    pen.setDashPattern([3, 3])
    painter.setPen(pen)
    painter.drawLines(list(lines.today))


def _draw_values(
    painter: QPainter,
    field: QRectF,
    trend: LabTrend,
    places: Sequence[QPointF],
    crossed: Sequence[QLineF],
    ink: Ink,
    unit: float,
) -> None:
    """The first, the worst and the last value, where they don't lie over one another or over a point.

    A place where no line runs through the text is taken first; where there is none, the text stands in a box.
    """
    strong = plot_font(12 * unit, 600, ink)
    metrics = QFontMetricsF(strong)
    taken: list[QRectF] = []
    last = len(places) - 1
    # The one that lies furthest off is the one to be read; then the last.
    for at in sorted(trend.written, key=lambda one: (one == 0, one == last)):
        text, point = trend.points[at].text, places[at]
        width = metrics.horizontalAdvance(text)
        sides = [
            QRectF(point.x() + 6 * unit, point.y() - 8 * unit, width + unit, 16 * unit),
            QRectF(point.x() - width / 2, point.y() - 21 * unit, width + unit, 16 * unit),
            QRectF(point.x() - width / 2, point.y() + 5 * unit, width + unit, 16 * unit),
            QRectF(point.x() - width - 7 * unit, point.y() - 8 * unit, width + unit, 16 * unit),
        ]
        sides = sides if at == last else [*sides[1:], sides[0]]
        room = field.adjusted(-2 * unit, -4 * unit, _RIGHT * unit, 0)
        free = [
            box
            for box in sides
            if room.contains(box)
            and not any(box.intersects(other) for other in taken)
            and not any(box.adjusted(-2, -2, 2, 2).contains(other) for n, other in enumerate(places) if n != at)
        ]
        # The letters fill the middle of their box.
        inner = [(box, box.adjusted(-unit, 2.5 * unit, unit, -2.5 * unit)) for box in free]
        clear = [box for box, letters in inner if not any(is_crossed(letters, line) for line in crossed)]
        if not free:
            continue
        chosen = (clear or free)[0]
        taken.append(chosen)
        if not clear:
            painter.fillRect(chosen.adjusted(-2 * unit, unit, 2 * unit, -unit), ink.color("surface"))
        draw_text(painter, chosen, text, strong, ink.color("text"), ALIGN_LEFT, elide=False)


def is_crossed(box: QRectF, line: QLineF) -> bool:
    """Whether a line runs through a box."""
    if box.contains(line.p1()) or box.contains(line.p2()):
        return True
    corners = (box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft())
    edges = [QLineF(corner, corners[(at + 1) % 4]) for at, corner in enumerate(corners)]
    return any(line.intersects(edge)[0] is QLineF.IntersectionType.BoundedIntersection for edge in edges)


def _draw_days(painter: QPainter, field: QRectF, trend: LabTrend, ink: Ink, unit: float) -> None:
    """Study days below the axis; today under its own name."""
    small, strong = plot_font(12 * unit, 400, ink), plot_font(12 * unit, 500, ink)
    per_day = field.width() / max(trend.last - trend.first, 1e-9)
    step = max(1, ceil(_TICK_ROOM * unit / per_day))
    step = step if step < 4 else 7 * ceil(step / 7)
    today = QRectF()
    if trend.first <= trend.today <= trend.last:
        width = QFontMetricsF(strong).horizontalAdvance(trend.today_text)
        left = min(_x(field, trend, trend.today) - width / 2, field.right() + _RIGHT * unit - width)
        today = QRectF(left, field.bottom() + 4 * unit, width + unit, 16 * unit)
        draw_text(painter, today, trend.today_text, strong, ink.color("text"), ALIGN_CENTER, elide=False)
    for number in range(ceil(trend.first / step), floor(trend.last / step) + 1):
        day = number * step
        x = _x(field, trend, day)
        painter.fillRect(QRectF(round(x), field.bottom(), unit, 4 * unit), ink.color("control"))
        box = QRectF(x - 16 * unit, field.bottom() + 4 * unit, 32 * unit, 16 * unit)
        if not box.adjusted(-4, 0, 4, 0).intersects(today):
            label = str(day + 1 if day >= 0 else day)
            draw_text(painter, box, label, small, ink.color("text3"), ALIGN_CENTER, elide=False)
