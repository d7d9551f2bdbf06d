"""What makes a profile uncomputable as a whole: it is refused by name, never repaired silently.

Missing samples and samples out of order are no fault: the first count as not taken, the second are sorted.
"""

import math
from collections.abc import Iterator
from itertools import pairwise

from domain.pk.profile import Profile, Sample, SlopeKind
from domain.pk.terms import BlqRule, Route
from domain.pk.units import unit_fault
from domain.reasons import Finding


def find_faults(profile: Profile, rule: BlqRule = BlqRule.AS_IS) -> tuple[Finding, ...]:
    """All faults of a profile: times, concentrations, dosing, units, points of the slope; empty if it can be computed.

    The numbers of each finding name ``row`` where a row is at fault. ``rule`` matters for half the LLOQ only.
    """
    found = (*_samples(profile), *_dosing(profile), *_units(profile))
    if found:
        return found
    return (*_half(profile, rule), *_slope(profile))


def _fault(field: str, code: str, **numbers: object) -> Finding:
    return Finding(field, code, numbers=numbers)


def _samples(profile: Profile) -> Iterator[Finding]:
    if all(sample.is_missing for sample in profile.samples):
        yield _fault("conc", "pk_no_samples")
        return
    timed: list[tuple[float, Sample]] = []
    for sample in profile.samples:
        if sample.time is None or not math.isfinite(sample.time):
            yield _fault("time", "pk_time_missing", row=sample.row)
        else:
            timed.append((sample.time, sample))
        if sample.conc is not None and sample.conc < 0:
            yield _fault("conc", "pk_conc_negative", row=sample.row, value=sample.conc)
        if sample.conc is not None and not math.isfinite(sample.conc):
            yield _fault("conc", "pk_conc_not_finite", row=sample.row)
        if sample.lloq is not None and not sample.lloq > 0:
            yield _fault("lloq", "pk_lloq_not_positive", row=sample.row, value=sample.lloq)
    timed.sort(key=lambda pair: pair[0])
    for (time, sample), (after, other) in pairwise(timed):
        if time == after:
            yield _fault("time", "pk_time_twice", row=sample.row, second_row=other.row, time=time)


def _dosing(profile: Profile) -> Iterator[Finding]:
    if profile.dose is not None and not (math.isfinite(profile.dose) and profile.dose >= 0):
        yield _fault("dose", "pk_dose_negative", value=profile.dose)
    is_infusion = profile.route is Route.IV_INFUSION
    if is_infusion and not (profile.tinf and 0 < profile.tinf < math.inf):
        yield _fault("tinf", "pk_tinf_missing")
    if not is_infusion and profile.tinf:
        yield _fault("tinf", "pk_tinf_unfitting", value=profile.tinf, route=profile.route.value)
    if profile.tau is not None and not 0 < profile.tau < math.inf:
        yield _fault("tau", "pk_tau_not_positive", value=profile.tau)
    if profile.is_steady_state and profile.tau is None:
        yield _fault("tau", "pk_tau_missing")


def _units(profile: Profile) -> Iterator[Finding]:
    for field in ("time", "conc", "dose"):
        unit = getattr(profile.units, field)
        if unit_fault(field, unit):
            yield _fault(f"{field}_unit", f"pk_unit_{field}", unit=unit)


def _half(profile: Profile, rule: BlqRule) -> Iterator[Finding]:
    """Half the LLOQ needs an LLOQ, but only where it is used: between quantifiable samples."""
    if rule is not BlqRule.HALF_MIDDLE:
        return
    below: list[Sample] = []
    is_begun = False
    for sample in sorted(profile.samples, key=lambda sample: sample.time or 0.0):
        if is_below(sample):
            below += [sample] if is_begun else []
        elif not sample.is_missing:
            for middle in below:
                if middle.lloq is None:
                    yield _fault("lloq", "pk_lloq_missing", row=middle.row)
            below, is_begun = [], True


def is_below(sample: Sample) -> bool:
    """Whether a sample counts as below the limit under every rule but as-is: by word, by number, or 0."""
    if sample.conc is None:
        return sample.is_blq
    return sample.is_blq or sample.conc == 0 or (sample.lloq is not None and sample.conc < sample.lloq)


def _slope(profile: Profile) -> Iterator[Finding]:
    choice = profile.slope
    times = {sample.time for sample in profile.samples}
    wanted = choice.points if choice.kind is SlopeKind.TIMES else ()
    for time in (*wanted, *choice.excluded):
        if time not in times:
            yield _fault("slope", "pk_slope_no_sample", time=time)
    if choice.kind is SlopeKind.NUMBERS:
        for number in choice.points:
            if not (float(number).is_integer() and 1 <= number <= len(profile.samples)):
                yield _fault("slope", "pk_slope_no_number", number=number, samples=len(profile.samples))
