"""The duration strip: a cell per study day with its grade, measured values below, and a ruler that counts the days.

One function lays out a rectangle per day; painting, tooltips and tests use the same rectangles.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from domain.dlt.strip import DurationStrip, StripDay
from ui.text import EN_DASH, say_date, say_number, tr
from ui.theme import RADIUS_TAG, caption_font, font, theme
from ui.widgets.paint import ALIGN_CENTER, ALIGN_LEFT, ALIGN_RIGHT, draw_box, draw_text
from ui.widgets.tag_paint import draw_grade_square
from ui.words.date import near_day

_CELL, _GAP, _HEIGHT = 30.0, 2.0, 20.0
_NUMBERS, _VALUES, _RULER, _CAPTION = 18.0, 16.0, 12.0, 17.0


@dataclass(frozen=True)
class StripLayout:
    """Where everything lies.

    Attributes:
        cells: one per day.
        lasted: the ruler from the first day at the grade over the days it lasted at least.
        open: the rest of the ruler up to the day of the answer; empty where none is awaited.
        height: of the whole.
    """

    cells: tuple[QRectF, ...]
    lasted: QRectF
    open: QRectF
    values_top: float
    captions_top: float
    height: float


def lay_out_strip(strip: DurationStrip, width: float) -> StripLayout:
    """The rectangles of a strip in so much width."""
    pitch = min(_CELL, width / max(len(strip.days), 1))
    cells = tuple(
        QRectF(index * pitch, _NUMBERS, pitch - _GAP, _HEIGHT) for index, _day in enumerate(strip.days)
    )  # fmt: skip
    first, end = strip.days[0].day, len(strip.days) * pitch

    def left_of(day: date) -> float:
        return min(max((day - first).days * pitch, 0.0), end - _GAP)

    values_top = _NUMBERS + _HEIGHT + 1
    has_values = any(day.value is not None for day in strip.days)
    ruler = values_top + (_VALUES if has_values else 2) + 4
    start = left_of(strip.starts_on)
    reached = left_of(strip.starts_on + timedelta(days=strip.least))
    until = left_of(strip.answer_on) if strip.answer_on else reached
    return StripLayout(
        cells=cells,
        lasted=QRectF(start, ruler, reached - start, 4),
        open=QRectF(reached, ruler, max(until - reached, 0.0), 4),
        values_top=values_top,
        captions_top=ruler + _RULER - 3,
        height=ruler + _RULER + _CAPTION - 2,
    )


def say_lasted(strip: DurationStrip) -> str:
    """How long so far: "5 days of 7", or "0 to 8 days, 7 needed"."""
    if strip.most is not None and strip.most != strip.least:
        text = tr("{least} to {most} days, {needed} needed")
        return text.format(least=strip.least, most=strip.most, needed=strip.needed)
    days = tr("1 day of {needed}") if strip.least == 1 else tr("{least} days of {needed}")
    return days.format(least=strip.least, needed=strip.needed)


class StripView(QWidget):
    """Draws a duration strip; it reads only."""

    def __init__(self, strip: DurationStrip, unit: str, today: date, parent: QWidget | None = None) -> None:
        """Show a strip.

        Args:
            strip: the days.
            unit: of the measured values, "" for none.
            today: at the site; its number is set in bold.
            parent: Qt owner.
        """
        super().__init__(parent)
        self.strip, self._unit, self._today = strip, unit, today
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Days at the grade: {lasted}").format(lasted=say_lasted(strip)))
        self.setAccessibleDescription(". ".join(self.say_day(day) for day in strip.days))

    def sizeHint(self) -> QSize:
        return QSize(280, int(lay_out_strip(self.strip, 280).height + 0.999))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def say_day(self, day: StripDay) -> str:
        """A day in words."""
        parts = [tr("Day {number}, {date}").format(number=day.number, date=say_date(day.day))]
        if day.is_to_come:
            parts.append(tr("still to come"))
        elif day.grade is None:
            parts.append(tr("not known"))
        else:
            parts.append(tr("grade {grade}").format(grade=day.grade))
        if day.value is not None:
            parts.append(f"{say_number(day.value)} {self._unit}".strip())
        return ", ".join(parts)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cells = lay_out_strip(self.strip, self.width()).cells
            at = QPointF(event.pos())
            found = (day for day, cell in zip(self.strip.days, cells, strict=True) if cell.contains(at))
            QToolTip.showText(event.globalPos(), "".join(self.say_day(day) for day in found), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        layout = lay_out_strip(self.strip, self.width())
        free_from = -1.0
        for day, cell in zip(self.strip.days, layout.cells, strict=True):
            is_today = day.day == self._today
            number = QRectF(cell.left() - 4, 0, cell.width() + 8, _NUMBERS - 2)
            number_font = caption_font(600 if is_today else 400, tabular=True)
            token = "text" if is_today else "text2"
            draw_text(painter, number, str(day.number), number_font, theme.color(token), ALIGN_CENTER, elide=False)
            self._paint_cell(painter, day, cell)
            if day.value is not None:
                free_from = self._paint_value(painter, day, cell, layout.values_top, free_from)
        self._paint_ruler(painter, layout)

    def _paint_cell(self, painter: QPainter, day: StripDay, cell: QRectF) -> None:
        if day.is_to_come:
            pen_style = Qt.PenStyle.DashLine
            draw_box(painter, cell, RADIUS_TAG, None, theme.color("edge"), 1.2, pen_style)
        elif day.grade:
            draw_grade_square(painter, cell, day.grade, theme)
            if day.grade == 1:
                draw_box(painter, cell, RADIUS_TAG, None, theme.color("edge"), 1.0)
        else:
            draw_box(painter, cell, RADIUS_TAG, theme.color("surface"), theme.color("line"), 1.0)
            text = EN_DASH if day.grade is None else "0"
            draw_text(painter, cell, text, font(13, 400, tabular=True), theme.color("text3"), ALIGN_CENTER, elide=False)

    def _paint_value(self, painter: QPainter, day: StripDay, cell: QRectF, top: float, free_from: float) -> float:
        """A value below its day; left out where it would run into the one before. The tooltip has it."""
        assert day.value is not None
        text, value_font = say_number(day.value), caption_font(500, tabular=True)
        room = QFontMetricsF(value_font).horizontalAdvance(text)
        left = min(max(cell.center().x() - room / 2, 0.0), self.width() - room)
        if left < free_from + 4:
            return free_from
        box = QRectF(left, top, room + 1, _VALUES)
        draw_text(painter, box, text, value_font, theme.color("text"), elide=False)
        return left + room

    def _paint_ruler(self, painter: QPainter, layout: StripLayout) -> None:
        for span, token, width in ((layout.open, "control", 1.6), (layout.lasted, "accent", 2.2)):
            if span.width() <= 0:
                continue
            painter.setPen(QPen(theme.color(token), width))
            middle = span.center().y()
            painter.drawLine(QPointF(span.left(), middle), QPointF(span.right(), middle))
            for x in (span.left(), span.right()):
                painter.drawLine(QPointF(x, span.top() - 2), QPointF(x, span.bottom() + 2))
        bold, plain = caption_font(600, tabular=True), caption_font()
        unit = tr("study day, {unit}").format(unit=self._unit) if self._unit else tr("study day")
        said, answer = say_lasted(self.strip), ""
        if self.strip.answer_on is not None:
            answer = tr("known on {day}").format(day=near_day(self.strip.answer_on, self._today))
        y, right = layout.captions_top, layout.cells[-1].right()
        answer_room = QFontMetricsF(plain).horizontalAdvance(answer)
        answer_left = max(right, answer_room) - answer_room
        if answer:
            box = QRectF(answer_left, y, answer_room + 1, _CAPTION)
            draw_text(painter, box, answer, plain, theme.color("text2"), ALIGN_RIGHT, elide=False)
        room = QFontMetricsF(bold).horizontalAdvance(said)
        left = max(layout.lasted.center().x() - room / 2, 0.0)
        limit = (answer_left - 10 if answer else self.width()) - room
        left = max(min(left, limit), 0.0)
        draw_text(painter, QRectF(left, y, room + 1, _CAPTION), said, bold, theme.color("text"), elide=False)
        unit_room = QFontMetricsF(plain).horizontalAdvance(unit)
        if unit_room + 10 < left:
            draw_text(painter, QRectF(0, y, unit_room + 1, _CAPTION), unit, plain, theme.color("text2"), ALIGN_LEFT)
