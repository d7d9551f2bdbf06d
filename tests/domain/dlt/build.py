"""A subject's history in study days: the first dose is on day 1, 2 March 2026, 09:00 at the site."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from domain.dlt.answer import Verdict
from domain.dlt.assess import DltAssessment, assess_dlt
from domain.dlt.history import Dose, Event, GradeStep, History, Intervention, Result
from domain.dlt.vocabulary import Clause, CountsBy, DltDefinition
from domain.partial_date import PartialDate
from domain.protocol.model import Part
from domain.protocol.reader import load_shipped
from domain.terms import ActionTaken, InterventionKind, Relationship

ZONE = ZoneInfo("Asia/Shanghai")
DAY_1 = date(2026, 3, 2)
FIRST_DOSE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MET, NOT_MET, NOT_YET = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_YET
BAT6021 = load_shipped("bat6021").first_part
PLATELETS, NEUTROPHILS, ALT = (
    "Platelet count decreased",
    "Neutrophil count decreased",
    "Alanine aminotransferase increased",
)


def on(day: int | str, hour: int | None = None) -> PartialDate:
    """A study day, at an hour if one is given; a text stands for itself."""
    if isinstance(day, str):
        return PartialDate.parse(day)
    moment = DAY_1 + timedelta(days=day - 1)
    return PartialDate(moment.year, moment.month, moment.day, hour, None if hour is None else 0)


def day_of(moment: date | None) -> int | None:
    """The study day of a date."""
    return None if moment is None else (moment - DAY_1).days + 1


def event(
    term: str,
    *steps: tuple[int, int | str],
    end: int | str | None = None,
    related: Relationship | None = Relationship.POSSIBLE,
    name: str = "ae-1",
    admitted: bool = False,
    laboratory: bool | None = None,
    action: ActionTaken | None = None,
) -> Event:
    """An event with its (grade, day) steps."""
    return Event(
        name,
        term,
        tuple(GradeStep(grade, on(day)) for grade, day in steps),
        None if end is None else on(end),
        related,
        laboratory,
        admitted,
        action,
    )


def results(term: str, *values: tuple[int, int], test: str = "X") -> tuple[Result, ...]:
    """Results of a term as (day, grade)."""
    return tuple(Result(f"lab-{test}-{day}", test, on(day, 8), term, grade) for day, grade in values)


def multiple(test: str, day: int, times: str) -> Result:
    """A result as a multiple of an upper limit of 40."""
    return Result(f"lab-{test}-{day}", test, on(day), value=Decimal(times) * 40, uln=Decimal(40))


def intervention(kind: str, day: int, *treats: str, name: str = "cm-1", unlinked: bool = False) -> Intervention:
    """Something done for the subject."""
    return Intervention(name, InterventionKind(kind), on(day), None if unlinked else treats)


def dose(cycle: int, day: int, *, given: bool = True, delayed_for: tuple[str, ...] | None = None) -> Dose:
    """A dose on a study day at 09:00."""
    return Dose(cycle, FIRST_DOSE + timedelta(days=day - 1), given, delayed_for)


def history(
    *records: Event | Result | Intervention, today: int, doses: tuple[Dose, ...] = (), ended: int | None = None
) -> History:
    """What is known at noon of a study day."""
    return History(
        "01-001",
        ZONE,
        FIRST_DOSE + timedelta(days=today - 1, hours=3),
        (dose(1, 1), *doses),
        tuple(one for one in records if isinstance(one, Event)),
        tuple(one for one in records if isinstance(one, Result)),
        tuple(one for one in records if isinstance(one, Intervention)),
        None if ended is None else on(ended),
    )


def with_clauses(*clauses: Clause, counts_by: CountsBy = CountsBy.EVENT) -> Part:
    """BAT6021 with other clauses."""
    return replace(BAT6021, dlt=DltDefinition(clauses, counts_by))


def assess(told: History, part: Part = BAT6021, version: str = "5.0") -> DltAssessment:
    """The assessment by BAT6021 unless another part is given."""
    return assess_dlt(part, version, told)


def verdict_of(told: History, number: int, part: Part = BAT6021, version: str = "5.0") -> Verdict:
    """What one clause says."""
    return next(one.verdict for one in assess(told, part, version).clauses if one.number == number)


def known_on(told: History, number: int, part: Part = BAT6021) -> int | None:
    """The study day on which a clause will be known."""
    return day_of(next(one.answer.known_on for one in assess(told, part).clauses if one.number == number))


def codes_of(told: History, number: int, part: Part = BAT6021) -> list[str]:
    """The trace of a clause."""
    found = next(one for one in assess(told, part).clauses if one.number == number)
    return [reason.code for reason in found.answer.reasons]
