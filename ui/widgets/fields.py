"""Text fields and lists for forms. They paint their own frame; caret, IME, undo, selection and menu stay Qt's.

Each field speaks the same small protocol, which `Form` relies on: `value()`, `set_value(value)`, the signal
`value_changed`, `set_finding(severity)` with "hard", "soft" or None, and, where text may be unreadable,
`problem()` with the sentence to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QFrame,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionFrame,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

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
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_RIGHT, draw_box, draw_text
from ui.widgets.scroll import quiet_bars

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CAPTION_ROLE = Qt.ItemDataRole.UserRole + 40
_PADDING = 11
# The keyboard comes to stay: not back from a list that popped up or from another window.
_ARRIVING = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


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


class LineEdit(QLineEdit):
    """One line of text, 32 high, with a unit or a search glyph inside."""

    value_changed = Signal()

    def __init__(
        self,
        name: str = "",
        *,
        unit: str = "",
        icon_name: str = "",
        placeholder: str = "",
        tabular: bool = False,
        align_right: bool = False,
        height: int = CONTROL_HEIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._unit, self._icon_name, self._fixed_height = unit, icon_name, height
        self._severity: str | None = None
        self.setFrame(False)
        self.setFont(body_font(tabular=tabular))
        self.setAccessibleName(f"{name}, {unit}" if unit and name else name)
        self.setPlaceholderText(placeholder)
        if align_right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._update_margins()
        self.textChanged.connect(lambda _text: self.value_changed.emit())

    @property
    def unit(self) -> str:
        return self._unit

    def set_unit(self, unit: str) -> None:
        self._unit = unit
        self._update_margins()
        self.update()

    def value(self) -> object:
        """The text without blanks at its ends."""
        return self.text().strip()

    def set_value(self, value: object) -> None:
        self.setText("" if value is None else str(value))

    def setText(self, text: str | None) -> None:
        super().setText(text)
        if not self.hasFocus():
            self.setCursorPosition(0)  # a text that is too long is read from its beginning

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.hasSelectedText() and event.reason() in _ARRIVING:
            self.end(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in (*_ARRIVING, Qt.FocusReason.MouseFocusReason):
            self.setCursorPosition(0)

    def problem(self) -> str | None:
        """Why the text can't be read, or None; the plain field takes any text."""
        return None

    def set_finding(self, severity: str | None) -> None:
        self._severity = severity
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, self._fixed_height)

    def minimumSizeHint(self) -> QSize:
        margins = self.textMargins()
        return QSize(margins.left() + margins.right() + 24, self._fixed_height)

    def initStyleOption(self, option: QStyleOptionFrame) -> None:
        super().initStyleOption(option)
        # Qt would fill the whole rectangle, corners included; the ground is ours.
        palette = option.palette
        palette.setBrush(palette.ColorRole.Base, Qt.BrushStyle.NoBrush)
        option.palette = palette

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_field_frame(painter, self, self._severity, focused=self.hasFocus(), read_only=self.isReadOnly())
        if self._icon_name:
            draw_icon(painter, QRectF(10, self.height() / 2 - 7, 14, 14), self._icon_name, theme.color("text2"))
        if self._unit:
            rect = QRectF(0, 0, self.width() - _PADDING, self.height())
            draw_text(painter, rect, self._unit, caption_font(), theme.color("text3"), ALIGN_RIGHT)
        painter.end()
        super().paintEvent(event)

    def _right_room(self) -> int:
        unit = QFontMetricsF(caption_font()).horizontalAdvance(self._unit)
        return _PADDING - 2 + (int(unit + 0.999) + 6 if self._unit else 0)

    def _update_margins(self) -> None:
        # QLineEdit adds 2 px of its own inside the text margins.
        self.setTextMargins(30 if self._icon_name else _PADDING - 2, 0, self._right_room(), 0)


class PasswordEdit(LineEdit):
    """A line whose text is shown as dots."""

    def __init__(self, name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> object:
        """The password as typed: its blanks count."""
        return self.text()


class NumberEdit(LineEdit):
    """A decimal number with its unit. The text stays as typed, so that 0.10 is not made 0.1."""

    def __init__(
        self,
        name: str = "",
        *,
        unit: str = "",
        decimals: int | None = None,
        signed: bool = False,
        align_right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, unit=unit, tabular=True, align_right=align_right, parent=parent)
        self._decimals, self._signed = decimals, signed

    def value(self) -> object:
        """The number as `Decimal`, or None if the field is empty or can't be read."""
        text = self.text().strip().replace("\u2212", "-")
        if "," in text and "." not in text:
            text = text.replace(",", ".")
        try:
            number = Decimal(text)
        except InvalidOperation:
            return None
        return number if number.is_finite() else None

    def set_value(self, value: object) -> None:
        self.setText("" if value is None else str(value))

    def problem(self) -> str | None:
        text = self.text().strip()
        if not text:
            return None
        number = self.value()
        if not isinstance(number, Decimal) or "e" in text.casefold():
            return _tr("Not a number.")
        if not self._signed and number < 0:
            return _tr("A number below 0 is not possible here.")
        exponent = number.as_tuple().exponent
        if self._decimals is not None and isinstance(exponent, int) and -exponent > self._decimals:
            if self._decimals == 0:
                return _tr("A whole number is needed.")
            return _tr("At most %1 decimals.").replace("%1", str(self._decimals))
        return None


class DateEdit(LineEdit):
    """A date as typed, whole or partial, with or without a time. What it means is up to the injected `parse`.

    Args:
        parse: turns the text into a value; raises ValueError with the sentence to show if it can't.
        show: turns a value back into text for `set_value`; `str` unless given.
    """

    def __init__(
        self,
        name: str = "",
        *,
        parse: Callable[[str], object],
        show: Callable[[object], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, tabular=True, parent=parent)
        self._parse, self._show = parse, show

    def value(self) -> object:
        """What `parse` made of the text; None if the field is empty or can't be read."""
        text = self.text().strip()
        if not text:
            return None
        try:
            return self._parse(text)
        except ValueError:
            return None

    def set_value(self, value: object) -> None:
        self.setText("" if value is None else value if isinstance(value, str) else self._show(value))

    def minimumSizeHint(self) -> QSize:
        # A date that starts out of sight is a wrong date.
        whole = QFontMetricsF(self.font()).horizontalAdvance("30 Nov 2026")
        return QSize(int(whole + 2 * _PADDING + 4), super().minimumSizeHint().height())

    def problem(self) -> str | None:
        text = self.text().strip()
        if not text:
            return None
        try:
            self._parse(text)
        except ValueError as error:
            return str(error) or _tr("Not a date. Type 15 Nov 2026, Nov 2026 or 2026.")
        return None


# --- lists --------------------------------------------------------------------------------------


class PopupDelegate(QStyledItemDelegate):
    """Rows of a popup list: text, and a caption right of it or below it in text3."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        text = QFontMetricsF(body_font()).horizontalAdvance(str(index.data() or ""))
        return QSize(int(text + 24), 44 if index.data(CAPTION_ROLE) else CONTROL_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        rect = QRectF(option.rect)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("soft"))
            painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), theme.color("accent"))
        text, caption = str(index.data() or ""), index.data(CAPTION_ROLE)
        token = "text" if state & QStyle.StateFlag.State_Enabled else "text3"
        inner = rect.adjusted(12, 0, -12, 0)
        if caption:
            top = QRectF(inner.x(), inner.y() + 4, inner.width(), 20)
            draw_text(painter, top, text, body_font(), theme.color(token))
            below = QRectF(inner.x(), inner.y() + 23, inner.width(), 17)
            draw_text(painter, below, str(caption), caption_font(), theme.color("text3"))
        else:
            draw_text(painter, inner, text, body_font(), theme.color(token))
        painter.restore()


def _popup_view(parent: QWidget | None = None) -> QListView:
    view = QListView(parent)
    view.setItemDelegate(PopupDelegate(view))
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setUniformItemSizes(False)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    quiet_bars(view)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view


@dataclass(frozen=True)
class Option:
    """One item of a list: the value kept, the text shown, a caption below it."""

    value: object
    text: str
    caption: str = ""


def _fill_model(model: QStandardItemModel, options: Sequence[Option]) -> None:
    model.clear()
    for option in options:
        item = QStandardItem(option.text)
        item.setData(option.value, Qt.ItemDataRole.UserRole)
        item.setData(option.caption, CAPTION_ROLE)
        item.setEditable(False)
        model.appendRow(item)


class ComboBox(QComboBox):
    """One of a closed list that is too long for segments."""

    value_changed = Signal()

    def __init__(
        self, options: Sequence[Option], name: str = "", *, height: int = CONTROL_HEIGHT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._severity: str | None = None
        self._fixed_height = height
        self.setFont(body_font())
        self.setAccessibleName(name)
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        view = _popup_view(self)
        self.setView(view)
        self.setMaxVisibleItems(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._options: tuple[Option, ...] = ()
        self.set_options(options)
        self.currentIndexChanged.connect(lambda _index: self.value_changed.emit())

    def set_options(self, options: Sequence[Option]) -> None:
        """Replaces the list and keeps the chosen value if it is still there."""
        value = self.value()
        self.blockSignals(True)
        self._options = tuple(options)
        _fill_model(self._items, self._options)
        self.blockSignals(False)
        self.set_value(value)
        if self.value() != value:
            self.value_changed.emit()

    def value(self) -> object:
        """The chosen value, or None."""
        index = self.currentIndex()
        return self._options[index].value if 0 <= index < len(self._options) else None

    def set_value(self, value: object) -> None:
        found = next((i for i, option in enumerate(self._options) if option.value == value and value is not None), -1)
        self.setCurrentIndex(found)

    def set_finding(self, severity: str | None) -> None:
        self._severity = severity
        self.update()

    def sizeHint(self) -> QSize:
        widest = max(
            (QFontMetricsF(self.font()).horizontalAdvance(option.text) for option in self._options), default=80.0
        )
        return QSize(int(min(widest, 280) + 11 + 36), self._fixed_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(88, self._fixed_height)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a form must never change a value under the pointer.
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setCurrentIndex(-1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_field_frame(painter, self, self._severity, focused=self.hasFocus())
        rect = QRectF(_PADDING, 0, self.width() - _PADDING - 32, self.height())
        token = "text" if self.isEnabled() else "text3"
        text = self.currentText() or self.placeholderText()
        whole = draw_text(painter, rect, text, self.font(), theme.color(token if self.currentText() else "text3"))
        self.setToolTip("" if whole else text)
        chevron = QRectF(self.width() - 24, self.height() / 2 - 7, 14, 14)
        draw_icon(painter, chevron, "chevron_down", theme.color("text2" if self.isEnabled() else "text3"))


class TermEdit(LineEdit):
    """A controlled term: typing offers the terms that contain what was typed; only a term of the list counts."""

    def __init__(
        self,
        options: Sequence[Option] = (),
        name: str = "",
        *,
        min_letters: int = 3,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, placeholder=placeholder, parent=parent)
        self._min_letters = min_letters
        self._options: dict[str, Option] = {}
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self)
        # Else Down on the last match, often the only one, leaves the list with nothing chosen.
        self._completer.setWrapAround(False)
        self._completer.setModel(self._model)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._completer.setMaxVisibleItems(8)
        self._popup = _popup_view()
        self._popup.setFrameShape(QFrame.Shape.StyledPanel)
        self._completer.setPopup(self._popup)
        # QCompleter puts its own delegate on the popup.
        self._popup.setItemDelegate(PopupDelegate(self._popup))
        self._completer.setWidget(self)
        self._completer.activated[str].connect(self._take)  # type: ignore[index]
        self.textEdited.connect(self._offer)
        self.set_options(options)

    @property
    def completer_popup(self) -> QAbstractItemView:
        """The list that offers terms."""
        return self._popup

    def set_options(self, options: Sequence[Option]) -> None:
        """Replaces the list of terms."""
        self._options = {option.text.casefold(): option for option in options}
        _fill_model(self._model, options)

    def chosen(self) -> Option | None:
        """The term that the text names, in whatever case it was typed."""
        return self._options.get(self.text().strip().casefold())

    def value(self) -> object:
        """The value of the chosen term; None if the text is not a term of the list."""
        option = self.chosen()
        return option.value if option else None

    def set_value(self, value: object) -> None:
        option = next((o for o in self._options.values() if o.value == value and value is not None), None)
        self.setText(option.text if option else "")

    def problem(self) -> str | None:
        if not self.text().strip() or self.chosen():
            return None
        return _tr("Not a term of the list. Type three letters and choose one.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._popup.isVisible() and event.key() in (
            Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
        ):  # fmt: skip
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Down:
            self._offer(self.text(), shows_all=True)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        option = self.chosen()
        if option and event.reason() != Qt.FocusReason.PopupFocusReason and self.text() != option.text:
            self.setText(option.text)
        super().focusOutEvent(event)

    def _offer(self, text: str, *, shows_all: bool = False) -> None:
        typed = text.strip()
        if len(typed) < self._min_letters and not shows_all:
            self._popup.hide()
            return
        self._completer.setCompletionPrefix(typed)
        if self._completer.completionCount() == 0:
            self._popup.hide()
            return
        self._completer.complete()
        self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _take(self, text: str) -> None:
        self.setText(text)


# --- several lines ------------------------------------------------------------------------------


class TextArea(QWidget):
    """Several lines of plain text; Tab leaves the field. Grows with its text up to `max_lines`."""

    value_changed = Signal()

    def __init__(
        self,
        name: str = "",
        *,
        lines: int = 3,
        max_lines: int = 8,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._severity: str | None = None
        self._lines, self._max_lines = lines, max(lines, max_lines)
        self.edit = _AreaEdit(self)
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.setFont(body_font())
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(placeholder)
        self.edit.document().setDocumentMargin(0)
        self.edit.viewport().setAutoFillBackground(False)
        quiet_bars(self.edit)
        self.edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PADDING, 7, 4, 7)
        layout.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.installEventFilter(self)

    def text(self) -> str:
        return self.edit.toPlainText()

    def setText(self, text: str) -> None:
        self.edit.setPlainText(text)

    def value(self) -> object:
        """The text without blanks at its ends."""
        return self.text().strip()

    def set_value(self, value: object) -> None:
        self.setText("" if value is None else str(value))

    def set_finding(self, severity: str | None) -> None:
        self._severity = severity
        self.update()

    def setReadOnly(self, read_only: bool) -> None:
        self.edit.setReadOnly(read_only)
        self.update()

    def sizeHint(self) -> QSize:
        lines = min(max(self._lines, round(self.edit.document().size().height())), self._max_lines)
        return QSize(200, int(lines * QFontMetricsF(self.edit.font()).lineSpacing() + 14 + 1.999))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        elif event.type() == QEvent.Type.Resize:
            self.updateGeometry()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_field_frame(painter, self, self._severity, focused=self.edit.hasFocus(), read_only=self.edit.isReadOnly())

    def _on_text_changed(self) -> None:
        self.updateGeometry()
        self.value_changed.emit()


class _AreaEdit(QPlainTextEdit):
    """A text edit without a minimum size of its own."""

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 16)


def _tr(text: str) -> str:
    return QCoreApplication.translate("widgets", text)
