"""Several of a closed list, or of the records of a subject: boxes to tick, one stop for the Tab key."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.text import tr
from ui.widgets.check_box import CheckBox
from ui.widgets.elided_label import Label
from ui.widgets.options import Option
from ui.widgets.scroll import ScrollArea

_MOST_IN_SIGHT = 6
_BOX_HEIGHT = 28


class MultiChoice(QWidget):
    """Boxes in one column or more. Arrow keys go from box to box, the space bar ticks, an initial jumps.

    Its value is a tuple in the order of the list. With ``none_text`` there is one more box that says "none of these":
    ticked, the value is ``()``; with nothing ticked at all it is None, nobody has said.
    """

    value_changed = Signal()

    def __init__(
        self,
        options: Sequence[Option],
        name: str,
        *,
        columns: int = 1,
        none_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Build it with nothing ticked.

        Args:
            options: what can be ticked.
            name: said by screen readers.
            columns: beside each other.
            none_text: of the box for "none of these"; "" has none.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._columns, self._none_text = columns, none_text
        self._options: tuple[Option, ...] = ()
        self._boxes: list[CheckBox] = []
        self._none: CheckBox | None = None
        self._is_setting = False
        self.setAccessibleName(name)
        self._empty = Label(tr("None recorded."), size="caption", token="text2", wrap=True)
        self._inner = QWidget()
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._grid.setHorizontalSpacing(8)
        self._area = ScrollArea(self._inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area)
        column.addWidget(self._empty)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_options(options)

    def set_options(self, options: Sequence[Option]) -> None:
        """Replace the list; what is ticked stays ticked if it is still there."""
        before = self.value()
        for box in [*self._boxes, *([self._none] if self._none else [])]:
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._options = tuple(options)
        self._boxes = [self._box(option.text, option.caption) for option in self._options]
        self._none = self._box(self._none_text, "") if self._none_text else None
        every = self._every()
        for place, box in enumerate(every):
            self._grid.addWidget(box, place // self._columns, place % self._columns)
        lines = -(-len(every) // self._columns)
        self._area.setFixedHeight(max(1, min(lines, _MOST_IN_SIGHT)) * _BOX_HEIGHT)
        self._area.setVisible(bool(every))
        self._empty.setVisible(not every)
        if every:
            self.setFocusProxy(every[0])
        self._is_setting = True
        self.set_value(before)
        self._is_setting = False
        if self.value() != before:
            self.value_changed.emit()

    def boxes(self) -> tuple[CheckBox, ...]:
        """The boxes, the one for "none of these" last."""
        return tuple(self._every())

    def value(self) -> tuple[object, ...] | None:
        """What is ticked; None where nobody has said, if the list can say "none of these"."""
        ticked = tuple(option.value for option, box in zip(self._options, self._boxes, strict=True) if box.isChecked())
        if ticked or not self._none_text:
            return ticked
        return () if self._none is not None and self._none.isChecked() else None

    def set_value(self, value: object) -> None:
        """Tick what a tuple holds; None unticks everything."""
        wanted = value if isinstance(value, tuple) else ()
        for option, box in zip(self._options, self._boxes, strict=True):
            box.setChecked(option.value in wanted)
        if self._none is not None:
            self._none.setChecked(value == ())

    def set_finding(self, severity: str | None) -> None:
        """Boxes show findings below themselves only."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self._every():
            return self._on_key(self._every().index(watched), event)
        return False

    def _box(self, text: str, caption: str) -> CheckBox:
        box = _Box(f"{text}, {caption}" if caption else text)
        box.setToolTip(box.text())
        box.installEventFilter(self)
        box.toggled.connect(lambda is_on: self._on_toggled(box, is_on=is_on))
        return box

    def _every(self) -> list[CheckBox]:
        return [*self._boxes, *([self._none] if self._none is not None else [])]

    def _on_key(self, place: int, event: QKeyEvent) -> bool:
        every, key = self._every(), event.key()
        steps = {
            Qt.Key.Key_Down: self._columns,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
        }
        typed = event.text().casefold()
        if key in steps:
            aim = place + steps[Qt.Key(key)]
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            # One stop: from whichever box, Tab leaves the list.
            self._leave(forward=key == Qt.Key.Key_Tab)
            return True
        elif len(typed) == 1 and typed.isalnum():
            following = [*range(place + 1, len(every)), *range(place + 1)]
            aim = next((at for at in following if every[at].text().casefold().startswith(typed)), place)
        else:
            return False
        if 0 <= aim < len(every):
            every[aim].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(every[aim], 0, 0)
        return True

    def _leave(self, *, forward: bool) -> None:
        every = self._every()
        edge = every[-1] if forward else every[0]
        after = edge.nextInFocusChain() if forward else edge.previousInFocusChain()
        while after is not None and after is not edge:
            takes_tab = bool(after.focusPolicy() & Qt.FocusPolicy.TabFocus) and after.focusProxy() is None
            if takes_tab and after.isEnabled() and after.isVisibleTo(self.window()) and not self.isAncestorOf(after):
                reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
                after.setFocus(reason)
                return
            after = after.nextInFocusChain() if forward else after.previousInFocusChain()

    def _on_toggled(self, box: CheckBox, *, is_on: bool) -> None:
        if is_on and self._none is not None:
            # "None of these" and one of these can't both be so.
            others = self._boxes if box is self._none else [self._none]
            for other in others:
                other.setChecked(False)
        if not self._is_setting:
            self.value_changed.emit()


class _Box(CheckBox):
    """A check box that may be narrower than its text, which it then shortens; the whole is in the tooltip."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())
