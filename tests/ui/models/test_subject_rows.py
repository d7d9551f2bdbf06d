"""Where each subject stands in the list: screened again, replaced."""

from datetime import timedelta

import pytest

from domain.records import Rescreening
from tests.domain.build import build
from tests.domain.schedule.build import ID, Story
from ui.models.subject_rows import Stage, evaluation_words, list_subjects, row_of
from ui.text import Words


def row(story: Story, day: int):
    study = story.study(day)
    return row_of(study, ID, Words(study.zone, story.part, story.protocol))


def screened_again(story: Story, day: int) -> Story:
    return story.add(Rescreening(record_id="again", subject_id=ID, started_on=story.day(day), reason="creatinine fell"))


def test_a_screen_failure_who_is_screened_again_is_in_screening():  # SUB-10
    story = Story(consent_days=20).eligible(-10, is_eligible=False)
    assert row(story, -9).stage is Stage.FAILED
    again = row(screened_again(story, -5), -2)
    assert (again.stage, again.state) == (Stage.SCREENING, "screened again, 25 of 28 days left")


def test_the_second_screening_is_over_by_its_own_days():  # SUB-10
    story = screened_again(Story(consent_days=20).eligible(-10, is_eligible=False), -5)
    assert row(story, 23).state == "screened again, 0 of 28 days left"
    assert row(story, 25).state == "screening over for 2 d"


def test_a_second_answer_counts_after_a_second_screening():  # SUB-10
    story = screened_again(Story(consent_days=20).eligible(-10, is_eligible=False), -5)
    assert row(story.eligible(-3), -2).stage is Stage.ELIGIBLE
    assert row(story.eligible(-3, is_eligible=False), -2).stage is Stage.FAILED


@pytest.mark.parametrize(
    ("history", "subject_id", "said"),
    [
        ("1N 2MNN 3NNXN", "01-007", "replaced by 01-008"),
        ("1N 2N 3NNX", "01-005", "slot is open again"),
        ("1N 2N 3NNN", "01-005", ""),
    ],
)
def test_the_list_says_who_is_replaced_and_whose_slot_is_open_again(history, subject_id, said):  # SUB-4
    built = build(history, with_decisions=True)
    status = built.status(built.cut_off + timedelta(hours=1))
    words = Words(status.study.zone, built.part, built.protocol)
    (found,) = (one for one in list_subjects(status, words) if one.subject_id == subject_id)
    text = evaluation_words(found, words)
    assert said in text
    assert ("replaced" in text or "open again" in text) is bool(said)
