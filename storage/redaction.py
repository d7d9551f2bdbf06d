"""Redaction: personal data typed by mistake are taken out of the payloads and the tables for good (TRU-5, statement 7).

One person asks, another carries it out. The chain holds, because an event's hash covers the hash of its payload and not
the payload; what stands in the payload's place is vouched for by the redaction's own event, which names each event, the
fields and the hash of the new content. The salt goes with the content: with it, a short text such as a telephone number
could be guessed from the old hash. For the same reason the hashes in signatures and verifications of what is redacted
are redacted too; those signatures are broken from then on.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.content import CASEBOOK
from domain.records import RedactedEvent, Redaction, Signature, SourceVerification
from storage.canonical import canonical_json
from storage.engine import driver
from storage.errors import RecordRefused
from storage.mapping import RecordMapping, mapping_named
from storage.payload_path import REASON, replace_text, text_at
from storage.rebuild import Rebuilt
from storage.stream import hash_of_payload

if TYPE_CHECKING:
    from sqlite_utils import Database


_NEVER_KINDS = frozenset({"study", "protocol_version", "grade_texts", "account", "signature"})


# Ids, hashes and the like: free of personal data by what they are, and what other things hold on to.
_NEVER_FIELDS = frozenset(
    {
        "record_id",
        "about_kind",
        "about_id",
        "content_hash",
        "evidence_hash",
        "head",
        "recommended",
        "derived",
        "protocol_version",
        "part_id",
        "event_id",
        "result_id",
        "target",
        "fields",
        "results",
    }
)


_Values = dict[str, set[str]]


@dataclass(frozen=True)
class Replacement:
    """New salt and content of the payload of one event."""

    sequence: int
    kind: str
    record_id: str
    fields: tuple[str, ...]
    salt: str
    content: str

    @property
    def result(self) -> RedactedEvent:
        """What the redaction's event says of it."""
        return RedactedEvent(self.sequence, self.fields, hash_of_payload(self.salt, self.content))


@dataclass
class _Told:
    """The events of one record, first to last."""

    kind: str
    record_id: str
    events: list[tuple[int, str, dict[str, Any]]]

    def replay(self) -> dict[int, dict[str, Any]]:
        """Number of each event -> all fields as they were after it.

        Raises:
            ValueError: the payloads don't fit together.
        """
        rebuilt, states = Rebuilt(), {}
        for sequence, operation, payload in self.events:
            rebuilt.take(sequence, self.kind, self.record_id, operation, canonical_json(payload))
            states[sequence] = dict(rebuilt.payloads[self.kind].get(self.record_id, {}))
        if rebuilt.unreadable:
            raise ValueError("not a record any more")
        return states


def events_to_redact(db: "Database", kind: str, record_id: str, fields: tuple[str, ...]) -> tuple[int, ...]:
    """The events that wrote any text, not yet redacted, into the named fields of a record."""
    told = _told(db, kind, record_id)
    return tuple(
        sequence
        for sequence, _, payload in told.events
        if any(text_at(payload if path == REASON else payload.get("after", {}), path) for path in fields)
    )


def plan_redaction(db: "Database", redaction: Redaction, new_id: Callable[[], str]) -> list[Replacement]:
    """What would be replaced by what.

    Args:
        db: the open study file; nothing is written.
        redaction: which values, written by which events of which record.
        new_id: makes a salt of 32 random hexadecimal digits.

    Raises:
        RecordRefused: "unknown_record", "not_redactable" (no free text, or what the file is built on),
            "redaction_of_key" (correct it first), "nothing_to_redact".
    """
    about = {"kind": redaction.about_kind, "record_id": redaction.about_id}
    if redaction.about_kind in _NEVER_KINDS or any(path.split(".")[0] in _NEVER_FIELDS for path in redaction.fields):
        raise RecordRefused("not_redactable", **about, field=", ".join(redaction.fields))
    told = _told(db, redaction.about_kind, redaction.about_id)
    if not told.events:
        raise RecordRefused("unknown_record", **about, field="record_id")
    values = _values(told, redaction)
    if not any(values.values()):
        raise RecordRefused("nothing_to_redact", **about, field=", ".join(redaction.fields))
    states = told.replay()
    _check_keys(mapping_named(redaction.about_kind), list(states.values())[-1], values, about)
    replacements = _replaced(told, values, frozenset(redaction.events), new_id)
    for bound in _bound_to(db, redaction, states, values):
        hashes = {"content_hash": {text for _, _, payload in bound.events if (text := _hash_in(payload))}}
        replacements += _replaced(bound, hashes, frozenset(), new_id)
    try:
        _check_readable(told, replacements)
    except (KeyError, ValueError, ArithmeticError, TypeError):
        raise RecordRefused("not_redactable", **about, field=", ".join(redaction.fields)) from None
    return replacements


def replace_payloads(db: "Database", replacements: list[Replacement]) -> None:
    """Put the new payloads in the place of the old ones; the caller has just written the redaction's event."""
    # So that little is left to wipe if the power goes before ``wipe``: what is freed from here on is overwritten.
    db.execute("PRAGMA secure_delete=ON")
    for one in replacements:
        db.execute(
            "INSERT INTO redaction_ticket (sequence, salt, content) VALUES (?, ?, ?)",
            [one.sequence, one.salt, one.content],
        )
        db.execute("UPDATE payload SET salt = ?, content = ? WHERE sequence = ?", [one.salt, one.content, one.sequence])
    db.execute("DELETE FROM redaction_ticket")


def told_now(db: "Database", kind: str, record_id: str) -> tuple[dict[str, Any], int]:
    """All fields of a record as its events have them now, and the number of the last one."""
    states = _told(db, kind, record_id).replay()
    last = max(states)
    return states[last], last


def wipe(db: "Database") -> bool:
    """Take out of the file what was overwritten or deleted in it: free space, and the write-ahead file.

    Returns:
        Whether nothing is left. False while another window reads, or where the disk has no room for a copy; what is
        left goes at the next call.
    """
    with suppress(driver().Error):
        db.execute("PRAGMA secure_delete=ON")
        db.execute("VACUUM")
        busy, left, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy and left <= 0
    return False


def _told(db: "Database", kind: str, record_id: str) -> _Told:
    rows = db.execute(
        "SELECT sequence, operation, content FROM event JOIN payload USING (sequence) "
        "WHERE record_id = ? AND kind = ? ORDER BY sequence",
        [record_id, kind],
    )
    return _Told(kind, record_id, [(sequence, operation, json.loads(content)) for sequence, operation, content in rows])


def _values(told: _Told, redaction: Redaction) -> _Values:
    """By path, the texts that the named events wrote."""
    values: _Values = {path: set() for path in redaction.fields}
    for sequence, _, payload in told.events:
        if sequence in redaction.events:
            for path in redaction.fields:
                text = text_at(payload if path == REASON else payload.get("after", {}), path)
                if text:
                    values[path].add(text)
    return values


def _replaced(told: _Told, values: _Values, named: frozenset[int], new_id: Callable[[], str]) -> list[Replacement]:
    """The payloads with every one of these texts replaced at its path, wherever the record's events hold it.

    A reason for change belongs to its event alone: it is replaced in the named events.
    """
    found = []
    for number, (sequence, operation, payload) in enumerate(told.events):
        new = json.loads(canonical_json(payload))
        changed = []
        for path, texts in values.items():
            if path == REASON:
                sides = [new] if sequence in named else []
            else:
                sides = [new[side] for side in ("before", "after") if side in new]
            # Both sides are to be replaced, so all of them are before any is asked.
            replaced = [replace_text(side, path, texts) for side in sides]
            if any(replaced):
                changed.append(path)
        if changed:
            told.events[number] = (sequence, operation, new)
            content = canonical_json(new)
            found.append(Replacement(sequence, told.kind, told.record_id, tuple(changed), new_id(), content))
    return found


def _bound_to(db: "Database", redaction: Redaction, states: dict[int, dict[str, Any]], values: _Values) -> list[_Told]:
    """Signatures and verifications whose hash covers one of the texts."""
    top = {path.split(".")[0] for path in values}
    subjects = {str(state.get("subject_id") or "") for state in states.values()} - {""}
    rows = db.execute(
        "SELECT kind, record_id, sequence FROM event WHERE kind IN (?, ?) AND operation = 'create' ORDER BY sequence",
        [Signature.kind, SourceVerification.kind],
    ).fetchall()
    found = []
    for kind, record_id, sequence in rows:
        told = _told(db, kind, record_id)
        said = told.events[0][2]["after"]
        is_direct = (said["about_kind"], said["about_id"]) == (redaction.about_kind, redaction.about_id)
        is_casebook = said["about_kind"] == CASEBOOK and said.get("subject_id") in subjects
        is_other_field = bool(said.get("field")) and said["field"] not in top
        before = [number for number in states if number < sequence]
        if (is_direct or is_casebook) and not is_other_field and before:
            then = states[max(before)]
            if any(text_at(then, path) in texts for path, texts in values.items()):
                found.append(told)
    return found


def _check_keys(mapping: RecordMapping, now: dict[str, Any], values: _Values, about: dict[str, str]) -> None:
    keys = {*(mapping.kind.unique_by or ())} | {field.name for field in mapping.fields if field.is_reference}
    for path in keys & values.keys():
        if text_at(now, path) in values[path]:
            raise RecordRefused("redaction_of_key", **about, field=path)


def _check_readable(told: _Told, replacements: list[Replacement]) -> None:
    for state in told.replay().values():
        mapping_named(told.kind).record_of(state)
    if not replacements:
        raise ValueError("nothing replaced")


def _hash_in(payload: dict[str, Any]) -> str:
    return str(payload.get("after", {}).get("content_hash", ""))
