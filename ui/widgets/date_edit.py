"""A date as far as it is known, as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF

from ui.widgets.field_frame import FIELD_PADDING
from ui.widgets.line_edit import LineEdit
from ui.widgets.words import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class DateEdit(LineEdit):
    """A date as typed, whole or partial, with or without a time. What it means is up to the injected `parse`.

    Args:
        parse: turns the text into a value; raises ValueError with the sentence to show if it can't.
        show: turns a value back into text for `set_value`; `str` unless given.
    """

    def __init__(
        self,
        name: str = "",
        *,
        parse: Callable[[str], object],
        show: Callable[[object], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, tabular=True, parent=parent)
        self._parse, self._show = parse, show

    def value(self) -> object:
        """What `parse` made of the text; None if the field is empty or can't be read."""
        text = self.text().strip()
        if not text:
            return None
        try:
            return self._parse(text)
        except ValueError:
            return None

    def set_value(self, value: object) -> None:
        self.setText("" if value is None else value if isinstance(value, str) else self._show(value))

    def minimumSizeHint(self) -> QSize:
        # A date that starts out of sight is a wrong date.
        whole = QFontMetricsF(self.font()).horizontalAdvance("30 Nov 2026")
        return QSize(int(whole + 2 * FIELD_PADDING + 4), super().minimumSizeHint().height())

    def problem(self) -> str | None:
        text = self.text().strip()
        if not text:
            return None
        try:
            self._parse(text)
        except ValueError as error:
            return str(error) or tr("Not a date. Type 15 Nov 2026, Nov 2026 or 2026.")
        return None
