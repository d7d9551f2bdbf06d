"""The calendar of 300 subjects: derived anew, and after one edited record, against a bare loop in the same run.

Run: python benchmarks/visit_calendar.py. The aim is 50 ms for recomputing all (requirement SUB-3 of issue 9).
"""

# ruff: noqa: T201

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from domain.records import Administration, Enrolment, Record
from domain.schedule.calendar import derive_calendars
from domain.study import Study
from tests.domain.build import START, build

SUBJECTS, CYCLES, REPEATS = 300, 6, 15


def records() -> dict[str, tuple[Record, ...]]:
    """One subject, dosed six times, 300 times."""
    one = build("1N", protocol_id="bat6026").records
    found: dict[str, list[Record]] = {kind: list(one[kind]) for kind in ("study", "protocol_version")}
    for number in range(SUBJECTS):
        subject_id, moved = f"01-{number + 1:03d}", timedelta(hours=7 * number)
        for kind in ("subject", "eligibility"):
            for record in one[kind]:
                found.setdefault(kind, []).append(replace(record, record_id=f"{kind}-{number}", subject_id=subject_id))  # type: ignore[call-arg]
        enrolment = one["enrolment"][0]
        assert isinstance(enrolment, Enrolment)
        found.setdefault("enrolment", []).append(
            replace(enrolment, record_id=f"e{number}", subject_id=subject_id, enrolled_at=enrolment.enrolled_at + moved)
        )
        for cycle in range(1, CYCLES + 1):
            dose = Administration(
                record_id=f"d{number}-{cycle}",
                subject_id=subject_id,
                cycle=cycle,
                started_at=START + moved + timedelta(days=21 * (cycle - 1)),
                planned_mg=Decimal("0.6"),
                given_mg=Decimal("0.6"),
            )
            found.setdefault("administration", []).append(dose)
    return {kind: tuple(listed) for kind, listed in found.items()}


def median_ms(act: Callable[[], object]) -> float:
    """Median of several runs."""
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print the figures."""
    entered = records()
    now = START + timedelta(days=21 * CYCLES)
    study = Study.of(entered, cut_off=now)
    visits = sum(len(listed) for listed in derive_calendars(study, now).values())
    cold = median_ms(lambda: derive_calendars(Study.of(entered, cut_off=now), now))
    opening = median_ms(lambda: Study.of(entered, cut_off=now).subjects)
    days = iter(range(10_000))
    next_day = median_ms(lambda: derive_calendars(study, now + timedelta(days=next(days))))
    dose = entered["administration"][7]
    edited = {
        **entered,
        "administration": (*entered["administration"][:7], replace(dose), *entered["administration"][8:]),
    }
    after = median_ms(lambda: derive_calendars(Study.of(edited, cut_off=now, before=study), now))
    loop = median_ms(lambda: [number * 2 for number in range(1_000_000)])
    print(f"{SUBJECTS} subjects, {visits} visits; a loop of 1,000,000: {loop:.1f} ms")
    print(f"all anew:             {cold:6.1f} ms ({cold / loop:.2f} loops; of it the study itself {opening:.1f} ms)")
    print(f"another day:          {next_day:6.1f} ms ({next_day / loop:.2f})")
    print(f"after one correction: {after:6.1f} ms ({after / loop:.2f})")


if __name__ == "__main__":
    main()
