"""Drafting an amendment: one thing of the content changed, the rest as it was (PRO-4)."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from domain.amendment_draft import (
    amendable_values,
    check_inserted,
    with_level_inserted,
    with_level_opened,
    with_value,
    with_version,
)
from domain.protocol.reader import ProtocolRefused, content_to_json, load_shipped, read_content, shipped_protocols

SHIPPED = load_shipped("bat6026")
CONTENT = json.loads(content_to_json(SHIPPED))


# PRO-4
@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_value_that_is_offered_can_be_put_back_as_it_was(protocol_id: str) -> None:
    protocol = load_shipped(protocol_id)
    content = json.loads(content_to_json(protocol))
    values = amendable_values(protocol)
    assert len(values) > 20
    for one in values:
        same = read_content(with_value(content, one.path, one.value, source="amendment 1"))
        assert same == protocol


# PRO-4
def test_a_changed_value_says_where_it_comes_from() -> None:
    changed = with_value(CONTENT, "parts.mono.rules.fill", "direct", source="amendment 2, section 4")
    protocol = read_content(changed)
    origin = protocol.provenance["parts.mono.rules.fill"]
    assert (origin.source, origin.is_assumed) == ("amendment 2, section 4", False)
    assert json.loads(content_to_json(SHIPPED)) == CONTENT


def test_there_is_no_value_at_a_path_that_leads_nowhere() -> None:
    with pytest.raises(KeyError):
        with_value(CONTENT, "parts.mono.rules.nothing", 1, source="")


# PRO-4
def test_the_lowest_optional_level_is_opened_and_no_other() -> None:
    protocol = read_content(with_level_opened(CONTENT, "mono"))
    assert [level.is_optional for level in protocol.first_part.levels] == [False] * 8
    with pytest.raises(KeyError):
        with_level_opened(with_level_opened(CONTENT, "mono"), "mono")


# PRO-4
def test_an_intermediate_level_moves_the_levels_above_it() -> None:
    protocol = read_content(with_level_inserted(CONTENT, "mono", 5, Decimal(2)))
    doses = [str(level.dose) for level in protocol.first_part.levels]
    assert doses == ["0.01", "0.03", "0.1", "0.3", "1", "2", "3", "6", "10"]
    assert [level.number for level in protocol.first_part.levels if level.is_optional] == [9]
    with pytest.raises(KeyError):
        with_level_inserted(CONTENT, "mono", 9, Decimal(2))


# PRO-4
def test_what_names_levels_by_number_goes_on_naming_the_same_doses() -> None:
    content = json.loads(content_to_json(SHIPPED))
    rules = SHIPPED.first_part.rules
    low = read_content(with_level_inserted(content, "mono", 1, Decimal("0.02"))).first_part
    assert low.rules.accelerated_levels == rules.accelerated_levels + (rules.accelerated_levels > 1)
    high = read_content(with_level_inserted(content, "mono", 5, Decimal(2))).first_part
    assert (high.rules.accelerated_levels, high.rules.start_level) == (rules.accelerated_levels, rules.start_level)


# ESC-7
@pytest.mark.parametrize(
    ("below", "dose", "code"),
    [
        (5, "2", None),
        (5, "1", "inserted_not_between"),
        (5, "3", "inserted_not_between"),
        (5, "0.5", "inserted_not_between"),
        (5, "7", "inserted_not_between"),
        (5, "-2", "inserted_not_between"),
        (8, "11", None),
        (8, "10", "inserted_not_above"),
        (9, "11", "no_such_level"),
        (0, "0.005", "no_such_level"),
    ],
)
def test_an_inserted_dose_lies_between_its_neighbours(below: int, dose: str, code: str | None) -> None:
    found = check_inserted(SHIPPED.first_part, below, Decimal(dose))
    assert (found.code if found else None) == code


def test_the_version_is_named_in_the_content() -> None:
    assert read_content(with_version(CONTENT, "7")).version == "7"


# PRO-4, issue 10 item 7
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda part: part.update(optional_levels=[12]), "protocol_optional_beyond"),
        (lambda part: part["rules"].update(start_level=9), "protocol_start_beyond"),
        (lambda part: part["rules"].update(accelerated_levels=9), "protocol_single_beyond"),
        (lambda part: part.update(levels=["0.01", "0.03", "0.02"]), "protocol_doses_not_rising"),
        (lambda part: part.update(levels=["0.01", "0.01"]), "protocol_doses_not_rising"),
        (lambda part: part.update(levels=["0.01", "-1"]), "protocol_dose_not_positive"),
        (lambda part: part.update(levels_from="nowhere"), "protocol_levels_from_unknown"),
    ],
)
def test_a_version_whose_part_names_what_is_not_there_is_refused(
    change: Callable[[dict[str, Any]], None], code: str
) -> None:
    content = json.loads(content_to_json(SHIPPED))
    change(content["parts"][0])
    with pytest.raises(ProtocolRefused) as refused:
        read_content(content)
    assert code in {one.code for one in refused.value.findings}
