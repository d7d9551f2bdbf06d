"""May the subject's dose be raised: every condition with where it stands, and the act once all hold (SUB-5)."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.dosing.increase import Condition, ConditionState, IncreaseAnswer
from ui.pages.decision_cards import Line
from ui.text import Words, tr
from ui.theme import SPACE_S, theme
from ui.widgets.buttons import LinkButton, SecondaryButton
from ui.widgets.card import Card
from ui.widgets.check_box import CheckBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label
from ui.widgets.icons import draw_icon

_GLYPHS = {
    ConditionState.MET: ("check", "text2"),
    ConditionState.NOT_MET: ("cross", "hardline"),
    ConditionState.ASKED: ("question", "accent"),
}


class ConditionLine(QWidget):
    """A condition: a tick where it holds, a cross where it doesn't, a question mark where people are asked."""

    def __init__(self, condition: Condition, words: Words) -> None:
        """Build it."""
        super().__init__()
        self._state = condition.state
        row = QHBoxLayout(self)
        row.setContentsMargins(26, 2, 0, 2)
        said = words.reason(condition.reason)
        is_unmet = condition.state is ConditionState.NOT_MET
        row.addWidget(Label(said, token="hardline" if is_unmet else "text", wrap=True), 1)
        state = {
            ConditionState.MET: tr("holds"),
            ConditionState.NOT_MET: tr("does not hold"),
            ConditionState.ASKED: tr("to be answered"),
        }[condition.state]
        row.addWidget(Label(state, size="caption", weight=500, token="hardline" if is_unmet else "text2"))
        self.setAccessibleName(f"{said} {state}")

    def paintEvent(self, event: QPaintEvent) -> None:
        glyph, token = _GLYPHS[self._state]
        draw_icon(QPainter(self), QRectF(2, 5, 15, 15), glyph, theme.color(token), stroke=1.8)


class IncreaseCard(Card):
    """The conditions, the agreement, and the two acts: preparing and recording the raised dose.

    Signals:
        prepare_wanted: level to prepare for.
        dose_wanted: level of the raised dose.
    """

    prepare_wanted = Signal(int)
    dose_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it without a subject."""
        super().__init__(tr("Other dose level"), parent=parent)
        self._answer: IncreaseAnswer | None = None
        self._can = (False, False)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.agreement = CheckBox(tr("Investigator and sponsor agree that a higher dose is of benefit"))
        self.agreement.value_changed.connect(self._show_acts)
        self.add(self.agreement)
        self.prepare_button = LinkButton("")
        self.dose_button = SecondaryButton("")
        self.prepare_button.clicked.connect(lambda: self._want(self.prepare_wanted))
        self.dose_button.clicked.connect(lambda: self._want(self.dose_wanted))
        acts = QHBoxLayout()
        acts.setSpacing(SPACE_S)
        acts.addWidget(self.dose_button)
        acts.addWidget(self.prepare_button)
        acts.addStretch(1)
        self.body.addLayout(acts)
        self._reduction = QVBoxLayout()
        self.body.addLayout(self._reduction)

    def show_answer(
        self, answer: IncreaseAnswer | None, words: Words, *, may_reduce: bool, can_dose: bool, can_prepare: bool
    ) -> None:
        """Show where the conditions stand.

        Args:
            answer: None before the first dose.
            words: of the study.
            may_reduce: whether the protocol lets a dose be lowered.
            can_dose: whether the person may record a dose.
            can_prepare: whether the person may record a preparation.
        """
        if answer is None or self._answer is None or answer.subject_id != self._answer.subject_id:
            self.agreement.set_value(False)
        self._answer, self._can = answer, (can_dose, can_prepare)
        clear(self._lines)
        clear(self._reduction)
        if answer is None:
            self._lines.addWidget(
                Label(tr("A dose can be raised only after doses were given."), token="text2", wrap=True)
            )
        elif answer.to_level is not None:
            goal = tr("Raise from {level} to {other}").format(
                level=words.level(answer.from_level), other=words.level(answer.to_level)
            )
            self._lines.addWidget(Label(goal, weight=600, wrap=True))
        for condition in answer.conditions if answer is not None else ():
            self._lines.addWidget(ConditionLine(condition, words))
        if not may_reduce:
            said = tr("The protocol allows no dose reduction. One that has happened is recorded with its reason, as a "
                      "deviation.")  # fmt: skip
            self._reduction.addWidget(Line(said, small=True, glyph="info", token="text2"))
        else:
            said = tr("A dose may be lowered: write the lower level in the dose, with the reason.")
            self._reduction.addWidget(Line(said, small=True, glyph="info", token="text2"))
        self._show_acts()

    def _show_acts(self) -> None:
        answer = self._answer
        is_offered = answer is not None and answer.is_offered
        can_dose, can_prepare = self._can
        self.agreement.setVisible(is_offered and (can_dose or can_prepare))
        is_allowed = answer is not None and answer.is_allowed(is_agreed=self.agreement.value())
        level = answer.to_level if answer is not None and answer.to_level is not None else 0
        self.dose_button.setText(tr("Record dose at level {level}").format(level=level))
        self.prepare_button.setText(tr("Prepare dose at level {level}").format(level=level))
        self.dose_button.setVisible(is_offered and can_dose)
        self.prepare_button.setVisible(is_offered and can_prepare)
        self.dose_button.setEnabled(is_allowed)
        self.prepare_button.setEnabled(is_allowed)

    def _want(self, signal: object) -> None:
        if self._answer is not None and self._answer.to_level is not None:
            signal.emit(self._answer.to_level)  # type: ignore[attr-defined]
