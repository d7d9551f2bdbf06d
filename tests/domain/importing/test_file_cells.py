"""Numbers, ranges and dates of a file in the styles that people and laboratories use."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.importing.date_column import find_day_month, read_date
from domain.importing.number_column import Number, find_marks, range_texts, read_number
from domain.reasons import Reason


def read(text, *others):
    found = read_number(text, find_marks([text, *others]))
    return f"{found.sign}{found.value}" if isinstance(found, Number) else found.code


@pytest.mark.parametrize(
    ("text", "others", "expected"),
    [
        ("7.4", (), "7.4"),
        ("7,4", (), "7.4"),
        (" <5 ", (), "<5"),
        ("≤0.5", (), "<=0.5"),
        ("＞２００", (), ">200"),
        ("> 200.5", (), ">200.5"),
        ("7.4↑", (), "7.4"),
        ("7.4 H", (), "7.4"),
        ("12*", (), "12"),
        ("+3", (), "3"),
        ("0,125", (), "0.125"),
        ("1.234", (), "1.234"),
        ("1,234", (), "import_number_ambiguous"),
        ("1,234", ("7.4",), "1234"),
        ("1,234", ("7,4",), "1.234"),
        ("1,234", ("7,4", "7.4"), "import_number_ambiguous"),
        ("1.234", ("7,4",), "1234"),
        ("1.234", ("7,4", "7.4"), "import_number_ambiguous"),
        ("1.234,5", (), "1234.5"),
        ("1,234.5", (), "1234.5"),
        ("1,234,567", (), "1234567"),
        ("1.234.567", (), "1234567"),
        ("1 234", (), "1234"),
        ("1'234.5", (), "1234.5"),
        ("12,34,5", (), "import_not_a_number"),
        ("1.2.3", (), "import_not_a_number"),
        ("positive", (), "import_not_a_number"),
        ("1+", (), "import_not_a_number"),
        ("1e3", (), "import_not_a_number"),
        ("<", (), "import_not_a_number"),
        ("-5", (), "-5"),
        ("7.4", ("n.d.", "n/a"), "7.4"),
        ("5", ("7,4", "7.4"), "5"),
    ],
)
def test_a_number_is_read_as_the_file_writes_numbers(text, others, expected):
    assert read(text, *others) == expected


@given(value=st.decimals(0, 10**7, places=2), style=st.sampled_from([(".", ","), (",", "."), (".", " "), (",", "'")]))
def test_a_number_with_two_decimals_is_read_in_every_style(value, style):
    mark, thousands = style
    text = f"{value:,.2f}".replace(",", "T").replace(".", mark).replace("T", thousands)
    found = read_number(text, find_marks([text]))
    assert isinstance(found, Number)
    assert found.value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.5-5.0", ("3.5", "5.0")), ("3.5 – 5.0", ("3.5", "5.0")), ("3.5~5.3", ("3.5", "5.3")),
        ("3,5--5,3", ("3,5", "5,3")),
        ("<40", ("", "40")), ("≤ 40", ("", "40")), (">60", ("60", "")), ("(3.5-5.0)", ("3.5", "5.0")), ("", ("", "")),
    ],
)  # fmt: skip
def test_a_range_in_one_cell_has_two_limits(text, expected):
    assert range_texts(text) == expected


def test_what_is_no_range_is_refused():
    with pytest.raises(ValueError, match="negative"):
        range_texts("negative")


def date(text, *others, time=""):
    found = read_date(text, time, find_day_month([text, *others]))
    return found.code if isinstance(found, Reason) else str(found)


@pytest.mark.parametrize(
    ("text", "others", "expected"),
    [
        ("2026-03-04", (), "2026-03-04"),
        ("2026/3/4 8:30", (), "2026-03-04T08:30"),
        ("2026-03-04T08:30:15", (), "2026-03-04T08:30"),
        ("2026年3月4日", (), "2026-03-04"),
        ("2026-03", (), "2026-03"),
        ("4 Mar 2026", (), "2026-03-04"),
        ("04-MAR-2026 08:30", (), "2026-03-04T08:30"),
        ("13/04/2026", (), "2026-04-13"),
        ("04/13/2026", (), "2026-04-13"),
        ("5/5/2026", (), "2026-05-05"),
        ("03/04/2026", (), "import_date_ambiguous"),
        ("03/04/2026", ("13/04/2026",), "2026-04-03"),
        ("03/04/2026", ("04/13/2026",), "2026-03-04"),
        ("03/04/2026", ("04/13/2026", "13/04/2026"), "import_date_ambiguous"),
        ("3.4.2026 8:30 pm", ("13.4.2026",), "2026-04-03T20:30"),
        ("12:30", (), "import_not_a_date"),
        ("31/02/2026", (), "import_not_a_date"),
        ("13/13/2026", (), "import_not_a_date"),
        ("04/03/26", (), "import_not_a_date"),
        ("2026-13-01", (), "import_not_a_date"),
        ("2026-03-04 25:00", (), "import_not_a_date"),
        ("2026-03-04T08:30:00Z", (), "import_date_zone"),
        ("2026-03-04T08:30+08:00", (), "import_date_zone"),
        ("46085", (), "import_not_a_date"),
    ],
)
def test_a_date_is_read_as_the_column_writes_dates(text, others, expected):
    assert date(text, *others) == expected


def test_the_time_may_have_a_column_of_its_own():
    assert date("2026-03-04", time="8:30") == "2026-03-04T08:30"
    assert date("2026-03-04", time="12:05 am") == "2026-03-04T00:05"
    assert date("2026-03", time="8:30") == "import_not_a_date"
    assert date("2026-03-04", time="morning") == "import_not_a_date"


def test_an_ambiguous_date_names_both_days():
    found = read_date("03/04/2026", "", frozenset())
    assert isinstance(found, Reason)
    assert {str(found.numbers["one"]), str(found.numbers["other"])} == {"2026-04-03", "2026-03-04"}
