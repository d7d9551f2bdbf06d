"""The terminal phase of one profile: the fitted line, the points in it, and those that a person left out (PK-2)."""

import math
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from domain.exposure.of_study import Exposure
from domain.records import PkSample
from ui.plots.axis import Axis, hours_axis, log_axis, say_tick
from ui.plots.chart import Spot, text_width, write
from ui.plots.profile_plot import say_point
from ui.text import tr
from ui.theme import Ink
from ui.widgets.paint import ALIGN_LEFT, ALIGN_RIGHT

_LEFT, _TOP, _BELOW, _RIGHT = 40.0, 10.0, 22.0, 12.0
_DISC = 4.5


class Use(StrEnum):
    """What a point is to the slope."""

    IN_FIT = "in the fit"
    FREE = "not in the fit"
    OUT = "left out"


@dataclass(frozen=True)
class TerminalPoint:
    """A measured value of the profile."""

    sample_id: str
    hours: float
    value: float
    use: Use
    words: str


@dataclass(frozen=True)
class Fit:
    """The line ln C = intercept − λz t between two times."""

    lambda_z: float
    intercept: float
    lower: float
    upper: float

    def at(self, hours: float) -> float:
        """The concentration on the line."""
        return math.exp(self.intercept - self.lambda_z * hours)


@dataclass(frozen=True)
class TerminalChart:
    """A profile on a logarithmic axis with its fit; the spots stand for samples."""

    title: str
    points: tuple[TerminalPoint, ...]
    fit: Fit | None
    x: Axis
    y: Axis

    @property
    def least_height(self) -> float:
        return 130.0

    def spots(self, rect: QRectF, ink: Ink, unit: float = 1.0) -> tuple[Spot, ...]:
        found = []
        for point in self.points:
            box = QRectF(0, 0, 18 * unit, 18 * unit)
            box.moveCenter(self._at(point.hours, point.value, rect, unit))
            found.append(Spot(box, point.sample_id, f"{point.words}, {tr(point.use.value)}"))
        return tuple(found)

    def draw(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float = 1.0, chosen: str = "") -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axes(painter, rect, ink, unit)
        joined = [self._at(point.hours, point.value, rect, unit) for point in self.points]
        painter.setPen(QPen(ink.color("control"), unit))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(joined))
        if self.fit is not None:
            self._draw_fit(painter, self.fit, rect, ink, unit)
        for point, place in zip(self.points, joined, strict=True):
            self._draw_point(painter, point, place, ink, unit, is_chosen=point.sample_id == chosen)
        painter.restore()

    def _field(self, rect: QRectF, unit: float) -> QRectF:
        return rect.adjusted(_LEFT * unit, _TOP * unit, -_RIGHT * unit, -_BELOW * unit)

    def _at(self, hours: float, value: float, rect: QRectF, unit: float) -> QPointF:
        field = self._field(rect, unit)
        return QPointF(
            field.left() + self.x.share(hours) * field.width(), field.bottom() - self.y.share(value) * field.height()
        )

    def _draw_axes(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float) -> None:
        field = self._field(rect, unit)
        for value in self.y.ticks:
            y = self._at(0.0, value, rect, unit).y()
            painter.setPen(QPen(ink.color("line"), unit))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            box = QRectF(field.left() - _LEFT * unit, y - 9 * unit, (_LEFT - 8) * unit, 18 * unit)
            write(painter, box, say_tick(value), ink, unit=unit, align=ALIGN_RIGHT)
        painter.setPen(QPen(ink.color("control"), unit))
        painter.drawLine(field.topLeft(), field.bottomLeft())
        painter.drawLine(field.bottomLeft(), field.bottomRight())
        for value in self.x.ticks:
            x = self._at(value, self.y.low, rect, unit).x()
            painter.drawLine(QPointF(x, field.bottom()), QPointF(x, field.bottom() + 4 * unit))
            box = QRectF(x - 24 * unit, field.bottom() + 5 * unit, 48 * unit, 16 * unit)
            write(painter, box, say_tick(value), ink, unit=unit)
            painter.setPen(QPen(ink.color("control"), unit))

    def _draw_fit(self, painter: QPainter, fit: Fit, rect: QRectF, ink: Ink, unit: float) -> None:
        field = self._field(rect, unit)
        painter.save()
        painter.setClipRect(field)
        accent = ink.color("accent")
        start, first, last = (
            self._at(hours, max(fit.at(hours), 1e-300), rect, unit) for hours in (0.0, fit.lower, fit.upper)
        )
        pen = QPen(accent, 1.2 * unit)
        pen.setDashPattern([1, 3])
        painter.setPen(pen)
        painter.drawLine(start, first)
        painter.setPen(QPen(accent, 2 * unit))
        painter.drawLine(first, last)
        painter.restore()
        middle = self._at((fit.lower + fit.upper) / 2, fit.at((fit.lower + fit.upper) / 2), rect, unit)
        text = tr("λz fit")
        width = text_width(text, 12 * unit, 500, ink) + 2 * unit
        box = QRectF(middle.x() + 4 * unit, middle.y() - 26 * unit, width, 16 * unit)
        if box.right() < field.right() and box.top() > field.top() - 4 * unit:
            write(painter, box, text, ink, unit=unit, weight=500, token="accent", align=ALIGN_LEFT)

    def _draw_point(
        self, painter: QPainter, point: TerminalPoint, place: QPointF, ink: Ink, unit: float, *, is_chosen: bool
    ) -> None:
        radius = _DISC * unit
        if point.use is Use.IN_FIT:
            painter.setPen(QPen(ink.color("accent"), 1.2 * unit))
            painter.setBrush(ink.color("accent"))
        else:
            painter.setPen(QPen(ink.color("text2"), 1.3 * unit))
            painter.setBrush(ink.color("surface"))
        painter.drawEllipse(place, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if point.use is Use.OUT:
            painter.setPen(QPen(ink.color("warnline"), 1.8 * unit))
            painter.drawEllipse(place, radius + 3.5 * unit, radius + 3.5 * unit)
            text = tr(Use.OUT.value)
            width = text_width(text, 12 * unit, 500, ink) + 2 * unit
            box = QRectF(place.x() - width - 12 * unit, place.y() - 4 * unit, width, 16 * unit)
            write(painter, box, text, ink, unit=unit, weight=500, token="warnline", align=ALIGN_RIGHT, is_lifted=True)
        if is_chosen and not ink.is_paper:
            painter.setPen(QPen(ink.color("text"), 1.5 * unit))
            painter.drawEllipse(place, radius + 3 * unit, radius + 3 * unit)


def terminal_chart(one: Exposure) -> TerminalChart | None:
    """The terminal phase of a profile; None where it has no measured value at a known time."""
    used = {sample.sample_id for sample in samples_in_fit(one)}
    points = tuple(
        TerminalPoint(
            point.sample.sample_id,
            point.hours,
            point.value,
            Use.OUT
            if point.is_off_slope or point.is_left_out
            else Use.IN_FIT
            if point.sample.sample_id in used
            else Use.FREE,
            say_point(point),
        )
        for point in one.made.points
        if point.hours is not None and point.hours >= 0 and point.value is not None and point.value > 0
    )
    if not points:
        return None
    return TerminalChart(
        one.subject_id,
        points,
        _fit_of(one),
        hours_axis(max(point.hours for point in points), ticks=5),
        log_axis([point.value for point in points], is_dense=True),
    )


def samples_in_fit(one: Exposure) -> tuple[PkSample, ...]:
    """The samples that the terminal slope goes through, in order of time."""
    if one.results is None:
        return ()
    times = {hours for hours, _ in one.results.used_points(one.place)}
    return tuple(point.sample for point in one.made.points if point.is_reported and point.hours in times)


def _fit_of(one: Exposure) -> Fit | None:
    if one.results is None:
        return None
    fit = one.results.fit
    slope = float(fit.lambda_z[one.place])
    if math.isnan(slope):
        return None
    return Fit(slope, float(fit.intercept[one.place]), float(fit.lower[one.place]), float(fit.upper[one.place]))
