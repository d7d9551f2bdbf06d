import re
from pathlib import Path

import pytest

from storage.backup.known_heads import RESTORED_CODE
from storage.backup.making import make_backup
from storage.keys.failed_log_ins import FailureKind, with_failure
from storage.system_codes import SYSTEM_CODES, check_details
from tests.storage import build

ROOT = Path(__file__).resolve().parents[2]


# TRU-5 statement 8
def test_a_failed_log_in_a_backup_and_a_restore_are_put_on_record_as_they_describe_themselves(study, tmp_path):
    (failure,) = with_failure((), study.file_id, "lin", build.NOW, FailureKind.WRONG_PASSWORD)
    backup = make_backup(study, tmp_path / "backups", build.later(5))
    acting = {"person": build.PERSON, "now": build.later(6)}
    study.save_system_event("log_in_failed", failure.as_json(), **acting)
    study.save_system_event("backup_made", backup.details(), **acting)
    study.save_system_event("log_in", {}, **acting)
    assert [entry.event.record_id for entry in study.events(limit=3)] == ["log_in", "backup_made", "log_in_failed"]
    assert RESTORED_CODE in SYSTEM_CODES
    assert study.verify() == []


@pytest.mark.parametrize(
    ("code", "details"),
    [
        ("forgotten", {}),
        ("log_in_failed", {}),
        ("print", {"colour": "red"}),
        ("print", {"pages": "3"}),
        ("print", {"pages": True}),
        ("backup_restored", {"position": None, "head": "x"}),
    ],
)
def test_an_unknown_code_or_other_details_are_a_mistake_of_ours(study, code, details):
    with pytest.raises(ValueError, match=code):
        study.save_system_event(code, details, person=build.PERSON, now=build.later(6))
    assert study.position == 4


def test_details_that_may_be_missing_may_be():
    for code, row in SYSTEM_CODES.items():
        smallest = {name: {str: "x", int: 1, bool: True}[types[0]] for name, types in row.needs.items()}
        assert check_details(code, smallest) is row
        whole = smallest | {name: {str: "x", int: 1, bool: True}[types[0]] for name, types in row.takes.items()}
        assert check_details(code, whole) is row


def test_every_code_that_the_program_writes_is_on_the_list():
    written = re.compile(r'save_system_event\(\s*"([a-z_]+)"')
    used = {
        code
        for folder in ("ui", "storage", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        for code in written.findall(path.read_text(encoding="utf-8"))
    }
    assert "backup_made" in used
    assert used <= set(SYSTEM_CODES)
