"""A laboratory trend as a widget: arrow keys and tooltips say each result in words."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.plots.draw_lab_trend import draw_trend, layout_trend
from ui.plots.lab_trend import LabTrend
from ui.theme import BORDER_FOCUS, theme

_REACH = 10.0


class LabTrendView(QWidget):
    """Shows a trend.

    Signals:
        record_chosen: id of the result that was clicked, or on which Enter was pressed.
    """

    record_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self._trend: LabTrend | None = None
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def trend(self) -> LabTrend | None:
        """What is shown."""
        return self._trend

    def show_trend(self, trend: LabTrend | None, record_id: str = "") -> None:
        """Show a trend with one of its results marked; None shows nothing."""
        self._trend = trend
        points = trend.points if trend else ()
        self._current = next((at for at, point in enumerate(points) if point.record_id == record_id), -1)
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(336, 176)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 132)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        points = self._trend.points if self._trend else ()
        if step is not None and points:
            self._current = min(max(self._current + step, 0), len(points) - 1)
            self._tell()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._current < len(points):
            self.record_chosen.emit(points[self._current].record_id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position())
        if at is not None and self._trend is not None:
            self.record_chosen.emit(self._trend.points[at].record_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._trend is not None:
            at = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if at is None else self._trend.points[at].words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._trend is None:
            return
        painter = QPainter(self)
        place = draw_trend(painter, QRectF(self.rect()), self._trend, theme)
        if 0 <= self._current < len(place.points):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            point = place.points[self._current]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(point, 4.0, 4.0)
            if self.hasFocus():
                pen = painter.pen()
                pen.setStyle(Qt.PenStyle.SolidLine)
                pen.setColor(theme.color("accent"))
                pen.setWidthF(BORDER_FOCUS)
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(point, 8.0, 8.0)

    def _at(self, place: QPointF) -> int | None:
        if self._trend is None:
            return None
        points = layout_trend(QRectF(self.rect()), self._trend).points
        near = [((point - place).manhattanLength(), at) for at, point in enumerate(points)]
        found = min(near, default=(_REACH, 0))
        return found[1] if found[0] < _REACH else None

    def _tell(self) -> None:
        if self._trend is None:
            self.setAccessibleName("")
            return
        points = self._trend.points
        said = f": {points[self._current].words}" if 0 <= self._current < len(points) else ""
        self.setAccessibleName(f"{self._trend.title}{said}")
        self.setAccessibleDescription(". ".join(point.words for point in points))
