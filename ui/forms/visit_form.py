"""A visit of the plan or outside it: when it took place, or why it did not (SUB-3)."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.records import Record, Visit
from domain.schedule.due_visit import DueVisit
from domain.schedule.plan import DOSING, SCREENING, UNSCHEDULED, visit_key
from domain.schedule.subject_schedule import derive_subject_schedule
from domain.study import Study
from ui.forms.record_form import RecordForm
from ui.models.schedule_words import ScheduleWords
from ui.text import say_date, tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.options import Option


class VisitForm(RecordForm):
    """Done on a day, or not done for a reason. Doses, scans and calls that were made have records of their own."""

    kind: ClassVar[type[Record]] = Visit
    save_text: ClassVar[str] = "Save visit"
    long_texts: ClassVar[tuple[str, ...]] = ("not_done", "comment")
    shown_at: ClassVar[Mapping[str, str]] = {"subject_id": "visit"}
    stand_ins: ClassVar[Mapping[str, object]] = {"visit": UNSCHEDULED}

    @property
    def words(self) -> ScheduleWords:
        """Words that name the visits."""
        return ScheduleWords.of(self.session.words)

    def build(self, field: str) -> QWidget:
        if field == "visit":
            return ComboBox([Option(key, self.words.visit(key)) for key in self._keys()], self.label_of(field))
        return super().build(field)

    def hint_of(self, field: str) -> str:
        # Which window it is stands below the date, once a visit is chosen.
        return "" if field == "visit" else super().hint_of(field)

    def on_edited(self, field: str) -> None:
        if field == "visit":
            self.set_row_hint("done_on", self._say_window())

    def focus_first(self) -> None:
        self.form.row("done_on" if self.value("visit") else "visit").focus_control()

    def _keys(self) -> Iterator[str]:
        study, subject_id = self.study_now(), str(self.value("subject_id"))
        keys = [one.key for one in self._visits() if one.code not in (DOSING, SCREENING)]
        free = next_unscheduled(study, subject_id)
        own = self.record.visit if isinstance(self.record, Visit) else str(self._known.get("visit") or free)
        yield from dict.fromkeys((*keys, own, free))

    def _visits(self) -> tuple[DueVisit, ...]:
        return derive_subject_schedule(self.study_now(), str(self.value("subject_id")), self.now)

    def _say_window(self) -> str:
        chosen = self.value("visit")
        visit = next((one for one in self._visits() if one.key == chosen), None)
        if visit is None or visit.code == UNSCHEDULED:
            return tr("empty: not done")
        if visit.earliest == visit.latest:
            return tr("planned {planned}; empty: not done").format(planned=say_date(visit.planned))
        said = tr("planned {planned}, from {earliest} to {latest}; empty: not done")
        return said.format(
            planned=say_date(visit.planned), earliest=say_date(visit.earliest), latest=say_date(visit.latest)
        )


def next_unscheduled(study: Study, subject_id: str) -> str:
    """The name of the next visit outside the plan."""
    taken = {one.visit for one in study.visits_of(subject_id)}
    number = 1
    while (visit_key(UNSCHEDULED, number) if number > 1 else UNSCHEDULED) in taken:
        number += 1
    return visit_key(UNSCHEDULED, number) if number > 1 else UNSCHEDULED
