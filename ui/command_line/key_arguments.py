"""What the verbs on an encrypted study have in common: who opens it, and with what."""

import argparse
import getpass
import os
from pathlib import Path

from storage.errors import KeyNeeded, StudyFileError
from storage.keys.data_key import DataKey
from storage.keys.key_file import key_file_of
from storage.keys.key_store import KeyStore
from storage.keys.recovery import read_recovery
from ui.command_line import Refused
from ui.text import utc_now

PASSWORD_VARIABLE = "TITRANT_PASSWORD"


def add_key_arguments(parser: argparse.ArgumentParser) -> None:
    """User, password and recovery key."""
    parser.add_argument("--user", metavar="ID", help="user id; the password is asked for")
    parser.add_argument(
        "--password-file", metavar="FILE", type=Path, help=f"read the password here; or set {PASSWORD_VARIABLE}"
    )
    parser.add_argument(
        "--recovery-key", metavar="KEY", nargs="?", const="", help="the printed recovery key; asked for if not given"
    )


def key_of(chosen: argparse.Namespace, study: Path, *, is_backup: bool = False) -> DataKey | None:
    """The key of the study, or None if neither user nor recovery key was given.

    Raises:
        StudyFileError: wrong password, locked out, key file missing or damaged, recovery key mistyped.
        Refused: the password file can't be read.
    """
    if chosen.recovery_key is not None:
        return read_recovery(chosen.recovery_key or getpass.getpass("Recovery key: "))
    if chosen.user is None:
        return None
    return KeyStore(study, is_backup=is_backup).log_in(chosen.user, _password(chosen), utc_now()).key


def key_of_backup(chosen: argparse.Namespace, backup: Path, target: Path) -> DataKey | None:
    """The key of a backup: by the password of today where the study is still there, else by that of then."""
    if key_file_of(target).exists():
        try:
            return key_of(chosen, target)
        except StudyFileError as error:
            if error.code not in ("key_file_damaged", "missing_key_file"):
                raise
    return key_of(chosen, backup, is_backup=True)


def refused(error: StudyFileError) -> Refused:
    """The refusal that prints an error, with what to type on the command line."""
    hint = " Here: --user ID, or --recovery-key." if isinstance(error, KeyNeeded) else ""
    return Refused(f"{error}{hint}")


def _password(chosen: argparse.Namespace) -> str:
    if chosen.password_file is not None:
        try:
            return str(chosen.password_file.read_text(encoding="utf-8")).rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(f"the password file {chosen.password_file} can't be read", 2) from error
    if PASSWORD_VARIABLE in os.environ:
        return os.environ[PASSWORD_VARIABLE]
    return getpass.getpass(f"Password of {chosen.user}: ")
