"""The choice of a dose level or a cohort: each says whether a slot is open, and if not why and until when."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from domain.escalation.slots import SlotAnswer, assess_backfill_slot, assess_cohort_slot, assess_slot
from domain.escalation.status import PartStatus
from ui.text import Words, say_number, tr
from ui.widgets.elided_label import Label
from ui.widgets.radio_list import Choice, RadioRow

_INDENT = 36


@dataclass(frozen=True)
class SlotRow:
    """A place that can be chosen.

    Attributes:
        number: of the level or the cohort.
        text: what the radio says.
        below: what stands below it besides the reason.
        note: at its right, whether it is open.
        reason: why it is closed, or what the next dose waits for.
    """

    number: int
    text: str
    note: str
    reason: str = ""
    below: str = ""


class SlotChoice(QWidget):
    """One radio a place; a closed one can be chosen, and is then asked about."""

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
        self._said: tuple[SlotRow, ...] = ()
        self._wanted: object = None

    def value(self) -> object:
        """The number of the chosen level or cohort, or None."""
        return next((number for number, row in self._rows.items() if row.isChecked()), None)

    def set_value(self, value: object) -> None:
        """Choose one; None clears. One that isn't there yet is chosen once it is."""
        self._wanted = value
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
        """The radio of a level or cohort.

        Raises:
            KeyError: the part has no such level or cohort.
        """
        return self._rows[number]

    def show_rows(self, rows: Sequence[SlotRow]) -> None:
        """Say of each place how it stood; the choice stays where the place does."""
        said = tuple(rows)
        if said == self._said:
            return
        self._said = said
        chosen = self.value() or self._wanted
        had_focus = any(row.hasFocus() for row in self._rows.values())
        self.blockSignals(True)
        self._clear()
        for place, one in enumerate(said):
            self._add(one)
            if one.below:
                self._add_line(one.number, one.below)
            # Places closed for the same reason say it once, below the last of them.
            is_last = place + 1 == len(said) or (said[place + 1].note, said[place + 1].reason) != (one.note, one.reason)
            if one.reason and (is_last or one.below):
                self._add_line(one.number, one.reason)
        self.set_value(chosen if chosen in self._rows else None)
        self.blockSignals(False)
        if had_focus:
            self.setFocus()

    def _add(self, one: SlotRow) -> None:
        row = RadioRow(Choice(one.number, one.text, one.note), parent=self)
        row.setAccessibleName(self.say_name(one))
        row.setAccessibleDescription(" ".join(text for text in (one.below, one.reason) if text))
        self._group.addButton(row)
        self._rows[one.number] = row
        self._place(row)
        if self.focusProxy() is None:
            self.setFocusProxy(row)

    def say_name(self, one: SlotRow) -> str:
        """The accessible name of a place."""
        return f"{one.text}, {one.note}"

    def _add_line(self, number: int, text: str) -> None:
        line = Label(text, size="caption", token="text2", wrap=True)
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
            self._wanted = row.choice.value
            self.value_changed.emit()


class LevelChoice(SlotChoice):
    """The levels of an escalation part, the highest on top as on the ladder."""

    def show_status(self, status: PartStatus, words: Words, *, is_backfill: bool = False) -> None:
        """Say of each level how it stood.

        Args:
            status: of the part.
            words: of the study.
            is_backfill: whether a subject is to be added at a cleared level, which opens other slots.
        """
        assess = assess_backfill_slot if is_backfill else assess_slot
        rows = []
        for level in reversed(status.part.levels):
            answer = assess(status, level.number)
            text = f"{level.number} · {say_number(level.dose)} {level.unit}"
            note = tr("open") if is_backfill and answer.is_open else _note(answer, words)
            rows.append(SlotRow(level.number, text, note, _reason(answer, words)))
        self.show_rows(rows)

    def say_name(self, one: SlotRow) -> str:
        return tr("level {number}, {note}").format(number=one.text, note=one.note)


class CohortSlotChoice(SlotChoice):
    """The cohorts of an opened expansion part, in the order of their numbers."""

    def show_status(self, status: PartStatus, words: Words) -> None:
        """Say of each cohort how it stood.

        Args:
            status: of the part.
            words: of the study.
        """
        rows = []
        for one in status.cohorts:
            answer = assess_cohort_slot(status, one)
            text = f"{one.number} · {say_number(one.level.dose)} {one.level.unit}"
            who = ", ".join(part for part in (one.cohort.title, one.cohort.tumour, one.cohort.marker) if part)
            note = tr("open") if answer.is_open and one.left is None else _note(answer, words)
            rows.append(SlotRow(one.number, text, note, _reason(answer, words), who))
        self.show_rows(rows)

    def say_name(self, one: SlotRow) -> str:
        return tr("cohort {number}, {note}").format(number=one.text, note=one.note)


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
