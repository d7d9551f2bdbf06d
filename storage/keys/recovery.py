"""The recovery key: the data key itself, in letters that a person can print, keep in an envelope and type again.

Why not a key of its own that wraps the data key: the wrapped key would have to lie somewhere, and the study file is
encrypted from its first byte, so it would lie in the companion file, whose loss is the very case it is for. So the
sheet of paper is worth as much as the data and belongs in a sealed envelope, away from the computer.

56 characters in 14 groups of four: 32 bytes of key and the first 3 bytes of their SHA-256, in base32 with Crockford's
alphabet (no I, L, O, U). When typed, O counts as 0, I and L as 1; case, spaces and hyphens don't matter. A slip of the
finger passes unnoticed once in 16 million.

Source: Crockford's base32, crockford.com/base32.html.
"""

import hashlib
import unicodedata

from storage.errors import RecoveryKeyMistyped
from storage.keys.data_key import LENGTH, DataKey

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011")
_CHECK_BYTES = 3
_GROUP = 4
CHARACTERS = (LENGTH + _CHECK_BYTES) * 8 // 5


def recovery_text(key: DataKey) -> str:
    """The recovery key as it is printed."""
    number = int.from_bytes(key.secret + _check_of(key.secret))
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range((CHARACTERS - 1) * 5, -1, -5))
    return "-".join(letters[start : start + _GROUP] for start in range(0, CHARACTERS, _GROUP))


def read_recovery(text: str) -> DataKey:
    """The data key that a typed recovery key stands for.

    Raises:
        RecoveryKeyMistyped: characters are missing, too many, not of the alphabet, or the check doesn't come out.
    """
    plain = unicodedata.normalize("NFKC", text).upper().translate(_ALIKE)
    letters = "".join(letter for letter in plain if not letter.isspace() and unicodedata.category(letter) != "Pd")
    strange = [letter for letter in letters if letter not in _LETTERS]
    if strange:
        raise RecoveryKeyMistyped(detail=f'"{strange[0]}" is not used in recovery keys')
    if len(letters) != CHARACTERS:
        raise RecoveryKeyMistyped(detail=f"{len(letters)} characters of {CHARACTERS}")
    number = 0
    for letter in letters:
        number = number << 5 | _LETTERS.index(letter)
    whole = number.to_bytes(LENGTH + _CHECK_BYTES)
    secret, check = whole[:LENGTH], whole[LENGTH:]
    if check != _check_of(secret):
        raise RecoveryKeyMistyped(detail="a character is wrong or two are swapped")
    return DataKey(secret)


def _check_of(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()[:_CHECK_BYTES]
