"""Small workbooks for the tests, and their parts changed afterwards."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

TABLE = [("Subject", "Test", "Result"), ("S-001", "ALT", 41), ("S-002", "AST", 5.5)]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def save_workbook(path: Path, *sheets: tuple[str, list]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets or [("Results", TABLE)]:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def read_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def write_parts(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return path


def change_parts(path: Path, **changes: Callable[[bytes], bytes | None]) -> Path:
    """Rewrites parts of a workbook; the name of a change is the part's file name up to its first stop."""
    changed = {}
    for name, data in read_parts(path).items():
        change = changes.get(name.rpartition("/")[2].partition(".")[0])
        new = change(data) if change else data
        if new is not None:
            changed[name] = new
    return write_parts(path, changed)


def share_strings(path: Path) -> Path:
    """Moves the strings to a part of their own, where Excel keeps them and openpyxl does not."""
    strings: list[bytes] = []
    parts = read_parts(path)

    def share(match: re.Match[bytes]) -> bytes:
        strings.append(b"<si>" + match[2] + b"</si>")
        return match[1] + b't="s"><v>%d</v></c>' % (len(strings) - 1)

    for name in parts:
        if name.startswith("xl/worksheets/"):
            inline = rb'(<c r="\w+" (?:s="\d+" )?)t="inlineStr"><is>(.*?)</is></c>'
            parts[name] = re.sub(inline, share, parts[name], flags=re.DOTALL)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">'.encode() + b"".join(strings) + b"</sst>"
    link = f'<Relationship Id="rIdS" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode())
    return write_parts(path, parts)
