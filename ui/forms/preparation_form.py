"""A dose as it is prepared: the worksheet is reckoned as it is typed, and two persons answer for it (SUB-11)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.dosing.increase import current_level
from domain.dosing.plan import DosingPlan
from domain.dosing.worksheet import Weight, Worksheet, choose_weight, derive_worksheet, next_cycle, used_weight
from domain.protocol.model import DoseLevel, Part
from domain.records import Preparation, Record
from domain.study import Study
from ui.forms.record_form import RecordForm
from ui.text import say_number, tr
from ui.widgets.card import SunkenBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label

_FOLLOWING = ("weight_kg", "dose_mg", "volume_ml")


class CalculationBox(SunkenBox):
    """The steps of a worksheet, and below them what is drawn up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent=parent)

    def show_steps(self, steps: list[str], result: str) -> None:
        """Say how the dose came about."""
        clear(self.body)
        for number, step in enumerate(steps, 1):
            self.add(Label(f"{number}. {step}", size="caption", token="text2", wrap=True))
        if result:
            self.add(Label(result, weight=600, wrap=True))
        self.setAccessibleName(". ".join((*steps, result)))


class PreparationForm(RecordForm):
    """Weight, dose and volume follow the worksheet until a person writes another."""

    kind: ClassVar[type[Record]] = Preparation
    save_text: ClassVar[str] = "Save preparation"
    long_texts: ClassVar[tuple[str, ...]] = ("comment",)
    in_front: ClassVar[tuple[str, ...]] = (
        "cycle", "dose_level", "measured_kg", "weight_kg", "concentration_mg_per_ml", "dose_mg", "volume_ml", "lot",
        "expires_on", "prepared_at", "prepared_by", "checked_by",
    )  # fmt: skip
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("cycle", "dose_level"), ("measured_kg", "weight_kg"), ("dose_mg", "volume_ml"), ("lot", "expires_on"),
        ("prepared_by", "checked_by"),
    )  # fmt: skip
    stand_ins: ClassVar[Mapping[str, object]] = {
        "cycle": 10_000, "lot": "?", "expires_on": date.max, "prepared_by": "?", "checked_by": "",
    }  # fmt: skip
    shown_at: ClassVar[Mapping[str, str]] = {"subject_id": "cycle"}
    _follows: Mapping[str, bool] = dict.fromkeys(_FOLLOWING, True)

    def below(self, field: str) -> QWidget | None:
        if field != "concentration_mg_per_ml":
            return None
        self.calculation = CalculationBox()
        return self.calculation

    def first_values(self) -> dict[str, object]:
        study, subject_id = self.study_now(), str(self.value("subject_id"))
        doses = study.preparations_of(subject_id)
        last = doses[-1].concentration_mg_per_ml if doses else None
        known = self._known.get("dose_level")
        level = known if isinstance(known, int) else self._usual_level()
        sheet = self._sheet_of(level, None, None, self._plan.concentration_mg_per_ml or last)
        return {
            "cycle": next_cycle(study, subject_id),
            "dose_level": level,
            "weight_kg": _plain(sheet.weight.kg) if sheet and sheet.weight else None,
            "concentration_mg_per_ml": self._plan.concentration_mg_per_ml or last,
            "dose_mg": _plain(sheet.dose_mg) if sheet else None,
            "volume_ml": _plain(sheet.volume_ml) if sheet else None,
            "prepared_at": self.now.replace(second=0, microsecond=0),
            "prepared_by": self.session.person.name,
        }

    def on_edited(self, field: str) -> None:
        if self.is_loading and field != self.fields[-1]:
            return
        level = self._level()
        for name in ("measured_kg", "weight_kg"):
            self.form.row(name).setVisible(level is None or level.is_per_weight)
        if not self.is_loading:
            self._follow(field)
        self._remember()
        self._show_calculation()

    # --- the worksheet -----------------------------------------------------------------------------

    @property
    def _part(self) -> Part | None:
        return self.study_now().part_of(str(self.value("subject_id")))

    @property
    def _plan(self) -> DosingPlan:
        part = self._part
        return (part.dosing if part else None) or DosingPlan()

    def _usual_level(self) -> int | None:
        subject_id = str(self.value("subject_id"))
        return current_level(self.study_now(), subject_id) if self._part is not None else None

    def _level(self, number: object = None) -> DoseLevel | None:
        part, number = self._part, self.value("dose_level") if number is None else number
        at = self.value("prepared_at")
        if part is not None and isinstance(number, int) and isinstance(at, datetime):
            # Numbers are those of the day of the preparation; an amendment since may have moved them.
            number = self.study_now().number_now(part.part_id, number, min(at, self.now))
        if part is None or not isinstance(number, int) or not 1 <= number <= len(part.levels):
            return None
        return part.level(number)

    def _then(self) -> Study:
        """What is known before the preparation, whatever was weighed or given later."""
        at = self.value("prepared_at")
        moment = at if isinstance(at, datetime) else self.now
        return self.study_at(min(moment, self.now) - timedelta(microseconds=1))

    def _chosen(self, measured: object) -> Weight:
        today = measured if isinstance(measured, Decimal) and 0 < measured <= 500 else None
        return choose_weight(self._then(), str(self.value("subject_id")), self._plan, today_kg=today)

    def _sheet_of(self, number: object, measured: object, used: object, concentration: object) -> Worksheet | None:
        level = self._level(number)
        if level is None:
            return None
        weight = used_weight(used if isinstance(used, Decimal) and used > 0 else None, self._chosen(measured))
        strength = concentration if isinstance(concentration, Decimal) and concentration > 0 else None
        return derive_worksheet(level, self._plan, weight, concentration_mg_per_ml=strength)

    def _sheet(self) -> Worksheet | None:
        """The worksheet of what the rows hold now."""
        used = self.value("weight_kg")
        return self._sheet_of(None, self.value("measured_kg"), used, self.value("concentration_mg_per_ml"))

    def _follow(self, field: str) -> None:
        """Fill in again what nobody has written another value for."""
        rows = self.form.row
        if field in ("measured_kg", "prepared_at") and self._follows["weight_kg"]:
            rows("weight_kg").set_value(_plain(self._chosen(self.value("measured_kg")).kg))
        sheet = self._sheet()
        if sheet is None:
            return
        if field != "dose_mg" and field != "volume_ml" and self._follows["dose_mg"]:
            rows("dose_mg").set_value(_plain(sheet.dose_mg))
        if field != "volume_ml" and self._follows["volume_ml"]:
            rows("volume_ml").set_value(_plain(sheet.volume_ml))

    def _remember(self) -> None:
        """Whether weight, dose and volume are still the computed ones."""
        sheet = self._sheet()
        chosen = self._chosen(self.value("measured_kg")).kg
        computed = {
            "weight_kg": chosen,
            "dose_mg": sheet.dose_mg if sheet else None,
            "volume_ml": sheet.volume_ml if sheet else None,
        }
        self._follows = {
            name: self.value(name) is None or computed[name] is None or self.value(name) == computed[name]
            for name in _FOLLOWING
        }

    def _show_calculation(self) -> None:
        sheet = self._sheet()
        if sheet is None:
            self.calculation.show_steps([], tr("Choose a level of the part."))
            return
        result = ""
        if sheet.dose_mg is not None:
            result = tr("Prepare {dose} mg").format(dose=say_number(sheet.dose_mg))
            if sheet.volume_ml is not None:
                result += " = " + tr("{volume} mL").format(volume=say_number(sheet.volume_ml))
        self.calculation.show_steps([self.words.reason(step) for step in sheet.steps], result)


def _plain(value: Decimal | None) -> Decimal | None:
    """Without zeros at its end, as a person would write it."""
    return None if value is None else Decimal(say_number(value))
