"""Any record of any kind, made from the types of its fields."""

import dataclasses
import typing
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from domain.partial_date import PartialDate
from domain.records import Record

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=st.just(UTC) | ZONES)  # noqa: DTZ001


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    moment = draw(st.datetimes(datetime(1000, 1, 1)))  # noqa: DTZ001
    known = draw(st.sampled_from([1, 2, 3, 5]))
    return PartialDate(*(moment.year, moment.month, moment.day, moment.hour, moment.minute)[:known])


PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(-(2**63) + 1, 2**63 - 1),
    bool: st.booleans(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20),
    date: st.dates(),
    datetime: MOMENTS,
    PartialDate: partial_dates(),
}


def values_of(annotation: Any) -> st.SearchStrategy[Any]:
    if annotation in PLAIN:
        return PLAIN[annotation]
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is tuple:
        return st.lists(values_of(arguments[0]), max_size=3).map(tuple)
    if type(None) in arguments:
        return st.none() | values_of(arguments[0])
    if dataclasses.is_dataclass(annotation):
        return dataclass_of(typing.cast("type", annotation))
    return st.sampled_from(list(annotation))


def dataclass_of(kind: type) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{field.name: values_of(hints[field.name]) for field in dataclasses.fields(kind)})


def records_of(kind: type[Record]) -> st.SearchStrategy[Record]:
    return dataclass_of(kind).map(lambda record: dataclasses.replace(record, record_id="r" + record.record_id))
