"""What can be reached by keyboard on a window, what it is called, and whether one sees where the keyboard is."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

# A ring may lie around the control that has the focus.
_RING = 4


def reachable(window: QWidget) -> list[QWidget]:
    """The visible, enabled widgets that Tab goes to."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def unnamed(window: QWidget) -> list[str]:
    """The reachable widgets of which a screen reader could say nothing, by their classes."""
    return [
        f"{type(widget).__name__} < {type(widget.parentWidget()).__name__}"
        for widget in reachable(window)
        if not _name(widget).strip()
    ]


def shows_focus(window: QWidget, widget: QWidget) -> bool:
    """Whether anything on or around a widget is painted otherwise once the keyboard is there."""
    if focused := QApplication.focusWidget():
        focused.clearFocus()
    QApplication.processEvents()
    before = _painted(window, widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    return _painted(window, widget) != before


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(QAccessible.Text.Name)) if interface is not None else ""


def _painted(window: QWidget, widget: QWidget) -> object:
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-_RING, -_RING, _RING, _RING)
    return window.grab(place).toImage()
