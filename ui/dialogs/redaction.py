"""Taking out personal data that were typed by mistake: one person asks, another carries it out (TRU-5, statement 7)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from domain.records import RECORD_KINDS, Redaction
from domain.terms import RedactionState, Right
from storage.audit import AuditEntry, FieldChange
from storage.payload_path import REASON
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.text import tr
from ui.widgets.card import NoteBox
from ui.widgets.check_box import CheckBox
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.text_area import TextArea
from ui.words.signature import label_of_field, name_record


def texts_of(entry: AuditEntry) -> tuple[tuple[str, str], ...]:
    """What of an event can be asked to be redacted: field (or ``REASON``) and the text; none of a system event."""
    if entry.event.kind not in RECORD_KINDS:
        return ()
    found = [(change.field, change.after) for change in entry.changes if _is_text(change)]
    if entry.event.reason:
        found.append((REASON, entry.event.reason))
    return tuple(found)


def say_fields(kind: str, fields: Sequence[str]) -> str:
    """Fields of a redaction by their labels."""
    return ", ".join(
        tr("Reason for the change") if one == REASON else label_of_field(kind, one.split(".")[0]) for one in fields
    )


def requested(session: Session) -> tuple[Redaction, ...]:
    """The redactions that somebody asked for and nobody has decided."""
    held = session.file.records().get(Redaction.kind, ())
    return tuple(one for one in held if isinstance(one, Redaction) and one.state is RedactionState.REQUESTED)


def may_decide(session: Session, redaction: Redaction) -> bool:
    """Whether the person is a second one who may carry a redaction out or refuse it."""
    if session.is_read_only or not session.may(Right.REDACT):
        return False
    return redaction.requested_user != session.person.user_id or not session.person.user_id


class RedactionRequestDialog(Dialog):
    """Asks for a text to be taken out; it stays until another person carries it out."""

    def __init__(self, session: Session, entry: AuditEntry, field: str, parent: QWidget | None = None) -> None:
        """Show what is to go, without the text itself.

        Args:
            session: of the person who asks.
            entry: the event that wrote the text.
            field: of its record, or ``REASON``.
            parent: Qt owner.
        """
        super().__init__(tr("Ask for a redaction"), tr("Ask for redaction"), tr("Cancel"), parent=parent)
        self._session, self._entry, self._field = session, entry, field
        kind, record_id = entry.event.kind, entry.event.record_id
        record = name_record(kind, record_id, session.file.records(), session.words)
        self.add(Label(f"{record}: {say_fields(kind, (field,))}", weight=600, wrap=True))
        text = tr("A second person carries it out. Then the text is gone from this file and nothing brings it back.")
        kept = tr("Backups and copies that were made earlier still hold it: they have to be destroyed by hand.")
        self.add(NoteBox("warn", tr("What happens"), (text, kept)))
        every = tr("In every event that wrote this field, not only in event {number}")
        self.every = CheckBox(every.format(number=entry.event.sequence), checked=True)
        self.add(self.every)
        self.reason = TextArea(tr("Reason"), lines=2)
        self.add(FormRow(tr("Reason, without the text itself"), self.reason))
        self.reason.value_changed.connect(self._check)
        self._check()
        self.reason.setFocus()

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(str(self.reason.value()).strip()))

    def accept(self) -> None:
        """Ask; a refusal stands as a banner above the page."""
        session, event = self._session, self._entry.event
        events = () if self.every.isChecked() else (event.sequence,)
        session.do(
            lambda: session.file.request_redaction(
                event.kind,
                event.record_id,
                (self._field,),
                reason=str(self.reason.value()).strip(),
                events=events,
                person=session.person,
                now=session.clock(),
            )
        )
        super().accept()


class RedactionDecisionDialog(Dialog):
    """The second person carries a redaction out, or refuses it with a reason.

    Attributes:
        result_text: what came of it, in a sentence; "" where nothing did.
    """

    def __init__(self, session: Session, redaction: Redaction, parent: QWidget | None = None) -> None:
        """Show what was asked.

        Args:
            session: of the second person.
            redaction: asked for by another.
            parent: Qt owner.
        """
        super().__init__(tr("Redaction"), tr("Redact for good"), tr("Decide later"), parent=parent)
        self._session, self._redaction = session, redaction
        self.result_text = ""
        record = name_record(redaction.about_kind, redaction.about_id, session.file.records(), session.words)
        self.add(Label(f"{record}: {say_fields(redaction.about_kind, redaction.fields)}", weight=600, wrap=True))
        asked = tr("{name} asked on {at}: {reason}").format(
            name=redaction.requested_by,
            at=session.words.moment_with_offset(redaction.requested_at),
            reason=redaction.reason,
        )
        self.add(Label(asked, wrap=True))
        events = ", ".join(f"#{number}" for number in redaction.events)
        gone = (
            tr("The text goes from event {events} and from the record. Nothing brings it back.")
            if len(redaction.events) == 1
            else tr("The text goes from events {events} and from the record. Nothing brings it back.")
        ).format(events=events)
        kept = tr("Backups and copies that were made earlier still hold it.")
        broken = tr("Signatures and verifications of what held the text don't stand any more.")
        self.add(NoteBox("warn", tr("What happens"), (gone, kept, broken)))
        self.refusal = TextArea(tr("Reason to refuse"), lines=2)
        self.add(FormRow(tr("Or refuse it, and say why"), self.refusal))
        self.refusal.value_changed.connect(self._check)
        # What nothing brings back is not done by an Enter too many.
        self.accept_button.setAutoDefault(False)
        self.reject_button.setDefault(True)
        self._check()

    def _check(self) -> None:
        is_refusal = bool(str(self.refusal.value()).strip())
        self.accept_button.setText(tr("Refuse") if is_refusal else tr("Redact for good"))

    def accept(self) -> None:
        """Carry it out, or refuse it."""
        session, redaction_id = self._session, self._redaction.record_id
        why = str(self.refusal.value()).strip()
        if why:
            done = session.do(
                lambda: session.file.refuse_redaction(
                    redaction_id, reason=why, person=session.person, now=session.clock()
                )
            )
            self.result_text = tr("Refused; everything is as it was.") if done else ""
        else:
            done = session.do(
                lambda: session.file.confirm_redaction(redaction_id, person=session.person, now=session.clock())
            )
            self.result_text = say_wiped(is_wiped=session.file.is_wiped) if done else ""
        super().accept()


def say_wiped(*, is_wiped: bool) -> str:
    """What came of a redaction."""
    if is_wiped:
        return tr("Redacted, and overwritten in the file. Earlier backups still hold the text.")
    return tr(
        "Redacted. Its bytes may still lie in the free space of the file, because another window reads it: close that "
        "window and open the study again, then it is overwritten. Earlier backups still hold the text."
    )


def _is_text(change: FieldChange) -> bool:
    return type(change.after) is str and bool(change.after) and change.field not in ("record_id", "subject_id")
