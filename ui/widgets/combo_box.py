"""One of a closed list that is too long to show at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from ui.theme import CONTROL_HEIGHT, body_font, theme
from ui.widgets.field_frame import FIELD_PADDING, draw_field_frame
from ui.widgets.icons import draw_icon
from ui.widgets.options import Option, fill_model, popup_view
from ui.widgets.paint import draw_text

if TYPE_CHECKING:
    from collections.abc import Sequence


class ComboBox(QComboBox):
    """One of a closed list that is too long for segments."""

    value_changed = Signal()

    def __init__(
        self, options: Sequence[Option], name: str = "", *, height: int = CONTROL_HEIGHT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._severity: str | None = None
        self._fixed_height = height
        self.setFont(body_font())
        self.setAccessibleName(name)
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        view = popup_view(self)
        self.setView(view)
        self.setMaxVisibleItems(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._options: tuple[Option, ...] = ()
        self.set_options(options)
        self.currentIndexChanged.connect(lambda _index: self.value_changed.emit())

    def set_options(self, options: Sequence[Option]) -> None:
        """Replaces the list and keeps the chosen value if it is still there."""
        value = self.value()
        self.blockSignals(True)
        self._options = tuple(options)
        fill_model(self._items, self._options)
        self.blockSignals(False)
        self.set_value(value)
        if self.value() != value:
            self.value_changed.emit()

    def value(self) -> object:
        """The chosen value, or None."""
        index = self.currentIndex()
        return self._options[index].value if 0 <= index < len(self._options) else None

    def set_value(self, value: object) -> None:
        found = next((i for i, option in enumerate(self._options) if option.value == value and value is not None), -1)
        self.setCurrentIndex(found)

    def set_finding(self, severity: str | None) -> None:
        self._severity = severity
        self.update()

    def sizeHint(self) -> QSize:
        widest = max(
            (QFontMetricsF(self.font()).horizontalAdvance(option.text) for option in self._options), default=80.0
        )
        return QSize(int(min(widest, 280) + 11 + 36), self._fixed_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(88, self._fixed_height)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a form must never change a value under the pointer.
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setCurrentIndex(-1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_field_frame(painter, self, self._severity, focused=self.hasFocus())
        rect = QRectF(FIELD_PADDING, 0, self.width() - FIELD_PADDING - 32, self.height())
        token = "text" if self.isEnabled() else "text3"
        text = self.currentText() or self.placeholderText()
        whole = draw_text(painter, rect, text, self.font(), theme.color(token if self.currentText() else "text3"))
        self.setToolTip("" if whole else text)
        chevron = QRectF(self.width() - 24, self.height() / 2 - 7, 14, 14)
        draw_icon(painter, chevron, "chevron_down", theme.color("text2" if self.isEnabled() else "text3"))
