"""Charts of tumour response on paper: one above the other, drawn by the same function as on screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.plots.chart import Chart, draw_heading
from ui.reports.lettering import INK
from ui.reports.paper import Slice

# A text of 12 pixels is 2.4 mm on paper: the size of the report's small print.
_UNIT = 2.0
_HEADING = 28.0
_MOST = 2300.0


@dataclass(frozen=True)
class ChartBlock:
    """A chart with its title above; no page break divides it, so a very long one is drawn closer."""

    chart: Chart
    height: float = 560.0

    def slices(self, width: float) -> Sequence[Slice]:
        needed = (self.chart.least_height + _HEADING) * _UNIT
        height = min(max(self.height, needed), _MOST)

        def draw(painter: QPainter, x: float, y: float) -> None:
            rect = draw_heading(painter, QRectF(x, y, width, height), self.chart.title, INK, _UNIT)
            self.chart.draw(painter, rect, INK, _UNIT)

        return [Slice(height, draw, space_before=16)]
