"""Thousands of damaged files: each is refused in words of ours, or read as it was, or verify says what is wrong."""

import json
import shutil
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings

from storage.errors import KeyFileDamaged, StudyFileError
from storage.keys.data_key import DataKey
from storage.keys.key_file import KeyFile, key_file_of
from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.durability.damage import damaged
from tests.storage.keys.build import KEY, PASSWORD, at, new_encrypted_study, store_of

# Over a thousand files here; TITRANT_EXAMPLES=1000 makes twenty times as many.
FILES = 6 * settings.default.max_examples
HEADER = 100


@pytest.fixture(params=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> DataKey | None:
    return KEY if request.param == "encrypted" else None


@pytest.fixture
def sound(tmp_path: Path, key: DataKey | None) -> Path:
    """A closed study with a few records."""
    path = tmp_path / "sound" / "sound.titrant"
    path.parent.mkdir()
    with new_encrypted_study(path) if key else build.new_study(path) as study:
        study.save_all(build.first_records(), person=build.PERSON, now=build.later(1))
    return path


def content_of(study: StudyFile) -> object:
    return study.head, study.records(), study.events(limit=-1)


def left_beside(path: Path) -> list[str]:
    """Takes away what lies beside the file, and names what shouldn't: a reader alone leaves empty files of SQLite's."""
    left = []
    for each in set(path.parent.iterdir()) - {path}:
        is_empty_log = each.name == path.name + "-wal" and each.stat().st_size == 0
        if not is_empty_log and each.name != path.name + "-shm":
            left.append(each.name)
        each.unlink()
    return left


def open_damaged(path: Path, key: DataKey | None, expected: object, *, read_only: bool) -> str:
    """What came of opening it and reading all of it."""
    try:
        with StudyFile.open(path, key=key, read_only=read_only) as study:
            if study.verify():
                return "found by verify"
            assert content_of(study) == expected, "other content, and nothing noticed"
            return "whole"
    except StudyFileError as error:
        return error.code if str(path) in str(error) else "does not name the file"


# issue 5, point 10: open fuzzed with thousands of damaged files
def test_a_damaged_study_is_refused_or_found_out_or_whole_and_is_left_as_it_was(sound, tmp_path, key):
    with StudyFile.open(sound, key=key) as study:
        expected = content_of(study)
    content, chance, outcomes = sound.read_bytes(), Random(10), Counter[str]()
    path = tmp_path / "damaged" / "study.titrant"
    path.parent.mkdir()
    for number in range(FILES):
        name, spoilt = damaged(content, chance)
        path.write_bytes(spoilt)
        outcome = open_damaged(path, key, expected, read_only=number % 4 == 0)
        outcomes[outcome] += 1
        # What opens is put back into write-ahead mode, which is said in the header; nothing else is touched.
        first = HEADER if outcome in ("whole", "found by verify") else 0
        assert path.read_bytes()[first:] == spoilt[first:], f"{number} {name}: written to, {outcome}"
        assert left_beside(path) == [], f"{number} {name}: {outcome}"
    # The damage is of all kinds, from what SQLite sees to what only the chain does.
    assert outcomes["damaged"] > FILES / 4
    assert outcomes["whole"] > 0
    assert key is not None or outcomes["found by verify"] > FILES / 50
    assert sum(outcomes.values()) == FILES


def test_a_damaged_write_ahead_file_costs_the_last_saves_and_never_more(sound, tmp_path, key):
    path = tmp_path / "study.titrant"
    states = []
    with StudyFile.open(sound, key=key) as study:
        for number in range(3, 13):
            states.append(content_of(study))
            study.save(build.subject(number), person=build.PERSON, now=build.later(number))
        states.append(content_of(study))
        for end in ("", "-wal"):
            shutil.copy(sound.with_name(sound.name + end), tmp_path / f"taken{end}")
    main, log = ((tmp_path / f"taken{end}").read_bytes() for end in ("", "-wal"))
    chance, outcomes = Random(11), Counter[str]()
    for number in range(FILES // 4):
        path.write_bytes(main)
        _, spoilt = damaged(log, chance)
        path.with_name(path.name + "-wal").write_bytes(spoilt)
        try:
            with StudyFile.open(path, key=key) as study:
                assert study.verify() == [], number
                assert content_of(study) in states
                outcomes[str(study.position)] += 1
        except StudyFileError as error:
            outcomes[error.code] += 1
        for each in tmp_path.glob("study.titrant*"):
            each.unlink()
    assert outcomes[str(states[0][0].position)] > 0
    assert len(outcomes) > 3


def test_a_damaged_key_file_is_refused_and_left_as_it_was_or_lets_in_by_the_right_key_alone(tmp_path):
    path = tmp_path / "study.titrant"
    new_encrypted_study(path).close()
    store = store_of(path)
    store.set_password(KEY, "zhao", "nine purple lanterns")
    content, chance, outcomes = store.path.read_bytes(), Random(12), Counter[str]()
    for _ in range(FILES):
        _, spoilt = damaged(content, chance)
        store.path.write_bytes(spoilt)
        try:
            log_in = store.log_in("lin.wei", PASSWORD, at(1))
            assert log_in.key == KEY
            outcomes["noticed" if log_in.problems else "whole"] += 1
        except KeyFileDamaged:
            outcomes["damaged"] += 1
            assert store.path.read_bytes() == spoilt
        except StudyFileError as error:
            outcomes[error.code] += 1
        assert sorted(tmp_path.iterdir()) == [path, store.path]
    assert outcomes["damaged"] > FILES / 2


JSON_VALUES = (None, True, -1, 0, 10**30, 1.5, "", "x", "00", [], {}, [[]], {"x": 1}, "9999-99-99", "\ud800")


def test_a_key_file_with_any_value_in_the_place_of_another_is_refused_in_words_of_ours(tmp_path):
    path = tmp_path / "study.titrant"
    new_encrypted_study(path).close()
    with pytest.raises(StudyFileError):
        store_of(path).log_in("lin.wei", "wrong", at(1))
    whole = json.loads(key_file_of(path).read_text(encoding="utf-8"))
    places = [(whole, name) for name in whole]
    places += [(row, name) for row in (*whole["slots"], *whole["failures"], whole["cleared"]) for name in row]
    for holder, name in places:
        before = holder[name]
        for value in JSON_VALUES:
            holder[name] = value
            try:
                assert isinstance(KeyFile.read(json.dumps(whole), path), KeyFile)
            except KeyFileDamaged:
                continue
        holder[name] = before
