"""A number as typed, kept with its digits."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from ui.widgets.line_edit import LineEdit
from ui.widgets.words import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class NumberEdit(LineEdit):
    """A decimal number with its unit. The text stays as typed, so that 0.10 is not made 0.1."""

    def __init__(
        self,
        name: str = "",
        *,
        unit: str = "",
        decimals: int | None = None,
        signed: bool = False,
        align_right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, unit=unit, tabular=True, align_right=align_right, parent=parent)
        self._decimals, self._signed = decimals, signed

    def value(self) -> object:
        """The number as `Decimal`, or None if the field is empty or can't be read."""
        text = self.text().strip().replace("\u2212", "-")
        if "," in text and "." not in text:
            text = text.replace(",", ".")
        try:
            number = Decimal(text)
        except InvalidOperation:
            return None
        return number if number.is_finite() else None

    def set_value(self, value: object) -> None:
        self.setText("" if value is None else str(value))

    def problem(self) -> str | None:
        text = self.text().strip()
        if not text:
            return None
        number = self.value()
        if not isinstance(number, Decimal) or "e" in text.casefold():
            return tr("Not a number.")
        if not self._signed and number < 0:
            return tr("A number below 0 is not possible here.")
        exponent = number.as_tuple().exponent
        if self._decimals is not None and isinstance(exponent, int) and -exponent > self._decimals:
            if self._decimals == 0:
                return tr("A whole number is needed.")
            return tr("At most %1 decimals.").replace("%1", str(self._decimals))
        return None
