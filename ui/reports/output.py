"""A report to a printer, to a PDF or to pictures for the screen: the same layout each time."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QSaveFile
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from ui.reports.lettering import INK
from ui.reports.paper import PAPERS, PaperName, Report, draw_page, page_units, paginate
from ui.reports.words import tr

UNITS_PER_INCH = 254


class ReportError(Exception):
    """A report can't be written; the text says where, why and what to do."""


def print_report(report: Report, device: QPagedPaintDevice) -> int:
    """Prints on a printer or PDF writer, on the paper that is set there; returns how many pages.

    Raises:
        ReportError: the device can't be painted on.
    """
    layout = device.pageLayout()
    layout.setMode(QPageLayout.Mode.FullPageMode)
    layout.setMargins(QMarginsF())
    device.setPageLayout(layout)
    size = device.pageLayout().fullRect(QPageLayout.Unit.Millimeter).size() * 10
    pages = paginate(report, size)
    painter = QPainter()
    if not painter.begin(device):
        raise ReportError(tr("The printer does not take the report. Choose another one, or save a PDF."))
    try:
        painter.scale(device.logicalDpiX() / UNITS_PER_INCH, device.logicalDpiY() / UNITS_PER_INCH)
        for number, page in enumerate(pages, 1):
            if number > 1 and not device.newPage():
                raise ReportError(tr("The printer stopped after page {page}.").format(page=number - 1))
            draw_page(painter, report.frame, page, size, number, len(pages))
    finally:
        painter.end()
    return len(pages)


def save_pdf(report: Report, path: Path, paper: PaperName = "a4", *, is_landscape: bool = False) -> int:
    """Writes a PDF whole or not at all, and returns how many pages; an existing file is replaced at the end.

    Args:
        report: what is written.
        path: of the file.
        paper: its format.
        is_landscape: whether the paper lies on its long side.

    Raises:
        ReportError: the folder can't be written, or the disk is full; the old file is as it was.
    """
    target = QSaveFile(str(path))
    if not target.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise _not_written(path, target.errorString())
    writer = QPdfWriter(target)
    writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_A1b)
    writer.setResolution(UNITS_PER_INCH)
    writer.setPageSize(QPageSize(PAPERS[paper]))
    if is_landscape:
        writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setTitle(f"{report.frame.study} {report.frame.title}")
    writer.setCreator("Titrant")
    try:
        pages = print_report(report, writer)
    except ReportError:
        target.cancelWriting()
        raise
    if not target.commit():
        raise _not_written(path, target.errorString())
    return pages


def render_pages(report: Report, dpi: float = 96, paper: PaperName = "a4") -> list[QImage]:
    """The pages as pictures, for a preview on the screen; the same layout as on paper."""
    size = page_units(paper)
    pages = paginate(report, size)
    scale = dpi / UNITS_PER_INCH
    images = []
    for number, page in enumerate(pages, 1):
        image = QImage(round(size.width() * scale), round(size.height() * scale), QImage.Format.Format_RGB32)
        image.setDotsPerMeterX(round(dpi / 0.0254))
        image.setDotsPerMeterY(round(dpi / 0.0254))
        image.fill(INK.color("surface"))
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(scale, scale)
        draw_page(painter, report.frame, page, size, number, len(pages))
        painter.end()
        images.append(image)
    return images


def _not_written(path: Path, why: str) -> ReportError:
    text = tr("The report could not be written to {path}: {why}. Nothing was changed there; choose another folder.")
    return ReportError(text.format(path=path, why=why.rstrip(".")))
