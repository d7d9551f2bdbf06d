import errno
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import errors
from storage.errors import RecordRefused, StudyFileError, error_of_os

PATH = Path("/somewhere/study.titrant")
NUMBERS = {"path": PATH, "version": 3, "known": 2, "detail": "x", "reason": "file system", "seen": 4, "current": 5}
NUMBERS |= {"key_file": "study.titrant-keys", "left": 3, "user_id": "lin", "present": PATH}
NUMBERS |= {"until": datetime(2026, 3, 2, 1, 30, tzinfo=UTC)}
KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, StudyFileError)]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not StudyFileError])
def test_every_error_has_a_code_of_its_own_and_says_what_happened_and_what_to_do(kind):
    error = kind(**NUMBERS)
    assert [each.code for each in KINDS].count(kind.code) == 1
    assert error.numbers == NUMBERS
    assert len(str(error).split(". ")) > 1 or ";" in str(error)
    assert "{" not in str(error)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EACCES, "read_only_file"),
        (errno.EROFS, "read_only_file"),
        (errno.EEXIST, "file_exists"),
        (errno.ENOENT, "missing_file"),
        (errno.EIO, "disk_failed"),
    ],
)
def test_an_error_of_the_operating_system_becomes_one_of_ours(number, code):
    assert error_of_os(OSError(number, "said"), PATH).code == code


def test_a_refused_record_names_kind_field_and_code():
    refused = RecordRefused("not_unique", kind="enrolment", record_id="a", field="subject_id", count=2)
    assert str(refused) == "enrolment.subject_id was refused and nothing was saved: not_unique, count 2"
