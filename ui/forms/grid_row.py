"""One line of an entry grid: cells side by side, what was found below them, and the justification it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.text import tr
from ui.theme import SPACE_S
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.finding_line import FindingLine
from ui.widgets.line_edit import LineEdit

FIELD_HEIGHT = 28
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class GridCell:
    """A cell of a row.

    Attributes:
        widget: what stands in it.
        width: in px; 0 takes a share of what is left.
        stretch: the share.
    """

    widget: QWidget
    width: int = 0
    stretch: int = 1


@dataclass(frozen=True)
class GridHead:
    """The name of a column; ``width`` and ``stretch`` as those of the cells below it."""

    title: str
    width: int = 0
    is_right: bool = False
    stretch: int = 1


class GridRow(QWidget):
    """A row; it knows no study. Enter, and the arrow keys in its main field, ask to go to the next one.

    Signals:
        edited: what it holds has changed.
        justified: the justification has changed.
        step_wanted: +1 for the row below, -1 for the one above.
    """

    edited = Signal()
    justified = Signal()
    step_wanted = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Build it without cells.

        Args:
            name: what a screen reader calls the row.
            parent: Qt owner.
        """
        super().__init__(parent)
        self.name_said, self.record_id = name, ""
        # Whether Enter comes to it from the rows beside it.
        self.is_stop = True
        self.findings: tuple[tuple[str, str], ...] = ()
        self.justification: LineEdit | None = None
        self.controls: tuple[QWidget, ...] = ()
        self._lines: list[QWidget] = []
        self._indent = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 1, 0, 1)
        self._column.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    # --- what a row of a kind says -----------------------------------------------------------------

    @property
    def is_typed(self) -> bool:
        """Whether the person said something here."""
        raise NotImplementedError

    def problem(self) -> str | None:
        """Why what was typed can't be read, or None."""
        return None

    # --- building ----------------------------------------------------------------------------------

    def lay_out(
        self, cells: Sequence[GridCell], controls: Sequence[LineEdit | ComboBox], main: LineEdit | ComboBox
    ) -> None:
        """Put the cells side by side; what is found stands below, from the main field on.

        Args:
            cells: left to right.
            controls: what the Tab key stops at, in its order.
            main: of them the one that the row is about.
        """
        self.controls, self.main = tuple(controls), main
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        for cell in cells:
            if cell.width:
                cell.widget.setFixedWidth(cell.width)
            line.addWidget(cell.widget, 0 if cell.width else cell.stretch)
        if all(cell.width for cell in cells):
            line.addStretch(1)
        before = [cell.width for cell in cells[: self._place_of(main, cells)]]
        self._indent = sum(before) + SPACE_S * len(before)
        self._column.addLayout(line)
        for control in controls:
            control.value_changed.connect(self.edited)
            control.installEventFilter(self)

    def set_space_above(self, space: int) -> None:
        """Stand apart from the row above, by px: something new begins here."""
        self._column.setContentsMargins(0, space, 0, 1)

    @staticmethod
    def _place_of(control: QWidget, cells: Sequence[GridCell]) -> int:
        return next(place for place, cell in enumerate(cells) if cell.widget in (control, control.parentWidget()))

    # --- what is found -----------------------------------------------------------------------------

    def reason(self) -> str:
        """The justification of a soft finding, or ""."""
        return str(self.justification.value()) if self.justification is not None else ""

    def focus_main(self) -> None:
        """Put the cursor into the main field, with its text selected."""
        self.main.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(self.main, QLineEdit):
            self.main.selectAll()

    def focus_justification(self) -> None:
        """Put the cursor where a soft finding is answered."""
        (self.justification or self.main).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_findings(self, findings: Sequence[tuple[str, str]]) -> None:
        """What was found, as severity and sentence, hard before soft; a soft one opens the justification."""
        ordered = tuple(sorted(findings, key=lambda one: one[0] != "hard"))
        asks = any(severity == "soft" for severity, _ in ordered)
        if ordered != self.findings:
            self.findings = ordered
            for line in self._lines:
                self._column.removeWidget(line)
                line.hide()
                line.deleteLater()
            self._lines = [self._indented(FindingLine(severity, text)) for severity, text in ordered]
            for place, line in enumerate(self._lines):
                self._column.insertWidget(1 + place, line)
            self.main.set_finding(ordered[0][0] if ordered else None)
            self.main.setAccessibleDescription(" ".join(text for _, text in ordered))
        if asks and self.justification is None:
            self._open_justification()
        if self.justification is not None:
            self._box.setVisible(asks)

    def _open_justification(self) -> None:
        name = tr("Justification for {row}").format(row=self.name_said)
        self.justification = LineEdit(name, placeholder=tr("Why it is right"), height=FIELD_HEIGHT)
        self.justification.value_changed.connect(self.justified)
        self.justification.installEventFilter(self)
        self._box = self._indented(self.justification)
        self._column.addWidget(self._box)
        QWidget.setTabOrder(self.controls[-1], self.justification)

    def _indented(self, widget: QWidget) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(self._indent, 0, 0, 2)
        line.addWidget(widget)
        return holder

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step_wanted.emit(-1 if back else 1)
            return True
        if watched is self.main and isinstance(watched, QLineEdit) and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step_wanted.emit(1 if key == Qt.Key.Key_Down else -1)
            return True
        return False


def fill_silently(control: LineEdit | ComboBox, value: object) -> None:
    """Show a value without telling anybody."""
    control.blockSignals(True)
    control.set_value(value)
    control.blockSignals(False)
    control.update()


def quiet_cell(text: str = "", *, is_right: bool = False) -> ElidedLabel:
    """A cell that is only read: a previous value, a range, a word."""
    align = _RIGHT if is_right else Qt.AlignmentFlag.AlignLeft
    return ElidedLabel(text, size="caption", token="text2", tabular=True, align=align)


def held(widget: QWidget) -> QWidget:
    """A cell that keeps its width while what is in it is hidden."""
    cell = QWidget()
    row = QHBoxLayout(cell)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    return cell


def grid_header(heads: Sequence[GridHead]) -> QWidget:
    """The names of the columns, above the rows."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 2, SPACE_S, 4)
    line.setSpacing(SPACE_S)
    for head in heads:
        label = ElidedLabel(head.title, size="caption", weight=500, token="text3")
        if head.is_right:
            label.setAlignment(_RIGHT)
        if head.width:
            label.setFixedWidth(head.width)
        line.addWidget(label, 0 if head.width else head.stretch)
    if all(head.width for head in heads):
        line.addStretch(1)
    return holder
