"""One sample in the grid of a cycle: nominal time, id on the tube, when it was taken or why not, its condition."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from domain.exposure.due import DueSample
from domain.records import PkSample
from ui.forms.typed import moment_reader, write_date
from ui.text import Words, say_number, term, tr
from ui.theme import SPACE_S
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.fields import DateEdit, LineEdit
from ui.widgets.finding_line import FindingLine

NOMINAL, PURPOSE, DUE, SAMPLE, TAKEN = 72, 128, 132, 176, 176
_HEIGHT = 28
_CLOCK = re.compile(r"(\d{1,2})[:.]?(\d{2})")


def read_taken(text: str, due: datetime | None, zone: tzinfo) -> datetime:
    """When a sample was taken: a time of the clock alone is that of the day that lies nearest to the due moment.

    Raises:
        ValueError: with the sentence to show.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None or due is None or int(match[1]) > 23 or int(match[2]) > 59:
        return moment_reader(zone)(text)
    local = due.astimezone(zone)
    said = local.replace(hour=int(match[1]), minute=int(match[2]), second=0, microsecond=0)
    days = [said + timedelta(days=shift) for shift in (-1, 0, 1)]
    return min(days, key=lambda one: abs(one - local)).astimezone(UTC)


class SampleGridRow(QWidget):
    """A row; what is recorded already is shown and corrected elsewhere.

    Signals:
        edited: something was typed.
        justified: the justification changed.
        step_wanted: +1 for the row below, -1 for the one above.
    """

    edited = Signal()
    justified = Signal()
    step_wanted = Signal(int)

    def __init__(self, due: DueSample, words: Words, zone: tzinfo, parent: QWidget | None = None) -> None:
        """Build it for a due sample."""
        super().__init__(parent)
        self.due, self.record_id = due, ""
        self.can_type = due.sample is None
        self.findings: tuple[tuple[str, str], ...] = ()
        self._lines: list[QWidget] = []
        self.justification: LineEdit | None = None
        hours = tr("predose") if due.nominal_hours == 0 else f"{say_number(due.nominal_hours)} h"
        name = f"{term(due.purpose)} {hours}"
        self.sample = LineEdit(tr("Sample id, {sample}").format(sample=name), height=_HEIGHT)
        self.taken = DateEdit(
            tr("Taken, {sample}").format(sample=name),
            parse=lambda text: read_taken(text, due.due_at, zone),
            show=lambda value: write_date(value, zone),
        )
        self.taken.setFixedHeight(_HEIGHT)
        self.reason_field = LineEdit(tr("Reason why not taken, {sample}").format(sample=name), height=_HEIGHT)
        self.condition = LineEdit(tr("Condition, {sample}").format(sample=name), height=_HEIGHT)
        self.sample.setText(due.sample_id)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        about = f"{term(due.purpose)} · {due.analyte}"
        at = words.moment(due.due_at) if due.due_at else ""
        for text, width in ((hours, NOMINAL), (about, PURPOSE), (at, DUE)):
            label = ElidedLabel(text, size="caption" if width != NOMINAL else "body", token="text2", tabular=True)
            label.setFixedWidth(width)
            line.addWidget(label)
        for widget, width in ((self.sample, SAMPLE), (self.taken, TAKEN)):
            widget.setFixedWidth(width)
            line.addWidget(widget)
        line.addWidget(self.reason_field, 3)
        line.addWidget(self.condition, 2)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 1, 0, 1)
        self._column.setSpacing(2)
        self._column.addLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        if due.sample is not None:
            self._show_recorded(due.sample)
        for field in (self.sample, self.taken, self.reason_field, self.condition):
            field.setEnabled(self.can_type)
            field.value_changed.connect(self.edited)
            field.installEventFilter(self)

    @property
    def is_typed(self) -> bool:
        """Whether the person said something of this sample."""
        typed = bool(self.taken.text().strip()) or bool(self.reason_field.value()) or bool(self.condition.value())
        return self.can_type and (typed or str(self.sample.value()) != self.due.sample_id)

    def draft(self) -> PkSample | None:
        """The record as it would be; None where the time can't be read."""
        if self.problem():
            return None
        due, taken = self.due, self.taken.value()
        return PkSample(
            record_id=self.record_id,
            subject_id=due.subject_id,
            sample_id=str(self.sample.value()),
            purpose=due.purpose,
            analyte=due.analyte,
            matrix=due.matrix,
            cycle=due.cycle,
            day=due.day,
            nominal_hours=due.nominal_hours,
            taken_at=taken if isinstance(taken, datetime) else None,
            not_taken_reason=str(self.reason_field.value()),
            condition=str(self.condition.value()),
        )

    def problem(self) -> str | None:
        """Why the time can't be read, or None."""
        return self.taken.problem()

    def reason(self) -> str:
        """The justification of a soft finding, or ""."""
        return str(self.justification.value()) if self.justification is not None else ""

    def show_findings(self, findings: Sequence[tuple[str, str]]) -> None:
        """What was found, hard before soft; a soft one opens the justification."""
        ordered = tuple(sorted(findings, key=lambda one: one[0] != "hard"))
        asks = any(severity == "soft" for severity, _ in ordered)
        if ordered != self.findings:
            self.findings = ordered
            for line in self._lines:
                self._column.removeWidget(line)
                line.hide()
                line.deleteLater()
            self._lines = [_indented(FindingLine(severity, text)) for severity, text in ordered]
            for place, line in enumerate(self._lines):
                self._column.insertWidget(1 + place, line)
            self.taken.set_finding(ordered[0][0] if ordered else None)
            self.taken.setAccessibleDescription(" ".join(text for _, text in ordered))
        if asks and self.justification is None:
            self.justification = LineEdit(tr("Justification"), placeholder=tr("Why it is right"), height=_HEIGHT)
            self.justification.value_changed.connect(self.justified)
            self.justification.installEventFilter(self)
            self._box = _indented(self.justification)
            self._column.addWidget(self._box)
        if self.justification is not None:
            self._box.setVisible(asks)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.step_wanted.emit(-1 if back else 1)
                return True
            if watched is self.taken and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.step_wanted.emit(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return False

    def _show_recorded(self, sample: PkSample) -> None:
        self.taken.set_value(sample.taken_at)
        self.reason_field.set_value(sample.not_taken_reason)
        self.condition.set_value(sample.condition)
        self.setToolTip(tr("Recorded already; correct it from the list of samples."))


def _indented(widget: QWidget) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(NOMINAL + PURPOSE + DUE + 3 * SPACE_S, 0, 0, 2)
    line.addWidget(widget)
    return holder


def sample_grid_header() -> QWidget:
    """The names of the columns, above the rows."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, SPACE_S, 2)
    line.setSpacing(SPACE_S)
    for title, width in (
        (tr("Nominal"), NOMINAL), (tr("For"), PURPOSE), (tr("Due"), DUE), (tr("Sample id"), SAMPLE),
        (tr("Taken, time or date and time"), TAKEN),
    ):  # fmt: skip
        label = Label(title, size="caption", weight=500, token="text3")
        label.setFixedWidth(width)
        line.addWidget(label)
    line.addWidget(Label(tr("Reason why not taken"), size="caption", weight=500, token="text3"), 3)
    line.addWidget(Label(tr("Condition"), size="caption", weight=500, token="text3"), 2)
    return holder
