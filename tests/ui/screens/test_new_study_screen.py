"""New study: protocol, assumptions, site, review; nothing is written before the end."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.protocol.reader import load_shipped
from storage.study_file import StudyFile
from ui.screens.new_study_screen import NewStudyScreen
from ui.settings import Settings
from ui.theme import apply_theme


@pytest.fixture
def screen(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> NewStudyScreen:
    apply_theme(qapp, "light")
    screen = NewStudyScreen(Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(screen)
    screen.resize(1280, 720)
    screen.show()
    return screen


def choose(screen: NewStudyScreen, protocol: str) -> None:
    screen.protocol_step.choice.set_value(protocol)
    screen.protocol_step._take_shipped()


def fill_site(screen: NewStudyScreen, path: Path) -> None:
    site = screen.site_step
    site._name.set_value("Wang Fang")
    site._zone.set_value("Asia/Shanghai")
    site._file.set_value(str(path))


@pytest.mark.parametrize("protocol", ["mil93", "mil97", "imm27m", "bat6021", "bat6026"])
def test_each_protocol_becomes_an_empty_study_with_its_answers(
    screen: NewStudyScreen, tmp_path: Path, qtbot: QtBot, protocol: str
) -> None:
    choose(screen, protocol)  # PRO-6
    screen.go_on()
    assert not screen.step.is_complete  # every assumption asks for a person
    screen.assumptions_step.confirm_all()
    screen.go_on()
    fill_site(screen, tmp_path / "new.titrant")
    screen.go_on()
    with qtbot.waitSignal(screen.created):
        screen.go_on()
    with StudyFile.open(tmp_path / "new.titrant") as file:
        records = file.records()
        assert file.verify() == []
    assert len(records["confirmation"]) == len(screen.assumptions_step.answers) > 0
    assert records["subject"] == ()
    assert "confirmed by Wang Fang" in records["protocol_version"][0].content  # type: ignore[attr-defined]


def test_one_cannot_go_on_before_every_assumption_is_answered(screen: NewStudyScreen) -> None:
    choose(screen, "bat6026")
    screen.go_on()
    screen.go_on()
    assert screen.step is screen.assumptions_step
    left = len(load_shipped("bat6026").assumptions)
    assert f"{left} of {left} still to confirm" in screen.step.hint


def test_a_changed_value_needs_a_reason_and_must_be_one_the_protocol_can_run_with(screen: NewStudyScreen) -> None:
    choose(screen, "bat6026")
    screen.go_on()
    row = next(row for row in screen.assumptions_step._rows if row._path.endswith("required_dose_percent"))
    row.open_editor()
    row._control.set_value("-5")
    assert not row._button.isEnabled()
    row._control.set_value("75")
    assert not row._button.isEnabled()  # no reason yet
    row._reason.set_value("sponsor's letter, item 4")
    assert row._button.isEnabled()
    row._button.click()
    assert row.answer is not None
    assert row.answer.value == 75


def test_a_faulty_protocol_file_is_refused_with_every_fault(screen: NewStudyScreen, tmp_path: Path) -> None:
    file = tmp_path / "faulty.toml"
    file.write_text('[study]\nid = "X"\n', encoding="utf-8")
    screen.protocol_step.read_file(file)
    assert screen.protocol_step.protocol is None
    assert screen.protocol_step._banner.isVisible()


def test_a_file_that_exists_is_never_overwritten(screen: NewStudyScreen, tmp_path: Path) -> None:
    taken = tmp_path / "taken.titrant"
    taken.write_text("keep me")
    choose(screen, "bat6026")
    screen.go_on()
    screen.assumptions_step.confirm_all()
    screen.go_on()
    fill_site(screen, taken)
    assert not screen.step.is_complete
    fill_site(screen, tmp_path / "no" / "folder.titrant")
    assert not screen.step.is_complete
    assert taken.read_text() == "keep me"


def test_answers_are_unsaved_until_the_study_is_made(screen: NewStudyScreen) -> None:
    assert not screen.has_unsaved()
    choose(screen, "bat6026")
    screen.go_on()
    assert screen.has_unsaved()
