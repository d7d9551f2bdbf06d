"""Waterfall: the best change of each subject, worst at the left, filled and lettered by best response (EFF-3)."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from domain.protocol.model import Part
from domain.response.of_study import StudyResponse, derive_response
from domain.response.plots import derive_waterfall
from domain.response.terms import RESPONDING, Response, ResponseBy
from domain.study import Study
from ui.plots.chart import (
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
    write,
)
from ui.text import term, tr
from ui.theme import Ink
from ui.widgets.paint import ALIGN_LEFT, ALIGN_RIGHT

GROWTH, SHRINKAGE = 0.2, -0.3
_NARROW = 28.0
_LEFT, _TOP, _BELOW = 42.0, 20.0, 36.0
_VALUE, _LINE = 18.0, 16.0


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
            ground = "soft" if bar.subject_id == chosen and not ink.is_paper else "surface"
            self._draw_bar(painter, field, field.left() + (at + 0.5) * pitch, pitch, bar, ink, unit, ground)
        zero = self._y(0.0, field)
        painter.setPen(QPen(ink.color("text2"), 1.2 * unit))
        painter.drawLine(QPointF(field.left(), zero), QPointF(field.right(), zero))
        self._draw_names(painter, rect, field, pitch, ink, unit, chosen)
        self._draw_key(painter, field, ink, unit)
        if not self.bars:
            draw_nobody(painter, field, ink, unit)
        painter.restore()

    def _field(self, rect: QRectF, unit: float) -> QRectF:
        field = rect.adjusted(_LEFT * unit, _TOP * unit, -2 * unit, -_BELOW * unit)
        deepest = min((bar.change for bar in self.bars), default=0.0)
        is_narrow = field.width() / max(1, len(self.bars)) < _NARROW * unit
        if deepest < 0 and not is_narrow and self._y(deepest, field) + _VALUE * unit > field.bottom():
            # The number below the deepest bar has room of its own above the names.
            field.adjust(0, 0, 0, -_VALUE * unit)
        return field

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
        self,
        painter: QPainter,
        field: QRectF,
        x: float,
        pitch: float,
        bar: Bar,
        ink: Ink,
        unit: float,
        ground: str,
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
            place = QPointF(x, zero + (12 if is_up else -12) * unit)
            _write_turned(painter, place, letters, ink, unit, size, 600, ground=ground)
            if bar.has_new:
                draw_plus(painter, QPointF(x, zero + (28 if is_up else -28) * unit), ink.color("text"), unit * 0.7)
            return
        value = QRectF(x - 30 * unit, end - 18 * unit if is_up else end + 2 * unit, 60 * unit, 16 * unit)
        said = say_change(bar.change)
        write(painter, value, said, ink, unit=unit, weight=500, token="text", is_lifted=True, ground=ground)
        name = QRectF(x - 30 * unit, zero + 2 * unit if is_up else zero - 18 * unit, 60 * unit, 16 * unit)
        write(painter, name, letters, ink, unit=unit, weight=600, token="text", is_lifted=True, ground=ground)
        if bar.has_new:
            center = QPointF(x, zero + (26 if is_up else -25) * unit)
            covered = QRectF(0, 0, 11 * unit, 11 * unit)
            covered.moveCenter(center)
            painter.fillRect(covered, ink.color(ground))
            draw_plus(painter, center, ink.color("text"), unit * 0.85)

    def _draw_names(
        self, painter: QPainter, rect: QRectF, field: QRectF, pitch: float, ink: Ink, unit: float, chosen: str
    ) -> None:
        # What the field leaves at the foot for names is the same, wherever the field ends.
        top = rect.bottom() - _BELOW * unit
        for at, bar in enumerate(self.bars):
            x = field.left() + (at + 0.5) * pitch
            is_chosen = bar.subject_id == chosen and not ink.is_paper
            token, weight = ("text", 600) if is_chosen else ("text2", 400)
            if pitch < _NARROW * unit:
                size = max(7.0, min(11.0, pitch / unit - 1))
                place = QPointF(x, top + 19 * unit)
                name = fit_end(short_id(bar.subject_id), (_BELOW - 4) * unit, size * unit, weight, ink)
                _write_turned(painter, place, name, ink, unit, size, weight, token, is_lifted=False)
                continue
            box = QRectF(x - pitch / 2, top + 4 * unit, pitch, 15 * unit)
            name = fit_end(short_id(bar.subject_id), pitch - 4 * unit, 12 * unit, weight, ink)
            write(painter, box, name, ink, unit=unit, weight=weight, token=token)
            if bar.level is not None:
                box.translate(0, 15 * unit)
                level = tr("L{number}").format(number=bar.level)
                write(painter, box, level, ink, unit=unit, weight=weight, token=token)

    def _draw_key(self, painter: QPainter, field: QRectF, ink: Ink, unit: float) -> None:
        """What the dashed box and the plus mean: at the lower left, else at the upper right, where no bar is."""
        items = []
        if any(bar.is_open for bar in self.bars):
            items.append(("open", tr("not yet confirmed")))
        if any(bar.has_new for bar in self.bars):
            items.append(("plus", tr("new lesion")))
        width = max((text_width(name, 12 * unit, 400, ink) for _, name in items), default=0.0) + 24 * unit
        place_of_key = self._place_of_key(field, width, len(items) * _LINE * unit, unit)
        if place_of_key is None:
            return
        left, y = place_of_key.x(), place_of_key.y() + 8 * unit
        for kind, name in items:
            place = QPointF(left + 12 * unit, y)
            if kind == "plus":
                draw_plus(painter, place, ink.color("text"), unit * 0.85)
            else:
                painter.setPen(dashed(ink.color("text"), unit, 1.4))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(place.x() - 5 * unit, place.y() - 5 * unit, 10 * unit, 10 * unit))
            box = QRectF(place.x() + 10 * unit, y - 8 * unit, width, 16 * unit)
            write(painter, box, name, ink, unit=unit, align=ALIGN_LEFT)
            y += _LINE * unit

    def _place_of_key(self, field: QRectF, width: float, height: float, unit: float) -> QPointF | None:
        """The upper left corner of the key where it lies on no bar and no letters; None without such a place."""
        pitch = field.width() / max(1, len(self.bars))
        under = max(1, math.ceil(width / pitch))
        y = field.bottom() - height - 2 * unit
        lowest = max((self._extent(bar, field, unit)[1] for bar in self.bars[:under]), default=field.top())
        if y >= max(lowest, self._y(SHRINKAGE, field) + 2 * unit):
            return QPointF(field.left(), y)
        highest = min((self._extent(bar, field, unit)[0] for bar in self.bars[-under:]), default=field.bottom())
        top = field.top() - _VALUE * unit
        if top + height <= min(highest, self._y(GROWTH, field) - 2 * unit):
            return QPointF(field.right() - width, top)
        return None

    def _extent(self, bar: Bar, field: QRectF, unit: float) -> tuple[float, float]:
        """Upper and lower end of a bar with all that is written at it."""
        zero, end = self._y(0.0, field), self._y(bar.change, field)
        beyond = (34 if bar.has_new else 24) * unit
        if bar.change > 0:
            return end - _VALUE * unit, zero + beyond
        return zero - beyond, end + _VALUE * unit


def _write_turned(
    painter: QPainter,
    center: QPointF,
    text: str,
    ink: Ink,
    unit: float,
    size: float,
    weight: int,
    token: str = "text",
    *,
    is_lifted: bool = True,
    ground: str = "surface",
) -> None:
    painter.save()
    painter.translate(center)
    painter.rotate(-90)
    box = QRectF(-20 * unit, -8 * unit, 40 * unit, 16 * unit)
    if is_lifted:
        # No higher than the letters: the next bar's stand close.
        covered = QRectF(0, 0, text_width(text, size * unit, weight, ink) + 2 * unit, 0.9 * size * unit)
        covered.moveCenter(box.center())
        painter.fillRect(covered, ink.color(ground))
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


def waterfall_of(study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED) -> WaterfallChart:
    """The waterfall of the treated subjects of a part, lettered by the computed or the called best response."""
    bars = []
    for bar in derive_waterfall(study, part, by).bars:
        response = derive_response(study, bar.subject_id, by)
        is_open = awaits_confirmation(response)
        best = response.answer.best.best if is_open and response.answer else bar.best
        bars.append(Bar(bar.subject_id, bar.level, bar.change, best, is_open, has_new_lesion(response)))
    return WaterfallChart(tr("Best change in target sum, %"), tuple(bars))
