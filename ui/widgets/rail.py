"""The left rail: wordmark, sections in groups, the person at the foot."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import (
    BORDER,
    BORDER_FOCUS,
    CONTEXT_HEIGHT,
    CONTROL_HEIGHT,
    RADIUS_CONTROL,
    RAIL_WIDTH,
    SPACE_S,
    Ink,
    body_font,
    caption_font,
    theme,
)
from ui.widgets.buttons import IconButton
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_CENTER, draw_box, draw_text
from ui.widgets.words import tr

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class RailItem:
    """One section: its id, its word, its icon, and a count where work waits."""

    id: str
    text: str
    icon: str
    count: int | None = None


_MOST_APART = 14


class Rail(QWidget):
    """Sections in groups; Up and Down move the focus, Enter and Space choose."""

    section_chosen = Signal(str)
    person_requested = Signal()
    lock_requested = Signal()

    def __init__(self, groups: Sequence[Sequence[RailItem]] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(RAIL_WIDTH)
        self.setAccessibleName(tr("Sections"))
        self._buttons: dict[str, _RailButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_S, CONTEXT_HEIGHT + SPACE_S, SPACE_S, 0)
        column.setSpacing(4)
        self._sections = QVBoxLayout()
        self._sections.setSpacing(4)
        column.addLayout(self._sections)
        column.addStretch(1)
        self._foot = _Person()
        self._foot.change_button.clicked.connect(self.person_requested)
        self._foot.lock_button.clicked.connect(self.lock_requested)
        self._foot.hide()
        column.addWidget(self._foot)
        self.set_groups(groups)

    def set_groups(self, groups: Sequence[Sequence[RailItem]]) -> None:
        """Replaces all sections; the current one stays if it is still there."""
        current = self.current()
        while self._sections.count():
            taken = self._sections.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons.clear()
        # All sections are in sight in a window of 720 px.
        self._sections.setSpacing(4 if sum(map(len, groups)) <= _MOST_APART else 1)
        for position, group in enumerate(groups):
            if position:
                self._sections.addSpacing(12)
            for item in group:
                button = _RailButton(item)
                button.clicked.connect(lambda _checked=False, chosen=item.id: self.section_chosen.emit(chosen))
                self._group.addButton(button)
                self._buttons[item.id] = button
                self._sections.addWidget(button)
        order: list[QWidget] = [*self._buttons.values(), self._foot.change_button, self._foot.lock_button]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)
        if current in self._buttons:
            self.set_current(current)

    def current(self) -> str:
        """The id of the current section, or an empty text."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_current(self, section: str) -> None:
        """Marks a section as current without emitting `section_chosen`."""
        self._buttons[section].setChecked(True)

    def take_focus(self) -> None:
        """Puts the focus on the current section."""
        if button := self._buttons.get(self.current()):
            button.setFocus()

    def set_count(self, section: str, count: int | None) -> None:
        """Sets the figure of a section; None or 0 shows none."""
        self._buttons[section].set_count(count)

    def set_person(self, name: str, role: str, initials: str = "") -> None:
        """Shows who is signed in; an empty name hides the foot."""
        self._foot.set_person(name, role, initials)
        self._foot.setVisible(bool(name))

    def show_lock(self, can_lock: bool) -> None:
        """The button at the foot: a lock where somebody signed in, else a pencil to say who is working."""
        self._foot.lock_button.setVisible(can_lock)
        self._foot.change_button.setVisible(not can_lock)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        buttons = list(self._buttons.values())
        focused = next((i for i, button in enumerate(buttons) if button.hasFocus()), None)
        if step and focused is not None:
            buttons[(focused + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("rail"))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme.color("line"))
        draw_wordmark(painter, 16, CONTEXT_HEIGHT / 2, theme)


def draw_wordmark(painter: QPainter, x: float, middle: float, ink: Ink) -> None:
    """Draws the three bars and the name, centred on `middle`."""
    for offset, width in ((-7.0, 16.0), (-1.5, 11.0), (4.0, 6.0)):
        draw_box(painter, QRectF(x, middle + offset, width, 3), 1.5, ink.color("accent"))
    draw_text(painter, QRectF(x + 26, middle - 12, 140, 24), "Titrant", body_font(600), ink.color("text"))


class _RailButton(QAbstractButton):
    def __init__(self, item: RailItem) -> None:
        super().__init__()
        self._item = item
        self.setCheckable(True)
        self.setText(item.text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._count: int | None = None
        self.set_count(item.count)

    def set_count(self, count: int | None) -> None:
        self._count = count or None
        name = self._item.text
        self.setAccessibleName(tr("%1, %2 waiting").replace("%1", name).replace("%2", str(count)) if count else name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(RAIL_WIDTH - 2 * SPACE_S, CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, CONTROL_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            # The group would choose a section at each step; the rail only moves the focus.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        current = self.isChecked()
        if current:
            draw_box(painter, rect, RADIUS_CONTROL, theme.color("surface"), theme.color("line"), BORDER)
            painter.fillRect(QRectF(0, 8, 3, rect.height() - 16), theme.color("accent"))
        elif self.underMouse():
            draw_box(painter, rect, RADIUS_CONTROL, theme.color("neutral"))
        if self.hasFocus():
            draw_box(painter, rect, RADIUS_CONTROL, None, theme.color("accent"), BORDER_FOCUS)
        draw_icon(painter, QRectF(12, 8, 16, 16), self._item.icon, theme.color("accent" if current else "text2"))
        right = rect.right() - 6
        if self._count is not None:
            text = str(self._count)
            count_font = caption_font(600, tabular=True)
            width = max(QFontMetricsF(count_font).horizontalAdvance(text) + 12, 22)
            badge = QRectF(right - width - 2, rect.center().y() - 9, width, 18)
            draw_box(painter, badge, 9, theme.color("soft"))
            draw_text(painter, badge, text, count_font, theme.color("text"), ALIGN_CENTER)
            right = badge.left() - 4
        text_font = body_font(600 if current else 400)
        token = "text" if current else "text2"
        whole = draw_text(
            painter, QRectF(38, 0, right - 38, rect.height()), self._item.text, text_font, theme.color(token)
        )
        self.setToolTip("" if whole else self._item.text)


class _Person(QWidget):
    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(48, 0, 4, 0)
        row.setSpacing(4)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._name = ElidedLabel(weight=600)
        self._role = ElidedLabel(size="caption", token="text2")
        column.addStretch(1)
        column.addWidget(self._name)
        column.addWidget(self._role)
        column.addStretch(1)
        row.addLayout(column, 1)
        self.change_button = IconButton("pencil", tr("Change who is working"))
        self.lock_button = IconButton("lock", tr("Lock"))
        self.lock_button.setToolTip(tr("Lock (Ctrl+L)"))
        self.lock_button.hide()
        row.addWidget(self.change_button)
        row.addWidget(self.lock_button)
        self.setFixedHeight(60)
        self._initials = ""

    def set_person(self, name: str, role: str, initials: str) -> None:
        self._name.setText(name)
        self._role.setText(role)
        words = [word for word in name.split() if word[:1].isalpha() and word.rstrip(".") not in ("Dr", "Prof")]
        self._initials = initials or "".join(word[0] for word in words[:2]).upper()
        self.setAccessibleName(f"{name}, {role}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(8, 0, self.width() - 16, 1), theme.color("line"))
        disc = QRectF(8, self.height() / 2 - 16, 32, 32)
        draw_box(painter, disc, 16, theme.color("neutral"))
        draw_text(painter, disc, self._initials, caption_font(600), theme.color("on_neutral"), ALIGN_CENTER)
