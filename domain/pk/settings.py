"""How an analysis is done: the choices that a method line says."""

from dataclasses import dataclass

from domain.pk.terms import AucMethod, BlqRule

CANDIDATE_TOLERANCE = 1e-4
LEAST_POINTS = 3


@dataclass(frozen=True)
class Settings:
    """The choices of an analysis; all else is fixed.

    Attributes:
        method: the rule for areas.
        blq_rule: what stands for concentrations below the limit of quantification.
        partials: (from, to) of partial areas, in the unit of time, from < to.
        least_r2adj: below this adjusted R² a terminal slope is flagged.
        least_span: so many half-lives should lie between its first and last point, else it is flagged.
        most_extrapolated: above this percentage of AUCinf beyond the last sample it is flagged.
    """

    method: AucMethod = AucMethod.LINEAR
    blq_rule: BlqRule = BlqRule.AS_IS
    partials: tuple[tuple[float, float], ...] = ()
    least_r2adj: float = 0.8
    least_span: float = 2.0
    most_extrapolated: float = 20.0

    def __post_init__(self) -> None:
        """Refuse a partial area that is none.

        Raises:
            ValueError: an interval does not begin at 0 or later, or does not end after it begins.
        """
        if any(not 0 <= start < end for start, end in self.partials):
            raise ValueError("a partial area goes from 0 or later to a later time")
