"""A subject's schedule on screen and as files: rows, forms, folding, contacts, what is written and what is not."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from domain.partial_date import PartialDate
from domain.protocol.reader import load_shipped, shipped_protocols
from domain.records import (
    Administration,
    Deviation,
    EndOfTreatment,
    SurvivalContact,
    Visit,
    VitalSigns,
)
from domain.schedule.due_visit import VisitStatus
from domain.schedule.subject_schedule import derive_subject_schedule
from domain.summaries.visits import tabulate_calendar, tabulate_subject_calendar
from domain.terms import EndReason, LeaveReason, VitalStatus
from storage.study_file import StudyFile
from tests.domain.schedule.build import ID, Story
from tests.ui.pages.studies import NOW, PERSON, make_file, make_session
from ui.demo import make_demo
from ui.forms.dose_form import DoseForm
from ui.forms.survival_contact_form import SurvivalContactForm
from ui.forms.visit_form import VisitForm
from ui.models.schedule_words import ScheduleWords
from ui.pages.follow_up_lines import follow_up_lines
from ui.pages.schedule_files import save_calendar, save_sheet, save_table
from ui.pages.subject_schedule import AHEAD, SubjectSchedule
from ui.pages.subjects_page import SubjectsPage
from ui.reports.output import render_pages
from ui.reports.standing import Print
from ui.reports.take_home_calendar import SheetWords, take_home_calendar
from ui.session import Session
from ui.text import Words
from ui.theme import apply_theme
from ui.widgets.buttons import LinkButton

HISTORY = "1N 2MNN 3NNXN 4NNT??"
SUBJECT = "01-001"


@pytest.fixture(autouse=True)
def light_theme(qapp) -> None:
    apply_theme(qapp, "light")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    session = make_session(tmp_path / "s.titrant", HISTORY)
    last = session.study.administrations(SUBJECT)[-1]
    day = PartialDate.of(last.started_at.astimezone(session.study.zone).date() + timedelta(days=5))
    ended = EndOfTreatment(
        record_id="eot", subject_id=SUBJECT, decided_on=day, reason=EndReason.PROGRESSION, decided_by="Lin Yue"
    )
    assert session.save(ended)
    return session


def page_of(qtbot, session: Session, subject_id: str = SUBJECT, size: tuple[int, int] = (1080, 672)) -> SubjectsPage:
    page = SubjectsPage(session)
    session.changed.connect(lambda _changes: page.show_study())
    qtbot.addWidget(page)
    page.resize(*size)
    page.show_study()
    page.show()
    page.open_subject(subject_id)
    page.view.show_tab("schedule")
    qtbot.wait(1)
    return page


def tab_of(page: SubjectsPage) -> SubjectSchedule:
    assert isinstance(page.view.tab, SubjectSchedule)
    return page.view.tab


def row_of(tab: SubjectSchedule, name: str) -> int:
    return next(row for row in range(tab.model.rowCount()) if tab.model.index(row, 0).data() == name)


def cell(tab: SubjectSchedule, name: str, key: str) -> str:
    return str(tab.model.index(row_of(tab, name), tab.model.column(key)).data() or "")


def test_each_visit_has_its_window_status_and_reason(qtbot, session: Session):  # SUB-3
    tab = tab_of(page_of(qtbot, session))
    study = session.study
    visits = derive_subject_schedule(study, SUBJECT, study.cut_off)
    later = sum(one.status is VisitStatus.LATER for one in visits)
    assert tab.model.rowCount() == len(visits) - later + min(AHEAD, later)
    assert cell(tab, "Screening", "status") == "done"
    assert "\u2013" in cell(tab, "Safety visit, day 21", "earliest")
    assert cell(tab, "Safety visit, day 21", "status") == "out of window"
    assert cell(tab, "Safety visit, day 21", "assessments") == "0 of 3"
    assert "From the last dose" in cell(tab, "Safety visit, day 21", "reason")


def test_a_visit_that_was_done_with_assessments_missing_says_so_as_in_the_matrix(qtbot, session: Session):  # SUB-6
    tab = tab_of(page_of(qtbot, session))
    name = "Cycle 1 day 1, dose"
    assert cell(tab, name, "status") == "done"
    dose = session.study.first_dose(SUBJECT)
    at = PartialDate.of((dose.started_at - timedelta(hours=1)).astimezone(session.study.zone))
    signs = VitalSigns(record_id="v", subject_id=SUBJECT, visit="dosing 1", measured_at=at, pulse_per_min=70)
    assert session.save(signs)
    assert cell(tab, name, "status") == "gaps"
    assert not cell(tab, name, "assessments").startswith("5 of")


def test_the_models_are_sound(qtbot, session: Session):
    tab = tab_of(page_of(qtbot, session))
    for model in (tab.model, tab.contacts_model):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tab.shows_all = True
    tab.show_subject(SUBJECT)
    tab.show_subject("01-013")


def test_later_visits_are_folded_until_they_are_asked_for(qtbot, session: Session):  # SUB-3
    tab = tab_of(page_of(qtbot, session, "01-013"))
    few = tab.model.rowCount()
    assert tab.all_link.isVisible()
    assert "more" in tab.all_link.text()
    tab.all_link.click()
    assert tab.model.rowCount() > few
    assert tab.visits_card.title_label.text() == f"Visits, {tab.model.rowCount()}"
    assert tab.all_link.text() == "Show fewer"
    tab.all_link.click()
    assert tab.model.rowCount() == few


def test_enter_records_a_visit_that_is_late_with_its_reason(qtbot, session: Session):  # SUB-3, SUB-9
    page = page_of(qtbot, session)
    tab = tab_of(page)
    tab.table.setFocus()
    tab.table.select_row(row_of(tab, "Safety visit, day 21"))
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    form = page.view.panel.form
    assert isinstance(form, VisitForm)
    assert form.value("visit") == "safety_21"
    window = form.form.row("done_on").hint.text()
    assert window.startswith("planned ")
    visit = next(one for one in tab._visits if one.key == "safety_21")
    form.form.row("done_on").set_value(PartialDate.of(visit.latest + timedelta(days=1)))
    form.form.row("done_on").justification_field.set_value("Storm closed the road")
    form.form.submit()
    (record,) = session.study.visits_of(SUBJECT)
    assert isinstance(record, Visit)
    assert cell(tab, "Safety visit, day 21", "status") == "done, out of window"
    (deviation,) = (one for one in session.study.deviations if one.about_id == record.record_id)
    assert isinstance(deviation, Deviation)
    assert (deviation.code, deviation.reason) == ("visit_out_of_window", "Storm closed the road")
    assert page.focusWidget() is tab.table
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    assert page.view.panel.form is not None
    assert page.view.panel.form.record == record


def test_a_visit_that_was_not_made_says_why(qtbot, session: Session):  # SUB-3
    page = page_of(qtbot, session)
    tab = tab_of(page)
    tab.open_visit("safety_21")
    form = page.view.panel.form
    assert form is not None
    form.form.row("not_done").set_value("Admitted elsewhere")
    form.form.submit()
    assert cell(tab, "Safety visit, day 21", "status") == "not done"
    assert "Admitted elsewhere" in cell(tab, "Safety visit, day 21", "reason")


def test_a_visit_outside_the_plan_is_added_and_listed(qtbot, session: Session):  # SUB-3
    page = page_of(qtbot, session)
    tab = tab_of(page)
    tab.add_link.click()
    form = page.view.panel.form
    assert isinstance(form, VisitForm)
    assert form.value("visit") == "unscheduled"
    form.form.row("done_on").set_value(PartialDate.of(session.study.cut_off.astimezone(session.study.zone).date()))
    form.form.submit()
    assert cell(tab, "Unscheduled", "status") == "done"
    tab.add_link.click()
    assert page.view.panel.form.value("visit") == "unscheduled 2"


@pytest.mark.parametrize(
    ("subject_id", "key", "kind"),
    [
        ("01-013", "dosing 2", DoseForm),
        (SUBJECT, "survival 1", SurvivalContactForm),
        ("01-013", "imaging 6", VisitForm),
    ],
)
def test_what_has_a_record_of_its_own_opens_that_form(qtbot, session: Session, subject_id: str, key: str, kind: type):
    page = page_of(qtbot, session, subject_id)
    tab = tab_of(page)
    tab.shows_all = True
    tab.show_subject(subject_id)
    tab.open_visit(key)
    assert isinstance(page.view.panel.form, kind)


def test_a_dose_that_was_given_is_opened_from_its_visit(qtbot, session: Session):
    page = page_of(qtbot, session)
    tab_of(page).open_visit("dosing 1")
    assert page.view.panel.form is not None
    assert isinstance(page.view.panel.form.record, Administration)


def test_contacts_and_attempts_stand_below_with_what_they_come_to(qtbot, session: Session):  # SUB-8
    page = page_of(qtbot, session)
    tab = tab_of(page)
    tab.contact_link.click()
    form = page.view.panel.form
    assert isinstance(form, SurvivalContactForm)
    form.form.row("contacted_on").set_value(session.study.cut_off.astimezone(session.study.zone).date())
    form.form.row("vital_status").set_value(VitalStatus.UNKNOWN)
    assert form.form.row("vital_status").hint.text() == "no answer: attempt 1; a loss to follow-up takes 3"
    form.form.submit()
    (contact,) = session.study.survival_contacts_of(SUBJECT)
    assert isinstance(contact, SurvivalContact)
    assert tab.contacts_model.index(0, tab.contacts_model.column("status")).data() == "No answer"
    assert "1 of 3 attempts" in tab._lines.text()
    assert "Treatment ended" in tab._lines.text()


@pytest.mark.parametrize(
    ("story", "day", "lines"),
    [
        (Story().enrolled(), 0, []),
        (Story().dosed(1), 3, ["Last known alive 2 Mar 2026."]),
        (
            Story().dosed(1).ended(5).contacted(170, VitalStatus.UNKNOWN),
            180,
            [
                "Last known alive 2 Mar 2026.",
                "1 of 3 attempts without an answer since then; loss takes 3.",
                "Survival call 1: 23 Aug 2026, from 9 Aug 2026 to 6 Sep 2026.",
                "Treatment ended 7 Mar 2026: progressive disease.",
            ],
        ),
        (
            Story().dosed(1).left(30, LeaveReason.DEATH),
            40,
            [
                "Died 1 Apr 2026.",
                "Left the study 1 Apr 2026 12:00: death.",
                "Left the study without an end of treatment: record that too.",
            ],
        ),
    ],
)
def test_the_card_of_follow_up_says_where_survival_stands(qapp, story: Story, day: int, lines: list[str]):  # SUB-8
    study = story.study(day)
    words = ScheduleWords(study.zone, study.protocol.first_part, study.protocol)
    visits = derive_subject_schedule(study, ID, study.cut_off)
    assert follow_up_lines(study, ID, visits, words) == lines


def test_the_csv_has_the_rows_of_the_table_and_the_ics_the_visits_to_come(qtbot, session: Session, tmp_path: Path):
    # SUB-3, REP-3: the screen, the file and the paper come from one table.
    path = tmp_path / "t.csv"
    assert save_table(session, SUBJECT, path) == ""
    read = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    table, words = tabulate_calendar(session.study, SUBJECT, session.study.cut_off), ScheduleWords.of(session.words)
    assert [row[0] for row in read[1:]] == [words.say(value) for value in table.column("visit")]
    tab = tab_of(page_of(qtbot, session))
    tab.shows_all = True
    tab.show_subject(SUBJECT)
    assert [tab.model.index(row, 0).data() for row in range(tab.model.rowCount())] == [row[0] for row in read[1:]]
    ics = tmp_path / "c.ics"
    assert save_calendar(session, SUBJECT, ics) == ""
    text = ics.read_text("utf-8").replace("\r\n ", "")
    assert f"SUMMARY:BAT6026 {SUBJECT}: Survival call 1" in text
    assert "Lin Yue" not in text
    events = session.file.events(limit=2)
    assert [one.event.record_id for one in events] == ["export_calendar", "export_csv"]


def test_a_file_that_can_not_be_written_says_so_and_is_not_put_on_record(qtbot, session: Session, tmp_path: Path):
    before = session.file.position
    for save in (save_table, save_calendar, save_sheet):
        assert str(tmp_path) in save(session, SUBJECT, tmp_path / "none" / "x.pdf")
    assert session.file.position == before


def test_the_sheet_to_take_home_is_on_record_and_names_nobody(session: Session, tmp_path: Path):  # SUB-3, SUB-10
    path = tmp_path / "sheet.pdf"
    assert save_sheet(session, SUBJECT, path) == ""
    assert path.read_bytes().startswith(b"%PDF")
    assert session.file.events(limit=1)[0].event.record_id == "print"
    report = take_home_calendar(session.study, SUBJECT, session.words, Print(NOW, "Lin Yue"))
    said = " ".join(str(value) for value in vars(report.frame).values())
    assert "Lin Yue" not in said
    assert SUBJECT in said


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_the_sheet_has_two_pages_at_most(qapp, protocol_id: str):  # SUB-3
    for story in (Story(protocol_id), Story(protocol_id).enrolled(), Story(protocol_id).dosed(1),
                  Story(protocol_id).dosed(1).ended(3)):  # fmt: skip
        study = story.study(4)
        words = Words(study.zone, study.protocol.first_part, study.protocol)
        for paper in ("a4", "letter"):
            pages = render_pages(take_home_calendar(study, ID, words, Print(NOW, "")), 30, paper)
            assert len(pages) in (1, 2)


def test_the_sheet_says_visits_and_examinations_in_plain_words(qapp):  # SUB-3
    story = Story("bat6026").dosed(1).ended(5)
    study = story.study(6)
    plan = study.protocol.first_part.visits
    words = SheetWords(Words(study.zone, study.protocol.first_part, study.protocol), plan)
    rows = [
        [words.say(value.value) for value in row] for row in tabulate_subject_calendar(study, ID, study.cut_off).rows
    ]
    assert rows[0] == [
        "Mon 23 Mar 2026",
        "Mon 2 Mar to Mon 30 Mar",
        "Visit at the end of treatment",
        (
            "Blood pressure, pulse and temperature, physical examination, questions about your daily activities, "
            "ECG (heart recording), laboratory tests, scan"
        ),
    ]
    every = " ".join(" ".join(row) for row in rows).casefold()
    for word in ("survival", "toxicity", "ecog", "progress", "death", "dlt", "gastric"):
        assert word not in every


def test_a_study_open_for_reading_offers_nothing_to_write(qtbot, tmp_path: Path):
    make_file(tmp_path / "s.titrant", HISTORY).close()
    with StudyFile.open(tmp_path / "s.titrant", read_only=True) as file:
        page = page_of(qtbot, Session(file, PERSON, clock=lambda: NOW))
        tab = tab_of(page)
        assert not tab.add_link.isVisible()
        assert not tab.contact_link.isVisible()
        tab.open_visit("dosing 6")
        assert page.view.panel.form is None
        tab.open_visit("dosing 1")
        assert page.view.panel.history is not None


def test_nothing_is_cut_off_and_everything_has_a_name(qtbot, tmp_path: Path):
    path = tmp_path / "d.titrant"
    make_demo(path, load_shipped("bat6026"), seed=1, now=NOW, history=HISTORY)
    page = page_of(qtbot, Session(StudyFile.open(path), PERSON, clock=lambda: NOW))
    for subject_id in ("01-001", "01-013"):
        page.open_subject(subject_id)
        tab_of(page).add_link.click()
        qtbot.wait(1)
        for button in page.findChildren(QAbstractButton):
            if button.isVisible() and isinstance(button, LinkButton):
                assert button.text_width() <= button.text_rect().width() + 1, button.text()
        for widget in page.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy():
                assert widget.accessibleName(), type(widget).__name__
        page.view.panel.close_form()
