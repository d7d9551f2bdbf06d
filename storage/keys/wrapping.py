"""A key slot: the data key wrapped by a user's password.

The password is stretched by Argon2id (RFC 9106) to a key that encrypts the data key with AES-256-GCM. Each wrapping
takes a new salt, so that this key is used once. The study's id and the user's id are authenticated with it: a slot
can't be moved to another user or study.

AES-GCM comes from ``cryptography``: kept by the Python Cryptographic Authority, wheels for Windows, macOS and Linux on
both architectures that work for all Pythons from 3.11. PyNaCl would do too, but its Argon2id knows no lanes. Writing an
AEAD from what the standard library has is no choice.
"""

import hmac
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from storage.canonical import Payload, canonical_json
from storage.keys.data_key import LENGTH, DataKey

_SALT_BYTES = 16
_NONCE_BYTES = 12
# Limits for what a key file may ask of us, so that an edited one can't take the computer's whole memory: 4 GiB.
_MOST_KIB, _MOST_PASSES, _MOST_LANES = 4 * 1024 * 1024, 64, 64


@dataclass(frozen=True)
class Argon2Cost:
    """What stretching a password costs.

    Source: RFC 9106 section 4, the second recommended option: 64 MiB, 3 passes, 4 lanes (0.11 s here).
    """

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        """Check the limits.

        Raises:
            ValueError: Argon2 can't work so, or it would take the computer's whole memory.
        """
        fits = 1 <= self.passes <= _MOST_PASSES and 1 <= self.lanes <= _MOST_LANES
        if not fits or not 8 * self.lanes <= self.memory_kib <= _MOST_KIB:
            raise ValueError(f"Argon2 does not work with {self}")


@dataclass(frozen=True, kw_only=True)
class FormerPassword:
    """What tells a password that a user had before. Nothing is wrapped with it, so it opens nothing any more.

    Attributes:
        mark: 32 bytes that Argon2id makes of the password and the salt.
    """

    cost: Argon2Cost
    salt: bytes
    mark: bytes = field(repr=False)

    def is_of(self, password: str) -> bool:
        """Whether it was that password; takes as long as ``cost`` says."""
        return hmac.compare_digest(_stretch(password, self.salt, self.cost), self.mark)

    def as_json(self) -> Payload:
        """As it is written to the key file."""
        return {**_kdf_of(self.cost), "salt": self.salt.hex(), "mark": self.mark.hex()}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "FormerPassword":
        """Read back what ``as_json`` gave.

        Raises:
            ValueError, KeyError, TypeError: it is not one of ours.
        """
        salt, mark = (bytes.fromhex(values[name]) for name in ("salt", "mark"))
        if (len(salt), len(mark)) != (_SALT_BYTES, LENGTH):
            raise ValueError("salt or mark of another length")
        return cls(cost=_cost_of(values), salt=salt, mark=mark)


def remember_password(
    password: str, cost: Argon2Cost, random_bytes: Callable[[int], bytes] = secrets.token_bytes
) -> FormerPassword:
    """What will tell a password that is given up; takes as long as ``cost`` says."""
    salt = random_bytes(_SALT_BYTES)
    return FormerPassword(cost=cost, salt=salt, mark=_stretch(password, salt, cost))


@dataclass(frozen=True, kw_only=True)
class KeySlot:
    """The data key, wrapped for one user. Salt, nonce and wrapped key are bytes; the latter ends with a 16-byte tag.

    Attributes:
        former: the passwords that the user changed last, the newest first.
    """

    user_id: str
    cost: Argon2Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes = field(repr=False)
    former: tuple[FormerPassword, ...] = ()

    def as_json(self) -> Payload:
        """As it is written to the key file."""
        return {
            "user_id": self.user_id,
            **_kdf_of(self.cost),
            "salt": self.salt.hex(),
            "cipher": "aes-256-gcm",
            "nonce": self.nonce.hex(),
            "wrapped_key": self.wrapped.hex(),
            "former": [one.as_json() for one in self.former],
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "KeySlot":
        """Read back what ``as_json`` gave.

        Raises:
            ValueError, KeyError, TypeError: it is not a slot of ours.
        """
        if values["cipher"] != "aes-256-gcm":
            raise ValueError("another way of wrapping")
        salt, nonce, wrapped = (bytes.fromhex(values[name]) for name in ("salt", "nonce", "wrapped_key"))
        if (len(salt), len(nonce)) != (_SALT_BYTES, _NONCE_BYTES):
            raise ValueError("salt or nonce of another length")
        former = tuple(map(FormerPassword.from_json, values["former"]))
        return cls(
            user_id=str(values["user_id"]),
            cost=_cost_of(values),
            salt=salt,
            nonce=nonce,
            wrapped=wrapped,
            former=former,
        )


def wrap(
    key: DataKey,
    *,
    file_id: str,
    user_id: str,
    password: str,
    cost: Argon2Cost,
    random_bytes: Callable[[int], bytes] = secrets.token_bytes,
) -> KeySlot:
    """Wrap the data key for a user; takes as long as ``cost`` says."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = random_bytes(_SALT_BYTES), random_bytes(_NONCE_BYTES)
    sealed = AESGCM(_stretch(password, salt, cost)).encrypt(nonce, key.secret, _about(file_id, user_id))
    return KeySlot(user_id=user_id, cost=cost, salt=salt, nonce=nonce, wrapped=sealed)


def unwrap(slot: KeySlot, *, file_id: str, password: str) -> DataKey | None:
    """The data key, or None: a wrong password, or a slot that was edited or moved here from elsewhere."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    stretched = _stretch(password, slot.salt, slot.cost)
    try:
        return DataKey(AESGCM(stretched).decrypt(slot.nonce, slot.wrapped, _about(file_id, slot.user_id)))
    except (InvalidTag, ValueError):
        return None


def _kdf_of(cost: Argon2Cost) -> Payload:
    return {"kdf": "argon2id", "memory_kib": cost.memory_kib, "passes": cost.passes, "lanes": cost.lanes}


def _cost_of(values: dict[str, Any]) -> Argon2Cost:
    if values["kdf"] != "argon2id":
        raise ValueError("another way of wrapping")
    return Argon2Cost(int(values["memory_kib"]), int(values["passes"]), int(values["lanes"]))


def _stretch(password: str, salt: bytes, cost: Argon2Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    # The same letters typed on another keyboard, full width or composed, are the same password.
    secret = unicodedata.normalize("NFKC", password).encode()
    return hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, LENGTH, Type.ID)


def _about(file_id: str, user_id: str) -> bytes:
    return canonical_json({"file_id": file_id, "format": "titrant-keys", "user_id": user_id}).encode()
