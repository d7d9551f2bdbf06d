"""The grid of a visit's assessments (SUB-6): by keyboard, checked at the field, the value before beside it, one act."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.body_system import BodySystem
from domain.partial_date import PartialDate
from domain.records import (
    AssessmentNotDone,
    BodyWeight,
    Ecg,
    EcogStatus,
    EndOfTreatment,
    PhysicalExam,
    Rescreening,
    VitalSigns,
)
from domain.schedule.calendar import derive_calendar
from domain.schedule.completeness import derive_completeness
from domain.schedule.due_visit import VisitStatus
from domain.schedule.plan import Assessment
from domain.terms import ClinicalFinding, EcgInterpretation, EndReason
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
    assert grid.head.links[Assessment.ECG].text() == "Add ECG"
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


def save_meanwhile(grid: AssessmentGrid, record: Any, *, corrected: bool = False, reason: str = "") -> None:
    """Somebody saves a record while the grid is open."""
    made = () if corrected else (record,)
    assert grid.session.save_all(made, corrected=(record,) if corrected else (), reason=reason)


def signs_at(grid: AssessmentGrid, **values: Any) -> VitalSigns:
    at = PartialDate.parse(day(grid))
    return VitalSigns(record_id="meanwhile", subject_id=SUBJECT, visit=CYCLE_2, measured_at=at, **values)


def test_what_somebody_saves_meanwhile_is_shown_where_nothing_is_typed(open_grid: Any) -> None:  # SUB-6
    grid = open_grid()
    save_meanwhile(grid, signs_at(grid, pulse_per_min=66))
    assert grid.row(VitalSigns, "pulse_per_min").value.text() == "66"
    assert not grid.is_dirty
    assert grid.meanwhile.isHidden()


def test_what_somebody_saves_meanwhile_is_never_overwritten_without_being_seen(open_grid: Any) -> None:  # SUB-6, TRU-1
    grid = open_grid()
    grid.at.control.setText(day(grid))
    put(grid, VitalSigns, pulse_per_min="72", systolic_mmhg="7x")
    put(grid, BodyWeight, weight_kg="61.5")
    grid.head_row(Assessment.ECOG).skipped.setText("Subject asleep")
    save_meanwhile(grid, signs_at(grid, pulse_per_min=66, temperature_c=Decimal("36.6")))
    assert not grid.meanwhile.isHidden()
    row = grid.row(VitalSigns, "pulse_per_min")
    assert (row.value.text(), row.usual.text()) == ("72", "replaces 66, saved meanwhile")
    assert grid.row(VitalSigns, "temperature_c").value.text() == "36.6", "what nobody typed over is taken over"
    assert grid.row(VitalSigns, "systolic_mmhg").value.text() == "7x", "what can't be read yet stays too"
    assert grid.row(BodyWeight, "weight_kg").value.text() == "61.5"
    assert grid.head_row(Assessment.ECOG).reason_skipped == "Subject asleep"
    grid.row(VitalSigns, "systolic_mmhg").value.setText("")
    assert not grid.save_button.isEnabled(), "it would be a correction now, which asks for its reason"
    grid.reason.set_value("read again")
    grid.submit()
    (signs,) = grid.session.study.vital_signs_of(SUBJECT)
    assert (signs.record_id, signs.pulse_per_min, signs.temperature_c) == ("meanwhile", 72, Decimal("36.6"))
    history = grid.session.file.history("vital_signs", "meanwhile")
    assert [entry.event.reason for entry in history] == ["", "read again"]


def test_a_correction_of_another_assessment_meanwhile_touches_nothing_typed(open_grid: Any) -> None:
    first = open_grid()
    first.at.control.setText(day(first))
    put(first, VitalSigns, pulse_per_min="70")
    put(first, BodyWeight, weight_kg="61.5")
    first.submit()
    grid = open_grid()
    put(grid, BodyWeight, weight_kg="61.9")
    (signs,) = grid.session.study.vital_signs_of(SUBJECT)
    save_meanwhile(grid, replace(signs, pulse_per_min=76), corrected=True, reason="misread")
    grid.reason.set_value("scale read again")
    grid.submit()
    assert [one.pulse_per_min for one in grid.session.study.vital_signs_of(SUBJECT)] == [76]
    assert [one.weight_kg for one in grid.session.study.weights_of(SUBJECT)] == [Decimal("61.9")]


def test_adding_an_assessment_keeps_dates_reasons_and_justifications(open_grid: Any) -> None:
    grid = open_grid()
    grid.at.control.setText(day(grid))
    put(grid, VitalSigns, pulse_per_min="155")
    grid.row(VitalSigns, "pulse_per_min").justification.setText("after stairs")
    grid.head_row(Assessment.WEIGHT).when.setText(day(grid, 5))
    grid.head_row(Assessment.ECOG).skipped.setText("Subject asleep")
    grid.go_to_assessment(Assessment.ECG)
    assert grid.row(VitalSigns, "pulse_per_min").reason() == "after stairs"
    assert grid.head_row(Assessment.WEIGHT).at == PartialDate.parse(day(grid, 5))
    assert grid.head_row(Assessment.ECOG).reason_skipped == "Subject asleep"


def test_body_systems_examined_at_different_hours_keep_their_hours(open_grid: Any) -> None:
    first = open_grid()
    early, late = (PartialDate.parse(day(first, hours)) for hours in (5, 2))
    for record_id, at, system in (("a", early, None), ("b", late, BodySystem.SKIN)):
        exam = PhysicalExam(record_id=record_id, subject_id=SUBJECT, visit=CYCLE_2, examined_at=at, system=system)
        save_meanwhile(first, exam)
    grid = open_grid()
    put(grid, VitalSigns, pulse_per_min="70")
    assert grid.corrections() == []


def end_treatment(grid: AssessmentGrid) -> date:
    """Treatment is given up on the day of the last dose; returns the day planned for the first safety visit."""
    session = grid.session
    last = session.study.administrations(SUBJECT)[-1].started_at.astimezone(session.study.zone).date()
    end = EndOfTreatment(
        record_id="end",
        subject_id=SUBJECT,
        decided_on=PartialDate.of(last),
        reason=EndReason.PROGRESSION,
        decided_by="Lin Yue",
    )
    assert session.save_all((end,))
    calendar = derive_calendar(session.study, SUBJECT, session.clock())
    return next(one for one in calendar if one.key == "safety_21").planned


def test_assessments_of_a_visit_say_that_it_took_place(open_grid: Any) -> None:  # SUB-3, SUB-6
    """Who has typed what was found at a visit need not say on another tab that it was made."""
    planned = end_treatment(open_grid())
    grid = open_grid("safety_21")
    grid.at.control.setText(f"{planned} 09:30")
    grid.head_row(Assessment.PHYSICAL_EXAM).skipped.setText("declined")
    assert grid.made_visit() is None, "nothing was done yet"
    put(grid, VitalSigns, pulse_per_min="70")
    assert "recorded as made" in grid.at.hint.text()
    grid.submit()
    (visit,) = grid.session.study.visits_of(SUBJECT)
    assert (visit.visit, str(visit.done_on)) == ("safety_21", str(planned))
    calendar = derive_calendar(grid.session.study, SUBJECT, grid.session.clock())
    assert next(one for one in calendar if one.key == "safety_21").status is VisitStatus.DONE
    again = open_grid("safety_21")
    put(again, VitalSigns, pulse_per_min="72")
    assert again.made_visit() is None, "it has its record"


def test_a_visit_outside_its_window_asks_why_at_the_date(open_grid: Any) -> None:  # SUB-3, SUB-9
    planned = end_treatment(open_grid())
    grid = open_grid("safety_21")
    grid.at.control.setText(f"{planned - timedelta(days=2)}")
    put(grid, VitalSigns, pulse_per_min="70")
    assert [severity for severity, _ in grid.at.findings] == ["soft"]
    assert not grid.save_button.isEnabled()
    grid.at.justification_field.setText("Came with the ambulance")
    grid.submit()
    (deviation,) = [one for one in grid.session.study.deviations if one.code == "visit_out_of_window"]
    (visit,) = grid.session.study.visits_of(SUBJECT)
    assert (deviation.about_kind, deviation.about_id) == ("visit", visit.record_id)
    assert deviation.reason == "Came with the ambulance"


def test_a_dose_says_itself_that_its_visit_took_place(open_grid: Any) -> None:
    grid = open_grid()
    grid.at.control.setText(day(grid))
    put(grid, VitalSigns, pulse_per_min="70")
    assert grid.made_visit() is None
    grid.submit()
    assert grid.session.study.visits_of(SUBJECT) == ()


def test_a_re_screening_has_assessments_of_its_own(open_grid: Any) -> None:  # SUB-6, SUB-10
    """What was found at the screening that failed is not corrected by what is found at the next."""
    session = open_grid().session
    consent = session.study.subject(SUBJECT).consent_date
    first = EcogStatus(
        record_id="e", subject_id=SUBJECT, visit="screening", assessed_at=PartialDate.of(consent), score=2
    )
    again = Rescreening(record_id="r", subject_id=SUBJECT, started_on=consent + timedelta(days=4), reason="recovered")
    assert session.save_all((first, again))
    grid = open_grid("screening")
    assert grid.row(EcogStatus, "score").value.value() is None
    grid.at.control.setText(f"{consent + timedelta(days=4)}")
    grid.row(EcogStatus, "score").value.set_value(1)
    assert grid.corrections() == []
    assert grid.row(EcogStatus, "score").previous.text() == "2"
