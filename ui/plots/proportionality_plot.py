"""Exposure against dose with the power model, and its slope against Smith's bounds (PK-3)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from domain.pk.proportionality import PowerModel
from domain.reasons import Reason
from ui.plots.axis import Axis, log_axis, say_tick
from ui.plots.chart import Spot, dashed, text_width, write
from ui.text import tr
from ui.theme import Ink
from ui.widgets.paint import ALIGN_LEFT, ALIGN_RIGHT

_LEFT, _TOP, _BELOW, _RIGHT = 46.0, 28.0, 22.0, 10.0
_STRIP, _BAND = 58.0, 24.0
_DISC, _APART = 4.5, 7.0


@dataclass(frozen=True)
class DosePoint:
    """The exposure of one subject; hollow where too much of it is extrapolated."""

    subject_id: str
    dose: float
    value: float
    is_hollow: bool = False


@dataclass(frozen=True)
class ProportionalityChart:
    """Points side by side at their doses, the power line, and below them the strip of the slope.

    Attributes:
        axis_title: what is drawn against what, with units.
        figures: the slope and its interval in words.
        hollow_words: what a hollow point means.
    """

    title: str
    axis_title: str
    points: tuple[DosePoint, ...]
    model: PowerModel | Reason
    x: Axis
    y: Axis
    figures: str = ""
    hollow_words: str = ""

    @property
    def least_height(self) -> float:
        return 170.0

    def spots(self, rect: QRectF, ink: Ink, unit: float = 1.0) -> tuple[Spot, ...]:
        found = []
        for point, place in self._placed(rect, unit):
            box = QRectF(0, 0, 14 * unit, 14 * unit)
            box.moveCenter(place)
            words = tr("{subject}, dose {dose}: {value}").format(
                subject=point.subject_id, dose=f"{point.dose:.4g}", value=f"{point.value:.3g}"
            )
            found.append(Spot(box, point.subject_id, words))
        return tuple(found)

    def draw(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float = 1.0, chosen: str = "") -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = self._field(rect, unit)
        title = QRectF(rect.left(), rect.top(), rect.width(), 16 * unit)
        write(painter, title, self.axis_title, ink, unit=unit, align=ALIGN_LEFT)
        self._draw_axes(painter, field, ink, unit)
        accent = ink.color("accent")
        if isinstance(self.model, PowerModel):
            doses = [point.dose for point in self.points]
            ends = [self._at(dose, self.model.predict(dose), field) for dose in (min(doses) * 0.93, max(doses) * 1.07)]
            painter.save()
            painter.setClipRect(field)
            painter.setPen(QPen(accent, 2 * unit))
            painter.drawLine(*ends)
            painter.restore()
        for point, place in self._placed(rect, unit):
            painter.setPen(QPen(accent, 1.5 * unit))
            painter.setBrush(ink.color("surface") if point.is_hollow else accent)
            painter.drawEllipse(place, _DISC * unit, _DISC * unit)
            if point.subject_id == chosen and not ink.is_paper:
                painter.setPen(QPen(ink.color("text"), 1.5 * unit))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(place, (_DISC + 3) * unit, (_DISC + 3) * unit)
        if self.hollow_words and any(point.is_hollow for point in self.points):
            self._draw_key(painter, field, ink, unit)
        if isinstance(self.model, PowerModel):
            strip = QRectF(rect.left(), rect.bottom() - _STRIP * unit, rect.width(), _STRIP * unit)
            draw_slope(painter, strip, self.model, self.figures, ink, unit)
        painter.restore()

    def _field(self, rect: QRectF, unit: float) -> QRectF:
        strip = _STRIP + 12 if isinstance(self.model, PowerModel) else 0.0
        return rect.adjusted(_LEFT * unit, _TOP * unit, -_RIGHT * unit, -(_BELOW + strip) * unit)

    def _at(self, dose: float, value: float, field: QRectF) -> QPointF:
        return QPointF(
            field.left() + self.x.share(dose) * field.width(), field.bottom() - self.y.share(value) * field.height()
        )

    def _placed(self, rect: QRectF, unit: float) -> list[tuple[DosePoint, QPointF]]:
        """The points where they are drawn: those of one dose side by side, so that none hides another."""
        field = self._field(rect, unit)
        places: dict[int, list[DosePoint]] = {}
        for point in self.points:
            places.setdefault(round(math.log(point.dose) * 10), []).append(point)
        placed = []
        for group in places.values():
            apart = min(_APART, 42.0 / max(1, len(group))) * unit
            for number, point in enumerate(group):
                shift = (number - (len(group) - 1) / 2) * apart
                placed.append((point, self._at(point.dose, point.value, field) + QPointF(shift, 0)))
        return placed

    def _draw_axes(self, painter: QPainter, field: QRectF, ink: Ink, unit: float) -> None:
        for value in self.y.ticks:
            y = self._at(self.x.low, value, field).y()
            painter.setPen(QPen(ink.color("line"), unit))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            box = QRectF(field.left() - _LEFT * unit, y - 9 * unit, (_LEFT - 8) * unit, 18 * unit)
            write(painter, box, say_tick(value), ink, unit=unit, align=ALIGN_RIGHT)
        painter.setPen(QPen(ink.color("control"), unit))
        painter.drawLine(field.topLeft(), field.bottomLeft())
        painter.drawLine(field.bottomLeft(), field.bottomRight())
        free = field.left() - 30 * unit
        for value in self.x.ticks:
            x = self._at(value, self.y.low, field).x()
            painter.setPen(QPen(ink.color("control"), unit))
            painter.drawLine(QPointF(x, field.bottom()), QPointF(x, field.bottom() + 4 * unit))
            width = text_width(say_tick(value), 12 * unit, 400, ink)
            if x - width / 2 > free:
                box = QRectF(x - 24 * unit, field.bottom() + 4 * unit, 48 * unit, 16 * unit)
                write(painter, box, say_tick(value), ink, unit=unit)
                free = x + width / 2 + 6 * unit

    def _draw_key(self, painter: QPainter, field: QRectF, ink: Ink, unit: float) -> None:
        width = text_width(self.hollow_words, 12 * unit, 400, ink) + 2 * unit
        box = QRectF(field.right() - width, field.bottom() - 20 * unit, width, 16 * unit)
        painter.fillRect(box.adjusted(-16 * unit, 0, 0, 0), ink.color("surface"))
        write(painter, box, self.hollow_words, ink, unit=unit, align=ALIGN_LEFT)
        painter.setPen(QPen(ink.color("accent"), 1.5 * unit))
        painter.setBrush(ink.color("surface"))
        painter.drawEllipse(QPointF(box.left() - 8 * unit, box.center().y()), 4 * unit, 4 * unit)


def draw_slope(painter: QPainter, rect: QRectF, model: PowerModel, figures: str, ink: Ink, unit: float) -> None:
    """Draw the strip: the bounds as a soft field, 1 dashed, the interval as a bar with ends, the slope as a disc."""
    write(
        painter, QRectF(rect.left(), rect.top(), rect.width(), 16 * unit), tr("Slope"), ink, unit=unit, align=ALIGN_LEFT
    )
    write(
        painter, QRectF(rect.left(), rect.top(), rect.width(), 16 * unit), figures, ink,
        unit=unit, weight=600, token="text", align=ALIGN_RIGHT,
    )  # fmt: skip
    low, high = min(model.bounds[0], model.low), max(model.bounds[1], model.high)
    margin = (high - low) * 0.08 or 0.1
    low, high = low - margin, high + margin
    top, bottom = rect.top() + 20 * unit, rect.top() + (20 + _BAND) * unit

    def x_of(value: float) -> float:
        return rect.left() + (value - low) / (high - low) * rect.width()

    left, right = x_of(model.bounds[0]), x_of(model.bounds[1])
    painter.fillRect(QRectF(left, top, right - left, bottom - top), ink.color("soft"))
    painter.setPen(QPen(ink.color("control"), unit))
    for x in (left, right):
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    one = x_of(1.0)
    painter.setPen(dashed(ink.color("text2"), unit))
    painter.drawLine(QPointF(one, top), QPointF(one, bottom))
    middle = (top + bottom) / 2
    painter.setPen(QPen(ink.color("accent"), 2 * unit))
    painter.drawLine(QPointF(x_of(model.low), middle), QPointF(x_of(model.high), middle))
    for value in (model.low, model.high):
        painter.drawLine(QPointF(x_of(value), middle - 6 * unit), QPointF(x_of(value), middle + 6 * unit))
    painter.setBrush(ink.color("accent"))
    painter.drawEllipse(QPointF(x_of(model.slope), middle), 4 * unit, 4 * unit)
    labels = [(left, f"{model.bounds[0]:.2f}"), (right, f"{model.bounds[1]:.2f}")]
    if min(one - left, right - one) > 40 * unit:
        labels.append((one, "1"))
    for x, text in labels:
        write(painter, QRectF(x - 24 * unit, bottom, 48 * unit, 15 * unit), text, ink, unit=unit)


def proportionality_chart(
    title: str, axis_title: str, points: Sequence[DosePoint], model: PowerModel | Reason, *, hollow_words: str = ""
) -> ProportionalityChart | None:
    """Exposure against dose; None without values above 0."""
    shown = tuple(point for point in points if point.value > 0 and point.dose > 0)
    if not shown:
        return None
    doses = [point.dose for point in shown]
    low, high = min(doses) / 1.35, max(doses) * 1.35
    ticks = tuple(sorted({float(f"{dose:.3g}") for dose in doses}))
    values = [point.value for point in shown]
    figures = ""
    if isinstance(model, PowerModel):
        figures = tr("{slope}  ({level} % CI {low} to {high})").format(
            slope=f"{model.slope:.2f}", level=round(100 * model.level), low=f"{model.low:.2f}", high=f"{model.high:.2f}"
        )
    return ProportionalityChart(
        title, axis_title, shown, model, Axis(low, high, ticks, is_log=True), log_axis(values, is_dense=True), figures,
        hollow_words,
    )  # fmt: skip
