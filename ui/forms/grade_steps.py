"""The later grades of an adverse event: dated steps, one a line."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from domain.partial_date import PartialDate
from domain.records import GradeChange
from domain.terms import Grade
from ui.forms.tab_order import put_before
from ui.forms.typed import read_partial
from ui.text import tr
from ui.widgets.buttons import IconButton, LinkButton
from ui.widgets.date_edit import DateEdit
from ui.widgets.segmented_control import Segment, SegmentedControl


class GradeSteps(QWidget):
    """Steps in the order typed; a step counts once it has its date and its grade."""

    value_changed = Signal()

    def __init__(self, name: str, *, show: Callable[[object], str], parent: QWidget | None = None) -> None:
        """Build it without steps.

        Args:
            name: said by screen readers.
            show: turns a date into the text of its field.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._name, self._show = name, show
        self._existing: tuple[Grade, ...] = tuple(Grade)
        self._why = ""
        self._lines: list[_StepLine] = []
        self.setAccessibleName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.add_link = LinkButton(tr("Add a later grade"), "plus", small=True)
        self.add_link.clicked.connect(self.add_step)
        self._column.addWidget(self.add_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.add_link)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def lines(self) -> tuple["_StepLine", ...]:
        """The lines as they stand."""
        return tuple(self._lines)

    def set_grades(self, existing: tuple[Grade, ...], why: str) -> None:
        """Offer only the grades that a term has; ``why`` is said at the others."""
        self._existing, self._why = existing, why
        for line in self._lines:
            line.offer(existing, why)

    def add_step(self) -> None:
        """Add an empty line and put the cursor into its date."""
        self._add(None).date.setFocus(Qt.FocusReason.TabFocusReason)
        self.value_changed.emit()

    def value(self) -> tuple[GradeChange, ...]:
        """The steps that are complete."""
        return tuple(step for line in self._lines if (step := line.value()) is not None)

    def set_value(self, value: object) -> None:
        """Show other steps."""
        for line in list(self._lines):
            self._drop(line)
        for step in value if isinstance(value, tuple) else ():
            self._add(step)
        self.value_changed.emit()

    def text(self) -> str:
        """Everything as typed, so that a half-filled line counts as a change."""
        return "\n".join(line.text() for line in self._lines)

    def problem(self) -> str | None:
        """What keeps a line from being a step, or None."""
        return next((found for line in self._lines if (found := line.problem())), None)

    def set_finding(self, severity: str | None) -> None:
        """Tint the lines."""
        for line in self._lines:
            line.date.set_finding(severity)
            line.grade.set_finding(severity)

    def _add(self, step: GradeChange | None) -> "_StepLine":
        line = _StepLine(len(self._lines) + 1, self._show)
        line.offer(self._existing, self._why)
        if step is not None:
            line.date.set_value(step.since)
            line.grade.set_value(step.grade)
        line.changed.connect(self.value_changed)
        line.remove.clicked.connect(lambda: self._on_removed(line))
        self._lines.append(line)
        self._column.insertWidget(self._column.count() - 1, line)
        put_before(self.add_link, (line.date, line.grade, line.remove))
        return line

    def _on_removed(self, line: "_StepLine") -> None:
        self._drop(line)
        self.add_link.setFocus(Qt.FocusReason.TabFocusReason)
        self.value_changed.emit()

    def _drop(self, line: "_StepLine") -> None:
        self._lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()


class _StepLine(QWidget):
    """From when on, and which grade."""

    changed = Signal()

    def __init__(self, number: int, show: Callable[[object], str]) -> None:
        super().__init__()
        self.date = DateEdit(tr("From, step {number}").format(number=number), parse=read_partial, show=show)
        self.date.setPlaceholderText(tr("from"))
        self.grade = SegmentedControl([], tr("Grade, step {number}").format(number=number))
        self.remove = IconButton("cross", tr("Remove step {number}").format(number=number), size=28)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.date, 5)
        row.addWidget(self.grade, 6)
        row.addWidget(self.remove)
        self.date.value_changed.connect(self.changed)
        self.grade.value_changed.connect(self.changed)

    def offer(self, existing: tuple[Grade, ...], why: str) -> None:
        self.grade.set_segments(
            [
                Segment(grade, str(int(grade)), struck=grade not in existing, tooltip="" if grade in existing else why)
                for grade in Grade
            ]
        )

    def text(self) -> str:
        return f"{self.date.text()} {self.grade.value()}"

    def value(self) -> GradeChange | None:
        since, grade = self.date.value(), self.grade.value()
        return GradeChange(since, grade) if isinstance(since, PartialDate) and isinstance(grade, Grade) else None

    def problem(self) -> str | None:
        whole = self.value() is not None
        return self.date.problem() or (None if whole else tr("Give the date and the grade of each step, or remove it."))
