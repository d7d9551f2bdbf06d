"""Step 2: everything that the registration leaves open, shown one by one; each is confirmed or changed."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.protocol.assumptions import change_assumptions, value_at
from domain.protocol.labels import choice_label_of, label_of
from domain.protocol.model import Protocol, Provenance
from domain.protocol.reader import ProtocolRefused
from ui.screens.protocol_step import say_faults
from ui.screens.step import Step
from ui.text import tr
from ui.theme import theme
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from ui.widgets.card import Card, Hairline
from ui.widgets.elided_label import Label
from ui.widgets.fields import ComboBox, LineEdit, Option
from ui.widgets.form_row import FormRow
from ui.widgets.scroll import ScrollArea


@dataclass(frozen=True)
class Answer:
    """A person's answer to one assumption."""

    path: str
    value: object
    reason: str


class AssumptionsStep(Step):
    """One row an assumption: what it is, what is assumed, what the registration says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the empty list."""
        super().__init__(
            tr("Assumptions"),
            "",
            tr("Each needs a person to confirm or change it. What you choose is kept in the audit trail."),
            parent,
        )
        self._protocol: Protocol | None = None
        self._rows: list[_AssumptionRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        holder = QWidget()
        holder.setLayout(self._list)
        self._confirm_all = SecondaryButton(tr("Confirm all that are left, as assumed"), "check")
        self._confirm_all.clicked.connect(self.confirm_all)
        head = QHBoxLayout()
        head.addStretch(1)
        head.addWidget(self._confirm_all)
        self.column.addLayout(head)
        card = Card(margin=8, bottom=8)
        titles = QHBoxLayout()
        titles.setContentsMargins(20, 0, 28, 4)
        titles.setSpacing(16)
        for title in (tr("Not stated"), tr("Assumption"), tr("What the registration says")):
            titles.addWidget(Label(title, size="caption", weight=500, token="text3"), 5)
        titles.addSpacing(64)
        card.body.addLayout(titles)
        self._area = ScrollArea(holder)
        card.add(self._area, 1)
        self.column.addWidget(card, 1)

    def show_protocol(self, protocol: Protocol) -> None:
        """List a protocol's assumptions; answers given to the same protocol stay."""
        if protocol is self._protocol:
            return
        self._protocol = protocol
        for row in self._rows:
            self._list.removeWidget(row)
            row.deleteLater()
        self._rows = []
        while self._list.count():
            self._list.takeAt(0)
        for path in protocol.assumptions:
            row = _AssumptionRow(protocol, path)
            row.answered.connect(self._on_answered)
            self._list.addWidget(row)
            self._rows.append(row)
        self._list.addStretch(1)
        self.heading.setText(tr("{count} things the registration does not state").format(count=len(self._rows)))
        self._open_next()
        self.changed.emit()

    @property
    def answers(self) -> list[Answer]:
        """What was answered, in file order."""
        return [row.answer for row in self._rows if row.answer is not None]

    @property
    def is_complete(self) -> bool:
        """Whether every assumption is answered."""
        return self._protocol is not None and all(row.answer for row in self._rows)

    @property
    def hint(self) -> str:
        """How many are left."""
        left = sum(row.answer is None for row in self._rows)
        return tr("{left} of {all} still to confirm").format(left=left, all=len(self._rows)) if left else ""

    @property
    def note(self) -> str:
        """How many are done."""
        return tr("{done} of {all} confirmed").format(done=len(self.answers), all=len(self._rows))

    def confirm_all(self) -> None:
        """Confirm what is left as assumed: a deliberate act of one person, recorded value by value."""
        for row in self._rows:
            if row.answer is None:
                row.confirm_as_assumed()

    def take_focus(self) -> None:
        """The first that is open."""
        self._open_next()

    def _on_answered(self) -> None:
        self._open_next()
        self.changed.emit()

    def _open_next(self) -> None:
        waiting = [row for row in self._rows if row.answer is None]
        if waiting and not any(row.is_open for row in self._rows):
            waiting[0].open_editor()
            QTimer.singleShot(0, waiting[0], lambda: self._area.ensureWidgetVisible(waiting[0], 0, 8))


class _AssumptionRow(QWidget):
    """One assumption; opens in place to be confirmed or changed."""

    answered = Signal()

    def __init__(self, protocol: Protocol, path: str) -> None:
        super().__init__()
        self._protocol, self._path = protocol, path
        self._origin: Provenance = protocol.provenance[path]
        self._assumed = value_at(protocol, path)
        self.answer: Answer | None = None
        self._editor: QWidget | None = None
        part = path.split(".")[1] if path.startswith("parts.") else ""
        label = tr(label_of(path))
        several = sum(1 for other in protocol.assumptions if label_of(other) == label_of(path)) > 1
        self._label = f"{label} ({part})" if several and part else label
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
        return self._path.endswith("dlt.clauses")

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.is_open:
            painter = QPainter(self)
            painter.fillRect(self.rect().adjusted(0, 0, 0, -1), theme.color("soft"))
            painter.fillRect(QRectF(0, 0, 3, self.height() - 1), theme.color("accent"))

    @property
    def is_open(self) -> bool:
        """Whether the editor is shown."""
        return self._editor is not None

    def _show_value(self) -> None:
        value = self.answer.value if self.answer else self._assumed
        words = choice_label_of(self._path, value)
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
                [Option(choice, tr(choice_label_of(self._path, choice))) for choice in self._origin.choices],
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
            change_assumptions(self._protocol, {self._path: value}, confirmed_by=tr("check"))
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
        self.answer = Answer(self._path, self._read(), str(self._reason.value() or "").strip())
        self._close()

    def confirm_as_assumed(self) -> None:
        """Confirm without opening."""
        self.answer = Answer(self._path, self._assumed, "")
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
