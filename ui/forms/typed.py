"""Dates and moments as people type them, and back into text that reads the same again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo

from domain.partial_date import PartialDate
from ui.sentences import SENTENCES
from ui.text import say_partial, tr


def sentence(code: str) -> str:
    """The sentence of a finding that needs no numbers."""
    return tr(SENTENCES[code])


def read_partial(text: str) -> PartialDate:
    """A date as far as known.

    Raises:
        ValueError: with the sentence to show.
    """
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise ValueError(sentence("not_a_date")) from error


def read_day(text: str) -> date:
    """A whole day.

    Raises:
        ValueError: with the sentence to show.
    """
    partial = read_partial(text)
    if partial.month is None or partial.day is None or partial.hour is not None:
        raise ValueError(sentence("not_a_full_date"))
    return date(partial.year, partial.month, partial.day)


def moment_reader(zone: tzinfo) -> Callable[[str], datetime]:
    """A reader of dates with times at the site; it gives aware UTC and raises ValueError with the sentence to show."""

    def read_moment(text: str) -> datetime:
        try:
            partial = PartialDate.parse(text)
        except ValueError as error:
            raise ValueError(sentence("not_a_moment")) from error
        if partial.hour is None:
            raise ValueError(sentence("not_a_moment"))
        return partial.earliest(zone).astimezone(UTC)

    return read_moment


def write_partial(value: PartialDate) -> str:
    """The date as it would be typed; ISO 8601 where the language's own form can't be read back."""
    said = say_partial(value)
    try:
        return said if PartialDate.parse(said) == value else _iso(value)
    except ValueError:
        return _iso(value)


def write_date(value: object, zone: tzinfo) -> str:
    """A day, a moment or a partial date as it would be typed at the site."""
    if isinstance(value, datetime):
        return write_partial(PartialDate.of(value.astimezone(zone)))
    if isinstance(value, date):
        return write_partial(PartialDate.of(value))
    return write_partial(value) if isinstance(value, PartialDate) else str(value)


def _iso(value: PartialDate) -> str:
    return str(value).replace("T", " ")
