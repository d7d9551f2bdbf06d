"""The verbs of the study file for redaction: one person asks, another carries it out (TRU-5, statement 7)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.records import Redaction
from domain.terms import RedactionState
from storage.act import Act
from storage.changes import Changes
from storage.engine import engine_errors
from storage.errors import RecordRefused
from storage.people_verbs import OpenFile
from storage.person import Person
from storage.redaction import events_to_redact, plan_redaction, wipe


class RedactionVerbs(OpenFile):
    """Verbs of ``StudyFile``."""

    _is_wiped = True

    def request_redaction(
        self,
        kind: str,
        record_id: str,
        fields: Sequence[str],
        *,
        reason: str,
        person: Person,
        now: datetime,
        events: Sequence[int] = (),
    ) -> Changes:
        """Ask that personal data typed by mistake be taken out; another person carries it out.

        Args:
            kind: of the record that holds them.
            record_id: the record.
            fields: its free text fields; "messages.0.text" for a text inside one, ``storage.redaction.REASON`` for the
                reason for change.
            reason: why, without the data themselves.
            person: who asks.
            now: aware UTC.
            events: numbers of the events that wrote what is to go; all that wrote these fields where it is empty.
        """
        with engine_errors(self.path):
            chosen = tuple(events) or events_to_redact(self._db, kind, record_id, tuple(fields))
            redaction = Redaction(
                record_id=self.new_id(),
                about_kind=kind,
                about_id=record_id,
                fields=tuple(fields),
                events=chosen,
                reason=reason.strip(),
                requested_user=person.user_id,
                requested_by=person.name,
                requested_at=now,
            )
            plan_redaction(self._db, redaction, self.new_id)
        return self.save(redaction, person=person, now=now)

    def confirm_redaction(self, redaction_id: str, *, person: Person, now: datetime) -> Changes:
        """Carry out what another person asked for. Nothing brings the text back; older backups still hold it.

        See ``is_wiped`` for whether this file holds it no more.
        """
        changes = self._write(
            Act(person=person, now=now, reason=self._asked(redaction_id).reason, redaction=redaction_id)
        )
        self.wipe()
        return changes

    def refuse_redaction(self, redaction_id: str, *, reason: str, person: Person, now: datetime) -> Changes:
        """Leave everything as it is, saying why."""
        asked = replace(
            self._asked(redaction_id),
            state=RedactionState.REFUSED,
            decided_user=person.user_id,
            decided_by=person.name,
            decided_at=now,
        )
        return self.correct(asked, reason=reason, person=person, now=now)

    def wipe(self) -> bool:
        """Overwrite what redaction left in free space; whether nothing is left (see ``storage.redaction.wipe``)."""
        self._is_wiped = wipe(self._db)
        return self._is_wiped

    @property
    def is_wiped(self) -> bool:
        """False where a redaction has been carried out and its text may still lie in the file's free space."""
        return self._is_wiped

    def _asked(self, redaction_id: str) -> Redaction:
        held = self.record(Redaction.kind, redaction_id)
        if not isinstance(held, Redaction):
            raise RecordRefused("unknown_record", kind=Redaction.kind, record_id=redaction_id, field="record_id")
        return held
