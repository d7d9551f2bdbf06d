"""One value of the protocol, and what it is to be from now on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.amendment_draft import AmendableValue, amendable_values
from domain.protocol.labels import choice_label_of, label_of
from domain.protocol.model import Protocol
from ui.text import tr
from ui.theme import SPACE_S, SPACE_XS
from ui.widgets.buttons import SecondaryButton
from ui.widgets.combo_box import ComboBox
from ui.widgets.flow import high_as_needed
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option


class ValueChange(QWidget):
    """Which value, and the new one: typed, or chosen where only a few are allowed.

    Signals:
        wanted: the path of the value, and the new value.
    """

    wanted = Signal(str, object)

    def __init__(self) -> None:
        """Build it for no protocol yet."""
        super().__init__()
        self._values: dict[str, AmendableValue] = {}
        self.what = ComboBox([], tr("What to change"))
        self.value = LineEdit(tr("New value"))
        self.choice = ComboBox([], tr("New value"))
        self.value_row = high_as_needed(FormRow(tr("New value"), self.value))
        self.choice_row = high_as_needed(FormRow(tr("New value"), self.choice))
        self.change_button = SecondaryButton(tr("Change"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(FormRow(tr("A value"), self.what))
        column.addLayout(button_beside(self.change_button, self.value_row, self.choice_row))
        self.change_button.setAutoDefault(False)
        self.what.value_changed.connect(self._on_what)
        self.change_button.clicked.connect(self._change)

    def offer(self, protocol: Protocol) -> None:
        """What can be changed of a protocol; what was chosen stays chosen where it is still there."""
        chosen = self.what.value()
        values = amendable_values(protocol)
        self._values = {one.path: one for one in values}
        several = len(protocol.parts) > 1
        self.what.set_options([Option(one.path, _name_of(one.path, several=several)) for one in values])
        self.what.set_value(chosen if chosen in self._values else values[0].path)
        self._on_what()

    @property
    def _chosen(self) -> AmendableValue | None:
        return self._values.get(str(self.what.value() or ""))

    def _change(self) -> None:
        if (one := self._chosen) is not None:
            self.wanted.emit(one.path, self.choice.value() if one.choices else _read_like(one.value, self.value.text()))

    def _on_what(self) -> None:
        one = self._chosen
        if one is None:
            return
        self.choice_row.setVisible(bool(one.choices))
        self.value_row.setVisible(not one.choices)
        if one.choices:
            self.choice.set_options([Option(each, tr(choice_label_of(one.path, each))) for each in one.choices])
            same = next((each for each in one.choices if str(each).lower() == str(one.value).lower()), one.choices[0])
            self.choice.set_value(same)
        else:
            self.value.set_value(str(one.value))


def button_beside(button: SecondaryButton, *rows: QWidget) -> QHBoxLayout:
    """Rows of which one is shown, with a button at the right of the field, whatever is said below it."""
    aside = QVBoxLayout()
    label = next(row.label for row in rows if isinstance(row, FormRow))
    aside.addSpacing(label.sizeHint().height() + SPACE_XS)
    aside.addWidget(button)
    aside.addStretch(1)
    line = QHBoxLayout()
    line.setSpacing(SPACE_S)
    for row in rows:
        line.addWidget(row, 1)
    line.addLayout(aside)
    return line


def _read_like(before: object, text: str) -> object:
    """What was typed, of the kind that stands there now; what can't be one stays text, and the reader says why."""
    text = text.strip()
    if isinstance(before, bool):
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
    if isinstance(before, int) and text.lstrip("-").isdigit():
        return int(text)
    return text


def _name_of(path: str, *, several: bool) -> str:
    steps = path.split(".")
    label = tr(label_of(path))
    return f"{label} ({steps[1]})" if several and steps[0] == "parts" and len(steps) > 2 else label
