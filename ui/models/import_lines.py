"""The lines of an import after the dry run, whatever its rows hold: rows in = new + change + same + refused."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from domain.importing.rows import AcceptedRow, ImportReport, Outcome
from domain.records import Record
from storage.transfer.raw_table import RawTable
from ui.models.import_rows import Fate, ImportLine
from ui.models.lab_trend_of import say_unit
from ui.text import Words, tr

R = TypeVar("R", bound=Record)


def list_lines(
    table: RawTable,
    report: ImportReport[R],
    words: Words,
    *,
    fields: Sequence[str],
    about: Callable[[R], str],
    differences: Callable[[R, R], tuple[str, ...]],
) -> list[ImportLine]:
    """Every row of a file.

    Args:
        table: as it was read.
        report: of the dry run.
        words: of the study.
        fields: those that tell a refused row, whose cells are shown as they stand.
        about: what an accepted row says.
        differences: what a row changes, from the recorded one and the one as it would be.
    """
    lines = [ImportLine(fault.number, Fate.REFUSED, "", (words.reason(fault.reason),)) for fault in table.faults]
    cells = {row.number: row.cells for row in table.rows}
    places = [table.header.index(report.mapping[field]) for field in fields if field in report.mapping]
    for refused in report.refused:
        held = cells.get(refused.number, ())
        raw = " · ".join(held[place] for place in places if place < len(held) and held[place])
        said = tuple(say_unit(words.finding(one)) for one in refused.findings)
        lines.append(ImportLine(refused.number, Fate.REFUSED, raw, said))
    lines += [_accepted(row, words, about, differences) for row in report.accepted]
    return sorted(lines, key=lambda line: line.number)


def _accepted(
    row: AcceptedRow[R], words: Words, about: Callable[[R], str], differences: Callable[[R, R], tuple[str, ...]]
) -> ImportLine:
    said = tuple(say_unit(words.finding(doubt)) for doubt in row.doubts)
    if row.outcome is Outcome.CHANGE and row.before is not None:
        said = (*differences(row.before, row.record), *said)
    return ImportLine(row.number, Fate(row.outcome.value), about(row.record), said)


def say_differences(before: Record, after: Record, names: dict[str, str], words: Words) -> tuple[str, ...]:
    """What differs from what is recorded: "result: 4.1, recorded 4.2".

    Args:
        before: the recorded one.
        after: as it would be.
        names: name of each field that is compared, translated.
        words: of the study.
    """
    said = tr("{field}: {new}, recorded {old}")
    found = []
    for field, name in names.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            found.append(said.format(field=name, new=words.say(new) or "–", old=words.say(old) or "–"))
    return tuple(found)
