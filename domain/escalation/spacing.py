"""Minimum times between first doses in a group, and how many may be in the window at once (SUB-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.protocol.model import Spacing
from domain.reasons import Reason


@dataclass(frozen=True)
class SpacingAnswer:
    """When the next subject of a group may be dosed.

    Attributes:
        earliest: aware UTC; never before ``now``.
        open_now: how many may be dosed at ``now``, at most the number asked for.
        reasons: what holds the next dose back, latest first; empty where nothing does.
    """

    earliest: datetime
    open_now: int
    reasons: tuple[tuple[Reason, datetime], ...] = ()


def _limits(
    spacing: Spacing, doses: Sequence[datetime], window_ends: Sequence[datetime]
) -> list[tuple[Reason, datetime]]:
    """Every limit on the next dose with the moment it falls."""
    if not doses:
        return []
    limits = [
        (
            Reason("spacing_first", {"hours": spacing.after_first_hours}, "rules.spacing.after_first_hours"),
            min(doses) + timedelta(hours=spacing.after_first_hours),
        ),
        (
            Reason("spacing_between", {"hours": spacing.between_hours}, "rules.spacing.between_hours"),
            max(doses) + timedelta(hours=spacing.between_hours),
        ),
    ]
    most = spacing.most_in_window
    if most is not None and len(window_ends) >= most:
        limits.append(
            (Reason("spacing_window", {"most": most}, "rules.spacing.most_in_window"), sorted(window_ends)[-most])
        )
    return limits


def assess_spacing(
    spacing: Spacing,
    doses: Sequence[datetime],
    window_ends: Sequence[datetime],
    *,
    now: datetime,
    window: timedelta,
    wanted: int,
) -> SpacingAnswer:
    """When the next subject of a dose group may be dosed, and how many at once.

    Args:
        spacing: the protocol's limits.
        doses: first doses of the group's subjects, aware UTC.
        window_ends: when each of the group's subjects who hold a place in the window leaves it.
        now: aware UTC.
        window: length of the DLT window.
        wanted: how many subjects are asked for.

    Source: BAT6026 and BAT6021 registrations, dose interval and group limit.
    """
    limits = [(reason, moment) for reason, moment in _limits(spacing, doses, window_ends) if moment > now]
    limits.sort(key=lambda limit: limit[1], reverse=True)
    earliest = limits[0][1] if limits else now
    given, ends, open_now = list(doses), list(window_ends), 0
    while open_now < wanted and all(moment <= now for _, moment in _limits(spacing, given, ends)):
        given.append(now)
        ends.append(now + window)
        open_now += 1
    return SpacingAnswer(earliest, open_now, tuple(limits))
