"""Columns that give way where a table is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject

from ui.widgets.table import TableView

# Room for a usual screening number.
_LEAST_OTHER = 96


class YieldingColumns(QObject):
    """Hides columns, in the order given, until the column that takes the rest has the room it needs at least.

    Where that is not enough, the widest of the others is narrowed.
    """

    def __init__(self, table: TableView, stretch_column: int, yielding: Sequence[int], *, least: int = 190) -> None:
        """Watch a table.

        Args:
            table: whose columns give way.
            stretch_column: takes the room that is left.
            yielding: columns that may be hidden, first to last.
            least: pixels that the stretch column needs.
        """
        super().__init__(table)
        self._table, self._stretch_column, self._yielding, self._least = table, stretch_column, tuple(yielding), least
        table.viewport().installEventFilter(self)

    def fit(self) -> None:
        """Size the columns to their content and hide what has no room."""
        header = self._table.horizontalHeader()
        for column in self._yielding:
            header.setSectionHidden(column, False)
        self._table.fit_columns()
        for column in self._yielding:
            taken = sum(header.sectionSize(at) for at in range(header.count()) if at != self._stretch_column)
            if taken + self._least <= self._table.viewport().width():
                break
            header.setSectionHidden(column, True)
        self._narrow_widest()

    def _narrow_widest(self) -> None:
        """Where nothing is left to hide, a very long text of another column is cut rather than this one's."""
        header = self._table.horizontalHeader()
        others = [at for at in range(header.count()) if at != self._stretch_column and not header.isSectionHidden(at)]
        missing = self._least + sum(header.sectionSize(at) for at in others) - self._table.viewport().width()
        widest = max(others, key=header.sectionSize, default=None)
        if widest is not None and missing > 0:
            header.resizeSection(widest, max(header.sectionSize(widest) - missing, _LEAST_OTHER))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return False
