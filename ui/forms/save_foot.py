"""The foot of what saves several records at once: a reason for corrections, what is left to do, save and give up."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.reasons import Finding
from ui.text import Words, tr
from ui.theme import SPACE_M
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton, button_row
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit


class SaveFoot(QWidget):
    """One line of buttons, and the row of the reason, which stands where its owner puts it.

    Attributes:
        reason: hidden while nothing is corrected.
        count: says what is left to do; a click asks where.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it with nothing to do."""
        super().__init__(parent)
        self.reason = FormRow(tr("Reason for the change"), LineEdit(tr("Reason for the change")), field="reason")
        self.reason.hide()
        self.count = LinkButton("", small=True)
        self.discard_button, self.save_button = SecondaryButton(tr("Discard changes")), PrimaryButton("")
        self.asks_discard = False
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(SPACE_M)
        self._line.addWidget(self.count)
        self._line.addStretch(1)
        self._line.addLayout(button_row(self.discard_button, self.save_button))

    def add_left(self, *buttons: QWidget) -> None:
        """Put buttons at the left end."""
        for place, button in enumerate(buttons):
            self._line.insertWidget(place, button)

    def ask_reason(self, words: Words, *, is_needed: bool) -> None:
        """Show the row of the reason while something is corrected; it is missing until something is written."""
        self.reason.setVisible(is_needed)
        is_open = is_needed and not self.why()
        self.reason.set_findings([("hard", words.finding(Finding("reason", "missing")))] if is_open else [])

    def why(self) -> str:
        """The reason as written."""
        return str(self.reason.value() or "").strip()

    def tell(self, hard: int, soft: int, remark: str = "") -> None:
        """Say what holds up saving.

        Args:
            hard: fields to put right.
            soft: fields to justify.
            remark: what is said while nothing holds it up.
        """
        parts = [tr("{number} to put right before saving").format(number=hard)] if hard else []
        parts += [tr("{number} to justify").format(number=soft)] if soft else []
        text = tr("Esc again discards what was typed.") if self.asks_discard else ", ".join(parts) or remark
        self.count.setText(text)
        self.count.setVisible(bool(text))
