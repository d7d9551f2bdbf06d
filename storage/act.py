"""One act of one person: records made and corrected together, with their events, in one transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from domain.records import (
    RECORD_KINDS,
    Account,
    Decision,
    PartOpening,
    ProtocolVersion,
    RecommendedDose,
    Record,
    Redaction,
    StudyRecord,
)
from domain.signing import SIGNED_WHEN_SAVED
from domain.terms import RedactionState, Role
from storage.access import accounts_in, check_records, check_signing, check_still_managed, check_system, role_of
from storage.audit import Circumstances, append, head_of
from storage.canonical import Payload
from storage.changes import Changes
from storage.checks import check_correction, check_decision, check_new, check_reason, check_zone
from storage.engine import one_transaction
from storage.errors import RecordRefused, StaleView
from storage.locks import check_not_locked
from storage.mapping import mapping_of
from storage.overlaid import Overlaid
from storage.person import Person
from storage.read_model import read_row, subjects_in, write_row
from storage.redaction import plan_redaction, replace_payloads, told_now
from storage.redaction_people import check_second_person
from storage.said_of_records import check_query_through, check_said
from storage.signatures import Signing, signature_for
from storage.stream import Head, Operation
from storage.system_codes import SystemCode

if TYPE_CHECKING:
    from sqlite_utils import Database

SYSTEM = "system"
View = Mapping[str, Sequence[Record]]


@dataclass(frozen=True, kw_only=True)
class Act:
    """What is to be written.

    Attributes:
        now: aware UTC.
        created: new records; a subject before the records that name it.
        corrected: new values under the ids of existing records.
        through_query: id of the query that the correction follows from, or "".
        signings: what is signed, after everything else of the act.
        redaction: id of a requested redaction that is carried out, or "".
        system: (code, its row, details) of an event that is about no record, or None.
    """

    person: Person
    now: datetime
    reason: str = ""
    created: tuple[Record, ...] = ()
    corrected: tuple[Record, ...] = ()
    through_query: str = ""
    signings: tuple[Signing, ...] = ()
    redaction: str = ""
    system: tuple[str, SystemCode, Payload] | None = None

    def __post_init__(self) -> None:
        """Check the clock.

        Raises:
            ValueError: ``now`` is not aware UTC.
        """
        if self.now.utcoffset() != timedelta(0):
            raise ValueError("now is aware UTC")


@dataclass(frozen=True)
class Written:
    """What an act wrote: each record with the number of its event, what it changed, and the new head."""

    records: tuple[tuple[Record, int], ...]
    changes: Changes
    head: Head


def carry_out(
    db: "Database",
    act: Act,
    *,
    installation: str,
    expected: Head,
    new_id: Callable[[], str],
    view: View | None = None,
) -> Written:
    """Write an act whole, or nothing of it.

    Args:
        db: the open study file.
        act: what is to be written.
        installation: the installation of Titrant that writes.
        expected: the head of the stream that the caller knows.
        new_id: makes a salt of 32 random hexadecimal digits.
        view: the records by kind as they are at that head; None for a file that is being made.

    Raises:
        RecordRefused: a record can't be saved as it stands, a reason is missing, or the person may not.
        StaleView: the stream does not end where the caller thinks it does.
    """
    reason = check_reason(act.reason, is_needed=bool(act.corrected))
    with one_transaction(db):
        head = head_of(db)
        if head != expected:
            raise StaleView(seen=expected.position, current=head.position)
        writing = _Writing(db, act, _circumstances(db, act, reason, installation), Overlaid(view or {}), head, new_id)
        writing.all()
    records = [record for record, _ in writing.written]
    changes = Changes(
        kinds=frozenset(record.kind for record in records),
        record_ids=frozenset(record.record_id for record in records),
        subjects=subjects_in([*records, *writing.before]),
        position=writing.head.position,
    )
    return Written(tuple(writing.written), changes, writing.head)


class _Writing:
    """An act while it is written: the head and the records move on with each of its events."""

    def __init__(
        self,
        db: "Database",
        act: Act,
        circumstances: Circumstances,
        view: Overlaid,
        head: Head,
        new_id: Callable[[], str],
    ) -> None:
        self._db, self._act, self._circumstances, self._new_id = db, act, circumstances, new_id
        self._view = view
        self.head = head
        self.written: list[tuple[Record, int]] = []
        self.before: list[Record] = []

    def all(self) -> None:
        """Write everything of the act, in its order."""
        act, db = self._act, self._db
        role = role_of(self._view, act.person, self._today, act.created)
        for decision in act.created:
            if isinstance(decision, Decision | RecommendedDose | PartOpening):
                check_decision(decision, self.head)
        replaced = [(self._known(record), record) for record in act.corrected]
        check_records(role, act.created, replaced)
        if act.through_query:
            check_query_through(self._view, act.through_query, act.corrected)
        for record in act.created:
            self._create(record)
        for before, after in replaced:
            self._correct(before, after)
        if act.redaction:
            self._redact(act.redaction, role)
        if any(isinstance(record, Account) for record, _ in self.written):
            check_still_managed(accounts_in(self._view), self._today)
        if act.system is not None:
            code, row, details = act.system
            check_system(role, code, row)
            self.head = append(
                db, self._circumstances, Operation.SYSTEM, SYSTEM, code, {"after": details}, salt=self._new_id()
            )
        for signing in (*self._signed_with(role), *act.signings):
            self._sign(signing, role)

    @property
    def _today(self) -> date:
        return self._act.now.astimezone(ZoneInfo(self._circumstances.zone)).date()

    def _known(self, record: Record) -> Record:
        mapping = mapping_of(type(record))
        found = read_row(self._db, mapping, record.record_id)
        if found is None:
            raise RecordRefused("unknown_record", kind=mapping.name, record_id=record.record_id, field="record_id")
        return mapping.record_of(found[0])

    def _create(self, record: Record) -> None:
        mapping = mapping_of(type(record))
        payload = mapping.payload_of(record)
        check_zone(record)
        check_new(self._db, mapping, payload)
        check_not_locked(self._view, record)
        self._check_said(None, record)
        after: Payload = {"after": payload}
        self._append(Operation.CREATE, mapping.name, record.record_id, after)
        write_row(self._db, mapping, payload, self.head.position, is_new=True)
        self._take(record, self.head.position)

    def _correct(self, replaced: Record, record: Record) -> None:
        mapping = mapping_of(type(record))
        before, after = mapping.payload_of(replaced), mapping.payload_of(record)
        check_zone(record)
        check_correction(self._db, mapping, before, after)
        check_not_locked(self._view, replaced, record)
        self._check_said(replaced, record)
        self._append_correction(record, before, after)
        self.before.append(replaced)

    def _append_correction(self, record: Record, before: Payload, after: Payload) -> None:
        mapping = mapping_of(type(record))
        changed = [name for name in after if before[name] != after[name]]
        payload: Payload = {
            "before": {name: before[name] for name in changed},
            "after": {name: after[name] for name in changed},
        }
        self._append(Operation.CORRECT, mapping.name, record.record_id, payload)
        write_row(self._db, mapping, after, self.head.position, is_new=False)
        self._take(record, self.head.position)

    def _append(self, operation: Operation, kind: str, record_id: str, payload: Payload) -> None:
        self.head = append(self._db, self._circumstances, operation, kind, record_id, payload, salt=self._new_id())

    def _redact(self, redaction_id: str, role: Role | None) -> None:
        held = next((one for one in self._view.get(Redaction.kind, ()) if one.record_id == redaction_id), None)
        if not isinstance(held, Redaction):
            raise RecordRefused("unknown_record", kind=Redaction.kind, record_id=redaction_id, field="record_id")
        person = self._act.person
        check_second_person(held, person)
        replacements = plan_redaction(self._db, held, self._new_id)
        done = replace(
            held,
            state=RedactionState.DONE,
            decided_user=person.user_id,
            decided_by=person.name,
            decided_at=self._act.now,
            results=tuple(one.result for one in replacements),
        )
        check_records(role, (), [(held, done)])
        check_not_locked(self._view, held, done)
        mapping = mapping_of(Redaction)
        self._append_correction(done, mapping.payload_of(held), mapping.payload_of(done))
        replace_payloads(self._db, replacements)
        for kind, record_id in dict.fromkeys((one.kind, one.record_id) for one in replacements):
            payload, last_event = told_now(self._db, kind, record_id)
            mapping = mapping_of(RECORD_KINDS[kind])
            write_row(self._db, mapping, payload, last_event, is_new=False)
            self._take(mapping.record_of(payload), last_event)

    def _signed_with(self, role: Role | None) -> list[Signing]:
        """What saving a record of the act signs too; while the study has no accounts, the record says it alone."""
        if role is None:
            return []
        return [
            Signing(record.kind, record.record_id, SIGNED_WHEN_SAVED[record.kind])
            for record in self._act.created
            if record.kind in SIGNED_WHEN_SAVED
        ]

    def _sign(self, signing: Signing, role: Role | None) -> None:
        person = self._act.person
        signed_role = check_signing(role, person, signing.kind, signing.record_id, signing.meaning)
        signature = signature_for(
            self._view,
            signing,
            person,
            signed_role,
            record_id=self._new_id(),
            head=self.head,
            now=self._act.now,
        )
        self._create(signature)

    def _check_said(self, before: Record | None, after: Record) -> None:
        check_said(
            self._view,
            before,
            after,
            person=self._act.person,
            now=self._act.now,
            head=self.head,
        )

    def _take(self, record: Record, last_event: int) -> None:
        """From now on the act's own checks see the record as written."""
        self.written.append((record, last_event))
        self._view.put(record)


def _circumstances(db: "Database", act: Act, reason: str, installation: str) -> Circumstances:
    site = db.execute("SELECT site_id, site_zone FROM study").fetchone() or _site_in(act.created)
    versions = db.execute("SELECT version, effective_on FROM protocol_version ORDER BY rowid").fetchall()
    return Circumstances(
        person=act.person,
        now=act.now,
        reason=reason,
        through_query=act.through_query,
        installation=installation,
        site_id=site[0],
        zone=site[1],
        protocol_version=_in_force(versions or _versions_in(act.created), act.now, site[1]),
    )


def _site_in(records: Iterable[Record]) -> tuple[str, str]:
    for record in records:
        if isinstance(record, StudyRecord):
            check_zone(record)
            return record.site_id, record.site_zone
    raise ValueError("the first act on a study file makes its study")


def _versions_in(records: Iterable[Record]) -> list[tuple[str, str]]:
    return [(each.version, each.effective_on.isoformat()) for each in records if isinstance(each, ProtocolVersion)]


def _in_force(versions: list[tuple[str, str]], now: datetime, zone: str) -> str:
    """The version that is effective on the site's day; the first one before any is."""
    today = now.astimezone(ZoneInfo(zone)).date().isoformat()
    effective = [version for version in versions if version[1] <= today]
    if effective:
        # Of two with the same day, the one saved later.
        return max(reversed(effective), key=lambda version: version[1])[0]
    return versions[0][0]
