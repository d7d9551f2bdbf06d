"""One numbered criterion: its words, yes or no by a single key, the date of the evidence, a remark (SUB-10)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from domain.screenings import AskedCriterion, CriterionState, state_of
from domain.terms import CriterionResult
from ui.forms.typed import read_day, write_date
from ui.text import Words, tr
from ui.theme import SPACE_S, theme
from ui.widgets.card import Hairline
from ui.widgets.date_edit import DateEdit
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.icons import draw_icon
from ui.widgets.line_edit import LineEdit
from ui.widgets.paint import draw_octagon
from ui.widgets.segmented_control import Segment, SegmentedControl

if TYPE_CHECKING:
    from datetime import date

    from domain.records import CriterionAnswer

MARK, CODE, ANSWER, DAY = 24, 30, 150, 112
_HEIGHT = 28
_KEYS = {
    Qt.Key.Key_Y: CriterionResult.MET,
    Qt.Key.Key_N: CriterionResult.NOT_MET,
    Qt.Key.Key_A: CriterionResult.NOT_APPLICABLE,
}


def say_answer(result: CriterionResult) -> str:
    """An answer as the person gives it, whether the criterion includes or excludes."""
    return {
        CriterionResult.MET: tr("Yes"),
        CriterionResult.NOT_MET: tr("No"),
        CriterionResult.NOT_APPLICABLE: tr("N/A"),
    }[result]


class AnswerControl(SegmentedControl):
    """Yes, no, not applicable: Y, N and A answer, up and down go to the next criterion.

    Signals:
        step_wanted: +1 for the criterion below, -1 for the one above.
        answered: by a single key.
    """

    step_wanted = Signal(int)
    answered = Signal()

    def __init__(self, name: str) -> None:
        """Build it without an answer."""
        tips = {CriterionResult.NOT_APPLICABLE: tr("Not applicable: say why")}
        segments = [Segment(one, say_answer(one), tooltip=tips.get(one, "")) for one in CriterionResult]
        super().__init__(segments, name, height=_HEIGHT)
        self.setFixedWidth(ANSWER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_value(_KEYS[key])
            self.answered.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step_wanted.emit(1)
        elif key == Qt.Key.Key_Up:
            self.step_wanted.emit(-1)
        else:
            super().keyPressEvent(event)


class CriterionRow(QWidget):
    """A row of the list; it knows no study.

    Signals:
        edited: what it holds has changed.
        justified: a justification has changed.
        step_wanted: +1 for the row below, -1 for the one above.
    """

    edited = Signal()
    justified = Signal()
    step_wanted = Signal(int)

    def __init__(self, asked: AskedCriterion, words: Words, parent: QWidget | None = None) -> None:
        """Build it with the recorded answer, if there is one.

        Args:
            asked: the criterion, and its answer.
            words: of the study.
            parent: Qt owner.
        """
        super().__init__(parent)
        self.asked, self.record_id = asked, ""
        self.default_day: date | None = None
        self._is_filling = False
        # What somebody saved while something else was typed here.
        self._replaced: CriterionResult | None = None
        criterion = asked.criterion
        self.answer = AnswerControl(f"{criterion.code}, {criterion.text}")
        day = DateEdit(
            tr("Evidence of {code}").format(code=criterion.code),
            parse=read_day,
            show=lambda value: write_date(value, words.zone),
        )
        self.day = FormRow("", day, field="evidence_on")
        remark = LineEdit(tr("Remark on {code}").format(code=criterion.code), height=_HEIGHT)
        self.remark = FormRow("", remark, field="comment")
        day.setFixedHeight(_HEIGHT)
        self.day.setFixedWidth(DAY)
        code = Label(criterion.code, weight=600, tabular=True)
        code.setFixedWidth(CODE)
        code.setContentsMargins(0, 4, 0, 0)
        self.text = Label(criterion.text, wrap=True)
        self.text.setContentsMargins(0, 4, 0, 0)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        line = QHBoxLayout()
        line.setContentsMargins(MARK, 5, 0, 5)
        line.setSpacing(SPACE_S)
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(code, 0, top)
        line.addWidget(self.text, 5)
        line.addWidget(self.answer, 0, top)
        line.addWidget(self.day, 0, top)
        self._line, self._below = line, QHBoxLayout()
        self._is_narrow = False
        line.addWidget(self.remark, 3, top)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addLayout(self._below)
        column.addWidget(Hairline())
        self._below.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.restore()
        self.answer.value_changed.connect(self._on_answer)
        self.answer.answered.connect(self._on_key)
        self.answer.step_wanted.connect(self.step_wanted)
        for row in (self.day, self.remark):
            row.value_changed.connect(self._on_edited)
            row.justification_changed.connect(self.justified)

    # --- what it holds -----------------------------------------------------------------------------

    @property
    def result(self) -> CriterionResult | None:
        """The answer chosen."""
        value = self.answer.value()
        return value if isinstance(value, CriterionResult) else None

    @property
    def state(self) -> CriterionState:
        """What the answer chosen says of the subject."""
        return CriterionState.OPEN if self.result is None else state_of(self.asked.criterion, self.result)

    @property
    def is_changed(self) -> bool:
        """Whether it holds what is not saved."""
        known = self.asked.answer
        if known is None:
            return self.result is not None or bool(self.remark.value())
        return (self.result, self.day.value(), self.remark.value()) != (
            known.result, known.evidence_on, known.comment,
        )  # fmt: skip

    def restore(self) -> None:
        """Show the recorded answer, or none."""
        known: CriterionAnswer | None = self.asked.answer
        self._is_filling = True
        self.answer.set_value(known.result if known else None)
        self.day.set_value(known.evidence_on if known else None)
        self.remark.set_value(known.comment if known else "")
        self._is_filling = False
        self._replaced = None
        self.record_id = known.record_id if known else ""
        self._tell()

    def take_over(self, asked: AskedCriterion) -> None:
        """Another recorded answer; what is not saved stays, and says which answer it would replace."""
        was_changed, before = self.is_changed, self.asked.answer
        self.asked = asked
        if not was_changed or not self.is_changed:
            self.restore()
        elif asked.answer is not None:
            self.record_id = asked.answer.record_id
            if asked.answer != before:
                self._replaced = asked.answer.result
                self._tell()

    def show_findings(self, found: Sequence[tuple[str, str, str]]) -> None:
        """Findings as (field, severity, sentence); those of no field here stand at the remark."""
        self.day.set_findings([(severity, text) for field, severity, text in found if field == self.day.field])
        self.remark.set_findings([(severity, text) for field, severity, text in found if field != self.day.field])

    @property
    def open_points(self) -> tuple[int, int]:
        """How many fields are to be put right, and how many to be justified."""
        rows = (self.day, self.remark)
        hard = sum(any(severity == "hard" for severity, _ in row.findings) for row in rows)
        return hard, sum(
            any(severity == "soft" for severity, _ in row.findings) and not row.justification() for row in rows
        )

    def set_read_only(self, read_only: bool) -> None:
        """Show only."""
        self.answer.setEnabled(not read_only)
        for row in (self.day, self.remark):
            assert isinstance(row.control, LineEdit)
            row.control.setReadOnly(read_only)

    def go(self) -> None:
        """Put the keyboard on the answer."""
        self.answer.setFocus(Qt.FocusReason.TabFocusReason)

    def set_narrow(self, is_narrow: bool) -> None:
        """Put the remark below the words where the line has no room for it."""
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        had_focus = self.remark.control.hasFocus()
        (self._line if is_narrow else self._below).removeWidget(self.remark)
        if is_narrow:
            self._below.addWidget(self.remark, 1)
            self._below.setContentsMargins(MARK + CODE + SPACE_S, 0, 0, 5)
        else:
            self._line.addWidget(self.remark, 3, Qt.AlignmentFlag.AlignTop)
            self._below.setContentsMargins(0, 0, 0, 0)
        assert isinstance(self.remark.control, LineEdit)
        self.remark.control.setPlaceholderText(tr("Remark") if is_narrow else "")
        if had_focus:
            self.remark.focus_control()

    # --- what happens ------------------------------------------------------------------------------

    def _on_answer(self) -> None:
        if self._is_filling:
            return
        known = self.asked.answer
        if self.result is None and known is not None:
            # What is recorded is corrected, never taken away.
            self.restore()
        elif self.result is not None and self.day.value() is None and not self._is_na:
            self._is_filling = True
            self.day.set_value(self.default_day)
            self._is_filling = False
        self._on_edited()

    @property
    def _is_na(self) -> bool:
        return self.result is CriterionResult.NOT_APPLICABLE

    def _on_key(self) -> None:
        if self._is_na and not self.remark.value():
            self.remark.focus_control()
        else:
            self.step_wanted.emit(1)

    def _on_edited(self) -> None:
        if not self._is_filling:
            self._tell()
            self.edited.emit()

    def _tell(self) -> None:
        said = {
            CriterionState.ALLOWS: tr("allows"),
            CriterionState.AGAINST: tr("speaks against the subject"),
            CriterionState.OPEN: tr("not answered"),
        }
        self.setAccessibleName(f"{self.asked.criterion.code}: {said[self.state]}")
        replaced = self._replaced if self.is_changed else None
        hint = tr("replaces {value}, saved meanwhile").format(value=say_answer(replaced)) if replaced else ""
        self.remark.set_hint(hint)
        self.text.set_token("hardline" if self.state is CriterionState.AGAINST else "text")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = QRectF(0, 11, 15, 15)
        if self.is_changed:
            painter.fillRect(QRectF(-1, 4, 3, self.height() - 9), theme.color("accent"))
            square.translate(6, 0)
        else:
            square.translate(2, 0)
        if self.state is CriterionState.AGAINST:
            draw_octagon(painter, square, theme.color("hardline"), theme.color("surface"))
        elif self.state is CriterionState.ALLOWS:
            draw_icon(painter, square, "check", theme.color("text2"))
        else:
            pen = QPen(theme.color("control"), 1.2, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawEllipse(square.center() + QPointF(0, 0), 6.5, 6.5)


class CriteriaHeader(QWidget):
    """The names of the columns, above the rows."""

    def __init__(self) -> None:
        """Build it for a wide list."""
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(MARK, 2, 0, 4)
        line.setSpacing(SPACE_S)
        for title, width, stretch in (
            ("", CODE, 0), (tr("Criterion"), 0, 5), (tr("Met"), ANSWER, 0), (tr("Evidence"), DAY, 0),
        ):  # fmt: skip
            label = Label(title, size="caption", weight=500, token="text3")
            if width:
                label.setFixedWidth(width)
            line.addWidget(label, stretch)
        self._remark = Label(tr("Remark"), size="caption", weight=500, token="text3")
        line.addWidget(self._remark, 3)

    def set_narrow(self, is_narrow: bool) -> None:
        """Leave out what then stands below the words."""
        self._remark.setVisible(not is_narrow)
