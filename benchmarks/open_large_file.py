"""How long it takes to open and to verify an encrypted study of 200,000 events.

Run ``python benchmarks/open_large_file.py`` in the project's environment; making the study takes a minute. Aim: opened
with all records in under 3 seconds, of which the window could be up after 1. The reference in the same run: reading
every byte of the file, and hashing as many texts as the study has events and payloads.
"""

# ruff: noqa: T201 - its output is the measurement

import argparse
import cProfile
import hashlib
import pstats
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from domain.partial_date import PartialDate
from domain.records import LabResult, ProtocolVersion, Record, StudyRecord, Subject
from domain.terms import Sex
from storage.engine import driver, open_connection, page_problem
from storage.keys.data_key import DataKey
from storage.keys.key_store import KeyStore
from storage.keys.new_keys import NewKeys
from storage.person import Person
from storage.study_file import StudyFile

EVENTS, SUBJECTS, PASSWORD = 200_000, 300, "seven green kettles"
TESTS = ("PLAT", "ANC", "HGB", "ALT", "AST", "BILI", "CREAT", "K", "NA", "CA")
PERSON = Person("Lin Wei", "investigator")
START = datetime(2026, 3, 1, 8, tzinfo=UTC)


def main() -> None:
    """Make the study, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--plain", action="store_true", help="not encrypted")
    parser.add_argument("--profile", action="store_true", help="show instead where the time of opening goes")
    options = parser.parse_args()
    key = None if options.plain else DataKey(bytes(range(32)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.titrant"
        making = _seconds(lambda: make_study(path, options.events, key))
        print(f"{options.events:,} events, {path.stat().st_size / 1e6:.0f} MB, made in {making:.0f} s")
        if options.profile:
            _profile(path, key)
        else:
            _measure(path, options.events, key)


def _measure(path: Path, events: int, key: DataKey | None) -> None:
    driver()
    _print("reference: read the file", _seconds(path.read_bytes))
    _print("reference: hash 2 texts an event", _seconds(lambda: _hash(events)))
    if key is not None:
        store = KeyStore(path)
        _print("log in (Argon2id)", _seconds(lambda: store.log_in("lin", PASSWORD, START)))
    opened: list[StudyFile] = []
    to_open = _seconds(lambda: opened.append(StudyFile.open(path, key=key)))
    (study,) = opened
    _print("open: the window can be up", to_open)
    to_read = _seconds(study.records)
    _print("records()", to_read)
    _print("  open and records together", to_open + to_read)
    _print("a page of the audit trail", _seconds(study.events))
    _print("the last page of the audit trail", _seconds(lambda: study.events(offset=events - 200)))
    _print("verify()", _seconds(study.verify))
    _print("records_at(position)", _seconds(lambda: study.records_at(study.position)))
    _print("one save", _seconds(lambda: study.save(_result(events), person=PERSON, now=START)))
    _print("another", _seconds(lambda: study.save(_result(events + 1), person=PERSON, now=START)))
    _print("close", _seconds(study.close))
    db = open_connection(path, mode="ro", key=key)
    _print("every page checked, as for a backup", _seconds(lambda: page_problem(db, is_encrypted=key is not None)))
    _print("  of which quick_check, as at opening", _seconds(lambda: db.execute("PRAGMA quick_check(1)").fetchone()))
    db.close()


def _profile(path: Path, key: DataKey | None) -> None:
    profile = cProfile.Profile()
    with profile, StudyFile.open(path, key=key) as study:
        study.records()
    pstats.Stats(profile).sort_stats("tottime").print_stats(20)
    profile = cProfile.Profile()
    with StudyFile.open(path, key=key) as study, profile:
        study.verify()
    pstats.Stats(profile).sort_stats("tottime").print_stats(20)


def make_study(path: Path, events: int, key: DataKey | None) -> None:
    """A study of 300 subjects and as many laboratory results as make up the events."""
    study = StudyRecord(record_id="study", study_id="LARGE", study_title="", site_id="01", site_zone="Asia/Shanghai")
    protocol = ProtocolVersion(record_id="protocol", version="1.0", effective_on=date(2026, 1, 1), content="{}")
    keys = NewKeys(user_id="lin", password=PASSWORD, key=key) if key else None
    with StudyFile.create(path, study, protocol, person=PERSON, now=START, key=keys) as file:
        subjects: list[Record] = [_subject(number) for number in range(SUBJECTS)]
        file.save_all(subjects, person=PERSON, now=START)
        number = 0
        while (left := events - file.position) > 0:
            results: list[Record] = [_result(number + each) for each in range(min(1000, left))]
            file.save_all(results, person=PERSON, now=START + timedelta(minutes=number))
            number += len(results)


def _subject(number: int) -> Subject:
    return Subject(
        record_id=f"subject-{number}",
        subject_id=f"S-{number:03}",
        consent_date=date(2026, 2, 1),
        sex=Sex.FEMALE,
        birth_year=1960,
        tumour_type="gastric",
    )


def _result(number: int) -> LabResult:
    return LabResult(
        record_id=f"{number:032x}",
        subject_id=f"S-{number % SUBJECTS:03}",
        test=TESTS[number % len(TESTS)],
        taken_at=PartialDate.of(date(2026, 3, 1) + timedelta(days=number // SUBJECTS % 400)),
        value=Decimal(number % 400),
        unit="10^9/L",
    )


def _hash(events: int) -> None:
    text = b"x" * 400
    for _ in range(2 * events):
        hashlib.sha256(text).hexdigest()


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _print(name: str, seconds: float) -> None:
    print(f"{name:38} {seconds:8.2f} s")


if __name__ == "__main__":
    main()
