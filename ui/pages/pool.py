"""Widgets that a page keeps and reuses: a redraw makes none anew."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QBoxLayout, QWidget

W = TypeVar("W", bound=QWidget)


class Pool(Generic[W]):
    """Widgets of one kind in a layout."""

    def __init__(self, layout: QBoxLayout, make: Callable[[], W]) -> None:
        self._layout, self._make = layout, make
        self._widgets: list[W] = []

    def fit(self, count: int) -> list[W]:
        """So many widgets, shown; the rest hidden."""
        while len(self._widgets) < count:
            widget = self._make()
            self._layout.addWidget(widget)
            self._widgets.append(widget)
        for index, widget in enumerate(self._widgets):
            widget.setVisible(index < count)
        return self._widgets[:count]

    @property
    def widgets(self) -> tuple[W, ...]:
        """All that were made, shown or not."""
        return tuple(self._widgets)
