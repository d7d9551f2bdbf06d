"""A subject's schedule on screen: the table of ``domain/summaries`` with the status as a chip."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter

from domain.schedule.completeness import ItemState, derive_completeness
from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.study import Study
from ui.models.rows_model import Index
from ui.models.schedule_words import ScheduleWords
from ui.models.summary_table import SummaryTable
from ui.text import say_partial, term, tr
from ui.theme import Ink
from ui.widgets.table import PAINT_ROLE, TOKEN_ROLE, CellPainter
from ui.widgets.visit_paint import CHIP_HEIGHT, LOOKS, chip_width, draw_status_chip
from ui.words.date import short_day
from ui.words.visit import status_word

_SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
_QUIET = (VisitStatus.LATER, VisitStatus.NOT_APPLICABLE)


class StatusChip:
    """Draws the chip of a status at the left of a cell."""

    def __init__(self, status: VisitStatus) -> None:
        """Keep the status."""
        self._status, self._word = status, status_word(status)
        self.width = chip_width(self._word)

    def __call__(self, painter: QPainter, rect: QRectF, ink: Ink) -> None:
        """Draw it."""
        box = QRectF(rect.left(), round(rect.center().y() - CHIP_HEIGHT / 2), self.width, CHIP_HEIGHT)
        draw_status_chip(painter, box, self._word, LOOKS[self._status], ink)


class ScheduleTable(SummaryTable):
    """Shows the table of a schedule."""

    def __init__(self, words: Callable[[], ScheduleWords], parent: QObject | None = None) -> None:
        """Build it without rows."""
        super().__init__(words, parent)
        self._chips: dict[VisitStatus, CellPainter] = {}
        self._tips: tuple[str, ...] = ()

    def set_tips(self, tips: Sequence[str]) -> None:
        """What hovering over the assessments of each row says."""
        self._tips = tuple(tips)

    def column(self, key: str) -> int:
        """Where a column is; the table must be there."""
        assert self.table is not None
        return [one.key for one in self.table.columns].index(key)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        table = self.table
        if table is None or not index.isValid():
            return None
        column, status = table.columns[index.column()], self._status(index)
        if role == Qt.ItemDataRole.DisplayRole and table.rows[index.row()][index.column()].value is None:
            return ""
        if column.key == "earliest" and role in _SAID:
            return self._window(index)
        if column.key == "status":
            if role == PAINT_ROLE:
                return self._chips.setdefault(status, StatusChip(status))
            if role in _SAID:
                return status_word(status)
        if role == TOKEN_ROLE:
            is_quiet = status in _QUIET or column.key in ("earliest", "latest")
            return "text2" if is_quiet or column.key == "reason" else "text"
        if role == Qt.ItemDataRole.ToolTipRole:
            if column.key == "assessments" and index.row() < len(self._tips):
                return self._tips[index.row()] or None
            return str(self.data(index)) or None if column.key == "reason" else None
        return super().data(index, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.table is not None and role == Qt.ItemDataRole.DisplayRole and section == self.column("earliest"):
            return tr("Window")
        return super().headerData(section, orientation, role)

    def _window(self, index: Index) -> str:
        """Both ends in one cell, which on screen stands for the two columns of the table."""
        assert self.table is not None
        first, last = (self.table.rows[index.row()][self.column(key)].value for key in ("earliest", "latest"))
        if not isinstance(first, date) or not isinstance(last, date):
            return ""
        return short_day(first) if first == last else f"{short_day(first)} \u2013 {short_day(last)}"

    def _status(self, index: Index) -> VisitStatus:
        assert self.table is not None
        value = self.table.rows[index.row()][self.column("status")].value
        assert isinstance(value, VisitStatus)
        return value


def say_assessments(study: Study, visit: DueVisit) -> str:
    """Each assessment of a visit on a line, with how it stands."""
    lines = []
    for one in derive_completeness(study, visit.subject_id, visit.key).items:
        at = f", {say_partial(one.at)}" if one.at is not None else ""
        if one.state is not ItemState.MISSING:
            lines.append(f"{term(one.assessment)}: {term(one.state)}{at}")
        else:
            lines.append(f"{term(one.assessment)}: {one.reason}" if one.reason else term(one.assessment))
    return "\n".join(lines)
