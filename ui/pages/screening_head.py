"""The countdown of a screening: which day of how many, until when, and what stands in the way (SUB-1, SUB-10)."""

from datetime import date

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from domain.reasons import Reason
from domain.screenings import Screening, ScreeningState
from ui.models.screening_rows import say_state
from ui.pages.decision_cards import Line
from ui.text import Words, capital, say_date, tr
from ui.theme import SPACE_S, theme
from ui.widgets.buttons import LinkButton, SecondaryButton
from ui.widgets.card import Card, NoteBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label
from ui.widgets.paint import draw_box

_MOST_NAMED = 5


class WindowBar(QWidget):
    """The window as a bar, filled up to today; past its end in the colour of a warning."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self._share, self._is_over = 0.0, False
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_day(self, day: int, days: int) -> None:
        """Fill it up to a day of so many."""
        self._share, self._is_over = min(max(day / max(days, 1), 0.0), 1.0), day > days
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = QRectF(self.rect())
        draw_box(painter, whole, 3, theme.color("sunken"))
        if self._share:
            whole.setWidth(max(whole.width() * self._share, 6))
            draw_box(painter, whole, 3, theme.color("warnline" if self._is_over else "accent"))


class ScreeningHead(Card):
    """Day, bar, what is open, and the acts that may follow.

    Signals:
        eligible_wanted, failure_wanted, again_wanted, sign_wanted, print_wanted: what the person wants to do.
    """

    eligible_wanted = Signal()
    failure_wanted = Signal()
    again_wanted = Signal()
    sign_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it without a screening."""
        super().__init__(tr("Screening"), parent=parent)
        self.day = Label(size="title", wrap=True)
        self.bar = WindowBar()
        self.outcome = Label(weight=500, wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(SPACE_S)
        for widget in (self.day, self.bar, self.outcome):
            self.add(widget)
        self.body.addLayout(self._lines)
        self.body.addLayout(self._boxes)
        self.eligible_button = SecondaryButton(tr("Record eligibility"))
        self.failure_button = LinkButton(tr("Screen failure"))
        self.again_button = SecondaryButton(tr("Screen again"))
        self.sign_button = LinkButton(tr("Sign eligibility"), "pencil")
        self.print_button = LinkButton(tr("Print checklist…"), "printer", small=True)
        self.eligible_button.clicked.connect(self.eligible_wanted)
        self.failure_button.clicked.connect(self.failure_wanted)
        self.again_button.clicked.connect(self.again_wanted)
        self.sign_button.clicked.connect(self.sign_wanted)
        self.print_button.clicked.connect(self.print_wanted)
        acts = QHBoxLayout()
        acts.setSpacing(SPACE_S)
        for button in (self.eligible_button, self.failure_button, self.again_button, self.sign_button):
            acts.addWidget(button)
        acts.addStretch(1)
        self.body.addSpacing(SPACE_S)
        self.body.addLayout(acts)
        self.add_to_title(self.print_button)

    def show_screening(
        self,
        screening: Screening,
        unmet: tuple[Reason, ...],
        words: Words,
        today: date,
        *,
        signed: tuple[NoteBox, ...] = (),
        changed_after: tuple[str, ...] = (),
    ) -> None:
        """Show a screening.

        Args:
            screening: the one that is looked at.
            unmet: what speaks against eligibility, or is open.
            words: of the study.
            today: at the site.
            signed: a box for each signature on the answer.
            changed_after: codes of criteria that were answered or changed after the last signature.
        """
        title = tr("Screening") if screening.number == 1 else tr("Screening {number}").format(number=screening.number)
        since = tr("consent {day}") if screening.number == 1 else tr("began {day}")
        self.set_title(title, since.format(day=say_date(screening.started_on)))
        day = screening.day(today)
        self.day.setText(say_countdown(screening, today))
        self.bar.show_day(day, screening.days)
        self.outcome.setText(_say_outcome(screening))
        self.outcome.setVisible(bool(self.outcome.text()))
        clear(self._lines)
        against = [one for one in unmet if one.code != "criterion_unanswered"]
        for one in against[:_MOST_NAMED]:
            self._lines.addWidget(Line(words.reason(one), glyph="triangle", small=True))
        if len(against) > _MOST_NAMED:
            self._lines.addWidget(
                Line(tr("and {number} more").format(number=len(against) - _MOST_NAMED), small=True, glyph="triangle")
            )
        still_open = len(unmet) - len(against)
        if still_open and screening.state is not ScreeningState.FAILED:
            said = tr("{number} of {all} criteria are not answered.")
            text = said.format(number=still_open, all=len(screening.criteria))
            self._lines.addWidget(Line(text, glyph="clock", small=True))
        clear(self._boxes)
        for box in signed:
            self._boxes.addWidget(box)
        if changed_after:
            text = tr("Answered or changed after the signature: {codes}").format(codes=", ".join(changed_after))
            self._boxes.addWidget(NoteBox("warn", text, (tr("The investigator looks at the answer again."),)))


def say_countdown(screening: Screening, today: date) -> str:
    """The window in one sentence: "Day 9 of 28, until 12 Dec 2026"."""
    day, until = screening.day(today), say_date(screening.last_day)
    if screening.ended_on is not None:
        ended = {
            ScreeningState.TREATED: tr("First dose on day {day} of {days}"),
            ScreeningState.FAILED: tr("Screen failure on day {day} of {days}"),
        }.get(screening.state, tr("Screened again after {day} of {days} days"))
        return ended.format(day=day, days=screening.days)
    if day > screening.days:
        return tr("Over since {until}: day {day} of {days}").format(until=until, day=day, days=screening.days)
    return tr("Day {day} of {days}, until {until}").format(day=day, days=screening.days, until=until)


def _say_outcome(screening: Screening) -> str:
    answer = screening.eligibility
    if answer is None:
        if screening.state is ScreeningState.OVER:
            return tr("The window passed without an answer on eligibility: record a failure, or screen again.")
        return ""
    said = tr("Eligible") if answer.is_eligible else capital(say_state(screening))
    words = tr("{said}, {day}").format(said=said, day=say_date(answer.decided_on))
    return f"{words}: {answer.reason}" if answer.reason else words
