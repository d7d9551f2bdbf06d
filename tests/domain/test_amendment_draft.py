"""Drafting an amendment: one thing of the content changed, the rest as it was (PRO-4)."""

import json
from decimal import Decimal

import pytest

from domain.amendment_draft import (
    MovedLevel,
    amendable_values,
    moved_levels,
    with_level_inserted,
    with_level_opened,
    with_value,
    with_version,
)
from domain.protocol.reader import content_to_json, load_shipped, read_content, shipped_protocols
from tests.domain.build import build

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
def test_a_level_that_was_used_and_would_have_another_dose_is_named() -> None:
    study = build("1N 2MNN 3NNN").study()
    content = json.loads(content_to_json(study.protocol))
    above = read_content(with_level_inserted(content, "mono", 3, Decimal("0.2")))
    assert moved_levels(study, above) == ()
    below = read_content(with_level_inserted(content, "mono", 2, Decimal("0.05")))
    assert moved_levels(study, below) == (MovedLevel(3, Decimal("0.1"), Decimal("0.05")),)


def test_the_version_is_named_in_the_content() -> None:
    assert read_content(with_version(CONTENT, "7")).version == "7"
