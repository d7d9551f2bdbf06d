"""The numbered criteria of a protocol version: the ``[criteria]`` table of a protocol file (SUB-10)."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Criterion:
    """One criterion.

    Attributes:
        code: "I1" of the inclusions, "E1" of the exclusions.
        text: in a few words; the protocol has it whole.
    """

    code: str
    text: str

    @property
    def is_inclusion(self) -> bool:
        """An inclusion criterion has to be met, an exclusion criterion must not be."""
        return self.code.startswith("I")


def in_order(criteria: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """Inclusions first, each kind by number: a study file keeps the table without its order."""
    return tuple(sorted(criteria, key=lambda one: (not one.is_inclusion, int(one.code[1:]))))
