"""Ground and border that every field shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from ui.theme import BORDER, BORDER_FOCUS, BORDER_SELECTED, RADIUS_CONTROL, theme
from ui.widgets.paint import draw_box

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

FIELD_PADDING = 11


def draw_field_frame(
    painter: QPainter, widget: QWidget, severity: str | None, *, focused: bool, read_only: bool = False
) -> None:
    """Draws ground and border of a field: focus 2, finding 1.5, otherwise 1."""
    rect = QRectF(widget.rect())
    if read_only or not widget.isEnabled():
        line = "accent" if focused else "line"
        width = BORDER_FOCUS if focused else BORDER
        draw_box(painter, rect, RADIUS_CONTROL, theme.color("sunken"), theme.color(line), width)
        return
    line, width = "control", BORDER
    if severity:
        line, width = ("hardline" if severity == "hard" else "warnline"), BORDER_SELECTED
    if focused:
        # A finding keeps its colour while the field is being put right; the width still shows the focus.
        line, width = (line if severity else "accent"), BORDER_FOCUS
    draw_box(painter, rect, RADIUS_CONTROL, theme.color("surface"), theme.color(line), width)
