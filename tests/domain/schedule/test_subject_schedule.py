"""One subject's schedule: what moved each visit, which record answers it, what is folded, and where survival stands."""

from dataclasses import replace

import pytest

from domain.checks.end_of_study import check_end_of_study
from domain.partial_date import PartialDate
from domain.protocol.assumptions import change_assumptions
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import Leaving
from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.schedule.subject_schedule import derive_subject_schedule, near_visits, record_of
from domain.schedule.survival_follow_up import derive_survival_follow_up
from domain.summaries.visits import VisitContents, VisitName, tabulate_calendar, tabulate_subject_calendar
from domain.terms import LeaveReason, VitalStatus
from tests.domain.schedule.build import ID, Story

V = VitalStatus


def schedule(story: Story, day: int) -> dict[str, DueVisit]:
    study = story.study(day)
    return {one.key: one for one in derive_subject_schedule(study, ID, study.cut_off)}


def why(story: Story, day: int, key: str) -> tuple[str, dict[str, object]] | None:
    reason = schedule(story, day)[key].reason
    return (reason.code, dict(reason.numbers)) if reason is not None else None


@pytest.mark.parametrize(
    ("story", "day", "key", "expected"),
    [
        (Story().dosed(1), 5, "dosing 2", None),
        (Story().dosed(1).dosed(2, 23), 25, "dosing 2", None),
        (Story().dosed(1).dosed(2, 23), 25, "dosing 3", ("visit_moved_later", {"days": 2, "cycles": "2"})),
        (Story().dosed(1).dosed(2, 20), 25, "dosing 3", ("visit_moved_earlier", {"days": 1, "cycles": "2"})),
        (
            Story().dosed(1).dosed(2, 23).dosed(3, 50), 51, "dosing 4",
            ("visit_moved_later", {"days": 8, "cycles": "2, 3"}),
        ),
        # One late, the next as much too early: back where it was.
        (Story().dosed(1).dosed(2, 23).dosed(3, 42), 51, "dosing 4", None),
        (
            Story().dosed(1).dosed(2, 23), 25, "dosing 4",
            ("visit_moved_provisional", {"days": 2, "cycles": "2"}),
        ),
        (Story().dosed(1), 5, "dosing 3", ("visit_provisional", {})),
        # Awaited beyond its day: what rests on it moves from day to day.
        (Story().dosed(1), 31, "dosing 3", ("visit_moved_provisional", {"days": 10, "cycles": "2"})),
        (Story().dosed(1).dosed(2, 31), 32, "dosing 2", ("visit_late", {"days": 7})),
    ],
)  # fmt: skip
def test_what_moved_a_visit(story, day, key, expected):  # SUB-3
    assert why(story, day, key) == expected


def test_what_a_visit_after_treatment_is_counted_from():  # SUB-3
    story = Story().dosed(1).dosed(2).ended(40)
    assert why(story, 41, "safety_60") == ("visit_from_last_dose", {"at": story.day(21)})
    assert why(story, 41, "end_of_treatment") == ("visit_from_decision", {"at": story.day(40)})
    assert why(story.visited("safety_60", 81), 90, "safety_60") is None


def test_a_visit_outside_the_plan_stands_among_the_others():  # SUB-3
    found = schedule(Story().dosed(1).visited("unscheduled", 7).visited("unscheduled 2", 9), 10)
    keys = list(found)
    assert keys.index("dosing 1") < keys.index("unscheduled") < keys.index("unscheduled 2") < keys.index("dosing 2")
    assert found["unscheduled"].status is VisitStatus.DONE


def test_visits_further_ahead_than_the_next_few_are_folded_and_nothing_else():  # SUB-3
    story = Story().dosed(1).dosed(2)
    study = story.study(23)
    every = derive_subject_schedule(study, ID, study.cut_off)
    near = near_visits(every, 3)
    assert sum(one.status is VisitStatus.LATER for one in near) == 3
    assert set(near) >= {one for one in every if one.status is not VisitStatus.LATER}
    assert near == tuple(one for one in every if one in near)
    assert near_visits(every, 1_000) == every


def test_which_record_answers_a_visit():  # SUB-3, SUB-8
    story = Story().dosed(1).omitted(2, 22).scanned(1, 42).ended(50).visited("safety_21", 22)
    story.contacted(175, V.UNKNOWN).contacted(176).visited("unscheduled", 30)
    study = story.study(200)
    found = {key: record_of(study, one) for key, one in schedule(story, 200).items()}
    assert {key: one.record_id for key, one in found.items() if one is not None} == {
        "screening": "el",
        "dosing 1": "d1",
        "dosing 2": "d2",
        "imaging 6": "t1",
        "safety_21": "v-safety_21",
        "survival 1": "c176",
        "unscheduled": "v-unscheduled",
    }
    table = tabulate_calendar(study, ID, study.cut_off)
    assert dict(zip((one.key for one in table.column("visit")), table.row_ids, strict=True))["survival 1"] == "c176"


def test_the_table_says_how_much_was_done_and_how_much_is_planned():  # SUB-3, SUB-6
    story = Story().dosed(1)
    table = tabulate_calendar(story.study(5), ID, story.at(5))
    said = dict(zip((one.key for one in table.column("visit")), table.column("assessments"), strict=True))
    assert (said["dosing 1"].code, said["dosing 1"].numbers["done"]) == ("visit_assessments", 1)
    assert said["dosing 2"].code == "visit_assessments_planned"
    over = tabulate_calendar(story.ended(5).new_therapy(28).study(30), ID, story.at(30))
    said = dict(zip((one.key for one in over.column("visit")), over.column("assessments"), strict=True))
    assert said["safety_60"] is None


def test_the_sheet_has_what_is_still_to_come_with_what_is_done_there():  # SUB-3, SUB-10
    story = Story().dosed(1)
    table = tabulate_subject_calendar(story.study(5), ID, story.at(5))
    assert table.column("visit")[:2] == (VisitName("dosing 2"), VisitName("imaging 6"))
    contents = table.column("contents")[0]
    assert isinstance(contents, VisitContents)
    assert len(contents.assessments) == 5
    # What was missed is no news for the subject.
    late = tabulate_subject_calendar(story.study(30), ID, story.at(30))
    assert VisitName("dosing 2") not in late.column("visit")


@pytest.mark.parametrize(
    ("story", "alive", "attempts", "is_enough"),
    [
        (Story().dosed(1).ended(5), 0, 0, False),
        (Story().dosed(1).ended(5).contacted(100), 100, 0, False),
        (Story().dosed(1).ended(5).contacted(170, V.UNKNOWN), 0, 1, False),
        (
            Story().dosed(1).ended(5).contacted(170, V.UNKNOWN).contacted(180, V.UNKNOWN).contacted(190, V.UNKNOWN),
            0, 3, True,
        ),
        (Story().dosed(1).ended(5).contacted(170, V.UNKNOWN).contacted(180), 180, 0, False),
    ],
)  # fmt: skip
def test_attempts_count_from_the_last_sign_of_life(story, alive, attempts, is_enough):  # SUB-8
    found = derive_survival_follow_up(story.study(200), ID)
    assert (found.last_alive, len(found.attempts)) == (story.day(alive), attempts)
    assert found.has_tried_enough is is_enough
    assert found.needed == 3


def test_the_next_call_is_the_first_that_is_open():  # SUB-8
    story = Story().dosed(1).ended(5).contacted(175)
    study = story.study(200)
    calendar = derive_subject_schedule(study, ID, study.cut_off)
    assert derive_survival_follow_up(study, ID, calendar).next_call.key == "survival 2"
    gone = story.contacted(230, V.DEAD, died_on=PartialDate.of(story.day(228))).study(240)
    found = derive_survival_follow_up(gone, ID, derive_subject_schedule(gone, ID, gone.cut_off))
    assert (found.death, found.next_call) == (story.day(228), None)


@pytest.mark.parametrize(("value", "needed", "is_enough"), [(2, 2, True), (4, 4, False), (None, None, True)])
def test_the_protocol_says_how_many_attempts_a_loss_takes(value, needed, is_enough):  # SUB-8
    story = Story().dosed(1).ended(5).contacted(170, V.UNKNOWN).contacted(180, V.UNKNOWN)
    answer = {"parts.mono.visits.lost_after_attempts": value}
    changed = change_assumptions(load_shipped("bat6021"), answer, confirmed_by="A. Chen")
    (version,) = story.records["protocol_version"]
    story.add(replace(version, content=content_to_json(changed)))
    found = derive_survival_follow_up(story.study(200), ID)
    assert (found.needed, found.has_tried_enough) == (needed, is_enough)
    assert len(found.attempts) == 2
    lost = Leaving(record_id="l", subject_id=ID, left_at=story.at(190), reason=LeaveReason.LOST)
    codes = [one.code for one in check_end_of_study(story.study(200), lost)]
    assert ("lost_without_attempts" in codes) is not is_enough
