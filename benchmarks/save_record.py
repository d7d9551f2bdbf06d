"""How long it takes to save a 20-field record, with its event and audit, into an encrypted study.

Run ``python benchmarks/save_record.py`` in the project's environment. The reference, taken in turns with the saves in
the same run: one row of the same 20 values committed to an unencrypted SQLite file with the same sync at each commit,
by the Python standard library. Aim: a median ratio under 3.
"""

# ruff: noqa: T201 - its output is the measurement

import argparse
import cProfile
import pstats
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from domain.partial_date import PartialDate
from domain.records import AdverseEvent, ProtocolVersion, Record, StudyRecord, Subject
from domain.terms import Grade, Relationship, Sex
from storage.keys.data_key import DataKey
from storage.keys.new_keys import NewKeys
from storage.person import Person
from storage.study_file import StudyFile

SUBJECTS, RECORDS, SAVES, WARM_UP = 100, 5_000, 500, 50
PERSON = Person("Lin Wei", "investigator")
START = datetime(2026, 3, 1, 8, tzinfo=UTC)
KEY = DataKey(bytes(range(32)))

Save = Callable[[AdverseEvent], object]


def main() -> None:
    """Make the studies, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true", help="show instead where the time of a save goes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {"encrypted": KEY, "plain": None}
        for kind, key in files.items():
            make_study(folder / f"{kind}.titrant", key)
        opened = {kind: StudyFile.open(folder / f"{kind}.titrant", key=key) for kind, key in files.items()}
        reference = sqlite3.connect(folder / "reference.db", isolation_level=None)
        bare = _bare_commit(reference)
        for study in opened.values():
            study.records()
        if options.profile:
            _profile(opened["encrypted"])
        else:
            _measure(opened, bare)
        reference.close()
        for study in opened.values():
            study.close()


def _measure(opened: dict[str, StudyFile], bare: Save) -> None:
    taken: dict[str, list[float]] = {"bare commit": [], **{kind: [] for kind in opened}}
    for number in range(WARM_UP + SAVES):
        acts = {"bare commit": bare} | {kind: _saving(study) for kind, study in opened.items()}
        for kind, act in acts.items():
            record = full_event(RECORDS + number)
            start = time.perf_counter()
            act(record)
            if number >= WARM_UP:
                taken[kind].append((time.perf_counter() - start) * 1000)
    count = len(fields(AdverseEvent))
    print(f"one record of {count} fields into a study of {RECORDS} such records; {SAVES} saves, in turns")
    print(f"{'':12} {'p50':>8} {'p95':>8} {'p99':>8} {'longest':>8}   ms")
    for kind, times in taken.items():
        print(f"{kind:12} {' '.join(f'{_share(times, share):8.2f}' for share in (0.5, 0.95, 0.99, 1))}")
    bare_median, bare_99 = _share(taken["bare commit"], 0.5), _share(taken["bare commit"], 0.99)
    for kind in opened:
        ratio, ratio_99 = _share(taken[kind], 0.5) / bare_median, _share(taken[kind], 0.99) / bare_99
        print(f"{kind:12} {ratio:8.1f} times a bare commit at p50, {ratio_99:.1f} at p99")


def _profile(study: StudyFile) -> None:
    save = _saving(study)
    profile = cProfile.Profile()
    records = [full_event(RECORDS + number) for number in range(SAVES)]
    with profile:
        for record in records:
            save(record)
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(25)


def _saving(study: StudyFile) -> Save:
    return lambda record: study.save(record, person=PERSON, now=START + timedelta(days=30))


def _bare_commit(db: sqlite3.Connection) -> Save:
    """Commits one row of the record's values, synced to the disk; not more than SQLite has to do for it."""
    names = [field.name for field in fields(AdverseEvent)]
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute(f"CREATE TABLE t ({names[0]} TEXT PRIMARY KEY, {', '.join(names[1:])})")
    insert = f"INSERT INTO t VALUES ({', '.join('?' for _ in names)})"

    def commit(record: AdverseEvent) -> None:
        values = [str(getattr(record, name)) for name in names]
        db.execute("BEGIN IMMEDIATE")
        db.execute(insert, values)
        db.execute("COMMIT")

    return commit


def make_study(path: Path, key: DataKey | None) -> None:
    """A study of 100 subjects and 5,000 adverse events."""
    study = StudyRecord(record_id="study", study_id="BENCH", study_title="", site_id="01", site_zone="Asia/Shanghai")
    protocol = ProtocolVersion(record_id="protocol", version="1.0", effective_on=date(2026, 1, 1), content="{}")
    keys = NewKeys(user_id="lin", password="seven green kettles", key=key) if key else None
    with StudyFile.create(path, study, protocol, person=PERSON, now=START, key=keys) as file:
        subjects: list[Record] = [
            Subject(
                record_id=f"subject-{number}",
                subject_id=f"S-{number:03}",
                consent_date=date(2026, 2, 1),
                sex=Sex.FEMALE,
                birth_year=1960,
                tumour_type="gastric",
            )
            for number in range(SUBJECTS)
        ]
        file.save_all(subjects, person=PERSON, now=START)
        for first in range(0, RECORDS, 500):
            events: list[Record] = [full_event(number) for number in range(first, first + 500)]
            file.save_all(events, person=PERSON, now=START + timedelta(minutes=first))


def full_event(number: int) -> AdverseEvent:
    """An adverse event with most of its fields filled."""
    onset = date(2026, 3, 1) + timedelta(days=number % 200)
    return AdverseEvent(
        record_id=f"event-{number}",
        subject_id=f"S-{number % SUBJECTS:03}",
        term="Platelet count decreased",
        verbatim="low platelets",
        grade=Grade(number % 4 + 1),
        onset=PartialDate.of(onset),
        end=PartialDate.of(onset + timedelta(days=9)),
        relationship=Relationship.POSSIBLE,
        aware_at=START,
        narrative="Found at the visit of day 8; no bleeding; dose not changed; resolved without transfusion.",
    )


def _share(times: list[float], share: float) -> float:
    if share == 0.5:
        return statistics.median(times)
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


if __name__ == "__main__":
    main()
