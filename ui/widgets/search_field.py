"""The field that a list is searched by."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.widgets.line_edit import LineEdit


class SearchField(LineEdit):
    """A line of text with a lens."""

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        """Build it empty; ``placeholder`` says what can be found."""
        super().__init__(name, icon_name="search", placeholder=placeholder, parent=parent)

    def start(self, text: str = "") -> None:
        """Take the keyboard and the letters that were typed elsewhere; without any, what is there can be typed over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.setText(text)
        else:
            self.selectAll()
