"""Grading 100,000 laboratory results one by one; not vectorised: numbers are exact, and each answer has its reasons.

Run: python benchmarks/grading.py. Every term with numeric limits takes its turn, in every unit of its measure, with
values spread over all grades; reading the tables is not counted. Median and worst of several runs.
"""

# ruff: noqa: T201

import random
import statistics
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from domain.ctcae.grading import grade_lab
from domain.ctcae.lab_value import BaselineFlag, LabValue
from domain.ctcae.limits import Of, limits_of
from domain.ctcae.units import units_of

RESULTS, REPEATS, SEED = 100_000, 7, 1
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


if __name__ == "__main__":
    main()
