"""Recommendations as truth tables in the trial notation.

Source of the BAT6026 rows: its registration, escalation rules; rows off the path: the count rule (SPIRE, Trials 2018,
Table 3) and requirements ESC-1 to ESC-7, SUB-4.
"""

import pytest

from domain.escalation.recommend import recommend_next, treated_from
from domain.escalation.recommendation import Recommendation
from domain.notation import parse_history
from domain.protocol.model import Part, Rules
from domain.terms import AfterExceeded, FillMode, LevelState, TopLevel
from tests.domain.escalation.designs import BAT6026, BAT6026_PART, make_part


def recommend(history: str, part: Part = BAT6026_PART, *, with_optional: bool = False) -> Recommendation:
    return recommend_next(part, treated_from(parse_history(history, len(part.levels))), with_optional=with_optional)


def said(answer: Recommendation) -> str:
    return f"{answer.action.value} {answer.dose_level or '-'} {answer.subjects}"


ON_PATH = [  # ESC-2, ESC-3, ESC-4, ESC-6
    ("", "enrol 1 1"),
    ("1N", "escalate 2 1"),
    ("1N 2M", "expand 2 2"),
    ("1N 2MNN", "escalate 3 3"),
    ("1N 2MNN 3NN?", "wait 3 0"),
    ("1N 2MNN 3NNT", "expand 3 3"),
    ("1N 2MNN 3NNTNNN", "escalate 4 3"),
    ("1N 2MNN 3NNTNNN 4T?T", "mtd 3 0"),
    ("1N 2N 3NNN 4TTN", "de-escalate 3 3"),
    ("1N 2N 3NNN 4TTN 3NTT", "de-escalate 2 2"),
    ("1N 2N 3NNN 4TTN 3NTT 2NN", "expand 2 3"),
    ("1N 2N 3NNN 4TTN 3NTT 2NNNNT", "mtd 2 0"),
    ("1T", "expand 1 2"),
    ("1TNT", "stop - 0"),
    ("1TNN", "expand 1 3"),
    ("1TNNNNN", "escalate 2 3"),
    ("1N 2N 3NNN 4NNN 5NNN 6NNN 7NNN", "mad 7 0"),
]

OFF_PATH = [  # ESC-1, ESC-5, SUB-4
    ("1N 2N 3NX", "enrol 3 2"),
    ("1N 2MNN 3NNNN", "escalate 4 3"),
    ("1N 2MNN 3NNNT", "expand 3 2"),
    ("1N 2MNN 3NNNNT", "expand 3 1"),
    ("1N 2MNN 3NNNNNT", "escalate 4 3"),
    ("1N 2MNN 3NNNNNNT", "escalate 4 3"),
    ("1N 2MNN 3TT", "de-escalate 2 3"),
    ("1N 2MNN 3NNTNNNT", "choose 3 0"),
    ("1N 2MNN 3NNNTTTTNNN", "choose 3 0"),
    ("1MN", "expand 1 1"),
    ("1x", "enrol 1 3"),
    ("1xN", "expand 1 2"),
    ("1Nx", "expand 1 2"),
    ("1X", "enrol 1 1"),
    ("1N 3NNN", "de-escalate 2 1"),
]

PENDING = [  # ESC-1: one act common to all outcomes, or wait; an unfinished cohort is completed all the same
    ("1?", "wait 1 0"),
    ("1N 2m", "expand 2 2"),
    ("1N 2N 3N?", "enrol 3 1"),
    ("1N 2N 3T?", "enrol 3 1"),
    ("1N 2N 3NT?", "wait 3 0"),
    ("1N 2N 3NNT??", "expand 3 1"),
    ("1N 2N 3NNT???", "wait 3 0"),
    ("1N 2N 3NNN?", "wait 3 0"),
    ("1N 2N 3NT??", "wait 3 0"),
    ("1N 2N 3NNNNN?", "wait 3 0"),
    ("1N 2N 3NNN 4TT?", "de-escalate 3 3"),
    ("1N 2N 3NNN 4TTN 3NT?", "wait 3 0"),
    ("1N 2N 3NNN 4TTN 3NN?", "wait 3 0"),
    ("1N 2N 3NNN 4TTN 3N??", "wait 3 0"),
    ("1N 2N 3NNN 4TTN 3??", "expand 3 1"),
    ("1N 2N 3NNN? 4N", "wait 3 0"),
    ("1? 2N", "wait 1 0"),
    ("1N 2N 3NNTNNT?", "de-escalate 2 2"),
]

LATE_FAILURE = [  # ESC-11: the lowest level that no longer satisfies the rule decides
    ("1N 2MNN 3NNT 4N", "de-escalate 3 3"),
    ("1N 2MNN 3NTT 4NNN", "de-escalate 2 3"),
    ("1N 2MNN 3NNT 4N 3NNN", "escalate 4 2"),
    ("1T 2N", "de-escalate 1 2"),
    ("1TTN 2N", "stop - 0"),
]


@pytest.mark.parametrize(("history", "expected"), ON_PATH + OFF_PATH + PENDING + LATE_FAILURE)
def test_bat6026_recommends(history: str, expected: str) -> None:
    assert said(recommend(history)) == expected


def test_an_optional_level_opens_only_when_asked_for() -> None:
    cleared = "1N 2N 3NNN 4NNN 5NNN 6NNN 7NNN"
    closed = recommend(cleared)
    assert said(closed) == "mad 7 0"
    assert "optional_may_open" in [reason.code for reason in closed.reasons]
    assert said(recommend(cleared, with_optional=True)) == "escalate 8 3"  # ESC-7
    assert said(recommend(cleared + " 8NNN", with_optional=True)) == "mad 8 0"


def test_a_subject_dosed_at_an_optional_level_that_was_not_opened_is_answered_without_dosing_there() -> None:
    answer = recommend("1N 2N 3NNN 4NNN 5NNN 6NNN 7NNN 8N")
    assert said(answer) == "mad 7 0"
    assert [reason.code for reason in answer.departures] == ["departure_optional"]


def test_two_dlts_at_an_optional_level_that_was_not_opened_send_the_search_down() -> None:
    assert said(recommend("1N 2N 3NNN 4NNN 5NNN 6NNN 7NNN 8TT")) == "de-escalate 7 3"


@pytest.mark.parametrize(
    ("changes", "history", "expected"),
    [
        ({"fill": FillMode.DIRECT}, "1N 2N 3NTT", "de-escalate 2 5"),
        ({"fill": FillMode.DIRECT}, "1N 2N 3NTT 2NNT", "expand 2 2"),
        ({"after_exceeded": AfterExceeded.PREVIOUS}, "1N 2N 3NTT", "mtd 2 0"),
        ({"moderate_limit": 2}, "1M", "escalate 2 1"),
        ({"moderate_limit": 2}, "1M 2M", "expand 2 2"),
        ({"accelerated_levels": 0}, "", "enrol 1 3"),
        ({"accelerated_levels": 3}, "1N 2N 3N", "escalate 4 3"),
        ({"accelerated_levels": 3}, "1N 2M", "expand 2 2"),
        ({"accelerated_levels": 3}, "1N 2MNN 3N", "enrol 3 2"),
        ({"group_must_finish": False}, "1N 2N 3NNNNN?", "escalate 4 3"),
        ({"start_level": 2}, "", "enrol 2 1"),
        ({"start_level": 2, "accelerated_levels": 0}, "2TTN", "de-escalate 1 3"),
        ({"start_level": 2, "accelerated_levels": 0}, "2TTN 1NNNNTN", "mtd 1 0"),
        ({"replace_not_evaluable": False}, "1N 2N 3NNX", "choose 3 0"),
        ({"replace_not_evaluable": False}, "1N 2N 3NX", "enrol 3 2"),
    ],
)
def test_each_rule_parameter_does_what_it_says(changes: dict[str, object], history: str, expected: str) -> None:
    from dataclasses import replace

    answer = recommend(history, make_part(replace(BAT6026, **changes), 8, optional=1))  # type: ignore[arg-type]
    assert said(answer) == expected


@pytest.mark.parametrize(
    ("history", "expected"),
    [("1NNN 2NNN", "expand 2 3"), ("1NNN 2NNNNNN", "mtd 2 0"), ("1NNN 2NNT", "expand 2 3"), ("1NNN 2NN?", "wait 2 0")],
)
def test_a_top_level_to_be_confirmed_is_filled_to_six(history: str, expected: str) -> None:
    assert said(recommend(history, make_part(Rules(top=TopLevel.CONFIRM), 2))) == expected


def test_where_the_protocol_is_silent_both_readings_are_offered() -> None:
    options = recommend("1N 2MNN 3NNTNNNT").options
    assert [(one.action.value, one.dose_level, one.subjects) for one in options] == [
        ("de-escalate", 2, 3),
        ("escalate", 4, 3),
    ]


@pytest.mark.parametrize(
    ("history", "states"),
    [
        ("1N 2MNN 3NNT 4N", "cleared cleared open suspended closed closed closed optional"),
        ("1N 2MNN 3NTT 4NNN", "cleared open exceeded suspended closed closed closed optional"),
        ("1N 2MNN 3NNTNNN 4T?T", "cleared cleared cleared exceeded closed closed closed optional"),
        ("1TNT", "exceeded closed closed closed closed closed closed optional"),
    ],
)
def test_every_level_has_its_state(history: str, states: str) -> None:
    assert " ".join(tally.state.value for tally in recommend(history).tallies) == states  # ESC-11


def test_tallies_add_up() -> None:
    for tally in recommend("1N 2mMX 3NT?x").tallies:
        assert tally.treated == tally.evaluable + tally.pending + tally.not_evaluable
    two = recommend("1N 2mMX").tally(2)
    assert (two.evaluable, two.moderate, two.pending, two.not_evaluable) == (1, 2, 1, 1)


@pytest.mark.parametrize(
    ("history", "codes"),
    [
        ("1N 2MNN 3NNNN", ["departure_extra"]),
        ("1N 3NNN", ["departure_skipped"]),
        ("1N 2MNN 3NNT 4N", ["departure_not_open"]),
        ("1N 2MNN 3NTT 4NNN", ["departure_exceeded"]),
        ("1N 2N 3NNN 4TTN", []),
        ("1N 2N 3NNNNNT", []),
        ("1N 2N 3TNNTNN", []),
        ("1N 2N 3NNXN 4NNT??", []),
        ("1N 2MNN 3NNTNNN 4T?T", []),
        ("1N 2NNN", ["departure_extra"]),
        ("1N 2MNN 3NNN 4NNT?m", []),
        ("1N 2mNN", []),
        ("1N 2N 3NNNm", ["departure_extra"]),
    ],
)
def test_departures_from_the_rules_are_listed(history: str, codes: list[str]) -> None:
    assert [reason.code for reason in recommend(history).departures] == codes


def test_every_answer_has_a_reason() -> None:
    for history, _ in ON_PATH + OFF_PATH + PENDING + LATE_FAILURE:
        assert recommend(history).reasons, history


def test_a_suspended_level_is_named_among_the_reasons() -> None:
    codes = [reason.code for reason in recommend("1N 2MNN 3NNT 4N").reasons]
    assert "suspended_above" in codes
    assert recommend("1N 2MNN 3NNT 4N").tally(4).state is LevelState.SUSPENDED
