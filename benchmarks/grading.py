"""Grading 100,000 laboratory results one by one; not vectorised: numbers are exact, and each answer has its reasons.

Run: python benchmarks/grading.py. First bare values: every term with numeric limits takes its turn, in every unit of
its measure, with values spread over all grades. Then the results of 300 subjects as a study grades them: with the range
of the laboratory on the day, the baseline, both directions, calcium corrected for albumin; and what they propose.
Reading the tables is not counted. Median and worst of several runs; the ratio is to the bare values.
"""

# ruff: noqa: T201

import random
import statistics
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from domain.ctcae.grading import grade_lab
from domain.ctcae.lab_value import BaselineFlag, LabValue
from domain.ctcae.limits import Of, limits_of
from domain.ctcae.units import units_of
from domain.laboratory.catalogue import lab_tests
from domain.laboratory.graded import grade_results
from domain.laboratory.proposals import propose_events
from domain.laboratory.ranges import RangeIndex
from domain.partial_date import PartialDate
from domain.records import LabResult, NormalRange
from domain.terms import Sex

RESULTS, REPEATS, SEED = 100_000, 7, 1
SUBJECTS, VISITS, PANEL = 300, 7, 48
ZONE = ZoneInfo("Asia/Shanghai")
FLAGS = (BaselineFlag.NORMAL, BaselineFlag.HIGH, BaselineFlag.LOW, None)


def results_of(version: str) -> list[LabValue]:
    """Results of every term, spread over its limits."""
    chance = random.Random(SEED)
    tests = []
    for rows in limits_of(version).values():
        first = rows[0]
        absolute = [limit.number for row in rows for limit in row.limits if limit.of is Of.NOTHING]
        scale = float(max(absolute, default=Decimal(200)))
        tests += [(first, unit, scale) for unit in (units_of(first.measure) if first.measure else ("U/L",))]
    results = []
    for at in range(RESULTS):
        row, unit, scale = tests[at % len(tests)]
        value = Decimal(f"{chance.uniform(0, 1.5) * scale:.2f}")
        lln, uln = Decimal(f"{scale * 0.4:.2f}"), Decimal(f"{scale * 0.6:.2f}")
        baseline = Decimal(f"{scale * 0.5:.2f}")
        results.append(LabValue(row.name, row.direction, value, unit, lln, uln, baseline, chance.choice(FLAGS)))
    return results


def subjects_of() -> tuple[list[tuple[list[LabResult], datetime]], list[NormalRange]]:
    """300 subjects with 7 samples of 48 tests, the first before the first dose; about half the values are normal."""
    chance = random.Random(SEED)
    panel = list(lab_tests().values())[:PANEL]
    ranges = [
        NormalRange(
            record_id=f"range-{test.code}-{sex}",
            laboratory="Central",
            test=test.code,
            sex=sex,
            unit=test.unit,
            lln=Decimal(3),
            uln=Decimal(8),
            valid_from=date(2025, 1, 1),
        )
        for test in panel
        for sex in (Sex.FEMALE, Sex.MALE)
    ]
    found = []
    for number in range(SUBJECTS):
        begins = date(2026, 1, 5) + timedelta(days=number)
        days = [begins + timedelta(days=7 * visit - 3) for visit in range(VISITS)]
        results = [
            LabResult(
                record_id=f"{number}-{day}-{test.code}",
                subject_id=f"01-{number:03d}",
                test=test.code,
                taken_at=PartialDate(day.year, day.month, day.day, 8, 30),
                value=Decimal(f"{chance.lognormvariate(1.6, 0.5):.{test.decimals}f}"),
                unit=test.unit,
                laboratory="Central",
            )
            for day in days
            for test in panel
        ]
        found.append((results, datetime(begins.year, begins.month, begins.day, 1, tzinfo=UTC)))
    return found, ranges


def measure_subjects(version: str, bare: float) -> None:
    """Grade every subject's results as a study does, and print."""
    subjects, ranges = subjects_of()
    count = sum(len(results) for results, _ in subjects)
    graded_times, proposed_times, proposed = [], [], 0
    for _ in range(REPEATS):
        index = RangeIndex(ranges)
        began = time.perf_counter()
        graded = [
            grade_results(results, index, sex=Sex.MALE, first_dose_at=first, version=version, zone=ZONE)
            for results, first in subjects
        ]
        graded_times.append(time.perf_counter() - began)
        began = time.perf_counter()
        proposed = sum(len(propose_events(one, (), zone=ZONE)) for one in graded)
        proposed_times.append(time.perf_counter() - began)
        del graded
    middle = statistics.median(graded_times)
    print(f"  {count:,} results of {SUBJECTS} subjects in {middle:.2f} s (worst {max(graded_times):.2f} s,", end=" ")
    print(f"{middle / bare:.1f} x bare); {proposed:,} proposals in {statistics.median(proposed_times):.2f} s")


def main() -> None:
    """Measure and print."""
    for version in ("5.0", "6.0"):
        results = results_of(version)
        grades = Counter(grade_lab(version, lab).grade for lab in results[:10_000])
        times = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            for lab in results:
                grade_lab(version, lab)
            times.append(time.perf_counter() - began)
        middle, worst = statistics.median(times), max(times)
        spread = ", ".join(f"{grade}: {count / 100:.0f} %" for grade, count in sorted(grades.items(), key=str))
        print(f"CTCAE {version}: {RESULTS:,} results in {middle:.2f} s (worst {worst:.2f} s); grades {spread}")
        measure_subjects(version, middle)


if __name__ == "__main__":
    main()
