"""What a successful log-in gives, and what it found out about the key file."""

from dataclasses import dataclass
from enum import StrEnum

from storage.keys.data_key import DataKey
from storage.keys.failed_log_ins import FailedLogIn, first_bad
from storage.keys.key_file import KeyFile


class KeyFileProblem(StrEnum):
    """What somebody did to a key file; for the audit trail."""

    FAILURES_EDITED = "failures edited"
    SEAL_BROKEN = "seal broken"


@dataclass(frozen=True, kw_only=True)
class LogIn:
    """A successful log-in.

    Attributes:
        unreported: failed log-ins, of anybody, that are not yet in the stream. The caller saves one event each (its
            ``as_json``) and then calls ``KeyStore.mark_reported``; after a crash between the two they come again,
            under the same number and hash.
        problems: the key file was edited outside Titrant; to be saved as an event too.
        is_noted: False where the key file can't be written to (a medium without write permission).
    """

    user_id: str
    key: DataKey
    unreported: tuple[FailedLogIn, ...]
    problems: tuple[KeyFileProblem, ...]
    is_noted: bool


def problems_of(file: KeyFile, key: DataKey) -> tuple[KeyFileProblem, ...]:
    """What somebody without the key did to the key file since the last success."""
    problems = []
    if first_bad(file.failures, file.file_id) is not None:
        problems.append(KeyFileProblem.FAILURES_EDITED)
    if not file.is_sealed_by(key):
        problems.append(KeyFileProblem.SEAL_BROKEN)
    return tuple(problems)
