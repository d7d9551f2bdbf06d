"""A chart as a file, SVG or PNG, or its table as CSV."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from domain.summaries.table import Table
from ui.plots.chart import Chart, draw_heading
from ui.plots.picture_file import Picture, save_figure
from ui.table_csv import table_as_csv
from ui.text import Words
from ui.theme import Ink

_WIDTH, _LEAST = 860, 420
# Heading and margins.
_AROUND = 60


def save_chart(chart: Chart, table: Table, words: Words, path: Path) -> None:
    """Writes the chart as .svg or .png, or its table as .csv, by the path's ending; whole or not at all.

    Raises:
        PlotNotWrittenError: another ending, or the place can't be written.
    """
    save_figure(_picture(chart), lambda: table_as_csv(table, words), path)


def chart_size(chart: Chart) -> QSize:
    """The size of a saved chart: as high as its words need."""
    return QSize(_WIDTH, max(_LEAST, int(chart.least_height) + _AROUND))


def render_chart(chart: Chart) -> QImage:
    """The chart as a picture, three times as fine as the screen."""
    return _picture(chart).render()


def _picture(chart: Chart) -> Picture:
    def draw(painter: QPainter, rect: QRectF, ink: Ink, unit: float) -> None:
        chart.draw(painter, draw_heading(painter, rect, chart.title, ink, unit), ink, unit)

    return Picture(chart.title, chart_size(chart), draw)
