"""The screening tab on a real study file: countdown, criteria by keyboard, consents, failure, screened again, paper."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.records import Consent, CriterionAnswer, Eligibility, Subject
from domain.terms import ConsentKind, CriterionResult, Sex
from tests.ui.forms.conftest import Typist
from tests.ui.pages.studies import NOW, PERSON, make_file
from tests.ui.people import COORDINATOR, INVESTIGATOR, PASSWORD, change_person, make_people_study, open_as
from ui.forms.eligibility_form import EligibilityForm
from ui.forms.screening_forms import ConsentForm, RescreeningForm
from ui.forms.sign_card import SignCard
from ui.pages.subject_screening import SubjectScreening
from ui.pages.subjects_page import SubjectsPage
from ui.reports.output import render_pages
from ui.session import Session
from ui.theme import apply_theme

ID = "01-001"
CONSENT = date(2026, 11, 11)


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    apply_theme(qapp, "light")
    with make_file(tmp_path / "s.titrant", "") as file:
        session = Session(file, PERSON, clock=lambda: NOW)
        session.save(
            Subject(
                record_id="s1", subject_id=ID, consent_date=CONSENT, sex=Sex.FEMALE, birth_year=1961,
                tumour_type="Gastric",
            )
        )  # fmt: skip
        yield session


def open_page(qtbot, session: Session, subject_id: str = ID) -> SubjectsPage:
    page = SubjectsPage(session)
    session.changed.connect(lambda _changes: page.show_study())
    qtbot.addWidget(page)
    page.resize(1080, 720)
    page.show_study()
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    page.open_subject(subject_id)
    page.view.show_tab("screening")
    return page


@pytest.fixture
def page(qtbot, session: Session) -> SubjectsPage:
    return open_page(qtbot, session)


def tab_of(page: SubjectsPage) -> SubjectScreening:
    tab = page.view.tab
    assert isinstance(tab, SubjectScreening)
    return tab


def answer_all(page: SubjectsPage) -> None:
    """The fixture's keyboard: every inclusion yes, every exclusion no."""
    grid = tab_of(page).criteria
    for row in grid.rows:
        row.answer.set_value(CriterionResult.MET if row.asked.criterion.is_inclusion else CriterionResult.NOT_MET)
    grid.submit()


def fail(session: Session, days_after_consent: int = 4) -> None:
    session.save(
        Eligibility(
            record_id="e1", subject_id=ID, is_eligible=False, reason="creatinine",
            decided_on=CONSENT + timedelta(days=days_after_consent),
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days_ago", "said"),
    [
        (9, "Day 9 of 28, until 9 Dec 2026"),
        (0, "Day 0 of 28, until 18 Dec 2026"),
        (28, "Day 28 of 28, until 20 Nov 2026"),
        (29, "Over since 19 Nov 2026: day 29 of 28"),
    ],
)
def test_the_window_is_counted_down(qtbot, session: Session, days_ago: int, said: str):  # SUB-1
    consent = NOW.astimezone(session.study.zone).date() - timedelta(days=days_ago)
    session.save(
        Subject(
            record_id="s2", subject_id="01-002", consent_date=consent, sex=Sex.MALE, birth_year=1960, tumour_type="Lung"
        )
    )
    tab = tab_of(open_page(qtbot, session, "01-002"))
    assert tab.head.day.text() == said
    assert tab.head.again_button.isVisible() == (days_ago == 29)
    assert tab.head.eligible_button.isVisible() == (days_ago < 29)


def test_keys_answer_walk_and_fill_in_the_date(page: SubjectsPage, session: Session):  # SUB-10
    grid = tab_of(page).criteria
    assert [row.asked.criterion.code for row in grid.rows] == [one.code for one in session.study.protocol.criteria]
    typist = Typist(page)
    grid.focus_first_open()
    typist.press(Qt.Key.Key_Y, Qt.Key.Key_N)
    assert QApplication.focusWidget() is grid.rows[2].answer
    typist.press(Qt.Key.Key_Up)
    assert QApplication.focusWidget() is grid.rows[1].answer
    typist.press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    typist.press(Qt.Key.Key_A)
    assert QApplication.focusWidget() is grid.rows[3].remark.control  # "not applicable" asks why
    assert [row.day.value() for row in grid.rows[:4]] == [date(2026, 11, 20), date(2026, 11, 20), None, None]
    assert "against the subject: I2" in grid.standing.text()
    assert "speaks against the subject" in grid.rows[1].accessibleName()
    assert not grid.save_button.isEnabled()
    grid.rows[3].remark.set_value("male")
    assert grid.save_button.text() == "Save 3 answers"
    assert page.view.has_unsaved()


def test_all_are_saved_as_one_act_and_the_unmet_are_named(page: SubjectsPage, session: Session):  # SUB-10
    grid = tab_of(page).criteria
    grid.usual.set_value(date(2026, 11, 14))
    grid.row("I6").answer.set_value(CriterionResult.NOT_MET)
    before = session.file.position
    answer_all(page)
    assert session.file.position == before + 14
    assert len(session.study.criteria_of(ID)) == 14
    assert {one.evidence_on for one in session.study.criteria_of(ID)} == {date(2026, 11, 14)} | {
        row.day.value() for row in grid.rows
    }
    assert not page.view.has_unsaved()
    assert grid.standing.text() == "14 of 14 answered · none speaks against the subject"


def test_a_recorded_answer_is_corrected_with_a_reason_and_never_cleared(page: SubjectsPage, session: Session):
    answer_all(page)
    grid = tab_of(page).criteria
    row = grid.row("I6")
    row.go()
    Typist(page).press(Qt.Key.Key_Delete)
    assert row.result is CriterionResult.MET  # still recorded
    row.answer.set_value(CriterionResult.NOT_MET)
    assert grid.reason.isVisible()
    assert not grid.save_button.isEnabled()
    grid.reason.set_value("second sample")
    grid.submit()
    record = next(one for one in session.study.criteria_of(ID) if one.criterion == "I6")
    assert record.result is CriterionResult.NOT_MET
    history = session.file.history(CriterionAnswer.kind, record.record_id)
    assert [entry.event.reason for entry in history] == ["", "second sample"]


def _answer_of(session: Session, code: str) -> CriterionAnswer:
    return next(one for one in session.study.criteria_of(ID) if one.criterion == code)


def _correct_unseen(session: Session, code: str, result: CriterionResult) -> None:
    """Somebody else corrects an answer, and no page has heard of it."""
    record = replace(_answer_of(session, code), result=result, comment="by somebody else")
    session.file.correct(
        record, person=PERSON, now=NOW, reason="misread", seen=session.file.last_event(record.record_id)
    )


def test_an_answer_that_was_not_seen_is_not_overwritten(qtbot, page: SubjectsPage, session: Session):  # SUB-10, TRU-1
    answer_all(page)
    grid = tab_of(page).criteria
    _correct_unseen(session, "I6", CriterionResult.NOT_APPLICABLE)
    grid.row("I6").answer.set_value(CriterionResult.NOT_MET)
    grid.reason.set_value("second sample")
    with qtbot.waitSignal(session.refused):
        grid.submit()
    assert _answer_of(session, "I6").comment == "by somebody else"
    assert grid.is_dirty


def test_what_somebody_saved_meanwhile_is_said_beside_what_would_replace_it(page: SubjectsPage, session: Session):
    answer_all(page)
    row = tab_of(page).criteria.row("I6")
    row.answer.set_value(CriterionResult.NOT_MET)
    assert row.remark.hint.text() == ""
    _correct_unseen(session, "I6", CriterionResult.NOT_APPLICABLE)
    session.refresh()
    assert row.result is CriterionResult.NOT_MET
    assert row.remark.hint.text() == "replaces N/A, saved meanwhile"
    grid = tab_of(page).criteria
    grid.reason.set_value("asked again")
    grid.submit()
    assert _answer_of(session, "I6").result is CriterionResult.NOT_MET
    assert row.remark.hint.text() == ""


def test_what_looks_like_a_name_asks_why_and_becomes_a_deviation(page: SubjectsPage, session: Session):  # SUB-10
    grid = tab_of(page).criteria
    row = grid.row("I1")
    row.answer.set_value(CriterionResult.MET)
    row.remark.set_value("患者：张伟")
    assert not grid.save_button.isEnabled()
    assert row.remark.findings[0][0] == "soft"
    row.remark.set_justification("the name of the trial site's street")
    assert grid.save_button.isEnabled()
    grid.submit()
    assert [one.code for one in session.study.deviations] == ["looks_like_name"]


def test_an_unreadable_and_a_future_date_hold_up_saving(page: SubjectsPage):  # issue 9: bad input
    grid = tab_of(page).criteria
    row = grid.row("I1")
    row.answer.set_value(CriterionResult.MET)
    for text in ("31 Feb 2026", "tomorrow", "21 Nov 2026"):
        row.day.control.setText(text)  # type: ignore[attr-defined]
        assert not grid.save_button.isEnabled(), text
    row.day.control.setText("20 Nov 2026")  # type: ignore[attr-defined]
    assert grid.save_button.isEnabled()


def test_what_was_typed_is_given_up_the_second_time(page: SubjectsPage):
    grid = tab_of(page).criteria
    grid.row("I1").answer.set_value(CriterionResult.MET)
    grid.discard()
    assert grid.is_dirty
    assert "Esc again" in grid.count.text()
    assert not page.view.may_leave()
    grid.discard()
    assert not grid.is_dirty


def _yes() -> Eligibility:
    return Eligibility(record_id="new", subject_id=ID, is_eligible=True, decided_on=date(2026, 11, 20))


def test_a_yes_with_open_criteria_asks_why(page: SubjectsPage):  # SUB-10
    tab_of(page).head.eligible_button.click()
    form = page.view.panel.form
    assert isinstance(form, EligibilityForm)
    assert not form.form.can_save
    assert [one.code for one in form.check(_yes(), NOW)] == ["criteria_not_met"]
    page.view.panel.close_form()
    answer_all(page)
    tab_of(page).head.eligible_button.click()
    form = page.view.panel.form
    assert isinstance(form, EligibilityForm)
    assert form.form.can_save
    assert form.check(_yes(), NOW) == []


def test_a_failure_is_screened_again_with_answers_of_its_own(page: SubjectsPage, session: Session):  # SUB-10
    answer_all(page)
    tab_of(page).head.failure_button.click()
    form = page.view.panel.form
    assert form is not None
    assert form.value("is_eligible") is False
    page.view.panel.close_form()
    fail(session)
    tab = tab_of(page)
    assert tab.head.day.text() == "Screen failure on day 4 of 28"
    assert "creatinine" in tab.head.outcome.text()
    tab.head.again_button.click()
    form = page.view.panel.form
    assert isinstance(form, RescreeningForm)
    form.form.row("reason").set_value("creatinine is normal")
    form.form.submit()
    assert len(session.study.rescreenings_of(ID)) == 1
    assert tab.head.day.text() == "Day 0 of 28, until 18 Dec 2026"
    assert tab.which.isVisible()
    assert all(row.result is None for row in tab.criteria.rows)
    assert tab.screenings.isVisible()
    tab.which.set_value(1)
    assert all(row.result is not None for row in tab.criteria.rows)  # the first one's, to be read
    assert not tab.criteria.save_button.isVisible()
    tab.which.set_value(2)
    answer_all(page)
    assert sorted({one.screening for one in session.study.criteria_of(ID)}) == [1, 2]
    assert len(session.study.criteria_of(ID)) == 28


def test_consents_and_the_new_form(page: SubjectsPage, session: Session):  # SUB-10
    tab = tab_of(page)
    tab.consent_link.click()
    form = page.view.panel.form
    assert isinstance(form, ConsentForm)
    assert form.value("consented_on") == CONSENT
    form.form.row("form_version").set_value("1.0")
    form.form.submit()
    assert [one.form_version for one in session.study.consents_of(ID)] == ["1.0"]
    assert tab._note is None
    session.save(
        Subject(
            record_id="s2", subject_id="01-002", consent_date=date(2026, 11, 18), sex=Sex.MALE, birth_year=1960,
            tumour_type="Lung",
        )
    )  # fmt: skip
    session.save(Consent(record_id="c2", subject_id="01-002", form_version="2.0", consented_on=date(2026, 11, 18)))
    assert tab._note is not None
    assert "version 2.0" in tab._note.accessibleName()
    tab.consent_link.click()
    form = page.view.panel.form
    assert form is not None
    assert (form.value("form_version"), form.value("consent_kind")) == ("2.0", ConsentKind.RE_CONSENT)
    form.form.submit()
    assert tab._note is None


def test_the_checklist_is_one_page_with_every_criterion(page: SubjectsPage, session: Session, tmp_path: Path):
    answer_all(page)
    tab = tab_of(page)
    report = tab.checklist(NOW)
    assert len(render_pages(report, 40)) == 1
    texts = [one.asked.criterion.code for one in report.blocks if hasattr(one, "asked")]
    assert texts == [one.code for one in session.study.protocol.criteria]
    assert tab.save_checklist(tmp_path / "list.pdf")
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")
    assert not tab.save_checklist(tmp_path / "no" / "folder.pdf")
    assert tab.trouble.isVisible()


def test_the_longest_list_still_fits_on_one_page(qtbot, qapp: QApplication, tmp_path: Path):
    apply_theme(qapp, "light")
    with make_file(tmp_path / "s.titrant", "1?", protocol_id="imm27m") as file:
        session = Session(file, PERSON, clock=lambda: NOW)
        subject_id = session.study.subjects[0].subject_id
        tab = tab_of(open_page(qtbot, session, subject_id))
        assert len(render_pages(tab.checklist(NOW), 40)) == 1


# TRU-2, SUB-10
def test_the_investigator_signs_and_the_coordinator_may_not_answer(qtbot, qapp: QApplication, tmp_path: Path):
    apply_theme(qapp, "light")
    session = open_as(make_people_study(tmp_path / "s.titrant", "1N 2?"), INVESTIGATOR)
    page = open_page(qtbot, session, session.study.subjects[0].subject_id)
    tab = tab_of(page)
    assert tab.head.sign_button.isVisible()
    tab.head.sign_button.click()
    card = page.view.panel.over
    assert isinstance(card, SignCard)
    card.signer.password.setText(PASSWORD)
    card.sign_button.click()
    assert any("Chen Hao" in box.accessibleName() for box in tab._signatures(tab._screening()))
    assert tab._changed_after(tab._screening()) == ()
    answer_all(page)
    assert len(tab._changed_after(tab._screening())) == 14  # answered after the signature: said so
    change_person(session, COORDINATOR)
    page.show_study()
    assert not tab.head.failure_button.isVisible()
    assert not tab.head.eligible_button.isVisible()
    session.file.close()
