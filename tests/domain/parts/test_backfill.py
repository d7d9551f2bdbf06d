"""Subjects added at a cleared level below the current one, under each policy."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.escalation.backfill import tally_backfill
from domain.escalation.recommend import recommend_next
from domain.escalation.recommendation import Recommendation, TreatedSubject
from domain.escalation.slots import assess_backfill_slot, assess_slot
from domain.escalation.status import assess_status
from domain.parts.terms import BackfillPolicy
from domain.protocol.model import Part, with_rules
from domain.protocol.reader import load_shipped
from domain.terms import Action, LevelState, Outcome
from tests.domain.build import build
from tests.domain.parts.story import Story

PART = load_shipped("bat6026").first_part


def under(policy: BackfillPolicy) -> Part:
    return with_rules(PART, backfill=policy)


def subjects(history: str) -> list[TreatedSubject]:
    """Groups such as "3NNN 2bNT": a "b" after the level marks subjects added there."""
    found = []
    for token in history.split():
        level, letters = int(token[0]), token[1:]
        found += [
            TreatedSubject(level, Outcome(letter), f"{token}-{at}", is_backfill=letters.startswith("b"))
            for at, letter in enumerate(letters.removeprefix("b"))
        ]
    return found


def answer(policy: BackfillPolicy, history: str) -> Recommendation:
    return recommend_next(under(policy), subjects(history))


def essence(one: Recommendation) -> tuple[Action, int | None, int]:
    return one.action, one.dose_level, one.subjects


def test_a_counted_backfill_is_in_the_level_and_no_departure() -> None:
    one = answer(BackfillPolicy.COUNTED, "1N 2N 3NNN 4N 3bNN 4NN")
    assert essence(one) == (Action.ESCALATE, 5, 3)
    assert one.tally(3).evaluable == 5
    assert one.departures == ()


def test_where_none_is_foreseen_it_counts_and_is_a_departure() -> None:  # PRO-6
    one = answer(BackfillPolicy.NONE, "1N 2N 3NNN 4N 3bNN 4NN")
    assert one.tally(3).evaluable == 5
    assert [reason.code for reason in one.departures] == ["departure_extra"]


def test_apart_it_decides_nothing() -> None:
    one = answer(BackfillPolicy.APART, "1N 2N 3NNN 4N 3bNN 4NN")
    assert one.tally(3).evaluable == 3
    assert essence(one) == essence(answer(BackfillPolicy.APART, "1N 2N 3NNN 4NNN"))
    assert [tally.evaluable for tally in tally_backfill(subjects("3NNN 3bNN"), 8)] == [0, 0, 2, 0, 0, 0, 0, 0]


def test_a_counted_dlt_that_turns_a_level_is_told_first_and_suspends_all_above() -> None:  # ESC-11
    one = answer(BackfillPolicy.COUNTED, "1N 2N 3NNT 3NNN 4NN 3bT")
    assert one.reasons[0].code == "backfill_turned"
    assert one.reasons[0].numbers["level"] == 3
    assert one.tally(4).state is LevelState.SUSPENDED
    assert one.action is Action.CHOOSE


def test_a_dlt_counted_apart_leaves_the_answer_and_raises_the_alarm_first() -> None:  # ESC-11
    one = answer(BackfillPolicy.APART, "1N 2N 3NNN 4N 3bTT")
    assert essence(one) == essence(answer(BackfillPolicy.APART, "1N 2N 3NNN 4N"))
    (alarm, *_) = one.reasons
    assert (alarm.code, alarm.numbers["dlt"], alarm.numbers["evaluable"]) == ("backfill_would_turn", 2, 5)
    assert alarm.numbers["action"] == "de-escalate"


def test_a_dlt_that_turns_nothing_raises_no_alarm() -> None:
    one = answer(BackfillPolicy.APART, "1N 2N 3NNN 4N 3bNNNT")
    assert "backfill" not in one.reasons[0].code


def test_up_and_down_are_relative_to_who_was_dosed_last_by_the_rules() -> None:
    one = answer(BackfillPolicy.COUNTED, "1N 2N 3NNN 4N 3bN")
    assert essence(one) == (Action.ENROL, 4, 2)


def test_a_pending_counted_backfill_holds_the_next_level_one_apart_does_not() -> None:  # ESC-6
    history = "1N 2N 3NNN 4NNN 3b??"
    assert answer(BackfillPolicy.COUNTED, history).action is Action.WAIT
    assert essence(answer(BackfillPolicy.APART, history)) == (Action.ESCALATE, 5, 3)


OUTCOMES = st.text(alphabet="NTM?X", max_size=3)


@given(OUTCOMES, OUTCOMES, OUTCOMES)
def test_apart_no_outcome_changes_the_act(one: str, two: str, four: str) -> None:
    main = f"1N 2N 3NNN 4N{four}"
    added = " ".join(f"{level}b{letters}" for level, letters in ((1, one), (2, two)) if letters)
    assert essence(answer(BackfillPolicy.APART, f"{main} {added}")) == essence(answer(BackfillPolicy.APART, main))


@given(OUTCOMES, OUTCOMES)
def test_counted_is_the_same_as_dosed_there_by_the_rules(one: str, two: str) -> None:
    added = " ".join(f"{level}b{letters}" for level, letters in ((2, one), (3, two)) if letters)
    flagged = subjects(f"1N 2N 3NNN 4NN {added}")
    plain = [replace(subject, is_backfill=False) for subject in flagged]
    counted = recommend_next(under(BackfillPolicy.COUNTED), flagged)
    assert counted.tallies == recommend_next(under(BackfillPolicy.COUNTED), plain).tallies


@pytest.mark.parametrize(
    ("history", "level", "code"),
    [
        ("1N 2N 3NNN 4NN", 3, ""),
        ("1N 2N 3NNN 4NN", 2, "backfill_too_few"),
        ("1N 2N 3NNN 4NN", 4, "backfill_not_cleared"),
        ("1N 2N 3NNN 4NNN", 4, "backfill_not_below"),
        ("1N 2N 3NNN 4TTN", 3, "backfill_not_cleared"),
        ("1N 2N 3NNN 4TTN", 4, "backfill_not_cleared"),
        ("1N 2N 3NNN 4NN", 9, "part_not_open"),
    ],
)
def test_a_backfill_slot_is_open_at_cleared_levels_below_the_current_one(history: str, level: int, code: str) -> None:
    study = build(history).study()
    answer = assess_backfill_slot(assess_status(study, under(BackfillPolicy.COUNTED)), level)
    assert (answer.is_open, [reason.code for reason in answer.reasons]) == (not code, [code] if code else [])


def test_a_backfill_that_the_protocol_does_not_foresee_asks_why() -> None:  # SUB-9
    story = Story("bat6026")
    for level, outcomes in ((1, "N"), (2, "N"), (3, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    (finding,) = story.enrol(story.candidate(), "mono", 3, is_backfill=True)
    assert (finding.code, finding.numbers["reason"].code) == ("backfill_closed", "backfill_not_foreseen")


def test_a_reserved_backfill_takes_no_slot_of_the_group() -> None:
    story = Story("bat6026")
    story.treat("mono", 1, "N")
    story.decide("mono")
    before = assess_slot(story.status("mono"), 2).free
    story.enrol(story.candidate(), "mono", 2, is_backfill=True)
    assert assess_slot(story.status("mono"), 2).free == before
