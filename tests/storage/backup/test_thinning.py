from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.backup.manifest import Backup
from storage.backup.thinning import superseded
from storage.stream import Head

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday


def backup(made_at):
    return Backup(path=Path(f"{made_at}.titrant"), file_id="a", made_at=made_at, head=Head(1, "x"), size=1, sha256="x")


def gone(*times):
    backups = [backup(datetime.fromisoformat(f"{time}:00+00:00")) for time in times]
    return [each.made_at.strftime("%Y-%m-%dT%H:%M") for each in superseded(backups, NOW)]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([], []),
        (["2020-01-01T00:00"], []),
        # All of the last two days.
        (["2026-11-20T11:00", "2026-11-20T11:30", "2026-11-18T12:01", "2026-11-18T12:30"], []),
        # Then the last one of a day.
        (
            ["2026-11-20T11:00", "2026-11-17T08:00", "2026-11-17T08:30", "2026-11-17T18:00"],
            ["2026-11-17T08:00", "2026-11-17T08:30"],
        ),
        (["2026-11-20T11:00", "2026-11-17T08:00", "2026-11-16T18:00"], []),
        # Then the last one of a week, from Monday: 2 November to 8 November.
        (
            ["2026-11-20T11:00", "2026-11-02T08:00", "2026-11-03T08:00", "2026-11-05T08:00"],
            ["2026-11-02T08:00", "2026-11-03T08:00"],
        ),
        (["2026-11-20T11:00", "2026-10-18T08:00", "2026-10-19T08:00"], []),
        # Then the last one of a month, for ever.
        (["2026-11-20T11:00", "2025-03-02T08:00", "2025-03-30T08:00", "2025-04-01T08:00"], ["2025-03-02T08:00"]),
        # The newest stays whatever its age; one of a clock that was wrong stays too.
        (["2019-05-05T08:00", "2019-05-05T09:00"], ["2019-05-05T08:00"]),
        (["2026-11-20T11:00", "2031-01-01T00:00", "2031-01-01T00:01"], []),
    ],
)
def test_backups_are_thinned_to_one_a_day_a_week_a_month(times, expected):
    assert gone(*times) == expected


@given(st.lists(st.integers(0, 3 * 365 * 24), unique=True, max_size=60))
def test_thinning_keeps_the_newest_one_of_every_month_and_is_done_after_once(hours):
    backups = [backup(NOW - timedelta(hours=hour)) for hour in hours]
    dropped = superseded(backups, NOW)
    kept = [each for each in backups if each not in dropped]
    assert superseded(kept, NOW) == ()
    months = {(each.made_at.year, each.made_at.month) for each in backups}
    for month in months:
        last = max(each.made_at for each in backups if (each.made_at.year, each.made_at.month) == month)
        assert last in [each.made_at for each in kept]
    assert not [each for each in dropped if NOW - each.made_at < timedelta(days=2)]
    assert len(kept) <= 49 + 14 + 11 + 38
