"""The shift table of the laboratory section: the worst grade under treatment against that of the baseline."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.summaries.lab_shift import tabulate_lab_shift
from ui.models.summary_table import SummaryTable
from ui.session import Session
from ui.text import tr
from ui.widgets.elided_label import Label
from ui.widgets.table import TableView


class LabShift(QWidget):
    """The table with its note; worked out when it is looked at, and kept while the study stays the same."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(parent)
        self.session = session
        self.model = SummaryTable(lambda: session.words, self)
        self.table = TableView(tr("Shift table"), row_height=28)
        self.note = Label("", size="caption", token="text3", wrap=True)
        self.note.setContentsMargins(8, 0, 8, 0)
        self._shown: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to compare."""
        return not self.model.rowCount()

    def show_study(self) -> None:
        """Work the table out where the study is another one."""
        study = self.session.study
        key = (study.position, study.cut_off, self.session.part.part_id)
        if self._shown == key:
            return
        self._shown = key
        table = tabulate_lab_shift(study, self.session.part)
        self.model.show_table(table)
        self.table.setModel(self.model)
        self.note.setText(self.session.words.say(table.note))
