"""The form inside each record form: giving up asks once, and a correction without a change can't be saved."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.form import Form
from ui.widgets.form_row import FormRow

# A new line, and the field below it, have their places only after Qt has laid the column out.
_LAID_OUT_MS = 40


@dataclass(frozen=True)
class Shown:
    """A finding in words, at the row where it is shown; "" is the form as a whole."""

    field: str
    severity: str
    text: str


class EntryForm(Form):
    """A form that asks once before it throws away what was typed, by key and by button alike."""

    def __init__(self, save_text: str, *, has_changed: Callable[[], bool]) -> None:
        """Build the empty form.

        Args:
            save_text: names the object that is saved.
            has_changed: whether there is anything to save.
        """
        self._has_changed = has_changed
        super().__init__(save_text)

    @property
    def can_save(self) -> bool:
        """True if nothing is left to put right and something would change."""
        return super().can_save and self._has_changed()

    def discard(self) -> None:
        """Gives up what was typed, the second time it is asked for."""
        if self.is_dirty and not self.asks_discard:
            self.ask_discard()
        else:
            super().discard()

    def bring_into_sight(self, field: str) -> None:
        """Scrolls to what was found at a field, once the line below it has its place."""
        QTimer.singleShot(_LAID_OUT_MS, self, lambda: self._scroll_to(field))

    def _scroll_to(self, field: str) -> None:
        row = self.row(field)
        if row.findings:
            self.scroll_to(row.justification_field or row)

    def add_reason(self, row: FormRow) -> None:
        """Adds the reason for a correction to the foot, where it is in sight whatever the form has scrolled to."""
        self.add_to_foot(row)

    def add_beside_count(self, widget: QWidget) -> None:
        """Puts a link at the right of the count of findings."""
        place = self._foot.indexOf(self.count)
        line = QHBoxLayout()
        line.addWidget(self.count, 1)
        line.addWidget(widget)
        self._foot.insertLayout(place, line)
