"""The recovery key on paper: one page for a sealed envelope."""

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPainter, QPen, QTextOption

from ui.reports.lettering import INK
from ui.reports.output import UNITS_PER_INCH, ReportError
from ui.text import tr
from ui.theme import font

# Tenths of a millimetre, as everywhere on paper.
_MARGIN, _COLUMNS = 200, 7
_CENTRED = QTextOption(Qt.AlignmentFlag.AlignCenter)


def print_recovery_sheet(device: QPagedPaintDevice, text: str, facts: list[tuple[str, str]], printed: str) -> None:
    """Print the key.

    Args:
        device: printer or PDF writer, with its paper set.
        text: the key as ``recovery_text`` gives it.
        facts: (label, value) of the study, its file, and who made it.
        printed: when, for the foot.

    Raises:
        ReportError: the device can't be painted on.
    """
    layout = device.pageLayout()
    layout.setMode(QPageLayout.Mode.FullPageMode)
    layout.setMargins(QMarginsF())
    device.setPageLayout(layout)
    size = device.pageLayout().fullRect(QPageLayout.Unit.Millimeter).size() * 10
    painter = QPainter()
    if not painter.begin(device):
        raise ReportError(tr("The printer does not take the page. Choose another one."))
    try:
        painter.scale(device.logicalDpiX() / UNITS_PER_INCH, device.logicalDpiY() / UNITS_PER_INCH)
        _draw(painter, QRectF(_MARGIN, _MARGIN, size.width() - 2 * _MARGIN, size.height() - 2 * _MARGIN),
              text, facts, printed)  # fmt: skip
    finally:
        painter.end()


def _draw(painter: QPainter, page: QRectF, text: str, facts: list[tuple[str, str]], printed: str) -> None:
    ink, quiet = INK.color("text"), INK.color("text2")
    left, top, width = page.left(), page.top(), page.width()
    painter.setPen(ink)
    painter.setFont(font(70, 600))
    painter.drawText(QRectF(left, top, width, 90), tr("Recovery key"))
    y = top + 120
    for label, value in facts:
        painter.setPen(quiet)
        painter.setFont(font(33))
        painter.drawText(QRectF(left, y, 400, 50), label)
        painter.setPen(ink)
        painter.setFont(font(33, 500))
        painter.drawText(QRectF(left + 400, y, width - 400, 50), value)
        y += 52
    y += 60
    cell = width / _COLUMNS
    for index, group in enumerate(text.split("-")):
        box = QRectF(left + index % _COLUMNS * cell, y + index // _COLUMNS * 190, cell - 20, 110)
        painter.setPen(quiet)
        painter.setFont(font(26))
        painter.drawText(QRectF(box.left(), box.top() - 42, box.width(), 40), str(index + 1), _CENTRED)
        painter.setPen(QPen(ink, 2.5))
        painter.drawRoundedRect(box, 12, 12)
        painter.setFont(font(56, 600, tabular=True))
        painter.drawText(box, group, _CENTRED)
    y += 2 * 190 + 40
    painter.setPen(ink)
    painter.setFont(font(33))
    sentences = (
        tr("This key opens the study when a password or the key file is lost. Nothing else does, and the makers of "
           "Titrant can't help then."),
        tr("Whoever has this sheet and the study file can read every subject's data. Seal it in an envelope, write the "
           "study and the date across the flap, and keep it in a safe place away from the computer."),
        tr("To use it: open the study, choose “Use the recovery key”, and type the 14 groups in their order. Capitals, "
           "spaces and hyphens don't matter. The letters I, L, O and U are not used: what looks like I or L is 1, what "
           "looks like O is 0."),
    )  # fmt: skip
    for sentence in sentences:
        room = QRectF(left, y, width, 400)
        flags = int(Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value)
        painter.drawText(room, flags, sentence)
        y += painter.boundingRect(room, flags, sentence).height() + 30
    y += 100
    half = width / 2 - 40
    painter.setFont(font(28))
    for index, label in enumerate((tr("Sealed by, date"), tr("Kept at"))):
        x = left + index * (half + 80)
        painter.setPen(QPen(ink, 2))
        painter.drawLine(int(x), int(y), int(x + half), int(y))
        painter.setPen(quiet)
        painter.drawText(QRectF(x, y + 12, half, 40), label)
    painter.drawText(QRectF(left, page.bottom() - 40, width, 40), printed)
