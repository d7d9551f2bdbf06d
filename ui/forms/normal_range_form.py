"""The normal range of a test at a laboratory, from a day on."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from domain.laboratory.catalogue import lab_tests
from domain.records import NormalRange, Record
from domain.terms import Sex
from ui.forms.lab_result_form import say_units, test_options
from ui.forms.record_form import RecordForm
from ui.models.lab_entry import laboratories, remembered_units
from ui.session import Session
from ui.text import term, tr
from ui.widgets.buttons import LinkButton
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.widgets.term_edit import TermEdit


class NormalRangeForm(RecordForm):
    """One range; a later one for the same test takes its place from its own day on. Ctrl+Shift+S begins the next."""

    kind: ClassVar[type[Record]] = NormalRange
    save_text: ClassVar[str] = "Save range"
    hidden: ClassVar[tuple[str, ...]] = ("record_id",)
    in_front: ClassVar[tuple[str, ...]] = ("laboratory", "test", "unit", "lln", "uln", "sex", "valid_from")
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("lln", "uln"),)
    stand_ins: ClassVar[Mapping[str, object]] = {
        "laboratory": "",
        "test": "",
        "unit": "",
        "valid_from": date(1900, 1, 1),
    }

    def __init__(
        self,
        session: Session,
        record: Record | None = None,
        *,
        known: Mapping[str, object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the form; see ``RecordForm``."""
        super().__init__(session, record, known=known, parent=parent)
        if record is None:
            self.again_link = LinkButton(tr("Save and new"), small=True)
            self.again_link.setToolTip(tr("Ctrl+Shift+S: save, and begin the laboratory's next range"))
            self.again_link.clicked.connect(self.submit_and_stay)
            self.form.add_beside_count(self.again_link)
            QShortcut(QKeySequence("Ctrl+Shift+S"), self, self.submit_and_stay)

    def build(self, field: str) -> QWidget:
        if field == "test":
            return TermEdit(test_options(), self.label_of(field), min_letters=1)
        if field == "sex":
            segments = [Segment(Sex.UNKNOWN, tr("Both")), *(Segment(sex, term(sex)) for sex in (Sex.FEMALE, Sex.MALE))]
            return SegmentedControl(segments, self.label_of(field))
        return super().build(field)

    def hint_of(self, field: str) -> str:
        if field == "sex":
            return tr("one for the subject's sex goes before one for both")
        if field == "valid_from":
            return tr("holds until a later range of the test begins")
        return super().hint_of(field)

    def first_values(self) -> dict[str, object]:
        known = laboratories(self.session.study)
        return {"laboratory": self._known.get("laboratory") or (known[0] if known else ""), "sex": Sex.UNKNOWN}

    def on_edited(self, field: str) -> None:
        if field != "test":
            return
        test = lab_tests().get(str(self.form.row("test").value()))
        self.set_row_hint("unit", say_units(test))
        if test is not None and not self.is_loading and self.record is None:
            laboratory = str(self.form.row("laboratory").value())
            self.form.row("unit").set_value(remembered_units(self.study_now(), "", laboratory)[test.code])

    def after_saved(self, record: Record) -> None:
        assert isinstance(record, NormalRange)
        self.begin_again({"laboratory": record.laboratory, "valid_from": record.valid_from})
        self.form.row("test").focus_control()
