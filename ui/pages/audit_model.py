"""The event stream as rows: loaded a page at a time, newest first, and said in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from domain.records import RECORD_KINDS, Record, Signature, items_of
from domain.signing import Validity
from storage.audit import AuditEntry, EventFilter
from storage.stream import Event, Operation
from storage.study_file import StudyFile
from ui.text import Words, capital, say_date, tr
from ui.widgets.table import RIGHT, TOKEN_ROLE, WEIGHT_ROLE

PAGE_SIZE = 100
SEQUENCE, WHEN, WHO, SUBJECT, RECORD, OPERATION, SIGNED, REASON = range(8)
_RIGHT_COLUMNS = (SEQUENCE, WHEN)


class AuditModel(QAbstractTableModel):
    """Events that pass a filter; further ones are fetched as the table is scrolled."""

    def __init__(self, file: StudyFile) -> None:
        """Start empty; ``load`` fills it."""
        super().__init__()
        self._file = file
        self._wanted = EventFilter()
        self._entries: list[AuditEntry] = []
        self._about: dict[str, tuple[str, str]] = {}
        self._signed: dict[str, str] = {}
        self._texts: dict[int, tuple[str, ...]] = {}
        self._words: Words | None = None
        self.total = 0
        self.is_narrow = False

    def load(self, wanted: EventFilter, words: Words) -> None:
        """Show the events that pass another filter, from the newest on.

        Raises:
            StudyFileError: the file can't be read.
        """
        entries = list(self._file.events(wanted, limit=PAGE_SIZE))
        total = len(entries)
        if total == PAGE_SIZE:
            # Events are numbered without gaps: all of them need no counting.
            total = self._file.position if wanted == EventFilter() else self._file.count_events(wanted)
        self.beginResetModel()
        self._wanted, self._words, self.total, self._entries = wanted, words, total, entries
        self._about.clear()
        self._signed.clear()
        self._texts.clear()
        self.endResetModel()

    def entry(self, row: int) -> AuditEntry:
        """The event of a row."""
        return self._entries[row]

    def about(self, event: Event) -> tuple[str, str]:
        """Subject and record that an event is about, each "" where there is none."""
        if event.operation is Operation.SYSTEM or self._words is None:
            return "", event.record_id
        if event.record_id not in self._about:
            record = self._file.record(event.kind, event.record_id)
            said = self._describe(record, self._words) if record else ("", event.record_id)
            self._about[event.record_id] = said
        return self._about[event.record_id]

    def _describe(self, record: Record, words: Words) -> tuple[str, str]:
        """Subject and particulars; of what is about another record, that one's instead of its id."""
        subject, particulars = describe(record, words)
        kind, record_id = getattr(record, "about_kind", ""), getattr(record, "about_id", "")
        if kind not in RECORD_KINDS or not record_id:
            return subject, particulars
        other = self._file.record(kind, record_id)
        named = describe(other, words)[1] if other else ""
        return subject, f"{say_kind(kind)}, {named}" if named else say_kind(kind)

    def _said(self, row: int) -> tuple[str, ...]:
        """All cells of a row, said once: the view asks for them several times."""
        if row not in self._texts:
            event = self._entries[row].event
            subject, record = self.about(event)
            kind = say_kind(event.kind)
            self._texts[row] = (
                f"{event.sequence}",
                say_when(event.recorded_at, event.zone, with_offset=not self.is_narrow),
                event.person,
                subject,
                tr("{kind}: {record}").format(kind=kind, record=record) if record else kind,
                say_operation(event.operation),
                self.signed(event),
                event.reason,
            )
        return self._texts[row]

    def set_narrow(self, is_narrow: bool) -> bool:
        """Leave out what the event's own panel says too, such as the offset; whether that is a change."""
        is_change, self.is_narrow = is_narrow != self.is_narrow, is_narrow
        if is_change:
            self._texts.clear()
        return is_change

    def signed(self, event: Event) -> str:
        """How the signature that an event gave stands now; "" for what is no signature."""
        if event.kind != Signature.kind or event.operation is not Operation.CREATE:
            return ""
        if event.record_id not in self._signed:
            held = self._file.record(Signature.kind, event.record_id)
            state = self._file.signature_state(held) if isinstance(held, Signature) else None
            is_valid = state is not None and state.validity is Validity.VALID
            self._signed[event.record_id] = tr("valid") if is_valid else tr("BROKEN")
        return self._signed[event.record_id]

    def row_of(self, sequence: int) -> int | None:
        """The row of an event; loads as far as it is needed. None where the filter leaves it out."""
        while True:
            for row, entry in enumerate(self._entries):
                if entry.event.sequence == sequence:
                    return row
            if not self.canFetchMore() or self._entries[-1].event.sequence < sequence:
                return None
            self.fetchMore()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's way
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_titles())

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> bool:  # noqa: B008
        return not parent.isValid() and len(self._entries) < self.total

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> None:  # noqa: B008
        further = self._file.events(self._wanted, limit=PAGE_SIZE, offset=len(self._entries))
        if not further:
            self.total = len(self._entries)
            return
        first = len(self._entries)
        self.beginInsertRows(QModelIndex(), first, first + len(further) - 1)
        self._entries.extend(further)
        self.endInsertRows()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _titles()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _RIGHT_COLUMNS:
            return RIGHT
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        event = self._entries[index.row()].event
        if role == Qt.ItemDataRole.DisplayRole:
            return self._said(index.row())[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == WHO:
            return event.role or None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _RIGHT_COLUMNS:
            return RIGHT
        if role == TOKEN_ROLE:
            return "text" if index.column() in (SUBJECT, RECORD) else "text2"
        if role == WEIGHT_ROLE and index.column() == OPERATION and event.operation is Operation.CORRECT:
            return 500
        if role == WEIGHT_ROLE and index.column() == SIGNED:
            return 600
        return None


def _titles() -> tuple[str, ...]:
    return (
        tr("Event"), tr("When"), tr("Who"), tr("Subject"), tr("Record"), tr("What"), tr("Signed"), tr("Reason"),
    )  # fmt: skip


def describe(record: Record, words: Words) -> tuple[str, str]:
    """Subject and particulars of a record: what identifies it to a person."""
    subject = str(getattr(record, "subject_id", ""))
    parts = []
    for name, item in items_of(type(record)).items():
        value = getattr(record, name)
        if not item.is_key or name in ("record_id", "subject_id", "part_id") or value is None:
            continue
        is_number = isinstance(value, int) and not isinstance(value, bool)
        parts.append(f"{tr(item.label)} {value}" if is_number else words.say(value))
    return subject, ", ".join(part for part in parts if part)


def say_when(moment: datetime, zone: str, *, with_seconds: bool = False, with_offset: bool = True) -> str:
    """When at the site, with its offset: "20 Nov 2026 14:08 +08:00"."""
    local = moment.astimezone(ZoneInfo(zone))
    said = f"{say_date(local.date())} {local:{'%H:%M:%S' if with_seconds else '%H:%M'}}"
    return f"{said} {local.isoformat()[-6:]}" if with_offset else said


def say_kind(kind: str) -> str:
    """A record kind in words; "System" for an event that is about no record."""
    return tr(RECORD_KINDS[kind].title) if kind in RECORD_KINDS else tr("System")


def say_operation(operation: Operation) -> str:
    """What an event did."""
    return {
        Operation.CREATE: tr("new"),
        Operation.CORRECT: tr("corrected"),
        Operation.SYSTEM: tr("system"),
    }[operation]


def say_field(kind: str, name: str) -> str:
    """A field's label with its unit."""
    if kind not in RECORD_KINDS:
        return capital(name.replace("_", " "))
    item = items_of(RECORD_KINDS[kind])[name]
    return f"{tr(item.label)}, {item.unit}" if item.unit else tr(item.label)
