"""Plots on paper: one or more side by side, drawn by the same function as on screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.plots.draw_plot import draw_plot
from ui.plots.plot import Plot
from ui.reports.lettering import INK
from ui.reports.paper import Slice

# A text of 12 pixels is 2.4 mm on paper: the size of the report's small print.
_UNIT = 2.0
_GAP = 60.0


@dataclass(frozen=True)
class PlotBlock:
    """Plots in a row, each with its title above; no page break divides them."""

    plots: tuple[Plot, ...]
    height: float = 480.0

    def slices(self, width: float) -> Sequence[Slice]:
        each = (width - _GAP * (len(self.plots) - 1)) / len(self.plots)

        def draw(painter: QPainter, x: float, y: float) -> None:
            for place, plot in enumerate(self.plots):
                room = QRectF(x + place * (each + _GAP), y, each, self.height)
                draw_plot(painter, room, plot, INK, _UNIT, heading=True)

        return [Slice(self.height, draw, space_before=16)]
