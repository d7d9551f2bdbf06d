"""Response rates with exact intervals and named denominators."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.response.best_response import BestResponse
from domain.response.rules import ResponseRules
from domain.response.terms import RESPONDING
from domain.statistics.proportion import Interval, clopper_pearson


class Denominator(StrEnum):
    """Whom a rate is taken of."""

    TREATED = "treated"
    EVALUABLE = "evaluable"


@dataclass(frozen=True)
class SubjectResponse:
    """What a rate needs of one subject.

    Attributes:
        best: best overall response.
        is_evaluable: baseline and at least one later assessment that was not NE.
    """

    best: BestResponse
    is_evaluable: bool


@dataclass(frozen=True)
class Rate:
    """A proportion.

    Attributes:
        name: ORR, ORR unconfirmed, DCR or CBR.
        denominator: whom it is taken of.
        x: those who have it.
        n: all.
        interval: exact interval, None without subjects.
    """

    name: str
    denominator: Denominator
    x: int
    n: int
    interval: Interval | None


def derive_rates(
    subjects: Sequence[SubjectResponse],
    rules: ResponseRules,
    names: Sequence[str] = ("ORR", "DCR", "CBR"),
    level: float = 0.95,
) -> tuple[Rate, ...]:
    """Each rate of all treated and of the evaluable subjects.

    ORR counts confirmed CR and PR, "ORR unconfirmed" all; DCR the confirmed best responses of ``rules.control``; CBR
    those with clinical benefit.

    Args:
        subjects: all treated subjects.
        rules: the protocol's options.
        names: which rates.
        level: confidence level.
    """
    rates = []
    for name in [shown for one in names for shown in ((one, "ORR unconfirmed") if one == "ORR" else (one,))]:
        for denominator in Denominator:
            among = [one for one in subjects if one.is_evaluable or denominator is Denominator.TREATED]
            x = sum(_counts(name, one.best, rules) for one in among)
            interval = clopper_pearson(x, len(among), level) if among else None
            rates.append(Rate(name, denominator, x, len(among), interval))
    return tuple(rates)


def _counts(name: str, best: BestResponse, rules: ResponseRules) -> bool:
    match name:
        case "ORR":
            return best.confirmed in RESPONDING
        case "ORR unconfirmed":
            return best.best in RESPONDING
        case "DCR":
            return best.confirmed in rules.control
        case "CBR":
            return best.has_benefit
    raise ValueError(f"not a rate: {name}")
