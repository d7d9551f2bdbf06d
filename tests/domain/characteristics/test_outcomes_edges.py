"""The next outcomes at a level, against every way in which the subjects to come can fare, one by one."""

from itertools import product
from math import prod

import pytest

from domain.characteristics.exact import exact_characteristics
from domain.characteristics.outcomes import Branch, next_outcomes
from domain.characteristics.scenario import Scenario
from domain.escalation.recommend import history_of, recommend_next, treated_from
from domain.escalation.recommendation import TreatedSubject
from domain.notation import parse_history
from domain.protocol.model import Rules
from domain.terms import Outcome
from tests.domain.escalation.designs import BAT6026, EXPAND_CONFIRM, make_part

LEVELS = 4
SCENARIO = Scenario((0.05, 0.1, 0.2, 0.35), (0.1, 0.2, 0.25, 0.3))
ACCELERATED = make_part(BAT6026, LEVELS)
PLAIN = make_part(EXPAND_CONFIRM, LEVELS)
# Acceleration up to the very top.
TO_THE_TOP = make_part(Rules(accelerated_levels=LEVELS, moderate_limit=2), LEVELS)
# Two moderate toxicities end acceleration at the lowest three levels: one of them changes nothing yet, but much later.
LONG = make_part(Rules(accelerated_levels=3, moderate_limit=2), LEVELS)


def subjects_of(history: str) -> tuple[TreatedSubject, ...]:
    return tuple(treated_from(parse_history(history, LEVELS)))


def branches_of(part, history: str, scenario: Scenario = SCENARIO) -> tuple[Branch, ...]:
    found = next_outcomes(part, subjects_of(history), scenario, with_optional=False)
    assert found is not None
    return found.branches


HISTORIES = [
    "1N 2N 3N",
    "1??",
    "1M",
    "1M 2?",
    "1N 2M 3?",
    "1MNN",
    "1NNT",
    "",
    "1N",
    "1?",
    "1m",
    "1N 2?",
    "1N 2M??",
    "1N 2MN?",
    "1N 2NNN 3T??",
    "1N 2NNN 3N?X",
    "1N 2NNN 3m?",
    "1N 2m?",
]


@pytest.mark.parametrize(
    "part", [ACCELERATED, PLAIN, LONG, TO_THE_TOP], ids=["accelerated", "plain", "long", "to the top"]
)
@pytest.mark.parametrize("history", HISTORIES)
def test_a_branch_gathers_every_way_that_leads_to_the_same_recommendation(part, history) -> None:
    subjects = subjects_of(history)
    now = recommend_next(part, subjects, with_optional=False)
    level = now.dose_level
    assert level is not None
    dlt, moderate = SCENARIO.dlt[level - 1], SCENARIO.moderates[level - 1]
    fresh = {Outcome.DLT: dlt, Outcome.MODERATE: moderate, Outcome.NO_DLT: 1 - dlt - moderate}
    marked = {Outcome.DLT: dlt, Outcome.MODERATE: 1 - dlt}
    waits = [one for one in subjects if one.dose_level == level and one.outcome.is_pending]
    known = [one for one in subjects if one not in waits]
    to_come = [marked if one.outcome is Outcome.PENDING_MODERATE else fresh for one in waits] + [fresh] * now.subjects

    ways: dict[tuple[object, ...], list[tuple[float, tuple[TreatedSubject, ...]]]] = {}
    for letters in product(*to_come):
        chance = prod(one[letter] for one, letter in zip(to_come, letters, strict=True))
        after = (*known, *(TreatedSubject(level, letter) for letter in letters))
        then = recommend_next(part, after, with_optional=False)
        key = (letters.count(Outcome.DLT), then.action, then.dose_level, then.subjects)
        ways.setdefault(key, []).append((chance, after))

    found = next_outcomes(part, subjects, SCENARIO, with_optional=False)
    assert found is not None
    assert (found.dose_level, found.to_come) == (level, len(to_come))
    by_key = {(one.dlts, one.then.action, one.then.dose_level, one.then.subjects): one for one in found.branches}
    assert set(by_key) == set(ways)
    assert len(found.branches) == len(ways)
    for key, branch in by_key.items():
        whole = sum(chance for chance, _ in ways[key])
        assert branch.chance == pytest.approx(whole, abs=1e-12)
        answers = [
            (chance / whole, exact_characteristics(part.rules, SCENARIO, history=history_of(after)))
            for chance, after in ways[key]
        ]
        for field in ("selection", "expected_subjects", "expected_dlts"):
            mean = [
                sum(share * value for (share, _), value in zip(answers, row, strict=True))
                for row in zip(*(getattr(answer, field) for _, answer in answers), strict=True)
            ]
            assert list(getattr(branch.after, field)) == pytest.approx(mean, abs=1e-9)
        for field in ("not_reached", "undecided"):
            mean = sum(share * getattr(answer, field) for share, answer in answers)
            assert getattr(branch.after, field) == pytest.approx(mean, abs=1e-9)


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ("1N 2NNN", [(0, ""), (1, ""), (2, ""), (3, "")]),
        # A moderate toxicity ends acceleration; without a DLT all depends on it.
        ("", [(0, "none"), (0, "some"), (1, "")]),
        # It was seen already, so nothing hangs on a further one.
        ("1m", [(0, ""), (1, ""), (2, ""), (3, "")]),
    ],
)
def test_moderate_toxicities_are_spoken_of_only_where_they_part_the_ways(history, said) -> None:
    branches = branches_of(ACCELERATED, history)
    assert [(one.dlts, one.moderates) for one in branches] == said


def test_an_outcome_without_chance_still_says_what_would_follow() -> None:
    safe = Scenario((0.0,) * LEVELS)
    branches = branches_of(PLAIN, "1NNN", safe)
    assert [one.chance for one in branches] == [1.0, 0.0, 0.0, 0.0]
    for one in branches:
        letters = "T" * one.dlts + "N" * (3 - one.dlts)
        assert one.after == exact_characteristics(
            PLAIN.rules, safe, history=parse_history(f"1NNN 2{letters}", LEVELS), with_distributions=False
        )


def test_where_every_way_of_a_branch_is_without_chance_it_still_has_an_end() -> None:
    certain = Scenario((0.0, 1.0, 0.0, 0.0))
    branches = branches_of(ACCELERATED, "1N", certain)
    assert [one.chance for one in branches] == [0.0, 1.0]
    assert all(sum(one.after.selection) == pytest.approx(1.0) for one in branches)


def test_several_ways_without_chance_end_as_the_first_of_them() -> None:
    safe = Scenario((0.0,) * LEVELS, (0.2,) * LEVELS)
    branches = branches_of(LONG, "1??", safe)
    assert sum(one.chance for one in branches if one.dlts == 0) == pytest.approx(1.0)
    with_one = next(one for one in branches if one.dlts == 1)
    assert with_one.chance == 0.0
    assert with_one.after == exact_characteristics(
        LONG.rules, safe, history=parse_history("1TN", LEVELS), with_distributions=False
    )


@pytest.mark.parametrize("history", ["1TTT", "1NNN 2NNN 3NNN 4NNNNNN"])
def test_where_the_escalation_has_ended_nothing_is_to_come(history) -> None:
    assert next_outcomes(PLAIN, subjects_of(history), SCENARIO, with_optional=False) is None


def test_a_level_without_a_probability_has_no_tree() -> None:
    two = Scenario((0.1, 0.2))
    assert next_outcomes(PLAIN, subjects_of("1NNN"), two, with_optional=False) is not None
    assert next_outcomes(PLAIN, subjects_of("1NNN 2NNN"), two, with_optional=False) is None


def test_two_awaited_subjects_are_two_to_come_though_nobody_is_dosed_meanwhile() -> None:
    found = next_outcomes(PLAIN, subjects_of("1N??"), SCENARIO, with_optional=False)
    assert found is not None
    assert (found.dose_level, found.to_come) == (1, 2)
