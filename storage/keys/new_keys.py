"""The key of a new study and its first user."""

from dataclasses import dataclass, field

from storage.errors import RecordRefused
from storage.keys.data_key import DataKey
from storage.keys.key_file import KeyFile, key_check_of
from storage.keys.password_rules import password_findings
from storage.keys.wrapping import Argon2Cost, wrap


@dataclass(frozen=True, kw_only=True)
class NewKeys:
    """What a new encrypted study is made with: its key, which is to be printed (``recovery_text``), and its first user.

    Attributes:
        cost: of stretching the password.
    """

    user_id: str
    password: str = field(repr=False)
    key: DataKey = field(default_factory=DataKey.random)
    cost: Argon2Cost = field(default_factory=Argon2Cost)

    def key_file(self, file_id: str) -> KeyFile:
        """The companion of the study with that id.

        Raises:
            RecordRefused: the password may not be used.
        """
        check_password(self.password, self.user_id)
        slot = wrap(self.key, file_id=file_id, user_id=self.user_id, password=self.password, cost=self.cost)
        content = KeyFile(file_id=file_id, key_check=key_check_of(self.key, file_id), slots=(slot,))
        return content.sealed(self.key)


def check_password(password: str, user_id: str) -> None:
    """Refuse a password that may not be used.

    Raises:
        RecordRefused: the first thing that is wrong with it.
    """
    for finding in password_findings(password, user_id):
        raise RecordRefused(
            finding.code, kind="account", record_id=user_id, field=finding.field, **dict(finding.numbers)
        )
