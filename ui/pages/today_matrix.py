"""The visit matrix on screen: subjects down with their mark, visits across by group, a glyph and a colour a status."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from domain.schedule.due_visit import DueVisit, VisitStatus
from ui.models.visit_table import MARK_ROLE, VISIT_ROLE, VisitTable
from ui.text import tr
from ui.theme import BORDER_FOCUS, RADIUS_CONTROL, body_font, caption_font, theme
from ui.widgets.mark_paint import Mark, draw_mark
from ui.widgets.paint import ALIGN_CENTER, draw_box, draw_hairline, draw_text
from ui.widgets.scroll import quiet_bars
from ui.widgets.visit_paint import CELL, draw_visit_cell
from ui.words.visit import status_word

_SUBJECT_WIDTH, _HEAD_HEIGHT, _GROUP_GAP = 112, 54, 10
_LEAST_PITCH, _MOST_PITCH = 30, 46
ROW_HIGH, ROW_LOW = 39, 33
_LEGEND_ROW = 26
_ASKING = (VisitStatus.DUE, VisitStatus.OVERDUE, VisitStatus.OUT_OF_WINDOW, VisitStatus.DONE_PARTLY)


class MatrixView(QTableView):
    """The matrix. Arrows move between cells, N and Shift+N to those that ask for something, Enter opens the subject.

    Signals:
        subject_chosen: screening number of the row that was clicked or entered.
    """

    subject_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(parent)
        self.setAccessibleName(tr("Visit matrix"))
        self.setAccessibleDescription(tr("N goes to the next visit that asks for something, Enter opens the subject."))
        self.table = VisitTable(self)
        self.setModel(self.table)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        quiet_bars(self)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalHeader(_VisitHead(self))
        self.setVerticalHeader(_SubjectHead(self))
        self.setItemDelegate(_CellDelegate(self))
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget())
        self._corner = _Corner(self)
        self.clicked.connect(self._choose)
        self.verticalHeader().sectionClicked.connect(self._choose_row)
        self.table.modelReset.connect(self._fit)

    def set_row_height(self, height: int) -> None:
        """Rows closer together where the page is low."""
        self.verticalHeader().setDefaultSectionSize(height)

    def is_group_start(self, column: int) -> bool:
        """Whether a column begins a group; the first column of all needs no gap."""
        columns = self.table.columns
        return 0 < column < len(columns) and columns[column].group != columns[column - 1].group

    def next_asking(self, *, backwards: bool = False) -> QModelIndex:
        """The next cell, row by row, that asks for something; an invalid index where none does."""
        rows, columns = self.table.rowCount(), self.table.columnCount()
        size, here = rows * columns, self.currentIndex()
        start = here.row() * columns + here.column() if here.isValid() else -1
        for step in range(1, size + 1):
            row, column = divmod((start + (-step if backwards else step)) % size, columns)
            index = self.table.index(row, column)
            visit = self.table.visit_at(index)
            if visit is not None and visit.status in _ASKING:
                return index
        return QModelIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
        elif event.key() == Qt.Key.Key_N and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            backwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            found = self.next_asking(backwards=backwards)
            if found.isValid():
                self.setCurrentIndex(found)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters do not search: a cell has no text."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Columns as wide as the room allows, within limits."""
        count = self.table.columnCount()
        if not count:
            return
        starts = [column for column in range(count) if self.is_group_start(column)]
        room = self.width() - _SUBJECT_WIDTH - 4 - _GROUP_GAP * len(starts)
        pitch = min(max(room // count, _LEAST_PITCH), _MOST_PITCH)
        for column in range(count):
            self.setColumnWidth(column, pitch + (_GROUP_GAP if column in starts else 0))
        self._corner.setGeometry(0, 0, _SUBJECT_WIDTH, _HEAD_HEIGHT)
        self._corner.raise_()

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self._choose_row(index.row())

    def _choose_row(self, row: int) -> None:
        self.subject_chosen.emit(self.table.rows[row].subject_id)


class _CellDelegate(QStyledItemDelegate):
    """Draws a cell: hairline of the row, glyph, focus."""

    def __init__(self, view: MatrixView) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = QRectF(option.rect)
        draw_hairline(painter, rect.x(), rect.y(), rect.width(), theme)
        gap = _GROUP_GAP if self._view.is_group_start(index.column()) else 0
        center = QPointF(rect.x() + gap + (rect.width() - gap) / 2, rect.center().y() + 0.5)
        visit = index.data(VISIT_ROLE)
        if isinstance(visit, DueVisit):
            draw_visit_cell(painter, center, visit.status, theme)
        if option.state & QStyle.StateFlag.State_HasFocus:
            half = CELL / 2 + 3
            box = QRectF(center.x() - half, center.y() - half, 2 * half, 2 * half)
            draw_box(painter, box, RADIUS_CONTROL, None, theme.color("accent"), BORDER_FOCUS)


class _VisitHead(QHeaderView):
    """Two lines: the group over its columns, and each column's own short name."""

    def __init__(self, view: MatrixView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(20)
        self.setFixedHeight(_HEAD_HEIGHT)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(100, _HEAD_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        columns = self._view.table.columns
        current = self._view.currentIndex().column() if self._view.hasFocus() else -1
        place = 0
        while place < len(columns):
            end = place
            while end + 1 < len(columns) and columns[end + 1].group == columns[place].group:
                end += 1
            self._paint_group(painter, place, end)
            place = end + 1
        for column, words in enumerate(columns):
            rect = self._rect(column)
            if rect.right() < 0 or rect.left() > self.viewport().width():
                continue
            is_current = column == current
            text_font = caption_font(600 if is_current else 500, tabular=True)
            color = theme.color("text" if is_current else "text3")
            label = QRectF(rect.x() - 6, _HEAD_HEIGHT - 23, rect.width() + 12, 18)
            draw_text(painter, label, words.label, text_font, color, ALIGN_CENTER, elide=False)

    def _rect(self, column: int) -> QRectF:
        gap = _GROUP_GAP if self._view.is_group_start(column) else 0
        return QRectF(self.sectionViewportPosition(column) + gap, 0, self.sectionSize(column) - gap, self.height())

    def _paint_group(self, painter: QPainter, first: int, last: int) -> None:
        group = self._view.table.columns[first].group
        if not group:
            return
        left, right = self._rect(first).left() + 2, self._rect(last).right() - 2
        # The name stays in sight while its columns scroll by.
        seen = QRectF(max(left, 0), 4, min(right, self.viewport().width()) - max(left, 0), 20)
        painter.fillRect(QRectF(left, 27, right - left, 1), theme.color("control"))
        needed = QFontMetricsF(caption_font(500)).horizontalAdvance(group)
        if seen.width() < needed:
            # A group of one or two columns may use the gaps beside it.
            seen = QRectF(left - _GROUP_GAP / 2, 4, max(right - left, 20) + _GROUP_GAP, 20)
        draw_text(painter, seen, group, caption_font(500), theme.color("text2"), ALIGN_CENTER)


class _Corner(QWidget):
    """Covers Qt's own corner, a raised button, with ground and a word."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        words = QRectF(0, _HEAD_HEIGHT - 23, _SUBJECT_WIDTH, 18)
        draw_text(painter, words, tr("Subject"), caption_font(500), theme.color("text3"))


class _SubjectHead(QHeaderView):
    """The fixed column: mark and screening number."""

    def __init__(self, view: MatrixView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view = view
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(ROW_HIGH)
        self.setFixedWidth(_SUBJECT_WIDTH)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(_SUBJECT_WIDTH, 100)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        for row in range(self.count()):
            top, height = self.sectionViewportPosition(row), self.sectionSize(row)
            if top + height >= event.rect().top() and top <= event.rect().bottom():
                self._paint_row(painter, QRect(0, top, _SUBJECT_WIDTH, height), row)

    def _paint_row(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        table = self._view.table
        head = table.headerData(logical_index, Qt.Orientation.Vertical, MARK_ROLE)
        area = QRectF(rect)
        draw_hairline(painter, area.x(), area.y(), area.width(), theme)
        if isinstance(head, Mark):
            draw_mark(painter, QRectF(area.x() + 1, round(area.center().y() - 13), 26, 26), head, theme)
        name = str(table.headerData(logical_index, Qt.Orientation.Vertical))
        is_current = self._view.hasFocus() and self._view.currentIndex().row() == logical_index
        words = QRectF(area.x() + 35, area.y(), area.width() - 35, area.height())
        draw_text(painter, words, name, body_font(600 if is_current else 500, tabular=True), theme.color("text"))


class Legend(QWidget):
    """What each glyph means; as many columns as fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it."""
        super().__init__(parent)
        self._entries: list[tuple[VisitStatus, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_gaps(has_gaps=False)

    def show_gaps(self, *, has_gaps: bool) -> None:
        """Explain the sign of a visit with gaps only where there is one: it would take the matrix a row."""
        shown = [one for one in VisitStatus if has_gaps or one is not VisitStatus.DONE_PARTLY]
        entries = [(status, status_word(status)) for status in shown]
        if entries == self._entries:
            return
        self._entries = entries
        self.setAccessibleName(tr("Legend: {words}").format(words=", ".join(word for _, word in entries)))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(len(self._rows()) * _LEGEND_ROW + 2)

    def sizeHint(self) -> QSize:
        return QSize(300, len(self._rows()) * _LEGEND_ROW + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, row in enumerate(self._rows()):
            middle = number * _LEGEND_ROW + _LEGEND_ROW / 2
            for x, status, word in row:
                draw_visit_cell(painter, QPointF(x + 9, middle), status, theme, side=18)
                words = QRectF(x + 23, middle - 9, self.width() - x - 23, 18)
                draw_text(painter, words, word, caption_font(), theme.color("text2"))

    def _rows(self) -> list[list[tuple[float, VisitStatus, str]]]:
        """Entries with their left edge, flowing into as many rows as are needed."""
        metrics = QFontMetricsF(caption_font())
        rows: list[list[tuple[float, VisitStatus, str]]] = [[]]
        x = 0.0
        for status, word in self._entries:
            needed = 23 + metrics.horizontalAdvance(word)
            if rows[-1] and x + needed > self.width():
                rows.append([])
                x = 0.0
            rows[-1].append((x, status, word))
            x += needed + 10
        return rows
