from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.keys.build import new_encrypted_study


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups go; not there yet."""
    return tmp_path / "safe place" / "备份"


@pytest.fixture(params=["plain", "encrypted"])
def study(request: pytest.FixtureRequest, path: Path) -> Iterator[StudyFile]:
    """An open study, plain or encrypted, with one subject at position 4."""
    with build.new_study(path) if request.param == "plain" else new_encrypted_study(path) as file:
        file.save(build.subject(), person=build.PERSON, now=build.later(1))
        yield file
