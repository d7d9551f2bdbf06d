"""What the previews of an event and of a result have in common: a grade with words, what follows, and the ways on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.text import tr
from ui.theme import SPACE_S
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton, button_row
from ui.widgets.card import Card, SunkenBox
from ui.widgets.elided_label import Label
from ui.widgets.mark import GradeSquare
from ui.widgets.scroll import ScrollArea


class GradeHead(SunkenBox):
    """The square of a grade with a line of words and one below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(spacing=10, parent=parent)
        line = QHBoxLayout()
        line.setSpacing(12)
        self.square = GradeSquare(1, size=28)
        line.addWidget(self.square)
        said = QVBoxLayout()
        said.setSpacing(2)
        self.headline = Label("", weight=600, wrap=True)
        self.about = Label("", size="caption", token="text2", wrap=True)
        said.addWidget(self.headline)
        said.addWidget(self.about)
        line.addLayout(said, 1)
        self.body.addLayout(line)

    def show_grade(self, grade: int | None, headline: str, about: str) -> None:
        """Show a grade; none, and grade 0, have no square."""
        self.square.setVisible(bool(grade))
        if grade:
            self.square.set_grade(grade)
        self.headline.setText(headline)
        self.about.setText(about)


class PreviewCard(Card):
    """Reads only: a title with the way to the history, a head, a column that scrolls, and two buttons.

    Signals:
        edit_wanted, subject_wanted, history_wanted: of the record that is shown.
    """

    edit_wanted = Signal()
    subject_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, edit_text: str, parent: QWidget | None = None) -> None:
        """Build it with its head alone; ``edit_text`` names what is edited."""
        super().__init__(" ", " ", parent=parent)
        self.history_link = LinkButton(tr("History"), small=True)
        self.history_link.clicked.connect(self.history_wanted)
        self.add_to_title(self.history_link)
        content = QWidget()
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(0, 0, 4, 0)
        self.column.setSpacing(12)
        self.head = GradeHead()
        self.column.addWidget(self.head)
        self.area = ScrollArea(content)
        self.add(self.area, 1)
        self.subject_button = SecondaryButton(tr("Open subject"))
        self.subject_button.clicked.connect(self.subject_wanted)
        self.edit_button = PrimaryButton(edit_text, "pencil")
        self.edit_button.clicked.connect(self.edit_wanted)
        self.body.addSpacing(SPACE_S)
        self.body.addLayout(button_row(self.subject_button, self.edit_button))
        self._shown = ""

    def show_record(self, record_id: str, title: str, subject_id: str, *, can_write: bool) -> None:
        """Name the record that is shown; another one is read from its beginning."""
        self.set_title(title, subject_id)
        self.edit_button.setVisible(can_write)
        if self._shown != record_id:
            self._shown = record_id
            self.area.verticalScrollBar().setValue(0)
