"""Records as CSV: one file a record kind, and ``columns.csv``, which says what each column means.

RFC 4180 (commas, CRLF, quotes where needed). UTF-8 with a byte order mark: without it Excel on a Chinese Windows reads
the file as GBK and shows rubbish. Readers that don't want the mark open the file as ``utf-8-sig``.

A spreadsheet takes a text that begins with =, +, -, @, a tab or a line break for a formula and may run it. Such a text
gets an apostrophe in front, in text columns only, so numbers and dates stay what they are. A text that has apostrophes
before such a sign gets one more. To read the text back, take one apostrophe from a text that matches ``ESCAPED``.
"""

import csv
import re
import shutil
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from domain.records import Record, items_of
from storage.canonical import canonical_json
from storage.errors import FileExists, MissingFile, error_of_os
from storage.mapping import FieldMapping, mapping_named

_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
ESCAPED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
COLUMNS_FILE = "columns.csv"
ABOUT_FILE = "about.csv"
_COLUMNS_HEADER = ("file", "column", "label", "unit", "cdisc_domain", "cdisc_variable", "terms", "hint")


def export_csv(
    records: Mapping[str, Sequence[Record]],
    folder: Path,
    *,
    about: Mapping[str, str] | None = None,
    overwrite: bool = False,
    new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
) -> tuple[Path, ...]:
    """Write the records to a new folder, all files or none.

    Args:
        records: kind -> records, as ``StudyFile.records`` and ``records_at`` give them. A kind without records gets
            a file with a header only.
        folder: made by this; its parent must exist.
        about: lines for ``about.csv``, such as study, stream position, chain head, data cut-off.
        overwrite: replace an earlier export in that folder. A folder that holds anything else is never replaced.
        new_id: makes the name of the unfinished folder.

    Returns:
        The files written, in ``folder``.

    Raises:
        StudyFileError: FileExists (the folder exists, or holds what an export does not), MissingFile (no parent),
            ReadOnlyFile, DiskFull, DiskFailed.
    """
    folder = folder.resolve()
    names = [f"{kind}.csv" for kind in records] + [COLUMNS_FILE] + ([ABOUT_FILE] if about else [])
    if not folder.parent.is_dir():
        raise MissingFile(path=folder.parent)
    _check_target(folder, {*names, ABOUT_FILE}, overwrite=overwrite)
    unfinished = folder.with_name(f".{folder.name}.{new_id()}.part")
    replaced = folder.with_name(f".{folder.name}.{new_id()}.old")
    try:
        unfinished.mkdir()
        for kind, held in records.items():
            _write(unfinished / f"{kind}.csv", _table(kind, held))
        _write(unfinished / COLUMNS_FILE, _columns(records))
        if about:
            _write(unfinished / ABOUT_FILE, [("name", "value"), *((_safe(k), _safe(v)) for k, v in about.items())])
        if folder.exists():
            folder.rename(replaced)
        try:
            unfinished.rename(folder)
        except OSError:
            if replaced.exists():
                replaced.rename(folder)
            raise
    except OSError as error:
        raise error_of_os(error, folder) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(unfinished)
        with suppress(OSError):
            shutil.rmtree(replaced)
    return tuple(folder / name for name in names)


def _check_target(folder: Path, names: set[str], *, overwrite: bool) -> None:
    if not folder.exists():
        return
    if not overwrite or not folder.is_dir() or any(entry.name not in names for entry in folder.iterdir()):
        raise FileExists(path=folder)


def _table(kind: str, records: Sequence[Record]) -> list[tuple[str, ...]]:
    fields = mapping_named(kind).fields
    rows = [tuple(field.name for field in fields)]
    rows += [tuple(_cell(field, getattr(record, field.name)) for field in fields) for record in records]
    return rows


def _cell(field: FieldMapping, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        # CDISC codelist NY.
        return "Y" if value else "N"
    written = field.codec.encode(value)
    if field.codec.is_json:
        return canonical_json(written)
    is_free_text = isinstance(written, str) and type(value) is str
    return _safe(written) if is_free_text else str(written)


def _safe(text: str) -> str:
    return "'" + text if _RISKY.match(text) else text


def _columns(records: Mapping[str, Sequence[Record]]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [_COLUMNS_HEADER]
    for kind in records:
        mapping = mapping_named(kind)
        for name, item in items_of(mapping.kind).items():
            codec = mapping.by_name[name].codec
            terms = ("Y", "N") if codec.column == "INTEGER" and codec.terms == (0, 1) else codec.terms
            texts = (item.label, item.unit, mapping.kind.cdisc_domain if item.cdisc else "", item.cdisc)
            rows.append((f"{kind}.csv", name, *texts, "; ".join(map(str, terms)), item.hint))
    return rows


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
