"""The dosing tab on a real study file: cycles, worksheet as it is typed and on paper, raising a dose."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.records import Administration, Preparation
from domain.terms import DoseChange
from tests.ui.pages.studies import NOW, PERSON, make_file
from ui.forms.dose_form import DoseForm
from ui.forms.preparation_form import PreparationForm
from ui.pages.increase_card import ConditionLine
from ui.pages.subject_dosing import SubjectDosing
from ui.pages.subject_head import Fact
from ui.pages.subjects_page import SubjectsPage
from ui.reports.output import render_pages
from ui.session import Session
from ui.theme import apply_theme
from ui.widgets.elided_label import Label

FIRST = "01-001"  # level 1, the others cleared level 2 and 3
D = Decimal
_HORIZONTAL = Qt.Orientation.Horizontal


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    apply_theme(qapp, "light")
    with make_file(tmp_path / "s.titrant", "1N 2N 3NNN") as file:
        yield Session(file, PERSON, clock=lambda: NOW)


@pytest.fixture
def page(qtbot, session: Session) -> SubjectsPage:
    page = SubjectsPage(session)
    session.changed.connect(lambda _changes: page.show_study())
    qtbot.addWidget(page)
    page.resize(1080, 720)
    page.show_study()
    page.show()
    page.open_subject(FIRST)
    page.view.show_tab("dosing")
    return page


def tab_of(page: SubjectsPage) -> SubjectDosing:
    tab = page.view.tab
    assert isinstance(tab, SubjectDosing)
    return tab


def further(session: Session, days: int = 0, **changes: object) -> Administration:
    """One more cycle of the first subject, so many days late."""
    doses = session.study.administrations(FIRST)
    last = doses[-1]
    values: dict[str, object] = {
        "record_id": f"x{last.cycle + 1}",
        "cycle": last.cycle + 1,
        "started_at": last.started_at + timedelta(days=21 + days),
        "ended_at": None,
    }
    return replace(last, **(values | changes))  # type: ignore[arg-type]


def form_of(page: SubjectsPage) -> PreparationForm:
    form = page.view.panel.form
    assert isinstance(form, PreparationForm)
    return form


def steps(form: PreparationForm) -> list[str]:
    QApplication.processEvents()  # what was just laid out is shown
    return [label.text() for label in form.calculation.findChildren(Label) if not label.isHidden()]


def fill(form: PreparationForm, **values: object) -> None:
    for field, value in values.items():
        form.form.row(field).set_value(value)


USUAL = {"lot": "A12", "expires_on": date(2027, 1, 1), "prepared_by": "Li Na", "checked_by": "Wu Jun"}


def test_planned_and_given_cycle_by_cycle(page: SubjectsPage, session: Session):  # SUB-2
    half = session.study.administrations(FIRST)[0].planned_mg / 2
    assert session.save(further(session, 6, given_mg=half, change=DoseChange.INTERRUPTED, reason="infusion reaction"))
    tab = tab_of(page)
    model = tab.doses_model
    row = {model.headerData(at, _HORIZONTAL): model.index(0, at).data() for at in range(model.columnCount())}
    cycles = len(session.study.administrations(FIRST))
    assert (row["Cycle"], row["%"], row["Delay, d"]) == (str(cycles), "50", "+6")
    assert row["Change"] == "Interrupted: infusion reaction"
    facts = [one.accessibleName() for one in tab.summary.findChildren(Fact)]
    assert f"Cycles: {cycles}" in facts
    assert "Interrupted: 1" in facts
    assert "Delayed: 1 · 6 d" in facts
    relative = 100 * (cycles - D("0.5")) * 21 / (21 * cycles + 6)
    assert f"Relative intensity: {round(relative, 1)} %" in facts
    assert "Weight before the first dose" in tab.weight.text()


def test_the_worksheet_is_reckoned_as_it_is_typed(page: SubjectsPage, session: Session):  # SUB-11
    tab_of(page).prepare_link.click()
    form = form_of(page)
    kg = session.study.subject(FIRST).weight_kg
    cycle = len(session.study.administrations(FIRST)) + 1
    assert (form.value("cycle"), form.value("dose_level"), form.value("weight_kg")) == (cycle, 1, kg)
    assert steps(form)[-1].startswith("Prepare ")
    before = form.value("dose_mg")
    fill(form, concentration_mg_per_ml=D(10))
    assert form.value("volume_ml") == (before / 10).quantize(D("0.01"))
    assert steps(form)[-1].endswith(" mL")
    assert kg is not None
    fill(form, measured_kg=kg * D("1.2"))  # 10 % and more: the latest weight counts
    assert form.value("weight_kg") == kg * D("1.2")
    assert form.value("dose_mg") > before
    assert any("Latest weight" in step for step in steps(form))
    fill(form, dose_mg=D("9.9"))
    assert form.form.row("dose_mg").findings[0][0] == "soft"
    fill(form, measured_kg=None)
    assert form.value("dose_mg") == D("9.9")  # written by hand, it stays


@pytest.mark.parametrize(
    ("field", "value", "severity"),
    [
        ("weight_kg", D(700), "hard"),
        ("measured_kg", D(700), "hard"),
        ("dose_level", 9, "hard"),
        ("dose_level", 2, "soft"),
        ("expires_on", date(2026, 11, 19), "soft"),
        ("checked_by", "li na", "soft"),
        ("volume_ml", D(5), "soft"),
        ("volume_ml", D(0), "hard"),
        ("lot", "", "hard"),
        ("cycle", 0, "hard"),
    ],
)
def test_bad_input_is_said_at_its_field(page: SubjectsPage, field: str, value: object, severity: str):  # SUB-11
    tab_of(page).prepare_link.click()
    form = form_of(page)
    fill(form, concentration_mg_per_ml=D(10), **USUAL)
    assert form.form.can_save
    fill(form, **{field: value})
    assert form.form.row(field).findings, field
    assert form.form.row(field).findings[0][0] == severity
    assert not form.form.can_save


def test_a_preparation_is_saved_and_the_dose_starts_from_it(page: SubjectsPage, session: Session):  # SUB-11
    tab_of(page).prepare_link.click()
    fill(form_of(page), **USUAL)
    form_of(page).form.submit()
    (prepared,) = session.study.preparations_of(FIRST)
    assert (prepared.lot, prepared.checked_by) == ("A12", "Wu Jun")
    tab = tab_of(page)
    cycle = len(session.study.administrations(FIRST)) + 1
    assert tab.prepare_link.text() == f"Prepare cycle {cycle + 1} dose"
    page.view.start_record(Administration)
    dose = page.view.panel.form
    assert isinstance(dose, DoseForm)
    assert (dose.value("cycle"), dose.value("planned_mg")) == (cycle, prepared.dose_mg)
    page.view.panel.close_form()
    page.view.open_record(prepared.record_id)
    form_of(page)


def test_the_same_person_and_an_expired_lot_are_kept_with_reasons(page: SubjectsPage, session: Session):  # SUB-9
    tab_of(page).prepare_link.click()
    form = form_of(page)
    fill(form, **USUAL | {"checked_by": "Li Na", "expires_on": date(2026, 11, 1)})
    for field in ("checked_by", "expires_on"):
        form.form.row(field).set_justification("nobody else was there")
    assert form.form.can_save
    form.form.submit()
    assert sorted(one.code for one in session.study.deviations) == ["checked_by_same_person", "drug_expired"]


def test_the_worksheet_on_paper_is_one_page_to_sign(page: SubjectsPage, session: Session, tmp_path: Path):  # SUB-11
    tab = tab_of(page)
    assert len(render_pages(tab.worksheet(NOW), 40)) == 1  # of the dose that comes next
    study = session.study
    kg, cycle = study.subject(FIRST).weight_kg, len(study.administrations(FIRST)) + 1
    session.save(
        Preparation(
            record_id="p", subject_id=FIRST, cycle=cycle, dose_level=1, weight_kg=kg, dose_mg=D("0.5"),
            concentration_mg_per_ml=D(10), volume_ml=D("0.9"), lot="A12", expires_on=date(2026, 11, 1),
            prepared_at=NOW - timedelta(hours=1), prepared_by="Li Na", checked_by="Li Na", comment="second vial used",
        )
    )  # fmt: skip
    report = tab.worksheet(NOW)
    assert len(render_pages(report, 40)) == 1
    warned = [line for block in report.blocks for line in getattr(block, "lines", ())]
    assert any("Expired" in line for line in warned)
    assert any("same person" in line for line in warned)
    assert any("mL" in line for line in warned)
    assert tab.save_worksheet(tmp_path / "sheet.pdf")
    assert not tab.save_worksheet(tmp_path / "no" / "sheet.pdf")
    assert tab.trouble.isVisible()


def conditions(tab: SubjectDosing) -> list[str]:
    return [line.accessibleName() for line in tab.increase.findChildren(ConditionLine) if not line.isHidden()]


def test_an_increase_is_offered_only_when_every_condition_holds(page: SubjectsPage, session: Session):  # SUB-5
    card = tab_of(page).increase
    assert any("At least 4 cycles" in said and "does not hold" in said for said in conditions(tab_of(page)))
    assert not card.dose_button.isVisible()
    while len(session.study.administrations(FIRST)) < 4:
        assert session.save(further(session))
    assert not any("does not hold" in said for said in conditions(tab_of(page)))
    assert card.dose_button.isVisible()
    assert not card.dose_button.isEnabled()  # investigator and sponsor have to agree
    card.agreement.set_value(True)
    assert card.dose_button.isEnabled()
    card.dose_button.click()
    form = page.view.panel.form
    assert isinstance(form, DoseForm)
    level_2 = session.part.level(2)
    assert form.value("dose_level") == 2
    assert form.value("planned_mg") == pytest.approx(level_2.planned_mg(form.value("weight_kg")), abs=D("0.01"))
    assert "agree" in str(form.value("reason"))
    assert form.form.can_save
    form.form.submit()
    last = session.study.administrations(FIRST)[-1]
    assert (last.dose_level, last.cycle, "agree" in last.reason) == (2, 5, True)
    assert session.study.deviations == ()
    page.view.start_record(Administration)
    form = page.view.panel.form
    assert isinstance(form, DoseForm)
    assert form.value("dose_level") == 2  # the next one goes on at that level


def test_a_lowered_dose_is_refused_until_somebody_says_why(page: SubjectsPage, session: Session):  # SUB-5, SUB-9
    page.open_subject("01-003")
    page.view.show_tab("dosing")
    said = " ".join(label.text() for label in tab_of(page).increase.findChildren(Label))
    assert "allows no dose reduction" in said
    page.view.start_record(Administration)
    form = page.view.panel.form
    assert isinstance(form, DoseForm)
    form.form.row("dose_level").set_value(2)
    assert form.form.row("dose_level").findings[0][0] == "soft"
    assert not form.form.can_save


def test_a_subject_who_left_is_prepared_nothing(qtbot, qapp: QApplication, tmp_path: Path):
    apply_theme(qapp, "light")
    with make_file(tmp_path / "s.titrant", "1N 2NNX") as file:
        session = Session(file, PERSON, clock=lambda: NOW)
        gone = next(one.subject_id for one in session.study.subjects if session.study.leaving(one.subject_id))
        page = SubjectsPage(session)
        qtbot.addWidget(page)
        page.show_study()
        page.show()
        page.open_subject(gone)
        page.view.show_tab("dosing")
        tab = tab_of(page)
        assert not tab.prepare_link.isVisible()
        assert not tab.increase.dose_button.isVisible()
