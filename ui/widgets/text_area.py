"""Several lines of plain text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import body_font
from ui.widgets.field_frame import FIELD_PADDING, draw_field_frame
from ui.widgets.scroll import quiet_bars


class TextArea(QWidget):
    """Several lines of plain text; Tab leaves the field. Grows with its text up to `max_lines`."""

    value_changed = Signal()

    def __init__(
        self,
        name: str = "",
        *,
        lines: int = 3,
        max_lines: int = 8,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._severity: str | None = None
        self._lines, self._max_lines = lines, max(lines, max_lines)
        self.edit = _AreaEdit(self)
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.setFont(body_font())
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(placeholder)
        self.edit.document().setDocumentMargin(0)
        self.edit.viewport().setAutoFillBackground(False)
        quiet_bars(self.edit)
        self.edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(FIELD_PADDING, 7, 4, 7)
        layout.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.installEventFilter(self)

    def text(self) -> str:
        return self.edit.toPlainText()

    def setText(self, text: str) -> None:
        self.edit.setPlainText(text)

    def value(self) -> object:
        """The text without blanks at its ends."""
        return self.text().strip()

    def set_value(self, value: object) -> None:
        self.setText("" if value is None else str(value))

    def set_finding(self, severity: str | None) -> None:
        self._severity = severity
        self.update()

    def setReadOnly(self, read_only: bool) -> None:
        self.edit.setReadOnly(read_only)
        self.update()

    def sizeHint(self) -> QSize:
        lines = min(max(self._lines, round(self.edit.document().size().height())), self._max_lines)
        return QSize(200, int(lines * QFontMetricsF(self.edit.font()).lineSpacing() + 14 + 1.999))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        elif event.type() == QEvent.Type.Resize:
            self.updateGeometry()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_field_frame(painter, self, self._severity, focused=self.edit.hasFocus(), read_only=self.edit.isReadOnly())

    def _on_text_changed(self) -> None:
        self.updateGeometry()
        self.value_changed.emit()


class _AreaEdit(QPlainTextEdit):
    """A text edit without a minimum size of its own."""

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 16)
