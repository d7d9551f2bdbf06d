"""The assumed toxicity as a curve whose points are dragged, or moved with the arrow keys."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from ui.plots.plot import nice_top, tick_step
from ui.text import tr
from ui.theme import caption_font, theme

_REACH = 18.0
_STEP, _LONG_STEP = 0.01, 0.1
_LOWEST, _HEADROOM = 0.045, 0.12


@dataclass(frozen=True)
class Curve:
    """One curve: what it is called, and a value for each level from the first; it may end early."""

    name: str
    values: tuple[float, ...]


class CurveEditor(pg.PlotWidget):
    """Draws one or two curves over the dose levels; the first is solid, the second dashed with hollow points.

    Signals:
        point_moved(curve, level, value): a point was moved by hand; level is 1-based. Nothing is kept here until
            ``show_curves`` brings the new values.
        released: the hand let go, and the axis may be scaled anew.
    """

    point_moved = Signal(int, int, float)
    released = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self._name, self._unit = name, ""
        self._labels: tuple[str, ...] = ()
        self._curves: tuple[Curve, ...] = ()
        self._at = (0, 0)
        self._top = 1.0
        self._dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # one stop of the keyboard, and that one has a name
        self.setFrameShape(self.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setMinimumSize(220, 140)
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setContentsMargins(0, 6, 0, 0)
        view = self.getViewBox()
        view.setMouseEnabled(False, False)
        view.setDefaultPadding(0)
        self._hairlines: list[pg.InfiniteLine] = []
        self._base = pg.InfiniteLine(0, angle=0)
        self._side = pg.PlotCurveItem()
        self._rule = pg.InfiniteLine(1 / 6, angle=0)
        self._rule_name = pg.TextItem(tr("1 in 6"), anchor=(1, 1.1))
        self._lines = [pg.PlotCurveItem(antialias=True) for _ in range(2)]
        self._points = [pg.ScatterPlotItem(antialias=True, pxMode=True) for _ in range(2)]
        self._label = pg.TextItem("", anchor=(1, 1))
        for order, one in enumerate(
            (self._side, self._base, self._rule, self._rule_name, *self._lines, *self._points, self._label)
        ):
            one.setZValue(order)
            self.addItem(one, ignoreBounds=True)
        self._dress()
        theme.changed.connect(self._dress)

    def set_levels(self, labels: Sequence[str], unit: str) -> None:
        """Name the levels by their doses, lowest first."""
        self._labels, self._unit = tuple(labels), unit
        bottom = self.getAxis("bottom")
        bottom.setTicks([list(enumerate(labels, 1))])
        self.setXRange(0.5, len(labels) + 0.5, padding=0)
        self._dress()

    def show_curves(self, curves: Sequence[Curve], *, rescale: bool = False) -> None:
        """Show values; the axis keeps its scale while a point is being moved."""
        self._curves = tuple(curves)
        curve, level = self._at
        curve = min(curve, len(curves) - 1)
        self._at = (curve, min(level, len(curves[curve].values) - 1))
        if rescale and not self._dragged:
            self._scale()
        self._draw()

    def choose_point(self, curve: int, level: int) -> None:
        """Make a point current; level is 1-based."""
        self._at = (curve, level - 1)

    @property
    def current(self) -> tuple[int, int]:
        """The current point: which curve, and its level, 1-based."""
        return self._at[0], self._at[1] + 1

    def point_position(self, curve: int, level: int) -> QPointF:
        """Where a point lies in the widget."""
        value = self._curves[curve].values[level - 1]
        scene = self.getViewBox().mapViewToScene(QPointF(level, value))
        return QPointF(self.mapFromScene(scene))

    # --- hand and keyboard ------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._point_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or found is None:
            return
        self._at, self._dragged = found, True
        self._draw()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._dragged:
            near = self._point_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.SizeVerCursor if near else Qt.CursorShape.ArrowCursor)
            return
        scene = self.mapToScene(event.position().toPoint())
        self._move_to(self.getViewBox().mapSceneToView(scene).y(), highest=self._top)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged:
            self._dragged = False
            self.released.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The page scrolls, never the plot.
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        curve, level = self._at
        if not self._curves:
            return
        last = len(self._curves[curve].values) - 1
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Up: _STEP,
            Qt.Key.Key_Down: -_STEP,
            Qt.Key.Key_PageUp: _LONG_STEP,
            Qt.Key.Key_PageDown: -_LONG_STEP,
        }
        moves = {Qt.Key.Key_Left: level - 1, Qt.Key.Key_Right: level + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        if key in steps:
            self._move_to(self._curves[curve].values[level] + steps[key])
            self.released.emit()
        elif key in moves:
            self._at = (curve, min(max(moves[key], 0), last))
            self._draw()
        elif key == Qt.Key.Key_M and len(self._curves) > 1:
            other = 1 - curve
            self._at = (other, min(level, len(self._curves[other].values) - 1))
            self._draw()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._draw()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._draw()

    def _point_at(self, position: QPointF) -> tuple[int, int] | None:
        """The nearest point in reach of the pointer."""
        found: tuple[float, tuple[int, int]] | None = None
        for curve, one in enumerate(self._curves):
            for level in range(len(one.values)):
                away = (self.point_position(curve, level + 1) - position).manhattanLength()
                if away <= _REACH and (found is None or away < found[0]):
                    found = (away, (curve, level))
        return found[1] if found else None

    def _move_to(self, value: float, highest: float = 1.0) -> None:
        value = round(min(max(value, 0.0), highest), 2)
        curve, level = self._at
        if value != self._curves[curve].values[level]:
            self.point_moved.emit(curve, level + 1, value)

    # --- drawing ----------------------------------------------------------------------------------

    def _scale(self) -> None:
        highest = max(max(one.values, default=0.0) for one in self._curves)
        top = min(1.0, nice_top(highest + _HEADROOM, least=0.4))
        self._top = top
        self.setYRange(-_LOWEST * top, top, padding=0)
        step = tick_step(top)
        ticks = [number * step for number in range(round(top / step) + 1)]
        self.getAxis("left").setTicks([[(value, f"{value:.1f}") for value in ticks]])
        for line in self._hairlines:
            self.removeItem(line)
        self._hairlines = [pg.InfiniteLine(value, angle=0, pen=self._pen("line")) for value in ticks[1:]]
        for line in self._hairlines:
            line.setZValue(-1)
            self.addItem(line, ignoreBounds=True)
        self._rule_name.setPos(len(self._labels) + 0.5, 1 / 6)
        self._side.setData([0.52, 0.52], [0.0, top])

    def _draw(self) -> None:
        for place, (line, points) in enumerate(zip(self._lines, self._points, strict=True)):
            values = self._curves[place].values if place < len(self._curves) else ()
            line.setData(list(range(1, len(values) + 1)), list(values))
            here = [self._at == (place, level) for level in range(len(values))]
            ring = 2.0 if self.hasFocus() else 1.5
            points.setData(
                x=list(range(1, len(values) + 1)),
                y=list(values),
                size=[17 if current else 11 for current in here],
                pen=[self._pen("accent" if place == 0 else "text2", ring if current else 1.3) for current in here],
                brush=[pg.mkBrush(theme.color("soft" if current else "surface")) for current in here],
            )
        if not self._curves:
            return
        curve, level = self._at
        value = self._curves[curve].values[level]
        said = tr("level {level}: {value}").format(level=level + 1, value=f"{value:.2f}")
        self._label.setText(said, color=theme.color("text"))
        is_left = level < (len(self._labels) - 1) / 2
        self._label.setAnchor((0.0 if is_left else 1.0, 1.35))
        # Above whatever lies at that level, so that no point hides it.
        above = max(one.values[level] for one in self._curves if level < len(one.values))
        self._label.setPos(level + 1 + (-0.35 if is_left else 0.1), above)
        self._tell(curve, level, value)

    def _tell(self, curve: int, level: int, value: float) -> None:
        said = tr("{name}: level {level}, {dose} {unit}, {curve} {value}").format(
            name=self._name,
            level=level + 1,
            dose=self._labels[level] if level < len(self._labels) else "",
            unit=self._unit,
            curve=self._curves[curve].name,
            value=f"{value:.2f}",
        )
        self.setAccessibleName(said)
        keys = tr("Left and right choose a level, up and down change its probability, page keys by 0.1.")
        switch = tr("M goes to the other curve.") if len(self._curves) > 1 else ""
        self.setAccessibleDescription(f"{keys} {switch}".strip())

    def _dress(self) -> None:
        """Colours and fonts of the theme."""
        self.setBackground(theme.color("surface"))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setStyle(tickFont=caption_font(tabular=True), tickLength=-4, tickTextOffset=6)
            # The axes are drawn where they meet, at 0; the field reaches lower, so that no point is cut.
            axis.setPen(QPen(Qt.PenStyle.NoPen))
            axis.setTickPen(self._pen("control"))
            axis.setTextPen(self._pen("text2"))
        self.getAxis("bottom").setStyle(tickAlpha=0)
        axis = self.getAxis("bottom")
        axis.setLabel(tr("Dose, {unit}").format(unit=self._unit), color=theme.color("text3").name())
        axis.label.setFont(caption_font(500))
        self._base.setPen(self._pen("control"))
        self._side.setPen(self._pen("control"))
        dashed = self._pen("text2")
        dashed.setDashPattern([3, 2])
        self._rule.setPen(dashed)
        self._rule_name.setFont(caption_font())
        self._rule_name.setColor(theme.color("text2"))
        # The ground behind it keeps hairlines out of the words.
        self._rule_name.fill = pg.mkBrush(theme.color("surface"))
        self._label.setFont(caption_font(600))
        for line in self._hairlines:
            line.setPen(self._pen("line"))
        self._lines[0].setPen(self._pen("accent", 1.5))
        second = self._pen("text2", 1.3)
        second.setDashPattern([4, 3])
        self._lines[1].setPen(second)
        self._draw()

    @staticmethod
    def _pen(token: str, width: float = 1.0) -> QPen:
        return pg.mkPen(theme.color(token), width=width)
