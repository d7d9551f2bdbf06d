"""Power cuts at random instants of work on a study: what is found after each of them."""

import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from storage.engine import engine_errors, open_connection, page_problem
from storage.errors import StudyFileError
from storage.keys.data_key import DataKey
from storage.stream import Head
from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.durability.disk import Disk, pending_writes
from tests.storage.durability.engine_disk import Operation, watched
from tests.storage.keys.build import KEY, new_encrypted_study

SESSIONS = 3
SAVES = 16


@dataclass(frozen=True)
class Acknowledged:
    """A save that returned: after how many operations of the disk, and where the stream ended then."""

    operations: int
    head: Head


@dataclass
class Recording:
    """Work on a study as the disk saw it."""

    path: Path
    key: DataKey | None
    start: dict[str, bytes]
    operations: list[Operation] = field(default_factory=list)
    acknowledged: list[Acknowledged] = field(default_factory=list)


@dataclass
class Outcome:
    """What was found after the cuts.

    Attributes:
        corrupt: the study didn't open, or something in it is not as it was written; what was said.
        lost: acknowledged saves that were not there, a number for each cut that lost any.
        invented: cuts after which there was a save that nobody asked for, or half of one.
        in_doubt: cuts that fell before everything written was synced.
        unacknowledged: cuts after which the save that was under way was there, whole.
    """

    cuts: int = 0
    corrupt: Counter[str] = field(default_factory=Counter)
    lost: list[int] = field(default_factory=list)
    invented: int = 0
    in_doubt: int = 0
    unacknowledged: int = 0


def record_work(folder: Path, *, is_encrypted: bool, setting: str = "") -> Recording:
    """Work on a study for a few sessions: saves, corrections, a redaction (which copies the whole file), checkpoints.

    Args:
        folder: empty.
        is_encrypted: whether the study is.
        setting: a statement that takes the protection off, given to the engine after opening, or "".
    """
    path = folder / "cut.titrant"
    with new_encrypted_study(path) if is_encrypted else build.new_study(path) as study:
        study.save(build.subject(), person=build.PERSON, now=build.NOW)
        head = study.head
    key = KEY if is_encrypted else None
    recording = Recording(path, key, {str(path): path.read_bytes()}, acknowledged=[Acknowledged(0, head)])

    def watch(operation: Operation) -> int:
        recording.operations.append(operation)
        return 0

    with watched(watch):
        for session in range(SESSIONS):
            with StudyFile.open(path, key=key) as study:
                if setting:
                    study._db.execute(setting)
                # More often than at the 1,000 pages of real use, so that cuts fall into checkpoints as well.
                study._db.execute("PRAGMA wal_autocheckpoint=40")
                for act in _acts(study, session):
                    act()
                    recording.acknowledged.append(Acknowledged(len(recording.operations), study.head))
    return recording


def _acts(study: StudyFile, session: int) -> list[Callable[[], object]]:
    first = session * SAVES

    def save(number: int) -> object:
        event, deviation = build.adverse_event(number), build.deviation(number, subject_id="S-001")
        return study.save_all([event, deviation], person=build.PERSON, now=build.later(number))

    def correct(number: int) -> object:
        graver = build.adverse_event(number, grade=build.Grade.SEVERE)
        return study.correct(graver, person=build.PERSON, now=build.later(number), reason="read again")

    acts: list[Callable[[], object]] = [lambda number=number: save(number) for number in range(first, first + SAVES)]
    return [*acts, lambda: correct(first), lambda: correct(first + 1)]


def cut(recording: Recording, cuts: int, seed: int) -> Outcome:
    """Cut the power at random instants of a recording, and open the study each time as at the next start."""
    chance, outcome = Random(seed), Outcome()
    disk, done = Disk(recording.start), 0
    ends = [one.operations for one in recording.acknowledged]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for instant in sorted(chance.randrange(1, len(recording.operations) + 1) for _ in range(cuts)):
            for operation in recording.operations[done:instant]:
                disk.do(operation)
            done = instant
            outcome.cuts += 1
            outcome.in_doubt += pending_writes(recording.operations[max(0, instant - 50) : instant]) > 0
            for path, content in disk.after_cut(chance).items():
                (folder / Path(path).name).write_bytes(content)
            _judge(recording, bisect_right(ends, instant) - 1, folder, outcome)
            for left in folder.iterdir():
                left.unlink()
    return outcome


def _judge(recording: Recording, last: int, folder: Path, outcome: Outcome) -> None:
    path = folder / recording.path.name
    try:
        with StudyFile.open(path, key=recording.key) as study:
            found = study.head
            problems = [problem.code.value for problem in study.verify()]
            study.records()
        with engine_errors(path):
            db = open_connection(path, mode="ro", key=recording.key)
            page = page_problem(db, is_encrypted=recording.key is not None)
            db.close()
    except StudyFileError as error:
        outcome.corrupt[error.code] += 1
        return
    if problems or page:
        outcome.corrupt[page or problems[0]] += 1
        return
    heads = [one.head for one in recording.acknowledged]
    if found not in heads:
        outcome.invented += 1
    elif (index := heads.index(found)) < last:
        outcome.lost.append(last - index)
    elif index > last + 1:
        outcome.invented += 1
    else:
        outcome.unacknowledged += index > last
