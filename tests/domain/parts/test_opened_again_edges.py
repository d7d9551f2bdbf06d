"""A part opened more than once, a cohort with all that it needs, and a slot whose date nobody knows (PRO-2, SUB-1)."""

from dataclasses import replace

import pytest

from domain.escalation.slots import assess_slot
from domain.terms import LevelState
from tests.domain.build import build
from tests.domain.checks.test_opened_cohorts import both_regimens
from tests.domain.parts.story import Story, cohort, escalated
from tests.domain.parts.test_gate_and_opening import mono_done


def expanding() -> Story:
    story = escalated("bat6026")
    story.condition("expansion")
    story.open("expansion", cohorts=[cohort(1, "0.1"), cohort(2, "0.03")])
    return story


# PRO-2
def test_samples_beyond_those_needed_leave_none_to_take() -> None:
    (one, _) = expanding().status("expansion").cohorts
    assert one.pk_needed is not None
    left = [replace(one, with_pk=one.pk_needed + more).pk_left for more in (-1, 0, 2)]
    assert left == [1, 0, 0]


# PRO-2
def test_the_level_of_a_full_cohort_is_cleared_and_not_suspended() -> None:
    story = expanding()
    story.treat("expansion", 1, "NNNNNN", cohort=1)
    states = [one.state for one in story.status("expansion").recommendation.tallies]
    assert states == [LevelState.CLEARED, LevelState.OPEN]


# PRO-2
def test_a_part_counts_its_cohorts_as_it_was_last_opened() -> None:
    story = both_regimens()
    story.open("expansion-q3w", cohorts=[cohort(1, "0.2")])
    story.open("expansion-q3w", cohorts=[cohort(1, "0.2"), cohort(2, "0.1")])
    assert story.refusals("expansion-q2w", cohorts=[cohort(1, "0.2")]) == ["opening_many_over_parts"]


# PRO-2
def test_what_was_added_the_last_time_is_kept_too() -> None:
    story = mono_done()
    for number in (1, 2):
        story.condition("combination", number)
    story.open("combination", ["10"])
    story.treat("combination", 1, "NNN")
    story.open("combination", ["10", "30"])
    assert story.refusals("combination", ["10", "100"]) == ["opening_moves_levels"]
    assert story.refusals("combination", ["10", "30", "100"]) == []


# SUB-1
@pytest.mark.parametrize(("history", "is_known"), [("1N 2MNN 3NN?", True), ("1N 2MNN 3?N?", False)])
def test_a_slot_that_awaits_a_person_has_no_date(history: str, is_known: bool) -> None:
    answer = assess_slot(build(history).status(), 3)
    assert [one.code for one in answer.reasons] == ["slot_awaits"]
    assert (answer.until is not None) is is_known
