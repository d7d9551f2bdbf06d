"""One lesion in the grid of a tumour assessment: earlier visits, the length, what was found, and what is doubtful."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from domain.records import Lesion
from domain.response.terms import LesionKind, LesionStatus
from ui.models.lesion_entry import LETTERS, STATUSES, read_tenths
from ui.text import term, tr
from ui.theme import SPACE_S
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fields import ComboBox, LineEdit, Option
from ui.widgets.finding_line import FindingLine

NAME, VISIT, LENGTH, STATUS = 196, 74, 84, 186
_HEIGHT = 28


class LesionGridRow(QWidget):
    """A row; it knows no study. Enter and the arrow keys ask to go to the next one; letters choose a finding.

    Signals:
        edited: length or finding changed.
        justified: the justification changed.
        step_wanted: +1 for the row below, -1 for the one above.
    """

    edited = Signal()
    justified = Signal()
    step_wanted = Signal(int)

    def __init__(self, lesion: Lesion, earlier: Sequence[str], parent: QWidget | None = None) -> None:
        """Build it empty.

        Args:
            lesion: which one.
            earlier: what the earlier visits found, in order.
            parent: Qt owner.
        """
        super().__init__(parent)
        self.lesion, self.record_id = lesion, ""
        self.findings: tuple[tuple[str, str], ...] = ()
        self.justification: LineEdit | None = None
        self._lines: list[QWidget] = []
        self._indent = NAME + len(earlier) * (VISIT + SPACE_S) + SPACE_S
        self.name = ElidedLabel(say_lesion(lesion))
        self.earlier = [
            ElidedLabel(text or "–", size="caption", token="text2", tabular=True, align=Qt.AlignmentFlag.AlignRight)
            for text in earlier
        ]
        label = lesion.link_id
        self.length = LineEdit(
            tr("Length of {lesion} in mm").format(lesion=label), tabular=True, align_right=True, height=_HEIGHT
        )
        statuses = STATUSES[lesion.lesion_kind]
        self.status = ComboBox(
            [Option(one, term(one)) for one in statuses], tr("Finding of {lesion}").format(lesion=label), height=_HEIGHT
        )
        self.status.setPlaceholderText(tr("not said"))
        self.status.set_value(None)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        widths = [
            (self.name, NAME),
            *((one, VISIT) for one in self.earlier),
            (self.length, LENGTH),
            (self.status, STATUS),
        ]
        for widget, width in widths:
            widget.setFixedWidth(width)
            line.addWidget(widget)
        line.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 1, 0, 1)
        self._column.setSpacing(2)
        self._column.addLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.length.value_changed.connect(self._on_length)
        self.status.value_changed.connect(self._on_status)
        for widget in (self.length, self.status):
            widget.installEventFilter(self)

    @property
    def text(self) -> str:
        """The length as typed."""
        return str(self.length.value() or "").strip()

    @property
    def found(self) -> LesionStatus | None:
        """What was found; None while nothing is said."""
        value = self.status.value()
        return value if isinstance(value, LesionStatus) else None

    @property
    def tenths(self) -> int | None:
        """The length in tenths of a millimetre; None without one."""
        return read_tenths(self.text) if self.text else None

    @property
    def is_said(self) -> bool:
        """Whether anything was entered."""
        return self.found is not None or bool(self.text)

    def problem(self) -> str:
        """Why what was typed can't be read; "" where it can."""
        if self.text and read_tenths(self.text) is None:
            return tr("{text} is no length in mm with at most one decimal. Type one such as 12.5.").format(
                text=self.text
            )
        return ""

    def reason(self) -> str:
        """The justification of a soft finding, or ""."""
        return str(self.justification.value()) if self.justification is not None else ""

    def fill(self, status: LesionStatus | None, text: str) -> None:
        """Show what is recorded, without telling anybody."""
        for widget, value in ((self.length, text), (self.status, status)):
            widget.blockSignals(True)
            widget.set_value(value)
            widget.blockSignals(False)

    def show_findings(self, findings: Sequence[tuple[str, str]], *, asks: bool) -> None:
        """What was found doubtful, hard before soft; ``asks`` opens the justification."""
        ordered = tuple(sorted(findings, key=lambda one: one[0] != "hard"))
        if ordered != self.findings:
            self.findings = ordered
            for line in self._lines:
                self._column.removeWidget(line)
                line.hide()
                line.deleteLater()
            self._lines = [self._indented(FindingLine(severity, text)) for severity, text in ordered]
            for place, line in enumerate(self._lines):
                self._column.insertWidget(1 + place, line)
            self.length.set_finding(ordered[0][0] if ordered else None)
            self.length.setAccessibleDescription(" ".join(text for _, text in ordered))
        if asks and self.justification is None:
            name = tr("Justification for {lesion}").format(lesion=self.lesion.link_id)
            self.justification = LineEdit(name, placeholder=tr("Why it is right"), height=_HEIGHT)
            self.justification.value_changed.connect(self.justified)
            self.justification.installEventFilter(self)
            self._box = self._indented(self.justification)
            self._column.addWidget(self._box)
            QWidget.setTabOrder(self.status, self.justification)
        if self.justification is not None:
            self._box.setVisible(asks)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step_wanted.emit(-1 if back else 1)
            return True
        if watched is self.length and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step_wanted.emit(1 if key == Qt.Key.Key_Down else -1)
            return True
        is_plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if watched is self.length and is_plain and (status := LETTERS.get(event.text().casefold())):
            if status in STATUSES[self.lesion.lesion_kind]:
                self.status.set_value(status)
                self._on_status()
            return True
        return False

    def _on_length(self) -> None:
        """A length is a measurement: nothing else has to be said."""
        if self.text and self.found not in (LesionStatus.MEASURED, LesionStatus.TOO_SMALL):
            self._set_status(LesionStatus.MEASURED)
        elif not self.text and self.found is LesionStatus.MEASURED:
            self._set_status(None)
        self.edited.emit()

    def _on_status(self) -> None:
        if self.found not in (None, LesionStatus.MEASURED, LesionStatus.TOO_SMALL) and self.text:
            self.length.blockSignals(True)
            self.length.setText("")
            self.length.blockSignals(False)
        self.edited.emit()

    def _set_status(self, status: LesionStatus | None) -> None:
        self.status.blockSignals(True)
        self.status.set_value(status)
        self.status.blockSignals(False)
        self.status.update()

    def _indented(self, widget: QWidget) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(self._indent, 0, 0, 2)
        row.addWidget(widget)
        return holder


def say_lesion(lesion: Lesion) -> str:
    """A lesion as the grid names it: "T01 liver, left, segment 4"."""
    side = term(lesion.side) if lesion.side else ""
    parts = [part for part in (lesion.organ, side, lesion.description) if part]
    node = [tr("short axis")] if lesion.is_nodal and lesion.lesion_kind is LesionKind.TARGET else []
    return f"{lesion.link_id} {', '.join([*parts, *node])}".strip()
