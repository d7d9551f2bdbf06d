import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.content import CASEBOOK
from domain.records import Decision, Signature
from domain.signing import Fall, Validity
from domain.terms import LockScope, Role, SignatureMeaning
from storage.canonical import canonical_json
from storage.engine import open_connection
from storage.errors import RecordRefused
from storage.mapping import mapping_of
from storage.stream import hash_of_event, hash_of_payload
from storage.study_file import StudyFile
from storage.verification import ProblemCode
from tests.storage import build

INVESTIGATOR, COORDINATOR = build.holder(Role.INVESTIGATOR), build.holder(Role.COORDINATOR)
COMMITTEE = build.holder(Role.COMMITTEE_MEMBER)
RESPONSIBLE, APPROVAL = SignatureMeaning.RESPONSIBILITY, SignatureMeaning.APPROVAL
NOW = build.later(30)
SIGNING = {"person": INVESTIGATOR, "now": NOW}


@pytest.fixture
def file(path: Path) -> Iterator[StudyFile]:
    """A study with two subjects, two adverse events of the first, and an account a role."""
    with build.new_study(path) as file:
        records = [build.subject(), build.subject(2), build.adverse_event(), build.adverse_event(2)]
        file.save_all(records, person=build.PERSON, now=build.later(1))
        file.save_all(build.accounts(), person=build.PERSON, now=build.later(2))
        yield file


def last_signature(file: StudyFile) -> Signature:
    held = file.records()["signature"][-1]
    assert isinstance(held, Signature)
    return held


# TRU-2, TRU-5 statements 11 and 13
def test_a_signature_says_who_in_which_role_when_and_what_and_rests_on_the_event_before_it(file):
    before = file.head
    changes = file.sign("adverse_event", "event-1", RESPONSIBLE, **SIGNING)
    signature = last_signature(file)
    assert (changes.kinds, changes.subjects) == ({"signature"}, {"S-001"})
    assert (signature.signed_by, signature.signed_role, signature.signed_at) == (
        "Investigator One",
        Role.INVESTIGATOR,
        NOW,
    )
    assert (signature.meaning, signature.position, signature.head) == (RESPONSIBLE, before.position, before.hash)
    assert file.signature_state(signature).validity is Validity.VALID
    assert file.verify() == []


# TRU-5 statement 13
def test_a_later_change_breaks_the_signature_and_names_the_field(file):
    file.sign("adverse_event", "event-1", RESPONSIBLE, **SIGNING)
    graver = build.adverse_event(grade=build.Grade.SEVERE)
    file.correct(graver, reason="read again", person=COORDINATOR, now=NOW)
    state = file.signature_state(last_signature(file))
    assert (state.validity, state.falls) == (Validity.BROKEN, (Fall.CHANGED,))
    assert [(one.record_id, one.fields) for one in state.differences] == [("event-1", ("grade",))]
    # The file is sound: the signature was good when it was given.
    assert file.verify() == []
    file.sign("adverse_event", "event-1", RESPONSIBLE, **SIGNING)
    assert file.signature_state(last_signature(file)).validity is Validity.VALID


def test_a_casebook_signature_covers_the_subject_and_breaks_with_any_of_its_records(file):
    file.sign(CASEBOOK, "subject-1", RESPONSIBLE, **SIGNING)
    signature = last_signature(file)
    file.save(build.subject(3), person=COORDINATOR, now=NOW)
    assert file.signature_state(signature).validity is Validity.VALID
    file.save(build.adverse_event(3), person=COORDINATOR, now=NOW)
    state = file.signature_state(signature)
    assert [(one.record_id, one.fields) for one in state.differences] == [("event-3", ())]
    assert file.verify() == []


def test_the_same_is_not_signed_twice_by_the_same_person(file):
    file.sign("adverse_event", "event-1", RESPONSIBLE, **SIGNING)
    with pytest.raises(RecordRefused, match="already_signed"):
        file.sign("adverse_event", "event-1", RESPONSIBLE, **SIGNING)
    file.sign("adverse_event", "event-1", SignatureMeaning.REVIEW, **SIGNING)


def test_a_signature_needs_an_account_and_something_to_sign(file, tmp_path):
    with pytest.raises(RecordRefused, match="unknown_record"):
        file.sign("adverse_event", "event-9", RESPONSIBLE, **SIGNING)
    with build.new_study(tmp_path / "open.titrant") as unguarded, pytest.raises(RecordRefused) as refused:
        unguarded.sign("study", "the-study", RESPONSIBLE, person=build.PERSON, now=NOW)
    assert refused.value.code == "signature_needs_account"


# ESC-8, AE-5: a decision and a verdict are signed by the act that saves them
def test_saving_a_decision_signs_it_and_the_committee_signs_it_too(file):
    decision = replace(build.decision(file.head), signed_by="Investigator One", signed_role="investigator")
    changes = file.sign_decision(decision, **SIGNING)
    assert changes.kinds == {"decision", "signature"}
    own = last_signature(file)
    assert (own.about_id, own.meaning, own.position) == ("decision-1", APPROVAL, file.position - 1)
    file.sign("decision", "decision-1", APPROVAL, person=COMMITTEE, now=NOW)
    assert {file.signature_state(one).validity for one in file.records()["signature"]} == {Validity.VALID}
    with pytest.raises(RecordRefused, match="not_allowed"):
        file.sign("decision", "decision-1", APPROVAL, person=COORDINATOR, now=NOW)
    assert file.verify() == []


def test_saving_a_verdict_signs_it_and_a_verdict_is_never_corrected(file):
    (verdict,) = [one for one in build.about_events() if one.kind == "adjudication"]
    verdict = replace(verdict, signed_by="Investigator One", signed_role="investigator")
    file.save(verdict, **SIGNING)
    assert last_signature(file).about_id == "verdict-1"
    assert file.verify() == []


def test_signed_records_are_never_corrected(study):
    (verdict,) = [one for one in build.about_events() if one.kind == "adjudication"]
    study.save(verdict, person=build.PERSON, now=NOW)
    with pytest.raises(RecordRefused, match="signed"):
        study.correct(replace(verdict, reason="other"), reason="a", person=build.PERSON, now=NOW)


def test_without_accounts_a_decision_is_signed_by_name_alone(study):
    study.sign_decision(build.decision(study.head), person=build.PERSON, now=NOW)
    assert study.records()["signature"] == ()


# TRU-5 statement 14: a signature is made by signing, never handed in
@pytest.mark.parametrize(
    "changes",
    [
        {"about_id": "event-2"},
        {"content_hash": "0" * 64},
        {"signed_by": "Coordinator One"},
        {"signed_user": "coordinator"},
        {"signed_role": Role.COORDINATOR},
        {"signed_at": build.later(1)},
        {"position": 3},
    ],
)
def test_a_signature_that_was_made_by_hand_is_refused(file, changes):
    file.sign("adverse_event", "event-1", RESPONSIBLE, **SIGNING)
    at_head = {"record_id": "forged", "position": file.position, "head": file.head.hash}
    forged = replace(last_signature(file), **(at_head | changes))
    with pytest.raises(RecordRefused) as refused:
        file.save(forged, **SIGNING)
    assert refused.value.code in ("not_in_own_name", "signature_of_other_content")


# TRU-5 statement 23
def test_unlocking_lets_the_signatures_under_the_lock_fall(file):
    file.lock(LockScope.FORM, "event-1", reason="cleaned", **SIGNING)
    file.sign("adverse_event", "event-1", RESPONSIBLE, **SIGNING)
    signature = last_signature(file)
    assert file.signature_state(signature).validity is Validity.VALID
    file.unlock(LockScope.FORM, "event-1", reason="late letter", **SIGNING)
    state = file.signature_state(signature)
    assert (state.validity, state.falls) == (Validity.BROKEN, (Fall.UNLOCKED,))
    file.lock(LockScope.FORM, "event-1", reason="cleaned again", **SIGNING)
    assert file.signature_state(signature).validity is Validity.BROKEN
    file.sign("adverse_event", "event-1", RESPONSIBLE, **SIGNING)
    assert file.signature_state(last_signature(file)).validity is Validity.VALID


def forge(path: Path, sequence: int, **changes: object) -> None:
    """Change fields of a record's event and its row, and make every hash from there on fit."""
    db = open_connection(path, mode="ro")
    events = list(db.query("SELECT * FROM event ORDER BY sequence"))
    payloads = {row["sequence"]: row for row in db.query("SELECT * FROM payload")}
    mapping = mapping_of(Signature)
    db.close()
    statements = []
    previous = events[sequence - 2]["hash"]
    for row in events[sequence - 1 :]:
        if row["sequence"] == sequence:
            payload = payloads[sequence]
            content = json.loads(payload["content"])
            content["after"] |= changes
            text = canonical_json(content)
            row["payload_hash"] = hash_of_payload(payload["salt"], text)
            quoted = text.replace("'", "''")
            statements.append(f"UPDATE payload SET content = '{quoted}' WHERE sequence = {sequence}")
            record = mapping.row_of(mapping.complete(content["after"]))
            settings = ", ".join(f"{name} = '{record[name]}'" for name in changes)
            statements.append(f"UPDATE signature SET {settings} WHERE record_id = '{row['record_id']}'")
        row["previous_hash"] = previous
        row["hash"] = previous = hash_of_event(row)
        statements.append(
            f"UPDATE event SET payload_hash = '{row['payload_hash']}', previous_hash = '{row['previous_hash']}', "
            f"hash = '{row['hash']}' WHERE sequence = {row['sequence']}"
        )
    build.attack(path, *statements)


# TRU-5 statement 14: even by somebody who makes every hash of the chain fit
@pytest.mark.parametrize(
    "changes",
    [
        {"about_id": "event-2"},
        {"signed_by": "Coordinator One"},
        {"signed_user": "coordinator"},
        {"position": 4},
        {"content_hash": "0" * 64},
    ],
)
def test_a_signature_pasted_onto_another_record_fails_verification(file, path, changes):
    file.sign("adverse_event", "event-1", RESPONSIBLE, **SIGNING)
    sequence = file.position
    file.save(build.subject(3), person=COORDINATOR, now=NOW)
    file.close()
    forge(path, sequence, **changes)
    with StudyFile.open(path) as again:
        (problem,) = again.verify()
        assert (problem.code, problem.sequence) == (ProblemCode.SIGNATURE_MOVED, sequence)
        if "about_id" in changes:
            assert again.signature_state(again.records()["signature"][0]).validity is Validity.MOVED


def test_a_decision_in_the_file_carries_its_signature_to_the_next_opening(file, path):
    decision = replace(build.decision(file.head), signed_by="Investigator One", signed_role="investigator")
    file.sign_decision(decision, **SIGNING)
    file.close()
    with StudyFile.open(path) as again:
        assert isinstance(again.record("decision", "decision-1"), Decision)
        assert again.signature_state(again.records()["signature"][0]).validity is Validity.VALID
