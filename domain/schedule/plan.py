"""The visit plan of a part, ``[parts.visits]`` of a protocol file: when each visit is due, what is done at it.

A visit is one line, so that a person can read, confirm and change it where it is shown:
"last dose + 90 d, every 12 weeks, -14/+14 d; until death, loss, withdrawal, study end".
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

_STEP = re.compile(r"(consent|first dose|decision|last dose)(?:\s*\+\s*(\d+)\s*d)?")
_CYCLE = re.compile(r"(?:each cycle|cycles?\s+(\d+)(?:\s*[-–]\s*(\d+))?)(?:\s+day\s+(\d+))?")
_EVERY = re.compile(r"every\s+(\d+)\s+weeks?")
_WINDOW = re.compile(r"(?:[-−](\d+)\s*/\s*\+(\d+)|±\s*(\d+)|\+(\d+)|[-−](\d+))\s*d(?:\s+from\s+cycle\s+(\d+))?")
_YEARS = re.compile(r"(\d+)\s+years?")
_MOST = 9_999
EXAMPLE = "last dose + 60 d, -7/+7 d; until new therapy, death, loss, withdrawal"

SCREENING, DOSING, END_OF_TREATMENT, IMAGING = "screening", "dosing", "end_of_treatment", "imaging"
"""Visits that records of another kind answer: eligibility, administrations, (the end's own visit), tumour scans."""
SURVIVAL = "survival"
"""Contacts that are repeated after treatment; a record of its own kind answers each."""
UNSCHEDULED = "unscheduled"
"""Name of a visit outside the plan; with a number where there are several."""


class Anchor(StrEnum):
    """What the days of a visit are counted from."""

    CONSENT = "consent"
    FIRST_DOSE = "first dose"
    CYCLE = "cycle"
    DECISION = "decision"
    LAST_DOSE = "last dose"


class Until(StrEnum):
    """What ends a visit's obligation. Leaving the study and death end every visit, named or not."""

    NEW_THERAPY = "new therapy"
    DEATH = "death"
    LOSS = "loss"
    WITHDRAWAL = "withdrawal"
    STUDY_END = "study end"


class Assessment(StrEnum):
    """What is done at a visit; the values are keys of the ``[parts.assessments]`` table."""

    VITAL_SIGNS = "vital_signs"
    PHYSICAL_EXAM = "physical_examination"
    ECOG = "ecog"
    ECG = "ecg"
    WEIGHT = "weight"
    LABORATORY = "laboratory"
    IMAGING = "imaging"
    MEDICAL_HISTORY = "medical_history"
    PRIOR_THERAPY = "prior_therapy"


class VisitFault(StrEnum):
    """Why a text is no visit."""

    SHAPE = "shape"
    WINDOW_OVERLAPS = "window overlaps"
    CYCLE_ONLY = "cycle only"


class VisitError(ValueError):
    """A text is no visit."""

    def __init__(self, fault: VisitFault, given: str) -> None:
        """Keep what is wrong with which piece."""
        super().__init__(fault, given)
        self.fault, self.given = fault, given


@dataclass(frozen=True)
class VisitRule:
    """When one visit is due.

    Attributes:
        code: name of the visit: "safety_60".
        anchor: what its days are counted from.
        days: from the anchor; with a cycle, from its day 1.
        early: days before the planned one on which the window opens.
        late: days after it on which the window closes.
        cycles: first and last cycle; None for every cycle.
        window_from_cycle: the window holds from this cycle on, earlier ones have none.
        every_weeks: repeated so often, first one interval after ``days``; None for once.
        until: what ends it.
        years: it ends so many years after the anchor; None without limit.
        is_before_therapy: it is done before a new anti-cancer therapy, if that comes earlier.
    """

    code: str
    anchor: Anchor
    days: int = 0
    early: int = 0
    late: int = 0
    cycles: tuple[int, int] | None = None
    window_from_cycle: int = 1
    every_weeks: int | None = None
    until: tuple[Until, ...] = ()
    years: int | None = None
    is_before_therapy: bool = False


@dataclass(frozen=True)
class VisitPlan:
    """The visits of a part, in the order of a subject's life.

    Attributes:
        done_at: assessment -> codes of the visits at which it is done.
        before_dose_hours: the assessments of a dosing visit, imaging apart, lie at most so long before the dose.
        study_end_days: the study ends so many days after its last dose; None where nothing is said.
        lost_after_attempts: documented attempts without an answer that a loss to follow-up takes; None where nothing
            is said.
    """

    visits: tuple[VisitRule, ...] = ()
    done_at: Mapping[Assessment, tuple[str, ...]] = field(default_factory=dict, hash=False)
    before_dose_hours: int | None = None
    study_end_days: int | None = None
    lost_after_attempts: int | None = None

    def visit(self, code: str) -> VisitRule | None:
        """The visit of that name, or None."""
        return next((one for one in self.visits if one.code == code), None)

    def assessments_at(self, code: str) -> tuple[Assessment, ...]:
        """What is done at a visit, by kind."""
        return tuple(assessment for assessment, visits in self.done_at.items() if code in visits)


def visits_in_order(rules: Iterable[VisitRule]) -> tuple[VisitRule, ...]:
    """By anchor, then by day, repeated ones last: a study file keeps the table without its order."""
    order = list(Anchor)
    return tuple(
        sorted(rules, key=lambda one: (order.index(one.anchor), one.days, one.every_weeks is not None, one.code))
    )


def visit_key(code: str, number: int = 0) -> str:
    """How records name a visit: "screening", "dosing 3"."""
    return f"{code} {number}" if number else code


def split_key(key: str) -> tuple[str, int]:
    """Name and number of a visit that a record names."""
    code, _, number = key.rpartition(" ")
    return (code, int(number)) if code and number.isdigit() else (key, 0)


def read_visit(text: str, code: str) -> VisitRule:
    """A visit from its line.

    Raises:
        VisitError: the line is not of the shape, or its repeats would overlap.
    """
    when, *clauses = (part.strip() for part in text.casefold().split(";"))
    first, *further = (part.strip() for part in when.split(","))
    values: dict[str, object] = _anchor(first)
    for piece in further:
        if (match := _EVERY.fullmatch(piece)) and int(match[1]) > 0:
            values["every_weeks"] = int(match[1])
        elif match := _WINDOW.fullmatch(piece):
            low, high, both, after, before, cycle = match.groups()
            values["early"], values["late"] = int(low or both or before or 0), int(high or both or after or 0)
            if cycle:
                values["window_from_cycle"] = int(cycle)
        else:
            raise VisitError(VisitFault.SHAPE, piece)
    for clause in clauses:
        values |= _clause(clause)
    rule = VisitRule(code, **values)  # type: ignore[arg-type]
    if rule.every_weeks is not None and rule.early + rule.late >= 7 * rule.every_weeks:
        raise VisitError(VisitFault.WINDOW_OVERLAPS, when)
    if rule.anchor is not Anchor.CYCLE and rule.window_from_cycle > 1:
        raise VisitError(VisitFault.CYCLE_ONLY, when)
    return rule


def _anchor(piece: str) -> dict[str, object]:
    if match := _STEP.fullmatch(piece):
        days = int(match[2] or 0)
        if days <= _MOST:
            return {"anchor": Anchor(match[1]), "days": days}
    if match := _CYCLE.fullmatch(piece):
        first, last, day = match.groups()
        cycles = (int(first), int(last or first)) if first else None
        if (cycles is None or 1 <= cycles[0] <= cycles[1] <= _MOST) and 1 <= int(day or 1) <= _MOST:
            return {"anchor": Anchor.CYCLE, "cycles": cycles, "days": int(day or 1) - 1}
    raise VisitError(VisitFault.SHAPE, piece)


def _clause(clause: str) -> dict[str, object]:
    if clause == f"before {Until.NEW_THERAPY}":
        return {"is_before_therapy": True}
    if not clause.startswith("until "):
        raise VisitError(VisitFault.SHAPE, clause)
    ends, years = [], None
    known = {one.value: one for one in Until}
    for word in (piece.strip() for piece in clause.removeprefix("until ").split(",")):
        if (match := _YEARS.fullmatch(word)) and int(match[1]) > 0:
            years = int(match[1])
        elif word in known:
            ends.append(known[word])
        else:
            raise VisitError(VisitFault.SHAPE, word)
    return {"until": tuple(ends), "years": years}


def write_visit(rule: VisitRule) -> str:
    """A visit as the protocol file writes it."""
    return "; ".join([", ".join(_when(rule)), *_ends(rule)])


def _when(rule: VisitRule) -> list[str]:
    if rule.anchor is Anchor.CYCLE:
        first, last = rule.cycles or (0, 0)
        many = f"cycle {first}" if first == last else f"cycles {first}-{last}"
        start = (many if rule.cycles else "each cycle") + (f" day {rule.days + 1}" if rule.days else "")
    else:
        start = rule.anchor.value + (f" + {rule.days} d" if rule.days else "")
    found = [start]
    if rule.every_weeks is not None:
        found.append(f"every {rule.every_weeks} weeks")
    if rule.early or rule.late:
        since = f" from cycle {rule.window_from_cycle}" if rule.window_from_cycle > 1 else ""
        found.append(f"-{rule.early}/+{rule.late} d{since}")
    return found


def _ends(rule: VisitRule) -> list[str]:
    words = [one.value for one in rule.until]
    if rule.years is not None:
        words.append(f"{rule.years} year" + ("s" if rule.years > 1 else ""))
    found = [f"before {Until.NEW_THERAPY}"] if rule.is_before_therapy else []
    return found + ([f"until {', '.join(words)}"] if words else [])
