"""Who is analysed for what: how many of each level are in each set, and who is not, with the reason (SUB-4)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.summaries.analysis_sets import tabulate_analysis_sets, tabulate_set_counts
from ui.pages.table_pane import TablePane
from ui.session import Session
from ui.text import tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.buttons import SecondaryButton
from ui.widgets.card import Card

_HEAD, _ROW, _AROUND = 34, 28, 76
_MOST_ROWS = 6


class AnalysisSetsSide(QWidget):
    """Counts by level above, subjects below; Enter opens a subject.

    Signals:
        chosen: screening number of the subject to open.
    """

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(parent)
        self.session = session
        self._shown_at: tuple[object, ...] = ()
        self.counts = TablePane(tr("Analysis sets by level"), self.session, icon="people")
        self.members = TablePane(tr("Subjects by analysis set"), self.session, icon="people")
        self.members.row_wanted.connect(self._open)
        self.trouble = Banner("hard", "")
        self.trouble.hide()
        self._cards = []
        column = QVBoxLayout()
        column.setSpacing(SPACE_M)
        column.addWidget(self.trouble)
        for pane, title in ((self.counts, tr("Analysis sets by level")), (self.members, tr("Subjects"))):
            card = Card(title, margin=12, bottom=12)
            button = SecondaryButton(tr("Save as CSV…"), "download", height=28)
            button.setAccessibleName(tr("Save “{table}” as CSV").format(table=title))
            button.clicked.connect(pane.choose_file)
            card.add_to_title(button)
            card.add(pane, 1)
            pane.failed.connect(self._say_failed)
            column.addWidget(card, 1 if pane is self.members else 0)
            self._cards.append(card)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, PAGE_TOP)
        row.addLayout(column)

    def show_study(self) -> None:
        """Draw the sets at the cut-off."""
        study, part = self.session.study, self.session.part
        seen = (self.session.file.position, study.cut_off, part.part_id)
        if self._shown_at == seen:
            return
        self._shown_at = seen
        counts = tabulate_set_counts(study, part)
        text = tr("Enrol the first subject into a level.")
        self.counts.show_table(counts, title=tr("Nobody is enrolled"), text=text)
        self.members.show_table(tabulate_analysis_sets(study, part), title=tr("Nobody is enrolled"), text=text)
        self._cards[0].setVisible(bool(counts.rows))
        self._cards[0].setFixedHeight(_AROUND + _HEAD + _ROW * min(len(counts.rows), _MOST_ROWS))

    def _open(self, record_id: str) -> None:
        for subject in self.session.study.subjects:
            if subject.record_id == record_id:
                self.chosen.emit(subject.subject_id)

    def _say_failed(self, said: str) -> None:
        self.trouble.show_message("hard", tr("The table was not saved"), said)
        self.trouble.show()
