"""One event of the stream in full, and what verification found, in words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from domain.records import RECORD_KINDS
from storage.audit import AuditEntry
from storage.verification import Problem, ProblemCode
from ui.dialogs.redaction import say_fields, texts_of
from ui.pages.audit_model import say_field, say_kind, say_operation, say_when
from ui.text import Words, tr
from ui.theme import SPACE_S
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card, Hairline, NoteBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label, break_long_words
from ui.widgets.key_value import KeyValueList
from ui.widgets.scroll import ScrollArea
from ui.words.ground import say_head, say_position, say_version
from ui.words.signature import label_of_field
from ui.words.value import say_value


class EventCard(Card):
    """One event: who, when, under what, and its old and new values side by side.

    Signals:
        redaction_wanted: the entry and the field whose text is to be taken out.
    """

    redaction_wanted = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(tr("Event"))
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self.body.setContentsMargins(19, 0, 9, 15)
        area = ScrollArea(content)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(tr("Event"))
        self.add(area, 1)

    def show_entry(
        self, entry: AuditEntry | None, about: tuple[str, str], words: Words, *, can_redact: bool = False
    ) -> None:
        """Show an event; None where there is none. Where texts can be redacted, each has its link."""
        clear(self._column)
        if entry is None:
            self.set_title(tr("Event"), "")
            self._column.addWidget(Label(tr("Choose an event in the list."), size="caption", token="text2"))
            self._column.addStretch(1)
            return
        event = entry.event
        title = tr("Event {position}").format(position=say_position(event.sequence))
        self.set_title(title, say_operation(event.operation))
        facts = [
            (tr("Recorded"), say_when(event.recorded_at, event.zone, with_seconds=True)),
            (tr("Person"), f"{event.person}, {event.role}" if event.role else event.person),
            (tr("Kind"), say_kind(event.kind)),
            (tr("Subject"), about[0]),
            (tr("Record"), about[1]),
            (tr("Site"), f"{event.site_id}, {event.zone}"),
            (tr("Protocol"), say_version(event.protocol_version)),
            (tr("Chain"), say_head(event.hash)),
        ]
        self._column.addWidget(KeyValueList([fact for fact in facts if fact[1]], small=True))
        if event.clock_went_back:
            text = tr("The clock showed an earlier time than at the event before.")
            self._column.addWidget(NoteBox("warn", tr("Clock went back"), (text,)))
        if event.reason:
            self._column.addWidget(Label(tr("Reason"), size="caption", weight=500, token="text2"))
            self._column.addWidget(Label(event.reason, wrap=True))
        self._column.addSpacing(SPACE_S)
        self._column.addLayout(_changes(entry, words))
        for field, _ in texts_of(entry) if can_redact else ():
            text = tr("Redact “{field}”…").format(field=say_fields(event.kind, (field,)))
            link = LinkButton(text, "minus", small=True)
            link.clicked.connect(lambda _checked=False, name=field: self.redaction_wanted.emit(entry, name))
            self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)


def _changes(entry: AuditEntry, words: Words) -> QGridLayout:
    """Field, before and after; a new record has no before."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(SPACE_S - 2)
    is_new = all(change.before is None for change in entry.changes)
    heads = (tr("Field"), tr("Value")) if is_new else (tr("Field"), tr("Before"), tr("After"))
    for column, head in enumerate(heads):
        grid.addWidget(Label(head, size="caption", weight=500, token="text3"), 0, column)
        grid.setColumnStretch(column, 2 if column == 0 else 3 if not is_new else 4)
    row = 1
    for change in entry.changes:
        values = (change.after,) if is_new else (change.before, change.after)
        said = [_say(entry, change.field, value, words) or "–" for value in values]
        if is_new and said == ["–"]:
            continue
        grid.addWidget(Hairline(), row, 0, 1, len(heads))
        field = say_field(entry.event.kind, change.field)
        grid.addWidget(Label(field, size="caption", token="text2", wrap=True), row + 1, 0, Qt.AlignmentFlag.AlignTop)
        for column, text in enumerate(said, 1):
            is_after = column == len(said)
            weight, token = (500, "text") if is_after else (400, "text2")
            value = Label(break_long_words(text), size="caption", weight=weight, token=token, wrap=True)
            value.setAccessibleName(f"{field}, {heads[column]}: {text}")
            grid.addWidget(value, row + 1, column, Qt.AlignmentFlag.AlignTop)
        row += 2
    return grid


def _say(entry: AuditEntry, field: str, value: object, words: Words) -> str:
    """A value in words; where it names a kind of record or a field of one, by their titles."""
    if field == "about_kind" and value in RECORD_KINDS:
        return say_kind(str(value))
    if field == "field" and value:
        about = next((str(change.after) for change in entry.changes if change.field == "about_kind"), "")
        return label_of_field(about, str(value))
    return say_value(value, words)


def say_problem(problem: Problem) -> str:
    """What is wrong and where, in one sentence."""
    texts = {
        ProblemCode.EVENT_EDITED: tr("Event {event} was edited after it was written."),
        ProblemCode.EVENT_REMOVED: tr("Event {event} was removed."),
        ProblemCode.EVENT_REORDERED: tr("Event {event} stands at another place than it was written."),
        ProblemCode.CHAIN_BROKEN: tr("Event {event} does not follow the event before it."),
        ProblemCode.PAYLOAD_EDITED: tr("The values of event {event} were edited after they were written."),
        ProblemCode.PAYLOAD_REMOVED: tr("The values of event {event} were removed."),
        ProblemCode.PAYLOAD_EXTRA: tr("There are values for event {event}, which does not exist."),
        ProblemCode.PAYLOAD_UNREADABLE: tr("The values of event {event} can't be read."),
        ProblemCode.RECORD_DIFFERS: tr("A record differs from what its events say: {kind} {record}, {field}."),
        ProblemCode.RECORD_REMOVED: tr("A record that its events made is missing: {kind} {record}."),
        ProblemCode.RECORD_EXTRA: tr("A record stands in the file that no event made: {kind} {record}."),
        ProblemCode.TAIL_CUT: tr("Events after {event} are missing: a later head is known."),
        ProblemCode.FORKED: tr("The stream is another one than the known head belongs to, from event {event} on."),
        ProblemCode.SIGNATURE_MOVED: tr(
            "The signature in event {event} does not belong to what it names: what was there when it was given has "
            "another content."
        ),
        ProblemCode.SCHEMA_CHANGED: tr("The file's own protection was changed: {kind}."),
    }
    kind = say_kind(problem.kind) if problem.kind in RECORD_KINDS else problem.kind
    field = say_field(problem.kind, problem.field) if problem.field and problem.kind in RECORD_KINDS else problem.field
    event = "" if problem.sequence is None else say_position(problem.sequence)
    return texts[problem.code].format(event=event, kind=kind, record=problem.record_id, field=field)
