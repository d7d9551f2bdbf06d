"""A drawing as a file, SVG or PNG, in light colours whatever the theme; a file is written whole or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSaveFile, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from ui.text import tr
from ui.theme import LIGHT, Ink, Theme

_MARGIN, _PNG_SCALE = 16, 3
_PIXELS_PER_INCH = 96

Draw = Callable[[QPainter, QRectF, Ink, float], None]
"""Draws into a rectangle by the colours given; the number is how many units a pixel of the screen has."""


class PlotNotWrittenError(Exception):
    """The file can't be written; the text says where and why."""


@dataclass(frozen=True)
class Picture:
    """What is drawn, as large as it is saved.

    Attributes:
        title: of the SVG.
        size: in pixels of the screen, with the margins.
        draw: draws it within the margins.
    """

    title: str
    size: QSize
    draw: Draw

    def as_svg(self) -> bytes:
        """The picture in lines and letters."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(self.size)
        generator.setViewBox(QRect(0, 0, self.size.width(), self.size.height()))
        # One unit of the drawing is one pixel of CSS.
        generator.setResolution(_PIXELS_PER_INCH)
        generator.setTitle(self.title)
        painter = QPainter(generator)
        self._paint(painter, 1.0)
        painter.end()
        return bytes(buffer.data().data())

    def as_png(self) -> bytes:
        """The picture in pixels."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.render().save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def render(self) -> QImage:
        """The picture, three times as fine as the screen."""
        image = QImage(self.size * _PNG_SCALE, QImage.Format.Format_RGB32)
        image.setDotsPerMeterX(round(_PIXELS_PER_INCH * _PNG_SCALE / 0.0254))
        image.setDotsPerMeterY(round(_PIXELS_PER_INCH * _PNG_SCALE / 0.0254))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self._paint(painter, float(_PNG_SCALE))
        painter.end()
        return image

    def _paint(self, painter: QPainter, unit: float) -> None:
        ink, margin = Theme(LIGHT), _MARGIN * unit
        whole = QRectF(0, 0, self.size.width() * unit, self.size.height() * unit)
        painter.fillRect(whole, ink.color("surface"))
        self.draw(painter, whole.adjusted(margin, margin, -margin, -margin), ink, unit)


def save_figure(picture: Picture, as_csv: Callable[[], bytes], path: Path) -> None:
    """Write the picture as .svg or .png, or its numbers as .csv, by the path's ending.

    Raises:
        PlotNotWrittenError: another ending, or the place can't be written.
    """
    makers: Mapping[str, Callable[[], bytes]] = {".svg": picture.as_svg, ".png": picture.as_png, ".csv": as_csv}
    maker = makers.get(path.suffix.lower())
    if maker is None:
        raise PlotNotWrittenError(tr("{path}: choose a name that ends in .svg, .png or .csv.").format(path=path))
    target = QSaveFile(str(path))
    written = target.open(QSaveFile.OpenModeFlag.WriteOnly) and target.write(maker()) >= 0 and target.commit()
    if not written:
        why = target.errorString().rstrip(".")
        raise PlotNotWrittenError(tr("{path} can't be written: {why}.").format(path=path, why=why))
