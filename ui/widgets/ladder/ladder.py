"""The dose ladder as one widget: it paints every row; each item is a child that is named, focused and clicked."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.text import tr
from ui.theme import BORDER_FOCUS, RADIUS_CONTROL, theme
from ui.widgets.ladder.ladder_rows import LadderRow
from ui.widgets.ladder.layout import (
    MOST_LINES,
    Item,
    LadderLayout,
    Shown,
    TextWidths,
    choose_shown,
    is_quiet,
    lay_out,
    least_height,
    place_columns,
)
from ui.widgets.ladder.navigation import index_after
from ui.widgets.ladder.paint_ladder import draw_ladder, measure_texts
from ui.widgets.paint import draw_box


class Ladder(QWidget):
    """Rungs, highest dose on top. Arrows move between marks, Enter opens the subject.

    Signals:
        subject_chosen: screening number of the mark that was clicked.
        item_focused: rectangle of the item that the keyboard has reached, to be scrolled into view.
        laid_out: columns or heights have changed.
    """

    subject_chosen = Signal(str)
    item_focused = Signal(QRect)
    laid_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Dose ladder"))
        self._rows: tuple[LadderRow, ...] = ()
        self._shown: tuple[Shown, ...] = ()
        self._expanded: set[int] = set()
        self._widths = TextWidths()
        self._layout = lay_out((), 740, 0, self._widths)
        self._buttons: list[LadderItem] = []

    @property
    def layout_now(self) -> LadderLayout:
        """Where everything lies."""
        return self._layout

    @property
    def rows(self) -> tuple[LadderRow, ...]:
        """What is shown, top row first."""
        return self._rows

    @property
    def items(self) -> tuple["LadderItem", ...]:
        """The children that are shown, row by row."""
        return tuple(self._buttons[: len(self._layout.items)])

    def set_rows(self, rows: Sequence[LadderRow]) -> None:
        """Shows other rows; the focus stays on the same place of the same row where there is one."""
        self._rows = tuple(rows)
        self._widths = measure_texts(self._rows)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        columns = place_columns(self.width(), self._widths)
        return QSize(560, int(least_height([shown.count for shown in self._shown], columns.per_line)))

    def sizeHint(self) -> QSize:
        return QSize(780, 66 * max(len(self._rows), 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_ladder(QPainter(self), self._layout, self._rows, self._shown, theme)

    def on_item_clicked(self, item: Item) -> None:
        """Open the subject of a mark, or show more or fewer marks of a row."""
        if item.index < 0:
            return
        shown = self._shown[item.rung]
        if shown.has_tile and item.index == 0:
            self._expanded ^= {self._rows[item.rung].level}
            self._arrange()
            return
        subject_id = shown.marks[item.index - shown.has_tile].subject_id
        if subject_id:
            self.subject_chosen.emit(subject_id)

    def move_focus(self, item: Item, key: int) -> bool:
        """Move the keyboard from an item; False where the key says nothing here."""
        items = self._layout.items
        target = index_after(items, items.index(item), key)
        if target is None:
            return False
        self._focus(target)
        return True

    def _focus(self, index: int) -> None:
        self._rove(index)
        self._buttons[index].setFocus(Qt.FocusReason.OtherFocusReason)
        self.item_focused.emit(self._buttons[index].geometry())

    def _rove(self, index: int) -> None:
        """Tab enters the ladder at one item only."""
        for number, button in enumerate(self.items):
            policy = Qt.FocusPolicy.StrongFocus if number == index else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def _arrange(self) -> None:
        self._shown = self._choose_shown()
        counts = [shown.count for shown in self._shown]
        self._layout = lay_out(counts, self.width(), self.height(), self._widths)
        while len(self._buttons) < len(self._layout.items):
            self._buttons.append(LadderItem(self))
        entry = next((i for i, one in enumerate(self._layout.items) if self._rows[one.rung].ground == "current"), 0)
        focused = next((i for i, one in enumerate(self.items) if one.hasFocus()), entry)
        for index, button in enumerate(self._buttons):
            if index < len(self._layout.items):
                item = self._layout.items[index]
                button.show_item(item, self._words_of(item), opens=self._opens(item))
            elif button.isVisibleTo(self):
                button.hide()
        self._rove(focused)
        self.updateGeometry()
        self.update()
        self.laid_out.emit()

    def _choose_shown(self) -> tuple[Shown, ...]:
        """Two lines of marks a row; one where the ladder would scroll for the second, and only quiet marks give way."""
        per_line, around = place_columns(self.width(), self._widths).per_line, self.parentWidget()
        room = self.height() if around is None else around.height()
        shown = [self._shown_of(row, per_line, MOST_LINES) for row in self._rows]
        # The fullest first, the level in question last.
        rows = sorted(enumerate(self._rows), key=lambda one: (one[1].ground == "current", -len(one[1].marks)))
        for at, row in rows:
            if least_height([one.count for one in shown], per_line) <= room:
                break
            short = self._shown_of(row, per_line, 1)
            if all(is_quiet(one) for one in short.hidden):
                shown[at] = short
        return tuple(shown)

    def _shown_of(self, row: LadderRow, per_line: int, lines: int) -> Shown:
        return choose_shown(row.marks, per_line, lines=lines, is_expanded=row.level in self._expanded)

    def _opens(self, item: Item) -> bool:
        shown = self._shown[item.rung]
        if item.index < 0:
            return False
        return (shown.has_tile and item.index == 0) or bool(shown.marks[item.index - shown.has_tile].subject_id)

    def _words_of(self, item: Item) -> str:
        row, shown = self._rows[item.rung], self._shown[item.rung]
        if item.index < 0:
            return row.words
        if shown.has_tile and item.index == 0:
            if not shown.hidden:
                return tr("Show fewer")
            return tr("{count} more at level {level}: show all").format(count=len(shown.hidden), level=row.level)
        return shown.marks[item.index - shown.has_tile].words


class LadderItem(QAbstractButton):
    """A rung or a mark for pointer, keyboard and screen reader; the ladder paints it, the child only its focus."""

    def __init__(self, ladder: Ladder) -> None:
        super().__init__(ladder)
        self._ladder = ladder
        self._item = Item(0, -1, QRectF(), QRectF(), QRectF())
        self.clicked.connect(lambda: self._ladder.on_item_clicked(self._item))

    @property
    def item(self) -> Item:
        """What it stands for."""
        return self._item

    def show_item(self, item: Item, words: str, *, opens: bool) -> None:
        """Stand for another item."""
        self._item = item
        self.setGeometry(item.box.toAlignedRect())
        if self.accessibleName() != words:
            self.setAccessibleName(words)
            self.setToolTip(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        if not self.isVisibleTo(self._ladder):
            self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif not self._ladder.move_focus(self._item, event.key()):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            draw_box(painter, QRectF(self.rect()), RADIUS_CONTROL, None, theme.color("accent"), BORDER_FOCUS)
