"""What a list says while it is empty: what is missing and what to do first."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import SPACE_S, theme
from ui.widgets.buttons import SecondaryButton
from ui.widgets.elided_label import Label
from ui.widgets.icons import draw_icon


class EmptyState(QWidget):
    """Icon 28, a title ("No samples yet"), what to do first, and optionally the button that does it."""

    action_triggered = Signal()

    def __init__(
        self, icon_name: str, title: str, text: str = "", action: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE_S)
        column.addStretch(1)
        column.addWidget(_Icon(icon_name), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(SPACE_S)
        self.title_label = Label(title, weight=600, wrap=True)
        self.text_label = Label(text, size="caption", token="text2", wrap=True)
        for label in (self.title_label, self.text_label):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        self.button = SecondaryButton(action)
        self.button.setVisible(bool(action))
        self.button.clicked.connect(self.action_triggered)
        column.addSpacing(SPACE_S if action else 0)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.setAccessibleName(f"{title}. {text}" if text else title)

    def set_text(self, title: str, text: str = "") -> None:
        """Says something else."""
        self.title_label.setText(title)
        self.text_label.setText(text)
        self.setAccessibleName(f"{title}. {text}" if text else title)


class _Icon(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(28, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), QRectF(self.rect()), self._name, theme.color("text2"), stroke=1.8)
