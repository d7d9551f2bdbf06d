"""What the surroundings did to the data, and what to do: a banner across the page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import BORDER, RADIUS_CARD, theme
from ui.widgets.buttons import LinkButton
from ui.widgets.elided_label import Label
from ui.widgets.finding_line import draw_severity_glyph
from ui.widgets.paint import draw_box


class Banner(QWidget):
    """Severity "hard" or "warn", what happened (600), what it means and what to do (12), one action at the right."""

    action_triggered = Signal()

    def __init__(
        self, severity: str, title: str, text: str = "", action: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._severity = severity
        row = QHBoxLayout(self)
        row.setContentsMargins(42, 10, 16, 10)
        row.setSpacing(16)
        column = QVBoxLayout()
        column.setSpacing(3)
        self._title = Label(weight=600, wrap=True)
        self._text = Label(size="caption", token="text2", wrap=True)
        column.addWidget(self._title)
        column.addWidget(self._text)
        row.addLayout(column, 1)
        self.button = LinkButton("", weight=600)
        self.button.clicked.connect(self.action_triggered)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.show_message(severity, title, text, action)

    def show_message(self, severity: str, title: str, text: str = "", action: str = "") -> None:
        """Says something else; without an action the button is gone."""
        self._severity = severity
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.setAccessibleName(f"{title} {text}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        hard = self._severity == "hard"
        line = theme.color("hardline" if hard else "warnline")
        draw_box(painter, QRectF(self.rect()), RADIUS_CARD, theme.color("hard" if hard else "warn"), line, BORDER)
        draw_severity_glyph(painter, QRectF(15, 12, 16, 16), "hard" if hard else "soft", "hard" if hard else "warn")
