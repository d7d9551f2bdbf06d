"""How a record describes itself: each field carries its label, unit, codelist and CDISC name.

The table in the study file, the audit diff, the default form, list columns, CSV and SDTM all follow from this.
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
    """

    label: str
    unit: str = ""
    cdisc: str = ""
    hint: str = ""
    is_key: bool = False


def item(
    label: str,
    *,
    unit: str = "",
    cdisc: str = "",
    hint: str = "",
    is_key: bool = False,
    default: Any = MISSING,
) -> Any:
    """A dataclass field that knows its label, unit and CDISC name."""
    return dataclasses.field(default=default, metadata={"item": Item(label, unit, cdisc, hint, is_key)})


@dataclass(frozen=True, kw_only=True)
class Record:
    """What was observed, done or decided. Frozen; a correction is a new value under the same ``record_id``."""

    kind: ClassVar[str]
    title: ClassVar[str]
    cdisc_domain: ClassVar[str] = ""

    record_id: str = item("Record id", is_key=True)


def items_of(kind: type[Record]) -> dict[str, Item]:
    """The described fields of a record kind, in order."""
    return {f.name: f.metadata["item"] for f in dataclasses.fields(kind)}
