"""One test in the grid of a sample: previous value, value, unit, range, and the grade as it is typed."""

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from domain.laboratory.catalogue import LabTest
from domain.laboratory.checking import rounded
from domain.laboratory.graded_result import GradedResult
from domain.laboratory.units import units_of_quantity
from domain.records import LabResult
from ui.forms.grid_row import FIELD_HEIGHT, GridCell, GridHead, GridRow, fill_silently, grid_header, held, quiet_cell
from ui.models.lab_entry import in_unit
from ui.models.lab_trend_of import say_range, say_unit
from ui.text import EN_DASH, say_number, say_partial, tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.line_edit import LineEdit
from ui.widgets.mark import GradeSquare
from ui.widgets.options import Option

NAME, PREVIOUS, VALUE, UNIT, RANGE, GRADE = 216, 128, 96, 132, 108, 24


class LabGridRow(GridRow):
    """A row of one test."""

    def __init__(self, test: LabTest, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(test.name, parent)
        self.test = test
        self.name = ElidedLabel(test.name)
        self.previous, self.range, self.said = quiet_cell(is_right=True), quiet_cell(is_right=True), quiet_cell()
        self.value = LineEdit(test.name, tabular=True, align_right=True, height=FIELD_HEIGHT)
        options = [Option(unit, say_unit(unit)) for unit in units_of_quantity(test.quantity)]
        self.unit = ComboBox(options, tr("Unit of {test}").format(test=test.name), height=FIELD_HEIGHT)
        self.unit.setVisible(bool(test.unit))
        self.grade = GradeSquare(1)
        self.grade.hide()
        cells = (
            (self.name, NAME), (self.previous, PREVIOUS), (self.value, VALUE), (held(self.unit), UNIT),
            (self.range, RANGE), (held(self.grade), GRADE), (self.said, 0),
        )  # fmt: skip
        self.lay_out([GridCell(*cell) for cell in cells], (self.value, self.unit), self.value)

    @property
    def is_typed(self) -> bool:
        return bool(self.text)

    @property
    def text(self) -> str:
        """What was typed."""
        return str(self.value.value())

    def set_unit(self, unit: str) -> None:
        """The remembered unit; one that was chosen by hand for a typed value stays."""
        if not self.text:
            fill_silently(self.unit, unit)

    def unit_value(self) -> str:
        """The unit chosen."""
        return str(self.unit.value() or "")

    def show_previous(self, result: LabResult | None) -> None:
        """The last value before the sample, in the unit of the row where that can be said."""
        if result is None:
            self.previous.setText("")
            self.previous.setToolTip("")
            return
        shown = in_unit(result, self.unit_value())
        value = EN_DASH if shown.value is None else f"{shown.sign}{say_number(_short(shown, result))}"
        unit = "" if shown.unit == self.unit_value() else f" {say_unit(shown.unit)}"
        self.previous.setText(f"{value}{unit}")
        self.previous.setToolTip(f"{say_partial(result.taken_at)}: {value} {say_unit(shown.unit)}")

    def show_graded(self, graded: GradedResult | None, said: str = "") -> None:
        """The grade as typed, and why; None while there is nothing to grade."""
        grade = graded.grade if graded else None
        self.grade.setVisible(bool(grade))
        if grade:
            self.grade.set_grade(grade)
        self.range.setText(say_range(graded.lln, graded.uln) if graded else "")
        self.said.setText(said)

    def show_range(self, text: str) -> None:
        """The range of the laboratory, before anything was typed."""
        self.range.setText(text)


def lab_grid_header() -> QWidget:
    """The names of the columns, above the rows."""
    return grid_header(
        [
            GridHead(tr("Test"), NAME),
            GridHead(tr("Previous"), PREVIOUS, is_right=True),
            GridHead(tr("Result"), VALUE, is_right=True),
            GridHead(tr("Unit"), UNIT),
            GridHead(tr("Range"), RANGE, is_right=True),
            GridHead(tr("Grade")),
        ]
    )


def _short(shown: LabResult, result: LabResult) -> Decimal:
    """A converted number as one shows it; one in its own unit as it was reported."""
    value = shown.value if shown.value is not None else Decimal(0)
    return value if shown is result else rounded(value)
