"""Signatures in words, for the screen and for paper: who, as what, meaning what, when, and whether it still stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.content import CASEBOOK, find_record
from domain.records import RECORD_KINDS, Record, items_of
from domain.signing import Difference, Fall, SignatureState, Validity
from ui.text import Words, term, tr
from ui.words.sign_in import say_person

_MOST_DIFFERENCES = 6
# A subject is known by its number; of every other record it stands beside it.
_NOT_NAMED = {"subject": ("record_id", "part_id")}


@dataclass(frozen=True)
class SaidSignature:
    """A signature in words.

    Attributes:
        who: name and role.
        meaning: what it says.
        at: when, with the offset of the site's zone.
        standing: whether it stands; if not, what changed.
        is_valid: whether it stands.
    """

    who: str
    meaning: str
    at: str
    standing: str
    is_valid: bool


def say_signature(state: SignatureState, records: Mapping[str, Sequence[Record]], words: Words) -> SaidSignature:
    """A signature and how it stands.

    Args:
        state: from ``StudyFile.signature_state``.
        records: as they are now.
        words: of the study.
    """
    one = state.signature
    return SaidSignature(
        say_person(one.signed_by, one.signed_role.value),
        term(one.meaning),
        words.moment_with_offset(one.signed_at),
        _standing(state, records, words),
        state.validity is Validity.VALID,
    )


def say_about(state: SignatureState, records: Mapping[str, Sequence[Record]], words: Words) -> str:
    """What a signature is on: "Casebook of 01-004", "Adverse event: Anaemia"."""
    one = state.signature
    if one.about_kind == CASEBOOK:
        return tr("Casebook of {subject}").format(subject=one.subject_id)
    return name_record(one.about_kind, one.about_id, records, words)


def name_record(kind: str, record_id: str, records: Mapping[str, Sequence[Record]], words: Words) -> str:
    """A record by its kind and what identifies it to a person."""
    title = tr(RECORD_KINDS[kind].title) if kind in RECORD_KINDS else kind
    record = find_record(records, kind, record_id)
    if record is None:
        return title
    keys = (
        words.say(getattr(record, name))
        for name, item in items_of(type(record)).items()
        if item.is_key and name not in _NOT_NAMED.get(kind, ("record_id", "subject_id", "part_id"))
    )
    particulars = ", ".join(key for key in keys if key)
    return f"{title}: {particulars}" if particulars else title


def label_of_field(kind: str, field: str) -> str:
    """A field's label; "" for the form as a whole."""
    if not field:
        return ""
    items = items_of(RECORD_KINDS[kind]) if kind in RECORD_KINDS else {}
    return tr(items[field].label) if field in items else field


def _standing(state: SignatureState, records: Mapping[str, Sequence[Record]], words: Words) -> str:
    if state.validity is Validity.VALID:
        return tr("Valid: nothing of it has changed since.")
    if state.validity is Validity.MOVED:
        return tr("BROKEN: it was given for other content and has been moved here. Verify the study file.")
    said = []
    if Fall.CHANGED in state.falls:
        changed = [_difference(one, state, records, words) for one in state.differences[:_MOST_DIFFERENCES]]
        if more := len(state.differences) - _MOST_DIFFERENCES:
            changed += [tr("and {count} more").format(count=more)] if more > 0 else []
        said.append(tr("changed since: {what}").format(what="; ".join(changed)))
    if Fall.UNLOCKED in state.falls:
        said.append(tr("what was signed was unlocked since"))
    if Fall.REDACTED in state.falls:
        said.append(tr("text in it was redacted"))
    return tr("BROKEN: {why}. It has to be signed again.").format(why="; ".join(said))


def _difference(one: Difference, state: SignatureState, records: Mapping[str, Sequence[Record]], words: Words) -> str:
    fields = ", ".join(label_of_field(one.kind, field) for field in one.fields)
    if state.signature.about_kind != CASEBOOK:
        return fields or tr("the whole record")
    record = name_record(one.kind, one.record_id, records, words)
    return f"{record} ({fields})" if fields else tr("{record} (new or taken away)").format(record=record)
