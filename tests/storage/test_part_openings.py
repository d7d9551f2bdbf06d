"""Opening a part: signed as it was seen, by who may, and never corrected."""

from dataclasses import replace
from datetime import date

import pytest

from domain.content import content_hash
from domain.records import GateCondition
from domain.terms import Role, SignatureMeaning
from storage.errors import RecordRefused, StaleView
from storage.stream import Head
from storage.study_file import StudyFile
from tests.storage import build

INVESTIGATOR, COORDINATOR = build.holder(Role.INVESTIGATOR), build.holder(Role.COORDINATOR)
COMMITTEE = build.holder(Role.COMMITTEE_MEMBER)
SAVED = {"person": build.PERSON, "now": build.later(5)}


@pytest.fixture
def study(tmp_path):
    with build.new_study(tmp_path / "s.titrant") as file:
        yield file


@pytest.fixture
def guarded(study):
    study.save_all(build.accounts(), person=build.PERSON, now=build.later(1))
    return study


def own(file: StudyFile):
    return replace(build.opening(file.head), signed_by="Investigator One", signed_role="investigator")


# ESC-8, PRO-2
def test_an_opening_is_signed_on_the_data_it_was_made_from_and_never_corrected(study):
    with pytest.raises(StaleView):
        study.sign_opening(build.opening(Head(1, "another chain")), **SAVED)
    opening = build.opening(study.head)
    changes = study.sign_opening(opening, deviations=[build.deviation()], **SAVED)
    assert changes.kinds == {"part_opening", "deviation"}
    assert study.records()["part_opening"] == (opening,)
    with pytest.raises(RecordRefused) as refused:
        study.correct(replace(opening, reason="another"), reason="typing error", **SAVED)
    assert refused.value.code == "signed"


# TRU-2
def test_saving_an_opening_signs_it_and_others_sign_it_too(guarded):
    opening = own(guarded)
    changes = guarded.sign_opening(opening, person=INVESTIGATOR, now=build.later(5))
    assert changes.kinds == {"part_opening", "signature"}
    (signature,) = guarded.records()["signature"]
    assert (signature.about_kind, signature.meaning) == ("part_opening", SignatureMeaning.APPROVAL)
    assert signature.content_hash == content_hash([opening])
    guarded.sign("part_opening", opening.record_id, SignatureMeaning.APPROVAL, person=COMMITTEE, now=build.later(6))
    assert list(guarded.verify()) == []


# TRU-2
@pytest.mark.parametrize(
    ("person", "code"), [(COORDINATOR, "not_allowed"), (COMMITTEE, "not_in_own_name")], ids=["role", "name"]
)
def test_nobody_opens_a_part_without_the_right_or_in_another_name(guarded, person, code):
    with pytest.raises(RecordRefused) as refused:
        guarded.sign_opening(own(guarded), person=person, now=build.later(5))
    assert refused.value.code == code


# PRO-2
def test_a_condition_is_dated_once_and_corrected_with_a_reason(study):
    condition = GateCondition(
        record_id="c", part_id="combination", number=1, met_on=date(2026, 2, 27), evidence="letter 17"
    )
    study.save(condition, **SAVED)
    with pytest.raises(RecordRefused) as refused:
        study.save(replace(condition, record_id="d"), **SAVED)
    assert refused.value.code == "not_unique"
    study.correct(replace(condition, met_on=date(2026, 2, 28)), reason="date of receipt", **SAVED)
    assert [one.met_on for one in study.records()["gate_condition"]] == [date(2026, 2, 28)]


# TRU-1
def test_an_opening_comes_back_as_it_was_signed(study, tmp_path):
    opening = build.opening(study.head)
    study.sign_opening(opening, **SAVED)
    study.close()
    with StudyFile.open(tmp_path / "s.titrant") as again:
        assert again.records()["part_opening"] == (opening,)
        assert again.records_at(again.position)["part_opening"] == (opening,)
