"""Biomarkers: value and change from baseline over time by subject and level, and every result (PK-4)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.exposure.biomarkers import MarkerValue, marker_values
from domain.records import BiomarkerResult
from domain.summaries.biomarkers import tabulate_biomarker_changes, tabulate_biomarkers
from domain.summaries.study_day import level_of, subjects_of
from ui.models.pk_view import titles_of
from ui.pages.results_card import LISTING, ResultsCard, offer
from ui.plots.biomarker_plot import CHANGE, PERCENT, VALUE, biomarker_chart
from ui.plots.chart_view import ChartView
from ui.session import Session
from ui.text import tr
from ui.theme import SPACE_M
from ui.widgets.card import Card
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.segmented_control import Segment, SegmentedControl


class BiomarkerTab(QWidget):
    """One marker over time above, the results below.

    Signals:
        record_wanted: a result, to be corrected.
        subject_chosen, subject_wanted: a line was clicked, once or twice.
    """

    record_wanted = Signal(object)
    subject_chosen = Signal(str)
    subject_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without results."""
        super().__init__(parent)
        self.session = session
        self._chosen = ""
        self._found: dict[str, dict[str, tuple[MarkerValue, ...]]] = {}
        self.marker = ComboBox([], tr("Biomarker"), height=28)
        whats = [(VALUE, tr("Value")), (CHANGE, tr("Change")), (PERCENT, tr("Change, %"))]
        self.what = SegmentedControl([Segment(*one) for one in whats], tr("Drawn"), height=28, fill_width=False)
        self.what.set_value(VALUE)
        self.card = Card(tr("Biomarker over time"), bottom=10)
        self.card.add_to_title(self.what)
        self.card.add_to_title(self.marker)
        self.view = ChartView()
        self.view.subject_chosen.connect(self.subject_chosen)
        self.view.subject_wanted.connect(self.subject_wanted)
        self.said = ElidedLabel("", size="caption", token="text2")
        self.empty = EmptyState("flask", tr("No biomarker results yet"), tr("Enter one with Ctrl+N."))
        self.card.add(self.view, 1)
        self.card.add(self.empty, 1)
        self.card.add(self.said)
        self.results = ResultsCard(tr("Results"), tr("Biomarker results"), session, BiomarkerResult, LISTING)
        self.results.list_changed.connect(self._show_list)
        self.results.record_wanted.connect(self.record_wanted)
        self.results.pane.row_chosen.connect(self._on_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.card, 5)
        column.addWidget(self.results, 5)
        for control in (self.marker, self.what):
            control.value_changed.connect(self._draw)

    def show_study(self) -> None:
        """Show the results as they are now."""
        study, part = self.session.study, self.session.part
        self._found = {}
        for subject_id in subjects_of(study, part.part_id):
            for marker, values in marker_values(study, subject_id).items():
                self._found.setdefault(marker, {})[subject_id] = values
        names = list(self._found)
        offer(self.marker, names)
        self.marker.setVisible(bool(names))
        self.what.setVisible(bool(names))
        self._draw()
        self._show_list()

    def choose(self, subject_id: str) -> None:
        """Bring a subject's line to the front."""
        self._chosen = subject_id
        self.view.choose(subject_id)

    def _draw(self) -> None:
        study, part = self.session.study, self.session.part
        marker = str(self.marker.value() or "")
        found = self._found.get(marker, {})
        levels = {one: level for one in found if (level := level_of(study, one)) is not None}
        known = {one: values for one, values in found.items() if one in levels}
        chart = biomarker_chart(
            marker, known, levels, titles_of(part, levels.values()), what=str(self.what.value() or VALUE)
        )
        self.view.setVisible(chart is not None)
        self.empty.setVisible(chart is None)
        if self._found:
            self.empty.set_text(tr("Nothing to draw"), tr("No result of this marker has a number and a day."))
        else:
            can_add = self.session.may_create(BiomarkerResult.kind)
            first = tr("Enter one with Ctrl+N.") if can_add else tr("None is recorded up to the cut-off.")
            self.empty.set_text(tr("No biomarker results yet"), first)
        self.results.setVisible(bool(self._found))
        self.said.setText(chart.title if chart else "")
        if chart is not None:
            self.view.show_chart(chart, self._chosen)

    def _show_list(self) -> None:
        study, part = self.session.study, self.session.part
        is_listing = self.results.is_listing
        table = tabulate_biomarkers(study, part) if is_listing else tabulate_biomarker_changes(study, part)
        self.results.show_table(table, title=tr("No biomarker results yet"))

    def _on_row(self, subject_id: str) -> None:
        if self.results.is_listing:
            self.subject_chosen.emit(subject_id)
