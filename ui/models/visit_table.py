"""The visit matrix as a table model: subjects down, newest first; visits across, in the order of a subject's life."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.schedule.matrix import VisitMatrix
from ui.text import Words, term, tr
from ui.widgets.mark_paint import Mark, mark_words
from ui.words.visit import ColumnWords, VisitWords, say_left, say_window, status_word

VISIT_ROLE = Qt.ItemDataRole.UserRole + 1
MARK_ROLE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class MatrixRow:
    """A subject with the mark that says where it stands; None before the first dose and a slot."""

    subject_id: str
    mark: Mark | None


class VisitTable(QAbstractTableModel):
    """A cell is a visit; its words say subject, visit, status and days."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        super().__init__(parent)
        self._rows: tuple[MatrixRow, ...] = ()
        self._keys: tuple[str, ...] = ()
        self._columns: tuple[ColumnWords, ...] = ()
        self._matrix = VisitMatrix((), {})
        self._words: Words | None = None
        self._visit_words: VisitWords | None = None
        self._today = date.min

    @property
    def columns(self) -> tuple[ColumnWords, ...]:
        """Heads of the columns."""
        return self._columns

    @property
    def keys(self) -> tuple[str, ...]:
        """Visits of the columns, as records name them."""
        return self._keys

    @property
    def rows(self) -> tuple[MatrixRow, ...]:
        """Subjects, top to bottom."""
        return self._rows

    def show_matrix(
        self, matrix: VisitMatrix, rows: tuple[MatrixRow, ...], words: Words, visit_words: VisitWords, today: date
    ) -> None:
        """Show other calendars; cells stay where they are while subjects and visits are the same."""
        keys = matrix.reached
        is_same = keys == self._keys and [one.subject_id for one in rows] == [one.subject_id for one in self._rows]
        if not is_same:
            self.beginResetModel()
        self._matrix, self._rows, self._keys = matrix, rows, keys
        self._words, self._visit_words, self._today = words, visit_words, today
        self._columns = tuple(visit_words.column(key) for key in keys)
        if not is_same:
            self.endResetModel()
        elif rows and keys:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(keys) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(rows) - 1)

    def visit_at(self, index: Index) -> DueVisit | None:
        """The visit of a cell; None where the subject has none there."""
        if not index.isValid() or index.row() >= len(self._rows) or index.column() >= len(self._keys):
            return None
        return self._matrix.rows[self._rows[index.row()].subject_id].get(self._keys[index.column()])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == VISIT_ROLE:
            return self.visit_at(index)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.say_cell(index)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            if not 0 <= section < len(self._rows):
                return None
            row = self._rows[section]
            if role == MARK_ROLE:
                return row.mark
            if role == Qt.ItemDataRole.DisplayRole:
                return row.subject_id
            if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
                return f"{row.subject_id}: {mark_words(row.mark)}" if row.mark else row.subject_id
            return None
        if not 0 <= section < len(self._keys) or self._visit_words is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].label
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._visit_words.name(self._keys[section])
        return None

    def say_cell(self, index: Index) -> str:
        """A cell in words: "01-013, Cycle 2 day 1, dose: due, 20 Nov ± 1 d, until tomorrow"."""
        visit = self.visit_at(index)
        if self._visit_words is None or self._words is None or index.row() >= len(self._rows):
            return ""
        subject_id = self._rows[index.row()].subject_id
        name = self._visit_words.name(self._keys[index.column()])
        if visit is None:
            return tr("{subject}, {visit}: none").format(subject=subject_id, visit=name)
        parts = [status_word(visit.status)]
        if visit.done_on is not None:
            done = status_word(VisitStatus.DONE if visit.status is VisitStatus.DONE_PARTLY else visit.status)
            parts[0] = tr("{status} {day}").format(status=done, day=self._words.say(visit.done_on))
        parts.append(tr("planned {window}").format(window=say_window(visit)))
        parts.append(say_left(visit, self._today))
        gaps = self._matrix.missing.get(subject_id, {}).get(visit.key, ())
        names = ", ".join(term(one) for one in gaps)
        parts.append(tr("missing: {assessments}").format(assessments=names) if gaps else "")
        parts.append(self._words.reason(visit.reason) if visit.reason is not None else "")
        parts.append(tr("moves with the doses before it") if visit.is_projected else "")
        return f"{subject_id}, {name}: " + ", ".join(one for one in parts if one)
