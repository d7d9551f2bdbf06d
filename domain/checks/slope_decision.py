"""Checks on a person's choice for the terminal slope of a profile."""

from collections.abc import Iterator
from datetime import datetime

from domain.exposure.of_study import profile_of
from domain.pk.settings import LEAST_POINTS
from domain.reasons import Finding
from domain.records import SlopeDecision
from domain.study import Study


def check_slope_decision(study: Study, decision: SlopeDecision, *, now: datetime) -> list[Finding]:
    """What is wrong with a choice.

    Args:
        study: as entered now.
        decision: as it would be.
        now: moment of entry, aware.
    """
    return [*_check_values(study, decision, now), *_check_samples(study, decision)]


def _check_values(study: Study, decision: SlopeDecision, now: datetime) -> Iterator[Finding]:
    if not decision.reason.strip():
        yield Finding("reason", "slope_needs_reason")
    if decision.decided_at > now:
        yield Finding("decided_at", "in_future")
    # An earlier choice may be taken back altogether; the record stays and says why.
    is_correction = any(one.record_id == decision.record_id for one in study.slope_decisions_of(decision.subject_id))
    if decision.is_withdrawn and not is_correction:
        yield Finding("chosen", "slope_nothing_decided")
    for other in study.slope_decisions_of(decision.subject_id):
        same = (other.cycle, other.analyte.casefold()) == (decision.cycle, decision.analyte.casefold())
        if same and other.record_id != decision.record_id:
            yield Finding("cycle", "slope_decided_already", numbers={"by": other.decided_by, "at": other.decided_at})


def _check_samples(study: Study, decision: SlopeDecision) -> Iterator[Finding]:
    profile = profile_of(study, decision.subject_id, decision.cycle, decision.analyte)
    if profile is None:
        yield Finding("cycle", "slope_no_profile", numbers={"cycle": decision.cycle, "analyte": decision.analyte})
        return
    usable = {point.sample.sample_id for point in profile.made.points if point.is_reported and point.value is not None}
    for name in ("chosen", "excluded"):
        strange = [one for one in getattr(decision, name) if one not in usable]
        if strange:
            yield Finding(name, "slope_sample_unusable", numbers={"samples": ", ".join(strange)})
    both = [one for one in decision.chosen if one in decision.excluded]
    if both:
        yield Finding("excluded", "slope_chosen_and_excluded", numbers={"samples": ", ".join(both)})
    if 0 < len(set(decision.chosen)) < LEAST_POINTS:
        yield Finding("chosen", "slope_three_points", numbers={"points": len(set(decision.chosen))})
