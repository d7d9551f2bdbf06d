"""Deadlines at the site: hours run on, calendar days end at the site's midnight, whatever the clocks do in between."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.partial_date import PartialDate


def hours_after(moment: datetime, hours: int) -> datetime:
    """So many hours after a moment in UTC; a change to summer time makes none of them shorter."""
    return moment + timedelta(hours=hours)


def end_of_day_after(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The last moment of the calendar day that lies so many days after the day of ``moment``; aware UTC.

    The day of the moment itself is day 0.
    """
    day = moment.astimezone(zone).date() + timedelta(days=days)
    return PartialDate.of(day).latest(zone)
