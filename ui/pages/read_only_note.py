"""Says on a card of entry why nothing can be entered."""

from PySide6.QtWidgets import QWidget

from ui.text import tr
from ui.widgets.elided_label import Label


class ReadOnlyNote(Label):
    """To be shown where the session is for reading only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it with its words."""
        text = tr("This study is open for reading only: nothing can be added or corrected.")
        super().__init__(text, size="caption", token="text2", wrap=True, parent=parent)
        self.setContentsMargins(8, 0, 8, 0)
