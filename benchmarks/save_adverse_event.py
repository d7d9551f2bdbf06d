"""How long it takes to save one adverse event into a large study, and to read and verify that study.

Run ``python benchmarks/save_adverse_event.py`` in the project's environment. It makes a study of 300 subjects and
10,000 adverse events in a temporary folder and prints milliseconds.
"""

# ruff: noqa: T201 - its output is the measurement

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from domain.partial_date import PartialDate
from domain.records import AdverseEvent, ProtocolVersion, Record, StudyRecord, Subject
from domain.terms import Grade, Relationship, Sex
from storage.person import Person
from storage.study_file import StudyFile

SUBJECTS = 300
ADVERSE_EVENTS = 10_000
SAVES = 500
PERSON = Person("Lin Wei", "investigator")
START = datetime(2026, 3, 1, 8, tzinfo=UTC)


def main() -> None:
    """Make the study, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.titrant"
        make_study(path)
        with StudyFile.open(path) as study:
            study.records()
            saves = [_milliseconds(partial(_save, study, number)) for number in range(SAVES)]
            study_size = path.stat().st_size
        saves.sort()
        print(f"file                              {study_size / 1e6:8.1f} MB")
        print(f"save one adverse event, median    {statistics.median(saves):8.2f} ms")
        print(f"save one adverse event, 99 %      {saves[int(SAVES * 0.99)]:8.2f} ms")
        print(f"save one adverse event, longest   {saves[-1]:8.2f} ms")
        opened: list[StudyFile] = []
        print(f"open                              {_milliseconds(lambda: opened.append(StudyFile.open(path))):8.1f} ms")
        study = opened[0]
        acts: dict[str, Callable[[], object]] = {
            "records(), first": study.records,
            "records(), again": study.records,
            "records_at(position)": lambda: study.records_at(study.position),
            "a page of the audit trail": study.events,
            "a subject's audit trail": lambda: study.record_ids_of("S-007"),
            "verify()": study.verify,
        }
        for name, act in acts.items():
            print(f"{name:33} {_milliseconds(act):8.1f} ms")
        study.close()


def make_study(path: Path) -> None:
    """A study of 300 subjects with 10,000 adverse events at ``path``."""
    study = StudyRecord(record_id="study", study_id="BENCH", study_title="", site_id="01", site_zone="Asia/Shanghai")
    protocol = ProtocolVersion(record_id="protocol", version="1.0", effective_on=date(2026, 1, 1), content="{}")
    with StudyFile.create(path, study, protocol, person=PERSON, now=START) as file:
        file.save_all([_subject(number) for number in range(SUBJECTS)], person=PERSON, now=START)
        for first in range(0, ADVERSE_EVENTS, 500):
            events: list[Record] = [_adverse_event(number) for number in range(first, first + 500)]
            file.save_all(events, person=PERSON, now=START + timedelta(minutes=first))


def _subject(number: int) -> Subject:
    return Subject(
        record_id=f"subject-{number}",
        subject_id=f"S-{number:03}",
        consent_date=date(2026, 2, 1),
        sex=Sex.FEMALE,
        birth_year=1960,
        tumour_type="gastric",
    )


def _adverse_event(number: int) -> AdverseEvent:
    onset = date(2026, 3, 1) + timedelta(days=number % 200)
    return AdverseEvent(
        record_id=f"event-{number}",
        subject_id=f"S-{number % SUBJECTS:03}",
        term="Platelet count decreased",
        grade=Grade(number % 4 + 1),
        onset=PartialDate.of(onset),
        end=PartialDate.of(onset + timedelta(days=9)) if number % 3 else None,
        relationship=Relationship.POSSIBLE,
    )


def _save(study: StudyFile, number: int) -> None:
    study.save(_adverse_event(ADVERSE_EVENTS + number), person=PERSON, now=START + timedelta(days=30, minutes=number))


def _milliseconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
