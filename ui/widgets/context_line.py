"""The line that is always there: which study, which data, saved or not, and the way to any action."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.theme import (
    BORDER,
    BORDER_FOCUS,
    CONTEXT_HEIGHT,
    CONTROL_HEIGHT,
    PAGE_MARGIN,
    RADIUS_CONTROL,
    SPACE_M,
    body_font,
    caption_font,
    theme,
)
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_RIGHT, draw_box, draw_text
from ui.widgets.words import tr


@dataclass(frozen=True)
class ContextValues:
    """What the line says; an empty text leaves its item out.

    Attributes:
        saved: the time of the last save, as it is to be read ("14:08").
        is_dirty: True for "Unsaved changes" in its place.
        part: title of the part that is shown, where the study has several: a button that opens their list.
    """

    study: str = ""
    site: str = ""
    protocol: str = ""
    cut_off: str = ""
    treated: str = ""
    evaluable: str = ""
    saved: str = ""
    is_dirty: bool = False
    part: str = ""


class ContextLine(QWidget):
    """48 px: study | site | protocol | data cut-off | part | treated | evaluable … saved, find-or-do button.

    Where the window is narrow the words of the button go first, then the gaps and the labels; the values stay whole,
    but for the part's title, which loses its middle and is told by the tooltip.
    """

    find_requested = Signal()
    cut_off_clicked = Signal()
    part_clicked = Signal()

    def __init__(
        self, values: ContextValues | None = None, *, shortcut: str = "Ctrl+K", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values = values or ContextValues()
        self.setFixedHeight(CONTEXT_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 0)
        row.setSpacing(SPACE_M)
        self._facts = _Facts()
        self._saved = _Saved()
        self.find_button = _FindButton(shortcut)
        self.find_button.clicked.connect(self.find_requested)
        self._facts.clicked.connect(self.cut_off_clicked)
        self.part_button = self._facts.part_button
        self.part_button.clicked.connect(self.part_clicked)
        row.addWidget(self._facts, 1)
        row.addWidget(self._saved)
        row.addWidget(self.find_button)
        self.set_values(self._values)

    def values(self) -> ContextValues:
        return self._values

    def set_values(self, values: ContextValues) -> None:
        """Shows other values."""
        self._values = values
        self._facts.set_facts(values)
        self._saved.set_state(values.saved, is_dirty=values.is_dirty)
        self._fit_button()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_button()

    def _fit_button(self) -> None:
        rest = self.width() - 2 * PAGE_MARGIN - 2 * SPACE_M - self._saved.sizeHint().width()
        self.find_button.set_short(rest - 190 < self._facts.needed_width(0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))


class _Facts(QWidget):
    """The facts; a click on them asks for another data cut-off. The part among them is a button."""

    _GAP = 16.0
    _WAYS = ((0, _GAP), (0, 10.0), (1, _GAP), (1, 8.0))
    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._facts: list[tuple[str, str, str]] = []
        self._part_at = -1
        self.part_button = _PartButton(self)
        self.part_button.hide()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    def set_facts(self, values: ContextValues) -> None:
        rows = (
            ("", "", values.study),
            (tr("Site"), tr("Site"), values.site),
            (tr("Protocol"), "", values.protocol),
            (tr("Data cut-off"), tr("Cut-off"), values.cut_off),
            (tr("Part"), "", values.part),
            (tr("Treated"), tr("Tr."), values.treated),
            (tr("Evaluable"), tr("Ev."), values.evaluable),
        )
        part = rows[4]
        self._facts = [row for row in rows if row[2]]
        self._part_at = self._facts.index(part) if values.part else -1
        words = ", ".join(f"{label} {value}".strip() for label, _short, value in self._facts)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.part_button.set_part(values.part)
        self.part_button.setVisible(bool(values.part))
        self._place_button()
        self.update()

    def needed_width(self, form: int, gap: float = _GAP) -> float:
        """The width with long (0) or short (1) labels."""
        return sum(self._width(at, form) for at in range(len(self._facts))) + 2 * gap * max(len(self._facts) - 1, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        form, gap = self._way()
        x, height = 0.0, float(self.height())
        for position, fact in enumerate(self._facts):
            if position:
                painter.fillRect(QRectF(round(x + gap), height / 2 - 10, 1, 20), theme.color("line"))
                x += 2 * gap
            if position == self._part_at:
                x += self.part_button.width()
                continue
            label, value = fact[form], fact[2]
            if label:
                width = QFontMetricsF(body_font()).horizontalAdvance(label)
                draw_text(painter, QRectF(x, 0, width + 1, height), label, body_font(), theme.color("text3"))
                x += width + 6
            value_font = _value_font(position)
            width = QFontMetricsF(value_font).horizontalAdvance(value)
            room = max(min(width + 1, self.width() - x), 0)
            draw_text(painter, QRectF(x, 0, room, height), value, value_font, theme.color("text"))
            x += width

    def _way(self) -> tuple[int, float]:
        """Long or short labels, and the gap, with which all stands whole; the closest where nothing does."""
        return next((way for way in self._WAYS if self.needed_width(*way) <= self.width()), self._WAYS[-1])

    def _place_button(self) -> None:
        """Lay the part's button where its fact is; it gives up what the others lack."""
        if self._part_at < 0:
            return
        form, gap = self._way()
        self.part_button.set_label(self._facts[self._part_at][form])
        left = sum(self._width(at, form) + 2 * gap for at in range(self._part_at))
        lacks = max(0.0, self.needed_width(form, gap) - self.width())
        width = max(self.part_button.whole_width() - lacks, _PartButton.LEAST)
        self.part_button.setGeometry(round(left), (self.height() - CONTROL_HEIGHT) // 2, int(width), CONTROL_HEIGHT)

    def _width(self, at: int, form: int) -> float:
        fact = self._facts[at]
        if at == self._part_at:
            return self.part_button.whole_width(fact[form])
        label = QFontMetricsF(body_font()).horizontalAdvance(fact[form]) + 6 if fact[form] else 0.0
        return label + QFontMetricsF(_value_font(at)).horizontalAdvance(fact[2])


def _value_font(position: int) -> QFont:
    return body_font(600) if position == 0 else body_font(500, tabular=True)


class _PartButton(QPushButton):
    """The shown part's title with a chevron; opens the list of parts."""

    LEAST = 84.0
    _INSET, _CHEVRON = 8.0, 20.0

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._label, self._title = "", ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)

    def set_part(self, title: str) -> None:
        self._title = title
        self.setAccessibleName(tr("Part shown: %1").replace("%1", title))
        self.setToolTip(self.accessibleName())
        self.update()

    def set_label(self, label: str) -> None:
        self._label = label
        self.update()

    def whole_width(self, label: str | None = None) -> float:
        """The width at which the title is not shortened."""
        label = self._label if label is None else label
        said = QFontMetricsF(body_font()).horizontalAdvance(label) + 6 if label else 0.0
        title = QFontMetricsF(body_font(500)).horizontalAdvance(self._title)
        return 2 * self._INSET + said + title + self._CHEVRON + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        focus = self.hasFocus()
        line = theme.color("accent" if focus else "control" if self.underMouse() else "line")
        width = BORDER_FOCUS if focus else BORDER
        draw_box(painter, QRectF(self.rect()), RADIUS_CONTROL, theme.color("surface"), line, width)
        x, height = self._INSET, float(self.height())
        if self._label:
            said = QFontMetricsF(body_font()).horizontalAdvance(self._label)
            draw_text(painter, QRectF(x, 0, said + 1, height), self._label, body_font(), theme.color("text3"))
            x += said + 6
        room = self.width() - x - self._INSET - self._CHEVRON
        # The end of a title tells escalation from expansion, so the middle goes.
        metrics = QFontMetricsF(body_font(500))
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideMiddle, room + 1)
        draw_text(painter, QRectF(x, 0, room + 2, height), title, body_font(500), theme.color("text"))
        chevron = QRectF(self.width() - self._INSET - 14, height / 2 - 7, 14, 14)
        draw_icon(painter, chevron, "chevron_down", theme.color("text2"))


class _Saved(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._text, self._is_dirty = "", False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def set_state(self, saved: str, *, is_dirty: bool) -> None:
        self._is_dirty = is_dirty
        self._text = tr("Unsaved changes") if is_dirty else tr("Saved %1").replace("%1", saved) if saved else ""
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(body_font(500, tabular=True)).horizontalAdvance(self._text)
        return QSize(int(width + 24) if self._text else 0, CONTROL_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        square = QRectF(0, self.height() / 2 - 7, 14, 14)
        glyph, token = ("pencil", "warnline") if self._is_dirty else ("check", "accent")
        draw_icon(painter, square, glyph, theme.color(token))
        rect = QRectF(20, 0, self.width() - 20, self.height())
        draw_text(painter, rect, self._text, body_font(500, tabular=True), theme.color("text2"))


class _FindButton(QPushButton):
    def __init__(self, shortcut: str) -> None:
        super().__init__(tr("Find or do"))
        self._shortcut, self._short = shortcut, False
        self.setAccessibleName(tr("Find or do"))
        self.setToolTip(f"{self.text()}  {shortcut}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)

    def set_short(self, short: bool) -> None:
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        shortcut = QFontMetricsF(caption_font(500)).horizontalAdvance(self._shortcut)
        text = QFontMetricsF(body_font()).horizontalAdvance(self.text())
        return QSize(
            int(46 + shortcut) if self._short else max(190, int(32 + text + 16 + shortcut + 12)), CONTROL_HEIGHT
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        focus = self.hasFocus()
        line = theme.color("accent" if focus else "control" if self.underMouse() else "line")
        width = BORDER_FOCUS if focus else BORDER
        draw_box(painter, QRectF(self.rect()), RADIUS_CONTROL, theme.color("sunken"), line, width)
        draw_icon(painter, QRectF(11, self.height() / 2 - 7, 13, 13), "search", theme.color("text2"))
        rect = QRectF(32, 0, self.width() - 43, self.height())
        if not self._short:
            draw_text(painter, rect, self.text(), body_font(), theme.color("text3"))
        draw_text(painter, rect, self._shortcut, caption_font(500), theme.color("text3"), ALIGN_RIGHT)
