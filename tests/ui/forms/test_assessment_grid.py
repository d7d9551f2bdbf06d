"""The grid of a visit's assessments (SUB-6): by keyboard, checked at the field, the value before beside it, one act."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.body_system import BodySystem
from domain.partial_date import PartialDate
from domain.records import AssessmentNotDone, BodyWeight, Ecg, EcogStatus, PhysicalExam, VitalSigns
from domain.schedule.completeness import derive_completeness
from domain.schedule.plan import Assessment
from domain.terms import ClinicalFinding, EcgInterpretation
from tests.ui.forms.conftest import Typist
from tests.ui.pages.studies import make_session
from ui.forms.assessment_grid import AssessmentGrid
from ui.theme import apply_theme

SUBJECT = "01-001"
CYCLE_2 = "dosing 2"


@pytest.fixture
def open_grid(qtbot: Any, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., AssessmentGrid]]:
    """Opens the grid in a window that has the keyboard."""
    apply_theme(qapp, "light")
    session = make_session(tmp_path / "s.titrant", "1N 2MNN")

    def make(visit: str | None = CYCLE_2) -> AssessmentGrid:
        grid = AssessmentGrid(session, SUBJECT, visit)
        qtbot.addWidget(grid)
        grid.resize(1032, 605)
        grid.show()
        with qtbot.waitActive(grid):
            grid.activateWindow()
        grid.focus_first()
        return grid

    yield make
    session.file.close()


def day(grid: AssessmentGrid, hours_before: int = 2) -> str:
    """A moment before the dose of cycle 2, as it is typed at the site."""
    dose = next(one for one in grid.session.study.administrations(SUBJECT) if one.cycle == 2)
    at = datetime.fromtimestamp(dose.started_at.timestamp() - 3600 * hours_before, UTC)
    return at.astimezone(grid.session.study.zone).strftime("%Y-%m-%d %H:%M")


def put(grid: AssessmentGrid, kind: Any, system: BodySystem | None = None, **values: str) -> None:
    for field, text in values.items():
        grid.row(kind, field, system).value.setText(text)


def said(grid: AssessmentGrid, kind: Any, field: str) -> list[str]:
    return [text for _, text in grid.row(kind, field).findings]


def test_a_visit_is_entered_with_nothing_but_the_keyboard(open_grid: Any, qtbot: Any) -> None:  # SUB-6
    grid = open_grid()
    typist = Typist(grid)
    typist.types(day(grid))
    while QApplication.focusWidget() is not grid.row(VitalSigns, "systolic_mmhg").value:
        typist.tab()
    for text in ("128", "79", "72", "36.6", "16", "97", ""):
        typist.types(text) if text else None
        typist.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is grid.row(BodyWeight, "weight_kg").value, "Enter skips the head of the next"
    typist.types("61.5")
    typist.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is grid.row(EcogStatus, "score").value
    typist.press(Qt.Key.Key_1)
    typist.press(Qt.Key.Key_Return)
    typist.press(Qt.Key.Key_N)
    with qtbot.waitSignal(grid.saved) as caught:
        typist.saves()
    assert caught.args == [CYCLE_2]
    study = grid.session.study
    (signs,) = [one for one in study.vital_signs_of(SUBJECT) if one.visit == CYCLE_2]
    assert (signs.systolic_mmhg, signs.diastolic_mmhg, signs.temperature_c) == (128, 79, Decimal("36.6"))
    assert [one.weight_kg for one in study.weights_of(SUBJECT)] == [Decimal("61.5")]
    assert [one.score for one in study.ecog_of(SUBJECT)] == [1]
    (exam,) = study.exams_of(SUBJECT)
    assert (exam.finding, exam.system) == (ClinicalFinding.NORMAL, None)
    entries = grid.session.file.events(limit=4)
    assert len({one.event.recorded_at for one in entries}) == 1, "one act"
    assert {one.assessment for one in derive_completeness(study, SUBJECT, CYCLE_2).items} >= {Assessment.ECOG}
    assert not grid.is_dirty


def test_the_grid_asks_for_what_the_plan_asks_for(open_grid: Any) -> None:  # SUB-6
    grid = open_grid()
    with pytest.raises(KeyError):
        grid.head_row(Assessment.ECG)
    assert grid.links[Assessment.ECG].text() == "Add ECG"
    put(grid, VitalSigns, systolic_mmhg="128")
    grid.go_to_assessment(Assessment.ECG)
    assert QApplication.focusWidget() is grid.row(Ecg, "heart_rate_per_min").value
    assert grid.row(VitalSigns, "systolic_mmhg").value.text() == "128", "what was typed stays"
    assert grid.head_row(Assessment.ECG).skipped.isHidden(), "what was not asked for need not be excused"


@pytest.mark.parametrize(
    ("kind", "field", "text", "says"),
    [
        (BodyWeight, "weight_kg", "700", "500 kg"),
        (VitalSigns, "systolic_mmhg", "500", "Can't be"),
        (VitalSigns, "temperature_c", "98", "Can't be"),
        (VitalSigns, "pulse_per_min", "7x", "number"),
        (VitalSigns, "pulse_per_min", "7.5", "whole"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(  # SUB-6
    open_grid: Any, kind: Any, field: str, text: str, says: str
) -> None:
    grid = open_grid()
    grid.at.control.setText(day(grid))
    put(grid, kind, **{field: text})
    assert any(says in one for one in said(grid, kind, field))
    assert [severity for severity, _ in grid.row(kind, field).findings] == ["hard"]
    assert not grid.save_button.isEnabled()
    position = grid.session.file.position
    grid.submit()
    assert grid.session.file.position == position


def test_what_is_unusual_is_saved_with_its_reason_as_a_deviation(open_grid: Any) -> None:  # SUB-6, SUB-9
    grid = open_grid()
    grid.at.control.setText(day(grid))
    put(grid, VitalSigns, pulse_per_min="155")
    row = grid.row(VitalSigns, "pulse_per_min")
    assert row.findings[0][0] == "soft"
    assert grid.count.text() == "1 to justify"
    row.justification.setText("Measured twice, after stairs")
    grid.submit()
    (deviation,) = [one for one in grid.session.study.deviations if one.code == "value_unusual"]
    assert deviation.reason == "Measured twice, after stairs"


def test_an_ecg_before_consent_asks_why_at_the_date_and_once(open_grid: Any) -> None:  # SUB-6, SUB-9
    grid = open_grid("screening")
    consent = grid.session.study.subject(SUBJECT).consent_date
    grid.at.control.setText(f"{consent.replace(year=consent.year - 1)}")
    put(grid, Ecg, heart_rate_per_min="70", qt_ms="380", qtcf_ms="400")
    grid.row(Ecg, "interpretation").value.set_value(EcgInterpretation.NORMAL)
    put(grid, VitalSigns, pulse_per_min="70")
    ((severity, words),) = grid.at.findings
    assert severity == "soft"
    assert words.startswith("Before consent")
    assert not grid.head_row(Assessment.ECG).findings
    grid.at.justification_field.setText("Routine care")
    assert grid.save_button.isEnabled()
    grid.submit()
    assert [one.reason for one in grid.session.study.deviations if one.code == "before_consent"] == ["Routine care"]


def test_an_assessment_can_have_a_date_of_its_own(open_grid: Any) -> None:  # SUB-6
    grid = open_grid("screening")
    consent = grid.session.study.subject(SUBJECT).consent_date
    grid.at.control.setText(str(consent))
    head = grid.head_row(Assessment.ECG)
    head.when.setText(f"{consent.replace(year=consent.year - 1)}")
    put(grid, Ecg, heart_rate_per_min="70")
    grid.row(Ecg, "interpretation").value.set_value(EcgInterpretation.NORMAL)
    put(grid, VitalSigns, pulse_per_min="70")
    assert grid.at.findings == ()
    assert [severity for severity, _ in head.findings] == ["soft"]
    head.justification.setText("Routine care")
    grid.submit()
    (ecg,) = grid.session.study.ecgs_of(SUBJECT)
    assert ecg.recorded_at.year == consent.year - 1
    assert grid.session.study.vital_signs_of(SUBJECT)[0].measured_at == PartialDate.of(consent)


def test_an_ecg_is_read_by_somebody_before_it_is_saved(open_grid: Any) -> None:
    grid = open_grid("screening")
    grid.at.control.setText(day(grid))
    put(grid, Ecg, heart_rate_per_min="70", qt_ms="380")
    assert said(grid, Ecg, "interpretation") == ["Fill this in."]
    assert grid.row(Ecg, "qtcf_ms").usual.text() == "by Fridericia 400"
    assert not grid.save_button.isEnabled()


@pytest.mark.parametrize(
    ("hours", "says", "token"), [(2, "2 h before the dose", "text2"), (96, "at most 72 h", "warnline")]
)
def test_how_long_before_the_dose_it_was_done_stands_beside_it(  # SUB-6
    open_grid: Any, hours: int, says: str, token: str
) -> None:
    grid = open_grid()
    grid.at.control.setText(day(grid, hours))
    put(grid, VitalSigns, pulse_per_min="70")
    assert says in grid.head_row(Assessment.VITAL_SIGNS).remark.text()
    assert grid.head_row(Assessment.VITAL_SIGNS).remark._token == token


def test_the_value_before_stands_beside_the_field(open_grid: Any) -> None:  # SUB-6
    grid = open_grid("dosing 1")
    grid.at.control.setText("2026-05-01")
    put(grid, VitalSigns, pulse_per_min="71")
    grid.at.justification_field.setText("Before") if grid.at.justification_field else None
    grid.submit()
    following = open_grid()
    following.at.control.setText(day(following))
    assert following.row(VitalSigns, "pulse_per_min").previous.text() == "71"
    assert following.row(VitalSigns, "systolic_mmhg").previous.text() == "–"
    assert following.head_row(Assessment.VITAL_SIGNS).before.text() == "1 May 2026"


def test_what_was_not_done_is_kept_with_its_reason(open_grid: Any) -> None:  # SUB-6
    grid = open_grid()
    grid.at.control.setText(day(grid))
    head = grid.head_row(Assessment.ECOG)
    head.skipped.setText("Subject asleep")
    grid.submit()
    (left_out,) = grid.session.study.not_done_of(SUBJECT)
    assert isinstance(left_out, AssessmentNotDone)
    assert (left_out.visit, left_out.assessment) == (CYCLE_2, Assessment.ECOG)
    complete = derive_completeness(grid.session.study, SUBJECT, CYCLE_2)
    assert Assessment.ECOG in complete.missing
    assert Assessment.ECOG not in complete.unexplained
    again = open_grid()
    assert again.head_row(Assessment.ECOG).reason_skipped == "Subject asleep"


def test_done_and_not_done_at_once_is_refused(open_grid: Any) -> None:
    grid = open_grid()
    grid.at.control.setText(day(grid))
    head = grid.head_row(Assessment.ECOG)
    head.skipped.setText("Subject asleep")
    grid.row(EcogStatus, "score").value.set_value(1)
    assert head.findings == (("hard", "Values are typed, so it was done. Take out one of the two."),)
    assert not grid.save_button.isEnabled()


def test_an_examination_is_told_by_body_system(open_grid: Any) -> None:  # SUB-6
    grid = open_grid()
    grid.at.control.setText(day(grid))
    skin = grid.row(PhysicalExam, "finding", BodySystem.SKIN)
    skin.value.set_value(ClinicalFinding.ABNORMAL)
    assert [severity for severity, _ in skin.findings] == ["hard"], "an abnormal finding is said in words"
    skin.words.setText("rash on both arms")
    assert skin.findings == ()
    grid.head_row(Assessment.PHYSICAL_EXAM).link.click()
    grid.submit()
    exams = {one.system: one for one in grid.session.study.exams_of(SUBJECT)}
    assert set(exams) == set(BodySystem)
    assert exams[BodySystem.SKIN].abnormal == "rash on both arms"
    assert exams[BodySystem.ABDOMEN].finding is ClinicalFinding.NORMAL


def test_recorded_values_are_corrected_with_a_reason(open_grid: Any) -> None:  # SUB-6
    first = open_grid()
    first.at.control.setText(day(first))
    put(first, VitalSigns, pulse_per_min="70", systolic_mmhg="120")
    first.submit()
    grid = open_grid()
    assert grid.row(VitalSigns, "pulse_per_min").value.text() == "70"
    assert grid.at.value() == PartialDate.parse(day(grid))
    assert not grid.save_button.isEnabled()
    put(grid, VitalSigns, pulse_per_min="78")
    assert not grid.reason.isHidden()
    assert not grid.save_button.isEnabled()
    grid.reason.set_value("misread")
    grid.submit()
    (signs,) = grid.session.study.vital_signs_of(SUBJECT)
    assert (signs.pulse_per_min, signs.systolic_mmhg) == (78, 120)


def test_what_is_recorded_can_not_be_emptied(open_grid: Any) -> None:
    first = open_grid()
    first.at.control.setText(day(first))
    first.row(EcogStatus, "score").value.set_value(1)
    first.submit()
    grid = open_grid()
    grid.row(EcogStatus, "score").value.set_value(None)
    assert said(grid, EcogStatus, "score") == [
        "What is recorded can be corrected, not taken out. Type the right value."
    ]
    assert not grid.save_button.isEnabled()


def test_giving_up_asks_once(open_grid: Any, qtbot: Any) -> None:
    grid = open_grid()
    put(grid, VitalSigns, pulse_per_min="70")
    grid.discard()
    assert grid.count.text() == "Esc again discards what was typed."
    with qtbot.waitSignal(grid.closed):
        grid.discard()
    assert not grid.is_dirty


def test_every_field_has_a_name_and_the_grid_fits_1280_by_720(open_grid: Any) -> None:
    grid = open_grid("screening")
    for row in grid.rows:
        for control in row.controls:
            assert control.accessibleName(), row.name_said
    assert grid.width() == 1032
    assert grid.minimumSizeHint().height() <= 605
