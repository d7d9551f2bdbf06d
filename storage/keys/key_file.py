"""What the companion file ``study.titrant-keys`` holds. Canonical JSON, readable without Titrant.

``seal`` is an HMAC under the data key over everything that only somebody who has the key may change: the slots, whose
failures are cleared, and the failures up to the last success. Whoever logs in next with a right password is told if it
doesn't fit. Failures are added without the key, so those after the last success are only chained.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from storage.canonical import Payload, canonical_json
from storage.errors import KeyFileDamaged
from storage.keys.data_key import DataKey
from storage.keys.failed_log_ins import FailedLogIn
from storage.keys.wrapping import KeySlot

FORMAT = "titrant-keys"
VERSION = 1
_CHECKED = "key of study"


def key_file_of(study: Path) -> Path:
    """Where the companion of the study at that path lies: beside it, its name and ``-keys``."""
    return study.with_name(study.name + "-keys")


@dataclass(frozen=True, kw_only=True)
class KeyFile:
    """The content of a key file.

    Attributes:
        file_id: the study file's own id.
        key_check: tells the right data key (or recovery key) from a wrong one; this is the recovery slot: the recovery
            key holds the data key itself (see ``storage.keys.recovery``), so nothing is wrapped for it.
        slots: one a user, in order of user ids.
        failures: all failed log-ins, oldest first.
        reported_through: number of the last failure that is in the stream.
        cleared: user id -> number of the last failure that no longer counts for locking them out.
        sealed_through: number of the last failure that the seal covers.
        seal: 64 hexadecimal digits.
    """

    file_id: str
    key_check: str
    slots: tuple[KeySlot, ...] = ()
    failures: tuple[FailedLogIn, ...] = ()
    reported_through: int = 0
    cleared: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    sealed_through: int = 0
    seal: str = ""

    def slot_of(self, user_id: str) -> KeySlot | None:
        """The user's slot, or None."""
        return next((slot for slot in self.slots if slot.user_id == user_id), None)

    @property
    def user_ids(self) -> tuple[str, ...]:
        """Who can log in."""
        return tuple(slot.user_id for slot in self.slots)

    @property
    def unreported(self) -> tuple[FailedLogIn, ...]:
        """Failures that are not yet in the stream."""
        return tuple(failure for failure in self.failures if failure.number > self.reported_through)

    def fits(self, key: DataKey) -> bool:
        """Whether it is the data key of this study."""
        return key_check_of(key, self.file_id) == self.key_check

    def is_sealed_by(self, key: DataKey) -> bool:
        """Whether nobody without the key changed what only its holders may change."""
        return _seal_of(self, key) == self.seal

    def sealed(self, key: DataKey) -> "KeyFile":
        """The same under a new seal that covers all failures so far."""
        last = self.failures[-1].number if self.failures else 0
        through = replace(self, sealed_through=last)
        return replace(through, seal=_seal_of(through, key))

    def with_slot(self, slot: KeySlot) -> "KeyFile":
        """The user's slot put in, or replaced, and their failures cleared."""
        others = [each for each in self.slots if each.user_id != slot.user_id]
        slots = tuple(sorted([*others, slot], key=lambda each: each.user_id))
        return replace(self, slots=slots).with_cleared(slot.user_id)

    def without_slot(self, user_id: str) -> "KeyFile":
        """The user's slot taken out."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot.user_id != user_id))

    def with_cleared(self, user_id: str) -> "KeyFile":
        """The user's failures so far no longer lock them out."""
        last = self.failures[-1].number if self.failures else 0
        return replace(self, cleared=MappingProxyType({**self.cleared, user_id: last}))

    def text(self) -> str:
        """As it is written."""
        return canonical_json(_content(self) | {"seal": self.seal}) + "\n"

    @classmethod
    def read(cls, text: str, path: Path) -> "KeyFile":
        """Read what ``text`` gave.

        Raises:
            KeyFileDamaged: it is not that.
        """
        try:
            values = json.loads(text)
            if (values["format"], values["version"]) != (FORMAT, VERSION):
                raise ValueError(f"format {values['format']} {values['version']}")
            return cls(
                file_id=str(values["file_id"]),
                key_check=str(values["key_check"]),
                slots=tuple(map(KeySlot.from_json, values["slots"])),
                failures=tuple(map(FailedLogIn.from_json, values["failures"])),
                reported_through=int(values["reported_through"]),
                cleared=MappingProxyType({str(user): int(last) for user, last in values["cleared"].items()}),
                sealed_through=int(values["sealed_through"]),
                seal=str(values["seal"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise KeyFileDamaged(path=path) from error


def key_check_of(key: DataKey, file_id: str) -> str:
    """What tells the right key from a wrong one, without telling the key."""
    return key.mark(_CHECKED, file_id)


def _content(file: KeyFile) -> Payload:
    return {
        "format": FORMAT,
        "version": VERSION,
        "file_id": file.file_id,
        "key_check": file.key_check,
        "slots": [slot.as_json() for slot in file.slots],
        "failures": [failure.as_json() for failure in file.failures],
        "reported_through": file.reported_through,
        "cleared": dict(file.cleared),
        "sealed_through": file.sealed_through,
    }


def _seal_of(file: KeyFile, key: DataKey) -> str:
    covered = tuple(failure for failure in file.failures if failure.number <= file.sealed_through)
    return key.mark("seal of key file", canonical_json(_content(replace(file, failures=covered))))
