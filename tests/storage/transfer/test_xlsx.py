"""REP-3. Workbooks: cells as text, against openpyxl where it reads them, and what is refused."""

# ruff: noqa: DTZ001 - the time in a cell names no zone

import datetime as dt
import re
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.transfer.table_errors import (
    HeaderFault,
    NoSuchSheet,
    NotATable,
    TableFileError,
    TableFileTooLarge,
    UnnamedColumn,
    WorkbookDamaged,
)
from storage.transfer.table_file import Limits, list_sheets, read_table
from storage.transfer.table_messages import TABLE_MESSAGES
from tests.storage.transfer.workbooks import change_parts, save_workbook, share_strings


def cells(path, **asked):
    return [row.cells for row in read_table(path, **asked).rows]


def told(table):
    return [(fault.number, TABLE_MESSAGES[fault.reason.code].format(**fault.reason.numbers)) for fault in table.faults]


def test_header_rows_numbers_and_sheet(tmp_path):
    rows = [(), ("Subject", " Result "), ("S-001", 41), (), (None, None), ("S-002", 5.5, None)]
    table = read_table(save_workbook(tmp_path / "a.xlsx", ("Results", rows)))
    assert (table.sheet, table.header, table.header_row) == ("Results", ("Subject", "Result"), 2)
    assert [(row.number, row.cells) for row in table.rows] == [(3, ("S-001", "41")), (6, ("S-002", "5.5"))]
    assert (table.encoding, table.delimiter, table.file_name) == ("", "", "a.xlsx")


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (1e-7, "General", "0.0000001"),
        (1234567890123456, "General", "1234567890123456"),
        (-12.50, "0.00", "-12.5"),
        (0.45, "0%", "0.45"),
        (12, '0.00" mmol/L"', "12"),
        (12, "[Red]#,##0.0_);(0.0)", "12"),
        (46083, "G/通用格式", "46083"),
        (True, "General", "TRUE"),
        ("  text\n more ", "General", "text\n more"),
        ("007", "@", "007"),
        (dt.date(2026, 3, 2), "yyyy-mm-dd", "2026-03-02"),
        (dt.date(2026, 3, 2), "mm-dd-yy", "2026-03-02"),
        (dt.date(2026, 3, 2), 'yyyy"年"m"月"d"日";@', "2026-03-02"),
        (dt.date(2026, 3, 2), "[$-804]aaaa;@", "2026-03-02"),
        (dt.datetime(2026, 3, 2, 10, 30), "m/d/yy h:mm", "2026-03-02T10:30"),
        (dt.datetime(2026, 3, 2, 10, 30, 15), "yyyy-mm-dd", "2026-03-02T10:30:15"),
        (dt.datetime(2026, 3, 2), "yyyy-mm-dd hh:mm", "2026-03-02T00:00"),
        (dt.date(2026, 3, 1), "mmm-yy", "2026-03"),
        (dt.date(2026, 3, 2), "mmm-yy", "2026-03-02"),
        (dt.time(8, 5), "h:mm", "08:05"),
        (dt.timedelta(hours=26, minutes=30), "[h]:mm:ss", "26:30"),
        (dt.date(1900, 1, 31), "yyyy-mm-dd", "1900-01-31"),
    ],
)
def test_numbers_come_without_binary_noise_and_dates_in_iso_8601(tmp_path, value, shown_as, text):
    path = save_workbook(tmp_path / "a.xlsx", ("A", [("value",), (value,)]))
    book = openpyxl.load_workbook(path)
    book["A"]["A2"].number_format = shown_as
    book.save(path)
    assert cells(path) == [(text,)]


@pytest.mark.parametrize(("format_id", "text"), [(31, "2026-03-02"), (58, "2026-03-02"), (14, "2026-03-02")])
def test_the_formats_that_chinese_excel_implies_by_a_number_are_dates(tmp_path, format_id, text):
    path = save_workbook(tmp_path / "a.xlsx", ("A", [("value",), (46083,)]))
    book = openpyxl.load_workbook(path)
    book["A"]["A2"].number_format = "yyyy/m/d;@"
    book.save(path)

    def imply(styles):
        return re.sub(rb"<numFmts.*?</numFmts>", b"", styles).replace(b'numFmtId="164"', b'numFmtId="%d"' % format_id)

    assert cells(change_parts(path, styles=imply)) == [(text,)]


def test_days_may_be_counted_from_1904(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = dt.datetime(1904, 1, 1)
    book.active.append(("day",))
    book.active.append((dt.date(2026, 3, 2),))
    book.save(tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx") == [("2026-03-02",)]


def test_a_number_that_is_no_day_under_a_date_format_names_its_cell(tmp_path):
    rows = [("day", "x"), (dt.date(2026, 3, 2), 1), (dt.date(2026, 3, 3), 2), (dt.date(2026, 3, 4), 3)]
    path = save_workbook(tmp_path / "a.xlsx", ("A", rows))
    change_parts(
        path, sheet1=lambda xml: xml.replace(b"<v>46084</v>", b"<v>-5</v>").replace(b"<v>46085</v>", b"<v>60</v>")
    )
    table = read_table(path)
    assert [row.number for row in table.rows] == [2]
    assert [(row, text[:46]) for row, text in told(table)] == [
        (3, "Cell A3 is formatted as a date but holds -5, w"),
        (4, "Cell A4 is formatted as a date but holds 60, w"),
    ]


def test_a_formula_is_read_by_its_stored_result_and_refused_without_one(tmp_path):
    rows = [("a", "b"), (1, "=A2*2"), (2, "=A3*2"), (3, "=A4*2"), (4, '=IF(A5>9,"x","")')]
    path = save_workbook(tmp_path / "a.xlsx", ("A", rows))

    def calculate(xml):
        xml = xml.replace(b"<f>A2*2</f><v />", b"<f>A2*2</f><v>2</v>").replace(b"<f>A2*2</f><v></v>", b"<f/><v>2</v>")
        xml = re.sub(rb'<c r="B4"[^>]*><f>A4\*2</f>.*?</c>', b'<c r="B4" t="e"><f>A4*2</f><v>#N/A</v></c>', xml)
        return re.sub(rb'<c r="B5"[^>]*>(<f>.*?</f>).*?</c>', rb'<c r="B5" t="str">\1<v></v></c>', xml)

    table = read_table(change_parts(path, sheet1=calculate))
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("1", "2")), (4, ("3", "#N/A")), (5, ("4", ""))]
    assert told(table) == [
        (3, TABLE_MESSAGES["table_formula_without_value"].format(cell="B3")),
    ]


def test_a_formula_in_the_header_is_refused(tmp_path):
    path = save_workbook(tmp_path / "a.xlsx", ("A", [("a", "=1"), (1, 2)]))
    with pytest.raises(HeaderFault, match="cell B1"):
        read_table(path)


def test_rows_with_merged_cells_are_named_and_the_others_are_read(tmp_path):
    path = save_workbook(tmp_path / "a.xlsx", ("A", [("a", "b"), (1, 2), (3, 4), (5, 6), (7, 8)]))
    book = openpyxl.load_workbook(path)
    book["A"].merge_cells("A3:A4")
    book.save(path)
    table = read_table(path)
    assert [row.number for row in table.rows] == [2, 5]
    assert [(row, text[:44]) for row, text in told(table)] == [
        (3, "Row 3 is part of the merged cells A3:A4, so "),
        (4, "Row 4 is part of the merged cells A3:A4, so "),
    ]


def test_a_column_under_a_merged_heading_has_no_name_of_its_own(tmp_path):
    path = save_workbook(tmp_path / "a.xlsx", ("A", [("a", "b", "c"), (1, 2, 3)]))
    book = openpyxl.load_workbook(path)
    book["A"].merge_cells("A1:B1")
    book.save(path)
    with pytest.raises(UnnamedColumn, match="column B has a value in row 2"):
        read_table(path)


def test_a_sheet_is_chosen_by_name_and_by_default_is_the_first_visible_one(tmp_path):
    path = save_workbook(tmp_path / "a.xlsx", ("Hidden", [("h",)]), ("Notes", [("n",)]), ("结果", [("r",), (1,)]))
    book = openpyxl.load_workbook(path)
    book["Hidden"].sheet_state = "hidden"
    book.save(path)
    assert list_sheets(path) == ("Hidden", "Notes", "结果")
    assert read_table(path).sheet == "Notes"
    assert read_table(path, sheet="结果").header == ("r",)
    with pytest.raises(NoSuchSheet, match="its sheets are: Hidden, Notes, 结果"):
        read_table(path, sheet="Results")


def test_rich_text_is_joined_and_how_it_is_pronounced_left_out(tmp_path):
    path = share_strings(save_workbook(tmp_path / "a.xlsx", ("A", [("a",), ("xyz",)])))
    rich = (
        b'<r><t>x_x000A_</t></r><r><rPr><b/></rPr><t xml:space="preserve">y </t></r><rPh sb="0" eb="1"><t>Q</t></rPh>'
    )
    change_parts(path, sharedStrings=lambda xml: xml.replace(b"<t>xyz</t>", rich))
    assert cells(path) == [("x\ny",)]


def test_cells_may_lack_addresses_and_prefixes_may_be_any(tmp_path):
    path = save_workbook(tmp_path / "a.xlsx")

    def bare(xml):
        xml = re.sub(rb' r="[A-Z]*\d+"', b"", xml)
        return re.sub(rb"<(/?)(\w)", rb"<\1x:\2", xml).replace(b"xmlns=", b"xmlns:x=")

    assert cells(change_parts(path, sheet1=bare)) == [("S-001", "ALT", "41"), ("S-002", "AST", "5.5")]


def test_a_container_without_a_workbook_is_no_table(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("word/document.xml", "<a/>")
    for read in (read_table, list_sheets):
        with pytest.raises(NotATable):
            read(path)


def test_what_would_unpack_beyond_measure_is_refused_before_it_is_unpacked(tmp_path):
    path = save_workbook(tmp_path / "a.xlsx")
    change_parts(path, sheet1=lambda xml: xml.replace(b"</sheetData>", b" " * 3_000_000 + b"</sheetData>"))
    assert path.stat().st_size < 20_000
    with pytest.raises(TableFileTooLarge, match="1,000,000 unpacked bytes"):
        read_table(path, limits=Limits(unpacked_bytes=1_000_000))


def test_entities_are_refused(tmp_path):
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    path = save_workbook(tmp_path / "a.xlsx")
    for part in ("sheet1", "sharedStrings", "styles", "workbook"):
        share_strings(save_workbook(path))
        change_parts(path, **{part: lambda xml: bomb + xml[xml.find(b"?>") + 2 if xml.startswith(b"<?") else 0 :]})
        with pytest.raises(WorkbookDamaged, match="document type"):
            read_table(path)


@pytest.mark.parametrize(
    "change",
    [
        {"sheet1": lambda xml: xml[: len(xml) // 2]},
        {"sheet1": lambda _: None},
        {"sharedStrings": lambda xml: xml.replace(b"<si>", b"<sj>", 1).replace(b"</si>", b"</sj>", 1)},
        {"sheet1": lambda xml: xml.replace(b"<v>41</v>", b"<v>4l</v>")},
        {"sheet1": lambda xml: xml.replace(b"<v>41</v>", b"<v>1E999999999</v>")},
        {"sheet1": lambda xml: xml.replace(b'r="2"', b'r="9"')},
        {"sheet1": lambda xml: xml.replace(b'r="B3"', b'r="B4"')},
        {"styles": lambda xml: xml.replace(b"numFmtId=", b"numFmtIx=").replace(b"<xf ", b'<xf numFmtId="x" ')},
    ],
)
def test_a_damaged_part_makes_the_workbook_damaged(tmp_path, change):
    path = change_parts(share_strings(save_workbook(tmp_path / "a.xlsx")), **change)
    with pytest.raises(WorkbookDamaged, match="is damaged or cut off"):
        read_table(path)


def test_a_workbook_that_was_cut_off_is_damaged(tmp_path):
    data = save_workbook(tmp_path / "a.xlsx").read_bytes()
    for length in range(4, len(data), 97):
        (tmp_path / "cut.xlsx").write_bytes(data[:length])
        with pytest.raises(TableFileError):
            read_table(tmp_path / "cut.xlsx")


NUMBERS = st.one_of(st.integers(-(10**14), 10**14), st.decimals(-9999, 9999, places=4).map(float))
VALUES = st.one_of(
    st.none(),
    NUMBERS,
    st.booleans(),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=8),
    st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2099, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=6))
def test_openpyxl_reads_the_same(tmp_path, rows):
    rows = [tuple("'" if isinstance(v, str) and v.startswith("=") else v for v in row) for row in rows]
    path = save_workbook(tmp_path / "a.xlsx", ("A", [("a", "b", "c"), *rows]))
    table = read_table(path)
    theirs = list(openpyxl.load_workbook(path)["A"].iter_rows(min_row=2, values_only=True))
    ours = {row.number: row.cells for row in table.rows}
    assert table.faults == ()
    assert [ours.get(number, ("", "", "")) for number in range(2, len(theirs) + 2)] == [
        tuple(map(as_text, row)) for row in theirs
    ]
    assert read_table(share_strings(path)).rows == table.rows


def as_text(value):
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case dt.datetime():
            return value.isoformat(timespec="seconds" if value.second else "minutes")
        case float():
            return f"{value:.4f}".rstrip("0").rstrip(".") if value else "0"
        case _:
            return str(value).strip()
