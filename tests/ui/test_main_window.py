"""The main window: start, open, refuse, close."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.build import make_session
from ui.actions import SECTIONS
from ui.main_window import MainWindow, fitting_size, leaves_room_for_frame
from ui.settings import Settings
from ui.theme import apply_theme
from ui.widgets.text_area import TextArea


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


def when_asked(window: MainWindow, act: Callable[[Any], None]) -> list[str]:
    """Deal with the next modal dialog; whatever happens it is closed again."""
    asked: list[str] = []

    def reply() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return
        asked.append(dialog.windowTitle())
        try:
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.close()

    QTimer.singleShot(0, reply)
    return asked


def banner_text(window: MainWindow) -> str:
    return window._banner.accessibleName() if window._banner.isVisible() else ""


def test_a_study_opens_on_its_overview_and_is_remembered(window: MainWindow, study_path: Path) -> None:
    window.open_path(study_path)
    screen = window._study_screen()
    assert screen is not None
    assert screen.rail.current() == "overview"
    assert window.settings.recent == [study_path]
    window._menus.actions["go_decisions"].trigger()
    assert screen.rail.current() == "decisions"


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
        assert not window._menus.actions["add_record"].isEnabled()
        for section in SECTIONS:
            screen.go_to(section.id)
            qapp.processEvents()
        window.do_close_study()


def test_what_may_take_its_time_is_said_until_it_is_done_or_has_failed(window: MainWindow) -> None:
    def fail() -> None:
        with window.waiting("Checking every event…"):
            assert window._done.isVisible()
            assert window._done.currentMessage() == "Checking every event…"
            assert QApplication.overrideCursor() is not None
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        fail()
    assert not window._done.isVisible()
    assert QApplication.overrideCursor() is None


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


@pytest.mark.parametrize(("answer", "stays"), [("accept_button", True), ("reject_button", False)])
def test_closing_asks_before_a_half_filled_form_is_lost(
    window: MainWindow, study_path: Path, qtbot: QtBot, answer: str, stays: bool
) -> None:
    window.open_path(study_path)
    window.do_add_subject()
    screen = window._study_screen()
    assert screen is not None
    form = screen.page.list.panel.form  # type: ignore[attr-defined]
    form.form.row("tumour_type").control.setText("Gastric")
    assert screen.has_unsaved()
    assert screen.context.values().is_dirty
    asked = when_asked(window, lambda dialog: getattr(dialog, answer).click())
    window.close()
    assert asked == ["A form is not saved"]
    assert window.isVisible() is stays
    screen.page.list.panel.close_form()  # type: ignore[attr-defined]  # else the end of the test asks again


def test_the_cut_off_can_be_chosen_and_given_back(window: MainWindow, study_path: Path) -> None:
    from ui.dialogs.cut_off import CutOffDialog

    window.open_path(study_path)
    session = window.session
    assert session is not None
    dialog = CutOffDialog(session, window)
    dialog.choice.set_value(True)
    dialog.moment.setText("Nov 2026")
    assert not dialog.accept_button.isEnabled()  # the day is needed
    dialog.moment.setText("1 Aug 2026")
    assert dialog.accept_button.isEnabled()
    dialog.accept()
    assert session.is_looking_back
    screen = window._study_screen()
    assert screen is not None
    assert "Shown as it stood at 1 Aug 2026" in screen._notice.accessibleName()
    again = CutOffDialog(session, window)
    again.choice.set_value(False)
    again.accept()
    assert not session.is_looking_back


def test_who_is_working_is_asked_for_by_name(window: MainWindow, study_path: Path, qtbot: QtBot) -> None:
    window.open_path(study_path)

    def name_another(dialog: Any) -> None:
        dialog.name.setText("  ")
        assert not dialog.accept_button.isEnabled()
        dialog.name.setText("Lin Yue")
        dialog.role.set_value("investigator")
        dialog.accept_button.click()

    when_asked(window, name_another)
    window.do_choose_person()
    assert window.session is not None
    assert window.session.person.name == "Lin Yue"
    assert window.settings.person == ("Lin Yue", "investigator")


def test_a_fault_of_the_program_is_reported_without_data(window: MainWindow) -> None:
    from ui.dialogs.bug import BugDialog

    dialog = BugDialog("ValueError", ["study.py:10 of"], window)
    texts = [area.text() for area in dialog.findChildren(TextArea)]
    assert "ValueError" in texts[0]
    assert "study.py:10 of" in texts[0]


def test_a_window_as_large_as_the_screen_has_no_room_for_its_frame():  # USE-1
    assert not leaves_room_for_frame(QSize(1440, 900), QSize(1440, 900))
    assert not leaves_room_for_frame(QSize(1280, 690), QSize(1280, 690))
    assert leaves_room_for_frame(QSize(1440, 900), QSize(1920, 1040))


def test_a_study_that_opens_has_the_keyboard_at_its_section(window: MainWindow, study_path: Path) -> None:
    window.open_path(study_path)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName().startswith("Overview")


def test_a_new_window_is_never_larger_than_the_screen():  # USE-1
    assert fitting_size(QSize(1440, 900), QSize(1280, 690)) == QSize(1280, 690)
    assert fitting_size(QSize(1440, 900), QSize(2560, 1400)) == QSize(1440, 900)
