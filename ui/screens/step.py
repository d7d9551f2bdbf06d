"""What every step of the new-study screen is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.elided_label import Label


class Step(QWidget):
    """A step: title, whether it is complete, what is still missing.

    Attributes:
        title: what the rail calls it.
    """

    changed = Signal()

    def __init__(self, title: str, heading: str, text: str, parent: QWidget | None = None) -> None:
        """Build the head; subclasses add to ``column``."""
        super().__init__(parent)
        self.title = title
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(56, 36, 56, 20)
        self.column.setSpacing(8)
        self.heading = Label(heading, size="title", wrap=True)
        self.text = Label(text, token="text2", wrap=True)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.text)
        self.column.addSpacing(12)

    @property
    def is_complete(self) -> bool:
        """Whether one may go on."""
        return True

    @property
    def hint(self) -> str:
        """What is still missing, said beside the button."""
        return ""

    @property
    def note(self) -> str:
        """What the rail says below the title."""
        return ""

    def take_focus(self) -> None:
        """Put the keyboard where the step begins."""
