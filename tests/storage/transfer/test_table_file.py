"""PK-1, REP-3. Table files of either kind: header, rows with their numbers, and what is refused."""

import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.transfer import table_errors
from storage.transfer.table_errors import (
    BrokenQuotes,
    DuplicateColumn,
    EmptyTable,
    NoHeaderRow,
    NotATable,
    OldWorkbook,
    TableFileError,
    TableFileMissing,
    TableFileTooLarge,
    UnknownEncoding,
    UnnamedColumn,
    WorkbookLocked,
)
from storage.transfer.table_file import Limits, list_sheets, read_table
from storage.transfer.table_messages import TABLE_MESSAGES
from tests.storage.transfer.workbooks import read_parts, save_workbook, share_strings, write_parts

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def save(folder, content, name="table.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def told(table):
    return [(fault.number, TABLE_MESSAGES[fault.reason.code].format(**fault.reason.numbers)) for fault in table.faults]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16-LE"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
        ("gb18030", "GB18030"),
        ("gbk", "GB18030"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_chinese_text_comes_back_whole_in_every_encoding_and_with_every_delimiter(tmp_path, encoding, named, delimiter):
    rows = [("受试者", "检验项目", "结果"), ("S-001", "丙氨酸氨基转移酶", "41,5" if delimiter != "," else "41.5")]
    path = save(tmp_path, "\r\n".join(delimiter.join(row) for row in rows), encoding=encoding)
    table = read_table(path)
    assert (table.header, [row.cells for row in table.rows]) == (rows[0], [rows[1]])
    assert (table.encoding, table.delimiter, table.sheet, table.faults) == (named, delimiter, "", ())
    assert (table.file_name, table.sha256) == ("table.csv", hashlib.sha256(path.read_bytes()).hexdigest())


def test_a_micro_sign_of_a_western_windows_is_not_taken_for_chinese(tmp_path):
    table = read_table(save(tmp_path, "test,unit\nCreatinine,µmol/L\nTemperature,°C\n", encoding="windows-1252"))
    assert (table.encoding, table.rows[0].cells[1], table.rows[1].cells[1]) == ("windows-1252", "µmol/L", "°C")


def test_rows_keep_the_numbers_that_a_spreadsheet_shows(tmp_path):
    table = read_table(save(tmp_path, '\n a , b \n\n1,"two\nlines"\n,,\n 2 ,"say ""so"", 3"\n'))
    assert (table.header_row, table.header) == (2, ("a", "b"))
    assert [(row.number, row.cells) for row in table.rows] == [(4, ("1", "two\nlines")), (6, ("2", 'say "so", 3'))]
    assert table.column("B") == 1
    with pytest.raises(KeyError):
        table.column("c")


def test_a_row_with_too_many_or_too_few_cells_is_named_and_the_others_are_read(tmp_path):
    table = read_table(save(tmp_path, "subject,value,unit\nS-1,1,5,g/L\nS-2,2.5,g/L\nS-3,3\nS-4,4,g/L,\n"))
    assert [(row.number, row.cells) for row in table.rows] == [(3, ("S-2", "2.5", "g/L")), (5, ("S-4", "4", "g/L"))]
    (long, first), (short, second) = told(table)
    assert (long, short) == (2, 4)
    assert first.startswith("Row 2 has 4 cells, the header 3. A separator inside a value, such as a decimal comma")
    assert second.startswith("Row 4 has 2 cells, the header 3. It may be cut off")


def test_the_delimiter_is_the_one_that_fits_header_and_rows(tmp_path):
    for number, (text, header) in enumerate(
        [
            ("a;b\n1,5;2,5\n1,6;2,6\n", ("a", "b")),
            ("name, first;b;c\n1;2;3\n", ("name, first", "b", "c")),
            ("a\tb;c\n1\t2\n", ("a", "b;c")),
            ('"x;y",b\n"1;2",3\n', ("x;y", "b")),
            ("only\n1\n", ("only",)),
        ]
    ):
        assert read_table(save(tmp_path, text, f"{number}.csv")).header == header


def test_the_header_may_stand_below_a_title(tmp_path):
    path = save(tmp_path, "Central laboratory;;\n\nsubject;value;unit\nS-1;2;g/L\n")
    assert read_table(path, header_row=3).header == ("subject", "value", "unit")
    for row in (2, 9):
        with pytest.raises(NoHeaderRow, match=f"no column names in row {row}"):
            read_table(path, header_row=row)


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        (b"", EmptyTable, "nothing in it"),
        (b"\n ,, \n\r\n", EmptyTable, "nothing in it"),
        (b"\xef\xbb\xbf", EmptyTable, "nothing in it"),
        (b"value,unit,Value\n1,2,3\n", DuplicateColumn, "columns A and C are both named “Value”"),
        (b"a,,c\n1,,3\n4,5,6\n", UnnamedColumn, "column B has a value in row 3"),
        (b'a,b\n1,2\n"3,4\n5,6\n', BrokenQuotes, "row 3 (up to line 4)"),
        (b'a,b\n"1" x,2\n', BrokenQuotes, "row 2 (up to line 2)"),
        (b"a,b\n1,\x002\n", NotATable, "neither a text table"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", TableFileError, "Nothing was imported"),
        (b"%PDF-1.7\n\x01\x02\x03", NotATable, "neither a text table"),
        ("a,b\n受,受".encode()[:-1], UnknownEncoding, "line 2 can't be read as UTF-8"),
        ("a,b\n1,试验".encode("gb18030")[:-1] + b"\n", UnknownEncoding, "line 2 can't be read as GB18030"),
        ("a,b\n1,2".encode("utf-16")[:-1], UnknownEncoding, "UTF-16"),
        (OLE + b"\0" * 600, OldWorkbook, "old Excel format"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), WorkbookLocked, "protected by a password"),
    ],
)
def test_what_is_no_whole_table_is_refused_by_a_sentence(tmp_path, content, kind, says):
    path = save(tmp_path, content)
    with pytest.raises(kind) as refused:
        read_table(path)
    assert says in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_column_without_name_and_values_is_left_out(tmp_path):
    table = read_table(save(tmp_path, "a,,c,\n1,,3,\n"))
    assert (table.header, table.rows[0].cells) == (("a", "c"), ("1", "3"))


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(TableFileMissing):
            read_table(path)
        with pytest.raises(TableFileMissing):
            list_sheets(path)


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        (Limits(file_bytes=10), "10 bytes"),
        (Limits(rows=3), "3 rows"),
        (Limits(columns=1), "1 columns"),
        (Limits(cells=5), "5 cells"),
    ],
)
def test_more_than_an_import_may_hold_is_refused(tmp_path, limits, what):
    text = save(tmp_path, "a,b\n1,2\n3,4\n5,6\n")
    book = save_workbook(tmp_path / "table.xlsx", ("Results", [("a", "b"), (1, 2), (3, 4), (5, 6)]))
    for path in (text, book):
        with pytest.raises(TableFileTooLarge) as refused:
            read_table(path, limits=limits)
        assert f"more than {what}" in str(refused.value)


def test_every_error_has_a_code_of_its_own_and_says_what_to_do():
    kinds = [
        kind for kind in vars(table_errors).values() if isinstance(kind, type) and issubclass(kind, TableFileError)
    ]
    assert len({kind.code for kind in kinds}) == len(kinds) > 15
    for kind in kinds:
        assert ". " in kind.sentence or ";" in kind.sentence


def test_damaged_files_are_read_or_refused_and_nothing_else(tmp_path):
    chance = random.Random(20261121)
    text = '受试者;检验;结果\r\nS-001;ALT;"4\n1"\r\nS-002;AST;5,5\r\n'
    sources = [text.encode(each) for each in ("utf-8", "utf-8-sig", "utf-16", "gb18030")]
    book = share_strings(save_workbook(tmp_path / "whole.xlsx")).read_bytes()
    path = tmp_path / "damaged"
    outcomes = {"read": 0, "refused": 0}

    def attempt() -> None:
        try:
            read_table(path)
        except TableFileError:
            outcomes["refused"] += 1
        else:
            outcomes["read"] += 1

    for number in range(2000):
        path.write_bytes(damaged(chance, book if number % 8 == 0 else chance.choice(sources)))
        attempt()
    path.write_bytes(book)
    parts = read_parts(path)
    names = sorted(parts)
    for number in range(480):
        name = names[number % len(names)]
        write_parts(path, parts | {name: damaged(chance, parts[name])})
        attempt()
    assert min(outcomes.values()) > 300


def damaged(chance: random.Random, data: bytes) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        where = chance.randrange(len(spoilt) or 1)
        match chance.randrange(4):
            case 0:
                spoilt[where : where + 1] = bytes([chance.randrange(256)])
            case 1:
                del spoilt[where : where + chance.randint(1, 40)]
            case 2:
                spoilt[where:where] = chance.choice([b'"', b"\0", b"-9", b"<", b"99999999999", b"\xff\xfe", b"\n"])
            case _:
                other = chance.randrange(len(spoilt) or 1)
                spoilt[where : where + 12] = spoilt[other : other + 12]
    return bytes(spoilt)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("tables") / "any"


@given(st.one_of(st.binary(max_size=200), st.text(alphabet='a1,;\t"\r\n é受', max_size=60).map(str.encode)))
def test_any_bytes_are_a_table_or_a_typed_refusal(scratch, content):
    scratch.write_bytes(content)
    try:
        table = read_table(scratch)
    except TableFileError:
        return
    assert all(len(row.cells) == len(table.header) for row in table.rows)
    assert all(table.header)
