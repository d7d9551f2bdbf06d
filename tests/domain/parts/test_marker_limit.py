"""From which result on a marker selects a subject: a number with its unit, or the laboratory's word."""

from decimal import Decimal

import pytest

from domain.parts.marker_limit import MarkerLimit, read_marker_limit


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("40 %", MarkerLimit(Decimal(40), "%")),
        ("2.5", MarkerLimit(Decimal("2.5"))),
        (" 10 % of tumour cells ", MarkerLimit(Decimal(10), "% of tumour cells")),
        ("Positive", MarkerLimit(word="positive")),
        ("IHC 3+", MarkerLimit(word="ihc 3+")),
        ("", None),
        ("> 40 %", None),
        ("-3", None),
    ],
)
def test_a_limit_is_a_number_with_its_unit_or_a_word(text, limit):  # PRO-2
    assert read_marker_limit(text) == limit


@pytest.mark.parametrize("text", ["40 %", "2.5", "positive"])
def test_a_limit_is_said_as_it_is_written(text):
    assert str(read_marker_limit(text)) == text


@pytest.mark.parametrize(
    ("result", "is_met"),
    [
        ({"value": Decimal(40), "unit": "%"}, True),
        ({"value": Decimal(80), "unit": "% of tumour cells"}, True),
        ({"value": Decimal("39.9"), "unit": "%"}, False),
        ({"value": Decimal(0), "unit": "%"}, False),
        ({"value": Decimal(50), "unit": "%", "sign": "<"}, False),
        ({"value": Decimal(50), "unit": "%", "sign": ">"}, True),
        ({"value": Decimal(300), "unit": "H-score"}, False),
        ({"value": Decimal(300), "unit": ""}, False),
        ({"value": None, "comment": "positive"}, False),
    ],
)
def test_a_number_has_to_be_reached_in_the_unit_of_the_limit(result, is_met):  # PRO-2
    assert MarkerLimit(Decimal(40), "%").is_met(**result) is is_met


@pytest.mark.parametrize(
    ("comment", "is_met"),
    [
        ("positive", True),
        ("IHC: Positive, central laboratory", True),
        ("negative", False),
        ("not positive", False),
        ("non-positive", False),
        ("not positive in the biopsy of March", False),
        ("seropositive", False),
        ("", False),
    ],
)
def test_a_word_has_to_be_said(comment, is_met):  # PRO-2
    assert MarkerLimit(word="positive").is_met(None, comment=comment) is is_met


def test_a_number_without_a_word_does_not_say_positive():
    assert not MarkerLimit(word="positive").is_met(Decimal(95), unit="%")
