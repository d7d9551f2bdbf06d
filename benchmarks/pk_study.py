"""A study of 3,000 profiles: its parameters after one edited concentration, against computing all of them again.

Run: python benchmarks/pk_study.py. 60 subjects, 17 cycles, 3 analytes, 12 samples a profile. An edit makes a new
``Study`` from the records, as a save does; only the subject of the edit is analysed again.
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

from domain.exposure.of_study import exposures
from domain.pk.settings import Settings
from domain.protocol.model import Protocol
from domain.protocol.reader import load_shipped, read_content
from domain.records import Concentration, PkSample
from domain.summaries.pk_parameters import tabulate_pk_parameters
from tests.domain.exposure.build import CYCLE, START, Build, concentration_at

SUBJECTS, CYCLES, ANALYTES, REPEATS = 60, 17, ("MIL93", "metabolite", "total"), 9
HOURS = ("0", "1", "2", "5", "8", "24", "48", "72", "120", "168", "240", "336")


def protocol() -> Protocol:
    """MIL93 with three analytes and a full profile in every cycle."""
    content = dict(load_shipped("mil93").content)
    parts = [dict(part) for part in content["parts"]]  # type: ignore[attr-defined]
    plan = dict(parts[0]["pk"])
    plan["analytes"] = list(ANALYTES)
    plan["samples"] = {"value": f"cycles 1-{CYCLES}: {', '.join(HOURS)} h", "source": "benchmark"}
    parts[0]["pk"] = plan
    return read_content({**content, "parts": parts})


def build_study() -> Build:
    """All records."""
    build = Build(protocol())
    for number in range(1, SUBJECTS + 1):
        subject_id = f"01-{number:03d}"
        build.subject(subject_id, level=1 + number % 6)
        doses = [(24.0 * 21 * cycle, 60.0 + number) for cycle in range(CYCLES)]
        for cycle in range(1, CYCLES + 1):
            build.dose(cycle, subject_id, mg=str(60 + number))
            for hours in HOURS:
                at = (cycle - 1) * 504 + float(hours) - (0.1 if hours == "0" else 0.0)
                exact = concentration_at(at, doses)
                for analyte in ANALYTES:
                    sample_id = f"{subject_id}-{cycle}-{hours}-{analyte}"
                    build.add(
                        PkSample(
                            record_id=f"p{sample_id}",
                            subject_id=subject_id,
                            sample_id=sample_id,
                            analyte=analyte,
                            cycle=cycle,
                            nominal_hours=Decimal(hours),
                            taken_at=START + timedelta(hours=at),
                        ),
                        Concentration(
                            record_id=f"c{sample_id}",
                            subject_id=subject_id,
                            sample_id=sample_id,
                            analyte=analyte,
                            value=Decimal(f"{exact:.5g}") if exact >= 0.05 else None,
                            is_blq=exact < 0.05,
                            lloq=Decimal("0.05"),
                            unit="ug/mL",
                        ),
                    )
    return build


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def say(what: str, runs: list[float]) -> None:
    """Median and worst."""
    print(f"{what:<58}{statistics.median(runs):9.1f} ms median {max(runs):9.1f} ms worst")


def main() -> None:
    """Measure and print."""
    build = build_study()
    cut_off = START + (CYCLES + 1) * CYCLE
    study = build.study(cut_off)
    part = study.protocol.part("mono")
    first = timed(lambda: exposures(study, part))
    print(f"profiles: {len(exposures(study, part)):,}; samples: {len(study.entered['pk_sample']):,}")
    say("all profiles, the first time", [first])
    opened, analysed, again, tables = [], [], [], []
    for repeat in range(REPEATS):
        edited: Concentration = build.one(Concentration, record_id=f"c01-0{repeat + 10}-3-24-MIL93")
        build.change(replace(edited, value=edited.value + 1 if edited.value else Decimal(1)))
        before = study
        start = time.perf_counter()
        study = build.study(cut_off, before)
        opened.append(1000 * (time.perf_counter() - start))
        analysed.append(timed(lambda: exposures(study, part)))  # noqa: B023
        again.append(timed(lambda: exposures(study, part, settings=Settings(least_span=repeat + 10.0))))  # noqa: B023
        tables.append(timed(lambda: tabulate_pk_parameters(study, part)))  # noqa: B023
    say("a new study from the records after an edit", opened)
    say("its profiles: one subject computed again", analysed)
    say("the summary table of all profiles", tables)
    say("all profiles again, nothing kept", again)
    print(f"an edit takes {statistics.median(analysed) / statistics.median(again):.1%} of computing all again")


if __name__ == "__main__":
    main()
