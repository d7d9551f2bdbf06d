"""A plot as a file: SVG and PNG by the one drawing function, CSV of its numbers. Light, whatever the theme."""

import csv
import io
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSaveFile, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from ui.plots.draw_plot import draw_plot
from ui.plots.plot import Plot
from ui.text import tr
from ui.theme import LIGHT, Theme

SIZE = QSize(760, 420)
_MARGIN = 16
_PNG_SCALE = 3


class PlotNotWrittenError(Exception):
    """The file can't be written; the text says where and why."""


def save_plot(plot: Plot, path: Path) -> None:
    """Writes the plot in the format of the path's ending: .svg, .png or .csv; whole or not at all.

    Raises:
        PlotNotWrittenError: another ending, or the place can't be written.
    """
    makers = {".svg": _as_svg, ".png": _as_png, ".csv": _as_csv}
    maker = makers.get(path.suffix.lower())
    if maker is None:
        raise PlotNotWrittenError(tr("{path}: choose a name that ends in .svg, .png or .csv.").format(path=path))
    target = QSaveFile(str(path))
    written = target.open(QSaveFile.OpenModeFlag.WriteOnly) and target.write(maker(plot)) >= 0 and target.commit()
    if not written:
        why = target.errorString().rstrip(".")
        raise PlotNotWrittenError(tr("{path} can't be written: {why}.").format(path=path, why=why))


def _as_svg(plot: Plot) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(SIZE)
    generator.setViewBox(QRect(0, 0, SIZE.width(), SIZE.height()))
    # One unit of the drawing is one pixel of CSS.
    generator.setResolution(96)
    generator.setTitle(plot.title)
    painter = QPainter(generator)
    _draw(painter, plot, 1.0)
    painter.end()
    return bytes(buffer.data().data())


def _as_png(plot: Plot) -> bytes:
    image = render_plot(plot)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def render_plot(plot: Plot) -> QImage:
    """The plot as a picture, three times as fine as the screen."""
    image = QImage(SIZE * _PNG_SCALE, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(96 * _PNG_SCALE / 0.0254))
    image.setDotsPerMeterY(round(96 * _PNG_SCALE / 0.0254))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    _draw(painter, plot, float(_PNG_SCALE))
    painter.end()
    return image


def _draw(painter: QPainter, plot: Plot, unit: float) -> None:
    ink = Theme(LIGHT)
    whole = QRectF(0, 0, SIZE.width() * unit, SIZE.height() * unit)
    painter.fillRect(whole, ink.color("surface"))
    margin = _MARGIN * unit
    draw_plot(painter, whole.adjusted(margin, margin, -margin, -margin), plot, ink, unit, heading=True)


def _as_csv(plot: Plot) -> bytes:
    """One row a category, one column a series, all digits; UTF-8 with a mark, so that spreadsheets read it right."""
    heads, columns = [plot.x_title or plot.title], [list[object](plot.categories)]
    for one in plot.series:
        heads.append(f"{plot.y_title}, {one.name}" if one.name else plot.y_title)
        columns.append([None if value is None else round(value, 9) for value in one.values])
        if one.part_name and any(one.parts):
            heads.append(f"{plot.y_title}, {one.name}: {one.part_name}")
            columns.append([round(part, 9) for part in one.parts])
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8-sig")
