"""What became of each row of a laboratory file: accepted as new, as a change, as already there; or refused, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.importing.rows import Outcome as Outcome
from domain.importing.rows import RefusedRow as RefusedRow
from domain.importing.rows import WrongColumnsError as WrongColumnsError
from domain.reasons import Finding
from domain.records import LabResult


@dataclass(frozen=True)
class AcceptedRow:
    """A row that can be taken.

    Attributes:
        number: of the row in the file.
        result: without a record id if it is new, else with that of the recorded result.
        before: the recorded result; None if it is new, or the same as an earlier row.
        doubts: soft findings, which ask for a justification; each names its row.
    """

    number: int
    outcome: Outcome
    result: LabResult
    before: LabResult | None = None
    doubts: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class ImportReport:
    """The dry run of a file: rows in = accepted + refused. Nothing has been written.

    Attributes:
        mapping: the columns that were read, to be remembered.
    """

    mapping: Mapping[str, str]
    accepted: tuple[AcceptedRow, ...]
    refused: tuple[RefusedRow, ...]

    @property
    def rows_in(self) -> int:
        """How many rows the file had."""
        return len(self.accepted) + len(self.refused)

    def of(self, outcome: Outcome) -> tuple[AcceptedRow, ...]:
        """The accepted rows of one kind."""
        return tuple(row for row in self.accepted if row.outcome is outcome)
