"""Signatures in the file: given within an act, and held against the stream by ``verify`` (TRU-2; TRU-5, 13 and 14)."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from domain.content import CASEBOOK, REDACTED, SAID_OF_RECORDS, Records, content_hash, covered
from domain.locking import unlocked_since
from domain.records import Record, Signature
from domain.signing import bind_signature, is_bound_to
from domain.terms import Role, SignatureMeaning
from storage.errors import RecordRefused
from storage.mapping import mapping_named
from storage.person import Person
from storage.rebuild import Rebuilt, play
from storage.stream import Head

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True)
class Signing:
    """What is to be signed: a record, or a subject's casebook under the id of the subject's own record."""

    kind: str
    record_id: str
    meaning: SignatureMeaning


def signature_for(
    view: Records, signing: Signing, person: Person, role: Role, *, record_id: str, head: Head, now: datetime
) -> Signature:
    """The signature on what the records hold.

    Raises:
        RecordRefused: there is nothing of that id to sign.
    """
    if signing.kind in SAID_OF_RECORDS or not covered(view, signing.kind, signing.record_id):
        raise RecordRefused("unknown_record", kind=signing.kind, record_id=signing.record_id, field="record_id")
    return bind_signature(
        view,
        signing.kind,
        signing.record_id,
        signing.meaning,
        record_id=record_id,
        position=head.position,
        head=head.hash,
        user_id=person.user_id,
        name=person.name,
        role=role,
        now=now,
    )


def check_signature(view: Records, signature: Signature, person: Person, head: Head, now: datetime) -> None:
    """Refuse a signature that is not the person's own, on the present content, at the end of the stream.

    Raises:
        RecordRefused: "not_in_own_name", "signature_of_other_content" or "already_signed".
    """
    about = {"kind": signature.kind, "record_id": signature.record_id}
    own = (person.user_id, person.name, person.role, now)
    if (signature.signed_user, signature.signed_by, signature.signed_role.value, signature.signed_at) != own:
        raise RecordRefused("not_in_own_name", **about, field="signed_by", name=person.name)
    if (signature.position, signature.head) != (head.position, head.hash) or not is_bound_to(signature, view):
        raise RecordRefused("signature_of_other_content", **about, field="content_hash")
    for one in view.get(Signature.kind, ()):
        if isinstance(one, Signature) and _says_the_same(one, signature) and not _has_fallen(view, one):
            raise RecordRefused("already_signed", **about, field="meaning", at=one.signed_at)


def _says_the_same(one: Signature, other: Signature) -> bool:
    names = ("about_kind", "about_id", "meaning", "content_hash", "signed_user")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _has_fallen(view: Records, signature: Signature) -> bool:
    return unlocked_since(view, covered(view, signature.about_kind, signature.about_id), signature.position)


def records_then(db: "Database", signature: Signature) -> Records:
    """What the signature covers, as the stream has it up to the signature's position."""
    clause = "sequence <= ?"
    arguments: list[int | str] = [signature.position]
    if signature.about_kind != CASEBOOK:
        clause += " AND record_id = ?"
        arguments.append(signature.about_id)
    rows = db.execute(
        "SELECT sequence, kind, record_id, operation, content FROM event LEFT JOIN payload USING (sequence) "
        f"WHERE {clause} ORDER BY sequence",
        arguments,
    )
    return covered_then(play(rows), signature)


def covered_then(rebuilt: Rebuilt, signature: Signature) -> dict[str, tuple[Record, ...]]:
    """The records that a signature covers among the rebuilt ones."""
    if signature.about_kind != CASEBOOK:
        payload = rebuilt.payloads.get(signature.about_kind, {}).get(signature.about_id)
        return {signature.about_kind: (mapping_named(signature.about_kind).record_of(payload),)} if payload else {}
    subject = rebuilt.payloads["subject"].get(signature.about_id)
    if subject is None:
        return {}
    return {
        kind: tuple(
            mapping_named(kind).record_of(payload)
            for payload in payloads.values()
            if payload.get("subject_id") == subject["subject_id"]
        )
        for kind, payloads in rebuilt.payloads.items()
        if kind not in SAID_OF_RECORDS
    }


def fits_stream(rebuilt: Rebuilt, signature: Signature, *, previous: Head, user_id: str, person: str) -> bool:
    """Whether a signature belongs where it lies in the stream.

    Args:
        rebuilt: the records up to the event before the signature's own.
        signature: as its event has it.
        previous: that event before.
        user_id: who wrote the signature's event.
        person: by name.
    """
    if (signature.position, signature.head) != (previous.position, previous.hash):
        return False
    if (signature.signed_user, signature.signed_by) != (user_id, person):
        return False
    if signature.content_hash == REDACTED:
        # What it covered was redacted, and with it the hash, from which a short text could be guessed.
        return True
    records = covered_then(rebuilt, signature)
    signed = covered(records, signature.about_kind, signature.about_id)
    return bool(signed) and content_hash(signed) == signature.content_hash
