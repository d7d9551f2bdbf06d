"""One act of one person: records made and corrected together, with their events, in one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from domain.records import Decision, ProtocolVersion, Record, StudyRecord
from storage.audit import Circumstances, append, head_of
from storage.canonical import Payload
from storage.changes import Changes
from storage.checks import check_correction, check_decision, check_new, check_reason, check_zone
from storage.engine import one_transaction
from storage.errors import RecordRefused, StaleView
from storage.mapping import mapping_of
from storage.person import Person
from storage.read_model import read_row, subjects_in, write_row
from storage.stream import Head, Operation

if TYPE_CHECKING:
    from sqlite_utils import Database

SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Act:
    """What is to be written.

    Attributes:
        now: aware UTC.
        created: new records; a subject before the records that name it.
        corrected: new values under the ids of existing records.
        system: (code, details) of an event that is about no record, or None.
    """

    person: Person
    now: datetime
    reason: str = ""
    created: tuple[Record, ...] = ()
    corrected: tuple[Record, ...] = ()
    system: tuple[str, Payload] | None = None

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


def carry_out(db: "Database", act: Act, *, installation: str, expected: Head, new_id: Callable[[], str]) -> Written:
    """Write an act whole, or nothing of it.

    Args:
        db: the open study file.
        act: what is to be written.
        installation: the installation of Titrant that writes.
        expected: the head of the stream that the caller knows.
        new_id: makes a salt of 32 random hexadecimal digits.

    Raises:
        RecordRefused: a record can't be saved as it stands, or a reason is missing.
        StaleView: the stream does not end where the caller thinks it does.
    """
    reason = check_reason(act.reason, is_needed=bool(act.corrected))
    with one_transaction(db):
        head = head_of(db)
        if head != expected:
            raise StaleView(seen=expected.position, current=head.position)
        for decision in act.created:
            if isinstance(decision, Decision):
                check_decision(decision, head)
        circumstances = _circumstances(db, act, reason, installation)
        written: list[tuple[Record, int]] = []
        before: list[Record] = []
        for record in act.created:
            payload = mapping_of(type(record)).payload_of(record)
            head = _create(db, record, payload, circumstances, new_id())
            written.append((record, head.position))
        for record in act.corrected:
            replaced, head = _correct(db, record, circumstances, new_id())
            before.append(replaced)
            written.append((record, head.position))
        if act.system is not None:
            code, details = act.system
            head = append(db, circumstances, Operation.SYSTEM, SYSTEM, code, {"after": details}, salt=new_id())
    records = [record for record, _ in written]
    changes = Changes(
        kinds=frozenset(record.kind for record in records),
        record_ids=frozenset(record.record_id for record in records),
        subjects=subjects_in([*records, *before]),
        position=head.position,
    )
    return Written(tuple(written), changes, head)


def _create(db: "Database", record: Record, payload: Payload, circumstances: Circumstances, salt: str) -> Head:
    mapping = mapping_of(type(record))
    check_zone(record)
    check_new(db, mapping, payload)
    after: Payload = {"after": payload}
    head = append(db, circumstances, Operation.CREATE, mapping.name, record.record_id, after, salt=salt)
    write_row(db, mapping, payload, head.position, is_new=True)
    return head


def _correct(db: "Database", record: Record, circumstances: Circumstances, salt: str) -> tuple[Record, Head]:
    mapping = mapping_of(type(record))
    after = mapping.payload_of(record)
    check_zone(record)
    found = read_row(db, mapping, record.record_id)
    if found is None:
        raise RecordRefused("unknown_record", kind=mapping.name, record_id=record.record_id, field="record_id")
    before, _ = found
    check_correction(db, mapping, before, after)
    changed = [name for name in after if before[name] != after[name]]
    payload: Payload = {
        "before": {name: before[name] for name in changed},
        "after": {name: after[name] for name in changed},
    }
    head = append(db, circumstances, Operation.CORRECT, mapping.name, record.record_id, payload, salt=salt)
    write_row(db, mapping, after, head.position, is_new=False)
    return mapping.record_of(before), head


def _circumstances(db: "Database", act: Act, reason: str, installation: str) -> Circumstances:
    site = db.execute("SELECT site_id, site_zone FROM study").fetchone() or _site_in(act.created)
    versions = db.execute("SELECT version, effective_on FROM protocol_version ORDER BY rowid").fetchall()
    return Circumstances(
        person=act.person,
        now=act.now,
        reason=reason,
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
