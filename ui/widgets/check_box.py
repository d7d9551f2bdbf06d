"""A check box that paints itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from ui.theme import BORDER, BORDER_FOCUS, RADIUS_TAG, body_font, theme
from ui.widgets.icons import draw_icon
from ui.widgets.paint import draw_box, draw_text


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
