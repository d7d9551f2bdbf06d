"""Deviations that follow from the records and that nobody has recorded yet (SUB-9).

What was overridden on a form is a deviation already. What came in another way (a visit too late, a window that passed,
a correction that makes an earlier dose wrong) is proposed here; a person confirms it, with the reason, or leaves it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from domain.checks.dose import check_administration, check_dose_values
from domain.checks.subject import check_eligibility, check_enrolment
from domain.escalation.status import PartStatus, status_before
from domain.reasons import Finding, Reason
from domain.records import Administration, Deviation, Record
from domain.response.imaging import DeviationProposal, propose_deviations
from domain.schedule.calendar import derive_calendars
from domain.schedule.completeness import ItemState, derive_completeness
from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.schedule.plan import DOSING, IMAGING, SCREENING, visit_key
from domain.study import Study
from domain.terms import DeviationCategory, Importance, PartKind

CATEGORIES: dict[str, DeviationCategory] = {
    "scan_early": DeviationCategory.SCHEDULE,
    "scan_late": DeviationCategory.SCHEDULE,
    "baseline_too_old": DeviationCategory.SCHEDULE,
    "scan_before_first_dose": DeviationCategory.SCHEDULE,
    "slot_closed": DeviationCategory.SLOT,
    "dosed_closed_level": DeviationCategory.SLOT,
    "planned_number_passed": DeviationCategory.SLOT,
    "dosed_too_soon": DeviationCategory.SPACING,
    "dosed_before_group_finished": DeviationCategory.SPACING,
    "given_differs": DeviationCategory.DOSE,
    "planned_differs": DeviationCategory.DOSE,
    "prepared_differs": DeviationCategory.DOSE,
    "drug_expired": DeviationCategory.DOSE,
    "dose_reduction_forbidden": DeviationCategory.DOSE,
    "dose_raised_too_soon": DeviationCategory.DOSE,
    "dose_raised_beyond_next": DeviationCategory.DOSE,
    "first_dose_other_level": DeviationCategory.DOSE,
    "not_yet_eligible": DeviationCategory.ELIGIBILITY,
    "screen_failure_enrolled": DeviationCategory.ELIGIBILITY,
    "dosed_not_eligible": DeviationCategory.ELIGIBILITY,
    "criteria_not_met": DeviationCategory.ELIGIBILITY,
    "before_consent": DeviationCategory.SCHEDULE,
    "screening_over": DeviationCategory.SCHEDULE,
    "has_left": DeviationCategory.SCHEDULE,
    "dosed_after_leaving": DeviationCategory.SCHEDULE,
    "after_leaving": DeviationCategory.SCHEDULE,
    "report_late": DeviationCategory.SCHEDULE,
    "visit_out_of_window": DeviationCategory.SCHEDULE,
    "visit_not_made": DeviationCategory.SCHEDULE,
    "assessment_missing": DeviationCategory.SCHEDULE,
    "assessment_too_early": DeviationCategory.SCHEDULE,
}
"""What kind of departure a finding is that was overridden. Others are of the data."""

IMPORTANT = (DeviationCategory.SLOT, DeviationCategory.SPACING, DeviationCategory.ELIGIBILITY, DeviationCategory.DOSE)


def category_of(code: str) -> DeviationCategory:
    """The category of the deviation that an overridden finding becomes."""
    return CATEGORIES.get(code, DeviationCategory.DATA)


def importance_of(category: DeviationCategory) -> Importance:
    """The importance that is proposed for a category; a person may change it (ICH E3)."""
    return Importance.IMPORTANT if category in IMPORTANT else Importance.MINOR


def derive_deviations(study: Study) -> tuple[DeviationProposal, ...]:
    """Departures from the protocol that the records show at the cut-off and that are not recorded, oldest first.

    Each enrolment and first dose of an escalation is judged by what was known at its moment: 2 s for 60 subjects.
    """
    known = {(one.subject_id, one.code, one.occurred_on) for one in study.deviations}
    about = {(one.code, one.about_id) for one in study.deviations if one.about_id}
    found: list[DeviationProposal] = []
    calendars = derive_calendars(study, study.cut_off)
    for subject in study.subjects:
        subject_id = subject.subject_id
        found += (one for one, record in _of_records(study, subject_id) if (one.code, record.record_id) not in about)
        found += _of_visits(study, calendars[subject_id])
        found += _of_assessments(study, subject_id)
        found += propose_deviations(study, subject_id)
    fresh = [one for one in found if (one.subject_id, one.code, one.occurred_on) not in known]
    return tuple(sorted(dict.fromkeys(fresh), key=lambda one: (one.occurred_on, one.subject_id, one.code)))


def deviation_from(proposal: DeviationProposal, *, record_id: str, description: str, reason: str) -> Deviation:
    """The record of a proposal that a person accepted, with the importance of its category."""
    return Deviation(
        record_id=record_id,
        subject_id=proposal.subject_id,
        category=proposal.category,
        code=proposal.code,
        description=description,
        reason=reason,
        occurred_on=proposal.occurred_on,
        importance=importance_of(proposal.category),
    )


def _of_records(study: Study, subject_id: str) -> Iterator[tuple[DeviationProposal, Record]]:
    """What the checks would ask a reason for, were the record entered today; slots and spacing are of escalation."""
    part, answer = study.part_of(subject_id), study.eligibility(subject_id)
    if answer is not None:
        # Judged by what was known on its own day, not by what came later.
        for finding in check_eligibility(study, answer, now=study.cut_off):
            yield from _proposal(subject_id, finding, answer.decided_on, answer)
    enrolment = study.enrolment(subject_id)
    if part is None or enrolment is None:
        return
    if part.kind is not PartKind.ESCALATION:
        for dose in study.administrations(subject_id):
            day = dose.started_at.astimezone(study.zone).date()
            for finding in check_dose_values(study, dose, study.cut_off):
                yield from _proposal(subject_id, finding, day, dose)
        return
    then = status_before(study, part, subject_id, enrolment.enrolled_at)
    day = enrolment.enrolled_at.astimezone(study.zone).date()
    for finding in check_enrolment(study.at(enrolment.enrolled_at), then, enrolment, now=study.cut_off):
        yield from _proposal(subject_id, finding, day, enrolment)
    first = study.first_dose(subject_id)
    for dose in study.administrations(subject_id):
        status = _status_at(study, then, dose, is_first=first is not None and dose.record_id == first.record_id)
        day = dose.started_at.astimezone(study.zone).date()
        for finding in check_administration(study, status, dose, now=study.cut_off):
            yield from _proposal(subject_id, finding, day, dose)


def _status_at(study: Study, enrolled: PartStatus, dose: Administration, *, is_first: bool) -> PartStatus:
    """Where the part stood at a dose: levels and spacing are asked for the first one, or where the level changed."""
    if is_first or dose.dose_level is not None:
        return status_before(study, enrolled.part, dose.subject_id, dose.started_at)
    return replace(enrolled, study=study)


def _proposal(
    subject_id: str, finding: Finding, day: date, record: Record
) -> Iterator[tuple[DeviationProposal, Record]]:
    if finding.code in CATEGORIES and not finding.is_hard:
        description = Reason(finding.code, finding.numbers)
        yield DeviationProposal(subject_id, CATEGORIES[finding.code], finding.code, description, day), record


def _of_visits(study: Study, visits: tuple[DueVisit, ...]) -> Iterator[DeviationProposal]:
    """Visits done outside the window, and those whose window passed without them; scans are told by the imaging."""
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
        if day <= study.cut_off.astimezone(study.zone).date():
            reason = Reason(f"deviation_{code}", numbers)
            yield DeviationProposal(visit.subject_id, CATEGORIES[code], code, reason, day)


def _of_assessments(study: Study, subject_id: str) -> Iterator[DeviationProposal]:
    """Assessments before a dose that are missing or lie too early; only once any assessment is recorded at all."""
    if not (study.vital_signs_of(subject_id) or study.ecog_of(subject_id) or study.exams_of(subject_id)):
        return
    for dose in study.administrations(subject_id):
        if dose.given_mg <= 0 or study.cut_off < dose.started_at + timedelta(days=1):
            continue
        key = visit_key(DOSING, dose.cycle)
        day = dose.started_at.astimezone(study.zone).date()
        items = derive_completeness(study, subject_id, key).items
        for code, state in (("assessment_missing", ItemState.MISSING), ("assessment_too_early", ItemState.TOO_EARLY)):
            named = [one.assessment.value for one in items if one.state is state]
            if named:
                reason = Reason(f"deviation_{code}", {"visit": key, "assessments": ", ".join(named)})
                yield DeviationProposal(subject_id, CATEGORIES[code], code, reason, day)
