"""Rates with exact intervals and their denominator named, and the scans against their windows: one card, two lists."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from domain.response.imaging import ScanState
from domain.response.of_study import derive_responses, plan_of
from domain.response.rates import Denominator
from ui.models.response_rows import RatesModel, ScansModel, rates_of, scans_of
from ui.pages.response_words import say_sets
from ui.session import Session
from ui.text import tr
from ui.widgets.buttons import Segment, SegmentedControl
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.table import TableView

EVALUABLE, TREATED, SCANS = "evaluable", "treated", "scans"


class RatesCard(Card):
    """Rates of the evaluable, of the treated, or the scans that ask for something.

    Signals:
        subject_chosen: by a row of the scans.
    """

    subject_chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(tr("Rates"), margin=12, bottom=12, parent=parent)
        self.session = session
        segments = [
            Segment(EVALUABLE, tr("Of evaluable")),
            Segment(TREATED, tr("Of treated")),
            Segment(SCANS, tr("Scans")),
        ]
        self.tabs = SegmentedControl(segments, tr("Rates and scans"), height=28, fill_width=False)
        self.tabs.set_value(EVALUABLE)
        self.tabs.value_changed.connect(self._show)
        self.add_to_title(self.tabs)
        self.rates_model, self.scans_model = RatesModel(self), ScansModel(self)
        self.rates = TableView(tr("Rates"), row_height=28, stretch_column=0)
        self.rates.setModel(self.rates_model)
        self.scans = TableView(tr("Scans"), row_height=28, stretch_column=0)
        self.scans.setModel(self.scans_model)
        self.scans.row_changed.connect(self._on_scan)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.rates)
        self._lists.addWidget(self.scans)
        self.note = Label("", size="caption", token="text3", wrap=True)
        self.note.setContentsMargins(8, 0, 8, 0)
        self.add(self._lists, 1)
        self.add(self.note)

    def show_study(self) -> None:
        """Draw the study as it is now."""
        scans = scans_of(self.session.study, self.session.part)
        self.scans_model.set_rows(scans)
        self.scans.fit_columns()
        asked = sum(one.state in (ScanState.MISSING, ScanState.DUE) for one in scans)
        titled = tr("Scans {number}").format(number=asked) if asked else tr("Scans")
        self.tabs.set_segments([*self.tabs.segments()[:2], Segment(SCANS, titled)])
        self._show()

    def _show(self) -> None:
        study, part, words = self.session.study, self.session.part, self.session.words
        tab = str(self.tabs.value() or EVALUABLE)
        if tab == SCANS:
            self._lists.setCurrentWidget(self.scans)
            self.set_title(tr("Scans"))
            schedule = plan_of(study.protocol).imaging
            if schedule is None:
                self.note.setText(tr("The protocol file gives no schedule of scans."))
            else:
                self.note.setText(words.reason(schedule.method()))
            return
        among = Denominator.EVALUABLE if tab == EVALUABLE else Denominator.TREATED
        self._lists.setCurrentWidget(self.rates)
        self.set_title(tr("Rates"))
        self.rates_model.set_rows(rates_of(study, part, among, words))
        self.rates.fit_columns()
        self.note.setText(say_sets(derive_responses(study, part)))

    def _on_scan(self) -> None:
        scan = self.scans_model.row_at(self.scans.currentIndex())
        if scan is not None:
            self.subject_chosen.emit(scan.subject_id)
