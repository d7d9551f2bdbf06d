"""The dialog for a fault of the program itself: version and place to report, no data of subjects."""

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QWidget

from ui.command_line import version
from ui.dialogs.dialog import Dialog
from ui.text import tr
from ui.widgets.buttons import SecondaryButton
from ui.widgets.elided_label import Label
from ui.widgets.text_area import TextArea


class BugDialog(Dialog):
    """Says that Titrant made a mistake, that what was saved is safe, and what to send."""

    def __init__(self, kind: str, places: Sequence[str], parent: QWidget | None = None) -> None:
        """Show the kind of the fault and the places it passed."""
        super().__init__(tr("Titrant has made a mistake"), tr("Close"), parent=parent)
        self.setMinimumWidth(560)
        about = tr(
            "What was saved is safe; what was being done may not have been saved. "
            "Please send the text below to those who look after Titrant. It holds no data of subjects."
        )
        self.add(Label(about, wrap=True))
        report = "\n".join((f"Titrant {version()}", kind, *places))
        area = TextArea(tr("Report"))
        area.setText(report)
        area.setReadOnly(True)
        self.add(area)
        copy = SecondaryButton(tr("Copy report"))
        copy.clicked.connect(lambda: QApplication.clipboard().setText(report))
        self.add_button(copy)
