"""From a subject's samples, concentrations and doses to the profiles that are analysed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.exposure.doses import GivenDose
from domain.exposure.plan import SamplingPlan
from domain.pk.faults import find_faults
from domain.pk.profile import Profile, Sample, SlopeChoice, SlopeKind
from domain.pk.terms import BlqRule
from domain.pk.units import Units, concentration_factor
from domain.reasons import Finding, Reason
from domain.records import Concentration, PkSample, SlopeDecision
from domain.terms import SamplePurpose

_HOUR = 3600


@dataclass(frozen=True)
class Point:
    """A sample of a profile.

    Attributes:
        sample: as recorded.
        concentration: as reported; None while nothing is.
        hours: from the start of the dose; None where the sample has no time.
        value: in the unit of the profile; None where there is no number.
        lloq: in the unit of the profile.
        is_left_out: kept out of everything by a person, with the reason in the concentration.
        is_off_slope: kept out of the terminal slope by a person.
        is_chosen: made a point of the terminal slope by a person.
        is_closing: the predose sample of the next cycle, which closes the interval.
    """

    sample: PkSample
    concentration: Concentration | None
    hours: float | None
    value: float | None
    lloq: float | None
    is_left_out: bool = False
    is_off_slope: bool = False
    is_chosen: bool = False
    is_closing: bool = False

    @property
    def is_blq(self) -> bool:
        """Reported as below the limit of quantification."""
        return self.concentration is not None and self.concentration.is_blq and not self.is_left_out

    @property
    def has_result(self) -> bool:
        """Whether the laboratory gave a number or BLQ, in whatever unit, that is not left out."""
        result = self.concentration
        return not self.is_left_out and result is not None and (result.value is not None or result.is_blq)

    @property
    def is_reported(self) -> bool:
        """Whether there is a number in the unit of the profile, or BLQ, that is not left out."""
        return not self.is_left_out and (self.value is not None or self.is_blq)


@dataclass(frozen=True)
class CycleProfile:
    """The samples of one analyte after one dose, and the profile made of them.

    Attributes:
        profile: as the engine takes it.
        points: in order of time; those without a time at the end.
        faults: why it can't be analysed; empty if it can.
        remarks: how the dosing log was read, and conversions.
        decision: what a person chose for the terminal slope.
    """

    subject_id: str
    analyte: str
    dose: GivenDose
    profile: Profile
    points: tuple[Point, ...]
    faults: tuple[Finding, ...]
    remarks: tuple[Reason, ...]
    decision: SlopeDecision | None = None

    @property
    def cycle(self) -> int:
        """The cycle of the dose."""
        return self.dose.cycle

    @property
    def is_left_out(self) -> bool:
        """Left out of summaries by a person."""
        return self.decision is not None and self.decision.is_left_out


def make_profiles(
    subject_id: str,
    plan: SamplingPlan,
    cycle_days: int,
    doses: Sequence[GivenDose],
    samples: Sequence[PkSample],
    concentrations: Sequence[Concentration],
    decisions: Sequence[SlopeDecision],
    rule: BlqRule,
) -> Iterator[CycleProfile]:
    """The profiles of a subject, by analyte and cycle; a dose without any reported sample has none.

    Args:
        subject_id: of the subject.
        plan: for unit, route and analytes.
        cycle_days: the dosing interval tau.
        doses: given to the subject, first to last.
        samples: of the subject.
        concentrations: of the subject.
        decisions: of the subject.
        rule: of the analysis; half the LLOQ needs an LLOQ.
    """
    by_sample: dict[tuple[str, str], Concentration] = {
        (one.sample_id, one.analyte.casefold()): one for one in concentrations
    }
    by_profile = {(one.cycle, one.analyte.casefold()): one for one in decisions}
    mine: dict[tuple[str, int], list[PkSample]] = {}
    for sample in samples:
        if sample.purpose is SamplePurpose.PK:
            mine.setdefault((sample.analyte.casefold(), sample.cycle), []).append(sample)
    names = {sample.analyte.casefold(): sample.analyte for sample in samples if sample.purpose is SamplePurpose.PK}
    names |= {analyte.casefold(): analyte for analyte in plan.analytes}
    for key, analyte in names.items():
        has_first = False
        for place, dose in enumerate(doses):
            following = doses[place + 1] if place + 1 < len(doses) else None
            listed = [(one, False) for one in mine.get((key, dose.cycle), ())]
            if following is not None:
                closing = (one for one in mine.get((key, following.cycle), ()) if one.nominal_hours == 0)
                listed += [(one, True) for one in closing if _is_before(one, following)]
            points = tuple(_points(listed, dose, by_sample, key, plan.unit, by_profile.get((dose.cycle, key))))
            if not any(point.has_result for point in points if not point.is_closing):
                continue
            reference = str(doses[0].cycle) if has_first and place else None
            has_first = has_first or not place
            profile, remarks = _profile(
                subject_id, plan, cycle_days, dose, points, reference, by_profile.get((dose.cycle, key))
            )
            faults = (*_unit_faults(points, plan.unit), *_faults(profile, points, rule))
            decision = by_profile.get((dose.cycle, key))
            yield CycleProfile(subject_id, analyte, dose, profile, points, faults, remarks, decision)


def _is_before(sample: PkSample, dose: GivenDose) -> bool:
    return sample.taken_at is not None and sample.taken_at <= dose.administration.started_at


def _points(
    listed: Sequence[tuple[PkSample, bool]],
    dose: GivenDose,
    by_sample: Mapping[tuple[str, str], Concentration],
    analyte: str,
    unit: str,
    decision: SlopeDecision | None,
) -> list[Point]:
    start = dose.administration.started_at
    off = decision.excluded if decision else ()
    chosen = decision.chosen if decision else ()
    points = []
    for sample, is_closing in listed:
        result = by_sample.get((sample.sample_id, analyte))
        factor = concentration_factor(result.unit, unit) if result and result.unit else None
        value = result.value * factor if result and result.value is not None and factor else None
        lloq = result.lloq * factor if result and result.lloq is not None and factor else None
        hours = (sample.taken_at - start).total_seconds() / _HOUR if sample.taken_at else None
        points.append(
            Point(
                sample,
                result,
                hours,
                None if value is None else float(value),
                None if lloq is None else float(lloq),
                is_left_out=bool(result and result.excluded_because.strip()),
                is_off_slope=sample.sample_id in off,
                is_chosen=sample.sample_id in chosen,
                is_closing=is_closing,
            )
        )
    return sorted(points, key=lambda one: (one.hours is None, one.hours or 0.0))


def _profile(
    subject_id: str,
    plan: SamplingPlan,
    cycle_days: int,
    dose: GivenDose,
    points: Sequence[Point],
    reference: str | None,
    decision: SlopeDecision | None,
) -> tuple[Profile, tuple[Reason, ...]]:
    """The profile as the engine takes it, and what is to be said of how it was made."""
    reported = [point for point in points if point.is_reported]
    samples = tuple(
        Sample(point.hours, point.value, point.value is None and point.is_blq, point.lloq, row)
        for row, point in enumerate(reported)
    )
    profile = Profile(
        subject=subject_id,
        samples=samples,
        route=plan.route,
        dose=float(dose.administration.given_mg),
        tinf=dose.infusion_hours,
        tau=cycle_days * 24.0,
        is_steady_state=dose.is_steady_state,
        cycle=str(dose.cycle),
        reference=reference,
        units=Units("h", plan.unit, "mg"),
        slope=_slope(reported, decision),
    )
    units = {point.concentration.unit for point in reported if point.concentration and point.concentration.unit}
    remarks = [Reason("pk_converted", {"unit": one, "wanted": plan.unit}) for one in sorted(units - {plan.unit})]
    if decision is not None:
        known = {point.sample.sample_id for point in reported}
        gone = [one for one in (*decision.chosen, *decision.excluded) if one not in known]
        remarks += [Reason("pk_slope_samples_gone", {"samples": ", ".join(gone)})] if gone else []
    return profile, (*dose.remarks, *remarks)


def _slope(reported: Sequence[Point], decision: SlopeDecision | None) -> SlopeChoice:
    """What a person chose, as times; samples without a result or a time can't be among them."""
    timed = [(point.hours, point) for point in reported if point.hours is not None]
    chosen = tuple(hours for hours, point in timed if point.is_chosen)
    excluded = tuple(hours for hours, point in timed if point.is_off_slope)
    kind = SlopeKind.TIMES if chosen else SlopeKind.BEST_FIT
    return SlopeChoice(kind, chosen, excluded, decision.reason if decision else "")


def _faults(profile: Profile, points: Sequence[Point], rule: BlqRule) -> Iterator[Finding]:
    reported = [point for point in points if point.is_reported]
    for fault in find_faults(profile, rule):
        yield _named(fault, reported)


def _unit_faults(points: Sequence[Point], unit: str) -> Iterator[Finding]:
    for point in points:
        result = point.concentration
        if result is None or point.is_left_out or (result.value is None and result.lloq is None):
            continue
        if result.unit and concentration_factor(result.unit, unit) is not None:
            continue
        numbers = {"sample": point.sample.sample_id, "unit": result.unit or "", "wanted": unit}
        yield Finding("unit", "pk_unit_unfitting" if result.unit else "pk_unit_missing", numbers=numbers)


def _named(fault: Finding, reported: Sequence[Point]) -> Finding:
    """A fault with the sample that it is about in the place of a row."""
    numbers = dict(fault.numbers)
    row, other = numbers.pop("row", None), numbers.pop("second_row", None)
    if not isinstance(row, int):
        return fault
    numbers["sample"] = reported[row].sample.sample_id
    if isinstance(other, int):
        numbers["other"] = reported[other].sample.sample_id
        return Finding(fault.field, "pk_samples_at_one_time", numbers=numbers)
    return Finding(fault.field, "pk_in_sample", numbers={**numbers, "fault": Reason(fault.code, fault.numbers)})
