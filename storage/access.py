"""Whether the person of an act may do it: the role matrix, enforced below the screen (TRU-2; TRU-5, statement 19).

A study without accounts is open: whoever acts is trusted (demonstration, and while a study is being set up). From the
first account on, everybody acts under theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from domain.access import account_finding, can_manage, has_right, is_allowed, may_sign
from domain.records import Account, Deviation, Record
from domain.terms import Role, SignatureMeaning
from storage.errors import RecordRefused
from storage.person import Person
from storage.system_codes import SystemCode

View: TypeAlias = Mapping[str, Sequence[Record]]


def accounts_in(view: View) -> tuple[Account, ...]:
    """The accounts, in order of creation."""
    return tuple(one for one in view.get(Account.kind, ()) if isinstance(one, Account))


def role_of(view: View, person: Person, today: date, created: Iterable[Record] = ()) -> Role | None:
    """The role in which a person acts; None while the study is open.

    Args:
        view: records by kind, before the act.
        person: who acts.
        today: at the site.
        created: new records of the act; the first accounts may be made under one of them.

    Raises:
        RecordRefused: the person has no account, or may not act under it now.
    """
    accounts = accounts_in(view)
    if not accounts:
        if not person.user_id:
            return None
        first = [one for one in created if isinstance(one, Account)]
        _account_of(first, person, today)
        return None
    if not person.user_id:
        raise RecordRefused("account_needed", kind=Account.kind, field="user_id", name=person.name)
    return _account_of(accounts, person, today).role


def check_records(role: Role | None, created: Sequence[Record], corrected: Sequence[tuple[Record, Record]]) -> None:
    """Refuse what the role may not write.

    Args:
        role: from ``role_of``.
        created: new records. A deviation that overriding a finding made comes with the record that it is about.
        corrected: (before, after).

    Raises:
        RecordRefused: code "not_allowed".
    """
    if role is None:
        return
    written = {one.record_id for one in (*created, *(after for _, after in corrected))}
    for record in created:
        comes_along = isinstance(record, Deviation) and record.about_id in written - {record.record_id}
        if not comes_along and not is_allowed(role, None, record):
            raise _not_allowed(role, "create", record.kind, record.record_id)
    for before, after in corrected:
        if not is_allowed(role, before, after):
            raise _not_allowed(role, "correct", after.kind, after.record_id)


def check_signing(role: Role | None, person: Person, kind: str, record_id: str, meaning: SignatureMeaning) -> Role:
    """The role under which a signature is given.

    Raises:
        RecordRefused: "signature_needs_account" without a user id, "not_allowed" without the right.
    """
    if role is None or not person.user_id:
        raise RecordRefused("signature_needs_account", kind=kind, record_id=record_id, name=person.name)
    if not may_sign(role, kind, meaning):
        raise _not_allowed(role, "sign", kind, record_id)
    return role


def check_system(role: Role | None, code: str, row: SystemCode) -> None:
    """Refuse a system event that takes a right which the role has not.

    Raises:
        RecordRefused: code "not_allowed".
    """
    if role is not None and row.right is not None and not has_right(role, row.right):
        raise _not_allowed(role, row.right.value, code, "")


def check_still_managed(accounts: Iterable[Account], today: date) -> None:
    """Refuse an act after which nobody could keep the accounts any more.

    Raises:
        RecordRefused: code "last_administrator".
    """
    if not can_manage(accounts, today):
        raise RecordRefused("last_administrator", kind=Account.kind, field="role")


def _account_of(accounts: Sequence[Account], person: Person, today: date) -> Account:
    account = next((one for one in accounts if one.user_id == person.user_id), None)
    if account is None:
        raise RecordRefused("account_unknown", kind=Account.kind, field="user_id", user_id=person.user_id)
    if (account.full_name, account.role.value) != (person.name, person.role):
        raise RecordRefused(
            "account_differs",
            kind=Account.kind,
            record_id=account.record_id,
            field="user_id",
            user_id=person.user_id,
            name=account.full_name,
            role=account.role.value,
        )
    if finding := account_finding(account, today):
        raise RecordRefused(
            finding.code,
            kind=Account.kind,
            record_id=account.record_id,
            field=finding.field,
            **dict(finding.numbers),
        )
    return account


def _not_allowed(role: Role, verb: str, kind: str, record_id: str) -> RecordRefused:
    return RecordRefused("not_allowed", kind=kind, record_id=record_id, role=role.value, verb=verb)
