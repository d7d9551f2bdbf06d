"""Delimited text: which encoding and which delimiter it has, and its rows.

Encodings: UTF-8 and UTF-16, with and without a byte order mark; GB18030, which contains the GBK that Excel writes on a
Chinese Windows; windows-1252, which it writes on a Western one.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from storage.transfer.raw_table import FileRow
from storage.transfer.table_errors import BrokenQuotes, NotATable, UnknownEncoding

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (",", ";", "\t")
_SAMPLE = 50
# What no text has: control characters but tab, line break, vertical tab, form feed.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NEIGHBOURS = re.compile(rb"[\x80-\xff]{2}")
_MARKS = ((codecs.BOM_UTF8, "UTF-8"), (codecs.BOM_UTF16_LE, "UTF-16-LE"), (codecs.BOM_UTF16_BE, "UTF-16-BE"))


def decode_text(data: bytes, path: Path) -> tuple[str, str]:
    """The text of a file and the name of its encoding.

    Raises:
        NotATable: the bytes are no text.
        UnknownEncoding: they are text of no known encoding, or cut off inside a character.
    """
    encoding, start = next(((name, len(mark)) for mark, name in _MARKS if data.startswith(mark)), ("", 0))
    encoding = encoding or _guess(data)
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        if not start and encoding.startswith("UTF-16"):
            # Only its zeros made it look like one.
            raise NotATable(path=path) from error
        line = data.count(b"\n", 0, start + error.start) + 1
        raise UnknownEncoding(path=path, line=line, encoding=encoding) from error
    # DOS programs close a text with this sign.
    text = text.removesuffix("\x1a")
    if _BINARY.search(text):
        raise NotATable(path=path)
    return text, encoding


def _guess(data: bytes) -> str:
    if b"\0" in data:
        # Half of the bytes of Western text in UTF-16 are zero: the second ones, or the first ones.
        return "UTF-16-LE" if data[1::2].count(0) >= data[::2].count(0) else "UTF-16-BE"
    try:
        data.decode("UTF-8")
    except UnicodeDecodeError as error:
        is_cut_off = error.reason == "unexpected end of data" and not data[: error.start].isascii()
        if is_cut_off:
            return "UTF-8"
        # Chinese characters come as two bytes above 127; µ and ° of windows-1252 stand alone between ASCII.
        return "GB18030" if _NEIGHBOURS.search(data) or not _is_western(data) else "windows-1252"
    return "UTF-8"


def _is_western(data: bytes) -> bool:
    try:
        data.decode("windows-1252")
    except UnicodeDecodeError:
        return False
    return True


def find_delimiter(text: str) -> str:
    """The delimiter by which most of the first rows have as many cells as the header; a comma if there is none."""

    def fit(delimiter: str) -> tuple[float, int]:
        try:
            rows = [row for row in islice(_reader(text, delimiter), _SAMPLE) if row]
        except csv.Error:
            return (0, 0)
        if not rows or len(rows[0]) < 2:
            return (0, 0)
        return sum(len(row) == len(rows[0]) for row in rows) / len(rows), len(rows[0])

    return max(DELIMITERS, key=fit)


def read_rows(text: str, delimiter: str, path: Path) -> Iterator[FileRow]:
    """The rows of a delimited text (RFC 4180).

    Raises:
        BrokenQuotes: a quotation mark is not closed, or closed in the middle of a cell.
    """
    reader = _reader(text, delimiter)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BrokenQuotes(path=path, row=number, line=reader.line_num) from error
        yield FileRow(number, cells, {})


def _reader(text: str, delimiter: str) -> "Reader":
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
