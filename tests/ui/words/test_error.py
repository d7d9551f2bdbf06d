"""Every error of the study file has its title and its explanation."""

from datetime import UTC, datetime

import pytest

from storage import errors
from storage.errors import RecordRefused, StudyFileError
from storage.keys.password_rules import password_findings
from ui.words.error import _TITLES, say_error

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, StudyFileError)]
NUMBERS = dict.fromkeys(("path", "detail", "reason", "key_file", "user_id", "present"), "x")
NUMBERS |= {"version": 3, "known": 2, "seen": 4, "current": 5, "left": 3}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not StudyFileError])
def test_every_error_has_a_title_of_its_own(kind: type[StudyFileError]) -> None:
    error = kind(**NUMBERS, until=datetime(2026, 3, 2, 1, 30, tzinfo=UTC))
    title, text = say_error(error)
    assert title == _TITLES[kind.code]
    assert text == str(error)
    assert [*_TITLES.values()].count(title) == 1


def test_every_refused_password_has_a_title() -> None:
    codes = {finding.code for word in ("", " x", "lin.wei" * 2) for finding in password_findings(word, "lin.wei")}
    assert len(codes) == 4
    for code in codes:
        title, _ = say_error(RecordRefused(code, kind="account", field="password", length=3, shortest=12))
        assert title == _TITLES[code]
