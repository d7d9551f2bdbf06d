"""The Bayesian stopping boundary of an expansion cohort, exact: DLTs of n evaluable from which the cohort stops."""

from dataclasses import dataclass

from domain.protocol.model import Stopping
from domain.statistics.beta import incomplete_beta


@dataclass(frozen=True)
class BoundaryRow:
    """One row of the boundary.

    Attributes:
        evaluable: subjects with a verdict.
        stops_from: fewest DLTs among them that stop the cohort; None where not even all of them would.
        probability: P(DLT rate > limit) at that number; that of all of them where none stops.
    """

    evaluable: int
    stops_from: int | None
    probability: float


def probability_above(stopping: Stopping, dlt: int, evaluable: int) -> float:
    """P(DLT rate > limit) after so many DLTs, by the beta posterior.

    Args:
        stopping: prior and limit.
        dlt: at least 0, at most ``evaluable``.
        evaluable: at least 0.

    Raises:
        ValueError: the counts are impossible.
    """
    if not 0 <= dlt <= evaluable:
        raise ValueError("there are between no and all DLTs among the evaluable")
    a, b = (float(shape) for shape in stopping.prior)
    # The upper tail as the lower one of the mirrored distribution, so that a small tail keeps its digits.
    return incomplete_beta(1 - float(stopping.limit), b + evaluable - dlt, a + dlt)


def has_crossed(stopping: Stopping, dlt: int, evaluable: int) -> bool:
    """Whether so many DLTs stop the cohort."""
    return evaluable > 0 and probability_above(stopping, dlt, evaluable) >= float(stopping.probability)


def stopping_boundary(stopping: Stopping, most: int) -> tuple[BoundaryRow, ...]:
    """The boundary for 1 to ``most`` evaluable subjects."""
    rows = []
    for evaluable in range(1, most + 1):
        crossing = next((dlt for dlt in range(evaluable + 1) if has_crossed(stopping, dlt, evaluable)), None)
        told = evaluable if crossing is None else crossing
        rows.append(BoundaryRow(evaluable, crossing, probability_above(stopping, told, evaluable)))
    return tuple(rows)
