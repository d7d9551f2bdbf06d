"""A report's pages on the screen, as they will come out."""

import math

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.reports.output import render_pages
from ui.reports.paper import PaperName, Report
from ui.text import tr
from ui.theme import SPACE_M, theme
from ui.widgets.clear import clear
from ui.widgets.scroll import ScrollArea

_WIDEST_PAGE = 860
_PAGE_WIDTHS_IN: dict[str, float] = {"a4": 210 / 25.4, "letter": 8.5}


class Preview(ScrollArea):
    """The pages below each other, as wide as there is room, rendered for the screen's own resolution."""

    def __init__(self) -> None:
        self._content = QWidget()
        super().__init__(self._content)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Preview"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._pages = QVBoxLayout(self._content)
        self._pages.setContentsMargins(19, 2, 9, 20)
        self._pages.setSpacing(SPACE_M)
        self._report: Report | None = None
        self._paper: PaperName = "a4"
        self._drawn_for: tuple[int, float] = (0, 0.0)
        self._views: list[_PageView] = []
        # While the window is being dragged each width would be drawn.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(120)
        self._later.timeout.connect(self._redraw)

    @property
    def said(self) -> str:
        """How many pages of which paper."""
        name = tr("A4") if self._paper == "a4" else tr("Letter")
        text = tr("{count} page, {paper}") if len(self._views) == 1 else tr("{count} pages, {paper}")
        return text.format(count=len(self._views), paper=name)

    def pages(self) -> list[QImage]:
        """The pages as drawn."""
        return [view.image for view in self._views]

    def show_report(self, report: Report, paper: PaperName) -> None:
        """Show another report."""
        self._report, self._paper, self._drawn_for = report, paper, (0, 0.0)
        self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()

    def _redraw(self) -> None:
        width = min(self.viewport().width() - 28, _WIDEST_PAGE)
        ratio = self.devicePixelRatioF()
        if self._report is None or width < 40 or self._drawn_for == (width, ratio):
            return
        self._drawn_for = (width, ratio)
        # Rounded down, so that a page never needs a fraction of a pixel more than it has.
        dpi = math.floor(width * ratio / _PAGE_WIDTHS_IN[self._paper] * 100) / 100
        images = render_pages(self._report, dpi, self._paper)
        place = self.verticalScrollBar().value()
        clear(self._pages)
        self._views = []
        for number, image in enumerate(images, 1):
            image.setDevicePixelRatio(ratio)
            name = tr("Page {number} of {count}").format(number=number, count=len(images))
            self._views.append(_PageView(image, name))
            self._pages.addWidget(self._views[-1], 0, Qt.AlignmentFlag.AlignHCenter)
            self._views[-1].show()
        self._pages.addStretch(1)
        # The scroll area would only ask after the next round of events, and squeeze the pages until then.
        self._content.setMinimumHeight(self._pages.totalMinimumSize().height())
        self.verticalScrollBar().setValue(place)


class _PageView(QWidget):
    """One page with a hairline around it."""

    def __init__(self, image: QImage, name: str) -> None:
        super().__init__()
        self.image = image
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        size = self.image.deviceIndependentSize()
        return QSize(math.ceil(size.width()), math.ceil(size.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(0, 0, self.image)
        painter.setPen(theme.color("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
