"""What the rows of a file would become if it were imported now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.importing.rows import ImportReport, Outcome
from domain.reasons import Finding
from domain.records import Record
from ui.models.import_rows import ImportLine


@dataclass(frozen=True)
class Taken:
    """A row that would be written.

    Attributes:
        record: without a record id if it is new.
        is_new: whether it is; else it corrects a recorded one.
        doubts: soft findings, which ask for a justification.
    """

    record: Record
    is_new: bool
    doubts: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class DryRun:
    """What the rows of a file would become.

    Attributes:
        mapping: the columns that were read, to be remembered.
        lines: every row of the file, as it is shown.
        taken: the rows that would be written.
        remarks: what concerns the file as a whole.
    """

    mapping: Mapping[str, str]
    lines: list[ImportLine]
    taken: list[Taken]
    remarks: tuple[str, ...] = ()


def dry_run_of(report: ImportReport[Any], lines: list[ImportLine], remarks: tuple[str, ...] = ()) -> DryRun:
    """What a report of the domain comes to: rows that are recorded as they are need no writing.

    Args:
        report: of the rows.
        lines: the same as it is shown.
        remarks: what concerns the file as a whole.
    """
    taken = [
        Taken(row.record, row.outcome is Outcome.NEW, row.doubts)
        for row in report.accepted
        if row.outcome is not Outcome.SAME
    ]
    return DryRun(report.mapping, lines, taken, remarks)
