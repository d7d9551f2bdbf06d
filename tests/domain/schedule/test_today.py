"""The list of a day: what is due, what is late, what comes within a week."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.records import Query, QueryMessage
from domain.schedule.today import Today, TodayKind, derive_today
from domain.terms import QueryState, SeriousCriterion
from tests.domain.build import event
from tests.domain.schedule.build import ID, Story


def today(story: Story, day: int) -> Today:
    study = story.study(day)
    return derive_today(study, study.cut_off)


def codes(listed: tuple, kind: TodayKind) -> list[str]:  # type: ignore[type-arg]
    return [one.reason.code for one in listed if one.kind is kind]


@pytest.mark.parametrize(
    ("day", "due", "week"),
    [
        (13, [], []),
        (14, [], ["today_visit_soon"]),
        (18, [], ["today_visit_due"]),
        (21, ["today_visit_due"], []),
        (24, ["today_visit_overdue"], []),
        (25, ["today_visit_out"], []),
    ],
)
def test_a_visit_comes_a_week_ahead_and_stays_until_it_is_recorded(day, due, week):  # SUB-3
    found = today(Story().dosed(1), day)
    assert codes(found.due, TodayKind.VISIT) == due
    assert codes(found.this_week, TodayKind.VISIT) == week
    assert codes(today(Story().dosed(1).dosed(2, 21), day).due, TodayKind.VISIT) == [] or day < 21


def test_who_is_in_the_window_and_until_when():  # SUB-3
    story = Story().dosed(1)
    (far,), (near,) = (today(story, day).of_kind(TodayKind.WINDOW) for day in (5, 20))
    assert (far.reason.code, near.reason.code) == ("today_in_window", "today_window_ends")
    assert near.until == story.at(21)
    assert today(story, 22).of_kind(TodayKind.WINDOW) == ()


def test_screening_is_counted_down_from_28_days():  # SUB-1, SUB-3
    story = Story(consent_days=20)
    (item,) = today(story, 0).of_kind(TodayKind.SCREENING)
    assert (item.reason.code, item.reason.numbers["days"], item.day) == ("today_screening", 8, story.day(8))
    (late,) = today(story, 10).of_kind(TodayKind.SCREENING)
    assert (late.reason.code, late.reason.numbers["days"], late.is_late) == ("today_screening_over", 2, True)
    assert codes(today(story.eligible(), 0).items, TodayKind.SCREENING) == ["today_screened"]
    assert today(story.dosed(1), 1).of_kind(TodayKind.SCREENING) == ()


def test_a_reserved_slot_is_shown_until_it_lapses():  # SUB-1
    story = Story().enrolled(-3)
    (item,) = today(story, 0).of_kind(TodayKind.RESERVATION)
    assert item.until == story.at(4, 8)
    assert today(story, 5).of_kind(TodayKind.RESERVATION) == ()


def test_the_clock_of_a_serious_event_stands_first():  # AE-2, SUB-3
    story = Story().dosed(1)
    serious = event(ID, "Pneumonitis", 3, story.at(5), seriousness=(SeriousCriterion.HOSPITALISATION,))
    items = today(story.add(replace(serious, aware_at=story.at(6, 9))), 7).items
    assert (items[0].kind, items[0].is_late, items[0].until) == (TodayKind.CLOCK, True, story.at(7, 9))
    waiting = today(story.add(serious), 7).items
    assert (waiting[0].reason.code, waiting[0].day) == ("today_clock_not_started", None)


def test_an_end_of_treatment_that_is_not_recorded_is_asked_for():  # SUB-8
    story = Story("bat6026").dosed(1).new_therapy(10)
    assert codes(today(story, 11).due, TodayKind.RECORD) == ["today_end_new_therapy"]
    assert codes(today(story.ended(10), 11).due, TodayKind.RECORD) == []
    whole = Story("bat6026")
    for cycle in range(1, 18):
        whole.dosed(cycle)
    assert codes(today(whole, 21 * 17).due, TodayKind.RECORD) == ["today_end_all_cycles"]
    assert codes(today(whole, 21 * 17 - 1).due, TodayKind.RECORD) == []


def test_a_related_event_that_is_open_after_treatment_is_looked_at_again():  # AE-7
    story = Story().dosed(1).ended(10)
    story.add(event(ID, "Rash maculo-papular", 2, story.at(5), relationship=None))
    (item,) = today(story, 40).of_kind(TodayKind.FOLLOW_UP)
    assert (item.day, item.is_late) == (story.day(38), True)


def test_open_queries_are_counted_by_subject():
    story = Story().dosed(1)
    said = QueryMessage(story.at(1), "u", "Zhao Min", "data manager", "which day?", QueryState.OPEN)
    story.add(Query(record_id="q", subject_id=ID, about_kind="administration", about_id="d1", messages=(said,)))
    (item,) = today(story, 2).of_kind(TodayKind.QUERY)
    assert item.reason.numbers["number"] == 1


def test_the_list_of_the_day_and_that_of_the_week_share_nothing():
    found = today(Story().dosed(1), 19)
    assert {id(one) for one in found.due} & {id(one) for one in found.this_week} == set()
    assert len(found.due) + len(found.this_week) == len(found.items)
    assert all(one.day is None or one.day <= found.day + timedelta(days=30) for one in found.items)
