"""New study: protocol, assumptions, site, review; nothing is written before the end."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPdfWriter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from domain.protocol.reader import load_shipped
from domain.terms import Role
from storage.errors import KeyNeeded
from storage.keys.key_store import KeyStore
from storage.keys.recovery import recovery_text
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
    site._zone.set_value("Asia/Shanghai")
    site._file.set_value(str(path))


def confirm_everything(screen: NewStudyScreen) -> None:
    """Open each group, and confirm it together, or row by row where it decides who is dosed."""
    for group in screen.assumptions_step.groups:
        group.set_open(is_open=True)
        if not group.section.is_single:
            group.confirm_button.click()
        for row in group.waiting:
            row.open_editor()
            row._button.click()


def fill_training(screen: NewStudyScreen) -> None:
    screen.first_user_step.protection.set_value(False)
    screen.first_user_step._name.set_value("Wang Fang")


@pytest.mark.parametrize("protocol", ["mil93", "mil97", "imm27m", "bat6021", "bat6026"])
def test_each_protocol_becomes_an_empty_study_with_its_answers(
    screen: NewStudyScreen, tmp_path: Path, qtbot: QtBot, protocol: str
) -> None:
    choose(screen, protocol)  # PRO-6
    screen.go_on()
    assert not screen.step.is_complete  # every assumption asks for a person
    confirm_everything(screen)
    screen.go_on()
    fill_site(screen, tmp_path / "new.titrant")
    screen.go_on()
    fill_training(screen)
    screen.go_on()
    assert screen.step is screen.review_step  # a training study has no recovery key
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


@pytest.mark.parametrize("protocol", ["mil93", "mil97", "imm27m", "bat6021", "bat6026"])
def test_what_decides_who_is_dosed_is_confirmed_one_by_one(screen: NewStudyScreen, protocol: str) -> None:
    choose(screen, protocol)  # PRO-1
    screen.go_on()
    step = screen.assumptions_step
    assert sorted(row.path for row in step.rows) == sorted(load_shipped(protocol).assumptions)
    single = [group for group in step.groups if group.section.is_single]
    heads = {"rules", "window", "dlt", "gate", "levels_from"}
    assert {path.split(".")[2].split("[")[0] for group in single for path in (row.path for row in group.rows)} <= heads
    others = [row.path for group in step.groups if group not in single for row in group.rows]
    assert not [path for path in others if ".rules." in path or ".dlt." in path or ".window." in path]
    for group in single:
        group.set_open(is_open=True)
        group.confirm()
        assert not group.confirm_button.isVisible()
        assert len(group.waiting) == len(group.rows)


def test_a_group_is_confirmed_together_only_after_it_was_opened(screen: NewStudyScreen) -> None:
    choose(screen, "mil93")
    screen.go_on()
    step = screen.assumptions_step
    criteria = next(group for group in step.groups if "criteria" in group.section.heads)
    criteria.confirm()
    assert len(criteria.waiting) == 13
    criteria.set_open(is_open=True)
    assert criteria.confirm_button.text() == "Confirm these 13, as assumed"
    first = criteria.rows[0]
    first.open_editor()
    first._control.set_value("Adult")
    first._reason.set_value("protocol 2.0, section 4.1")
    first._button.click()
    criteria.confirm_button.click()
    assert not criteria.waiting
    assert not criteria.is_open
    assert criteria.answers[0].value == "Adult"
    assert sum(bool(answer.reason) for answer in step.answers) == 1


def test_a_changed_value_needs_a_reason_and_must_be_one_the_protocol_can_run_with(screen: NewStudyScreen) -> None:
    choose(screen, "bat6026")
    screen.go_on()
    row = next(row for row in screen.assumptions_step.rows if row.path.endswith("required_dose_percent"))
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
    confirm_everything(screen)
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


def test_a_study_of_real_subjects_is_encrypted_with_a_first_account_and_a_recovery_key_on_paper(
    screen: NewStudyScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "real.titrant"  # TRU-2, first-run set-up
    choose(screen, "bat6026")
    screen.go_on()
    confirm_everything(screen)
    screen.go_on()
    fill_site(screen, path)
    screen.go_on()
    first = screen.first_user_step
    assert window_focus(screen) is first._name.control
    for text in ("Lin Yue", "lin.yue", "password2024", "password2024"):
        control = window_focus(screen)
        assert control is not None
        qtbot.keyClicks(control, text)
        qtbot.keyClick(control, Qt.Key.Key_Tab)
    said = " ".join(text for _severity, text in first.password._first_row.findings)
    assert "Many people use it" in said  # as it is typed
    assert not first.is_complete
    for edit in (first.password.first, first.password.second):
        edit.clear()
        qtbot.keyClicks(edit, "seven green kettles")
    assert first.is_complete
    screen.go_on()
    key = screen.recovery_key_step
    assert not key.is_complete
    writer = QPdfWriter(str(tmp_path / "sheet.pdf"))
    screen.print_key_on(writer)
    assert (tmp_path / "sheet.pdf").stat().st_size > 1000
    qtbot.keyClicks(key.answer, "ZZZZ" if key.asked_text != "ZZZZ" else "YYYY")
    assert not key.is_complete
    key.answer.clear()
    qtbot.keyClicks(key.answer, key.asked_text.lower())
    assert key.is_complete
    screen.go_on()
    assert not path.exists()  # nothing is written before the last step
    with qtbot.waitSignal(screen.created):
        screen.go_on()
    with pytest.raises(KeyNeeded):
        StudyFile.open(path)
    log_in = KeyStore(path).log_in("lin.yue", "seven green kettles", datetime.now(UTC))
    assert recovery_text(log_in.key) == "-".join(cell._text for cell in key._cells)
    with StudyFile.open(path, key=log_in.key) as file:
        assert file.verify() == []
        (account,) = file.records()["account"]
    assert (account.user_id, account.full_name, account.role) == (  # type: ignore[attr-defined]
        "lin.yue", "Lin Yue", Role.ADMINISTRATOR,
    )  # fmt: skip


def window_focus(screen: NewStudyScreen) -> QWidget | None:
    return screen.window().focusWidget()


@pytest.mark.parametrize("user_id", ["lin yue", "", "a" * 41, "lin/yue"])
def test_a_user_id_is_one_word(screen: NewStudyScreen, user_id: str) -> None:
    first = screen.first_user_step
    first._name.set_value("Lin Yue")
    first._user.set_value(user_id)
    first.password.first.setText("seven green kettles")
    first.password.second.setText("seven green kettles")
    assert not first.is_complete
