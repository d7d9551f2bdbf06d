"""The grid of a cycle's samples: times typed, windows checked, one act (PK-1)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.records import PkSample
from tests.ui.pages.studies import ZONE, make_session
from ui.forms.sample_grid import SampleGrid
from ui.forms.sample_grid_row import read_taken
from ui.theme import apply_theme


@pytest.fixture
def grid(qtbot, qapp, tmp_path: Path) -> SampleGrid:
    apply_theme(qapp, "light")
    grid = SampleGrid(make_session(tmp_path / "s.titrant", "1N 2MNN"), "01-001")
    qtbot.addWidget(grid)
    grid.cycle.set_value(1)
    grid.show()
    return grid


DUE = datetime(2026, 5, 11, 16, 30, tzinfo=UTC)  # half an hour after midnight at the site


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("00:35", DUE + timedelta(minutes=5)),
        ("23:50", DUE - timedelta(minutes=40)),
        ("0035", DUE + timedelta(minutes=5)),
        ("12 May 2026 00:35", DUE + timedelta(minutes=5)),
    ],
)
def test_a_time_of_the_clock_is_that_of_the_nearest_day(typed: str, expected: datetime):
    assert read_taken(typed, DUE, ZONE) == expected


@pytest.mark.parametrize("typed", ["25:10", "soon", "12 May 2026"])
def test_what_is_no_time_is_refused(typed: str):
    with pytest.raises(ValueError, match=r"\w"):
        read_taken(typed, DUE, ZONE)


def test_the_grid_asks_for_what_the_plan_has_in_the_cycle(grid: SampleGrid):  # PK-1
    assert [str(row.due.nominal_hours) for row in grid.rows] == ["0", "0", "1", "5", "24", "72", "168", "336"]
    assert not grid.save_button.isEnabled()


def test_what_was_typed_is_saved_as_one_act(qtbot, grid: SampleGrid):  # PK-1
    first, last = grid.rows[2], grid.rows[-1]
    first.taken.set_value(first.due.due_at)
    last.reason_field.set_value("Subject did not come")
    assert grid.save_button.text() == "Save 2 samples"
    with qtbot.waitSignal(grid.saved):
        grid.submit()
    samples = {one.nominal_hours: one for one in grid.session.study.samples_of("01-001")}
    assert {int(hours) for hours in samples} == {1, 336}
    assert samples[first.due.nominal_hours].taken_at == first.due.due_at
    assert samples[last.due.nominal_hours].not_taken_reason == "Subject did not come"
    newest = grid.session.file.events(limit=2)
    assert newest[0].event.recorded_at == newest[1].event.recorded_at


def test_out_of_the_window_asks_for_a_justification(grid: SampleGrid):  # PK-1
    row = grid.rows[2]
    assert row.due.due_at is not None
    row.taken.set_value(row.due.due_at + timedelta(hours=2))
    assert [severity for severity, _ in row.findings] == ["soft"]
    assert not grid.save_button.isEnabled()
    assert row.justification is not None
    row.justification.setText("Line was blocked")
    assert grid.save_button.isEnabled()
    grid.submit()
    assert [one.code for one in grid.session.study.deviations] == ["pk_outside_window"]


def test_two_samples_at_one_moment_are_refused(grid: SampleGrid):
    for row in grid.rows[2:4]:
        row.taken.set_value(grid.rows[2].due.due_at)
    assert "hard" in [severity for severity, _ in grid.rows[3].findings]
    assert not grid.save_button.isEnabled()


def test_escape_asks_before_it_discards(qtbot, grid: SampleGrid):
    grid.rows[2].taken.setText("10:00")
    grid.discard()
    assert grid.count.text() == "Esc again discards what was typed."
    with qtbot.waitSignal(grid.closed):
        grid.discard()
    assert not grid.session.file.records().get(PkSample.kind)
