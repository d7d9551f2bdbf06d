"""The rule with verdicts pending, against every way in which they can end, written a second time and plainly."""

from collections.abc import Iterator
from itertools import product

import pytest

from domain.escalation.rule import (
    Count,
    Step,
    StepKind,
    first_cohort,
    is_accelerated,
    is_exceeded,
    is_silent,
    next_step,
)
from domain.protocol.model import Rules
from domain.terms import AfterExceeded, FillMode, TopLevel

FREE = {"group_must_finish": False}
DESIGNS = (
    Rules(accelerated_levels=2, **FREE),
    Rules(accelerated_levels=2, moderate_limit=2, **FREE),
    Rules(accelerated_levels=3, top=TopLevel.CONFIRM, **FREE),
    Rules(after_exceeded=AfterExceeded.PREVIOUS, **FREE),
    Rules(fill=FillMode.DIRECT, top=TopLevel.CONFIRM, **FREE),
)


def ends_of(count: Count) -> Iterator[Count]:
    """Every way in which each subject who is pending can end: no DLT, moderate, DLT, not evaluable, or both."""
    unmarked = count.pending - count.pending_moderate
    for ends in product("NMTXx", repeat=unmarked):
        for marked in product("NTX", repeat=count.pending_moderate):
            both = (*ends, *marked)
            yield Count(
                count.evaluable + len(both) - both.count("X") - both.count("x"),
                count.dlt + both.count("T"),
                count.moderate + ends.count("M") + ends.count("x"),
            )


def settled() -> list[Count]:
    """What a level below or above can look like."""
    return [Count(), Count(1), Count(1, 0, 1), Count(3), Count(5), Count(6, 1), Count(3, 2)]


def awaiting() -> list[Count]:
    """A level at which everybody needed is treated, and somebody awaited."""
    return [
        Count(0, 0, 0, 1), Count(0, 0, 1, 1, 1), Count(0, 0, 0, 3), Count(1, 0, 0, 2), Count(1, 0, 1, 2),
        Count(2, 0, 0, 1), Count(2, 1, 0, 1), Count(3, 0, 0, 3), Count(3, 1, 0, 3), Count(4, 1, 0, 2),
        Count(5, 1, 0, 1), Count(4, 0, 1, 2, 1), Count(5, 0, 0, 1), Count(5, 1, 0, 2), Count(6, 1, 0, 1),
    ]  # fmt: skip


# ESC-1, ESC-6
@pytest.mark.parametrize("rules", DESIGNS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_may_come_of_pending_verdicts_is_what_comes_of_each_way_they_can_end(rules: Rules, place: int) -> None:
    differing = []
    for others in product(settled(), repeat=2):
        for count in awaiting():
            counts = [*others[:place], count, *others[place:]]
            now = next_step(rules, tuple(counts))
            one = next(iter(now.possible))
            if len(now.possible) == 1 and one.kind is StepKind.DOSE and one.level <= place + 1:
                assert now.step == one
                continue  # The level lacks somebody, whatever comes of the others: that is exempt.
            ends = {
                step
                for end in ends_of(count)
                for step in next_step(rules, (*counts[:place], end, *counts[place + 1 :])).possible
            }
            if now.possible != ends:
                differing.append((counts, now.possible - ends, ends - now.possible))
            elif len(ends) > 1:
                assert now.step == Step(StepKind.WAIT, place + 1)
    assert not differing, (len(differing), differing[:5])


# ESC-1: where several levels have pending subjects, the lowest one that matters is awaited.
@pytest.mark.parametrize(
    ("counts", "awaited"),
    [
        ((Count(6, 0, 0, 1), Count(3, 0, 0, 3), Count()), 2),  # nothing turns on the seventh
        ((Count(2, 0, 0, 1), Count(0, 0, 0, 3), Count()), 1),
        ((Count(3), Count(2, 0, 0, 1), Count(0, 0, 0, 3)), 2),
        ((Count(3), Count(3), Count(1, 0, 0, 2)), 3),
        ((Count(6, 0, 0, 1), Count(6, 0, 0, 1), Count(1, 0, 0, 2)), 3),
        ((Count(6, 1, 0, 1), Count(0, 0, 0, 3), Count()), 1),  # a second DLT among seven: for the committee
    ],
)
def test_the_lowest_level_whose_pending_outcomes_matter_is_awaited(counts: tuple[Count, ...], awaited: int) -> None:
    assert next_step(Rules(group_must_finish=False), counts).step == Step(StepKind.WAIT, awaited)


# ESC-1, ESC-4: a moderate toxicity still to come matters on the last accelerated level and on none above it.
@pytest.mark.parametrize(
    ("accelerated", "counts", "steps"),
    [
        (2, (Count(1), Count(0, 0, 0, 1), Count()), {(3, 3), (2, 2), (2, 3), (2, 1)}),
        (1, (Count(1), Count(2, 0, 0, 1), Count()), {(3, 3), (2, 1), (2, 3)}),
        (3, (Count(0, 0, 0, 1), Count(), Count()), {(2, 1), (1, 2), (1, 1), (1, 3)}),
    ],
)
def test_a_moderate_toxicity_to_come_is_followed_while_acceleration_may_end(
    accelerated: int, counts: tuple[Count, ...], steps: set[tuple[int, int]]
) -> None:
    answer = next_step(Rules(accelerated_levels=accelerated, group_must_finish=False), counts)
    assert {(step.level, step.subjects) for step in answer.possible} == steps
    assert {step.kind for step in answer.possible} == {StepKind.DOSE}


# ESC-6
@pytest.mark.parametrize(
    ("counts", "step"),
    [
        ((Count(3, 0, 0, 1), Count(), Count()), Step(StepKind.WAIT, 1)),
        ((Count(3, 0, 0, 1), Count(1), Count()), Step(StepKind.WAIT, 1)),
        ((Count(6, 0, 0, 1), Count(3, 1), Count()), Step(StepKind.DOSE, 2, 3)),
        ((Count(3), Count(3, 0, 0, 1), Count()), Step(StepKind.WAIT, 2)),
        ((Count(6, 0, 0, 1), Count(3), Count()), Step(StepKind.DOSE, 3, 3)),
        ((Count(6, 0, 0, 1), Count(1, 0, 0, 1), Count()), Step(StepKind.WAIT, 1)),
        ((Count(6, 0, 0, 1), Count(), Count()), Step(StepKind.WAIT, 1)),
        ((Count(6, 0, 0, 1), Count(3, 1, 0, 1), Count()), Step(StepKind.DOSE, 2, 2)),
        ((Count(), Count(0, 0, 0, 1)), Step(StepKind.DOSE, 1, 3)),
    ],
)
def test_a_level_opens_only_when_the_group_below_has_finished(counts: tuple[Count, ...], step: Step) -> None:
    assert next_step(Rules(), counts).step == step


# ESC-5: the top level to be confirmed waits for six who are treated, and asks for nobody more.
def test_six_awaited_at_the_top_level_are_enough() -> None:
    rules = Rules(top=TopLevel.CONFIRM, group_must_finish=False)
    assert next_step(rules, (Count(3), Count(3, 0, 0, 3))).step == Step(StepKind.WAIT, 2)
    assert next_step(rules, (Count(3), Count(0, 0, 0, 6))).step == Step(StepKind.WAIT, 2)
    direct = Rules(top=TopLevel.CONFIRM, fill=FillMode.DIRECT, group_must_finish=False)
    assert next_step(direct, (Count(3), Count(1, 0, 0, 5))).step == Step(StepKind.WAIT, 2)


# ESC-7: two DLTs among six exceed a level, among seven they are for the committee.
def test_seven_awaited_may_end_in_what_the_protocol_does_not_say() -> None:
    steps = {evaluable: next_step(Rules(), (Count(0, 0, 0, evaluable), Count())).possible for evaluable in (6, 7, 9)}
    assert [Step(StepKind.CHOOSE, 1) in possible for possible in steps.values()] == [False, True, True]
    assert [is_silent(Count(evaluable, 2), Rules()) for evaluable in (6, 7)] == [False, True]
    assert [is_exceeded(Count(evaluable, 2), Rules()) for evaluable in (6, 7)] == [True, False]


# ESC-4
@pytest.mark.parametrize(
    ("limit", "counts", "level", "accelerated"),
    [
        (1, (Count(1), Count()), 2, True),
        (1, (Count(1, 0, 1), Count()), 2, False),
        (2, (Count(1, 0, 1), Count()), 2, True),
        (2, (Count(1, 0, 1), Count(1, 0, 1)), 2, False),
        (1, (Count(1, 1), Count()), 2, False),
        (1, (Count(1), Count(), Count()), 3, False),
        (1, (Count(1), Count(), Count(1, 1, 1)), 2, True),
    ],
)
def test_acceleration_lasts_below_the_limit_of_moderate_toxicities_and_without_a_dlt(
    limit: int, counts: tuple[Count, ...], level: int, *, accelerated: bool
) -> None:
    rules = Rules(accelerated_levels=2, moderate_limit=limit)
    assert is_accelerated(rules, counts, level) is accelerated


@pytest.mark.parametrize(
    ("limit", "below", "level", "size"),
    [
        (1, (), 1, 1),
        (1, (Count(1),), 2, 1),
        (1, (Count(1, 0, 1),), 2, 3),
        (2, (Count(1, 0, 1),), 2, 1),
        (2, (Count(1, 0, 2),), 2, 3),
        (1, (Count(1, 1),), 2, 3),
        (1, (Count(1), Count(1)), 3, 3),
    ],
)
def test_the_first_cohort_of_a_level_is_one_while_acceleration_lasts(
    limit: int, below: tuple[Count, ...], level: int, size: int
) -> None:
    assert first_cohort(Rules(accelerated_levels=2, moderate_limit=limit), (*below, Count()), level) == size
