"""The rows of a file of antibody or biomarker results: whose sample each is, when it was taken, what it corrects."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Generic, TypeVar

from domain.exposure.known_samples import KnownSamples, read_cycle
from domain.importing.date_column import DayMonth, read_date
from domain.importing.reading import Read
from domain.importing.rows import Line, RefusedRow
from domain.partial_date import PartialDate
from domain.reasons import Finding, Reason
from domain.records import AdaResult, BiomarkerResult

R = TypeVar("R", AdaResult, BiomarkerResult)
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


def note_findings(line: Line, found: Iterable[Finding], columns: Mapping[str, str]) -> None:
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


class Recorded(Generic[R]):
    """Recorded results by their sample, and by subject, what was measured, and time."""

    def __init__(
        self, existing: Iterable[R], key: Callable[[R], tuple[object, ...]], sample: Callable[[R], tuple[str, str]]
    ) -> None:
        """Keep them.

        Args:
            existing: the recorded results.
            key: what two results of the same thing share.
            sample: id of the sample, "" for none, and what was measured in it.
        """
        listed: list[R] = list(existing)
        self._key: Callable[[R], tuple[object, ...]] = key
        self._sample: Callable[[R], tuple[str, str]] = sample
        self._by_sample: dict[tuple[str, str], R] = {sample(one): one for one in listed if sample(one)[0]}
        self._by_key: dict[tuple[object, ...], R] = {key(one): one for one in listed}

    def find(self, result: R) -> R | None:
        """The one that a result would correct."""
        sample = self._sample(result)
        of_sample: R | None = self._by_sample.get(sample) if sample[0] else None
        of_key: R | None = self._by_key.get(self._key(result))
        return of_key if of_sample is None else of_sample


def read_dated_rows(
    lines: Iterable[Line],
    refused: list[RefusedRow],
    *,
    read_line: Callable[[Line], R | None],
    recorded: Recorded[R],
    check: Check[R],
    fields: Mapping[str, str],
) -> Read[Line, R]:
    """The rows that can be read, each with its result; the others go to ``refused`` with all that is wrong.

    Args:
        lines: of the file.
        refused: those refused so far; added to.
        read_line: the result in a row; None, and what is wrong in the line, where there is none.
        recorded: what is known already.
        check: what is wrong with a record as it would be.
        fields: field of the record to field of the row, for what the check finds.
    """
    read: Read[Line, R] = []
    for line in lines:
        result = read_line(line)
        if result is not None:
            before = recorded.find(result)
            whole = dataclasses.replace(result, record_id=before.record_id if before else "", sample_id="")
            note_findings(line, check(whole), fields)
        if result is None or line.findings:
            refused.append(RefusedRow(line.number, tuple(line.findings)))
        else:
            read.append((line, result))
    return read
