"""The programs printed in docs/study-file.md read and check a study without any of our code (statement 31)."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from storage.stream import genesis_hash
from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.durability.attacks import OpenForAttack
from tests.storage.keys.build import KEY, PASSWORD, new_encrypted_study

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "study-file.md").read_text(encoding="utf-8")


@pytest.fixture
def run(tmp_path):
    """Runs the program that the page calls by that name: what it prints, or says when it refuses."""
    programs = {}
    for text in re.findall(r"^```python\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL):
        name = re.search(r'"""python (\w+)\.py', text)[1]
        programs[name] = text
        assert not re.search(r"^(import|from) (storage|domain)", text, flags=re.MULTILINE)
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    assert sorted(programs) == ["check_study", "decrypt_study", "unwrap_key"]

    def run_one(name, *arguments):
        command = [sys.executable, "-I", f"{name}.py", *map(str, arguments)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.stdout.strip() or done.stderr.strip()

    return run_one


@pytest.fixture(params=["plain", "encrypted"])
def closed(request, path):
    """Every kind of record that is observed or said of others, a correction, and a redaction carried out."""
    with build.new_study(path) if request.param == "plain" else new_encrypted_study(path) as study:
        study.save_all(build.one_of_each(), person=build.PERSON, now=build.later(1))
        graver = build.adverse_event(grade=build.Grade.SEVERE)
        study.correct(graver, person=build.PERSON, now=build.later(3), reason="read again")
        build.say_something_of_records(study)
        assert study.verify() == []
        return path, study.key, f"{study.position} {study.head.hash}"


# statement 31
def test_a_second_reader_finds_the_same_head_and_the_same_rows(closed, run, tmp_path):
    path, key, head = closed
    if key is not None:
        digits = run("unwrap_key", path.with_name(path.name + "-keys"), "lin.wei", PASSWORD)
        assert digits == KEY.secret.hex()
        assert run("decrypt_study", path, digits, tmp_path / "plain.titrant") == ""
        with StudyFile.open(path, key=key) as study, StudyFile.open(tmp_path / "plain.titrant") as plain:
            assert plain.records() == study.records()
            assert plain.verify() == []
        path = tmp_path / "plain.titrant"
    assert run("check_study", path) == head


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE payload SET content = replace(content, 'Platelet', 'Platypus') WHERE sequence = 9",
            "event 9: its",
        ),
        ("UPDATE event SET person = 'X' WHERE sequence = 8", "event 8: edited"),
        ("DELETE FROM event WHERE sequence = 7", "event 7: the chain is broken"),
        ("UPDATE study_file SET file_id = 'x'", "event 1: the chain is broken"),
    ],
)
def test_a_second_reader_finds_the_first_bad_event(path, run, statement, said):
    with build.new_study(path) as study:
        study.save_all(build.first_records(), person=build.PERSON, now=build.later(1))
    with OpenForAttack(path, None) as db:
        db.execute(statement)
    assert run("check_study", path).startswith(said)


def test_a_damaged_encrypted_page_and_another_key_are_told(path, run, tmp_path):
    new_encrypted_study(path).close()
    digits = KEY.secret.hex()
    assert run("decrypt_study", path, digits[:-1] + "0", tmp_path / "out").startswith("page 1: damaged, or another key")
    content = bytearray(path.read_bytes())
    content[5 * 4096 + 99] ^= 1
    path.write_bytes(content)
    assert run("decrypt_study", path, digits, tmp_path / "out") == "page 6: damaged, or another key"


def test_the_example_of_the_chain_is_right():
    assert genesis_hash(f"{1:032x}") in PAGE


def test_the_page_states_the_settings_of_the_engine():
    for line in KEY.pragmas()[1:]:
        assert line in PAGE
