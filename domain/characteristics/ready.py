"""Ready scenarios of true toxicity, as data: shapes that are fitted to however many levels a part has."""

from dataclasses import dataclass

from domain.characteristics.scenario import Scenario


@dataclass(frozen=True)
class ReadyScenario:
    """A shape.

    Attributes:
        key: short name.
        title: its name, in English.
        about: one line on what it stands for.
        shape: probability of a DLT at points that are evenly spaced from the lowest to the highest level.
    """

    key: str
    title: str
    about: str
    shape: tuple[float, ...]

    def dlt(self, levels: int) -> tuple[float, ...]:
        """The shape over so many levels, to two decimals."""
        last = len(self.shape) - 1
        found = []
        for level in range(levels):
            place = level * last / (levels - 1) if levels > 1 else 0.0
            low = min(int(place), last - 1)
            value = self.shape[low] + (place - low) * (self.shape[low + 1] - self.shape[low])
            found.append(round(value, 2))
        return tuple(found)


READY = (
    ReadyScenario(
        "middle",
        "MTD in the middle",
        "the risk rises from the middle of the ladder on",
        (0.01, 0.01, 0.03, 0.08, 0.20, 0.35, 0.50, 0.65),
    ),
    ReadyScenario(
        "safe",
        "Safe",
        "every level lies below one DLT in six",
        (0.01, 0.01, 0.02, 0.02, 0.03, 0.05, 0.08, 0.12),
    ),
    ReadyScenario(
        "steep",
        "Steep",
        "little risk at first, then much at once",
        (0.01, 0.01, 0.02, 0.03, 0.05, 0.30, 0.55, 0.75),
    ),
    ReadyScenario(
        "toxic",
        "Toxic start",
        "the first level is above one DLT in six already",
        (0.25, 0.35, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70),
    ),
)

# P(moderate toxicity without a DLT) of the ready scenarios: twice P(DLT), within these limits.
MODERATE_FACTOR, MODERATE_LEAST, MODERATE_MOST = 2.0, 0.05, 0.30


def usual_moderate(dlt: float) -> float:
    """The probability of a moderate toxicity that goes with one of a DLT."""
    return round(min(max(MODERATE_LEAST, MODERATE_FACTOR * dlt), MODERATE_MOST, 1.0 - dlt), 4)


def scenario_of(ready: ReadyScenario, levels: int) -> Scenario:
    """A ready scenario with its moderate toxicities."""
    dlt = ready.dlt(levels)
    return Scenario(dlt, tuple(map(usual_moderate, dlt)))
