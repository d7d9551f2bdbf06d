"""The recommended dose in the study file: bound to what was seen, never corrected, within its rights (ESC-12)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.records import RecommendedDose, Signature
from domain.terms import Role, SignatureMeaning
from storage.errors import RecordRefused, StaleView
from storage.stream import Head
from storage.study_file import StudyFile
from tests.storage import build

SAVED = {"person": build.PERSON, "now": build.later(5)}
INVESTIGATOR, COMMITTEE = build.holder(Role.INVESTIGATOR), build.holder(Role.COMMITTEE_MEMBER)
COORDINATOR = build.holder(Role.COORDINATOR)


@pytest.fixture
def study(path: Path) -> Iterator[StudyFile]:
    with build.new_study(path) as file:
        file.sign_decision(build.decision(file.head), person=build.PERSON, now=build.later(2))
        yield file


def own(file: StudyFile, number: int = 1) -> RecommendedDose:
    return replace(build.recommended_dose(file.head, number), signed_by="Investigator One", signed_role="investigator")


# ESC-12, REP-4
def test_it_is_signed_on_the_data_it_was_made_from_and_read_back_whole(study, path):
    record = build.recommended_dose(study.head)
    changes = study.save(record, **SAVED)
    assert changes.kinds == {"recommended_dose"}
    assert study.records()["recommended_dose"] == (record,)
    study.close()
    with StudyFile.open(path) as again:
        assert again.record("recommended_dose", "rp2d-1") == record
        assert again.records_at(record.position).get("recommended_dose", ()) == ()
        assert again.verify() == []


def test_one_that_rests_on_other_data_is_refused(study):
    record = build.recommended_dose(study.head)
    study.save(build.subject(), **SAVED)
    with pytest.raises(StaleView):
        study.save(record, **SAVED)
    with pytest.raises(StaleView):
        study.save(build.recommended_dose(Head(study.position, "another chain")), **SAVED)


def test_a_signed_one_is_never_corrected_and_a_later_one_stands_beside_it(study):
    record = build.recommended_dose(study.head)
    study.save(record, **SAVED)
    with pytest.raises(RecordRefused) as refused:
        study.correct(replace(record, dose_level=1), reason="lower", **SAVED)
    assert refused.value.code == "signed"
    study.save(replace(build.recommended_dose(study.head, 2), dose_level=1), **SAVED)
    assert [one.dose_level for one in study.records()["recommended_dose"]] == [2, 1]


# ESC-12: refused below the screen too
@pytest.mark.parametrize(
    ("items", "code"),
    [
        ({"dose_level": 3}, "rp2d_above_mtd"),
        ({"mtd": None}, "rp2d_needs_declaration"),
        ({"mtd": None, "mad": 1}, "rp2d_above_mad"),
        ({"considerations": ()}, "rp2d_not_weighed"),
        ({"reason": ""}, "rp2d_needs_reason"),
        ({"attendees": ()}, "decision_needs_attendees"),
    ],
)
def test_what_contradicts_itself_is_refused_and_nothing_is_written(study, items, code):
    before = study.position
    with pytest.raises(RecordRefused) as refused:
        study.save(replace(build.recommended_dose(study.head), **items), **SAVED)
    assert refused.value.code == code
    assert study.position == before


# TRU-2: the signature is bound to the content
def test_with_accounts_saving_signs_it_and_the_committee_signs_it_too(study):
    study.save_all(build.accounts(), person=build.PERSON, now=build.later(3))
    by = {"person": INVESTIGATOR, "now": build.later(6)}
    changes = study.save(own(study), **by)
    assert changes.kinds == {"recommended_dose", "signature"}
    study.sign("recommended_dose", "rp2d-1", SignatureMeaning.APPROVAL, person=COMMITTEE, now=build.later(7))
    signatures = [one for one in study.records()["signature"] if isinstance(one, Signature)]
    assert [(one.about_kind, one.meaning, one.signed_by) for one in signatures] == [
        ("recommended_dose", SignatureMeaning.APPROVAL, "Investigator One"),
        ("recommended_dose", SignatureMeaning.APPROVAL, "Committee Member One"),
    ]
    assert all(study.signature_state(one).validity.value == "valid" for one in signatures)


def test_nobody_signs_it_in_anothers_name_or_without_the_right(study):
    study.save_all(build.accounts(), person=build.PERSON, now=build.later(3))
    with pytest.raises(RecordRefused) as refused:
        study.save(build.recommended_dose(study.head), person=INVESTIGATOR, now=build.later(6))
    assert refused.value.code == "not_in_own_name"
    with pytest.raises(RecordRefused) as refused:
        study.save(own(study), person=COORDINATOR, now=build.later(6))
    assert refused.value.code == "not_allowed"
