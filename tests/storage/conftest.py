from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.study_file import StudyFile
from tests.storage import build


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the study of the test is, with a name that needs escaping in a URI."""
    return tmp_path / "study #1 首次?.titrant"


@pytest.fixture
def study(path: Path) -> Iterator[StudyFile]:
    """An open study with one subject at position 4."""
    with build.new_study(path) as file:
        file.save(build.subject(), person=build.PERSON, now=build.later(1))
        yield file


@pytest.fixture
def closed(path: Path) -> Path:
    """A closed study with a few records, a decision and one correction."""
    with build.new_study(path) as file:
        file.save_all(build.first_records(), person=build.PERSON, now=build.later(1))
        file.sign_decision(build.decision(file.head), person=build.PERSON, now=build.later(2))
        graver = build.adverse_event(grade=build.Grade.SEVERE)
        file.correct(graver, person=build.PERSON, now=build.later(3), reason="source document read again")
    return path
