"""The filters of the table of laboratory results: what can be chosen follows from the results there are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.laboratory.catalogue import lab_tests
from ui.models.lab_columns import NOT_GRADED, LabColumns, LabFilter
from ui.models.lab_entry import tests_by_group
from ui.models.lab_table import say_test
from ui.text import tr
from ui.widgets.filter_row import FilterBox, FilterCheck, FilterRow
from ui.widgets.options import Option
from ui.widgets.search_field import SearchField


class LabFilters(QWidget):
    """Search, subject, test, panel, grade and graded only.

    Signals:
        changed: another filter is set.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it with nothing set."""
        super().__init__(parent)
        any_text = tr("any")
        self.search = SearchField(tr("Find a result"), tr("Find test"))
        self.subject = FilterBox(tr("Subject"), any_text)
        self.test = FilterBox(tr("Test"), any_text)
        self.group = FilterBox(tr("Panel"), any_text, [Option(name, tr(name)) for name in tests_by_group()])
        grades = [Option(grade, tr("{grade} or worse").format(grade=grade)) for grade in (1, 2, 3)]
        self.grade = FilterBox(tr("Grade"), any_text, [*grades, Option(4, "4"), Option(NOT_GRADED, tr("not graded"))])
        self.graded = FilterCheck(tr("Graded only"))
        self.boxes = (self.subject, self.test, self.group, self.grade)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 8, 0)
        line.addWidget(FilterRow(self.search, [*self.boxes, self.graded]))
        for control in (self.search, *self.boxes, self.graded):
            control.value_changed.connect(self.changed)

    def offer(self, columns: LabColumns) -> None:
        """Offer the subjects and tests that have results; what is set stays set if it still can be."""
        self.subject.set_choices([Option(one, one) for one in columns.subject_ids])
        tests = [code for code in lab_tests() if code in columns.tests]
        self.test.set_choices([Option(code, say_test(code)) for code in tests])

    def value(self) -> LabFilter:
        """What is set."""
        subject, test, group, grade = (box.value() for box in self.boxes)
        return LabFilter(
            words=str(self.search.value()),
            subject_id=str(subject) if subject else None,
            test=str(test) if test else None,
            group=str(group) if group else None,
            grade=grade if isinstance(grade, int) else None,
            is_graded=self.graded.isChecked(),
        )

    def clear(self) -> None:
        """Let every result pass."""
        self.search.setText("")
        for box in self.boxes:
            box.set_value(None)
        self.graded.set_value(False)
