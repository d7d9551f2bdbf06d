"""What every form does: refuses with a sentence, asks, keeps what was typed, corrects with a reason."""

import dataclasses
from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from domain.partial_date import PartialDate
from domain.records import (
    Administration,
    AdverseEvent,
    Deviation,
    Eligibility,
    Enrolment,
    Leaving,
    Record,
    Subject,
    items_of,
)
from domain.terms import DeviationCategory, Grade, Importance, LeaveReason, Relationship, Sex
from storage.errors import DiskFull
from tests.ui.forms.conftest import Clock, Typist
from ui.forms.adverse_event_form import AdverseEventForm
from ui.forms.dose_form import DoseForm
from ui.forms.enrolment_form import EnrolmentForm
from ui.forms.of_kind import FORMS
from ui.forms.record_form import REASON_ROW, RecordForm
from ui.forms.side_panel import SidePanel
from ui.forms.subject_form import SubjectForm
from ui.session import Session
from ui.widgets.segmented_control import SegmentedControl

ID = "01-001"


@pytest.fixture
def subject(session: Session, clock: Clock) -> str:
    """A subject who is eligible."""
    today = clock.now.date()
    session.save(
        Subject(
            record_id="s1",
            subject_id=ID,
            consent_date=today - timedelta(days=5),
            sex=Sex.FEMALE,
            birth_year=1968,
            tumour_type="Gastric",
            weight_kg=Decimal(60),
        )
    )
    session.save(Eligibility(record_id="e1", subject_id=ID, is_eligible=True, decided_on=today))
    return ID


@pytest.fixture
def enrolled(session: Session, clock: Clock, subject: str) -> str:
    part_id = session.part.part_id
    session.save(Enrolment(record_id="n1", subject_id=ID, part_id=part_id, dose_level=1, enrolled_at=clock.now))
    return subject


@pytest.fixture
def event(session: Session, clock: Clock, enrolled: str) -> AdverseEvent:
    event = AdverseEvent(
        record_id="a1",
        subject_id=ID,
        term="Nausea",
        grade=Grade.MILD,
        onset=PartialDate(2026, 11, 18),
        relationship=Relationship.NOT_RELATED,
    )
    session.save(event)
    return event


def shown(qtbot, form: RecordForm) -> RecordForm:
    qtbot.addWidget(form)
    form.show()
    return form


def put(form: RecordForm, **texts: str) -> None:
    for field, text in texts.items():
        form.form.row(field).control.setText(text)  # type: ignore[attr-defined]


def said(form: RecordForm, field: str) -> list[str]:
    return [text for _severity, text in form.form.row(field).findings]


def new_event(session: Session) -> AdverseEventForm:
    return AdverseEventForm(session, known={"subject_id": ID})


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_has_a_row_for_every_field_not_hidden(qtbot, session: Session, enrolled: str, kind: type[Record]):
    form = shown(qtbot, FORMS[kind](session, known={"subject_id": ID, "part_id": session.part.part_id}))
    assert set(form.fields) == set(items_of(kind)) - set(form.hidden_fields())
    for field in form.fields:
        row = form.form.row(field)
        assert row.label.text()
        assert row.control.accessibleName()


@pytest.mark.parametrize("kind", FORMS)
def test_a_fresh_form_blames_nobody_and_is_clean(qtbot, session: Session, enrolled: str, kind: type[Record]):
    form = shown(qtbot, FORMS[kind](session, known={"subject_id": ID, "part_id": session.part.part_id}))
    assert not form.is_dirty
    assert all(not form.form.row(field).findings for field in form.fields)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("consent_date", "12/01/2026", "Not a date. Write 15 Nov 2026, Nov 2026 or 2026-11-15."),
        ("consent_date", "Nov 2026", "The day is needed here. Write 15 Nov 2026."),
        ("consent_date", "31 Nov 2026", "Not a date. Write 15 Nov 2026, Nov 2026 or 2026-11-15."),
        ("consent_date", "1 Dec 2026", "This lies in the future; record it when it has happened."),
        ("birth_year", "19x8", "Not a number. Write digits with a point, such as 62.4."),
        ("birth_year", "1968.5", "Not a whole number."),
        ("birth_year", "2026", "About 0 years old at consent. Check, or say why."),
        ("weight_kg", "sixty", "Not a number. Write digits with a point, such as 62.4."),
        ("weight_kg", "-3", "A body weight lies between 0 and 500 kg."),
        ("tumour_type", "", "Fill this in."),
    ],
)
def test_bad_input_is_refused_with_a_sentence(qtbot, session: Session, field: str, text: str, sentence: str):
    form = shown(qtbot, SubjectForm(session))
    put(form, consent_date="15 Nov 2026", birth_year="1968", weight_kg="62,4", tumour_type="Gastric")
    form.form.row("sex").set_value(Sex.MALE)
    assert form.form.can_save
    put(form, **{field: text})
    assert said(form, field) == [sentence]
    form.form.submit()
    assert session.study.subjects == ()


@pytest.mark.parametrize("text", ["20 Nov 2026", "Nov 2026", "8:40", "20.11.2026 08:40"])
def test_a_moment_needs_date_and_time(qtbot, session: Session, enrolled: str, text: str):
    form = shown(qtbot, DoseForm(session, known={"subject_id": ID}))
    put(form, started_at=text)
    assert said(form, "started_at") == ["Date and time are needed. Write 15 Nov 2026 08:40."]


def test_times_are_of_the_site(qtbot, session: Session, enrolled: str):
    form = shown(qtbot, DoseForm(session, known={"subject_id": ID}))
    put(form, started_at="20 Nov 2026 14:05")
    assert form.value("started_at").isoformat() == "2026-11-20T06:05:00+00:00"  # type: ignore[attr-defined]


def test_grades_that_the_term_lacks_are_struck_through(qtbot, session: Session, enrolled: str):
    form = shown(qtbot, new_event(session))
    control = form.form.row("grade").control
    assert isinstance(control, SegmentedControl)
    put(form, term="rash maculo-papular")
    assert [segment.struck for segment in control.segments()] == [False, False, False, True, True]
    assert form.form.row("term").hint.text() == "Skin and subcutaneous tissue disorders"
    control.set_value(Grade.SEVERE)
    put(form, term="Alopecia")
    assert control.value() is None, "a grade that the new term lacks is not kept"


def test_findings_appear_before_every_field_is_filled(qtbot, session: Session, enrolled: str):
    form = shown(qtbot, new_event(session))
    put(form, onset="15 Nov 2026", end="12 Nov 2026")
    assert said(form, "end") == ["Before onset (15 Nov 2026)."]
    assert form.form.row("relationship").findings == ()


def test_the_onset_says_whether_it_lies_in_the_window(qtbot, session: Session, clock: Clock, enrolled: str):
    form = shown(qtbot, new_event(session))
    assert form.form.row("onset").hint.text() == "No first dose yet: there is no DLT window."
    session.save(
        Administration(
            record_id="d1",
            subject_id=ID,
            cycle=1,
            started_at=clock.now,
            weight_kg=Decimal(60),
            planned_mg=Decimal("0.6"),
            given_mg=Decimal("0.6"),
        )
    )
    put(form, onset="20 Nov 2026")
    assert form.form.row("onset").hint.text() == "Onset inside the DLT window."
    put(form, onset="19 Nov 2026")
    assert "outside" in form.form.row("onset").hint.text()
    put(form, onset="2026")
    assert form.form.row("onset").hint.text() == "Onset inside the DLT window."


def test_ongoing_can_be_typed(qtbot, session: Session, enrolled: str):
    form = shown(qtbot, new_event(session))
    put(form, end="ongoing")
    assert form.value("end") is None
    assert form.form.row("end").problem() is None


def test_a_soft_finding_needs_a_justification_and_becomes_a_deviation(
    qtbot, session: Session, clock: Clock, subject: str
):
    known = {"subject_id": ID, "part_id": session.part.part_id}
    form = shown(qtbot, EnrolmentForm(session, known=known))
    form.form.row("dose_level").set_value(3)
    (sentence,) = said(form, "dose_level")
    assert "If it has happened, say why." in sentence
    form.form.submit()
    assert session.study.enrolment(ID) is None
    reason = form.form.row("dose_level").justification_field
    assert reason is not None
    reason.set_value("Sponsor's waiver of 19 Nov 2026")
    form.form.submit()
    enrolment = session.study.enrolment(ID)
    assert enrolment is not None
    (deviation,) = session.study.deviations
    assert isinstance(deviation, Deviation)
    assert (deviation.category, deviation.importance) == (DeviationCategory.SLOT, Importance.IMPORTANT)
    assert (deviation.code, deviation.about_id) == ("slot_closed", enrolment.record_id)
    assert (deviation.reason, deviation.description) == ("Sponsor's waiver of 19 Nov 2026", sentence)


def test_each_soft_finding_at_one_field_becomes_a_deviation(qtbot, session: Session, clock: Clock, enrolled: str):
    """A first dose before consent and at a level that is not the rules' is two departures, though one reason."""
    record = session.study.enrolment(ID)
    assert record is not None
    session.save(dataclasses.replace(record, dose_level=4), reason="wrong level")
    form = shown(qtbot, DoseForm(session, known={"subject_id": ID}))
    put(form, started_at="10 Nov 2026 08:00")
    row = form.form.row("started_at")
    assert len(row.findings) == 2
    assert row.justification_field is not None
    row.justification_field.set_value("entered from the paper record")
    form.form.submit()
    assert {one.code for one in session.study.deviations} == {"before_consent", "dosed_closed_level"}


def test_a_level_says_open_or_closed_and_why(qtbot, session: Session, subject: str):
    form = shown(qtbot, EnrolmentForm(session, known={"subject_id": ID, "part_id": session.part.part_id}))
    choice = form.form.row("dose_level").control
    assert choice.value() == 1  # type: ignore[attr-defined]
    assert choice.row(1).accessibleName() == "level 1 · 0.01 mg/kg, open, 1 free"  # type: ignore[attr-defined]
    closed = choice.row(2)  # type: ignore[attr-defined]
    assert "closed" in closed.accessibleName()
    assert closed.accessibleDescription().startswith("The rules ask for something else now")


def test_an_untouched_correction_can_not_be_saved(qtbot, session: Session, event: AdverseEvent):
    form = shown(qtbot, AdverseEventForm(session, event))
    assert not form.form.save_button.isEnabled()
    assert form.form.count.text == ""
    form.form.submit()
    assert len(session.file.history(AdverseEvent.kind, "a1")) == 1


def test_a_correction_needs_a_reason_and_shows_the_old_value(qtbot, session: Session, event: AdverseEvent):
    form = shown(qtbot, AdverseEventForm(session, event))
    form.form.row("grade").set_value(Grade.MODERATE)
    assert form.form.row("grade").hint.text() == "before: 1"
    assert form.form.row(REASON_ROW).isVisible()
    form.form.submit()
    assert session.study.events_of(ID)[0].grade is Grade.MILD
    assert said(form, REASON_ROW) == ["Fill this in."]
    form.form.row(REASON_ROW).set_value("Source document says 2")
    form.form.submit()
    assert session.study.events_of(ID)[0].grade is Grade.MODERATE
    last = session.file.history(AdverseEvent.kind, "a1")[-1]
    assert last.event.reason == "Source document says 2"
    assert [(one.field, one.before, one.after) for one in last.changes] == [("grade", Grade.MILD, Grade.MODERATE)]


def test_taking_a_change_back_asks_for_no_reason(qtbot, session: Session, event: AdverseEvent):
    form = shown(qtbot, AdverseEventForm(session, event))
    form.form.row("grade").set_value(Grade.MODERATE)
    form.form.row("grade").set_value(Grade.MILD)
    assert not form.form.row(REASON_ROW).isVisible()
    assert form.form.count.text == ""


def test_a_deviation_that_answered_for_a_finding_is_not_asked_for_again(qtbot, session: Session, subject: str):
    known = {"subject_id": ID, "part_id": session.part.part_id}
    form = shown(qtbot, EnrolmentForm(session, known=known))
    form.form.row("dose_level").set_value(3)
    reason = form.form.row("dose_level").justification_field
    assert reason is not None
    reason.set_value("waiver")
    form.form.submit()
    again = shown(qtbot, EnrolmentForm(session, session.study.enrolment(ID)))
    assert said(again, "dose_level") == []
    put(again, enrolled_at="20 Nov 2026 13:00")
    again.form.row(REASON_ROW).set_value("time was wrong")
    again.form.submit()
    assert len(session.study.deviations) == 1


def test_seconds_of_an_untouched_moment_survive_a_correction(qtbot, session: Session, clock: Clock, enrolled: str):
    clock.pass_by(seconds=42)
    left = Leaving(record_id="l1", subject_id=ID, left_at=clock.now, reason=LeaveReason.OTHER, decided_by="Lin Yue")
    session.save(left)
    form = shown(qtbot, FORMS[Leaving](session, left))
    put(form, comment="moved away")
    form.form.row(REASON_ROW).set_value("more is known")
    form.form.submit()
    assert session.study.at(clock.now).leaving(ID) == dataclasses.replace(left, comment="moved away")


def test_a_refused_save_keeps_everything(qtbot, session: Session, event: AdverseEvent, monkeypatch):
    form = shown(qtbot, new_event(session))
    put(form, term="Fatigue", onset="19 Nov 2026")
    form.form.row("grade").set_value(Grade.MILD)
    form.form.row("relationship").set_value(Relationship.POSSIBLE)

    def no_room(*_args: object, **_how: object) -> None:
        raise DiskFull(path=session.file.path)

    monkeypatch.setattr(session.file, "save", no_room)
    with qtbot.waitSignal(session.refused), qtbot.assertNotEmitted(form.closed):
        form.form.submit()
    assert form.is_dirty
    assert form.value("term") == "Fatigue"


def test_giving_up_asks_once(qtbot, session: Session, event: AdverseEvent):
    form = shown(qtbot, AdverseEventForm(session, event))
    form.form.row("grade").set_value(Grade.MODERATE)
    with qtbot.assertNotEmitted(form.closed):
        qtbot.mouseClick(form.form.discard_button, Qt.MouseButton.LeftButton)
    assert form.form.count.text == "Esc again discards what was typed."
    with qtbot.waitSignal(form.closed):
        qtbot.mouseClick(form.form.discard_button, Qt.MouseButton.LeftButton)


def test_the_panel_keeps_a_form_that_holds_something(qtbot, session: Session, event: AdverseEvent):
    panel = SidePanel(session)
    qtbot.addWidget(panel)
    first = AdverseEventForm(session, event)
    assert panel.show_form(first)
    first.form.row("grade").set_value(Grade.MODERATE)
    assert panel.has_unsaved()
    assert not panel.show_form(new_event(session))
    assert panel.form is first
    panel.close_form()
    assert not panel.has_unsaved()


def test_the_given_dose_follows_until_a_person_writes_another(qtbot, session: Session, enrolled: str):
    form = shown(qtbot, DoseForm(session, known={"subject_id": ID}))
    assert form.value("planned_mg") == form.value("given_mg") == Decimal("0.60")
    put(form, weight_kg="62")
    assert form.value("planned_mg") == form.value("given_mg") == Decimal("0.62")
    assert form.form.row("planned_mg").hint.text() == "level 1: 0.01 mg/kg × 62 kg"
    put(form, given_mg="0.5")
    put(form, weight_kg="63")
    assert (form.value("planned_mg"), form.value("given_mg")) == (Decimal("0.63"), Decimal("0.5"))


def test_a_back_dated_dose_is_judged_by_its_own_day(qtbot, session: Session, clock: Clock, enrolled: str):
    """Entered after the second subject's dose, the first one's is not too soon after it."""
    start = clock.now
    clock.pass_by(days=30)
    other = dataclasses.replace(session.study.subject(ID), record_id="s2", subject_id="01-002")
    day = (start + timedelta(days=1)).date()
    session.save(other)
    session.save(Eligibility(record_id="e2", subject_id="01-002", is_eligible=True, decided_on=day))
    session.save(
        Enrolment(
            record_id="n2",
            subject_id="01-002",
            part_id=session.part.part_id,
            dose_level=1,
            enrolled_at=start + timedelta(hours=1),
        )
    )
    session.save(
        Administration(
            record_id="d2",
            subject_id="01-002",
            cycle=1,
            started_at=start + timedelta(hours=2),
            weight_kg=Decimal(60),
            planned_mg=Decimal("0.6"),
            given_mg=Decimal("0.6"),
        )
    )
    form = shown(qtbot, DoseForm(session, known={"subject_id": ID}))
    put(form, started_at=session.words.moment(start + timedelta(hours=1)))
    assert said(form, "started_at") == []
    put(form, started_at=session.words.moment(start + timedelta(hours=3)))
    assert any("Earliest:" in text for text in said(form, "started_at"))


def test_a_form_opened_twice_gives_the_keyboard_to_its_first_field(page, typist: Typist):
    page.add_record()
    form = page.list.panel.form
    assert form is not None
    typist.press(Qt.Key.Key_Escape)
    assert page.list.panel.form is None
    page.add_record()
    assert page.list.panel.form is not None
    assert page.list.panel.form is not form
