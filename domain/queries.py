"""Queries: opened, answered, closed, opened again; who said what, and what follows (TRU-5, statement 24)."""

from dataclasses import replace
from datetime import datetime

from domain.content import SAID_OF_RECORDS, Records, find_record
from domain.reasons import Finding
from domain.records import Query, QueryMessage, Record, items_of
from domain.terms import QueryState

# From a state to those that may follow; "" stands for a query that is not there yet.
NEXT: dict[str, frozenset[QueryState]] = {
    "": frozenset({QueryState.OPEN}),
    QueryState.OPEN: frozenset({QueryState.ANSWERED}),
    QueryState.ANSWERED: frozenset({QueryState.CLOSED, QueryState.OPEN}),
    QueryState.CLOSED: frozenset({QueryState.OPEN}),
}


def new_query(about: Record, field: str, message: QueryMessage, *, record_id: str) -> Query:
    """A query on a field of a record; on the record as a whole where ``field`` is empty."""
    return Query(
        record_id=record_id,
        subject_id=str(getattr(about, "subject_id", "") or ""),
        about_kind=about.kind,
        about_id=about.record_id,
        field=field,
        state=message.state,
        messages=(message,),
    )


def with_message(query: Query, message: QueryMessage) -> Query:
    """The query with one thing more said, in the state that it brings."""
    return replace(query, state=message.state, messages=(*query.messages, message))


def check_query(records: Records, before: Query | None, after: Query) -> list[Finding]:
    """What forbids saving a query.

    Args:
        records: as entered.
        before: as it stands; None for a new one.
        after: with exactly one message more.
    """
    said = before.messages if before else ()
    if after.messages[:-1] != said or len(after.messages) != len(said) + 1:
        return [Finding("messages", "query_one_message")]
    if before and replace(after, state=before.state, messages=before.messages) != before:
        return [Finding("about_id", "query_about_stays")]
    findings = []
    last = after.messages[-1]
    state = before.state if before else ""
    if last.state is not after.state or after.state not in NEXT[state]:
        findings.append(
            Finding("state", "query_wrong_turn", numbers={"from": str(state) or "new", "to": after.state.value})
        )
    if not last.text.strip():
        findings.append(Finding("messages", "query_needs_text"))
    if before is None:
        findings += _about_findings(records, after)
    return findings


def queries_on(records: Records, kind: str, record_id: str, field: str = "") -> tuple[Query, ...]:
    """Queries on a record, first to last; on one of its fields where that is named."""
    found = (one for one in records.get(Query.kind, ()) if isinstance(one, Query))
    return tuple(
        one
        for one in found
        if (one.about_kind, one.about_id) == (kind, record_id) and (not field or one.field == field)
    )


def open_queries(records: Records, subject_id: str = "") -> tuple[Query, ...]:
    """Queries that are not closed, first to last; of one subject where it is named."""
    return tuple(
        one
        for one in records.get(Query.kind, ())
        if isinstance(one, Query)
        and one.state is not QueryState.CLOSED
        and (not subject_id or one.subject_id == subject_id)
    )


def opened_at(query: Query) -> datetime:
    """When it was opened first, aware UTC."""
    return query.messages[0].at


def _about_findings(records: Records, query: Query) -> list[Finding]:
    about = find_record(records, query.about_kind, query.about_id)
    if about is None or about.kind in SAID_OF_RECORDS:
        return [Finding("about_id", "about_unknown")]
    if query.field and query.field not in items_of(type(about)):
        return [Finding("field", "about_unknown_field", numbers={"named": query.field})]
    if query.subject_id != str(getattr(about, "subject_id", "") or ""):
        return [Finding("subject_id", "about_other_subject")]
    return []
