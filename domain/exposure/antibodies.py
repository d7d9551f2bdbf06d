"""What the antibody results of a subject come to: at baseline, induced or boosted by treatment, lasting, neutralising.

Source: Shankar et al., AAPS J 2014; 16:658-673 (treatment-induced, treatment-boosted, transient, persistent). Ours: a
boost is asked for by its factor (4 by default), and persistence by the time between the first and the last positive
sample (16 weeks) or a positive last sample.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum

from domain.reasons import Reason
from domain.records import AdaResult
from domain.study import Study
from domain.terms import AntibodyResult

BOOST = Decimal(4)
LASTING = timedelta(weeks=16)


class AntibodyStatus(StrEnum):
    """What the results of a subject come to."""

    NOT_ASSESSED = "not assessed"
    NEGATIVE = "negative"
    BASELINE_ONLY = "baseline only"
    PRE_EXISTING = "pre-existing"
    INDUCED = "treatment-induced"
    BOOSTED = "treatment-boosted"
    NO_BASELINE = "positive, no baseline"

    @property
    def is_emergent(self) -> bool:
        """Brought about by treatment."""
        return self in (AntibodyStatus.INDUCED, AntibodyStatus.BOOSTED)


class Persistence(StrEnum):
    """How long treatment-induced antibodies were found."""

    TRANSIENT = "transient"
    PERSISTENT = "persistent"


@dataclass(frozen=True)
class AntibodyFindings:
    """What is known of the antibodies of one subject.

    Attributes:
        baseline: the last reported result before the first dose; None where there is none.
        later: the reported results after it, oldest first.
        reasons: why the status is what it is.
        persistence: of treatment-induced antibodies.
        is_neutralising: whether a positive sample after the first dose neutralises; None where that was not measured.
        zone: of the site.
    """

    status: AntibodyStatus
    baseline: AdaResult | None
    later: tuple[AdaResult, ...]
    reasons: tuple[Reason, ...]
    persistence: Persistence | None
    is_neutralising: bool | None
    zone: tzinfo

    @property
    def is_evaluable(self) -> bool:
        """Whether a result after the first dose was reported."""
        return bool(self.later)

    @property
    def is_positive(self) -> bool:
        """Whether any sample after the first dose was positive."""
        return any(_is_positive(one) for one in self.later)

    def mark_at(self, start: datetime, hours: float) -> Reason | None:
        """Whether antibodies had been found up to so many hours after a moment; None where nothing is known."""
        until = start + timedelta(hours=hours)
        known = [one for one in (self.baseline, *self.later) if one and one.taken_at.earliest(self.zone) <= until]
        if not known:
            return None
        return Reason("ada_positive_by_then" if any(map(_is_positive, known)) else "ada_negative_by_then")


def antibody_findings(
    study: Study, subject_id: str, *, drug: str | None = None, boost: Decimal = BOOST
) -> AntibodyFindings:
    """What a subject's antibody results come to at the cut-off.

    Args:
        study: at the cut-off.
        subject_id: of the subject.
        drug: only antibodies against this one.
        boost: the factor by which a titre has to exceed that at baseline.
    """
    first = study.first_dose(subject_id)
    results = [
        one
        for one in study.antibodies_of(subject_id)
        if one.result is not AntibodyResult.NOT_REPORTED
        and (drug is None or one.drug.strip().casefold() == drug.strip().casefold())
    ]
    return judge_antibodies(results, first.started_at if first else None, zone=study.zone, boost=boost)


def judge_antibodies(
    results: Sequence[AdaResult], first_dose_at: datetime | None, *, zone: tzinfo, boost: Decimal = BOOST
) -> AntibodyFindings:
    """What reported results come to.

    A sample whose date leaves open whether it was taken before the first dose, as one with the day only, counts as
    baseline: on the day of the first dose the sample is taken before it.

    Args:
        results: of one subject and drug, none of them unreported.
        first_dose_at: None before the first dose; every sample is then one at baseline.
        zone: of the site.
        boost: the factor by which a titre has to exceed that at baseline.
    """
    ordered = sorted(results, key=lambda one: (one.taken_at.earliest(zone), one.taken_at.latest(zone)))
    is_before = [first_dose_at is None or one.taken_at.earliest(zone) <= first_dose_at for one in ordered]
    before = [one for one, early in zip(ordered, is_before, strict=True) if early]
    later = tuple(one for one, early in zip(ordered, is_before, strict=True) if not early)
    baseline = before[-1] if before else None
    status, reasons = _status(baseline, later, boost)
    positive = [one for one in later if _is_positive(one)]
    lasting = _persistence(later, positive, zone) if status is AntibodyStatus.INDUCED else None
    return AntibodyFindings(status, baseline, later, reasons, lasting, _neutralising(positive), zone)


def _is_positive(one: AdaResult) -> bool:
    return one.result is AntibodyResult.POSITIVE


def _status(
    baseline: AdaResult | None, later: Sequence[AdaResult], boost: Decimal
) -> tuple[AntibodyStatus, tuple[Reason, ...]]:
    if not later:
        if baseline is not None and _is_positive(baseline):
            return AntibodyStatus.BASELINE_ONLY, (Reason("ada_no_later_sample"),)
        return AntibodyStatus.NOT_ASSESSED, (Reason("ada_no_later_sample"),)
    positive = [one for one in later if _is_positive(one)]
    if baseline is None:
        if positive:
            return AntibodyStatus.NO_BASELINE, (Reason("ada_no_baseline"),)
        return AntibodyStatus.NEGATIVE, (Reason("ada_no_baseline"),)
    if not _is_positive(baseline):
        if not positive:
            return AntibodyStatus.NEGATIVE, ()
        return AntibodyStatus.INDUCED, (Reason("ada_induced", {"at": positive[0].taken_at}),)
    if not positive:
        return AntibodyStatus.BASELINE_ONLY, (Reason("ada_gone"),)
    return _boosted(baseline, positive, boost)


def _boosted(
    baseline: AdaResult, positive: Sequence[AdaResult], boost: Decimal
) -> tuple[AntibodyStatus, tuple[Reason, ...]]:
    titres = [one.titre for one in positive if one.titre is not None]
    if baseline.titre is None or not titres:
        return AntibodyStatus.PRE_EXISTING, (Reason("ada_no_titre"),)
    numbers = {"baseline": baseline.titre, "highest": max(titres), "factor": boost}
    if max(titres) >= boost * baseline.titre:
        return AntibodyStatus.BOOSTED, (Reason("ada_boosted", numbers),)
    return AntibodyStatus.PRE_EXISTING, (Reason("ada_not_boosted", numbers),)


def _persistence(later: Sequence[AdaResult], positive: Sequence[AdaResult], zone: tzinfo) -> Persistence:
    span = positive[-1].taken_at.earliest(zone) - positive[0].taken_at.earliest(zone)
    if _is_positive(later[-1]) or span >= LASTING:
        return Persistence.PERSISTENT
    return Persistence.TRANSIENT


def _neutralising(positive: Sequence[AdaResult]) -> bool | None:
    found = [one.neutralising for one in positive if one.neutralising is not AntibodyResult.NOT_REPORTED]
    return AntibodyResult.POSITIVE in found if found else None
