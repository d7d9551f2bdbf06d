"""Facts as rows: the label at the left, the value at the right, hairlines between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import SPACE_M, theme
from ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence


class KeyValueRow(QWidget):
    """One fact, 28 high; a long value is shortened and told in a tooltip."""

    def __init__(
        self, label: str, value: str, *, small: bool = False, line: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._line = line
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        self._label = ElidedLabel(label, size="caption", token="text2")
        self._value = ElidedLabel(
            value, size="caption" if small else "body", weight=500, tabular=True, align=Qt.AlignmentFlag.AlignRight
        )
        row.addWidget(self._label)
        row.addWidget(self._value, 1)
        self.setFixedHeight(21 if small else 28)
        self.set_value(value)

    def set_value(self, value: str) -> None:
        """Changes the value; an empty one is an en dash."""
        self._value.setText(value or "–")
        self.setAccessibleName(f"{self._label.text()}: {value or '–'}")

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._line:
            QPainter(self).fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))


class KeyValueList(QWidget):
    """Several facts; `small` and without lines inside a sunken box."""

    def __init__(
        self,
        facts: Sequence[tuple[str, str]] = (),
        *,
        small: bool = False,
        lines: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._small, self._lines = small, lines
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: list[KeyValueRow] = []
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Replaces all rows by (label, value)."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [KeyValueRow(label, value, small=self._small, line=self._lines) for label, value in facts]
        for row in self._rows:
            self._column.addWidget(row)
