"""What is shown of everything that the committee has signed: what it rests on, who was there, who signed."""

from collections.abc import Sequence

from domain.records import Decision, RecommendedDose
from ui.text import Words, tr
from ui.widgets.card import NoteBox, SunkenBox
from ui.widgets.key_value import KeyValueList
from ui.words.ground import say_head, say_position, say_version

Signed = Decision | RecommendedDose


def ground_box(signed: Signed, words: Words) -> SunkenBox:
    """Cut-off, protocol version, place in the stream, and the hash of the evidence."""
    box = SunkenBox()
    facts = [
        (tr("Data cut-off"), words.moment_with_offset(signed.cut_off)),
        (tr("Protocol"), say_version(signed.protocol_version)),
        (tr("Chain head"), f"{say_position(signed.position)} · {say_head(signed.head)}"),
        (tr("Evidence"), say_head(signed.evidence_hash)),
    ]
    box.add(KeyValueList(facts, small=True, lines=False))
    return box


def people_list(signed: Signed, words: Words) -> KeyValueList:
    """The attendees, each with their part in it."""
    people = [(_named(one.name, one.role), words.say(one.vote).lower()) for one in signed.attendees]
    return KeyValueList(people)


def signature_boxes(signed: Signed, words: Words, electronic: Sequence[NoteBox]) -> tuple[NoteBox, ...]:
    """The electronic signatures; without any, who signed and when.

    Args:
        signed: the record.
        words: of the study.
        electronic: signatures by accounts, and how they stand.
    """
    if electronic:
        return tuple(electronic)
    name, at = _named(signed.signed_by, signed.signed_role), words.moment_with_offset(signed.signed_at)
    text = tr("Signed by {name} on {at}.").format(name=name, at=at)
    return (NoteBox("soft", tr("Signed"), (text,), glyph="check"),)


def _named(name: str, role: str) -> str:
    return f"{name}, {role}" if role else name
