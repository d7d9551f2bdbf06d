"""The normal range that a result is read against.

Limits reported with the result win. A side that was not reported is taken from the laboratory's own ranges: the latest
one for the test and the sex that began on or before the day of the sample. A range holds until a later one begins.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal

from domain.laboratory.catalogue import LabTest
from domain.laboratory.units import convert
from domain.reasons import Reason
from domain.records import LabResult, NormalRange
from domain.terms import Sex

Bounds = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class UsedRange:
    """A range in the unit of its result.

    Attributes:
        range_id: record of the laboratory's range that a limit came from, or "".
    """

    lln: Decimal | None
    uln: Decimal | None
    range_id: str = ""


class RangeIndex:
    """The ranges of every laboratory, for looking one up.

    Where two ranges begin on one day, one for the subject's sex goes before one for both; of two alike, which the
    checks refuse, the later entered holds.
    """

    def __init__(self, ranges: Sequence[NormalRange]) -> None:
        """Sort them by laboratory and test."""
        self._by_test: dict[tuple[str, str], list[NormalRange]] = {}
        for one in ranges:
            self._by_test.setdefault((_plain(one.laboratory), one.test), []).append(one)
        self._found: dict[tuple[str, str, Sex, date], NormalRange | Reason] = {}
        self._used: dict[tuple[int, str, Bounds | None], UsedRange | Reason] = {}

    def valid_on(self, laboratory: str, test: str, sex: Sex, day: date) -> NormalRange | Reason:
        """The range of a laboratory for a test on a day, or why there is none."""
        key = (laboratory, test, sex, day)
        if key not in self._found:
            self._found[key] = self._find(*key)
        return self._found[key]

    def _find(self, laboratory: str, test: str, sex: Sex, day: date) -> NormalRange | Reason:
        named = {"laboratory": laboratory.strip(), "test": test}
        listed = self._by_test.get((_plain(laboratory), test))
        if not listed:
            return Reason("lab_range_none" if laboratory.strip() else "lab_range_no_laboratory", named)
        mine = sorted(
            (one for one in listed if one.sex in (sex, Sex.UNKNOWN)),
            key=lambda one: (one.valid_from, one.sex is sex),
        )
        if not mine:
            return Reason("lab_range_sex", named)
        at = bisect_right([one.valid_from for one in mine], day)
        if not at:
            return Reason("lab_range_later", named | {"from": mine[0].valid_from})
        return mine[at - 1]

    def converted(self, found: NormalRange, test: LabTest, unit: str, reported: Bounds | None) -> UsedRange | Reason:
        """A laboratory's range in a unit, behind the reported limits."""
        key = (id(found), unit, reported)
        if key not in self._used:
            self._used[key] = _convert(found, test, unit, reported)
        return self._used[key]


def _plain(laboratory: str) -> str:
    return laboratory.strip().casefold()


def _convert(found: NormalRange, test: LabTest, unit: str, reported: Bounds | None) -> UsedRange | Reason:
    limits = [None if one is None else convert(test.quantity, one, found.unit, unit) for one in (found.lln, found.uln)]
    if (limits[0], limits[1]) == (None, None) != (found.lln, found.uln):
        return Reason("lab_range_unit", {"given": found.unit, "unit": unit, "laboratory": found.laboratory})
    lln, uln = limits
    if reported is not None:
        lln = lln if reported[0] is None else reported[0]
        uln = uln if reported[1] is None else reported[1]
        if lln is not None and uln is not None and lln > uln:
            return UsedRange(*reported)
    return UsedRange(lln, uln, found.record_id)


def find_range(
    result: LabResult, test: LabTest, ranges: RangeIndex, sex: Sex, days: tuple[date, date] | tzinfo
) -> UsedRange | Reason:
    """The range of a result in its own unit, or why there is none.

    Args:
        result: whose.
        test: its test.
        ranges: of the laboratories.
        sex: of the subject.
        days: the first and the last day on which the sample can have been taken, or the site's zone to tell them by.
    """
    reported = None if result.lln is None and result.uln is None else (result.lln, result.uln)
    if reported is not None and None not in reported:
        return UsedRange(*reported)
    if isinstance(days, tzinfo):
        days = sample_days(result, days)
    first, last = days
    found = ranges.valid_on(result.laboratory, result.test, sex, last)
    if first != last and ranges.valid_on(result.laboratory, result.test, sex, first) != found:
        found = Reason("lab_range_date", {"laboratory": result.laboratory, "at": result.taken_at})
    used = found if isinstance(found, Reason) else ranges.converted(found, test, result.unit, reported)
    return UsedRange(*reported) if reported is not None and isinstance(used, Reason) else used


def sample_days(result: LabResult, zone: tzinfo) -> tuple[date, date]:
    """The first and the last day at the site on which a sample can have been taken."""
    at = result.taken_at
    if at.month is not None and at.day is not None:
        day = date(at.year, at.month, at.day)
        return day, day
    return at.earliest(zone).astimezone(zone).date(), at.latest(zone).astimezone(zone).date()
