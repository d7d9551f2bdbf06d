"""Concentrations of an antibody after intravenous infusions: two compartments, faster clearance at low doses.

Usual sizes for IgG antibodies: central volume about 3 L, clearance about 0.2 L a day, half-life of two to three weeks;
below target saturation they are cleared several times as fast. The model is linear within a subject.
Source: Gabrielsson and Weiner, Pharmacokinetic and Pharmacodynamic Data Analysis, two-compartment infusion model.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

_CLEARANCE = 0.0095
_SATURATING_MG = 40.0
_EXTRA = 2.5
_BETWEEN = 0.22


@dataclass(frozen=True)
class Kinetics:
    """Parameters of one subject: L/h and L."""

    clearance: float
    central: float
    between: float
    peripheral: float

    def concentration(self, hours: float, infusions: Sequence[tuple[float, float, float]]) -> float:
        """Concentration in mg/L at a time.

        Args:
            hours: on any clock.
            infusions: start on that clock, duration in hours, dose in mg.
        """
        out, there, back = self.clearance / self.central, self.between / self.central, self.between / self.peripheral
        total = out + there + back
        root = math.sqrt(total * total - 4 * out * back)
        fast, slow = (total + root) / 2, (total - root) / 2
        amount = 0.0
        for start, duration, dose in infusions:
            since = hours - start
            if since <= 0:
                continue
            for rate, share in ((fast, (fast - back) / (fast - slow)), (slow, (back - slow) / (fast - slow))):
                during = 1 - math.exp(-rate * min(since, duration))
                amount += dose / duration * share / rate * during * math.exp(-rate * max(0.0, since - duration))
        return amount / self.central


def draw_kinetics(dose_mg: float, weight_kg: float, chance: random.Random) -> Kinetics:
    """The parameters of a subject.

    Args:
        dose_mg: of one infusion; low doses are cleared by the target as well.
        weight_kg: larger subjects have larger volumes.
        chance: of the variation between subjects.
    """
    size = weight_kg / 70

    def varied(value: float) -> float:
        return value * math.exp(chance.gauss(0, _BETWEEN))

    saturated = 1 + _EXTRA / (1 + dose_mg / _SATURATING_MG)
    return Kinetics(varied(_CLEARANCE * saturated) * size**0.75, varied(3.1) * size, 0.022, 2.4 * size)
