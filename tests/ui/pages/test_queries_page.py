"""Queries in a list, the way to their field, coverage of source verification, and locks by menu (TRU-5, TRU-6)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from domain.records import Lock, Query
from domain.terms import LockScope, QueryState
from tests.ui.build import make_session
from tests.ui.people import COORDINATOR, INVESTIGATOR, MONITOR, change_person, make_people_study, open_as
from ui.dialogs.data_lock import DataLockDialog
from ui.screens.study_screen import StudyScreen
from ui.session import Session
from ui.theme import apply_theme
from ui.words.lock import targets_of


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    apply_theme(qapp, "light")
    session = open_as(make_people_study(tmp_path / "s.titrant", "1N 2MNN"), MONITOR)
    for place, field in ((0, "sex"), (1, "tumour_type")):
        record = session.file.records()["subject"][place]
        session.do(
            lambda record=record, field=field: session.file.open_query(  # type: ignore[misc]
                "subject", record.record_id, field, f"Is the {field} right?", person=session.person, now=session.clock()
            )
        )
    yield session
    session.file.close()


@pytest.fixture
def screen(qtbot: Any, session: Session) -> StudyScreen:
    screen = StudyScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1280, 720)
    screen.show()
    with qtbot.waitActive(screen):
        screen.activateWindow()
    return screen


def queries(session: Session) -> list[Query]:
    return [one for one in session.file.records()[Query.kind] if isinstance(one, Query)]


# TRU-5
def test_the_rail_counts_what_is_not_closed_and_the_list_filters_by_state_and_subject(
    screen: StudyScreen, session: Session
) -> None:
    assert "2 waiting" in screen.rail._buttons["queries"].accessibleName()
    screen.go_to("queries")
    page: Any = screen.page
    assert len(page.model.rows) == 2
    page.subject.set_value(queries(session)[0].subject_id)
    assert [row.query for row in page.model.rows] == [queries(session)[0]]
    page.clear_filters()
    page.state.set_value("closed")
    assert not page.model.rows
    assert page.empty.isVisible()


# TRU-6
def test_the_coverage_is_of_the_subjects_at_the_cut_off_that_is_chosen(screen: StudyScreen, session: Session) -> None:
    screen.go_to("queries")
    page: Any = screen.page
    now = len(page.coverage_model.rows)
    session.choose_cut_off(session.clock() - timedelta(days=45))
    assert len(page.coverage_model.rows) == len(session.study.subjects) < now


# TRU-5
def test_enter_on_a_query_goes_to_its_field_and_a_correction_there_is_linked(
    screen: StudyScreen, session: Session
) -> None:
    change_person(session, COORDINATOR)
    screen.go_to("queries")
    page: Any = screen.page
    query = next(one for one in queries(session) if one.field == "tumour_type")
    page.show_query(query.record_id)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    view = screen.page.view  # type: ignore[attr-defined]
    assert screen.subject_id == query.subject_id
    row = view.panel.form.form.row("tumour_type")
    QApplication.processEvents()
    assert screen.focusWidget() is row.control
    assert view.panel.form.through_query == query.record_id
    row.set_value("gastric cancer")
    view.panel.form.form.row("change_reason").set_value("as in the report")
    view.panel.form.form.submit()
    assert len(session.file.changes_through(query.record_id)) == 1


# TRU-5
def test_a_query_is_answered_in_the_list_and_what_is_typed_is_not_lost(screen: StudyScreen, session: Session) -> None:
    change_person(session, COORDINATOR)
    screen.go_to("queries")
    page: Any = screen.page
    page.conversation.take_focus()
    page.conversation.text.set_value("The source says so.")
    assert screen.has_unsaved()
    QTest.keyClick(page.conversation.text.edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert sorted(one.state for one in queries(session)) == [QueryState.ANSWERED, QueryState.OPEN]
    assert not screen.has_unsaved()


# TRU-6
def test_coverage_is_shown_by_subject_and_on_the_decision_page(screen: StudyScreen, session: Session) -> None:
    subject: Any = session.file.records()["subject"][0]
    session.do(
        lambda: session.file.verify_source("subject", subject.record_id, "", person=session.person, now=session.clock())
    )
    screen.go_to("queries")
    page: Any = screen.page
    row = next(row for row in page.coverage_model.rows if row.subject_id == subject.subject_id)
    assert row.coverage.forms_verified == 1
    assert row.coverage.fields_verified == 5
    assert page.coverage_said.text().startswith("1 of ")
    screen.go_to("decisions")
    decisions: Any = screen.page
    assert "forms and" in decisions.coverage.said.text()
    assert not decisions.coverage.isHidden()


def test_a_study_without_accounts_has_no_queries_in_the_rail(qtbot: Any, tmp_path: Path) -> None:
    session = make_session(tmp_path, "1N")
    screen = StudyScreen(session)
    qtbot.addWidget(screen)
    assert "queries" not in screen.rail._buttons
    screen.go_to("queries")
    assert screen.rail.current() == "overview"
    session.file.close()


# TRU-5
@pytest.mark.parametrize("scope", [LockScope.SUBJECT, LockScope.LEVEL, LockScope.STUDY])
def test_a_subject_a_level_and_the_study_are_locked_and_unlocked_with_a_reason(
    qtbot: Any, session: Session, scope: LockScope
) -> None:
    change_person(session, INVESTIGATOR)
    subject: Any = session.file.records()["subject"][0]
    targets = targets_of(session, subject.subject_id)
    chosen = next(target for target in targets if target[0] is scope)
    for button, locked in (("Lock", True), ("Unlock", False)):
        dialog = DataLockDialog(session, targets)
        qtbot.addWidget(dialog)
        dialog.target.set_value(chosen)
        assert dialog.accept_button.text() == button
        assert not dialog.accept_button.isEnabled()
        dialog.reason.set_value("interim analysis")
        dialog.accept()
        (lock,) = session.file.records()[Lock.kind]
        assert isinstance(lock, Lock)
        assert (lock.scope, lock.is_locked) == (scope, locked)


# TRU-5
def test_whoever_may_not_unlock_is_not_offered_it(qtbot: Any, session: Session) -> None:
    dialog = DataLockDialog(session, targets_of(session))
    qtbot.addWidget(dialog)
    dialog.reason.set_value("why not")
    assert not dialog.accept_button.isEnabled()


# TRU-5
def test_a_locked_subject_takes_no_new_record_on_screen(screen: StudyScreen, session: Session) -> None:
    change_person(session, INVESTIGATOR)
    subject: Any = session.file.records()["subject"][0]
    screen.open_subject(subject.subject_id)
    view = screen.page.view  # type: ignore[attr-defined]
    assert not view.head.event_button.isHidden()
    session.do(
        lambda: session.file.lock(
            LockScope.SUBJECT, subject.subject_id, reason="done", person=session.person, now=session.clock()
        )
    )
    assert view.head.event_button.isHidden()
    assert not view.custody.lock_link.isHidden()
    assert view.custody.lock_link.text() == "Unlock…"
