"""The main window: start, open, refuse, close."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.build import make_session
from ui.actions import SECTIONS
from ui.main_window import MainWindow
from ui.settings import Settings
from ui.theme import apply_theme


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> MainWindow:
    apply_theme(qapp, "light")
    settings = Settings(tmp_path / "settings.ini")
    settings.person = ("Wang Fang", "coordinator")
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def study_path(tmp_path: Path, qapp: QApplication) -> Path:
    session = make_session(tmp_path)
    session.file.close()
    return session.file.path


def banner_text(window: MainWindow) -> str:
    return window._banner.accessibleName() if window._banner.isVisible() else ""


def test_every_section_opens_on_a_study(window: MainWindow, study_path: Path, qapp: QApplication) -> None:
    window.open_path(study_path)
    screen = window._study_screen()
    assert screen is not None
    for section in SECTIONS:
        screen.go_to(section.id)
        qapp.processEvents()
        assert screen.rail.current() == section.id
    assert window.settings.recent == [study_path]


def test_every_section_opens_on_an_empty_study(window: MainWindow, tmp_path: Path, qapp: QApplication) -> None:
    session = make_session(tmp_path, "")
    session.file.close()
    window.open_path(session.file.path)
    screen = window._study_screen()
    assert screen is not None
    for section in SECTIONS:
        screen.go_to(section.id)
        qapp.processEvents()


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "not there"), (b"", "not a Titrant study"), (b"something else" * 100, "not a Titrant study")],
)
def test_a_file_that_is_no_study_is_refused_with_a_sentence(
    window: MainWindow, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "other.titrant"
    if content is not None:
        path.write_bytes(content)
    window.open_path(path)
    assert words in banner_text(window)
    assert window.session is None
    if content is not None:
        assert path.read_bytes() == content  # left untouched


def test_a_refused_file_leaves_the_open_study_open(window: MainWindow, study_path: Path, tmp_path: Path) -> None:
    window.open_path(study_path)
    window.open_path(tmp_path / "none.titrant")
    assert window.session is not None
    assert window._study_screen() is not None
    assert "not there" in banner_text(window)


def test_a_study_open_elsewhere_opens_for_reading_and_says_so(
    window: MainWindow, study_path: Path, qapp: QApplication
) -> None:
    from storage.study_file import StudyFile

    with StudyFile.open(study_path):
        window.open_path(study_path)
        screen = window._study_screen()
        assert screen is not None
        assert screen.session.is_read_only
        assert "For reading only" in screen._notice.accessibleName()
        assert not window._actions["add_record"].isEnabled()
        for section in SECTIONS:
            screen.go_to(section.id)
            qapp.processEvents()
        window.do_close_study()


def test_closing_the_window_lets_the_next_one_write(window: MainWindow, study_path: Path) -> None:
    from storage.study_file import StudyFile

    window.open_path(study_path)
    window.close()
    with StudyFile.open(study_path) as file:
        assert not file.is_read_only


def test_the_palette_finds_subjects_and_actions(window: MainWindow, study_path: Path) -> None:
    window.open_path(study_path)
    titles = [command.title for command in window._commands()]
    assert "Subject 01-012" in titles
    assert "Decisions" in titles
    window._run_command("subject:01-012")
    screen = window._study_screen()
    assert screen is not None
    assert screen.rail.current() == "subjects"


def test_a_study_in_dark_repaints_without_a_warning(window: MainWindow, study_path: Path, qapp: QApplication) -> None:
    window.open_path(study_path)
    window.do_dark_theme()
    qapp.processEvents()
    assert not window.grab().isNull()
    window.do_light_theme()
