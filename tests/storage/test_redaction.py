"""Personal data typed by mistake: two people take them out, and the chain still holds (TRU-5, statement 7)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.content import REDACTED
from domain.records import Redaction
from domain.signing import Fall, Validity
from domain.terms import RedactionState, Role, SignatureMeaning
from storage.engine import driver, open_connection
from storage.errors import RecordRefused
from storage.opening import open_study
from storage.payload_path import REASON
from storage.study_file import StudyFile
from storage.verification import ProblemCode
from tests.storage import build

NAME = "Zhang Guoqiang"
NOW = build.later(30)
COORDINATOR, INVESTIGATOR = build.holder(Role.COORDINATOR), build.holder(Role.INVESTIGATOR)
ASKING, DECIDING = {"person": COORDINATOR, "now": NOW}, {"person": INVESTIGATOR, "now": build.later(31)}
EVENT = ("adverse_event", "event-1")
TYPED = replace(build.adverse_event(), verbatim=f"bruises, says {NAME}")


@pytest.fixture
def file(path: Path) -> Iterator[StudyFile]:
    """A study with a name typed into an adverse event, corrected and then kept in the history."""
    with build.new_study(path) as file:
        file.save_all([build.subject(), TYPED], person=build.PERSON, now=build.later(1))
        file.save_all(build.accounts(), person=build.PERSON, now=build.later(2))
        yield file


def ask(file: StudyFile, *fields: str, kind: str = EVENT[0], record_id: str = EVENT[1], **more: object) -> str:
    file.request_redaction(kind, record_id, fields, reason="names the subject", **(ASKING | more))
    return file.records()["redaction"][-1].record_id


def bytes_of(path: Path) -> bytes:
    """Everything that lies on the disk: the file and what SQLite keeps beside it."""
    found = [path.with_name(path.name + end) for end in ("", "-wal", "-journal")]
    return b"".join(one.read_bytes() for one in found if one.exists())


# TRU-5 statement 7
def test_two_people_take_a_text_out_and_the_chain_still_verifies(file, path):
    file.correct(replace(TYPED, verbatim="bruises"), reason="no names", person=COORDINATOR, now=NOW)
    file.correct(replace(TYPED, verbatim="bruises", grade=build.Grade.SEVERE), reason="read", **ASKING)
    assert NAME.encode() in bytes_of(path)
    head = file.head
    redaction = ask(file, "verbatim", events=[5])
    assert file.verify() == []
    changes = file.confirm_redaction(redaction, **DECIDING)
    assert changes.record_ids >= {redaction, "event-1"}
    assert file.verify([head]) == []
    held = file.record(*EVENT)
    assert (held.verbatim, held.grade) == ("bruises", build.Grade.SEVERE)
    values = [(change.before, change.after) for entry in file.history(*EVENT, "verbatim") for change in entry.changes]
    assert (None, REDACTED) in values
    assert (REDACTED, "bruises") in values
    assert file.records_at(file.position) == file.records()
    assert file.is_wiped
    assert NAME.encode() not in bytes_of(path)
    file.close()
    assert NAME.encode() not in bytes_of(path)
    with StudyFile.open(path) as again:
        assert again.verify([head]) == []
        again.save(build.subject(2), person=COORDINATOR, now=build.later(40))


# With the old salt, a short text could be found by trying them all against the old hash.
def test_the_salt_goes_with_the_text(file, path):
    def salts():
        db = open_connection(path, mode="ro")
        found = [salt for (salt,) in db.execute("SELECT salt FROM payload ORDER BY sequence")]
        db.close()
        return found

    before = salts()
    file.confirm_redaction(ask(file, "verbatim"), **DECIDING)
    after = salts()
    assert [number for number, salt in enumerate(before, 1) if after[number - 1] != salt] == [5]
    assert len(after[4]) == 32
    assert len(set(after)) == len(after)
    assert before[4].encode() not in bytes_of(path)


# TRU-5 statement 7
def test_the_present_value_is_taken_out_of_the_table_too(file, path):
    last_event = file.last_event("event-1")
    file.confirm_redaction(ask(file, "verbatim"), **DECIDING)
    assert file.record(*EVENT).verbatim == REDACTED
    assert file.last_event("event-1") == last_event
    assert file.verify() == []
    file.close()
    with StudyFile.open(path) as again:
        assert again.record(*EVENT).verbatim == REDACTED
        assert again.verify() == []


def test_the_redaction_itself_says_who_asked_who_did_it_and_to_which_events(file):
    redaction = ask(file, "verbatim")
    file.confirm_redaction(redaction, **DECIDING)
    held = file.record("redaction", redaction)
    assert isinstance(held, Redaction)
    assert (held.requested_by, held.decided_by, held.state) == (
        "Coordinator One",
        "Investigator One",
        RedactionState.DONE,
    )
    assert [(one.sequence, one.fields) for one in held.results] == [(5, ("verbatim",))]
    event = file.events(limit=1)[0].event
    assert (event.kind, event.user_id, event.reason) == ("redaction", "investigator", "names the subject")


# TRU-5 statement 7: only a two-person act
def test_nobody_carries_out_what_they_asked_for_and_nothing_is_done_twice(file):
    redaction = ask(file, "verbatim")
    with pytest.raises(RecordRefused, match="redaction_needs_another"):
        file.confirm_redaction(redaction, person=COORDINATOR, now=NOW)
    assert file.record(*EVENT) == TYPED
    with pytest.raises(RecordRefused, match="not_allowed"):
        file.confirm_redaction(redaction, person=build.holder(Role.MONITOR), now=NOW)
    file.confirm_redaction(redaction, **DECIDING)
    with pytest.raises(RecordRefused, match="redaction_decided"):
        file.confirm_redaction(redaction, **DECIDING)
    with pytest.raises(RecordRefused, match="unknown_record"):
        file.confirm_redaction("none", **DECIDING)


def test_a_request_can_be_refused_and_then_changes_nothing(file):
    redaction = ask(file, "verbatim")
    file.refuse_redaction(redaction, reason="it is no name", **DECIDING)
    assert file.record(*EVENT) == TYPED
    with pytest.raises(RecordRefused, match="redaction_decided"):
        file.confirm_redaction(redaction, **DECIDING)
    assert file.verify() == []


def test_a_record_can_not_be_declared_redacted_by_hand(file):
    redaction = file.record("redaction", ask(file, "verbatim"))
    done = replace(
        redaction,
        state=RedactionState.DONE,
        decided_user="investigator",
        decided_by="Investigator One",
        decided_at=build.later(31),
    )
    with pytest.raises(RecordRefused, match="redaction_decided"):
        file.correct(done, reason="a", **DECIDING)
    with pytest.raises(RecordRefused, match="redaction_not_requested"):
        file.save(replace(done, record_id="other"), **DECIDING)


def test_without_accounts_two_names_are_two_people(study):
    study.save(TYPED, person=build.PERSON, now=NOW)
    redaction = ask(study, "verbatim", person=build.PERSON)
    with pytest.raises(RecordRefused, match="redaction_needs_another"):
        study.confirm_redaction(redaction, person=replace(build.PERSON, name="lin wei "), now=NOW)
    study.confirm_redaction(redaction, person=build.OTHER, now=NOW)
    assert study.verify() == []


def test_a_reason_for_change_and_a_message_of_a_query_can_be_redacted(file, path):
    file.correct(replace(TYPED, verbatim=""), reason=f"{NAME} rang", person=COORDINATOR, now=NOW)
    file.open_query(*EVENT, "grade", f"What did {NAME} say?", person=build.holder(Role.MONITOR), now=NOW)
    query = file.records()["query"][0].record_id
    file.answer_query(query, "Nothing.", person=COORDINATOR, now=NOW)
    file.confirm_redaction(ask(file, REASON, "verbatim"), **DECIDING)
    file.confirm_redaction(ask(file, "messages.0.text", REASON, kind="query", record_id=query), **DECIDING)
    assert [one.text for one in file.record("query", query).messages] == [REDACTED, "Nothing."]
    assert [entry.event.reason for entry in file.history(*EVENT)] == ["", REDACTED]
    assert NAME.encode() not in bytes_of(path)
    assert file.verify() == []
    file.close_query(query, "Good.", person=build.holder(Role.MONITOR), now=NOW)


def test_the_same_event_can_be_redacted_again_in_another_field(file, path):
    file.correct(replace(TYPED, narrative=f"{NAME} again"), reason="more", person=COORDINATOR, now=NOW)
    file.confirm_redaction(ask(file, "narrative"), **DECIDING)
    file.confirm_redaction(ask(file, "verbatim"), **DECIDING)
    assert (file.record(*EVENT).verbatim, file.record(*EVENT).narrative) == (REDACTED, REDACTED)
    assert file.verify() == []
    assert NAME.encode() not in bytes_of(path)


# The hash of a short text gives it away to whoever tries them all, so it goes too.
def test_signatures_and_verifications_of_what_is_redacted_lose_their_hash_and_stand_no_more(file):
    monitor = build.holder(Role.MONITOR)
    file.verify_source(*EVENT, "verbatim", person=monitor, now=NOW)
    file.verify_source(*EVENT, "grade", person=monitor, now=NOW)
    file.sign(*EVENT, SignatureMeaning.RESPONSIBILITY, **DECIDING)
    file.confirm_redaction(ask(file, "verbatim"), **DECIDING)
    state = file.signature_state(file.records()["signature"][0])
    assert (state.validity, state.falls) == (Validity.BROKEN, (Fall.REDACTED,))
    hashes = [one.content_hash for one in file.records()["source_verification"]]
    assert hashes[0] == REDACTED
    assert len(hashes[1]) == 64
    assert file.verify() == []


def test_a_signature_given_after_the_text_was_corrected_stays_valid(file):
    file.correct(replace(TYPED, verbatim=""), reason="no names", person=COORDINATOR, now=NOW)
    file.sign(*EVENT, SignatureMeaning.RESPONSIBILITY, **DECIDING)
    file.confirm_redaction(ask(file, "verbatim"), **DECIDING)
    assert file.signature_state(file.records()["signature"][0]).validity is Validity.VALID
    assert file.verify() == []


@pytest.mark.parametrize(
    ("kind", "record_id", "field", "code"),
    [
        ("adverse_event", "event-1", "grade", "nothing_to_redact"),
        ("adverse_event", "event-1", "narrative", "nothing_to_redact"),
        ("adverse_event", "event-1", "colour", "nothing_to_redact"),
        ("adverse_event", "event-1", "onset", "not_redactable"),
        ("adverse_event", "event-1", "relationship", "not_redactable"),
        ("adverse_event", "event-1", "record_id", "not_redactable"),
        ("adverse_event", "event-1", "subject_id", "redaction_of_key"),
        ("subject", "subject-1", "subject_id", "redaction_of_key"),
        ("protocol_version", "protocol-1", "content", "not_redactable"),
        ("account", "account-coordinator", "full_name", "not_redactable"),
        ("adverse_event", "event-9", "verbatim", "unknown_record"),
    ],
)
def test_only_free_text_is_redacted(file, kind, record_id, field, code):
    before = file.position
    with pytest.raises(RecordRefused) as refused:
        ask(file, field, kind=kind, record_id=record_id)
    assert refused.value.code == code
    assert file.position == before


def test_a_name_typed_as_screening_number_goes_once_it_is_corrected(file, path):
    named = replace(build.subject(2), subject_id="Li Xiaoming")
    file.save(named, person=COORDINATOR, now=NOW)
    typed = file.position
    with pytest.raises(RecordRefused, match="redaction_of_key"):
        ask(file, "subject_id", kind="subject", record_id="subject-2")
    file.correct(build.subject(2), reason="number, not name", person=COORDINATOR, now=NOW)
    file.confirm_redaction(ask(file, "subject_id", kind="subject", record_id="subject-2", events=[typed]), **DECIDING)
    assert file.record("subject", "subject-2") == build.subject(2)
    assert file.records_at(typed)["subject"][-1].subject_id == REDACTED
    assert file.verify() == []
    assert b"Li Xiaoming" not in bytes_of(path)


def test_a_reader_holds_the_wiping_back_and_it_is_made_up_for(file, path):
    redaction = ask(file, "verbatim")
    reader = open_connection(path, mode="ro")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM payload").fetchone()
    file.confirm_redaction(redaction, **DECIDING)
    assert not file.is_wiped
    reader.rollback()
    reader.close()
    assert file.wipe()
    assert file.is_wiped
    assert NAME.encode() not in bytes_of(path)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payload SET content = '{}' WHERE sequence = 5",
        "INSERT INTO redaction_ticket VALUES (5, 'x', '{}')",
        "UPDATE payload SET sequence = 99 WHERE sequence = 5",
    ],
)
def test_the_database_itself_lets_no_payload_be_replaced_but_by_its_redaction(file, path, statement):
    file.confirm_redaction(ask(file, "verbatim"), **DECIDING)
    file.save(build.subject(2), person=COORDINATOR, now=NOW)
    file.close()
    opened = open_study(path, read_only=False)
    with pytest.raises(driver().IntegrityError, match="never changed"):
        opened.db.execute(statement)
    assert opened.db.execute("SELECT count(*) FROM redaction_ticket").fetchone()[0] == 0
    opened.close()


# TRU-1: a redaction hides no edit
@pytest.mark.parametrize(
    ("statement", "sequence"),
    [
        ("UPDATE payload SET content = replace(content, '[redacted]', 'bruises') WHERE sequence = 5", 5),
        ("UPDATE payload SET salt = 'x' WHERE sequence = 5", 5),
        ("UPDATE payload SET content = replace(content, 'gastric', 'lung') WHERE sequence = 4", None),
    ],
)
def test_an_edit_of_a_redacted_payload_is_found(file, path, statement, sequence):
    file.confirm_redaction(ask(file, "verbatim"), **DECIDING)
    file.close()
    build.attack(path, statement)
    with StudyFile.open(path) as again:
        found = {(one.code, one.sequence) for one in again.verify()}
    assert ((ProblemCode.PAYLOAD_EDITED, sequence) in found) is (sequence is not None)


def test_a_redaction_that_one_person_did_alone_vouches_for_nothing(file, path):
    redaction = ask(file, "verbatim")
    file.confirm_redaction(redaction, **DECIDING)
    file.close()
    # As somebody would who edits the request afterwards; its own event then doesn't fit either.
    build.attack(
        path,
        'UPDATE payload SET content = replace(content, \'"requested_user":"coordinator"\', '
        "'\"requested_user\":\"investigator\"') WHERE content LIKE '%requested_user%'",
    )
    with StudyFile.open(path) as again:
        assert (ProblemCode.PAYLOAD_EDITED, 5) in {(one.code, one.sequence) for one in again.verify()}
