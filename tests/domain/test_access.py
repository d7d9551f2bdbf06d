"""The role matrix, written a second time as letters: whoever changes a right changes it here too."""

from datetime import date

import pytest

from domain.access import (
    ENTRY,
    PK_KINDS,
    RIGHTS,
    SIGNING,
    SITE_ROLES,
    SPONSOR_ROLES,
    account_finding,
    can_manage,
    check_account,
    has_right,
    is_allowed,
    may_sign,
)
from domain.content import CASEBOOK, SAID_OF_RECORDS
from domain.records import RECORD_KINDS, Account
from domain.terms import Right, Role, SignatureMeaning
from tests.domain import people

LETTERS = dict(zip("CIDFMEBKSNA", [
    Role.COORDINATOR, Role.INVESTIGATOR, Role.DATA_MANAGER, Role.PHARMACIST, Role.MONITOR, Role.MEDICAL_MONITOR,
    Role.COMMITTEE_MEMBER, Role.PK_ANALYST, Role.STATISTICIAN, Role.INSPECTOR, Role.ADMINISTRATOR,
], strict=True))  # fmt: skip

# kind: who creates, who corrects.
ENTERED = {
    "study": ("A", "A"),
    "protocol_version": ("ID", ""),
    "confirmation": ("ID", "ID"),
    "subject": ("CID", "CID"),
    "consent": ("CI", "CI"),
    "rescreening": ("CI", "CI"),
    "medical_history": ("CID", "CID"),
    "prior_therapy": ("CID", "CID"),
    "criterion_answer": ("CI", "CI"),
    "eligibility": ("I", "I"),
    "preparation": ("IF", "IF"),
    "visit": ("CID", "CID"),
    "vital_signs": ("CID", "CID"),
    "body_weight": ("CID", "CID"),
    "ecog_status": ("CID", "CID"),
    "ecg": ("CID", "CID"),
    "physical_exam": ("CID", "CID"),
    "assessment_not_done": ("CID", "CID"),
    "enrolment": ("CI", "CI"),
    "administration": ("CIF", "CIFD"),
    "adverse_event": ("CI", "CID"),
    "safety_report": ("CI", "CI"),
    "intervention": ("CID", "CID"),
    "lab_result": ("CID", "CID"),
    "normal_range": ("CID", "CID"),
    "grade_texts": ("ID", "ID"),
    "pk_sample": ("CID", "CID"),
    "concentration": ("DK", "DK"),
    "ada_result": ("DK", "DK"),
    "biomarker_result": ("DK", "DK"),
    "shipment": ("CIDK", "CIDK"),
    "slope_decision": ("K", "K"),
    "lesion": ("CID", "CID"),
    "tumour_visit": ("CID", "CID"),
    "lesion_measurement": ("CID", "CID"),
    "response_call": ("I", "I"),
    "survival_contact": ("CI", "CI"),
    "adjudication": ("I", ""),
    "end_of_treatment": ("CI", "CI"),
    "leaving": ("CI", "CI"),
    "gate_condition": ("IDE", "IDE"),
    "part_opening": ("IEB", ""),
    "decision": ("IEB", ""),
    "recommended_dose": ("IEB", ""),
    "deviation": ("CIDF", "CID"),
}
HELD = {
    Right.EXPORT: "CIDMEKSN",
    Right.PRINT: "CIDFMEBKSNA",
    Right.BACK_UP: "CIDFMEBKSNA",
    Right.RESTORE: "IDA",
    Right.REDACT: "CID",
    Right.LOCK: "ID",
    Right.UNLOCK: "ID",
    Right.OPEN_QUERY: "DMES",
    Right.ANSWER_QUERY: "CIF",
    Right.CLOSE_QUERY: "DMES",
    Right.VERIFY: "M",
    Right.MANAGE_ACCOUNTS: "A",
    Right.AMEND: "ID",
}
SIGNED = {
    ("adverse_event", SignatureMeaning.AUTHORSHIP): "CIDF",
    ("adverse_event", SignatureMeaning.RESPONSIBILITY): "I",
    ("adverse_event", SignatureMeaning.REVIEW): "IDE",
    ("adverse_event", SignatureMeaning.APPROVAL): "I",
    (CASEBOOK, SignatureMeaning.AUTHORSHIP): "",
    (CASEBOOK, SignatureMeaning.RESPONSIBILITY): "I",
    ("adjudication", SignatureMeaning.RESPONSIBILITY): "IE",
    ("adjudication", SignatureMeaning.AUTHORSHIP): "",
    ("decision", SignatureMeaning.APPROVAL): "IEB",
    ("decision", SignatureMeaning.REVIEW): "SKF",
    ("decision", SignatureMeaning.RESPONSIBILITY): "",
    ("part_opening", SignatureMeaning.APPROVAL): "IEB",
    ("part_opening", SignatureMeaning.REVIEW): "SKF",
    ("recommended_dose", SignatureMeaning.APPROVAL): "IEB",
    ("recommended_dose", SignatureMeaning.REVIEW): "SKF",
    ("recommended_dose", SignatureMeaning.AUTHORSHIP): "",
    ("protocol_version", SignatureMeaning.APPROVAL): "I",
    ("account", SignatureMeaning.AUTHORSHIP): "",
    ("study", SignatureMeaning.AUTHORSHIP): "",
}


def roles(letters: str) -> set[Role]:
    return {LETTERS[letter] for letter in letters}


# TRU-2, TRU-5 statement 19
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", ENTERED)
def test_who_may_enter_and_correct_each_kind(kind: str, role: Role) -> None:
    create, correct = ENTERED[kind]
    record = people.plain_record(RECORD_KINDS[kind])
    assert is_allowed(role, None, record) is (role in roles(create))
    assert is_allowed(role, record, record) is (role in roles(correct))


# TRU-2, TRU-5 statement 19
@pytest.mark.parametrize("right", Right)
def test_who_has_each_right(right: Right) -> None:
    assert {role for role in Role if has_right(role, right)} == roles(HELD[right])


# TRU-2
@pytest.mark.parametrize(("kind", "meaning"), SIGNED)
def test_who_may_sign_what(kind: str, meaning: SignatureMeaning) -> None:
    assert {role for role in Role if may_sign(role, kind, meaning)} == roles(SIGNED[kind, meaning])


def test_every_kind_of_record_has_its_row() -> None:
    assert set(ENTRY) == set(ENTERED) == set(RECORD_KINDS) - SAID_OF_RECORDS


# TRU-5 statement 22
@pytest.mark.parametrize("role", sorted(SPONSOR_ROLES))
def test_a_role_of_the_sponsor_never_alters_site_data(role: Role) -> None:
    allowed = {kind for kind, entry in ENTRY.items() if role in entry.create | entry.correct}
    decided = {"decision", "recommended_dose", "gate_condition", "part_opening"}
    own = {Role.PK_ANALYST: PK_KINDS, Role.MEDICAL_MONITOR: decided}.get(role, set())
    assert allowed == set(own)
    assert not any(has_right(role, right) for right in (Right.LOCK, Right.UNLOCK, Right.REDACT, Right.AMEND))


# TRU-2
def test_the_administrator_enters_no_clinical_data_and_the_inspector_writes_nothing() -> None:
    for role, allowed in ((Role.ADMINISTRATOR, {"study"}), (Role.INSPECTOR, set())):
        assert {kind for kind, entry in ENTRY.items() if role in entry.create | entry.correct} == allowed
        assert not any(role in signers for signers in SIGNING.values())
    held = {right for right in Right if has_right(Role.INSPECTOR, right)}
    assert held == {Right.EXPORT, Right.PRINT, Right.BACK_UP}


# AE-5
def test_a_medical_monitor_gives_a_second_opinion_and_no_verdict() -> None:
    verdict = people.plain_record(RECORD_KINDS["adjudication"])
    assert not is_allowed(Role.MEDICAL_MONITOR, None, verdict)
    opinion = people.replaced(verdict, is_second_opinion=True)
    assert is_allowed(Role.MEDICAL_MONITOR, None, opinion)
    assert not is_allowed(Role.MEDICAL_MONITOR, opinion, opinion)


def test_whoever_answers_a_query_does_not_close_it() -> None:
    assert not RIGHTS[Right.ANSWER_QUERY] & RIGHTS[Right.CLOSE_QUERY]


def account(**changes: object) -> Account:
    given = {"user_id": "lin", "full_name": "Lin Wei", "role": Role.INVESTIGATOR, "active_from": date(2026, 3, 1)}
    return Account(**({"record_id": "account-1"} | given | changes))  # type: ignore[arg-type]


# TRU-2: delegation has dates
@pytest.mark.parametrize(
    ("changes", "today", "code"),
    [
        ({}, date(2026, 2, 28), "account_not_yet"),
        ({}, date(2026, 3, 1), None),
        ({"active_to": date(2026, 3, 31)}, date(2026, 3, 31), None),
        ({"active_to": date(2026, 3, 31)}, date(2026, 4, 1), "account_over"),
        ({"is_active": False}, date(2026, 3, 2), "account_inactive"),
    ],
)
def test_an_account_holds_inside_its_dates_and_while_it_is_active(changes, today, code) -> None:  # type: ignore[no-untyped-def]
    finding = account_finding(account(**changes), today)
    assert (finding.code if finding else None) == code


# TRU-5 statement 15
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"record_id": "account-2", "user_id": "LIN"}, "user_id_taken"),
        ({"record_id": "account-2", "user_id": " li"}, "user_id_blank"),
        ({"user_id": "li"}, "user_id_stays"),
        ({"full_name": " "}, "account_needs_name"),
        ({"active_to": date(2026, 2, 1)}, "account_ends_before_start"),
    ],
)
def test_an_account_is_refused_with_its_reason(changes, code) -> None:  # type: ignore[no-untyped-def]
    findings = check_account([account()], account(**changes))
    assert [finding.code for finding in findings] == [code]


# TRU-5 statement 15: an id is not free again once its holder has left.
def test_a_user_id_is_not_given_to_another_person_after_its_holder_has_left() -> None:
    left = account(is_active=False)
    (finding,) = check_account([left], account(record_id="account-2"))
    assert finding.code == "user_id_taken"
    assert check_account([left], account(role=Role.MONITOR)) == []


def test_somebody_must_be_able_to_keep_the_accounts() -> None:
    keeper = account(role=Role.ADMINISTRATOR)
    assert can_manage([account(), keeper], date(2026, 3, 2))
    assert not can_manage([account()], date(2026, 3, 2))
    assert not can_manage([account(role=Role.ADMINISTRATOR, is_active=False)], date(2026, 3, 2))


def test_the_site_and_the_sponsor_share_no_role() -> None:
    assert not SITE_ROLES & SPONSOR_ROLES
