"""The baseline of each test: the last value before the first dose.

On the side of safety (AE-8): a sample that can have been taken after the first dose is none, because a value that the
drug has already raised would hide what it does. So a sample of day 1 without a time of day is not a baseline; with a
time it is, up to the minute of the dose. Without a dose there is no baseline yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal

from domain.ctcae.lab_value import BaselineFlag
from domain.ctcae.limits import Direction
from domain.laboratory.ranges import UsedRange
from domain.records import LabResult


def is_before(result: LabResult, first_dose_at: datetime | None, zone: tzinfo) -> bool:
    """Whether a sample was taken before the first dose for certain; everything is while there is none."""
    return first_dose_at is None or result.taken_at.latest(zone) <= first_dose_at


def find_baselines(results: Iterable[LabResult], first_dose_at: datetime | None, zone: tzinfo) -> dict[str, LabResult]:
    """The baseline of each test of a subject, by its code."""
    found: dict[str, tuple[tuple[datetime, datetime, str], LabResult]] = {}
    if first_dose_at is None:
        return {}
    for one in results:
        latest = one.taken_at.latest(zone)
        if one.value is None or latest > first_dose_at:
            continue
        key = (latest, one.taken_at.earliest(zone), one.record_id)
        if one.test not in found or found[one.test][0] < key:
            found[one.test] = (key, one)
    return {test: one for test, (_, one) in found.items()}


def is_low(value: Decimal, sign: str, lln: Decimal | None) -> bool | None:
    """Whether a value is below the range; None where its sign or a missing limit leaves that open."""
    if lln is None:
        return None
    if value < lln or (value == lln and sign == "<"):
        return None if sign[:1] == ">" else True
    return None if sign[:1] == "<" else False


def is_high(value: Decimal, sign: str, uln: Decimal | None) -> bool | None:
    """Whether a value is above the range; None where its sign or a missing limit leaves that open."""
    if uln is None:
        return None
    if value > uln or (value == uln and sign == ">"):
        return None if sign[:1] == "<" else True
    return None if sign[:1] == ">" else False


def flag_of(value: Decimal, sign: str, lln: Decimal | None, uln: Decimal | None) -> BaselineFlag | None:
    """A value against the limits that its range has; None where it has none, or its sign leaves that open."""
    low, high = is_low(value, sign, lln), is_high(value, sign, uln)
    if high:
        return BaselineFlag.HIGH
    if low:
        return BaselineFlag.LOW
    known = [side is False for side, limit in ((low, lln), (high, uln)) if limit is not None]
    return BaselineFlag.NORMAL if known and all(known) else None


@dataclass(frozen=True, eq=False, slots=True)
class Baseline:
    """A baseline with its own range, in its own unit; the value is that which is graded (corrected calcium)."""

    result: LabResult
    value: Decimal
    range: UsedRange | None

    def flag(self, *, needs_lln: bool) -> BaselineFlag | None:
        """The baseline against its own range; None where that can't be said.

        Args:
            needs_lln: whether normal must be told from low. Laboratories report enzymes as "up to 40": there is no
                lower limit then, and what is not high is normal.
        """
        if self.range is None:
            return None
        sign = self.result.sign
        low, high = is_low(self.value, sign, self.range.lln), is_high(self.value, sign, self.range.uln)
        if high or low:
            return BaselineFlag.HIGH if high else BaselineFlag.LOW
        return BaselineFlag.NORMAL if high is False and (low is False or not needs_lln) else None

    def number(self, direction: Direction) -> Decimal | None:
        """The value to compare with; None where its sign could hide a worsening ("<5" as the start of a rise)."""
        hides = "<" if direction is Direction.HIGH else ">"
        return None if self.result.sign[:1] == hides else self.value
