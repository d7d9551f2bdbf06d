"""Failed log-ins, chained, and the lock-out that follows from them.

They can't be events of the stream: nobody has the key yet. They wait in the key file and become events at the next
success. Each one's hash covers the one before, so that one taken out of the middle, or changed, is found; those that a
success has seen are also covered by the key file's seal. The lock-out is no counter of its own, which could be set
back: it follows from the list. What this can't stop is somebody who copies the file and guesses on another computer;
against that stands the cost of Argon2id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from storage.canonical import Payload, canonical_json, sha256_of

FREE_TRIES = 5
# After the fifth wrong password and each one more; from then on, the last.
LOCKED_FOR = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 1440))


class FailureKind(StrEnum):
    """Why a log-in failed."""

    WRONG_PASSWORD = "wrong_password"
    LOCKED_OUT = "locked_out"
    UNKNOWN_USER = "unknown_user"


@dataclass(frozen=True, kw_only=True)
class FailedLogIn:
    """One failed log-in.

    Attributes:
        number: 1-based, without gaps.
        user_id: as typed.
        failed_at: aware UTC.
        previous_hash: of the failure before; of the first, a value made of the study file's id.
        hash: SHA-256 over the canonical JSON of all the other values.
    """

    number: int
    user_id: str
    failed_at: datetime
    kind: FailureKind
    previous_hash: str
    hash: str

    def as_json(self) -> Payload:
        """As it is written to the key file, and to the stream when it is reported."""
        return _content(self) | {"hash": self.hash}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "FailedLogIn":
        """Read back what ``as_json`` gave.

        Raises:
            ValueError, KeyError, TypeError: it is not a failure that we wrote.
        """
        failed_at = datetime.fromisoformat(values["failed_at"])
        if failed_at.utcoffset() != timedelta(0):
            raise ValueError("not UTC")
        return cls(
            number=int(values["number"]),
            user_id=str(values["user_id"]),
            failed_at=failed_at,
            kind=FailureKind(values["kind"]),
            previous_hash=str(values["previous_hash"]),
            hash=str(values["hash"]),
        )


def genesis_hash(file_id: str) -> str:
    """What the first failure of a study chains from."""
    return sha256_of(canonical_json({"file_id": file_id, "format": "titrant-keys"}))


def with_failure(
    failures: tuple[FailedLogIn, ...], file_id: str, user_id: str, failed_at: datetime, kind: FailureKind
) -> tuple[FailedLogIn, ...]:
    """The list with one failure more."""
    number, previous = (failures[-1].number + 1, failures[-1].hash) if failures else (1, genesis_hash(file_id))
    unhashed = FailedLogIn(
        number=number, user_id=user_id, failed_at=failed_at, kind=kind, previous_hash=previous, hash=""
    )
    return (*failures, FailedLogIn(**vars(unhashed) | {"hash": _hash_of(unhashed)}))


def first_bad(failures: Sequence[FailedLogIn], file_id: str) -> int | None:
    """Number at which the chain is broken: the first failure that was changed, taken out or put in; None if whole."""
    previous = genesis_hash(file_id)
    for number, failure in enumerate(failures, start=1):
        if (failure.number, failure.previous_hash) != (number, previous) or _hash_of(failure) != failure.hash:
            return number
        previous = failure.hash
    return None


def locked_until(failures: Sequence[FailedLogIn], user_id: str, cleared_through: int) -> datetime | None:
    """Until when the user's password is not even tried; None if they were never locked out since.

    Args:
        failures: the whole list.
        user_id: whose.
        cleared_through: number of the last failure before the user's last success, or before they were unlocked.
    """
    wrong = wrong_passwords(failures, user_id, cleared_through)
    if len(wrong) < FREE_TRIES:
        return None
    step = min(len(wrong) - FREE_TRIES, len(LOCKED_FOR) - 1)
    return wrong[-1].failed_at + LOCKED_FOR[step]


def wrong_passwords(failures: Sequence[FailedLogIn], user_id: str, cleared_through: int) -> list[FailedLogIn]:
    """The failures that count towards locking the user out: not those tried while locked out already."""
    return [
        failure
        for failure in failures
        if failure.number > cleared_through
        and failure.user_id == user_id
        and failure.kind is FailureKind.WRONG_PASSWORD
    ]


def _content(failure: FailedLogIn) -> Payload:
    return {
        "number": failure.number,
        "user_id": failure.user_id,
        "failed_at": failure.failed_at.isoformat(),
        "kind": failure.kind.value,
        "previous_hash": failure.previous_hash,
    }


def _hash_of(failure: FailedLogIn) -> str:
    return sha256_of(canonical_json(_content(failure)))
