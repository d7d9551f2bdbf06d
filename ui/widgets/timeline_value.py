"""A subject's timeline as a value, in days since the first dose; study day 1 begins at 0."""

from dataclasses import dataclass
from typing import Literal

from ui.plots.lab_trend import LabTrend


@dataclass(frozen=True)
class Dose:
    """A dose on the first row.

    Attributes:
        record_id: "" for one that is due.
        day: days since the first dose.
        name: "C2".
        text: "18.7 mg", or "".
    """

    record_id: str
    day: float
    name: str
    text: str
    words: str
    state: Literal["given", "omitted", "due"] = "given"


@dataclass(frozen=True)
class Bar:
    """An event; ``end`` is None while it goes on. Days since the first dose."""

    record_id: str
    term: str
    start: float
    end: float | None
    grade: int
    is_dlt: bool
    words: str


@dataclass(frozen=True)
class Timeline:
    """All of it, in days since the first dose; study day 1 begins at 0.

    Attributes:
        lab: the laboratory test with the worst grade, or None.
    """

    window_days: float
    window_text: str
    today: float
    today_text: str
    doses: tuple[Dose, ...] = ()
    bars: tuple[Bar, ...] = ()
    left: float | None = None
    lab: LabTrend | None = None


def lanes_of(bars: tuple[Bar, ...], today: float) -> list[tuple[str, list[Bar]]]:
    """Events of one term share a row as long as they don't overlap; rows by first onset."""
    lanes: list[tuple[str, list[Bar]]] = []
    for bar in sorted(bars, key=lambda one: (one.start, one.term)):
        for term, lane in lanes:
            last = lane[-1]
            if term == bar.term and (today if last.end is None else last.end) <= bar.start:
                lane.append(bar)
                break
        else:
            lanes.append((bar.term, [bar]))
    return lanes
