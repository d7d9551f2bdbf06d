"""Locks on what is written: refused while a form, subject, level or study is locked (TRU-5, statement 23)."""

from domain.content import Records
from domain.locking import lock_on, target_exists
from domain.records import Lock, Record
from storage.errors import RecordRefused
from storage.person import Person
from storage.stream import Head


def check_not_locked(view: Records, *states: Record) -> None:
    """Refuse to write a record that lies under a lock.

    Args:
        view: records by kind, before the act.
        states: the record as it was, if it was, and as it shall be.

    Raises:
        RecordRefused: code "locked"; says what is locked, by whom, when and why.
    """
    lock = lock_on(view, *states)
    if lock is not None:
        raise RecordRefused(
            "locked",
            kind=states[-1].kind,
            record_id=states[-1].record_id,
            scope=lock.scope.value,
            target=lock.target,
            by=lock.changed_by,
            at=lock.changed_at,
            why=lock.reason,
        )


def check_lock(view: Records, before: Lock | None, after: Lock, person: Person, head: Head) -> None:
    """Refuse a lock that says something else than what is done.

    Raises:
        RecordRefused: see the codes below.
    """
    about = {"kind": after.kind, "record_id": after.record_id}
    if not after.reason.strip():
        raise RecordRefused("reason_missing", **about, field="reason")
    if before is not None and (before.scope, before.target) != (after.scope, after.target):
        raise RecordRefused("lock_target_stays", **about, field="target")
    was_locked = before is not None and before.is_locked
    if was_locked == after.is_locked:
        code = "locked_already" if was_locked else "not_locked"
        raise RecordRefused(code, **about, field="is_locked", scope=after.scope.value, target=after.target)
    if before is None and not target_exists(view, after.scope, after.target):
        raise RecordRefused("lock_unknown_target", **about, field="target", target=after.target)
    position = before.unlocked_position if before else 0
    if after.unlocked_position != (position if after.is_locked else head.position):
        raise RecordRefused("lock_wrong_position", **about, field="unlocked_position")
    if (after.changed_by, after.changed_role) != (person.name, person.role):
        raise RecordRefused("not_in_own_name", **about, field="changed_by", name=person.name)
