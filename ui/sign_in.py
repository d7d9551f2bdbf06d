"""Signing in to an encrypted study, and what of it goes on record. No widgets here."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from domain.access import account_finding
from domain.reasons import Finding
from domain.records import Account, StudyRecord
from storage.act import SYSTEM
from storage.audit import EventFilter
from storage.backup.known_heads import RESTORED_CODE, KnownHeads
from storage.backup.restoring import Restored
from storage.errors import RecordRefused, StudyFileError
from storage.keys.data_key import DataKey
from storage.keys.key_store import KeyStore
from storage.keys.log_in import LogIn
from storage.person import Person
from storage.study_file import StudyFile
from ui.session import Session
from ui.text import utc_now

if TYPE_CHECKING:
    from storage.canonical import Payload

# Codes of system events (``storage.system_codes``).
LOG_IN, LOG_OUT, SCREEN_LOCKED, SCREEN_UNLOCKED = "log_in", "log_out", "screen_locked", "screen_unlocked"
LOG_IN_FAILED, KEY_FILE_PROBLEM, LOCK_OUT_ENDED = "log_in_failed", "key_file_problem", "lock_out_ended"
PASSWORD_CHANGED, PASSWORD_SET, PASSWORD_REMOVED = "password_changed", "password_set", "password_removed"
EXPORT_CSV, PRINT, BACKUP_MADE = "export_csv", "print", "backup_made"
EXPORT_CALENDAR, EXPORT_FIGURE = "export_calendar", "export_figure"
EXPORT_INSPECTION_COPY = "export_inspection_copy"


def accounts_of(file: StudyFile) -> tuple[Account, ...]:
    """The accounts of a study, in order of creation."""
    return tuple(one for one in file.records().get("account", ()) if isinstance(one, Account))


def account_of(accounts: Iterable[Account], user_id: str) -> Account | None:
    """The account with that user id, or None."""
    return next((one for one in accounts if one.user_id == user_id), None)


def person_of(file: StudyFile, user_id: str) -> Person:
    """Who acts when that user has signed in; an encrypted study that has no accounts yet knows only the user id."""
    account = account_of(accounts_of(file), user_id)
    if account is None:
        return Person(user_id, "")
    return Person.of(account)


def refusal_of(file: StudyFile, user_id: str, now: datetime) -> Finding | None:
    """Why somebody with a right password may not work all the same; None where they may.

    Codes: ``no_account`` and those of ``domain.access.account_finding``.
    """
    accounts = accounts_of(file)
    if not accounts:
        return None
    account = account_of(accounts, user_id)
    if account is None:
        return Finding("user_id", "no_account", numbers={"user_id": user_id})
    return account_finding(account, now.astimezone(zone_of(file)).date())


def zone_of(file: StudyFile) -> ZoneInfo:
    """The site's time zone."""
    study = file.records()["study"][0]
    assert isinstance(study, StudyRecord)
    return ZoneInfo(study.site_zone)


def people_of(file: StudyFile) -> dict[str, tuple[str, str]]:
    """User id -> printed name and role of everybody who may sign in."""
    return {one.user_id: (one.full_name, one.role.value) for one in accounts_of(file) if one.is_active}


def put_on_record(
    file: StudyFile, log_in: LogIn, code: str, person: Person, now: datetime, *, with_recovery_key: bool = False
) -> None:
    """The event of a log-in, after one for each failure before it and each thing wrong with the key file.

    Args:
        file: open under the key of the log-in; nothing is written to one that is open for reading only, and the
            failures wait for the next log-in.
        log_in: what the key store gave.
        code: LOG_IN or SCREEN_UNLOCKED.
        person: who logged in.
        now: aware UTC.
        with_recovery_key: the password is one that was made with the recovery key just before.

    Raises:
        StudyFileError: it can't be written.
    """
    if file.is_read_only:
        return
    put_failures_on_record(file, log_in, person, now)
    details: Payload = {"with_recovery_key": True} if with_recovery_key else {}
    file.save_system_event(code, details, person=person, now=now)


def put_failures_on_record(file: StudyFile, log_in: LogIn, person: Person, now: datetime) -> None:
    """One event for each failed log-in that waited in the key file, and for each thing wrong with that file.

    Raises:
        StudyFileError: it can't be written.
    """
    if file.is_read_only:
        return
    for failure in log_in.unreported:
        file.save_system_event(LOG_IN_FAILED, failure.as_json(), person=person, now=now)
    for problem in log_in.problems:
        file.save_system_event(KEY_FILE_PROBLEM, {"problem": problem.value}, person=person, now=now)
    if (log_in.unreported or log_in.problems) and log_in.is_noted:
        through = log_in.unreported[-1].number if log_in.unreported else 0
        KeyStore(file.path).mark_reported(log_in.key, through)


def must_change_password(file: StudyFile, user_id: str) -> bool:
    """Whether the user's password was given by somebody else and they have not made it their own since."""
    wanted = EventFilter(kind=SYSTEM, record_ids=frozenset({PASSWORD_CHANGED, PASSWORD_SET}))
    for entry in file.events(wanted, limit=-1):
        values: Mapping[str, object] = {change.field: change.after for change in entry.changes}
        if values.get("user_id") == user_id:
            return entry.event.record_id == PASSWORD_SET
    return False


def change_password(file: StudyFile, person: Person, user_id: str, old: str, new: str, now: datetime) -> None:
    """The user's own change, put on record.

    Raises:
        StudyFileError: WrongPassword, LockedOut, MissingKeyFile, KeyFileDamaged, ReadOnlyFile.
        RecordRefused: the new password may not be used.
    """
    KeyStore(file.path).change_password(user_id, old, new, now)
    if not file.is_read_only:
        file.save_system_event(PASSWORD_CHANGED, {"user_id": user_id}, person=person, now=now)


def give_password(file: StudyFile, person: Person, user_id: str, password: str, now: datetime) -> None:
    """Let a user in with a first password, or one in place of a lost one: theirs only until they sign in.

    The event comes first: were it missing, nobody would ask them to change it.

    Raises:
        StudyFileError: KeyDoesNotFit, MissingKeyFile, ReadOnlyFile.
        RecordRefused: the password may not be used.
    """
    assert file.key is not None
    file.save_system_event(PASSWORD_SET, {"user_id": user_id}, person=person, now=now)
    KeyStore(file.path).set_password(file.key, user_id, password)


def end_lock_out(file: StudyFile, person: Person, user_id: str, now: datetime) -> None:
    """Let a user try again before the time of their lock-out is over.

    Raises:
        StudyFileError: KeyDoesNotFit, MissingKeyFile, ReadOnlyFile.
    """
    assert file.key is not None
    file.save_system_event(LOCK_OUT_ENDED, {"user_id": user_id}, person=person, now=now)
    KeyStore(file.path).unlock(file.key, user_id)


def end_access(file: StudyFile, person: Person, user_id: str, now: datetime) -> bool:
    """Take a user's password away after their account was deactivated; whether they had one.

    Raises:
        StudyFileError: KeyDoesNotFit, MissingKeyFile, ReadOnlyFile.
        RecordRefused: nobody could log in any more.
    """
    assert file.key is not None
    store = KeyStore(file.path)
    if store.read().slot_of(user_id) is None:
        return False
    store.remove(file.key, user_id)
    file.save_system_event(PASSWORD_REMOVED, {"user_id": user_id}, person=person, now=now)
    return True


def recover(file: StudyFile, user_id: str, password: str, now: datetime) -> None:
    """A new password for a user by the recovery key, which opened the file; the key file is made anew if it is lost.

    Raises:
        StudyFileError: ReadOnlyFile, KeyDoesNotFit, DiskFull.
        RecordRefused: the password may not be used.
    """
    assert file.key is not None
    store, is_new = KeyStore(file.path), False
    try:
        store.read()
    except StudyFileError as error:
        if error.code not in ("missing_key_file", "key_file_damaged"):
            raise
        is_new = True
    if is_new:
        store.make_anew(file.key, file.file_id, user_id, password)
    else:
        store.set_password(file.key, user_id, password)
    file.save_system_event(PASSWORD_CHANGED, {"user_id": user_id}, person=person_of(file, user_id), now=now)


def put_log_out_on_record(session: Session) -> None:
    """The event of a log-out, where somebody had signed in and the file can still be written to."""
    file = session.file
    if session.user_id and not file.is_read_only:
        # A file that is gone or a full disk was said at the last save; it must not keep the window from closing.
        with suppress(StudyFileError, RecordRefused):
            file.save_system_event(LOG_OUT, {}, person=session.person, now=session.clock())


def put_restore_on_record(done: Restored, person: Person, key: DataKey | None, known_heads: Path) -> None:
    """The event of a restore, and the head from which on this machine compares: a person chose the older state.

    Raises:
        StudyFileError: the restored study can't be opened or written to.
        RecordRefused: the person has no account in it that may restore; the study is restored all the same.
    """
    now = utc_now()
    with StudyFile.open(done.path, key=key) as file:
        file.save_system_event(RESTORED_CODE, done.details(), person=person, now=now)
        KnownHeads(known_heads).note(file.file_id, file.head, now)
