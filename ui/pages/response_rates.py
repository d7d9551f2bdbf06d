"""Rates with exact intervals and their denominator named, scans against their windows, calls that differ: one card."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from domain.records import Deviation
from domain.response.imaging import ScanState
from domain.response.of_study import derive_responses, plan_of
from domain.response.rates import Denominator
from domain.response.spoken import options
from domain.response.terms import ResponseBy
from domain.summaries.endpoints import describe_time_frames
from ui.models.call_rows import CallsModel, disagreements_of
from ui.models.rate_rows import RatesModel, rates_of
from ui.models.scan_deviations import open_deviation, recorded_deviation
from ui.models.scan_rows import ScansModel, scans_of
from ui.models.yielding_columns import YieldingColumns
from ui.pages.response_words import say_sets
from ui.session import Session
from ui.text import capital, tr
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.widgets.table import TableView

EVALUABLE, TREATED, SCANS, CALLS = "evaluable", "treated", "scans", "calls"


class RatesCard(Card):
    """Rates of the evaluable, of the treated, the scans that ask for something, or the calls that differ.

    Signals:
        subject_chosen: by a row of the scans or calls.
        call_wanted: subject and number of the visit whose call is to be settled.
        deviation_wanted: the deviation behind a scan, recorded or not, by its row or the link below the list.
    """

    subject_chosen = Signal(str)
    deviation_wanted = Signal(object)
    call_wanted = Signal(str, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(tr("Rates"), margin=12, bottom=12, parent=parent)
        self.session, self._by = session, ResponseBy.COMPUTED
        # The tabs say what is shown, and have not the room for a title beside them.
        self.title_label.hide()
        segments = [
            Segment(EVALUABLE, tr("Evaluable")),
            Segment(TREATED, tr("Treated")),
            Segment(SCANS, tr("Scans")),
            Segment(CALLS, tr("Calls")),
        ]
        name = tr("Rates of evaluable or treated, scans, calls that differ")
        self.tabs = SegmentedControl(segments, name, height=28, fill_width=False)
        self.tabs.set_value(EVALUABLE)
        self.tabs.value_changed.connect(self._show)
        self.add_to_title(self.tabs)
        self.rates_model, self.scans_model = RatesModel(self), ScansModel(self)
        self.rates = TableView(tr("Rates"), row_height=28, stretch_column=0)
        self.rates.setModel(self.rates_model)
        self.scans = TableView(tr("Scans"), row_height=28, stretch_column=0)
        self.scans.setModel(self.scans_model)
        # The window says the same as the week.
        self._fit_scans = YieldingColumns(self.scans, 0, [self.scans_model.column("week")], least=76)
        self.scans.row_changed.connect(self._on_scan)
        self.scans.row_activated.connect(lambda _index: self._want_deviation())
        self.deviation_link = LinkButton("", small=True)
        self.deviation_link.clicked.connect(self._want_deviation)
        self.deviation_link.hide()
        self.calls_model = CallsModel(lambda: session.words, self)
        self.calls = TableView(tr("Calls that differ from the computed response"), row_height=28, stretch_column=0)
        self.calls.setModel(self.calls_model)
        self.calls.row_changed.connect(self._on_call)
        self.calls.row_activated.connect(lambda _index: self._want_call())
        self._lists = QStackedWidget()
        self._lists.addWidget(self.rates)
        self._lists.addWidget(self.scans)
        self._lists.addWidget(self.calls)
        self.note = Label("", size="caption", token="text3", wrap=True)
        self.note.setContentsMargins(8, 0, 8, 0)
        self.add(self._lists, 1)
        self.body.addWidget(self.deviation_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.note)

    def show_study(self, by: ResponseBy = ResponseBy.COMPUTED) -> None:
        """Draw the study as it is now, the rates by the computed responses or by the calls."""
        self._by = by
        scans = scans_of(self.session.study, self.session.part)
        self.scans_model.set_rows(scans)
        self._fit_scans.fit()
        asked = sum(one.state in (ScanState.MISSING, ScanState.DUE) for one in scans)
        titled = tr("Scans {number}").format(number=asked) if asked else tr("Scans")
        parted = disagreements_of(self.session.study, self.session.part)
        self.calls_model.set_rows(parted)
        self.calls.fit_columns()
        called = tr("Calls {number}").format(number=len(parted)) if parted else tr("Calls")
        self.tabs.set_segments([*self.tabs.segments()[:2], Segment(SCANS, titled), Segment(CALLS, called)])
        self._show()

    def _show(self) -> None:
        study, part, words = self.session.study, self.session.part, self.session.words
        tab = str(self.tabs.value() or EVALUABLE)
        self._show_link()
        if tab == SCANS:
            self._lists.setCurrentWidget(self.scans)
            self.set_title(tr("Scans"))
            schedule = plan_of(study.protocol).imaging
            if schedule is None:
                self.note.setText(tr("The protocol file gives no schedule of scans."))
            else:
                self.note.setText(capital(words.reason(schedule.method())) + ".")
            return
        if tab == CALLS:
            self._lists.setCurrentWidget(self.calls)
            self.set_title(tr("Calls"))
            agreed, differing = tr("Every call agrees with the computed response."), tr("Enter settles the call.")
            self.note.setText(differing if self.calls_model.rows else agreed)
            return
        among = Denominator.EVALUABLE if tab == EVALUABLE else Denominator.TREATED
        self._lists.setCurrentWidget(self.rates)
        self.set_title(tr("Rates"))
        self.rates_model.set_rows(rates_of(study, part, among, words, self._by))
        self.rates.fit_columns()
        # The options of the protocol, in a line: as the report prints it.
        method = words.say(options(plan_of(study.protocol).method()))
        self.note.setToolTip(method)
        self.note.setAccessibleDescription(method)
        frames = " ".join(map(words.reason, describe_time_frames(study.protocol, "response_rates")))
        self.note.setText(f"{say_sets(derive_responses(study, part, self._by))} {frames}".strip())

    def _on_scan(self) -> None:
        scan = self.scans_model.row_at(self.scans.currentIndex())
        self._show_link()
        if scan is not None:
            self.subject_chosen.emit(scan.subject_id)

    def _on_call(self) -> None:
        one = self.calls_model.row_at(self.calls.currentIndex())
        if one is not None:
            self.subject_chosen.emit(one.subject_id)

    def _want_call(self) -> None:
        one = self.calls_model.row_at(self.calls.currentIndex())
        if one is not None:
            self.call_wanted.emit(one.subject_id, one.call.visit_number)

    def _show_link(self) -> None:
        """What can be done about the scan whose row is current."""
        scan = self.scans_model.row_at(self.scans.currentIndex())
        text = ""
        if self.tabs.value() == SCANS and scan is not None and scan.state.is_departure:
            if recorded_deviation(self.session.study, scan) is not None:
                text = tr("Open its deviation")
            elif self.session.may_create(Deviation.kind):
                text = tr("Record as deviation…")
        self.deviation_link.setText(text)
        self.deviation_link.setVisible(bool(text))

    def _want_deviation(self) -> None:
        scan = self.scans_model.row_at(self.scans.currentIndex())
        if scan is None:
            return
        study = self.session.study
        found = recorded_deviation(study, scan) or open_deviation(study, scan)
        if found is not None:
            self.deviation_wanted.emit(found)
