"""What falls on one day: an answer that replaces another, a call that reaches nobody, a condition and a first dose."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.records import Rescreening
from domain.schedule.survival_follow_up import derive_survival_follow_up
from domain.screenings import ScreeningState, current_screening, derive_screenings
from domain.terms import VitalStatus
from tests.domain.build import ZONE
from tests.domain.parts.story import Story as Parts
from tests.domain.schedule.build import ID, Story


# SUB-10
@pytest.mark.parametrize(
    ("first", "second", "state"),
    [(False, True, ScreeningState.ELIGIBLE), (True, False, ScreeningState.FAILED)],
)
def test_the_later_answer_on_eligibility_counts_within_a_screening(
    first: bool, second: bool, state: ScreeningState
) -> None:
    story = Story(consent_days=12)
    (early,) = story.eligible(-8, is_eligible=first).records.pop("eligibility")
    (late,) = story.eligible(-6, is_eligible=second).records.pop("eligibility")
    story.add(replace(early, record_id="e1"), replace(late, record_id="e2"))
    screening = current_screening(story.study(-5), ID)
    assert (screening.state, screening.eligibility.record_id) == (state, "e2")


# SUB-8
@pytest.mark.parametrize(("day", "attempts"), [(0, 0), (1, 1)])
def test_a_call_on_the_last_day_known_alive_is_no_attempt(day: int, attempts: int) -> None:
    story = Story().dosed(1).contacted(day, VitalStatus.UNKNOWN)
    found = derive_survival_follow_up(story.study(10), ID)
    assert (found.last_alive, len(found.attempts)) == (story.day(0), attempts)


# PRO-2
@pytest.mark.parametrize(("days", "codes"), [(-1, ["condition_before_data"]), (0, []), (1, [])])
def test_a_condition_may_be_met_on_the_day_of_the_first_dose(days: int, codes: list[str]) -> None:
    story = Parts("bat6026")
    story.treat("mono", 1, "N")
    (only,) = story.status("mono").assessments
    first: date = only.first_dose_at.astimezone(ZONE).date()
    assert [one.code for one in story.condition("expansion", on=first + timedelta(days=days))] == codes


# SUB-10
def test_a_dose_ends_the_last_screening_and_leaves_the_failed_one_failed() -> None:
    story = Story(consent_days=20)
    (failed,) = story.eligible(-10, is_eligible=False).records.pop("eligibility")
    again = Rescreening(record_id="again", subject_id=ID, started_on=story.day(-9), reason="creatinine is normal")
    story.add(replace(failed, record_id="e1"), again).dosed(1)
    states = [one.state for one in derive_screenings(story.study(1), ID)]
    assert states == [ScreeningState.FAILED, ScreeningState.TREATED]
