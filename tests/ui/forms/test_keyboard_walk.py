"""USE-1, by keyboard alone. From an empty study to a dose, an event and a correction, by keyboard alone."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.partial_date import PartialDate
from domain.records import Administration, AdverseEvent, Eligibility, Enrolment, Leaving
from domain.terms import AeOutcome, DltMark, DoseChange, Grade, LeaveReason, Relationship, Sex
from tests.ui.forms.conftest import Clock, Typist
from ui.pages.subjects_page import SubjectsPage
from ui.session import Session

ID = "01-001"


@pytest.fixture
def subject(page: SubjectsPage, typist: Typist) -> str:
    """A subject who has consented, typed."""
    page.add_record()
    typist.fills("15 Nov 2026", "f", "1968", "62.4", "Colorectal")
    typist.saves()
    return ID


@pytest.fixture
def eligible(page: SubjectsPage, subject: str, typist: Typist) -> str:
    page.open_subject(subject)
    page.view.start_record(Eligibility)
    typist.fills("e")
    typist.saves()
    return subject


@pytest.fixture
def enrolled(page: SubjectsPage, eligible: str, typist: Typist) -> str:
    page.view.start_record(Enrolment)
    typist.saves()
    return eligible


@pytest.fixture
def dosed(page: SubjectsPage, enrolled: str, typist: Typist) -> str:
    page.view.start_record(Administration)
    typist.saves()
    return enrolled


def test_a_subject_is_added_with_the_next_free_number(session: Session, page: SubjectsPage, subject: str):
    added = session.study.subject(subject)
    assert (added.sex, added.birth_year, added.weight_kg, added.tumour_type) == (
        Sex.FEMALE, 1968, Decimal("62.4"), "Colorectal",
    )  # fmt: skip
    assert page.list.panel.form is None
    page.add_record()
    assert page.list.panel.form is not None
    assert page.list.panel.form.form.values()["subject_id"] == "01-002"


def test_eligibility_is_recorded_with_todays_date(session: Session, eligible: str):
    answer = session.study.eligibility(eligible)
    assert answer is not None
    assert answer.is_eligible
    assert str(answer.decided_on) == "2026-11-20"


def test_a_screen_failure_needs_its_reason(session: Session, page: SubjectsPage, subject: str, typist: Typist):
    page.open_subject(subject)
    page.view.start_record(Eligibility)
    typist.fills("s")
    typist.saves()
    assert session.study.eligibility(subject) is None
    typist.types("ALT above 3 x ULN")
    typist.saves()
    answer = session.study.eligibility(subject)
    assert answer is not None
    assert (answer.is_eligible, answer.reason) == (False, "ALT above 3 x ULN")
    assert not page.view.head.step_button.isVisible()


def test_enrolment_takes_the_open_level_and_reserves_the_slot(session: Session, page: SubjectsPage, enrolled: str):
    enrolment = session.study.enrolment(enrolled)
    assert enrolment is not None
    assert enrolment.dose_level == 1
    assert session.study.reserved(session.part, 1) == (enrolment,)
    assert page.view.head.step_button.text() == "Record first dose"
    assert session.study.deviations == ()


def test_the_first_dose_is_level_times_weight_now(session: Session, clock: Clock, dosed: str):
    dose = session.study.first_dose(dosed)
    assert dose is not None
    assert dose.started_at == clock.now
    assert dose.planned_mg == dose.given_mg == Decimal("0.624")
    assert session.study.deviations == ()


def test_a_later_cycle_with_another_weight_and_an_interruption(
    session: Session, page: SubjectsPage, clock: Clock, dosed: str, typist: Typist
):
    clock.pass_by(days=21)
    session.refresh()
    assert page.view.head.step_button.text() == "Record cycle 2 dose"
    page.view.start_record(Administration)
    # The dose given opens a field for its justification; the change and its reason close it again.
    typist.fills("11 Dec 2026 08:40", None, "60", None, "0.3", None, "inter", "infusion reaction after 20 min")
    typist.saves()
    dose = session.study.administrations(dosed)[-1]
    assert (dose.cycle, dose.weight_kg, dose.planned_mg, dose.given_mg) == (
        2, Decimal(60), Decimal("0.6"), Decimal("0.3"),
    )  # fmt: skip
    assert (dose.change, dose.reason) == (DoseChange.INTERRUPTED, "infusion reaction after 20 min")
    assert session.words.moment(dose.started_at) == "11 Dec 2026 08:40"


def test_an_omitted_dose_is_zero(session: Session, page: SubjectsPage, clock: Clock, dosed: str, typist: Typist):
    clock.pass_by(days=21)
    page.view.start_record(Administration)
    typist.fills(None, None, None, None, None, "om", "fever")
    typist.saves()
    assert session.study.administrations(dosed)[-1].given_mg == 0


def test_an_adverse_event(session: Session, page: SubjectsPage, clock: Clock, dosed: str, typist: Typist):
    clock.pass_by(days=5)
    session.refresh()
    page.add_record()
    typist.fills("rash mac", "2", "22 Nov 2026", "", "pos", None, "dose", "recovering", "n")
    typist.saves()
    (event,) = session.study.events_of(dosed)
    assert event.term == "Rash maculo-papular"
    assert (event.grade, event.relationship) == (Grade.MODERATE, Relationship.POSSIBLE)
    assert (event.onset, event.end, event.outcome) == (PartialDate(2026, 11, 22), None, AeOutcome.RECOVERING)
    assert page.view.events_model.rowCount() == 1


def test_a_dlt_with_the_assessors_reason(
    session: Session, page: SubjectsPage, clock: Clock, dosed: str, typist: Typist
):
    clock.pass_by(days=5)
    session.refresh()
    page.add_record()
    typist.fills("alanine", "3", "nov 2026", "", "prob", "ser", None, None, "y", "ALT 236 U/L, admitted")
    typist.saves()
    (event,) = session.study.events_of(dosed)
    assert (event.onset, event.is_serious, event.dlt_mark) == (PartialDate(2026, 11), True, DltMark.YES)
    assert event.dlt_reason == "ALT 236 U/L, admitted"
    assert session.status.recommendation.tally(1).dlt == 1


def test_leaving_the_study(session: Session, page: SubjectsPage, clock: Clock, dosed: str, typist: Typist):
    clock.pass_by(days=9)
    session.refresh()
    page.view.start_record(Leaving)
    typist.fills("28 Nov 2026 10:00", "consent", "moved away")
    typist.saves()
    leaving = session.study.leaving(dosed)
    assert leaving is not None
    assert (leaving.reason, leaving.comment) == (LeaveReason.CONSENT_WITHDRAWN, "moved away")
    assert not page.view.head.step_button.isVisible()


def test_a_correction_is_opened_typed_and_saved(session: Session, page: SubjectsPage, dosed: str, typist: Typist):
    page.view.doses.table.setFocus()
    typist.press(Qt.Key.Key_Return)
    form = page.view.panel.form
    assert form is not None
    typist.fills(None, None, "61.9")
    assert form.form.row("weight_kg").hint.text() == "before: 62.4"
    typist.tab(4)
    typist.types("Scale read again")
    assert QApplication.focusWidget().accessibleName() == "Reason for the change"
    typist.saves()
    dose = session.study.first_dose(dosed)
    assert dose is not None
    assert (dose.weight_kg, dose.planned_mg, dose.given_mg) == (Decimal("61.9"), Decimal("0.619"), Decimal("0.619"))
    assert [entry.event.reason for entry in session.file.history(Administration.kind, dose.record_id)] == [
        "", "Scale read again",
    ]  # fmt: skip


def test_the_history_of_a_record_is_two_actions_away(session: Session, page: SubjectsPage, dosed: str, typist: Typist):
    page.view.doses.table.setFocus()
    typist.press(Qt.Key.Key_Return)
    form = page.view.panel.form
    assert form is not None
    form.history_link.setFocus()
    typist.press(Qt.Key.Key_Return)
    assert page.view.panel.history is not None
    typist.press(Qt.Key.Key_Escape)
    assert page.view.panel.history is None
    assert page.view.panel.form is form


def test_the_subjects_own_particulars_are_corrected_from_the_course(
    session: Session, page: SubjectsPage, subject: str, typist: Typist
):
    page.open_subject(subject)
    page.view.course.table.setFocus()
    typist.press(Qt.Key.Key_Return)
    assert page.view.panel.form is not None
    typist.fills(None, None, "1969")
    page.view.panel.form.form.row("change_reason").focus_control()
    typist.types("Misread")
    typist.saves()
    assert session.study.subject(subject).birth_year == 1969


def test_an_event_is_recorded_before_any_dose(session: Session, page: SubjectsPage, subject: str, typist: Typist):
    page.open_subject(subject)
    page.add_record()
    typist.fills("nausea", "1", "16 Nov 2026", "17 Nov 2026", "not", None, None, "recovered", None)
    typist.saves()
    (event,) = session.study.adverse_events
    assert isinstance(event, AdverseEvent)
    assert event.dlt_mark is DltMark.NOT_ASSESSED
