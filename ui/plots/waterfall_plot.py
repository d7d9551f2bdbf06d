"""Waterfall: the best change of each subject, worst at the left, filled and lettered by best response (EFF-3)."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from domain.protocol.model import Part
from domain.response.of_study import StudyResponse, derive_response
from domain.response.plots import derive_waterfall
from domain.response.terms import RESPONDING, Response
from domain.study import Study
from ui.plots.chart import (
    Spot,
    dashed,
    draw_plus,
    letters_of,
    response_fill,
    say_change,
    short_id,
    text_width,
    write,
)
from ui.text import term, tr
from ui.theme import Ink
from ui.widgets.paint import ALIGN_LEFT, ALIGN_RIGHT

GROWTH, SHRINKAGE = 0.2, -0.3
_NARROW = 28.0
_LEFT, _TOP, _BELOW = 42.0, 20.0, 36.0


@dataclass(frozen=True)
class Bar:
    """A bar.

    Attributes:
        change: best change against baseline, a fraction.
        response: best response, confirmed; the unconfirmed one while ``is_open``.
        is_open: a response that the next scan may confirm.
        has_new: a new lesion was seen.
    """

    subject_id: str
    level: int | None
    change: float
    response: Response
    is_open: bool
    has_new: bool

    @property
    def words(self) -> str:
        """The bar in words."""
        parts = [self.subject_id]
        if self.level is not None:
            parts.append(tr("level {number}").format(number=self.level))
        parts.append(tr("best change {change} %").format(change=say_change(self.change)))
        said = term(self.response)
        parts.append(tr("{response}, not yet confirmed").format(response=said) if self.is_open else said)
        if self.has_new:
            parts.append(tr("new lesion"))
        return ", ".join(parts)


@dataclass(frozen=True)
class WaterfallChart:
    """The bars, and how many subjects have none."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def least_height(self) -> float:
        return 150.0

    @property
    def ends(self) -> tuple[float, float]:
        """Lower and upper end of the axis, as fractions."""
        changes = [bar.change for bar in self.bars]
        low, high = min([-0.5, *changes]), max([0.4, *changes])
        return max(-1.0, 0.25 * math.floor(low / 0.25 + 1e-9)), 0.2 * math.ceil(high / 0.2 - 1e-9)

    def spots(self, rect: QRectF, ink: Ink, unit: float = 1.0) -> tuple[Spot, ...]:
        field = self._field(rect, unit)
        pitch = field.width() / max(1, len(self.bars))
        return tuple(
            Spot(QRectF(field.left() + at * pitch, rect.top(), pitch, rect.height()), bar.subject_id, bar.words)
            for at, bar in enumerate(self.bars)
        )

    def draw(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float = 1.0, chosen: str = "") -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = self._field(rect, unit)
        for spot, bar in zip(self.spots(rect, ink, unit), self.bars, strict=True):
            if bar.subject_id == chosen and not ink.is_paper:
                painter.fillRect(spot.rect.adjusted(1, 4, -1, 0), ink.color("soft"))
        self._draw_axis(painter, field, ink, unit)
        pitch = field.width() / max(1, len(self.bars))
        for at, bar in enumerate(self.bars):
            self._draw_bar(painter, field, field.left() + (at + 0.5) * pitch, pitch, bar, ink, unit)
        zero = self._y(0.0, field)
        painter.setPen(QPen(ink.color("text2"), 1.2 * unit))
        painter.drawLine(QPointF(field.left(), zero), QPointF(field.right(), zero))
        self._draw_names(painter, rect, field, pitch, ink, unit, chosen)
        self._draw_key(painter, field, ink, unit)
        painter.restore()

    @staticmethod
    def _field(rect: QRectF, unit: float) -> QRectF:
        return rect.adjusted(_LEFT * unit, _TOP * unit, -2 * unit, -_BELOW * unit)

    def _y(self, change: float, field: QRectF) -> float:
        low, high = self.ends
        return field.bottom() - (min(change, high) - low) / (high - low) * field.height()

    def _draw_axis(self, painter: QPainter, field: QRectF, ink: Ink, unit: float) -> None:
        low, high = self.ends
        ticks = {low, SHRINKAGE, 0.0, GROWTH, high}
        for value in sorted(ticks):
            y = self._y(value, field)
            is_limit = value in (GROWTH, SHRINKAGE)
            if value:
                painter.setPen(dashed(ink.color("text2"), unit) if is_limit else QPen(ink.color("line"), unit))
                painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            box = QRectF(field.left() - (_LEFT + 2) * unit, y - 9 * unit, (_LEFT - 6) * unit, 18 * unit)
            # What would lie on a limit's own number stays unsaid.
            if is_limit or value == 0 or all(abs(self._y(one, field) - y) >= 13 * unit for one in (GROWTH, SHRINKAGE)):
                write(painter, box, say_change(value), ink, unit=unit, align=ALIGN_RIGHT)

    def _draw_bar(
        self, painter: QPainter, field: QRectF, x: float, pitch: float, bar: Bar, ink: Ink, unit: float
    ) -> None:
        zero, end = self._y(0.0, field), self._y(bar.change, field)
        width = min(pitch * 0.74, 34 * unit)
        box = QRectF(x - width / 2, min(zero, end), width, max(abs(end - zero), 1.5 * unit))
        fill, line, _text = response_fill(bar.response, ink, is_open=bar.is_open)
        pen = QPen(line, (1.4 if bar.is_open or bar.response is Response.PD else 1.0) * unit)
        if bar.is_open:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        half = pen.widthF() / 2
        painter.drawRect(box.adjusted(half, 0, -half, 0))
        is_up = bar.change > 0
        letters = letters_of(bar.response)
        if pitch < _NARROW * unit:
            size = max(7.0, min(11.0, pitch / unit - 1))
            # Turned words need more room; the letters lie on the other side of the zero line.
            _write_turned(painter, QPointF(x, zero + (12 if is_up else -12) * unit), letters, ink, unit, size, 600)
            if bar.has_new:
                draw_plus(painter, QPointF(x, zero + (28 if is_up else -28) * unit), ink.color("text"), unit * 0.7)
            return
        value = QRectF(x - 30 * unit, end - 18 * unit if is_up else end + 2 * unit, 60 * unit, 16 * unit)
        write(painter, value, say_change(bar.change), ink, unit=unit, weight=500, token="text", is_lifted=True)
        name = QRectF(x - 30 * unit, zero + 2 * unit if is_up else zero - 18 * unit, 60 * unit, 16 * unit)
        write(painter, name, letters, ink, unit=unit, weight=600, token="text", is_lifted=True)
        if bar.has_new:
            center = QPointF(x, zero + (26 if is_up else -25) * unit)
            ground = QRectF(0, 0, 11 * unit, 11 * unit)
            ground.moveCenter(center)
            painter.fillRect(ground, ink.color("surface"))
            draw_plus(painter, center, ink.color("text"), unit * 0.85)

    def _draw_names(
        self, painter: QPainter, rect: QRectF, field: QRectF, pitch: float, ink: Ink, unit: float, chosen: str
    ) -> None:
        for at, bar in enumerate(self.bars):
            x = field.left() + (at + 0.5) * pitch
            is_chosen = bar.subject_id == chosen and not ink.is_paper
            token, weight = ("text", 600) if is_chosen else ("text2", 400)
            if pitch < _NARROW * unit:
                size = max(7.0, min(11.0, pitch / unit - 1))
                place = QPointF(x, field.bottom() + 18 * unit)
                _write_turned(painter, place, short_id(bar.subject_id), ink, unit, size, weight, token)
                continue
            box = QRectF(x - 30 * unit, field.bottom() + 4 * unit, 60 * unit, 15 * unit)
            write(painter, box, short_id(bar.subject_id), ink, unit=unit, weight=weight, token=token)
            if bar.level is not None:
                box.translate(0, 15 * unit)
                level = tr("L{number}").format(number=bar.level)
                write(painter, box, level, ink, unit=unit, weight=weight, token=token)

    def _draw_key(self, painter: QPainter, field: QRectF, ink: Ink, unit: float) -> None:
        """What the dashed box and the plus mean, where they stand; at the lower left, where no bar is deep."""
        items = []
        if any(bar.is_open for bar in self.bars):
            items.append(("open", tr("not yet confirmed")))
        if any(bar.has_new for bar in self.bars):
            items.append(("plus", tr("new lesion")))
        y = field.bottom() - (len(items) * 16 - 4) * unit
        deepest = min((bar.change for bar in self.bars[: max(1, len(self.bars) // 3)]), default=0.0)
        if self._y(deepest, field) + 20 * unit > y:
            return
        for kind, name in items:
            place = QPointF(field.left() + 12 * unit, y)
            if kind == "plus":
                draw_plus(painter, place, ink.color("text"), unit * 0.85)
            else:
                painter.setPen(dashed(ink.color("text"), unit, 1.4))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(place.x() - 5 * unit, place.y() - 5 * unit, 10 * unit, 10 * unit))
            width = text_width(name, 12 * unit, 400, ink) + 2 * unit
            box = QRectF(place.x() + 10 * unit, y - 8 * unit, width, 16 * unit)
            write(painter, box, name, ink, unit=unit, align=ALIGN_LEFT, is_lifted=True)
            y += 16 * unit


def _write_turned(
    painter: QPainter,
    center: QPointF,
    text: str,
    ink: Ink,
    unit: float,
    size: float,
    weight: int,
    token: str = "text",
) -> None:
    painter.save()
    painter.translate(center)
    painter.rotate(-90)
    box = QRectF(-20 * unit, -8 * unit, 40 * unit, 16 * unit)
    write(painter, box, text, ink, unit=unit, size=size, weight=weight, token=token)
    painter.restore()


def awaits_confirmation(response: StudyResponse) -> bool:
    """Whether the last assessment that counts is a response that nothing has confirmed yet."""
    answer = response.answer
    if answer is None or answer.best.is_confirmed_response or not answer.counted:
        return False
    last = answer.visits[answer.counted - 1]
    return last.overall in RESPONDING and answer.best.progression_at is None


def has_new_lesion(response: StudyResponse) -> bool:
    """Whether a new lesion was seen at an assessment that counts."""
    answer = response.answer
    return answer is not None and any(visit.has_new for visit in answer.visits[: answer.counted])


def waterfall_of(study: Study, part: Part | None = None) -> WaterfallChart:
    """The waterfall of the treated subjects of a part."""
    bars = []
    for bar in derive_waterfall(study, part).bars:
        response = derive_response(study, bar.subject_id)
        is_open = awaits_confirmation(response)
        best = response.answer.best.best if is_open and response.answer else bar.best
        bars.append(Bar(bar.subject_id, bar.level, bar.change, best, is_open, has_new_lesion(response)))
    return WaterfallChart(tr("Best change in target sum, %"), tuple(bars))
