"""What the enrolment and the dose form say of the slot, the spacing and the planned number beside the fields."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from domain.records import Eligibility, Enrolment, Subject
from domain.terms import Sex
from tests.ui.pages.studies import NOW, make_session
from ui.forms.dose_form import DoseForm
from ui.forms.enrolment_form import EnrolmentForm
from ui.forms.record_form import RecordForm
from ui.session import Session

ID = "01-050"


def shown(qtbot, form: RecordForm) -> RecordForm:
    qtbot.addWidget(form)
    form.show()
    return form


def with_subject(session: Session, *, enrolled_at_level: int | None = None) -> Session:
    today = NOW.date()
    session.save(
        Subject(
            record_id="s",
            subject_id=ID,
            consent_date=today - timedelta(days=9),
            sex=Sex.FEMALE,
            birth_year=1968,
            tumour_type="Gastric",
            weight_kg=Decimal(60),
        )
    )
    session.save(Eligibility(record_id="e", subject_id=ID, is_eligible=True, decided_on=today - timedelta(days=2)))
    if enrolled_at_level is not None:
        part = session.part.part_id
        session.save(
            Enrolment(record_id="n", subject_id=ID, part_id=part, dose_level=enrolled_at_level, enrolled_at=NOW)
        )
    return session


def enrolment_form(qtbot, session: Session) -> EnrolmentForm:
    known = {"subject_id": ID, "part_id": session.part.part_id}
    form = shown(qtbot, EnrolmentForm(session, known=known))
    assert isinstance(form, EnrolmentForm)
    return form


def test_the_level_says_until_when_it_is_closed_and_the_earliest_dose(qtbot, tmp_path: Path):  # SUB-1, SUB-2
    session = with_subject(make_session(tmp_path / "s.titrant", "1N 2MNN 3NNXN 4NNT??"))
    level = enrolment_form(qtbot, session).form.row("dose_level").control.row(4)
    earliest = session.words.moment(session.status.recommendation.next_dose_at)
    said = level.accessibleDescription()
    assert f"First dose from {earliest}." in said
    assert said.startswith("At most 2 of a group may be in the window at once.")
    assert "closed until" in level.accessibleName()


@pytest.mark.parametrize(("history", "warns"), [("1N 2NN?", False), ("1N 2NNNNNN 3NNN 4NNN 5N?", True)])
def test_the_enrolment_warns_before_the_planned_number_is_passed(qtbot, tmp_path: Path, history, warns):  # PRO-5
    session = with_subject(make_session(tmp_path / "s.titrant", history, protocol_id="imm27m"))
    form = enrolment_form(qtbot, session)
    assert (form.planned is not None) is warns
    if form.planned is not None:
        assert form.planned.text().startswith("15 of 16 planned subjects are enrolled. A further group may pass it.")
        assert "P(more than 16): " in form.planned.text()


def test_the_first_dose_says_when_the_spacing_lets_it_be_given(qtbot, tmp_path: Path):  # SUB-2
    session = with_subject(make_session(tmp_path / "s.titrant", "1N 2MNN 3NNXN 4NNT??"), enrolled_at_level=4)
    form = shown(qtbot, DoseForm(session, known={"subject_id": ID}))
    assert isinstance(form, DoseForm)
    earliest = session.status.in_window[0].window_ends_at
    assert form.spacing.isVisible()
    assert form.spacing.text().startswith(f"The first dose may be given from {session.words.moment(earliest)}.")
    # Before the two others were dosed nothing held it back.
    before = session.status.in_window[0].first_dose_at - timedelta(hours=1)
    form.form.row("started_at").set_value(before)
    form.on_edited("started_at")
    assert form.spacing.text() == "The spacing of the group lets the first dose be given."


def test_a_later_dose_asks_for_no_spacing(qtbot, tmp_path: Path):  # SUB-2
    session = make_session(tmp_path / "s.titrant", "1N 2MNN 3NNXN 4NNT??")
    form = shown(qtbot, DoseForm(session, known={"subject_id": "01-001"}))
    assert isinstance(form, DoseForm)
    assert form.spacing.isHidden()
