"""A page of the gallery."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M


def gallery_page() -> tuple[QWidget, QGridLayout]:
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
    grid.setSpacing(SPACE_M)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return page, grid
