"""What the plots of tumour response show, as values: waterfall, spider, swimmer, Kaplan-Meier (EFF-3).

Days count from the first dose, which is day 0; changes are fractions of the baseline sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.protocol.model import Part
from domain.reasons import Reason
from domain.response.imaging_schedule import DAYS_A_WEEK
from domain.response.kaplan_meier import Band, SurvivalCurve, kaplan_meier
from domain.response.of_study import StudyResponse, derive_responses
from domain.response.terms import RESPONDING, Response, ResponseBy
from domain.study import Study

_INTERVALS = (6, 12, 24, 48)
_MOST_TICKS = 10


class Mark(StrEnum):
    """What a mark on a swimmer's lane says."""

    CR = "CR"
    PR = "PR"
    PD = "PD"
    NEW_THERAPY = "new anti-cancer therapy"
    DEATH = "death"


@dataclass(frozen=True)
class WaterfallBar:
    """The best change of one subject.

    Attributes:
        change: smallest whole sum against baseline, as a fraction; -1 is gone.
        best: confirmed best response.
    """

    subject_id: str
    level: int | None
    change: float
    best: Response


@dataclass(frozen=True)
class Waterfall:
    """The bars from the largest growth to the deepest response, and who has none, with the reason."""

    bars: tuple[WaterfallBar, ...]
    absent: tuple[tuple[str, Reason], ...]


@dataclass(frozen=True)
class SpiderPoint:
    """A visit: its day, the change from baseline as a fraction, and the overall response (None at baseline)."""

    day: int
    change: float
    response: Response | None
    has_new: bool


@dataclass(frozen=True)
class SpiderLine:
    """The changes of one subject over time, baseline first; a visit without a whole sum has no point."""

    subject_id: str
    level: int | None
    best: Response
    points: tuple[SpiderPoint, ...]


@dataclass(frozen=True)
class SwimmerMark:
    """A mark on a lane; ``is_confirmed`` of a response that was confirmed."""

    day: int
    mark: Mark
    is_confirmed: bool = False


@dataclass(frozen=True)
class SwimmerLane:
    """The course of one subject.

    Attributes:
        treated_to: last day on treatment: the end of treatment, leaving, death or the cut-off.
        followed_to: last day that is known of.
        is_on_treatment: treatment goes on at the cut-off: an arrow.
        responds_from: first day of the confirmed response, or None.
        responds_to: its last day: progression, or the end of what is known.
        marks: by day.
    """

    subject_id: str
    level: int | None
    best: Response
    treated_to: int
    followed_to: int
    is_on_treatment: bool
    responds_from: int | None
    responds_to: int | None
    marks: tuple[SwimmerMark, ...]


def derive_waterfall(study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED) -> Waterfall:
    """The best changes of the treated subjects."""
    bars, absent = [], []
    for one in derive_responses(study, part, by):
        if one.answer is not None and one.answer.best_change is not None:
            level, best = _level(study, one.subject_id), one.answer.best.confirmed
            bars.append(WaterfallBar(one.subject_id, level, one.answer.best_change, best))
        else:
            absent.append((one.subject_id, one.not_evaluable or Reason("response_no_sum")))
    bars.sort(key=lambda bar: (-bar.change, bar.subject_id))
    return Waterfall(tuple(bars), tuple(absent))


def derive_spider(
    study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED
) -> tuple[SpiderLine, ...]:
    """The changes over time of the treated subjects who have a baseline sum, up to new anti-cancer therapy."""
    lines = []
    for one in derive_responses(study, part, by):
        answer, findings = one.answer, one.findings
        if answer is None or findings is None or not answer.visits or not answer.visits[0].baseline:
            continue
        base = answer.visits[0].baseline
        start = (findings.baseline.on - answer.starts_on).days
        points = [SpiderPoint(start, 0.0, None, has_new=False)]
        points += [
            SpiderPoint((visit.on - answer.starts_on).days, (visit.sum - base) / base, visit.overall, visit.has_new)
            for visit in answer.visits[: answer.counted]
            if visit.sum is not None
        ]
        level = _level(study, one.subject_id)
        lines.append(SpiderLine(one.subject_id, level, answer.best.confirmed, tuple(points)))
    return tuple(lines)


def derive_swimmer(
    study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED
) -> tuple[SwimmerLane, ...]:
    """The courses of the treated subjects, the longest followed first."""
    lanes = [_lane(study, one) for one in derive_responses(study, part, by)]
    found = [lane for lane in lanes if lane is not None]
    return tuple(sorted(found, key=lambda lane: (-lane.followed_to, lane.subject_id)))


def curve_of(responses: Sequence[StudyResponse], name: str, band: Band = Band.LOG_LOG) -> SurvivalCurve:
    """The Kaplan-Meier estimate of an endpoint, in days."""
    ends = [end for one in responses if one.answer for end in one.answer.endpoints if end.name == name]
    return kaplan_meier([end.days for end in ends], [end.is_event for end in ends], band)


def numbers_at_risk(curve: SurvivalCurve) -> tuple[tuple[int, int], ...]:
    """Days and how many are at risk then, from 0 in steps of 6, 12, 24 or 48 weeks, at most some ten of them."""
    last = int(curve.steps[-1].time) if curve.steps else 0
    fitting = (weeks for weeks in _INTERVALS if last <= weeks * DAYS_A_WEEK * _MOST_TICKS)
    step = next(fitting, _INTERVALS[-1]) * DAYS_A_WEEK
    return tuple((day, curve.at(day).n_risk) for day in range(0, last + step, step))


def _lane(study: Study, one: StudyResponse) -> SwimmerLane | None:
    answer, dates, first = one.answer, one.dates, one.dates.first_dose
    if answer is None or first is None:
        return None
    zone = study.zone
    today = study.cut_off.astimezone(zone).date()
    ended, leaving = study.end_of_treatment(one.subject_id), study.leaving(one.subject_id)
    ends = [
        ended.decided_on.earliest(zone).astimezone(zone).date() if ended else None,
        leaving.left_at.astimezone(zone).date() if leaving else None,
        dates.death,
    ]
    end = min((day for day in ends if day is not None), default=None)
    known = [first, *(visit.on for visit in answer.visits), *(day for day in (dates.last_alive, end) if day)]
    followed = dates.death or (today if end is None else max(known))

    def day(on: date) -> int:
        return (on - first).days

    response = answer.visit_at(answer.best.response_at)
    progressed = answer.visit_at(answer.best.progression_at)
    over = progressed.on if progressed else followed
    return SwimmerLane(
        one.subject_id,
        _level(study, one.subject_id),
        answer.best.confirmed,
        max(0, day(end or today)),
        max(0, day(followed)),
        end is None,
        day(response.on) if response else None,
        day(over) if response else None,
        _marks(one, first),
    )


def _marks(one: StudyResponse, first: date) -> tuple[SwimmerMark, ...]:
    """First CR, first PR, first PD, new therapy and death, by day."""
    marks: list[SwimmerMark] = []
    seen: set[Response] = set()
    if one.answer is not None:
        best = one.answer.best
        pair = (best.response_at, best.confirmed_at) if best.is_confirmed_response else ()
        for place, visit in enumerate(one.answer.visits[: one.answer.counted]):
            if visit.overall in (*RESPONDING, Response.PD) and visit.overall not in seen:
                seen.add(visit.overall)
                marks.append(SwimmerMark((visit.on - first).days, Mark(visit.overall.value), place in pair))
            if visit.overall is Response.PD:
                break
    for on, mark in ((one.dates.new_therapy, Mark.NEW_THERAPY), (one.dates.death, Mark.DEATH)):
        if on is not None:
            marks.append(SwimmerMark((on - first).days, mark))
    return tuple(sorted(marks, key=lambda mark: (mark.day, mark.mark)))


def _level(study: Study, subject_id: str) -> int | None:
    enrolment = study.enrolment(subject_id)
    return enrolment.dose_level if enrolment else None
