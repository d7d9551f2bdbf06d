"""The assessments of a subject on a page (SUB-6): completeness, values over time, history; read-only and files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from domain.records import Subject, VitalSigns
from domain.terms import Sex
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.build import NOW, make_whole
from ui.forms.history_forms import MedicalHistoryForm, PriorTherapyForm
from ui.forms.side_panel import SidePanel
from ui.pages.subject_assessments import SubjectAssessments
from ui.session import Session
from ui.theme import apply_theme

SUBJECT = "01-004"


def open_file(path: Path, *, read_only: bool = False) -> Session:
    return Session(StudyFile.open(path, read_only=read_only), Person("Wang Fang", "coordinator"), clock=lambda: NOW)


@pytest.fixture
def tab(qtbot: Any, qapp: QApplication, tmp_path: Path) -> Iterator[SubjectAssessments]:
    apply_theme(qapp, "light")
    session = open_file(make_whole(tmp_path / "study.titrant"))
    tab = SubjectAssessments(session)
    session.changed.connect(lambda _changes: tab.show_subject(tab.subject_id))
    qtbot.addWidget(tab)
    tab.resize(1032, 900)
    tab.show_subject(SUBJECT)
    tab.show()
    yield tab
    session.file.close()


def column(model: Any, at: int) -> list[str]:
    return [model.index(row, at).data() for row in range(model.rowCount())]


def test_visits_say_how_complete_they_are(tab: SubjectAssessments) -> None:  # SUB-6
    names = column(tab.visits_model, 0)
    assert names[-1] == "Screening"
    assert "Cycle 7 day 1, dose" in names
    assert column(tab.visits_model, 2)[names.index("Cycle 7 day 1, dose")] == "5 of 5"
    assert column(tab.visits_model, 2)[-1] == "9 of 9"


def test_the_values_stand_over_time(tab: SubjectAssessments) -> None:  # SUB-6
    assert column(tab.values_model, 0)[0] == "Screening"
    assert all(text.isdigit() for text in column(tab.values_model, 2))


def test_enter_on_a_visit_opens_its_grid_and_saving_brings_the_tables_back(tab: SubjectAssessments) -> None:  # SUB-6
    names = column(tab.visits_model, 0)
    tab.visits.select_row(names.index("Cycle 7 day 1, dose"))
    tab.visits.row_activated.emit(tab.visits.currentIndex())
    grid = tab.grid
    assert grid is not None
    assert grid.key == "dosing 7"
    assert not tab.visits_card.isVisible()
    assert not tab.has_unsaved()
    grid.row(VitalSigns, "pulse_per_min").value.setText("88")
    assert tab.has_unsaved()
    grid.reason.set_value("misread")
    grid.submit()
    assert tab.grid is None
    assert tab.visits_card.isVisible()
    assert column(tab.values_model, 4)[-1] == "88"


def test_another_subject_closes_the_grid(tab: SubjectAssessments) -> None:
    tab.open_visit(None)
    tab.show_subject("01-001")
    assert tab.grid is None


def test_history_and_therapy_are_added_in_the_panel(tab: SubjectAssessments, qtbot: Any) -> None:  # SUB-6
    panel = SidePanel(tab.session)
    qtbot.addWidget(panel)
    tab.form_wanted.connect(panel.show_form)
    before = len(tab.session.study.history_of(SUBJECT)), len(tab.session.study.prior_therapies_of(SUBJECT))
    tab.history_link.click()
    form = panel.form
    assert isinstance(form, MedicalHistoryForm)
    form.form.row("condition").set_value("Gout")
    form.form.submit()
    tab.therapy_link.click()
    form = panel.form
    assert isinstance(form, PriorTherapyForm)
    form.form.row("name").set_value("Oxaliplatin")
    form.form.row("therapy_kind").set_value("SYSTEMIC")
    form.form.submit()
    after = len(tab.session.study.history_of(SUBJECT)), len(tab.session.study.prior_therapies_of(SUBJECT))
    assert after == (before[0] + 1, before[1] + 1)
    assert "Gout" in column(tab.history_model, 0)


def test_a_recorded_condition_opens_for_correction(tab: SubjectAssessments, qtbot: Any) -> None:
    record = tab.session.study.history_of(SUBJECT)[0]
    with qtbot.waitSignal(tab.form_wanted) as caught:
        tab.history.record_chosen.emit(record.record_id)
    assert caught.args[0].record == record


def test_files_are_written_and_put_on_record(tab: SubjectAssessments, tmp_path: Path) -> None:  # SUB-6
    position = tab.session.file.position
    assert tab.save_table(tmp_path / "values.csv")
    assert tab.save_sheet(tmp_path / "sheet.pdf")
    text = (tmp_path / "values.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith('Visit,Date,"Sys, mmHg"')
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert tab.session.file.position == position + 2
    assert not tab.save_table(tmp_path / "nowhere" / "values.csv")
    assert not tab.trouble.isHidden()


def test_a_study_open_for_reading_only_shows_and_takes_nothing(  # SUB-6
    qtbot: Any, qapp: QApplication, tmp_path: Path
) -> None:
    session = open_file(make_whole(tmp_path / "study.titrant"), read_only=True)
    tab = SubjectAssessments(session)
    qtbot.addWidget(tab)
    tab.show_subject(SUBJECT)
    for link in (tab.enter_link, tab.history_link, tab.therapy_link):
        assert link.isHidden()
    tab.open_visit("dosing 7")
    assert tab.grid is None
    with qtbot.waitSignal(tab.history_wanted):
        tab.history.record_chosen.emit(session.study.history_of(SUBJECT)[0].record_id)
    session.file.close()


def test_a_subject_without_visits_says_so(tab: SubjectAssessments) -> None:
    session = tab.session
    day = session.study.cut_off.date()
    new = Subject(
        record_id="new", subject_id="01-099", consent_date=day, sex=Sex.MALE, birth_year=1960, tumour_type="Gastric"
    )
    assert session.save(new)
    tab.show_subject(new.subject_id)
    assert tab.values.isHidden()
    assert not tab._no_values.isHidden()
