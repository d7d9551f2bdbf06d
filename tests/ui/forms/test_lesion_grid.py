"""The grid of a tumour assessment: entry by keyboard, sums as typed, one act, corrections, new lesions (EFF-1)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from domain.records import Lesion
from domain.response.terms import LesionKind, LesionStatus, Response
from domain.terms import ImagingMethod
from tests.ui.forms.conftest import Typist
from tests.ui.pages.tumours import make_tumour_session
from ui.forms.lesion_form import LesionForm
from ui.forms.lesion_grid import LesionGrid
from ui.models.lesion_entry import read_tenths
from ui.theme import apply_theme

TODAY = date(2026, 11, 20)


@pytest.fixture
def open_grid(qtbot: Any, qapp: Any, tmp_path: Path) -> Iterator[Callable[..., LesionGrid]]:
    """Opens the grid in a window that has the keyboard."""
    apply_theme(qapp, "light")
    opened: list[LesionGrid] = []

    def make(subject_id: str = "01-004", number: int | None = None, *, with_scans: bool = True) -> LesionGrid:
        session = make_tumour_session(tmp_path / f"{len(opened)}.titrant", with_scans=with_scans)
        grid = LesionGrid(session, subject_id, number)
        opened.append(grid)
        qtbot.addWidget(grid)
        grid.resize(1032, 605)
        grid.show()
        with qtbot.waitActive(grid):
            grid.activateWindow()
        grid.focus_first()
        return grid

    yield make
    for grid in opened:
        grid.session.file.close()


def found_at(grid: LesionGrid, number: int) -> dict[str, tuple[LesionStatus, int | None]]:
    """What the file holds of a visit, by lesion."""
    study, subject = grid.session.study, grid.subject_id
    names = {one.record_id: one.link_id for one in study.lesions_of(subject)}
    return {
        names[one.lesion_id]: (one.status, one.length_tenths)
        for one in study.measurements_of(subject)
        if one.visit_number == number
    }


def test_a_visit_is_entered_with_nothing_but_the_keyboard(open_grid: Any, qtbot: Any) -> None:
    grid = open_grid()
    typist = Typist(grid)
    typist.types("20 Nov 2026")
    typist.tab(3)  # method and comment stay, into the first length
    typist.types("49,5")
    typist.press(Qt.Key.Key_Return)
    typist.press(Qt.Key.Key_T)
    typist.press(Qt.Key.Key_Return)
    typist.press(Qt.Key.Key_P)
    typist.press(Qt.Key.Key_Return)
    with qtbot.waitSignal(grid.saved) as caught:
        typist.saves()
    assert caught.args == [3]
    assert found_at(grid, 3) == {
        "T01": (LesionStatus.MEASURED, 495),
        "T02": (LesionStatus.TOO_SMALL, None),
        "NT01": (LesionStatus.PRESENT, None),
    }
    events = grid.session.file.events(limit=6)
    assert len({one.event.recorded_at for one in events[:4]}) == 1
    visit = grid.session.study.tumour_visits_of("01-004")[-1]
    assert (visit.visit_number, visit.scanned_on) == (3, TODAY)


def test_sums_percent_and_response_follow_as_one_types(open_grid: Any) -> None:
    grid = open_grid()
    assert grid.foot.texts[0] == ["90.0", "72.0", "69.5", "–"]  # one number of decimals in a line
    grid.scanned.set_value(TODAY)
    grid.row("T01").length.setText("30")
    assert grid.foot.texts[0][-1] == "30.0"  # of what is typed so far
    grid.row("T02").length.setText("60")
    assert [line[-1] for line in grid.foot.texts] == ["90.0", "+0.0", "+29.5"]
    answer = grid.assessment()
    assert answer is not None
    assert answer.target is Response.PD
    assert "overall PD" in grid.foot.answer.text()


def test_the_previous_values_stand_beside_the_field(open_grid: Any) -> None:
    grid = open_grid()
    assert [label.text() for label in grid.row("T01").earlier] == ["70", "52", "49.5"]
    assert [label.text() for label in grid.row("NT01").earlier] == ["present"] * 3


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("-3", "A length is above 0 mm."),
        ("abc", "is no length in mm"),
        ("12.55", "is no length in mm"),
        ("0", 'choose "absent"'),
        ("900", "900 mm is very long"),
        ("5.1", "millimetres or centimetres?"),
    ],
)
def test_a_length_that_can_not_be_or_is_unlikely_is_said_at_its_field(open_grid: Any, typed: str, says: str) -> None:
    grid = open_grid()
    grid.scanned.set_value(TODAY)
    grid.row("T01").length.setText(typed)
    assert any(says in text for _, text in grid.row("T01").findings)
    assert not grid.save_button.isEnabled()


def test_what_is_unlikely_is_saved_with_its_reason_as_a_deviation(open_grid: Any) -> None:
    grid = open_grid()
    grid.scanned.set_value(TODAY)
    row = grid.row("T01")
    row.length.setText("5.1")
    assert row.justification is not None
    assert not grid.save_button.isEnabled()
    row.justification.setText("seen twice")
    assert grid.save_button.isEnabled()
    grid.submit()
    (deviation,) = [one for one in grid.session.study.deviations if one.code == "length_jump"]
    assert deviation.reason == "seen twice"


def test_a_changed_method_asks_why(open_grid: Any) -> None:
    grid = open_grid()
    grid.scanned.set_value(TODAY)
    grid.method.set_value(ImagingMethod.MRI)
    assert [severity for severity, _ in grid.method.findings] == ["soft"]


def test_a_recorded_visit_is_corrected_with_a_reason(open_grid: Any) -> None:
    grid = open_grid(number=2)
    assert grid.row("T01").text == "49.5"
    assert not grid.save_button.isEnabled()
    grid.row("T01").length.setText("48")
    assert not grid.reason.isHidden()
    assert not grid.save_button.isEnabled()
    grid.reason.set_value("read again")
    assert grid.save_button.isEnabled()
    grid.submit()
    assert found_at(grid, 2)["T01"] == (LesionStatus.MEASURED, 480)


def test_a_new_lesion_is_added_beside_and_what_was_typed_stays(open_grid: Any) -> None:
    grid = open_grid()
    grid.scanned.set_value(TODAY)
    grid.row("T01").length.setText("49")
    grid.add_lesion()
    form = grid.panel.form
    assert isinstance(form, LesionForm)
    assert (form.value("lesion_kind"), form.value("number"), form.value("first_seen_on")) == (LesionKind.NEW, 1, TODAY)
    form.form.row("organ").set_value("brain")
    form.form.submit()
    assert grid.row("T01").text == "49"
    assert grid.row("NEW01").found is None
    grid.row("NEW01").status.set_value(LesionStatus.PRESENT)
    grid.row("NEW01").edited.emit()
    answer = grid.assessment()
    assert answer is not None
    assert answer.has_new
    assert answer.overall is Response.PD


def test_a_baseline_begins_with_its_lesions(open_grid: Any, qtbot: Any) -> None:
    grid = open_grid("01-002", with_scans=False)
    assert grid.number == 0
    assert grid.rows == []
    grid.scanned.set_value(date(2026, 7, 15))
    for organ, number in (("liver", 1), ("lung", 2)):
        grid.add_lesion()
        form = grid.panel.form
        assert isinstance(form, LesionForm)
        assert (form.value("lesion_kind"), form.value("number")) == (LesionKind.TARGET, number)
        form.form.row("organ").set_value(organ)
        form.form.submit()
    grid.row("T01").length.setText("30")
    grid.row("T02").length.setText("9")
    assert any("RECIST 1.1 asks for 10 mm" in text for _, text in grid.row("T02").findings)
    justification = grid.row("T02").justification
    assert justification is not None
    justification.setText("no other lesion")
    with qtbot.waitSignal(grid.saved):
        grid.submit()
    assert [one.link_id for one in grid.session.study.lesions_of("01-002")] == ["T01", "T02"]
    assert found_at(grid, 0)["T02"] == (LesionStatus.MEASURED, 90)


def test_a_lesion_measured_under_another_is_not_asked_for(open_grid: Any) -> None:
    grid = open_grid()
    one = next(each for each in grid.session.study.lesions_of("01-004") if each.link_id == "T02")
    assert isinstance(one, Lesion)
    mass = next(each for each in grid.session.study.lesions_of("01-004") if each.link_id == "T01")
    merged = replace(one, merged_into=mass.record_id, merged_on=date(2026, 11, 10))
    assert grid.session.save(merged, reason="one mass now")
    grid.scanned.set_value(TODAY)
    grid._on_study_changed()
    assert [row.lesion.link_id for row in grid.rows] == ["T01", "NT01"]
    grid.row("T01").length.setText("75")
    assert grid.foot.texts[0][-1] == "75.0"


def test_escape_asks_once_before_what_was_typed_is_lost(open_grid: Any, qtbot: Any) -> None:
    grid = open_grid()
    grid.row("T01").length.setText("40")
    assert grid.is_dirty
    grid.discard()
    assert "Esc again" in grid.count.text()
    with qtbot.waitSignal(grid.closed):
        grid.discard()
    assert not grid.is_dirty


@pytest.mark.parametrize(
    ("text", "tenths"),
    [("12", 120), ("12.5", 125), (" 12,5 ", 125), ("0.1", 1), ("12.55", None), ("", None), ("x", None), ("inf", None)],
)
def test_lengths_are_whole_tenths_of_a_millimetre(text: str, tenths: int | None) -> None:
    assert read_tenths(text) == tenths
    assert tenths is None or isinstance(Decimal(tenths), Decimal)


def test_the_grid_fits_1280_by_720_with_and_without_the_form_beside(open_grid: Any, qapp: Any) -> None:
    grid = open_grid()
    assert grid.width() == 1032
    grid.add_lesion()
    qapp.processEvents()
    assert grid.width() == 1032
    assert grid.minimumSizeHint().height() <= 605
