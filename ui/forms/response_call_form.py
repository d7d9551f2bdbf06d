"""The investigator's response of one visit, kept with the derived one that it saw (EFF-1)."""

from collections.abc import Mapping
from dataclasses import fields
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.records import Record, ResponseCall
from domain.response.calls import CALLABLE, assessment_at, draft_call
from domain.response.of_study import derive_response
from domain.response.spoken import joined
from domain.response.terms import Response
from ui.forms.record_form import RecordForm
from ui.session import Session
from ui.text import say_date, term, tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.options import Option

_ASKED = ("response", "comment")


class ResponseCallForm(RecordForm):
    """A call, new or settled: it always stores what is derived now, and on what data."""

    kind: ClassVar[type[Record]] = ResponseCall
    save_text: ClassVar[str] = "Save call"
    hidden: ClassVar[tuple[str, ...]] = tuple(one.name for one in fields(ResponseCall) if one.name not in _ASKED)
    long_texts: ClassVar[tuple[str, ...]] = ("comment",)
    stand_ins: ClassVar[Mapping[str, object]] = {"response": Response.NE}
    shown_at: ClassVar[Mapping[str, str]] = {"visit_number": "response", "called_at": "response"}

    def __init__(
        self,
        session: Session,
        record: ResponseCall | None = None,
        *,
        known: Mapping[str, object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the form.

        Args:
            session: saves, and knows the study.
            record: the call to be settled; None makes a new one.
            known: ``subject_id`` and ``visit_number`` of a new one.
            parent: Qt owner.
        """
        given = dict(known or {})
        subject_id = record.subject_id if record else str(given["subject_id"])
        number = record.visit_number if record else int(str(given["visit_number"]))
        now = session.clock()
        self._draft = draft_call(
            session.study.at(now), subject_id, number, Response.NE, record_id="new", comment="",
            called_by=session.person.name, called_at=now,
        )  # fmt: skip
        drafted = {one.name: getattr(self._draft, one.name) for one in fields(ResponseCall) if one.name in self.hidden}
        super().__init__(session, record, known={**drafted, **given}, parent=parent)
        self.set_title(tr("Call of {subject}").format(subject=subject_id), tr("Esc closes"))

    def build(self, field: str) -> QWidget:
        if field == "response":
            return ComboBox([Option(one, term(one)) for one in CALLABLE], self.label_of(field))
        return super().build(field)

    def first_values(self) -> dict[str, object]:
        # The investigator's own reading is asked for: nothing is filled in from the derived one.
        return {"response": None}

    def below(self, field: str) -> QWidget | None:
        if field != "response":
            return None
        return Label(self._derived_words(), size="caption", token="text2", wrap=True)

    def _derived_words(self) -> str:
        response = derive_response(self.study_now(), self._draft.subject_id)
        visit = assessment_at(response, self._draft.visit_number)
        if visit is None:
            return ""
        text = tr("Visit {number}, {day}. Computed: {response}. {why}")
        why = self.words.say(joined(visit.reasons))
        number, day = self._draft.visit_number, say_date(visit.on)
        return text.format(number=number, day=day, response=term(visit.overall), why=why).strip()

    def _value_of(self, field: str, values: Mapping[str, object]) -> object:
        if field in self.hidden:
            # A call that is settled saw what is derived now, not what it saw at first.
            return self._known.get(field)
        return super()._value_of(field, values)
