"""A complete study: every kind of data that the protocol asks for, for training, demonstrations and validation.

The subjects are invented; nothing in them stems from a person. The same seed makes the same study.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.demonstration.act import Act
from domain.demonstration.course import Course, make_courses
from domain.demonstration.doses import end_treatment, give_doses
from domain.demonstration.events import record_events
from domain.demonstration.exposure import record_exposure
from domain.demonstration.follow_up import follow_up, record_deviations
from domain.demonstration.laboratory import record_results
from domain.demonstration.laboratory_tests import normal_ranges
from domain.demonstration.limiting import record_limiting
from domain.demonstration.open_question import has_open_question, record_open_question
from domain.demonstration.people import INVESTIGATOR
from domain.demonstration.place import Place, in_order, places_of
from domain.demonstration.questions import ask_questions
from domain.demonstration.screening import fail_screening, screen, screen_again
from domain.demonstration.timing import make_timetable, meetings
from domain.demonstration.tumours import record_tumours
from domain.demonstration.turns import record_turn
from domain.demonstration.visits import record_visits
from domain.demonstration.whole import plan_whole
from domain.protocol.model import Part, Protocol
from domain.terms import Outcome

_TREATED_A_FAILURE = 9
_RANGES_BEFORE = timedelta(days=400)
# Subjects are enrolled an hour before the first dose: the slot has to be open by then.
_MARGIN = timedelta(hours=2)


def play_study(
    protocol: Protocol, part: Part, history: str, *, now: datetime, zone: ZoneInfo, seed: int = 1, site: str = "01"
) -> tuple[Act, ...]:
    """The acts of a complete study whose subjects come out as the history says, ending at ``now``.

    What was entered on one day, between two things that people said, is one act.

    Args:
        protocol: with all its plans.
        part: with levels, rules and window.
        history: in the trial notation.
        now: aware; pending subjects are in the window then, all others have finished.
        zone: the site's.
        seed: of the invented particulars.
        site: prefix of the screening numbers.

    Raises:
        NotationError: the history can't be read.
    """
    timetable = make_timetable(part, history, now=now, zone=zone, margin=_MARGIN)
    places = places_of(part, timetable)
    courses = make_courses(protocol, places, now=now, zone=zone, seed=seed, site=site)
    acts = [
        *meetings(part, timetable),
        *screen_again(f"{site}-{len(courses) + 1:03d}", now=now, zone=zone, seed=seed),
    ]
    return _played(courses, acts, now=now, zone=zone)


def play_whole(
    protocol: Protocol, *, now: datetime, zone: ZoneInfo, seed: int = 1, site: str = "01"
) -> tuple[Act, ...]:
    """The acts of a study that has gone through all its parts: each was opened, and is full or has its MTD or MAD.

    Args:
        protocol: with all its plans.
        now: aware; the last subject was first dosed some months before.
        zone: the site's.
        seed: of the histories and of the invented particulars.
        site: prefix of the screening numbers.
    """
    runs = plan_whole(protocol, seed, now=now, zone=zone)
    places: list[Place] = [one for run in runs for one in run.places]
    courses = make_courses(
        protocol, in_order(places), now=now, zone=zone, seed=seed, site=site, failures_after=_TREATED_A_FAILURE
    )
    acts = [act for run in runs for act in run.acts(zone)]
    for number, course in enumerate(courses[_TREATED_A_FAILURE - 1 :: _TREATED_A_FAILURE], 1):
        subject_id = f"{site}-{(_TREATED_A_FAILURE + 1) * number:03d}"
        acts += fail_screening(subject_id, consented=course.consent_at, zone=zone, seed=seed)
    acts += ask_questions(courses)
    return _played(courses, acts, now=now, zone=zone)


def _played(courses: Sequence[Course], acts: Iterable[Act], *, now: datetime, zone: ZoneInfo) -> tuple[Act, ...]:
    """The lives of the subjects and what else is done, in the order of time up to now."""
    doubts = set[str]()
    for part_id in dict.fromkeys(one.part.part_id for one in courses):
        mine = (one for one in courses if one.part.part_id == part_id)
        doubted = next((one for one in mine if one.scans and not one.scans[0].is_progress), None)
        doubts |= {doubted.subject_id} if doubted is not None else set()
    made: list[Act] = []
    for course in courses:
        made += _life(course, is_doubted=course.subject_id in doubts)
    made += record_exposure(courses, now=now)
    past = sorted((act for act in (*made, *acts) if act.at <= now), key=lambda act: act.at)
    if past:
        first = past[0].at
        past.insert(0, Act(first, tuple(normal_ranges((first - _RANGES_BEFORE).astimezone(zone).date()))))
    return tuple(_by_day(past, zone))


def _life(course: Course, *, is_doubted: bool) -> Iterator[Act]:
    """One subject from consent to today."""
    is_open = has_open_question(course)
    yield from screen(course)
    yield from give_doses(course)
    yield from record_visits(course)
    yield from record_results(course)
    yield from record_events(course, is_told=is_open)
    if course.outcome is Outcome.DLT:
        yield from record_limiting(course)
    if is_open:
        yield from record_open_question(course)
    yield from record_turn(course)
    yield from record_tumours(course, is_doubted=is_doubted)
    yield from end_treatment(course, investigator=INVESTIGATOR.name)
    yield from follow_up(course)
    yield from record_deviations(course)


def _by_day(acts: Iterable[Act], zone: ZoneInfo) -> Iterator[Act]:
    """The acts with neighbouring entries of one day as one; empty ones are left out."""
    held: Act | None = None
    for act in acts:
        if act.is_entry and not act.records:
            continue
        if held is not None and act.is_entry and act.at.astimezone(zone).date() == held.at.astimezone(zone).date():
            held = replace(held, at=act.at, records=held.records + act.records)
            continue
        if held is not None:
            yield held
            held = None
        if act.is_entry:
            held = act
        else:
            yield act
    if held is not None:
        yield held
