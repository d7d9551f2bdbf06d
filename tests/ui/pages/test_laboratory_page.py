"""The section of laboratory results on a real study file (AE-3): table, filters, trend, proposals, shift, ranges."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from domain.laboratory.of_study import grade_subject
from domain.partial_date import PartialDate
from domain.records import AdverseEvent, GradeChange, LabResult, NormalRange
from domain.terms import AeOutcome, Grade, Relationship
from storage.audit import EventFilter
from storage.study_file import StudyFile
from tests.ui.pages.laboratory import HISTORY, LABORATORY, RANGES, a_range, a_result, make_lab_session
from tests.ui.pages.shown import show_page
from tests.ui.pages.studies import NOW, PERSON, make_session
from ui.forms.adverse_event_form import AdverseEventForm
from ui.models.lab_columns import NOT_GRADED
from ui.models.proposal_rows import key_of
from ui.pages.laboratory_page import PROPOSALS, SHIFT, LaboratoryPage
from ui.pages.laboratory_page import RANGES as RANGES_TAB
from ui.pages.subject_view import SubjectView
from ui.session import Session
from ui.theme import apply_theme


@pytest.fixture(autouse=True)
def light_theme(qapp) -> None:
    apply_theme(qapp, "light")


@pytest.fixture
def page(qtbot, tmp_path: Path) -> LaboratoryPage:
    return show_page(qtbot, LaboratoryPage(make_lab_session(tmp_path / "s.titrant")))


def proposed(page: LaboratoryPage) -> list[tuple[str, str]]:
    return [(one.result.subject_id, one.term) for one in page.proposals.model.rows]


def choose(page: LaboratoryPage, subject_id: str) -> None:
    page.tabs.set_value(PROPOSALS)
    rows = page.proposals.model.rows
    one = next(one for one in rows if one.result.subject_id == subject_id)
    page.proposals.table.select_row(page.proposals.model.find(key_of(one)) or 0)
    page.proposals.table.setFocus()


def test_every_result_is_there_with_its_grade_newest_sample_first(page: LaboratoryPage, qtmodeltester):
    assert page.model.rowCount() == len(page.session.study.entered["lab_result"])
    held = page.model.columns
    assert held is not None
    shown = [page.model.row_at(page.model.index(row, 0)) for row in range(page.model.rowCount())]
    days = [one.result.taken_at.earliest(page.session.study.zone) for one in shown if one]
    assert days == sorted(days, reverse=True)
    qtmodeltester.check(page.model)
    qtmodeltester.check(page.proposals.model)
    qtmodeltester.check(page.ranges_model)


@pytest.mark.parametrize(
    ("act", "passes"),
    [
        (lambda page: page.filters.search.setText("PLT"), lambda one: one.result.test == "PLAT"),
        (lambda page: page.filters.search.setText("血小板"), lambda one: one.result.test == "PLAT"),
        (
            lambda page: page.filters.search.setText("01-011 alanine"),
            lambda one: one.result.record_id.startswith("01-011-ALT"),
        ),
        (lambda page: page.filters.subject.set_value("01-012"), lambda one: one.result.subject_id == "01-012"),
        (lambda page: page.filters.test.set_value("K"), lambda one: one.result.test == "K"),
        (lambda page: page.filters.group.set_value("Kidney"), lambda one: one.result.test == "CREAT"),
        (lambda page: page.filters.grade.set_value(3), lambda one: (one.grade or 0) >= 3),
        (lambda page: page.filters.grade.set_value(NOT_GRADED), lambda one: one.grade is None),
        (lambda page: page.filters.graded.set_value(True), lambda one: bool(one.grade)),
    ],
)
def test_each_filter_leaves_what_it_says(page: LaboratoryPage, act, passes):
    held = page.model.columns
    assert held is not None
    expected = {one.result.record_id for one in held.results if passes(one)}
    act(page)
    rows = [page.model.row_at(page.model.index(row, 0)) for row in range(page.model.rowCount())]
    assert {one.result.record_id for one in rows if one} == expected
    page.clear_filters()
    assert page.model.rowCount() == page.model.total


def test_sorting_by_grade_puts_the_worst_first_and_keeps_what_is_current(page: LaboratoryPage):
    page.select("01-006-K-7")
    page.table.sortByColumn(page.model.column("grade"), Qt.SortOrder.DescendingOrder)
    first = page.model.row_at(page.model.index(0, 0))
    assert first is not None
    assert (first.result.test, first.grade) == ("PLAT", 4)
    current = page.model.row_at(page.table.currentIndex())
    assert current is not None
    assert current.result.record_id == "01-006-K-7"


def test_the_preview_calls_a_visit_of_the_plan_by_its_name_and_any_other_as_it_was_called(page: LaboratoryPage):
    shown = page.preview.facts
    session = page.session
    one = next(each for each in grade_subject(session.study, "01-013") if each.result.visit)
    page.preview.show_result(one, session, can_write=True)
    assert one.result.visit in said_in(shown)
    planned = replace(one, result=replace(one.result, visit="safety_21"))
    page.preview.show_result(planned, session, can_write=True)
    assert "Safety visit, day 21" in said_in(shown)


def said_in(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def test_the_preview_says_the_grade_and_why_and_draws_the_trend(page: LaboratoryPage):
    page.select("01-011-ALT-11")
    assert page.preview.head.headline.text() == "Grade 3, Alanine aminotransferase increased"
    assert "5" in page.preview.reasons.text()
    assert "ULN" in page.preview.reasons.text()
    trend = page.preview.trend.view.trend
    assert trend is not None
    assert trend.is_log
    assert [band.grade for band, _, _ in trend.grades] == [1, 2, 3]
    assert [point.text for point in trend.points][:5] == ["28", "31", "96", "245", "312"]


def test_a_point_of_the_trend_leads_to_its_result(page: LaboratoryPage):
    page.select("01-011-ALT-11")
    page.filters.grade.set_value(3)
    view = page.preview.trend.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Return)
    current = page.model.row_at(page.table.currentIndex())
    assert current is not None
    assert current.result.record_id == "01-011-ALT-7", "the filter that hid it gave way"


def test_values_that_grade_propose_their_events(page: LaboratoryPage):  # AE-3
    assert proposed(page) == [
        ("01-006", "Hyperkalemia"),
        ("01-011", "Alanine aminotransferase increased"),
        ("01-012", "Platelet count decreased"),
    ]
    assert [one.text for one in page.tabs.segments()][1] == "To accept 3"


def test_one_key_accepts_a_proposal_whose_event_asks_nothing(page: LaboratoryPage):  # AE-3
    choose(page, "01-006")
    QTest.keyClick(page.proposals.table, Qt.Key.Key_A)
    (event,) = [one for one in page.session.study.events_of("01-006") if one.term == "Hyperkalemia"]
    assert (event.grade, event.relationship, event.result_id) == (Grade.MILD, None, "01-006-K-7")
    assert event.outcome is AeOutcome.RECOVERED
    assert event.end is not None
    assert ("01-006", "Hyperkalemia") not in proposed(page)
    assert page.proposals.current() is not None, "the next one is current"


def test_a_proposal_that_raises_a_question_opens_the_form_with_it(page: LaboratoryPage):  # AE-3
    choose(page, "01-012")
    QTest.keyClick(page.proposals.table, Qt.Key.Key_A)
    form = page.panel.form
    assert isinstance(form, AdverseEventForm)
    assert form.form.row("term").value() == "Platelet count decreased"
    assert any(row.findings for row in (form.form.row(field) for field in form.fields)), "grade 4, and not serious?"
    assert page.session.study.events_of("01-012")[-1].term != "Platelet count decreased"


def test_enter_opens_the_form_filled_in_and_saving_it_keeps_the_result(page: LaboratoryPage):
    choose(page, "01-011")
    QTest.keyClick(page.proposals.table, Qt.Key.Key_Return)
    form = page.panel.form
    assert isinstance(form, AdverseEventForm)
    form.form.row("relationship").set_value(Relationship.POSSIBLE)
    form.form.submit()
    events = [one for one in page.session.study.events_of("01-011") if one.term.startswith("Alanine")]
    assert len(events) == 1
    assert events[0].result_id == "01-011-ALT-7"
    assert events[0].worst is Grade.SEVERE
    assert ("01-011", "Alanine aminotransferase increased") not in proposed(page)


def test_a_worse_value_of_a_recorded_event_is_accepted_as_a_dated_step_with_its_reason(page: LaboratoryPage):
    study = page.session.study
    onset = a_result(study, "01-006", "K", 20, "5.4").taken_at
    event = AdverseEvent(
        record_id="k", subject_id="01-006", term="Hyperkalemia", grade=Grade.MILD,
        onset=PartialDate(onset.year, onset.month, onset.day),
    )  # fmt: skip
    page.session.save(event)
    later = a_result(study, "01-006", "K", 25, "5.8")
    page.session.save_all([a_result(study, "01-006", "K", 20, "5.4"), later])
    choose(page, "01-006")
    rows = [one for one in page.proposals.model.rows if type(one).__name__ == "StepProposal"]
    assert len(rows) == 1
    page.proposals.table.select_row(page.proposals.model.find(key_of(rows[0])) or 0)
    QTest.keyClick(page.proposals.table, Qt.Key.Key_A)
    kept = next(one for one in page.session.study.events_of("01-006") if one.record_id == "k")
    assert kept.grade_changes == (GradeChange(later.taken_at, Grade.MODERATE),)
    last = page.session.file.history("adverse_event", "k")[-1]
    assert "K 5.8 mmol/L" in last.event.reason


def test_the_subjects_page_lists_its_own_proposals(qtbot, tmp_path: Path):  # AE-3
    view = SubjectView(make_lab_session(tmp_path / "s.titrant"))
    view.session.changed.connect(lambda _changes: view.show_study())
    qtbot.addWidget(view)
    view.show_subject("01-001")
    assert view.course.proposals.isHidden()
    view.show_subject("01-006")
    assert view.course.proposals.title_label.text() == "Proposed by laboratory values, 1"
    QTest.keyClick(view.course.proposals.list.table, Qt.Key.Key_Return)
    assert isinstance(view.panel.form, AdverseEventForm)
    view.panel.close_form()
    QTest.keyClick(view.course.proposals.list.table, Qt.Key.Key_A)
    assert view.course.proposals.isHidden()
    assert [one.term for one in view.session.study.events_of("01-006")].count("Hyperkalemia") == 1


def test_leaving_a_proposal_stores_nothing(page: LaboratoryPage):
    position = page.session.file.position
    choose(page, "01-012")
    QTest.keyClick(page.proposals.table, Qt.Key.Key_Down)
    QTest.keyClick(page.proposals.table, Qt.Key.Key_X)
    assert page.session.file.position == position
    assert len(proposed(page)) == 3


def test_the_shift_table_is_that_of_paper(page: LaboratoryPage):
    page.tabs.set_value(SHIFT)
    said = [page.shift.model.index(row, 0).data() for row in range(page.shift.model.rowCount())]
    assert "Platelets: Platelet count decreased" in said
    row = said.index("Platelets: Platelet count decreased")
    table = page.shift.model.table
    assert table is not None
    worst = [column.key for column in table.columns].index("worst_4")
    assert page.shift.model.index(row, worst).data() == "1"
    assert page.shift.note.text().startswith("CTCAE 5.0.")


def test_a_result_is_corrected_with_a_reason_and_regraded(page: LaboratoryPage):
    page.select("01-012-PLAT-7")
    page.edit_current()
    form = page.panel.form
    assert form is not None
    form.form.row("value").control.setText("29")  # type: ignore[attr-defined]
    assert "Grade 3" in form.meaning.text()  # type: ignore[attr-defined]
    form.form.row("change_reason").set_value("Read again")
    form.form.submit()
    assert page.panel.form is None
    current = page.model.row_at(page.table.currentIndex())
    assert current is not None
    assert (current.result.value, current.grade) == (Decimal("29"), 3)


def test_a_range_is_added_and_the_next_one_begun(page: LaboratoryPage):
    page.add_range()
    form = page.panel.form
    assert form is not None
    assert form.form.row("laboratory").value() == LABORATORY
    form.form.row("test").control.setText("Sodium")  # type: ignore[attr-defined]
    assert form.form.row("unit").value() == "mmol/L"
    for field, text in (("lln", "136"), ("uln", "145"), ("valid_from", "1 Jan 2026")):
        form.form.row(field).control.setText(text)  # type: ignore[attr-defined]
    form.submit_and_stay()
    (sodium,) = [one for one in page.session.study.normal_ranges if one.test == "SODIUM"]
    assert (sodium.lln, sodium.uln) == (Decimal(136), Decimal(145))
    assert page.panel.form is form
    assert form.form.row("test").value() is None
    assert page.tabs.value() == RANGES_TAB


def test_two_ranges_for_one_date_are_refused_at_the_field(page: LaboratoryPage):
    page.add_range()
    form = page.panel.form
    assert form is not None
    form.form.row("test").control.setText("Potassium")  # type: ignore[attr-defined]
    for field, text in (("lln", "3.6"), ("uln", "5.2"), ("valid_from", "1 Jan 2025")):
        form.form.row(field).control.setText(text)  # type: ignore[attr-defined]
    form.form.submit()
    ((severity, said),) = form.form.row("valid_from").findings
    assert severity == "hard"
    assert said == "Central has a range from 1 Jan 2025 already: 3.5 to 5.1 mmol/L. Correct that one."
    assert len(page.session.study.normal_ranges) == len(RANGES)


def test_without_anything_the_page_says_ranges_first_then_results(qtbot, tmp_path: Path):
    page = show_page(qtbot, LaboratoryPage(make_session(tmp_path / "s.titrant", HISTORY)))
    assert page.empty.text_label.text().startswith("First enter the normal ranges")
    page.empty.button.click()
    assert page.tabs.value() == RANGES_TAB
    assert page.panel.form is not None
    page.panel.close_form()
    page.session.save_all([a_range("ALT")])
    page.tabs.set_value("results")
    assert page.empty.button.text() == "Enter results"
    page.empty.button.click()
    assert page.grid is not None


def test_without_subjects_it_leads_to_them(qtbot, tmp_path: Path):
    page = show_page(qtbot, LaboratoryPage(make_session(tmp_path / "s.titrant", "")))
    with qtbot.waitSignal(page.section_wanted) as wanted:
        page.empty.button.click()
    assert wanted.args == ["subjects"]


def test_a_study_open_for_reading_shows_everything_and_changes_nothing(qtbot, tmp_path: Path):
    make_lab_session(tmp_path / "s.titrant").file.close()
    with StudyFile.open(tmp_path / "s.titrant", read_only=True) as file:
        page = show_page(qtbot, LaboratoryPage(Session(file, PERSON, clock=lambda: NOW)))
        for button in (page.add_button, page.import_button, page.add_range_button, page.preview.edit_button):
            assert not button.isVisible()
        choose(page, "01-012")
        QTest.keyClick(page.proposals.table, Qt.Key.Key_A)
        page.add_record()
        page.start_import()
        assert page.panel.form is None
        assert page.grid is None
        assert page.import_card is None
        page.tabs.set_value("results")
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        assert page.panel.history is not None


def test_everything_of_an_act_is_saved_or_nothing(page: LaboratoryPage):
    session, study = page.session, page.session.study
    result = a_result(study, "01-001", "K", 30, "4.0")
    known = study.results_of("01-001")[0]
    before = session.file.position
    refused: list[object] = []
    session.refused.connect(refused.append)
    assert not session.save_all([result], corrected=[replace(known, comment="x")], reason=""), "a reason is missing"
    assert session.file.position == before
    assert len(refused) == 1
    assert session.save_all([result], corrected=[replace(known, comment="x")], reason="Read again")
    events = session.file.events(EventFilter(since=before), newest_first=False)
    assert [one.event.operation.value for one in events] == ["create", "correct"]
    kinds: list[type] = [LabResult, NormalRange]
    assert all(kind.kind in session.file.records() for kind in kinds)
