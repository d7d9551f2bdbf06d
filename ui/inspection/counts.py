"""Counting an inspection copy again, in the files that were written, beside the study file itself."""

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.records import Record

EVENTS = "events"


@dataclass(frozen=True)
class CountRow:
    """How many there are of one kind, wherever it is counted.

    Attributes:
        kind: record kind, or ``EVENTS``.
        file: in the study file.
        events: how many its event stream, as copied, made.
        json: in the JSON file, read again.
        csv: in the CSV file, read again; None for what CSV doesn't hold.
        pdf: rows of the printed listing.
    """

    kind: str
    file: int
    events: int
    json: int
    csv: int | None
    pdf: int

    @property
    def agrees(self) -> bool:
        """Whether every count is that of the study file."""
        return all(count == self.file for count in (self.events, self.json, self.csv, self.pdf) if count is not None)


def count_copy(
    records: Mapping[str, Sequence[Record]],
    position: int,
    *,
    json_folder: Path,
    stream: Path,
    csv_folder: Path,
    printed: Mapping[str, int],
) -> tuple[CountRow, ...]:
    """Count everything again.

    Args:
        records: of the study file, by kind.
        position: number of its last event.
        json_folder: with one file a kind.
        stream: the copied event stream.
        csv_folder: with one file a kind.
        printed: rows of the printed listings by kind, and by ``EVENTS``.
    """
    created: Counter[str] = Counter()
    lines = 0
    with stream.open(encoding="utf-8") as source:
        for line in source:
            event = json.loads(line)
            lines += 1
            if event["operation"] == "create":
                created[event["kind"]] += 1
    rows = [
        CountRow(
            kind,
            len(held),
            created[kind],
            len(json.loads((json_folder / f"{kind}.json").read_text(encoding="utf-8"))),
            _rows_of(csv_folder / f"{kind}.csv"),
            printed.get(kind, 0),
        )
        for kind, held in records.items()
    ]
    rows.append(CountRow(EVENTS, position, lines, lines, None, printed.get(EVENTS, 0)))
    return tuple(rows)


def _rows_of(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return sum(1 for _ in csv.reader(source)) - 1
