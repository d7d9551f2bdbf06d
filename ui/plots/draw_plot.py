"""Draws a plot description with a painter: on screen with the theme's colours, in files and on paper with paper's.

The same layout serves painting, tooltip and keyboard. All sizes are multiplied by ``unit``, and fonts go by pixel
size, because a scaled painter draws point sizes wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from ui.plots.plot import Plot, Series
from ui.theme import Ink, font

_VALUE_STRIP, _LEGEND, _LABELS, _X_TITLE, _HEADING = 16.0, 22.0, 20.0, 20.0, 24.0
_SWATCH = 11.0
_BARS_SHARE, _BETWEEN = 0.76, 1.0
_POINT = 4.5


@dataclass(frozen=True)
class PlotLayout:
    """Where everything lies.

    Attributes:
        field: the rectangle between the axes.
        columns: one rectangle a category, as high as the field.
        bars: for each series of bars, one rectangle a category; None where it has no value.
    """

    field: QRectF
    columns: tuple[QRectF, ...]
    bars: tuple[tuple[QRectF | None, ...], ...]

    def y(self, value: float, plot: Plot) -> float:
        """Height of a value."""
        return self.field.bottom() - value / plot.top * self.field.height()


def plot_font(size: float, weight: int, ink: Ink) -> QFont:
    """A font of a plot. On paper without substituted glyphs: they have no character in a PDF."""
    made = font(max(1, round(size)), weight, tabular=not ink.is_paper)
    if ink.is_paper:
        for feature in ("liga", "calt", "dlig"):
            made.setFeature(QFont.Tag(feature), 0)
    return made


def layout_plot(rect: QRectF, plot: Plot, ink: Ink, unit: float = 1.0, *, heading: bool = False) -> PlotLayout:
    """The places of a plot in a rectangle."""
    metrics = QFontMetricsF(plot_font(12 * unit, 400, ink))
    left = max(metrics.horizontalAdvance(_tick(value, plot)) for value in plot.ticks) + 10 * unit
    # On screen title and legend stand in the card's header.
    above = (_VALUE_STRIP + (_HEADING + (_LEGEND if legend_of(plot) else 0) if heading else 0)) * unit
    below = (_LABELS + (_X_TITLE if plot.x_title else 0) + 4) * unit
    field = QRectF(rect.left() + left, rect.top() + above, rect.width() - left - 2 * unit, 0)
    field.setBottom(max(rect.bottom() - below, field.top() + 20 * unit))
    pitch = field.width() / max(1, len(plot.categories))
    columns = tuple(
        QRectF(field.left() + number * pitch, field.top(), pitch, field.height())
        for number in range(len(plot.categories))
    )
    bars = tuple(
        tuple(_bar(plot, field, column, place, index, unit) for index, column in enumerate(columns))
        for place in range(len(plot.bars))
    )
    return PlotLayout(field, columns, bars)


def _bar(plot: Plot, field: QRectF, column: QRectF, place: int, index: int, unit: float) -> QRectF | None:
    value = plot.bars[place].values[index]
    if value is None:
        return None
    many = len(plot.bars)
    width = min(column.width() * _BARS_SHARE, 64 * unit)
    between = _BETWEEN * unit if column.width() > 8 * unit else 0.0
    each = (width - between * (many - 1)) / many
    left = column.center().x() - width / 2 + place * (each + between)
    height = min(value / plot.top, 1.0) * field.height()
    if value > 0:
        # A probability that is not nothing is never drawn as nothing.
        height = max(height, 1.0 * unit)
    return QRectF(left, field.bottom() - height, each, height)


def legend_of(plot: Plot) -> list[tuple[str, str]]:
    """The legend: looks and their names; none where one series needs no name."""
    items: list[tuple[str, str]] = [(one.look, one.name) for one in plot.series if one.name]
    return items if len(items) > 1 else []


def legend_width(plot: Plot, ink: Ink, unit: float = 1.0) -> float:
    """The width that the legend takes."""
    metrics = QFontMetricsF(plot_font(12 * unit, 400, ink))
    return sum(metrics.horizontalAdvance(name) + (_SWATCH + 23) * unit for _, name in legend_of(plot))


def draw_plot(
    painter: QPainter, rect: QRectF, plot: Plot, ink: Ink, unit: float = 1.0, *, heading: bool = False
) -> PlotLayout:
    """Draws a plot and returns where everything lies.

    Args:
        painter: on any device.
        rect: the room for it.
        plot: what it shows.
        ink: colours of the theme, or of paper.
        unit: what one pixel of the screen is on the device: 1, or about 2.2 in tenths of a millimetre.
        heading: whether the title is drawn above; on screen it stands in the card's header.
    """
    place = layout_plot(rect, plot, ink, unit, heading=heading)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if heading:
        box = QRectF(rect.left(), rect.top(), rect.width(), 20 * unit)
        _text(painter, box, plot.title, plot_font(13 * unit, 600, ink), ink.color("text"), "left")
    _draw_axes(painter, place, plot, ink, unit)
    for series, boxes in zip(plot.bars, place.bars, strict=True):
        for index, bar in enumerate(boxes):
            if bar is not None and bar.height() > 0:
                _draw_bar(painter, bar, series, index, ink, unit)
    for series in plot.lines:
        _draw_line(painter, place, plot, series, ink, unit)
    for rule in plot.rules:
        _draw_rule(painter, place, plot, rule.value, rule.name, ink, unit)
    for fence in plot.fences:
        _draw_fence(painter, place, fence.after, fence.name, ink, unit)
    _draw_values(painter, place, plot, ink, unit)
    if heading:
        draw_legend(painter, rect.right(), rect.top() + _HEADING * unit, plot, ink, unit)
    painter.restore()
    return place


def _draw_axes(painter: QPainter, place: PlotLayout, plot: Plot, ink: Ink, unit: float) -> None:
    field = place.field
    small, axis = plot_font(12 * unit, 400, ink), ink.color("control")
    every = 1 if field.height() / len(plot.ticks) >= 17 * unit else 2
    for number, value in enumerate(plot.ticks):
        if number % every:
            continue
        y = place.y(value, plot)
        if value:
            painter.setPen(QPen(ink.color("line"), unit))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
        painter.setPen(QPen(axis, unit))
        painter.drawLine(QPointF(field.left() - 4 * unit, y), QPointF(field.left(), y))
        box = QRectF(field.left() - 90 * unit, y - 9 * unit, 82 * unit, 18 * unit)
        _text(painter, box, _tick(value, plot), small, ink.color("text2"), "right")
    painter.setPen(QPen(axis, unit))
    painter.drawLine(field.topLeft(), field.bottomLeft())
    painter.drawLine(field.bottomLeft(), field.bottomRight())
    for index, (column, name) in enumerate(zip(place.columns, plot.categories, strict=True)):
        if index % plot.label_every:
            continue
        box = QRectF(column.center().x() - 60 * unit, field.bottom() + 3 * unit, 120 * unit, 18 * unit)
        _text(painter, box, name, small, ink.color("text2"), "center")
    if plot.x_title:
        box = QRectF(field.left(), field.bottom() + (_LABELS + 3) * unit, field.width(), 18 * unit)
        _text(painter, box, plot.x_title, plot_font(12 * unit, 500, ink), ink.color("text3"), "center")


def _draw_bar(painter: QPainter, box: QRectF, series: Series, index: int, ink: Ink, unit: float) -> None:
    value = series.values[index] or 0.0
    share = min(1.0, series.part(index) / value) if value else 0.0
    part = QRectF(box.left(), box.top(), box.width(), box.height() * share)
    rest = QRectF(box.left(), part.bottom(), box.width(), box.height() - part.height())
    if rest.height() > 0.01 and share < 0.999:
        _fill(painter, rest, series.look, ink, unit)
    if share > 0:
        _fill(painter, part, "hatched" if series.look == "solid" else series.look, ink, unit)


def _fill(painter: QPainter, box: QRectF, look: str, ink: Ink, unit: float) -> None:
    accent = ink.color("accent")
    if look == "solid":
        painter.fillRect(box, accent)
        return
    wide = 1.2 * unit
    painter.save()
    if look == "hatched":
        painter.setClipRect(box)
        painter.setPen(QPen(accent, wide))
        x, step = box.left() - box.height(), 5 * unit
        while x < box.right():
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
            x += step
        painter.setClipping(False)
    painter.setPen(QPen(accent, wide))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = min(wide / 2, box.height() / 2)
    painter.drawRect(box.adjusted(wide / 2, half, -wide / 2, -half))
    painter.restore()


def _draw_line(painter: QPainter, place: PlotLayout, plot: Plot, series: Series, ink: Ink, unit: float) -> None:
    points = [
        QPointF(column.center().x(), place.y(value, plot))
        for column, value in zip(place.columns, series.values, strict=True)
        if value is not None
    ]
    pen = QPen(ink.color("accent" if series.look == "solid" else "control"), 1.5 * unit)
    if series.look != "solid":
        pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF(points))
    pen.setStyle(Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.setBrush(ink.color("accent" if series.look == "solid" else "surface"))
    for point in points:
        painter.drawEllipse(point, _POINT * unit, _POINT * unit)


def _draw_rule(
    painter: QPainter, place: PlotLayout, plot: Plot, value: float, name: str, ink: Ink, unit: float
) -> None:
    y = place.y(value, plot)
    pen = QPen(ink.color("text2"), unit)
    pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.drawLine(QPointF(place.field.left(), y), QPointF(place.field.right(), y))
    small = plot_font(12 * unit, 400, ink)
    width = QFontMetricsF(small).horizontalAdvance(name)
    # A box of the ground keeps hairlines out of the words.
    box = QRectF(place.field.right() - width - 6 * unit, y - 18 * unit, width + 4 * unit, 16 * unit)
    painter.fillRect(box, ink.color("surface"))
    _text(painter, box, name, small, ink.color("text2"), "center")


def _draw_fence(painter: QPainter, place: PlotLayout, after: int, name: str, ink: Ink, unit: float) -> None:
    x = place.columns[after].right()
    pen = QPen(ink.color("text2"), unit)
    pen.setDashPattern([3, 2])
    painter.setPen(pen)
    top = place.field.top() - 12 * unit
    painter.drawLine(QPointF(x, top), QPointF(x, place.field.bottom()))
    small = plot_font(12 * unit, 500, ink)
    width = QFontMetricsF(small).horizontalAdvance(name) + 2 * unit
    is_left = x + 6 * unit + width > place.field.right()
    left = x - 6 * unit - width if is_left else x + 6 * unit
    _text(painter, QRectF(left, top - 4 * unit, width, 18 * unit), name, small, ink.color("text2"), "left")


def _draw_values(painter: QPainter, place: PlotLayout, plot: Plot, ink: Ink, unit: float) -> None:
    """Values on the bars, as many as there is room for: of all series, of the first, or none."""
    strong = plot_font(12 * unit, 500, ink)
    metrics = QFontMetricsF(strong)
    shown = [plot.say_value(value) for one in plot.bars for value in one.values if value is not None]
    widths = [metrics.horizontalAdvance(one) for one in shown] or [0.0]
    each = min((box.width() for boxes in place.bars for box in boxes if box is not None), default=0.0)
    writes_all = each >= max(widths) - unit
    stands_on_its_bar = each >= min(widths) - 3 * unit
    if not plot.bars or (not writes_all and place.columns[0].width() < max(widths) + 2 * unit):
        return
    for number, (series, boxes) in enumerate(zip(plot.bars, place.bars, strict=True)):
        for index, box in enumerate(boxes):
            value = series.values[index]
            if box is None or value is None or (number and not writes_all):
                continue
            top = box.top() if stands_on_its_bar else _highest(place.bars, index)
            center = box.center().x() if stands_on_its_bar else place.columns[index].center().x()
            room = QRectF(center - 40 * unit, top - 18 * unit, 80 * unit, 17 * unit)
            color = ink.color("text" if number == 0 else "text3")
            _text(painter, room, plot.say_value(value), strong, color, "center")


def _highest(bars: Sequence[Sequence[QRectF | None]], index: int) -> float:
    return min(boxes[index].top() for boxes in bars if boxes[index] is not None)  # type: ignore[union-attr]


def draw_legend(painter: QPainter, right: float, top: float, plot: Plot, ink: Ink, unit: float = 1.0) -> None:
    """Draws the legend leftwards from its right end, 18 units high."""
    small = plot_font(12 * unit, 400, ink)
    metrics = QFontMetricsF(small)
    for look, name in reversed(legend_of(plot)):
        width = metrics.horizontalAdvance(name) + unit
        _text(painter, QRectF(right - width, top, width, 18 * unit), name, small, ink.color("text2"), "left")
        swatch = QRectF(right - width - (_SWATCH + 6) * unit, top + 3.5 * unit, _SWATCH * unit, _SWATCH * unit)
        if plot.lines:
            _draw_swatch_line(painter, swatch, look, ink, unit)
        else:
            _fill(painter, swatch, look, ink, unit)
        right = swatch.left() - 16 * unit


def _draw_swatch_line(painter: QPainter, swatch: QRectF, look: str, ink: Ink, unit: float) -> None:
    token = "accent" if look == "solid" else "control"
    painter.setPen(QPen(ink.color(token), 1.5 * unit))
    painter.setBrush(ink.color("accent" if look == "solid" else "surface"))
    painter.drawEllipse(swatch.center(), _POINT * unit, _POINT * unit)


def _tick(value: float, plot: Plot) -> str:
    return f"{value:.{plot.decimals}f}"


def _text(painter: QPainter, box: QRectF, text: str, text_font: QFont, color: QColor, side: str) -> None:
    """One line at its place. On a base line of its own: aligned boxes are not scaled alike on all devices."""
    metrics = QFontMetricsF(text_font)
    width = metrics.horizontalAdvance(text)
    left = {"left": box.left(), "right": box.right() - width}.get(side, box.center().x() - width / 2)
    painter.setFont(text_font)
    painter.setPen(color)
    painter.drawText(QPointF(left, box.center().y() + metrics.capHeight() / 2), text)
