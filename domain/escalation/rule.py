"""The rule: from counts at each level to the next step. The one source of truth.

``decide``, the exact characteristics, the enumeration of histories and every printed table call this function.

It follows the count rule (requirement ESC-5; SPIRE, Trials 2018, doi 10.1186/s13063-018-2586-7, Table 3): the lowest
level whose data do not satisfy the rule decides. A level is cleared by no DLT among a full cohort or by at most one
among six or more; two DLTs among at most six exceed it at once; two among seven or more are a case on which the
protocols are silent. With verdicts pending every combination of outcomes is followed (requirement ESC-1): no DLT,
moderate toxicity, DLT, not evaluable.

Source: BAT6026 registration, escalation rules; requirements ESC-2 to ESC-7.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from domain.protocol.model import Rules
from domain.terms import AfterExceeded, FillMode, TopLevel

EXCEEDING_DLTS = 2


class Count(NamedTuple):
    """What is known at one dose level.

    Attributes:
        evaluable: subjects with a verdict that counts.
        dlt: of these, with a DLT.
        moderate: subjects with a moderate toxicity and no DLT, evaluable or not.
        pending: treated subjects whose verdict is not in.
        pending_moderate: of the pending, with a moderate toxicity already (also counted in ``moderate``).
    """

    evaluable: int = 0
    dlt: int = 0
    moderate: int = 0
    pending: int = 0
    pending_moderate: int = 0


class StepKind(StrEnum):
    """What the rule asks for next."""

    DOSE = "dose"
    WAIT = "wait"
    MTD = "mtd"
    MAD = "mad"
    STOP = "stop"
    CHOOSE = "choose"


class Step(NamedTuple):
    """The next step.

    Attributes:
        kind: what to do.
        level: level to dose, to wait for, or declared; 0 with STOP.
        subjects: with DOSE, how many the count rule lacks at the level; else 0.
    """

    kind: StepKind
    level: int
    subjects: int = 0


@dataclass(frozen=True)
class RuleAnswer:
    """The next step and, where outcomes are pending, all the steps they may lead to.

    Attributes:
        step: what to do now.
        possible: every step that the pending outcomes may lead to; one where all agree.
    """

    step: Step
    possible: frozenset[Step]


def is_exceeded(count: Count, rules: Rules) -> bool:
    """Two DLTs among at most six evaluable; pending subjects cannot change that."""
    return count.dlt >= EXCEEDING_DLTS and count.evaluable <= rules.full_size


def is_silent(count: Count, rules: Rules) -> bool:
    """Two or more DLTs among more than six: the protocols do not say."""
    return count.dlt >= EXCEEDING_DLTS and count.evaluable > rules.full_size


def is_untouched(count: Count) -> bool:
    """Nobody with a verdict and nobody awaited."""
    return count.evaluable + count.pending == 0


def first_cohort(rules: Rules, counts: Sequence[Count], level: int) -> int:
    """Size of the first cohort at a level: one while acceleration lasts, else the cohort size."""
    below = counts[: level - 1]
    accelerating = (
        level <= rules.accelerated_levels
        and sum(count.moderate for count in below) < rules.moderate_limit
        and not any(count.dlt for count in below)
    )
    return 1 if accelerating else rules.cohort_size


def is_accelerated(rules: Rules, counts: Sequence[Count], level: int) -> bool:
    """Whether a single subject without trigger clears the level, by what is known now (ESC-4)."""
    upto = counts[:level]
    return (
        level <= rules.accelerated_levels
        and sum(count.moderate for count in upto) < rules.moderate_limit
        and not any(count.dlt for count in upto)
    )


def needed(rules: Rules, count: Count, *, single: bool, to_full: bool) -> int:
    """Evaluable subjects that the level needs, given what is known at it.

    Args:
        rules: the parameters.
        count: counts at the level, with at most one DLT.
        single: a single subject without DLT clears it.
        to_full: it must hold ``full_size`` (level above exceeded, or top level to be confirmed).
    """
    if to_full and rules.fill is FillMode.DIRECT and count.evaluable:
        return rules.full_size
    if count.dlt:
        return rules.full_size if count.evaluable >= rules.cohort_size else rules.cohort_size
    if to_full:
        return rules.full_size if count.evaluable >= rules.cohort_size else rules.cohort_size
    return 1 if single else rules.cohort_size


class _Walk:
    """Follows the levels upwards; remembers what it has answered."""

    def __init__(self, rules: Rules, counts: tuple[Count, ...], fixed: dict[int, Count] | None = None) -> None:
        self.rules = rules
        self.counts = counts
        self.top = len(counts)
        self.known: dict[tuple[int, int, bool, Count], frozenset[Step]] = {}
        self.fixed = fixed or {}

    def steps(self) -> frozenset[Step]:
        """Every step that the pending outcomes may lead to."""
        return self._from(1, 0, False, Count())

    def _from(self, level: int, moderates: int, dlt_below: bool, below: Count) -> frozenset[Step]:
        key = (level, min(moderates, self.rules.moderate_limit), dlt_below, below)
        if key not in self.known:
            self.known[key] = frozenset(self._at(level, moderates, dlt_below, below))
        return self.known[key]

    def _at(self, level: int, moderates: int, dlt_below: bool, below: Count) -> Iterator[Step]:
        rules = self.rules
        while level <= self.top:
            count = self._count(level)
            upto = moderates + count.moderate
            if is_untouched(count):
                if level >= rules.start_level:
                    single = self._single(level, upto, dlt_below) and not self._is_above_exceeded(level)
                    yield Step(StepKind.DOSE, level, 1 if single else rules.cohort_size)
                    return
            elif is_exceeded(count, rules):
                yield self._search_down(level, below)
                return
            elif is_silent(count, rules):
                yield Step(StepKind.CHOOSE, level)
                return
            else:
                lacking = self._needed(level, count, upto, dlt_below) - count.evaluable - count.pending
                if lacking > 0:
                    yield Step(StepKind.DOSE, level, lacking)
                    return
                if count.pending:
                    outcomes = _outcomes(count, rules, matters=level <= rules.accelerated_levels)
                    for outcome in {_essential(outcome, rules) for outcome in outcomes}:
                        yield from self._resolved(level, outcome, moderates, dlt_below, below)
                    return
            level, moderates, dlt_below, below = level + 1, upto, dlt_below or count.dlt > 0, count
        yield Step(StepKind.MTD if rules.top is TopLevel.CONFIRM else StepKind.MAD, self.top)

    def _resolved(self, level: int, count: Count, moderates: int, dlt_below: bool, below: Count) -> Iterator[Step]:
        """As ``_at`` for a level whose pending verdicts are taken as in."""
        rules = self.rules
        if is_exceeded(count, rules):
            yield self._search_down(level, below)
        elif is_silent(count, rules):
            yield Step(StepKind.CHOOSE, level)
        elif (need := self._needed(level, count, moderates + count.moderate, dlt_below)) > count.evaluable:
            yield Step(StepKind.DOSE, level, need - count.evaluable)
        else:
            yield from self._from(level + 1, moderates + count.moderate, dlt_below or count.dlt > 0, count)

    def _single(self, level: int, moderates: int, dlt: bool) -> bool:
        return level <= self.rules.accelerated_levels and moderates < self.rules.moderate_limit and not dlt

    def _needed(self, level: int, count: Count, moderates: int, dlt_below: bool) -> int:
        to_full = (self._is_above_exceeded(level) and self.rules.after_exceeded is AfterExceeded.FILL) or (
            level == self.top and self.rules.top is TopLevel.CONFIRM
        )
        single = self._single(level, moderates, dlt_below or count.dlt > 0)
        return needed(self.rules, count, single=single, to_full=to_full)

    def _is_above_exceeded(self, level: int) -> bool:
        """Whether the next level is known to be exceeded: a DLT ended acceleration there for good."""
        return level < self.top and is_exceeded(self._count(level + 1), self.rules)

    def _count(self, level: int) -> Count:
        return self.fixed.get(level, self.counts[level - 1])

    def _search_down(self, exceeded: int, below: Count) -> Step:
        level = exceeded - 1
        rules = self.rules
        if level < 1:
            return Step(StepKind.STOP, 0)
        if is_untouched(below):
            return Step(StepKind.DOSE, level, rules.cohort_size)
        if rules.after_exceeded is AfterExceeded.PREVIOUS:
            return Step(StepKind.MTD, level)
        lacking = needed(rules, below, single=False, to_full=True) - below.evaluable
        return Step(StepKind.DOSE, level, lacking) if lacking > 0 else Step(StepKind.MTD, level)


def _outcomes(count: Count, rules: Rules, *, matters: bool) -> Iterator[Count]:
    """Every count that the pending subjects of a level can end in.

    Args:
        count: counts at the level, with ``pending`` above 0.
        rules: the parameters.
        matters: whether a moderate toxicity there can end acceleration.
    """
    waiting = count.pending
    extra = min(waiting - count.pending_moderate, rules.moderate_limit) if matters else 0
    for dlts in range(min(waiting, EXCEEDING_DLTS) + 1):
        for lost in range(waiting - dlts + 1):
            for moderates in range(extra + 1):
                yield Count(count.evaluable + waiting - lost, count.dlt + dlts, count.moderate + moderates)


def next_step(rules: Rules, counts: tuple[Count, ...]) -> RuleAnswer:
    """The next step under the rules.

    Args:
        rules: the protocol's parameters.
        counts: one entry a level that may be used, lowest first.

    Returns:
        The step. It is WAIT where pending outcomes would lead to different steps, or where the next level would open
        while a subject of the previous one is still in the window (ESC-6). Completing an unfinished cohort is exempt.
    """
    return _next_step(rules, tuple(_essential(count, rules) for count in counts))


def _essential(count: Count, rules: Rules) -> Count:
    """The count as far as the rule can tell: beyond these bounds no number changes a step.

    One evaluable more than ``full_size`` is as many as any, a third DLT is as a second, and two pending more than
    ``full_size`` can end in all that more of them could.
    """
    evaluable, dlt, moderate, waiting, _ = count
    if not waiting and evaluable <= rules.full_size and dlt <= EXCEEDING_DLTS and moderate <= rules.moderate_limit:
        return count
    pending = min(count.pending, rules.full_size + 2)
    unmarked = min(count.pending - count.pending_moderate, rules.moderate_limit, pending)
    return Count(
        min(count.evaluable, rules.full_size + 1),
        min(count.dlt, EXCEEDING_DLTS),
        min(count.moderate, rules.moderate_limit),
        pending,
        pending - unmarked,
    )


@lru_cache(maxsize=65536)
def _next_step(rules: Rules, counts: tuple[Count, ...]) -> RuleAnswer:
    possible = _Walk(rules, counts).steps()
    if len(possible) > 1:
        return RuleAnswer(Step(StepKind.WAIT, _awaited_level(rules, counts)), possible)
    (step,) = possible
    if rules.group_must_finish and _opens_too_early(rules, counts, step):
        return RuleAnswer(Step(StepKind.WAIT, step.level - 1), possible)
    return RuleAnswer(step, possible)


def _opens_too_early(rules: Rules, counts: tuple[Count, ...], step: Step) -> bool:
    """Whether the step begins, or goes on with, a level's first group while the level below is not finished (ESC-6)."""
    if step.kind is not StepKind.DOSE or step.level < 2:
        return False
    here, below = counts[step.level - 1], counts[step.level - 2]
    return bool(below.pending) and here.evaluable + here.pending < rules.cohort_size


def _awaited_level(rules: Rules, counts: tuple[Count, ...]) -> int:
    """The lowest level whose pending outcomes make a difference."""
    waiting = [level for level, count in enumerate(counts, 1) if count.pending]
    for level in waiting:
        count = counts[level - 1]
        answers = {
            _Walk(rules, counts, {level: outcome}).steps()
            for outcome in _outcomes(count, rules, matters=level <= rules.accelerated_levels)
        }
        if len(answers) > 1:
            return level
    return waiting[0]
