"""What the Design page asks: the named designs, what is open in a protocol's words, and the next outcomes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import comb
from typing import NamedTuple

from domain.characteristics.exact import Characteristics, Scenario, exact_characteristics
from domain.characteristics.graph import moderate_matters
from domain.characteristics.variants import VARIANTS, Reading, Variant, accelerated, diff_readings, variant_of
from domain.escalation.recommend import history_of, recommend_next
from domain.escalation.recommendation import Recommendation, TreatedSubject
from domain.escalation.tallies import count_outcomes
from domain.notation import Group
from domain.protocol.model import Part, Protocol, Rules
from domain.terms import Outcome
from ui.text import marked


@dataclass(frozen=True)
class NamedDesign:
    """One of the designs that are all called 3+3, without acceleration.

    Attributes:
        title: English, translated by the view.
    """

    variant: Variant
    title: str

    def rules(self, like: Rules) -> Rules:
        """The design as rules; group sizes and start level as in a protocol."""
        return accelerated(self.variant.apply(like), 0)


_TITLES = {
    "search-down-confirm": marked("3+3, top confirmed"),
    "search-down": marked("3+3, top stopped"),
    "no-search-down": marked("3+3, no search-down"),
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


# --- next outcomes ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Branch:
    """One way the outcomes to come can fall.

    Attributes:
        dlts: how many of them are DLTs.
        moderates: "none", "some", or "" where a moderate toxicity makes no difference.
        chance: under the scenario.
        then: what the rules would recommend.
        after: the characteristics from there on.
    """

    dlts: int
    moderates: str
    chance: float
    then: Recommendation
    after: Characteristics


@dataclass(frozen=True)
class Outcomes:
    """The next outcomes at a level: to_come subjects, dosed and awaited or still to be dosed."""

    dose_level: int
    to_come: int
    branches: tuple[Branch, ...]


def next_outcomes(
    part: Part, subjects: Sequence[TreatedSubject], scenario: Scenario, *, with_optional: bool
) -> Outcomes | None:
    """Where each number of DLTs among the outcomes to come leads; None where none is to come."""
    now = recommend_next(part, subjects, with_optional=with_optional)
    level = now.dose_level
    waiting = [one for one in subjects if one.dose_level == level and one.outcome.is_pending]
    known = [one for one in subjects if not (one.dose_level == level and one.outcome.is_pending)]
    to_come = len(waiting) + now.subjects
    if level is None or not to_come or level > len(scenario.dlt):
        return None
    seen = sum(one.outcome.is_moderate for one in waiting)
    counts = tuple(
        count_outcomes(one.outcome for one in known if one.dose_level == number)
        for number in range(1, len(scenario.dlt) + 1)
    )
    matters = moderate_matters(part.rules, counts, level)
    groups: dict[tuple[object, ...], list[_Fall]] = {}
    for dlts, moderates, chance in _falls(to_come, seen, scenario, level, matters=matters):
        letters = [Outcome.DLT] * dlts + [Outcome.MODERATE] * moderates
        letters += [Outcome.NO_DLT] * (to_come - len(letters))
        after = [*known, *(TreatedSubject(level, letter) for letter in letters)]
        then = recommend_next(part, after, with_optional=with_optional)
        fall = _Fall(dlts, moderates, chance, then, history_of(after))
        groups.setdefault((dlts, then.action, then.dose_level, then.subjects), []).append(fall)
    parted = Counter(key[0] for key in groups)
    branches = []
    for group in groups.values():
        first = group[0]
        split = "" if parted[first.dlts] == 1 else "some" if first.moderates else "none"
        end = _mixed(part.rules, scenario, [(fall.chance, fall.history) for fall in group])
        branches.append(Branch(first.dlts, split, sum(fall.chance for fall in group), first.then, end))
    return Outcomes(level, to_come, tuple(branches))


class _Fall(NamedTuple):
    """One way the outcomes fall, with what the rules then recommend."""

    dlts: int
    moderates: int
    chance: float
    then: Recommendation
    history: tuple[Group, ...]


def _falls(to_come: int, seen: int, scenario: Scenario, level: int, *, matters: bool) -> list[tuple[int, int, float]]:
    """Every (DLTs, moderate toxicities) with its probability; of some awaited a moderate toxicity was seen already."""
    dlt = scenario.dlt[level - 1]
    moderate = scenario.moderates[level - 1] if matters else 0.0
    rest, mild = to_come - seen, max(0.0, 1 - dlt - moderate)
    ends: dict[tuple[int, int], float] = {}
    for of_seen in range(seen + 1):
        weight = comb(seen, of_seen) * dlt**of_seen * (1 - dlt) ** (seen - of_seen)
        for dlts in range(rest + 1):
            for moderates in range(rest - dlts + 1 if moderate > 0 else 1):
                ways = comb(rest, dlts) * comb(rest - dlts, moderates)
                chance = ways * dlt**dlts * moderate**moderates * mild ** (rest - dlts - moderates)
                key = (of_seen + dlts, seen - of_seen + moderates)
                ends[key] = ends.get(key, 0.0) + weight * chance
    return [(*key, ends[key]) for key in sorted(ends)]


def _mixed(rules: Rules, scenario: Scenario, ways: Sequence[tuple[float, tuple[Group, ...]]]) -> Characteristics:
    """The characteristics after several histories, each with its weight."""
    whole = sum(weight for weight, _ in ways) or 1.0
    parts = [
        (weight / whole, _after(rules, scenario, history)) for weight, history in ways if weight > 0 or len(ways) == 1
    ] or [(1.0, _after(rules, scenario, ways[0][1]))]
    if len(parts) == 1:
        return parts[0][1]

    def mean(field: str) -> tuple[float, ...]:
        columns = zip(*(getattr(one, field) for _, one in parts), strict=True)
        return tuple(sum(share * value for (share, _), value in zip(parts, row, strict=True)) for row in columns)

    return Characteristics(
        mean("selection"),
        sum(share * one.not_reached for share, one in parts),
        sum(share * one.undecided for share, one in parts),
        mean("expected_subjects"),
        mean("expected_dlts"),
    )


@lru_cache(maxsize=256)
def _after(rules: Rules, scenario: Scenario, history: tuple[Group, ...]) -> Characteristics:
    return exact_characteristics(rules, scenario, history=history, with_distributions=False)
