"""What happened to one record: who wrote which value when, what stood there before, and why it was changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.records import RECORD_KINDS, Record, items_of
from storage.audit import AuditEntry
from storage.stream import Operation
from ui.session import Session
from ui.text import EN_DASH, tr
from ui.theme import SPACE_M, SPACE_XS
from ui.widgets.buttons import SecondaryButton, button_row
from ui.widgets.card import Card, Hairline
from ui.widgets.elided_label import Label
from ui.widgets.scroll import ScrollArea
from ui.words.signature import label_of_field, name_record
from ui.words.value import say_value


class HistoryCard(Card):
    """The history of a record, or of one of its fields, newest first. Reads only.

    Signals:
        closed: the person is done reading.
    """

    closed = Signal()

    def __init__(self, session: Session, record: Record, field: str = "", *, parent: QWidget | None = None) -> None:
        """Read the history from the file.

        Args:
            session: whose file has it.
            record: whose history.
            field: the field alone; "" for all of the record.
            parent: Qt owner.
        """
        label = label_of_field(record.kind, field)
        title = tr("History of {field}").format(field=label) if field else tr("History")
        super().__init__(title, tr("Esc closes"), parent=parent)
        self._session, self._field = session, field
        column_widget = QWidget()
        self._column = QVBoxLayout(column_widget)
        self._column.setContentsMargins(0, 0, SPACE_XS, 0)
        self._column.setSpacing(SPACE_XS)
        name = name_record(record.kind, record.record_id, session.file.records(), session.words)
        self._column.addWidget(Label(name, weight=600, wrap=True))
        entries = session.file.history(record.kind, record.record_id, field)
        for entry in reversed(entries):
            self._add(entry)
        self._column.addStretch(1)
        self.add(ScrollArea(column_widget), 1)
        self.back = SecondaryButton(tr("Close history"))
        self.back.clicked.connect(self.closed)
        self.body.addLayout(button_row(self.back))
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.closed)

    def _add(self, entry: AuditEntry) -> None:
        event = entry.event
        words = self._session.words
        self._column.addSpacing(SPACE_XS)
        self._column.addWidget(Hairline())
        who = f"{event.person}, {event.role}" if event.role else event.person
        is_first = event.operation is Operation.CREATE
        done = tr("Entered") if is_first else tr("Corrected")
        self._column.addWidget(Label(f"{done} {words.moment_with_offset(event.recorded_at)}", weight=500, wrap=True))
        self._column.addWidget(Label(who, size="caption", token="text2", wrap=True))
        if event.reason:
            self._column.addWidget(Label(tr("Why: {reason}").format(reason=event.reason), wrap=True))
        described = items_of(RECORD_KINDS[event.kind])
        for change in entry.changes:
            if change.field == "record_id" or change.field not in described:
                continue
            if self._field and change.field != self._field:
                continue
            after = say_value(change.after, words)
            if is_first and not after and not self._field:
                continue
            label = tr(described[change.field].label)
            before = "" if is_first else f"{say_value(change.before, words) or EN_DASH} → "
            text = f"{before}{after or EN_DASH}" if self._field else f"{label}: {before}{after or EN_DASH}"
            if self._field:
                self._column.addWidget(Label(text, weight=500, wrap=True))
            else:
                self._column.addWidget(Label(text, size="caption", token="text2", wrap=True))
        self._column.addSpacing(SPACE_M - SPACE_XS)
