"""An adverse event: CTCAE term and grade, when, how related, what became of it, and the assessor's mark."""

from datetime import datetime
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.checks.adverse_event import check_adverse_event
from domain.ctcae.catalogue import Term, terms_of
from domain.evaluability import derive_window, is_inside
from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.records import AdverseEvent, Record
from domain.terms import DltMark, Grade, Relationship
from ui.forms.record_form import RecordForm
from ui.forms.typed import read_partial, write_date
from ui.text import tr
from ui.widgets.buttons import Segment, SegmentedControl
from ui.widgets.fields import ComboBox, DateEdit, Option, TermEdit


class AdverseEventForm(RecordForm):
    """One event. Grades that the term lacks are struck through; the window is said where the DLT mark is asked."""

    kind: ClassVar[type[Record]] = AdverseEvent
    save_text: ClassVar[str] = "Save adverse event"
    long_texts: ClassVar[tuple[str, ...]] = ("dlt_reason",)
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("onset", "end"),)
    stand_ins: ClassVar[dict[str, object]] = {
        "term": "",
        "grade": Grade.MILD,
        "onset": PartialDate(1900),
        "relationship": Relationship.DEFINITE,
    }

    def hidden_fields(self) -> tuple[str, ...]:
        is_known = self.record is not None or "subject_id" in self._known
        return ("record_id", "subject_id") if is_known else ("record_id",)

    def build(self, field: str) -> QWidget:
        name = self.label_of(field)
        if field == "subject_id":
            subjects = self.study_now().subjects
            return ComboBox([Option(one.subject_id, one.subject_id, one.tumour_type) for one in subjects], name)
        if field == "term":
            return TermEdit([Option(term.name, term.name, term.soc) for term in self._terms.values()], name)
        if field == "is_serious":
            return SegmentedControl([Segment(False, tr("Not serious")), Segment(True, tr("Serious"))], name)
        if field == "end":
            return DateEdit(name, parse=_read_end, show=lambda value: write_date(value, self.words.zone))
        return super().build(field)

    def label_of(self, field: str) -> str:
        protocol = self.session.study.protocol
        if field == "term":
            return tr("Term (CTCAE v{version})").format(version=protocol.ctcae)
        if field == "relationship":
            return tr("Relationship to {drug}").format(drug=protocol.drug)
        if field == "action_taken":
            return tr("Action taken with {drug}").format(drug=protocol.drug)
        if field == "end":
            return tr("End, or ongoing")
        return super().label_of(field)

    def hint_of(self, field: str) -> str:
        if field == "term":
            return tr("Type three letters and choose.")
        return tr("empty: ongoing") if field == "end" else super().hint_of(field)

    def on_edited(self, field: str) -> None:
        if field == "term":
            self._show_grades()
        elif field == "dlt_mark":
            mark = self.form.row("dlt_mark").value()
            self.form.row("dlt_reason").setVisible(mark in (DltMark.YES, DltMark.NO))
        if field in ("onset", "dlt_mark", "subject_id"):
            self._show_window()

    def check(self, record: Record, now: datetime) -> list[Finding]:
        assert isinstance(record, AdverseEvent)
        return check_adverse_event(self.study_now(), record, now=now)

    @property
    def _terms(self) -> dict[str, Term]:
        return terms_of(self.session.study.protocol.ctcae)

    def _show_grades(self) -> None:
        row = self.form.row("grade")
        assert isinstance(row.control, SegmentedControl)
        term = self._terms.get(str(self.form.row("term").value()))
        version = self.session.study.protocol.ctcae
        lacks = tr("CTCAE v{version} has no such grade for this term.").format(version=version)
        row.control.set_segments(
            [
                Segment(grade, str(int(grade)), struck=is_struck, tooltip=lacks if is_struck else "")
                for grade in Grade
                for is_struck in (term is not None and grade not in term.grades,)
            ]
        )
        self.set_row_hint("term", term.soc if term else self.hint_of("term"))
        hint = ""
        if term is not None and len(term.grades) < len(Grade):
            listed = ", ".join(str(int(grade)) for grade in term.grades)
            hint = tr("v{version} defines these grades for the term: {grades}").format(version=version, grades=listed)
        self.set_row_hint("grade", hint)

    def _show_window(self) -> None:
        """Whether the onset can lie inside the subject's DLT window."""
        study, subject_id = self.study_now(), str(self.value("subject_id") or "")
        part, onset = study.part_of(subject_id), self.form.row("onset").value()
        window = derive_window(study, part, subject_id) if part else None
        if window is None or part is None:
            self.set_row_hint("dlt_mark", tr("No first dose yet: there is no DLT window."))
        elif not isinstance(onset, PartialDate):
            until = self.words.moment(window[1])
            self.set_row_hint("dlt_mark", tr("The DLT window ends {until}.").format(until=until))
        else:
            probe = AdverseEvent(
                record_id="", subject_id=subject_id, term="", grade=Grade.MILD, onset=onset,
                relationship=Relationship.DEFINITE,
            )  # fmt: skip
            inside = is_inside(probe, *window, study)
            outside = tr("Onset outside the DLT window: it does not drive escalation.")
            self.set_row_hint("dlt_mark", tr("Onset inside the DLT window.") if inside else outside)


def _read_end(text: str) -> PartialDate | None:
    """The end as typed; the word for an event that goes on is as good as an empty field."""
    if text.strip().casefold() in ("ongoing", tr("ongoing").casefold()):
        return None
    return read_partial(text)
