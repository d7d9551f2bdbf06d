"""One assessment in the side panel (SUB-6, TRU-5): opened at its field by a query, verified, corrected."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from domain.body_system import BodySystem
from domain.partial_date import PartialDate
from domain.records import (
    AssessmentNotDone,
    BodyWeight,
    Ecg,
    EcogStatus,
    PhysicalExam,
    Query,
    Record,
    VitalSigns,
)
from domain.schedule.plan import Assessment
from domain.terms import ClinicalFinding
from domain.verification_state import VERIFIABLE
from tests.ui.people import COORDINATOR, MONITOR, change_person, make_people_study, open_as
from ui.forms.of_kind import FORMS
from ui.screens.study_screen import StudyScreen
from ui.session import Session
from ui.theme import apply_theme

SUBJECT, VISIT = "01-001", "dosing 2"


def records_at(on: PartialDate) -> tuple[Record, ...]:
    """One assessment of each kind."""
    about: dict[str, Any] = {"subject_id": SUBJECT, "visit": VISIT}
    return (
        VitalSigns(record_id="signs", measured_at=on, pulse_per_min=71, **about),
        BodyWeight(record_id="weight", measured_at=on, weight_kg=Decimal("61.5"), **about),
        EcogStatus(record_id="ecog", assessed_at=on, score=1, **about),
        Ecg(record_id="ecg", recorded_at=on, heart_rate_per_min=70, qt_ms=380, qtcf_ms=400, **about),
        PhysicalExam(record_id="skin", examined_at=on, system=BodySystem.SKIN, **about),
        AssessmentNotDone(record_id="none", assessment=Assessment.LABORATORY, reason="clotted", **about),
    )


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    apply_theme(qapp, "light")
    session = open_as(make_people_study(tmp_path / "s.titrant", "1N 2MNN"), COORDINATOR)
    dose = next(one for one in session.study.administrations(SUBJECT) if one.cycle == 2)
    on = PartialDate.of(dose.started_at.astimezone(session.study.zone).date())
    assert session.save_all(records_at(on))
    yield session
    session.file.close()


@pytest.fixture
def screen(qtbot: Any, session: Session) -> StudyScreen:
    screen = StudyScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1280, 720)
    screen.show()
    return screen


ASKED = [
    ("vital_signs", "signs", "pulse_per_min"), ("body_weight", "weight", "weight_kg"), ("ecog_status", "ecog", "score"),
    ("ecg", "ecg", "qtcf_ms"), ("physical_exam", "skin", "finding"), ("assessment_not_done", "none", "reason"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "record_id", "field"), ASKED)
def test_a_query_opens_the_assessment_at_its_field(  # SUB-6, TRU-5
    screen: StudyScreen, session: Session, kind: str, record_id: str, field: str
) -> None:
    change_person(session, MONITOR)
    assert session.do(
        lambda: session.file.open_query(kind, record_id, field, "Right?", person=session.person, now=session.clock())
    )
    change_person(session, COORDINATOR)
    (query,) = [one for one in session.file.records()[Query.kind] if isinstance(one, Query)]
    screen.open_query(query)
    view: Any = screen.page.view  # type: ignore[attr-defined]
    assert view.tabs.value() == "assessments"
    form = view.panel.form
    assert form.record.record_id == record_id
    assert form.through_query == query.record_id
    QApplication.processEvents()
    row = form.form.row(field)
    assert screen.focusWidget() is row.control or row.control.isAncestorOf(screen.focusWidget())
    assert form.form.values()["visit"] == VISIT
    assert not form.is_dirty
    assert all(not form.form.row(one).findings for one in form.fields)


def test_every_kind_that_can_be_verified_has_a_form_or_a_page_of_its_own() -> None:  # TRU-6
    # These are opened on their own pages: criteria, laboratory, tumours, PK.
    elsewhere = {
        "criterion_answer", "lab_result", "lesion", "tumour_visit", "lesion_measurement", "pk_sample", "concentration",
        "ada_result", "biomarker_result",
    }  # fmt: skip
    assert VERIFIABLE - {one.kind for one in FORMS} <= elsewhere


def test_a_pulse_is_corrected_in_the_panel_with_a_reason(screen: StudyScreen, session: Session) -> None:  # SUB-6
    screen.open_subject(SUBJECT)
    view: Any = screen.page.view  # type: ignore[attr-defined]
    view.open_record("signs")
    form = view.panel.form
    form.form.row("pulse_per_min").set_value(77)
    form.form.row("change_reason").set_value("misread")
    form.form.submit()
    assert [one.pulse_per_min for one in session.study.vital_signs_of(SUBJECT)] == [77]


def test_what_cannot_be_is_refused_in_the_panel_as_in_the_grid(screen: StudyScreen, session: Session) -> None:  # SUB-6
    screen.open_subject(SUBJECT)
    view: Any = screen.page.view  # type: ignore[attr-defined]
    view.open_record("weight")
    form = view.panel.form
    form.form.row("weight_kg").set_value(Decimal(700))
    assert [severity for severity, _ in form.form.row("weight_kg").findings] == ["hard"]
    view.panel.close_form()
    view.open_record("ecg")
    form = view.panel.form
    form.form.row("heart_rate_per_min").set_value(60)
    assert form.form.row("qtcf_ms").hint.text() == "by Fridericia 380"


def test_an_examination_as_a_whole_stays_one(screen: StudyScreen, session: Session) -> None:
    (skin,) = session.study.exams_of(SUBJECT)
    assert session.save_all((replace(skin, record_id="whole", system=None),))
    screen.open_subject(SUBJECT)
    view: Any = screen.page.view  # type: ignore[attr-defined]
    view.open_record("whole")
    form = view.panel.form
    form.form.row("finding").set_value(ClinicalFinding.ABNORMAL)
    form.form.row("abnormal").set_value("pale")
    form.form.row("change_reason").set_value("overlooked")
    form.form.submit()
    whole = next(one for one in session.study.exams_of(SUBJECT) if one.record_id == "whole")
    assert (whole.system, whole.abnormal) == (None, "pale")


def test_who_only_reads_opens_each_record_of_a_visit_from_its_row(screen: StudyScreen, session: Session) -> None:
    """The grid is closed to a monitor, who has to verify what was entered in it."""
    change_person(session, MONITOR)
    screen.open_subject(SUBJECT)
    view: Any = screen.page.view  # type: ignore[attr-defined]
    view.show_tab("assessments")
    tab = view.tab
    row = next(row for row, name in enumerate(tab.visits_model.table.row_ids) if name == VISIT)
    index = tab.visits_model.index(row, 0)
    tab.visits.row_activated.emit(index)
    assert tab.grid is None
    menu = QApplication.activePopupWidget()
    assert menu is not None
    names = [action.text() for action in menu.actions()]
    assert len(names) == 6
    action = next(action for action in menu.actions() if action.text().startswith("Vital signs"))
    action.trigger()
    menu.close()
    assert view.panel.form.record.record_id == "signs"
