"""The reasons of a recommendation at the edges of acceleration, of the ladder and of what the protocol leaves open."""

import pytest

from domain.escalation.recommend import recommend_next, treated_from
from domain.escalation.recommendation import Recommendation
from domain.notation import parse_history
from domain.protocol.model import Rules
from domain.terms import Action, AfterExceeded, TopLevel
from tests.domain.build import build
from tests.domain.escalation.designs import BAT6026, make_part


def answer(history: str, rules: Rules = BAT6026, levels: int = 4) -> Recommendation:
    return recommend_next(make_part(rules, levels), treated_from(parse_history(history, levels)))


def said(history: str, rules: Rules = BAT6026, levels: int = 4) -> list[tuple[str, object, str]]:
    return [
        (one.code, one.numbers.get("level"), one.source)
        for one in answer(history, rules, levels).reasons
        if "level" in one.numbers
    ]


# ESC-4
@pytest.mark.parametrize(
    ("history", "code", "level"),
    [
        ("1MNN", "acceleration_ended_moderate", 1),  # at the last accelerated level
        ("1TNNNNN", "acceleration_ended_dlt", 1),
        ("1N 2N", None, None),  # above it nothing has ended
        ("1N", None, None),
    ],
)
def test_what_ended_acceleration_is_said_up_to_its_last_level(
    history: str, code: str | None, level: int | None
) -> None:
    found = [one[:2] for one in said(history) if one[0].startswith("acceleration_ended")]
    assert found == ([(code, level)] if code else [])


# ESC-7
@pytest.mark.parametrize(
    ("rules", "history", "levels", "source"),
    [
        (Rules(top=TopLevel.CONFIRM), "1NNN 2NNNNNN", 2, "rules.top"),
        (Rules(top=TopLevel.CONFIRM), "1NNN 2TTN 1NNN", 2, "rules.after_exceeded"),
        (Rules(), "1NNN 2TTN 1NNN", 2, "rules.after_exceeded"),
    ],
)
def test_an_mtd_of_six_rests_on_the_top_or_on_the_level_above(
    rules: Rules, history: str, levels: int, source: str
) -> None:
    assert answer(history, rules, levels).action is Action.MTD
    (found,) = [one for one in said(history, rules, levels) if one[0] == "mtd_full"]
    assert found[2] == source


def test_an_mtd_taken_at_once_names_its_own_reason() -> None:
    rules = Rules(after_exceeded=AfterExceeded.PREVIOUS)
    codes = [code for code, _, _ in said("1NNN 2TTN", rules)]
    assert "mtd_previous" in codes
    assert "mtd_full" not in codes


def test_below_the_first_level_there_is_none() -> None:
    assert [one[1] for one in said("1TTN", Rules())] == [1, 1]


def test_holding_a_level_without_replacement_asks_for_nobody() -> None:
    options = answer("1N 2N 3NNX", Rules(accelerated_levels=2, replace_not_evaluable=False)).options
    assert [(one.action, one.subjects) for one in options] == [(Action.ENROL, 1), (Action.WAIT, 0)]


def test_the_assessment_of_a_subject_is_that_subjects() -> None:
    status = build("1N 2N 3NN").status()
    for one in status.assessments:
        assert status.assessment(one.subject_id) is one
    assert status.assessment("nobody") is None


# ESC-3, ESC-4
@pytest.mark.parametrize(
    ("history", "reason"),
    [
        ("1N", ("opens_single", 2, "rules.accelerated_levels")),
        ("1N 2N", ("opens_group", 3, "rules.cohort_size")),
        ("1MNN", ("opens_group", 2, "rules.cohort_size")),
    ],
)
def test_a_level_opens_for_one_or_for_a_group(history: str, reason: tuple[str, int, str]) -> None:
    assert [one for one in said(history) if one[0].startswith("opens_")] == [reason]


def test_a_level_below_an_exceeded_one_is_filled_at_once_or_in_steps() -> None:
    at_once, in_steps = said("1NNN 2TTN", Rules()), said("1N 2N 3TTN", BAT6026)
    assert [one[0] for one in at_once if one[0].startswith("search_down")] == ["search_down_fill"]
    assert [one[0] for one in in_steps if one[0].startswith("search_down")] == ["search_down_stepwise"]
