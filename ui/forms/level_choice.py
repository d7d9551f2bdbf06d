"""The choice of a dose level: each level says whether a slot is open, and if not why and until when."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from domain.escalation.slots import SlotAnswer, assess_slot
from domain.escalation.status import PartStatus
from ui.text import Words, say_number, tr
from ui.widgets.buttons import Choice, RadioRow
from ui.widgets.elided_label import Label

_INDENT = 36


class LevelChoice(QWidget):
    """One radio a level, the highest on top as on the ladder; a closed level can be chosen, and is then asked about."""

    value_changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Build it empty; ``show_status`` fills it."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(self._on_toggled)
        self._rows: dict[int, RadioRow] = {}
        self._widgets: list[QWidget] = []
        self._said: tuple[tuple[str, str], ...] = ()

    def value(self) -> object:
        """The number of the chosen level, or None."""
        return next((number for number, row in self._rows.items() if row.isChecked()), None)

    def set_value(self, value: object) -> None:
        """Choose a level; None clears."""
        if isinstance(value, int) and value in self._rows:
            self._rows[value].setChecked(True)
            return
        self._group.setExclusive(False)
        for row in self._rows.values():
            row.setChecked(False)
        self._group.setExclusive(True)

    def set_finding(self, severity: str | None) -> None:
        """Findings are shown below the list only."""

    def row(self, number: int) -> RadioRow:
        """The radio of a level.

        Raises:
            KeyError: the part has no such level.
        """
        return self._rows[number]

    def show_status(self, status: PartStatus, words: Words) -> None:
        """Say of each level how it stood; the choice stays."""
        answers = [assess_slot(status, level.number) for level in reversed(status.part.levels)]
        said = tuple((_note(answer, words), _reason(answer, words)) for answer in answers)
        if said == self._said:
            return
        self._said = said
        chosen = self.value()
        had_focus = any(row.hasFocus() for row in self._rows.values())
        self.blockSignals(True)
        self._clear()
        for place, (answer, (note, reason)) in enumerate(zip(answers, said, strict=True)):
            level = status.part.level(answer.dose_level)
            text = f"{level.number} · {say_number(level.dose)} {level.unit}"
            self._add(level.number, Choice(level.number, text, note), reason)
            # Levels closed for the same reason say it once, below the last of them.
            if reason and (place + 1 == len(said) or said[place + 1] != said[place]):
                self._add_reason(level.number, reason)
        self.set_value(chosen)
        self.blockSignals(False)
        if had_focus:
            self.setFocus()

    def _add(self, number: int, choice: Choice, reason: str) -> None:
        row = RadioRow(choice, parent=self)
        row.setAccessibleName(tr("level {number}, {note}").format(number=choice.text, note=choice.note))
        row.setAccessibleDescription(reason)
        self._group.addButton(row)
        self._rows[number] = row
        self._place(row)
        if self.focusProxy() is None:
            self.setFocusProxy(row)

    def _add_reason(self, number: int, reason: str) -> None:
        line = Label(reason, size="caption", token="text2", wrap=True)
        line.setContentsMargins(_INDENT, 0, 12, 6)
        line.setBuddy(self._rows[number])
        self._place(line)

    def _place(self, widget: QWidget) -> None:
        self._column.addWidget(widget)
        self._widgets.append(widget)
        widget.show()

    def _clear(self) -> None:
        self.setFocusProxy(None)  # type: ignore[arg-type]
        for widget in self._widgets:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for row in self._rows.values():
            self._group.removeButton(row)
        self._rows, self._widgets = {}, []

    def _on_toggled(self, row: RadioRow, checked: bool) -> None:
        if checked:
            self.setFocusProxy(row)
            self.value_changed.emit()


def _note(answer: SlotAnswer, words: Words) -> str:
    if answer.is_open:
        return tr("open, {free} free").format(free=answer.free)
    if answer.until is not None:
        return tr("closed until {until}").format(until=words.moment(answer.until))
    return tr("closed")


def _reason(answer: SlotAnswer, words: Words) -> str:
    said = " ".join(words.reason(reason) for reason in answer.reasons)
    if answer.dose_from is not None and answer.reasons:
        said += " " + tr("First dose from {moment}.").format(moment=words.moment(answer.dose_from))
    return said
