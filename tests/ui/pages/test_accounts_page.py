"""Accounts: added, given a password, corrected with a reason, deactivated; never without an administrator."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.records import Account
from domain.terms import Role
from storage.errors import StudyFileError
from storage.keys.key_store import KeyStore
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
from ui.actions import ACTIONS, MENUS
from ui.pages.accounts_page import AccountsPage
from ui.session import Session
from ui.sign_in import accounts_of, must_change_password
from ui.theme import apply_theme

FIRST_PASSWORD = "three blue boats"


@pytest.fixture
def page(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[AccountsPage]:
    apply_theme(qapp, "light")
    path = make_encrypted_study(tmp_path / "study.titrant", history="")
    with StudyFile.open(path, key=KEY) as file:
        session = Session(file, Person.of(ACCOUNTS[0]))
        session.changed.connect(lambda _changes: page.show_study())
        page = AccountsPage(session)
        qtbot.addWidget(page)
        page.show_study()
        page.show()
        yield page


def account_of(page: AccountsPage, user_id: str) -> Account:
    return next(one for one in accounts_of(page.session.file) if one.user_id == user_id)


def choose(page: AccountsPage, user_id: str) -> None:
    row = page.model.find(f"account-{user_id}")
    assert row is not None
    page.table.select_row(row)


def test_a_study_that_is_open_for_reading_shows_accounts_and_offers_no_change(
    page: AccountsPage, qtbot: QtBot
) -> None:  # TRU-2
    with StudyFile.open(page.session.file.path, key=KEY) as second:
        assert second.is_read_only
        reading = AccountsPage(Session(second, Person.of(ACCOUNTS[0])))
        qtbot.addWidget(reading)
        reading.show_study()
        reading.show()
        choose(reading, COORDINATOR)
        form = reading.form
        offered = (reading.add_button, reading.give_button, reading.password, form.save_button, form.state_link)
        assert [widget for widget in offered if widget.isVisible()] == []
        qtbot.keyClicks(form.full_name, "x")
        assert form.full_name.text() == "Wang Fang"
        reading.add_record()
        assert form.full_name.text() == "Wang Fang"


def test_a_long_user_id_leaves_room_for_the_names(page: AccountsPage, qapp: QApplication) -> None:  # USE-1
    of_another = account("maria.alexandra.von.hohenstein-0815", "Maria Alexandra von Hohenstein", Role.MONITOR)
    page.session.save(of_another)
    page.resize(1080, 640)
    qapp.processEvents()
    header = page.table.horizontalHeader()
    assert header.sectionSize(page.model.column("name")) >= 130
    assert not page.table.isColumnHidden(page.model.column("role"))


def test_the_menu_is_named_where_a_password_of_ones_own_is_changed(page: AccountsPage) -> None:
    page.session.user_id = ADMINISTRATOR
    page._shown = ""
    page.show_study()
    choose(page, ADMINISTRATOR)
    row = next(one for one in ACTIONS if one.id == "change_password")
    where = f"{MENUS[row.menu].replace('&', '')}, {row.title.rstrip('…')}"
    assert where in page.password_state.text()


def test_an_account_is_added_and_given_a_password_that_is_to_be_changed(page: AccountsPage, qtbot: QtBot) -> None:
    page.add_record()  # TRU-2; statement 16
    form = page.form
    qtbot.keyClicks(form.user_id, "chen.hao")
    qtbot.keyClicks(form.full_name, "Chen Hao")
    form.role.set_value(Role.MONITOR.value)
    assert form.save_button.isEnabled()
    form.save()
    assert account_of(page, "chen.hao").role is Role.MONITOR
    qtbot.keyClicks(page.password.first, "chen.hao2026")
    assert not page.give_button.isEnabled()  # little more than the user id
    page.password.clear()
    qtbot.keyClicks(page.password.first, FIRST_PASSWORD)
    qtbot.keyClicks(page.password.second, FIRST_PASSWORD)
    page.give()
    assert must_change_password(page.session.file, "chen.hao")
    assert system_events(page.session.file)[-1] == "password_set"
    assert KeyStore(page.session.file.path).log_in("chen.hao", FIRST_PASSWORD, datetime.now(UTC)).key == KEY
    rows = {row.account.user_id: row.password for row in page.model.rows}
    assert rows == {"chen.hao": "to be changed", ADMINISTRATOR: "own", COORDINATOR: "own"}


@pytest.mark.parametrize(
    ("user_id", "words"), [(COORDINATOR, "never given again"), ("WANG.FANG", "never given again"), ("a b", "Letters")]
)
def test_a_user_id_is_never_given_twice(page: AccountsPage, user_id: str, words: str) -> None:
    page.add_record()  # statement 15
    page.form.full_name.setText("Another Person")
    page.form.user_id.setText(user_id)
    assert not page.form.save_button.isEnabled()
    assert words in page.form._rows["user_id"].findings[0][1]


def test_a_change_needs_a_reason(page: AccountsPage) -> None:
    choose(page, COORDINATOR)
    page.form.active_to.setText("31 Dec 2030")
    assert not page.form.save_button.isEnabled()
    page.form.reason.setText("contract ends")
    page.form.save()
    assert str(account_of(page, COORDINATOR).active_to) == "2030-12-31"


def test_a_deactivated_account_loses_its_password_and_stays_in_the_list(page: AccountsPage) -> None:
    choose(page, COORDINATOR)
    assert not page.form.state_link.isEnabled()
    page.form.reason.setText("left the site")
    page.form.state_link.click()
    assert not account_of(page, COORDINATOR).is_active
    assert system_events(page.session.file)[-1] == "password_removed"
    with pytest.raises(StudyFileError):
        KeyStore(page.session.file.path).log_in(COORDINATOR, PASSWORD, datetime.now(UTC))
    assert [row.state for row in page.model.rows if row.account.user_id == COORDINATOR] == ["deactivated"]


def test_the_last_administrator_stays_one(page: AccountsPage) -> None:
    choose(page, ADMINISTRATOR)
    page.form.reason.setText("other work")
    page.form.role.set_value(Role.MONITOR.value)
    assert not page.form.save_button.isEnabled()
    assert "another administrator" in page.form._rows["role"].findings[0][1]
    assert page.form.state_link.isHidden()  # nobody deactivates themselves


def test_a_lock_out_is_ended_by_the_administrator(page: AccountsPage) -> None:
    store = KeyStore(page.session.file.path)
    for _ in range(5):
        with pytest.raises(StudyFileError):
            store.log_in(COORDINATOR, "not the password", datetime.now(UTC))
    page.show_study()
    choose(page, COORDINATOR)
    assert "Locked out" in page.password_state.text()
    page.unlock()
    assert store.log_in(COORDINATOR, PASSWORD, datetime.now(UTC)).key == KEY
    assert "lock_out_ended" in system_events(page.session.file)


def test_ones_own_name_can_be_corrected_and_work_goes_on(page: AccountsPage) -> None:
    choose(page, ADMINISTRATOR)
    page.form.full_name.setText("Lin Yue-Wang")
    page.form.reason.setText("married")
    page.form.save()
    assert page.session.person.name == "Lin Yue-Wang"
    choose(page, COORDINATOR)
    page.form.full_name.setText("Wang Fangfang")
    page.form.reason.setText("typing error")
    page.form.save()
    assert account_of(page, COORDINATOR).full_name == "Wang Fangfang"


def test_the_very_first_account_is_the_administrators_own(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    path = make_encrypted_study(tmp_path / "bare.titrant", accounts=(), history="")
    with StudyFile.open(path, key=KEY) as file:
        session = Session(file, Person(ADMINISTRATOR, ""))
        session.user_id = ADMINISTRATOR
        page = AccountsPage(session)
        qtbot.addWidget(page)
        page.show_study()
        page.add_record()
        assert page.form.user_id.isReadOnly()
        page.form.full_name.setText("Lin Yue")
        page.form.save()
        assert session.person == Person("Lin Yue", "administrator", ADMINISTRATOR)
        page.add_record()
        page.form.user_id.setText("chen.hao")
        page.form.full_name.setText("Chen Hao")
        page.form.save()
        assert [one.user_id for one in accounts_of(file)] == [ADMINISTRATOR, "chen.hao"]
