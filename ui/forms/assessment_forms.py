"""One assessment in the side panel: what a query, a signature or a verification is about (SUB-6, TRU-5).

A visit is entered and corrected in its grid; here stands one record of it, to be read at a field, verified, corrected.
"""

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.body_system import BodySystem
from domain.checks.assessments import derive_qtcf
from domain.records import AssessmentNotDone, BodyWeight, Ecg, EcogStatus, PhysicalExam, Record, VitalSigns
from ui.forms.ecog_choice import ecog_options
from ui.forms.record_form import RecordForm
from ui.models.assessment_entry import OUTSIDE, say_visit, visits_on_offer
from ui.text import term, tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.options import Option
from ui.words.visit import VisitWords


class AssessmentForm(RecordForm):
    """What the forms of all assessments share: the visit is chosen by its name, the check is that of the grid."""

    in_front: ClassVar[tuple[str, ...]] = ("visit",)
    shown_at: ClassVar[Mapping[str, str]] = {"subject_id": "visit"}

    def build(self, field: str) -> QWidget:
        if field != "visit":
            return super().build(field)
        words = VisitWords(self.session.study.protocol)
        return ComboBox([Option(one, say_visit(words, one)) for one in self._visits()], self.label_of(field))

    def hint_of(self, field: str) -> str:
        # The names of the visits say it.
        return "" if field == "visit" else super().hint_of(field)

    def _visits(self) -> tuple[str, ...]:
        study, subject_id = self.study_now(), str(self.value("subject_id"))
        # There is no row to ask yet.
        known = vars(self.record) if self.record is not None else self._known
        own = str(known.get("visit") or OUTSIDE)
        return tuple(dict.fromkeys((*reversed(visits_on_offer(study, subject_id, self.now)), own, OUTSIDE)))


class VitalSignsForm(AssessmentForm):
    """One set of vital signs."""

    kind: ClassVar[type[Record]] = VitalSigns
    save_text: ClassVar[str] = "Save vital signs"
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("systolic_mmhg", "diastolic_mmhg"),
        ("pulse_per_min", "temperature_c"),
        ("respiration_per_min", "oxygen_percent"),
    )
    long_texts: ClassVar[tuple[str, ...]] = ("comment",)


class BodyWeightForm(AssessmentForm):
    """A body weight, perhaps with the height."""

    kind: ClassVar[type[Record]] = BodyWeight
    save_text: ClassVar[str] = "Save weight"
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("weight_kg", "height_cm"),)


class EcogStatusForm(AssessmentForm):
    """A performance status, chosen by its words."""

    kind: ClassVar[type[Record]] = EcogStatus
    save_text: ClassVar[str] = "Save ECOG"

    def build(self, field: str) -> QWidget:
        return ComboBox(ecog_options(), self.label_of(field)) if field == "score" else super().build(field)

    def hint_of(self, field: str) -> str:
        return "" if field == "score" else super().hint_of(field)


class EcgForm(AssessmentForm):
    """An electrocardiogram; what QTcF follows from QT and heart rate stands below it."""

    kind: ClassVar[type[Record]] = Ecg
    save_text: ClassVar[str] = "Save ECG"
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("heart_rate_per_min", "pr_ms"),
        ("qrs_ms", "qt_ms"),
    )
    long_texts: ClassVar[tuple[str, ...]] = ("comment",)

    def on_edited(self, field: str) -> None:
        if field in ("qt_ms", "heart_rate_per_min"):
            self.set_row_hint("qtcf_ms", self._say_qtcf())

    def _say_qtcf(self) -> str:
        qt, rate = self.value("qt_ms"), self.value("heart_rate_per_min")
        expected = derive_qtcf(qt if isinstance(qt, int) else None, rate if isinstance(rate, int) else None)
        return tr("by Fridericia {qtcf}").format(qtcf=expected) if expected is not None else ""


class PhysicalExamForm(AssessmentForm):
    """An examination, of one body system or as a whole."""

    kind: ClassVar[type[Record]] = PhysicalExam
    save_text: ClassVar[str] = "Save examination"
    long_texts: ClassVar[tuple[str, ...]] = ("abnormal",)

    def build(self, field: str) -> QWidget:
        if field != "system":
            return super().build(field)
        choice = ComboBox([Option(one, term(one)) for one in BodySystem], self.label_of(field))
        choice.setPlaceholderText(tr("As a whole"))
        return choice

    def hint_of(self, field: str) -> str:
        return "" if field == "system" else super().hint_of(field)


class NotDoneForm(AssessmentForm):
    """Why an assessment of a visit was not done."""

    kind: ClassVar[type[Record]] = AssessmentNotDone
    save_text: ClassVar[str] = "Save reason"
    long_texts: ClassVar[tuple[str, ...]] = ("reason",)
