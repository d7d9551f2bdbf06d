"""A controlled term: typing offers those that contain what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QFrame, QWidget

from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option, PopupDelegate, fill_model, popup_view
from ui.widgets.words import tr

if TYPE_CHECKING:
    from collections.abc import Sequence


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
        self._popup = popup_view()
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
        fill_model(self._model, options)

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
        return tr("Not a term of the list. Type three letters and choose one.")

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
