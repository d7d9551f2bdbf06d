"""How a record describes itself: each field carries its label, unit, codelist and CDISC name, and what it dates.

The table in the study file, the audit diff, the default form, list columns, CSV and SDTM all follow from this; so do
what a data cut-off hides, what is looked at for names and telephone numbers, and what may occur once only.
"""

import dataclasses
from dataclasses import MISSING, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Item:
    """Description of one field.

    Attributes:
        label: what the screen and the paper call it (English; translated in ``ui/text.py``).
        unit: written beside the number, or "".
        cdisc: SDTM variable, or "".
        hint: one line below the field, or "".
        is_key: part of what identifies the record to a person.
        dates_record: the record counts from the first moment that this field can mean. One field of a kind at most.
        is_later: speaks of a moment after the record's own and has its default until then. A list says of each of its
            entries ``since`` when.
        known_with: the later field whose default brings this one's with it, or "".
        is_free_text: people write here what they like about a subject; names of staff are no subject's.
    """

    label: str
    unit: str = ""
    cdisc: str = ""
    hint: str = ""
    is_key: bool = False
    dates_record: bool = False
    is_later: bool = False
    known_with: str = ""
    is_free_text: bool = False


def item(
    label: str,
    *,
    unit: str = "",
    cdisc: str = "",
    hint: str = "",
    is_key: bool = False,
    dates_record: bool = False,
    is_later: bool = False,
    known_with: str = "",
    is_free_text: bool = False,
    default: Any = MISSING,
) -> Any:
    """A dataclass field that knows its label, unit and CDISC name, and whatever else ``Item`` says of a field."""
    described = Item(label, unit, cdisc, hint, is_key, dates_record, is_later, known_with, is_free_text)
    return dataclasses.field(default=default, metadata={"item": described})


@dataclass(frozen=True, kw_only=True)
class Record:
    """What was observed, done or decided. Frozen; a correction is a new value under the same ``record_id``.

    Class attributes:
        kind: name of the kind, and of its table.
        title: what people call it.
        cdisc_domain: SDTM domain, or "".
        unique_by: fields that together may hold the same values once only, beside the record's own id; none of them
            where there is one record of the kind in a file; None where anything may occur again.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    cdisc_domain: ClassVar[str] = ""
    unique_by: ClassVar[tuple[str, ...] | None] = None

    record_id: str = item("Record id", is_key=True)


@dataclass(frozen=True, kw_only=True)
class OfSubject(Record):
    """A record of one subject, known by the screening number."""

    subject_id: str = item("Subject", cdisc="SUBJID", is_key=True)


def items_of(kind: type[Record]) -> dict[str, Item]:
    """The described fields of a record kind, in order."""
    return {f.name: f.metadata["item"] for f in dataclasses.fields(kind)}
