"""All responses, best responses and endpoints of 1,000 subjects with 12 visits each.

Run: python benchmarks/response.py. Each subject has four target lesions (one a node), two non-target lesions, and in
some a new one; every visit and best response carries its reasons. The aim is half a second. The reference in the same
run is the least that any program must do, the bare sums of all lengths in plain Python. Median and worst of some runs.
"""

# ruff: noqa: T201

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from domain.response.endpoints import USUAL_ENDPOINTS
from domain.response.kaplan_meier import kaplan_meier
from domain.response.lesions import Lesion, LesionFinding, VisitFindings
from domain.response.rates import derive_rates
from domain.response.rules import ResponseRules
from domain.response.subject import SubjectAnswer, SubjectFindings, derive_subject
from domain.response.terms import LesionKind, LesionStatus

SUBJECTS, VISITS, REPEATS, SEED = 1_000, 12, 9, 1
RULES = ResponseRules()
LESIONS = (
    Lesion("T1", LesionKind.TARGET),
    Lesion("T2", LesionKind.TARGET),
    Lesion("T3", LesionKind.TARGET),
    Lesion("T4", LesionKind.TARGET, is_nodal=True),
    Lesion("N1", LesionKind.NON_TARGET),
    Lesion("N2", LesionKind.NON_TARGET, is_nodal=True),
    Lesion("X1", LesionKind.NEW),
)
START = date(2026, 1, 5)


def make_subject(chance: random.Random, number: int) -> SubjectFindings:
    """A subject whose lesions shrink, stay or grow."""
    lengths = [chance.randint(150, 600) for _ in range(4)]
    visits = [_visit("baseline", START - timedelta(days=7), lengths, has_new=False)]
    shrink, turn = chance.uniform(0.75, 1.05), chance.randint(2, 16)
    for visit in range(1, VISITS + 1):
        factor = shrink if visit < turn else 1.12
        lengths = [round(length * factor * chance.uniform(0.95, 1.05)) for length in lengths]
        visits.append(_visit(str(visit), START + timedelta(days=42 * visit), lengths, has_new=visit >= turn + 3))
    death = START + timedelta(days=chance.randint(VISITS * 42, 900)) if chance.random() < 0.6 else None
    return SubjectFindings(f"{number:04}", LESIONS, visits[0], tuple(visits[1:]), START, death)


def _visit(name: str, on: date, lengths: list[int], *, has_new: bool) -> VisitFindings:
    findings = [LesionFinding(f"T{at}", LesionStatus.MEASURED, length) for at, length in enumerate(lengths, 1)]
    findings += [LesionFinding("N1", LesionStatus.PRESENT), LesionFinding("N2", LesionStatus.MEASURED, 90)]
    if has_new:
        findings.append(LesionFinding("X1", LesionStatus.PRESENT))
    return VisitFindings(name, on, tuple(findings))


def derive_all(subjects: list[SubjectFindings]) -> list[SubjectAnswer]:
    """What the response page shows."""
    answers = [derive_subject(subject, RULES, USUAL_ENDPOINTS.endpoints) for subject in subjects]
    derive_rates([answer.for_rates for answer in answers], RULES)
    for definition in USUAL_ENDPOINTS.endpoints:
        ends = [end for answer in answers for end in answer.endpoints if end.name == definition.name]
        assert kaplan_meier([end.days for end in ends], [end.is_event for end in ends]).median
    return answers


def add_up(subjects: list[SubjectFindings]) -> int:
    """The bare sums."""
    return sum(
        sum(finding.tenths for finding in visit.findings if finding.tenths is not None)
        for subject in subjects
        for visit in subject.visits
    )


def measure(work: Callable[[], object]) -> tuple[float, float]:
    """Median and worst, in seconds."""
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times), max(times)


def main() -> None:
    """Measure and print."""
    chance = random.Random(SEED)
    subjects = [make_subject(chance, number) for number in range(SUBJECTS)]
    best = Counter(str(answer.best.confirmed) for answer in derive_all(subjects))
    middle, worst = measure(lambda: derive_all(subjects))
    floor, _ = measure(lambda: add_up(subjects))
    print(f"{SUBJECTS:,} subjects with {VISITS} visits: {middle:.3f} s (worst {worst:.3f} s), aim 0.5 s")
    print(f"reference, the bare sums in plain Python: {1000 * floor:.1f} ms; {middle / floor:.1f} x that")
    print(f"confirmed best responses: {', '.join(f'{name} {count}' for name, count in sorted(best.items()))}")


if __name__ == "__main__":
    main()
