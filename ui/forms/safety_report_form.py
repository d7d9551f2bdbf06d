"""A report of a serious adverse event to the sponsor: when it was sent, and to whom."""

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.records import AdverseEvent, Record, SafetyReport
from domain.safety.clocks import ClockState, clocks_of
from domain.terms import ReportKind
from ui.forms.event_links import event_options
from ui.forms.record_form import RecordForm
from ui.text import term, tr
from ui.widgets.combo_box import ComboBox


class SafetyReportForm(RecordForm):
    """The first report of an event is the initial one, later ones follow up."""

    kind: ClassVar[type[Record]] = SafetyReport
    save_text: ClassVar[str] = "Save safety report"
    long_texts: ClassVar[tuple[str, ...]] = ("comment",)
    stand_ins: ClassVar[Mapping[str, object]] = {"event_id": ""}

    def build(self, field: str) -> QWidget:
        if field == "event_id":
            options = event_options(self.study_now(), str(self.value("subject_id")), serious_first=True)
            return ComboBox(options, self.label_of(field))
        return super().build(field)

    def first_values(self) -> dict[str, object]:
        event = self._event(self._known.get("event_id"))
        return {
            "sent_at": self.now.replace(second=0, microsecond=0),
            "report_kind": self._next_kind(event) if event else ReportKind.INITIAL,
        }

    def on_edited(self, field: str) -> None:
        if field != "event_id":
            return
        event = self._event(self.form.row("event_id").value())
        self.set_row_hint("event_id", self._say_due(event) if event else "")
        if event is not None and not self.is_loading and self.record is None:
            self.form.row("report_kind").set_value(self._next_kind(event))

    def _event(self, record_id: object) -> AdverseEvent | None:
        mine = self.study_now().events_of(str(self.value("subject_id")))
        return next((event for event in mine if event.record_id == record_id), None)

    def _next_kind(self, event: AdverseEvent) -> ReportKind:
        return ReportKind.FOLLOW_UP if self.study_now().reports_of(event) else ReportKind.INITIAL

    def _say_due(self, event: AdverseEvent) -> str:
        """The first clock of the event that still runs."""
        for clock in clocks_of(self.study_now(), event):
            if clock.state is not ClockState.MET and clock.due_at is not None:
                due = tr("Due within {kind}: {moment}.")
                return due.format(kind=term(clock.kind), moment=self.words.moment(clock.due_at))
        return ""
