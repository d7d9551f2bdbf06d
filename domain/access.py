"""Who may do what: the role matrix, as data (TRU-2; TRU-5, statements 19 and 22).

Roles of the site enter and correct what was observed. Roles of the sponsor ask, verify and comment, and can't alter
site data. The administrator keeps the accounts and enters no clinical data. The inspector reads, prints and exports.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.content import CASEBOOK
from domain.reasons import Finding
from domain.records import Account, Adjudication, Lock, Query, Record, Redaction, Signature, SourceVerification
from domain.terms import QueryState, Right, Role, SignatureMeaning

_C, _I, _D = Role.COORDINATOR, Role.INVESTIGATOR, Role.DATA_MANAGER
_PHARMACIST, _PK = Role.PHARMACIST, Role.PK_ANALYST
_MONITOR, _MEDICAL, _STATISTICIAN = Role.MONITOR, Role.MEDICAL_MONITOR, Role.STATISTICIAN
_COMMITTEE, _ADMINISTRATOR = Role.COMMITTEE_MEMBER, Role.ADMINISTRATOR
_ALL = frozenset(Role)
_NOBODY: frozenset[Role] = frozenset()

SITE_ROLES = frozenset({_C, _I, _D, _PHARMACIST})
SPONSOR_ROLES = frozenset({_MONITOR, _MEDICAL, _STATISTICIAN, _PK})
PK_KINDS = frozenset({"concentration", "ada_result", "biomarker_result", "shipment", "slope_decision"})


RIGHTS: dict[Right, frozenset[Role]] = {
    Right.EXPORT: frozenset({_C, _I, _D, _PK, _STATISTICIAN, _MONITOR, _MEDICAL, Role.INSPECTOR}),
    Right.PRINT: _ALL,
    # It changes nothing, it is as encrypted as the study, and the application makes one for whoever has it open.
    Right.BACK_UP: _ALL,
    Right.RESTORE: frozenset({_I, _D, _ADMINISTRATOR}),
    Right.REDACT: frozenset({_C, _I, _D}),
    Right.LOCK: frozenset({_I, _D}),
    Right.UNLOCK: frozenset({_I, _D}),
    Right.OPEN_QUERY: frozenset({_D, _MONITOR, _MEDICAL, _STATISTICIAN}),
    Right.ANSWER_QUERY: frozenset({_C, _I, _PHARMACIST}),
    Right.CLOSE_QUERY: frozenset({_D, _MONITOR, _MEDICAL, _STATISTICIAN}),
    Right.VERIFY: frozenset({_MONITOR}),
    Right.MANAGE_ACCOUNTS: frozenset({_ADMINISTRATOR}),
    Right.AMEND: frozenset({_I, _D}),
}


@dataclass(frozen=True)
class Entry:
    """Who may enter a new record of a kind, and who may correct one."""

    create: frozenset[Role]
    correct: frozenset[Role]


def _both(*roles: Role) -> Entry:
    return Entry(frozenset(roles), frozenset(roles))


# Kinds that are governed by a right (queries, locks and so on) are not here: see ``is_allowed``.
ENTRY: dict[str, Entry] = {
    "study": _both(_ADMINISTRATOR),
    "protocol_version": Entry(RIGHTS[Right.AMEND], _NOBODY),
    "confirmation": _both(_I, _D),
    "subject": _both(_C, _I, _D),
    "consent": _both(_C, _I),
    "rescreening": _both(_C, _I),
    "medical_history": _both(_C, _I, _D),
    "prior_therapy": _both(_C, _I, _D),
    "criterion_answer": _both(_C, _I),
    # What only the investigator can answer for.
    "eligibility": _both(_I),
    "enrolment": _both(_C, _I),
    "administration": Entry(frozenset({_C, _I, _PHARMACIST}), frozenset({_C, _I, _PHARMACIST, _D})),
    # What the pharmacy answers for.
    "preparation": _both(_I, _PHARMACIST),
    "visit": _both(_C, _I, _D),
    "vital_signs": _both(_C, _I, _D),
    "body_weight": _both(_C, _I, _D),
    "ecog_status": _both(_C, _I, _D),
    "ecg": _both(_C, _I, _D),
    "physical_exam": _both(_C, _I, _D),
    "assessment_not_done": _both(_C, _I, _D),
    "adverse_event": Entry(frozenset({_C, _I}), frozenset({_C, _I, _D})),
    "safety_report": _both(_C, _I),
    "intervention": _both(_C, _I, _D),
    "lab_result": _both(_C, _I, _D),
    "normal_range": _both(_C, _I, _D),
    "grade_texts": _both(_I, _D),
    "pk_sample": _both(_C, _I, _D),
    # What the bioanalytical laboratory reports, and what is made of it: the one thing that the PK analyst enters.
    "concentration": _both(_D, _PK),
    "ada_result": _both(_D, _PK),
    "biomarker_result": _both(_D, _PK),
    "shipment": _both(_C, _I, _D, _PK),
    "slope_decision": _both(_PK),
    "lesion": _both(_C, _I, _D),
    "tumour_visit": _both(_C, _I, _D),
    "lesion_measurement": _both(_C, _I, _D),
    "response_call": _both(_I),
    "survival_contact": _both(_C, _I),
    # Signed as it stands; the person gives a new one.
    "adjudication": Entry(frozenset({_I}), _NOBODY),
    "end_of_treatment": _both(_C, _I),
    "leaving": _both(_C, _I),
    "gate_condition": _both(_I, _D, _MEDICAL),
    "part_opening": Entry(frozenset({_I, _MEDICAL, _COMMITTEE}), _NOBODY),
    "decision": Entry(frozenset({_I, _MEDICAL, _COMMITTEE}), _NOBODY),
    "recommended_dose": Entry(frozenset({_I, _MEDICAL, _COMMITTEE}), _NOBODY),
    "deviation": Entry(frozenset({_C, _I, _D, _PHARMACIST}), frozenset({_C, _I, _D})),
}

# The rows of this table that stand for any kind that a person enters of a subject.
ANY_FORM = "form"
SIGNING: dict[tuple[str, SignatureMeaning], frozenset[Role]] = {
    (ANY_FORM, SignatureMeaning.AUTHORSHIP): SITE_ROLES,
    (ANY_FORM, SignatureMeaning.RESPONSIBILITY): frozenset({_I}),
    (ANY_FORM, SignatureMeaning.REVIEW): frozenset({_I, _D, _MEDICAL}),
    (ANY_FORM, SignatureMeaning.APPROVAL): frozenset({_I}),
    (CASEBOOK, SignatureMeaning.RESPONSIBILITY): frozenset({_I}),
    (CASEBOOK, SignatureMeaning.REVIEW): frozenset({_I, _D, _MEDICAL}),
    (CASEBOOK, SignatureMeaning.APPROVAL): frozenset({_I}),
    ("adjudication", SignatureMeaning.RESPONSIBILITY): frozenset({_I, _MEDICAL}),
    ("adjudication", SignatureMeaning.REVIEW): frozenset({_I, _MEDICAL}),
    ("decision", SignatureMeaning.APPROVAL): frozenset({_I, _MEDICAL, _COMMITTEE}),
    ("decision", SignatureMeaning.REVIEW): frozenset({_STATISTICIAN, _PK, _PHARMACIST}),
    ("recommended_dose", SignatureMeaning.APPROVAL): frozenset({_I, _MEDICAL, _COMMITTEE}),
    ("recommended_dose", SignatureMeaning.REVIEW): frozenset({_STATISTICIAN, _PK, _PHARMACIST}),
    ("part_opening", SignatureMeaning.APPROVAL): frozenset({_I, _MEDICAL, _COMMITTEE}),
    ("part_opening", SignatureMeaning.REVIEW): frozenset({_STATISTICIAN, _PK, _PHARMACIST}),
    ("protocol_version", SignatureMeaning.APPROVAL): frozenset({_I}),
}
_OWN_ROWS = frozenset(kind for kind, _ in SIGNING) | {"study", "account"}


def has_right(role: Role, right: Right) -> bool:
    """Whether the role has a right."""
    return role in RIGHTS[right]


def may_sign(role: Role, kind: str, meaning: SignatureMeaning) -> bool:
    """Whether the role may sign a record of the kind, or a ``CASEBOOK``, with that meaning."""
    row = kind if kind in _OWN_ROWS else ANY_FORM
    return role in SIGNING.get((row, meaning), _NOBODY)


def is_allowed(role: Role, before: Record | None, after: Record) -> bool:
    """Whether the role may write a record.

    Args:
        role: of the person.
        before: the record that is corrected; None for a new one.
        after: as it shall be.
    """
    match after:
        case Account():
            return has_right(role, Right.MANAGE_ACCOUNTS)
        case Signature():
            return before is None and may_sign(role, after.about_kind, after.meaning)
        case Query():
            return has_right(role, _QUERY_RIGHTS[after.state])
        case SourceVerification():
            return has_right(role, Right.VERIFY)
        case Lock():
            return has_right(role, Right.LOCK if after.is_locked else Right.UNLOCK)
        case Redaction():
            return has_right(role, Right.REDACT)
        case Adjudication() if after.is_second_opinion and before is None:
            # It stands beside the verdict and decides nothing (AE-5).
            return role in ENTRY["adjudication"].create | {_MEDICAL}
    entry = ENTRY.get(after.kind, Entry(_NOBODY, _NOBODY))
    return role in (entry.create if before is None else entry.correct)


_QUERY_RIGHTS = {
    QueryState.OPEN: Right.OPEN_QUERY,
    QueryState.ANSWERED: Right.ANSWER_QUERY,
    QueryState.CLOSED: Right.CLOSE_QUERY,
}


def account_finding(account: Account, today: date) -> Finding | None:
    """Why the holder of an account may not act on a day at the site; None where they may."""
    about = {"user_id": account.user_id}
    if not account.is_active:
        return Finding("is_active", "account_inactive", numbers=about)
    if today < account.active_from:
        return Finding("active_from", "account_not_yet", numbers={**about, "on": account.active_from})
    if account.active_to is not None and today > account.active_to:
        return Finding("active_to", "account_over", numbers={**about, "on": account.active_to})
    return None


def check_account(accounts: Iterable[Account], account: Account) -> list[Finding]:
    """What forbids saving an account.

    Args:
        accounts: those of the study.
        account: new, or corrected under a known record id.
    """
    known = list(accounts)
    before = next((one for one in known if one.record_id == account.record_id), None)
    others = [one for one in known if one.record_id != account.record_id]
    findings = []
    if not account.user_id.strip() or account.user_id != account.user_id.strip():
        findings.append(Finding("user_id", "user_id_blank"))
    elif before is not None and before.user_id != account.user_id:
        findings.append(Finding("user_id", "user_id_stays", numbers={"user_id": before.user_id}))
    elif any(one.user_id.casefold() == account.user_id.casefold() for one in others):
        findings.append(Finding("user_id", "user_id_taken", numbers={"user_id": account.user_id}))
    if not account.full_name.strip():
        findings.append(Finding("full_name", "account_needs_name"))
    if account.active_to is not None and account.active_to < account.active_from:
        findings.append(Finding("active_to", "account_ends_before_start"))
    return findings


def can_manage(accounts: Iterable[Account], today: date) -> bool:
    """Whether anybody can keep the accounts on that day."""
    return any(has_right(one.role, Right.MANAGE_ACCOUNTS) and account_finding(one, today) is None for one in accounts)
