"""Blank forms of every record kind, drawn from the same description as the screen's (REP-2)."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from types import NoneType
from typing import get_args, get_origin, get_type_hints

from PySide6.QtGui import QPainter

from domain.content import SAID_OF_RECORDS
from domain.partial_date import PartialDate
from domain.protocol.model import Protocol
from domain.records import RECORD_KINDS, Item, Record, items_of
from ui.reports.blank_fields import BlankField
from ui.reports.blocks import Signatures
from ui.reports.field_values import HASHES, label_of
from ui.reports.lettering import HEADING, INK, SMALL, draw_line
from ui.reports.paper import Block, Frame, Report, Slice
from ui.reports.standing import Print
from ui.reports.words import tr
from ui.text import Words, term

# Written by the program, or no record of an act that a form could hold.
_WITHOUT_FORM = SAID_OF_RECORDS | {"study", "protocol_version", "grade_texts"}
# Worked out, or linked, when the form is entered.
_NOT_ASKED = HASHES | {"record_id", "position", "recommended", "derived", "cut_off", "code"}
_NOT_ASKED |= {"about_kind", "about_id", "result_id"}
_LONG = frozenset({"narrative", "comment", "description", "reason", "evidence", "not_done"})
_ROWS_BY_HAND, _ROWS_OF_GROUP = 3, 2


@dataclass(frozen=True)
class FormHead:
    """The title of a form at the top of a page of its own, with the CDISC domain at the right."""

    title: str
    caption: str = ""

    def slices(self, width: float) -> Sequence[Slice]:
        def draw(painter: QPainter, x: float, y: float) -> None:
            draw_line(painter, x, y + 36, self.title, HEADING)
            draw_line(painter, x + width, y + 34, self.caption, SMALL, right=True, color=INK.color("text3"))

        return [Slice(72, draw, keep_with_next=True, starts_page=True)]


def form_kinds() -> tuple[type[Record], ...]:
    """The record kinds that have a form, in their order."""
    return tuple(kind for name, kind in RECORD_KINDS.items() if name not in _WITHOUT_FORM)


def blank_forms(
    protocol: Protocol, words: Words, printed: Print, *, site_id: str = "", kinds: Iterable[type[Record]] = ()
) -> Report:
    """Empty forms to fill in by hand, each on a page of its own.

    Args:
        protocol: whose study the head names.
        words: of the study.
        printed: who prints when.
        site_id: named in the foot; "" where no site is open.
        kinds: those wanted; all without.
    """
    blocks: list[Block] = []
    for kind in tuple(kinds) or form_kinds():
        domain = tr("SDTM {domain}").format(domain=kind.cdisc_domain) if kind.cdisc_domain else ""
        blocks.append(FormHead(tr(kind.title), domain))
        continued = tr("{title}, continued").format(title=tr(kind.title))
        fields = [
            dataclasses.replace(blank_field(kind, name, item), continued=continued)
            for name, item in items_of(kind).items()
            if name not in _NOT_ASKED
        ]
        # The signature never stands on a page without a field.
        blocks += [*fields[:-1], dataclasses.replace(fields[-1], keeps=True)]
        blocks.append(Signatures((("", ""),)))
    version = tr("Protocol v{version}").format(version=protocol.version.removeprefix("v"))
    first = [
        tr("Site {site}").format(site=site_id) if site_id else "",
        version,
        tr("CTCAE v{version}").format(version=protocol.ctcae),
    ]
    at = words.moment_with_offset(printed.at)
    second = [
        tr("Printed {at} by {name}").format(at=at, name=printed.by),
        f"Titrant {printed.titrant_version}".strip(),
    ]
    frame = Frame(
        study=protocol.study_id,
        title=tr("Blank forms"),
        cut_off=version,
        foot_first=" · ".join(text for text in first if text),
        foot_second=" · ".join(text for text in second if text),
        foot_right=tr("No data: to be entered from this form"),
    )
    return Report(frame, tuple(blocks))


def blank_field(kind: type[Record], name: str, item: Item) -> BlankField:
    """The place for one field: what its type takes.

    Args:
        kind: of the record.
        name: of the field.
        item: its description.
    """
    each, is_several = type_of(kind, name)
    label, hint = label_of(kind.kind, name), tr(item.hint) if item.hint else ""
    if issubclass(each, bool):
        return BlankField(label, hint, (tr("yes"), tr("no")))
    if issubclass(each, Enum):
        return BlankField(label, _several(hint) if is_several else hint, tuple(_say_choice(one) for one in each))
    if issubclass(each, datetime | PartialDate):
        return BlankField(label, hint, parts=(tr("day"), tr("month"), tr("year"), tr("time")))
    if issubclass(each, date):
        return BlankField(label, hint, parts=(tr("day"), tr("month"), tr("year")))
    if dataclasses.is_dataclass(each):
        heads = tuple(tr(field.name.replace("_", " ")) for field in dataclasses.fields(each))
        return BlankField(label, hint, lines=_ROWS_OF_GROUP, parts=heads)
    if is_several:
        return BlankField(label, hint, lines=_ROWS_OF_GROUP)
    is_short = issubclass(each, int | Decimal)
    return BlankField(label, hint, lines=1 if is_short or name not in _LONG else _ROWS_BY_HAND)


def type_of(kind: type[Record], field: str) -> tuple[type, bool]:
    """The type of a field's value, or of each of several, and whether there are several."""
    hint = get_type_hints(kind)[field]
    # tuple[X, ...] has arguments too, so that only a union may be taken apart.
    parts = (hint,) if get_origin(hint) is tuple else get_args(hint) or (hint,)
    (value,) = (part for part in parts if part is not NoneType)
    return (get_args(value)[0], True) if get_origin(value) is tuple else (value, False)


def _several(hint: str) -> str:
    return ", ".join(text for text in (hint, tr("tick all that apply")) if text)


def _say_choice(value: Enum) -> str:
    if isinstance(value, StrEnum):
        return term(value)
    return str(int(value)) if isinstance(value, IntEnum) else str(value.value)
