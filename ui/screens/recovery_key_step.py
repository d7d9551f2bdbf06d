"""Step 5: the recovery key, shown this once; one goes on when it stands on paper."""

import secrets

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from storage.keys.data_key import DataKey
from storage.keys.recovery import recovery_text
from ui.screens.step import Step
from ui.text import tr
from ui.theme import RADIUS_CONTROL, caption_font, font, theme
from ui.widgets.buttons import SecondaryButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.paint import ALIGN_CENTER, draw_box, draw_text

_COLUMNS = 7


class RecoveryKeyStep(Step):
    """Shows the key of the study to be made, prints it, and asks for one group of it back.

    Signals:
        print_wanted: put it on paper.
    """

    print_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it without a key."""
        super().__init__(
            tr("Recovery key"),
            tr("Keep this key on paper"),
            tr(
                "It opens the study when a password or the key file is lost, and nothing else does. Print it, seal it "
                "in an envelope and keep it away from this computer. It is not shown again."
            ),
            parent,
        )
        self.key: DataKey | None = None
        self.was_printed = False
        self.asked_group = 0
        self._groups: list[str] = []
        self._cells: list[_Group] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(12)
        for index in range(2 * _COLUMNS):
            cell = _Group(index + 1)
            self._cells.append(cell)
            grid.addWidget(cell, index // _COLUMNS, index % _COLUMNS)
        self.print_button = SecondaryButton(tr("Print recovery key…"), "printer")
        self.print_button.clicked.connect(self.print_wanted)
        self._printed = Label(size="caption", token="text2")
        self.answer = LineEdit(tr("Group of the key"), tabular=True)
        self.answer.setMaxLength(8)
        self._row = FormRow("", self.answer, tr("as proof that it can be read where you keep it"), field="group")
        self._row.setMaximumWidth(360)
        card = Card(bottom=20, spacing=16)
        card.setMaximumWidth(760)
        card.body.addLayout(grid)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.print_button)
        line.addWidget(self._printed, 1)
        card.body.addLayout(line)
        card.add(self._row)
        self.column.addWidget(card)
        self.column.addStretch(1)
        self.answer.value_changed.connect(self._check)
        self.answer.returnPressed.connect(self.changed)

    def show_key(self, key: DataKey) -> None:
        """Show the key; the same key again keeps the answer."""
        if key is self.key:
            return
        self.key, self.was_printed = key, False
        self._groups = recovery_text(key).split("-")
        for cell, group in zip(self._cells, self._groups, strict=True):
            cell.set_text(group)
        self.asked_group = secrets.randbelow(len(self._groups)) + 1
        label = tr("I have written it down: type group {number} from your sheet").format(number=self.asked_group)
        self._row.set_label(label)
        self.answer.setAccessibleName(label)
        self.answer.clear()
        self._printed.setText("")
        self._check()

    def note_printed(self) -> None:
        """It stands on paper."""
        self.was_printed = True
        self._printed.setText(tr("Sent to the printer."))
        self.answer.setFocus()

    @property
    def asked_text(self) -> str:
        """The group that is asked for."""
        return self._groups[self.asked_group - 1] if self._groups else ""

    @property
    def is_complete(self) -> bool:
        """Whether the group was typed."""
        return bool(self._groups) and _plain(self.answer.text()) == _plain(self.asked_text)

    @property
    def hint(self) -> str:
        """What is missing."""
        return "" if self.is_complete else tr("Type group {number} of the key").format(number=self.asked_group)

    def take_focus(self) -> None:
        """The printer first."""
        self.print_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _check(self) -> None:
        typed = _plain(self.answer.text())
        is_wrong = len(typed) >= len(self.asked_text) > 0 and not self.is_complete
        wrong = tr("That is not group {number}. Compare it with your sheet.").format(number=self.asked_group)
        self._row.set_finding("hard" if is_wrong else None, wrong)
        self.changed.emit()


def _plain(text: str) -> str:
    """As recovery keys are read: capitals, and letters that look like digits are those digits."""
    return text.strip().upper().translate(str.maketrans("OIL", "011"))


class _Group(QWidget):
    """Four characters in a box, numbered."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self._text = number, ""
        self.setFixedHeight(58)
        self.setMinimumWidth(72)

    def set_text(self, text: str) -> None:
        self._text = text
        spelled = " ".join(text)
        self.setAccessibleName(tr("Group {number}: {letters}").format(number=self._number, letters=spelled))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = QRectF(0, 0, self.width(), 18)
        draw_text(painter, top, str(self._number), caption_font(tabular=True), theme.color("text3"), ALIGN_CENTER)
        box = QRectF(0, 20, self.width(), 38)
        draw_box(painter, box, RADIUS_CONTROL, theme.color("sunken"))
        draw_text(painter, box, self._text, font(18, 600, tabular=True), theme.color("text"), ALIGN_CENTER)
