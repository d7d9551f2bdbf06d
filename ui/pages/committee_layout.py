"""Where things stand on a page of the committee: cards that scroll at the left, what is signed at the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui.forms.side_panel import PANEL_WIDTH
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M
from ui.widgets.scroll import ScrollArea


def lay_beside(page: QWidget, cards: QWidget, panels: Sequence[QWidget]) -> tuple[ScrollArea, QStackedWidget]:
    """Fill a page with cards and, beside them, one of several panels.

    Returns:
        The area that the cards scroll in, and the panels, the first one shown.
    """
    area, side = ScrollArea(cards), QStackedWidget()
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    side.setFixedWidth(PANEL_WIDTH)
    for panel in panels:
        side.addWidget(panel)
    row = QHBoxLayout(page)
    row.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
    # The scroll bar takes ten of the sixteen pixels between the columns.
    row.setSpacing(SPACE_M - 10)
    row.addWidget(area, 1)
    row.addWidget(side)
    return area, side
