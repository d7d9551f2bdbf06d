"""The page engine: flow, repeated headers, page numbers, paper sizes, and files that are whole or not there."""

import shutil
import subprocess
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from domain.summaries.table import Cell, Column, Format, Table, cells
from ui.reports.blocks import Boxed, Figures, Heading, Paragraph, Signatures
from ui.reports.column_widths import column_widths
from ui.reports.lettering import BODY, wrap_text
from ui.reports.output import ReportError, print_report, render_pages, save_pdf
from ui.reports.paper import Frame, Report, Slice, page_units, paginate
from ui.reports.tables import TableBlock

needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not on this machine")
FRAME = Frame("BAT6026", "Cohort report", "Data cut-off 20 Nov 2026 14:10 +08:00", "Records up to 1 533", "", "Interim")


def say(value, form=None):
    return "" if value is None else str(value)


def table_of(rows, text="Nausea"):
    columns = (Column("subject", "Subject"), Column("term", "Term", weight=3), Column("day", "Day", Format.NUMBER))
    return Table("t", "T", columns, tuple((Cell(f"01-{n:03d}"), Cell(text), Cell(n)) for n in range(rows)))


def pages_of(path, *options):
    text = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


@pytest.fixture
def long_report():
    block = TableBlock(table_of(200), say, "1  Listing, continued")
    return Report(FRAME, (Heading("1  Listing"), block, Heading("2  Review"), Signatures((("", ""),) * 4)))


@needs_pdftotext
def test_a_long_table_repeats_its_header_and_every_page_says_which_it_is(qapp, tmp_path, long_report):  # REP-1
    path = tmp_path / "report.pdf"
    number = save_pdf(long_report, path)
    pages = pages_of(path, "-layout")
    assert number == len(pages) > 3
    for place, page in enumerate(pages, 1):
        assert f"Page {place} of {number}" in page
        assert "Data cut-off 20 Nov 2026 14:10 +08:00" in page
        assert "Records up to 1 533" in page
    listing = [page for page in pages if "01-" in page]
    assert all("Subject" in page for page in listing)
    assert all("1 Listing, continued" in " ".join(page.split()) for page in listing[1:])
    assert sum(page.count("Nausea") for page in pages) == 200


@needs_pdftotext
def test_text_can_be_copied_from_the_pdf_to_the_letter(qapp, tmp_path):
    text = "finding, official, 5.9 × ULN, ≥ 3, 01-011 on 11 Nov 2026, 剂量递增试验"
    save_pdf(Report(FRAME, (Paragraph(text),)), tmp_path / "report.pdf")
    assert text in " ".join(pages_of(tmp_path / "report.pdf")[0].split())


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("letter", (215.9, 279.4))])
def test_paper_sizes_are_exact(qapp, tmp_path, long_report, paper, size):
    image = render_pages(long_report, 100, paper)[0]
    assert (image.width(), image.height()) == tuple(round(side / 25.4 * 100) for side in size)
    if shutil.which("pdfinfo"):
        save_pdf(long_report, tmp_path / "r.pdf", paper)
        told = subprocess.run(["pdfinfo", tmp_path / "r.pdf"], capture_output=True, text=True, check=True).stdout
        line = next(line for line in told.splitlines() if line.startswith("Page size"))
        assert f"{round(size[0] / 25.4 * 72)}" in line


def test_equal_inputs_give_equal_pages(qapp, long_report):  # REP-4
    assert render_pages(long_report, 72) == render_pages(long_report, 72)


def test_a_printer_with_other_resolution_and_margins_gets_the_same_pages(qapp, tmp_path, long_report):
    writer = QPdfWriter(str(tmp_path / "p.pdf"))
    writer.setResolution(600)
    writer.setPageMargins(QMarginsF(12, 12, 12, 12), QPageLayout.Unit.Millimeter)
    assert print_report(long_report, writer) == len(render_pages(long_report, 50))


def test_qprinter_takes_the_report(qapp, tmp_path, long_report):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "q.pdf"))
    assert print_report(long_report, printer) > 3
    assert (tmp_path / "q.pdf").read_bytes().startswith(b"%PDF")


def test_nothing_is_placed_below_the_body_and_no_heading_ends_a_page(qapp):
    for rows in range(30, 50):
        report = Report(FRAME, (TableBlock(table_of(rows), say), Heading("2"), TableBlock(table_of(9), say)))
        pages = paginate(report, page_units("a4"))
        for page in pages:
            assert page[-1].y + page[-1].slice.height <= 2970 - 200
        for page in pages[:-1]:
            assert not page[-1].slice.keep_with_next


def test_a_cell_longer_than_a_page_goes_on_to_the_next(qapp):
    block = TableBlock(table_of(1, "a very long account " * 900), say)
    pages = paginate(Report(FRAME, (Heading("1"), block)), page_units("letter"))
    assert len(pages) > 1
    assert all(page[-1].y + page[-1].slice.height <= 2794 - 200 for page in pages)


def test_a_report_without_blocks_has_one_page(qapp):
    assert len(render_pages(Report(FRAME, ()), 50)) == 1


def test_columns_fill_the_width_and_none_is_narrower_than_its_numbers(qapp):
    for text in ("Nausea", "general disorders and administration site conditions " * 4):
        table = table_of(3, text)
        said = [[say(cell.value) for cell in row] for row in table.rows]
        for width in (300.0, 900.0, 1760.0):
            widths = column_widths(table.columns, ["Subject", "Term", "Day"], table.rows, said, width)
            assert sum(widths) + 2 * 26 == pytest.approx(width, abs=1)
            assert width < 600 or widths[0] >= BODY.width("01-000")


def test_lines_break_at_blanks_and_keep_units_whole(qapp):
    lines = wrap_text("Open level 3 (0.1 mg/kg), 3 subjects and more of them, 12", BODY, 260)
    assert all(BODY.width(line) <= 260 for line in lines)
    assert not any(line.endswith(("mg/", "(0.1")) for line in lines)
    assert len(lines[-1]) > 2
    chinese = wrap_text("剂量限制性毒性评估期为首次给药后二十一天内" * 3, BODY, 260)
    assert "".join(chinese) == "剂量限制性毒性评估期为首次给药后二十一天内" * 3
    assert all(BODY.width(line) <= 260 for line in chinese)


def test_a_pdf_is_written_whole_or_not_at_all(qapp, tmp_path, long_report):
    with pytest.raises(ReportError, match="could not be written"):
        save_pdf(long_report, tmp_path / "missing" / "report.pdf")
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ReportError):
        save_pdf(long_report, tmp_path / "file" / "report.pdf")
    path = tmp_path / "report.pdf"
    path.write_bytes(b"older")
    save_pdf(long_report, path)
    assert path.read_bytes().startswith(b"%PDF")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "report.pdf"]


def test_a_box_with_more_lines_than_a_page_goes_on_in_another(qapp):
    box = Boxed("Many reasons.", tuple(f"Reason {number}" for number in range(130)))
    pages = paginate(Report(FRAME, (box,)), page_units("letter"))
    assert len(pages) > 2
    assert all(page[-1].y + page[-1].slice.height <= 2794 - 200 for page in pages)


def test_boxes_and_figures_wrap_instead_of_running_over(qapp):
    box = Boxed("One sentence that is much too long for a single line " * 4, ("A reason " * 60,), "wait", "Wait")
    (one,) = box.slices(900)
    (short,) = Boxed("Short.", action="wait", chip="Wait").slices(900)
    assert one.height > short.height * 4
    (narrow,) = Figures((("16", "Screen failures and more words"),)).slices(700)
    (wide,) = Figures((("16", "Treated"),)).slices(1760)
    assert narrow.height > wide.height


def test_sizes_are_in_tenths_of_a_millimetre(qapp):
    assert page_units("a4") == QSizeF(2100, 2970)


def grouped(rows):
    columns = (Column("term", "Term"), Column("n", "Subjects", Format.NUMBER))
    head = (Cell("Gastrointestinal disorders", emphasis=True), Cell(rows, emphasis=True))
    return Table("g", "G", columns, (head, *((Cell(None, indent=1), Cell(n + 1)) for n in range(rows))))


@needs_pdftotext
def test_rows_of_a_group_carry_its_name_to_the_next_page_but_not_its_counts(qapp, tmp_path):
    report = Report(FRAME, (TableBlock(grouped(90), say),))
    save_pdf(report, tmp_path / "r.pdf")
    pages = pages_of(tmp_path / "r.pdf", "-layout")
    assert len(pages) > 1
    assert all("Gastrointestinal disorders, continued" in page for page in pages[1:])
    assert "continued" not in pages[0]
    assert sum(page.split().count("90") for page in pages) == 2


def test_the_column_with_the_most_to_say_gets_the_room(qapp):
    columns = (Column("a", "Event"), Column("b", "Clause"), Column("c", "Verdict"))
    row = ("Nausea grade 3 and vomiting", "a clause of the definition in many words " * 6, "as the definition derives")
    rows = tuple(tuple(Cell(text) for text in row) for _ in range(3))
    widths = column_widths(columns, ["Event", "Clause", "Verdict"], rows, [list(row)] * 3, 1760)
    assert widths[1] > widths[0] + widths[2]
    assert sum(widths) + 2 * 26 == pytest.approx(1760, abs=1)


def test_a_table_with_long_texts_in_many_columns_is_not_roomy(qapp):
    columns = tuple(Column(f"c{n}", f"Column {n}") for n in range(14))
    rows = (tuple(Cell("many words in every cell of it") for _ in columns),)
    assert not TableBlock(Table("t", "T", columns, rows), say).is_roomy(1760)
    assert TableBlock(table_of(3), say).is_roomy(1760)


def test_a_third_line_at_the_foot_takes_its_room_from_the_body(qapp):
    blocks = (TableBlock(table_of(120), say),)
    for page in paginate(Report(replace(FRAME, state="Draft"), blocks), page_units("a4")):
        assert page[-1].y + page[-1].slice.height <= 2970 - 234


def test_a_slice_that_starts_a_page_stands_at_its_top_and_makes_no_empty_page(qapp):
    def slices(width):
        return [Slice(100, lambda painter, x, y: None, starts_page=True)]

    block = SimpleNamespace(slices=slices)
    pages = paginate(Report(FRAME, (block, block, block)), page_units("a4"))
    assert [len(page) for page in pages] == [1, 1, 1]


def test_a_row_that_only_names_its_group_takes_the_whole_width_and_widens_no_column():
    columns = (Column("a", "A"), Column("b", "B", Format.NUMBER))
    rows = ((Cell("Level 2 (0.03 mg/kg), cycle 1 " * 3, emphasis=True), Cell("")), *[cells(("CMAX", 1))] * 3)
    table = TableBlock(Table("t", "T", columns, rows), lambda value, _form: str(value))
    heights = [one.height for one in table.slices(1700)]
    assert len(set(heights[1:])) == 1
    without = TableBlock(Table("t", "T", columns, rows[1:]), lambda value, _form: str(value))
    assert [one.height for one in without.slices(1700)] == heights[:-1]
