"""Is a visit complete: every assessment that the plan asks for, and those before a dose not too early (SUB-6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.partial_date import PartialDate
from domain.schedule.calendar import derive_calendar
from domain.schedule.life import Life, derive_life, first_day
from domain.schedule.plan import DOSING, SCREENING, Assessment, VisitPlan, split_key
from domain.study import Study
from domain.terms import ClinicalFinding


class ItemState(StrEnum):
    """How an assessment of a visit stands."""

    DONE = "done"
    TOO_EARLY = "too early"
    MISSING = "missing"


@dataclass(frozen=True)
class AssessmentItem:
    """An assessment that a visit asks for.

    Attributes:
        at: when it was done, the latest that counts; None where it is missing.
        hours_before: whole hours from it to the dose, where the visit is one of dosing and both are known.
        reason: why it is missing, as a person said; "" while nobody did.
    """

    assessment: Assessment
    state: ItemState
    at: PartialDate | None = None
    hours_before: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Completeness:
    """The assessments of a visit."""

    visit: str
    items: tuple[AssessmentItem, ...]

    @property
    def done(self) -> int:
        """How many were done in time."""
        return sum(one.state is ItemState.DONE for one in self.items)

    @property
    def is_complete(self) -> bool:
        """Whether all were done in time; true where none is asked for."""
        return self.done == len(self.items)

    @property
    def missing(self) -> tuple[Assessment, ...]:
        """What was not done, with or without a reason."""
        return tuple(one.assessment for one in self.items if one.state is ItemState.MISSING)

    @property
    def unexplained(self) -> tuple[Assessment, ...]:
        """What was not done, and nobody said why."""
        return tuple(one.assessment for one in self.items if one.state is ItemState.MISSING and not one.reason)


class _Assessed:
    """The moments of one subject's assessments, read once for all visits."""

    def __init__(self, study: Study, subject_id: str) -> None:
        self._study, self._subject_id = study, subject_id
        self._known: dict[Assessment, list[tuple[PartialDate, str]]] = {}

    def of(self, assessment: Assessment) -> list[tuple[PartialDate, str]]:
        if assessment not in self._known:
            self._known[assessment] = moments_of(self._study, self._subject_id, assessment)
        return self._known[assessment]


def derive_unexplained(study: Study, subject_id: str, keys: tuple[str, ...]) -> Mapping[str, tuple[Assessment, ...]]:
    """What is missing at visits of a subject although nobody said why; visits without a gap are left out.

    Nothing is, while no assessment of the subject is recorded at all: such a site keeps them elsewhere. Kept while
    the subject's records stay as they are.

    Args:
        study: at its cut-off.
        subject_id: of a subject.
        keys: of visits that took place.
    """
    entered = study.entered_for(subject_id)
    if entered is None:
        return _unexplained(study, subject_id, keys)
    basis = (study.subject(subject_id), keys, entered.up_to(study.cut_off))
    return entered.kept(("unexplained", study.by_protocol), basis, lambda: _unexplained(study, subject_id, keys))


def _unexplained(study: Study, subject_id: str, keys: tuple[str, ...]) -> Mapping[str, tuple[Assessment, ...]]:
    assessed = _Assessed(study, subject_id)
    if not any(assessed.of(one) for one in (Assessment.VITAL_SIGNS, Assessment.ECOG, Assessment.PHYSICAL_EXAM)):
        return {}
    missing = {key: _complete(study, subject_id, key, assessed).unexplained for key in keys}
    return {key: gaps for key, gaps in missing.items() if gaps}


def derive_completeness(study: Study, subject_id: str, key: str) -> Completeness:
    """What was done of what a visit asks for.

    An assessment belongs to the visit that it names, one of screening to the latest screening. Before a dose one that
    names no visit counts too, if it lies in the hours before; so does one of another visit, since screening may serve
    the first dose. Its date known in part is read as late as it can be, but not after the dose. Tumour scans name no
    visit: after the baseline they belong to the visit in whose window they fall, as many days early or late as a scan
    may be.

    Args:
        study: at its cut-off.
        subject_id: of a subject.
        key: of the visit: "dosing 2", "safety_60".
    """
    return _complete(study, subject_id, key, _Assessed(study, subject_id))


def _complete(study: Study, subject_id: str, key: str, assessed: _Assessed) -> Completeness:
    code, number = split_key(key)
    life = derive_life(study, subject_id)
    plan = life.part.visits or VisitPlan()
    dose = life.doses.get(number) if code == DOSING else None
    reasons = {one.assessment: one.reason for one in study.not_done_of(subject_id) if one.visit == key}
    items = []
    for assessment in plan.assessments_at(code):
        done = assessed.of(assessment)
        mine = [moment for moment, visit in done if visit == key]
        if code == SCREENING and assessment is not Assessment.IMAGING:
            mine = [one for one in mine if is_of_latest_screening(study, subject_id, one)]
        if assessment is Assessment.IMAGING and code != SCREENING:
            mine = _scans_around(study, life, key, done)
        if code == DOSING and assessment is not Assessment.IMAGING and dose is not None:
            items.append(_before_dose(study, plan, assessment, mine, [one for one, _ in done], dose.started_at))
        elif mine or (code == SCREENING and done and assessment in _ONCE):
            items.append(AssessmentItem(assessment, ItemState.DONE, (mine or [done[-1][0]])[-1]))
        else:
            items.append(AssessmentItem(assessment, ItemState.MISSING))
    return Completeness(key, tuple(_explained(item, reasons) for item in items))


def is_of_latest_screening(study: Study, subject_id: str, moment: PartialDate) -> bool:
    """Whether what was done at screening belongs to the screening that counts; a re-screening asks for it anew."""
    again = study.rescreenings_of(subject_id)
    return not again or first_day(moment, study.zone) >= again[-1].started_on


def _scans_around(study: Study, life: Life, visit: str, scans: list[tuple[PartialDate, str]]) -> list[PartialDate]:
    """The scans after the baseline that fall into a visit's window; none from before the last dose ends treatment."""
    due = next((one for one in derive_calendar(study, life.subject_id, study.cut_off) if one.key == visit), None)
    if due is None:
        return []
    schedule = study.protocol.response.imaging if study.protocol.response else None
    margin = timedelta(days=schedule.window_days if schedule is not None else 0)
    first = max(due.earliest - margin, life.last_dose or due.earliest)
    last = max(due.latest, due.done_on or due.latest) + margin
    return [one for one, name in scans if name != SCREENING and first <= first_day(one, study.zone) <= last]


def _explained(item: AssessmentItem, reasons: Mapping[Assessment, str]) -> AssessmentItem:
    """The item with the reason that a person gave, where it is missing."""
    is_said = item.state is ItemState.MISSING and item.assessment in reasons
    return replace(item, reason=reasons[item.assessment]) if is_said else item


_ONCE = (Assessment.MEDICAL_HISTORY, Assessment.PRIOR_THERAPY)


def _before_dose(
    study: Study,
    plan: VisitPlan,
    assessment: Assessment,
    mine: list[PartialDate],
    every: list[PartialDate],
    dosed_at: datetime,
) -> AssessmentItem:
    limit = plan.before_dose_hours
    before = [moment for moment in every if moment.earliest(study.zone) <= dosed_at]
    in_time = [one for one in before if limit is None or _gap(study, one, dosed_at) <= timedelta(hours=limit)]
    if limit is None:
        in_time = [one for one in in_time if one in mine]
    if in_time:
        latest = max(in_time, key=lambda one: one.latest(study.zone))
        return AssessmentItem(assessment, ItemState.DONE, latest, _hours(study, latest, dosed_at))
    named = [one for one in mine if one in before]
    if named:
        latest = max(named, key=lambda one: one.latest(study.zone))
        return AssessmentItem(assessment, ItemState.TOO_EARLY, latest, _hours(study, latest, dosed_at))
    return AssessmentItem(assessment, ItemState.MISSING)


def _gap(study: Study, moment: PartialDate, dosed_at: datetime) -> timedelta:
    """The least time from an assessment to the dose."""
    return max(timedelta(), dosed_at - moment.latest(study.zone))


def _hours(study: Study, moment: PartialDate, dosed_at: datetime) -> int:
    return _gap(study, moment, dosed_at) // timedelta(hours=1)


def moments_of(study: Study, subject_id: str, assessment: Assessment) -> list[tuple[PartialDate, str]]:
    """When an assessment was done and at which visit, by time. What has no date of its own counts from the consent."""
    match assessment:
        case Assessment.VITAL_SIGNS:
            return [(one.measured_at, one.visit) for one in study.vital_signs_of(subject_id)]
        case Assessment.PHYSICAL_EXAM:
            exams = study.exams_of(subject_id)
            return [(one.examined_at, one.visit) for one in exams if one.finding is not ClinicalFinding.NOT_DONE]
        case Assessment.ECOG:
            return [(one.assessed_at, one.visit) for one in study.ecog_of(subject_id)]
        case Assessment.ECG:
            return [(one.recorded_at, one.visit) for one in study.ecgs_of(subject_id)]
        case Assessment.WEIGHT:
            return _weights(study, subject_id)
        case Assessment.LABORATORY:
            # A sample gives many results.
            return list(dict.fromkeys((one.taken_at, one.visit) for one in study.results_of(subject_id)))
        case Assessment.IMAGING:
            scans = study.tumour_visits_of(subject_id)
            return [(PartialDate.of(one.scanned_on), SCREENING if one.visit_number == 0 else "") for one in scans]
        case _:
            is_history = assessment is Assessment.MEDICAL_HISTORY
            found = study.history_of(subject_id) if is_history else study.prior_therapies_of(subject_id)
            return [(PartialDate.of(study.subject(subject_id).consent_date), SCREENING)] if found else []


def _weights(study: Study, subject_id: str) -> list[tuple[PartialDate, str]]:
    """Weights of their own, those measured for a dose, and that of screening."""
    zone = study.zone
    found = [(one.measured_at, one.visit) for one in study.weights_of(subject_id)]
    found += [
        (PartialDate.of(dose.started_at.astimezone(zone)), f"{DOSING} {dose.cycle}")
        for dose in study.administrations(subject_id)
        if dose.weight_kg is not None
    ]
    subject = study.subject(subject_id)
    if subject.weight_kg is not None:
        found.append((PartialDate.of(subject.consent_date), SCREENING))
    return sorted(found, key=lambda one: one[0].earliest(zone))
