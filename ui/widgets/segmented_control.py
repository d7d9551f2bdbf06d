"""One of a short closed list, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import (
    BORDER,
    BORDER_FOCUS,
    BORDER_SELECTED,
    CONTROL_HEIGHT,
    RADIUS_CONTROL,
    body_font,
    caption_font,
    theme,
)
from ui.widgets.paint import ALIGN_CENTER, draw_box, draw_text

if TYPE_CHECKING:
    from collections.abc import Sequence


# Pixels that a segment keeps where a form's row is narrow.
_SEGMENT_AT_LEAST = 56.0


@dataclass(frozen=True)
class Segment:
    """One item of a segmented control.

    Attributes:
        value: what `SegmentedControl.value` returns.
        text: what is shown.
        enabled: False for a choice that can't be taken now.
        struck: True if the choice does not exist here (a grade that the term lacks): struck through and disabled.
        tooltip: why it can't be chosen.
    """

    value: object
    text: str
    enabled: bool = True
    struck: bool = False
    tooltip: str = ""


class SegmentedControl(QWidget):
    """One of a short closed list. Arrow keys move, digits or initials jump, disabled items are skipped."""

    value_changed = Signal()

    def __init__(
        self,
        segments: Sequence[Segment],
        name: str,
        *,
        height: int = CONTROL_HEIGHT,
        fill_width: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._segments: tuple[Segment, ...] = tuple(segments)
        self._index: int | None = None
        self._hover: int | None = None
        self._height = height
        self._fill_width = fill_width
        self._severity: str | None = None
        self._name = name
        self.setFont(body_font(500) if height >= CONTROL_HEIGHT else caption_font(500))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy.Policy.Expanding if fill_width else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._tell()

    def value(self) -> object | None:
        """The chosen value, or None."""
        return None if self._index is None else self._segments[self._index].value

    def set_value(self, value: object) -> None:
        """Chooses a value; None, or a value that isn't there, clears the choice."""
        found = next((i for i, s in enumerate(self._segments) if s.value == value and value is not None), None)
        self._choose(found)

    def segments(self) -> tuple[Segment, ...]:
        return self._segments

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """Replaces the items and keeps the chosen value if it is still allowed."""
        value = self.value()
        self._segments = tuple(segments)
        kept = next((i for i, s in enumerate(self._segments) if s.value == value and _is_allowed(s)), None)
        self._index = None if value is None else kept
        self._tell()
        self.updateGeometry()
        self.update()
        if self.value() != value:
            self.value_changed.emit()

    def set_finding(self, severity: str | None) -> None:
        self._severity = severity
        self.update()

    def segment_rects(self) -> list[QRectF]:
        """The rectangle of each item: the same for painting and for the mouse."""
        natural = [QFontMetricsF(self._bold()).horizontalAdvance(s.text) + 24 for s in self._segments]
        total, width = sum(natural), float(self.width())
        equal = width / max(len(natural), 1)
        if self._fill_width and all(n <= equal + 12 for n in natural):
            widths = [equal] * len(natural)
        else:
            widths = [n * width / total for n in natural] if total else []
        rects, left = [], 0.0
        for item in widths:
            rects.append(QRectF(left, 0, item, self.height()))
            left += item
        return rects

    def sizeHint(self) -> QSize:
        width = sum(QFontMetricsF(self._bold()).horizontalAdvance(s.text) + 24 for s in self._segments)
        return QSize(int(width + 1), self._height)

    def minimumSizeHint(self) -> QSize:
        # One that fills a form's row shortens its words, and says them in a tooltip, before the row is cut off.
        widths = [QFontMetricsF(self._bold()).horizontalAdvance(s.text) + 12 for s in self._segments]
        width = sum(min(width, _SEGMENT_AT_LEAST) if self._fill_width else width for width in widths)
        return QSize(int(width + 1), self._height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._step(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._step(-1)
        elif key == Qt.Key.Key_Home:
            self._choose(next((i for i, s in enumerate(self._segments) if _is_allowed(s)), self._index))
        elif key == Qt.Key.Key_End:
            allowed = [i for i, s in enumerate(self._segments) if _is_allowed(s)]
            self._choose(allowed[-1] if allowed else self._index)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(None)
        elif event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            typed = event.text().casefold()
            self._choose(
                next(
                    (i for i, s in enumerate(self._segments) if _is_allowed(s) and s.text.casefold().startswith(typed)),
                    self._index,
                )
            )
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position())
        if index is not None and self.isEnabled() and _is_allowed(self._segments[index]):
            self._choose(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position())
        if index != self._hover:
            self._hover = index
            self.setToolTip(self._tooltip_at(index) if index is not None else "")
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        line = {"hard": "hardline", "soft": "warnline"}.get(self._severity or "", "control")
        width = BORDER_SELECTED if self._severity else BORDER
        ground = "surface" if self.isEnabled() else "sunken"
        draw_box(painter, rect, RADIUS_CONTROL, theme.color(ground), theme.color(line), width)
        rects = self.segment_rects()
        for index, (segment, box) in enumerate(zip(self._segments, rects, strict=True)):
            chosen = index == self._index
            next_to_chosen = self._index is not None and index - 1 == self._index
            if index and not chosen and not next_to_chosen:
                painter.fillRect(QRectF(round(box.left()), 8, 1, box.height() - 16), theme.color("line"))
            if chosen:
                edge = theme.color("accent" if self.isEnabled() else "control")
                fill = theme.color("soft" if self.isEnabled() else "neutral")
                wide = BORDER_FOCUS if self.hasFocus() else BORDER_SELECTED
                draw_box(painter, box, RADIUS_CONTROL, fill, edge, wide)
            self._paint_text(painter, segment, box, chosen, hovered=index == self._hover)
        if self._severity:
            # Again on top: the chosen item's own border would hide half of it.
            draw_box(painter, rect, RADIUS_CONTROL, None, theme.color(line), width)
        if self.hasFocus():
            # Around the whole: the chosen item has an accent border with and without the keyboard.
            draw_box(painter, rect, RADIUS_CONTROL, None, theme.color("accent"), BORDER_FOCUS)

    def _paint_text(self, painter: QPainter, segment: Segment, box: QRectF, chosen: bool, *, hovered: bool) -> None:
        allowed = _is_allowed(segment) and self.isEnabled()
        text_font = self._bold() if chosen else QFont(self.font())
        if segment.struck:
            text_font.setStrikeOut(True)
        token = "text" if chosen or (hovered and allowed) else "text2" if allowed else "text3"
        draw_text(painter, box.adjusted(4, 0, -4, 0), segment.text, text_font, theme.color(token), ALIGN_CENTER)

    def _bold(self) -> QFont:
        return body_font(600) if self._height >= CONTROL_HEIGHT else caption_font(600)

    def _tooltip_at(self, index: int) -> str:
        segment = self._segments[index]
        room = self.segment_rects()[index].width() - 8
        is_cut = QFontMetricsF(self._bold()).horizontalAdvance(segment.text) > room + 0.5
        return "\n".join(text for text in (segment.text if is_cut else "", segment.tooltip) if text)

    def _index_at(self, point: QPointF) -> int | None:
        return next((i for i, rect in enumerate(self.segment_rects()) if rect.contains(point)), None)

    def _step(self, direction: int) -> None:
        index = (
            -1 if self._index is None and direction > 0 else len(self._segments) if self._index is None else self._index
        )
        index += direction
        while 0 <= index < len(self._segments):
            if _is_allowed(self._segments[index]):
                self._choose(index)
                return
            index += direction

    def _choose(self, index: int | None) -> None:
        if index != self._index:
            self._index = index
            self._tell()
            self.update()
            self.value_changed.emit()

    def _tell(self) -> None:
        chosen = "" if self._index is None else self._segments[self._index].text
        self.setAccessibleName(f"{self._name}: {chosen}" if chosen else self._name)
        self.setAccessibleDescription(", ".join(s.text for s in self._segments if _is_allowed(s)))


def _is_allowed(segment: Segment) -> bool:
    return segment.enabled and not segment.struck
