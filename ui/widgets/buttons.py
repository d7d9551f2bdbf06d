"""Buttons and small choices that paint themselves; Qt keeps clicking, keyboard and accessibility."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme import (
    BORDER,
    BORDER_FOCUS,
    BORDER_SELECTED,
    CONTROL_HEIGHT,
    RADIUS_CONTROL,
    RADIUS_TAG,
    SPACE_XS,
    body_font,
    caption_font,
    theme,
)
from ui.widgets.flow import FlowLayout
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_CENTER, ALIGN_LEFT, ALIGN_RIGHT, draw_box, draw_text

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


# Pixels that a segment keeps where a form's row is narrow.
_SEGMENT_AT_LEAST = 56.0


class _PaintedButton(QPushButton):
    """Measures and lays out icon and text; the subclasses choose ground and colours."""

    _padding = 12.0

    def __init__(
        self, text: str, icon_name: str = "", *, height: int = CONTROL_HEIGHT, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._icon_name = icon_name
        self._height = height
        self._shows_focus = False
        self.setFont(self._text_font())
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def text_width(self) -> float:
        """The room that the text needs."""
        return QFontMetricsF(self.font()).horizontalAdvance(self.text())

    def text_rect(self) -> QRectF:
        """The room that the text has."""
        icon_room = 16.0 + 8.0 if self._icon_name else 0.0
        content = icon_room + self.text_width()
        left = max((self.width() - content) / 2, self._padding if self._padding < 4 else self._padding - 2) + icon_room
        return QRectF(left, 0, self.width() - left - 2, self.height())

    def sizeHint(self) -> QSize:
        icon_room = 16.0 + 8.0 if self._icon_name else 0.0
        return QSize(int(self._padding * 2 + icon_room + self.text_width() + 0.999), self._height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = event.reason() in _KEYBOARD_REASONS
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter acts on the focused button, as people expect outside dialogs too.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _text_font(self) -> QFont:
        return body_font(500)

    def _draws_focus(self) -> bool:
        return self.hasFocus() and self._shows_focus

    def _paint_content(self, painter: QPainter, color: QColor) -> None:
        rect = self.text_rect()
        if self._icon_name:
            square = QRectF(rect.left() - 24, rect.center().y() - 8, 16, 16)
            draw_icon(painter, square, self._icon_name, color)
        draw_text(painter, rect, self.text(), self.font(), color, ALIGN_LEFT)


def _mixed(color: QColor, other: QColor, share: float) -> QColor:
    return QColor.fromRgbF(
        color.redF() * (1 - share) + other.redF() * share,
        color.greenF() * (1 - share) + other.greenF() * share,
        color.blueF() * (1 - share) + other.blueF() * share,
    )


class PrimaryButton(_PaintedButton):
    """The one filled button of a page or panel; its text names the object."""

    def _text_font(self) -> QFont:
        return body_font(600)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if not self.isEnabled():
            draw_box(painter, rect, RADIUS_CONTROL, theme.color("sunken"), theme.color("line"), BORDER)
            self._paint_content(painter, theme.color("text3"))
            return
        accent, on_accent = theme.color("accent"), theme.color("on_accent")
        ground = _mixed(accent, theme.color("text"), 0.18 if self.isDown() else 0.09 if self.underMouse() else 0.0)
        draw_box(painter, rect, RADIUS_CONTROL, ground)
        if self._draws_focus():
            draw_box(painter, rect.adjusted(2, 2, -2, -2), RADIUS_TAG, None, on_accent, BORDER_FOCUS)
        self._paint_content(painter, on_accent)


class SecondaryButton(_PaintedButton):
    """An outlined button."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if not self.isEnabled():
            draw_box(painter, rect, RADIUS_CONTROL, theme.color("sunken"), theme.color("line"), BORDER)
            self._paint_content(painter, theme.color("text3"))
            return
        ground = theme.color("soft" if self.isDown() else "sunken" if self.underMouse() else "surface")
        focus = self._draws_focus()
        line = theme.color("accent" if focus else "control")
        draw_box(painter, rect, RADIUS_CONTROL, ground, line, BORDER_FOCUS if focus else BORDER)
        self._paint_content(painter, theme.color("text"))


class LinkButton(_PaintedButton):
    """A link in accent; 14 px by default, 12 px in lists of sources."""

    _padding = 4.0

    def __init__(
        self, text: str, icon_name: str = "", *, small: bool = False, weight: int = 500, parent: QWidget | None = None
    ) -> None:
        self._small, self._weight = small, weight
        super().__init__(text, icon_name, height=20 if small else CONTROL_HEIGHT, parent=parent)

    def _text_font(self) -> QFont:
        return (caption_font if self._small else body_font)(self._weight)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = theme.color("accent" if self.isEnabled() else "text3")
        if self._draws_focus():
            draw_box(painter, QRectF(self.rect()), RADIUS_TAG, None, theme.color("accent"), BORDER_FOCUS)
        self._paint_content(painter, color)
        if self.underMouse() and self.isEnabled():
            rect = self.text_rect()
            base = rect.center().y() + QFontMetricsF(self.font()).ascent() / 2 + 1
            painter.fillRect(QRectF(rect.left(), base, min(self.text_width(), rect.width()), 1), color)


class IconButton(QAbstractButton):
    """A square button with only an icon: its name is in the tooltip and the accessible name."""

    def __init__(self, icon_name: str, name: str, *, size: int = CONTROL_HEIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name, self._side, self._shows_focus = icon_name, size, False
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = event.reason() in _KEYBOARD_REASONS
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse() and self.isEnabled():
            draw_box(painter, rect, RADIUS_CONTROL, theme.color("neutral"))
        if self.hasFocus() and self._shows_focus:
            draw_box(painter, rect, RADIUS_CONTROL, None, theme.color("accent"), BORDER_FOCUS)
        inset = (self._side - 16) / 2
        square = QRectF(inset, inset, 16, 16)
        draw_icon(painter, square, self._icon_name, theme.color("text2" if self.isEnabled() else "text3"))


class CheckBox(QCheckBox):
    """A check box, 18 px square, text beside it."""

    value_changed = Signal()

    def __init__(self, text: str, *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(body_font())
        self.setAccessibleName(text)
        self.setChecked(checked)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.toggled.connect(lambda _checked: self.value_changed.emit())

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: object) -> None:
        self.setChecked(bool(value))

    def set_finding(self, severity: str | None) -> None:
        """Check boxes show findings below themselves only."""

    def sizeHint(self) -> QSize:
        return QSize(int(18 + 10 + QFontMetricsF(self.font()).horizontalAdvance(self.text()) + 6), 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(2, (self.height() - 18) / 2, 18, 18)
        enabled = self.isEnabled()
        if self.isChecked():
            draw_box(painter, box, RADIUS_TAG, theme.color("accent" if enabled else "control"))
            draw_icon(painter, box.adjusted(2, 2, -2, -2), "check", theme.color("on_accent"), stroke=2.0)
        else:
            draw_box(
                painter,
                box,
                RADIUS_TAG,
                theme.color("surface" if enabled else "sunken"),
                theme.color("control"),
                BORDER,
            )
        if self.hasFocus():
            draw_box(painter, box.adjusted(-2, -2, 2, 2), 6, None, theme.color("accent"), BORDER_FOCUS)
        rect = QRectF(box.right() + 8, 0, self.width() - box.right() - 8, self.height())
        draw_text(painter, rect, self.text(), self.font(), theme.color("text" if enabled else "text3"))


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


@dataclass(frozen=True)
class Choice:
    """One row of a radio list: text at the left, a note at the right ("follows the rule")."""

    value: object
    text: str
    note: str = ""
    enabled: bool = True


class RadioRow(QRadioButton):
    """A radio as a row of a card: 32 high; the chosen one lies on soft with an accent border."""

    def __init__(self, choice: Choice, *, parent: QWidget | None = None) -> None:
        super().__init__(choice.text, parent)
        self.choice = choice
        self.setEnabled(choice.enabled)
        self.setAccessibleName(f"{choice.text}, {choice.note}" if choice.note else choice.text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        text = QFontMetricsF(body_font(600)).horizontalAdvance(self.choice.text)
        note = QFontMetricsF(caption_font()).horizontalAdvance(self.choice.note)
        return QSize(int(36 + text + (16 + note if self.choice.note else 0) + 13), CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, CONTROL_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        chosen, focus = self.isChecked(), self.hasFocus()
        if chosen:
            width = BORDER_FOCUS if focus else BORDER_SELECTED
            draw_box(painter, rect, RADIUS_CONTROL, theme.color("soft"), theme.color("accent"), width)
        elif focus:
            draw_box(painter, rect, RADIUS_CONTROL, None, theme.color("accent"), BORDER_FOCUS)
        elif self.underMouse() and self.isEnabled():
            draw_box(painter, rect, RADIUS_CONTROL, theme.color("sunken"))
        disc = QRectF(11, rect.center().y() - 8, 16, 16)
        line = theme.color("accent" if chosen else "control")
        draw_box(painter, disc, 8, theme.color("surface"), line, BORDER_SELECTED if chosen else 1.2)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(disc.center(), 4, 4)
        note_width = QFontMetricsF(caption_font()).horizontalAdvance(self.choice.note)
        note = QRectF(rect.right() - 12 - note_width - 1, 0, note_width + 1, rect.height())
        token = "text" if self.isEnabled() else "text3"
        text_rect = QRectF(36, 0, note.left() - 36 - (8 if self.choice.note else 0), rect.height())
        whole = draw_text(painter, text_rect, self.choice.text, body_font(600 if chosen else 400), theme.color(token))
        self.setToolTip("" if whole else self.choice.text)
        note_token = "text2" if self.isEnabled() else "text3"
        draw_text(painter, note, self.choice.note, caption_font(), theme.color(note_token), ALIGN_RIGHT)


class RadioList(QWidget):
    """Exclusive radio rows below each other; a choice from the rows' values."""

    value_changed = Signal()

    def __init__(self, choices: Sequence[Choice], name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_XS // 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._group.buttonToggled.connect(self._on_toggled)
        self._rows: list[RadioRow] = []
        self.set_choices(choices)

    def rows(self) -> list[RadioRow]:
        return list(self._rows)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Replaces the rows and keeps the chosen value if it is still there and enabled."""
        value = self.value()
        for row in self._rows:
            self._group.removeButton(row)
            self._layout.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for choice in choices:
            row = RadioRow(choice, parent=self)
            self._group.addButton(row)
            self._layout.addWidget(row)
            self._rows.append(row)
            row.show()
        if self._rows:
            self.setFocusProxy(self._rows[0])
        self.set_value(value)

    def value(self) -> object | None:
        return next((row.choice.value for row in self._rows if row.isChecked()), None)

    def set_value(self, value: object) -> None:
        for row in self._rows:
            if row.choice.value == value and row.isEnabled():
                row.setChecked(True)
                return
        # An exclusive group refuses to clear its last button.
        self._group.setExclusive(False)
        for row in self._rows:
            row.setChecked(False)
        self._group.setExclusive(True)

    def set_finding(self, severity: str | None) -> None:
        """Radio lists show findings below themselves only."""

    def _on_toggled(self, row: QAbstractButton, checked: bool) -> None:
        if checked:
            self.setFocusProxy(row)
            self.value_changed.emit()


def button_row(*buttons: QWidget, align_right: bool = True) -> QLayout:
    """A foot of buttons, 8 px apart; at the left they go on in a second line where they need one."""
    if not align_right:
        flow = FlowLayout(spacing=8)
        for button in buttons:
            flow.addWidget(button)
        return flow
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row
