"""What is recommended of a cohort without a stated size, and which level a signal suspends (PRO-2, ESC-8)."""

import pytest

from domain.terms import Action, LevelState
from tests.domain.parts.story import cohort, escalated


# PRO-2
def test_a_cohort_without_a_stated_size_takes_one_subject_at_a_time() -> None:
    story = escalated("mil93")
    story.condition("combination")
    story.open("combination", cohorts=[cohort(1, "3"), cohort(2, "3")])
    status = story.status("combination")
    assert [one.left for one in status.cohorts] == [None, None]
    answer = status.recommendation
    assert (answer.action, answer.dose_level, answer.subjects) == (Action.ENROL, 1, 1)
    assert answer.headline is not None
    assert (answer.headline.code, answer.headline.numbers["cohorts"]) == ("expansion_enrol_open", 2)
    assert [one.code for one in answer.reasons] == ["cohort_takes", "cohort_takes"]


# ESC-8
@pytest.mark.parametrize(
    ("limiting", "states"),
    [
        (1, [LevelState.SUSPENDED, LevelState.OPEN]),
        (2, [LevelState.OPEN, LevelState.SUSPENDED]),
        (None, [LevelState.OPEN, LevelState.OPEN]),
    ],
)
def test_a_signal_suspends_the_level_at_which_it_came(limiting: int | None, states: list[LevelState]) -> None:
    story = escalated("bat6026")
    story.condition("expansion")
    story.open("expansion", cohorts=[cohort(1, "0.1"), cohort(2, "0.03")])
    for number in (1, 2):
        story.treat("expansion", number, "T" if number == limiting else "N", cohort=number, waits=False)
    story.wait(30)
    assert [one.state for one in story.status("expansion").recommendation.tallies] == states
