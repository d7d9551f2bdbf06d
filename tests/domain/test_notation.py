"""The trial notation, read and written."""

import pytest

from domain.notation import Group, NotationError, format_history, parse_history
from domain.terms import Outcome


def test_a_history_is_read_in_order_of_dosing() -> None:
    groups = parse_history("1N 2MNN 3N?m 4TXx", levels=4)
    assert [group.dose_level for group in groups] == [1, 2, 3, 4]
    assert groups[2].outcomes == (Outcome.NO_DLT, Outcome.PENDING, Outcome.PENDING_MODERATE)


def test_a_level_may_come_back() -> None:
    assert [group.dose_level for group in parse_history("3NNN 4TTN 3NNN", levels=4)] == [3, 4, 3]


def test_an_empty_history_has_no_groups() -> None:
    assert parse_history("  ", levels=1) == ()


def test_what_was_read_is_written_the_same() -> None:
    text = "1N 2MNN 3NN?"
    assert format_history(parse_history(text, levels=3)) == text
    assert format_history([Group(1, (Outcome.DLT,))]) == "1T"


@pytest.mark.parametrize(
    ("text", "problem", "position"),
    [
        ("1N 2", "token", 4),
        ("N1", "token", 1),
        ("1N 2NQN", "letter", 6),
        ("1N 2nn", "letter", 5),
        ("1N 9N", "level", 4),
        ("0N", "level", 1),
        ("1N,2N", "token", 1),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, problem: str, position: int) -> None:
    with pytest.raises(NotationError) as refused:
        parse_history(text, levels=8)
    assert (refused.value.problem, refused.value.position) == (problem, position)
    assert str(position) in str(refused.value)
