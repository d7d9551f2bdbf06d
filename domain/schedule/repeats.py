"""Repeated visits: scans by week, calls by interval, and which record answers which."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from domain.response.imaging_schedule import DAYS_A_WEEK, ImagingSchedule


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def scan_days(
    schedule: ImagingSchedule, first_dose: date, scans: Sequence[date], last: date
) -> Iterator[tuple[int, date, date | None]]:
    """Week, due day and scan of each scheduled scan up to a day; a scan answers the due day nearest to it.

    Args:
        schedule: the protocol's.
        first_dose: day from which the weeks count; what was late moves nothing.
        scans: days of the scans after the baseline.
        last: due days up to this one, and all that a scan answers.
    """
    until = max([last, *scans])
    weeks = (until - first_dose).days // DAYS_A_WEEK + schedule.then_every_weeks + schedule.every_weeks
    days = {week: first_dose + timedelta(weeks=week) for week in schedule.due_weeks(weeks)}
    answers: dict[int, date] = {}
    for scan in sorted(scans):
        if scan >= first_dose:
            week = min(days, key=lambda one: abs((scan - days[one]).days))
            if week not in answers or abs((scan - days[week]).days) < abs((answers[week] - days[week]).days):
                answers[week] = scan
    for week, due in days.items():
        if due <= last or week in answers:
            yield week, due, answers.get(week)


def matched_calls(days: Sequence[date], contacts: Sequence[date], step: timedelta) -> dict[int, date]:
    """Which contact answers which call, by number from 1: the nearest one, at most half an interval away."""
    found: dict[int, date] = {}
    for contact in contacts:
        number = min(range(1, len(days) + 1), key=lambda one: abs(contact - days[one - 1]), default=None)
        if number is None or abs(contact - days[number - 1]) > step / 2:
            continue
        if number not in found or abs(contact - days[number - 1]) < abs(found[number] - days[number - 1]):
            found[number] = contact
    return found
