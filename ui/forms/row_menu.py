"""A right click on a row of a table, or the menu key: the history of its record."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from domain.records import Record
from ui.session import Session
from ui.text import tr
from ui.widgets.table import TableView
from ui.words.signature import name_record


def offer_history(
    table: TableView,
    session: Session,
    record_at: Callable[[QModelIndex], Record | None],
    show: Callable[[Record], None],
) -> QAction:
    """Let a table's rows show the history of their records: by right click, the menu key, or F2.

    Args:
        table: of the rows.
        session: names the records.
        record_at: the record of a row; None where it stands for none.
        show: shows a record's history.

    Returns:
        The action that does it for the current row.
    """

    def show_current() -> None:
        if (record := record_at(table.currentIndex())) is not None:
            show(record)

    def ask(point: QPoint) -> None:
        index = table.indexAt(point)
        record = record_at(index if index.isValid() else table.currentIndex())
        if record is None:
            return
        menu = QMenu(table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = name_record(record.kind, record.record_id, session.file.records(), session.words)
        menu.addAction(tr("History of {record}").format(record=name)).triggered.connect(lambda: show(record))
        menu.popup(table.viewport().mapToGlobal(point))

    table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    table.customContextMenuRequested.connect(ask)
    action = QAction(tr("History"), table)
    action.setShortcut(QKeySequence("F2"))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(show_current)
    table.addAction(action)
    return action
