"""USE-1: from an empty study to a dose, an event and a correction, by keyboard alone."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.eligibility import derive_unmet
from domain.partial_date import PartialDate
from domain.records import (
    Administration,
    AdverseEvent,
    CriterionAnswer,
    Eligibility,
    EndOfTreatment,
    Enrolment,
    GradeChange,
    Intervention,
    Leaving,
    Subject,
)
from domain.terms import (
    AeOutcome,
    CriterionResult,
    DoseChange,
    EndReason,
    Grade,
    InterventionKind,
    LeaveReason,
    Relationship,
    SeriousCriterion,
    Sex,
)
from tests.ui.forms.conftest import Clock, Typist
from ui.forms.adverse_event_form import AdverseEventForm
from ui.pages.subjects_page import SubjectsPage
from ui.session import Session
from ui.widgets.key_value import KeyValueRow

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
    page.view.show_tab("screening")
    page.view.tab.criteria.focus_first_open()
    # Seven inclusions and seven exclusions, a key each.
    typist.press(*[Qt.Key.Key_Y] * 7, *[Qt.Key.Key_N] * 7)
    typist.saves()
    page.view.show_tab("course")
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
def dosed(page: SubjectsPage, session: Session) -> str:
    """A subject with a first dose; recorded and not typed, because typing that far has tests of its own."""
    now, protocol = session.clock(), session.study.protocol
    subject = Subject(
        record_id="s1", subject_id=ID, consent_date=date(2026, 11, 15), sex=Sex.FEMALE, birth_year=1968,
        tumour_type="Colorectal", weight_kg=Decimal("62.4"),
    )  # fmt: skip
    answers = [
        CriterionAnswer(
            record_id=one.code, subject_id=ID, criterion=one.code, protocol_version=protocol.version, screening=1,
            result=CriterionResult.MET if one.is_inclusion else CriterionResult.NOT_MET, evidence_on=now.date(),
        )
        for one in protocol.criteria
    ]  # fmt: skip
    eligibility = Eligibility(record_id="e1", subject_id=ID, is_eligible=True, decided_on=now.date())
    part_id = session.part.part_id
    enrolment = Enrolment(record_id="n1", subject_id=ID, part_id=part_id, dose_level=1, enrolled_at=now)
    dose = Administration(
        record_id="d1", subject_id=ID, cycle=1, started_at=now, weight_kg=Decimal("62.4"),
        planned_mg=Decimal("0.624"), given_mg=Decimal("0.624"),
    )  # fmt: skip
    assert session.save_all([subject, *answers, eligibility, enrolment, dose])
    page.open_subject(ID)
    return ID


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


def test_criteria_are_answered_with_a_key_each_and_saved_as_one_act(session: Session, eligible: str):  # SUB-10
    answers = session.study.criteria_of(eligible)
    assert len(answers) == 14
    assert {str(one.evidence_on) for one in answers} == {"2026-11-20"}
    assert derive_unmet(session.study, eligible) == ()
    moments = {session.file.history("criterion_answer", one.record_id)[0].event.recorded_at for one in answers}
    assert len(moments) == 1
    assert session.study.deviations == ()


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


def test_the_first_dose_is_level_times_weight_now(
    session: Session, page: SubjectsPage, clock: Clock, enrolled: str, typist: Typist
):
    page.view.start_record(Administration)
    typist.saves()
    dose = session.study.first_dose(enrolled)
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
    typist.fills("rash mac", "2", "22 Nov 2026", "", "pos", None, "recovering")
    typist.saves()
    (event,) = session.study.events_of(dosed)
    assert event.term == "Rash maculo-papular"
    assert (event.grade, event.relationship) == (Grade.MODERATE, Relationship.POSSIBLE)
    assert (event.onset, event.end, event.outcome) == (PartialDate(2026, 11, 22), None, AeOutcome.RECOVERING)
    assert page.view.course.events_model.rowCount() == 1


def test_a_new_event_takes_fewer_than_thirty_keys(
    session: Session, page: SubjectsPage, clock: Clock, dosed: str, typist: Typist
):  # AE-1: at three keys a second, a slow pace, that is under ten seconds
    clock.pass_by(days=5)
    session.refresh()
    keys = 0

    def counted(act: Callable[[], None], number: int) -> None:
        nonlocal keys
        act()
        keys += number

    counted(page.add_record, 1)  # Ctrl+N
    for place, text in enumerate(("rash", "2", "22 nov 2026", "", "pos")):
        if place:
            counted(typist.tab, 1)
        if text:
            # Typing three letters of a term and Enter takes the likeliest; the list opens by itself.
            counted(partial(typist.types, text), len(text) + (text == "rash"))
    counted(typist.saves, 1)
    (event,) = session.study.events_of(dosed)
    assert event.term.startswith("Rash")
    assert (event.grade, event.onset) == (Grade.MODERATE, PartialDate(2026, 11, 22))
    assert event.relationship is Relationship.POSSIBLE
    assert keys < 30


def test_the_same_event_again_takes_a_date(
    session: Session, page: SubjectsPage, clock: Clock, dosed: str, typist: Typist
):
    clock.pass_by(days=9)
    session.refresh()
    page.add_record()
    typist.fills("nausea", "2", "22 Nov 2026", "23 Nov 2026", "pos", None, "recovered")
    typist.saves()
    page.add_record()
    typist.press(Qt.Key.Key_D, ctrl=True)
    assert QApplication.focusWidget().accessibleName() == "Onset"
    typist.types("26 Nov 2026")
    typist.saves()
    first, again = session.study.events_of(dosed)
    assert (again.term, again.grade, again.relationship) == (first.term, first.grade, first.relationship)
    assert (again.onset, again.end, again.outcome) == (PartialDate(2026, 11, 26), None, AeOutcome.UNKNOWN)
    assert again.record_id != first.record_id


def test_save_and_new_keeps_the_subject(session: Session, page: SubjectsPage, clock: Clock, dosed: str, typist: Typist):
    clock.pass_by(days=5)
    session.refresh()
    page.add_record()
    for term, grade in (("nausea", "1"), ("vomiting", "2")):
        typist.fills(term, grade, "22 Nov 2026", "", "pos")
        form = page.view.panel.form
        assert form is not None
        form.submit_and_stay()
        assert page.view.panel.form is form
        assert not form.is_dirty
        assert QApplication.focusWidget() is form.form.row("term").control
        assert all(not form.form.row(field).findings for field in form.fields)
    assert [(event.term, int(event.grade)) for event in session.study.events_of(dosed)] == [
        ("Nausea", 1), ("Vomiting", 2),
    ]  # fmt: skip


def test_a_serious_event_with_steps_and_two_criteria(
    session: Session, page: SubjectsPage, clock: Clock, dosed: str, typist: Typist
):
    """Arrow keys go through the criteria, the space bar ticks, Tab leaves them."""
    clock.pass_by(days=9)
    session.refresh()
    page.add_record()
    typist.fills("platelet", "3", "24 Nov 2026", "", "prob", None)
    typist.press(Qt.Key.Key_Return)
    typist.fills("26 Nov 2026", "4")
    typist.tab(4)
    typist.press(Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)
    typist.types("m")
    typist.press(Qt.Key.Key_Space)
    typist.tab()
    typist.fills("26 Nov 2026 09:30", "26 Nov 2026")
    typist.saves()
    (event,) = session.study.events_of(dosed)
    assert (event.grade, event.worst) == (Grade.SEVERE, Grade.LIFE_THREATENING)
    assert event.grade_changes == (GradeChange(PartialDate(2026, 11, 26), Grade.LIFE_THREATENING),)
    assert event.seriousness == (SeriousCriterion.HOSPITALISATION, SeriousCriterion.OTHER_IMPORTANT)
    assert session.words.moment(event.aware_at) == "26 Nov 2026 09:30"  # type: ignore[arg-type]
    assert event.admitted_on == PartialDate(2026, 11, 26)


def test_a_dlt_follows_from_what_was_typed(
    session: Session, page: SubjectsPage, clock: Clock, dosed: str, typist: Typist
):
    clock.pass_by(days=5)
    session.refresh()
    page.add_record()
    typist.fills("pneumonitis", "3", "nov 2026", "", "prob")
    form = page.view.panel.form
    assert isinstance(form, AdverseEventForm)
    assert "T met" in [row.accessibleName().removeprefix("DLT: ") for row in form.meaning.findChildren(KeyValueRow)]
    typist.saves()
    (event,) = session.study.events_of(dosed)
    assert event.onset == PartialDate(2026, 11)
    assert session.status.recommendation.tally(1).dlt == 1


def test_a_transfusion_is_recorded_and_what_it_treats(
    session: Session, page: SubjectsPage, clock: Clock, dosed: str, typist: Typist
):  # SUB-7
    clock.pass_by(days=9)
    session.refresh()
    page.add_record()
    typist.fills("platelet", "3", "24 Nov 2026", "", "prob")
    typist.saves()
    page.view.start_record(Intervention)
    typist.fills("Platelet concentrate", "platelet", "25 Nov 2026", "25 Nov 2026", "1 unit i.v.")
    typist.tab()
    typist.press(Qt.Key.Key_Space)
    typist.saves()
    (event,), (given,) = session.study.events_of(dosed), session.study.interventions_of(dosed)
    assert (given.name, given.intervention_kind) == ("Platelet concentrate", InterventionKind.PLATELETS)
    assert given.treats == (event.record_id,)
    assert page.view.course.interventions_model.rowCount() == 1


def test_the_end_of_treatment_stands_in_the_course(
    session: Session, page: SubjectsPage, clock: Clock, dosed: str, typist: Typist
):  # SUB-8
    clock.pass_by(days=9)
    session.refresh()
    page.view.start_record(EndOfTreatment)
    typist.fills("28 Nov 2026", "progressive", None, "new lesion")
    typist.saves()
    ended = session.study.end_of_treatment(dosed)
    assert ended is not None
    assert (ended.reason, ended.decided_by) == (EndReason.PROGRESSION, "Lin Yue")
    assert [row.what for row in page.view.course.course_model.rows][-1] == "End of treatment"
    assert not page.view.head.end_button.isVisible()


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
    page.view.show_tab("dosing")
    page.view.tab.doses.table.setFocus()
    typist.press(Qt.Key.Key_Return)
    form = page.view.panel.form
    assert form is not None
    typist.fills(None, None, "61.9")
    assert form.form.row("weight_kg").hint.text() == "before: 62.4"
    reached = 0
    while QApplication.focusWidget().accessibleName() != "Reason for the change" and reached < len(form.fields):
        typist.tab()
        reached += 1
    assert QApplication.focusWidget().accessibleName() == "Reason for the change"
    typist.types("Scale read again")
    typist.saves()
    dose = session.study.first_dose(dosed)
    assert dose is not None
    assert (dose.weight_kg, dose.planned_mg, dose.given_mg) == (Decimal("61.9"), Decimal("0.619"), Decimal("0.619"))
    assert [entry.event.reason for entry in session.file.history(Administration.kind, dose.record_id)] == [
        "", "Scale read again",
    ]  # fmt: skip


def test_the_history_of_a_record_is_two_actions_away(session: Session, page: SubjectsPage, dosed: str, typist: Typist):
    page.view.show_tab("dosing")
    page.view.tab.doses.table.setFocus()
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
    page.view.course.course.table.setFocus()
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
    typist.fills("nausea", "1", "16 Nov 2026", "17 Nov 2026", "not", None, "recovered")
    typist.saves()
    (event,) = session.study.adverse_events
    assert isinstance(event, AdverseEvent)
    assert session.status.assessments == ()
