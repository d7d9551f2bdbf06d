"""A right click on a row that stands for several records, or the menu key: each of them opens by its name."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QMenu

from domain.records import Record
from ui.session import Session
from ui.widgets.table import TableView
from ui.words.signature import name_record


def offer_records(
    table: TableView,
    session: Session,
    records_at: Callable[[QModelIndex], Sequence[Record]],
    show: Callable[[str], None],
) -> None:
    """Let a table's rows open each of the records that they stand for.

    Args:
        table: of the rows.
        session: names the records.
        records_at: the records of a row.
        show: opens the record of an id.
    """

    def ask(point: QPoint) -> None:
        index = table.indexAt(point)
        show_records_menu(table, session, records_at(index if index.isValid() else table.currentIndex()), show, point)

    table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    table.customContextMenuRequested.connect(ask)


def show_records_menu(
    table: TableView, session: Session, records: Sequence[Record], show: Callable[[str], None], point: QPoint
) -> QMenu | None:
    """Offer records at a point of a table; None, and no menu, where there are none."""
    if not records:
        return None
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    held = session.file.records()
    for record in records:
        action = menu.addAction(name_record(record.kind, record.record_id, held, session.words))
        action.triggered.connect(lambda _checked=False, one=record.record_id: show(one))
    menu.popup(table.viewport().mapToGlobal(point))
    return menu
