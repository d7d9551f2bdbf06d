"""Grade blocks: terms down, dose levels across, one block a subject with the digit of the maximum grade.

A level is as wide as it has treated subjects, so that the empty part of its track is the denominator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.theme import RADIUS_TAG, body_font, caption_font, font, theme
from ui.widgets.paint import ALIGN_CENTER, ALIGN_LEFT, ALIGN_RIGHT, draw_box, draw_text
from ui.widgets.scroll import ScrollArea
from ui.widgets.words import tr

ROW, HEAD = 26, 28
_BLOCK, _WIDEST, _NARROWEST_WITH_DIGIT = 17, 33.0, 13.0
_GAP, _COUNT, _BAR = 14.0, 34.0, 12.0
_LABEL_AT_MOST, _LABEL_AT_LEAST = 252.0, 120.0
_FILLS = {1: ("neutral", "on_neutral"), 2: ("yellow", "ink"), 3: ("orange", "ink"), 4: ("purple", "ink"),
          5: ("text", "surface")}  # fmt: skip
ALL_LEVELS = 0


@dataclass(frozen=True)
class BlockRow:
    """A term: the maximum grades of its subjects by level, worst first."""

    term: str
    by_level: Mapping[int, tuple[int, ...]]

    @property
    def subjects(self) -> int:
        """How many subjects had it."""
        return sum(len(grades) for grades in self.by_level.values())


@dataclass(frozen=True)
class LevelColumn:
    """A dose level: its number, and how many subjects were treated at it."""

    level: int
    treated: int


@dataclass(frozen=True)
class Track:
    """Where a level's column lies."""

    column: LevelColumn
    left: float
    width: float


def lay_out_tracks(columns: Sequence[LevelColumn], width: float) -> tuple[float, tuple[Track, ...]]:
    """Width of one subject, and the tracks of the levels, in a widget of that width."""
    treated = sum(column.treated for column in columns) or 1
    gaps = _GAP * max(len(columns) - 1, 0)
    label = min(_LABEL_AT_MOST, max(_LABEL_AT_LEAST, width * 0.35))
    room = width - label - _COUNT - _GAP - gaps
    unit = max(1.0, min(_WIDEST, room / treated))
    left = label + _COUNT + _GAP
    tracks = []
    for column in columns:
        tracks.append(Track(column, left, unit * column.treated))
        left += unit * column.treated + _GAP
    return unit, tuple(tracks)


class GradeBlocks(QWidget):
    """The head stays, the terms scroll.

    Signals:
        chosen: term and level that were clicked, or taken with Enter; ``ALL_LEVELS`` for the term as a whole, and ""
            for the level as a whole.
    """

    chosen = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it without terms."""
        super().__init__(parent)
        self._head, self.rows = _Head(), _Rows()
        self.area = ScrollArea(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.area, 1)
        self.rows.chosen.connect(self.chosen)
        self.rows.moved.connect(lambda y: self.area.ensureVisible(0, y, 0, ROW))
        self._head.chosen.connect(lambda level: self.chosen.emit("", level))
        self.setFocusProxy(self.rows)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_blocks(self, rows: Sequence[BlockRow], columns: Sequence[LevelColumn]) -> None:
        """Show other terms and levels."""
        self._head.show_columns(columns)
        self.rows.show_blocks(rows, columns)
        self.updateGeometry()

    def set_chosen(self, term: str, level: int) -> None:
        """Mark what the page is filtered by; "" and ``ALL_LEVELS`` mark nothing."""
        self.rows.set_chosen(term, level)
        self._head.set_chosen(level if not term else ALL_LEVELS)

    def content_height(self) -> int:
        """The height that shows every term."""
        return HEAD + ROW * len(self.rows.blocks) + 2

    def heights_up_to(self, most: int) -> int:
        """The height of the head and as many whole terms as fit into ``most``; two at least."""
        fitting = max((most - HEAD) // ROW, 2)
        return HEAD + ROW * min(max(len(self.rows.blocks), 1), fitting)

    def sizeHint(self) -> QSize:
        return QSize(480, self.content_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(280, HEAD + 2 * ROW)


class _Head(QWidget):
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEAD)
        self.setMouseTracking(True)
        self._columns: tuple[LevelColumn, ...] = ()
        self._level = ALL_LEVELS

    def show_columns(self, columns: Sequence[LevelColumn]) -> None:
        self._columns = tuple(columns)
        self.update()

    def set_chosen(self, level: int) -> None:
        self._level = level
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        track = _track_at(self._columns, self.width(), event.position())
        if track is not None:
            self.chosen.emit(track.column.level)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        track = _track_at(self._columns, self.width(), event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if track else Qt.CursorShape.ArrowCursor)
        self.setToolTip(_say_level(track.column) if track else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = QRectF(0, 0, self.width() - _BAR, HEAD - 4)
        _unit, tracks = lay_out_tracks(self._columns, self.width() - _BAR)
        heading = tr("Preferred term, subjects")
        label_end = tracks[0].left - _GAP if tracks else middle.right()
        box = QRectF(0, 0, label_end, middle.height())
        draw_text(painter, box, heading, caption_font(500), theme.color("text3"), ALIGN_LEFT)
        for place, track in enumerate(tracks):
            following = tracks[place + 1].left - 6 if place + 1 < len(tracks) else self.width()
            room = max(track.width, following - track.left)
            is_chosen = track.column.level == self._level
            name_font = caption_font(600 if is_chosen else 500)
            name = _fitting(track.column.level, name_font, room)
            box = QRectF(track.left, 0, room, middle.height())
            draw_text(painter, box, name, name_font, theme.color("text"), ALIGN_LEFT, elide=False)
            of = tr("of {number}").format(number=track.column.treated)
            used = QFontMetricsF(name_font).horizontalAdvance(name) + 6
            if track.width - used >= QFontMetricsF(caption_font()).horizontalAdvance(of):
                box = QRectF(track.left, 0, track.width, middle.height())
                draw_text(painter, box, of, caption_font(), theme.color("text3"), ALIGN_RIGHT)
        painter.fillRect(QRectF(0, HEAD - 1, self.width() - _BAR, 1), theme.color("line"))


class _Rows(QWidget):
    chosen = Signal(str, int)
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.blocks: tuple[BlockRow, ...] = ()
        self._columns: tuple[LevelColumn, ...] = ()
        self._term, self._level = "", ALL_LEVELS
        self._row = self._track = 0
        self._hover = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Maximum grade per subject"))

    def show_blocks(self, rows: Sequence[BlockRow], columns: Sequence[LevelColumn]) -> None:
        self.blocks, self._columns = tuple(rows), tuple(columns)
        self._row = min(self._row, max(len(self.blocks) - 1, 0))
        self._track = min(self._track, len(self._columns))
        self.setFixedHeight(max(ROW * len(self.blocks), 1))
        self._tell()
        self.update()

    def set_chosen(self, term: str, level: int) -> None:
        self._term, self._level = term, level
        self.update()

    # --- keyboard and mouse ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._row = min(max(self._row + (1 if key == Qt.Key.Key_Down else -1), 0), max(len(self.blocks) - 1, 0))
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._track = min(max(self._track + (1 if key == Qt.Key.Key_Right else -1), 0), len(self._columns))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._row = 0 if key == Qt.Key.Key_Home else max(len(self.blocks) - 1, 0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.blocks:
            self.chosen.emit(self.blocks[self._row].term, self._focused_level())
        else:
            super().keyPressEvent(event)
            return
        self._tell()
        self.moved.emit(self._row * ROW + ROW // 2)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y()) // ROW
        if not 0 <= at < len(self.blocks):
            return
        track = _track_at(self._columns, self.width() + self._bar_room(), event.position())
        self._row = at
        levels = [column.level for column in self._columns]
        self._track = levels.index(track.column.level) + 1 if track else 0
        self._tell()
        self.chosen.emit(self.blocks[at].term, track.column.level if track else ALL_LEVELS)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y()) // ROW
        is_row = 0 <= at < len(self.blocks)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_row else Qt.CursorShape.ArrowCursor)
        track = _track_at(self._columns, self.width() + self._bar_room(), event.position())
        self.setToolTip(self._say(self.blocks[at], track.column if track else None) if is_row else "")
        if at != self._hover:
            self._hover = at
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = -1
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() + self._bar_room() - _BAR
        unit, tracks = lay_out_tracks(self._columns, width)
        first = max(event.rect().top() // ROW, 0)
        last = min(event.rect().bottom() // ROW, len(self.blocks) - 1)
        for at in range(first, last + 1):
            self._paint_row(painter, at, unit, tracks, width)

    def _paint_row(self, painter: QPainter, at: int, unit: float, tracks: Sequence[Track], width: float) -> None:
        row, top = self.blocks[at], at * ROW
        is_chosen = row.term == self._term
        if is_chosen or at == self._hover:
            ground = theme.color("soft" if is_chosen else "sunken")
            draw_box(painter, QRectF(0, top, width, ROW - 1), RADIUS_TAG, ground)
        label_end = tracks[0].left - _GAP - _COUNT if tracks else width - _COUNT
        box = QRectF(4 if is_chosen else 0, top, label_end - 4, ROW - 1)
        draw_text(painter, box, row.term, body_font(600 if is_chosen else 400), theme.color("text"))
        count = QRectF(label_end, top, _COUNT, ROW - 1)
        draw_text(painter, count, str(row.subjects), body_font(600, tabular=True), theme.color("text"), ALIGN_RIGHT)
        for place, track in enumerate(tracks):
            rect = QRectF(track.left, top + (ROW - 1 - _BLOCK) / 2, track.width, _BLOCK)
            is_taken = is_chosen and self._level in (ALL_LEVELS, track.column.level)
            on_ground = is_chosen or at == self._hover
            draw_box(painter, rect, RADIUS_TAG, theme.color("surface" if on_ground else "sunken"))
            _paint_blocks(painter, rect, row.by_level.get(track.column.level, ()), unit)
            has_cursor = self.hasFocus() and at == self._row and self._track == place + 1
            if has_cursor or (is_taken and self._level == track.column.level):
                draw_box(painter, rect.adjusted(-2, -2, 2, 2), 5, None, theme.color("accent"), 1.5)
        painter.fillRect(QRectF(0, top + ROW - 1, width, 1), theme.color("line"))
        if self.hasFocus() and at == self._row and self._track == 0:
            draw_box(painter, QRectF(0, top, width, ROW - 1), RADIUS_TAG, None, theme.color("accent"), 2.0)

    # --- inner ---

    def _bar_room(self) -> int:
        """What the scroll bar has taken from the width, so that rows and head agree."""
        above = self.parentWidget()
        frame = above.parentWidget() if above is not None else None
        return frame.width() - self.width() if frame is not None else 0

    def _focused_level(self) -> int:
        return self._columns[self._track - 1].level if self._track else ALL_LEVELS

    def _say(self, row: BlockRow, column: LevelColumn | None) -> str:
        if column is None:
            return tr("{term}: {number} subjects").format(term=row.term, number=row.subjects)
        grades = row.by_level.get(column.level, ())
        listed = ", ".join(tr("grade {grade}").format(grade=grade) for grade in grades[:12]) or tr("none")
        said = tr("{term}, level {level}: {number} of {treated} ({grades})")
        return said.format(term=row.term, level=column.level, number=len(grades), treated=column.treated, grades=listed)

    def _tell(self) -> None:
        if self.blocks:
            column = self._columns[self._track - 1] if self._track else None
            self.setAccessibleDescription(self._say(self.blocks[self._row], column))


def _paint_blocks(painter: QPainter, rect: QRectF, grades: Sequence[int], unit: float) -> None:
    """One block a subject; where they get too narrow for a digit, one for all of a grade."""
    left = rect.left()
    if unit >= _NARROWEST_WITH_DIGIT:
        runs = [(grade, 1) for grade in grades]
    else:
        runs = [(grade, list(grades).count(grade)) for grade in dict.fromkeys(grades)]
    for grade, number in runs:
        box = QRectF(left, rect.top(), max(unit * number - 1, 1.0), rect.height())
        fill, ink = _FILLS[grade]
        line = theme.color("edge") if grade == 1 else None
        draw_box(painter, box, min(RADIUS_TAG, box.width() / 2), theme.color(fill), line)
        if box.width() >= _NARROWEST_WITH_DIGIT - 3:
            draw_text(
                painter, box, str(grade), font(12, 600, tabular=True), theme.color(ink), ALIGN_CENTER, elide=False
            )
        left += unit * number


def _track_at(columns: Sequence[LevelColumn], width: float, point: QPointF) -> Track | None:
    _unit, tracks = lay_out_tracks(columns, width - _BAR)
    return next(
        (one for one in tracks if one.left - 2 <= point.x() <= one.left + max(one.width, _NARROWEST_WITH_DIGIT)), None
    )


def _fitting(level: int, name_font: QFont, room: float) -> str:
    for text in (tr("Level {number}").format(number=level), tr("L{number}").format(number=level)):
        if QFontMetricsF(name_font).horizontalAdvance(text) <= room:
            return text
    return str(level)


def _say_level(column: LevelColumn) -> str:
    return tr("Level {number}: {treated} treated").format(number=column.level, treated=column.treated)
