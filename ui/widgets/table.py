"""Tables: rows parted by hairlines, text left, numbers and dates right, small painters in cells.

A model says how a cell looks by roles: `Qt.TextAlignmentRole` for numbers and dates (right), `PAINT_ROLE`
for a small painter (`grade_cell`, `mark_cell`, `chip_cell`, `tag_cell`), `WEIGHT_ROLE` and `TOKEN_ROLE` for
text. An empty cell is an en dash.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from ui.theme import HEADER_HEIGHT, ROW_HEIGHT, Ink, body_font, caption_font, theme
from ui.widgets.chip_paint import chip_width, draw_chip
from ui.widgets.icons import draw_icon
from ui.widgets.mark_paint import Mark, draw_mark
from ui.widgets.paint import ALIGN_LEFT, ALIGN_RIGHT, draw_text
from ui.widgets.scroll import quiet_bars
from ui.widgets.tag_paint import draw_grade_square, draw_tag, tag_width

CellPainter = Callable[[QPainter, QRectF, Ink], None]

PAINT_ROLE = Qt.ItemDataRole.UserRole + 60
WEIGHT_ROLE = Qt.ItemDataRole.UserRole + 61
TOKEN_ROLE = Qt.ItemDataRole.UserRole + 62

RIGHT = int(ALIGN_RIGHT)
LEFT = int(ALIGN_LEFT)
CELL_PADDING = 8


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: ground, value or small painter, hairline."""

    def __init__(self, row_height: int, parent: QTableView) -> None:
        super().__init__(parent)
        self._row_height = row_height
        self._table = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        text = _text_of(index)
        width = _text_width(text, *_lettering_of(index, text)) + 2 * CELL_PADDING + 1
        if (small_painter := index.data(PAINT_ROLE)) is not None:
            width = max(width, float(getattr(small_painter, "width", 20)) + 2 * CELL_PADDING)
        return QSize(int(width + 0.999), self._row_height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, theme.color("soft"))
            header = self._table.horizontalHeader()
            if header.visualIndex(index.column()) == 0:
                painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), theme.color("accent"))
        focused = selected and self._table.hasFocus()
        line = theme.color("accent" if focused else "line")
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), line)
        if focused:
            painter.fillRect(QRectF(rect.x(), rect.y(), rect.width(), 1), line)
        inner = rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)
        small_painter = index.data(PAINT_ROLE)
        if small_painter is not None:
            small_painter(painter, inner, theme)
        else:
            text = _text_of(index)
            empty = text == "–" and not index.data(Qt.ItemDataRole.DisplayRole)
            token = "text3" if empty else str(index.data(TOKEN_ROLE) or "text")
            weight, tabular = _lettering_of(index, text)
            font = body_font(weight, tabular=tabular)
            draw_text(painter, inner, text, font, theme.color(token), _alignment_of(index))
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        # A shortened text tells all of itself, unless the model has something better to say.
        if index.isValid() and not index.data(Qt.ItemDataRole.ToolTipRole) and index.data(PAINT_ROLE) is None:
            room = view.visualRect(index).width() - 2 * CELL_PADDING
            text = _text_of(index)
            if _text_width(text, *_lettering_of(index, text)) > room:
                QToolTip.showText(event.globalPos(), text, view)
                return True
        return super().helpEvent(event, view, option, index)


class TableHeader(QHeaderView):
    """Header in 12/500 text3 on a hairline; the sorted column in text, 600, with an accent arrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFont(caption_font(500))
        self.setFixedHeight(HEADER_HEIGHT)
        self.setDefaultAlignment(ALIGN_LEFT)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(32)

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        box = QRectF(rect)
        painter.save()
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.color("line"))
        model = self.model()
        text = str(model.headerData(logical_index, Qt.Orientation.Horizontal) or "")
        align = _as_alignment(
            model.headerData(logical_index, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        )
        inner = box.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == logical_index
        text_font = caption_font(600 if sorted_here else 500)
        if sorted_here:
            ascending = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            width = min(QFontMetricsF(text_font).horizontalAdvance(text), inner.width() - 16)
            left = inner.right() - 12 if align & Qt.AlignmentFlag.AlignRight else inner.left() + width + 4
            square = QRectF(left, inner.center().y() - 6, 12, 12)
            draw_icon(painter, square, "arrow_up" if ascending else "arrow_down", theme.color("accent"))
            inner = inner.adjusted(0, 0, -16, 0)
        draw_text(painter, inner, text, text_font, theme.color("text" if sorted_here else "text3"), align)
        painter.restore()

    def sectionSizeFromContents(self, logical_index: int) -> QSize:
        model = self.model()
        if model is None:  # while the window is taken down Qt still lays the header out
            return QSize(0, HEADER_HEIGHT)
        text = str(model.headerData(logical_index, Qt.Orientation.Horizontal) or "")
        arrow = 16 if self.isSortIndicatorShown() else 0
        width = QFontMetricsF(caption_font(600)).horizontalAdvance(text) + 2 * CELL_PADDING + arrow
        return QSize(int(width + 1), HEADER_HEIGHT)


class TableView(QTableView):
    """A read-only table of rows.

    Signals:
        row_activated(index): Enter or a double click.
        row_changed(index): another row became current.
        search_typed(text): the person started typing, or pressed "/" (text is then empty): put the focus into
            the page's search field and the text with it.

    Args:
        row_height: 32, or 28 to 31 where a page must fit.
        sortable: True to let clicks on the header sort through `model.sort`.
        stretch_column: the column that takes the room left; None to leave the last one at its size.
        widest: pixels that no other column goes beyond; what is longer is shortened and said by its tooltip.
    """

    row_activated = Signal(QModelIndex)
    row_changed = Signal(QModelIndex)
    search_typed = Signal(str)

    def __init__(
        self,
        name: str,
        *,
        row_height: int = ROW_HEIGHT,
        sortable: bool = False,
        stretch_column: int | None = 0,
        widest: int = 320,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._row_height, self._stretch_column, self._widest = row_height, stretch_column, widest
        self.setAccessibleName(name)
        self.setFont(body_font(tabular=True))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        quiet_bars(self)
        self.verticalScrollBar().setSingleStep(row_height)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalHeader(TableHeader(self))
        self.horizontalHeader().setSectionsClickable(sortable)
        self.horizontalHeader().viewport().setAutoFillBackground(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.verticalHeader().setMinimumSectionSize(row_height)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setItemDelegate(CellDelegate(row_height, self))
        self.setSortingEnabled(sortable)
        if sortable:
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.doubleClicked.connect(self.row_activated)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.fit_columns()

    def fit_columns(self, sample: int = 60) -> None:
        """Makes each column as wide as its header and its first rows need; the stretch column takes the rest."""
        model = self.model()
        if model is None:
            return
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        option = QStyleOptionViewItem()
        for column in range(model.columnCount()):
            if column == self._stretch_column:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
                continue
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            widest = header.sectionSizeFromContents(column).width()
            for row in range(min(model.rowCount(), sample)):
                widest = max(widest, self.itemDelegate().sizeHint(option, model.index(row, column)).width())
            header.resizeSection(column, min(widest, self._widest))

    def select_row(self, row: int) -> None:
        """Makes a row current and brings it into view."""
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.row_changed.emit(current)

    def keyboardSearch(self, search: str) -> None:
        self.search_typed.emit("" if search == "/" else search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.row_activated.emit(self.currentIndex())
        elif (
            event.text().isprintable()
            and event.text().strip()
            and not (event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))
        ):
            self.keyboardSearch(event.text())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Leaves out the row that is cut off at the foot: a list ends with a whole one."""
        cut = self.last_whole_row() + 1
        if cut < self.model_rows() and cut > self.rowAt(0):
            foot = self.row_rect(cut).top()
            event = QPaintEvent(event.region() & QRect(0, 0, self.viewport().width(), foot))
        super().paintEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A row is current as soon as the keyboard comes in: otherwise the focus would not show.
        if not self.currentIndex().isValid() and self.model() is not None and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def content_height(self) -> int:
        """The height that shows all rows without scrolling."""
        return HEADER_HEIGHT + self.model_rows() * self._row_height + 2

    def model_rows(self) -> int:
        """How many rows there are."""
        return self.model().rowCount() if self.model() is not None else 0

    def last_whole_row(self) -> int:
        """The last row that lies in sight as a whole; the row at the top where none does, -1 without rows."""
        last = self.rowAt(self.viewport().height())
        return max(last - 1, self.rowAt(0)) if last >= 0 else self.model_rows() - 1

    def row_rect(self, row: int) -> QRect:
        """Where a row lies in the viewport."""
        last = self.model().columnCount() - 1
        top_left = self.visualRect(self.model().index(row, 0)).topLeft()
        return QRect(QPoint(0, top_left.y()), self.visualRect(self.model().index(row, last)).bottomRight())


# --- small painters -----------------------------------------------------------------------------


class _CellPainter:
    def __init__(self, draw: CellPainter, width: float) -> None:
        self._draw, self.width = draw, width

    def __call__(self, painter: QPainter, rect: QRectF, ink: Ink) -> None:
        self._draw(painter, rect, ink)


def _placed(rect: QRectF, width: float, height: float, align: str) -> QRectF:
    left = {"left": rect.left(), "right": rect.right() - width}.get(align, rect.center().x() - width / 2)
    return QRectF(round(left), round(rect.center().y() - height / 2), width, height)


def grade_cell(grade: int, align: str = "center") -> CellPainter:
    """A grade square of 20 px for `PAINT_ROLE`."""
    return _CellPainter(lambda p, rect, ink: draw_grade_square(p, _placed(rect, 20, 20, align), grade, ink), 20)


def mark_cell(mark: Mark, size: int = 26, align: str = "left") -> CellPainter:
    """A subject mark for `PAINT_ROLE`."""
    return _CellPainter(lambda p, rect, ink: draw_mark(p, _placed(rect, size, size, align), mark, ink), size)


def chip_cell(action: str, align: str = "left", text: str | None = None) -> CellPainter:
    """An action chip of 20 px for `PAINT_ROLE`."""
    width = chip_width(action, 20, text)
    return _CellPainter(lambda p, rect, ink: draw_chip(p, _placed(rect, width, 20, align), action, ink, text), width)


def tag_cell(text: str, *, fill: str = "", line: str = "text", glyph: str = "", align: str = "left") -> CellPainter:
    """A tag ("T met") for `PAINT_ROLE`."""
    width = tag_width(text, glyph=bool(glyph))

    def draw(painter: QPainter, rect: QRectF, ink: Ink) -> None:
        draw_tag(painter, _placed(rect, width, 20, align), text, ink, fill=fill, line=line, glyph=glyph)

    return _CellPainter(draw, width)


def icon_cell(name: str, token: str = "text2", align: str = "center") -> CellPainter:
    """A line icon of 14 px for `PAINT_ROLE`."""
    return _CellPainter(lambda p, rect, ink: draw_icon(p, _placed(rect, 14, 14, align), name, ink.color(token)), 14)


# --- reading the model --------------------------------------------------------------------------


def _text_of(index: QModelIndex | QPersistentModelIndex) -> str:
    value = index.data(Qt.ItemDataRole.DisplayRole)
    return "–" if value is None or value == "" else str(value)


def _lettering_of(index: QModelIndex | QPersistentModelIndex, text: str) -> tuple[int, bool]:
    """Weight of a cell's text, and whether its figures are tabular: they widen hyphens and brackets too."""
    tabular = text[:1].isdigit() or bool(_alignment_of(index) & Qt.AlignmentFlag.AlignRight)
    return int(index.data(WEIGHT_ROLE) or 400), tabular


@lru_cache(maxsize=8192)
def _text_width(text: str, weight: int, tabular: bool) -> float:
    """Pixels of a text; columns are fitted again and again to texts that are the same."""
    return QFontMetricsF(body_font(weight, tabular=tabular)).horizontalAdvance(text)


def _as_alignment(value: object) -> Qt.AlignmentFlag:
    if value is None:
        return ALIGN_LEFT
    flags = value if isinstance(value, Qt.AlignmentFlag) else Qt.AlignmentFlag(int(str(value)))
    return flags if flags & Qt.AlignmentFlag.AlignVertical_Mask else flags | Qt.AlignmentFlag.AlignVCenter


def _alignment_of(index: QModelIndex | QPersistentModelIndex) -> Qt.AlignmentFlag:
    return _as_alignment(index.data(Qt.ItemDataRole.TextAlignmentRole))
