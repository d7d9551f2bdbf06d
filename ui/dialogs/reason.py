"""Asks why, where what is done needs no more than a reason."""

from PySide6.QtWidgets import QWidget

from ui.dialogs.dialog import Dialog
from ui.text import tr
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.text_area import TextArea


class ReasonDialog(Dialog):
    """Asks for a reason."""

    def __init__(self, title: str, about: str, button: str, parent: QWidget | None = None) -> None:
        """Build it.

        Args:
            title: what is to be done.
            about: what follows from it.
            button: names it.
            parent: Qt owner.
        """
        super().__init__(title, button, tr("Cancel"), parent=parent)
        self.add(Label(about, token="text2", wrap=True))
        self.reason = TextArea(tr("Reason"), lines=2)
        self.add(FormRow(tr("Reason"), self.reason))
        self.reason.value_changed.connect(self._check)
        self._check()
        self.reason.setFocus()

    def text(self) -> str:
        """The reason."""
        return str(self.reason.value()).strip()

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self.text()))
