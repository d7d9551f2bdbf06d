"""Labels for sample tubes on sheets of 3 by 8: A4, 63.5 by 33.9 mm, the commonest address sheet (PK-5).

A sheet that was begun can be used up: the first label may stand at any place. The printer must print at actual size,
not fitted to the page.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSaveFile, QSizeF
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from domain.exposure.labels import SampleLabel
from ui.reports.lettering import INK, SMALL, SMALL_STRONG, Lettering, draw_line, fit_line, wrap_text
from ui.reports.output import UNITS_PER_INCH, ReportError
from ui.reports.words import tr
from ui.text import Words, say_number, term

COLUMNS, ROWS = 3, 8
A_SHEET = COLUMNS * ROWS
# Tenths of a millimetre, as everywhere on paper.
WIDTH, HEIGHT, GAP = 635.0, 339.0, 25.4
_PAPER = QSizeF(2100.0, 2970.0)
_PADDING, _TOP = 38.0, 34.0
_ID_SIZES = (38, 34, 30, 26)
_RULE = 2.0


def place_of(number: int) -> QRectF:
    """Where a label lies on its sheet.

    Args:
        number: on the sheet, 0 at the upper left, along the rows.
    """
    left = (_PAPER.width() - COLUMNS * WIDTH - (COLUMNS - 1) * GAP) / 2
    top = (_PAPER.height() - ROWS * HEIGHT) / 2
    row, column = divmod(number, COLUMNS)
    return QRectF(left + column * (WIDTH + GAP), top + row * HEIGHT, WIDTH, HEIGHT)


def sheet_count(labels: Sequence[SampleLabel], first: int = 1) -> int:
    """How many sheets the labels take.

    Args:
        labels: in their order.
        first: the place of the first label on the first sheet, from 1.
    """
    return -(-(len(labels) + first - 1) // A_SHEET)


def print_labels(labels: Sequence[SampleLabel], words: Words, device: QPagedPaintDevice, first: int = 1) -> int:
    """Print labels on a printer or PDF writer; returns how many sheets.

    Args:
        labels: in their order.
        words: of the study.
        device: with its paper set.
        first: the place of the first label on the first sheet, 1 to 24.

    Raises:
        ReportError: the device can't be painted on.
    """
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    layout = device.pageLayout()
    layout.setMode(QPageLayout.Mode.FullPageMode)
    layout.setMargins(QMarginsF())
    device.setPageLayout(layout)
    painter = QPainter()
    if not painter.begin(device):
        raise ReportError(tr("The printer does not take the labels. Choose another one, or save a PDF."))
    sheets = sheet_count(labels, first)
    try:
        painter.scale(device.logicalDpiX() / UNITS_PER_INCH, device.logicalDpiY() / UNITS_PER_INCH)
        for sheet in range(sheets):
            if sheet and not device.newPage():
                raise ReportError(tr("The printer stopped after page {page}.").format(page=sheet))
            _draw_sheet(painter, labels, words, first, sheet)
    finally:
        painter.end()
    return sheets


def save_labels(labels: Sequence[SampleLabel], words: Words, path: Path, first: int = 1) -> int:
    """Write the labels as a PDF, whole or not at all; returns how many sheets.

    Raises:
        ReportError: the folder can't be written, or the disk is full; the old file is as it was.
    """
    target = QSaveFile(str(path))
    text = tr("The labels could not be written to {path}: {why}. Nothing was changed there; choose another folder.")
    if not target.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise ReportError(text.format(path=path, why=target.errorString().rstrip(".")))
    writer = QPdfWriter(target)
    writer.setResolution(UNITS_PER_INCH)
    writer.setTitle(tr("Sample labels"))
    writer.setCreator("Titrant")
    try:
        sheets = print_labels(labels, words, writer, first)
    except ReportError:
        target.cancelWriting()
        raise
    if not target.commit():
        raise ReportError(text.format(path=path, why=target.errorString().rstrip(".")))
    return sheets


def render_sheet(
    labels: Sequence[SampleLabel], words: Words, *, first: int = 1, sheet: int = 0, dpi: float = 96
) -> QImage:
    """A sheet as a picture, with the edges of its labels."""
    scale = dpi / UNITS_PER_INCH
    image = QImage(round(_PAPER.width() * scale), round(_PAPER.height() * scale), QImage.Format.Format_RGB32)
    image.fill(INK.color("surface"))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    painter.setPen(INK.color("line"))
    for number in range(A_SHEET):
        painter.drawRect(place_of(number))
    _draw_sheet(painter, labels, words, first, sheet)
    painter.end()
    return image


def _draw_sheet(painter: QPainter, labels: Sequence[SampleLabel], words: Words, first: int, sheet: int) -> None:
    for at, label in enumerate(labels, first - 1):
        if at // A_SHEET == sheet:
            _draw_label(painter, place_of(at % A_SHEET), label, words)


def label_lines(label: SampleLabel, words: Words) -> tuple[str, ...]:
    """What stands below the sample id, line by line."""
    measured = " · ".join(one for one in (label.analyte, term(label.matrix), term(label.purpose)) if one)
    hours = (
        tr("{hours} h").format(hours=say_number(label.nominal_hours)) if label.nominal_hours else tr("before the dose")
    )
    due = words.say(label.due_at) if label.due_at is not None else ""
    return (
        tr("{study} · subject {subject}").format(study=label.study_id, subject=label.subject_id),
        measured,
        tr("cycle {cycle}, day {day} · {hours}").format(cycle=label.cycle, day=label.day, hours=hours),
        tr("due {moment}").format(moment=due) if due else "",
    )


def _draw_label(painter: QPainter, box: QRectF, label: SampleLabel, words: Words) -> None:
    """The id as large as it fits and never cut; below it what the tube is of, and a line for the time it was taken."""
    left, width = box.left() + _PADDING, box.width() - 2 * _PADDING
    size = next((size for size in _ID_SIZES if Lettering(size, 600).width(label.sample_id) <= width), _ID_SIZES[-1])
    lettering = Lettering(size, 600)
    y = box.top() + _TOP
    for line in wrap_text(label.sample_id, lettering, width):
        y += lettering.line
        draw_line(painter, left, y - 10, line, lettering)
    first, *others = label_lines(label, words)
    for text, look in ((first, SMALL_STRONG), *((one, SMALL) for one in others if one)):
        y += look.line
        draw_line(painter, left, y - 6, fit_line(text, look, width), look)
    taken = tr("taken")
    y = box.bottom() - _PADDING
    draw_line(painter, left, y, taken, SMALL)
    painter.fillRect(
        QRectF(left + SMALL.width(taken) + 12, y, width - SMALL.width(taken) - 12, _RULE), INK.color("text")
    )
