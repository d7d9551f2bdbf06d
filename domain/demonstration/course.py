"""What becomes of each subject: doses, scans, what else happens, when treatment and participation end.

Everything that is recorded of a subject is made from this, so that one kind of data agrees with the other.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.demonstration.place import Place
from domain.demonstration.subjects import draw_subject, draw_weight, tumour_for
from domain.demonstration.timing import a_little_later
from domain.demonstration.tumour_course import Scan, draw_scans
from domain.protocol.model import Part, Protocol
from domain.records import Subject
from domain.terms import EndReason, LeaveReason, Outcome

_LOST = (Outcome.NOT_EVALUABLE, Outcome.NOT_EVALUABLE_MODERATE)
_LONG_ENOUGH = timedelta(days=66)
_LATE_DEATH = timedelta(days=300)
DELAY_DAYS = 5
_MOST_DRIFT = Decimal("0.045")
_TURNS_ON = 42


class Turn(StrEnum):
    """What else happens to a subject who stays on treatment, after the DLT window."""

    NOTHING = "nothing"
    INFECTION = "infection"
    THYROID = "thyroid"
    LIVER = "liver"
    ANAEMIA = "anaemia"
    REACTION = "reaction"


@dataclass(frozen=True)
class PlannedDose:
    """A dose as it was given.

    Attributes:
        is_delayed: by an infection.
        is_interrupted: by an infusion reaction.
    """

    cycle: int
    at: datetime
    ended_at: datetime
    weight_kg: Decimal
    planned_mg: Decimal
    is_delayed: bool = False
    is_interrupted: bool = False


@dataclass(frozen=True)
class Course:
    """One treated subject from consent to today. Moments are aware UTC; days are the site's.

    Attributes:
        subject: the invented person.
        place: part, level and cohort.
        doses: given up to today.
        scans: after the baseline, up to today.
        ended_at: when treatment was given up.
        left_at: when participation ended.
        new_therapy_on: start of another anti-cancer therapy.
    """

    protocol: Protocol
    place: Place
    zone: ZoneInfo
    now: datetime
    seed: int
    subject: Subject
    consent_at: datetime
    first_dose: datetime
    turn: Turn = Turn.NOTHING
    doses: tuple[PlannedDose, ...] = ()
    scans: tuple[Scan, ...] = ()
    ended_at: datetime | None = None
    end_reason: EndReason | None = None
    left_at: datetime | None = None
    leave_reason: LeaveReason | None = None
    new_therapy_on: date | None = None

    @property
    def subject_id(self) -> str:
        """Screening number."""
        return self.subject.subject_id

    @property
    def part(self) -> Part:
        """With its levels."""
        return self.place.part

    @property
    def dose_level(self) -> int:
        """As enrolled."""
        return self.place.dose_level

    @property
    def outcome(self) -> Outcome:
        """Of the DLT assessment."""
        return self.place.outcome

    @property
    def share(self) -> float:
        """How high the dose is among the levels of the first part, up to 1: effects grow with it."""
        levels = self.protocol.first_part.levels
        dose = self.part.level(self.dose_level).dose
        return sum(one.dose <= dose for one in levels) / len(levels)

    @property
    def is_lost(self) -> bool:
        """Not evaluable: left inside the window."""
        return self.outcome in _LOST

    @property
    def until(self) -> datetime:
        """The last moment at which something can be seen of the subject."""
        return min(self.now, self.left_at) if self.left_at else self.now

    def chance(self, what: str) -> random.Random:
        """The chance of one kind of data: more of one kind does not change the others."""
        return random.Random(f"{self.seed}:{self.subject_id}:{what}")

    def day(self, moment: datetime) -> date:
        """The day of a moment at the site."""
        return moment.astimezone(self.zone).date()

    def moment(self, day: int, hour: int = 10, minute: int = 0) -> datetime:
        """A time of day at the site, so many days after the first dose."""
        return self.at(self.day(self.first_dose) + timedelta(days=day), hour, minute)

    def at(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        """A time of day at the site, aware UTC."""
        return datetime.combine(day, time(hour, minute), self.zone).astimezone(UTC)


def make_courses(
    protocol: Protocol,
    places: Iterable[Place],
    *,
    now: datetime,
    zone: ZoneInfo,
    seed: int,
    site: str,
    failures_after: int = 0,
) -> list[Course]:
    """The courses of the subjects who take the places, in their order; each part has its turns.

    Args:
        protocol: with all its plans.
        places: in order of first dose.
        now: aware.
        zone: the site's.
        seed: of the particulars.
        site: prefix of the screening numbers.
        failures_after: a number is left free for a screening failure after so many subjects; 0 for none.
    """
    turns: dict[str, list[Turn]] = {}
    courses = []
    for before, place in enumerate(places):
        failed = before // failures_after if failures_after else 0
        subject_id = f"{site}-{before + failed + 1:03d}"
        chance = random.Random(f"{seed}:{subject_id}:course")
        first_dose = a_little_later(place.first_dose, chance)
        consent = first_dose - timedelta(days=chance.randint(9, 16))
        subject = draw_subject(subject_id, consent, zone, draw_weight(chance), chance, fits=True)
        if place.limits is not None and place.limits.tumour:
            subject = replace(subject, tumour_type=tumour_for(place.limits.tumour))
        course = Course(protocol, place, zone, now, seed, subject, consent, first_dose)
        stays = place.outcome in (Outcome.NO_DLT, Outcome.MODERATE) and now - first_dose > _LONG_ENOUGH
        left = turns.setdefault(place.part.part_id, [turn for turn in Turn if turn is not Turn.NOTHING])
        if stays and left:
            course = replace(course, turn=left.pop(0))
        courses.append(_with_doses(_with_end(course)))
    return courses


def _with_end(course: Course) -> Course:
    """Scans, and the end of treatment that they or the events bring."""
    chance = course.chance("end")
    if course.outcome is Outcome.DLT:
        return replace(
            _ended(course, course.moment(10, 16), EndReason.ADVERSE_EVENT), scans=_final_scan(course, chance)
        )
    if course.is_lost:
        left = course.first_dose + timedelta(days=10, hours=3)
        ended = _ended(course, left - timedelta(hours=1), EndReason.WITHDRAWAL)
        return replace(ended, left_at=left, leave_reason=LeaveReason.CONSENT_WITHDRAWN)
    scans = draw_scans(
        course.protocol,
        course.day(course.first_dose),
        share=course.share,
        stays=course.turn is not Turn.NOTHING,
        chance=chance,
    )
    today = course.day(course.now)
    seen = tuple(scan for scan in scans if scan.on < today)
    course = replace(course, scans=seen)
    if not seen or not seen[-1].is_progress:
        return course
    return _after_progress(
        _ended(course, course.at(seen[-1].on + timedelta(days=4), 11), EndReason.PROGRESSION), chance
    )


def _final_scan(course: Course, chance: random.Random) -> tuple[Scan, ...]:
    """The first scan is made although treatment has ended."""
    on = course.day(course.moment(42 + chance.randint(-3, 3)))
    return (Scan(1, on, chance.uniform(-0.12, 0.08)),) if on < course.day(course.now) else ()


def _ended(course: Course, at: datetime, reason: EndReason) -> Course:
    return replace(course, ended_at=at, end_reason=reason) if at <= course.now else course


def _after_progress(course: Course, chance: random.Random) -> Course:
    """Some die of the disease, some get another therapy."""
    if course.ended_at is None:
        return course
    fate = chance.random()
    over = course.day(course.ended_at)
    died = course.at(over + timedelta(days=chance.randint(45, 80)), 5, 30)
    therapy = over + timedelta(days=chance.randint(29, 40))
    if fate < 0.3 and died < course.now - timedelta(days=2):
        return replace(course, left_at=died, leave_reason=LeaveReason.DEATH)
    if 0.3 <= fate < 0.6 and therapy < course.day(course.now):
        return replace(course, new_therapy_on=therapy)
    # The first year after treatment is as the fates above say; few live long beyond it.
    last = over + _LATE_DEATH + timedelta(days=chance.randint(0, 500))
    died = course.at(last, 4, 20)
    return replace(course, left_at=died, leave_reason=LeaveReason.DEATH) if died < course.now else course


def turn_cycle(part: Part) -> int:
    """The cycle in which the turns come: the first dose six weeks or more after the first, after every window."""
    return -(-_TURNS_ON // part.cycle_days) + 1


def _with_doses(course: Course) -> Course:
    """Cycle 1 and the cycles that follow, up to today or the end of treatment."""
    chance = course.chance("doses")
    weight = course.subject.weight_kg or Decimal(60)
    drift = Decimal(chance.randint(-4, 3)) / 1000
    planned = _rounded(course.part.level(course.dose_level).planned_mg(weight) or Decimal(0), course.part)
    minutes = course.part.pk.infusion_minutes if course.part.pk and course.part.pk.infusion_minutes else 60
    doses: list[PlannedDose] = []
    at, cycle, turning = course.first_dose, 1, turn_cycle(course.part)
    last = course.part.max_cycles or 99
    over = min(course.now, course.ended_at or course.now)
    while at < over and cycle <= last:
        delayed = cycle == turning and course.turn is Turn.INFECTION
        stopped = cycle == turning and course.turn is Turn.REACTION
        lasts = timedelta(minutes=minutes + chance.randint(-3, 6) + (45 if stopped else 0))
        change = max(-_MOST_DRIFT, min(_MOST_DRIFT, drift * (cycle - 1)))
        kg = (weight * (1 + change)).quantize(Decimal("0.1"))
        doses.append(PlannedDose(cycle, at, at + lasts, kg, planned, delayed, stopped))
        cycle += 1
        wait = course.part.cycle_days + chance.choice((0, 0, 0, 1, 2)) if cycle > 2 else course.part.cycle_days
        wait = wait + DELAY_DAYS if cycle == turning and course.turn is Turn.INFECTION else wait
        at += timedelta(days=wait, hours=1 if cycle == 2 else 0)
        if course.is_lost or course.outcome is Outcome.DLT:
            break
    return replace(course, doses=tuple(doses))


def _rounded(dose: Decimal, part: Part) -> Decimal:
    step = part.dosing.round_mg if part.dosing and part.dosing.round_mg > 0 else Decimal("0.01")
    return max((dose / step).quantize(Decimal(1)), Decimal(1)) * step
