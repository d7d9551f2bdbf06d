"""Dates as far as they are known."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.partial_date import PartialDate

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026", "2026"),
        ("2026-11", "2026-11"),
        ("2026-11-15", "2026-11-15"),
        ("2026-11-15T08:40", "2026-11-15T08:40"),
        ("2026-11-15 08:40", "2026-11-15T08:40"),
        ("Nov 2026", "2026-11"),
        ("15 Nov 2026", "2026-11-15"),
        ("5 november 2026", "2026-11-05"),
        ("15 Nov 2026 08:40", "2026-11-15T08:40"),
        ("  15 nov 2026  8:40 ", "2026-11-15T08:40"),
    ],
)
def test_what_people_type_is_kept_as_far_as_known(typed: str, kept: str) -> None:
    assert str(PartialDate.parse(typed)) == kept


@pytest.mark.parametrize(
    "typed", ["", "12/01/2026", "15", "31 Feb 2026", "2026-13", "Foo 2026", "15 Nov", "2026-11-15T25:00"]
)
def test_what_is_not_a_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(typed)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2026", "2025-12-31T16:00", "2026-12-31T15:59"),
        ("2026-12", "2026-11-30T16:00", "2026-12-31T15:59"),
        ("2026-11-15", "2026-11-14T16:00", "2026-11-15T15:59"),
        ("2026-11-15T08:40", "2026-11-15T00:40", "2026-11-15T00:40"),
    ],
)
def test_a_partial_date_spans_all_that_it_can_mean_at_the_site(text: str, earliest: str, latest: str) -> None:
    moment = PartialDate.parse(text)  # AE-8
    assert moment.earliest(SHANGHAI).strftime("%Y-%m-%dT%H:%M") == earliest
    assert moment.latest(SHANGHAI).strftime("%Y-%m-%dT%H:%M") == latest


def test_a_smaller_part_is_known_only_with_the_larger_ones() -> None:
    with pytest.raises(ValueError, match="larger"):
        PartialDate(2026, None, 15)
    with pytest.raises(ValueError, match="larger"):
        PartialDate(2026, 11, None, 8, 40)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_reads_back(day: date) -> None:
    assert PartialDate.parse(str(PartialDate.of(day))) == PartialDate.of(day)


@given(st.datetimes(datetime(1950, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_earliest_never_lies_after_the_latest(moment: datetime) -> None:
    full = PartialDate.of(moment)
    for one in (full, PartialDate(full.year), PartialDate(full.year, full.month), PartialDate.of(moment.date())):
        assert one.earliest(SHANGHAI) <= one.latest(SHANGHAI)
