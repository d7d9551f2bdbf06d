"""The tamper matrix: what somebody does to a closed study, and by what it is found; or that it can't be known."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.terms import Grade, Role, SignatureMeaning
from storage.backup.known_heads import HeadRelation, KnownHead, check_known_head
from storage.errors import StudyFileError, WrongPassword
from storage.keys.data_key import DataKey
from storage.keys.key_file import key_file_of
from storage.keys.log_in import KeyFileProblem
from storage.stream import Head
from storage.study_file import StudyFile
from storage.verification import ProblemCode
from tests.storage import build
from tests.storage.durability.attacks import OpenForAttack
from tests.storage.keys.build import KEY, PASSWORD, at, new_encrypted_study, store_of

INVESTIGATOR = build.holder(Role.INVESTIGATOR)


@dataclass
class Target:
    """A closed study to be attacked, and what was known of it outside the file."""

    path: Path
    key: DataKey | None
    older: Path
    head: Head

    def attack(self) -> OpenForAttack:
        return OpenForAttack(self.path, self.key)

    def codes(self, *known: Head) -> list[tuple[ProblemCode, int | None]]:
        with StudyFile.open(self.path, key=self.key) as study:
            return [(problem.code, problem.sequence) for problem in study.verify(known)]


@pytest.fixture(params=["plain", "encrypted"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    """Records, a correction, accounts, a signature and events after it; and a whole copy from before the correction."""
    path, older = tmp_path / "study.titrant", tmp_path / "older" / "study.titrant"
    older.parent.mkdir()
    is_encrypted = request.param == "encrypted"
    key = KEY if is_encrypted else None
    with new_encrypted_study(path) if is_encrypted else build.new_study(path) as study:
        study.save_all(build.first_records(), person=build.PERSON, now=build.later(1))
        study.save(build.adverse_event(2), person=build.PERSON, now=build.later(1))
    shutil.copy(path, older)
    with StudyFile.open(path, key=key) as study:
        graver = build.adverse_event(grade=Grade.SEVERE)
        study.correct(graver, person=build.PERSON, now=build.later(2), reason="source read again")
        study.save_all(build.accounts(), person=build.PERSON, now=build.later(3))
        study.sign("adverse_event", "event-1", SignatureMeaning.RESPONSIBILITY, person=INVESTIGATOR, now=build.later(4))
        study.save(build.subject(3), person=build.holder(Role.COORDINATOR), now=build.later(5))
        assert study.verify() == []
        head = study.head
    return Target(path, key, older, head)


def set_grade(after):
    after["grade"] = 1


def signature_of(db: OpenForAttack) -> int:
    return db.end - 1


def sign_another_event(after):
    after["about_id"] = "event-2"


def take_out_and_close_gap(db):
    number = db.number_of("leaving-1")
    db.remove(number)
    db.renumber(number)


def edit_and_rehash(db, *, through_last):
    number = db.number_of("event-2")
    db.change_payload(number, set_grade)
    db.rehash(number, db.end if through_last else db.end - 3)


def swap_signature(db, *, rehash):
    number = signature_of(db)
    db.change_payload(number, sign_another_event)
    if rehash:
        db.rehash(number, db.end)


# By the chain, the tables and the format alone: name of the attack -> (what is done, the event found first, its code).
FOUND = {
    "a value is edited": (
        lambda db: db.change_payload(db.number_of("event-2"), set_grade),
        "event-2",
        ProblemCode.PAYLOAD_EDITED,
    ),
    "who did it is edited": (
        lambda db: db.execute("UPDATE event SET person = 'X' WHERE record_id = 'event-2'"),
        "event-2",
        ProblemCode.EVENT_EDITED,
    ),
    "under which account is edited": (
        lambda db: db.execute("UPDATE event SET user_id = 'x' WHERE record_id = 'event-2'"),
        "event-2",
        ProblemCode.EVENT_EDITED,
    ),
    "when it was done is edited": (
        lambda db: db.execute("UPDATE event SET recorded_at = '2025-01-01T00:00:00+00:00' WHERE record_id = 'event-2'"),
        "event-2",
        ProblemCode.EVENT_EDITED,
    ),
    "only the table is edited": (
        lambda db: db.execute("UPDATE adverse_event SET grade = 1 WHERE record_id = 'event-2'"),
        "event-2",
        ProblemCode.RECORD_DIFFERS,
    ),
    "an event is deleted": (lambda db: db.remove(db.number_of("leaving-1")), "leaving-1", ProblemCode.EVENT_REMOVED),
    "an event is deleted and the gap closed": (take_out_and_close_gap, "leaving-1", ProblemCode.EVENT_EDITED),
    "two events change places": (
        lambda db: db.exchange(db.number_of("deviation-1"), db.number_of("deviation-2"), "event", "payload"),
        "deviation-1",
        ProblemCode.EVENT_REORDERED,
    ),
    "two payloads change places": (
        lambda db: db.exchange(db.number_of("deviation-1"), db.number_of("deviation-2"), "payload"),
        "deviation-1",
        ProblemCode.PAYLOAD_EDITED,
    ),
    "an event is edited and hashed again": (
        lambda db: (db.change_payload(db.number_of("event-2"), set_grade), db.rehash(*[db.number_of("event-2")] * 2)),
        "+event-2",
        ProblemCode.CHAIN_BROKEN,
    ),
    "an event is edited and a part hashed again": (
        lambda db: edit_and_rehash(db, through_last=False),
        "end-2",
        ProblemCode.CHAIN_BROKEN,
    ),
    "a signature is moved": (lambda db: swap_signature(db, rehash=False), "end-1", ProblemCode.PAYLOAD_EDITED),
    "a signature is moved and all hashed again": (
        lambda db: swap_signature(db, rehash=True),
        "end-1",
        ProblemCode.SIGNATURE_MOVED,
    ),
    "what was signed is edited and all hashed again": (
        lambda db: (
            db.change_payload(db.number_of("event-1", last=True), set_grade),
            db.rehash(db.number_of("event-1", last=True), db.end),
        ),
        "end-1",
        ProblemCode.SIGNATURE_MOVED,
    ),
    "the event stream of another file is put in": (
        lambda db: db.execute("UPDATE study_file SET file_id = 'of another study'"),
        "the-study",
        ProblemCode.CHAIN_BROKEN,
    ),
}


def number_at(place: str, events: dict[str, int], end: int) -> int:
    if place.startswith("end-"):
        return end - int(place[4:])
    return events[place.lstrip("+")] + place.startswith("+")


# TRU-1
@pytest.mark.parametrize("name", FOUND)
def test_an_attack_that_leaves_a_trace_is_found_and_located_by_the_file_alone(target, name):
    attack, place, code = FOUND[name]
    with StudyFile.open(target.path, key=target.key) as study:
        events = {}
        for entry in study.events(limit=-1, newest_first=False):
            events.setdefault(entry.event.record_id, entry.event.sequence)
    with target.attack() as db:
        attack(db)
    found = target.codes()
    expected = number_at(place, events, target.head.position)
    assert code in {each for each, _ in found}
    assert min(sequence for _, sequence in found if sequence is not None) == expected


def cut_tail(target: Target) -> None:
    with target.attack() as db:
        db.remove(db.end)


def replace_by_older_copy(target: Target) -> None:
    shutil.copy(target.older, target.path)


def write_history_anew(target: Target) -> None:
    with target.attack() as db:
        number = db.number_of("deviation-1")
        db.remove(signature_of(db) + 1)
        db.remove(signature_of(db) + 1)
        db.change_payload(number, lambda after: after.update(description="nothing happened"))
        db.rehash(number, db.end)


def go_on_from_an_older_copy(target: Target) -> None:
    shutil.copy(target.older, target.path)
    with StudyFile.open(target.path, key=target.key) as study:
        while study.position < target.head.position:
            study.save(build.subject(10 + study.position), person=build.PERSON, now=build.later(9))


# TRU-1: what leaves a sound chain is found by a head known outside the file, and can't be known without one.
@pytest.mark.parametrize(
    ("attack", "code", "relation"),
    [
        (cut_tail, ProblemCode.TAIL_CUT, HeadRelation.OLDER),
        (replace_by_older_copy, ProblemCode.TAIL_CUT, HeadRelation.OLDER),
        (write_history_anew, ProblemCode.TAIL_CUT, HeadRelation.OLDER),
        (go_on_from_an_older_copy, ProblemCode.FORKED, HeadRelation.DIVERGED),
    ],
)
def test_an_attack_that_leaves_a_sound_chain_is_found_by_a_known_head_and_only_by_that(target, attack, code, relation):
    attack(target)
    assert target.codes() == []
    assert code in {found for found, _ in target.codes(target.head)}
    with StudyFile.open(target.path, key=target.key) as study:
        assert check_known_head(study, None).relation is HeadRelation.UNKNOWN
        assert check_known_head(study, KnownHead(target.head)).relation is relation


def test_an_event_added_at_the_end_with_hashes_that_fit_can_not_be_known(target):
    with target.attack() as db:
        db.add_like_the_last()
    assert target.codes() == []
    assert target.codes(target.head) == []
    with StudyFile.open(target.path, key=target.key) as study:
        assert check_known_head(study, KnownHead(target.head)).relation is HeadRelation.AHEAD


def pages(path: Path) -> list[bytes]:
    content = path.read_bytes()
    return [content[start : start + 4096] for start in range(0, len(content), 4096)]


def what_it_says(path: Path, key: DataKey | None) -> object:
    """All that a person can read in a study, or that it is found to be damaged."""
    try:
        with StudyFile.open(path, key=key) as study:
            if problems := study.verify():
                return problems
            return study.records(), study.events(limit=-1), study.head
    except StudyFileError as error:
        return error


# Without the key a page of an encrypted study can only be replaced by one that had that place before.
def test_a_page_put_back_from_an_older_copy_never_shows_other_content_unnoticed(target):
    new, old = pages(target.path), pages(target.older)
    whole = what_it_says(target.path, target.key)
    attacked = target.path.with_name("attacked.titrant")
    replayed = [number for number in range(len(old)) if old[number] != new[number]]
    assert len(replayed) > 5
    noticed = 0
    for number in replayed:
        attacked.write_bytes(b"".join([*new[:number], old[number], *new[number + 1 :]]))
        said = what_it_says(attacked, target.key)
        noticed += not isinstance(said, tuple)
        if isinstance(said, tuple):
            assert said == whole
    assert noticed > len(replayed) / 3


def test_exchanged_and_missing_pages_never_show_other_content_unnoticed(target):
    new = pages(target.path)
    whole = what_it_says(target.path, target.key)
    attacked = target.path.with_name("attacked.titrant")
    for number in range(1, len(new)):
        before, one, other, after = new[: number - 1], new[number - 1], new[number], new[number + 1 :]
        attacked.write_bytes(b"".join([*before, other, one, *after]))
        said = what_it_says(attacked, target.key)
        assert not isinstance(said, tuple) or said == whole
        if target.key is not None:
            assert isinstance(said, StudyFileError), "an encrypted page knows its place"
    attacked.write_bytes(b"".join(new[:-1]))
    assert isinstance(what_it_says(attacked, target.key), StudyFileError)


# Key file: name of the attack -> (what is done to its JSON, who logs in, what is said).
SEAL, CHAIN = KeyFileProblem.SEAL_BROKEN, KeyFileProblem.FAILURES_EDITED
KeyFileAttack = Callable[[dict[str, object]], object]
KEY_FILE: dict[str, tuple[KeyFileAttack, str, object]] = {
    "nothing": (lambda _: None, "lin.wei", ()),
    "a slot under another's name": (lambda file: file["slots"][0].update(user_id="zhao"), "zhao", WrongPassword),
    "another's slot under the own name": (
        lambda file: file["slots"][1].update(user_id="lin.wei") or file["slots"].pop(0),
        "lin.wei",
        WrongPassword,
    ),
    "a cheaper slot": (lambda file: file["slots"][0].update(passes=2), "lin.wei", WrongPassword),
    "another wrapped key": (
        lambda file: file["slots"][0].update(wrapped_key="00" * 48),
        "lin.wei",
        WrongPassword,
    ),
    "a slot taken out": (lambda file: file["slots"].pop(1), "lin.wei", (SEAL,)),
    "a slot put in": (lambda file: file["slots"].append(file["slots"][0] | {"user_id": "x"}), "lin.wei", (SEAL,)),
    "a lock-out ended": (lambda file: file["cleared"].update(chen=3), "lin.wei", (SEAL,)),
    "failures said to be reported": (lambda file: file.update(reported_through=3), "lin.wei", (SEAL,)),
    "a failure that a success saw taken out": (lambda file: file["failures"].pop(0), "lin.wei", (CHAIN, SEAL)),
    "a failure since then edited": (lambda file: file["failures"][2].update(user_id="x"), "lin.wei", (CHAIN,)),
    "a failure since then taken out of the middle": (lambda file: file["failures"].pop(2), "lin.wei", (CHAIN,)),
    # Nobody had the key when these were noted, and nothing follows them: it can't be known.
    "the last failures taken out": (lambda file: file["failures"].pop(), "lin.wei", ()),
}


@pytest.mark.parametrize("name", KEY_FILE)
def test_a_changed_key_file_lets_nobody_in_or_is_noticed_at_the_next_log_in(tmp_path, name):
    path = tmp_path / "study.titrant"
    new_encrypted_study(path).close()
    store = store_of(path)
    store.set_password(KEY, "zhao", "nine purple lanterns")
    for number, user in enumerate(("lin.wei", "zhao")):
        with pytest.raises(WrongPassword):
            store.log_in(user, "wrong", at(number))
    store.log_in("lin.wei", PASSWORD, at(5))
    for number in range(3):
        with pytest.raises(WrongPassword):
            store.log_in("chen", "wrong", at(6 + number))
    attack, user, said = KEY_FILE[name]
    file = json.loads(key_file_of(path).read_text(encoding="utf-8"))
    attack(file)
    key_file_of(path).write_text(json.dumps(file), encoding="utf-8")
    if isinstance(said, tuple):
        log_in = store.log_in(user, PASSWORD, at(20))
        assert (log_in.key, log_in.problems) == (KEY, said)
    else:
        with pytest.raises(said):
            store.log_in(user, PASSWORD, at(20))


def test_an_older_copy_of_the_key_file_fits_its_seal_and_can_not_be_known(tmp_path):
    path = tmp_path / "study.titrant"
    new_encrypted_study(path).close()
    store, older = store_of(path), key_file_of(path).read_bytes()
    for number in range(4):
        with pytest.raises(WrongPassword):
            store.log_in("lin.wei", "wrong", at(number))
    key_file_of(path).write_bytes(older)
    log_in = store.log_in("lin.wei", PASSWORD, at(9))
    assert (log_in.problems, log_in.unreported) == ((), ())
