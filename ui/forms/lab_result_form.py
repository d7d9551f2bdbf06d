"""One laboratory result: to be corrected, or entered by itself; its grade is said as it is typed."""

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.laboratory.catalogue import LabTest, lab_tests
from domain.laboratory.signs import SIGNS
from domain.laboratory.units import units_of_quantity
from domain.partial_date import PartialDate
from domain.records import LabResult, Record
from ui.forms.record_form import RecordForm
from ui.models.lab_entry import grade_typed
from ui.models.lab_trend_of import say_grade, say_range, say_unit
from ui.session import Session
from ui.text import capital, tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.options import Option
from ui.widgets.term_edit import TermEdit

_UNITS_SAID = 5


def test_options() -> list[Option]:
    """Every test to choose from, with its panel and everyday names."""
    return [Option(one.code, one.name, ", ".join([one.group, one.code])) for one in lab_tests().values()]


def say_units(test: LabTest | None) -> str:
    """In which units a test can be read: the first few, which are the usual ones."""
    units = [say_unit(one) for one in units_of_quantity(test.quantity) if one] if test else []
    listed = ", ".join(dict.fromkeys(units[:_UNITS_SAID])) + ("…" if len(units) > _UNITS_SAID else "")
    return tr("can be read in {units}").format(units=listed) if units else ""


class LabResultForm(RecordForm):
    """A result with its unit and range."""

    kind: ClassVar[type[Record]] = LabResult
    save_text: ClassVar[str] = "Save result"
    in_front: ClassVar[tuple[str, ...]] = ("test", "taken_at", "value", "sign", "unit", "lln", "uln", "laboratory")
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("value", "sign"), ("lln", "uln"), ("laboratory", "visit"))
    stand_ins: ClassVar[Mapping[str, object]] = {"test": "", "taken_at": PartialDate(1900)}

    def __init__(
        self,
        session: Session,
        record: Record | None = None,
        *,
        known: Mapping[str, object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the form; see ``RecordForm``."""
        self.meaning = Label("", size="caption", token="text2", wrap=True)
        super().__init__(session, record, known=known, parent=parent)
        self.form.value_changed.connect(self._show_meaning)
        self._show_meaning()

    def build(self, field: str) -> QWidget:
        if field == "test":
            return TermEdit(test_options(), self.label_of(field), min_letters=1)
        if field == "sign":
            return ComboBox([Option(sign, sign or tr("none")) for sign in SIGNS], self.label_of(field))
        return super().build(field)

    def below(self, field: str) -> QWidget | None:
        return self.meaning if field == "unit" else None

    def hint_of(self, field: str) -> str:
        if field in ("lln", "uln"):
            return tr("as reported; empty: the laboratory's range")
        return super().hint_of(field)

    def on_edited(self, field: str) -> None:
        if field == "test":
            test = lab_tests().get(str(self.form.row("test").value()))
            self.set_row_hint("unit", say_units(test))

    def _show_meaning(self) -> None:
        record, missing = self._record_of(self.form.values())
        if not isinstance(record, LabResult) or missing or record.value is None:
            self.meaning.setText("")
            return
        graded = grade_typed(self.study_now(), record)
        said = [capital(say_grade(graded)) + "."]
        if used := say_range(graded.lln, graded.uln):
            said.append(tr("Range used: {range} {unit}.").format(range=used, unit=say_unit(graded.unit)))
        said += [say_unit(self.words.reason(reason)) for reason in graded.reasons]
        self.meaning.setText(" ".join(said))
