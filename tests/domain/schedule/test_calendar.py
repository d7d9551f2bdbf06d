"""Dates and states of visits: boundary days, delays, ends, zones and leap days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.partial_date import PartialDate
from domain.protocol.reader import shipped_protocols
from domain.records import Rescreening, Visit
from domain.schedule.calendar import derive_calendar, derive_calendars, derive_study_end
from domain.schedule.due_visit import VisitStatus
from domain.schedule.repeats import years_after
from domain.terms import LeaveReason, VitalStatus
from tests.domain.schedule.build import ID, Story

S = VisitStatus


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (10, S.LATER),
        (11, S.SOON),
        (17, S.SOON),
        (18, S.DUE),
        (21, S.DUE),
        (22, S.OVERDUE),
        (24, S.OVERDUE),
        (25, S.OUT_OF_WINDOW),
    ],
)
def test_cycle_2_is_due_three_days_around_day_21(day, status):  # SUB-3
    story = Story().dosed(1)
    visit = story.calendar(day)["dosing 2"]
    assert (story.offsets(visit), visit.status) == ((18, 21, 24), status)


@pytest.mark.parametrize(
    ("day", "status", "off"), [(17, S.DONE_OUT, -1), (18, S.DONE, 0), (24, S.DONE, 0), (25, S.DONE_OUT, 1)]
)
def test_a_dose_outside_its_window_is_said_with_the_days(day, status, off):  # SUB-3, SUB-9
    visit = Story().dosed(1).dosed(2, day).calendar(30)["dosing 2"]
    assert (visit.status, visit.days_off) == (status, off)
    assert (visit.reason is None) == (off == 0)


def test_a_delayed_cycle_moves_what_follows():  # SUB-3
    story = Story().dosed(1).dosed(2, 31)
    calendar = story.calendar(32)
    assert story.offsets(calendar["dosing 3"]) == (49, 52, 55)
    assert story.offsets(calendar["dosing 4"]) == (70, 73, 76)
    assert not calendar["dosing 3"].is_projected
    assert calendar["dosing 4"].is_projected
    # The scans count from the first dose, whatever was late.
    assert story.offsets(calendar["imaging 6"]) == (35, 42, 49)


def test_a_dose_that_is_awaited_moves_the_later_ones_from_day_to_day():  # SUB-3
    story = Story().dosed(1)
    calendar = story.calendar(40)
    assert calendar["dosing 2"].status is S.OUT_OF_WINDOW
    assert story.offsets(calendar["dosing 3"]) == (58, 61, 64)
    assert calendar["dosing 3"].status is S.LATER


def test_an_omitted_dose_counts_as_its_cycle():  # SUB-3
    story = Story().dosed(1).omitted(2, 22)
    calendar = story.calendar(30)
    assert (calendar["dosing 2"].status, calendar["dosing 2"].reason.code) == (S.DONE, "visit_dose_omitted")
    assert story.offsets(calendar["dosing 3"]) == (40, 43, 46)


def test_bat6026_ends_with_cycle_17():  # SUB-3
    story = Story("bat6026")
    for cycle in range(1, 17):
        story.dosed(cycle)
    calendar = story.calendar(21 * 15 + 1)
    assert "dosing 17" in calendar
    assert "dosing 18" not in calendar


def test_screening_lasts_28_days_from_consent():  # SUB-1, SUB-3
    story = Story(consent_days=20)
    states = [story.calendar(day)["screening"].status for day in (-20, 8, 9)]
    assert states == [S.DUE, S.DUE, S.OUT_OF_WINDOW]
    assert story.eligible(-5).calendar(0)["screening"].status is S.DONE
    assert story.eligible(9).calendar(9)["screening"].status is S.DONE_OUT


def test_a_screening_begun_again_has_its_own_28_days():  # SUB-10
    story = Story(consent_days=30).eligible(-10, is_eligible=False)
    assert story.calendar(-8)["screening"].done_on == story.day(-10)
    story.add(Rescreening(record_id="r", subject_id=ID, started_on=story.day(-5), reason="creatinine normal"))
    screening = story.calendar(-4)["screening"]
    assert (screening.status, story.offsets(screening)) == (S.DUE, (-5, 23, 23))


def test_the_first_dose_is_due_while_the_slot_is_held():  # SUB-1, SUB-3
    story = Story(consent_days=12).enrolled(-3)
    assert story.offsets(story.calendar(-2)["dosing 1"]) == (-3, -3, 4)
    late = Story(consent_days=27).enrolled(-3)
    assert late.offsets(late.calendar(-2)["dosing 1"])[2] == 1


def test_end_of_treatment_counts_from_the_decision_in_bat6021():  # SUB-3, SUB-8
    story = Story("bat6021").dosed(1).dosed(2).ended(40)
    visit = story.calendar(41)["end_of_treatment"]
    assert story.offsets(visit) == (40, 61, 68)
    assert [story.calendar(day)["end_of_treatment"].status for day in (61, 62, 68, 69)] == [
        S.DUE,
        S.OVERDUE,
        S.OVERDUE,
        S.OUT_OF_WINDOW,
    ]


def test_end_of_treatment_counts_from_the_last_dose_in_bat6026():  # SUB-3, SUB-8
    story = Story("bat6026").dosed(1).dosed(2).ended(40)
    assert story.offsets(story.calendar(41)["end_of_treatment"]) == (21, 42, 49)


def test_end_of_treatment_comes_before_a_new_therapy():  # SUB-3, SUB-7
    story = Story("bat6021").dosed(1).ended(10).new_therapy(20)
    visit = story.calendar(21)["end_of_treatment"]
    assert (story.offsets(visit), visit.status) == ((10, 20, 20), S.OUT_OF_WINDOW)
    assert visit.reason.code == "visit_before_therapy"


@pytest.mark.parametrize("protocol_id", ["bat6021", "bat6026"])
def test_safety_visits_lie_21_60_and_90_days_after_the_last_dose(protocol_id):  # SUB-3
    story = Story(protocol_id).dosed(1).dosed(2).ended(40)
    calendar = story.calendar(41)
    windows = [story.offsets(calendar[f"safety_{days}"]) for days in (21, 60, 90)]
    assert windows == [(42, 42, 49), (74, 81, 88), (104, 111, 118)]
    calls = [story.offsets(calendar[f"survival {number}"]) for number in (1, 2)]
    assert calls == [(181, 195, 209), (265, 279, 293)]


def test_there_is_no_follow_up_before_treatment_has_ended():  # SUB-3
    assert not {"safety_21", "end_of_treatment", "survival 1"} & Story().dosed(1).calendar(10).keys()


def test_a_new_therapy_ends_safety_visits_but_not_survival_calls():  # SUB-3, SUB-7
    story = Story().dosed(1).dosed(2).ended(40).visited("safety_21", 43).new_therapy(70)
    calendar = story.calendar(71)
    assert calendar["safety_21"].status is S.DONE
    for key in ("safety_60", "safety_90", "dosing 3"):
        if key in calendar:
            assert calendar[key].status is S.NOT_APPLICABLE
    assert calendar["safety_60"].reason.code == "visit_new_therapy"
    assert calendar["survival 1"].status is S.LATER


def test_a_visit_that_was_missed_before_the_new_therapy_stays_open():  # SUB-3
    story = Story().dosed(1).ended(5).new_therapy(29)
    assert story.calendar(30)["safety_21"].status is S.OUT_OF_WINDOW
    assert Story().dosed(1).ended(5).new_therapy(28).calendar(30)["safety_21"].status is S.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (LeaveReason.DEATH, "visit_death"),
        (LeaveReason.LOST, "visit_lost"),
        (LeaveReason.CONSENT_WITHDRAWN, "visit_withdrawn"),
        (LeaveReason.INVESTIGATOR, "visit_left"),
    ],
)
def test_leaving_ends_every_visit_to_come(reason, code):  # SUB-3, SUB-8
    calendar = Story().dosed(1).ended(5).left(30, reason).calendar(31)
    assert calendar["survival 1"].status is S.NOT_APPLICABLE
    assert calendar["survival 1"].reason.code == code
    assert "survival 2" not in calendar
    assert calendar["safety_90"].status is S.NOT_APPLICABLE
    assert calendar["safety_21"].status is S.OUT_OF_WINDOW


def test_a_death_learnt_by_a_call_ends_the_calls():  # SUB-3, SUB-8
    story = Story().dosed(1).ended(5).contacted(174, VitalStatus.DEAD, died_on=PartialDate(2026, 8, 1))
    calendar = story.calendar(180)
    assert calendar["survival 1"].status is S.DONE
    assert calendar["survival 2"].status is S.NOT_APPLICABLE


def test_a_call_answers_the_one_nearest_to_it_and_an_attempt_answers_none():  # SUB-3, SUB-8
    story = Story().dosed(1).ended(5).contacted(170, VitalStatus.UNKNOWN).contacted(175).contacted(280)
    calendar = story.calendar(300)
    assert (calendar["survival 1"].done_on, calendar["survival 1"].status) == (story.day(175), S.DONE)
    assert (calendar["survival 2"].status, calendar["survival 2"].days_off) == (S.DONE_OUT, 8)


def test_bat6026_calls_for_one_year_after_the_safety_visits():  # SUB-3
    story = Story("bat6026").dosed(1).ended(5)
    keys = [key for key in story.calendar(200) if key.startswith("survival")]
    assert keys == [f"survival {number}" for number in (1, 2, 3, 4)]


def test_bat6021_calls_until_a_year_after_the_last_dose_of_the_study():  # SUB-3
    story = Story("bat6021").dosed(1).ended(5)
    study = story.study(200)
    assert derive_study_end(study) == story.day(365)
    keys = [key for key in story.calendar(200) if key.startswith("survival")]
    assert keys == ["survival 1", "survival 2", "survival 3"]


def test_the_study_does_not_end_while_somebody_is_treated():  # SUB-3
    assert derive_study_end(Story().dosed(1).study(100)) is None
    assert derive_study_end(Story().enrolled().study(0)) is None


def test_the_visits_of_a_screen_failure_are_over():  # SUB-10
    calendar = Story().eligible(-3, is_eligible=False).calendar(0)
    assert list(calendar) == ["screening"]


def test_a_visit_that_was_not_done_says_why():  # SUB-3
    story = Story().dosed(1).ended(5)
    story.add(Visit(record_id="v", subject_id=ID, visit="safety_21", not_done="admitted elsewhere"))
    visit = story.calendar(40)["safety_21"]
    assert (visit.status, visit.reason.numbers["reason"]) == (S.MISSED, "admitted elsewhere")


def test_scans_are_every_6_weeks_to_week_24_then_every_9():  # SUB-3
    story = Story().dosed(1)
    weeks = [int(key.split()[1]) for key in story.calendar(1) if key.startswith("imaging")]
    assert weeks[:6] == [6, 12, 18, 24, 33, 42]
    scanned = story.scanned(0, -3).scanned(1, 47).calendar(50)
    assert (scanned["imaging 6"].status, scanned["imaging 12"].status) == (S.DONE, S.LATER)
    assert story.ended(60).calendar(61).keys() & {"imaging 12", "imaging 18"} == set()


# Hours, zones, daylight saving and leap days.


@pytest.mark.parametrize(
    ("zone", "first", "second"),
    [
        ("Europe/Berlin", "2026-03-15T23:30", "2026-04-05"),  # the night of 29 March has 23 hours
        ("Europe/Berlin", "2026-10-10T00:30", "2026-10-31"),  # the night of 25 October has 25 hours
        ("America/New_York", "2026-02-20T23:59", "2026-03-13"),
        ("Australia/Lord_Howe", "2026-03-20T00:01", "2026-04-10"),
        ("Asia/Shanghai", "2028-02-08T09:00", "2028-02-29"),  # leap day
        ("Asia/Shanghai", "2027-02-08T09:00", "2027-03-01"),
        ("Pacific/Kiritimati", "2026-12-31T23:59", "2027-01-21"),
    ],
)
def test_days_are_calendar_days_at_the_site(zone, first, second):  # SUB-3
    story = Story(zone=zone, first=first)
    # The dose at the very hour that the story begins with.
    story.dosed(1)
    dose = story.records["administration"][0]
    story.add(replace(dose, started_at=story.first.astimezone(UTC)))
    assert story.calendar(5)["dosing 2"].planned == date.fromisoformat(second)


def test_a_day_changes_with_midnight_at_the_site():  # SUB-3
    story = Story(zone="America/New_York").dosed(1)
    study = story.study(30)
    last = story.day(24)
    before = datetime(last.year, last.month, last.day, 23, 59, tzinfo=story.zone)
    states = [
        next(v for v in derive_calendar(study, ID, now) if v.key == "dosing 2").status
        for now in (before, before + timedelta(minutes=1))
    ]
    assert states == [S.OVERDUE, S.OUT_OF_WINDOW]


def test_a_year_from_a_leap_day_ends_on_28_february():  # SUB-3
    assert years_after(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)


# What is kept from one look to the next is what would be derived anew.


def test_a_kept_calendar_is_that_of_a_fresh_study():  # SUB-3
    story = Story().dosed(1).dosed(2, 23)
    study = story.study(200)
    for day in (30, 45, 46, 90, 200):
        now = story.at(day, 12)
        assert derive_calendar(study, ID, now) == derive_calendar(story.study(200), ID, now)
    changed = story.ended(60).study(200)
    assert derive_calendars(changed, changed.cut_off)[ID] != derive_calendars(study, study.cut_off)[ID]


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_a_subject_of_any_protocol_is_carried_from_consent_to_the_last_call(protocol_id):  # SUB-3, SUB-8
    story = Story(protocol_id).enrolled()
    seen = [story.calendar(-1)["dosing 1"].status]
    for cycle in (1, 2, 3, 4):
        story.dosed(cycle)
    story.scanned(1, 42).ended(80).visited("end_of_treatment", 83)
    for days in (21, 60, 90):
        story.visited(f"safety_{days}", 63 + days)
    for number in (1, 2):
        story.contacted(63 + 90 + 84 * number)
    calendar = story.calendar(63 + 90 + 84 * 2 + 1)
    done = [key for key, visit in calendar.items() if visit.status is S.DONE]
    assert seen == [S.DUE]
    assert {"screening", "end_of_treatment", "safety_21", "safety_60", "safety_90"} <= set(done)
    assert {"survival 1", "survival 2", "dosing 1", "dosing 4", "imaging 6"} <= set(done)
    left = story.left(400, LeaveReason.COMPLETED).calendar(401)
    assert not [visit for visit in left.values() if visit.status in (S.DUE, S.SOON, S.LATER)]
