"""A deviation: typed by a person, or one that the records show and that a person answers for (SUB-9)."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.deviations import TYPED, DerivedDeviation
from domain.records import Deviation, Record
from domain.terms import DeviationCategory
from ui.forms.record_form import RecordForm
from ui.session import Session
from ui.text import say_date, tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.options import Option
from ui.words.deviation import name_visit

_OWN = ("subject_id", "occurred_on", "description")


class DeviationForm(RecordForm):
    """What departed, how much it weighs, why, and what was done. What the program found is not typed again."""

    kind: ClassVar[type[Record]] = Deviation
    save_text: ClassVar[str] = "Record deviation"
    hidden: ClassVar[tuple[str, ...]] = ("record_id", "code", "about_kind", "about_id")
    in_front: ClassVar[tuple[str, ...]] = (*_OWN, "category", "importance", "reason", "action")
    long_texts: ClassVar[tuple[str, ...]] = ("description", "reason", "action")
    stand_ins: ClassVar[Mapping[str, object]] = {
        "occurred_on": date(1900, 1, 1),
        "category": DeviationCategory.OTHER,
        "description": "?",
        "reason": "?",
    }

    def __init__(
        self,
        session: Session,
        record: Record | None = None,
        *,
        known: Mapping[str, object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the form; without ``known_of`` a derived deviation it is for a typed one."""
        super().__init__(session, record, known={"code": TYPED, **(known or {})}, parent=parent)

    def hidden_fields(self) -> tuple[str, ...]:
        return self.hidden if self._code() == TYPED else (*self.hidden, *_OWN)

    def label_of(self, field: str) -> str:
        # In a correction the foot asks for a "reason for the change" of the record: this one is the deviation's.
        return tr("Why it happened") if field == "reason" else super().label_of(field)

    def hint_of(self, field: str) -> str:
        if field == "importance":
            return tr("Important: may affect safety, rights, or the reliability of the data.")
        return super().hint_of(field)

    def build(self, field: str) -> QWidget:
        if field == "subject_id":
            subjects = [Option(one.subject_id, one.subject_id) for one in self.study_now().subjects]
            return ComboBox([Option("", tr("The study as a whole")), *subjects], self.label_of(field))
        return super().build(field)

    def first_values(self) -> dict[str, object]:
        return {"occurred_on": self.now.astimezone(self.words.zone).date()} if self._code() == TYPED else {}

    def _code(self) -> str:
        return str(self._told("code"))

    def _add_rows(self) -> None:
        if self._code() != TYPED:
            of = self._told("subject_id") or tr("the study as a whole")
            on = self._told("occurred_on")
            head = Label(f"{of} · {say_date(on) if isinstance(on, date) else ''}", size="caption", token="text2")
            self.form.add_widget(head)
            self.form.add_widget(Label(str(self._told("description")), weight=500, wrap=True))
        super()._add_rows()

    def _told(self, field: str) -> object:
        return getattr(self.record, field) if self.record is not None else self._known.get(field)


def known_of(session: Session, one: DerivedDeviation) -> dict[str, object]:
    """What a form starts with for a deviation that the records show."""
    return {
        "subject_id": one.subject_id,
        "code": one.code,
        "description": session.words.say(name_visit(one.description, session.study.protocol)),
        "occurred_on": one.occurred_on,
        "category": one.category,
        "importance": one.importance,
        "about_kind": one.about_kind,
        "about_id": one.about_id,
    }
