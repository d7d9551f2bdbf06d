"""A place for one note box at a time, such as the answer to what was just tried."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.card import NoteBox


class NoteSlot(QWidget):
    """A place for one note box at a time."""

    def __init__(self) -> None:
        """Empty, and then not there at all."""
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._box: NoteBox | None = None
        self.hide()

    def show_note(self, kind: str, title: str, *lines: str) -> None:
        """Say something; an empty title says nothing."""
        if self._box is not None:
            self._column.removeWidget(self._box)
            self._box.hide()
            self._box.deleteLater()
            self._box = None
        if title:
            self._box = NoteBox(kind, title, tuple(line for line in lines if line))
            # Else its height ends where the text would if it were as wide as Qt guesses.
            self._box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            self._column.addWidget(self._box)
        self.setAccessibleName(self._box.accessibleName() if self._box else "")
        self.setVisible(bool(title))

    def text(self) -> str:
        """What is said."""
        return self.accessibleName()
