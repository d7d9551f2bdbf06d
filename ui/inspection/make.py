"""Making an inspection copy: a folder with everything in the study, for people as PDF, for machines as JSON and CSV."""

import hashlib
import json
import shutil
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from domain.escalation.status import assess_status
from domain.study import Study
from storage.canonical import Payload
from storage.errors import FileExists, MissingFile, error_of_os
from storage.person import Person
from storage.study_file import StudyFile
from storage.transfer.csv_export import export_csv
from storage.transfer.json_copy import write_records, write_stream
from ui.command_line import version
from ui.inspection.counts import EVENTS, CountRow, count_copy
from ui.inspection.documents import (
    Copied,
    audit_document,
    counts_document,
    deviations_document,
    queries_document,
    records_document,
    signatures_document,
)
from ui.reports.cohort import cohort_report
from ui.reports.output import save_pdf
from ui.reports.paper import Report
from ui.reports.signatures import tabulate_signatures
from ui.reports.tables import TableBlock
from ui.signing import all_states
from ui.text import Words, tr

COUNTS_FILE, HASHES_FILE, README_FILE = "counts.json", "sha256.txt", "README.txt"
_README = """Inspection copy of {study}, made {at} by {name}.

It holds everything up to event {position} of the study file, whose chain head is
{head}

pdf/          for people: cohort report, listing of every record, audit trail, signatures, queries, deviations, counts
json/         for machines: records/<kind>.json, and stream.jsonl, the audit trail with its hashes
csv/          the records as tables; columns.csv says what each column means
counts.json   how many of each kind are in the study file and in each form of this copy, counted again after writing
sha256.txt    SHA-256 of every other file here: sha256sum -c sha256.txt

To compute the chain again from stream.jsonl: payload_hash is SHA-256 of salt followed by content; hash is SHA-256 of
the canonical JSON (UTF-8, keys sorted, no blanks) of the columns named in json/about.json without hash itself;
previous_hash is the hash of the event before. The first one's is SHA-256 of the canonical JSON of
{{"file_id": file_id, "format": "titrant-study"}}, with file_id from json/about.json.
"""


@dataclass(frozen=True)
class InspectionCopy:
    """A copy that was made.

    Attributes:
        folder: where it is.
        files: every file in it.
        counts: by kind.
        problems: how many verification found in the study file.
    """

    folder: Path
    files: tuple[Path, ...]
    counts: tuple[CountRow, ...]
    problems: int
    position: int
    head: str

    @property
    def agrees(self) -> bool:
        """Whether every count is that of the study file, and the file as it was written."""
        return not self.problems and all(one.agrees for one in self.counts)

    def details(self) -> Payload:
        """For the event that puts the copy on record."""
        records = sum(one.file for one in self.counts if one.kind != EVENTS)
        return {
            "files": len(self.files),
            "folder": self.folder.name,
            "format": "PDF, JSON, CSV",
            "position": self.position,
            "head": self.head,
            "records": records,
        }


def name_of_copy(study: Study) -> str:
    """The name of a new folder for a copy made now."""
    return f"{study.record.study_id}-inspection-{study.cut_off.astimezone(study.zone):%Y%m%d-%H%M}"


def make_inspection_copy(file: StudyFile, folder: Path, *, person: Person, now: datetime) -> InspectionCopy:
    """Write the copy whole, or nothing; a QApplication must be there, since it prints.

    Args:
        file: open, for reading is enough.
        folder: made by this; must not exist, its parent must.
        person: who makes it.
        now: aware UTC.

    Raises:
        StudyFileError: FileExists, MissingFile, ReadOnlyFile, DiskFull, DiskFailed, Damaged.
        ReportError: a document could not be written.
    """
    folder = folder.resolve()
    if folder.exists():
        raise FileExists(path=folder)
    if not folder.parent.is_dir():
        raise MissingFile(path=folder.parent)
    unfinished = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}.part")
    study = Study.of(file.records(), cut_off=now, position=file.position, head=file.head.hash)
    words = Words(study.zone, study.protocol.first_part, study.protocol)
    copied = Copied(file, study, words, now, person.name, version())
    try:
        for name in ("pdf", "json/records"):
            (unfinished / name).mkdir(parents=True)
        counts, problems = _fill(copied, unfinished)
        _write(unfinished / HASHES_FILE, _hashes(unfinished))
        unfinished.rename(folder)
    except OSError as error:
        raise error_of_os(error, folder) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(unfinished)
    files = tuple(sorted(path for path in folder.rglob("*") if path.is_file()))
    return InspectionCopy(folder, files, counts, problems, study.position, study.head)


def _fill(copied: Copied, folder: Path) -> tuple[tuple[CountRow, ...], int]:
    file, study, records = copied.file, copied.study, copied.records
    about = {
        "study": study.record.study_id,
        "site": study.record.site_id,
        "file_id": file.file_id,
        "position": str(study.position),
        "head": study.head,
        "made_at": copied.made_at.isoformat(),
        "made_by": copied.made_by,
        "titrant": copied.titrant,
    }
    write_records(records, folder / "json" / "records")
    stream = write_stream(file, folder / "json")
    first = file.raw_events()[:1]
    columns = sorted(first[0].keys() - {"salt", "content", "hash"}) if first else []
    _write(folder / "json" / "about.json", json.dumps({**about, "hashed_columns": columns}, indent=1) + "\n")
    export_csv(records, folder / "csv", about=about)
    printed = _print(copied, folder / "pdf")
    counts = count_copy(
        records,
        study.position,
        json_folder=folder / "json" / "records",
        stream=stream,
        csv_folder=folder / "csv",
        printed=printed,
    )
    problems = file.verify()
    save_pdf(counts_document(copied, counts, problems), folder / "pdf" / "counts.pdf")
    rows = [{**asdict(one), "agrees": one.agrees} for one in counts]
    found = [{"code": one.code.value, "sequence": one.sequence, "kind": one.kind} for one in problems]
    _write(folder / COUNTS_FILE, json.dumps({**about, "counts": rows, "verification": found}, indent=1) + "\n")
    readme = _README.format(
        study=study.record.study_id,
        at=copied.words.moment_with_offset(copied.made_at),
        name=copied.made_by,
        position=study.position,
        head=study.head,
    )
    _write(folder / README_FILE, readme)
    return counts, len(problems)


def _print(copied: Copied, folder: Path) -> Mapping[str, int]:
    """The documents; how many rows of each kind stand in the listings."""
    listing = records_document(copied)
    entries = copied.file.events(limit=-1, newest_first=False)
    trail = audit_document(copied, entries)
    documents: dict[str, Report] = {
        "records": listing,
        "audit-trail": trail,
        "signatures": signatures_document(copied),
        "queries": queries_document(copied),
        "deviations": deviations_document(copied),
        **_cohort_reports(copied),
    }
    for name, report in documents.items():
        save_pdf(report, folder / f"{name}.pdf")
    rows = _rows_by_table(listing)
    return {**rows, EVENTS: _rows_by_table(trail).get("audit", 0)}


def _cohort_reports(copied: Copied) -> dict[str, Report]:
    study = copied.study
    table = tabulate_signatures(all_states(copied.file), copied.records, copied.words)
    parts = [part for part in study.protocol.parts if part.levels]  # those that are open
    found = {}
    for part in parts:
        name = "cohort-report" if len(parts) == 1 else f"cohort-report-{part.part_id}"
        found[name] = cohort_report(
            assess_status(study, part),
            Words(study.zone, part, study.protocol),
            printed_at=copied.made_at,
            printed_by=copied.made_by,
            titrant_version=copied.titrant,
            study_file=copied.file.path.name,
            signatures=table,
        )
    return found


def _rows_by_table(report: Report) -> dict[str, int]:
    return {block.table.key: len(block.table.rows) for block in report.blocks if isinstance(block, TableBlock)}


def _hashes(folder: Path) -> str:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return "".join(f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths)


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def say_made(made: InspectionCopy) -> str:
    """What was made, in one sentence."""
    count = len(made.files)
    if made.agrees:
        return tr("{count} files written to {folder}; every count agrees with the study file.").format(
            count=count, folder=made.folder
        )
    return tr("{count} files written to {folder}. NOT everything agrees with the study file; see counts.pdf.").format(
        count=count, folder=made.folder
    )
