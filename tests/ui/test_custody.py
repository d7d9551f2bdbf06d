"""What goes along with an open study: backups by themselves, the heads this machine remembers, and restore."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.terms import Role
from storage.backup.known_heads import KnownHeads
from storage.backup.manifest import default_folder, list_backups
from storage.study_file import StudyFile
from tests.ui.encrypted import ADMINISTRATOR, KEY, PASSWORD, account, make_encrypted_study, system_events
from ui.dialogs.restore import RestoreDialog
from ui.main_window import MainWindow
from ui.screens.sign_in_screen import SignInScreen
from ui.settings import Settings
from ui.theme import apply_theme


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return make_encrypted_study(tmp_path / "BAT6026.titrant")


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    apply_theme(qapp, "light")
    window = MainWindow(Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(window)
    window.show()
    yield window
    window._close_session()


def enter(window: MainWindow, path: Path) -> None:
    window.open_path(path)
    screen = window._screens.currentWidget()
    assert isinstance(screen, SignInScreen)
    screen.person.set_value(ADMINISTRATOR)
    screen.password.setText(PASSWORD)
    screen.go_on()
    assert window.session is not None


def backups_of(path: Path) -> list[Path]:
    return [backup.path for backup in list_backups(default_folder(path)).backups]


def wait_for_backup(window: MainWindow, qtbot: QtBot) -> None:
    assert window.custody is not None
    backups = window.custody.backups
    qtbot.waitUntil(lambda: not backups._is_busy, timeout=20_000)


def test_opening_a_study_makes_a_backup_and_puts_it_on_record(window: MainWindow, study: Path, qtbot: QtBot) -> None:
    enter(window, study)  # TRU-3; statement 27
    wait_for_backup(window, qtbot)
    assert len(backups_of(study)) == 1
    assert window.session is not None
    assert system_events(window.session.file)[-1] == "backup_made"
    with StudyFile.open_backup(backups_of(study)[0], key=KEY) as backup:
        assert backup.verify() == []


def test_the_next_backup_waits_until_something_was_entered(window: MainWindow, study: Path, qtbot: QtBot) -> None:
    enter(window, study)
    wait_for_backup(window, qtbot)
    assert window.custody is not None
    assert window.session is not None
    backups = window.custody.backups
    backups.make_if_changed()  # log-ins and backups alone are no reason
    assert not backups._is_busy
    assert window.session.save(account("chen.hao", "Chen Hao", Role.MONITOR))
    backups.make_if_changed()
    wait_for_backup(window, qtbot)
    assert len(backups_of(study)) == 2
    window.do_close_study()
    enter(window, study)  # the newest has all that was entered
    wait_for_backup(window, qtbot)
    assert len(backups_of(study)) == 2


def test_a_backup_that_fails_is_said_and_hurts_nothing(window: MainWindow, study: Path, qtbot: QtBot) -> None:
    default_folder(study).write_text("in the way")
    enter(window, study)
    wait_for_backup(window, qtbot)
    assert window._banner.accessibleName().startswith("No backup was made.")
    assert window.session is not None
    assert window.session.file.verify() == []


def test_an_older_copy_in_the_place_of_the_study_is_noticed(
    window: MainWindow, study: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    shutil.copy(study, tmp_path / "old-copy")  # TRU-1
    enter(window, study)
    wait_for_backup(window, qtbot)
    window.do_close_study()
    shutil.copy(tmp_path / "old-copy", study)
    enter(window, study)
    assert window._banner.accessibleName().startswith("This is another history of the study.") or (
        window._banner.accessibleName().startswith("This is an older copy.")
    )
    remembered = KnownHeads(window.settings.known_heads_file).of(window.session.file.file_id)  # type: ignore[union-attr]
    window.do_close_study()
    again = KnownHeads(window.settings.known_heads_file)
    assert remembered is not None
    with StudyFile.open(study, key=KEY) as file:
        assert again.of(file.file_id) == remembered  # what was known is not forgotten over it


def test_a_restore_shows_what_would_be_gone_and_puts_itself_on_record(
    window: MainWindow, study: Path, qtbot: QtBot
) -> None:
    enter(window, study)
    wait_for_backup(window, qtbot)
    session = window.session
    assert session is not None
    assert session.save(account("chen.hao", "Chen Hao", Role.MONITOR))
    dialog = RestoreDialog(study, default_folder(study), key=KEY, zone=session.study.zone)
    qtbot.addWidget(dialog)
    assert "2 events would be gone" in dialog.said  # the account, and the event of the backup
    assert "account: 1 would be gone" in dialog.said
    assert dialog.chosen == backups_of(study)[0]
    window.restore(dialog.chosen, study, KEY)
    assert window.session is None  # whoever goes on signs in
    assert window._banner.accessibleName().startswith("The backup was restored.")
    assert list(study.parent.glob("BAT6026_before_restore_*.titrant"))
    enter(window, study)
    assert not window._banner.isVisible()  # this machine knows of the restore
    assert window.session is not None
    assert "chen.hao" not in [each.user_id for each in window.session.file.records()["account"]]  # type: ignore[attr-defined]
    assert "backup_restored" in system_events(window.session.file)


def test_a_backup_of_another_study_is_not_offered(tmp_path: Path, study: Path, qtbot: QtBot) -> None:
    other = make_encrypted_study(tmp_path / "other.titrant")
    dialog = RestoreDialog(study, tmp_path / "nowhere", key=KEY, zone=None)
    qtbot.addWidget(dialog)
    assert not dialog.accept_button.isEnabled()
    dialog.choose_file(other)
    assert "another study" in dialog.said
    assert not dialog.accept_button.isEnabled()


def test_a_network_share_is_warned_of_once(
    window: MainWindow, study: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.custody.network_share_of", lambda _path: "nfs4")  # no share here to lie on
    enter(window, study)
    assert "network share" in window._banner.accessibleName()
    window.do_close_study()
    enter(window, study)
    assert not window._banner.isVisible()


def test_an_export_is_in_the_audit_trail_and_needs_the_right(
    window: MainWindow, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from ui.pages.reports_page import ReportsPage

    enter(window, study)
    assert not window._menus.actions["export_csv"].isEnabled()  # an administrator sees accounts, not data sets
    assert window._menus.actions["go_accounts"].isEnabled()
    assert window.session is not None
    page = ReportsPage(window.session)
    qtbot.addWidget(page)
    page.show_study()
    assert page.save_to(tmp_path / "report.pdf")  # TRU-5, statement 8
    wait_for_backup(window, qtbot)
    assert "print" in system_events(window.session.file)
