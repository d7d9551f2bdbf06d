"""Signing in, in words; and what this machine remembers of a study it can't read."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.terms import Role
from storage.engine import open_connection
from storage.keys.password_rules import password_findings
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.encrypted import ACCOUNTS, KEY, make_encrypted_study
from ui.dialogs.verify import VerifyDialog
from ui.session import Session
from ui.settings import Settings
from ui.study_face import StudyFace, remember_face, remembered_face
from ui.words.sign_in import say_failures, say_finding, say_locked, say_role, say_span

AT = datetime(2026, 11, 20, 13, 58, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize(
    ("minutes", "counting", "title", "text"),
    [
        ([0], 1, "1 failed attempt since", "20 Nov 2026 13:58. Not you? Tell the sponsor. After 4 more"),
        ([0, 1], 2, "2 failed attempts since", "20 Nov 2026 13:58 and 13:59. Not you?"),
        ([0, 1, 2, 3], 4, "4 failed", "Lately 20 Nov 2026 13:59, 14:00 and 14:01. Not you?"),
        ([0, 1440], 2, "2 failed", "20 Nov 2026 13:58 and 21 Nov 2026 13:58. Not you?"),
        ([0, 1, 2, 3, 4], 5, "5 failed", "After 1 more this person is locked for 15 minutes."),
        ([0], 0, "1 failed", "Tell the sponsor."),
    ],
)
def test_failed_attempts_are_counted_with_their_times_and_the_consequence(
    minutes: list[int], counting: int, title: str, text: str
) -> None:
    said = say_failures([AT + timedelta(minutes=one) for one in minutes], counting)
    assert said[0].startswith(title)
    assert text in said[1]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=20), "1 minute"),
        (timedelta(minutes=4, seconds=1), "5 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=4), "4 hours"),
        (timedelta(days=1), "1 day"),
    ],
)
def test_a_span_is_never_said_too_short(span: timedelta, words: str) -> None:
    assert say_span(span) == words


def test_a_lock_out_of_another_day_names_the_day() -> None:
    assert say_locked(AT + timedelta(days=1), AT)[0] == "Locked until 21 Nov 2026 13:58"
    assert say_locked(AT + timedelta(minutes=5), AT)[0] == "Locked until 14:03"


@pytest.mark.parametrize(
    "password", ["short", " seven green kettles", "lin.yue202612", "password2026", "aaaaaaaaaaaaa"]
)
def test_every_fault_of_a_password_has_its_sentence(password: str) -> None:
    findings = password_findings(password, "lin.yue")
    assert findings
    assert all("{" not in say_finding(finding) for finding in findings)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_begins_with_a_capital_and_keeps_its_own(role: Role) -> None:
    assert say_role(role.value)[0].isupper()
    assert say_role("PK analyst") == "PK analyst"


def test_the_outside_of_a_study_is_remembered_and_a_broken_memory_is_none(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    face = StudyFace("BAT6026", "Title", "01", AT, {"lin.yue": ("林悦", "administrator")})
    remember_face(settings, "id", face.with_sign_in("lin.yue", AT))
    again = remembered_face(Settings(tmp_path / "settings.ini"), "id")
    assert again == face.with_sign_in("lin.yue", AT)
    remember_face(settings, "id", face)
    assert remembered_face(settings, "id").signed_in == {"lin.yue": AT}  # a later save forgets nobody
    settings.keep_face("id", {"saved_until": "yesterday"})
    assert remembered_face(settings, "id") == StudyFace()
    assert remembered_face(settings, "other") == StudyFace()


def test_verify_says_that_all_is_sound_or_what_is_not(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    path = make_encrypted_study(tmp_path / "study.titrant", history="")
    with StudyFile.open(path, key=KEY) as file:
        dialog = VerifyDialog(Session(file, Person.of(ACCOUNTS[0])), [])
        qtbot.addWidget(dialog)
        assert "as Titrant wrote it" in said_in(dialog)
        assert "can't be known" in said_in(dialog)
    db = open_connection(path, mode="rw", key=KEY)
    db.execute("UPDATE account SET full_name = 'Somebody Else'")
    db.close()
    with StudyFile.open(path, key=KEY) as file:
        dialog = VerifyDialog(Session(file, Person.of(ACCOUNTS[0])), [])
        qtbot.addWidget(dialog)
        assert "not as Titrant wrote it" in said_in(dialog)
        assert "account" in said_in(dialog).lower()


def said_in(dialog: VerifyDialog) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in dialog.findChildren(QLabel))
