"""A disk that refuses one operation in the middle of a save: each operation of a save is refused once."""

import shutil
from pathlib import Path

import pytest

from storage.errors import DiskFailed, DiskFull, StudyFileError
from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.durability.engine_disk import Operation, library, watched
from tests.storage.keys.build import KEY, new_encrypted_study

pytestmark = pytest.mark.skipif(library() is None, reason="this wheel doesn't let anybody watch its files (Windows)")
FULL, FAILED = 13, 10
SAVED = {"person": build.PERSON, "now": build.later(5)}


class Refusal:
    """Lets a number of operations of one verb pass, refuses the next with a code of SQLite's, and what follows it."""

    def __init__(self, verb: str, code: int, *, passes: int, refuses: int = 1) -> None:
        self._verb, self._code, self._passes, self._refuses = verb, code, passes, refuses
        self.is_on = False
        self.refused = 0

    def __call__(self, operation: Operation) -> int:
        """A watcher."""
        if not self.is_on or operation.verb != self._verb:
            return 0
        if self._passes:
            self._passes -= 1
            return 0
        if self.refused < self._refuses:
            self.refused += 1
            return self._code
        return 0


def save_under(refusal: Refusal, path: Path, key: object) -> StudyFileError | None:
    """Two saves with the refusal in the first: what it said, and whether everything is as it says."""
    error = None
    with StudyFile.open(path, key=key) as study:
        study.save(build.subject(2), **SAVED)
        before = study.head
        refusal.is_on = True
        try:
            study.save_all([build.adverse_event(), build.deviation(1, subject_id="S-001")], **SAVED)
        except StudyFileError as raised:
            error = raised
        refusal.is_on = False
        # Refused and not there, or acknowledged and there; the study goes on either way.
        assert (study.head == before) == (error is not None)
        assert len(study.records()["adverse_event"]) == len(study.records()["deviation"]) == int(error is None)
        study.save(build.subject(3), **SAVED)
        assert study.verify() == []
        head = study.head
    with StudyFile.open(path, key=key) as after:
        assert after.head == head
        assert len(after.records()["adverse_event"]) == int(error is None)
        assert after.verify() == []
    return error


# TRU-3: a full or failing disk at any operation of a save
@pytest.mark.parametrize("is_encrypted", [False, True], ids=["plain", "encrypted"])
@pytest.mark.parametrize(
    ("verb", "code", "said"), [("write", FULL, DiskFull), ("write", FAILED, DiskFailed), ("sync", FAILED, DiskFailed)]
)
def test_a_save_is_there_whole_or_refused_whichever_operation_of_it_the_disk_refuses(
    tmp_path, is_encrypted, verb, code, said
):
    errors = []
    for passes in range(100):
        path = tmp_path / f"{passes}.titrant"
        with new_encrypted_study(path) if is_encrypted else build.new_study(path) as study:
            study.save(build.subject(), **SAVED)
        refusal = Refusal(verb, code, passes=passes)
        with watched(refusal):
            error = save_under(refusal, path, KEY if is_encrypted else None)
        if not refusal.refused:
            break
        errors.append(error)
    assert len(errors) == passes >= (6 if verb == "write" else 1)
    assert {type(error) for error in errors} <= {said, type(None)}
    assert said in {type(error) for error in errors}


# What is known of a refused sync: nobody can tell whether the disk took the save all the same.
@pytest.mark.parametrize(("verb", "code"), [("write", FULL), ("sync", FAILED)])
def test_a_save_that_the_disk_refused_is_there_whole_or_not_at_all_if_the_program_ends_at_once(tmp_path, verb, code):
    found = set()
    for passes in range(4):
        path, killed = tmp_path / f"{passes}.titrant", tmp_path / f"{passes}.killed.titrant"
        build.new_study(path).close()
        refusal = Refusal(verb, code, passes=passes)
        with watched(refusal), StudyFile.open(path) as study:
            study.save(build.subject(), **SAVED)
            refusal.is_on = True
            try:
                study.save_all([build.adverse_event(), build.deviation(1)], **SAVED)
            except StudyFileError:
                for end in ("", "-wal"):
                    shutil.copy(path.with_name(path.name + end), killed.with_name(killed.name + end))
            refusal.is_on = False
        if killed.exists():
            with StudyFile.open(killed) as after:
                assert after.verify() == []
                assert len(after.records()["adverse_event"]) == len(after.records()["deviation"])
                found.add(after.position)
    assert found == ({4} if verb == "write" else {6})


def save_until_refused(study: StudyFile, saved: list[int]) -> None:
    for number in range(2, 100):
        study.save(build.subject(number), **SAVED)
        saved.append(number)


@pytest.mark.parametrize("passes", [0, 3, 20])
def test_a_disk_that_stays_full_while_the_study_is_closed_loses_nothing(tmp_path, passes):
    path = tmp_path / "full.titrant"
    build.new_study(path).close()
    refusal = Refusal("write", FULL, passes=passes, refuses=10_000)
    saved = []
    with watched(refusal):
        with StudyFile.open(path) as study:
            study.save(build.subject(), **SAVED)
            refusal.is_on = True
            with pytest.raises(DiskFull, match="Free some space"):
                save_until_refused(study, saved)
            head = study.head
        refusal.is_on = False
    with StudyFile.open(path) as after:
        assert after.head == head
        assert len(after.records()["subject"]) == 1 + len(saved)
        assert after.verify() == []


def test_a_study_that_does_not_fit_on_the_disk_is_not_made(tmp_path):
    for passes in (0, 50, 200):
        refusal = Refusal("write", FULL, passes=passes, refuses=10_000)
        refusal.is_on = True
        with watched(refusal), pytest.raises(DiskFull):
            build.new_study(tmp_path / "new.titrant")
        assert list(tmp_path.iterdir()) == []
