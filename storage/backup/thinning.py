"""Which backups may go: all of the last days stay, then one a day, one a week and one a month."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.backup.manifest import Backup


@dataclass(frozen=True)
class Thinning:
    """What is kept; days, weeks (from Monday) and months are those of UTC. One a month is kept for ever.

    Attributes:
        all_for: every backup younger than this.
        daily_for: the last one of each day.
        weekly_for: the last one of each week.
    """

    all_for: timedelta = timedelta(days=2)
    daily_for: timedelta = timedelta(days=14)
    weekly_for: timedelta = timedelta(days=70)


def superseded(backups: Sequence[Backup], now: datetime, rule: Thinning | None = None) -> tuple[Backup, ...]:
    """The backups of one study that may be deleted, oldest first; never the newest, nor one dated after ``now``."""
    rule = rule or Thinning()
    newest_first = sorted(backups, key=lambda backup: (backup.made_at, backup.head.position), reverse=True)
    kept = set(newest_first[:1])
    spans: list[tuple[timedelta | None, Callable[[Backup], Hashable]]] = [
        (rule.all_for, lambda backup: backup.path),
        (rule.daily_for, lambda backup: backup.made_at.date()),
        (rule.weekly_for, lambda backup: backup.made_at.isocalendar()[:2]),
        (None, lambda backup: (backup.made_at.year, backup.made_at.month)),
    ]
    for span, period in spans:
        seen: set[Hashable] = set()
        for backup in newest_first:
            if span is not None and now - backup.made_at >= span:
                break
            if period(backup) not in seen:
                kept.add(backup)
            seen.add(period(backup))
    return tuple(backup for backup in reversed(newest_first) if backup not in kept)
