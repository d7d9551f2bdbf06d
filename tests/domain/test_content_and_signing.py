from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.content import CASEBOOK, REDACTED, content_hash, content_of, differing_fields, field_hash
from domain.records import Lock, Record, Signature
from domain.signing import Difference, Fall, Validity, bind_signature, is_bound_to, signature_state, signatures_on
from domain.terms import LockScope, Role, Sex, SignatureMeaning
from tests.domain import people
from tests.domain.people import by_kind, enrolment, subject


def sign(records: dict[str, tuple[Record, ...]], kind: str, record_id: str, position: int = 7) -> Signature:
    return bind_signature(
        records,
        kind,
        record_id,
        SignatureMeaning.RESPONSIBILITY,
        record_id="signature-1",
        position=position,
        head="h",
        user_id="lin",
        name="Lin Wei",
        role=Role.INVESTIGATOR,
        now=people.NOW,
    )


def never() -> dict[str, tuple[Record, ...]]:
    raise AssertionError("a valid signature needs no look back")


def test_a_field_that_holds_its_default_is_no_part_of_the_content() -> None:
    assert content_of(subject()) == {
        "kind": "subject",
        "record_id": "subject-1",
        "subject_id": "S-001",
        "consent_date": "2026-02-01",
        "sex": "F",
        "birth_year": 1961,
        "tumour_type": "gastric",
    }
    assert content_of(subject(weight_kg=Decimal("61.50")))["weight_kg"] == "61.50"


@pytest.mark.parametrize(
    "changes",
    [{"birth_year": 1962}, {"weight_kg": Decimal(1)}, {"record_id": "other"}, {"consent_date": date(2026, 2, 2)}],
)
def test_another_value_or_another_record_has_another_hash(changes: dict[str, object]) -> None:
    changed = people.replaced(subject(), **changes)
    assert content_hash([changed]) != content_hash([subject()])
    assert content_hash([subject(), subject(2)]) == content_hash([subject(2), subject()])


def test_the_hash_of_a_field_stands_for_that_field_of_that_record_alone() -> None:
    assert field_hash(subject(), "sex") == field_hash(subject(birth_year=1900), "sex")
    assert field_hash(subject(), "sex") != field_hash(subject(2), "sex")
    assert field_hash(subject(), "") == content_hash([subject()])
    with pytest.raises(KeyError):
        field_hash(subject(), "colour")


# TRU-5 statement 13
def test_a_signature_stands_while_the_content_does_and_names_what_changed() -> None:
    signed = by_kind(subject())
    signature = sign(signed, "subject", "subject-1")
    assert signature.subject_id == "S-001"
    assert signature_state(signed, never, signature).validity is Validity.VALID
    changed = by_kind(subject(birth_year=1962, sex=Sex.MALE))
    state = signature_state(changed, lambda: signed, signature)
    assert (state.validity, state.falls) == (Validity.BROKEN, (Fall.CHANGED,))
    assert state.differences == (Difference("subject", "subject-1", ("sex", "birth_year")),)
    gone = signature_state({}, lambda: signed, signature)
    assert gone.differences == (Difference("subject", "subject-1"),)


# TRU-5 statement 14
def test_a_signature_on_another_record_is_moved() -> None:
    records = by_kind(subject(), subject(2))
    pasted = replace(sign(records, "subject", "subject-1"), about_id="subject-2")
    assert not is_bound_to(pasted, records)
    assert signature_state(records, lambda: records, pasted).validity is Validity.MOVED


def test_a_casebook_signature_covers_all_records_of_the_subject_and_no_others() -> None:
    signed = by_kind(subject(), subject(2), enrolment())
    signature = sign(signed, CASEBOOK, "subject-1")
    other = by_kind(subject(), subject(2, birth_year=1900), enrolment(), enrolment(2))
    assert signature_state(other, never, signature).validity is Validity.VALID
    for changed in (by_kind(subject(), enrolment(dose_level=3)), by_kind(subject()), by_kind(enrolment())):
        state = signature_state(changed, lambda: signed, signature)
        assert (state.validity, state.falls) == (Validity.BROKEN, (Fall.CHANGED,))
    with pytest.raises(KeyError):
        sign(signed, CASEBOOK, "subject-9")


def test_what_is_said_of_records_does_not_break_a_casebook_signature() -> None:
    signed = by_kind(subject())
    signature = sign(signed, CASEBOOK, "subject-1")
    assert signature_state(by_kind(subject(), signature), never, signature).validity is Validity.VALID


# TRU-5 statement 23: the signature falls
@pytest.mark.parametrize(("position", "validity"), [(7, Validity.VALID), (8, Validity.BROKEN)])
def test_a_signature_falls_when_a_lock_over_it_is_taken_off_afterwards(position: int, validity: Validity) -> None:
    signature = sign(by_kind(subject()), "subject", "subject-1", position=7)
    lock = Lock(
        record_id="lock-1",
        scope=LockScope.SUBJECT,
        target="S-001",
        is_locked=False,
        reason="late letter",
        changed_by="Lin Wei",
        changed_at=people.NOW,
        unlocked_position=position,
    )
    assert signature_state(by_kind(subject(), lock), never, signature).validity is validity
    relocked = replace(lock, is_locked=True)
    assert signature_state(by_kind(subject(), relocked), never, signature).validity is validity


def test_a_signature_whose_content_was_redacted_is_broken() -> None:
    signature = replace(sign(by_kind(subject()), "subject", "subject-1"), content_hash=REDACTED)
    assert signature_state(by_kind(subject()), never, signature).falls == (Fall.REDACTED,)


def test_signatures_on_a_record_are_its_own_and_those_on_its_casebook() -> None:
    records = by_kind(subject(), subject(2), enrolment())
    own = sign(records, "enrolment", "enrolment-1", 5)
    casebook = replace(sign(records, CASEBOOK, "subject-1", 9), record_id="signature-2")
    held = records | by_kind(casebook, own)
    assert signatures_on(held, enrolment()) == (own, casebook)
    assert signatures_on(held, subject(2)) == ()


def test_differing_fields_come_in_the_order_of_the_record() -> None:
    assert differing_fields(subject(), subject(birth_year=1900, weight_kg=Decimal(3))) == ("birth_year", "weight_kg")
