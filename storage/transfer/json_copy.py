"""A study as JSON for another program: the records kind by kind, and the event stream with its hashes.

``stream.jsonl`` holds all that is needed to compute the chain again without Titrant: of each event its columns, the
salt and the content of its payload. ``payload_hash`` is SHA-256 over salt and content; ``hash`` over the canonical JSON
of all columns but ``hash`` itself (``docs`` describe the format).
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from domain.records import Record
from storage.errors import error_of_os
from storage.mapping import mapping_named
from storage.study_file import StudyFile

STREAM_FILE = "stream.jsonl"


def write_records(records: Mapping[str, Sequence[Record]], folder: Path) -> tuple[Path, ...]:
    """One file a record kind, a list of objects with the fields as they are in the payloads of events.

    Args:
        records: kind -> records; a kind without records gets an empty list.
        folder: exists.

    Raises:
        StudyFileError: ReadOnlyFile, DiskFull, DiskFailed.
    """
    written = []
    for kind, held in records.items():
        mapping = mapping_named(kind)
        path = folder / f"{kind}.json"
        text = json.dumps([mapping.payload_of(one) for one in held], ensure_ascii=False, indent=1)
        _write(path, text + "\n")
        written.append(path)
    return tuple(written)


def write_stream(file: StudyFile, folder: Path) -> Path:
    """The event stream, one event a line, first to last.

    Raises:
        StudyFileError: ReadOnlyFile, DiskFull, DiskFailed, Damaged.
    """
    path = folder / STREAM_FILE
    try:
        with path.open("x", encoding="utf-8", newline="\n") as target:
            for event in file.raw_events():
                target.write(json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")
    except OSError as error:
        raise error_of_os(error, path) from error
    return path


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as target:
            target.write(text)
    except OSError as error:
        raise error_of_os(error, path) from error
