"""Buttons that paint themselves; Qt keeps clicking, keyboard and accessibility."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLayout, QPushButton, QSizePolicy, QWidget

from ui.theme import BORDER, BORDER_FOCUS, CONTROL_HEIGHT, RADIUS_CONTROL, RADIUS_TAG, body_font, caption_font, theme
from ui.widgets.flow import FlowLayout
from ui.widgets.icons import draw_icon
from ui.widgets.keyboard_focus import BY_KEYBOARD
from ui.widgets.paint import ALIGN_LEFT, draw_box, draw_text


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
        self._shows_focus = event.reason() in BY_KEYBOARD
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
        self._shows_focus = event.reason() in BY_KEYBOARD
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
