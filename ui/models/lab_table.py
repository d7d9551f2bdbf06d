"""The study-wide table of laboratory results: filtered and sorted by columns of numbers, cells made when looked at."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Qt

from domain.ctcae.lab_value import BaselineFlag
from domain.laboratory.catalogue import lab_tests
from domain.laboratory.graded_result import GradedResult
from domain.study import Study
from ui.models.lab_columns import NOT_GRADED, Flags, LabColumns, LabFilter, Numbers, derive_lab_columns, passing
from ui.models.lab_trend_of import say_grade, say_range, say_unit, say_value
from ui.models.number_table import NumberTable
from ui.models.rows_model import Shown
from ui.text import say_partial, tr
from ui.widgets.table import CellPainter, grade_cell


def say_test(code: str) -> str:
    """The name of a test, or its code where the list has none such."""
    test = lab_tests().get(code)
    return test.name if test else code


def say_flag(one: GradedResult) -> str:
    """The value against its range, in a letter."""
    return {BaselineFlag.LOW: tr("L"), BaselineFlag.HIGH: tr("H")}.get(one.flag, "") if one.flag else ""


def _say_day(one: GradedResult) -> str:
    return say_partial(replace(one.result.taken_at, hour=None, minute=None))


def _say_taken(one: GradedResult) -> str:
    return say_partial(one.result.taken_at)


def _grade_cell(one: GradedResult) -> CellPainter | None:
    return grade_cell(one.grade, "left") if one.grade else None


def _say_grade(one: GradedResult) -> str:
    return "" if one.grade is None else str(one.grade)


def lab_result_columns() -> list[Shown[GradedResult]]:
    """The columns of the table, left to right; it sorts by its own numbers."""
    return [
        Shown("subject", tr("Subject"), lambda one: one.result.subject_id, lambda one: None),
        Shown("taken", tr("Sample"), _say_day, lambda one: None, is_right=True, tooltip=_say_taken),
        Shown("test", tr("Test"), lambda one: say_test(one.result.test), lambda one: None),
        Shown(
            "value",
            tr("Result"),
            say_value,
            lambda one: None,
            is_right=True,
            weight=lambda one: 600 if (one.grade or 0) >= 3 else 500 if one.flag is not None and say_flag(one) else 400,
        ),
        Shown("unit", tr("Unit"), lambda one: say_unit(one.unit), lambda one: None, token=lambda one: "text2"),
        Shown("flag", tr("L/H"), say_flag, lambda one: None, weight=lambda one: 600),
        Shown(
            "range",
            tr("Range"),
            lambda one: say_range(one.lln, one.uln),
            lambda one: None,
            is_right=True,
            token=lambda one: "text2",
        ),
        Shown(
            "grade",
            tr("Grade"),
            _say_grade,
            lambda one: None,
            painter=_grade_cell,
            token=lambda one: "text2",
            tooltip=say_grade,
        ),
    ]


class LabTable(NumberTable[GradedResult]):
    """Every result that passes the filter; the newest sample first, the worst grade first within it."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        super().__init__(lab_result_columns(), lambda one: one.result.record_id, parent)
        self._held: LabColumns | None = None
        self._filter = LabFilter()

    @property
    def columns(self) -> LabColumns | None:
        """The results as columns; None before a study was shown."""
        return self._held

    def show_study(self, study: Study) -> None:
        """Show a study's results; filter and order stay."""
        self.beginResetModel()
        self._held = derive_lab_columns(study)
        self._count()
        self.endResetModel()

    def set_filter(self, wanted: LabFilter) -> None:
        """Show only what passes."""
        self.beginResetModel()
        self._filter = wanted
        self._filter_rows()
        self.endResetModel()

    def row_of(self, place: int) -> GradedResult:
        assert self._held is not None
        return self._held.results[place]

    def place_of(self, row_id: str) -> int | None:
        return self._held.places.get(row_id) if self._held is not None else None

    def passing(self) -> Flags | None:
        return passing(self._held, self._filter) if self._held is not None else None

    def in_order(self) -> Numbers:
        held = self._held
        if held is None:
            return self._every
        column, order = self.sorted_by
        newest = (held.order, -held.grade, held.subject, -held.at)
        if not 0 <= column < len(self._columns):
            return np.lexsort(newest)
        name = self._columns[column].key
        key = self._key(held, name)
        known = key != NOT_GRADED if name == "grade" else np.ones(len(held), dtype=np.bool_)
        return np.lexsort((*newest, -key if order is Qt.SortOrder.DescendingOrder else key, ~known))

    @staticmethod
    def _key(held: LabColumns, key: str) -> Numbers:
        match key:
            case "subject":
                return held.subject
            case "taken":
                return held.at
            case "grade":
                return held.grade
            case "flag":
                marks = {"": 0, tr("L"): 1, tr("H"): 2}
                return np.array([marks[say_flag(one)] for one in held.results], dtype=np.int64)
            case _:
                # Values of different tests can't be compared: all else keeps the tests together.
                return held.order
