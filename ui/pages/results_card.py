"""Tables of results, one at a time: the counts or changes by level, and every result; saved as CSV."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.records import Record
from domain.summaries.table import Table
from ui.pages.table_pane import TablePane
from ui.session import Session
from ui.text import tr
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.combo_box import ComboBox
from ui.widgets.options import Option
from ui.widgets.segmented_control import Segment, SegmentedControl

BY_LEVEL, LISTING = "by level", "listing"


class ResultsCard(Card):
    """A card with the choice of the table in its title row.

    Signals:
        list_changed: another table was chosen.
        record_wanted: the record of a row, to be corrected.
    """

    list_changed = Signal()
    record_wanted = Signal(object)

    def __init__(
        self, title: str, name: str, session: Session, kind: type[Record], first: str, parent: QWidget | None = None
    ) -> None:
        """Build it without a table.

        Args:
            title: of the card.
            name: of the table, said by screen readers.
            session: of the study.
            kind: of the records that the rows of the listing stand for.
            first: the table that is shown at first, BY_LEVEL or LISTING, and stands first.
            parent: Qt owner.
        """
        super().__init__(title, margin=12, bottom=10, parent=parent)
        self._session, self._kind = session, kind
        names = {BY_LEVEL: tr("By level"), LISTING: tr("Every result")}
        segments = [Segment(key, names[key]) for key in sorted(names, key=lambda key: key != first)]
        self.lists = SegmentedControl(segments, tr("List"), height=28, fill_width=False)
        self.lists.set_value(first)
        self.lists.value_changed.connect(self.list_changed)
        self.save_link = LinkButton(tr("Save as CSV…"), small=True)
        self.add_to_title(self.lists)
        self.add_to_title(self.save_link)
        self.pane = TablePane(name, session, icon="flask")
        self.pane.row_wanted.connect(self._want)
        self.save_link.clicked.connect(self.pane.choose_file)
        self.add(self.pane, 1)

    @property
    def is_listing(self) -> bool:
        """Whether every result is shown."""
        return self.lists.value() == LISTING

    def show_table(self, table: Table, *, title: str) -> None:
        """Show a table; the title says what is missing where it has no rows."""
        self.pane.show_table(table, title=title)
        self.save_link.setVisible(bool(table.rows))

    def _want(self, record_id: str) -> None:
        record = self._session.file.record(self._kind.kind, record_id) if record_id else None
        if record is not None:
            self.record_wanted.emit(record)


def offer(box: ComboBox, names: Iterable[str]) -> None:
    """Fill a box with names, without a signal; its choice stays, and the first is chosen where there is none."""
    names = tuple(names)
    box.blockSignals(True)
    box.set_options([Option(one, one) for one in names])
    if box.value() is None and names:
        box.set_value(names[0])
    box.blockSignals(False)
