"""What is said of a record beside its form: history, queries, verification, signatures, locks (TRU-1 to TRU-6)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from domain.content import CASEBOOK
from domain.records import AdverseEvent, Query, Record, Signature, SourceVerification
from domain.terms import LockScope, QueryState, SignatureMeaning
from domain.verification_state import Verified
from storage.keys.key_store import KeyStore
from tests.ui.encrypted import system_events
from tests.ui.people import (
    COORDINATOR,
    INVESTIGATOR,
    MEDICAL_MONITOR,
    MONITOR,
    PASSWORD,
    change_person,
    make_people_study,
    open_as,
)
from ui.forms.history_card import HistoryCard
from ui.forms.query_card import QueryCard
from ui.forms.sign_card import SignCard
from ui.pages.subjects_page import SubjectsPage
from ui.session import Session
from ui.theme import apply_theme


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    apply_theme(qapp, "light")
    session = open_as(make_people_study(tmp_path / "s.titrant", "1N 2MNN"), COORDINATOR)
    yield session
    session.file.close()


@pytest.fixture
def page(qtbot: Any, session: Session) -> SubjectsPage:
    page = SubjectsPage(session)
    session.changed.connect(lambda _changes: page.show_study())
    qtbot.addWidget(page)
    page.resize(1240, 852)
    page.show_study()
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    return page


def subject(session: Session) -> Record:
    return session.file.records()["subject"][0]


def open_subject_form(page: SubjectsPage) -> Any:
    record: Any = subject(page.session)
    page.open_subject(record.subject_id)
    page.view.open_record(record.record_id)
    return page.view.panel


def said(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def press(page: SubjectsPage, key: Qt.Key) -> None:
    QApplication.processEvents()
    QTest.keyClick(page.window().windowHandle(), key)


def change_weight(session: Session, weight: Any) -> None:
    person = session.person
    change_person(session, COORDINATOR)
    record: Any = subject(session)
    assert session.save(replace(record, tumour_type=weight), reason="misread the chart")
    change_person(session, next(a for a in session.file.records()["account"] if a.user_id == person.user_id))


# TRU-1
def test_a_fields_history_is_one_key_away_from_the_field(page: SubjectsPage, session: Session) -> None:
    change_weight(session, "gastric cancer")
    panel = open_subject_form(page)
    panel.form.form.row("tumour_type").focus_control()
    press(page, Qt.Key.Key_F2)
    assert isinstance(panel.over, HistoryCard)
    text = said(panel.over)
    assert "gastric cancer" in text
    assert "misread the chart" in text
    assert "Wang Fang, coordinator" in text
    assert "Entered" in text
    assert "Corrected" in text
    assert "Year of birth" not in text
    press(page, Qt.Key.Key_Escape)
    assert panel.over is None
    assert panel.form.form.row("tumour_type").control.hasFocus()


# TRU-1
def test_a_right_click_on_a_field_offers_its_history_beside_cut_and_paste(page: SubjectsPage) -> None:
    panel = open_subject_form(page)
    control = panel.form.form.row("tumour_type").control
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(4, 4), control.mapToGlobal(QPoint(4, 4)))
    QApplication.sendEvent(control, event)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    texts = [action.text() for action in menu.actions()]
    assert any(text.startswith("History of ") for text in texts)
    assert len(texts) > 3
    menu.close()


# TRU-1
def test_a_table_row_shows_the_history_of_its_record_by_f2(page: SubjectsPage, session: Session) -> None:
    page.open_subject(subject(session).subject_id)  # type: ignore[attr-defined]
    page.view.show_tab("dosing")
    table = page.view.tab.doses.table
    table.select_row(0)
    table.setFocus()
    QApplication.processEvents()
    press(page, Qt.Key.Key_F2)
    assert page.view.panel.history is not None


# TRU-5
def test_a_query_is_opened_answered_by_a_correction_and_closed(page: SubjectsPage, session: Session) -> None:
    change_person(session, MONITOR)
    panel = open_subject_form(page)
    panel.form.form.row("tumour_type").focus_control()
    press(page, Qt.Key.Key_F3)
    assert isinstance(panel.over, QueryCard)
    panel.over.text.set_value("The pathology report says gastric.")
    QTest.keyClick(panel.over.text.edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    query = session.file.records()[Query.kind][0]
    assert isinstance(query, Query)
    assert query.field == "tumour_type"
    assert query.state is QueryState.OPEN
    panel.over.closed.emit()
    marks = panel.form.form.row("tumour_type").marks
    assert [mark.icon_name for mark in marks] == ["question", "square"]

    change_person(session, COORDINATOR)
    panel.close_form()
    page.view.open_field(query.about_id, "tumour_type", query.record_id)
    assert panel.form.through_query == query.record_id
    panel.form.form.row("tumour_type").set_value("gastric cancer")
    panel.form.form.row("change_reason").set_value("as in the report")
    panel.form.form.submit()
    assert [entry.through_query for entry in session.file.changes_through(query.record_id)] == [query.record_id]

    panel.show_query(subject(session), "tumour_type", query.record_id)
    assert "gastric cancer" in said(panel.over)
    panel.over.text.set_value("Corrected.")
    panel.over.say_button.click()
    change_person(session, MONITOR)
    panel.over.text.set_value("Settled.")
    panel.over.say_button.click()
    closed = session.file.records()[Query.kind][0]
    assert isinstance(closed, Query)
    assert closed.state is QueryState.CLOSED
    assert [message.name for message in closed.messages] == ["Li Na", "Wang Fang", "Li Na"]
    assert panel.over.say_button.text() == "Open again"


# TRU-6
def test_a_monitor_verifies_a_field_by_key_and_a_later_change_withdraws_it(
    page: SubjectsPage, session: Session
) -> None:
    change_person(session, MONITOR)
    panel = open_subject_form(page)
    panel.form.form.row("tumour_type").focus_control()
    press(page, Qt.Key.Key_F4)
    assert panel.tools.verification().of("tumour_type") is Verified.YES
    assert [mark.icon_name for mark in panel.form.form.row("tumour_type").marks] == ["check"]
    change_weight(session, "gastric cancer")
    assert panel.tools.verification().of("tumour_type") is Verified.WITHDRAWN
    assert "Verification withdrawn" in said(panel.tools)
    assert [mark.icon_name for mark in panel.form.form.row("tumour_type").marks] == ["triangle"]


# TRU-6
def test_a_whole_form_is_verified_at_once_and_taken_back_with_a_reason(page: SubjectsPage, session: Session) -> None:
    change_person(session, MONITOR)
    panel = open_subject_form(page)
    panel.tools.verify_form()
    assert panel.tools.verification().state is Verified.YES
    panel.withdraw_verification(panel.tools.record, "tumour_type", "looked at the wrong page")
    assert panel.tools.verification().state is Verified.NO
    held = session.file.records()[SourceVerification.kind]
    assert [one.is_withdrawn for one in held if isinstance(one, SourceVerification)] == [True]


# TRU-5
def test_whoever_may_not_change_a_form_reads_it_with_every_field_in_reach(page: SubjectsPage, session: Session) -> None:
    change_person(session, MONITOR)
    panel = open_subject_form(page)
    assert panel.form.form.save_button.isHidden()
    assert "For reading only" in said(panel.tools)
    row = panel.form.form.row("tumour_type")
    before = row.value()
    row.focus_control()
    QTest.keyClicks(row.control, "xyz")
    assert row.value() == before
    assert row.control.hasFocus()
    sex = panel.form.form.row("sex")
    kept = sex.value()
    sex.focus_control()
    QTest.keyClick(sex.control.focusProxy() or sex.control, Qt.Key.Key_Right)
    assert sex.value() == kept


# TRU-2
def test_an_investigator_signs_a_form_with_the_password_and_a_change_breaks_it(
    page: SubjectsPage, session: Session
) -> None:
    change_person(session, INVESTIGATOR)
    panel = open_subject_form(page)
    panel.tools.sign_wanted.emit(panel.tools.record)
    card = panel.over
    assert isinstance(card, SignCard)
    assert card.signer.asks_password
    assert not card.sign_button.isEnabled()
    card.signer.password.setText("not the password")
    card.sign_button.click()
    assert not session.file.records()[Signature.kind]
    assert "wrong" in card.signer.password_row.findings[0][1]
    assert len(KeyStore(session.file.path).read().failures) == 1
    card.signer.password.setText(PASSWORD)
    QTest.keyClick(card.signer.password, Qt.Key.Key_Return)
    (signature,) = session.file.records()[Signature.kind]
    assert isinstance(signature, Signature)
    assert signature.meaning is SignatureMeaning.RESPONSIBILITY
    assert "Chen Hao, investigator" in said(card)
    assert "Valid" in said(card)
    QApplication.processEvents()
    assert "log_in_failed" in system_events(session.file)
    change_weight(session, "gastric cancer")
    assert "BROKEN: changed since: Tumour type" in said(panel.over)


# TRU-2
def test_the_casebook_of_a_subject_is_signed_on_the_subjects_page(page: SubjectsPage, session: Session) -> None:
    change_person(session, INVESTIGATOR)
    subject_id = subject(session).subject_id  # type: ignore[attr-defined]
    page.open_subject(subject_id)
    assert page.view.custody.sign_link.text() == f"Sign casebook of {subject_id}"
    page.view.custody.sign_link.click()
    card = page.view.panel.over
    assert isinstance(card, SignCard)
    assert card.sign_button.text() == f"Sign casebook of {subject_id}"
    card.signer.password.setText(PASSWORD)
    card.sign_button.click()
    (signature,) = session.file.records()[Signature.kind]
    assert isinstance(signature, Signature)
    assert signature.about_kind == CASEBOOK
    assert "Chen Hao, investigator" in said(page.view.custody)
    change_weight(session, "gastric cancer")
    assert f"BROKEN: changed since: Subject: {subject_id} (Tumour type)" in said(page.view.custody)


def test_a_study_without_accounts_has_the_history_and_nothing_else(qtbot: Any, tmp_path: Path) -> None:
    from tests.ui.build import make_session

    session = make_session(tmp_path, "1N")
    page = SubjectsPage(session)
    qtbot.addWidget(page)
    page.show_study()
    panel = open_subject_form(page)
    assert panel.tools.isHidden()
    assert page.view.custody.isHidden()
    panel.tools.show_history()
    assert panel.history is not None
    session.file.close()


# TRU-5
def test_a_locked_form_says_who_locked_it_when_and_why_and_can_not_be_changed(
    page: SubjectsPage, session: Session
) -> None:
    change_person(session, INVESTIGATOR)
    record = subject(session)
    assert session.do(
        lambda: session.file.lock(
            LockScope.FORM, record.record_id, reason="data base lock", person=session.person, now=session.clock()
        )
    )
    change_person(session, COORDINATOR)
    panel = open_subject_form(page)
    text = said(panel.tools)
    assert "Locked: Subject" in text
    assert "Chen Hao, investigator" in text
    assert "data base lock" in text
    assert panel.form.form.save_button.isHidden()


# AE-5
def test_a_medical_monitor_reads_an_adverse_event_and_may_ask(page: SubjectsPage, session: Session) -> None:
    change_person(session, MEDICAL_MONITOR)
    event = session.file.records()[AdverseEvent.kind][0]
    assert isinstance(event, AdverseEvent)
    page.open_subject(event.subject_id)
    page.view.open_record(event.record_id)
    panel = page.view.panel
    panel.tools.ask()
    assert isinstance(panel.over, QueryCard)
    assert panel.over.say_button.text() == "Open query"
