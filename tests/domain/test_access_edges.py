"""The corners of the role matrix: the whole table of signing, signatures that stand, locks, and accounts of one day."""

from datetime import date

import pytest

from domain.access import RIGHTS, SIGNING, account_finding, check_account, is_allowed, may_sign
from domain.content import CASEBOOK
from domain.records import Account, Lock, Signature
from domain.terms import Right, Role, SignatureMeaning
from tests.domain import people
from tests.domain.test_access import roles

AUTHORSHIP, RESPONSIBILITY = SignatureMeaning.AUTHORSHIP, SignatureMeaning.RESPONSIBILITY
REVIEW, APPROVAL = SignatureMeaning.REVIEW, SignatureMeaning.APPROVAL
# Every kind that has rows of its own, and one form that stands for all others.
SIGNED = {
    "adverse_event": {AUTHORSHIP: "CIDF", RESPONSIBILITY: "I", REVIEW: "IDE", APPROVAL: "I"},
    CASEBOOK: {RESPONSIBILITY: "I", REVIEW: "IDE", APPROVAL: "I"},
    "adjudication": {RESPONSIBILITY: "IE", REVIEW: "IE"},
    "decision": {APPROVAL: "IEB", REVIEW: "SKF"},
    "recommended_dose": {APPROVAL: "IEB", REVIEW: "SKF"},
    "part_opening": {APPROVAL: "IEB", REVIEW: "SKF"},
    "protocol_version": {APPROVAL: "I"},
    "study": {},
    "account": {},
}


# TRU-2
@pytest.mark.parametrize("meaning", SignatureMeaning)
@pytest.mark.parametrize("kind", SIGNED)
def test_every_cell_of_the_table_of_signing(kind: str, meaning: SignatureMeaning) -> None:
    assert {role for role in Role if may_sign(role, kind, meaning)} == roles(SIGNED[kind].get(meaning, ""))


def test_no_kind_has_a_row_of_signing_that_is_not_tested() -> None:
    assert {kind for kind, _ in SIGNING} - {"form"} <= set(SIGNED)


# TRU-5 statement 19: a signature is given once; nobody corrects it.
def test_a_signature_is_given_by_whoever_may_sign_and_is_never_corrected() -> None:
    signature = people.plain_record(Signature, about_kind="adverse_event", meaning=RESPONSIBILITY)
    assert is_allowed(Role.INVESTIGATOR, None, signature)
    assert not is_allowed(Role.COORDINATOR, None, signature)
    assert not is_allowed(Role.INVESTIGATOR, signature, signature)


# TRU-5 statement 24: the two rights are held by the same roles today; each act still asks for its own.
def test_locking_asks_for_one_right_and_unlocking_for_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RIGHTS, Right.UNLOCK, frozenset({Role.INVESTIGATOR}))
    locked, unlocked = (people.plain_record(Lock, is_locked=is_locked) for is_locked in (True, False))
    assert is_allowed(Role.DATA_MANAGER, None, locked)
    assert not is_allowed(Role.DATA_MANAGER, None, unlocked)
    assert is_allowed(Role.INVESTIGATOR, None, unlocked)


# TRU-2: delegation has dates
def test_an_account_of_a_single_day_is_in_order_and_holds_on_that_day() -> None:
    day = date(2026, 3, 1)
    one = Account(
        record_id="account-1",
        user_id="lin",
        full_name="Lin Wei",
        role=Role.INVESTIGATOR,
        active_from=day,
        active_to=day,
    )
    assert check_account([], one) == []
    assert account_finding(one, day) is None
