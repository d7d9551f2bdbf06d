"""The command palette: type a few letters of what to find or do, Enter does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from ui.theme import BORDER, CONTROL_HEIGHT, RADIUS_CARD, SPACE_S, body_font, caption_font, theme
from ui.widgets.elided_label import Label
from ui.widgets.line_edit import LineEdit
from ui.widgets.paint import ALIGN_RIGHT, draw_box, draw_text
from ui.widgets.scroll import quiet_bars
from ui.widgets.words import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

_ID_ROLE = Qt.ItemDataRole.UserRole + 1
_SHORTCUT_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class Command:
    """One thing to find or do.

    Attributes:
        id: what `chosen` carries.
        title: what is shown and searched.
        shortcut: its keys, shown at the right.
        group: its heading on the shortcut sheet.
    """

    id: str
    title: str
    shortcut: str = ""
    group: str = ""


def matching_commands(commands: Sequence[Command], typed: str) -> list[Command]:
    """The commands that hold every typed word, those that start with the text first."""
    words = typed.casefold().split()
    found = [c for c in commands if all(word in c.title.casefold() for word in words)]
    start = " ".join(words)
    return sorted(found, key=lambda c: not c.title.casefold().startswith(start)) if start else found


class PalettePopup(QWidget):
    """A popup over the window; closes on Esc or a click elsewhere."""

    chosen = Signal(str)

    def __init__(self, commands: Sequence[Command] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._commands: tuple[Command, ...] = tuple(commands)
        self.setAccessibleName(tr("Find or do"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        column.setSpacing(SPACE_S)
        self.search = LineEdit(tr("Find or do"), icon_name="search", placeholder=tr("Find or do"))
        self._model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_CommandDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("Matches"))
        self.list.setMouseTracking(True)
        quiet_bars(self.list)
        self._nothing = Label(tr("Nothing of that name."), size="caption", token="text3")
        self._nothing.setContentsMargins(12, 4, 0, 4)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._run(index))
        self._filter("")

    def set_commands(self, commands: Sequence[Command]) -> None:
        """Replaces what can be found."""
        self._commands = tuple(commands)
        self._filter(self.search.text())

    def open_over(self, window: QWidget) -> None:
        """Shows the palette in the upper middle of a window, empty and ready to type."""
        self.search.clear()
        width = min(560, window.width() - 2 * CONTROL_HEIGHT)
        self.resize(width, min(420, window.height() - 120))
        corner = window.mapToGlobal(QPoint((window.width() - width) // 2, 64))
        self.move(corner)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def titles(self) -> list[str]:
        """What is listed now."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                self._move({Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8}.get(Qt.Key(key), -8))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex())
                return True
            if key == Qt.Key.Key_Escape:
                self.close()
                return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), RADIUS_CARD, theme.color("surface"), theme.color("control"), BORDER)

    def _filter(self, typed: str) -> None:
        self._model.clear()
        for command in matching_commands(self._commands, typed):
            item = QStandardItem(command.title)
            item.setData(command.id, _ID_ROLE)
            item.setData(command.shortcut, _SHORTCUT_ROLE)
            item.setEditable(False)
            self._model.appendRow(item)
        self._nothing.setVisible(self._model.rowCount() == 0)
        self.list.setCurrentIndex(self._model.index(0, 0))

    def _move(self, step: int) -> None:
        rows = self._model.rowCount()
        if rows:
            row = min(max(self.list.currentIndex().row() + step, 0), rows - 1)
            self.list.setCurrentIndex(self._model.index(row, 0))

    def _run(self, index: QModelIndex) -> None:
        if index.isValid():
            command = str(index.data(_ID_ROLE))
            self.close()
            self.chosen.emit(command)


class _CommandDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, CONTROL_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("soft"))
            painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), theme.color("accent"))
        inner = rect.adjusted(12, 0, -12, 0)
        shortcut = str(index.data(_SHORTCUT_ROLE) or "")
        draw_text(painter, inner, shortcut, caption_font(500), theme.color("text3"), ALIGN_RIGHT)
        draw_text(
            painter,
            inner.adjusted(0, 0, -110 if shortcut else 0, 0),
            str(index.data()),
            body_font(),
            theme.color("text"),
        )
        painter.restore()
