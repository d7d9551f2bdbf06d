"""That acceleration has ended is said where a group of it is filled, and nowhere above (ESC-4)."""

import pytest

from domain.escalation.recommend import recommend_next, treated_from
from domain.notation import parse_history
from tests.domain.escalation.designs import BAT6026, make_part


# ESC-4
@pytest.mark.parametrize(
    ("history", "code", "level"),
    [
        ("1MN", "acceleration_ended_moderate", 1),
        ("1T", "acceleration_ended_dlt", 1),
        ("1N 2M", "acceleration_ended_moderate", 2),
        ("1N 2TN", "acceleration_ended_dlt", 2),
        ("1N 2N 3NN", None, None),
        ("1N 2MNN 3NN", None, None),
        ("1N 2N 3NNT", None, None),
    ],
)
def test_an_unfinished_group_says_what_ended_acceleration_there(
    history: str, code: str | None, level: int | None
) -> None:
    reasons = recommend_next(make_part(BAT6026, 4), treated_from(parse_history(history, 4))).reasons
    found = [(one.code, one.numbers["level"]) for one in reasons if one.code.startswith("acceleration_ended")]
    assert found == ([(code, level)] if code else [])
