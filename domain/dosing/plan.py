"""How a dose is prepared and changed: the ``[parts.dosing]`` table of a protocol file."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class WeightFrom(StrEnum):
    """Which body weight a dose per kg is reckoned from."""

    LATEST = "latest"
    FIRST = "first"
    CHANGED = "first unless changed"


@dataclass(frozen=True)
class DosingPlan:
    """Preparation and change of doses in a part.

    Attributes:
        weight: which weight counts.
        weight_change_percent: with "first unless changed", a change by so much takes the latest weight.
        round_mg: doses are rounded to the nearest multiple of this; 0 for none.
        concentration_mg_per_ml: of the drug as supplied; None where the pharmacist gives it.
        cap_mg: most for one administration; None without a cap.
        may_reduce: whether a dose may be lowered.
        increase_after_cycles: cycles that a subject must have had before the dose may be raised one level; None where
            it may not be.
    """

    weight: WeightFrom = WeightFrom.CHANGED
    weight_change_percent: int = 10
    round_mg: Decimal = Decimal(0)
    concentration_mg_per_ml: Decimal | None = None
    cap_mg: Decimal | None = None
    may_reduce: bool = False
    increase_after_cycles: int | None = None
