"""One line of text, with a unit or an icon in it, and the hidden one of a password."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStyleOptionFrame, QWidget

from ui.theme import CONTROL_HEIGHT, body_font, caption_font, theme
from ui.widgets.field_frame import FIELD_PADDING, draw_field_frame
from ui.widgets.icons import draw_icon
from ui.widgets.keyboard_focus import BY_KEYBOARD
from ui.widgets.paint import ALIGN_RIGHT, draw_text


class LineEdit(QLineEdit):
    """One line of text, 32 high, with a unit or a search glyph inside."""

    value_changed = Signal()

    def __init__(
        self,
        name: str = "",
        *,
        unit: str = "",
        icon_name: str = "",
        placeholder: str = "",
        tabular: bool = False,
        align_right: bool = False,
        height: int = CONTROL_HEIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._unit, self._icon_name, self._fixed_height = unit, icon_name, height
        self._severity: str | None = None
        self.setFrame(False)
        self.setFont(body_font(tabular=tabular))
        self.setAccessibleName(f"{name}, {unit}" if unit and name else name)
        self.setPlaceholderText(placeholder)
        if align_right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._update_margins()
        self.textChanged.connect(lambda _text: self.value_changed.emit())

    @property
    def unit(self) -> str:
        return self._unit

    def set_unit(self, unit: str) -> None:
        self._unit = unit
        self._update_margins()
        self.update()

    def value(self) -> object:
        """The text without blanks at its ends."""
        return self.text().strip()

    def set_value(self, value: object) -> None:
        self.setText("" if value is None else str(value))

    def setText(self, text: str | None) -> None:
        super().setText(text)
        if not self.hasFocus():
            self.setCursorPosition(0)  # a text that is too long is read from its beginning

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.hasSelectedText() and event.reason() in BY_KEYBOARD:
            self.end(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in (*BY_KEYBOARD, Qt.FocusReason.MouseFocusReason):
            self.setCursorPosition(0)

    def problem(self) -> str | None:
        """Why the text can't be read, or None; the plain field takes any text."""
        return None

    def set_finding(self, severity: str | None) -> None:
        self._severity = severity
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, self._fixed_height)

    def minimumSizeHint(self) -> QSize:
        margins = self.textMargins()
        return QSize(margins.left() + margins.right() + 24, self._fixed_height)

    def initStyleOption(self, option: QStyleOptionFrame) -> None:
        super().initStyleOption(option)
        # Qt would fill the whole rectangle, corners included; the ground is ours.
        palette = option.palette
        palette.setBrush(palette.ColorRole.Base, Qt.BrushStyle.NoBrush)
        option.palette = palette

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_field_frame(painter, self, self._severity, focused=self.hasFocus(), read_only=self.isReadOnly())
        if self._icon_name:
            draw_icon(painter, QRectF(10, self.height() / 2 - 7, 14, 14), self._icon_name, theme.color("text2"))
        if self._unit:
            rect = QRectF(0, 0, self.width() - FIELD_PADDING, self.height())
            draw_text(painter, rect, self._unit, caption_font(), theme.color("text3"), ALIGN_RIGHT)
        painter.end()
        super().paintEvent(event)

    def _right_room(self) -> int:
        unit = QFontMetricsF(caption_font()).horizontalAdvance(self._unit)
        return FIELD_PADDING - 2 + (int(unit + 0.999) + 6 if self._unit else 0)

    def _update_margins(self) -> None:
        # QLineEdit adds 2 px of its own inside the text margins.
        self.setTextMargins(30 if self._icon_name else FIELD_PADDING - 2, 0, self._right_room(), 0)


class PasswordEdit(LineEdit):
    """A line whose text is shown as dots."""

    def __init__(self, name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> object:
        """The password as typed: its blanks count."""
        return self.text()
