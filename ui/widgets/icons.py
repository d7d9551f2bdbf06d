"""Line icons and glyphs on a 16 px grid, stroked with round caps and tinted by whoever draws them."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap

from ui.theme import theme

# A small path language: M, L, C, Z as in SVG; "O cx cy r" is a circle, "R x y w h r" a rounded rectangle.
_PATHS: dict[str, str] = {
    "overview": "M 1.5 13.5 L 5 13.5 L 5 10 L 8.5 10 L 8.5 6.2 L 12 6.2 L 12 2.5 L 14.5 2.5",
    "calendar": "R 2 3 12 11 1.5 M 2 6.5 L 14 6.5 M 5.3 1.5 L 5.3 4.2 M 10.7 1.5 L 10.7 4.2",
    "person": "O 8 5 2.8 M 2.8 14 C 3 10.9 5.2 9.9 8 9.9 C 10.8 9.9 13 10.9 13.2 14",
    "people": "O 6 5.2 2.5 M 1.5 13.5 C 1.7 10.7 3.6 9.8 6 9.8 C 8.4 9.8 10.3 10.7 10.5 13.5 "
    "M 10.6 3 C 13.4 3 13.4 7.4 10.6 7.4 M 12 9.9 C 13.6 10.4 14.4 11.5 14.5 13.5",
    "pulse": "M 1.5 8.5 L 4.3 8.5 L 6.3 3 L 9.3 13 L 11.3 8.5 L 14.5 8.5",
    "triangle": "M 8 2.3 L 14.6 13.7 L 1.4 13.7 Z M 8 6.6 L 8 9.6 M 8 11.6 L 8 11.65",
    "flask": "M 5.6 1.8 L 10.4 1.8 M 6.6 1.8 L 6.6 6.2 L 2.8 12.6 C 2.3 13.5 2.8 14.2 3.7 14.2 L 12.3 14.2 "
    "C 13.2 14.2 13.7 13.5 13.2 12.6 L 9.4 6.2 L 9.4 1.8 M 4.6 10 L 11.4 10",
    "chart": "M 2 2 L 2 14 L 14.5 14 M 4.3 14 L 6 4.5 C 7.2 8.5 9 11.2 13.5 11.6",
    "bars": "M 1.5 2.5 L 14.5 2.5 M 5 2.5 L 5 5.2 M 9.7 2.5 L 9.7 8.5 M 14.2 2.5 L 14.2 13",
    "check": "M 3 8.4 L 6.4 11.8 L 13 4.6",
    "check_part": "M 2.4 8.4 L 5.2 11.2 L 9 6.4 M 12 4.4 L 12 8.4 M 12 11.4 L 12 11.5",
    "target": "O 8 8 6 O 8 8 2.2",
    "design": "O 3.7 12 1.7 O 12.3 4 1.7 M 5.4 12 C 9.8 12 6.2 4 10.6 4",
    "document": "R 3.2 1.8 9.6 12.4 1.5 M 5.8 5.4 L 10.2 5.4 M 5.8 8 L 10.2 8 M 5.8 10.6 L 8.6 10.6",
    "audit": "O 5 8 2.8 O 11 8 2.8",
    "gear": "O 8 8 2.2 M 8 1.5 L 8 3.4 M 8 12.6 L 8 14.5 M 1.5 8 L 3.4 8 M 12.6 8 L 14.5 8 "
    "M 3.4 3.4 L 4.8 4.8 M 11.2 11.2 L 12.6 12.6 M 12.6 3.4 L 11.2 4.8 M 4.8 11.2 L 3.4 12.6 O 8 8 4.6",
    "folder": "M 1.8 12.2 L 1.8 4.4 C 1.8 3.5 2.3 3 3.2 3 L 6.2 3 L 7.8 4.8 L 12.8 4.8 C 13.7 4.8 14.2 5.3 14.2 6.2 "
    "L 14.2 11.6 C 14.2 12.5 13.7 13 12.8 13 L 3.2 13 C 2.3 13 1.8 12.8 1.8 12.2 Z",
    "parts": "R 1.8 2 5.4 5 1.2 R 8.8 9 5.4 5 1.2 M 4.5 7 L 4.5 11.5 L 8.8 11.5",
    "plus": "M 8 3 L 8 13 M 3 8 L 13 8",
    "minus": "M 3.5 8 L 12.5 8",
    "search": "O 7 7 4.3 M 10.3 10.3 L 14 14",
    "lock": "R 3 7 10 7 1.5 M 5.2 7 L 5.2 4.8 C 5.2 1.2 10.8 1.2 10.8 4.8 L 10.8 7",
    "cross": "M 4 4 L 12 12 M 12 4 L 4 12",
    "octagon": "M 5.2 1.5 L 10.8 1.5 L 14.5 5.2 L 14.5 10.8 L 10.8 14.5 L 5.2 14.5 L 1.5 10.8 L 1.5 5.2 Z "
    "M 8 4.6 L 8 8.8 M 8 11.3 L 8 11.35",
    "clock": "O 8 8 6 M 8 4.6 L 8 8 L 10.6 9.4",
    "info": "O 8 8 6.2 M 8 7.4 L 8 11 M 8 5 L 8 5.05",
    "arrow_up": "M 8 13.5 L 8 2.8 M 3.8 7 L 8 2.8 L 12.2 7",
    "arrow_down": "M 8 2.5 L 8 13.2 M 3.8 9 L 8 13.2 L 12.2 9",
    "arrow_right": "M 2.5 8 L 13.2 8 M 9 3.8 L 13.2 8 L 9 12.2",
    "arrow_left": "M 13.5 8 L 2.8 8 M 7 3.8 L 2.8 8 L 7 12.2",
    "pause": "M 5.6 4 L 5.6 12 M 10.4 4 L 10.4 12",
    "square": "R 3.6 3.6 8.8 8.8 1",
    "stop": "M 5.6 2.2 L 10.4 2.2 L 13.8 5.6 L 13.8 10.4 L 10.4 13.8 L 5.6 13.8 L 2.2 10.4 L 2.2 5.6 Z "
    "M 5.2 8 L 10.8 8",
    "question": "M 5.4 5.6 C 5.4 1.8 11 2 11 5.4 C 11 7.6 8.1 7.6 8.1 10 M 8.1 12.9 L 8.1 12.95",
    "chevron_down": "M 4 6.2 L 8 10.2 L 12 6.2",
    "chevron_up": "M 4 9.8 L 8 5.8 L 12 9.8",
    "chevron_right": "M 6 3.6 L 10.4 8 L 6 12.4",
    "chevron_left": "M 10 3.6 L 5.6 8 L 10 12.4",
    "pencil": "M 2.6 13.4 L 3.4 10.2 L 10.8 2.8 C 11.4 2.2 12.4 2.2 13 2.8 C 13.7 3.5 13.7 4.4 13.1 5 "
    "L 5.8 12.5 Z M 9.4 4.3 L 11.6 6.5",
    "download": "M 8 2 L 8 10 M 4.4 6.8 L 8 10.4 L 11.6 6.8 M 2.5 13.5 L 13.5 13.5",
    "upload": "M 8 10.4 L 8 2.4 M 4.4 5.8 L 8 2.2 L 11.6 5.8 M 2.5 13.5 L 13.5 13.5",
    "printer": "M 4.5 5.5 L 4.5 2 L 11.5 2 L 11.5 5.5 R 2 5.5 12 6 1.5 R 4.5 9.2 7 4.8 0.8",
    "link": "M 6.5 9.5 L 9.5 6.5 M 7 4.8 L 8.8 3 C 11.4 0.6 15.4 4.6 13 7.2 L 11.2 9 "
    "M 9 11.2 L 7.2 13 C 4.6 15.4 0.6 11.4 3 8.8 L 4.8 7",
    "dot": "O 8 8 1.6",
}  # fmt: skip

ICON_NAMES: tuple[str, ...] = tuple(_PATHS)


@cache
def icon_path(name: str) -> QPainterPath:
    """The outline of an icon on its 16 px grid.

    Raises:
        KeyError: if there is no such icon.
    """
    path = QPainterPath()
    words = _PATHS[name].split()
    position = 0

    def take(count: int) -> list[float]:
        nonlocal position
        numbers = [float(word) for word in words[position : position + count]]
        position += count
        return numbers

    while position < len(words):
        command = words[position]
        position += 1
        if command == "M":
            path.moveTo(*take(2))
        elif command == "L":
            path.lineTo(*take(2))
        elif command == "C":
            path.cubicTo(*take(6))
        elif command == "O":
            x, y, r = take(3)
            path.addEllipse(QPointF(x, y), r, r)
        elif command == "R":
            x, y, w, h, r = take(5)
            path.addRoundedRect(QRectF(x, y, w, h), r, r)
        else:
            path.closeSubpath()
    return path


def draw_icon(painter: QPainter, rect: QRectF, name: str, color: QColor, *, stroke: float = 1.5) -> None:
    """Draws an icon into a square; `stroke` is the line width in device-independent pixels at any size."""
    scale = rect.width() / 16.0
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(scale, scale)
    pen = QPen(color, stroke / scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(icon_path(name))
    painter.restore()


class _TokenIconEngine(QIconEngine):
    """Draws the icon anew in the current theme's colour, so that a stored QIcon never goes stale."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRectF(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side)
        draw_icon(painter, square, self._name, theme.color("text3" if mode == QIcon.Mode.Disabled else self._token))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _TokenIconEngine(self._name, self._token)


def icon(name: str, token: str = "text2") -> QIcon:
    """A QIcon for menus and actions that follows the theme."""
    return QIcon(_TokenIconEngine(name, token))
