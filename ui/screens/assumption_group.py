"""The assumptions of one section under a head that folds; most can be confirmed together at their end."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.protocol.model import Protocol
from ui.screens.assumption_row import Answer, AssumptionRow
from ui.screens.assumption_sections import Section
from ui.text import tr
from ui.widgets.buttons import LinkButton, SecondaryButton
from ui.widgets.card import Hairline
from ui.widgets.elided_label import Label


class FoldButton(LinkButton):
    """The head of a group; its chevron tells whether it is open."""

    def __init__(self, text: str) -> None:
        """Build it folded."""
        super().__init__(text, "chevron_right", weight=600)

    def show_open(self, *, is_open: bool) -> None:
        """Turn the chevron."""
        self._icon_name = "chevron_down" if is_open else "chevron_right"
        self.update()


class AssumptionGroup(QWidget):
    """A head with the count, the rows below it, and at their end what confirms those that are left.

    Signals:
        answered: something was confirmed or changed.
        opened: its rows are shown now.
    """

    answered = Signal()
    opened = Signal()

    def __init__(self, protocol: Protocol, section: Section, paths: list[str]) -> None:
        """Build it folded."""
        super().__init__()
        self.section = section
        self.rows = [AssumptionRow(protocol, path) for path in paths]
        self._title = tr(section.title)
        self.head = FoldButton(self._title)
        self.head.clicked.connect(lambda: self.set_open(is_open=not self.is_open))
        self._how = Label(size="caption", token="text2")
        self._count = Label(size="caption", token="text2", weight=500)
        line = QHBoxLayout()
        line.setContentsMargins(4, 6, 12, 6)
        line.addWidget(self.head)
        line.addSpacing(8)
        line.addWidget(self._how)
        line.addStretch(1)
        line.addWidget(self._count)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(8, 0, 0, 0)
        body.setSpacing(0)
        for row in self.rows:
            row.answered.connect(self._on_answered)
            body.addWidget(row)
        self.confirm_button = SecondaryButton("", "check")
        self.confirm_button.clicked.connect(self.confirm)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(12, 10, 12, 12)
        foot.addWidget(Label(tr("Each is kept with your name, value by value."), size="caption", token="text2"))
        foot.addStretch(1)
        foot.addWidget(self.confirm_button)
        body.addWidget(self._foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._body)
        column.addWidget(Hairline())
        self._body.hide()
        self._is_confirming = False
        self._tell()

    # --- what it holds -----------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether its rows are shown."""
        return not self._body.isHidden()

    @property
    def waiting(self) -> list[AssumptionRow]:
        """The rows without an answer."""
        return [row for row in self.rows if row.answer is None]

    @property
    def answers(self) -> list[Answer]:
        """What was answered."""
        return [row.answer for row in self.rows if row.answer is not None]

    # --- what happens ------------------------------------------------------------------------------

    def set_open(self, *, is_open: bool) -> None:
        """Show or fold the rows."""
        if is_open == self.is_open:
            return
        self._body.setVisible(is_open)
        self._tell()
        if is_open:
            self.opened.emit()

    def go(self) -> None:
        """Open it and put the keyboard on what waits: the editor where each is confirmed by itself."""
        self.set_open(is_open=True)
        waiting = self.waiting
        if not waiting:
            self.head.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.section.is_single:
            if not any(row.is_open for row in self.rows):
                waiting[0].open_editor()
        else:
            waiting[0].link.setFocus(Qt.FocusReason.TabFocusReason)

    def confirm(self) -> None:
        """Confirm what is left as assumed: only what the person has had before the eyes, recorded value by value."""
        if self.section.is_single or not self.is_open:
            return
        self._is_confirming = True
        for row in self.waiting:
            row.confirm_as_assumed()
        self._is_confirming = False
        self._on_answered()

    def _on_answered(self) -> None:
        if self._is_confirming:
            return
        self._tell()
        self.answered.emit()

    def _tell(self) -> None:
        left, every = len(self.waiting), len(self.rows)
        self.head.show_open(is_open=self.is_open)
        done = tr("{done} of {all} confirmed").format(done=every - left, all=every)
        self._count.setText(done if left else f"\u2713 {done}")
        self._how.setText(tr("one by one") if self.section.is_single and left else "")
        self.head.setAccessibleName(f"{self._title}, {done}")
        self._foot.setVisible(bool(left) and not self.section.is_single)
        self.confirm_button.setText(
            tr("Confirm these {number}, as assumed").format(number=left) if left > 1 else tr("Confirm it, as assumed")
        )
