"""One of a few choices that need a line of explanation each, one below the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import (
    BORDER_FOCUS,
    BORDER_SELECTED,
    CONTROL_HEIGHT,
    RADIUS_CONTROL,
    SPACE_XS,
    body_font,
    caption_font,
    theme,
)
from ui.widgets.paint import ALIGN_RIGHT, draw_box, draw_text

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Choice:
    """One row of a radio list: text at the left, a note at the right ("follows the rule")."""

    value: object
    text: str
    note: str = ""
    enabled: bool = True


class RadioRow(QRadioButton):
    """A radio as a row of a card: 32 high; the chosen one lies on soft with an accent border."""

    def __init__(self, choice: Choice, *, parent: QWidget | None = None) -> None:
        super().__init__(choice.text, parent)
        self.choice = choice
        self.setEnabled(choice.enabled)
        self.setAccessibleName(f"{choice.text}, {choice.note}" if choice.note else choice.text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        text = QFontMetricsF(body_font(600)).horizontalAdvance(self.choice.text)
        note = QFontMetricsF(caption_font()).horizontalAdvance(self.choice.note)
        return QSize(int(36 + text + (16 + note if self.choice.note else 0) + 13), CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, CONTROL_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        chosen, focus = self.isChecked(), self.hasFocus()
        if chosen:
            width = BORDER_FOCUS if focus else BORDER_SELECTED
            draw_box(painter, rect, RADIUS_CONTROL, theme.color("soft"), theme.color("accent"), width)
        elif focus:
            draw_box(painter, rect, RADIUS_CONTROL, None, theme.color("accent"), BORDER_FOCUS)
        elif self.underMouse() and self.isEnabled():
            draw_box(painter, rect, RADIUS_CONTROL, theme.color("sunken"))
        disc = QRectF(11, rect.center().y() - 8, 16, 16)
        line = theme.color("accent" if chosen else "control")
        draw_box(painter, disc, 8, theme.color("surface"), line, BORDER_SELECTED if chosen else 1.2)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(disc.center(), 4, 4)
        note_width = QFontMetricsF(caption_font()).horizontalAdvance(self.choice.note)
        note = QRectF(rect.right() - 12 - note_width - 1, 0, note_width + 1, rect.height())
        token = "text" if self.isEnabled() else "text3"
        text_rect = QRectF(36, 0, note.left() - 36 - (8 if self.choice.note else 0), rect.height())
        whole = draw_text(painter, text_rect, self.choice.text, body_font(600 if chosen else 400), theme.color(token))
        self.setToolTip("" if whole else self.choice.text)
        note_token = "text2" if self.isEnabled() else "text3"
        draw_text(painter, note, self.choice.note, caption_font(), theme.color(note_token), ALIGN_RIGHT)


class RadioList(QWidget):
    """Exclusive radio rows below each other; a choice from the rows' values."""

    value_changed = Signal()

    def __init__(self, choices: Sequence[Choice], name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_XS // 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._group.buttonToggled.connect(self._on_toggled)
        self._rows: list[RadioRow] = []
        self.set_choices(choices)

    def rows(self) -> list[RadioRow]:
        return list(self._rows)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Replaces the rows and keeps the chosen value if it is still there and enabled."""
        value = self.value()
        for row in self._rows:
            self._group.removeButton(row)
            self._layout.removeWidget(row)
            row.hide()  # until it is deleted it would show through the new one
            row.deleteLater()
        self._rows = []
        for choice in choices:
            row = RadioRow(choice, parent=self)
            self._group.addButton(row)
            self._layout.addWidget(row)
            self._rows.append(row)
            row.show()
        if self._rows:
            self.setFocusProxy(self._rows[0])
        self.set_value(value)

    def value(self) -> object | None:
        return next((row.choice.value for row in self._rows if row.isChecked()), None)

    def set_value(self, value: object) -> None:
        for row in self._rows:
            if row.choice.value == value and row.isEnabled():
                row.setChecked(True)
                return
        # An exclusive group refuses to clear its last button.
        self._group.setExclusive(False)
        for row in self._rows:
            row.setChecked(False)
        self._group.setExclusive(True)

    def set_finding(self, severity: str | None) -> None:
        """Radio lists show findings below themselves only."""

    def _on_toggled(self, row: QAbstractButton, checked: bool) -> None:
        if checked:
            self.setFocusProxy(row)
            self.value_changed.emit()
