"""Spider: the change of each subject's target sum over time, its end lettered by best response (EFF-3)."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from domain.protocol.model import Part
from domain.response.plots import SpiderLine, derive_spider
from domain.response.terms import Response, ResponseBy
from domain.study import Study
from ui.plots.chart import (
    DAYS_A_WEEK,
    Spot,
    dashed,
    draw_nobody,
    draw_plus,
    fit_end,
    letters_of,
    response_fill,
    say_change,
    short_id,
    text_width,
    week_step,
    write,
)
from ui.plots.waterfall_plot import GROWTH, SHRINKAGE
from ui.text import term, tr
from ui.theme import Ink
from ui.widgets.paint import ALIGN_LEFT, ALIGN_RIGHT

_LEFT, _TOP, _BELOW, _RIGHT = 42.0, 8.0, 22.0, 62.0
_APART, _LEAST_APART = 13.0, 10.0
_POINT = 4.0


@dataclass(frozen=True)
class SpiderChart:
    """The lines of the subjects who have a baseline sum."""

    title: str
    lines: tuple[SpiderLine, ...]

    @property
    def least_height(self) -> float:
        return max(150.0, len(self.lines) * _LEAST_APART + _TOP + _BELOW)

    @property
    def days(self) -> tuple[int, int]:
        """First and last day of the axis."""
        days = [point.day for line in self.lines for point in line.points]
        return min([0, *days]), max([42, *days])

    @property
    def ends(self) -> tuple[float, float]:
        """Lower and upper end of the axis, as fractions."""
        changes = [point.change for line in self.lines for point in line.points]
        low, high = min([-0.5, *changes]), max([0.4, *changes])
        return max(-1.0, 0.25 * math.floor(low / 0.25 + 1e-9)), 0.2 * math.ceil(high / 0.2 - 1e-9)

    def spots(self, rect: QRectF, ink: Ink, unit: float = 1.0) -> tuple[Spot, ...]:
        found = []
        for line in self.lines:
            said = f"{line.subject_id}, {term(line.best)}"
            for point in line.points:
                center = self._place(point.day, point.change, rect, unit)
                week = round(point.day / DAYS_A_WEEK, 1)
                words = tr("{subject}, week {week}: {change} %").format(
                    subject=said, week=f"{week:g}", change=say_change(point.change)
                )
                parts = [words, term(point.response) if point.response else tr("baseline")]
                if point.has_new:
                    parts.append(tr("new lesion"))
                box = QRectF(0, 0, 16 * unit, 16 * unit)
                box.moveCenter(center)
                found.append(Spot(box, line.subject_id, ", ".join(parts)))
        return tuple(found)

    def draw(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float = 1.0, chosen: str = "") -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axes(painter, rect, ink, unit)
        for line in sorted(self.lines, key=lambda one: one.subject_id == chosen):
            self._draw_line(painter, rect, line, ink, unit, is_chosen=line.subject_id == chosen and not ink.is_paper)
        self._draw_names(painter, rect, ink, unit, chosen)
        if not self.lines:
            draw_nobody(painter, self._field(rect, unit), ink, unit)
        painter.restore()

    @staticmethod
    def _field(rect: QRectF, unit: float) -> QRectF:
        return rect.adjusted(_LEFT * unit, _TOP * unit, -_RIGHT * unit, -_BELOW * unit)

    def _place(self, day: int, change: float, rect: QRectF, unit: float) -> QPointF:
        field, (first, last), (low, high) = self._field(rect, unit), self.days, self.ends
        x = field.left() + (day - first) / (last - first) * field.width()
        return QPointF(x, field.bottom() - (change - low) / (high - low) * field.height())

    def _draw_axes(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float) -> None:
        field, (low, high), last = self._field(rect, unit), self.ends, self.days[1]
        limits = (GROWTH, SHRINKAGE)
        for value in sorted({low, SHRINKAGE, 0.0, GROWTH, high}):
            y = self._place(0, value, rect, unit).y()
            if value in limits:
                painter.setPen(dashed(ink.color("text2"), unit))
            else:
                painter.setPen(QPen(ink.color("line" if value else "text2"), unit))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            is_near = any(abs(self._place(0, one, rect, unit).y() - y) < 13 * unit for one in limits)
            if value in limits or not value or not is_near:
                box = QRectF(field.left() - (_LEFT + 2) * unit, y - 9 * unit, (_LEFT - 6) * unit, 18 * unit)
                write(painter, box, say_change(value), ink, unit=unit, align=ALIGN_RIGHT)
        step = week_step(last, field.width(), 44 * unit)
        for week in range(0, last // DAYS_A_WEEK + 1, step):
            x = self._place(week * DAYS_A_WEEK, 0.0, rect, unit).x()
            painter.setPen(QPen(ink.color("control"), unit))
            painter.drawLine(QPointF(x, field.bottom()), QPointF(x, field.bottom() + 4 * unit))
            write(
                painter,
                QRectF(x - 20 * unit, field.bottom() + 4 * unit, 40 * unit, 16 * unit),
                str(week),
                ink,
                unit=unit,
            )
        box = QRectF(rect.left(), field.bottom() + 4 * unit, _LEFT * unit, 16 * unit)
        write(painter, box, tr("weeks"), ink, unit=unit, align=ALIGN_LEFT, token="text3")

    def _draw_line(
        self, painter: QPainter, rect: QRectF, line: SpiderLine, ink: Ink, unit: float, *, is_chosen: bool
    ) -> None:
        places = [self._place(point.day, point.change, rect, unit) for point in line.points]
        painter.setPen(QPen(ink.color("accent" if is_chosen else "control"), (2.0 if is_chosen else 1.2) * unit))
        painter.drawPolyline(QPolygonF(places))
        for point, center in zip(line.points[1:], places[1:], strict=True):
            fill, edge, _text = response_fill(point.response or Response.SD, ink)
            painter.setPen(QPen(edge, 1.2 * unit))
            if fill is not None:
                painter.setBrush(fill)
            box = QRectF(0, 0, 2 * _POINT * unit, 2 * _POINT * unit)
            box.moveCenter(center)
            # A square is progression, a disc everything else: to be told apart without colour.
            painter.drawRect(box) if point.response is Response.PD else painter.drawEllipse(box)
            if point.has_new:
                draw_plus(painter, center + QPointF(0, -11 * unit), ink.color("text"), unit * 0.7)

    def _draw_names(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float, chosen: str) -> None:
        """Ids at the right end, so far apart that each can be read, with a dotted leader where they had to move."""
        field = self._field(rect, unit)
        ends = [(self._place(line.points[-1].day, line.points[-1].change, rect, unit), line) for line in self.lines]
        ends.sort(key=lambda end: end[0].y())
        apart = min(_APART * unit, field.height() / max(1, len(ends)))
        heights = [end[0].y() for end in ends]
        for at in range(1, len(heights)):
            heights[at] = max(heights[at], heights[at - 1] + apart)
        over = max(0.0, heights[-1] - field.bottom() + 2 * unit) if heights else 0.0
        for at in reversed(range(len(heights))):
            limit = heights[at + 1] - apart if at + 1 < len(heights) else heights[at] - over
            heights[at] = min(heights[at], limit)
        size = max(6.0, min(12.0, apart / unit))
        for (place, line), y in zip(ends, heights, strict=True):
            is_chosen = line.subject_id == chosen and not ink.is_paper
            pen = QPen(ink.color("edge"), unit)
            pen.setDashPattern([1, 3])
            painter.setPen(pen)
            painter.drawLine(place + QPointF(6 * unit, 0), QPointF(field.right() + 6 * unit, y))
            box = QRectF(field.right() + 8 * unit, y - 8 * unit, _RIGHT * unit - 8 * unit, 16 * unit)
            weight, token = (600, "text") if is_chosen else (400, "text2")
            letters = letters_of(line.best)
            room = box.width() - text_width(f" {letters}", size * unit, weight, ink)
            text = f"{fit_end(short_id(line.subject_id), room, size * unit, weight, ink)} {letters}"
            write(painter, box, text, ink, unit=unit, size=size, weight=weight, token=token, align=ALIGN_LEFT)


def spider_of(study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED) -> SpiderChart:
    """The spider of the treated subjects of a part."""
    return SpiderChart(tr("Change in target sum over time, %"), derive_spider(study, part, by))
