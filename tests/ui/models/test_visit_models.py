"""Models and words of the Today page."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from domain.protocol.reader import load_shipped
from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.schedule.matrix import derive_matrix
from tests.domain.build import build
from ui.models.today_list import TodayList
from ui.models.today_rows import build_today, say_span
from ui.models.visit_table import MatrixRow, VisitTable
from ui.pages.today_lists import DayAxis
from ui.pages.today_month import month_after, same_day_in, weeks_of
from ui.text import Words
from ui.words.visit import VisitWords, say_left, say_window

DAY = date(2026, 11, 20)


def visit(early: int, late: int, status: VisitStatus = VisitStatus.DUE) -> DueVisit:
    return DueVisit("01-001", "dosing", 2, DAY - timedelta(days=early), DAY, DAY + timedelta(days=late), status)


@pytest.mark.parametrize(
    ("early", "late", "said"),
    [(0, 0, "20 Nov"), (1, 1, "20 Nov ± 1 d"), (0, 7, "20 Nov + 7 d"), (28, 0, "20 Nov − 28 d"),
     (21, 7, "20 Nov − 21/+ 7 d")],
)  # fmt: skip
def test_a_window_is_said_by_its_planned_day(early, late, said):  # SUB-3
    assert say_window(visit(early, late)) == said


@pytest.mark.parametrize(
    ("status", "early", "late", "today", "said"),
    [
        (VisitStatus.DUE, 0, 0, 0, "today only"),
        (VisitStatus.DUE, 1, 1, 0, "until tomorrow"),
        (VisitStatus.DUE, 3, 3, 0, "until 23 Nov"),
        (VisitStatus.OVERDUE, 1, 1, 1, "last day"),
        (VisitStatus.OUT_OF_WINDOW, 1, 1, 2, "closed 21 Nov"),
        (VisitStatus.SOON, 1, 1, -2, "from tomorrow"),
        (VisitStatus.SOON, 1, 1, -3, "from 19 Nov"),
        (VisitStatus.LATER, 1, 1, -30, ""),
        (VisitStatus.DONE, 1, 1, 0, ""),
    ],
)
def test_what_is_left_of_a_window_is_said_in_days(status, early, late, today, said):  # SUB-3
    assert say_left(visit(early, late, status), DAY + timedelta(days=today)) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h 0 min"),
        (timedelta(hours=19, minutes=20), "19 h 20 min"),
        (timedelta(hours=69), "69 h"),
        (timedelta(days=4), "4 d"),
        (timedelta(days=11, hours=9), "11 d"),
    ],
)
def test_a_span_is_said_as_short_as_may_be(span, said):  # SUB-3
    assert say_span(span) == said


@pytest.mark.parametrize("protocol_id", ["bat6026", "bat6021", "imm27m", "mil93", "mil97"])
def test_every_visit_of_every_protocol_has_a_name_and_a_head(protocol_id):  # SUB-3
    protocol = load_shipped(protocol_id)
    words = VisitWords(protocol)
    assert words.has_plan
    codes = {rule.code for part in protocol.parts if part.visits for rule in part.visits.visits} | {"imaging"}
    names = set()
    for code in codes:
        key = f"{code} 2" if code in ("dosing", "imaging", "survival") else code
        assert "_" not in words.name(key)
        assert 0 < len(words.column(key).label) <= 5
        names.add(words.name(key))
    assert len(names) == len(codes)
    assert words.name("safety_60") == "Safety visit, day 60"


def test_visits_inside_cycles_stand_cycle_by_cycle_under_their_days():  # SUB-3
    built = build("1N 2MNN")
    study = built.study()
    matrix = derive_matrix(study, study.cut_off)
    doses = [key for key in matrix.columns if key.startswith("dosing")]
    assert doses == [f"dosing {number}" for number in range(1, len(doses) + 1)]


def test_columns_ahead_of_everybody_are_left_out_but_the_next_of_each():  # SUB-3
    study = build("1N").study()
    matrix = derive_matrix(study, study.cut_off)
    assert len(matrix.reached) < len(matrix.columns)
    assert set(matrix.reached) <= set(matrix.columns)
    shown = [one for row in matrix.rows.values() for key, one in row.items() if key in matrix.reached]
    assert any(one.status is VisitStatus.DONE for one in shown)
    later = [one for row in matrix.rows.values() for one in row.values() if one.status is VisitStatus.LATER]
    assert min(later, key=lambda one: one.planned).key in matrix.reached


def test_the_models_keep_qt_s_rules(qtmodeltester, qtbot: QtBot):  # USE-1
    study = build("1N 2MNN").study()
    words = Words(study.zone, study.protocol.first_part, study.protocol)
    view = build_today(study, words)
    table = VisitTable()
    rows = tuple(MatrixRow(one.subject_id, None) for one in study.subjects)
    table.show_matrix(view.matrix, rows, words, VisitWords(study.protocol), view.today)
    qtmodeltester.check(table)
    assert table.headerData(0, Qt.Orientation.Vertical) == study.subjects[0].subject_id
    assert table.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == "Screening"
    listed = TodayList()
    listed.set_rows((*view.due, *view.week, *view.windows))
    qtmodeltester.check(listed)


def test_a_day_on_the_axis_has_a_width_and_today_its_middle():  # SUB-3
    axis = DayAxis(DAY)
    assert (axis.first, axis.last) == (DAY - timedelta(days=6), DAY + timedelta(days=7))
    assert axis.start(axis.first) == 0
    assert axis.start(axis.last + timedelta(days=1)) == 1
    assert axis.start(DAY) < axis.middle(DAY) < axis.start(DAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("month", "step", "expected"),
    [
        (date(2026, 11, 1), 1, date(2026, 12, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
    ],
)
def test_months_turn_over_the_year(month, step, expected):  # SUB-3
    assert month_after(month, step) == expected


def test_a_month_shorter_than_the_day_takes_its_last_and_leap_years_have_29():  # SUB-3
    assert same_day_in(date(2026, 2, 1), date(2026, 1, 31)) == date(2026, 2, 28)
    assert same_day_in(date(2028, 2, 1), date(2026, 1, 31)) == date(2028, 2, 29)
    assert weeks_of(date(2026, 11, 20)) == (date(2026, 10, 26), 6)
    assert weeks_of(date(2027, 2, 10)) == (date(2027, 2, 1), 4)
