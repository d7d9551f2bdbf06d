"""How far something has come."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.theme import theme

_HEIGHT = 8


class ProgressBar(QProgressBar):
    """A thin bar: the accent fills a sunken ground from the left."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTextVisible(False)
        self.setFixedHeight(_HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.color("control"))
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(whole, _HEIGHT / 2, _HEIGHT / 2)
        share = (self.value() - self.minimum()) / max(self.maximum() - self.minimum(), 1)
        if share > 0:
            painter.setPen(theme.color("accent"))
            painter.setBrush(theme.color("accent"))
            filled = QRectF(whole.left(), whole.top(), max(whole.width() * share, _HEIGHT), whole.height())
            painter.drawRoundedRect(filled, _HEIGHT / 2, _HEIGHT / 2)
