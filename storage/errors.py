"""What the surroundings can do to a study file, and why a record is refused.

Each error carries a ``code`` and ``numbers`` for ``ui/text.py``; ``str(error)`` says in English what happened to the
data and what to do.
"""

# ruff: noqa: N818 - the names say what is the matter; that they are errors shows where they are raised

import errno
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping


class StudyFileError(Exception):
    """The study file can't be used as asked.

    Attributes:
        code: stable name of the error.
        numbers: what the sentence is about: path, versions, positions.
    """

    code: ClassVar[str] = "study_file"
    sentence: ClassVar[str] = "The study file can't be used."

    def __init__(self, **numbers: object) -> None:
        self.numbers: Mapping[str, object] = numbers
        super().__init__(self.sentence.format(**numbers))


class MissingFile(StudyFileError):
    """Nothing is at that path."""

    code = "missing_file"
    sentence = "There is no study at {path}. It may have been moved or renamed, or its drive is not connected."


class FileExists(StudyFileError):
    """Something is already there and would be overwritten."""

    code = "file_exists"
    sentence = "{path} already exists and was left untouched. Choose another name or folder."


class AccessDenied(StudyFileError):
    """The person may not even read it. Numbers: path."""

    code = "access_denied"
    sentence = (
        "{path} can't be opened: you have no permission to read it. Nothing was changed; ask whoever gives out "
        "permissions on this computer."
    )


class NotAStudyFile(StudyFileError):
    """Not made by Titrant, empty, or a folder."""

    code = "not_a_study_file"
    sentence = "{path} is not a Titrant study. It was left untouched; choose another file."


class NewerSchema(StudyFileError):
    """Written by a later version. Numbers: path, version (of the file), known (the latest this program reads)."""

    code = "newer_schema"
    sentence = (
        "{path} was written by a newer version of Titrant (file format {version}; this one reads up to {known}). "
        "It was left untouched; open it with the newer version."
    )


class Damaged(StudyFileError):
    """The file's structure is broken. Numbers: path, detail."""

    code = "damaged"
    sentence = (
        "{path} is damaged ({detail}). Nothing was written to it. Keep this file as it is and restore the latest "
        "backup beside it."
    )


class ReadOnlyFile(StudyFileError):
    """A write to a study that is open for reading only. Numbers: path, reason."""

    code = "read_only_file"
    sentence = (
        "{path} can't be written to ({reason}), so this was not saved; everything saved before is intact. "
        "Close the other window, or copy the study to a folder you can write to."
    )


class UnreadableHere(StudyFileError):
    """Saves lie in the write-ahead file and the folder doesn't allow reading them in. Numbers: path."""

    code = "unreadable_here"
    sentence = (
        "{path} has saves in the -wal file beside it that can't be read in a folder without write permission. "
        "Copy both files to a folder you can write to and open the copy."
    )


class FileLocked(StudyFileError):
    """Another program holds the file. Numbers: path."""

    code = "file_locked"
    sentence = (
        "{path} is in use by another program, so this was not saved; everything saved before is intact. "
        "Close the other program and save again."
    )


class DiskFull(StudyFileError):
    """No room. Numbers: path."""

    code = "disk_full"
    sentence = (
        "The disk is full: this was not saved to {path}; everything saved before is intact. Free some space and save "
        "again."
    )


class DiskFailed(StudyFileError):
    """The disk refused to read or write. Numbers: path, detail."""

    code = "disk_failed"
    sentence = (
        "The disk did not carry this out for {path} ({detail}): it was not saved; what was saved before has not been "
        "changed. Check the drive, its connection and your quota, then save again."
    )


class FileReplaced(StudyFileError):
    """The path now leads to another file than the one that was opened. Numbers: path."""

    code = "file_replaced"
    sentence = (
        "{path} was replaced or moved while it was open, so this was not saved. Everything saved before is in the "
        "file that was moved. Close the study and open the right file."
    )


class KeyNeeded(StudyFileError):
    """The study is encrypted and no key was given. Numbers: path."""

    code = "key_needed"
    sentence = "{path} is encrypted; it was not opened. Log in with your user id and password, or use the recovery key."


class KeyDoesNotFit(StudyFileError):
    """The key is another study's, or the page that it is tried on is damaged. Numbers: path."""

    code = "key_does_not_fit"
    sentence = (
        "The key does not open {path}: it belongs to another study, or the beginning of the file is damaged. Nothing "
        "was changed. Put the key file back that belongs to this study, or restore the latest backup beside it."
    )


class MissingKeyFile(StudyFileError):
    """The companion with everybody's keys is not there. Numbers: path, key_file (its name)."""

    code = "missing_key_file"
    sentence = (
        "{path} seems to be an encrypted study, and its key file {key_file} is not beside it. The data are intact but "
        "can't be read. Put the key file back from where the study came from, or from a backup, or open the study "
        "with the recovery key."
    )


class KeyFileDamaged(StudyFileError):
    """The companion can't be read. Numbers: path (of the key file)."""

    code = "key_file_damaged"
    sentence = (
        "The key file {path} is damaged or of a newer version; it was left untouched, and the study itself is intact. "
        "Put the key file back from a backup, or open the study with the recovery key."
    )


class WrongPassword(StudyFileError):
    """User id and password don't go together. Numbers: left (tries before the user is locked out)."""

    code = "wrong_password"
    sentence = (
        "User id and password do not go together, so the study was not opened; {left} tries are left before this user "
        "is locked out. The attempt is noted. If the password is lost, an administrator or the recovery key can set a "
        "new one."
    )


class LockedOut(StudyFileError):
    """Too many wrong passwords. Numbers: user_id, until (aware UTC)."""

    code = "locked_out"
    sentence = (
        "{user_id} is locked out after wrong passwords until {until:%Y-%m-%d %H:%M} UTC, so the study was not opened. "
        "The attempts are noted. Wait until then, or let an administrator unlock the user."
    )


class RecoveryKeyMistyped(StudyFileError):
    """What was typed can't be a recovery key. Numbers: detail."""

    code = "recovery_key_mistyped"
    sentence = (
        "This is not a recovery key as it was printed ({detail}), so nothing was opened. Compare it with the sheet, "
        "group by group, and type it again."
    )


class DamagedBackup(StudyFileError):
    """A backup is not as it was made. Numbers: path, detail."""

    code = "damaged_backup"
    sentence = (
        "The backup {path} is not as it was made ({detail}), so it was not used; the present study was not touched. "
        "Choose another backup."
    )


class OtherStudy(StudyFileError):
    """A backup of one study shall take the place of another. Numbers: path (of the backup), present."""

    code = "other_study"
    sentence = (
        "{path} is a backup of another study than {present}, so nothing was restored. Restore it to a name of its own."
    )


class StaleView(StudyFileError):
    """The data changed since they were shown. Numbers: seen, current (stream positions)."""

    code = "stale_view"
    sentence = (
        "The data changed after they were shown (shown up to event {seen}, now at {current}), so this was not saved. "
        "Look at the current data and save again."
    )


class RecordRefused(Exception):
    """A record can't be saved as it stands; the person can put it right.

    Attributes:
        kind: record kind; "" where the act itself is refused.
        record_id: the record.
        field: the field at fault, or "".
        code: why, such as "wrong_type" or "not_unique".
        numbers: what the sentence is about.
    """

    def __init__(self, code: str, *, kind: str = "", record_id: str = "", field: str = "", **numbers: object) -> None:
        self.code = code
        self.kind = kind
        self.record_id = record_id
        self.field = field
        self.numbers: Mapping[str, object] = numbers
        where = ".".join(part for part in (kind, field) if part) or "the act"
        about = "".join(f", {name} {value}" for name, value in numbers.items())
        super().__init__(f"{where} was refused and nothing was saved: {code}{about}")


def error_of_os(error: OSError, path: Path) -> StudyFileError:
    """The study file error that an operating system's error means for ``path``."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return DiskFull(path=path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReadOnlyFile(path=path, reason="file system")
    if error.errno == errno.EEXIST:
        return FileExists(path=path)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return MissingFile(path=path)
    return DiskFailed(path=path, detail=error.strerror or type(error).__name__)
