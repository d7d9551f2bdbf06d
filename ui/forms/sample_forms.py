"""Forms of samples and of what is found in them: sample, concentration, antibodies, biomarker, shipment."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.partial_date import PartialDate
from domain.records import AdaResult, BiomarkerResult, Concentration, PkSample, Record, Shipment
from domain.terms import AntibodyResult
from ui.forms.multi_choice import MultiChoice
from ui.forms.record_form import RecordForm
from ui.text import term, tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.options import Option
from ui.widgets.term_edit import TermEdit

_SIGNS = ("", "<", ">")


class OfSubjectForm(RecordForm):
    """A form that asks for the subject where it is not known from the context."""

    def hidden_fields(self) -> tuple[str, ...]:
        if self.record is None and not self._known.get("subject_id"):
            return tuple(field for field in self.hidden if field != "subject_id")
        return self.hidden

    def build(self, field: str) -> QWidget:
        if field == "subject_id":
            subjects = [Option(one.subject_id, one.subject_id) for one in self.study_now().subjects]
            return TermEdit(subjects, self.label_of(field), min_letters=1)
        return super().build(field)


class PkSampleForm(OfSubjectForm):
    """A sample: corrected, or taken beside the plan."""

    kind: ClassVar[type[Record]] = PkSample
    save_text: ClassVar[str] = "Save sample"
    in_front: ClassVar[tuple[str, ...]] = ("subject_id", "sample_id", "taken_at", "not_taken_reason", "condition")
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("cycle", "day"),)
    stand_ins: ClassVar[Mapping[str, object]] = {
        "sample_id": "", "analyte": "", "cycle": 1, "nominal_hours": Decimal(0),
    }  # fmt: skip

    def first_values(self) -> dict[str, object]:
        plan = self.session.part.pk
        return {"analyte": plan.analytes[0], "matrix": plan.matrix} if plan else {}


class ConcentrationForm(OfSubjectForm):
    """What the laboratory reported of a sample."""

    kind: ClassVar[type[Record]] = Concentration
    save_text: ClassVar[str] = "Save concentration"
    in_front: ClassVar[tuple[str, ...]] = ("subject_id", "sample_id", "analyte", "value", "unit", "is_blq", "lloq")
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("value", "unit"), ("is_blq", "lloq"))
    stand_ins: ClassVar[Mapping[str, object]] = {"sample_id": "", "analyte": ""}

    def first_values(self) -> dict[str, object]:
        plan = self.session.part.pk
        return {"analyte": plan.analytes[0], "unit": plan.unit} if plan else {}

    def hidden_fields(self) -> tuple[str, ...]:
        return (*super().hidden_fields(), "source")


class AdaForm(OfSubjectForm):
    """An antibody result; titre and neutralising are asked for where it is positive."""

    kind: ClassVar[type[Record]] = AdaResult
    save_text: ClassVar[str] = "Save antibody result"
    in_front: ClassVar[tuple[str, ...]] = ("subject_id", "drug", "taken_at", "cycle", "visit", "result")
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("cycle", "visit"),)
    stand_ins: ClassVar[Mapping[str, object]] = {"drug": "", "taken_at": PartialDate(1900)}

    def first_values(self) -> dict[str, object]:
        plan = self.session.part.pk
        return {"drug": plan.analytes[0]} if plan else {}

    def on_edited(self, field: str) -> None:
        if field == "result":
            rows = self.form.row
            is_positive = rows("result").value() is AntibodyResult.POSITIVE
            rows("titre").setVisible(is_positive or rows("titre").value() is not None)
            neutralising = rows("neutralising").value()
            rows("neutralising").setVisible(is_positive or neutralising is not AntibodyResult.NOT_REPORTED)


class BiomarkerForm(OfSubjectForm):
    """One biomarker in one sample."""

    kind: ClassVar[type[Record]] = BiomarkerResult
    save_text: ClassVar[str] = "Save biomarker result"
    in_front: ClassVar[tuple[str, ...]] = ("subject_id", "marker", "taken_at", "value", "sign", "unit")
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("value", "sign"), ("cycle", "timepoint"))
    stand_ins: ClassVar[Mapping[str, object]] = {"marker": "", "taken_at": PartialDate(1900)}

    def build(self, field: str) -> QWidget:
        if field == "sign":
            return ComboBox([Option(sign, sign or tr("none")) for sign in _SIGNS], self.label_of(field))
        return super().build(field)


class ShipmentForm(RecordForm):
    """Samples on their way: those taken and not sent yet are offered, and on receipt those that were not in it."""

    kind: ClassVar[type[Record]] = Shipment
    save_text: ClassVar[str] = "Save shipment"
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("shipment_id", "sent_on"),)
    stand_ins: ClassVar[Mapping[str, object]] = {"shipment_id": "", "sent_on": date(1900, 1, 1)}

    def build(self, field: str) -> QWidget:
        if field == "sample_ids":
            return MultiChoice(
                [Option(one.sample_id, one.sample_id, _about(one)) for one in self._offered()], tr("Samples")
            )
        return super().build(field)

    def first_values(self) -> dict[str, object]:
        return {"sent_on": self.now.astimezone(self.session.study.zone).date()}

    def on_edited(self, field: str) -> None:
        if field == "sample_ids":
            control = self.form.row("absent_ids").control
            assert isinstance(control, MultiChoice)
            sent = self.form.row("sample_ids").value()
            assert isinstance(sent, tuple)
            control.set_options([Option(str(one), str(one)) for one in sent])

    def load(self) -> None:
        if self.record is not None:
            # What may be absent is what was sent: it has to be there before the values are filled in.
            control = self.form.row("absent_ids").control
            assert isinstance(control, MultiChoice)
            assert isinstance(self.record, Shipment)
            control.set_options([Option(one, one) for one in self.record.sample_ids])
        super().load()

    def _offered(self) -> Iterable[PkSample]:
        study = self.study_now()
        mine = self.record.sample_ids if isinstance(self.record, Shipment) else ()
        sent = {
            name
            for one in study.shipments
            for name in one.sample_ids
            if name not in one.absent_ids and not (self.record and one.record_id == self.record.record_id)
        }
        for subject in study.subjects:
            for sample in study.samples_of(subject.subject_id):
                if sample.sample_id in mine or (sample.taken_at is not None and sample.sample_id not in sent):
                    yield sample


def _about(sample: PkSample) -> str:
    return f"{term(sample.purpose)} · {term(sample.matrix)}"
