"""A visit is one line: what it may say, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.schedule.plan import (
    Anchor,
    Until,
    VisitError,
    VisitFault,
    VisitRule,
    read_visit,
    split_key,
    visit_key,
    visits_in_order,
    write_visit,
)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("consent + 28 d, -28 d", VisitRule("v", Anchor.CONSENT, 28, 28, 0)),
        ("Each cycle, ±3 d from cycle 2", VisitRule("v", Anchor.CYCLE, 0, 3, 3, window_from_cycle=2)),
        ("cycles 1-2 day 8, -1/+2 d", VisitRule("v", Anchor.CYCLE, 7, 1, 2, cycles=(1, 2))),
        ("cycle 1 day 15", VisitRule("v", Anchor.CYCLE, 14, cycles=(1, 1))),
        (
            "decision + 21 d, -21/+7 d; before new therapy; until death",
            VisitRule("v", Anchor.DECISION, 21, 21, 7, until=(Until.DEATH,), is_before_therapy=True),
        ),
        (
            "last dose + 90 d, every 12 weeks, ±14 d; until loss, study end, 2 years",
            VisitRule("v", Anchor.LAST_DOSE, 90, 14, 14, None, 1, 12, (Until.LOSS, Until.STUDY_END), 2),
        ),
    ],
)
def test_a_line_is_read(text, rule):  # PRO-1
    assert read_visit(text, "v") == rule
    assert read_visit(write_visit(rule), "v") == rule


@pytest.mark.parametrize(
    ("text", "fault", "given"),
    [
        ("", VisitFault.SHAPE, ""),
        ("day 21", VisitFault.SHAPE, "day 21"),
        ("last dose + 21", VisitFault.SHAPE, "last dose + 21"),
        ("last dose + 21 d, 7 d", VisitFault.SHAPE, "7 d"),
        ("last dose, every 0 weeks", VisitFault.SHAPE, "every 0 weeks"),
        ("last dose; until Tuesday", VisitFault.SHAPE, "tuesday"),
        ("last dose; or so", VisitFault.SHAPE, "or so"),
        ("cycles 3-2 day 8", VisitFault.SHAPE, "cycles 3-2 day 8"),
        ("cycle 0", VisitFault.SHAPE, "cycle 0"),
        ("last dose, every 2 weeks, ±7 d", VisitFault.WINDOW_OVERLAPS, "last dose, every 2 weeks, ±7 d"),
        ("last dose + 3 d, ±1 d from cycle 2", VisitFault.CYCLE_ONLY, "last dose + 3 d, ±1 d from cycle 2"),
    ],
)
def test_a_line_of_another_shape_is_refused_with_the_piece(text, fault, given):  # PRO-3
    with pytest.raises(VisitError) as refused:
        read_visit(text, "v")
    assert (refused.value.fault, refused.value.given) == (fault, given)


days = st.integers(0, 400)


@given(
    st.builds(
        VisitRule,
        code=st.just("v"),
        anchor=st.sampled_from([Anchor.CONSENT, Anchor.FIRST_DOSE, Anchor.DECISION, Anchor.LAST_DOSE]),
        days=days,
        early=st.integers(0, 20),
        late=st.integers(0, 20),
        every_weeks=st.none() | st.integers(6, 52),
        until=st.lists(st.sampled_from(Until), unique=True).map(tuple),
        years=st.none() | st.integers(1, 5),
        is_before_therapy=st.booleans(),
    )
)
def test_what_is_written_is_read_again(rule):
    assert read_visit(write_visit(rule), "v") == rule


def test_visits_keep_the_order_of_a_life_whatever_the_order_of_the_file():
    rules = [read_visit(text, str(n)) for n, text in enumerate(("last dose + 21 d", "each cycle", "consent + 28 d"))]
    assert [one.code for one in visits_in_order(rules)] == ["2", "1", "0"]
    assert visits_in_order(reversed(rules)) == visits_in_order(rules)


def test_a_visit_is_named_by_its_code_and_number():
    assert [visit_key("dosing", 3), visit_key("screening")] == ["dosing 3", "screening"]
    assert [split_key("dosing 3"), split_key("safety_60")] == [("dosing", 3), ("safety_60", 0)]
