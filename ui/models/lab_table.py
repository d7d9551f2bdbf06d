"""The study-wide table of laboratory results: filtered and sorted by columns of numbers, cells made when looked at."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from domain.ctcae.lab_value import BaselineFlag
from domain.laboratory.catalogue import lab_tests
from domain.laboratory.graded_result import GradedResult
from domain.study import Study
from ui.models.lab_columns import NOT_GRADED, LabColumns, LabFilter, Numbers, derive_lab_columns, passing
from ui.models.lab_trend_of import say_grade, say_range, say_unit, say_value
from ui.models.rows_model import ID_ROLE, Index, Shown, head_of
from ui.text import say_partial, tr
from ui.widgets.table import LEFT, PAINT_ROLE, RIGHT, TOKEN_ROLE, WEIGHT_ROLE, CellPainter, grade_cell


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


class LabTable(QAbstractTableModel):
    """Every result that passes the filter; the newest sample first, the worst grade first within it."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        super().__init__(parent)
        self._shown = lab_result_columns()
        self._columns: LabColumns | None = None
        self._filter = LabFilter()
        self._order: Numbers = np.zeros(0, dtype=np.int64)
        self._every: Numbers = self._order
        self._sorted_by = (-1, Qt.SortOrder.DescendingOrder)

    @property
    def columns(self) -> LabColumns | None:
        """The results as columns; None before a study was shown."""
        return self._columns

    @property
    def total(self) -> int:
        """How many results there are, whatever the filter."""
        return len(self._every)

    def show_study(self, study: Study) -> None:
        """Show a study's results; filter and order stay."""
        self.beginResetModel()
        self._columns = derive_lab_columns(study)
        self._every = self._in_order(self._columns)
        self._order = self._filtered()
        self.endResetModel()

    def set_filter(self, wanted: LabFilter) -> None:
        """Show only what passes."""
        self.beginResetModel()
        self._filter = wanted
        self._order = self._filtered()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a column below 0 gives the newest sample first."""
        self._sorted_by = (column, order)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [int(self._order[index.row()]) for index in before]
        if self._columns is not None:
            self._every = self._in_order(self._columns)
        self._order = self._filtered()
        places = {place: row for row, place in enumerate(self._order.tolist())} if kept else {}
        moved = [self.index(places[at], index.column()) for at, index in zip(kept, before, strict=True)]
        self.changePersistentIndexList(before, moved)
        self.layoutChanged.emit()

    def row_at(self, index: Index) -> GradedResult | None:
        """The result of an index; None for an index that is not of this model."""
        if self._columns is None or not index.isValid() or index.row() >= len(self._order):
            return None
        return self._columns.results[int(self._order[index.row()])]

    def find(self, record_id: str) -> int | None:
        """Where a result is shown, or None."""
        place = self._columns.places.get(record_id) if self._columns is not None else None
        if place is None:
            return None
        found = np.flatnonzero(self._order == place)
        return int(found[0]) if len(found) else None

    def column(self, key: str) -> int:
        """Where a column is.

        Raises:
            KeyError: there is none of that key.
        """
        for place, column in enumerate(self._shown):
            if column.key == key:
                return place
        raise KeyError(key)

    def _filtered(self) -> Numbers:
        if self._columns is None:
            return self._every
        return self._every[passing(self._columns, self._filter)[self._every]]

    def _in_order(self, held: LabColumns) -> Numbers:
        column, order = self._sorted_by
        newest = (held.order, -held.grade, held.subject, -held.at)
        if not 0 <= column < len(self._shown):
            return np.lexsort(newest)
        key = self._key(held, self._shown[column].key)
        known = key != NOT_GRADED if self._shown[column].key == "grade" else np.ones(len(held), dtype=np.bool_)
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

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        column = self._shown[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if column.is_right else LEFT
            case Qt.ItemDataRole.ToolTipRole:
                return (column.tooltip(row) or None) if column.tooltip else None
            case _ if role == PAINT_ROLE:
                return column.painter(row) if column.painter else None
            case _ if role == WEIGHT_ROLE:
                return column.weight(row) if column.weight else None
            case _ if role == TOKEN_ROLE:
                return column.token(row) if column.token else None
            case _ if role == ID_ROLE:
                return row.result.record_id
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return head_of(self._shown, section, orientation, role)
