"""One assumption of a protocol: what is not stated, what is assumed, what the registration says; its answer."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.protocol.assumptions import change_assumptions, value_at
from domain.protocol.labels import choice_label_of, label_of
from domain.protocol.model import Protocol, Provenance
from domain.protocol.reader import ProtocolRefused
from ui.screens.protocol_step import say_faults
from ui.text import tr
from ui.theme import theme
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.card import Hairline
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option


@dataclass(frozen=True)
class Answer:
    """A person's answer to one assumption."""

    path: str
    value: object
    reason: str


class AssumptionRow(QWidget):
    """One assumption; opens in place to be confirmed or changed.

    Signals:
        answered: a person has confirmed or changed it.
    """

    answered = Signal()

    def __init__(self, protocol: Protocol, path: str) -> None:
        """Build it closed.

        Args:
            protocol: with the assumption.
            path: of it.
        """
        super().__init__()
        self._protocol, self.path = protocol, path
        self._origin: Provenance = protocol.provenance[path]
        self._assumed = value_at(protocol, path)
        self.answer: Answer | None = None
        self._editor: QWidget | None = None
        self._label = name_assumption(protocol, path)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(16)
        title = Label(self._label, weight=500, wrap=True)
        self._value = Label(wrap=True)
        said = Label(self._origin.says, size="caption", token="text2", wrap=True)
        self._link = LinkButton(tr("Open"))
        self._link.setAccessibleName(tr("Open {what}").format(what=self._label))
        self._link.clicked.connect(self.open_editor)
        policy = self._link.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._link.setSizePolicy(policy)
        self._link.setFixedWidth(64)
        row.addWidget(title, 5)
        row.addWidget(self._value, 5)
        row.addWidget(said, 5)
        row.addWidget(self._link)
        column.addLayout(row)
        self._body = QVBoxLayout()
        column.addLayout(self._body)
        column.addWidget(Hairline())
        self._show_value()

    @property
    def _is_list(self) -> bool:
        """Whether the value is a list of clauses, too long to be typed here."""
        return self.path.endswith("dlt.clauses")

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.is_open:
            painter = QPainter(self)
            painter.fillRect(self.rect().adjusted(0, 0, 0, -1), theme.color("soft"))
            painter.fillRect(QRectF(0, 0, 3, self.height() - 1), theme.color("accent"))

    @property
    def link(self) -> LinkButton:
        """Opens it, or lets the answer be changed."""
        return self._link

    @property
    def is_open(self) -> bool:
        """Whether the editor is shown."""
        return self._editor is not None

    def _show_value(self) -> None:
        value = self.answer.value if self.answer else self._assumed
        words = choice_label_of(self.path, value)
        if self._is_list:
            words = words.replace("; ", "\n")
        self._value.setText(f"\u2713 {tr(words)}" if self.answer else tr(words))
        self._link.setText(tr("Change") if self.answer else tr("Open"))

    def open_editor(self) -> None:
        """Show the value to be confirmed or changed, with the reason."""
        if self._editor is not None:
            return
        self._editor = QWidget()
        self.update()
        column = QVBoxLayout(self._editor)
        column.setContentsMargins(0, 0, 0, 4)
        column.addWidget(
            Label(tr("Assumed: {what}.").format(what=self._origin.source), size="caption", token="text2", wrap=True)
        )
        current = self.answer.value if self.answer else self._assumed
        if self._origin.choices:
            control: ComboBox | LineEdit = ComboBox(
                [Option(choice, tr(choice_label_of(self.path, choice))) for choice in self._origin.choices],
                self._label,
            )
            control.set_value(next((c for c in self._origin.choices if _same(c, current)), current))
        else:
            control = LineEdit(self._label)
            control.set_value(_typed(current))
            control.setReadOnly(self._is_list)
        self._control = control
        hint = tr("another list is written in a protocol file of your own") if self._is_list else ""
        self._control_row = FormRow(tr("Value"), control, hint)
        self._reason = LineEdit(tr("Reason"))
        self._reason.set_value(self.answer.reason if self.answer else "")
        reason_row = FormRow(
            tr("Reason, kept with the confirmation"), self._reason, tr("needed where the value changes")
        )
        self._button = PrimaryButton(tr("Confirm"))
        self._button.setAccessibleName(tr("Confirm {what}").format(what=self._label))
        self._button.clicked.connect(self._confirm)
        self._control.value_changed.connect(self._check)
        self._reason.value_changed.connect(self._check)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._control_row, 3, Qt.AlignmentFlag.AlignTop)
        row.addWidget(reason_row, 4, Qt.AlignmentFlag.AlignTop)
        side = QVBoxLayout()
        side.addSpacing(20)
        side.addWidget(self._button)
        side.addStretch(1)
        row.addLayout(side)
        column.addLayout(row)
        self._body.addWidget(self._editor)
        self._link.hide()
        self._check()
        self._button.setFocus()

    def _read(self) -> object:
        """The value in the editor, of the kind that the file has."""
        value = self._control.value()
        if self._origin.choices or not isinstance(value, str):
            return value
        text = value.strip()
        if isinstance(self._assumed, int) and not isinstance(self._assumed, bool) and text.lstrip("-").isdigit():
            return int(text)
        if isinstance(self._assumed, Decimal):
            try:
                return Decimal(text)
            except InvalidOperation:
                return text
        if isinstance(self._assumed, list):
            return [_number_or_text(one.strip()) for one in text.split(",") if one.strip()]
        return text

    def _check(self) -> None:
        """The value must be one that the protocol can run with, and a change needs a reason."""
        value = self._read()
        problem = ""
        try:
            change_assumptions(self._protocol, {self.path: value}, confirmed_by=tr("check"))
        except ProtocolRefused as refused:
            problem = say_faults(refused).splitlines()[0].partition(": ")[2]
        changed = not _same(value, self._assumed)
        if not problem and changed and not str(self._reason.value() or "").strip():
            self._control_row.set_finding(None)
            self._button.setEnabled(False)
            self._button.setText(tr("Change: say why"))
            return
        self._control_row.set_finding("hard" if problem else None, problem)
        self._button.setText(tr("Change") if changed else tr("Confirm"))
        self._button.setEnabled(not problem)

    def _confirm(self) -> None:
        self.answer = Answer(self.path, self._read(), str(self._reason.value() or "").strip())
        self._close()

    def confirm_as_assumed(self) -> None:
        """Confirm without opening."""
        self.answer = Answer(self.path, self._assumed, "")
        self._close()

    def _close(self) -> None:
        if self._editor is not None:
            self._body.removeWidget(self._editor)
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None
        self._link.show()
        self.update()
        self._show_value()
        self.answered.emit()


def name_assumption(protocol: Protocol, path: str) -> str:
    """What is assumed, told apart from others of its kind by its code or name, and from those of other parts."""
    label = tr(label_of(path))
    others = [other for other in protocol.assumptions if other != path and label_of(other) == label_of(path)]
    part, steps = _part_of(path), path.split(".")
    beside = [other.split(".") for other in others if _part_of(other) == part]
    if beside:
        own = next((step for step in reversed(steps) if all(step not in other for other in beside)), steps[-1])
        label = f"{label}: {own.replace('_', ' ').replace('[', ' ').rstrip(']')}"
    is_elsewhere = any(_part_of(other) != part and other.split(".")[2:] == steps[2:] for other in others)
    return f"{label} ({part})" if part and is_elsewhere else label


def _part_of(path: str) -> str:
    return path.split(".")[1] if path.startswith("parts.") else ""


def _typed(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def _number_or_text(text: str) -> object:
    try:
        return int(text) if text.isdigit() else Decimal(text)
    except InvalidOperation:
        return text


def _same(one: object, other: object) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return _typed(one).casefold() == _typed(other).casefold()
