"""Checks on a sample that was taken, or was due and was not."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.checks.sample_link import check_moment, find_sample
from domain.exposure.due import due_samples, window_of
from domain.exposure.plan import SamplingPlan
from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.records import PkSample
from domain.study import Study
from domain.terms import Matrix, SamplePurpose, Severity

_MINUTE = timedelta(minutes=1)


def check_pk_sample(study: Study, sample: PkSample, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a sample.

    Args:
        study: as entered now.
        sample: as it would be.
        now: moment of entry, aware.
    """
    findings = list(_check_values(study, sample))
    if sample.taken_at is not None:
        taken = PartialDate.of(sample.taken_at.astimezone(study.zone))
        findings += check_moment(study, sample.subject_id, taken, now=now)
    if any(finding.is_hard for finding in findings):
        return findings
    part = study.part_of(sample.subject_id)
    if part is not None and part.pk is not None and sample.purpose is not SamplePurpose.OTHER:
        findings += _check_plan(study, sample, part.pk)
    findings += _check_others(study, sample)
    return findings


def _check_values(study: Study, sample: PkSample) -> Iterator[Finding]:
    if not sample.sample_id.strip():
        yield Finding("sample_id", "missing")
    else:
        other = find_sample(study, sample.sample_id)
        if other is not None and other.record_id != sample.record_id:
            yield Finding("sample_id", "pk_sample_id_exists", numbers={"subject": other.subject_id})
    if not sample.analyte.strip():
        yield Finding("analyte", "missing")
    if sample.cycle < 1:
        yield Finding("cycle", "cycle_impossible")
    if sample.day < 1:
        yield Finding("day", "pk_day_impossible")
    if sample.nominal_hours < 0:
        yield Finding("nominal_hours", "pk_nominal_negative")
    if sample.taken_at is None and not sample.not_taken_reason.strip():
        yield Finding("taken_at", "pk_taken_or_reason")
    elif sample.taken_at is not None and sample.not_taken_reason.strip():
        yield Finding("not_taken_reason", "pk_taken_and_reason")


def _check_plan(study: Study, sample: PkSample, plan: SamplingPlan) -> Iterator[Finding]:
    """Against the plan and the dose of the cycle."""
    if sample.purpose is SamplePurpose.PK and sample.analyte.casefold() not in (
        one.casefold() for one in plan.analytes
    ):
        yield Finding("analyte", "pk_analyte_not_in_plan", Severity.SOFT, {"analytes": ", ".join(plan.analytes)})
    if sample.matrix is not _matrix(sample.purpose, plan):
        yield Finding("matrix", "pk_matrix_differs", Severity.SOFT, {"matrix": _matrix(sample.purpose, plan)})
    doses = (one for one in study.administrations(sample.subject_id) if one.cycle == sample.cycle and one.given_mg > 0)
    dose = next(doses, None)
    if dose is None:
        yield Finding("cycle", "pk_no_dose_in_cycle", Severity.SOFT, {"cycle": sample.cycle})
        return
    planned = {
        due.nominal_hours
        for due in due_samples(study, sample.subject_id)
        if (due.purpose, due.cycle) == (sample.purpose, sample.cycle) and due.opens_at is not None
    }
    if sample.nominal_hours not in planned:
        hours = ", ".join(f"{one:f}" for one in sorted(planned)) or "–"
        yield Finding("nominal_hours", "pk_time_not_in_plan", Severity.SOFT, {"cycle": sample.cycle, "planned": hours})
    if sample.taken_at is None:
        return
    opens, closes = window_of(plan, dose.started_at, sample.nominal_hours)
    numbers = {"dose": dose.started_at, "opens": opens, "closes": closes}
    if sample.nominal_hours > 0 and sample.taken_at < dose.started_at:
        yield Finding("taken_at", "pk_before_dose", Severity.SOFT, numbers)
    elif sample.nominal_hours == 0 and sample.taken_at > dose.started_at:
        yield Finding("taken_at", "pk_predose_after_dose", Severity.SOFT, numbers)
    elif not opens <= sample.taken_at <= closes:
        due = dose.started_at + timedelta(hours=float(sample.nominal_hours))
        minutes = round((sample.taken_at - due) / _MINUTE)
        yield Finding("taken_at", "pk_outside_window", Severity.SOFT, {**numbers, "minutes": minutes})


def _matrix(purpose: SamplePurpose, plan: SamplingPlan) -> Matrix:
    return {SamplePurpose.PK: plan.matrix, SamplePurpose.BIOMARKER: plan.marker_matrix}.get(purpose, Matrix.SERUM)


def _check_others(study: Study, sample: PkSample) -> Iterator[Finding]:
    """Two samples of one analyte can be neither the same sample of the plan nor taken at the same moment."""
    for other in study.samples_of(sample.subject_id):
        if other.record_id == sample.record_id or other.purpose is not sample.purpose:
            continue
        if other.analyte.casefold() != sample.analyte.casefold():
            continue
        numbers = {"sample": other.sample_id}
        if (other.cycle, other.nominal_hours) == (sample.cycle, sample.nominal_hours):
            yield Finding("nominal_hours", "pk_sample_exists", Severity.SOFT, numbers)
        elif sample.taken_at is not None and other.taken_at == sample.taken_at:
            yield Finding("taken_at", "pk_same_moment", numbers=numbers)
