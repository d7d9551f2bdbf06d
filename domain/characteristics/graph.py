"""The states that a design can reach, and the steps between them.

A state is a table of counts. Tables that the rule treats alike for ever are one state: what lies below a level that
holds six can only be passed by, and what lies above an exceeded level is never dosed again. The graph depends on the
rules and on where the trial stands, not on probabilities, so it is built once and evaluated at every stroke.

Verdicts are taken as in when the next group is dosed, and a group is dosed whole. ``group_must_finish`` then makes no
difference: the rule goes on before a verdict only where no verdict could change what it asks for.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from domain.escalation.rule import (
    EXCEEDING_DLTS,
    Count,
    Step,
    StepKind,
    is_accelerated,
    is_exceeded,
    is_untouched,
    next_step,
)
from domain.protocol.model import Rules
from domain.terms import AfterExceeded

Counts = tuple[Count, ...]
State = TypeVar("State", bound=Hashable)

_EXCEEDED = Count(EXCEEDING_DLTS, EXCEEDING_DLTS)
_NOBODY = Count()


@dataclass(frozen=True, slots=True)
class Dosing:
    """A state in which a group is dosed.

    Attributes:
        level: where, 1-based.
        subjects: how many.
        counts_moderate: whether moderate toxicities of the group can end acceleration.
        ends: for every outcome (DLTs, moderate toxicities), the index of the state that follows.
    """

    level: int
    subjects: int
    counts_moderate: bool
    ends: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """States in an order in which every step leads forward.

    Attributes:
        nodes: a Dosing, or the Step that ends the trial.
        roots: index of each starting state, in the order given.
        levels: number of levels.
    """

    nodes: tuple[Dosing | Step, ...]
    roots: tuple[int, ...]
    levels: int


class TooManyStates(ValueError):  # noqa: N818 - an answer about the design, not a fault
    """A design reaches more states than can be followed exactly."""


def list_outcomes(dosing: Dosing) -> list[tuple[int, int]]:
    """Every outcome (DLTs, moderate toxicities) of a group."""
    return [
        (dlts, moderates)
        for dlts in range(dosing.subjects + 1)
        for moderates in range(dosing.subjects - dlts + 1 if dosing.counts_moderate else 1)
    ]


def grow_graph(
    roots: Sequence[State],
    expand: Callable[[State], Step | tuple[Dosing, list[State]]],
    levels: int,
    most_states: int = 1_000_000,
) -> Graph:
    """The graph of any design whose states never come back.

    Args:
        roots: where trials start.
        expand: the step that ends the trial in a state, or the group dosed there with the state that follows each of
            its outcomes, in the order of ``list_outcomes``.
        levels: number of levels.
        most_states: how many states are followed.

    Raises:
        TooManyStates: there are more.
    """
    expanded: dict[State, Step | tuple[Dosing, list[State]]] = {}
    order: list[State] = []
    for root in roots:
        if root in expanded:
            continue
        expanded[root] = node = expand(root)
        open_states = [(root, iter(() if isinstance(node, Step) else node[1]))]
        while open_states:
            state, following = open_states[-1]
            for after in following:
                if after not in expanded:
                    if len(expanded) >= most_states:
                        raise TooManyStates(f"the design reaches more than {most_states:,} states")
                    expanded[after] = node = expand(after)
                    open_states.append((after, iter(() if isinstance(node, Step) else node[1])))
                    break
            else:
                # Listed after all that follow it, so that the reversed list leads forward.
                order.append(state)
                open_states.pop()
    order.reverse()
    index = {state: place for place, state in enumerate(order)}
    nodes: list[Dosing | Step] = []
    for state in order:
        node = expanded[state]
        if isinstance(node, Step):
            nodes.append(node)
        else:
            group, afters = node
            ends = tuple((*end, index[after]) for end, after in zip(list_outcomes(group), afters, strict=True))
            nodes.append(Dosing(group.level, group.subjects, group.counts_moderate, ends))
    return Graph(tuple(nodes), tuple(index[root] for root in roots), levels)


@lru_cache(maxsize=64)
def build_graph(rules: Rules, starts: tuple[Counts, ...], lost: tuple[int, ...] = ()) -> Graph:
    """The graph of the 3+3 family.

    Args:
        rules: the protocol's parameters.
        starts: tables of counts at each level, nobody pending.
        lost: per level, subjects who were not evaluable and whom the protocol does not replace; a level that lacks
            only these leaves the choice to the committee, as ``recommend_next`` says. Empty where none are.
    """

    def expand(state: Counts) -> Step | tuple[Dosing, list[Counts]]:
        step = step_after(rules, state, lost)
        if step.kind is not StepKind.DOSE:
            return step
        group = Dosing(step.level, step.subjects, moderate_matters(rules, state, step.level))
        here = state[step.level - 1]
        below, above = state[: step.level - 1], state[step.level :]
        afters = []
        for dlts, moderates in list_outcomes(group):
            dosed = Count(here.evaluable + step.subjects, here.dlt + dlts, here.moderate + moderates)
            afters.append(_canonical(rules, (*below, dosed, *above)))
        return group, afters

    return grow_graph([_canonical(rules, start) for start in starts], expand, len(starts[0]))


def step_after(rules: Rules, counts: Counts, lost: tuple[int, ...] = ()) -> Step:
    """The next step; where the level lacks only subjects who are not replaced (``lost``), the committee chooses."""
    step = next_step(rules, counts).step
    if lost and step.kind is StepKind.DOSE and step.subjects <= lost[step.level - 1]:
        return Step(StepKind.CHOOSE, step.level)
    return step


def moderate_matters(rules: Rules, counts: Counts, level: int) -> bool:
    """Whether a moderate toxicity of the next group at a level can change a step.

    Below an exceeded level acceleration has ended for good, so on the path it can't. Off the path a level that was left
    with fewer than a cohort is still enough, or not, by it.
    """
    if not is_accelerated(rules, counts, level):
        return False
    exceeded = next((at for at, one in enumerate(counts, 1) if at > level and is_exceeded(one, rules)), None)
    if exceeded is None:
        return True
    last = min(exceeded - 1, rules.accelerated_levels)
    return any(_asks_acceleration(rules, counts[at - 1], is_below=at == exceeded - 1) for at in range(level, last + 1))


def _asks_acceleration(rules: Rules, count: Count, *, is_below: bool) -> bool:
    """Whether what a level still needs turns on acceleration.

    Args:
        rules: the protocol's parameters.
        count: at the level.
        is_below: the next level is exceeded: then it is filled, or begun, without acceleration.
    """
    if count.evaluable >= rules.cohort_size:
        return False
    return not is_below or (rules.after_exceeded is AfterExceeded.PREVIOUS and not is_untouched(count))


def _canonical(rules: Rules, state: Counts) -> Counts:
    """The state that stands for all that the rule treats alike."""
    full = 0
    for level, count in enumerate(state, 1):
        if count.dlt >= EXCEEDING_DLTS:
            # Exceeded, or for the committee to choose on; what lies above is not dosed again either way.
            end = _EXCEEDED if is_exceeded(count, rules) else Count(rules.full_size + 1, EXCEEDING_DLTS)
            state = (*state[: level - 1], end, *([_NOBODY] * (len(state) - level)))
            break
        if count.evaluable >= rules.full_size:
            full = level
    if not full or not all(_is_passed(rules, state, level) for level in range(rules.start_level, full)):
        return state
    below = state[:full]
    had_dlt = any(count.dlt for count in below)
    moderates = 0 if had_dlt else min(sum(count.moderate for count in below), rules.moderate_limit)
    return (
        *([Count(rules.full_size)] * (full - 1)),
        Count(rules.full_size, int(had_dlt), moderates),
        *state[full:],
    )


def _is_passed(rules: Rules, state: Counts, level: int) -> bool:
    """Whether a level below a full one is cleared as it stands."""
    count = state[level - 1]
    if count.dlt:
        return count.evaluable >= rules.full_size
    return count.evaluable >= rules.cohort_size or (count.evaluable > 0 and is_accelerated(rules, state, level))
