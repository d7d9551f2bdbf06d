"""Tumour response of a study of 300 subjects with 12 visits each: all of it, and again after one measurement is edited.

Run: python benchmarks/response_study.py. Three target lesions and a non-target one a subject, so 300 x 13 visits x 4
findings. After the edit the study is made anew from the records, as after a save, and what did not change is not
derived again; then come the tables and plots of the response page. The aim is 100 ms. Median and worst of some runs.
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

from domain.protocol.reader import content_to_json, load_shipped
from domain.records import (
    Administration,
    Enrolment,
    Lesion,
    LesionMeasurement,
    ProtocolVersion,
    Record,
    StudyRecord,
    Subject,
    TumourVisit,
)
from domain.response.of_study import derive_responses
from domain.response.plots import derive_spider, derive_swimmer, derive_waterfall
from domain.response.terms import LesionKind, LesionStatus
from domain.study import Study
from domain.summaries.response_best import tabulate_best_responses
from domain.summaries.response_endpoints import tabulate_endpoints
from domain.summaries.response_rates import tabulate_response_rates
from domain.summaries.response_survival import derive_curve, tabulate_survival
from domain.terms import Sex

SUBJECTS, VISITS, REPEATS, SEED = 300, 12, 15, 1
CUT_OFF = datetime(2028, 1, 1, tzinfo=UTC)
START = datetime(2026, 1, 5, 1, tzinfo=UTC)

Records = dict[str, list[Record]]


def make_records() -> Records:
    """All records of the study by kind."""
    protocol = load_shipped("mil97")
    chance = random.Random(SEED)
    records: Records = {
        "study": [
            StudyRecord(
                record_id="study", study_id="R", study_title="Benchmark", site_id="01", site_zone="Asia/Shanghai"
            )
        ],
        "protocol_version": [
            ProtocolVersion(
                record_id="v1", version="1", effective_on=date(2026, 1, 1), content=content_to_json(protocol)
            )
        ],
    }
    for number in range(SUBJECTS):
        for record in _subject(chance, number):
            records.setdefault(record.kind, []).append(record)
    return records


def _subject(chance: random.Random, number: int) -> list[Record]:
    who, first = f"01-{number:03d}", START + timedelta(days=number % 60)
    day = first.date()
    lesions = [
        Lesion(
            record_id=f"{who}-l{at}",
            subject_id=who,
            lesion_kind=LesionKind.TARGET if at < 3 else LesionKind.NON_TARGET,
            number=at + 1 if at < 3 else 1,
            organ=("liver", "lung", "adrenal gland", "bone")[at],
            first_seen_on=day - timedelta(days=7),
        )
        for at in range(4)
    ]
    found: list[Record] = [
        Subject(
            record_id=f"{who}-s",
            subject_id=who,
            consent_date=day - timedelta(days=14),
            sex=Sex.FEMALE,
            birth_year=1960,
            tumour_type="Gastric",
        ),
        Enrolment(record_id=f"{who}-e", subject_id=who, part_id="mono", dose_level=1 + number % 6, enrolled_at=first),
        Administration(
            record_id=f"{who}-d",
            subject_id=who,
            cycle=1,
            started_at=first,
            planned_mg=Decimal(10),
            given_mg=Decimal(10),
        ),
        *lesions,
    ]
    lengths, shrink, turn = (
        [chance.randint(200, 600) for _ in range(3)],
        chance.uniform(0.8, 1.02),
        chance.randint(3, 16),
    )
    for visit in range(VISITS + 1):
        on = day + timedelta(days=42 * visit) if visit else day - timedelta(days=7)
        found.append(TumourVisit(record_id=f"{who}-v{visit}", subject_id=who, visit_number=visit, scanned_on=on))
        for at, lesion in enumerate(lesions):
            is_target = at < 3
            found.append(
                LesionMeasurement(
                    record_id=f"{who}-m{visit}-{at}",
                    subject_id=who,
                    lesion_id=lesion.record_id,
                    visit_number=visit,
                    scanned_on=on,
                    status=LesionStatus.MEASURED if is_target else LesionStatus.PRESENT,
                    length_tenths=lengths[at] if is_target else None,
                )
            )
        factor = shrink if visit < turn else 1.12
        lengths = [max(1, round(length * factor * chance.uniform(0.97, 1.03))) for length in lengths]
    return found


def show_page(study: Study) -> int:
    """What the response page shows; the number of rows."""
    tables = [tabulate_response_rates(study), tabulate_best_responses(study), tabulate_endpoints(study)]
    tables += [tabulate_survival(derive_curve(study, name), name) for name in ("PFS", "OS")]
    plots = len(derive_waterfall(study).bars) + len(derive_spider(study)) + len(derive_swimmer(study))
    return plots + sum(len(table.rows) for table in tables)


def edited(records: Records, run: int) -> Records:
    """The records with one length corrected, as a save leaves them."""
    lengths = list(records["lesion_measurement"])
    place = 1000 + 7 * run
    one = lengths[place]
    assert isinstance(one, LesionMeasurement)
    lengths[place] = replace(one, length_tenths=(one.length_tenths or 100) + 1 + run)
    return {**records, "lesion_measurement": lengths}


def measure(work: Callable[[int], object]) -> tuple[float, float]:
    """Median and worst, in milliseconds."""
    times = []
    for run in range(REPEATS):
        began = time.perf_counter()
        work(run)
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times), max(times)


def main() -> None:
    """Measure and print."""
    records = make_records()
    count = sum(len(listed) for listed in records.values())
    first = Study.of(records, cut_off=CUT_OFF)
    began = time.perf_counter()
    rows = show_page(first)
    all_of_it = 1000 * (time.perf_counter() - began)

    def save_and_derive(run: int) -> object:
        return derive_responses(Study.of(edited(records, run), cut_off=CUT_OFF + timedelta(seconds=run), before=first))

    def save_and_show(run: int) -> object:
        return show_page(Study.of(edited(records, run), cut_off=CUT_OFF + timedelta(seconds=run), before=first))

    derived, worst_derived = measure(save_and_derive)
    shown, worst_shown = measure(save_and_show)
    same, _ = measure(lambda _: show_page(first))
    print(f"{SUBJECTS} subjects x {VISITS} visits, {count:,} records, {rows:,} rows and marks")
    print(f"everything for the first time: {all_of_it:.0f} ms")
    print(f"after one edit, study and responses: {derived:.0f} ms (worst {worst_derived:.0f} ms)")
    print(f"after one edit, with all tables and plots: {shown:.0f} ms (worst {worst_shown:.0f} ms), aim 100 ms")
    print(f"of this tables and plots alone: {same:.0f} ms")


if __name__ == "__main__":
    main()
