"""What the Design page asks: this protocol and the named designs under a scenario, its open readings, the next outcomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from math import comb

from PySide6.QtCore import QT_TRANSLATE_NOOP

from domain.characteristics.exact import Characteristics, Scenario, exact_characteristics
from domain.escalation.recommend import history_of, recommend_next
from domain.escalation.recommendation import Recommendation, TreatedSubject
from domain.escalation.rule import Count, is_accelerated
from domain.escalation.tallies import count_outcomes
from domain.notation import Group
from domain.protocol.model import Part, Protocol, Rules
from domain.terms import AfterExceeded, Outcome, TopLevel

# Rule parameters that the exact characteristics depend on, with values to ask about where the file lists none.
_BEARING: dict[str, tuple[object, ...]] = {
    "accelerated_levels": (0, 1, 2, 3),
    "moderate_limit": (1, 2),
    "after_exceeded": (),
    "fill": (),
    "top": (),
}


@dataclass(frozen=True)
class NamedDesign:
    """One of the designs that are all called 3+3.

    Attributes:
        key: short name.
        title: English, translated by the view.
        changes: what of a protocol's rules it fixes.
    """

    key: str
    title: str
    changes: Mapping[str, object]

    def rules(self, like: Rules) -> Rules:
        """The design as rules, without acceleration; cohort sizes and start level as in a protocol."""
        return replace(like, accelerated_levels=0, **self.changes)  # type: ignore[arg-type]

    def names(self, rules: Rules) -> bool:
        """Whether the 3+3 part of some rules is this design."""
        return all(getattr(rules, field) is value for field, value in self.changes.items())


NAMED = (
    NamedDesign(
        "confirmed",
        QT_TRANSLATE_NOOP("titrant", "3+3, top confirmed"),
        {"after_exceeded": AfterExceeded.FILL, "top": TopLevel.CONFIRM},
    ),
    NamedDesign(
        "stopped",
        QT_TRANSLATE_NOOP("titrant", "3+3, top stopped"),
        {"after_exceeded": AfterExceeded.FILL, "top": TopLevel.STOP},
    ),
    NamedDesign(
        "plain",
        QT_TRANSLATE_NOOP("titrant", "3+3, no search-down"),
        {"after_exceeded": AfterExceeded.PREVIOUS, "top": TopLevel.STOP},
    ),
)


def named_design_of(rules: Rules) -> NamedDesign | None:
    """The named design that the 3+3 part of a protocol is; None where it is none of them."""
    return next((design for design in NAMED if design.names(rules)), None)


def quantile(distribution: Mapping[int, float], share: float) -> int:
    """The smallest number that is not exceeded with at least this probability."""
    passed = 0.0
    for number, chance in sorted(distribution.items()):
        passed += chance
        if passed >= share - 1e-12:
            return number
    return max(distribution, default=0)


def most_likely_level(answer: Characteristics) -> int:
    """The level that is most often the MTD; 0 is "no tolerable dose"."""
    return max(range(len(answer.selection)), key=lambda level: answer.selection[level])


# --- open readings ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """One way to read an open rule; ``rules`` is the whole protocol read so."""

    value: object
    is_taken: bool
    rules: Rules


@dataclass(frozen=True)
class OpenRule:
    """A rule that the registration does not state.

    Attributes:
        path: of the value in the protocol file.
        readings: the one taken first; empty where the exact characteristics don't depend on it.
    """

    path: str
    readings: tuple[Reading, ...]


def open_rules(protocol: Protocol, part: Part) -> tuple[OpenRule, ...]:
    """The assumptions among a part's rules, those first that the exact characteristics depend on."""
    prefix = f"parts.{part.part_id}.rules."
    found = []
    for path in protocol.assumptions:
        if path.startswith(prefix):
            field = path.removeprefix(prefix)
            choices = protocol.provenance[path].choices
            found.append(OpenRule(path, _readings(part.rules, field, choices) if field in _BEARING else ()))
    return tuple(sorted(found, key=lambda rule: not rule.readings))


def _readings(rules: Rules, field: str, choices: Sequence[object]) -> tuple[Reading, ...]:
    taken = getattr(rules, field)
    values: Sequence[object]
    if isinstance(taken, StrEnum):
        values = tuple(type(taken))
    else:
        values = choices or _BEARING[field]
    others = [value for value in values if value != taken]
    changed = [Reading(value, False, replace(rules, **{field: value})) for value in others]  # type: ignore[arg-type]
    return (Reading(taken, True, rules), *changed)


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
    marked = sum(one.outcome.is_moderate for one in waiting)
    matters = _moderate_matters(part.rules, known, level)
    found: list[tuple[int, Recommendation, float, int, list[TreatedSubject]]] = []
    for dlts, moderates, chance in _falls(to_come, marked, scenario, level, matters=matters):
        letters = [Outcome.DLT] * dlts + [Outcome.MODERATE] * moderates
        letters += [Outcome.NO_DLT] * (to_come - len(letters))
        after = [*known, *(TreatedSubject(level, letter) for letter in letters)]
        then = recommend_next(part, after, with_optional=with_optional)
        found.append((dlts, then, chance, moderates, after))
    branches = []
    for dlts, same_dlts in groupby(found, key=lambda one: one[0]):
        ways = list(same_dlts)
        groups: dict[tuple[object, ...], list[tuple[int, Recommendation, float, int, list[TreatedSubject]]]] = {}
        for way in ways:
            groups.setdefault((way[1].action, way[1].dose_level, way[1].subjects), []).append(way)
        for group in groups.values():
            split = "" if len(groups) == 1 else "none" if group[0][3] == 0 else "some"
            chance = sum(way[2] for way in group)
            after = _mixed(part.rules, scenario, [(way[2], history_of(way[4])) for way in group])
            branches.append(Branch(dlts, split, chance, group[0][1], after))
    return Outcomes(level, to_come, tuple(branches))


def _moderate_matters(rules: Rules, known: Sequence[TreatedSubject], level: int) -> bool:
    counts = tuple(
        count_outcomes(one.outcome for one in known if one.dose_level == number) for number in range(1, level + 1)
    )
    return is_accelerated(rules, counts or (Count(),), level)


def _falls(
    to_come: int, marked: int, scenario: Scenario, level: int, *, matters: bool
) -> list[tuple[int, int, float]]:
    """Every (DLTs, moderate toxicities) with its probability; some of the awaited are marked moderate already."""
    dlt = scenario.dlt[level - 1]
    moderate = scenario.moderates[level - 1] if matters else 0.0
    ends: dict[tuple[int, int], float] = {}
    for of_marked in range(marked + 1):
        seen = comb(marked, of_marked) * dlt**of_marked * (1 - dlt) ** (marked - of_marked)
        rest = to_come - marked
        for dlts in range(rest + 1):
            for moderates in range(rest - dlts + 1 if moderate > 0 else 1):
                ways = comb(rest, dlts) * comb(rest - dlts, moderates)
                chance = ways * dlt**dlts * moderate**moderates * max(0.0, 1 - dlt - moderate) ** (
                    rest - dlts - moderates
                )
                key = (of_marked + dlts, marked - of_marked + moderates)
                ends[key] = ends.get(key, 0.0) + seen * chance
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
