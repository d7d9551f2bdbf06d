"""Laboratory results: weekly panels in cycle 1, then before each dose; what an event needs is laid over them."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from domain.demonstration.act import Act
from domain.demonstration.course import Course, Turn
from domain.demonstration.laboratory_tests import CITY, PANEL, SITE, THYROTROPIN, PanelTest
from domain.demonstration.open_question import COUNTS, has_open_question
from domain.demonstration.samples_taken import lab_record_id
from domain.demonstration.turns import next_dose, turning_dose
from domain.demonstration.visits import visits_of
from domain.partial_date import PartialDate
from domain.records import LabResult
from domain.schedule.plan import DOSING, split_key
from domain.terms import Sex

_BLOOD_COUNT = frozenset({"HGB", "WBC", "NEUT", "LYM", "PLAT"})
_LIVER = frozenset({"ALT", "AST", "ALP", "BILI"})
_WEEKLY = (7, 14)
_LOSS_A_CYCLE = 0.008
Overlay = Mapping[str, str]


@dataclass(frozen=True)
class _Draw:
    """Blood drawn at a moment: for which visit, by which laboratory, for which tests."""

    at: datetime
    visit: str
    laboratory: str
    cycle: int
    tests: frozenset[str] | None = None


def record_results(course: Course) -> Iterator[Act]:
    """Every panel of a subject, as the laboratory reported it the same day."""
    chance = course.chance("laboratory")
    usual = {test.code: _usual(test, course, chance) for test in (*PANEL, THYROTROPIN)}
    laid = overlays(course)
    for draw in sorted(_draws(course, laid, chance), key=lambda one: one.at):
        day = (course.day(draw.at) - course.day(course.first_dose)).days
        results = tuple(_results(course, draw, usual, laid.get(day, {}), chance))
        yield Act(draw.at + timedelta(hours=6), results)


def overlays(course: Course) -> dict[int, dict[str, str]]:
    """Values that an event of the subject rests on, by day after the first dose and test."""
    if has_open_question(course):
        falling = {3: "128", 5: "104", 7: "89", 8: "84"}
        return {day: {"NEUT": count, "PLAT": falling[day], "WBC": "2.60"} for day, count in COUNTS.items()}
    if course.turn is Turn.LIVER:
        day = turning_dose(course)
        rising = {0: ("78", "61"), 7: ("264", "142"), 14: ("161", "94"), 19: ("82", "55")}
        return {day + after: {"ALT": alt, "AST": ast} for after, (alt, ast) in rising.items()}
    if course.turn is Turn.ANAEMIA:
        day, later = turning_dose(course), next_dose(course)
        laid = {day + after: {"HGB": value} for after, value in ((7, "88"), (14, "74"), (18, "93"))}
        return laid | ({later: {"HGB": "105"}} if later is not None else {})
    if course.turn is Turn.THYROID:
        return {turning_dose(course): {"TSH": "14.60"}}
    return {}


def _draws(course: Course, laid: Mapping[int, Overlay], chance: random.Random) -> Iterator[_Draw]:
    days = set()
    cycle = 0
    for visit in visits_of(course):
        if visit.missed_on is not None:
            continue
        code, number = split_key(visit.key)
        cycle = number if code == DOSING else cycle
        day = (course.day(visit.at) - course.day(course.first_dose)).days
        if day in days:
            # Two visits on a day share the blood that is drawn.
            continue
        days.add(day)
        yield _Draw(visit.at - timedelta(minutes=20), visit.key, SITE, cycle)
    elsewhere = chance.random() < 0.35
    for day in _WEEKLY:
        at = course.moment(day, 8, 30)
        if (
            day not in days
            and at < course.until - timedelta(hours=8)
            and (course.ended_at is None or at < course.ended_at)
        ):
            days.add(day)
            yield _Draw(at, "", CITY if elsewhere else SITE, 1)
    for day, values in laid.items():
        at = course.moment(day, 8)
        if day not in days and at < course.until:
            few = _BLOOD_COUNT if _BLOOD_COUNT & values.keys() else _LIVER
            yield _Draw(at, "", SITE, 1, few)


def _usual(test: PanelTest, course: Course, chance: random.Random) -> float:
    usual = test.usual[0] if course.subject.sex is Sex.FEMALE else test.usual[1]
    return usual * (1 + test.spread * max(-2.0, min(2.0, chance.gauss(0, 1))))


def _results(
    course: Course, draw: _Draw, usual: Mapping[str, float], laid: Overlay, chance: random.Random
) -> Iterator[LabResult]:
    asks_thyroid = THYROTROPIN.code in laid or draw.cycle % 2 == 1 or not draw.cycle
    tests = (*PANEL, THYROTROPIN) if draw.visit and asks_thyroid else PANEL
    on = course.day(draw.at)
    for test in tests:
        if draw.tests is not None and test.code not in draw.tests:
            continue
        value = usual[test.code] * (1 + test.noise * max(-2.0, min(2.0, chance.gauss(0, 1))))
        if test.code in ("HGB", "ALB"):
            value *= 1 - _LOSS_A_CYCLE * max(0, draw.cycle - 1)
        low, high = test.bounds
        number = Decimal(f"{min(max(value, low), high):.{test.decimals}f}")
        yield LabResult(
            record_id=lab_record_id(course, on, test.code),
            subject_id=course.subject_id,
            test=test.code,
            taken_at=PartialDate.of(draw.at.astimezone(course.zone)),
            value=Decimal(laid[test.code]) if test.code in laid else number,
            unit=test.unit,
            laboratory=draw.laboratory,
            visit=draw.visit,
        )
