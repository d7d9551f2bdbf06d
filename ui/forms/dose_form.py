"""A dose: planned from level and weight, given as it was, at a moment of the site's clock."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.checks.dose import check_administration
from domain.dosing.increase import current_level
from domain.escalation.slots import group_spacing
from domain.protocol.model import DoseLevel
from domain.reasons import Finding
from domain.records import Administration, Record
from domain.terms import DoseChange, PartKind
from ui.forms.event_links import event_options
from ui.forms.multi_choice import MultiChoice
from ui.forms.record_form import RecordForm
from ui.text import say_number, tr
from ui.widgets.elided_label import Label


class DoseForm(RecordForm):
    """The first dose, and those of later cycles. The planned dose follows the weight, the given one the planned,
    until a person writes another."""

    kind: ClassVar[type[Record]] = Administration
    save_text: ClassVar[str] = "Save dose"
    long_texts: ClassVar[tuple[str, ...]] = ("reason",)
    in_front: ClassVar[tuple[str, ...]] = (
        "started_at", "cycle", "weight_kg", "planned_mg", "given_mg", "change", "reason",
        "ended_at", "dose_level", "delayed_for",
    )  # fmt: skip
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("cycle", "weight_kg"),)
    stand_ins: ClassVar[dict[str, object]] = {"cycle": 10_000}
    shown_at: ClassVar[dict[str, str]] = {"subject_id": "started_at"}
    _planned_follows = _given_follows = True

    def label_of(self, field: str) -> str:
        # In a correction the foot asks for a "reason for the change" of the record: this one is the dose's.
        return tr("Why the dose was changed") if field == "reason" else super().label_of(field)

    def build(self, field: str) -> QWidget:
        if field == "delayed_for":
            options = event_options(self.study_now(), str(self.value("subject_id")))
            return MultiChoice(options, self.label_of(field), none_text=tr("Not delayed for an adverse event"))
        return super().build(field)

    def hint_of(self, field: str) -> str:
        if field == "delayed_for":
            return tr("Events that held up this dose. Nothing ticked: nobody has said.")
        return super().hint_of(field)

    def below(self, field: str) -> QWidget | None:
        if field != "started_at":
            return super().below(field)
        self.spacing = Label("", size="caption", token="text2", wrap=True)
        return self.spacing

    def first_values(self) -> dict[str, object]:
        study = self.study_now()
        subject_id = str(self.value("subject_id"))
        doses = study.administrations(subject_id)
        weights = [dose.weight_kg for dose in doses if dose.weight_kg is not None]
        cycle = max((dose.cycle for dose in doses), default=0) + 1
        prepared = next((one for one in study.preparations_of(subject_id) if one.cycle == cycle), None)
        weight = weights[-1] if weights else study.subject(subject_id).weight_kg
        planned = self._planned(weight)
        if prepared is not None:
            weight, planned = prepared.weight_kg or weight, prepared.dose_mg
        return {
            "started_at": self.now.replace(second=0, microsecond=0),
            "cycle": cycle,
            "dose_level": self._other_level(),
            "weight_kg": weight,
            "planned_mg": planned,
            "given_mg": planned,
        }

    def on_edited(self, field: str) -> None:
        rows = self.form.row
        if field in ("weight_kg", "dose_level"):
            self._show_rule()
            if not self.is_loading:
                self._replan()
        elif field == "planned_mg" and not self.is_loading and self._given_follows:
            rows("given_mg").set_value(rows("planned_mg").value())
        elif field == "change":
            change = rows("change").value()
            is_changed = change not in (DoseChange.AS_PLANNED, None)
            # A raised dose is given as planned, and says why it was raised.
            rows("reason").setVisible(is_changed or bool(rows("reason").value()))
            if change is DoseChange.OMITTED and not self.is_loading:
                rows("given_mg").set_value(Decimal(0))
        if field in ("cycle", "delayed_for"):
            self._show_delay()
        if field == "started_at":
            self._show_spacing()
        self._remember()

    def check(self, record: Record, now: datetime) -> list[Finding]:
        assert isinstance(record, Administration)
        return check_administration(self.study_now(), self.part_before(min(record.started_at, now)), record, now=now)

    # --- the planned dose --------------------------------------------------------------------------

    @property
    def level(self) -> DoseLevel | None:
        """The level of the dose: that of enrolment, unless another is written; None for nobody's."""
        study = self.study_now()
        subject_id = str(self.value("subject_id"))
        enrolment, part = study.enrolment(subject_id), study.part_of(subject_id)
        if enrolment is None or part is None:
            return None
        written = self._other_level() if self.is_loading and self.record is None else self.value("dose_level")
        number = enrolment.dose_level
        if isinstance(written, int):
            number = study.number_now(part.part_id, written, self._moment())
        return part.level(number) if 1 <= number <= len(part.levels) else None

    def _moment(self) -> datetime:
        """The moment of the dose, whose ladder a written level is of, or now while it can't be read or lies ahead."""
        typed = getattr(self.record, "started_at", None) if self.is_loading else self.form.row("started_at").value()
        now = self.now.replace(second=0, microsecond=0)
        return typed if isinstance(typed, datetime) and typed <= now else now

    def _other_level(self) -> int | None:
        """The level that a new dose starts with where it is not that of enrolment: prepared for, or raised to."""
        known = self._known.get("dose_level")
        if isinstance(known, int):
            return known
        study, subject_id = self.study_now(), str(self.value("subject_id"))
        enrolment = study.enrolment(subject_id)
        if enrolment is None:
            return None
        doses = study.administrations(subject_id)
        cycle = max((dose.cycle for dose in doses), default=0) + 1
        prepared = next((one for one in study.preparations_of(subject_id) if one.cycle == cycle), None)
        level = prepared.dose_level if prepared is not None else current_level(study, subject_id)
        return None if level == enrolment.dose_level else level

    def _planned(self, weight: object) -> Decimal | None:
        planned = self.level.planned_mg(weight if isinstance(weight, Decimal) else None) if self.level else None
        if planned is None:
            return None
        # Hundredths of a milligram, and three figures of a dose below one.
        decimals = max(2, 2 - planned.adjusted())
        return Decimal(say_number(planned.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)))

    def _replan(self) -> None:
        rows = self.form.row
        planned = self._planned(rows("weight_kg").value())
        if self._planned_follows and planned is not None:
            rows("planned_mg").set_value(planned)

    def _show_delay(self) -> None:
        """Only a later dose can have been held up by an event."""
        row, cycle = self.form.row("delayed_for"), self.form.row("cycle").value()
        assert isinstance(row.control, MultiChoice)
        is_later = isinstance(cycle, int) and cycle > 1 and len(row.control.boxes()) > 1
        row.setVisible(is_later or row.value() is not None)

    def _show_spacing(self) -> None:
        """When the group's spacing lets a first dose be given; nothing for later doses and other kinds of part."""
        subject_id, study = str(self.value("subject_id")), self.study_now()
        first, part, enrolment = study.first_dose(subject_id), study.part_of(subject_id), study.enrolment(subject_id)
        is_first = first is None or (self.record is not None and first.record_id == self.record.record_id)
        is_asked = is_first and enrolment is not None and part is not None and part.kind is PartKind.ESCALATION
        self.spacing.setVisible(is_asked)
        if not is_asked or enrolment is None:
            return
        typed = self.form.row("started_at").value()
        now = self.now.replace(second=0, microsecond=0)
        moment = typed if isinstance(typed, datetime) and typed <= now else now
        level = study.number_then(enrolment.part_id, enrolment.dose_level, moment)
        answer = group_spacing(self.part_before(moment), level, moment)
        if answer.earliest > moment:
            said = tr("The first dose may be given from {moment}.").format(moment=self.words.moment(answer.earliest))
            said += "".join(f" {self.words.reason(reason)}" for reason, _ in answer.reasons[:1])
        else:
            said = tr("The spacing of the group lets the first dose be given.")
        self.spacing.setText(said)

    def _remember(self) -> None:
        """Whether planned and given are still the computed ones; once a person writes another, they stay."""
        rows = self.form.row
        planned, given = rows("planned_mg").value(), rows("given_mg").value()
        computed = self._planned(rows("weight_kg").value())
        if computed is not None:
            self._planned_follows = planned is None or planned == computed
        self._given_follows = given is None or given == planned

    def _show_rule(self) -> None:
        level = self.level
        if level is None:
            return
        dose = f"{say_number(level.dose)} {level.unit}"
        weight = self.form.row("weight_kg").value()
        if level.is_per_weight and isinstance(weight, Decimal):
            hint = tr("level {number}: {dose} × {weight} kg").format(
                number=level.number, dose=dose, weight=say_number(weight)
            )
        else:
            hint = tr("level {number}: {dose}").format(number=level.number, dose=dose)
        self.set_row_hint("planned_mg", hint)
