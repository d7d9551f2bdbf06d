"""What a ceiling taken over from the source part leaves alone (ESC-11)."""

from dataclasses import replace

import pytest

from domain.parts.ceiling import levels_above_ceiling, suspend_above
from domain.reasons import Reason
from domain.terms import Action, LevelState
from tests.domain.build import build

SHUT = Reason("source_exceeded", {"level": 3})


def under(history: str, *closed: int):
    answer = build(history).status().recommendation
    return answer, suspend_above(answer, dict.fromkeys(closed, SHUT))


# ESC-11
def test_a_level_that_the_part_itself_found_exceeded_stays_so() -> None:
    _, one = under("1N 2MNN 3NTT 4NNN", 2, 3, 4)
    states = [one.tally(level).state for level in (2, 3, 4, 5)]
    assert states == [LevelState.SUSPENDED, LevelState.EXCEEDED, LevelState.SUSPENDED, LevelState.CLOSED]


# ESC-11
@pytest.mark.parametrize(
    ("history", "level", "action"),
    [("1TNT", 1, Action.STOP), ("1N 2MNN 3NNTNNNT", 3, Action.CHOOSE), ("1N 2MNN 3NN", 3, Action.WAIT)],
)
def test_a_stop_and_a_choice_of_the_committee_are_not_turned_into_waiting(
    history: str, level: int, action: Action
) -> None:
    before, one = under(history, level)
    assert one.action is action
    assert (one.options, one.subjects) == (before.options, 0)


# ESC-11
def test_where_nobody_may_be_dosed_no_slot_is_open_now() -> None:
    before, one = under("1N 2MNN 3NNN", 4)
    assert (before.action, before.open_now) != (Action.WAIT, 0)
    assert before.open_now is not None
    assert (one.action, one.subjects, one.open_now, one.next_dose_at) == (Action.WAIT, 0, 0, None)
    assert suspend_above(replace(before, open_now=None), {4: SHUT}).open_now is None


# ESC-11
def test_the_ceiling_is_the_lowest_barred_dose_and_bars_that_dose_itself() -> None:
    built = build("1N 2MNN 3NTT 4NNN")
    found = levels_above_ceiling(built.part, built.part, built.status().recommendation)
    assert sorted(found) == [3, 4, 5, 6, 7, 8]
    assert {one.code for one in found.values()} == {"source_exceeded"}
