"""The named designs to compare with, and the rules that a protocol's registration leaves open."""

from dataclasses import dataclass
from itertools import groupby

from domain.characteristics.figures import Characteristics
from domain.characteristics.scenario import Scenario
from domain.characteristics.variants import VARIANTS, Reading, Variant, accelerated, diff_readings, variant_of
from domain.protocol.model import Part, Protocol, Rules


@dataclass(frozen=True)
class NamedDesign:
    """One of the designs that are all called 3+3, without acceleration.

    Attributes:
        title: in English.
    """

    variant: Variant
    title: str

    def rules(self, like: Rules) -> Rules:
        """The design as rules; group sizes and start level as in a protocol."""
        return accelerated(self.variant.apply(like), 0)


_TITLES = {
    "search-down-confirm": "3+3, top confirmed",
    "search-down": "3+3, top stopped",
    "no-search-down": "3+3, no search-down",
}
NAMED = tuple(NamedDesign(one, _TITLES[one.name]) for one in VARIANTS if one.name in _TITLES)


def named_design_of(rules: Rules) -> NamedDesign | None:
    """The named design that the 3+3 part of a protocol is; None where it is none of them."""
    own = variant_of(rules)
    return next((design for design in NAMED if design.variant == own), None)


def most_likely_level(answer: Characteristics) -> int:
    """The level that is most often the MTD; 0 is "no tolerable dose"."""
    return max(range(len(answer.selection)), key=lambda level: answer.selection[level])


# --- open readings ------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenRule:
    """A rule that the registration does not state.

    Attributes:
        path: of the value in the protocol file.
        readings: the one taken first; empty where the exact characteristics don't depend on it.
    """

    path: str
    readings: tuple[Reading, ...]


def open_rules(protocol: Protocol, part: Part, scenario: Scenario) -> tuple[OpenRule, ...]:
    """The assumptions among a part's rules, those first that the exact characteristics depend on."""
    by_path = {
        path: tuple(readings)
        for path, readings in groupby(diff_readings(protocol, part, scenario), key=lambda one: one.path)
    }
    prefix = f"parts.{part.part_id}.rules."
    without = [path for path in protocol.assumptions if path.startswith(prefix) and path not in by_path]
    return (
        *(OpenRule(path, readings) for path, readings in by_path.items()),
        *(OpenRule(path, ()) for path in without),
    )
