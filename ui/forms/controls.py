"""The control for a field, by the type of the field: a new field of a record needs no new widget."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from types import NoneType
from typing import get_args, get_origin, get_type_hints

from PySide6.QtWidgets import QWidget

from domain.partial_date import PartialDate
from domain.records import DrugAssessment, GradeChange, Item, Record
from ui.forms.drug_rows import DrugRows
from ui.forms.grade_steps import GradeSteps
from ui.forms.multi_choice import MultiChoice
from ui.forms.typed import moment_reader, read_day, read_partial, sentence, write_date
from ui.text import Words, term, tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.date_edit import DateEdit
from ui.widgets.line_edit import LineEdit
from ui.widgets.number_edit import NumberEdit
from ui.widgets.options import Option
from ui.widgets.segmented_control import Segment, SegmentedControl

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


@dataclass(frozen=True)
class FieldType:
    """What a field holds.

    Attributes:
        each: type of the value, or of each of several.
        is_several: whether it holds a tuple.
        is_optional: whether it may hold None.
    """

    each: type
    is_several: bool = False
    is_optional: bool = False


def type_of(kind: type[Record], field: str) -> FieldType:
    """The type of a field."""
    hint = get_type_hints(kind)[field]
    # tuple[X, ...] has arguments too, so that only a union may be taken apart.
    parts = (hint,) if get_origin(hint) is tuple else get_args(hint) or (hint,)
    is_optional = NoneType in parts
    (value,) = (part for part in parts if part is not NoneType)
    if get_origin(value) is tuple:
        return FieldType(get_args(value)[0], is_several=True, is_optional=is_optional)
    return FieldType(value, is_optional=is_optional)


def build_control(kind: type[Record], field: str, described: Item, words: Words) -> QWidget:
    """The control that a field's type asks for."""
    name, held = tr(described.label), type_of(kind, field)
    if held.is_several:
        return _build_several(held, name, words)
    value_type = held.each
    if value_type is bool:
        return SegmentedControl([Segment(False, tr("No")), Segment(True, tr("Yes"))], name)
    if issubclass(value_type, StrEnum):
        return choose_term(value_type, name, is_optional=held.is_optional)
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


def _build_several(held: FieldType, name: str, words: Words) -> QWidget:
    """Boxes to tick, or lines to fill; a form gives them what they offer where the type can't tell."""
    if held.each is GradeChange:
        return GradeSteps(name, show=lambda value: write_date(value, words.zone))
    if held.each is DrugAssessment:
        return DrugRows(())
    if issubclass(held.each, StrEnum):
        return MultiChoice([Option(value, term(value)) for value in held.each], name)
    return MultiChoice([], name, none_text=tr("None of these") if held.is_optional else "")


def choose_term(terms: type[StrEnum], name: str, *, is_optional: bool = False) -> QWidget:
    """Segments for a short closed list, a list that drops down for a longer one.

    Args:
        terms: what can be chosen.
        name: said by screen readers.
        is_optional: whether nothing may be chosen; the Delete key clears, and an empty list says so.
    """
    if len(terms) <= _SEGMENTS_AT_MOST:
        return SegmentedControl([Segment(value, term(value)) for value in terms], name)
    choice = ComboBox([Option(value, term(value)) for value in terms], name)
    if is_optional:
        choice.setPlaceholderText(tr("not said"))
    return choice


def _date_edit(name: str, parse: Callable[[str], object], words: Words) -> DateEdit:
    return DateEdit(name, parse=parse, show=lambda value: write_date(value, words.zone))
