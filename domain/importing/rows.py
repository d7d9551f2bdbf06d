"""One row of a file by its fields, and what became of it: accepted as new, changed or the same; or refused, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from domain.reasons import Finding, Reason
from domain.records import Record

R = TypeVar("R", bound=Record)
Row = tuple[int, Sequence[str]]


class Outcome(StrEnum):
    """What an accepted row does."""

    NEW = "new"
    CHANGE = "change"
    SAME = "same"


@dataclass(frozen=True)
class AcceptedRow(Generic[R]):
    """A row that can be taken.

    Attributes:
        number: of the row in the file.
        record: without a record id if it is new, else with that of the recorded one.
        before: the recorded one; None if it is new, or the same as an earlier row.
        doubts: soft findings, each naming its row.
    """

    number: int
    outcome: Outcome
    record: R
    before: R | None = None
    doubts: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class RefusedRow:
    """A row that can't be taken; each finding names row and column."""

    number: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class ImportReport(Generic[R]):
    """The dry run of a file: rows in = accepted + refused. Nothing has been written.

    Attributes:
        mapping: the columns that were read, to be remembered.
        gone: what is recorded from this file and stands in it no longer; nothing is done about it.
    """

    mapping: Mapping[str, str]
    accepted: tuple[AcceptedRow[R], ...]
    refused: tuple[RefusedRow, ...]
    gone: tuple[R, ...] = ()

    @property
    def rows_in(self) -> int:
        """How many rows the file had."""
        return len(self.accepted) + len(self.refused)

    def of(self, outcome: Outcome) -> tuple[AcceptedRow[R], ...]:
        """The accepted rows of one kind."""
        return tuple(row for row in self.accepted if row.outcome is outcome)


class WrongColumnsError(Exception):
    """A file can't be read at all, because of its columns; carries every fault."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the faults."""
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings


@dataclass
class Line:
    """One row by the fields of the mapping, with what is wrong or doubtful in it.

    Attributes:
        number: of the row in the file.
        cells: text by field.
        mapping: field to column.
        findings: refusals.
        doubts: soft findings.
    """

    number: int
    cells: Mapping[str, str]
    mapping: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)

    def text(self, name: str) -> str:
        """What a field's cell holds; "" where it has no column."""
        return self.cells.get(name, "").strip()

    def refuse(self, name: str, reason: Reason) -> None:
        """Note why the row can't be taken."""
        self.findings.append(self._named(name, reason))

    def doubt(self, name: str, reason: Reason) -> None:
        """Note what a person should look at."""
        self.doubts.append(self._named(name, reason))

    def _named(self, name: str, reason: Reason) -> Finding:
        numbers = {"row": self.number, "column": self.mapping.get(name, name), "fault": reason}
        return Finding(name, "import_in_cell", numbers=numbers)


def check_cells(number: int, cells: Sequence[str], names: Sequence[str]) -> Finding | None:
    """What is wrong with a row as a whole. Cells that are missing at its end are empty ones."""
    if not any(cell.strip() for cell in cells):
        return Finding("file", "import_in_row", numbers={"row": number, "fault": Reason("import_row_empty")})
    if any(cell.strip() for cell in cells[len(names) :]):
        fault = Reason("import_row_length", {"cells": len(cells), "columns": len(names)})
        return Finding("file", "import_in_row", numbers={"row": number, "fault": fault})
    return None
