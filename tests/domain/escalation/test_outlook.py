"""What each number of further DLTs leads to, whatever the order in which outcomes arrive."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.escalation.outlook import Outlook, outlook_from
from domain.escalation.recommend import recommend_next, treated_from
from domain.notation import Group, parse_history
from domain.protocol.model import Part
from domain.terms import Action, Outcome
from tests.domain.escalation.designs import BAT6026_PART


def outlook(history: str, part: Part = BAT6026_PART) -> Outlook | None:
    subjects = treated_from(parse_history(history, len(part.levels)))
    return outlook_from(part, subjects, recommend_next(part, subjects))


def said(history: str) -> list[str]:
    answer = outlook(history)
    if answer is None:
        return []
    return [
        f"{row.further_dlts}{'+' if row.is_or_more else ''} {row.then.action.value} {row.then.dose_level or '-'}"
        for row in answer.rows
    ]


@pytest.mark.parametrize(
    ("history", "to_come", "rows"),
    [
        ("1N 2MNN 3NNN", 3, ["0 escalate 5", "1 expand 4", "2+ de-escalate 3"]),
        ("1N 2MNN 3NNT??", 3, ["0 escalate 4", "1+ de-escalate 2"]),
        ("1N 2MNN 3NNTNNN", 3, ["0 escalate 5", "1 expand 4", "2+ mtd 3"]),
        ("1N 2N 3NNN 4TTN 3NN?", 1, ["0 mtd 3", "1 mtd 3"]),
        ("1TN?", 1, ["0 expand 1", "1 stop -"]),
        ("", 1, ["0 escalate 2", "1 expand 1"]),
    ],
)
def test_rows_by_further_dlts(history: str, to_come: int, rows: list[str]) -> None:
    answer = outlook(history)
    assert answer is not None
    assert answer.to_come == to_come
    assert said(history) == rows


def test_where_nothing_is_to_come_there_is_no_outlook() -> None:
    assert outlook("1TTN") is None
    assert outlook("1N 2N 3NNN 4TTN 3NNNNNN") is None


def test_an_accelerated_level_says_that_a_moderate_toxicity_would_lead_elsewhere() -> None:  # ESC-4
    accelerated, standard = outlook("1N"), outlook("1N 2N")
    assert accelerated is not None
    assert standard is not None
    assert accelerated.rows[0].assumes_no_moderate
    assert accelerated.rows[0].then.action is Action.ESCALATE
    assert not any(row.assumes_no_moderate for row in standard.rows)


def test_a_moderate_toxicity_already_seen_in_the_window_is_not_forgotten() -> None:  # ESC-4
    answer = outlook("1m")
    assert answer is not None
    first = answer.rows[0].then
    assert (first.action, first.dose_level, first.subjects) == (Action.ESCALATE, 2, 3)


letters = st.sampled_from([Outcome.NO_DLT, Outcome.DLT, Outcome.PENDING, Outcome.NOT_EVALUABLE])
groups = st.lists(st.builds(Group, st.integers(3, 5), st.lists(letters, min_size=1, max_size=4).map(tuple)), max_size=3)


@given(groups)
def test_every_row_is_true_for_every_order_of_arrival(history: list[Group]) -> None:
    """At 3+3 levels: all arrangements of the outcomes to come that have the row's number of DLTs end alike."""
    subjects = treated_from([Group(1, (Outcome.NO_DLT,)), Group(2, (Outcome.NO_DLT,)), *history])
    recommendation = recommend_next(BAT6026_PART, subjects)
    answer = outlook_from(BAT6026_PART, subjects, recommendation)
    if answer is None or answer.dose_level < 3 or answer.to_come > 4:
        return
    known = [one for one in subjects if not (one.dose_level == answer.dose_level and one.outcome.is_pending)]
    for outcomes in product((Outcome.NO_DLT, Outcome.DLT), repeat=answer.to_come):
        dlts = outcomes.count(Outcome.DLT)
        row = [row for row in answer.rows if row.further_dlts <= dlts][-1]
        assert row.further_dlts == dlts or row.is_or_more
        then = recommend_next(BAT6026_PART, [*known, *treated_from([Group(answer.dose_level, outcomes)])])
        assert (then.action, then.dose_level, then.subjects) == (
            row.then.action,
            row.then.dose_level,
            row.then.subjects,
        )
