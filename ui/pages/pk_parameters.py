"""All parameters as tables: by level and cycle, by subject, of one profile; concentrations and troughs (PK-3)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.summaries.pk_concentrations import tabulate_concentrations_by_time, tabulate_troughs
from domain.summaries.pk_parameters import tabulate_pk_listing, tabulate_pk_parameters, tabulate_profile
from domain.summaries.pk_proportionality import tabulate_proportionality
from domain.summaries.table import Table
from ui.models.pk_view import PkView
from ui.pages.table_pane import TablePane
from ui.session import Session
from ui.text import tr
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.segmented_control import Segment, SegmentedControl

SUMMARY, LISTING, ONE, MEANS, TROUGHS, POWER = "summary", "listing", "one", "means", "troughs", "power"


class ParametersTab(Card):
    """One table at a time.

    Signals:
        subject_chosen: the subject of the row that became current.
        subject_wanted: Enter or a double click on a subject's row.
    """

    subject_chosen = Signal(str)
    subject_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(tr("Parameters"), margin=12, bottom=10, parent=parent)
        self.session = session
        self._view: PkView | None = None
        self._chosen = ""
        self._shown: tuple[object, ...] = ()
        self.lists = SegmentedControl(
            [
                Segment(SUMMARY, tr("By level and cycle")),
                Segment(LISTING, tr("By subject")),
                Segment(ONE, tr("One profile")),
                Segment(MEANS, tr("Concentrations")),
                Segment(TROUGHS, tr("Troughs")),
                Segment(POWER, tr("Power model")),
            ],
            tr("Table"), height=28, fill_width=False,
        )  # fmt: skip
        self.lists.set_value(SUMMARY)
        self.lists.value_changed.connect(self._show)
        self.save_link = LinkButton(tr("Save as CSV…"), small=True)
        self.about = ElidedLabel("", size="caption", token="text2")
        for widget in (self.about, self.lists, self.save_link):
            self.add_to_title(widget)
        self.pane = TablePane(tr("Parameters"), self.session)
        self.pane.row_chosen.connect(self._on_row)
        self.pane.view.row_activated.connect(self._on_activated)
        self.save_link.clicked.connect(self.pane.choose_file)
        self.add(self.pane, 1)

    def show_view(self, view: PkView, chosen: str) -> None:
        """Show the tables of the study as it is now; ``chosen`` is the subject of the one profile."""
        self._view, self._chosen = view, chosen
        self._show()

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        which = str(self.lists.value() or SUMMARY)
        key = (view.study.position, view.study.cut_off, which, self._chosen, view.analyte, view.cycle)
        if key == self._shown:
            return
        self._shown = key
        table = self._table(view, which)
        self.about.setText(f"{self._chosen}, {tr('cycle {cycle}').format(cycle=view.cycle)}" if which == ONE else "")
        self.pane.show_table(
            table, title=tr("Nothing to show yet"), text=tr("No profile of this study has what the table needs.")
        )
        self.save_link.setVisible(bool(table.rows))

    def _table(self, view: PkView, which: str) -> Table:
        if which == LISTING:
            return tabulate_pk_listing(view.study, view.part)
        if which == ONE:
            one = view.find(self._chosen)
            return (
                tabulate_profile(one) if one is not None else Table("pk_profile", "Parameters of the profile", (), ())
            )
        tables = {
            MEANS: tabulate_concentrations_by_time,
            TROUGHS: tabulate_troughs,
            POWER: tabulate_proportionality,
        }
        return tables.get(which, tabulate_pk_parameters)(view.study, view.part)

    def _on_row(self, subject_id: str) -> None:
        if self.lists.value() == LISTING and subject_id:
            self._chosen = subject_id
            self.subject_chosen.emit(subject_id)

    def _on_activated(self, _index: object) -> None:
        if self.lists.value() == LISTING and self._chosen:
            self.subject_wanted.emit(self._chosen)
