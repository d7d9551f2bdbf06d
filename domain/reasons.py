"""Reasons and findings: what stands behind every answer, as values that can be said in any language.

A ``Reason`` explains an answer, a ``Finding`` objects to an input. Both carry a code and its numbers;
``ui/text.py`` is the one place that turns them into words.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.terms import Severity


def _frozen(numbers: Mapping[str, object]) -> Mapping[str, object]:
    # A view that another reason made is frozen already.
    return numbers if isinstance(numbers, MappingProxyType) else MappingProxyType(dict(numbers))


@dataclass(frozen=True)
class Reason:
    """Why an answer is what it is.

    Attributes:
        code: a row of ``ui/text.py``.
        numbers: what the sentence needs, by name.
        source: path of the protocol value that the reason rests on ("rules.fill"), or "".
    """

    code: str
    numbers: Mapping[str, object] = dataclasses.field(default_factory=dict)
    source: str = ""

    def __post_init__(self) -> None:
        """Freeze the numbers."""
        object.__setattr__(self, "numbers", _frozen(self.numbers))

    def __hash__(self) -> int:
        """Hash by content; numbers are few."""
        said = sorted((name, repr(value)) for name, value in self.numbers.items())
        return hash((self.code, self.source, *said))


@dataclass(frozen=True)
class Finding:
    """What is wrong, or doubtful, with an input.

    Attributes:
        field: name of the record's field, or path in the protocol file.
        code: a row of ``ui/text.py``.
        severity: hard ones block saving; soft ones ask for a justification and become a deviation.
        numbers: what the sentence needs, by name.
    """

    field: str
    code: str
    severity: Severity = Severity.HARD
    numbers: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        """Freeze the numbers."""
        object.__setattr__(self, "numbers", _frozen(self.numbers))

    @property
    def is_hard(self) -> bool:
        """Whether it blocks saving."""
        return self.severity is Severity.HARD
