"""A parameter by level: box from quartile to quartile, median, whiskers to the ends, and every value (PK-3)."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.plots.axis import Axis, linear_axis, say_tick
from ui.plots.chart import Spot, write
from ui.text import tr
from ui.theme import Ink
from ui.widgets.paint import ALIGN_LEFT, ALIGN_RIGHT

_LEFT, _TOP, _BELOW = 46.0, 28.0, 38.0
_LEAST_FOR_BOX = 5


@dataclass(frozen=True)
class BoxGroup:
    """The values of one level by subject."""

    title: str
    values: tuple[tuple[str, float], ...]

    @property
    def quartiles(self) -> tuple[float, float, float] | None:
        """Lower quartile, median, upper quartile; None below five values, of which a box would claim too much."""
        if len(self.values) < _LEAST_FOR_BOX:
            return None
        low, middle, high = statistics.quantiles([value for _, value in self.values], n=4, method="inclusive")
        return low, middle, high


@dataclass(frozen=True)
class BoxChart:
    """Boxes side by side."""

    title: str
    groups: tuple[BoxGroup, ...]
    y: Axis

    @property
    def least_height(self) -> float:
        return 150.0

    def spots(self, rect: QRectF, ink: Ink, unit: float = 1.0) -> tuple[Spot, ...]:
        found = []
        for number, group in enumerate(self.groups):
            for (subject_id, value), place in zip(group.values, self._places(number, rect, unit), strict=True):
                box = QRectF(0, 0, 12 * unit, 12 * unit)
                box.moveCenter(place)
                found.append(Spot(box, subject_id, f"{subject_id}, {group.title}: {value:.3g}"))
        return tuple(found)

    def draw(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float = 1.0, chosen: str = "") -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = self._field(rect, unit)
        write(
            painter,
            QRectF(rect.left(), rect.top(), rect.width(), 16 * unit),
            self.title,
            ink,
            unit=unit,
            align=ALIGN_LEFT,
        )
        for value in self.y.ticks:
            y = self._y(value, field)
            painter.setPen(QPen(ink.color("line"), unit))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            box = QRectF(rect.left(), y - 9 * unit, (_LEFT - 8) * unit, 18 * unit)
            write(painter, box, say_tick(value), ink, unit=unit, align=ALIGN_RIGHT)
        painter.setPen(QPen(ink.color("control"), unit))
        painter.drawLine(field.topLeft(), field.bottomLeft())
        painter.drawLine(field.bottomLeft(), field.bottomRight())
        for number, group in enumerate(self.groups):
            self._draw_group(painter, number, group, rect, ink, unit, chosen)
        painter.restore()

    @staticmethod
    def _field(rect: QRectF, unit: float) -> QRectF:
        return rect.adjusted(_LEFT * unit, _TOP * unit, -4 * unit, -_BELOW * unit)

    def _y(self, value: float, field: QRectF) -> float:
        return field.bottom() - self.y.share(value) * field.height()

    def _places(self, number: int, rect: QRectF, unit: float) -> list[QPointF]:
        field, group = self._field(rect, unit), self.groups[number]
        each = field.width() / len(self.groups)
        center = field.left() + (number + 0.5) * each
        apart = min(8 * unit, each * 0.5 / max(1, len(group.values)))
        middle = (len(group.values) - 1) / 2
        return [
            QPointF(center + (at - middle) * apart, self._y(value, field)) for at, (_, value) in enumerate(group.values)
        ]

    def _draw_group(
        self, painter: QPainter, number: int, group: BoxGroup, rect: QRectF, ink: Ink, unit: float, chosen: str
    ) -> None:
        field = self._field(rect, unit)
        each = field.width() / len(self.groups)
        center, half = field.left() + (number + 0.5) * each, min(26 * unit, each * 0.3)
        found = group.quartiles
        if found is not None:
            low, middle, high = (self._y(one, field) for one in found)
            least, most = (self._y(end(v for _, v in group.values), field) for end in (min, max))
            painter.setPen(QPen(ink.color("control"), 1.2 * unit))
            painter.setBrush(ink.color("sunken"))
            painter.drawLine(QPointF(center, least), QPointF(center, low))
            painter.drawLine(QPointF(center, high), QPointF(center, most))
            painter.drawRect(QRectF(center - half, high, 2 * half, low - high))
            painter.setPen(QPen(ink.color("text"), 2 * unit))
            painter.drawLine(QPointF(center - half, middle), QPointF(center + half, middle))
        for (subject_id, _), place in zip(group.values, self._places(number, rect, unit), strict=True):
            is_chosen = subject_id == chosen and not ink.is_paper
            painter.setPen(QPen(ink.color("accent"), 1.4 * unit))
            painter.setBrush(ink.color("accent") if is_chosen else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, 3 * unit, 3 * unit)
        box = QRectF(center - each / 2, field.bottom() + 3 * unit, each, 16 * unit)
        write(painter, box, group.title, ink, unit=unit)
        count = tr("n = {number}").format(number=len(group.values))
        write(painter, box.translated(0, 15 * unit), count, ink, unit=unit, token="text3")


def box_chart(
    title: str, values: Mapping[str, float], levels: Mapping[str, int], names: Mapping[int, str]
) -> BoxChart | None:
    """Values by subject as boxes by level; None without values."""
    groups: dict[int, list[tuple[str, float]]] = {}
    for subject_id, value in sorted(values.items()):
        groups.setdefault(levels[subject_id], []).append((subject_id, value))
    if not groups:
        return None
    shown: Sequence[BoxGroup] = [BoxGroup(names[level], tuple(groups[level])) for level in sorted(groups)]
    return BoxChart(title, tuple(shown), linear_axis(values.values()))
