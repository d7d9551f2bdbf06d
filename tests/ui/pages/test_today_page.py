"""The Today page: what is due, until when, whom a row leads to; matrix, strip and month by keyboard alone."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from domain.partial_date import PartialDate
from domain.protocol.model import Protocol
from domain.protocol.reader import content_to_json, load_shipped, read_json
from domain.records import AdverseEvent, Query, QueryMessage, VitalSigns
from domain.schedule.due_visit import VisitStatus
from domain.terms import AeOutcome, Grade, QueryState, SeriousCriterion
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.build import NOW
from tests.ui.kept import copy_kept
from tests.ui.pages.studies import make_file
from ui.demo import make_demo
from ui.models.today_rows import HalfRow, TodayRow
from ui.models.visit_table import VISIT_ROLE
from ui.pages.today_days import MONTH, STRIP
from ui.pages.today_lists import clock_bar
from ui.pages.today_page import TodayPage
from ui.screens.study_screen import StudyScreen
from ui.session import Session
from ui.theme import caption_font

ZONE = ZoneInfo("Asia/Shanghai")
Clock = list[datetime]
Make = Callable[..., tuple[TodayPage, Clock]]


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    """Makes a page on a study that plays a history until NOW; the clock can be set on."""
    sessions: list[Session] = []

    def build(
        history: str = "1N 2MNN 3NN?",
        *,
        size: tuple[int, int] = (1232, 800),
        with_plan: bool = True,
        read_only: bool = False,
    ) -> tuple[TodayPage, Clock]:
        path = tmp_path / f"{len(sessions)}.titrant"
        if history:
            # One name for all copies, so that the same story is told once.
            path = copy_kept(path.with_suffix("") / "study.titrant", tell, history, with_plan)
        else:
            make_file(path, "").close()
        clock = [NOW]
        file = StudyFile.open(path, read_only=read_only)
        session = Session(file, Person("Wang Fang", "coordinator"), clock=lambda: clock[0])
        sessions.append(session)
        page = TodayPage(session)
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        page.show_study()
        return page, clock

    yield build
    for session in sessions:
        session.file.close()


def tell(path: Path, history: str, with_plan: bool) -> None:
    """Make a demonstration that plays a history until NOW, with or without a plan of visits."""
    protocol = load_shipped("bat6026")
    make_demo(path, protocol if with_plan else without_visits(protocol), seed=1, now=NOW, history=history)


def without_visits(protocol: Protocol) -> Protocol:
    """The protocol as if its file named no visits."""
    content = json.loads(content_to_json(protocol))
    for part in content["parts"]:
        for table in ("visits", "assessments"):
            part.pop(table, None)
    return read_json(json.dumps(content))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment at the site."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def next_dose(page: TodayPage):  # type: ignore[no-untyped-def]
    """A dose that is to come, whose days rest on a dose that was given, with a window after its day."""
    assert page.view is not None
    held = [one for visits in page.view.calendars.values() for one in visits]
    wanted = (VisitStatus.SOON, VisitStatus.LATER, VisitStatus.DUE)
    found = [
        one for one in held if one.code == "dosing" and one.status in wanted and not one.is_projected and one.number > 1
    ]
    return min(found, key=lambda one: one.planned)


def row_of(page: TodayPage, subject_id: str, title: str) -> TodayRow | None:
    """The row of a visit on either card."""
    assert page.view is not None
    rows = (*page.view.due, *page.view.week)
    return next((one for one in rows if (one.subject_id, one.title) == (subject_id, title)), None)


@pytest.mark.parametrize(
    ("days", "hour", "chip", "left"),
    [
        (-3, 0, "window open", "until "),
        (0, 0, "due", "until "),
        (0, 23, "due", "until "),
        (1, 0, "overdue", "until "),
        (2, 23, "overdue", "until tomorrow"),
        (3, 0, "overdue", "last day"),
        (3, 23, "overdue", "last day"),
        (4, 0, "out of window", "closed "),
    ],
)
def test_a_visit_keeps_its_window_to_the_last_hour_at_the_site(make: Make, days, hour, chip, left):  # SUB-3
    page, clock = make()
    visit = next_dose(page)
    clock[0] = at(visit.planned + timedelta(days=days), hour, 59 if hour == 23 else 0)
    page.show_study()
    row = row_of(page, visit.subject_id, f"Cycle {visit.number} day 1, dose")
    assert row is not None
    assert row.chip == chip
    assert left in row.line
    assert row.is_over == (chip == "out of window")


def test_a_visit_comes_a_week_before_its_window_opens_and_says_from_when(make: Make):  # SUB-3
    page, clock = make()
    visit = next_dose(page)
    clock[0] = at(visit.earliest - timedelta(days=1), 12)
    page.show_study()
    row = row_of(page, visit.subject_id, f"Cycle {visit.number} day 1, dose")
    assert row is not None
    assert (row.chip, row.line.endswith("from tomorrow")) == ("soon", True)


def test_every_row_leads_to_its_subject_by_enter_and_by_click(make: Make, qtbot: QtBot):  # USE-1
    page, clock = make()
    visit = next_dose(page)
    clock[0] = at(visit.planned, 9)
    page.show_study()
    view = page.due_card.view
    expected = page.due_card.rows[0].subject_id
    with qtbot.waitSignal(page.subject_chosen) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [expected]
    with qtbot.waitSignal(page.subject_chosen) as told:
        point = view.visualRect(view.model().index(0, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert told.args == [expected]


def test_a_row_says_itself_in_words(make: Make):  # USE-1
    page, clock = make()
    visit = next_dose(page)
    clock[0] = at(visit.planned, 9)
    page.show_study()
    model = page.due_card.view.model()
    said = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    (mine,) = [one for one in said if one.startswith(f"{visit.subject_id}, Cycle {visit.number} day 1, dose: ")]
    assert mine.endswith("; due")


@pytest.mark.parametrize(
    ("hours", "right", "tone"),
    [
        (1, "23 h 0 min", ""),
        (20, "4 h 0 min", ""),
        (20.5, "3 h 30 min", "warn"),
        (23.75, "15 min", "warn"),
        (24, "0 min", "warn"),
        (26, "2 h 0 min late", "hard"),
    ],
)
def test_a_serious_event_counts_down_from_when_the_site_became_aware(make: Make, hours, right, tone):  # SUB-3, AE-2
    page, clock = make()
    event = serious(page, NOW)
    assert page.session.save(event)
    clock[0] = NOW + timedelta(hours=hours)
    page.show_study()
    assert page.view is not None
    row = next(one for one in page.view.clocks if one.event_id == event.record_id and one.line.startswith("aware"))
    assert (row.right, row.tone) == (right, tone)
    assert row.share == pytest.approx(min(hours / 24, 1))


def test_a_clock_leads_to_its_event_and_counts_as_due(make: Make, qtbot: QtBot):  # SUB-3
    page, _clock = make()
    before = page.count
    event = serious(page, NOW)
    page.session.save(event)
    page.show_study()
    assert page.count > before
    row = page.clock_card.rows[0]
    with qtbot.waitSignal(page.event_wanted) as told:
        QTest.keyClick(page.clock_card.view, Qt.Key.Key_Return)
    assert isinstance(row, HalfRow)
    assert told.args == [row.event_id]


def serious(page: TodayPage, aware: datetime) -> AdverseEvent:
    """A serious event that is not saved yet."""
    from domain.partial_date import PartialDate

    subject_id = page.session.study.subjects[0].subject_id
    return AdverseEvent(
        record_id="sae",
        subject_id=subject_id,
        term="Pneumonitis",
        onset=PartialDate.of(aware.astimezone(ZONE).date()),
        grade=Grade.SEVERE,
        outcome=AeOutcome.NOT_RECOVERED,
        seriousness=(SeriousCriterion.HOSPITALISATION,),
        aware_at=aware,
    )


def test_an_open_query_is_listed_with_its_age_and_leads_to_its_field(make: Make, qtbot: QtBot):  # SUB-3, TRU-5
    page, clock = make()
    subject = page.session.study.subjects[0]
    message = QueryMessage(
        at=NOW, user="", name="Wang Fang", role="coordinator", state=QueryState.OPEN, text="Is the date right?"
    )
    query = Query(
        record_id="q",
        subject_id=subject.subject_id,
        about_kind=subject.kind,
        about_id=subject.record_id,
        field="consent_date",
        state=QueryState.OPEN,
        messages=(message,),
    )
    before = page.count
    assert page.session.save(query)
    clock[0] = NOW + timedelta(days=2)
    page.session.study  # noqa: B018
    page.show_study()
    (row,) = page.query_card.rows
    assert isinstance(row, HalfRow)
    assert row.right == "2 d"
    clock[0] = NOW
    page.show_study()
    assert page.count == before  # queries have a count of their own
    with qtbot.waitSignal(page.query_wanted) as told:
        QTest.keyClick(page.query_card.view, Qt.Key.Key_Return)
    assert told.args[0].record_id == "q"


def test_who_is_in_the_window_stands_with_day_and_end(make: Make):  # SUB-3
    page, _clock = make("1N 2MNN 3NN?")
    (row,) = [one for one in page.window_card.rows if isinstance(one, HalfRow)]
    assert row.title.startswith("Day ")
    assert "DLT window" in row.said
    assert row.title.endswith(" of 21")
    assert row.line.startswith("until ")
    assert row.right.endswith(" d")


def test_the_matrix_goes_by_arrows_and_enter_and_says_each_cell(make: Make, qtbot: QtBot):  # USE-1
    page, _clock = make()
    matrix = page.matrix
    matrix.setFocus()
    matrix.setCurrentIndex(matrix.model().index(0, 0))
    QTest.keyClick(matrix, Qt.Key.Key_Down)
    QTest.keyClick(matrix, Qt.Key.Key_Right)
    index = matrix.currentIndex()
    assert (index.row(), index.column()) == (1, 1)
    subject = matrix.table.rows[1].subject_id
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith(f"{subject}, Cycle 1 day 1, dose: done ")
    with qtbot.waitSignal(page.subject_chosen) as told:
        QTest.keyClick(matrix, Qt.Key.Key_Return)
    assert told.args == [subject]


def test_n_leads_to_the_next_visit_that_asks_for_something(make: Make):  # USE-1
    page, clock = make()
    visit = next_dose(page)
    clock[0] = at(visit.latest, 12)
    page.show_study()
    seen = set()
    for _ in range(60):
        QTest.keyClick(page.matrix, Qt.Key.Key_N)
        found = page.matrix.currentIndex().data(VISIT_ROLE)
        assert found.status.is_open
        seen.add((found.subject_id, found.key))
    assert (visit.subject_id, visit.key) in seen
    QTest.keyClick(page.matrix, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert page.matrix.currentIndex().data(VISIT_ROLE).status.is_open


def test_the_matrix_keeps_its_place_when_the_minute_goes_on(make: Make):  # SUB-3
    page, clock = make()
    page.matrix.setCurrentIndex(page.matrix.model().index(2, 1))
    clock[0] = NOW + timedelta(minutes=1)
    page.show_study()
    assert (page.matrix.currentIndex().row(), page.matrix.currentIndex().column()) == (2, 1)


def test_newest_subjects_stand_on_top_and_groups_follow_a_life(make: Make):  # SUB-3
    page, _clock = make()
    numbers = [one.subject_id for one in page.matrix.table.rows]
    assert numbers == sorted(numbers, reverse=True)
    groups = list(dict.fromkeys(one.group for one in page.matrix.table.columns))
    assert groups[:3] == ["", "Dose of cycle", "Scan week"]


def test_the_month_is_reached_turned_and_left_by_keyboard(make: Make, qtbot: QtBot):  # USE-1
    page, _clock = make()
    page.days.strip.setFocus()
    QTest.keyClick(page.days.strip, Qt.Key.Key_Return)
    assert page.faces.currentIndex() == 1
    assert page.days.grid.month == date(2026, 11, 1)
    QTest.keyClick(page.days.grid, Qt.Key.Key_PageDown)
    assert page.days.grid.month == date(2026, 12, 1)
    QTest.keyClick(page.days.grid, Qt.Key.Key_PageUp)
    QTest.keyClick(page.days.grid, Qt.Key.Key_PageUp)
    assert page.days.grid.day == date(2026, 10, 21)
    QTest.keyClick(page.days.grid, Qt.Key.Key_Down)
    QTest.keyClick(page.days.grid, Qt.Key.Key_Left)
    assert page.days.grid.day == date(2026, 10, 27)
    QTest.keyClick(page.days.grid, Qt.Key.Key_Home)
    assert page.days.grid.day == date(2026, 11, 21)
    QTest.keyClick(page.days.grid, Qt.Key.Key_Escape)
    assert page.faces.currentIndex() == 0
    assert (page.days.strip_switch.value(), page.days.month_switch.value()) == (STRIP, STRIP)


def test_a_day_of_the_month_lists_what_falls_on_it_and_leads_on(make: Make, qtbot: QtBot):  # SUB-3
    page, _clock = make()
    visit = next_dose(page)
    page.show_face(MONTH)
    page.days.choose_day(visit.planned)
    rows = page.days.day_card.rows
    assert f"Cycle {visit.number} day 1, dose" in [one.title for one in rows if one.subject_id == visit.subject_id]
    assert f"{len(rows)} item" in page.days.day_card.caption_label.text()
    assert page.days.grid.accessibleName().startswith(f"Month: {visit.planned.day} ")
    with qtbot.waitSignal(page.subject_chosen):
        QTest.keyClick(page.days.day_card.view, Qt.Key.Key_Return)


def test_a_click_chooses_a_day_and_a_second_one_opens_it(make: Make):  # SUB-3
    page, _clock = make()
    pitch = page.days.strip.width() / 30
    point = QPoint(int(pitch * 10.5), 20)
    QTest.mouseClick(page.days.strip, Qt.MouseButton.LeftButton, pos=point)
    assert page.days.strip.day == page.days.strip.first + timedelta(days=10)
    QTest.mouseClick(page.days.strip, Qt.MouseButton.LeftButton, pos=point)
    assert page.faces.currentIndex() == 1
    assert page.days.grid.day == page.days.strip.day


def test_without_subjects_the_page_says_what_to_do_first(make: Make, qtbot: QtBot):  # USE-1
    page, _clock = make("")
    assert page.session.study.subjects == ()
    assert page.empty.isVisibleTo(page)
    assert page.empty.title_label.text() == "No subjects yet"
    assert not page.matrix.isVisibleTo(page)
    with qtbot.waitSignal(page.section_wanted) as told:
        page.empty.button.click()
    assert told.args == ["subjects"]
    assert page.count == 0


def test_without_a_plan_of_visits_the_page_says_where_it_comes_from(make: Make):  # USE-1
    page, _clock = make(with_plan=False)
    assert page.empty.isVisibleTo(page)
    assert page.empty.title_label.text() == "No visit plan"
    assert "Amend the protocol" in page.empty.text_label.text()
    assert not page.matrix.isVisibleTo(page)


def test_read_only_shows_the_same_and_exports_without_a_record(make: Make, tmp_path: Path):  # SUB-3
    page, _clock = make(read_only=True)
    assert page.matrix.table.rowCount() > 0
    position = page.session.study.position
    assert page.view is not None
    assert page.menu.export.save_matrix(page.view, tmp_path / "m.csv") == ""
    assert page.session.study.position == position


def test_the_matrix_leaves_as_csv_and_is_on_record(make: Make, tmp_path: Path):  # SUB-3
    page, _clock = make()
    assert page.view is not None
    assert page.menu.export.save_matrix(page.view, tmp_path / "m.csv") == ""
    rows = list(csv.reader(io.StringIO((tmp_path / "m.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0][:4] == ["Subject", "Screening", "Screening: day", "Cycle 1 day 1, dose"]
    assert [row[0] for row in rows[1:]] == [one.subject_id for one in page.matrix.table.rows]
    dosed = next(row for row in rows[1:] if row[0] == "01-001")
    assert dosed[3] in ("Done", "Done out of window")
    assert date.fromisoformat(dosed[4])
    last = page.session.file.events(limit=1)[0]
    assert "export_csv" in repr(last)


def test_the_days_shown_leave_as_csv_with_visits_and_deadlines(make: Make, tmp_path: Path):  # SUB-3
    from domain.schedule.matrix import visits_by_day

    page, _clock = make()
    assert page.view is not None
    first, last = page.days.shown()
    held = visits_by_day(page.view.calendars, first, last)
    assert page.menu.export.save_days(page.view, held, tmp_path / "d.csv") == ""
    rows = list(csv.DictReader(io.StringIO((tmp_path / "d.csv").read_text(encoding="utf-8-sig"))))
    assert {"Visit", "DLT window"} <= {row["Kind"] for row in rows}
    assert [row["Day"] or row["Done"] for row in rows if row["Kind"] != "Visit"] == sorted(
        row["Day"] for row in rows if row["Kind"] != "Visit"
    )


def test_the_calendar_file_names_numbers_and_leaves_out_what_still_moves(make: Make, tmp_path: Path):  # SUB-3, SUB-10
    page, _clock = make()
    assert page.view is not None
    assert page.menu.export.save_calendar(page.view, tmp_path / "c.ics") == ""
    text = (tmp_path / "c.ics").read_bytes().decode()
    visit = next_dose(page)
    assert f"SUMMARY:BAT6026-DEMO {visit.subject_id}: Cycle {visit.number} day 1\\, dose\r\n" in text
    assert "TENTATIVE" not in text
    assert "Wang" not in text
    assert text.count("BEGIN:VEVENT") > 0
    assert page.session.file.events(limit=1)[0].event.record_id == "export_calendar"


def test_a_visit_with_gaps_is_marked_and_explained_and_asks_to_be_gone_to(make: Make) -> None:  # SUB-3, SUB-6
    page, _clock = make()
    assert "gaps" not in page.legend.accessibleName()
    dose = next(
        one for each in page.session.study.subjects for one in page.session.study.administrations(each.subject_id)
    )
    at = PartialDate.of(dose.started_at.astimezone(page.session.study.zone))
    signs = VitalSigns(
        record_id="v", subject_id=dose.subject_id, visit=f"dosing {dose.cycle}", measured_at=at, pulse_per_min=70
    )
    assert page.session.save_all((signs,))
    page.show_study()
    assert "gaps" in page.legend.accessibleName()
    matrix = page.matrix
    found = matrix.next_asking()
    seen = set()
    while found.isValid() and (found.row(), found.column()) not in seen:
        seen.add((found.row(), found.column()))
        matrix.setCurrentIndex(found)
        found = matrix.next_asking()
    said = [matrix.table.say_cell(matrix.table.index(*one)) for one in seen]
    assert any(dose.subject_id in one and "missing: " in one and "ECOG" in one for one in said)


def test_what_cannot_be_written_is_said_with_the_reason(make: Make, tmp_path: Path):  # USE-1
    page, _clock = make()
    assert page.view is not None
    said = page.menu.export.save_matrix(page.view, tmp_path / "nowhere" / "m.csv")
    assert "nowhere" in said
    assert "Choose another place" in said


def test_the_sheet_prints_landscape_and_is_on_record(make: Make, tmp_path: Path):  # SUB-3, USE-1
    page, _clock = make()
    assert page.view is not None
    assert page.menu.export.save_pdf(page.view, tmp_path / "m.pdf") == ""
    assert (tmp_path / "m.pdf").read_bytes().startswith(b"%PDF")
    assert "visit_matrix" in repr(page.session.file.events(limit=1)[0])


@pytest.mark.parametrize("size", [(1080, 632), (1240, 812)])
def test_no_title_is_cut_off_and_the_lists_fit_their_page(make: Make, size):  # USE-1
    page, _clock = make(size=size)
    QApplication.processEvents()
    page.grab()
    for card in (page.due_card, page.week_card, page.clock_card, page.days.strip_card, page.matrix_card):
        assert not card.title_label.is_elided, (card.title_label.text(), card.title_label.width())
    assert page.left.verticalScrollBar().maximum() == 0


def test_the_rail_counts_what_is_due_on_every_section(qtbot: QtBot, tmp_path: Path):  # SUB-3
    path = tmp_path / "s.titrant"
    make_demo(path, load_shipped("bat6026"), seed=1, now=NOW, history="1N 2MNN 3NN?")
    clock = [NOW]
    session = Session(StudyFile.open(path), Person("Wang Fang", "coordinator"), clock=lambda: clock[0])
    screen = StudyScreen(session)
    qtbot.addWidget(screen)
    clock[0] = NOW + timedelta(days=200)
    session.refresh()
    button = screen.rail._buttons["today"]
    qtbot.waitUntil(lambda: "waiting" in button.accessibleName())
    said = button.accessibleName()
    screen.go_to("today")
    session.refresh()
    qtbot.waitUntil(lambda: button.accessibleName() == said)
    page = screen.page
    assert isinstance(page, TodayPage)
    assert said == f"Today, {page.count} waiting"
    session.file.close()


@pytest.mark.parametrize(("room", "expected"), [(400.0, 58.0), (30.0, 24.0)])
def test_the_bar_of_a_clock_gives_way_to_its_words(qapp: QApplication, room: float, expected: float):
    assert clock_bar(room, "15 days, until 2 Dec") == expected


def test_the_words_of_a_clock_have_their_room_where_the_bar_can_give_it(qapp: QApplication):
    words = "15 days, until 2 Dec"
    needed = QFontMetricsF(caption_font()).horizontalAdvance(words)
    room = needed + 8 + 40
    assert room - 8 - clock_bar(room, words) >= needed


def test_the_menu_offers_to_print_and_to_export_what_is_shown(make: Make):  # SUB-3
    page, _clock = make()
    page.export_button.click()
    (menu,) = page.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == [
        "Print visit matrix…", "Save visit matrix as PDF…", "Save visit matrix as CSV…", "Save the days shown as CSV…",
        "Save visits to come for a calendar program…",
    ]  # fmt: skip
    assert all(action.isEnabled() for action in menu.actions())
    menu.close()


def test_what_could_not_be_saved_is_said_until_something_is(make: Make):
    page, _clock = make()
    page.menu.tried.emit("The folder is not there.")
    assert page.banner.isVisible()
    page.menu.tried.emit("")
    assert not page.banner.isVisible()
