"""Whether the study file is as Titrant wrote it; where not, which event is the first to show it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from domain.records import RECORD_KINDS, Signature
from storage.audit import file_id_of, head_of
from storage.engine import open_memory
from storage.mapping import RecordMapping, Row, mapping_named
from storage.migrations import MIGRATIONS
from storage.rebuild import Rebuilt
from storage.redaction_people import vouched_for
from storage.signatures import fits_stream
from storage.stream import Head, Operation, genesis_hash, hash_of_event, hash_of_payload

if TYPE_CHECKING:
    from sqlite_utils import Database


class ProblemCode(StrEnum):
    """What is wrong."""

    EVENT_EDITED = "event edited"
    EVENT_REMOVED = "event removed"
    EVENT_REORDERED = "event reordered"
    CHAIN_BROKEN = "chain broken"
    PAYLOAD_EDITED = "payload edited"
    PAYLOAD_REMOVED = "payload removed"
    PAYLOAD_EXTRA = "payload without event"
    PAYLOAD_UNREADABLE = "payload unreadable"
    RECORD_DIFFERS = "record differs from stream"
    RECORD_REMOVED = "record missing from table"
    RECORD_EXTRA = "record not in stream"
    TAIL_CUT = "tail cut"
    FORKED = "another history"
    SCHEMA_CHANGED = "protection removed"
    SIGNATURE_MOVED = "signature of something else"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is not as it was written.

    Attributes:
        sequence: the event; None where no event is concerned.
        kind: record kind, or the table or trigger that is changed.
        record_id: the record, or "".
        field: the first field of the record that differs, or "".
    """

    code: ProblemCode
    sequence: int | None = None
    kind: str = ""
    record_id: str = ""
    field: str = ""


def verify(db: "Database", known_heads: Iterable[Head] = ()) -> list[Problem]:
    """Check the whole file against its chain, its tables against the stream, its triggers against the format.

    A cut tail or an older copy leaves a sound chain: it is found only by comparing with heads known from outside (this
    machine's profile, a backup, a printed footer).

    Args:
        db: the open study file, read in one transaction, so that a writer in another window doesn't disturb.
        known_heads: heads seen earlier, outside the file.

    Returns:
        The problems, by the number of the event, first the ones that concern no event. Empty when all is well.
    """
    with db.atomic():
        events = list(db.query("SELECT * FROM event ORDER BY sequence"))
        payloads: dict[int, tuple[str, str]] = {
            sequence: (salt, content) for sequence, salt, content in db.execute("SELECT * FROM payload")
        }
        problems = _chain_problems(events, genesis_hash(file_id_of(db)))
        problems += _payload_problems(events, payloads)
        rebuilt, found = _replay(events, payloads)
        problems += found
        problems += [Problem(code=ProblemCode.PAYLOAD_UNREADABLE, sequence=each) for each in rebuilt.unreadable]
        for kind in RECORD_KINDS:
            problems += _table_problems(db, mapping_named(kind), rebuilt)
        problems += _head_problems(events, head_of(db), known_heads)
        problems += _schema_problems(db)
    return sorted(problems, key=lambda problem: problem.sequence or 0)


def _chain_problems(events: list[dict[str, Any]], genesis: str) -> list[Problem]:
    problems = []
    by_hash = {row["hash"]: row["sequence"] for row in events}
    previous, expected = genesis, 1
    for row in events:
        sequence = row["sequence"]
        about: dict[str, Any] = {"sequence": sequence, "kind": row["kind"], "record_id": row["record_id"]}
        problems += [Problem(code=ProblemCode.EVENT_REMOVED, sequence=missing) for missing in range(expected, sequence)]
        if hash_of_event(row) != row["hash"]:
            # A moved row still fits its hash under the number that follows the event it names as previous.
            came_from = 1 if row["previous_hash"] == genesis else by_hash.get(row["previous_hash"], -1) + 1
            moved = hash_of_event(row | {"sequence": came_from}) == row["hash"]
            code = ProblemCode.EVENT_REORDERED if moved else ProblemCode.EVENT_EDITED
            problems.append(Problem(code=code, **about))
        elif row["previous_hash"] != previous and sequence == expected:
            problems.append(Problem(code=ProblemCode.CHAIN_BROKEN, **about))
        previous, expected = row["hash"], sequence + 1
    return problems


def _payload_problems(events: list[dict[str, Any]], payloads: Mapping[int, tuple[str, str]]) -> list[Problem]:
    problems = []
    redacted: dict[int, str] | None = None
    for row in events:
        about: dict[str, Any] = {"sequence": row["sequence"], "kind": row["kind"], "record_id": row["record_id"]}
        if row["sequence"] not in payloads:
            problems.append(Problem(code=ProblemCode.PAYLOAD_REMOVED, **about))
        elif (held := hash_of_payload(*payloads[row["sequence"]])) != row["payload_hash"]:
            if redacted is None:
                redacted = vouched_for(events, payloads)
            if redacted.get(row["sequence"]) != held:
                problems.append(Problem(code=ProblemCode.PAYLOAD_EDITED, **about))
    extra = payloads.keys() - {row["sequence"] for row in events}
    return problems + [Problem(code=ProblemCode.PAYLOAD_EXTRA, sequence=each) for each in sorted(extra)]


def _replay(events: list[dict[str, Any]], payloads: Mapping[int, tuple[str, str]]) -> tuple[Rebuilt, list[Problem]]:
    """The records that the stream makes, and the signatures that don't fit what was there when they were given."""
    rebuilt, problems = Rebuilt(), []
    previous = Head(0, "")
    for row in events:
        sequence, kind, record_id = row["sequence"], row["kind"], row["record_id"]
        content = payloads.get(sequence, (0, None))[1]
        is_signature = kind == Signature.kind and row["operation"] == Operation.CREATE
        if is_signature and not _fits(rebuilt, row, content, previous):
            about: dict[str, Any] = {"sequence": sequence, "kind": kind, "record_id": record_id}
            problems.append(Problem(code=ProblemCode.SIGNATURE_MOVED, **about))
        rebuilt.take(sequence, kind, record_id, row["operation"], content)
        previous = Head(sequence, row["hash"])
    return rebuilt, problems


def _fits(rebuilt: Rebuilt, row: dict[str, Any], content: str | None, previous: Head) -> bool:
    try:
        signature = mapping_named(Signature.kind).record_of(json.loads(content or "")["after"])
        if not isinstance(signature, Signature):
            return False
        return fits_stream(rebuilt, signature, previous=previous, user_id=row["user_id"], person=row["person"])
    except (KeyError, ValueError, ArithmeticError, TypeError, AttributeError):
        # An event that can't be read is reported as that.
        return True


def _table_problems(db: "Database", mapping: RecordMapping, rebuilt: Rebuilt) -> list[Problem]:
    problems = []
    kind = mapping.name
    held: dict[str, Row] = {row["record_id"]: row for row in db.query(f'SELECT * FROM "{kind}"')}
    for record_id, payload in rebuilt.payloads[kind].items():
        sequence = rebuilt.last_events[kind, record_id]
        about: dict[str, Any] = {"sequence": sequence, "kind": kind, "record_id": record_id}
        row = held.pop(record_id, None)
        if row is None:
            problems.append(Problem(code=ProblemCode.RECORD_REMOVED, **about))
            continue
        expected = mapping.row_of(payload) | {"last_event": sequence}
        if row != expected:
            field = next(name for name in expected if row[name] != expected[name])
            problems.append(Problem(code=ProblemCode.RECORD_DIFFERS, field=field, **about))
    return problems + [Problem(code=ProblemCode.RECORD_EXTRA, kind=kind, record_id=each) for each in held]


def _head_problems(events: list[dict[str, Any]], head: Head, known_heads: Iterable[Head]) -> list[Problem]:
    hashes = {row["sequence"]: row["hash"] for row in events}
    problems = []
    for known in known_heads:
        if known.position > head.position:
            problems.append(Problem(code=ProblemCode.TAIL_CUT, sequence=head.position + 1))
        elif known.position and hashes.get(known.position) != known.hash:
            problems.append(Problem(code=ProblemCode.FORKED, sequence=known.position))
    return problems


def _schema_problems(db: "Database") -> list[Problem]:
    fresh = open_memory()
    for migration in MIGRATIONS:
        for statement in migration.statements:
            fresh.execute(statement)
    expected, found = _schema(fresh), _schema(db)
    fresh.close()
    changed = [name for name in expected | found if expected.get(name) != found.get(name)]
    return [Problem(code=ProblemCode.SCHEMA_CHANGED, kind=name) for name in changed]


def _schema(db: "Database") -> dict[str, str]:
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_stat%'")
    found: dict[str, str] = defaultdict(str)
    for name, sql in rows:
        found[str(name)] = " ".join(str(sql).split())
    return dict(found)
