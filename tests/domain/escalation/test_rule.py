"""The rule against counted histories, given decision vectors and properties that must hold for any counts."""

from collections.abc import Callable
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.escalation.recommend import recommend_next, treated_from
from domain.escalation.rule import Count, Step, StepKind, is_accelerated, is_untouched, next_step
from domain.notation import Group, parse_history
from domain.protocol.model import Rules
from domain.terms import Action, AfterExceeded, FillMode, Outcome, TopLevel
from tests.domain.escalation.designs import BAT6026, EXPAND_CONFIRM, EXPAND_STOP, NONE_STOP, make_part


def count_histories(rules: Rules, levels: int) -> int:
    """Reachable histories by cohort outcome; an accelerated subject ends as none, moderate or DLT."""

    @lru_cache(None)
    def below(counts: tuple[Count, ...]) -> int:
        step = next_step(rules, counts).step
        if step.kind is not StepKind.DOSE:
            return 1
        here = counts[step.level - 1]
        single = step.subjects == 1 and is_untouched(here) and is_accelerated(rules, counts, step.level)
        ends = [
            Count(here.evaluable + step.subjects, here.dlt + dlts, here.moderate) for dlts in range(step.subjects + 1)
        ]
        if single:
            ends.append(Count(1, 0, 1))
        return sum(below((*counts[: step.level - 1], end, *counts[step.level :])) for end in ends)

    return below((Count(),) * levels)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [  # ESC-10; exec/esc.pl of dcnorris/precautionary counts the first row
        (EXPAND_CONFIRM, [10, 46, 154, 442, 1162, 2890, 6922, 16138]),
        (EXPAND_STOP, [7, 34, 118, 346, 922, 2314, 5578, 13066]),
        (NONE_STOP, [7, 19, 43, 91, 187, 379, 763, 1531]),
        (Rules(accelerated_levels=2), [13, 130, 640, 1810, 4450, 10330, 23290, 51610]),
        (Rules(accelerated_levels=3), [13, 130, 870, 3772, 9906, 22834, 50010, 107002]),
        (Rules(accelerated_levels=1), [13, 92, 310, 866, 2218, 5402, 12730, 29306]),
    ],
)
def test_reachable_histories_are_as_many_as_counted_elsewhere(rules: Rules, expected: list[int]) -> None:
    levels = range(1, 7)
    assert [count_histories(rules, level) for level in levels] == expected[: len(levels)]


def test_decision_vectors_of_four_designs(shared_cases: Callable[[str], dict[str, list[dict[str, object]]]]) -> None:
    designs = {
        "bat6026": BAT6026,
        "33_expand_confirm6": EXPAND_CONFIRM,
        "33_expand_stop": EXPAND_STOP,
        "33_none_stop": NONE_STOP,
    }
    for vector in shared_cases("escalation")["decision_vectors"]:
        rules = designs[str(vector["design"])]
        step = next_step(rules, _counts_of(vector, rules)).step
        kind = {
            "enroll": StepKind.DOSE,
            "mtd": StepKind.MTD,
            "too_toxic": StepKind.STOP,
            "not_reached": StepKind.MTD if rules.top is TopLevel.CONFIRM else StepKind.MAD,
        }[str(vector["action"])]
        assert step == Step(kind, vector["to_level"], vector["add"]), vector  # type: ignore[arg-type]


def _counts_of(vector: dict[str, object], rules: Rules) -> tuple[Count, ...]:
    """Three subjects at an accelerated level without DLT mean that a moderate toxicity ended acceleration there."""
    counts, ended = [], False
    for level, (n, dlt) in enumerate(zip(vector["n"], vector["dlt"], strict=True), 1):  # type: ignore[call-overload]
        triggered = level <= rules.accelerated_levels and n >= 3 and not ended and dlt == 0
        ended = ended or triggered or dlt > 0
        counts.append(Count(n, dlt, int(triggered)))
    return tuple(counts)


rules_of_all_kinds = st.builds(
    Rules,
    accelerated_levels=st.integers(0, 3),
    moderate_limit=st.integers(1, 2),
    after_exceeded=st.sampled_from(AfterExceeded),
    fill=st.sampled_from(FillMode),
    top=st.sampled_from(TopLevel),
    group_must_finish=st.booleans(),
)
outcomes = st.sampled_from(list(Outcome))
groups = st.lists(
    st.builds(Group, st.integers(1, 4), st.lists(outcomes, min_size=1, max_size=4).map(tuple)), max_size=6
)


def answer_of(rules: Rules, history: list[Group]) -> tuple[Action, int, int]:
    answer = recommend_next(make_part(rules, 4), treated_from(history))
    return answer.action, answer.dose_level or 0, answer.subjects


@given(rules_of_all_kinds, groups)
def test_any_history_gets_an_answer_with_a_reason(rules: Rules, history: list[Group]) -> None:
    answer = recommend_next(make_part(rules, 4), treated_from(history))
    assert answer.reasons
    assert (answer.subjects > 0) == (
        answer.action in (Action.ENROL, Action.EXPAND, Action.ESCALATE, Action.DE_ESCALATE)
    )
    if answer.action is Action.CHOOSE:
        assert len(answer.options) >= 2


@given(rules_of_all_kinds, groups)
def test_nobody_is_ever_sent_to_or_above_an_exceeded_level(rules: Rules, history: list[Group]) -> None:
    answer = recommend_next(make_part(rules, 4), treated_from(history))
    exceeded = [tally.dose_level for tally in answer.tallies if tally.dlt >= 2 and tally.evaluable <= 6]
    if exceeded and answer.dose_level is not None and answer.action is not Action.CHOOSE:
        assert answer.dose_level < min(exceeded)


@given(rules_of_all_kinds, groups, st.randoms(use_true_random=False))
def test_relabelling_subjects_within_a_group_changes_nothing(rules: Rules, history: list[Group], chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = [Group(group.dose_level, tuple(chance.sample(group.outcomes, len(group.outcomes)))) for group in history]
    one = recommend_next(make_part(rules, 4), treated_from(history))
    other = recommend_next(make_part(rules, 4), treated_from(shuffled))
    assert (one.action, one.dose_level, one.subjects) == (other.action, other.dose_level, other.subjects)
    assert one.departures == other.departures


def highest_dosed(rules: Rules, history: list[Group]) -> int:
    """The highest level at which the answer lets somebody be dosed; 0 where nobody is."""
    _, level, subjects = answer_of(rules, history)
    return level if subjects else 0


@given(rules_of_all_kinds, groups, st.integers(0, 9))
def test_a_dlt_more_never_leads_up(rules: Rules, history: list[Group], place: int) -> None:
    """Turning a subject without DLT into one with a DLT never sends anybody to a higher level."""
    clean = [
        (i, j) for i, group in enumerate(history) for j, outcome in enumerate(group.outcomes)
        if outcome in (Outcome.NO_DLT, Outcome.MODERATE)
    ]  # fmt: skip
    if not clean:
        return
    i, j = clean[place % len(clean)]
    worse, changed = list(history), list(history[i].outcomes)
    changed[j] = Outcome.DLT
    worse[i] = Group(history[i].dose_level, tuple(changed))
    before, after = answer_of(rules, history), answer_of(rules, worse)
    if after[2]:
        assert after[1] <= before[1]


def boldness(answer: tuple[Action, int, int]) -> tuple[int, int]:
    """Level dosed and subjects sent there; nobody dosed is the most cautious."""
    _, level, subjects = answer
    return (level, subjects) if subjects else (0, 0)


@given(rules_of_all_kinds, groups, st.integers(1, 4))
def test_a_pending_subject_never_makes_the_recommendation_bolder(
    rules: Rules, history: list[Group], level: int
) -> None:
    before = answer_of(rules, history)
    after = answer_of(rules, [*history, Group(level, (Outcome.PENDING,))])
    assert boldness(after) <= boldness(before)


@given(rules_of_all_kinds, groups)
def test_an_answer_that_is_not_wait_is_what_every_outcome_leads_to(rules: Rules, history: list[Group]) -> None:
    """Resolving one pending subject leaves an escalation, an MTD or a stop as it is."""
    before = answer_of(rules, history)
    if before[0] not in (Action.MTD, Action.STOP) and not (
        before[0] is Action.ESCALATE and all(group.dose_level < before[1] for group in history)
    ):
        return
    places = [
        (i, j) for i, group in enumerate(history) for j, outcome in enumerate(group.outcomes) if outcome.is_pending
    ]
    exceeded = any(
        sum(g.outcomes.count(Outcome.DLT) for g in history if g.dose_level == level) >= 2 for level in range(1, 5)
    )
    if not places or exceeded:
        return
    i, j = places[0]
    for known in (Outcome.NO_DLT, Outcome.DLT, Outcome.NOT_EVALUABLE):
        resolved = list(history)
        changed = list(history[i].outcomes)
        changed[j] = known
        resolved[i] = Group(history[i].dose_level, tuple(changed))
        after = answer_of(rules, resolved)
        assert after == before or Action.WAIT in (after[0], before[0]) or rules.group_must_finish is False


def test_a_hundred_pending_subjects_at_every_level_are_answered() -> None:
    history = parse_history(" ".join(f"{level}{'?' * 30}" for level in range(1, 5)), 4)
    assert answer_of(BAT6026, list(history))[0] is Action.WAIT
