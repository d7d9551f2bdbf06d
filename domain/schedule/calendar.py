"""The calendar of a subject: every visit of the plan, from what happened and from today (SUB-3).

What a visit is counted from is what happened, so a delay moves all that follows. Nothing here is stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.reasons import Reason
from domain.schedule.due_visit import DueVisit, VisitStatus, status_at
from domain.schedule.life import Life, derive_life, first_day
from domain.schedule.plan import (
    DOSING,
    END_OF_TREATMENT,
    IMAGING,
    SCREENING,
    Anchor,
    Until,
    VisitPlan,
    VisitRule,
    visit_key,
)
from domain.schedule.repeats import matched_calls, scan_days, years_after
from domain.study import Study
from domain.terms import VitalStatus

_AHEAD_DAYS = 366
_FIXED = (VisitStatus.DONE, VisitStatus.DONE_OUT, VisitStatus.MISSED, VisitStatus.NOT_APPLICABLE)


@dataclass(frozen=True)
class StudyEnd:
    """The day on which the study ends, or that it is not known."""

    day: date | None


def derive_calendar(
    study: Study, subject_id: str, now: datetime, *, study_end: StudyEnd | None = None
) -> tuple[DueVisit, ...]:
    """The visits of a subject in the order of their planned days.

    Visits to come are listed for about a year; those after the end of treatment once it is known.

    Args:
        study: at its cut-off.
        subject_id: of a screened subject.
        now: aware; the calendar day at the site counts.
        study_end: where it is known already, as for all subjects at once.
    """
    today = now.astimezone(study.zone).date()
    horizon = date(today.year, today.month, 1) + timedelta(days=_AHEAD_DAYS)
    found = _windows(study, subject_id, horizon, study_end)
    entered = study.entered_for(subject_id)
    if entered is None:
        return _of_day(found, today)
    return entered.kept(("calendar", today), found, lambda: _of_day(found, today))


def _of_day(found: tuple[DueVisit, ...], today: date) -> tuple[DueVisit, ...]:
    """The visits as they stand on a day."""
    # What rests on a dose that is late moves with it from day to day.
    awaited = next((one for one in found if one.code == DOSING and one.status is VisitStatus.LATER), None)
    delay = max(timedelta(), today - awaited.planned) if awaited is not None else timedelta()
    return tuple(one if one.status in _FIXED else _at(one, today, delay) for one in found)


def derive_calendars(study: Study, now: datetime) -> dict[str, tuple[DueVisit, ...]]:
    """The calendars of all subjects, by screening number."""
    end = StudyEnd(derive_study_end(study))
    return {one.subject_id: derive_calendar(study, one.subject_id, now, study_end=end) for one in study.subjects}


def derive_study_end(study: Study) -> date | None:
    """The day on which the study ends by its last dose; None while subjects are screened, enrolled or treated.

    Source: BAT6021 registration, treatment period: 1 year after the last subject receives study medication.
    """
    days: list[int] = []
    last: list[date] = []
    for subject in study.subjects:
        subject_id = subject.subject_id
        given = [one.started_at for one in study.administrations(subject_id) if one.given_mg > 0]
        answer = study.eligibility(subject_id)
        is_out = study.leaving(subject_id) is not None or (answer is not None and not answer.is_eligible)
        if not is_out and (not given or study.end_of_treatment(subject_id) is None):
            return None
        plan = (study.part_of(subject_id) or study.protocol.first_part).visits
        if given and plan is not None and plan.study_end_days is not None:
            last.append(given[-1].astimezone(study.zone).date())
            days.append(plan.study_end_days)
    return max(last) + timedelta(days=max(days)) if last else None


def _windows(study: Study, subject_id: str, horizon: date, study_end: StudyEnd | None) -> tuple[DueVisit, ...]:
    """The visits with their windows; kept while the subject's records stay as they are, since time moves no window."""
    entered = study.entered_for(subject_id)
    if entered is None:
        return tuple(_derive(study, derive_life(study, subject_id), None, horizon))
    records = entered.up_to(study.cut_off)
    end = None
    # Only the visits of a subject whose treatment is over turn on the other subjects.
    if ("end_of_treatment" in records or "leaving" in records) and _asks_study_end(study, subject_id):
        end = study_end.day if study_end is not None else derive_study_end(study)
    return entered.kept(
        ("visits", study.by_protocol),
        (study.subject(subject_id), horizon, end, records),
        lambda: tuple(_derive(study, derive_life(study, subject_id), end, horizon)),
    )


def _asks_study_end(study: Study, subject_id: str) -> bool:
    part = study.part_of(subject_id)
    plan = part.visits if part else None
    return (
        plan is not None
        and plan.study_end_days is not None
        and any(Until.STUDY_END in rule.until for rule in plan.visits)
    )


def _at(visit: DueVisit, today: date, delay: timedelta) -> DueVisit:
    days = (visit.earliest, visit.planned, visit.latest)
    if visit.is_projected and delay:
        days = (days[0] + delay, days[1] + delay, days[2] + delay)
    status = status_at(*days, today)
    if status is visit.status and days[1] == visit.planned:
        return visit
    return DueVisit(
        visit.subject_id,
        visit.code,
        visit.number,
        *days,
        status,
        None,
        visit.reason,
        visit.is_projected,
    )


def _derive(study: Study, life: Life, study_end: date | None, horizon: date) -> list[DueVisit]:
    plan = life.part.visits or VisitPlan()
    maker = _Maker(study, life, study_end)
    found: list[DueVisit] = []
    for rule in plan.visits:
        found += _visits_of(maker, life, rule, horizon)
    schedule = study.protocol.response.imaging if study.protocol.response else None
    if schedule is not None and life.first_dose is not None:
        scans = [one.scanned_on for one in study.tumour_visits_of(life.subject_id) if one.visit_number > 0]
        over = min([day for day in (life.decision, life.new_therapy, *(d for d, _ in life.ends)) if day], default=None)
        margin = timedelta(days=schedule.window_days)
        for week, due, done in scan_days(schedule, life.first_dose, scans, min(horizon, over or horizon)):
            if done is None and over is not None and over <= due + margin:
                continue
            found.append(maker.visit(IMAGING, week, due - margin, due, due + margin, done))
    found.sort(key=lambda one: (one.done_on or one.planned, one.earliest, one.code))
    return found


def _visits_of(maker: "_Maker", life: Life, rule: VisitRule, horizon: date) -> Iterator[DueVisit]:
    if rule.anchor is Anchor.CYCLE:
        if rule.code == DOSING:
            yield from _doses(maker, life, rule, horizon)
        else:
            yield from _within_cycles(maker, life, rule)
        return
    start = _anchor_day(life, rule)
    if start is None:
        return
    if rule.every_weeks is None:
        yield maker.planned(rule, 0, start + timedelta(days=rule.days))
        return
    yield from _repeats(maker, rule, start, horizon)


def _anchor_day(life: Life, rule: VisitRule) -> date | None:
    match rule.anchor:
        case Anchor.CONSENT:
            return life.consent
        case Anchor.FIRST_DOSE:
            return life.first_dose
        case Anchor.DECISION:
            return life.decision if life.first_dose is not None else None
        case _:
            # The last dose is known as such once treatment was given up, or the subject is no more in the study.
            return life.last_dose if life.decision is not None or life.ends else None


def _doses(maker: "_Maker", life: Life, rule: VisitRule, horizon: date) -> Iterator[DueVisit]:
    """Day 1 of each cycle: from the previous dose as it was given, so that a delay moves what follows."""
    part = life.part
    last = max(life.doses, default=0)
    for cycle, dose in sorted(life.doses.items()):
        day = maker.day(dose.started_at)
        planned = _planned_dose(maker, life, cycle)
        early, late = _margins(rule, cycle)
        reason = Reason("visit_dose_omitted", {"reason": dose.reason}) if dose.given_mg <= 0 else None
        if planned is None:
            first, final = _first_window(maker, life)
            yield maker.visit(DOSING, cycle, first, min(max(day, first), final), final, day, reason=reason)
        else:
            yield maker.visit(DOSING, cycle, planned - early, planned, planned + late, day, reason=reason)
    if last == 0:
        if life.enrolled is None:
            return
        first, final = _first_window(maker, life)
        yield maker.visit(DOSING, 1, first, first, final, None)
        last, previous = 1, first
    else:
        previous = maker.day(life.doses[last].started_at)
    is_projected = not life.doses
    while part.max_cycles is None or last < part.max_cycles:
        last += 1
        planned = previous + timedelta(days=part.cycle_days)
        early, late = _margins(rule, last)
        if planned > horizon:
            return
        over = maker.end_of_doses(planned + late)
        yield maker.visit(
            DOSING, last, planned - early, planned, planned + late, None, ended=over, is_projected=is_projected
        )
        if over is not None or life.decision is not None or life.ends:
            return
        previous, is_projected = planned, True


def _first_window(maker: "_Maker", life: Life) -> tuple[date, date]:
    """From the enrolment to the day on which the slot lapses, or screening is over."""
    first = life.enrolled or life.consent
    lapse = first + timedelta(days=life.part.rules.reservation_days)
    return first, max(first, min(lapse, life.consent + timedelta(days=maker.study.protocol.screening_days)))


def _planned_dose(maker: "_Maker", life: Life, cycle: int) -> date | None:
    """When a cycle's dose was due: a cycle's length after the last dose before it, as often as cycles lie between."""
    before = max((one for one in life.doses if one < cycle), default=None)
    if before is None:
        return None
    day = maker.day(life.doses[before].started_at)
    return day + timedelta(days=life.part.cycle_days * (cycle - before))


def _margins(rule: VisitRule, cycle: int) -> tuple[timedelta, timedelta]:
    if cycle < rule.window_from_cycle:
        return timedelta(), timedelta()
    return timedelta(days=rule.early), timedelta(days=rule.late)


def _within_cycles(maker: "_Maker", life: Life, rule: VisitRule) -> Iterator[DueVisit]:
    """A visit inside cycles, from the cycle's own dose."""
    for cycle, dose in sorted(life.doses.items()):
        if rule.cycles is None or rule.cycles[0] <= cycle <= rule.cycles[1]:
            early, late = _margins(rule, cycle)
            planned = maker.day(dose.started_at) + timedelta(days=rule.days)
            yield maker.planned(rule, cycle, planned, early=early, late=late)


def _repeats(maker: "_Maker", rule: VisitRule, start: date, horizon: date) -> Iterator[DueVisit]:
    """Visits at equal intervals; contacts for survival answer the call nearest to them."""
    assert rule.every_weeks is not None
    limit = maker.limit_of(rule, start)
    last = min(horizon, limit) if limit else horizon
    first, step = start + timedelta(days=rule.days), timedelta(weeks=rule.every_weeks)
    days: list[date] = []
    while first + step * (len(days) + 1) <= last:
        days.append(first + step * (len(days) + 1))
    answers = matched_calls(days, maker.contacts(), step) if rule.code == "survival" else {}
    for number, day in enumerate(days, 1):
        visit = maker.planned(rule, number, day, done=answers.get(number))
        yield visit
        if visit.status is VisitStatus.NOT_APPLICABLE:
            return


class _Maker:
    """Makes the visits of one subject: what was done, what has ended."""

    def __init__(self, study: Study, life: Life, study_end: date | None) -> None:
        self.study, self.life, self.study_end = study, life, study_end
        self._recorded = {one.visit: one for one in study.visits_of(life.subject_id)}

    def day(self, moment: datetime) -> date:
        """The calendar day at the site."""
        return moment.astimezone(self.study.zone).date()

    def contacts(self) -> list[date]:
        """Days on which the subject's survival was learnt; an attempt that learnt nothing is none."""
        found = self.study.survival_contacts_of(self.life.subject_id)
        return [one.contacted_on for one in found if one.vital_status is not VitalStatus.UNKNOWN]

    def limit_of(self, rule: VisitRule, start: date) -> date | None:
        """The last day on which a repeated visit can be planned, as far as the plan and the study's end say."""
        limits = [years_after(start + timedelta(days=rule.days), rule.years)] if rule.years else []
        if Until.STUDY_END in rule.until and self.study_end is not None:
            limits.append(self.study_end)
        return min(limits, default=None)

    def end_of_doses(self, latest: date) -> tuple[date, Reason] | None:
        """What ends dosing up to a day, or None."""
        found = list(self.life.ends)
        if self.life.decision is not None:
            found.append((self.life.decision, Reason("visit_treatment_ended", {"at": self.life.decision})))
        if self.life.new_therapy is not None:
            found.append((self.life.new_therapy, Reason("visit_new_therapy", {"at": self.life.new_therapy})))
        return min((end for end in found if end[0] <= latest), key=lambda end: end[0], default=None)

    def planned(
        self,
        rule: VisitRule,
        number: int,
        planned: date,
        *,
        early: timedelta | None = None,
        late: timedelta | None = None,
        done: date | None = None,
    ) -> DueVisit:
        """A visit by its rule."""
        life = self.life
        early = timedelta(days=rule.early) if early is None else early
        late = timedelta(days=rule.late) if late is None else late
        earliest, latest = planned - early, planned + late
        if rule.is_before_therapy and life.new_therapy is not None and earliest <= life.new_therapy < latest:
            planned, latest = min(planned, life.new_therapy), life.new_therapy
        if rule.code == SCREENING and done is None:
            done = life.screened
        ended = next((end for end in life.ends if end[0] <= latest), None)
        if Until.NEW_THERAPY in rule.until and life.new_therapy is not None and life.new_therapy <= latest:
            therapy = (life.new_therapy, Reason("visit_new_therapy", {"at": life.new_therapy}))
            ended = min([one for one in (ended, therapy) if one], key=lambda end: end[0])
        return self.visit(rule.code, number, earliest, planned, latest, done, ended=ended)

    def visit(
        self,
        code: str,
        number: int,
        earliest: date,
        planned: date,
        latest: date,
        done: date | None,
        *,
        ended: tuple[date, Reason] | None = None,
        reason: Reason | None = None,
        is_projected: bool = False,
    ) -> DueVisit:
        """A visit with what is recorded of it."""
        life = self.life
        status = VisitStatus.LATER
        recorded = self._recorded.get(visit_key(code, number))
        if recorded is not None and done is None:
            if recorded.done_on is not None:
                done = first_day(recorded.done_on, self.study.zone)
            else:
                status, reason = VisitStatus.MISSED, Reason("visit_not_done", {"reason": recorded.not_done})
        if done is not None:
            status = VisitStatus.DONE if earliest <= done <= latest else VisitStatus.DONE_OUT
            if status is VisitStatus.DONE_OUT and reason is None:
                off = (done - earliest).days if done < earliest else (done - latest).days
                reason = Reason("visit_early" if off < 0 else "visit_late", {"days": abs(off)})
        elif ended is not None and status is not VisitStatus.MISSED:
            status, reason = VisitStatus.NOT_APPLICABLE, ended[1]
        elif code == END_OF_TREATMENT and latest == life.new_therapy:
            reason = Reason("visit_before_therapy", {"at": latest})
        return DueVisit(life.subject_id, code, number, earliest, planned, latest, status, done, reason, is_projected)
