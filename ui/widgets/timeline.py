"""A subject's timeline in study days: doses, the DLT window, events as bars with their grade's digit, and today;
below them the laboratory value that drives the worst grade, on its grade bands.

One function lays out a rectangle per item; painting, tooltips, the mouse and the keyboard all use those rectangles.
"""

from dataclasses import dataclass
from math import ceil, floor

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.plots.draw_lab_trend import LETTERS, draw_lab_field, places_in
from ui.plots.lab_trend import LabTrend
from ui.theme import RADIUS_TAG, body_font, caption_font, font, theme
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_CENTER, ALIGN_LEFT, draw_box, draw_text
from ui.widgets.timeline_value import Bar, Dose, Timeline, lanes_of

TOP, ROW, AXIS, RIGHT_ROOM = 54.0, 24.0, 26.0, 14.0
_LABELS, _LABELS_SHARE = 120.0, 0.32
_BAR, _TRIANGLE, _TICK_ROOM = 17.0, 13.0, 46.0
_LAB, _LAB_GAP = 124.0, 9.0
_FILLS = {1: "neutral", 2: "yellow", 3: "orange", 4: "purple", 5: "text"}


@dataclass(frozen=True)
class Placed:
    """Where an item lies."""

    item: Dose | Bar
    rect: QRectF
    row: int


class TimelineView(QWidget):
    """Draws a timeline; arrow keys walk through its items, Enter or a click chooses one.

    Signals:
        record_chosen: id of the dose or event chosen.
    """

    record_chosen = Signal(str)

    def __init__(self, name: str, dose_label: str, parent: QWidget | None = None) -> None:
        """Build it empty.

        Args:
            name: accessible name.
            dose_label: what stands at the left of the row of doses.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._name, self._dose_label = name, dose_label
        self._timeline: Timeline | None = None
        self._lanes: list[tuple[str, list[Bar]]] = []
        self._current: int | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_timeline(self, timeline: Timeline) -> None:
        """Draw another timeline."""
        self._timeline = timeline
        self._lanes = lanes_of(timeline.bars, timeline.today)
        self._current = None
        said = [dose.words for dose in timeline.doses] + [bar.words for bar in timeline.bars]
        if timeline.lab is not None:
            said += [timeline.lab.title, *(point.words for point in timeline.lab.points)]
        self.setAccessibleDescription(". ".join([timeline.window_text, timeline.today_text, *said]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(520, int(self._events_floor() + self._lab_height() + AXIS))

    def minimumSizeHint(self) -> QSize:
        return QSize(360, self.sizeHint().height())

    # --- layout ------------------------------------------------------------------------------------

    def _events_floor(self) -> float:
        return TOP + 4 + len(self._lanes) * ROW + 2

    def _lab_height(self) -> float:
        return _LAB + 2 * _LAB_GAP if self._timeline is not None and self._timeline.lab is not None else 0.0

    def lab_field(self) -> QRectF:
        """Where the laboratory value lies; empty without one."""
        if not self._lab_height():
            return QRectF()
        left = self._labels()
        return QRectF(left, self._events_floor() + _LAB_GAP, self.width() - left - RIGHT_ROOM, _LAB + _LAB_GAP)

    def span(self) -> tuple[float, float]:
        """First and last day of the axis."""
        timeline = self._timeline
        if timeline is None:
            return 0.0, 1.0
        days = [0.0, timeline.window_days, timeline.today]
        days += [dose.day for dose in timeline.doses] + [bar.start for bar in timeline.bars]
        days += [point.day for point in timeline.lab.points] if timeline.lab else []
        # Weeks of screening would squeeze the days that matter.
        first = max(min(days), -28.0)
        return min(first - 1.0, -2.0), max(days) + max(3.0, (max(days) - first) * 0.08)

    def _labels(self) -> float:
        """Room for the terms at the left: what the longest needs, but never more than a third."""
        metrics = QFontMetricsF(body_font())
        terms = [metrics.horizontalAdvance(text) for text in (self._dose_label, *(term for term, _ in self._lanes))]
        longest = max(*terms, _LABELS)
        lab = self._timeline.lab if self._timeline is not None else None
        if lab is not None:
            # The letters of the grades stand between the titles and the bands.
            title = QFontMetricsF(body_font()).horizontalAdvance(lab.title)
            caption = QFontMetricsF(caption_font()).horizontalAdvance(lab.caption)
            longest = max(longest, max(title, caption) + LETTERS - 8)
        return min(longest + 16, max(self.width() * _LABELS_SHARE, _LABELS))

    def x_of(self, day: float) -> float:
        """Where a day lies."""
        first, last = self.span()
        room = self.width() - self._labels() - RIGHT_ROOM
        return self._labels() + (min(max(day, first), last) - first) / (last - first) * room

    def items(self) -> list[Placed]:
        """Every dose and event with its rectangle, in reading order."""
        timeline = self._timeline
        if timeline is None:
            return []
        placed = [
            Placed(dose, QRectF(self.x_of(dose.day) - _TRIANGLE / 2 - 2, TOP - 26, _TRIANGLE + 4, 20), -1)
            for dose in sorted(timeline.doses, key=lambda dose: dose.day)
        ]
        for row, (_term, bars) in enumerate(self._lanes):
            for bar in bars:
                left = self.x_of(bar.start)
                right = self.x_of(timeline.today if bar.end is None else bar.end)
                top = TOP + 4 + row * ROW + (ROW - _BAR) / 2
                placed.append(Placed(bar, QRectF(left, top, max(right - left, 13.0), _BAR), row))
        return placed

    # --- painting ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        timeline = self._timeline
        if timeline is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        floor_y = self._events_floor() + self._lab_height()
        self._paint_window(painter, timeline, self._events_floor())
        painter.fillRect(QRectF(0, TOP, self.width() - RIGHT_ROOM, 1), theme.color("line"))
        draw_text(
            painter, QRectF(0, TOP - 28, self._labels() - 12, 24), self._dose_label, body_font(), theme.color("text")
        )
        for row, (term, _bars) in enumerate(self._lanes):
            rect = QRectF(0, TOP + 4 + row * ROW, self._labels() - 12, ROW)
            draw_text(painter, rect, term, body_font(), theme.color("text"))
        if timeline.lab is not None:
            self._paint_lab(painter, timeline.lab)
        self._paint_axis(painter, floor_y)
        self._paint_today(painter, timeline, floor_y)
        placed = self.items()
        for index, one in enumerate(placed):
            if isinstance(one.item, Dose):
                after = [other.rect.left() for other in placed[index + 1 :] if isinstance(other.item, Dose)]
                self._paint_dose(painter, one.item, one.rect, min(after, default=float(self.width())), timeline)
            else:
                self._paint_bar(painter, one.item, one.rect, timeline)
            if index == self._current and self.hasFocus():
                draw_box(painter, one.rect.adjusted(-3, -3, 3, 3), RADIUS_TAG + 2, None, theme.color("accent"), 2.0)

    def _paint_window(self, painter: QPainter, timeline: Timeline, floor_y: float) -> None:
        left, right = self.x_of(0), self.x_of(timeline.window_days)
        painter.fillRect(QRectF(left, 2, right - left, floor_y - 2), theme.color("soft"))
        room = QRectF(left + 6, 4, max(right - left - 8, self._free_right(timeline, left)), 18)
        draw_text(painter, room, timeline.window_text, caption_font(500), theme.color("text2"))

    def _paint_lab(self, painter: QPainter, lab: LabTrend) -> None:
        """The driving value: there the window is two lines, so that no hues mix."""
        field = self.lab_field()
        painter.fillRect(QRectF(0, self._events_floor() + 1, self.width() - RIGHT_ROOM, 1), theme.color("line"))
        draw_lab_field(painter, field, lab, theme, self.x_of, shows_today=True)
        room = max(self._labels() - LETTERS - 4, 40.0)
        draw_text(painter, QRectF(0, field.top(), room, 20), lab.title, body_font(), theme.color("text"))
        caption = QRectF(0, field.top() + 20, room, 17)
        draw_text(painter, caption, lab.caption, caption_font(), theme.color("text3"))

    def _free_right(self, timeline: Timeline, left: float) -> float:
        """Room for the window's name beyond its end, up to the label of today."""
        today = self.x_of(timeline.today)
        return (today if today > left + 20 else self.width()) - left - 12

    def _paint_axis(self, painter: QPainter, y: float) -> None:
        painter.fillRect(
            QRectF(self._labels(), y, self.width() - self._labels() - RIGHT_ROOM, 1), theme.color("control")
        )
        first, last = self.span()
        per_day = (self.width() - self._labels() - RIGHT_ROOM) / (last - first)
        step = 7 * max(1, ceil(_TICK_ROOM / (per_day * 7)))
        if per_day * 7 > 6.5 * _TICK_ROOM:
            step = max(1, ceil(_TICK_ROOM / per_day))
        for number in range(ceil(first / step), floor(last / step) + 1):
            day = number * step
            x = self.x_of(day)
            painter.fillRect(QRectF(round(x), y, 1, 4), theme.color("control"))
            label = str(day + 1 if day >= 0 else day)
            box = QRectF(x - 24, y + 6, 48, 16)
            draw_text(painter, box, label, caption_font(tabular=True), theme.color("text3"), ALIGN_CENTER)

    def _paint_today(self, painter: QPainter, timeline: Timeline, floor_y: float) -> None:
        x = round(self.x_of(timeline.today)) + 0.5
        pen = QPen(theme.color("text2"), 1.0)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        # Over the laboratory value the line is drawn with it, below its figures.
        end = self.lab_field().top() if timeline.lab is not None else floor_y
        painter.drawLine(QPointF(x, 4), QPointF(x, end))
        text_font = caption_font(500)
        width = QFontMetricsF(text_font).horizontalAdvance(timeline.today_text)
        left = x + 5 if x + 5 + width < self.width() - 2 else x - 5 - width
        box = QRectF(left - 3, 4, width + 6, 18)
        is_in_window = x < self.x_of(timeline.window_days)
        painter.fillRect(box, theme.color("surface") if not is_in_window else theme.color("soft"))
        draw_text(painter, box.adjusted(3, 0, 0, 0), timeline.today_text, text_font, theme.color("text"), elide=False)

    def _paint_dose(self, painter: QPainter, dose: Dose, rect: QRectF, room_to: float, timeline: Timeline) -> None:
        center, half = rect.center(), _TRIANGLE / 2
        top, low = center.y() - half + 1, center.y() + half - 1
        shape = QPolygonF([QPointF(center.x() - half, top), QPointF(center.x() + half, top), QPointF(center.x(), low)])
        pen = QPen(theme.color("accent"), 1.5)
        if dose.state == "omitted":
            pen = QPen(theme.color("text3"), 1.2)
            pen.setDashPattern([1.5, 1.8])
        painter.setPen(pen)
        painter.setBrush(theme.color("accent" if dose.state == "given" else "surface"))
        painter.drawPolygon(shape)
        left = rect.right() + 2
        for text in (f"{dose.name}  {dose.text}".strip(), dose.name):
            width = QFontMetricsF(caption_font(500, tabular=True)).horizontalAdvance(text)
            if left + width < room_to - 4:
                box = QRectF(left, rect.top(), width + 2, rect.height())
                today = self.x_of(timeline.today)
                if box.left() < today + 1 and today < box.right():
                    ground = "soft" if box.right() <= self.x_of(timeline.window_days) else "surface"
                    painter.fillRect(box.adjusted(0, 3, 2, -3), theme.color(ground))
                draw_text(painter, box, text, caption_font(500, tabular=True), theme.color("text"), elide=False)
                return

    def _paint_bar(self, painter: QPainter, bar: Bar, rect: QRectF, timeline: Timeline) -> None:
        ink = theme.color({1: "on_neutral", 5: "surface"}.get(bar.grade, "ink"))
        edge = theme.color("text") if bar.is_dlt else theme.color("edge") if bar.grade == 1 else None
        draw_box(painter, rect, RADIUS_TAG, theme.color(_FILLS[bar.grade]), edge, 1.6 if bar.is_dlt else 1.0)
        digit = QRectF(rect.left(), rect.top(), min(rect.width(), 17), rect.height())
        draw_text(painter, digit, str(bar.grade), font(12, 600, tabular=True), ink, ALIGN_CENTER, elide=False)
        if bar.is_dlt and rect.width() > 48:
            box = QRectF(rect.left() + 20, rect.top(), rect.width() - 22, rect.height())
            draw_text(painter, box, "DLT", font(12, 600), ink, ALIGN_LEFT)
        if bar.end is None:
            square = QRectF(rect.right() + 3, rect.center().y() - 7, 14, 14)
            draw_icon(painter, square, "chevron_right", theme.color("text2"))

    # --- pointing and walking ----------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._at(QPointF(event.pos()))
            words = found.item.words if found else self._lab_words(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def _lab_words(self, place: QPointF) -> str:
        """The result below the pointer, or the value's title beside the bands."""
        lab, field = self._timeline.lab if self._timeline else None, self.lab_field()
        if lab is None or not QRectF(0, field.top(), self.width(), field.height()).contains(place):
            return ""
        if place.x() < field.left():
            return f"{lab.title}, {lab.caption}" if lab.caption else lab.title
        near = [((point - place).manhattanLength(), at) for at, point in enumerate(places_in(field, lab, self.x_of))]
        gap, at = min(near, default=(99.0, 0))
        return lab.points[at].words if gap < _TRIANGLE else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        can_open = found is not None and bool(found.item.record_id)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_open else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if found is not None and found.item.record_id:
            self.record_chosen.emit(found.item.record_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        placed = self.items()
        key = event.key()
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) and placed:
            self._go_to(0 if self._current is None else min(self._current + 1, len(placed) - 1), placed)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up) and placed:
            self._go_to(0 if self._current is None else max(self._current - 1, 0), placed)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            if record_id := placed[self._current].item.record_id:
                self.record_chosen.emit(record_id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._current is None and self.items():
            self._go_to(0, self.items())
        super().focusInEvent(event)

    def _go_to(self, index: int, placed: list[Placed]) -> None:
        self._current = index
        self.setAccessibleName(f"{self._name}: {placed[index].item.words}")
        self.update()

    def _at(self, point: QPointF) -> Placed | None:
        return next((one for one in reversed(self.items()) if one.rect.adjusted(-2, -3, 2, 3).contains(point)), None)
