"""Where departures show: in the subject's own records, against the calendar, the scans and the clocks (SUB-9)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.checks.dose import check_administration, check_dose_values
from domain.checks.subject import check_eligibility, check_enrolment
from domain.deviation_kinds import CATEGORIES, DOUBTS, DerivedDeviation
from domain.escalation.status import PartStatus
from domain.listed import listed
from domain.reasons import Finding, Reason
from domain.records import Administration, Record, Subject
from domain.response.imaging import propose_deviations
from domain.safety.clocks import ClockKind, clocks_of
from domain.schedule.completeness import ItemState, derive_completeness
from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.schedule.plan import DOSING, IMAGING, SCREENING, visit_key
from domain.status_then import Act
from domain.study import Study
from domain.terms import PartKind

PLAN = "visit_plan"
_FORM_CODES = {
    "imaging_early": ("scan_early",),
    "imaging_late": ("scan_late",),
    "imaging_baseline_early": ("baseline_too_old",),
    "imaging_baseline_late": ("scan_baseline_after_first_dose",),
}


def list_acts(study: Study, subject_id: str) -> Iterator[Act]:
    """Acts upon a subject that are judged by where the part stood: enrolment, first dose, doses at another level."""
    part, enrolment = study.part_of(subject_id), study.enrolment(subject_id)
    if part is None or enrolment is None:
        return
    yield Act(enrolment.enrolled_at, subject_id, part)
    if part.kind is not PartKind.ESCALATION:
        return
    first = study.first_dose(subject_id)
    for dose in study.administrations(subject_id):
        if (first is not None and dose.record_id == first.record_id) or dose.dose_level is not None:
            yield Act(dose.started_at, subject_id, part)


@dataclass(frozen=True)
class _Known:
    """What the records of one subject show, with all that it rests on."""

    subject: Subject
    records: Mapping[str, tuple[Record, ...]]
    statuses: tuple[PartStatus, ...]
    found: tuple[tuple[datetime, DerivedDeviation], ...]


def of_records(
    study: Study, subject_id: str, then: Mapping[tuple[datetime, str], PartStatus]
) -> Iterator[DerivedDeviation]:
    """What the checks would ask a reason for, were the subject's records entered today, and assessments not done.

    It is kept with the subject's records until they, or the standing of the part at the subject's acts, change.

    Args:
        study: at its cut-off.
        subject_id: of a screened subject.
        then: where the part stood at each act, as ``statuses_then`` answers.
    """
    entered, subject = study.entered_for(subject_id), study.subject(subject_id)
    if entered is None:
        return
    records = entered.up_to(study.cut_off)
    statuses = tuple(then[act.moment, subject_id] for act in list_acts(study, subject_id))
    key = ("deviations", study.by_protocol)
    known = entered.derived.get(key)
    if not (
        isinstance(known, _Known)
        and known.subject is subject
        and known.records == records
        and len(known.statuses) == len(statuses)
        and all(one is other for one, other in zip(known.statuses, statuses, strict=True))
    ):
        found = [(study.cut_off, one) for one in _of_checks(study, subject_id, then)]
        found += _of_assessments(study, subject_id)
        known = _Known(subject, records, statuses, tuple(found))
        entered.remember(key, known)
    yield from (one for since, one in known.found if since <= study.cut_off)


def _of_checks(
    study: Study, subject_id: str, then: Mapping[tuple[datetime, str], PartStatus]
) -> Iterator[DerivedDeviation]:
    part, answer = study.part_of(subject_id), study.eligibility(subject_id)
    if answer is not None:
        # Judged by what was known on its own day, not by what came later.
        for finding in check_eligibility(study, answer, now=study.cut_off):
            yield from _derived(subject_id, finding, answer.decided_on, answer)
    enrolment = study.enrolment(subject_id)
    if part is None or enrolment is None:
        return
    enrolled = then[enrolment.enrolled_at, subject_id]
    place = study.as_entered(enrolment)
    for finding in check_enrolment(study.at(enrolment.enrolled_at), enrolled, place, now=study.cut_off):
        yield from _derived(subject_id, finding, _day(study, enrolment.enrolled_at), enrolment)
    if part.kind is not PartKind.ESCALATION:
        for dose in study.administrations(subject_id):
            for finding in check_dose_values(study, dose, study.cut_off):
                yield from _derived(subject_id, finding, _day(study, dose.started_at), dose)
        return
    for dose in study.administrations(subject_id):
        # Levels and spacing are asked for the first dose, or where the level changed.
        status = then.get((dose.started_at, subject_id)) or replace(enrolled, study=study)
        for finding in check_administration(study, status, study.as_entered(dose), now=study.cut_off):
            yield from _derived(subject_id, finding, _day(study, dose.started_at), dose)


def _day(study: Study, moment: datetime) -> date:
    return moment.astimezone(study.zone).date()


def _derived(subject_id: str, finding: Finding, day: date, record: Record) -> Iterator[DerivedDeviation]:
    if finding.code in CATEGORIES and finding.code not in DOUBTS and not finding.is_hard:
        said = Reason(f"deviation_{finding.code}", finding.numbers)
        yield DerivedDeviation(
            subject_id, CATEGORIES[finding.code], finding.code, said, day, record.kind, record.record_id
        )


def _of_assessments(study: Study, subject_id: str) -> Iterator[tuple[datetime, DerivedDeviation]]:
    """Assessments before a dose that are missing or too early, from a day after it; only once any is recorded."""
    if not (study.vital_signs_of(subject_id) or study.ecog_of(subject_id) or study.exams_of(subject_id)):
        return
    for dose in study.administrations(subject_id):
        if dose.given_mg <= 0:
            continue
        key = visit_key(DOSING, dose.cycle)
        items = derive_completeness(study, subject_id, key).items
        for code, state in (("assessment_missing", ItemState.MISSING), ("assessment_too_early", ItemState.TOO_EARLY)):
            named = [one.assessment for one in items if one.state is state]
            if named:
                reason = Reason(f"deviation_{code}", {"visit": key, "assessments": listed(named)})
                day = _day(study, dose.started_at)
                one = DerivedDeviation(subject_id, CATEGORIES[code], code, reason, day, PLAN, key)
                yield dose.started_at + timedelta(days=1), one


def of_visits(study: Study, visits: tuple[DueVisit, ...]) -> Iterator[DerivedDeviation]:
    """Visits done outside the window, and those whose window passed without them; scans are told by the imaging."""
    today = _day(study, study.cut_off)
    for visit in visits:
        if visit.code in (IMAGING, SCREENING):
            continue
        numbers = {"visit": visit.key, "earliest": visit.earliest, "latest": visit.latest, "on": visit.done_on}
        if visit.status is VisitStatus.DONE_OUT and visit.done_on is not None:
            code, day = "visit_out_of_window", visit.done_on
        elif visit.status is VisitStatus.MISSED or (visit.status is VisitStatus.OUT_OF_WINDOW and visit.code != DOSING):
            code, day = "visit_not_made", visit.latest
        else:
            continue
        if day <= today:
            reason = Reason(f"deviation_{code}", numbers)
            made = tuple(one.record_id for one in _records_of(study, visit))
            yield DerivedDeviation(visit.subject_id, CATEGORIES[code], code, reason, day, PLAN, visit.key, made)


def _records_of(study: Study, visit: DueVisit) -> Iterator[Record]:
    """The records that a person may have answered for already, on their forms."""
    yield from (one for one in study.visits_of(visit.subject_id) if one.visit == visit.key)
    if visit.code == DOSING:
        doses: tuple[Administration, ...] = study.administrations(visit.subject_id)
        yield from (one for one in doses if one.cycle == visit.number)


def of_imaging(study: Study, subject_id: str) -> Iterator[DerivedDeviation]:
    """Scans that were early, late or missed."""
    for one in propose_deviations(study, subject_id):
        scans = tuple(
            scan.record_id for scan in study.tumour_visits_of(subject_id) if scan.scanned_on == one.occurred_on
        )
        yield DerivedDeviation(
            subject_id,
            one.category,
            one.code,
            one.description,
            one.occurred_on,
            PLAN,
            f"{IMAGING} {one.description.numbers['week']}",
            scans,
            _FORM_CODES.get(one.code, ()),
        )


def of_reports(study: Study, subject_id: str) -> Iterator[DerivedDeviation]:
    """Serious events that were reported late, or are overdue."""
    for event in study.events_of(subject_id):
        for clock in clocks_of(study, event) if event.is_serious else ():
            if not clock.is_late or clock.due_at is None:
                continue
            code = "report_late" if clock.kind is ClockKind.INITIAL else "further_report_late"
            numbers = {"term": event.term, "clock": clock.kind.value, "due": clock.due_at, "at": clock.met_at}
            said = Reason(f"deviation_{code}" if clock.met_at else "deviation_report_overdue", numbers)
            sent = (clock.report.record_id,) if clock.report else ()
            day = _day(study, clock.due_at)
            yield DerivedDeviation(subject_id, CATEGORIES[code], code, said, day, event.kind, event.record_id, sent)
