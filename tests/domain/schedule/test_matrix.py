"""Calendars side by side, by month, and on paper."""

from datetime import UTC, datetime

import pytest

from domain.partial_date import PartialDate
from domain.records import VitalSigns
from domain.schedule.due_visit import VisitStatus
from domain.schedule.matrix import derive_matrix, derive_month, derive_subject_calendar
from domain.schedule.plan import Assessment
from domain.summaries.visits import tabulate_calendar, tabulate_subject_calendar
from tests.domain.build import build
from tests.domain.schedule.build import ID, Story

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)


def test_the_matrix_has_a_row_a_subject_and_the_visits_in_the_order_of_a_life():  # SUB-3
    built = build("1N 2MNN")
    study = built.study()
    matrix = derive_matrix(study, study.cut_off)
    assert list(matrix.rows) == ["01-001", "01-002", "01-003", "01-004"]
    assert matrix.columns[:3] == ("screening", "dosing 1", "dosing 2")
    assert matrix.rows["01-001"]["dosing 1"].status is VisitStatus.DONE
    assert list(derive_matrix(study, study.cut_off, subject_ids=["01-002"]).rows) == ["01-002"]


def test_a_visit_with_gaps_that_nobody_explained_stands_as_done_in_part():  # SUB-3, SUB-6
    story = Story().dosed(1).dosed(2)
    at = PartialDate.of(story.at(21))
    story.add(VitalSigns(record_id="v", subject_id=ID, visit="dosing 2", measured_at=at, pulse_per_min=70))
    study = story.study(22)
    matrix = derive_matrix(study, study.cut_off)
    assert matrix.rows[ID]["dosing 2"].status is VisitStatus.DONE_PARTLY
    assert Assessment.ECOG in matrix.missing[ID]["dosing 2"]
    assert Assessment.VITAL_SIGNS not in matrix.missing[ID]["dosing 2"]


def test_follow_up_stands_after_treatment_in_the_matrix():  # SUB-3
    study = Story().dosed(1).ended(10).study(20)
    columns = derive_matrix(study, study.cut_off).columns
    order = [columns.index(key) for key in ("dosing 1", "end_of_treatment", "safety_21", "safety_90", "survival 1")]
    assert order == sorted(order)


@pytest.mark.parametrize(("year", "month", "days"), [(2026, 3, 31), (2028, 2, 29), (2026, 12, 31)])
def test_a_month_has_all_its_days(year, month, days):  # SUB-3
    study = Story().dosed(1).study(5)
    found = derive_month(study, year, month, study.cut_off)
    assert len(found) == days
    if (year, month) == (2026, 3):
        assert [one.key for one in found[study.cut_off.date().replace(day=2)]] == ["dosing 1"]
        assert [one.key for one in found[study.cut_off.date().replace(day=23)]] == ["dosing 2"]


def test_the_paper_calendar_has_what_is_to_come_and_says_what_may_move():  # SUB-3, SUB-10
    story = Story().dosed(1)
    study = story.study(5)
    rows = derive_subject_calendar(study, ID, study.cut_off)
    assert (rows[0].visit, rows[0].week, rows[0].is_provisional) == ("dosing 2", 3, False)
    assert all(row.latest >= story.day(5) for row in rows)
    table = tabulate_subject_calendar(study, ID, study.cut_off)
    moves = {days.visit.key: days.visit.is_projected for days in table.column("window")}
    assert (moves["dosing 2"], moves["dosing 3"], moves["imaging 6"]) == (False, True, False)
    listed = tabulate_calendar(study, ID, study.cut_off)
    assert listed.column("status")[0] is VisitStatus.DONE
