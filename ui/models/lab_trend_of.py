"""The trend of a laboratory test of one subject, from the study; and which test drives a subject's worst grade."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

from domain.evaluability import derive_window
from domain.laboratory.catalogue import LabTest, lab_tests
from domain.laboratory.checking import rounded
from domain.laboratory.grade_bands import GradeBand, derive_bands
from domain.laboratory.graded_result import GradedResult
from domain.laboratory.of_study import grade_subject
from domain.laboratory.units import convert
from domain.study import Study
from ui.plots.lab_trend import LabTrend, TrendBand, TrendPoint, TrendRule, scale_of
from ui.text import EN_DASH, say_number, say_partial, tr

_DAY = timedelta(days=1)
_POWER, _MICRO = re.compile(r"\^(\d+)"), re.compile(r"\bu(?=(?:mol|g|L|kat|IU|U)\b)")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def say_unit(text: str) -> str:
    """A unit, or a sentence with units in it, as it is written on screen: "10^9/L" is "10⁹/L", "umol/L" "µmol/L"."""
    return _MICRO.sub("µ", _POWER.sub(lambda match: match[1].translate(_SUPERSCRIPTS), text))


def say_value(one: GradedResult) -> str:
    """The value as it was reported, with its sign."""
    result = one.result
    return EN_DASH if result.value is None else f"{result.sign}{say_number(result.value)}"


def say_range(lln: Decimal | None, uln: Decimal | None) -> str:
    """A normal range: "40 to 120", "up to 40", "60 or more"; "" where there is none."""
    if lln is None and uln is None:
        return ""
    if lln is None:
        return tr("up to {uln}").format(uln=say_number(rounded(uln))) if uln is not None else ""
    if uln is None:
        return tr("{lln} or more").format(lln=say_number(rounded(lln)))
    return f"{say_number(rounded(lln))}{EN_DASH}{say_number(rounded(uln))}"


def say_grade(one: GradedResult) -> str:
    """The grade in words: "grade 3, Platelet count decreased"."""
    if one.grade:
        return tr("grade {grade}, {term}").format(grade=one.grade, term=one.term)
    if one.grade == 0:
        return tr("within the limits of every grade")
    return tr("not graded")


def driving_test(study: Study, subject_id: str) -> str | None:
    """The test with the subject's worst grade since the first dose; of several the one graded last. None: no grade."""
    graded = [one for one in grade_subject(study, subject_id) if one.grade and not one.is_before]
    worst = max((one.grade or 0 for one in graded), default=0)
    return next((one.result.test for one in reversed(graded) if one.grade == worst), None)


def trend_of(study: Study, subject_id: str, code: str) -> LabTrend | None:
    """The trend of a test; None where no value was measured, or the test is not one of the list."""
    test = lab_tests().get(code)
    mine = [one for one in grade_subject(study, subject_id) if one.result.test == code and one.value is not None]
    if test is None or not mine:
        return None
    like = next((one for one in reversed(mine) if not one.is_before), mine[-1])
    baseline = next((one for one in mine if one.is_baseline), None)
    bands = derive_bands(study.protocol.ctcae, like, baseline)
    start = _start(study, subject_id, mine)
    points = tuple(_point(one, test, like.unit, start, study) for one in mine)
    values, limits = [one.value for one in points], [float(one) for one in (like.lln, like.uln) if one is not None]
    low, high, is_log = scale_of(values, limits + _next_bounds(bands, values))
    part = study.part_of(subject_id)
    window = derive_window(study, part, subject_id) if part else None
    today = (study.cut_off - start) / _DAY
    days = [point.day for point in points]
    last = min(max(*days, today), max(days) + max(14.0, (max(days) - min(days)) * 0.3)) if days else today
    room = max((last - min(days)) * 0.05, 0.5)
    return LabTrend(
        title=f"{test.name}, {say_unit(like.unit)}" if like.unit else test.name,
        caption=_caption(like, is_log=is_log),
        points=points,
        bands=tuple(
            TrendBand(None if band.low is None else float(band.low), None if band.high is None else float(band.high),
                      band.grade)
            for band in bands
        ),
        rules=tuple(
            TrendRule(float(limit), name) for limit, name in ((like.lln, "LLN"), (like.uln, "ULN")) if limit is not None
        ),
        window=((window[0] - start) / _DAY, (window[1] - start) / _DAY) if window else None,
        today=today,
        today_text=tr("day {day}").format(day=_study_day(today)),
        first=min(days) - room,
        last=last + room * 2,
        low=low,
        high=high,
        is_log=is_log,
    )  # fmt: skip


def _caption(like: GradedResult, *, is_log: bool) -> str:
    said = [f"{name} {say_number(rounded(limit))}" for limit, name in ((like.lln, "LLN"), (like.uln, "ULN")) if limit]
    return ", ".join([*said, tr("log scale")] if is_log else said)


def _start(study: Study, subject_id: str, mine: list[GradedResult]) -> datetime:
    """Where the days are counted from: the first dose, or the first sample while there is none."""
    first = study.first_dose(subject_id)
    return first.started_at if first else mine[0].result.taken_at.earliest(study.zone)


def _study_day(day: float) -> int:
    return int(day // 1) + 1 if day >= 0 else int(day // 1)


def _point(one: GradedResult, test: LabTest, unit: str, start: datetime, study: Study) -> TrendPoint:
    at = one.result.taken_at
    moment = at.earliest(study.zone) if at.hour is not None else _noon(one, study)
    value = one.value if one.value is not None else Decimal(0)
    shown = convert(test.quantity, value, one.unit, unit)
    words = tr("{at}: {value} {unit}, {grade}").format(
        at=say_partial(at), value=say_value(one), unit=say_unit(one.unit), grade=say_grade(one)
    )
    written = f"{one.result.sign}{say_number(rounded(shown) if shown is not None and shown != value else value)}"
    number = float(value if shown is None else shown)
    return TrendPoint(one.result.record_id, (moment - start) / _DAY, number, written, words, one.grade)


def _noon(one: GradedResult, study: Study) -> datetime:
    """The middle of what a date without a time can mean."""
    at = one.result.taken_at
    first, last = at.earliest(study.zone), at.latest(study.zone)
    return first + (last - first) / 2


def _next_bounds(bands: tuple[GradeBand, ...], values: list[float]) -> list[float]:
    """The ends of the bands that were reached, as far as they lie near, so that one sees how far the next grade is."""
    ends = sorted({float(end) for band in bands for end in (band.low, band.high) if end is not None})
    low, high = min(values), max(values)
    found = [end for end in ends if low <= end <= high]
    above, below = [end for end in ends if end > high], [end for end in ends if end < low]
    if above and above[0] <= high * 2.2:
        found.append(above[0] * 1.06)
    if below and below[-1] >= low / 2.2:
        found.append(below[-1] * 0.94)
    return found
