from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.content import field_hash
from domain.records import Record, SourceVerification
from domain.verification_state import (
    VERIFIABLE,
    Coverage,
    Verified,
    check_verification,
    derive_coverage,
    form_verification,
    subjects_at,
    verifications_of,
)
from tests.domain import people
from tests.domain.people import by_kind, enrolment, subject


def verification(about: Record, field: str = "", number: int = 1) -> SourceVerification:
    return SourceVerification(
        record_id=f"verification-{number}",
        subject_id="S-001",
        about_kind=about.kind,
        about_id=about.record_id,
        field=field,
        content_hash=field_hash(about, field),
        verified_by="Zhao Min",
        verified_at=people.NOW,
    )


# TRU-6
def test_a_verification_stands_until_a_later_change_and_again_after_changing_back() -> None:
    said = [verification(subject(), "sex"), verification(subject(), "birth_year", 2)]
    form = form_verification(subject(), said)
    assert (form.state, form.of("sex"), form.of("tumour_type")) == (Verified.PARTLY, Verified.YES, Verified.NO)
    changed = form_verification(subject(birth_year=1962), said)
    assert changed.state is Verified.WITHDRAWN
    assert (changed.of("birth_year"), changed.of("sex")) == (Verified.WITHDRAWN, Verified.YES)
    assert form_verification(subject(), said) == form


# TRU-6
def test_a_whole_form_is_verified_with_all_its_fields_and_withdrawn_with_all() -> None:
    said = [verification(subject())]
    assert form_verification(subject(), said).state is Verified.YES
    changed = form_verification(subject(weight_kg=Decimal(60)), said)
    assert (changed.state, changed.verified) == (Verified.WITHDRAWN, frozenset())
    again = form_verification(subject(weight_kg=Decimal(60)), [*said, verification(subject(weight_kg=Decimal(60)))])
    assert again.state is Verified.YES


def test_an_empty_field_needs_no_verification_but_one_that_was_emptied_does() -> None:
    weighed = subject(weight_kg=Decimal(60))
    assert "weight_kg" not in form_verification(subject(), []).fields
    assert form_verification(subject(), [verification(weighed, "weight_kg")]).state is Verified.WITHDRAWN


def test_a_verification_taken_back_counts_for_nothing() -> None:
    mistake = replace(verification(subject()), is_withdrawn=True)
    assert form_verification(subject(), [mistake]).state is Verified.NO


# TRU-6
def test_coverage_is_counted_by_subject_and_by_cohort() -> None:
    first, second = verification(subject()), verification(enrolment(), "dose_level", 2)
    records = by_kind(subject(), subject(2), enrolment(), enrolment(2, dose_level=3), first, second)
    assert derive_coverage(records, ["S-001"]) == Coverage(1, 2, 5, 8)
    assert derive_coverage(records, subjects_at(records, "mono", 3)) == Coverage(0, 2, 0, 8)
    assert derive_coverage(records) == Coverage(1, 4, 5, 16)
    changed = records | by_kind(subject(birth_year=1900), subject(2))
    assert derive_coverage(changed) == Coverage(0, 4, 1, 16, 1)


@given(st.lists(st.sampled_from(["", "sex", "birth_year", "tumour_type", "consent_date", "weight_kg"])))
def test_coverage_never_exceeds_what_there_is(fields: list[str]) -> None:
    said = [verification(subject(), field, number) for number, field in enumerate(fields)]
    coverage = derive_coverage(by_kind(subject(), *said))
    assert 0 <= coverage.fields_verified <= coverage.fields
    assert (coverage.forms_verified == 1) == (coverage.fields_verified == coverage.fields)


def test_a_new_verification_is_of_what_is_there() -> None:
    records, good = by_kind(subject()), verification(subject(), "sex")
    assert check_verification(records, None, good) == []
    for changes, code in (
        ({"about_id": "subject-9"}, "about_unknown"),
        ({"about_kind": "decision"}, "about_unknown"),
        ({"field": "colour"}, "about_unknown_field"),
        ({"subject_id": "S-002"}, "about_other_subject"),
        ({"content_hash": "0" * 64}, "verification_of_other_content"),
    ):
        assert [one.code for one in check_verification(records, None, people.replaced(good, **changes))] == [code]
    assert check_verification(records, good, replace(good, is_withdrawn=True)) == []
    for changed in (good, replace(good, field="", is_withdrawn=True), replace(good, verified_by="Lin Wei")):
        assert [one.code for one in check_verification(records, good, changed)] == ["verification_stays"]


def test_verifications_are_found_by_their_record() -> None:
    records = by_kind(verification(subject()), verification(enrolment(), number=2))
    assert [one.record_id for one in verifications_of(records, "enrolment", "enrolment-1")] == ["verification-2"]


def test_decisions_and_what_is_said_of_records_have_no_source_document() -> None:
    assert {"subject", "adverse_event", "administration", "lab_result"} <= VERIFIABLE
    assert not {"decision", "adjudication", "query", "signature", "deviation"} & VERIFIABLE
