"""The key that a study is encrypted with."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

LENGTH = 32


@dataclass(frozen=True)
class DataKey:
    """32 random bytes, used by SQLCipher as they are: no derivation, so opening takes no time.

    An independent reader opens the file with SQLCipher 4 and its defaults, which these lines state in full; the key is
    set before anything is read::

        PRAGMA key = "x'<64 hexadecimal digits>'";
        PRAGMA cipher_page_size = 4096;
        PRAGMA cipher_use_hmac = 1;
        PRAGMA cipher_hmac_algorithm = HMAC_SHA512;
        PRAGMA cipher_kdf_algorithm = PBKDF2_HMAC_SHA512;
        PRAGMA cipher_plaintext_header_size = 0;

    The 64 digits are the first 256 bits of the recovery key (``storage.keys.recovery``).
    """

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Check the length.

        Raises:
            ValueError: not 32 bytes.
        """
        if len(self.secret) != LENGTH:
            raise ValueError(f"a data key has {LENGTH} bytes")

    @classmethod
    def random(cls, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> "DataKey":
        """A new key from the operating system's source of randomness."""
        return cls(random_bytes(LENGTH))

    @property
    def salt(self) -> bytes:
        """The first 16 bytes of the study file, which so need not be read from it: a power cut may have torn them."""
        return hmac.digest(self.secret, b"titrant salt", hashlib.sha256)[:16]

    def pragmas(self) -> tuple[str, ...]:
        """The statements that give the key to a connection, before any other."""
        return (
            f"PRAGMA key = \"x'{self.secret.hex()}{self.salt.hex()}'\"",
            "PRAGMA cipher_page_size = 4096",
            "PRAGMA cipher_use_hmac = 1",
            "PRAGMA cipher_hmac_algorithm = HMAC_SHA512",
            "PRAGMA cipher_kdf_algorithm = PBKDF2_HMAC_SHA512",
            "PRAGMA cipher_plaintext_header_size = 0",
        )

    def mark(self, purpose: str, text: str) -> str:
        """HMAC-SHA-256 of a text under a key of its own for the purpose: 64 hexadecimal digits.

        It shows later that somebody who had this key wrote the text, and tells nothing of the key.
        """
        own = hmac.digest(self.secret, f"titrant {purpose}".encode(), hashlib.sha256)
        return hmac.new(own, text.encode(), hashlib.sha256).hexdigest()
