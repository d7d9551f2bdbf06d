"""The control for a field, by the type of the field: a new field of a record needs no new widget."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from types import NoneType
from typing import get_args, get_type_hints

from PySide6.QtWidgets import QWidget

from domain.partial_date import PartialDate
from domain.records import Item, Record
from ui.forms.typed import moment_reader, read_day, read_partial, sentence, write_date
from ui.text import Words, term, tr
from ui.widgets.buttons import Segment, SegmentedControl
from ui.widgets.fields import ComboBox, DateEdit, LineEdit, NumberEdit, Option

_SEGMENTS_AT_MOST = 3


class Number(NumberEdit):
    """A number that says its problems in the sentences of the app and leaves limits to the record's check."""

    def __init__(self, name: str, *, unit: str = "", whole: bool = False) -> None:
        super().__init__(name, unit=unit, signed=True)
        self._whole = whole

    def value(self) -> object:
        number = super().value()
        if not self._whole or not isinstance(number, Decimal):
            return number
        return int(number) if number == number.to_integral_value() else None

    def set_value(self, value: object) -> None:
        self.setText(f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value))

    def problem(self) -> str | None:
        text = self.text().strip()
        if not text:
            return None
        number = NumberEdit.value(self)
        if not isinstance(number, Decimal) or "e" in text.casefold():
            return sentence("not_a_number")
        return None if self.value() is not None else sentence("not_a_whole_number")


def type_of(kind: type[Record], field: str) -> type:
    """The type of a field's value, without the None of an optional one."""
    hint = get_type_hints(kind)[field]
    parts = [part for part in get_args(hint) if part is not NoneType]
    return parts[0] if parts else hint


def build_control(kind: type[Record], field: str, described: Item, words: Words) -> QWidget:
    """The control that a field's type asks for."""
    name, value_type = tr(described.label), type_of(kind, field)
    if value_type is bool:
        return SegmentedControl([Segment(False, tr("No")), Segment(True, tr("Yes"))], name)
    if issubclass(value_type, StrEnum):
        return choose_term(value_type, name)
    if issubclass(value_type, IntEnum):
        return SegmentedControl([Segment(grade, str(int(grade))) for grade in value_type], name)
    if issubclass(value_type, (int, Decimal)):
        return Number(name, unit=tr(described.unit) if described.unit else "", whole=issubclass(value_type, int))
    if issubclass(value_type, datetime):
        return _date_edit(name, moment_reader(words.zone), words)
    if issubclass(value_type, date):
        return _date_edit(name, read_day, words)
    if issubclass(value_type, PartialDate):
        return _date_edit(name, read_partial, words)
    return LineEdit(name)


def choose_term(terms: type[StrEnum], name: str) -> QWidget:
    """Segments for a short closed list, a list that drops down for a longer one."""
    if len(terms) <= _SEGMENTS_AT_MOST:
        return SegmentedControl([Segment(value, term(value)) for value in terms], name)
    return ComboBox([Option(value, term(value)) for value in terms], name)


def _date_edit(name: str, parse: Callable[[str], object], words: Words) -> DateEdit:
    return DateEdit(name, parse=parse, show=lambda value: write_date(value, words.zone))
