"""Electronic signatures: what one is bound to, and whether it still stands (TRU-2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.content import CASEBOOK, REDACTED, Records, content_hash, covered, differing_fields, subject_of
from domain.locking import unlocked_since
from domain.records import Record, Signature
from domain.terms import Role, SignatureMeaning

# What saving a record of these kinds signs at the same time.
SIGNED_WHEN_SAVED = {
    "decision": SignatureMeaning.APPROVAL,
    "part_opening": SignatureMeaning.APPROVAL,
    "recommended_dose": SignatureMeaning.APPROVAL,
    "adjudication": SignatureMeaning.RESPONSIBILITY,
}


class Validity(StrEnum):
    """How a signature stands."""

    VALID = "valid"
    BROKEN = "broken"
    MOVED = "moved"


class Fall(StrEnum):
    """Why a signature is broken."""

    CHANGED = "changed"
    UNLOCKED = "unlocked"
    REDACTED = "redacted"


@dataclass(frozen=True)
class Difference:
    """A record that is not as it was signed.

    Attributes:
        fields: that differ; empty where the whole record came or went since.
    """

    kind: str
    record_id: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignatureState:
    """How a signature stands now.

    Attributes:
        falls: why it is broken; empty where it is not.
        differences: what changed since it was given.
    """

    signature: Signature
    validity: Validity
    falls: tuple[Fall, ...] = ()
    differences: tuple[Difference, ...] = ()


def bind_signature(
    records: Records,
    about_kind: str,
    about_id: str,
    meaning: SignatureMeaning,
    *,
    record_id: str,
    position: int,
    head: str,
    user_id: str,
    name: str,
    role: Role,
    now: datetime,
) -> Signature:
    """A signature on a record, or a casebook, as it is in ``records``.

    Args:
        records: as entered up to ``position``.
        about_kind: kind of the record, or ``CASEBOOK``.
        about_id: the record; for a casebook the subject's own record.
        meaning: what the signature says.
        record_id: of the signature itself.
        position: of the last event in ``records``.
        head: hash of that event.
        user_id: who signs.
        name: as printed.
        role: in which they sign.
        now: aware UTC.

    Raises:
        KeyError: there is no such record.
    """
    signed = covered(records, about_kind, about_id)
    if not signed:
        raise KeyError(about_id)
    return Signature(
        record_id=record_id,
        subject_id=next((named for one in signed if (named := subject_of(one))), ""),
        about_kind=about_kind,
        about_id=about_id,
        meaning=meaning,
        content_hash=content_hash(signed),
        position=position,
        head=head,
        signed_user=user_id,
        signed_by=name,
        signed_role=role,
        signed_at=now,
    )


def is_bound_to(signature: Signature, records: Records) -> bool:
    """Whether the content that the signature names is what these records hold."""
    signed = covered(records, signature.about_kind, signature.about_id)
    return bool(signed) and content_hash(signed) == signature.content_hash


def signature_state(records: Records, then: Callable[[], Records], signature: Signature) -> SignatureState:
    """Whether a signature stands.

    Args:
        records: as they are now.
        then: gives the records it covers as they were at its position; asked only where they differ from today's.
        signature: one of the study's.

    Returns:
        VALID; BROKEN, with what changed since; MOVED where it never belonged to the record that it names.
    """
    now_signed = covered(records, signature.about_kind, signature.about_id)
    if signature.content_hash == REDACTED:
        return SignatureState(signature, Validity.BROKEN, (Fall.REDACTED,))
    falls: list[Fall] = []
    differences: tuple[Difference, ...] = ()
    if not now_signed or content_hash(now_signed) != signature.content_hash:
        before = then()
        if not is_bound_to(signature, before):
            return SignatureState(signature, Validity.MOVED)
        falls.append(Fall.CHANGED)
        differences = _differences(covered(before, signature.about_kind, signature.about_id), now_signed)
    if unlocked_since(records, now_signed, signature.position):
        falls.append(Fall.UNLOCKED)
    return SignatureState(signature, Validity.BROKEN if falls else Validity.VALID, tuple(falls), differences)


def signatures_on(records: Records, about: Record) -> tuple[Signature, ...]:
    """Signatures on a record itself and on the casebook that it is part of, first to last."""
    subject_id = subject_of(about)
    found = []
    for one in records.get(Signature.kind, ()):
        if not isinstance(one, Signature):
            continue
        is_direct = (one.about_kind, one.about_id) == (about.kind, about.record_id)
        is_casebook = one.about_kind == CASEBOOK and bool(subject_id) and one.subject_id == subject_id
        if is_direct or is_casebook:
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.position))


def _differences(before: tuple[Record, ...], after: tuple[Record, ...]) -> tuple[Difference, ...]:
    old = {(one.kind, one.record_id): one for one in before}
    new = {(one.kind, one.record_id): one for one in after}
    found = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was is None or now is None:
            found.append(Difference(*key))
        elif fields := differing_fields(was, now):
            found.append(Difference(*key, fields))
    return tuple(found)
