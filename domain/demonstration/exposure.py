"""Samples of the plan with their concentrations, antibodies and biomarkers, their shipments and a re-assay."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from domain.demonstration.act import Act
from domain.demonstration.course import Course, PlannedDose
from domain.demonstration.kinetics import draw_kinetics
from domain.exposure.plan import SamplingPlan, Timetable
from domain.partial_date import PartialDate
from domain.records import AdaResult, BiomarkerResult, Concentration, PkSample, Record, Shipment
from domain.terms import AntibodyResult, Matrix, SamplePurpose

LLOQ, UNIT = Decimal("0.02"), "ug/mL"
_SHIPPED_EVERY = timedelta(days=28)
_REPORTED_AFTER = timedelta(days=13)
_REASSAYED_AFTER = timedelta(days=6)
CLEANED_WITHIN = _SHIPPED_EVERY + _REPORTED_AFTER + _REASSAYED_AFTER + timedelta(days=2)
"""After so long nothing more is reported of a sample."""
_LABORATORY = "Bioanalytical laboratory"


@dataclass(frozen=True)
class _Tube:
    """A sample with what the laboratory will find in it."""

    sample: PkSample
    found: tuple[Record, ...]


def record_exposure(courses: Sequence[Course], *, now: datetime) -> Iterator[Act]:
    """The samples of every subject as they were taken, and the results of every shipment."""
    tubes: list[_Tube] = []
    for course in courses:
        mine = list(_tubes(course))
        tubes += mine
        for tube in mine:
            at = tube.sample.taken_at
            yield Act((at or _dose_of(course, tube.sample).at) + timedelta(hours=1), (tube.sample,))
    taken = sorted((one for one in tubes if one.sample.taken_at), key=lambda one: one.sample.taken_at or now)
    if taken and courses:
        yield from _shipped(taken, courses[0], now)


def _dose_of(course: Course, sample: PkSample) -> PlannedDose:
    return next(dose for dose in course.doses if dose.cycle == sample.cycle)


def _shipped(tubes: Sequence[_Tube], first: Course, now: datetime) -> Iterator[Act]:
    """Shipments every four weeks; the results follow two weeks later. The first one has a tube too few."""
    waiting = list(tubes)
    sent_at = first.moment(28, 9)
    number = 0
    has_reassay = False
    while waiting and sent_at < now:
        batch = [one for one in waiting if one.sample.taken_at and one.sample.taken_at < sent_at - timedelta(days=1)]
        waiting = waiting[len(batch) :]
        if batch:
            number += 1
            absent = (batch[-1].sample.sample_id,) if number == 2 else ()
            yield _sent(batch, number, first.day(sent_at), sent_at, absent, now)
            here = [one for one in batch if one.sample.sample_id not in absent]
            reported_at = sent_at + _REPORTED_AFTER
            results = [found for one in here for found in one.found]
            suspect = next((one for one in results if isinstance(one, Concentration) and one.value), None)
            if suspect is not None and not has_reassay and reported_at + _REASSAYED_AFTER < now:
                has_reassay = True
                yield from _reassayed(results, suspect, reported_at)
            else:
                yield Act(reported_at, tuple(results))
        sent_at += _SHIPPED_EVERY


def _reassayed(results: Sequence[Record], suspect: Concentration, at: datetime) -> Iterator[Act]:
    """One result was out of line, and was measured again."""
    odd = replace(suspect, value=(suspect.value or Decimal(1)) * 4)
    yield Act(at, tuple(odd if one is suspect else one for one in results))
    again = replace(suspect, is_reassay=True)
    yield Act(at + _REASSAYED_AFTER, corrected=(again,), reason="Re-assay by the laboratory: the first run had failed")


def _sent(
    batch: Sequence[_Tube], number: int, on: object, sent_at: datetime, absent: tuple[str, ...], now: datetime
) -> Act:
    received = sent_at + timedelta(days=1, hours=2)
    is_there = received < now
    shipment = Shipment(
        record_id=f"shipment-{number}",
        shipment_id=f"WB-{number:04d}",
        sent_on=on,  # type: ignore[arg-type]
        laboratory=_LABORATORY,
        sample_ids=tuple(one.sample.sample_id for one in batch),
        received_at=received if is_there else None,
        absent_ids=absent if is_there else (),
        condition="Frozen, dry ice left" if is_there else "",
    )
    return Act(received + timedelta(hours=1) if is_there else sent_at, (shipment,))


def _tubes(course: Course) -> Iterator[_Tube]:
    plan = course.part.pk
    if plan is None:
        return
    chance = course.chance("samples")
    yield from _for_concentrations(course, plan, chance)
    yield from _for_antibodies(course, plan)
    yield from _for_markers(course, plan)


def _due(course: Course, timetables: Iterable[Timetable]) -> Iterator[tuple[PlannedDose, Decimal, datetime]]:
    """Doses given, nominal times, and nominal moments up to today."""
    doses = {dose.cycle: dose for dose in course.doses}
    for timetable in timetables:
        for cycle in timetable.cycles:
            for hours in timetable.hours if cycle in doses else ():
                at = doses[cycle].at + timedelta(hours=float(hours))
                if at < course.until - timedelta(hours=8):
                    yield doses[cycle], hours, at


def _sample(
    course: Course,
    dose: PlannedDose,
    hours: Decimal,
    purpose: SamplePurpose,
    analyte: str,
    matrix: Matrix,
    at: datetime,
) -> PkSample:
    label = analyte.replace(" ", "") if purpose is SamplePurpose.PK else purpose.value
    return PkSample(
        record_id=f"sample-{course.subject_id}-{dose.cycle}-{hours:f}-{label}",
        subject_id=course.subject_id,
        sample_id=f"{course.subject_id}-C{dose.cycle}-{hours:f}H-{label}",
        purpose=purpose,
        analyte=analyte,
        matrix=matrix,
        cycle=dose.cycle,
        day=int(hours // 24) + 1,
        nominal_hours=hours,
        taken_at=at,
    )


def _taken_at(dose: PlannedDose, hours: Decimal, nominal: datetime, chance: random.Random) -> datetime:
    """Before the dose, after the end of the infusion, or about the nominal time; now and then too late."""
    if hours == 0:
        return dose.at - timedelta(minutes=chance.randint(15, 40))
    if hours < 24:
        late = timedelta(minutes=chance.randint(0, 7))
        return max(nominal, dose.ended_at + timedelta(minutes=2)) + late
    if chance.random() < 0.03:
        return nominal + timedelta(hours=float(hours) * 0.14)
    return nominal + timedelta(minutes=chance.randint(-55, 90))


def _for_concentrations(course: Course, plan: SamplingPlan, chance: random.Random) -> Iterator[_Tube]:
    weight = float(course.subject.weight_kg or 60)
    first = course.first_dose
    for analyte in plan.analytes:
        kinetics = draw_kinetics(float(course.doses[0].planned_mg), weight, chance)
        infusions = [
            (
                (one.at - first).total_seconds() / 3600,
                (one.ended_at - one.at).total_seconds() / 3600,
                float(one.planned_mg),
            )
            for one in course.doses
        ]
        for dose, hours, nominal in _due(course, plan.samples):
            at = _taken_at(dose, hours, nominal, chance)
            sample = _sample(course, dose, hours, SamplePurpose.PK, analyte, plan.matrix, at)
            if not course.place.is_sampled:
                yield _Tube(replace(sample, taken_at=None, not_taken_reason="Not one of the cohort's PK subjects"), ())
                continue
            if chance.random() < 0.02:
                yield _Tube(replace(sample, taken_at=None, not_taken_reason="No vein found"), ())
                continue
            truth = kinetics.concentration((at - first).total_seconds() / 3600, infusions)
            spoilt = chance.random() < 0.01
            if spoilt:
                sample = replace(sample, condition="haemolysed")
            yield _Tube(sample, (_measured(sample, analyte, truth * (1 + chance.gauss(0, 0.06)), is_spoilt=spoilt),))


def _measured(sample: PkSample, analyte: str, value: float, *, is_spoilt: bool) -> Concentration:
    is_low = value < float(LLOQ)
    return Concentration(
        record_id=f"concentration-{sample.sample_id}",
        subject_id=sample.subject_id,
        sample_id=sample.sample_id,
        analyte=analyte,
        value=None if is_low or is_spoilt else _three_digits(value),
        is_blq=is_low and not is_spoilt,
        lloq=LLOQ,
        unit=UNIT,
        flag="NR" if is_spoilt else "",
    )


def _three_digits(value: float) -> Decimal:
    number = Decimal(f"{value:.3g}")
    return Decimal(format(number, "f"))


def _for_antibodies(course: Course, plan: SamplingPlan) -> Iterator[_Tube]:
    chance = course.chance("antibodies")
    kind = chance.random()
    since = chance.randint(2, 4)
    titre = Decimal(chance.choice((40, 80, 160)))
    drug = plan.analytes[0]
    for dose, hours, _ in _due(course, plan.ada):
        at = dose.at - timedelta(minutes=12)
        sample = _sample(course, dose, hours, SamplePurpose.ADA, drug, Matrix.SERUM, at)
        is_positive = (kind < 0.15 and dose.cycle >= since) or 0.15 <= kind < 0.2
        result = AdaResult(
            record_id=f"ada-{sample.sample_id}",
            subject_id=course.subject_id,
            drug=drug,
            taken_at=PartialDate.of(at.astimezone(course.zone)),
            cycle=dose.cycle,
            result=AntibodyResult.POSITIVE if is_positive else AntibodyResult.NEGATIVE,
            titre=titre * (2 ** max(0, dose.cycle - since)) if is_positive else None,
            neutralising=AntibodyResult.NEGATIVE if is_positive else AntibodyResult.NOT_REPORTED,
            sample_id=sample.sample_id,
        )
        yield _Tube(sample, (result,))


def _for_markers(course: Course, plan: SamplingPlan) -> Iterator[_Tube]:
    chance = course.chance("markers")
    usual = {marker: 4.0 * 2.718 ** chance.gauss(0.5, 0.7) for marker in plan.markers}
    share = course.share
    for dose, hours, nominal in _due(course, plan.marker_samples):
        at = nominal if hours else dose.at - timedelta(minutes=10)
        sample = _sample(course, dose, hours, SamplePurpose.BIOMARKER, ", ".join(plan.markers), plan.marker_matrix, at)
        rise = 1 + (3.5 * share * chance.uniform(0.5, 1.5) if 0 < hours <= 24 else 0.0)
        results = [
            BiomarkerResult(
                record_id=f"marker-{sample.sample_id}-{marker}",
                subject_id=course.subject_id,
                marker=marker,
                taken_at=PartialDate.of(at.astimezone(course.zone)),
                cycle=dose.cycle,
                timepoint=f"{hours:f} h" if hours else "predose",
                value=Decimal(f"{value * rise * (1 + chance.gauss(0, 0.1)):.2f}"),
                unit="pg/mL",
                sample_id=sample.sample_id,
            )
            for marker, value in usual.items()
        ]
        yield _Tube(sample, tuple(results))
