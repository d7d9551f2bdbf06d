"""Groups that follow each other at one level are one group; a step down begins another (ESC-1, ESC-7)."""

import pytest

from domain.escalation.departures import list_departures
from domain.notation import Group
from domain.terms import Outcome
from tests.domain.escalation.designs import BAT6026


def departures(*groups: str, backfill: tuple[bool, ...] = ()) -> list[tuple[str, object]]:
    """Code and number of subjects of each departure from groups such as "3NNN"."""
    told = tuple(Group(int(one[0]), tuple(Outcome(letter) for letter in one[1:])) for one in groups)
    return [(one.code, one.numbers["subjects"]) for one in list_departures(BAT6026, 4, 4, told, backfill)]


# ESC-7
def test_the_group_after_a_step_down_is_judged_at_its_own_level() -> None:
    assert departures("1N", "2N", "3NNN", "4TTN", "3NNN") == []
    assert departures("1N", "2N", "3NNN", "4TTN", "3NNNN") == [("departure_extra", 1)]


# ESC-1
@pytest.mark.parametrize("split", [("3NNN",), ("3N", "3NN"), ("3NN", "3N"), ("3N", "3N", "3N")])
def test_a_group_told_in_pieces_is_the_group_told_whole(split: tuple[str, ...]) -> None:
    assert departures("1N", "2N", *split) == []
    assert departures("1N", "2N", *split, "3N") == [("departure_extra", 1)]


def test_who_was_added_below_parts_no_group_and_is_no_departure() -> None:
    told = ("1N", "2N", "3NNN", "4TT", "2NN", "4N", "3NNN")
    assert departures(*told, backfill=tuple(one == "2NN" for one in told)) == []


# ESC-1
def test_nobody_is_asked_for_by_what_came_of_them_later() -> None:
    assert departures("1N", "2NTN", "1T") == [("departure_extra", 1)]
    assert departures("1N", "2NTN", "1TNMN") == [("departure_extra", 1)]
