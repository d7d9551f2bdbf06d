"""Many profiles as arrays, one row each: what the engine computes on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.pk.profile import Profile, SlopeChoice, SlopeKind
from domain.pk.terms import Route
from domain.pk.units import Units

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

ROUTES = tuple(Route)


def in_any(mask: Bools) -> Bools:
    """Whether a statement holds anywhere in each profile (P,)."""
    return np.asarray(mask.any(axis=1), dtype=np.bool_)


@dataclass(frozen=True)
class Batch:
    """P profiles of at most S samples.

    Attributes:
        time: (P, S), strictly increasing, NaN after the last sample.
        conc: (P, S), not negative, NaN where there is no number.
        blq: (P, S), whether reported as below the limit of quantification.
        lloq: (P, S), NaN where not known.
        route: (P,), place in ``ROUTES``.
        dose: (P,), NaN where not known.
        tinf: (P,), 0 for other routes than infusion.
        tau: (P,), NaN where there is no dosing interval.
        steady: (P,), whether at steady state.
        by_hand: (P,), whether a person chose the points of the terminal slope.
        chosen: (P, S), the points that a person chose.
        excluded: (P, S), the points that a person forbade.
        reference: (P,), the profile that accumulation is measured against, -1 for none.
        units: the units by profile.
    """

    time: Floats
    conc: Floats
    blq: Bools
    lloq: Floats
    route: Ints
    dose: Floats
    tinf: Floats
    tau: Floats
    steady: Bools
    by_hand: Bools
    chosen: Bools
    excluded: Bools
    reference: Ints
    units: tuple[Units, ...]

    def __post_init__(self) -> None:
        """Refuse what must never be computed.

        Raises:
            ValueError: negative concentrations, times that do not increase, or numbers without a time. A caller that
                has asked ``find_faults`` for each profile never sees it.
        """
        with np.errstate(invalid="ignore"):
            if np.any(self.conc < 0):
                raise ValueError("a concentration is negative")
            if np.any(np.diff(self.time, axis=1) <= 0):
                raise ValueError("times do not increase")
        if np.any(np.isnan(self.time) & (np.isfinite(self.conc) | self.blq)):
            raise ValueError("a sample has no time")

    @property
    def size(self) -> int:
        """How many profiles there are."""
        return len(self.time)

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> "Batch":
        """Pack profiles without faults; samples are sorted by time."""
        count = len(profiles)
        width = max((len(profile.samples) for profile in profiles), default=0)
        time, conc, lloq = (np.full((count, width), np.nan) for _ in range(3))
        blq, chosen, excluded = (np.zeros((count, width), dtype=np.bool_) for _ in range(3))
        places = {(profile.subject, profile.cycle): at for at, profile in enumerate(profiles)}
        reference = np.full(count, -1, dtype=np.intp)
        for at, profile in enumerate(profiles):
            samples = sorted(profile.samples, key=lambda sample: np.inf if sample.time is None else sample.time)
            end = len(samples)
            time[at, :end] = [np.nan if sample.time is None else sample.time for sample in samples]
            conc[at, :end] = [np.nan if sample.conc is None else sample.conc for sample in samples]
            blq[at, :end] = [sample.is_blq for sample in samples]
            lloq[at, :end] = [np.nan if sample.lloq is None else sample.lloq for sample in samples]
            if profile.slope.points or profile.slope.excluded:
                quantifiable = np.isfinite(conc[at]) & (conc[at] > 0) & ~blq[at]
                chosen[at] = _choose(profile.slope, time[at], quantifiable)
                excluded[at] = np.isin(time[at], profile.slope.excluded)
            if profile.reference is not None:
                reference[at] = places.get((profile.subject, profile.reference), -1)
        return cls(
            time=time,
            conc=conc,
            blq=blq,
            lloq=lloq,
            route=np.array([ROUTES.index(profile.route) for profile in profiles], dtype=np.intp),
            dose=np.array([profile.dose or np.nan for profile in profiles], dtype=np.float64),
            tinf=np.array([profile.tinf or 0.0 for profile in profiles], dtype=np.float64),
            tau=np.array([profile.tau or np.nan for profile in profiles], dtype=np.float64),
            steady=np.array([profile.is_steady_state for profile in profiles], dtype=np.bool_),
            by_hand=np.array([profile.slope.kind is not SlopeKind.BEST_FIT for profile in profiles], dtype=np.bool_),
            chosen=chosen,
            excluded=excluded,
            reference=reference,
            units=tuple(profile.units for profile in profiles),
        )


def _choose(choice: SlopeChoice, time: Floats, quantifiable: Bools) -> Bools:
    """The samples (S,) that a choice by hand means."""
    points = choice.points
    if choice.kind is SlopeKind.TIMES:
        return np.isin(time, points)
    if choice.kind is SlopeKind.RANGE:
        with np.errstate(invalid="ignore"):
            return np.asarray((time >= points[0]) & (time <= points[1]), dtype=np.bool_)
    mask = np.zeros(len(time), dtype=np.bool_)
    if choice.kind is SlopeKind.NUMBERS:
        mask[[int(number) - 1 for number in points]] = True
    elif choice.kind is SlopeKind.LAST:
        mask[np.flatnonzero(quantifiable & ~np.isin(time, choice.excluded))[-int(points[0]) :]] = True
    return mask
