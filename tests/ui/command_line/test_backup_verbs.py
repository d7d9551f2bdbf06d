"""``titrant verify``, ``backup`` and ``restore`` on real files."""

import argparse
import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from storage.backup.known_heads import KnownHeads
from storage.engine import open_connection
from storage.keys.key_file import key_file_of
from storage.keys.recovery import recovery_text
from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.keys.build import KEY, PASSWORD, new_encrypted_study
from ui.command_line import Refused, backup_command, restore_command, verify_command
from ui.profile import known_heads_file

Capture = pytest.CaptureFixture[str]
COMMANDS = {"verify": verify_command, "backup": backup_command, "restore": restore_command}
SAVED = {"person": build.PERSON, "now": build.later(5)}


@pytest.fixture(autouse=True)
def own_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.profile.profile_folder", lambda: tmp_path / "profile")
    monkeypatch.delenv("TITRANT_PASSWORD", raising=False)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "study.titrant"
    build.new_study(path).close()
    return path


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    path = tmp_path / "study.titrant"
    new_encrypted_study(path).close()
    return path


def call(*arguments: object) -> int:
    """Run a verb, whether or not the program lists it yet."""
    parser = argparse.ArgumentParser()
    verbs = parser.add_subparsers(dest="verb")
    for module in COMMANDS.values():
        module.add_to(verbs)
    chosen = parser.parse_args([str(argument) for argument in arguments])
    try:
        return int(chosen.run(chosen))
    except Refused as refused:
        sys.stdout.write(f"{refused}\n")
        return refused.code


def edit(path: Path) -> None:
    """Edit an event with an SQLite tool."""
    build.attack(path, "UPDATE event SET person = 'Somebody Else' WHERE sequence = 2")


def newest(study: Path) -> Path:
    return max(study.with_name("study-backups").glob("*.titrant"))


# TRU-1
def test_verify_says_that_an_untouched_study_is_sound_and_that_no_head_is_known(study: Path, capsys: Capture) -> None:
    assert call("verify", study) == 0
    said = capsys.readouterr().out
    assert "3 events, each as it was written" in said
    assert "can't be known" in said


def test_verify_names_the_first_bad_event_and_what_is_wrong_with_it(study: Path, capsys: Capture) -> None:
    edit(study)
    assert call("verify", study) == 1
    said = capsys.readouterr().out
    assert "NOT as Titrant wrote it" in said
    assert "Event #2 was edited after it was written." in said


def test_verify_finds_an_older_copy_by_what_this_machine_saw(study: Path, tmp_path: Path, capsys: Capture) -> None:
    shutil.copy(study, tmp_path / "copy")
    with StudyFile.open(study) as file:
        file.save(build.subject(), **SAVED)
    assert call("verify", study) == 0
    shutil.copy(tmp_path / "copy", study)
    assert call("verify", study) == 1
    said = capsys.readouterr().out
    assert "older copy or its end was cut off: this machine saw event 4" in said
    assert "Missing: 1 event." in said
    with StudyFile.open(study) as file:
        known = KnownHeads(known_heads_file()).of(file.file_id)
    assert known is not None
    assert known.head.position == 4, "what was known is not forgotten for an older copy"


def test_verify_compares_with_a_printed_footer(study: Path, capsys: Capture) -> None:
    with StudyFile.open(study) as file:
        head = file.head.hash
    assert call("verify", study, "--head", f"3:{head[:4]} {head[4:8]} {head[8:16]}") == 0
    assert "the printed footer last saw it, at event 3" in capsys.readouterr().out
    assert call("verify", study, "--head", "3:0123456789abcdef") == 1
    assert "another history than the printed footer saw" in capsys.readouterr().out
    assert call("verify", study, "--head", f"9:{head[:16]}") == 1
    assert call("verify", study, "--head", "three") == 2


@pytest.mark.parametrize("is_edited", [False, True])
def test_verify_answers_in_json(study: Path, capsys: Capture, is_edited: bool) -> None:
    if is_edited:
        edit(study)
    assert call("verify", study, "--json") == int(is_edited)
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["position"], answer["is_completeness_known"]) == (not is_edited, 3, False)
    assert answer["first_bad_event"] == (2 if is_edited else None)
    assert [problem["code"] for problem in answer["problems"]][:1] == (["event edited"] if is_edited else [])


def test_verify_says_in_json_why_a_file_can_not_be_opened(tmp_path: Path, capsys: Capture) -> None:
    assert call("verify", tmp_path / "none.titrant", "--json") == 1
    assert json.loads(capsys.readouterr().out)["error"] == "missing_file"


def test_a_profile_that_can_not_be_written_does_not_make_a_sound_study_bad(
    study: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "profile").write_text("a file, no folder", encoding="utf-8")
    assert call("verify", study) == 0
    assert "did not remember" in capsys.readouterr().err


# TRU-2
@pytest.mark.parametrize("way", ["recovery key", "typed", "password file", "variable", "prompt"])
def test_an_encrypted_study_is_opened_by_password_or_recovery_key(
    encrypted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    typed = recovery_text(KEY).lower() if way == "typed" else PASSWORD
    monkeypatch.setattr("getpass.getpass", lambda _: typed)
    (tmp_path / "password").write_text(PASSWORD + "\n", encoding="utf-8")
    if way == "variable":
        monkeypatch.setenv("TITRANT_PASSWORD", PASSWORD)
        monkeypatch.setattr("getpass.getpass", lambda _: "not asked")
    arguments = {
        "recovery key": ["--recovery-key", recovery_text(KEY)],
        "typed": ["--recovery-key"],
        "password file": ["--user", "lin.wei", "--password-file", tmp_path / "password"],
        "variable": ["--user", "lin.wei"],
        "prompt": ["--user", "lin.wei"],
    }[way]
    assert call("verify", encrypted, *arguments) == 0


@pytest.mark.parametrize(
    ("arguments", "password", "words", "code"),
    [
        ([], PASSWORD, "is encrypted; it was not opened. Log in with your user id and password", 1),
        ([], PASSWORD, "--user ID, or --recovery-key", 1),
        (["--user", "lin.wei"], "not the password", "4 tries are left", 1),
        (["--user", "nobody"], PASSWORD, "do not go together", 1),
        (["--recovery-key", "0000"], PASSWORD, "4 characters of 56", 1),
        (["--recovery-key", recovery_text(type(KEY).random())], PASSWORD, "does not open", 1),
        (["--user", "lin.wei", "--password-file", "no such file"], PASSWORD, "can't be read", 2),
    ],
)
def test_what_stands_between_a_person_and_an_encrypted_study_is_said(
    encrypted: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
    arguments: list[str],
    password: str,
    words: str,
    code: int,
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: password)
    assert call("verify", encrypted, *arguments) == code
    assert words in capsys.readouterr().out


def test_five_wrong_passwords_at_the_command_line_lock_out(
    encrypted: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("TITRANT_PASSWORD", "not the password")
    assert [call("verify", encrypted, "--user", "lin.wei") for _ in range(5)] == [1] * 5
    monkeypatch.setenv("TITRANT_PASSWORD", PASSWORD)
    capsys.readouterr()
    assert call("verify", encrypted, "--user", "lin.wei") == 1
    assert "locked out after wrong passwords until" in capsys.readouterr().out


def test_a_missing_key_file_and_a_lost_password_are_said_with_the_way_out(encrypted: Path, capsys: Capture) -> None:
    key_file_of(encrypted).unlink()
    assert call("verify", encrypted) == 1
    assert "open the study with the recovery key" in capsys.readouterr().out
    assert call("verify", encrypted, "--recovery-key", recovery_text(KEY)) == 0


# TRU-3
def test_a_backup_is_made_beside_the_study_put_on_record_and_restored(study: Path, capsys: Capture) -> None:
    assert call("backup", study) == 0
    assert "Backup up to event 3" in capsys.readouterr().out
    with StudyFile.open(study) as file:
        (entry,) = file.events(limit=1)
        assert (entry.event.record_id, entry.event.role) == ("backup_made", "command line")
        file.save(build.subject(), **SAVED)
    assert call("verify", study) == 0
    assert "holds all that the backups saw (up to event 3)" in capsys.readouterr().out

    before = study.read_bytes()
    assert call("restore", newest(study), "--dry-run") == 0
    said = capsys.readouterr().out
    assert "The backup ends at event 3, the present study at event 5: 2 events would be gone." in said
    assert "subject: 1 would be gone" in said
    assert study.read_bytes() == before

    assert call("restore", newest(study)) == 0
    assert "is kept as" in capsys.readouterr().out
    with StudyFile.open(study) as file:
        (entry,) = file.events(limit=1)
        assert (file.position, entry.event.record_id) == (4, "backup_restored")
        assert file.records()["subject"] == ()
    assert call("verify", study) == 0, "a restore on record is no older copy"


def test_an_encrypted_study_is_backed_up_and_restored_with_its_key_file(
    encrypted: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TITRANT_PASSWORD", PASSWORD)
    assert call("backup", encrypted, "--user", "lin.wei", "--to", tmp_path / "safe") == 0
    (backup,) = (tmp_path / "safe").glob("*.titrant")
    encrypted.unlink()
    key_file_of(encrypted).unlink()
    assert call("restore", backup) == 2, "it can't guess where to"
    assert call("restore", backup, "--to", encrypted) == 1
    assert call("restore", backup, "--to", encrypted, "--user", "lin.wei") == 0
    assert call("verify", encrypted, "--user", "lin.wei") == 0


def test_a_damaged_backup_is_refused(study: Path, capsys: Capture) -> None:
    assert call("backup", study) == 0
    backup = newest(study)
    content = bytearray(backup.read_bytes())
    content[9000] ^= 1
    backup.write_bytes(content)
    before = study.read_bytes()
    assert call("restore", backup) == 1
    assert "was not used; the present study was not touched" in capsys.readouterr().out
    assert study.read_bytes() == before


def test_a_backup_of_a_study_with_problems_is_made_and_says_so(study: Path, capsys: Capture) -> None:
    edit(study)
    assert call("backup", study) == 1
    assert "titrant verify names them" in capsys.readouterr().out


def test_a_backup_while_a_window_is_open_is_made_and_left_off_the_record(study: Path) -> None:
    with StudyFile.open(study) as window:
        assert call("backup", study) == 0
        assert window.refresh() is None


@pytest.mark.parametrize("verb", ["verify", "backup", "restore"])
def test_a_newer_and_a_foreign_file_are_refused_by_every_verb(study: Path, capsys: Capture, verb: str) -> None:
    to = ["--to", study.with_name("other.titrant")] if verb == "restore" else []
    db = open_connection(study, mode="rw")
    db.execute("PRAGMA user_version=99")
    db.close()
    assert call(verb, study, *to) == 1
    assert "newer version of Titrant" in capsys.readouterr().out
    study.write_text("not a study", encoding="utf-8")
    assert call(verb, study, *to) == 1
    assert "is not a Titrant study" in capsys.readouterr().out


def test_a_question_for_the_password_is_the_only_thing_asked(
    encrypted: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert call("verify", encrypted) == 1
    assert "--user ID" in capsys.readouterr().out
