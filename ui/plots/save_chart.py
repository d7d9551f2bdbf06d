"""A chart as a file, SVG or PNG, and its table as CSV. Light, whatever the theme."""

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSaveFile, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from domain.reasons import Reason
from domain.summaries.table import Format, Table
from ui.plots.chart import Chart, draw_heading
from ui.plots.save_plot import PlotNotWrittenError
from ui.text import MINUS, Words, say_number, tr
from ui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDTH, _LEAST, _MARGIN, _PNG_SCALE = 860, 420, 16, 3
_HEADING = 28


def save_chart(chart: Chart, table: Table, words: Words, path: Path) -> None:
    """Writes the chart as .svg or .png, or its table as .csv, by the path's ending; whole or not at all.

    Raises:
        PlotNotWrittenError: another ending, or the place can't be written.
    """
    makers: dict[str, Callable[[], bytes]] = {
        ".svg": lambda: _as_svg(chart),
        ".png": lambda: _as_png(chart),
        ".csv": lambda: table_as_csv(table, words),
    }
    maker = makers.get(path.suffix.lower())
    if maker is None:
        raise PlotNotWrittenError(tr("{path}: choose a name that ends in .svg, .png or .csv.").format(path=path))
    target = QSaveFile(str(path))
    written = target.open(QSaveFile.OpenModeFlag.WriteOnly) and target.write(maker()) >= 0 and target.commit()
    if not written:
        why = target.errorString().rstrip(".")
        raise PlotNotWrittenError(tr("{path} can't be written: {why}.").format(path=path, why=why))


def chart_size(chart: Chart) -> QSize:
    """The size of a saved chart: as high as its words need."""
    return QSize(_WIDTH, max(_LEAST, int(chart.least_height) + _HEADING + 2 * _MARGIN))


def render_chart(chart: Chart) -> QImage:
    """The chart as a picture, three times as fine as the screen."""
    image = QImage(chart_size(chart) * _PNG_SCALE, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(96 * _PNG_SCALE / 0.0254))
    image.setDotsPerMeterY(round(96 * _PNG_SCALE / 0.0254))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    _draw(painter, chart, float(_PNG_SCALE))
    painter.end()
    return image


def table_as_csv(table: Table, words: Words) -> bytes:
    """A table as it is read on screen; UTF-8 with a mark, so that spreadsheets read it right."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [words.reason(one.title) if isinstance(one.title, Reason) else tr(one.title) for one in table.columns]
    )
    for row in table.rows:
        writer.writerow(
            [_plain(cell.value, column.format, words) for cell, column in zip(row, table.columns, strict=True)]
        )
    return text.getvalue().encode("utf-8-sig")


def _plain(value: object, form: Format, words: Words) -> str:
    """A cell as another program reads it: numbers with the hyphen that it takes for a minus."""
    if isinstance(value, Decimal):
        return say_number(value)
    said = words.say(value, form)
    # What a person typed stays as it was typed.
    return said if isinstance(value, str) else said.replace(MINUS, "-")


def _as_svg(chart: Chart) -> bytes:
    size = chart_size(chart)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    # One unit of the drawing is one pixel of CSS.
    generator.setResolution(96)
    generator.setTitle(chart.title)
    painter = QPainter(generator)
    _draw(painter, chart, 1.0)
    painter.end()
    return bytes(buffer.data().data())


def _as_png(chart: Chart) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    render_chart(chart).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _draw(painter: QPainter, chart: Chart, unit: float) -> None:
    ink, size = Theme(LIGHT), chart_size(chart)
    whole = QRectF(0, 0, size.width() * unit, size.height() * unit)
    painter.fillRect(whole, ink.color("surface"))
    margin = _MARGIN * unit
    rect = draw_heading(painter, whole.adjusted(margin, margin, -margin, -margin), chart.title, ink, unit)
    chart.draw(painter, rect, ink, unit)
