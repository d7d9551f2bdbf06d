"""The samples: where each is, what is missing, shipments and labels (PK-5)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.exposure.labels import SampleLabel, sample_labels
from domain.records import Concentration, PkSample, Record, Shipment
from domain.summaries.pk_concentrations import tabulate_concentrations
from domain.summaries.pk_samples import (
    tabulate_labels,
    tabulate_reconciliation,
    tabulate_sample_counts,
    tabulate_shipments,
)
from domain.summaries.table import Table
from domain.terms import Right
from ui.pages.label_print import ask_and_print_labels, ask_and_save_labels
from ui.pages.table_pane import TablePane
from ui.reports.label_sheet import A_SHEET
from ui.session import Session
from ui.text import tr
from ui.theme import SPACE_S
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.options import Option
from ui.widgets.segmented_control import Segment, SegmentedControl

TRACKED, OPEN, CONCENTRATIONS, SHIPMENTS, LABELS, COUNTS = (
    "tracked", "open", "concentrations", "shipments", "labels", "counts",
)  # fmt: skip
_ALL = 0


class SamplesTab(Card):
    """One list at a time.

    Signals:
        record_wanted: the sample, concentration or shipment of a row, to be corrected.
    """

    record_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(tr("Samples"), margin=12, bottom=10, parent=parent)
        self.session = session
        self._is_filling = False
        self.lists = SegmentedControl(
            [
                Segment(TRACKED, tr("All")),
                Segment(OPEN, tr("To be cleared")),
                Segment(COUNTS, tr("In numbers")),
                Segment(CONCENTRATIONS, tr("Concentrations")),
                Segment(SHIPMENTS, tr("Shipments")),
                Segment(LABELS, tr("Labels")),
            ],
            tr("List"), height=28, fill_width=False,
        )  # fmt: skip
        self.lists.set_value(TRACKED)
        self.lists.value_changed.connect(self.show_study)
        self.subject = ComboBox([], tr("Subject of the labels"), height=28)
        self.cycle = ComboBox([], tr("Cycle of the labels"), height=28)
        for box in (self.subject, self.cycle):
            box.value_changed.connect(self._show_table)
        self.first = ComboBox(
            [Option(place, tr("First label at {place}").format(place=place)) for place in range(1, A_SHEET + 1)],
            tr("Place of the first label on the sheet"), height=28,
        )  # fmt: skip
        self.first.set_value(1)
        self.first.setToolTip(tr("A sheet has 3 by 8 labels, counted along the rows; print at actual size."))
        self.save_link = LinkButton(tr("Save as CSV…"), small=True)
        self.pdf_link = LinkButton(tr("Save label sheet…"), small=True)
        self.pdf_link.clicked.connect(lambda: self._say(ask_and_save_labels(self.session, *self._labels(), self)))
        self.print_link = LinkButton(tr("Print label sheet…"), small=True)
        self.print_link.clicked.connect(lambda: self._say(ask_and_print_labels(self.session, *self._labels(), self)))
        for link in (self.print_link, self.pdf_link, self.save_link):
            self.add_to_title(link)
        self.problem = Label("", size="caption", weight=500, token="hardline", wrap=True)
        self.problem.hide()
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 8, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.lists)
        line.addStretch(1)
        line.addWidget(self.subject)
        line.addWidget(self.cycle)
        line.addWidget(self.first)
        self.body.addLayout(line)
        self.add(self.problem)
        self.pane = TablePane(tr("Samples"), self.session, icon="flask")
        self.pane.row_wanted.connect(self._want)
        self.save_link.clicked.connect(self.pane.choose_file)
        self.add(self.pane, 1)

    def show_study(self) -> None:
        """Show the list as it is now."""
        study, part = self.session.study, self.session.part
        is_labels = self.lists.value() == LABELS
        for box in (self.subject, self.cycle, self.first):
            box.setVisible(is_labels)
        self._is_filling = True
        enrolled = [
            one.subject_id
            for one in study.subjects
            if (place := study.enrolment(one.subject_id)) and place.part_id == part.part_id
        ]
        self.subject.set_options([Option(one, one) for one in enrolled])
        if self.subject.value() is None and enrolled:
            self.subject.set_value(enrolled[-1])
        cycles = sorted({cycle for one in part.pk.samples for cycle in one.cycles}) if part.pk else []
        self.cycle.set_options(
            [Option(_ALL, tr("All cycles")), *(Option(one, tr("Cycle {cycle}").format(cycle=one)) for one in cycles)]
        )
        if self.cycle.value() is None:
            self.cycle.set_value(_ALL)
        self._is_filling = False
        self._show_table()

    def _show_table(self) -> None:
        if self._is_filling:
            return
        table, title, text = self._table()
        self.pane.show_table(table, title=title, text=text)
        self.save_link.setVisible(bool(table.rows))
        can_print = self.lists.value() == LABELS and bool(table.rows) and self.session.may(Right.PRINT)
        for link in (self.print_link, self.pdf_link):
            link.setVisible(can_print)
        self._say("")

    def _labels(self) -> tuple[tuple[SampleLabel, ...], int]:
        """The labels that are shown, and the place of the first."""
        cycle, first = self.cycle.value(), self.first.value()
        labels = sample_labels(
            self.session.study, str(self.subject.value()), cycle if isinstance(cycle, int) and cycle else None
        )
        return labels, first if isinstance(first, int) else 1

    def _say(self, problem: str) -> None:
        """Why the labels were not printed; nothing where they were."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _table(self) -> tuple[Table, str, str]:
        study, part = self.session.study, self.session.part
        no_samples = tr("No samples yet"), tr("They are due once a dose is given; record them with Ctrl+N.")
        match self.lists.value():
            case "open":
                cleared = tr("Nothing to be cleared"), tr("No sample is missing, lost, or in doubt.")
                return tabulate_reconciliation(study, part, only_open=True), *cleared
            case "counts":
                return tabulate_sample_counts(study, part), *no_samples
            case "concentrations":
                return tabulate_concentrations(study, part), *no_samples
            case "shipments":
                said = tr("No shipments yet"), tr("Add one with the samples that leave together.")
                return tabulate_shipments(study), *said
            case "labels":
                subject = str(self.subject.value() or "")
                cycle = self.cycle.value()
                labels = (
                    tabulate_labels(study, subject, cycle if isinstance(cycle, int) and cycle else None)
                    if subject
                    else Table("sample_labels", "Sample labels", (), ())
                )
                return labels, tr("No labels"), tr("A subject has labels once a dose is given.")
        return tabulate_reconciliation(study, part), *no_samples

    def _want(self, record_id: str) -> None:
        if not record_id:
            return
        kinds: tuple[type[Record], ...] = (PkSample, Shipment)
        if self.lists.value() == CONCENTRATIONS:
            kinds = (Concentration,)
        for kind in kinds:
            record = self.session.file.record(kind.kind, record_id)
            if record is not None:
                self.record_wanted.emit(record)
                return
