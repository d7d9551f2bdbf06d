"""Every DLT rule of BAT6021 for 300 subjects with 30,000 adverse events and 20,100 laboratory results, from records.

Run: python benchmarks/dlt.py. The reference in the same run reads every event and result once and counts the
grades of 3 or more: what any assessment has to do at least. "After one save" is the assessment of everybody after one
subject's event was entered: what a redraw pays.
"""

# ruff: noqa: T201

import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from domain.ctcae.catalogue import terms_of
from domain.evaluability import assess_part
from domain.partial_date import PartialDate
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import (
    Administration,
    AdverseEvent,
    Enrolment,
    LabResult,
    NormalRange,
    ProtocolVersion,
    Record,
    StudyRecord,
    Subject,
)
from domain.study import Study
from domain.terms import Grade, Relationship, Sex

SUBJECTS, EVENTS, RESULTS, REPEATS = 300, 100, 67, 5
START = datetime(2026, 1, 5, 1, tzinfo=UTC)
NOW = START + timedelta(days=500)
_TESTS = {"PLAT": ("10^9/L", 125, 350), "NEUT": ("10^9/L", 2, 7), "ALT": ("U/L", 5, 40), "HGB": ("g/L", 120, 160)}


def make_records() -> dict[str, tuple[Record, ...]]:
    """An invented study; the same every time."""
    chance = random.Random(1)
    protocol = load_shipped("bat6021")
    terms = list(terms_of(protocol.ctcae).values())
    made: list[Record] = [
        StudyRecord(record_id="s", study_id="BENCH", study_title="", site_id="01", site_zone="Asia/Shanghai"),
        ProtocolVersion(record_id="v", version="1", effective_on=START.date(), content=content_to_json(protocol)),
    ]
    made += [
        NormalRange(
            record_id=f"range-{test}", laboratory="Central", test=test, unit=unit, lln=Decimal(low), uln=Decimal(high),
            valid_from=date(2026, 1, 1),
        )
        for test, (unit, low, high) in _TESTS.items()
    ]  # fmt: skip
    for number in range(SUBJECTS):
        made += _subject(number, chance)
        first = START + timedelta(days=number)
        for index in range(EVENTS):
            term = chance.choice(terms)
            grade = term.grades[0] if chance.random() < 0.99 else term.grades[-1]
            made.append(event_at(number, index, term.name, grade, first + timedelta(days=chance.randint(0, 100))))
        for index in range(RESULTS):
            test, (unit, _, high) = chance.choice(list(_TESTS.items()))
            at = first + timedelta(days=index * 3 - 7)
            made.append(
                LabResult(
                    record_id=f"lab-{number}-{index}", subject_id=f"01-{number:03}", test=test, unit=unit,
                    taken_at=PartialDate.of(at), value=Decimal(chance.randint(high // 2, high)), laboratory="Central",
                )
            )  # fmt: skip
    found: dict[str, list[Record]] = {}
    for record in made:
        found.setdefault(record.kind, []).append(record)
    return {kind: tuple(listed) for kind, listed in found.items()}


def event_at(number: int, index: int, term: str, grade: Grade, onset: datetime) -> AdverseEvent:
    """A related event of a week."""
    return AdverseEvent(
        record_id=f"ae-{number}-{index}",
        subject_id=f"01-{number:03}",
        term=term,
        grade=grade,
        onset=PartialDate.of(onset.date()),
        end=PartialDate.of((onset + timedelta(days=7)).date()),
        relationship=Relationship.POSSIBLE,
    )


def _subject(number: int, chance: random.Random) -> list[Record]:
    subject_id, first = f"01-{number:03}", START + timedelta(days=number)
    return [
        Subject(
            record_id=f"subject-{number}", subject_id=subject_id, consent_date=(first - timedelta(days=7)).date(),
            sex=Sex.FEMALE, birth_year=1960, tumour_type="Gastric",
        ),
        Enrolment(
            record_id=f"enrolment-{number}", subject_id=subject_id, part_id=load_shipped("bat6021").first_part.part_id,
            dose_level=1 + chance.randint(0, 7), enrolled_at=first - timedelta(hours=1),
        ),
        *(
            Administration(
                record_id=f"dose-{number}-{cycle}", subject_id=subject_id, cycle=cycle,
                started_at=first + timedelta(days=21 * (cycle - 1)), planned_mg=Decimal(10), given_mg=Decimal(10),
            )
            for cycle in (1, 2)
        ),
    ]  # fmt: skip


def _median(act: Callable[[], object]) -> float:
    """Seconds, median of the repeats."""
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    records = make_records()
    part = load_shipped("bat6021").first_part

    def count() -> int:
        events = sum(one.worst >= Grade.SEVERE for one in records["adverse_event"] if isinstance(one, AdverseEvent))
        return events + sum(one.value is not None for one in records["lab_result"] if isinstance(one, LabResult))

    def assess_all() -> object:
        return assess_part(Study.of(records, cut_off=NOW), part)

    study = Study.of(records, cut_off=NOW)
    outcomes = [one.outcome.value for one in assess_part(study, part)]
    worse = replace(records["adverse_event"][0], narrative="changed")
    changed = {**records, "adverse_event": (worse, *records["adverse_event"][1:])}

    def assess_after_save() -> object:
        return assess_part(Study.of(changed, cut_off=NOW + timedelta(minutes=1), before=study), part)

    reference, everything, after = _median(count), _median(assess_all), _median(assess_after_save)
    print(f"{SUBJECTS} subjects, {SUBJECTS * EVENTS:,} events, {SUBJECTS * RESULTS:,} results; outcomes",
          {letter: outcomes.count(letter) for letter in sorted(set(outcomes))})  # fmt: skip
    print(f"reading each once        {reference * 1e3:8.1f} ms")
    print(f"all rules, from records  {everything * 1e3:8.1f} ms   ratio {everything / reference:.0f}")
    print(f"after one save           {after * 1e3:8.1f} ms   ratio {after / reference:.0f}")


if __name__ == "__main__":
    main()
