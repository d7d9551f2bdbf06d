from dataclasses import replace
from datetime import timedelta

import pytest

from storage.keys.failed_log_ins import FailedLogIn, FailureKind, first_bad, locked_until, with_failure
from tests.storage.keys.build import at

FILE = "a" * 32


def failures(*users, kind=FailureKind.WRONG_PASSWORD):
    listed = ()
    for minute, user in enumerate(users):
        listed = with_failure(listed, FILE, user, at(minute), kind)
    return listed


# statement 17
@pytest.mark.parametrize(
    ("count", "minutes"), [(0, None), (4, None), (5, 5), (6, 15), (7, 60), (8, 240), (9, 1440), (12, 1440)]
)
def test_each_wrong_password_from_the_fifth_on_locks_out_for_longer(count, minutes):
    listed = failures(*["lin"] * count)
    expected = None if minutes is None else listed[-1].failed_at + timedelta(minutes=minutes)
    assert locked_until(listed, "lin", 0) == expected


def test_what_others_do_or_what_was_tried_while_locked_out_does_not_lock_out():
    assert locked_until(failures("lin", "chen", "lin", "chen", "lin", "lin", "chen"), "lin", 0) is None
    assert locked_until(failures(*["lin"] * 9, kind=FailureKind.LOCKED_OUT), "lin", 0) is None
    assert locked_until(failures(*["lin"] * 9, kind=FailureKind.UNKNOWN_USER), "lin", 0) is None


def test_failures_before_a_success_no_longer_count():
    listed = failures(*["lin"] * 9)
    assert locked_until(listed, "lin", 9) is None
    assert locked_until(listed, "lin", 5) is None
    assert locked_until(listed, "lin", 4) is not None


def test_a_whole_chain_has_no_bad_link():
    assert first_bad((), FILE) is None
    assert first_bad(failures("lin", "chen", "lin"), FILE) is None
    assert [FailedLogIn.from_json(each.as_json()) for each in failures("lin", "chen")] == list(failures("lin", "chen"))


# TRU-2; statement 5
@pytest.mark.parametrize(
    ("tamper", "bad"),
    [
        (lambda each: each[1:], 1),
        (lambda each: (each[0], *each[2:]), 2),
        (lambda each: (each[0], each[2], each[1], *each[3:]), 2),
        (lambda each: (each[0], replace(each[1], user_id="chen"), *each[2:]), 2),
        (lambda each: (each[0], replace(each[1], failed_at=at(-60)), *each[2:]), 2),
        (lambda each: (*each[:3], replace(each[3], kind=FailureKind.UNKNOWN_USER)), 4),
        (lambda each: (*each, each[3]), 5),
        (lambda each: with_failure((), "b" * 32, "lin", at(0), FailureKind.WRONG_PASSWORD), 1),
    ],
    ids=["first gone", "second gone", "swapped", "user", "time", "kind", "twice", "another study's"],
)
def test_a_failure_that_was_edited_or_taken_out_is_found(tamper, bad):
    assert first_bad(tamper(failures("lin", "lin", "lin", "lin")), FILE) == bad
