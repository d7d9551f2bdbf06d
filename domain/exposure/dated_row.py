"""A row of a file of antibody or biomarker results: whose sample it is, and when that was taken."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import tzinfo
from typing import TypeVar

from domain.exposure.known_samples import KnownSamples, read_cycle
from domain.importing.date_column import DayMonth, read_date
from domain.importing.rows import Line
from domain.partial_date import PartialDate
from domain.reasons import Finding, Reason
from domain.records import Record

R = TypeVar("R", bound=Record)
Check = Callable[[R], Iterable[Finding]]
"""What is wrong or doubtful with a record as it would be."""


@dataclass(frozen=True)
class Sampled:
    """Whose sample a row is of, and when it was taken.

    Attributes:
        sample_id: as recorded; "" where the row names none.
        cycle: of the row, else of the sample; None outside the cycles.
    """

    subject_id: str
    taken_at: PartialDate
    sample_id: str
    cycle: int | None


def find_sampled(
    line: Line, known: KnownSamples, styles: frozenset[DayMonth], zone: tzinfo, timed: frozenset[str]
) -> Sampled | None:
    """The sample of a row; None, and refused, where subject or date can't be told.

    The date stands in the row, or is that of the sample with the id in the row. Where both are there and are not of
    one day, the row is doubtful.

    Args:
        line: of the row.
        known: samples and subjects of the study.
        styles: how the dates of the file are written.
        zone: of the site.
        timed: fields with a column.
    """
    sample = known.sample(line)
    subject = known.subject(line)
    if not line.text("sample") and not line.text("subject"):
        line.refuse("subject" if "subject" in timed else "sample", Reason("import_cell_empty"))
    taken_at = PartialDate.of(sample.taken_at.astimezone(zone)) if sample and sample.taken_at else None
    text = line.text("date")
    if text:
        said = read_date(text, line.text("time"), styles)
        if isinstance(said, Reason):
            line.refuse("date", said)
            return None
        if taken_at is not None and (taken_at.year, taken_at.month, taken_at.day) != (said.year, said.month, said.day):
            line.doubt("date", Reason("import_date_differs", {"taken": taken_at}))
            taken_at = said
        elif taken_at is None or said.hour is not None:
            taken_at = said
    elif taken_at is None and (sample is not None or not line.text("sample")):
        line.refuse("date" if "date" in timed else "sample", Reason("import_no_date"))
    cycle = read_cycle(line)
    owner = sample.subject_id if sample else subject
    if owner is None or taken_at is None or line.findings:
        return None
    return Sampled(owner, taken_at, sample.sample_id if sample else "", cycle or (sample.cycle if sample else None))


def note_findings(line: Line, found: Iterable[Finding], columns: dict[str, str]) -> None:
    """Take over what the checks of a record found: hard findings refuse the row, soft ones are doubts.

    Args:
        line: of the row.
        found: by fields of the record.
        columns: field of the import by field of the record, where they differ.
    """
    for one in found:
        field = columns.get(one.field, one.field)
        reason = Reason(one.code, one.numbers)
        if one.is_hard:
            line.refuse(field, reason)
        else:
            line.doubt(field, reason)
