"""Tumour scans against the protocol's schedule: in the window, early, late, missing, due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.reasons import Reason
from domain.records import Deviation
from domain.response.imaging_schedule import BASELINE_DAYS, DAYS_A_WEEK, ImagingSchedule
from domain.response.of_study import StudyResponse, derive_response, plan_of
from domain.study import Study
from domain.terms import DeviationCategory


class ScanState(StrEnum):
    """How a scheduled scan stands."""

    IN_WINDOW = "in window"
    EARLY = "early"
    LATE = "late"
    MISSING = "missing"
    DUE = "due"
    UPCOMING = "upcoming"

    @property
    def is_departure(self) -> bool:
        """Whether it departs from the protocol."""
        return self in (ScanState.EARLY, ScanState.LATE, ScanState.MISSING)


@dataclass(frozen=True)
class ScheduledScan:
    """One scan of the schedule.

    Attributes:
        week: from the first dose; 0 is the baseline.
        due_on: its day.
        opens_on: first day of its window.
        closes_on: last day of its window.
        visit: the visit that answers it, or "".
        scanned_on: when that was.
    """

    subject_id: str
    week: int
    due_on: date
    opens_on: date
    closes_on: date
    state: ScanState
    visit: str = ""
    scanned_on: date | None = None

    @property
    def days_off(self) -> int | None:
        """Days outside the window, negative if early; 0 inside, None without a scan."""
        if self.scanned_on is None:
            return None
        return min(0, (self.scanned_on - self.opens_on).days) or max(0, (self.scanned_on - self.closes_on).days)


@dataclass(frozen=True)
class DeviationProposal:
    """A deviation that a person confirms, with a reason, or leaves.

    Attributes:
        code: for ``Deviation.code``.
        description: for ``Deviation.description``, once said in words.
        occurred_on: the scan, or the day on which the missing one was due.
    """

    subject_id: str
    category: DeviationCategory
    code: str
    description: Reason
    occurred_on: date


def check_imaging(study: Study, subject_id: str) -> tuple[ScheduledScan, ...]:
    """The scans of a subject's schedule up to the cut-off, and the next one; () without schedule or first dose.

    The calendar counts from the first dose, so a late scan moves none of the later ones. A scan answers the due day
    nearest to it; of several the one nearest. Nothing is due any more from progression, new anti-cancer therapy, end of
    treatment, leaving or death on, so a window that is still open then is not missed.
    """
    schedule, response = plan_of(study.protocol).imaging, derive_response(study, subject_id)
    first = response.dates.first_dose
    if schedule is None or first is None or response.findings is None:
        return ()
    today = study.cut_off.astimezone(study.zone).date()
    over_on = _over_on(study, response)
    return (_baseline(response, first), *_follow_up(response, first, schedule, today, over_on))


def nearest_scan(schedule: ImagingSchedule, first_dose: date, scanned_on: date) -> tuple[date, int] | None:
    """The due day nearest to a scan after the first dose, and the days outside its window (negative if early).

    Returns:
        None for a scan before the first dose.
    """
    if scanned_on < first_dose:
        return None
    due = min(_due_days(schedule, first_dose, scanned_on), key=lambda day: abs((scanned_on - day).days))
    off = (scanned_on - due).days
    return due, min(0, off + schedule.window_days) or max(0, off - schedule.window_days)


def propose_deviations(study: Study, subject_id: str) -> tuple[DeviationProposal, ...]:
    """A deviation for each scan that was early, late or missed and that nobody has recorded as one yet."""
    known = {(one.code, one.occurred_on) for one in study.deviations if one.subject_id == subject_id}
    found = (_proposal(one) for one in check_imaging(study, subject_id) if one.state.is_departure)
    return tuple(one for one in found if (one.code, one.occurred_on) not in known)


def deviation_of(proposal: DeviationProposal, *, record_id: str, description: str, reason: str) -> Deviation:
    """The record of a proposal that a person accepted.

    Args:
        proposal: as proposed.
        record_id: new.
        description: the proposal's, in words.
        reason: as the person gave it.
    """
    return Deviation(
        record_id=record_id,
        subject_id=proposal.subject_id,
        category=proposal.category,
        code=proposal.code,
        description=description,
        reason=reason,
        occurred_on=proposal.occurred_on,
    )


def _proposal(scan: ScheduledScan) -> DeviationProposal:
    numbers = {"week": scan.week, "from": scan.opens_on, "to": scan.closes_on, "on": scan.scanned_on}
    code = f"imaging_{scan.state.value}" if scan.week else f"imaging_baseline_{scan.state.value}"
    on = scan.scanned_on or scan.due_on
    return DeviationProposal(scan.subject_id, DeviationCategory.SCHEDULE, code, Reason(code, numbers), on)


def _over_on(study: Study, response: StudyResponse) -> date | None:
    """The day from which no scan is due any more; None while scans go on."""
    answer, dates, zone = response.answer, response.dates, study.zone
    days = [dates.death, dates.new_therapy]
    progressed = answer.visit_at(answer.best.progression_at) if answer else None
    days.append(progressed.on if progressed else None)
    ended, leaving = study.end_of_treatment(response.subject_id), study.leaving(response.subject_id)
    days.append(ended.decided_on.earliest(zone).astimezone(zone).date() if ended else None)
    days.append(leaving.left_at.astimezone(zone).date() if leaving else None)
    return min((day for day in days if day is not None), default=None)


def _baseline(response: StudyResponse, first: date) -> ScheduledScan:
    opens = first - timedelta(days=BASELINE_DAYS)
    scan = ScheduledScan(response.subject_id, 0, first, opens, first, ScanState.MISSING)
    if response.findings is None or (response.not_evaluable and response.not_evaluable.code == "response_no_baseline"):
        return scan
    return _answered(scan, response.findings.baseline.visit, response.findings.baseline.on)


def _follow_up(
    response: StudyResponse, first: date, schedule: ImagingSchedule, today: date, over_on: date | None
) -> list[ScheduledScan]:
    visits = sorted((one.on, one.visit) for one in response.findings.visits) if response.findings else []
    days = _due_days(schedule, first, max([today, *(on for on, _ in visits)]))
    answers: dict[date, list[tuple[date, str]]] = {}
    for on, visit in visits:
        if on >= first:
            answers.setdefault(min(days, key=lambda day: abs((on - day).days)), []).append((on, visit))
    margin = timedelta(days=schedule.window_days)
    scans = []
    for due in days:
        week = (due - first).days // DAYS_A_WEEK
        scan = ScheduledScan(response.subject_id, week, due, due - margin, due + margin, ScanState.UPCOMING)
        if due in answers:
            on, visit = min(answers[due], key=lambda one: abs((one[0] - due).days))
            # One far before a window that is still open is an extra scan: the planned one may yet come.
            if on >= scan.opens_on - margin or scan.closes_on < today:
                scans.append(_answered(scan, visit, on))
                continue
        if over_on is not None and over_on <= scan.closes_on:
            continue
        state = ScanState.MISSING if scan.closes_on < today else ScanState.DUE
        state = state if scan.opens_on <= today else ScanState.UPCOMING
        scans.append(ScheduledScan(scan.subject_id, week, due, scan.opens_on, scan.closes_on, state))
        if state is not ScanState.MISSING:
            # What comes after the next one is not yet of interest.
            break
    return scans


def _due_days(schedule: ImagingSchedule, first: date, last: date) -> Sequence[date]:
    """Due days up to the first one after ``last`` whose window has not opened by then."""
    weeks = (last - first).days // DAYS_A_WEEK + schedule.every_weeks + schedule.then_every_weeks
    return [first + timedelta(weeks=week) for week in schedule.due_weeks(weeks)]


def _answered(scan: ScheduledScan, visit: str, on: date) -> ScheduledScan:
    state = ScanState.IN_WINDOW
    if on < scan.opens_on:
        state = ScanState.EARLY
    elif on > scan.closes_on:
        state = ScanState.LATE
    return ScheduledScan(scan.subject_id, scan.week, scan.due_on, scan.opens_on, scan.closes_on, state, visit, on)
