"""What the file insists on for records that say something of others: accounts, queries, verification, locks, redaction.

That the rules of their life cycles are kept, and that nobody says anything in another person's name.
"""

from collections.abc import Iterable
from datetime import datetime

from domain.access import check_account
from domain.amendment import check_amendment
from domain.content import Records
from domain.queries import check_query
from domain.reasons import Finding
from domain.records import (
    Account,
    Adjudication,
    Decision,
    Lock,
    PartOpening,
    ProtocolVersion,
    Query,
    RecommendedDose,
    Record,
    Redaction,
    Signature,
    SourceVerification,
)
from domain.rp2d.content import check_content
from domain.terms import QueryState, RedactionState
from domain.verification_state import check_verification
from storage.access import accounts_in
from storage.errors import RecordRefused
from storage.locks import check_lock
from storage.person import Person
from storage.signatures import check_signature
from storage.stream import Head


def check_said(
    view: Records, before: Record | None, after: Record, *, person: Person, now: datetime, head: Head
) -> None:
    """Refuse a record that breaks the rules of its kind.

    Args:
        view: records by kind, as they are before this one is written.
        before: the record that is corrected; None for a new one.
        after: as it shall be.
        person: who acts.
        now: aware UTC.
        head: end of the stream before this record's event.

    Raises:
        RecordRefused: with the field and why.
    """
    match after:
        case Account():
            _refuse(after, check_account(accounts_in(view), after))
        case Signature():
            check_signature(view, after, person, head, now)
        case Query():
            _refuse(after, check_query(view, before if isinstance(before, Query) else None, after))
            last = after.messages[-1]
            _check_own(after, "messages", (last.user, last.name, last.role, last.at), person, now)
        case SourceVerification():
            known = before if isinstance(before, SourceVerification) else None
            _refuse(after, check_verification(view, known, after))
            if known is None:
                said = (after.verified_user, after.verified_by, person.role, after.verified_at)
                _check_own(after, "verified_by", said, person, now)
        case Lock():
            check_lock(view, before if isinstance(before, Lock) else None, after, person, head)
        case Redaction():
            _check_redaction(before if isinstance(before, Redaction) else None, after, person, now)
        case ProtocolVersion() if before is None:
            _refuse(after, check_amendment(view, after))
        case RecommendedDose():
            _refuse(after, list(check_content(after)))
            _check_signer(after, person)
        case Decision() | PartOpening() | Adjudication():
            _check_signer(after, person)


def _check_signer(record: Decision | RecommendedDose | PartOpening | Adjudication, person: Person) -> None:
    """While nobody has an account, the name that was typed is the signature."""
    if person.user_id and (record.signed_by, record.signed_role) != (person.name, person.role):
        raise RecordRefused(
            "not_in_own_name", kind=record.kind, record_id=record.record_id, field="signed_by", name=person.name
        )


def check_query_through(view: Records, query_id: str, corrected: Iterable[Record]) -> None:
    """Refuse a correction that says it follows from a query which is not open, or about something else.

    Raises:
        RecordRefused: "query_unknown", "query_closed" or "query_about_other".
    """
    query = next((one for one in view.get(Query.kind, ()) if one.record_id == query_id), None)
    about = {"kind": Query.kind, "record_id": query_id}
    if not isinstance(query, Query):
        raise RecordRefused("query_unknown", **about)
    if query.state is QueryState.CLOSED:
        raise RecordRefused("query_closed", **about, field="state")
    named = {(one.kind, one.record_id) for one in corrected}
    if named != {(query.about_kind, query.about_id)}:
        raise RecordRefused("query_about_other", **about, field="about_id")


def _check_redaction(before: Redaction | None, after: Redaction, person: Person, now: datetime) -> None:
    about = {"kind": after.kind, "record_id": after.record_id}
    if not after.reason.strip():
        raise RecordRefused("reason_missing", **about, field="reason")
    if before is None:
        if after.state is not RedactionState.REQUESTED or after.results:
            raise RecordRefused("redaction_not_requested", **about, field="state")
        asked = (after.requested_user, after.requested_by, person.role, after.requested_at)
        _check_own(after, "requested_by", asked, person, now)
        return
    # It is carried out by its own verb, which alone can alter a payload.
    if before.state is not RedactionState.REQUESTED or after.state is not RedactionState.REFUSED or after.results:
        raise RecordRefused("redaction_decided", **about, field="state")
    said = (after.decided_user, after.decided_by, person.role, after.decided_at)
    _check_own(after, "decided_by", said, person, now)


def _check_own(
    record: Record, field: str, said: tuple[str, str, str, datetime | None], person: Person, now: datetime
) -> None:
    if said != (person.user_id, person.name, person.role, now):
        raise RecordRefused(
            "not_in_own_name", kind=record.kind, record_id=record.record_id, field=field, name=person.name
        )


def _refuse(record: Record, findings: list[Finding]) -> None:
    for finding in findings:
        if finding.is_hard:
            raise RecordRefused(
                finding.code,
                kind=record.kind,
                record_id=record.record_id,
                field=finding.field,
                **dict(finding.numbers),
            )
