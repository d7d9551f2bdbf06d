"""Enrolment: the part, and its level or cohort with an open slot, or a closed one where it has happened."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.checks.subject import check_enrolment
from domain.escalation.planned_number import derive_planned_number
from domain.escalation.slots import assess_slot
from domain.escalation.status import PartStatus, status_before
from domain.parts.terms import BackfillPolicy, PartPhase
from domain.protocol.model import Part
from domain.reasons import Finding
from domain.records import Enrolment, Record
from domain.terms import PartKind
from ui.forms.level_choice import CohortSlotChoice, LevelChoice
from ui.forms.record_form import RecordForm
from ui.text import Words, tr
from ui.widgets.check_box import CheckBox
from ui.widgets.elided_label import Label
from ui.widgets.radio_list import Choice, RadioList
from ui.words.part import say_phase
from ui.words.planned import say_planned


class EnrolmentForm(RecordForm):
    """A subject's place at a dose level or in an expansion cohort; until the first dose it is a reserved slot."""

    kind: ClassVar[type[Record]] = Enrolment
    save_text: ClassVar[str] = "Enrol subject"
    hidden: ClassVar[tuple[str, ...]] = ("record_id", "subject_id")
    # Which slots are open depends on the moment, the part, and whether it is a backfill.
    in_front: ClassVar[tuple[str, ...]] = ("enrolled_at", "part_id", "is_backfill", "dose_level", "cohort")
    stand_ins: ClassVar[dict[str, object]] = {"dose_level": 1}
    shown_at: ClassVar[dict[str, str]] = {"subject_id": "enrolled_at"}
    parts: RadioList | None = None
    _planned: Label | None = None

    @property
    def planned(self) -> Label | None:
        """The warning that the planned number is near; None while it is not."""
        return self._planned if self._planned is not None and not self._planned.isHidden() else None

    # --- the part ----------------------------------------------------------------------------------

    @property
    def offered(self) -> tuple[Part, ...]:
        """Parts that are open, and the one that the record names."""
        study, named = self.session.study, getattr(self.record, "part_id", "")
        return tuple(
            one for one in study.protocol.parts if one.part_id == named or (one.levels and study.is_open(one.part_id))
        )

    @property
    def part(self) -> Part:
        """The part that is chosen; as long as none is, the one of the record or the one that is shown."""
        chosen = self.parts.value() if self.parts is not None else None
        named = chosen or getattr(self.record, "part_id", None) or self._known.get("part_id")
        return next((one for one in self.offered if one.part_id == named), self.session.part)

    @cached_property
    def _before(self) -> dict[tuple[str, datetime, int], PartStatus]:
        return {}

    def part_before(self, moment: datetime) -> PartStatus:
        """The chosen part as it stood at a moment, as if the subject were not in the study."""
        part, study = self.part, self.session.study
        key = (part.part_id, moment, study.position)
        if key not in self._before:
            self._before[key] = status_before(study, part, str(self.value("subject_id")), moment)
        return self._before[key]

    def _words_of(self, part: Part) -> Words:
        words = self.session.words
        return Words(words.zone, part, words.protocol)

    # --- the rows ----------------------------------------------------------------------------------

    def hidden_fields(self) -> tuple[str, ...]:
        """Only what some offered part asks for has a row; what a record holds is never out of sight."""
        hidden = list(self.hidden)
        if len(self.offered) < 2:
            hidden.append("part_id")
        if not any(one.kind is PartKind.EXPANSION for one in self.offered):
            hidden.append("cohort")
        if not any(_has_backfill(one) for one in self.offered):
            hidden.append("is_backfill")
        return tuple(one for one in hidden if one in (*self.hidden, "part_id") or not getattr(self.record, one, None))

    def build(self, field: str) -> QWidget:
        match field:
            case "part_id":
                self.parts = RadioList(self._part_choices(), self.label_of(field))
                return self.parts
            case "cohort":
                return CohortSlotChoice(self.label_of(field))
            case "is_backfill":
                return CheckBox(tr("Add as backfill"))
            case "dose_level":
                return LevelChoice(self.label_of(field))
            case _:
                return super().build(field)

    def _part_choices(self) -> list[Choice]:
        phases = {one.part.part_id: one.phase for one in self.session.part_states}
        return [
            Choice(
                one.part_id,
                one.title,
                say_phase(phases[one.part_id]) if phases[one.part_id] is not PartPhase.OPEN else "",
            )
            for one in self.offered
        ]

    def hint_of(self, field: str) -> str:
        if field in ("dose_level", "cohort"):
            days = self.part.rules.reservation_days
            return tr("The slot is held for {days} days.").format(days=days)
        if field == "is_backfill":
            return tr("At a cleared level below the current one; how it counts, the protocol says.")
        return super().hint_of(field)

    def below(self, field: str) -> QWidget | None:
        if field != self.fields[-1]:
            return super().below(field)
        self._planned = Label("", size="caption", token="warnline", wrap=True)
        self._planned.hide()
        return self._planned

    def first_values(self) -> dict[str, object]:
        now = self.now.replace(second=0, microsecond=0)
        status = self.part_before(now)
        recommended = status.recommendation.dose_level
        is_level = status.part.kind is PartKind.ESCALATION and recommended is not None
        is_open = is_level and recommended is not None and assess_slot(status, recommended).is_open
        return {"enrolled_at": now, "part_id": status.part.part_id, "dose_level": recommended if is_open else None}

    def on_edited(self, field: str) -> None:
        if field == "part_id" and not self.is_loading:
            # A number chosen in one part means another dose in the next.
            self.form.row("dose_level").set_value(None)
            if "cohort" in self.fields:
                self.form.row("cohort").set_value(None)
        if field in ("enrolled_at", "part_id", "is_backfill"):
            self._show_slots()

    def _show_slots(self) -> None:
        """The rows that the chosen part asks for, with how each slot stood at the moment."""
        part = self.part
        is_expansion = part.kind is PartKind.EXPANSION
        moment = self._moment(self.form.row("enrolled_at").value())
        status, words = self.part_before(moment), self._words_of(part)
        level = self.form.row("dose_level")
        # What a saved record holds stays in sight, so that it can be taken out.
        level.setVisible(not is_expansion)
        is_backfill = False
        if "is_backfill" in self.fields:
            backfill = self.form.row("is_backfill")
            is_backfill = bool(backfill.value()) and not is_expansion
            backfill.setVisible(_has_backfill(part) or bool(backfill.value()))
        assert isinstance(level.control, LevelChoice)
        level.control.show_status(status, words, is_backfill=is_backfill)
        if "cohort" in self.fields:
            cohort = self.form.row("cohort")
            cohort.setVisible(is_expansion or cohort.value() is not None)
            assert isinstance(cohort.control, CohortSlotChoice)
            cohort.control.show_status(status, words)
        for name in ("dose_level", "cohort"):
            if name in self.fields:
                self.set_row_hint(name, self.hint_of(name))
        self._show_planned(status)

    def _show_planned(self, status: PartStatus) -> None:
        number = derive_planned_number(status.study, status.part)
        if self._planned is None:
            return
        self._planned.setVisible(number is not None and number.is_near)
        if number is None:
            return
        count = tr("{enrolled} of {planned} planned subjects are enrolled.").format(
            enrolled=number.enrolled, planned=number.planned
        )
        said = say_planned(status, number).rstrip(".")
        self._planned.setText(f"{count} {said}.")

    # --- the record --------------------------------------------------------------------------------

    def _value_of(self, field: str, values: Mapping[str, object]) -> object:
        """What is not asked in the chosen part is not in the record; a cohort brings its level."""
        part, value = self.part, super()._value_of(field, values)
        if field == "part_id":
            return part.part_id
        if part.kind is PartKind.ESCALATION:
            return None if field == "cohort" and self.record is None else value
        if field == "dose_level" and (self.record is None or {"cohort", "part_id"} & set(self.changed_fields())):
            number = super()._value_of("cohort", values)
            chosen = part.cohorts[number - 1] if isinstance(number, int) and number <= len(part.cohorts) else None
            # Without a cohort the check asks for one; no finding rests on the level then.
            return chosen.dose_level if chosen is not None and chosen.dose_level else 1
        return False if field == "is_backfill" and self.record is None else value

    def _place(self, field: str) -> str:
        place = super()._place(field)
        is_expansion = self.part.kind is PartKind.EXPANSION
        return "cohort" if place == "dose_level" and is_expansion and "cohort" in self.fields else place

    def _moment(self, typed: object) -> datetime:
        """The moment typed, or now while it can't be read or lies ahead."""
        now = self.now
        return typed if isinstance(typed, datetime) and typed <= now else now.replace(second=0, microsecond=0)

    def check(self, record: Record, now: datetime) -> list[Finding]:
        assert isinstance(record, Enrolment)
        moment = min(record.enrolled_at, now)
        return check_enrolment(self.study_now(), self.part_before(moment), record, now=now)


def _has_backfill(part: Part) -> bool:
    return part.kind is PartKind.ESCALATION and part.rules.backfill is not BackfillPolicy.NONE
