"""Tumour scans against the schedule of the protocol: every 6 weeks to week 24, then every 9, 7 days either way."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.records import Deviation
from domain.response.imaging import ScanState, check_imaging, deviation_of, nearest_scan, propose_deviations
from domain.response.imaging_schedule import ImagingSchedule
from domain.terms import DeviationCategory
from tests.domain.response.study_build import FIRST, SCREEN, WHO, ended, left, study_of, visit, week

IN, EARLY, LATE, MISSING = ScanState.IN_WINDOW, ScanState.EARLY, ScanState.LATE, ScanState.MISSING
DUE, NEXT = ScanState.DUE, ScanState.UPCOMING
REGULAR = [(each, IN) for each in (6, 12, 18, 24)]


def at(on):
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def states(records, on):
    return [(one.week, one.state) for one in check_imaging(study_of(*records, cut_off=at(on)), WHO)]


BASE = visit(0, SCREEN)


@pytest.mark.parametrize(
    ("scans", "today", "expected"),
    [
        ([week(6)], week(7), [(6, IN), (12, NEXT)]),
        ([week(6, 7)], week(8), [(6, IN), (12, NEXT)]),
        ([week(6, 8)], week(8), [(6, LATE), (12, NEXT)]),
        ([week(6, -7)], week(6), [(6, IN), (12, NEXT)]),
        ([week(6, -8)], week(6), [(6, EARLY), (12, NEXT)]),
        ([], week(4), [(6, NEXT)]),
        ([], week(6), [(6, DUE)]),
        ([], week(7), [(6, DUE)]),
        ([], week(7, 1), [(6, MISSING), (12, NEXT)]),
        ([week(12)], week(13), [(6, MISSING), (12, IN), (18, NEXT)]),
        ([week(3), week(6)], week(7), [(6, IN), (12, NEXT)]),
        ([week(3)], week(5), [(6, DUE)]),
        ([week(3)], week(8), [(6, EARLY), (12, NEXT)]),
        (
            [week(6), week(12), week(18), week(24), week(33)],
            week(40),
            [(6, IN), (12, IN), (18, IN), (24, IN), (33, IN), (42, NEXT)],
        ),
        ([*(week(each) for each in (6, 12, 18, 24)), week(31)], week(31), [*REGULAR, (33, EARLY)]),
        ([*(week(each) for each in (6, 12, 18, 24)), week(30)], week(31), [*REGULAR, (33, NEXT)]),
    ],
)
def test_each_scan_of_the_schedule_is_judged(scans, today, expected):  # EFF-1
    records = [BASE, *(visit(number, on) for number, on in enumerate(scans, 1))]
    found = states(records, today)
    assert found[0] == (0, IN)
    assert found[1 : 1 + len(expected)] == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [(FIRST, IN), (FIRST - timedelta(days=28), IN), (FIRST - timedelta(days=29), EARLY), (week(0, 1), LATE)],
)
def test_the_baseline_lies_in_the_four_weeks_before_treatment(on, expected):
    assert states([visit(0, on)], week(1))[0] == (0, expected)


def test_a_subject_without_a_baseline_misses_it():
    assert states([], week(1))[0] == (0, MISSING)


@pytest.mark.parametrize("end", [ended(week(10)), left(week(10))])
def test_nothing_is_due_once_treatment_or_participation_is_over(end):
    assert states([BASE, visit(1, week(6)), end], week(40)) == [(0, IN), (6, IN)]


def test_a_window_that_was_over_before_treatment_ended_is_missed():
    assert states([BASE, ended(week(10))], week(40)) == [(0, IN), (6, MISSING)]


def test_a_late_scan_moves_none_of_the_later_ones():
    found = check_imaging(study_of(BASE, visit(1, week(8)), cut_off=at(week(9))), WHO)
    assert [one.due_on for one in found] == [FIRST, week(6), week(12)]
    assert found[1].days_off == 7


def test_each_departure_is_proposed_once_as_a_deviation():  # SUB-9
    records = [BASE, visit(1, week(8))]
    study = study_of(*records, cut_off=at(week(14)))
    proposals = propose_deviations(study, WHO)
    assert [(one.code, one.occurred_on) for one in proposals] == [
        ("imaging_late", week(8)),
        ("imaging_missing", week(12)),
    ]
    record = deviation_of(proposals[0], record_id="d1", description="late", reason="snow")
    assert isinstance(record, Deviation)
    assert (record.category, record.subject_id) == (DeviationCategory.SCHEDULE, WHO)
    again = propose_deviations(study_of(*records, record, cut_off=at(week(14))), WHO)
    assert [one.code for one in again] == ["imaging_missing"]


def test_a_subject_not_yet_dosed_has_no_schedule():
    assert check_imaging(study_of(history="1N"), "nobody") == ()


def test_the_nearest_due_day_and_the_days_outside_its_window():
    schedule = ImagingSchedule(6, 24, 9, 7)
    assert nearest_scan(schedule, FIRST, week(6, 9)) == (week(6), 2)
    assert nearest_scan(schedule, FIRST, week(6, -9)) == (week(6), -2)
    assert nearest_scan(schedule, FIRST, week(33, 3)) == (week(33), 0)
    assert nearest_scan(schedule, FIRST, SCREEN) is None
