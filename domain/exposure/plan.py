"""When samples are due by the protocol, and what is measured in them: the ``[parts.pk]`` table of a protocol file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from domain.pk.terms import Route
from domain.terms import Matrix

_ENTRY = re.compile(r"cycles?\s+([\d\s,–-]+):\s*([\d\s.,]+?)\s*h(?:ours)?", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_LAST_CYCLE = 999
EXAMPLE = "cycles 1, 4: 0, 1, 5, 24, 168 h; cycles 2, 3: 0, 1 h"


class TimetableFault(StrEnum):
    """Why a text is no timetable."""

    SHAPE = "shape"
    CYCLE_TWICE = "cycle twice"
    HOURS_NOT_RISING = "hours not rising"


class TimetableError(ValueError):
    """A text is no timetable."""

    def __init__(self, fault: TimetableFault, given: str) -> None:
        """Keep what is wrong with which piece."""
        super().__init__(fault, given)
        self.fault, self.given = fault, given


@dataclass(frozen=True)
class Timetable:
    """Nominal times of some cycles.

    Attributes:
        cycles: 1-based.
        hours: after the start of the dose, rising; 0 is before it.
    """

    cycles: tuple[int, ...]
    hours: tuple[Decimal, ...]


def read_timetables(text: str) -> tuple[Timetable, ...]:
    """Nominal times by cycle from "cycles 1, 4: 0, 1, 24 h; cycles 2-3: 0 h".

    Raises:
        TimetableError: the text is not of that shape, names a cycle twice, or its hours do not rise.
    """
    found: list[Timetable] = []
    seen: set[int] = set()
    for entry in text.split(";"):
        match = _ENTRY.fullmatch(entry.strip())
        if match is None:
            raise TimetableError(TimetableFault.SHAPE, entry.strip())
        cycles = tuple(_cycles(match.group(1), entry))
        if len(set(cycles)) < len(cycles) or seen & set(cycles):
            raise TimetableError(TimetableFault.CYCLE_TWICE, entry.strip())
        seen.update(cycles)
        found.append(Timetable(cycles, _hours(match.group(2), entry)))
    return tuple(found)


def _cycles(text: str, entry: str) -> Iterator[int]:
    for part in text.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match is None:
            raise TimetableError(TimetableFault.SHAPE, entry.strip())
        first, last = int(match.group(1)), int(match.group(2) or match.group(1))
        if not 1 <= first <= last <= _LAST_CYCLE:
            raise TimetableError(TimetableFault.SHAPE, entry.strip())
        yield from range(first, last + 1)


def _hours(text: str, entry: str) -> tuple[Decimal, ...]:
    parts = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch(r"\d+(?:\.\d+)?", part) for part in parts):
        raise TimetableError(TimetableFault.SHAPE, entry.strip())
    hours = tuple(Decimal(part) for part in parts)
    if any(later <= earlier for earlier, later in pairwise(hours)):
        raise TimetableError(TimetableFault.HOURS_NOT_RISING, entry.strip())
    return hours


def write_timetables(timetables: tuple[Timetable, ...]) -> str:
    """Timetables as the protocol file writes them."""
    entries = []
    for one in timetables:
        word = "cycle" if len(one.cycles) == 1 else "cycles"
        cycles, hours = ", ".join(map(str, one.cycles)), ", ".join(map(str, one.hours))
        entries.append(f"{word} {cycles}: {hours} h")
    return "; ".join(entries)


@dataclass(frozen=True)
class SamplingPlan:
    """What a part samples.

    Attributes:
        analytes: measured in the samples for concentrations.
        matrix: of these samples.
        unit: in which concentrations are analysed.
        route: how the dose goes in.
        infusion_minutes: planned duration; it stands where the end of an infusion is not recorded.
        samples: for concentrations.
        window_percent: by how much of the nominal time a sample may deviate.
        window_minutes: deviation that is allowed at any nominal time.
        predose_minutes: how long before the dose a predose sample may be taken.
        steady_cycle: the cycle from which regular equal doses count as steady state.
        ada: samples for antibodies.
        markers: biomarkers measured.
        marker_matrix: of the samples for biomarkers.
        marker_samples: samples for biomarkers.
    """

    analytes: tuple[str, ...]
    matrix: Matrix
    unit: str
    route: Route
    samples: tuple[Timetable, ...]
    infusion_minutes: int | None = None
    window_percent: int = 10
    window_minutes: int = 15
    predose_minutes: int = 1440
    steady_cycle: int = 4
    ada: tuple[Timetable, ...] = ()
    markers: tuple[str, ...] = ()
    marker_matrix: Matrix = Matrix.SERUM
    marker_samples: tuple[Timetable, ...] = ()
