"""The clocks of a serious event: which run, when they are due, what stops them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.records import DrugAssessment, SafetyReport
from domain.safety.calendar import end_of_day_after, hours_after
from domain.safety.clocks import ClockKind, ClockState, derive_clocks, is_grave, is_suspected, open_clocks
from domain.terms import AeOutcome, Grade, Judgement, Relationship, ReportKind, SeriousCriterion
from tests.domain.build import ZONE, build, event

AWARE = datetime(2026, 3, 9, 6, 30, tzinfo=UTC)  # 14:30 at the site
HOURS, SEVEN, FIFTEEN = ClockKind.INITIAL, ClockKind.SEVEN_DAYS, ClockKind.FIFTEEN_DAYS
SERIOUS = event(
    "01-001",
    "Colitis",
    3,
    "2026-03-08",
    record_id="ae",
    relationship=Relationship.POSSIBLE,
    seriousness=(SeriousCriterion.HOSPITALISATION,),
    is_expected=Judgement.NO,
    aware_at=AWARE,
)
GRAVE = (SeriousCriterion.LIFE_THREATENING,)


def report(sent_at, kind=ReportKind.INITIAL):
    return SafetyReport(record_id=f"r-{sent_at}", subject_id="01-001", event_id="ae", report_kind=kind, sent_at=sent_at)


def clocks(one, *reports, now=AWARE + timedelta(hours=1)):
    return derive_clocks(one, reports, now=now, zone=ZONE)


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({}, [HOURS, FIFTEEN]),
        ({"seriousness": ()}, []),
        ({"seriousness": GRAVE}, [HOURS, SEVEN]),
        ({"seriousness": (SeriousCriterion.DEATH,)}, [HOURS, SEVEN]),
        ({"outcome": AeOutcome.FATAL}, [HOURS, SEVEN]),
        ({"grade": Grade.FATAL}, [HOURS, SEVEN]),
        ({"grade": Grade.LIFE_THREATENING}, [HOURS, FIFTEEN]),  # severe by grade is not life-threatening
        ({"is_expected": Judgement.YES}, [HOURS]),
        ({"is_expected": Judgement.NOT_ASSESSED}, [HOURS, FIFTEEN]),
        ({"relationship": Relationship.UNLIKELY}, [HOURS]),
        ({"relationship": None}, [HOURS, FIFTEEN]),
        ({"relationship": Relationship.UNLIKELY, "other_drugs": (DrugAssessment("x"),)}, [HOURS, FIFTEEN]),
        ({"relationship": Relationship.UNLIKELY, "seriousness": GRAVE}, [HOURS]),
    ],
)
def test_which_clocks_run(changes, kinds):  # AE-2, AE-8
    assert [clock.kind for clock in clocks(replace(SERIOUS, **changes))] == kinds


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "clock_suspected_unexpected"),
        ({"is_expected": Judgement.NOT_ASSESSED}, "clock_expectedness_open"),
        ({"relationship": None}, "clock_relation_open"),
        ({"relationship": None, "is_expected": Judgement.NOT_ASSESSED}, "clock_both_open"),
    ],
)
def test_what_nobody_has_judged_is_said_as_such(changes, code):  # AE-8
    assert clocks(replace(SERIOUS, **changes))[1].reason.code == code


def test_twenty_four_hours_run_to_the_minute_and_calendar_days_to_midnight():
    first, further = clocks(SERIOUS)
    assert first.due_at == datetime(2026, 3, 10, 6, 30, tzinfo=UTC)
    # day 15 is 24 March; its midnight at the site is 16:00 in UTC
    assert further.due_at == datetime(2026, 3, 24, 16, 0, tzinfo=UTC) - timedelta(microseconds=1)
    assert clocks(replace(SERIOUS, seriousness=GRAVE))[1].due_at.astimezone(ZONE).date().isoformat() == "2026-03-16"


@pytest.mark.parametrize(
    ("minutes", "state"), [(0, ClockState.RUNNING), (24 * 60, ClockState.RUNNING), (24 * 60 + 1, ClockState.OVERDUE)]
)
def test_a_clock_is_overdue_only_after_its_last_moment(minutes, state):
    clock = clocks(SERIOUS, now=AWARE + timedelta(minutes=minutes))[0]
    assert (clock.state, clock.is_late) == (state, state is ClockState.OVERDUE)


def test_the_first_report_stops_the_24_hours_and_a_further_one_the_days():
    now = AWARE + timedelta(days=20)
    sent = report(AWARE + timedelta(hours=20))
    first, further = clocks(SERIOUS, sent, now=now)
    assert (first.state, first.met_at, first.is_late) == (ClockState.MET, sent.sent_at, False)
    assert further.state is ClockState.OVERDUE
    late = report(AWARE + timedelta(days=16), ReportKind.EXPEDITED)
    further = clocks(SERIOUS, sent, late, now=now)[1]
    assert (further.state, further.report, further.is_late) == (ClockState.MET, late, True)


def test_a_report_sent_after_the_cut_off_is_not_seen():  # REP-4
    assert clocks(SERIOUS, report(AWARE + timedelta(hours=20)))[0].state is ClockState.RUNNING


def test_without_the_moment_of_awareness_a_clock_has_not_started_and_says_so():
    unknown = replace(SERIOUS, aware_at=None)
    assert [(clock.state, clock.due_at) for clock in clocks(unknown)] == [(ClockState.NOT_STARTED, None)] * 2
    assert clocks(unknown, report(AWARE), now=AWARE)[0].state is ClockState.MET


def test_what_the_site_learns_after_the_cut_off_starts_no_clock():  # REP-4
    assert clocks(SERIOUS, now=AWARE - timedelta(minutes=1)) == ()


@pytest.mark.parametrize(
    ("zone", "aware", "hours_due", "day_due"),
    [
        # spring: 29 March 2026 has 23 hours in Berlin; 24 hours are 24 hours all the same
        ("Europe/Berlin", "2026-03-28T12:00+01:00", "2026-03-29T13:00+02:00", "2026-04-04T23:59:59.999999+02:00"),
        # autumn: 25 October 2026 has 25 hours
        ("Europe/Berlin", "2026-10-24T12:00+02:00", "2026-10-25T11:00+01:00", "2026-10-31T23:59:59.999999+01:00"),
        # a zone that moved its clocks at midnight: the day began at 01:00
        ("America/Sao_Paulo", "2018-10-27T12:00-03:00", "2018-10-28T12:00-03:00", "2018-11-03T23:59:59.999999-03:00"),
    ],
)
def test_summer_time_moves_no_deadline(zone, aware, hours_due, day_due):
    moment = datetime.fromisoformat(aware).astimezone(UTC)
    assert hours_after(moment, 24) == datetime.fromisoformat(hours_due)
    assert end_of_day_after(moment, 7, ZoneInfo(zone)) == datetime.fromisoformat(day_due)


def test_grave_and_suspected_are_told_from_all_drugs_and_criteria():
    assert not is_grave(SERIOUS)
    assert is_suspected(SERIOUS)
    assert not is_suspected(SERIOUS, Relationship.PROBABLE)
    other = (DrugAssessment("x", Relationship.DEFINITE),)
    assert is_suspected(replace(SERIOUS, relationship=Relationship.NOT_RELATED, other_drugs=other))


def test_the_open_clocks_of_a_study_put_those_that_have_not_started_first():
    built = build("1N 2N")
    one = replace(SERIOUS, aware_at=built.cut_off - timedelta(hours=30))
    two = replace(one, record_id="two", subject_id="01-002", aware_at=None, is_expected=Judgement.YES)
    study = built.plus(one, two).study()
    assert [(clock.event.record_id, clock.state) for clock in open_clocks(study)] == [
        ("two", ClockState.NOT_STARTED),
        ("ae", ClockState.OVERDUE),
        ("ae", ClockState.RUNNING),
    ]
