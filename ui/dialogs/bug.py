"""The dialog for a fault of the program itself: version and place to report, no data of subjects."""

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from ui.command_line import version
from ui.text import tr
from ui.widgets.buttons import PrimaryButton, SecondaryButton, button_row
from ui.widgets.elided_label import Label
from ui.widgets.text_area import TextArea


class BugDialog(QDialog):
    """Says that Titrant made a mistake, that what was saved is safe, and what to send."""

    def __init__(self, kind: str, places: Sequence[str], parent: QWidget | None = None) -> None:
        """Show the kind of the fault and the places it passed."""
        super().__init__(parent)
        self.setWindowTitle(tr("Titrant has made a mistake"))
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Label(tr("Titrant has made a mistake"), size="title"))
        column.addWidget(
            Label(
                tr(
                    "What was saved is safe; what was being done may not have been saved. "
                    "Please send the text below to those who look after Titrant. It holds no data of subjects."
                ),
                wrap=True,
            )
        )
        report = "\n".join((f"Titrant {version()}", kind, *places))
        area = TextArea(tr("Report"))
        area.setText(report)
        area.setReadOnly(True)
        column.addWidget(area)
        copy = SecondaryButton(tr("Copy report"))
        copy.clicked.connect(lambda: QApplication.clipboard().setText(report))
        close = PrimaryButton(tr("Close"))
        close.clicked.connect(self.accept)
        column.addLayout(button_row(copy, close))
