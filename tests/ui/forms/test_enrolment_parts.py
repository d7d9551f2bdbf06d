"""Enrolment into one of several parts: open parts only, levels or cohorts with their slots, backfill (PRO-2, SUB-1)."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from domain.protocol.reader import content_to_json, load_shipped
from tests.ui.parts import (
    ALL,
    COMBINED,
    EXPANSION,
    PART_COMBINATION,
    PART_MONO,
    closed,
    on_file,
    session_at,
    session_of,
)
from ui.forms.enrolment_form import EnrolmentForm
from ui.session import Session


def form_for(qtbot, session: Session, subject_id: str, part_id: str) -> EnrolmentForm:
    form = EnrolmentForm(session, known={"subject_id": subject_id, "part_id": part_id})
    qtbot.addWidget(form)
    form.resize(376, 640)
    form.show()
    return form


@pytest.fixture
def form(qtbot, tmp_path: Path) -> EnrolmentForm:
    session = session_at(tmp_path, ALL)
    candidate = session.study.subjects[-1].subject_id
    return form_for(qtbot, session, candidate, EXPANSION)


def test_only_open_parts_are_offered_each_with_its_phase(form: EnrolmentForm) -> None:  # PRO-2
    assert [(row.choice.value, row.choice.note) for row in form.parts.rows()] == [
        (PART_MONO, "closed"), (PART_COMBINATION, "closed"), (EXPANSION, ""), (COMBINED, ""),
    ]  # fmt: skip
    assert form.parts.value() == EXPANSION


def test_an_expansion_asks_for_the_cohort_and_says_of_each_whether_it_is_open(form: EnrolmentForm) -> None:  # SUB-1
    cohorts = form.form.row("cohort").control
    assert form.form.row("dose_level").isHidden()
    assert cohorts.row(1).accessibleName() == "cohort 1 · 100 mg, open, 3 free"
    assert "Colorectal" in cohorts.row(1).accessibleDescription()
    assert cohorts.row(2).accessibleName() == "cohort 2 · 30 mg, open, 6 free"
    assert form.form.row("cohort").value() is None
    assert not form.form.can_save


def test_the_cohort_brings_its_dose_and_the_subject_is_enrolled(form: EnrolmentForm) -> None:  # PRO-2
    form.parts.set_value(COMBINED)
    form.form.row("cohort").control.row(1).setChecked(True)
    assert form.form.can_save
    form.form.submit()
    enrolment = form.session.study.enrolment(str(form.value("subject_id")))
    assert enrolment is not None
    assert (enrolment.part_id, enrolment.cohort, enrolment.dose_level, enrolment.is_backfill) == (COMBINED, 1, 1, False)


def test_a_tumour_of_another_cohort_asks_why(form: EnrolmentForm) -> None:  # PRO-2
    form.form.row("cohort").control.row(2).setChecked(True)
    assert ("soft", 'Cohort 2 is for "NSCLC"; the subject has "Gastric". Check, or say why.') in (
        form.form.row("cohort").findings
    )


def test_a_number_chosen_in_one_part_is_not_carried_to_the_next(form: EnrolmentForm) -> None:
    form.form.row("cohort").control.row(1).setChecked(True)
    form.parts.set_value(COMBINED)
    assert form.form.row("cohort").value() is None
    form.parts.set_value(PART_MONO)
    assert form.form.row("cohort").isHidden()
    assert not form.form.row("dose_level").isHidden()
    assert form.form.row("dose_level").value() is None
    assert "exceeded" in form.form.row("dose_level").control.row(6).accessibleDescription()


def with_backfill(policy: str) -> str:
    content = json.loads(content_to_json(load_shipped("bat6026")))
    content["parts"][0]["rules"]["backfill"] = policy
    return json.dumps(content)


def escalating(folder: Path, policy: str) -> tuple[Session, str]:
    """Level 3 is cleared and level 4 under way; a candidate waits."""
    content = with_backfill(policy) if policy else ""
    story = on_file("bat6026", folder, content)
    for level, outcomes in ((1, "N"), (2, "N"), (3, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    story.treat("mono", 4, "N", waits=False)
    candidate = story.candidate()
    return session_of(closed(story), folder, story.now), candidate


def test_backfill_is_a_choice_of_its_own_and_opens_cleared_levels(qtbot, tmp_path: Path) -> None:  # PRO-2
    session, candidate = escalating(tmp_path, "counted")
    form = form_for(qtbot, session, candidate, "mono")
    levels = form.form.row("dose_level").control
    assert form.form.row("is_backfill").value() is False
    assert levels.row(3).accessibleName() == "level 3 · 0.1 mg/kg, closed"
    form.form.row("is_backfill").set_value(True)
    assert levels.row(3).accessibleName() == "level 3 · 0.1 mg/kg, open"
    assert "is not" in levels.row(4).accessibleDescription() or "cleared" in levels.row(4).accessibleDescription()
    levels.row(3).setChecked(True)
    assert form.form.can_save
    form.form.submit()
    enrolment = session.study.enrolment(candidate)
    assert enrolment is not None
    assert (enrolment.dose_level, enrolment.is_backfill) == (3, True)


def test_a_protocol_without_backfill_does_not_ask_for_it(qtbot, tmp_path: Path) -> None:
    session, candidate = escalating(tmp_path, "")
    form = form_for(qtbot, session, candidate, "mono")
    assert "is_backfill" not in form.fields
    assert "cohort" not in form.fields
    assert "part_id" not in form.fields
    said = " ".join(label.text() for label in form.findChildren(QLabel))
    assert "Backfill" not in said
