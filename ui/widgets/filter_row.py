"""The filter row: a search field, "name value" controls and yes-or-no boxes, on one line where there is room."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import BORDER, BORDER_FOCUS, CONTROL_HEIGHT, RADIUS_CONTROL, SPACE_XS, body_font, theme
from ui.widgets.combo_box import ComboBox
from ui.widgets.icons import draw_icon
from ui.widgets.options import Option
from ui.widgets.paint import ALIGN_LEFT, draw_box, draw_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.widgets.line_edit import LineEdit

_LEFT, _RIGHT, _GAP = 9, 7, 4
_GLYPH = 14
_WIDEST_VALUE = 132.0
_SEARCH_AT_LEAST = 104
ANY = None


class FilterBox(ComboBox):
    """One of a list, or any: "Level any"; set, it lies on soft and carries a cross that clears it.

    Args:
        name: what it filters by.
        any_text: said of the value while nothing is chosen.
        options: what can be chosen.
    """

    def __init__(
        self, name: str, any_text: str, options: Sequence[Option] = (), *, parent: QWidget | None = None
    ) -> None:
        self._name, self._any_text, self._is_short = name, any_text, False
        super().__init__([Option(ANY, any_text), *options], name, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.view().setMinimumWidth(200)
        self.value_changed.connect(self._tell)
        self.setCurrentIndex(0)
        self._tell()

    def set_choices(self, options: Sequence[Option]) -> None:
        """Replaces what can be chosen; what was chosen stays chosen if it is still there."""
        known = [Option(ANY, self._any_text), *options]
        if list(self._options) != known:
            self.set_options(known)
            self._tell()

    def set_value(self, value: object) -> None:
        """Chooses a value; None, or one that is not there, is any."""
        found = next((at for at, option in enumerate(self._options) if at and option.value == value), 0)
        self.setCurrentIndex(found)

    @property
    def is_set(self) -> bool:
        """Whether it filters anything out."""
        return self.currentIndex() > 0

    def set_short(self, is_short: bool) -> None:
        """Leaves out the word for "any" where there is little room."""
        if is_short != self._is_short:
            self._is_short = is_short
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._width(is_short=self._is_short), CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def width_if(self, *, is_short: bool) -> int:
        """The width it would take."""
        return self._width(is_short=is_short)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or (
            event.key() == Qt.Key.Key_Escape and self.is_set
        ):
            self.setCurrentIndex(0)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.is_set and self._cross_rect().adjusted(-5, -9, 7, 9).contains(event.position()):
            self.setCurrentIndex(0)
            return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        is_set, focus = self.is_set, self.hasFocus()
        line = theme.color("accent" if is_set or focus else "control")
        fill = theme.color("soft" if is_set else "surface")
        draw_box(painter, QRectF(self.rect()), RADIUS_CONTROL, fill, line, BORDER_FOCUS if focus else BORDER)
        left = float(_LEFT)
        name_width = QFontMetricsF(body_font()).horizontalAdvance(self._name)
        token = "text" if is_set else "text2"
        box = QRectF(left, 0, name_width + 1, self.height())
        draw_text(painter, box, self._name, body_font(), theme.color(token), ALIGN_LEFT)
        value = self._value_text()
        whole = True
        if value:
            left += name_width + _GAP
            room = QRectF(left, 0, self.width() - _RIGHT - _GLYPH - 3 - left, self.height())
            whole = draw_text(painter, room, value, body_font(600), theme.color("text"), ALIGN_LEFT)
        self.setToolTip("" if whole else f"{self._name} {self.currentText()}")
        glyph = "cross" if is_set else "chevron_down"
        draw_icon(painter, self._cross_rect(), glyph, theme.color("text2"), stroke=1.4)

    def _cross_rect(self) -> QRectF:
        side = 12.0 if self.is_set else float(_GLYPH)
        return QRectF(self.width() - _RIGHT - side, self.height() / 2 - side / 2, side, side)

    def _value_text(self, *, is_short: bool | None = None) -> str:
        short = self._is_short if is_short is None else is_short
        return self.currentText() if self.is_set else "" if short else self._any_text

    def _width(self, *, is_short: bool) -> int:
        value = self._value_text(is_short=is_short)
        width = QFontMetricsF(body_font()).horizontalAdvance(self._name)
        if value:
            width += _GAP + min(QFontMetricsF(body_font(600)).horizontalAdvance(value), _WIDEST_VALUE) + 1
        return ceil(_LEFT + width + 4 + _GLYPH + _RIGHT)

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._name}: {self.currentText()}")
        self.updateGeometry()


class FilterCheck(QWidget):
    """A yes-or-no filter: a box of 14 px and a word inside a control of 32."""

    value_changed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        """Build it off."""
        super().__init__(parent)
        self._text, self._is_on = text, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._tell()

    def isChecked(self) -> bool:
        """Whether it is on."""
        return self._is_on

    def value(self) -> bool:
        """Whether it is on."""
        return self._is_on

    def set_value(self, value: object) -> None:
        """Turn it on or off."""
        if bool(value) != self._is_on:
            self._is_on = bool(value)
            self._tell()
            self.update()
            self.value_changed.emit()

    def sizeHint(self) -> QSize:
        return QSize(ceil(10 + 15 + 7 + QFontMetricsF(body_font()).horizontalAdvance(self._text) + 10), CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.set_value(not self._is_on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.set_value(not self._is_on)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        focus = self.hasFocus()
        line = theme.color("accent" if self._is_on or focus else "control")
        fill = theme.color("soft" if self._is_on else "surface")
        draw_box(painter, QRectF(self.rect()), RADIUS_CONTROL, fill, line, BORDER_FOCUS if focus else BORDER)
        box = QRectF(10, self.height() / 2 - 7.5, 15, 15)
        if self._is_on:
            draw_box(painter, box, 4, theme.color("accent"))
            draw_icon(painter, box.adjusted(1.5, 1.5, -1.5, -1.5), "check", theme.color("on_accent"), stroke=1.8)
        else:
            draw_box(painter, box, 4, theme.color("surface"), theme.color("control"), BORDER)
        rect = QRectF(box.right() + 7, 0, self.width() - box.right() - 9, self.height())
        draw_text(painter, rect, self._text, body_font(), theme.color("text" if self._is_on else "text2"))

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._text}: {'✓' if self._is_on else '–'}")


class FilterRow(QWidget):
    """Search and filters in one line; where they don't fit, the word "any" goes first, then a second line comes."""

    def __init__(
        self, search: LineEdit, filters: Sequence[FilterBox | FilterCheck], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._search, self._filters = search, tuple(filters)
        self._lines = 1
        for widget in (search, *self._filters):
            widget.setParent(self)
        for before, after in zip((search, *self._filters), self._filters, strict=False):
            QWidget.setTabOrder(before, after)
        for one in self._filters:
            one.value_changed.connect(self._place)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._place()

    @property
    def lines(self) -> int:
        """How many lines it takes now."""
        return self._lines

    def sizeHint(self) -> QSize:
        return QSize(600, self._lines * CONTROL_HEIGHT + (self._lines - 1) * SPACE_XS)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        gaps = SPACE_XS * len(self._filters)
        room = self.width()
        is_short = self._wanted(is_short=False) + gaps + _SEARCH_AT_LEAST + 26 > room
        for one in self._filters:
            if isinstance(one, FilterBox):
                one.set_short(is_short)
        fits = self._wanted(is_short=is_short) + gaps + _SEARCH_AT_LEAST <= room
        # Two lines have room for every word.
        if not fits:
            for one in self._filters:
                if isinstance(one, FilterBox):
                    one.set_short(False)
        lines = 1 if fits else self._fill_lines()
        if fits:
            self._put(room - self._wanted(is_short=is_short) - gaps, list(self._filters), 0, with_search=True)
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def _fill_lines(self) -> int:
        """The filters first, the search takes what is left of the line that has the most."""
        lines: list[list[FilterBox | FilterCheck]] = [[]]
        used = _SEARCH_AT_LEAST + 40
        for one in self._filters:
            wide = one.sizeHint().width() + SPACE_XS
            if lines[-1] and used + wide > self.width():
                lines.append([])
                used = 0
            lines[-1].append(one)
            used += wide
        for number, line in enumerate(lines):
            taken = sum(one.sizeHint().width() + SPACE_XS for one in line)
            self._put(self.width() - taken, line, number, with_search=number == 0)
        return len(lines)

    def _put(self, search_width: int, line: list[FilterBox | FilterCheck], number: int, *, with_search: bool) -> None:
        top, left = number * (CONTROL_HEIGHT + SPACE_XS), 0
        if with_search:
            self._search.setGeometry(QRect(0, top, max(search_width, _SEARCH_AT_LEAST), CONTROL_HEIGHT))
            left = self._search.width() + SPACE_XS
        for one in line:
            width = one.sizeHint().width()
            one.setGeometry(QRect(left, top, width, CONTROL_HEIGHT))
            left += width + SPACE_XS

    def _wanted(self, *, is_short: bool) -> int:
        return sum(
            one.width_if(is_short=is_short) if isinstance(one, FilterBox) else one.sizeHint().width()
            for one in self._filters
        )
