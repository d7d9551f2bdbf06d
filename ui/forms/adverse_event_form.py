"""An adverse event: the first screen takes a new one in a few keys, the sections below take the rest."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from domain.ctcae.catalogue import Term, terms_of
from domain.evaluability import derive_window, is_inside
from domain.partial_date import PartialDate
from domain.records import AdverseEvent, Record
from domain.safety.duplicates import copy_for_next
from domain.terms import Grade, Relationship
from ui.forms.drug_rows import DrugRows
from ui.forms.event_meaning import EventMeaning
from ui.forms.grade_criteria import criteria_of
from ui.forms.grade_steps import GradeSteps
from ui.forms.record_form import RecordForm
from ui.forms.term_search import TermSearch
from ui.forms.typed import read_partial, write_date
from ui.session import Session
from ui.text import term as say_term
from ui.text import tr
from ui.widgets.buttons import LinkButton
from ui.widgets.combo_box import ComboBox
from ui.widgets.date_edit import DateEdit
from ui.widgets.options import Option
from ui.widgets.segmented_control import Segment, SegmentedControl

# What is asked of a serious event only.
_SERIOUS = ("aware_at", "admitted_on", "discharged_on", "is_expected")


class AdverseEventForm(RecordForm):
    """One event. Grades that the term lacks are struck through; what follows from the event is said as it is typed.

    A new event can start as the last one of its subject (Ctrl+D), and be saved with the next one begun
    (Ctrl+Shift+S).
    """

    kind: ClassVar[type[Record]] = AdverseEvent
    save_text: ClassVar[str] = "Save adverse event"
    in_front: ClassVar[tuple[str, ...]] = (
        "subject_id", "term", "grade", "onset", "end", "relationship", "other_drugs",
        "grade_changes", "outcome", "action_taken",
        "seriousness", "aware_at", "admitted_on", "discharged_on", "is_expected",
        "is_immune_related", "is_laboratory_only", "verbatim", "narrative",
    )  # fmt: skip
    long_texts: ClassVar[tuple[str, ...]] = ("narrative",)
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("onset", "end"),
        ("admitted_on", "discharged_on"),
    )
    headings: ClassVar[Mapping[str, str]] = {
        "grade_changes": "Course",
        "seriousness": "Seriousness",
        "is_immune_related": "More about it",
    }
    stand_ins: ClassVar[dict[str, object]] = {"term": "", "grade": Grade.MILD, "onset": PartialDate(1900)}
    shown_at: ClassVar[dict[str, str]] = {"other_drugs": "relationship"}

    def __init__(
        self,
        session: Session,
        record: Record | None = None,
        *,
        known: Mapping[str, object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the form; see ``RecordForm``."""
        self.meaning = EventMeaning()
        self._has_drugs = False
        super().__init__(session, record, known=known, parent=parent)
        self.same_link = LinkButton(tr("Same as above"), small=True)
        self.same_link.setToolTip(tr("Ctrl+D: start as the last event entered for the subject"))
        self.same_link.clicked.connect(self.repeat_last)
        self.add_to_title(self.same_link)
        self.again_link = LinkButton(tr("Save and new"), small=True)
        self.again_link.setToolTip(tr("Ctrl+Shift+S: save, and begin the subject's next event"))
        self.again_link.clicked.connect(self.submit_and_stay)
        self.form.add_beside_count(self.again_link)
        if record is None:
            QShortcut(QKeySequence("Ctrl+D"), self, self.repeat_last)
            QShortcut(QKeySequence("Ctrl+Shift+S"), self, self.submit_and_stay)
        self.again_link.setVisible(record is None)
        self._show_same()
        self.form.value_changed.connect(self._show_meaning)
        self._show_meaning()

    # --- what it shows -----------------------------------------------------------------------------

    def hidden_fields(self) -> tuple[str, ...]:
        is_known = self.record is not None or "subject_id" in self._known
        return ("record_id", "subject_id", "result_id") if is_known else ("record_id", "result_id")

    def build(self, field: str) -> QWidget:
        name = self.label_of(field)
        if field == "subject_id":
            subjects = self.study_now().subjects
            return ComboBox([Option(one.subject_id, one.subject_id, one.tumour_type) for one in subjects], name)
        if field == "term":
            return TermSearch(self.session.study.protocol.ctcae, name)
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
            return tr("Type three letters, or an everyday word, and choose.")
        if field == "end":
            return tr("empty: ongoing")
        # The list itself says "not said".
        return "" if field == "relationship" else super().hint_of(field)

    def below(self, field: str) -> QWidget | None:
        return self.meaning if field == "other_drugs" else None

    def focus_first(self) -> None:
        known = self.value("subject_id") if "subject_id" in self.fields else None
        self.form.row("term" if known else self.fields[0]).focus_control()

    def on_edited(self, field: str) -> None:
        if field in ("term", "grade"):
            self._show_grades()
        if field in ("onset", "subject_id"):
            self._show_window()
        if field == "subject_id":
            self._show_drugs()
            self._show_same()
        if field in ("seriousness", *_SERIOUS):
            self._show_serious()
        if field == self.fields[-1]:
            self._show_drugs()

    # --- rapid entry -------------------------------------------------------------------------------

    def last_event(self) -> AdverseEvent | None:
        """The event entered last for the subject; of all subjects while none is chosen."""
        subject_id = self.value("subject_id")
        entered = reversed(self.session.study.entered.get(AdverseEvent.kind, ()))
        return next(
            (one for one in entered if isinstance(one, AdverseEvent) and subject_id in (None, one.subject_id)), None
        )

    def repeat_last(self) -> None:
        """Start as the event entered last: all but its dates and what became of it; the cursor goes to the onset."""
        last = self.last_event()
        if last is None or self.record is not None:
            return
        copy = copy_for_next(last, record_id="new", onset=last.onset)
        for field in self.fields:
            self.form.row(field).set_value(None if field == "onset" else getattr(copy, field))
        self.form.row("onset").focus_control()

    def after_saved(self, record: Record) -> None:
        assert isinstance(record, AdverseEvent)
        self.begin_again({**self._known, "subject_id": record.subject_id, "result_id": ""})
        self.form.row("term").focus_control()
        self._show_same()
        self._show_meaning()

    # --- what follows ------------------------------------------------------------------------------

    @property
    def _terms(self) -> dict[str, Term]:
        return terms_of(self.session.study.protocol.ctcae)

    def _show_grades(self) -> None:
        row, steps = self.form.row("grade"), self.form.row("grade_changes").control
        assert isinstance(row.control, SegmentedControl)
        assert isinstance(steps, GradeSteps)
        term = self._terms.get(str(self.form.row("term").value()))
        version = self.session.study.protocol.ctcae
        lacks = tr("CTCAE v{version} has no such grade for this term.").format(version=version)
        criteria = criteria_of(self.session.study, term.name) if term else {}
        existing = term.grades if term else tuple(Grade)
        row.control.set_segments(
            [
                Segment(
                    grade,
                    str(int(grade)),
                    struck=grade not in existing,
                    tooltip=criteria.get(grade, "") if grade in existing else lacks,
                )
                for grade in Grade
            ]
        )
        steps.set_grades(existing, lacks)
        self.set_row_hint("term", term.soc if term else self.hint_of("term"))
        self.set_row_hint("grade", self._say_criteria(term, criteria))

    def _say_criteria(self, term: Term | None, criteria: dict[Grade, str]) -> str:
        """The criterion of the chosen grade; while none is chosen, those of all; else which grades there are."""
        if term is None:
            return ""
        chosen = self.form.row("grade").value()
        if chosen in criteria:
            return criteria[chosen]  # type: ignore[index]
        if criteria and chosen is None:
            return "\n".join(f"{int(grade)}  {text}" for grade, text in criteria.items())
        if len(term.grades) == len(Grade):
            return ""
        listed = ", ".join(str(int(grade)) for grade in term.grades)
        version = self.session.study.protocol.ctcae
        return tr("v{version} defines these grades for the term: {grades}").format(version=version, grades=listed)

    def _show_window(self) -> None:
        """Whether the onset can lie inside the subject's DLT window."""
        study, subject_id = self.study_now(), str(self.value("subject_id") or "")
        part, onset = study.part_of(subject_id), self.form.row("onset").value()
        window = derive_window(study, part, subject_id) if part else None
        if window is None or part is None:
            self.set_row_hint("onset", tr("No first dose yet: there is no DLT window."))
        elif not isinstance(onset, PartialDate):
            until = self.words.moment(window[1])
            self.set_row_hint("onset", tr("The DLT window ends {until}.").format(until=until))
        else:
            probe = AdverseEvent(
                record_id="", subject_id=subject_id, term="", grade=Grade.MILD, onset=onset,
                relationship=Relationship.DEFINITE,
            )  # fmt: skip
            inside = is_inside(probe, *window, study)
            outside = tr("Onset outside the DLT window: it does not drive escalation.")
            self.set_row_hint("onset", tr("Onset inside the DLT window.") if inside else outside)

    def _show_drugs(self) -> None:
        """The other drugs of the subject's part, where it has any."""
        row = self.form.row("other_drugs")
        assert isinstance(row.control, DrugRows)
        study, subject_id = self.study_now(), str(self.value("subject_id") or "")
        part = study.part_of(subject_id)
        own = study.protocol.drug.casefold()
        row.control.set_drugs([drug for drug in (part.drugs if part else ()) if drug.casefold() != own])
        row.setVisible(bool(row.control.blocks))

    def _show_serious(self) -> None:
        """What is asked of a serious event stays in sight while it holds something."""
        is_serious = bool(self.form.row("seriousness").value())
        for field in _SERIOUS:
            row = self.form.row(field)
            text: Any = getattr(row.control, "text", None)
            row.setVisible(is_serious or bool(callable(text) and text().strip()))

    def _show_same(self) -> None:
        """Offers to start as the last event, and names it."""
        if not hasattr(self, "same_link"):
            return
        last = self.last_event() if self.record is None else None
        self.same_link.setVisible(last is not None)
        if last is not None:
            self.same_link.setAccessibleDescription(f"{last.term}, {say_term(last.relation) if last.relation else ''}")

    def _show_meaning(self) -> None:
        values = self.form.values()
        is_said = values["term"] and values["grade"] is not None and values["onset"] is not None
        record = self._record_of(values)[0] if is_said and self.value("subject_id") else None
        if isinstance(record, AdverseEvent) and record.record_id == "new":
            record = replace(record, record_id="as typed")
        self.meaning.show_event(self.study_now(), record if isinstance(record, AdverseEvent) else None, self.words)


def _read_end(text: str) -> PartialDate | None:
    """The end as typed; the word for an event that goes on is as good as an empty field."""
    if text.strip().casefold() in ("ongoing", tr("ongoing").casefold()):
        return None
    return read_partial(text)
