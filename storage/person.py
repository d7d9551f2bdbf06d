"""Who does something to the study file."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from domain.records import Account


@dataclass(frozen=True)
class Person:
    """A user as the audit trail names them: the printed name and the role they act in.

    Attributes:
        user_id: of their account; "" while the study has none, when whoever acts is trusted.
    """

    name: str
    role: str
    user_id: str = ""

    def __post_init__(self) -> None:
        """Check that the trail can say who it was.

        Raises:
            ValueError: the name is blank.
        """
        if not self.name.strip():
            raise ValueError("an event needs a person's name")

    @classmethod
    def of(cls, account: "Account") -> Self:
        """The holder of an account."""
        return cls(account.full_name, account.role.value, account.user_id)
