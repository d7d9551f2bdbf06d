"""The next outcomes at a level: with what probability each falls, what the rules then recommend, and what follows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb
from typing import NamedTuple

from domain.characteristics.exact import exact_characteristics
from domain.characteristics.figures import Characteristics
from domain.characteristics.graph import moderate_matters
from domain.characteristics.scenario import Scenario
from domain.escalation.recommend import history_of, recommend_next
from domain.escalation.recommendation import Recommendation, TreatedSubject
from domain.escalation.tallies import count_outcomes
from domain.notation import Group
from domain.protocol.model import Part, Rules
from domain.terms import Outcome


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
    whole = sum(weight for weight, _ in ways)
    if not whole or len(ways) == 1:
        return _after(rules, scenario, ways[0][1])
    parts = [(weight / whole, _after(rules, scenario, history)) for weight, history in ways if weight > 0]

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
