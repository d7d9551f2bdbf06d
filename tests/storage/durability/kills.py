"""Kills a process that saves, again and again, at random instants: ``python -m tests.storage.durability.kills``.

A new interpreter for each kill would take half a second; so this one, which never has a study open while it does so,
forks a child for each. The child opens the study, saves and closes it, over and over, and tells each acknowledged save
through a pipe until it is killed.
"""

# ruff: noqa: T201 - its output is the result

import argparse
import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from storage.engine import open_connection, page_problem
from storage.keys.data_key import DataKey
from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.keys.build import KEY, new_encrypted_study

KILLS_OF_ONE_STUDY = 10
LONGEST_MS = 40.0


def main() -> int:
    """Prints what was found, as JSON: kills, acknowledged, saved, inside (kills within a session), wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="an empty folder")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--encrypted", action="store_true")
    parser.add_argument("--lies", action="store_true", help="acknowledge before saving: must be found out")
    options = parser.parse_args()
    chance, found, wrong = Random(options.seed), Counter(kills=0), list[str]()
    key = KEY if options.encrypted else None
    path = options.folder
    for number in range(options.kills):
        if number % KILLS_OF_ONE_STUDY == 0:
            path = options.folder / f"{number}.titrant"
            with new_encrypted_study(path) if key else build.new_study(path) as study:
                study.save(build.subject(), person=build.PERSON, now=build.NOW)
        first = _saved(path, key)
        acknowledged = _kill_one(path, key, first, chance, lies=options.lies)
        found["kills"] += 1
        found["acknowledged"] += acknowledged
        found["inside"] += path.with_name(path.name + "-wal").exists()
        problems = list(_problems(path, key, first + acknowledged))
        wrong += [f"kill {number}: {problem}" for problem in problems]
        found["saved"] += _saved(path, key) - first
    print(json.dumps(found | {"wrong": wrong}))
    return 1 if wrong else 0


def _kill_one(path: Path, key: DataKey | None, first: int, chance: Random, *, lies: bool) -> int:
    read, write = os.pipe()
    seed, wait = chance.random(), chance.uniform(0, LONGEST_MS) / 1000
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            _save_for_ever(path, key, first, Random(seed), write, lies=lies)
        finally:
            os._exit(9)  # only ever reached by a save that failed
    os.close(write)
    told = os.read(read, 1)  # it has its first save behind it
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    while more := os.read(read, 1 << 16):
        told += more
    os.close(read)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the saver ended by itself")
    return len(told)


def _save_for_ever(path: Path, key: DataKey | None, number: int, chance: Random, told: int, *, lies: bool) -> None:
    while True:
        with StudyFile.open(path, key=key) as study:
            for _ in range(chance.randrange(1, 15)):
                records = [build.adverse_event(number), build.deviation(number, subject_id="S-001")]
                if lies:
                    os.write(told, b".")
                study.save_all(records, person=build.PERSON, now=build.NOW)
                if not lies:
                    os.write(told, b".")
                number += 1


def _saved(path: Path, key: DataKey | None) -> int:
    with StudyFile.open(path, key=key) as study:
        return len(study.records()["deviation"])


def _problems(path: Path, key: DataKey | None, acknowledged: int) -> Iterator[str]:
    with StudyFile.open(path, key=key) as study:
        if study.is_read_only:
            yield "left locked"
        records = study.records()
        saved = len(records["deviation"])
        if saved not in (acknowledged, acknowledged + 1):
            yield f"{acknowledged} saves acknowledged, {saved} there"
        if len(records["adverse_event"]) != saved or study.position != 4 + 2 * saved:
            yield "half a save"
        yield from (f"event {problem.sequence}: {problem.code}" for problem in study.verify())
    db = open_connection(path, mode="ro", key=key)
    if problem := page_problem(db, is_encrypted=key is not None):
        yield problem
    db.close()


if __name__ == "__main__":
    sys.exit(main())
