"""Answers of three values, each with its reasons: met, not met, not yet known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.reasons import Reason


class Verdict(StrEnum):
    """Whether something holds."""

    MET = "met"
    NOT_MET = "not met"
    NOT_YET = "not yet known"


@dataclass(frozen=True)
class Answer:
    """A verdict with its trace.

    Attributes:
        reasons: which record, which number, what is awaited.
        known_on: the day on which a verdict that is not yet known will be decided at the latest; None where only a
            further value or a person can decide it.
        records: ids of the records that it rests on.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    known_on: date | None = None
    records: tuple[str, ...] = ()

    @classmethod
    def met(cls, code: str, *records: str, **numbers: object) -> "Answer":
        """It holds."""
        return cls(Verdict.MET, (Reason(code, numbers),), None, records)

    @classmethod
    def not_met(cls, code: str, *records: str, **numbers: object) -> "Answer":
        """It does not hold."""
        return cls(Verdict.NOT_MET, (Reason(code, numbers),), None, records)

    @classmethod
    def not_yet(cls, code: str, *records: str, known_on: date | None = None, **numbers: object) -> "Answer":
        """It can't be said yet."""
        return cls(Verdict.NOT_YET, (Reason(code, {**numbers, "known_on": known_on}),), known_on, records)


HOLDS = Answer(Verdict.MET)


def all_of(answers: Iterable[Answer]) -> Answer:
    """Met if every one is; not met as soon as one is not."""
    listed = list(answers)
    against = [one for one in listed if one.verdict is Verdict.NOT_MET]
    if against:
        return _joined(Verdict.NOT_MET, against)
    waiting = [one for one in listed if one.verdict is Verdict.NOT_YET]
    return _joined(Verdict.NOT_YET if waiting else Verdict.MET, listed, waiting)


def any_of(answers: Iterable[Answer]) -> Answer:
    """Met as soon as one is; not met if none is, or can be."""
    listed = list(answers)
    for verdict in (Verdict.MET, Verdict.NOT_YET):
        found = [one for one in listed if one.verdict is verdict]
        if found:
            return _joined(verdict, found, found)
    return _joined(Verdict.NOT_MET, listed)


def _joined(verdict: Verdict, listed: list[Answer], waiting: list[Answer] | None = None) -> Answer:
    if len(listed) == 1 and listed[0].verdict is verdict:
        return listed[0]
    reasons = tuple(dict.fromkeys(reason for one in listed for reason in one.reasons))
    records = tuple(dict.fromkeys(record for one in listed for record in one.records))
    days = [one.known_on for one in waiting or () if one.known_on is not None]
    is_dated = verdict is Verdict.NOT_YET and len(days) == len(waiting or ())
    return Answer(verdict, reasons, max(days) if is_dated else None, records)
