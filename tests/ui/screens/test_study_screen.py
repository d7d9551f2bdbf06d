"""What stands on every page of an open study."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.pages.studies import make_session
from ui.actions import SECTIONS
from ui.screens.study_screen import StudyScreen
from ui.theme import apply_theme


def screen_of(qtbot: QtBot, qapp: QApplication, path: Path, history: str) -> StudyScreen:
    apply_theme(qapp, "light")
    screen = StudyScreen(make_session(path, history))
    qtbot.addWidget(screen)
    screen.resize(1280, 720)
    screen.show()
    return screen


def test_what_is_suspended_stands_above_every_page(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    screen = screen_of(qtbot, qapp, tmp_path / "s.titrant", "1N 2MNN 3NNT 4N")  # ESC-11, sentence 2
    for section in SECTIONS:
        screen.go_to(section.id)
        assert screen.alarm.isVisible()
        assert screen.alarm.accessibleName().startswith("Level 4 is suspended: dose nobody there.")
        assert (
            screen.alarm.mapTo(screen, screen.alarm.rect().bottomLeft()).y()
            < screen.page.mapTo(screen, screen.page.rect().topLeft()).y()
        )
    qtbot.mouseClick(screen.alarm.button, Qt.MouseButton.LeftButton)
    assert screen.rail.current() == "decisions"


def test_nothing_alarms_while_all_is_as_decided(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    screen = screen_of(qtbot, qapp, tmp_path / "s.titrant", "1N 2MNN 3NNXN 4NNT??")
    assert not screen.alarm.isVisible()


@pytest.fixture(scope="module")
def shown(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudyScreen]:
    """A study that all sections are looked at of."""
    apply_theme(qapp, "light")
    screen = StudyScreen(make_session(tmp_path_factory.mktemp("shown") / "s.titrant", "1N 2MNN 3NNXN 4NNT??"))
    screen.resize(1280, 720)
    screen.show()
    yield screen
    screen.close()
    screen.session.file.close()
    screen.deleteLater()


@pytest.mark.parametrize("section", [section.id for section in SECTIONS])
def test_every_page_says_what_it_knows_up_to_when(shown: StudyScreen, section: str) -> None:
    screen = shown  # REP-4, sentence 5
    screen.go_to(section)
    assert screen.limits.isVisible()
    assert screen.limits.text() == (
        f"Entered up to #{screen.session.study.position} \u00b7 happened up to 20 Nov 2026 14:10 +08:00 \u00b7 "
        "still open: 2 pending"
    )
