"""The list of deviations: both kinds in it, filters, a typed one, an answer to a derived one, CSV."""

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from domain.deviations import list_deviations
from domain.records import Deviation
from domain.terms import DeviationCategory, Importance
from storage.study_file import StudyFile
from tests.ui.pages.studies import NOW, PERSON, make_session
from ui.forms.deviation_form import DeviationForm
from ui.pages.deviations_side import _FEW
from ui.pages.subject_sides import DEVIATIONS, LIST, SETS
from ui.pages.subjects_page import SubjectsPage
from ui.screens.study_screen import StudyScreen
from ui.session import Session
from ui.theme import apply_theme

HISTORY = "1N 2MNN 3NNXN 4NNT??"


@pytest.fixture(autouse=True)
def light_theme(qapp) -> None:
    apply_theme(qapp, "light")


def page_of(qtbot, session: Session) -> SubjectsPage:
    page = SubjectsPage(session)
    session.changed.connect(lambda _changes: page.show_study())
    qtbot.addWidget(page)
    page.resize(1240, 852)
    page.show()
    page.show_side(DEVIATIONS)
    qtbot.wait(1)
    return page


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return make_session(tmp_path / "s.titrant", HISTORY)


@pytest.fixture
def page(qtbot, session: Session) -> SubjectsPage:
    return page_of(qtbot, session)


def shown(page: SubjectsPage) -> list[tuple[str, str, bool]]:
    rows = page.sides.deviations.model.rows
    return [(one.subject_id, one.derived.code if one.derived else one.record.code, one.is_recorded) for one in rows]


def put(form: DeviationForm, **values: object) -> None:
    for field, value in values.items():
        form.form.row(field).set_value(value)


def test_derived_ones_stand_in_the_list_and_say_that_nobody_answered_for_them(page: SubjectsPage):  # SUB-9
    side = page.sides.deviations
    assert shown(page)
    assert not any(recorded for _, _, recorded in shown(page))
    column = side.model.column("reason")
    assert {side.model.index(row, column).data() for row in range(side.model.rowCount())} == {"not answered for yet"}
    assert f"{len(shown(page))} not answered for yet" in side.said.text()


def test_enter_answers_for_a_derived_one_which_is_then_recorded_and_not_doubled(page, session):  # SUB-9
    side, before = page.sides.deviations, shown(page)
    side.table.select_row(0)
    side.table.setFocus()
    QTest.keyClick(side.table, Qt.Key.Key_Return)
    form = side.panel.form
    assert isinstance(form, DeviationForm)
    assert "description" not in form.fields  # what the program found is not typed again
    first = side.model.rows[0].derived
    put(
        form,
        reason="The scanner was out of order",
        action="Site uses a second scanner",
        importance=Importance.IMPORTANT,
    )
    form.form.submit()
    (record,) = (one for one in session.study.deviations if one.reason == "The scanner was out of order")
    assert (record.code, record.subject_id, record.occurred_on) == (first.code, first.subject_id, first.occurred_on)
    assert (record.importance, record.action) == (Importance.IMPORTANT, "Site uses a second scanner")
    assert record.description == session.words.say(record.description) != ""
    after = shown(page)
    assert len(after) == len(before)
    assert sum(recorded for _, _, recorded in after) == 1


def test_a_person_types_a_deviation_of_a_subject_or_of_the_study(page, session):  # SUB-9
    for subject_id in ("01-002", ""):
        page.add_record()
        form = page.sides.deviations.panel.form
        assert isinstance(form, DeviationForm)
        put(
            form,
            subject_id=subject_id,
            description=f"Drug stored too warm {subject_id}",
            category=DeviationCategory.OTHER,
            importance=Importance.MINOR,
            reason="Power cut",
        )
        form.form.submit()
    typed = [one for one in session.study.deviations if one.code == "typed"]
    assert sorted(one.subject_id for one in typed) == ["", "01-002"]
    assert all(one.occurred_on == session.clock().astimezone(session.study.zone).date() for one in typed)


def test_the_same_deviation_twice_asks_and_a_future_one_is_refused(page, session):  # SUB-9
    record = Deviation(
        record_id="d",
        category=DeviationCategory.OTHER,
        code="typed",
        description="Freezer alarm",
        reason="door",
        occurred_on=NOW.date(),
    )
    session.save(record)
    page.add_record()
    form = page.sides.deviations.panel.form
    put(form, description="freezer alarm", category=DeviationCategory.OTHER, reason="door", occurred_on=NOW.date())
    assert [severity for severity, _ in form.form.row("description").findings] == ["soft"]
    put(form, occurred_on=NOW.date() + timedelta(days=3))
    assert [severity for severity, _ in form.form.row("occurred_on").findings] == ["hard"]


def test_filters_add_up_and_can_be_cleared(page, session):  # SUB-9
    record = Deviation(
        record_id="d",
        subject_id="01-002",
        category=DeviationCategory.OTHER,
        code="typed",
        description="Freezer alarm",
        reason="door",
        occurred_on=NOW.date(),
        importance=Importance.IMPORTANT,
    )
    session.save(record)
    side, total = page.sides.deviations, len(shown(page))
    side.category.set_value(DeviationCategory.OTHER.value)
    assert shown(page) == [("01-002", "typed", True)]
    side.unanswered.set_value(True)
    assert shown(page) == []
    assert side.empty.isVisible()
    side.clear_filters()
    side.level.set_value(2)
    assert {one.level for one in side.model.rows} == {2}
    side.clear_filters()
    side.importance.set_value(Importance.IMPORTANT.value)
    assert all(one.importance is Importance.IMPORTANT for one in side.model.rows)
    side.clear_filters()
    side.search.setText("freezer")
    assert shown(page) == [("01-002", "typed", True)]
    side.clear_filters()
    assert len(shown(page)) == total


def test_what_is_shown_is_saved_as_csv(page, tmp_path: Path):  # SUB-9
    side = page.sides.deviations
    side.subject.set_value("01-001")
    assert side.save_csv(tmp_path / "d.csv")
    rows = list(csv.reader((tmp_path / "d.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0][:4] == ["Date", "Subject", "Category", "Importance"]
    assert {row[1] for row in rows[1:]} == {"01-001"}
    assert len(rows) - 1 == len(shown(page))
    assert not side.save_csv(tmp_path / "none" / "d.csv")
    assert side.trouble.isVisible()


def test_in_a_study_open_for_reading_nothing_can_be_added(qtbot, tmp_path: Path):  # SUB-9
    make_session(tmp_path / "s.titrant", HISTORY).file.close()
    session = Session(StudyFile.open(tmp_path / "s.titrant", read_only=True), PERSON, clock=lambda: NOW)
    side = page_of(qtbot, session).sides.deviations
    assert side.add_button.isHidden()
    side.table.select_row(0)
    QTest.keyClick(side.table, Qt.Key.Key_Return)
    assert side.panel.form is None


def test_what_is_typed_is_not_lost_by_opening_a_subject(page: SubjectsPage):  # SUB-9
    page.add_record()
    put(page.sides.deviations.panel.form, description="half a sentence")
    assert page.has_unsaved()
    assert not page.open_subject("01-002")


def test_the_sets_are_a_side_and_enter_opens_the_subject(qtbot, page: SubjectsPage):  # SUB-4
    page.show_side(SETS)
    sets = page.sides.sets
    assert sets.counts.table.column("dlt")[-1].numbers["of"] == 13
    sets.members.view.select_row(2)
    sets.members.view.setFocus()
    QTest.keyClick(sets.members.view, Qt.Key.Key_Return)
    assert page.is_subject_shown
    assert page.view.subject_id == "01-003"
    page.show_side(LIST)
    assert not page.is_subject_shown


def test_the_sides_are_gone_to_by_name(qtbot, session: Session):  # SUB-9
    screen = StudyScreen(session)
    qtbot.addWidget(screen)
    screen.go_to("deviations")
    assert screen.page.sides.side == DEVIATIONS
    screen.go_to("analysis_sets")
    assert screen.page.sides.side == SETS


@pytest.fixture
def many(qtbot, tmp_path: Path) -> SubjectsPage:
    """The side of a study of more subjects than are judged at once."""
    session = make_session(tmp_path / "s.titrant", "1N 2NNN 3NNN 4NNN 5NNN 6NNN 7NNN 8" + "N" * 6)
    study = session.study
    template = study.subjects[0]
    screened = [replace(template, record_id=f"more-{number}", subject_id=f"01-9{number:02d}") for number in range(_FEW)]
    session.file.save_all(screened, person=PERSON, now=NOW)
    page = SubjectsPage(Session(session.file, PERSON, clock=lambda: NOW))
    qtbot.addWidget(page)
    page.resize(1240, 852)
    page.show()
    return page


def test_a_large_study_is_judged_in_slices_and_says_so_meanwhile(qtbot, many: SubjectsPage, monkeypatch):  # SUB-9
    monkeypatch.setattr("ui.pages.deviations_side._SLICE", 0.0)
    side = many.sides.deviations
    many.show_side(DEVIATIONS)
    assert side.is_deriving
    assert side.empty.isVisible()
    assert side.empty.title_label.text() == "Deviations are being derived"
    assert not side.csv_button.isVisible()
    monkeypatch.setattr("ui.pages.deviations_side._SLICE", 0.02)
    qtbot.waitUntil(lambda: not side.is_deriving)
    assert tuple(side.model.rows) == list_deviations(many.session.study)
    assert side.csv_button.isEnabled()


def test_what_nobody_waits_for_any_more_is_let_go_and_taken_up_at_the_next_look(qtbot, many, monkeypatch):
    monkeypatch.setattr("ui.pages.deviations_side._SLICE", 0.0)
    side = many.sides.deviations
    many.show_side(DEVIATIONS)
    many.show_side(LIST)
    assert not side.is_deriving
    monkeypatch.setattr("ui.pages.deviations_side._SLICE", 60.0)
    many.show_side(DEVIATIONS)
    assert not side.is_deriving
    assert side.model.rows
