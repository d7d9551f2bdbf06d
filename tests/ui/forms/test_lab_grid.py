"""The grid of a sample (AE-3): one value after the other by keyboard, graded as typed, saved as one act."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.forms.conftest import Typist
from tests.ui.pages.laboratory import make_lab_session
from ui.forms.lab_grid import LabGrid
from ui.session import Session
from ui.theme import apply_theme


@pytest.fixture
def lab_session(qapp: QApplication, tmp_path: Path) -> Session:
    apply_theme(qapp, "light")
    return make_lab_session(tmp_path / "s.titrant")


@pytest.fixture
def grid(qtbot, lab_session: Session) -> LabGrid:
    grid = LabGrid(lab_session)
    qtbot.addWidget(grid)
    grid.resize(1192, 780)
    grid.show()
    with qtbot.waitActive(grid):
        grid.activateWindow()
    return grid


def of_sample(grid: LabGrid, subject_id: str = "01-012", at: str = "20 Nov 2026 08:10") -> None:
    grid.subject.set_value(subject_id)
    grid.taken_at.control.setText(at)  # type: ignore[attr-defined]


def put(grid: LabGrid, **values: str) -> None:
    for code, text in values.items():
        grid.row(code).value.setText(text)


def said(grid: LabGrid, code: str) -> list[str]:
    return [text for _, text in grid.row(code).findings]


def test_a_sample_is_entered_with_the_keyboard_alone(qtbot, grid: LabGrid):
    typist = Typist(grid)
    grid.focus_first()
    typist.fills("01-012", "20 Nov 2026 08:10", "C1D12", "Central")
    while QApplication.focusWidget() is not grid.row("HGB").value:
        typist.tab()
    typist.types("101")
    for _ in range(10):
        typist.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is grid.row("PLAT").value, "Enter goes down"
    typist.types("17")
    typist.press(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is grid.row("PLAT").unit
    with qtbot.waitSignal(grid.closed):
        typist.saves()
    results = {one.test: one for one in grid.session.study.results_of("01-012") if one.visit == "C1D12"}
    assert {code: one.value for code, one in results.items()} == {"HGB": Decimal(101), "PLAT": Decimal(17)}
    assert {one.unit for one in results.values()} == {"g/L", "10^9/L"}
    assert {one.laboratory for one in results.values()} == {"Central"}


def test_all_results_are_one_act(grid: LabGrid):
    of_sample(grid)
    put(grid, HGB="138", K="4.4", PLAT="18")
    before = grid.session.file.position
    grid.submit()
    entries = grid.session.file.events(limit=3)
    assert grid.session.file.position == before + 3
    assert {one.event.recorded_at for one in entries} == {entries[0].event.recorded_at}
    assert not grid.is_dirty


def test_the_grade_stands_beside_the_value_as_it_is_typed(grid: LabGrid):
    of_sample(grid)
    for text, grade in (("49", 3), ("24", 4), ("130", 0), ("<25", 4)):
        put(grid, PLAT=text)
        assert grid.row("PLAT").grade.isVisibleTo(grid) == bool(grade)
        if grade:
            assert grid.row("PLAT").grade.accessibleName() == f"grade {grade}"
    assert grid.row("PLAT").range.text() == "125–350"


def test_calcium_follows_the_albumin_of_its_sample(grid: LabGrid):
    of_sample(grid)
    put(grid, CA="2.0")
    assert "Hypocalcemia" in grid.row("CA").said.text()
    put(grid, ALB="28")
    assert "Hypocalcemia" not in grid.row("CA").said.text()


def test_the_value_before_stands_beside_it_in_the_same_unit(grid: LabGrid):
    of_sample(grid)
    assert grid.row("PLAT").previous.text() == "19"
    grid.row("HGB").unit.set_value("g/dL")
    of_sample(grid, at="20 Nov 2026 08:11")
    assert grid.row("HGB").previous.text() in ("138", "13.8")


def test_a_unit_is_remembered_for_the_next_sample(qtbot, grid: LabGrid):
    of_sample(grid)
    grid.row("CREAT").value.setText("0.8")
    grid.row("CREAT").unit.set_value("mg/dL")
    grid.submit()
    following = LabGrid(grid.session, "01-012")
    qtbot.addWidget(following)
    assert following.row("CREAT").unit_value() == "mg/dL"
    assert following.row("HGB").unit_value() == "g/L"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("abc", "abc is not a number."),
        ("1,234", "can be read in two ways."),
        ("-4", "a value is 0 or more."),
    ],
)
def test_what_can_t_be_read_is_said_at_its_cell_and_holds_up_saving(grid: LabGrid, text: str, words: str):
    of_sample(grid)
    put(grid, K="4.4", PLAT=text)
    assert words in said(grid, "PLAT")[0]
    assert not grid.save_button.isEnabled()
    position = grid.session.file.position
    grid.submit()
    assert grid.session.file.position == position
    assert QApplication.focusWidget() is grid.row("PLAT").value
    put(grid, PLAT="17,5")
    assert said(grid, "PLAT") == []
    assert grid.save_button.isEnabled()


def test_two_results_of_one_test_at_one_time_are_refused(grid: LabGrid):
    known = next(one for one in grid.session.study.results_of("01-012") if one.test == "PLAT")
    of_sample(grid, at=str(known.taken_at).replace("T", " "))
    put(grid, PLAT="170")
    assert said(grid, "PLAT")[0].startswith("This test has a result at this time")
    assert not grid.save_button.isEnabled()


def test_a_doubtful_value_asks_and_its_justification_becomes_a_deviation(grid: LabGrid):
    of_sample(grid)
    put(grid, LYM="4000")
    row = grid.row("LYM")
    assert row.justification is not None
    assert not grid.save_button.isEnabled()
    assert grid.count.text() == "1 to justify"
    row.justification.setText("Leukaemia, counted twice")
    assert grid.save_button.isEnabled()
    grid.submit()
    (result,) = [one for one in grid.session.study.results_of("01-012") if one.test == "LYM" and one.value == 4000]
    (deviation,) = [one for one in grid.session.study.deviations if one.about_id == result.record_id]
    assert (deviation.code, deviation.reason) == ("lab_not_plausible", "Leukaemia, counted twice")


def test_a_sample_before_consent_is_asked_about_once(grid: LabGrid):
    of_sample(grid, at="2 Jan 2026")
    put(grid, HGB="138", K="4.4")
    ((severity, words),) = grid.taken_at.findings
    assert severity == "soft"
    assert words.startswith("Before consent")
    assert said(grid, "HGB") == []
    grid.taken_at.justification_field.setText("Taken in routine care")  # type: ignore[union-attr]
    grid.submit()
    made = [one for one in grid.session.study.deviations if one.code == "before_consent"]
    assert [one.reason for one in made] == ["Taken in routine care"]


def test_a_sample_in_the_future_is_refused_at_its_moment(grid: LabGrid):
    of_sample(grid, at="2 Jan 2027")
    put(grid, HGB="138")
    assert grid.taken_at.findings[0][0] == "hard"
    assert not grid.save_button.isEnabled()


def test_what_is_missing_at_the_top_is_said_once_something_is_typed(grid: LabGrid):
    assert not grid.subject.findings
    put(grid, HGB="138")
    assert grid.subject.findings == (("hard", "Fill this in."),)
    assert not grid.save_button.isEnabled()


def test_not_done_is_kept_as_said(grid: LabGrid):
    of_sample(grid)
    put(grid, HGB="ND")
    grid.submit()
    (result,) = [one for one in grid.session.study.results_of("01-012") if one.comment]
    assert (result.value, result.comment) == (None, "ND")


def test_giving_up_asks_once(qtbot, grid: LabGrid):
    of_sample(grid)
    put(grid, HGB="138")
    grid.discard()
    assert grid.count.text() == "Esc again discards what was typed."
    with qtbot.waitSignal(grid.closed):
        grid.discard()
    assert not grid.is_dirty
