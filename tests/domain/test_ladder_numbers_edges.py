"""Numbers at both ends of a ladder that was amended, and the records that were made anew for it (PRO-4)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.ladders import ladders_of, named_levels, part_named, parts_of
from domain.records import Enrolment, ProtocolVersion
from tests.domain.test_ladder_days_edges import MINUTE, amended


# PRO-4
@pytest.mark.parametrize(("number", "now"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (8, 9), (9, 9), (-1, -1)])
def test_a_number_that_the_ladder_lacks_keeps_itself(number: int, now: int) -> None:
    built, midnight = amended()
    ladders, name = ladders_of(built.records), built.part.part_id
    assert ladders.number(name, number, said_at=midnight - MINUTE, at=midnight) == now


def test_the_lowest_level_is_a_level() -> None:
    built, midnight = amended()
    ladders, level = ladders_of(built.records), built.part.level(1)
    for at in (midnight - MINUTE, midnight):
        assert ladders.rung(built.part.part_id, 1, at) == (level.dose, level.unit)
        assert ladders.rung(built.part.part_id, 2, at) != (level.dose, level.unit)


def test_a_ladder_that_changed_names_its_days_and_one_that_did_not_names_none() -> None:
    built, midnight = amended()
    changes = ladders_of(built.records).changes(built.part.part_id)
    assert len(changes) == 2
    assert changes[1] == midnight
    assert ladders_of(built.records).changes("elsewhere") == ()
    same = [one for one in built.records["protocol_version"] if isinstance(one, ProtocolVersion)][:1]
    repeated = replace(same[0], record_id="again", version="2", effective_on=midnight.date())
    unchanged = {**built.records, "protocol_version": (*same, repeated)}
    # A version with the same levels is no other ladder.
    assert not ladders_of(unchanged).has_moved
    assert ladders_of(built.records).has_moved


def test_a_record_is_made_anew_once_for_each_ladder_and_knows_where_it_came_from() -> None:
    built, midnight = amended()
    ladders, name = ladders_of(built.records), built.part.part_id
    high = Enrolment(record_id="high", subject_id="01-001", part_id=name, dose_level=4, enrolled_at=midnight - MINUTE)
    low = replace(high, record_id="low", dose_level=2)
    found = ladders.as_of(high, name, midnight)
    assert found.dose_level == 5
    assert ladders.as_of(high, name, midnight + timedelta(days=3)) is found
    assert ladders.as_of(high, name, midnight - MINUTE) is high
    assert ladders.source_of(found) is high
    assert ladders.source_of(high) is high
    assert ladders.as_of(low, name, midnight) is low
    assert ladders.as_of(high, "elsewhere", midnight) is high


def test_a_record_that_names_no_part_is_of_its_subjects_part_and_hides_none_after_it() -> None:
    built, _ = amended()
    parts = parts_of(built.records)
    subject = built.places[0].subject_id
    dose = next(one for one in built.records["administration"] if one.subject_id == subject)
    assert part_named(dose, parts) == built.part.part_id
    assert part_named(dose, {}) == ""
    enrolment = next(one for one in built.records["enrolment"] if one.subject_id == subject)
    assert part_named(enrolment, {}) == built.part.part_id
    named = list(named_levels(built.records))
    assert len(named) >= len(built.places)
    assert {part for part, _, _ in named} == {built.part.part_id}
    nowhere = replace(enrolment, record_id="nowhere", subject_id="01-999", part_id="")
    first = {**built.records, "enrolment": (nowhere, *built.records["enrolment"])}
    assert len(list(named_levels(first))) == len(named)
