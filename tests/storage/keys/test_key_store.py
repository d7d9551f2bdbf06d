import json
import os
import threading
from itertools import pairwise

import pytest

from storage.errors import (
    AccessDenied,
    FileExists,
    KeyDoesNotFit,
    KeyFileDamaged,
    LockedOut,
    MissingKeyFile,
    ReadOnlyFile,
    RecordRefused,
    WrongPassword,
)
from storage.keys.data_key import DataKey
from storage.keys.key_store import KeyStore
from storage.keys.log_in import KeyFileProblem
from storage.keys.wrapping import unwrap
from tests.storage.keys.build import CHEAP, KEY, NEW_PASSWORD, PASSWORD, at, store_of


def fail(store, times, *, user_id="lin.wei", start=0.0):
    """Wrong passwords, a second apart."""
    for number in range(times):
        with pytest.raises((WrongPassword, LockedOut)):
            store.log_in(user_id, "not the password", at(start + number / 60))


def edit(store, **values):
    """Edit the key file with a text editor."""
    content = json.loads(store.path.read_text(encoding="utf-8"))
    content.update(values)
    store.path.write_text(json.dumps(content), encoding="utf-8")


def test_the_right_password_gives_the_key(store):
    log_in = store.log_in("lin.wei", PASSWORD, at(1))
    assert (log_in.key, log_in.unreported, log_in.problems, log_in.is_noted) == (KEY, (), (), True)


def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(store):
    with pytest.raises(WrongPassword, match="do not go together") as wrong:
        store.log_in("lin.wei", "not the password", at(1))
    with pytest.raises(WrongPassword) as unknown:
        store.log_in("nobody", PASSWORD, at(1))
    assert wrong.value.numbers["left"] == 4
    assert type(unknown.value) is type(wrong.value)


# statement 17
def test_five_wrong_passwords_lock_out_although_the_program_is_started_again_each_time(encrypted):
    for number in range(4):
        fail(KeyStore(encrypted), 1, start=number)
    with pytest.raises(LockedOut, match="locked out") as fifth:
        KeyStore(encrypted).log_in("lin.wei", "not the password", at(4))
    assert fifth.value.numbers["until"] == at(9)
    with pytest.raises(LockedOut):
        KeyStore(encrypted).log_in("lin.wei", PASSWORD, at(8.9))
    with pytest.raises(LockedOut):
        # Neither does a clock that was put back help.
        KeyStore(encrypted).log_in("lin.wei", PASSWORD, at(-10_000))
    assert KeyStore(encrypted).log_in("lin.wei", PASSWORD, at(9)).key == KEY
    with pytest.raises(WrongPassword) as again:
        KeyStore(encrypted).log_in("lin.wei", "not the password", at(10))
    assert again.value.numbers["left"] == 4


def test_one_user_locked_out_keeps_no_other_out(store):
    store.set_password(KEY, "chen.yu", NEW_PASSWORD)
    fail(store, 7)
    assert store.log_in("chen.yu", NEW_PASSWORD, at(1)).key == KEY
    with pytest.raises(LockedOut):
        store.log_in("lin.wei", PASSWORD, at(1))


def test_an_administrator_ends_a_lock_out(store):
    fail(store, 7)
    store.unlock(KEY, "lin.wei")
    assert store.log_in("lin.wei", PASSWORD, at(1)).key == KEY


# statement 8
def test_failures_are_handed_over_at_the_next_success_until_they_are_in_the_stream(store):
    fail(store, 2)
    fail(store, 1, user_id="nobody", start=1)
    first = store.log_in("lin.wei", PASSWORD, at(5))
    assert [(each.number, each.user_id, each.kind) for each in first.unreported] == [
        (1, "lin.wei", "wrong_password"),
        (2, "lin.wei", "wrong_password"),
        (3, "nobody", "unknown_user"),
    ]
    assert store.log_in("lin.wei", PASSWORD, at(6)).unreported == first.unreported
    store.mark_reported(KEY, 3)
    fail(store, 1, start=7)
    after = store.log_in("lin.wei", PASSWORD, at(8))
    assert [each.number for each in after.unreported] == [4]
    assert after.problems == ()


# TRU-2; statement 5
@pytest.mark.parametrize(
    ("tamper", "problems"),
    [
        (lambda each: each[:1] + each[2:], {KeyFileProblem.FAILURES_EDITED, KeyFileProblem.SEAL_BROKEN}),
        (lambda each: [], {KeyFileProblem.SEAL_BROKEN}),
        (lambda each: each[:2], {KeyFileProblem.SEAL_BROKEN}),
        (lambda each: [{**each[0], "user_id": "chen.yu"}, *each[1:]], {KeyFileProblem.FAILURES_EDITED}),
    ],
    ids=["one gone", "all gone", "the last gone", "edited"],
)
def test_failures_that_were_edited_away_are_told_at_the_next_success_until_on_record(store, tamper, problems):
    fail(store, 3)
    store.log_in("lin.wei", PASSWORD, at(1))
    edit(store, failures=tamper(json.loads(store.path.read_text())["failures"]))
    assert problems <= set(store.log_in("lin.wei", PASSWORD, at(2)).problems)
    assert problems <= set(store.log_in("lin.wei", PASSWORD, at(3)).problems)


@pytest.mark.parametrize("values", [{"cleared": {"lin.wei": 99}}, {"reported_through": 99}, {"key_check": "0" * 64}])
def test_an_edit_of_what_only_a_key_holder_may_change_breaks_the_seal(store, values):
    edit(store, **values)
    assert store.log_in("lin.wei", PASSWORD, at(2)).problems == (KeyFileProblem.SEAL_BROKEN,)


def test_a_seal_put_on_record_holds_again(store):
    edit(store, reported_through=99)
    assert store.log_in("lin.wei", PASSWORD, at(2)).problems
    store.mark_reported(KEY, 0)
    assert store.log_in("lin.wei", PASSWORD, at(3)).problems == ()


def test_a_user_changes_their_password(store):
    store.change_password("lin.wei", PASSWORD, NEW_PASSWORD, at(1))
    assert store.log_in("lin.wei", NEW_PASSWORD, at(2)).key == KEY
    with pytest.raises(WrongPassword):
        store.log_in("lin.wei", PASSWORD, at(3))
    with pytest.raises(WrongPassword):
        store.change_password("lin.wei", PASSWORD, NEW_PASSWORD, at(4))


def test_none_of_the_last_five_passwords_comes_back_and_an_older_one_may(store):  # TRU-2, statement 16
    used = [PASSWORD, *(f"a row of words {word}" for word in ("birch", "cedar", "elder", "hazel", "rowan"))]
    for minute, (old, new) in enumerate(pairwise(used), 1):
        store.change_password("lin.wei", old, new, at(minute))
    for taken in used[:-1]:
        with pytest.raises(RecordRefused, match="password_used"):
            store.change_password("lin.wei", used[-1], taken, at(10))
    with pytest.raises(RecordRefused, match="password_used"):
        store.set_password(KEY, "lin.wei", used[2])
    assert store.log_in("lin.wei", used[-1], at(11)).key == KEY
    store.change_password("lin.wei", used[-1], "a row of words aspen", at(12))
    store.change_password("lin.wei", "a row of words aspen", PASSWORD, at(13))
    assert store.log_in("lin.wei", PASSWORD, at(14)).key == KEY


def test_a_password_that_was_given_up_opens_nothing_and_does_not_stand_in_the_file(store):  # TRU-2
    store.change_password("lin.wei", PASSWORD, NEW_PASSWORD, at(1))
    slot = store.read().slot_of("lin.wei")
    assert [one.is_of(PASSWORD) for one in slot.former] == [True]
    assert unwrap(slot, file_id=store.read().file_id, password=PASSWORD) is None
    text = store.path.read_text(encoding="utf-8")
    assert PASSWORD not in text
    assert NEW_PASSWORD not in text


@pytest.mark.parametrize(
    ("new", "code"),
    [("short", "password_short"), ("lin.wei-lin.wei", "password_holds_user_id"), (PASSWORD, "password_same")],
)
def test_a_password_that_may_not_be_used_leaves_the_old_one(store, new, code):
    with pytest.raises(RecordRefused) as refused:
        store.change_password("lin.wei", PASSWORD, new, at(1))
    assert (refused.value.code, refused.value.kind, refused.value.field) == (code, "account", "password")
    assert store.log_in("lin.wei", PASSWORD, at(2)).key == KEY


def test_only_who_holds_the_key_lets_somebody_in_or_takes_somebody_out(store):
    for verb in (
        lambda: store.set_password(DataKey.random(), "chen.yu", NEW_PASSWORD),
        lambda: store.remove(DataKey.random(), "lin.wei"),
        lambda: store.unlock(DataKey.random(), "lin.wei"),
        lambda: store.mark_reported(DataKey.random(), 3),
    ):
        before = store.path.read_bytes()
        with pytest.raises(KeyDoesNotFit):
            verb()
        assert store.path.read_bytes() == before


def test_a_removed_user_can_not_log_in_and_the_last_one_is_not_removed(store):
    store.set_password(KEY, "chen.yu", NEW_PASSWORD)
    assert store.read().user_ids == ("chen.yu", "lin.wei")
    store.remove(KEY, "lin.wei")
    with pytest.raises(WrongPassword):
        store.log_in("lin.wei", PASSWORD, at(1))
    with pytest.raises(RecordRefused, match="last_user"):
        store.remove(KEY, "chen.yu")
    with pytest.raises(RecordRefused, match="unknown_user"):
        store.remove(KEY, "lin.wei")


def test_a_lost_key_file_is_made_anew_with_the_recovery_key(store):
    file_id = store.read().file_id
    with pytest.raises(FileExists):
        store.make_anew(KEY, file_id, "chen.yu", NEW_PASSWORD)
    store.path.unlink()
    with pytest.raises(MissingKeyFile, match="recovery key"):
        store.log_in("lin.wei", PASSWORD, at(1))
    store.make_anew(KEY, file_id, "chen.yu", NEW_PASSWORD)
    assert store.log_in("chen.yu", NEW_PASSWORD, at(2)).problems == ()


def test_a_damaged_key_file_is_said_to_be_so_and_kept_aside_when_a_new_one_is_made(store):
    file_id = store.read().file_id
    store.path.write_bytes(b"\xff rubbish")
    with pytest.raises(KeyFileDamaged, match="study itself is intact"):
        store.log_in("lin.wei", PASSWORD, at(1))
    store.make_anew(KEY, file_id, "chen.yu", NEW_PASSWORD)
    assert store.path.with_name(store.path.name + ".damaged").read_bytes() == b"\xff rubbish"
    assert store.log_in("chen.yu", NEW_PASSWORD, at(2)).key == KEY


@pytest.mark.parametrize("cut", [0, 1, 50, 400])
def test_a_truncated_key_file_is_said_to_be_damaged(store, cut):
    store.path.write_bytes(store.path.read_bytes()[:cut])
    with pytest.raises(KeyFileDamaged):
        store.log_in("lin.wei", PASSWORD, at(1))


@pytest.mark.parametrize("values", [{"format": "x"}, {"version": 2}, {"slots": 3}, {"failures": [1]}, {"cleared": []}])
def test_a_key_file_of_another_shape_is_said_to_be_damaged_or_newer(store, values):
    edit(store, **values)
    with pytest.raises(KeyFileDamaged, match="newer version"):
        store.read()


def test_two_windows_lose_no_failure_of_each_other(encrypted):
    def try_often(user_id):
        for number in range(10):
            with pytest.raises((WrongPassword, LockedOut)):
                store_of(encrypted).log_in(user_id, "not the password", at(number))

    windows = [threading.Thread(target=try_often, args=[user]) for user in ("lin.wei", "chen.yu")]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    log_in = store_of(encrypted).log_in("lin.wei", PASSWORD, at(100_000))
    assert len(log_in.unreported) == 20
    assert log_in.problems == ()


def test_a_folder_without_write_permission_lets_in_and_says_that_nothing_was_noted(store, monkeypatch):
    monkeypatch.setattr("storage.keys.key_store.WriterLock.take", _no_permission)
    before = store.path.read_bytes()
    assert not store.log_in("lin.wei", PASSWORD, at(1)).is_noted
    with pytest.raises(WrongPassword):
        store.log_in("lin.wei", "not the password", at(1))
    with pytest.raises(ReadOnlyFile):
        store.unlock(KEY, "lin.wei")
    assert store.path.read_bytes() == before


def _no_permission(*_):
    raise PermissionError(13, "Permission denied")


def test_a_key_file_that_may_not_be_read_is_said_to_be_so(store, monkeypatch):
    monkeypatch.setattr("pathlib.Path.read_text", lambda *_, **__: _no_permission())
    with pytest.raises(AccessDenied):
        store.read()


def test_a_key_file_that_could_not_be_written_is_as_it_was(store, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    before = store.path.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Exception, match="disk is full"):
        store.unlock(KEY, "lin.wei")
    assert store.path.read_bytes() == before
    assert sorted(store.path.parent.iterdir()) == sorted([store.path, store.path.with_name(store.path.name[:-5])])


def test_a_log_in_needs_the_time_in_utc(store):
    with pytest.raises(ValueError, match="UTC"):
        store.log_in("lin.wei", PASSWORD, at(1).replace(tzinfo=None))


def test_the_password_is_stretched_as_cheaply_as_asked_for(store):
    assert store.read().slots[0].cost == CHEAP
