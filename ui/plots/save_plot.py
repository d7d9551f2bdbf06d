"""A plot as a file, SVG or PNG, or its numbers as CSV."""

import csv
import io
from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from ui.plots.draw_plot import draw_plot
from ui.plots.picture_file import Picture, PlotNotWrittenError, save_figure
from ui.plots.plot import Plot
from ui.theme import Ink

__all__ = ["PlotNotWrittenError", "render_plot", "save_plot"]

SIZE = QSize(760, 420)


def save_plot(plot: Plot, path: Path) -> None:
    """Writes the plot in the format of the path's ending: .svg, .png or .csv; whole or not at all.

    Raises:
        PlotNotWrittenError: another ending, or the place can't be written.
    """
    save_figure(_picture(plot), lambda: _as_csv(plot), path)


def render_plot(plot: Plot) -> QImage:
    """The plot as a picture, three times as fine as the screen."""
    return _picture(plot).render()


def _picture(plot: Plot) -> Picture:
    def draw(painter: QPainter, rect: QRectF, ink: Ink, unit: float) -> None:
        draw_plot(painter, rect, plot, ink, unit, heading=True)

    return Picture(plot.title, SIZE, draw)


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
