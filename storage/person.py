"""Who does something to the study file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """A user as the audit trail names them: the printed name and the role they act in."""

    name: str
    role: str

    def __post_init__(self) -> None:
        """Check that the trail can say who it was.

        Raises:
            ValueError: the name is blank.
        """
        if not self.name.strip():
            raise ValueError("an event needs a person's name")
