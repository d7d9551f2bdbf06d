"""The states that a protocol's rules can reach, and the steps between them.

A state is a table of counts. Tables that the rule treats alike for ever are one state: what lies below a level that
holds six can only be passed by, and what lies above an exceeded level is never dosed again. The graph depends on the
rules and the number of levels, not on probabilities, so it is built once and evaluated at every stroke.
"""

from dataclasses import dataclass
from functools import lru_cache

from domain.escalation.rule import EXCEEDING_DLTS, Count, Step, StepKind, is_accelerated, is_exceeded, next_step
from domain.protocol.model import Rules

State = tuple[Count, ...]


@dataclass(frozen=True)
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
    ends: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Graph:
    """States in an order in which every step leads forward.

    Attributes:
        nodes: a Dosing, or the Step that ends the trial.
        levels: number of levels.
    """

    nodes: tuple[Dosing | Step, ...]
    levels: int


@lru_cache(maxsize=64)
def build_graph(rules: Rules, start: State) -> Graph:
    """The graph from a state on.

    Args:
        rules: the protocol's parameters.
        start: counts at each level, nobody pending.
    """
    found: dict[State, int] = {}
    order: list[State] = []
    ends: dict[State, Dosing | Step] = {}

    def visit(state: State) -> None:
        """Depth first; a state is listed after all that follow it."""
        stack: list[tuple[State, list[State]]] = []

        def enter(one: State) -> None:
            found[one] = -1
            node, following = _expand(rules, one)
            ends[one] = node
            stack.append((one, following))

        enter(state)
        while stack:
            one, following = stack[-1]
            while following:
                after = following.pop()
                if after not in found:
                    enter(after)
                    break
            else:
                order.append(one)
                stack.pop()

    first = _canonical(rules, start)
    visit(first)
    order.reverse()
    found = {state: index for index, state in enumerate(order)}
    nodes: list[Dosing | Step] = []
    for state in order:
        node = ends[state]
        if isinstance(node, Step):
            nodes.append(node)
        else:
            after = tuple(
                (dlts, moderates, found[_after(rules, state, node.level, node.subjects, dlts, moderates)])
                for dlts, moderates, _ in node.ends
            )
            nodes.append(Dosing(node.level, node.subjects, node.counts_moderate, after))
    return Graph(tuple(nodes), len(start))


def _expand(rules: Rules, state: State) -> tuple[Dosing | Step, list[State]]:
    step = next_step(rules, state).step
    if step.kind is not StepKind.DOSE:
        return step, []
    moderate = is_accelerated(rules, state, step.level)
    outcomes = [
        (dlts, moderates)
        for dlts in range(step.subjects + 1)
        for moderates in range(step.subjects - dlts + 1 if moderate else 1)
    ]
    following = [_after(rules, state, step.level, step.subjects, dlts, mod) for dlts, mod in outcomes]
    return Dosing(step.level, step.subjects, moderate, tuple((dlts, mod, 0) for dlts, mod in outcomes)), following


def _after(rules: Rules, state: State, level: int, subjects: int, dlts: int, moderates: int) -> State:
    count = state[level - 1]
    dosed = Count(count.evaluable + subjects, count.dlt + dlts, count.moderate + moderates)
    return _canonical(rules, (*state[: level - 1], dosed, *state[level:]))


def _canonical(rules: Rules, state: State) -> State:
    """The state that stands for all that the rule treats alike."""
    exceeded = next((level for level, count in enumerate(state, 1) if is_exceeded(count, rules)), None)
    if exceeded is not None:
        closed = (Count(EXCEEDING_DLTS, EXCEEDING_DLTS), *([Count()] * (len(state) - exceeded)))
        state = (*state[: exceeded - 1], *closed)
    full = max(
        (
            level
            for level, count in enumerate(state, 1)
            if count.evaluable >= rules.full_size and count.dlt < EXCEEDING_DLTS and not count.pending
        ),
        default=0,
    )
    if not full or any(not _is_passed(rules, state, level) for level in range(rules.start_level, full)):
        return state
    below = state[:full]
    had_dlt = any(count.dlt for count in below)
    moderates = min(sum(count.moderate for count in below), rules.moderate_limit)
    settled = Count(rules.full_size, int(had_dlt), 0 if had_dlt else moderates)
    return (*([Count(rules.full_size, 0, 0)] * (full - 1)), settled, *state[full:])


def _is_passed(rules: Rules, state: State, level: int) -> bool:
    """Whether a level below a full one is cleared as it stands."""
    count = state[level - 1]
    if count.dlt:
        return count.dlt < EXCEEDING_DLTS and count.evaluable >= rules.full_size
    return count.evaluable >= (1 if is_accelerated(rules, state, level) else rules.cohort_size)
