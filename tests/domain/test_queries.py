from dataclasses import replace

import pytest

from domain.queries import check_query, new_query, open_queries, opened_at, queries_on, with_message
from domain.records import Query, QueryMessage
from domain.terms import QueryState
from tests.domain import people
from tests.domain.people import by_kind, subject

OPEN, ANSWERED, CLOSED = QueryState.OPEN, QueryState.ANSWERED, QueryState.CLOSED


def message(state: QueryState, text: str = "Is it so?") -> QueryMessage:
    return QueryMessage(at=people.NOW, user="zhao", name="Zhao Min", role="monitor", text=text, state=state)


def query(*states: QueryState, field: str = "sex") -> Query:
    found = new_query(subject(), field, message(states[0]), record_id="query-1")
    for state in states[1:]:
        found = with_message(found, message(state))
    return found


def codes(before: Query | None, after: Query) -> list[str]:
    return [finding.code for finding in check_query(by_kind(subject()), before, after)]


# TRU-5 statement 24: the life cycle
@pytest.mark.parametrize("after", QueryState)
@pytest.mark.parametrize(
    ("before", "allowed"),
    [
        ((), {OPEN}),
        ((OPEN,), {ANSWERED}),
        ((OPEN, ANSWERED), {CLOSED, OPEN}),
        ((OPEN, ANSWERED, CLOSED), {OPEN}),
        ((OPEN, ANSWERED, CLOSED, OPEN), {ANSWERED}),
    ],
)
def test_a_query_is_opened_answered_closed_and_opened_again(
    before: tuple[QueryState, ...], allowed: set[QueryState], after: QueryState
) -> None:
    known = query(*before) if before else None
    found = codes(known, query(*before, after))
    assert found == ([] if after in allowed else ["query_wrong_turn"])


def test_what_was_said_stays_said() -> None:
    known = query(OPEN)
    said = with_message(known, message(ANSWERED))
    edited = replace(said, messages=(message(OPEN, "Something else?"), said.messages[1]))
    assert codes(known, edited) == ["query_one_message"]
    assert codes(known, replace(known, state=ANSWERED)) == ["query_one_message"]
    assert codes(known, replace(said, field="birth_year")) == ["query_about_stays"]
    assert codes(known, with_message(known, message(ANSWERED, " "))) == ["query_needs_text"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"about_id": "subject-9"}, "about_unknown"),
        ({"field": "colour"}, "about_unknown_field"),
        ({"subject_id": "S-002"}, "about_other_subject"),
        ({"state": ANSWERED}, "query_wrong_turn"),
    ],
)
def test_a_query_is_about_something_that_is_there(changes: dict[str, object], code: str) -> None:
    assert codes(None, people.replaced(query(OPEN), **changes)) == [code]
    assert codes(None, query(OPEN, field="")) == []


def test_queries_are_found_by_what_they_are_about() -> None:
    one, closed = query(OPEN), replace(query(OPEN, ANSWERED, CLOSED, field=""), record_id="query-2")
    records = by_kind(subject(), one, closed)
    assert queries_on(records, "subject", "subject-1") == (one, closed)
    assert queries_on(records, "subject", "subject-1", "sex") == (one,)
    assert open_queries(records) == open_queries(records, "S-001") == (one,)
    assert open_queries(records, "S-002") == ()
    assert opened_at(one) == people.NOW
