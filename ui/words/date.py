"""Days and moments in words, as short as they are clear: "20 Nov", "20 Nov 14:10", "20 Nov 2026 14:10"."""

from datetime import date, datetime

from ui.sentences import MONTHS
from ui.text import Words, say_date, tr


def short_day(day: date) -> str:
    """A day without its year, where the year can't be another: "20 Nov"."""
    return tr("{day} {month}").format(day=day.day, month=tr(MONTHS[day.month - 1]))


def near_day(day: date, today: date) -> str:
    """A day, with the year where it is not this one."""
    return short_day(day) if day.year == today.year else say_date(day)


def day_at(moment: datetime, words: Words, now: datetime) -> str:
    """The day of a moment at the site, with the year where it is not this one."""
    return near_day(moment.astimezone(words.zone).date(), now.astimezone(words.zone).date())


def moment_at(moment: datetime, words: Words, now: datetime) -> str:
    """Day and time of a moment at the site: "20 Nov 14:10"."""
    return f"{day_at(moment, words, now)} {moment.astimezone(words.zone):%H:%M}"


def say_moment(moment: datetime) -> str:
    """Date and time in the zone that the moment carries: "20 Nov 2026 13:58"."""
    return f"{say_date(moment.date())} {moment:%H:%M}"
