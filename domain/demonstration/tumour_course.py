"""How the tumour of a subject goes: more often smaller at higher dose levels, in the end mostly growing."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from domain.protocol.model import Protocol
from domain.response.imaging_schedule import ImagingSchedule

_LATEST_SCAN = 5
_USUAL = ImagingSchedule(every_weeks=6, until_week=24, then_every_weeks=9, window_days=7)


@dataclass(frozen=True)
class Scan:
    """A tumour assessment after the baseline.

    Attributes:
        number: of the visit, from 1.
        change: of the sum of diameters, as a share of the baseline.
        is_progress: whether it shows progression.
        has_new_lesion: whether a new lesion is seen.
    """

    number: int
    on: date
    change: float
    is_progress: bool = False
    has_new_lesion: bool = False


def draw_scans(
    protocol: Protocol, first_dose: date, *, share: float, stays: bool, chance: random.Random
) -> tuple[Scan, ...]:
    """The scans of a subject up to the progression.

    Args:
        protocol: for the schedule of scans.
        first_dose: the day from which the weeks count.
        share: dose level over the number of levels; responses grow with it.
        stays: whether the first scan may not show progression.
        chance: of the particulars.
    """
    changes = _changes(share, stays, chance)
    schedule = (protocol.response.imaging if protocol.response else None) or _USUAL
    weeks = list(schedule.due_weeks(schedule.until_week + 4 * schedule.then_every_weeks))
    scans = []
    for number, (week, change) in enumerate(zip(weeks, changes, strict=False), 1):
        on = first_dose + timedelta(weeks=week, days=chance.randint(-3, 3))
        is_last = number == len(changes)
        scans.append(Scan(number, on, change, is_last, is_last and chance.random() < 0.5))
    return tuple(scans)


def _changes(share: float, stays: bool, chance: random.Random) -> list[float]:
    """Changes of the sum from baseline, scan by scan; the last is progression."""
    fate = chance.random()
    if fate < 0.05 + 0.4 * share:
        depth = chance.uniform(0.42, 0.75)
        path = [-depth * part for part in (0.55, 0.85, 1.0, 1.0)]
        return [*path[: chance.randint(3, _LATEST_SCAN - 1)], 1.45 * (1 - depth) - 1]
    if stays or fate < 0.75:
        slope = chance.uniform(-0.05, 0.03)
        path = [slope * (number + 1) for number in range(chance.randint(1, 3))]
        lowest = min(0.0, *path)
        return [*path, (1 + lowest) * chance.uniform(1.32, 1.5) - 1]
    return [chance.uniform(0.3, 0.55)]
