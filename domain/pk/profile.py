"""A concentration profile as it was measured: one subject, one dose, samples over time."""

from dataclasses import dataclass, field
from enum import Enum

from domain.pk.terms import Route
from domain.pk.units import Units


@dataclass(frozen=True)
class Sample:
    """A sample.

    Attributes:
        time: since the dose; negative before it; None where it is not known, which is refused.
        conc: None where nothing was reported (the sample counts as not taken) or where it is below LLOQ.
        is_blq: reported as below the limit of quantification, without a number.
        lloq: the limit of quantification, in the unit of the concentration.
        row: of the file it comes from, for findings.
    """

    time: float | None
    conc: float | None
    is_blq: bool = False
    lloq: float | None = None
    row: int = 0

    @property
    def is_missing(self) -> bool:
        """Whether there is no result at all."""
        return self.conc is None and not self.is_blq


class SlopeKind(Enum):
    """Who chose the points of the terminal slope."""

    BEST_FIT = "best fit"
    TIMES = "times"
    RANGE = "range"
    NUMBERS = "numbers"
    LAST = "last"


@dataclass(frozen=True)
class SlopeChoice:
    """Which samples make the terminal slope.

    Attributes:
        kind: best adjusted R², or by hand: sample times, first and last time, sample numbers (the first in time is
            1), or how many last quantifiable samples.
        points: the times, the two times, the numbers or the count.
        excluded: times of samples that must not be used, whoever chooses.
        reason: why a person chose or excluded, for the audit trail and the listing.
    """

    kind: SlopeKind = SlopeKind.BEST_FIT
    points: tuple[float, ...] = ()
    excluded: tuple[float, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Profile:
    """The samples after one dose of one subject, times relative to that dose.

    Attributes:
        subject: the subject.
        samples: in any order.
        route: how the dose went in.
        dose: in ``units.dose``; None or 0 where clearance and volume are not wanted.
        tinf: duration of the infusion; None for other routes.
        tau: dosing interval; None where there is none.
        is_steady_state: whether the dose was one of many, in balance.
        cycle: "" where the file has none.
        reference: the cycle of this subject that accumulation is measured against; None for none.
        units: the units of all numbers.
        slope: who chooses the terminal slope.
    """

    subject: str
    samples: tuple[Sample, ...]
    route: Route = Route.EXTRAVASCULAR
    dose: float | None = None
    tinf: float | None = None
    tau: float | None = None
    is_steady_state: bool = False
    cycle: str = ""
    reference: str | None = None
    units: Units = field(default_factory=Units)
    slope: SlopeChoice = field(default_factory=SlopeChoice)
