"""Asks before a half-filled form is thrown away."""

from PySide6.QtWidgets import QWidget

from ui.dialogs.dialog import Dialog
from ui.text import tr
from ui.widgets.elided_label import Label


class LeaveDialog(Dialog):
    """Going on editing is the default; leaving discards what is not saved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the question."""
        super().__init__(tr("A form is not saved"), tr("Go on editing"), tr("Discard the form"), parent=parent)
        self.add(
            Label(
                tr("What was saved is safe. What stands in the open form is lost if you leave now."),
                wrap=True,
                token="text2",
            )
        )


def ask_to_leave(parent: QWidget) -> bool:
    """Whether the form may be discarded. Closing the question means going on editing."""
    dialog = LeaveDialog(parent)
    leaves = False

    def discard() -> None:
        nonlocal leaves
        leaves = True

    dialog.reject_button.clicked.connect(discard)
    dialog.exec()
    return leaves
