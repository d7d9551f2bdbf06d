"""One test in the grid of a sample: previous value, value, unit, range, and the grade as it is typed."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from domain.laboratory.catalogue import LabTest
from domain.laboratory.checking import rounded
from domain.laboratory.graded_result import GradedResult
from domain.laboratory.units import units_of_quantity
from domain.records import LabResult
from ui.models.lab_entry import in_unit
from ui.models.lab_trend_of import say_range, say_unit
from ui.text import EN_DASH, say_number, say_partial, tr
from ui.theme import SPACE_S
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.fields import ComboBox, LineEdit, Option
from ui.widgets.finding_line import FindingLine
from ui.widgets.mark import GradeSquare

NAME, PREVIOUS, VALUE, UNIT, RANGE, GRADE = 216, 128, 96, 132, 108, 24
_HEIGHT = 28


class LabGridRow(QWidget):
    """A row; it knows no study. Enter and the arrow keys ask to go to the next one.

    Signals:
        edited: value or unit changed.
        justified: the justification changed.
        step_wanted: +1 for the row below, -1 for the one above.
    """

    edited = Signal()
    justified = Signal()
    step_wanted = Signal(int)

    def __init__(self, test: LabTest, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self.test = test
        self.record_id = ""
        self.findings: tuple[tuple[str, str], ...] = ()
        self._lines: list[QWidget] = []
        self.justification: LineEdit | None = None
        self.name = ElidedLabel(test.name)
        self.previous = ElidedLabel("", size="caption", token="text2", tabular=True, align=Qt.AlignmentFlag.AlignRight)
        self.value = LineEdit(test.name, tabular=True, align_right=True, height=_HEIGHT)
        units = units_of_quantity(test.quantity)
        self.unit = ComboBox(
            [Option(unit, say_unit(unit)) for unit in units],
            tr("Unit of {test}").format(test=test.name), height=_HEIGHT,
        )  # fmt: skip
        self.unit.setVisible(bool(test.unit))
        self.range = ElidedLabel("", size="caption", token="text2", tabular=True, align=Qt.AlignmentFlag.AlignRight)
        self.grade = GradeSquare(1)
        self.grade.hide()
        self.said = ElidedLabel("", size="caption", token="text2")
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        for widget, width in (
            (self.name, NAME), (self.previous, PREVIOUS), (self.value, VALUE), (_held(self.unit), UNIT),
            (self.range, RANGE), (_held(self.grade), GRADE),
        ):  # fmt: skip
            widget.setFixedWidth(width)
            line.addWidget(widget)
        line.addWidget(self.said, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 1, 0, 1)
        self._column.setSpacing(2)
        self._column.addLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.value.value_changed.connect(self.edited)
        self.unit.value_changed.connect(self.edited)
        self.value.installEventFilter(self)
        self.unit.installEventFilter(self)

    @property
    def text(self) -> str:
        """What was typed."""
        return str(self.value.value())

    def reason(self) -> str:
        """The justification of a soft finding, or ""."""
        return str(self.justification.value()) if self.justification is not None else ""

    def set_unit(self, unit: str) -> None:
        """The remembered unit; one that was chosen by hand for a typed value stays."""
        if not self.text:
            self.unit.blockSignals(True)
            self.unit.set_value(unit)
            self.unit.blockSignals(False)

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

    def show_findings(self, findings: Sequence[tuple[str, str]], *, asks: bool) -> None:
        """What was found at the value, hard before soft; ``asks`` opens the justification."""
        ordered = tuple(sorted(findings, key=lambda one: one[0] != "hard"))
        if ordered != self.findings:
            self.findings = ordered
            for line in self._lines:
                self._column.removeWidget(line)
                line.hide()
                line.deleteLater()
            self._lines = [_indented(FindingLine(severity, text)) for severity, text in ordered]
            for place, line in enumerate(self._lines):
                self._column.insertWidget(1 + place, line)
            self.value.set_finding(ordered[0][0] if ordered else None)
            self.value.setAccessibleDescription(" ".join(text for _, text in ordered))
        if asks and self.justification is None:
            self.justification = LineEdit(
                tr("Justification for {test}").format(test=self.test.name), placeholder=tr("Why it is right"),
                height=_HEIGHT,
            )  # fmt: skip
            self.justification.value_changed.connect(self.justified)
            self.justification.installEventFilter(self)
            self._box = _indented(self.justification)
            self._column.addWidget(self._box)
            QWidget.setTabOrder(self.unit, self.justification)
        if self.justification is not None:
            self._box.setVisible(asks)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step_wanted.emit(-1 if back else 1)
            return True
        if watched is self.value and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step_wanted.emit(1 if key == Qt.Key.Key_Down else -1)
            return True
        return False


def grid_header() -> QWidget:
    """The names of the columns, above the rows."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 4)
    line.setSpacing(SPACE_S)
    for title, width, is_right in (
        (tr("Test"), NAME, False), (tr("Previous"), PREVIOUS, True), (tr("Result"), VALUE, True),
        (tr("Unit"), UNIT, False), (tr("Range"), RANGE, True), (tr("Grade"), 0, False),
    ):  # fmt: skip
        label = Label(title, size="caption", weight=500, token="text3")
        if is_right:
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        if width:
            label.setFixedWidth(width)
        line.addWidget(label, 0 if width else 1)
    return holder


def _held(widget: QWidget) -> QWidget:
    """A cell that keeps its width while what is in it is hidden."""
    cell = QWidget()
    row = QHBoxLayout(cell)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    return cell


def _indented(widget: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(NAME + PREVIOUS + 2 * SPACE_S, 0, 0, 2)
    row.addWidget(widget)
    return holder


def _short(shown: LabResult, result: LabResult) -> Decimal:
    """A converted number as one shows it; one in its own unit as it was reported."""
    value = shown.value if shown.value is not None else Decimal(0)
    return value if shown is result else rounded(value)
