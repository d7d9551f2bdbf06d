"""Sign-in, lock, sign-out and recovery in the main window, by keyboard."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from domain.terms import Role
from storage.errors import StudyFileError
from storage.keys.key_file import key_file_of
from storage.keys.key_store import KeyStore
from storage.keys.recovery import recovery_text
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.encrypted import (
    ACCOUNTS,
    ADMINISTRATOR,
    COORDINATOR,
    KEY,
    PASSWORD,
    account,
    make_encrypted_study,
    system_events,
)
from ui.main_window import MainWindow
from ui.screens.sign_in_screen import SignInScreen
from ui.settings import Settings
from ui.sign_in import give_password, must_change_password
from ui.theme import apply_theme

NEW_PASSWORD = "nine red lanterns"


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> MainWindow:
    apply_theme(qapp, "light")
    window = MainWindow(Settings(tmp_path / "settings.ini"))
    window.resize(1280, 720)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return window


@pytest.fixture
def study(tmp_path: Path, qapp: QApplication) -> Path:
    return make_encrypted_study(tmp_path / "BAT6026.titrant")


def sign_in_of(window: MainWindow) -> SignInScreen:
    screen = window._screens.currentWidget()
    assert isinstance(screen, SignInScreen)
    return screen


def type_in(qtbot: QtBot, widget: QWidget, text: str, *, enter: bool = True) -> None:
    qtbot.keyClicks(widget, text)
    if enter:
        qtbot.keyClick(widget, Qt.Key.Key_Return)


def sign_in(window: MainWindow, qtbot: QtBot, path: Path, user: str, password: str = PASSWORD) -> None:
    window.open_path(path)
    screen = sign_in_of(window)
    screen.person.set_value(user)
    type_in(qtbot, screen.password, password)


def test_an_encrypted_study_asks_for_a_password_and_opens_with_it(
    window: MainWindow, study: Path, qtbot: QtBot
) -> None:
    window.open_path(study)  # TRU-2
    screen = sign_in_of(window)
    assert window.focusWidget() is screen.password
    assert not screen.open_button.isEnabled()
    screen.person.set_value(COORDINATOR)
    type_in(qtbot, screen.password, PASSWORD)
    assert window.session is not None
    assert window.session.person == Person("Wang Fang", "coordinator", COORDINATOR)
    assert "log_in" in system_events(window.session.file)
    window.do_close_study()


def test_the_next_sign_in_shows_the_study_and_its_people_by_name(window: MainWindow, study: Path, qtbot: QtBot) -> None:
    window.open_path(study)
    assert sign_in_of(window).card.heading.text() == "BAT6026"  # the file's name, all that is known before
    assert [sign_in_of(window).person.itemText(at) for at in range(2)] == [ADMINISTRATOR, COORDINATOR]
    sign_in(window, qtbot, study, COORDINATOR)
    window.do_sign_out()
    screen = sign_in_of(window)
    assert [screen.person.itemText(at) for at in range(2)] == ["Lin Yue, administrator", "Wang Fang, coordinator"]
    assert screen.user_id == COORDINATOR  # whoever was here last
    assert "safety" in screen.card.line.text().lower()


def test_wrong_passwords_are_counted_then_lock_the_person_out_and_are_put_on_record(
    window: MainWindow, study: Path, qtbot: QtBot
) -> None:
    window.open_path(study)  # TRU-5, statement 17
    screen = sign_in_of(window)
    screen.person.set_value(COORDINATOR)
    for tries in (1, 2, 3):
        type_in(qtbot, screen.password, "not the password")
        assert f"{tries} failed attempt" in screen.failures.text()
    assert "After 2 more this person is locked for 5 minutes" in screen.failures.text()
    assert window.session is None
    screen.person.set_value(ADMINISTRATOR)
    assert screen.failures.isHidden()  # somebody else's failures are not theirs
    type_in(qtbot, screen.password, PASSWORD)
    assert window.session is not None
    assert system_events(window.session.file)[-5:].count("log_in_failed") == 3
    assert KeyStore(study).read().unreported == ()
    window.do_sign_out()
    screen = sign_in_of(window)
    screen.person.set_value(COORDINATOR)
    for _ in range(2):
        type_in(qtbot, screen.password, "not the password")
    assert "Locked until" in screen.failures.text()
    assert not screen.password.isEnabled()
    window.open_path(study)  # a restart does not help
    again = sign_in_of(window)
    again.person.set_value(COORDINATOR)
    assert not again.password.isEnabled()


@pytest.mark.parametrize("file", ["there", "lost", "damaged"])
def test_the_recovery_key_opens_the_study_and_asks_for_a_new_password(
    window: MainWindow, study: Path, qtbot: QtBot, file: str
) -> None:
    if file == "lost":
        key_file_of(study).unlink()
    elif file == "damaged":
        key_file_of(study).write_text("{}")
    window.open_path(study)  # TRU-2; statement 28
    screen = sign_in_of(window)
    if file == "there":
        screen.recovery_link.click()
    assert screen.password.isHidden() or not screen.password.isVisible()
    type_in(qtbot, screen.recovery_key.edit, "ABCD-EFGH", enter=False)
    screen.go_on()
    assert "mistyped" in screen.refusal.text()
    screen.recovery_key.setText(recovery_text(KEY).lower().replace("-", " "))
    screen.go_on()
    assert screen.refusal.isHidden()
    screen.person.set_value(COORDINATOR)
    type_in(qtbot, screen.new_password.first, NEW_PASSWORD, enter=False)
    assert not screen.open_button.isEnabled()
    type_in(qtbot, screen.new_password.second, NEW_PASSWORD)
    assert window.session is not None
    assert window.session.person.user_id == COORDINATOR
    assert system_events(window.session.file)[:2] == ["password_changed", "log_in"]
    window.do_close_study()
    assert KeyStore(study).log_in(COORDINATOR, NEW_PASSWORD, datetime.now(UTC)).key == KEY


def test_who_has_no_account_any_more_stays_outside(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    ended = (ACCOUNTS[0], account(COORDINATOR, "Wang Fang", Role.COORDINATOR, is_active=False))
    path = make_encrypted_study(tmp_path / "ended.titrant", accounts=ended)
    sign_in(window, qtbot, path, COORDINATOR)
    assert window.session is None
    assert "has been deactivated" in sign_in_of(window).refusal.text()


def test_the_lock_keeps_a_half_filled_form_and_lets_only_the_same_person_on(
    window: MainWindow, study: Path, qtbot: QtBot
) -> None:
    sign_in(window, qtbot, study, COORDINATOR)  # TRU-5, statement 18
    screen = window._study_screen()
    assert screen is not None
    screen.go_to("adverse_events")
    screen.page.add_record()
    form = screen.page.panel.form  # type: ignore[attr-defined]
    row = form.form.row("comment") if "comment" in form.form.values() else form.form.row("term")
    edit = getattr(row.control, "edit", row.control)
    qtbot.keyClicks(edit, "Nausea")
    typed = edit.toPlainText() if hasattr(edit, "toPlainText") else edit.text()
    assert typed == "Nausea"
    window.do_lock()
    assert window.curtain is not None
    assert window._covers.currentWidget() is window.curtain
    assert not screen.isVisible()
    assert "Unsaved changes: kept" in window.curtain.card._foot._rows[-1].accessibleName()
    assert [row for row in ("lock", "add_record", "export_csv") if window._menus.actions[row].isEnabled()] == []
    type_in(qtbot, window.curtain.password, "not the password")
    assert window.curtain is not None
    assert "1 failed attempt" in window.curtain.failures.text()
    type_in(qtbot, window.curtain.password, PASSWORD)
    assert window.curtain is None
    assert screen.isVisible()
    again = edit.toPlainText() if hasattr(edit, "toPlainText") else edit.text()
    assert again == "Nausea"
    assert window.session is not None
    assert system_events(window.session.file)[-3:] == ["screen_locked", "log_in_failed", "screen_unlocked"]
    screen.page.panel.close_form()  # type: ignore[attr-defined]  # else the end of the test asks
    window.do_close_study()


def test_ctrl_l_locks_and_idleness_does(window: MainWindow, study: Path, qtbot: QtBot) -> None:
    sign_in(window, qtbot, study, COORDINATOR)
    window._menus.actions["lock"].trigger()
    assert window.curtain is not None
    assert window._menus.actions["lock"].shortcut().toString() == "Ctrl+L"
    type_in(qtbot, window.curtain.password, PASSWORD)
    assert window.custody is not None
    window.custody.watch._touched_at -= 60 * window.custody.watch.minutes
    window.custody.watch.look()
    assert window.curtain is not None
    window.do_sign_out()
    assert window.session is None
    assert window.curtain is None
    with StudyFile.open(study, key=KEY) as file:
        assert "log_out" in system_events(file)


def test_a_file_that_is_gone_does_not_keep_the_person_locked_out(
    window: MainWindow, study: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    sign_in(window, qtbot, study, COORDINATOR)
    window.do_lock()
    study.rename(tmp_path / "moved.titrant")
    assert window.curtain is not None
    type_in(qtbot, window.curtain.password, PASSWORD)
    assert window.curtain is None
    assert "moved or replaced" in window._banner.accessibleName()
    window.do_close_study()


def test_a_given_password_has_to_be_made_the_persons_own(
    window: MainWindow, study: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with StudyFile.open(study, key=KEY) as file:
        give_password(file, Person.of(ACCOUNTS[0]), COORDINATOR, NEW_PASSWORD, datetime.now(UTC))
        assert must_change_password(file, COORDINATOR)
    asked = when_asked(window, lambda dialog: fill_password(dialog, NEW_PASSWORD, "three blue boats"))
    sign_in(window, qtbot, study, COORDINATOR, NEW_PASSWORD)  # statement 16
    qtbot.waitUntil(lambda: bool(asked))
    assert window.session is not None
    assert not must_change_password(window.session.file, COORDINATOR)
    window.do_close_study()
    with pytest.raises(StudyFileError):
        KeyStore(study).log_in(COORDINATOR, NEW_PASSWORD, datetime.now(UTC))


def test_leaving_the_first_password_unchanged_signs_out(window: MainWindow, study: Path, qtbot: QtBot) -> None:
    with StudyFile.open(study, key=KEY) as file:
        give_password(file, Person.of(ACCOUNTS[0]), COORDINATOR, NEW_PASSWORD, datetime.now(UTC))
    asked = when_asked(window, lambda dialog: dialog.reject_button.click())  # type: ignore[attr-defined]
    sign_in(window, qtbot, study, COORDINATOR, NEW_PASSWORD)
    qtbot.waitUntil(lambda: bool(asked))
    assert window.session is None
    sign_in_of(window)


def fill_password(dialog: QWidget, present: str, new: str) -> None:
    dialog.present.setText(present)  # type: ignore[attr-defined]
    dialog.new.first.setText(new)  # type: ignore[attr-defined]
    dialog.new.second.setText(new)  # type: ignore[attr-defined]
    dialog.accept_button.click()  # type: ignore[attr-defined]


def when_asked(window: MainWindow, act: Callable[[QWidget], None]) -> list[str]:
    """Deal with the next modal dialog; whatever happens it is closed again."""
    from PySide6.QtCore import QTimer

    asked: list[str] = []
    timer = QTimer(window)
    timer.setInterval(5)

    def reply() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return
        timer.stop()
        try:
            act(dialog)
        finally:
            asked.append(dialog.windowTitle())
            if dialog.isVisible():
                dialog.close()

    timer.timeout.connect(reply)
    timer.start()
    return asked


def test_a_study_without_a_password_can_not_be_locked(window: MainWindow, tmp_path: Path) -> None:
    from tests.ui.build import make_session

    session = make_session(tmp_path)
    session.file.close()
    window.open_path(session.file.path)
    assert window.session is not None
    window.do_lock()
    assert window.curtain is None
    assert not window._menus.actions["lock"].isEnabled()
    assert window._menus.actions["choose_person"].isEnabled()
