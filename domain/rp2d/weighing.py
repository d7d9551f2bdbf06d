"""Levels of a part side by side: all that the recommended dose is weighed by (ESC-12, AE-6).

Subjects count at the level that they were enrolled at, each once a line; parts are never pooled. A share is always
given as subjects of subjects, any other number with how many it was made of.

Source: BAT6021 and BAT6026 registrations, escalation rules: events outside the DLT window that meet the definition, and
other safety information, do not drive escalation and are to be taken into account for the recommended dose.
"""

import statistics
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from domain.dosing.intensity import DoseIntensity, derive_intensity
from domain.escalation.status import PartStatus
from domain.escalation.tallies import tally_outcomes
from domain.evaluability import Assessment, Bearing, bearing_of, is_inside
from domain.reasons import Reason
from domain.records import AdverseEvent, Concentration
from domain.records.recommended_dose import WeighedTopic
from domain.rp2d.figures import Amount, Figure, Share, WeighedDoses
from domain.rp2d.weighed_response import weigh_response
from domain.safety.actions import leads_to_withdrawal
from domain.safety.clocks import is_suspected
from domain.safety.emergence import emergent_grade
from domain.safety.grades import steps_of
from domain.terms import EndReason, Grade

_CHANGES: tuple[tuple[str, Callable[[DoseIntensity], int]], ...] = (
    ("reduced", lambda one: one.reduced),
    ("delayed", lambda one: one.delayed),
    ("interrupted", lambda one: one.interrupted),
    ("omitted", lambda one: one.omitted),
)

# The median of few cycles may lie between two; of percentages nobody needs a half.
_HALVES_BELOW = 10


def weigh_doses(status: PartStatus) -> WeighedDoses:
    """Everything that is weighed, for each level that holds treated subjects, at the study's cut-off."""
    levels = tuple(sorted({one.dose_level for one in status.assessments}))
    figures = [
        *_verdicts(status, levels),
        *_events(status, levels),
        *_doses(status, levels),
        *_discontinuation(status, levels),
        *_exposure(status, levels),
        *weigh_response(status, levels),
        *_antibodies(status, levels),
    ]
    return WeighedDoses(levels, tuple(figures))


def _verdicts(status: PartStatus, levels: Sequence[int]) -> Iterable[Figure]:
    tallies = [tally_outcomes(level, (one.outcome for one in status.at_level(level))) for level in levels]
    topic = WeighedTopic.DLT
    yield Figure("treated", topic, Reason("rp2d_treated"), tuple(one.treated for one in tallies))
    yield Figure("evaluable", topic, Reason("rp2d_evaluable"), tuple(one.evaluable for one in tallies))
    if any(one.pending for one in tallies):
        yield Figure(
            "awaited", topic, Reason("rp2d_awaited"), tuple(Share(one.pending, one.treated) for one in tallies)
        )
    yield Figure("dlt", topic, Reason("rp2d_dlt"), tuple(Share(one.dlt, one.evaluable) for one in tallies))


def _events(status: PartStatus, levels: Sequence[int]) -> Iterable[Figure]:
    has_definition = status.part.dlt is not None
    yield Figure(
        "outside",
        WeighedTopic.OUTSIDE_WINDOW,
        Reason("rp2d_outside"),
        tuple(_count_events(status, level, _meets_outside) if has_definition else None for level in levels),
    )
    yield Figure(
        "later_severe",
        WeighedTopic.LATER_TOXICITY,
        Reason("rp2d_later_severe"),
        tuple(_count_events(status, level, _severe_later) for level in levels),
    )


def _count_events(
    status: PartStatus, level: int, counts: Callable[[PartStatus, Assessment, AdverseEvent], bool]
) -> Share:
    found = [
        (one.subject_id, event.record_id)
        for one in status.at_level(level)
        for event in status.study.events_of(one.subject_id)
        if counts(status, one, event)
    ]
    return Share(len({subject_id for subject_id, _ in found}), len(status.at_level(level)), len(found))


def _meets_outside(status: PartStatus, one: Assessment, event: AdverseEvent) -> bool:
    """Whether the event meets the DLT definition, or may, but for the window (AE-6)."""
    inside = is_inside(event, one.first_dose_at, one.window_ends_at, status.study)
    return bearing_of(one, event, is_inside=inside) is Bearing.OUTSIDE_MET


def _severe_later(status: PartStatus, one: Assessment, event: AdverseEvent) -> bool:
    """Whether a related event reached grade 3 or more after the window, or can have: partial dates count (AE-8)."""
    zone = status.study.zone
    if not is_suspected(event, status.part.window.relationship):
        return False
    if emergent_grade(event, one.first_dose_at, zone) is None:
        return False
    return any(
        step.grade >= Grade.SEVERE and step.since.latest(zone) > one.window_ends_at for step in steps_of(event, zone)
    )


def _doses(status: PartStatus, levels: Sequence[int]) -> Iterable[Figure]:
    topic = WeighedTopic.DOSE_INTENSITY
    found = [
        [known for one in status.at_level(level) if (known := derive_intensity(status.study, one.subject_id))]
        for level in levels
    ]
    cycles = tuple(median_of([Decimal(one.cycles - one.omitted) for one in listed]) for listed in found)
    yield Figure("cycles", topic, Reason("rp2d_cycles"), cycles)
    for key, count in _CHANGES:
        shares = tuple(Share(sum(count(one) > 0 for one in listed), len(listed)) for listed in found)
        yield Figure(key, topic, Reason(f"rp2d_{key}"), shares)
    relative = [[one.relative_percent for one in listed if one.relative_percent is not None] for listed in found]
    yield Figure("intensity", topic, Reason("rp2d_intensity"), tuple(median_of(listed) for listed in relative))


def median_of(values: Sequence[Decimal]) -> Amount | None:
    """Median and range as they are written; None without values."""
    if not values:
        return None
    said = [_whole(value) for value in (Decimal(str(statistics.median(values))), min(values), max(values))]
    return Amount(said[0], len(values), said[1], said[2])


def _whole(value: Decimal) -> str:
    steps = 2 if value < _HALVES_BELOW else 1
    rounded = (steps * value).quantize(Decimal(1), ROUND_HALF_UP) / steps
    return f"{rounded.normalize():f}"


def _discontinuation(status: PartStatus, levels: Sequence[int]) -> Iterable[Figure]:
    shares = tuple(
        Share(sum(_gave_up(status, one) for one in status.at_level(level)), len(status.at_level(level)))
        for level in levels
    )
    yield Figure("discontinued", WeighedTopic.DISCONTINUATION, Reason("rp2d_discontinued"), shares)


def _gave_up(status: PartStatus, one: Assessment) -> bool:
    """Whether treatment was given up because of an adverse event, or a study drug was withdrawn for one."""
    ended = status.study.end_of_treatment(one.subject_id)
    if ended is not None and ended.reason is EndReason.ADVERSE_EVENT:
        return True
    return any(leads_to_withdrawal(event) for event in status.study.events_of(one.subject_id))


def _exposure(status: PartStatus, levels: Sequence[int]) -> Iterable[Figure]:
    if not status.study.entered.get(Concentration.kind):
        return ()
    # It loads numpy, which a study without concentrations does without.
    from domain.rp2d.weighed_exposure import weigh_exposure

    return weigh_exposure(status, levels)


def _antibodies(status: PartStatus, levels: Sequence[int]) -> Iterable[Figure]:
    from domain.exposure.antibodies import antibody_findings

    drugs = _antibody_drugs(status)
    for drug in drugs:
        shares = []
        for level in levels:
            found = [antibody_findings(status.study, one.subject_id, drug=drug) for one in status.at_level(level)]
            known = [one for one in found if one.is_evaluable]
            shares.append(Share(sum(one.is_positive for one in known), len(known)) if known else None)
        label = Reason("rp2d_antibodies_against" if len(drugs) > 1 else "rp2d_antibodies", {"drug": drug})
        yield Figure(f"ada {drug}", WeighedTopic.ANTIBODIES, label, tuple(shares))


def _antibody_drugs(status: PartStatus) -> tuple[str, ...]:
    """Against which drugs antibodies were found or looked for, by name."""
    found = {
        one.drug.strip().casefold(): one.drug.strip()
        for treated in status.assessments
        for one in status.study.antibodies_of(treated.subject_id)
    }
    return tuple(found[key] for key in sorted(found))
