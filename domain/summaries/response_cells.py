"""Percentages of tumour response as table cells show them."""

from decimal import ROUND_HALF_UP, Decimal

from domain.response.subject import SubjectAnswer

_TENTH = Decimal("0.1")


def percent_change(now: int | None, then: int | None) -> Decimal | None:
    """The change from then to now in percent, to one decimal, halves up; None if one is not known or then is 0."""
    if now is None or not then:
        return None
    return _rounded(Decimal(100 * (now - then)) / Decimal(then))


def share(part: int, whole: int) -> Decimal | None:
    """A part of a whole in percent, to one decimal; None of nothing."""
    return _rounded(Decimal(100 * part) / Decimal(whole)) if whole else None


def in_percent(fraction: float | None) -> Decimal | None:
    """A fraction in percent, to one decimal."""
    # Twelve digits: a float a hair beside a half would round otherwise than the exact sums do.
    return None if fraction is None else _rounded(Decimal(repr(round(100 * fraction, 9))))


def best_change(answer: SubjectAnswer) -> Decimal | None:
    """The smallest whole sum among the visits that count against baseline, in percent."""
    sums = [one.sum for one in answer.visits[: answer.counted] if one.sum is not None]
    return percent_change(min(sums), answer.visits[0].baseline) if sums else None


def _rounded(percent: Decimal) -> Decimal:
    # What rounds to nothing has no sign: "-0.0" would read as a decrease.
    return percent.quantize(_TENTH, ROUND_HALF_UP) + 0
