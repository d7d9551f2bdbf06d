"""What all grids of entry have in common, shown on that of samples: the way of the keyboard, findings, one act."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.forms.conftest import Typist
from tests.ui.pages.studies import make_session
from ui.forms.sample_grid import SampleGrid
from ui.theme import apply_theme


@pytest.fixture
def grid(qtbot: Any, qapp: QApplication, tmp_path: Path) -> SampleGrid:
    apply_theme(qapp, "light")
    grid = SampleGrid(make_session(tmp_path / "s.titrant", "1N 2MNN"), "01-001")
    qtbot.addWidget(grid)
    grid.resize(1032, 605)
    grid.cycle.set_value(1)
    grid.show()
    with qtbot.waitActive(grid):
        grid.activateWindow()
    grid.focus_first()
    return grid


@pytest.fixture
def typist(grid: SampleGrid) -> Typist:
    return Typist(grid)


def test_enter_goes_down_and_shift_enter_up_and_the_last_row_leads_to_the_button(
    grid: SampleGrid, typist: Typist
) -> None:
    first, last = grid.rows[0], grid.rows[-1]
    assert QApplication.focusWidget() is first.taken
    typist.press(Qt.Key.Key_Up)
    assert QApplication.focusWidget() is first.taken, "above the first row there is none"
    typist.press(Qt.Key.Key_Return, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is grid.rows[2].taken
    typist.press(Qt.Key.Key_Up)
    assert QApplication.focusWidget() is grid.rows[1].taken
    grid.save_button.setEnabled(True)
    last.focus_main()
    typist.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is grid.save_button


def test_rows_made_last_stand_between_head_and_foot_for_the_tab_key(grid: SampleGrid, typist: Typist) -> None:
    grid.cycle.focus_control()
    typist.tab()
    assert QApplication.focusWidget() is grid.rows[0].sample
    typist.tab(4)
    assert QApplication.focusWidget() is grid.rows[1].sample
    grid.rows[-1].condition.setFocus()
    typist.tab()
    assert QApplication.focusWidget() is grid.discard_button


def test_a_justification_follows_its_row_for_the_tab_key(grid: SampleGrid, typist: Typist) -> None:
    row = grid.rows[2]
    assert row.due.due_at is not None
    row.taken.set_value(row.due.due_at + timedelta(hours=2))
    row.condition.setFocus()
    typist.tab()
    assert QApplication.focusWidget() is row.justification
    assert row.justification.accessibleName().startswith("Justification for")


def test_what_is_recorded_is_passed_by(grid: SampleGrid, typist: Typist) -> None:
    second = grid.rows[1]
    second.taken.set_value(second.due.due_at)
    grid.submit()
    assert [row.is_stop for row in grid.rows[:3]] == [True, False, True]
    grid.rows[0].focus_main()
    typist.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is grid.rows[2].taken


def test_the_foot_leads_to_the_first_open_point(grid: SampleGrid) -> None:
    grid.rows[1].taken.setText("soon")
    grid.rows[2].taken.set_value(grid.rows[2].due.due_at)
    assert grid.count.text() == "1 to put right before saving"
    grid.submit()
    assert QApplication.focusWidget() is grid.rows[1].taken
    assert not grid.session.file.records().get("pk_sample")
