"""The head of the DLT page: who is looked at, and where the window stands."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from domain.dlt.answer import Verdict
from domain.evaluability import Assessment
from domain.study import Study
from ui.models.subject_rows import mark_of
from ui.pages.subject_head import Fact
from ui.text import Words, term, tr
from ui.theme import CARD_PADDING
from ui.widgets.buttons import IconButton
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.mark import SubjectMark
from ui.widgets.mark_paint import Mark
from ui.words.date import moment_at

_GAP = 8


class DltHead(Card):
    """Who is looked at: mark, number, and where the window stands.

    Signals:
        subject_wanted: open the subject.
    """

    subject_wanted = Signal()

    def __init__(self) -> None:
        """Build it without a subject."""
        super().__init__(bottom=12)
        self.body.setContentsMargins(CARD_PADDING - 1, 11, 11, 11)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        self._mark = SubjectMark(Mark("N"), size=40)
        self._number = Label("", size="title", tabular=True)
        self._particulars = ElidedLabel("", size="caption", token="text2")
        named = QVBoxLayout()
        named.setSpacing(0)
        named.addWidget(self._number)
        named.addWidget(self._particulars)
        self._facts = QHBoxLayout()
        self._facts.setSpacing(_GAP)
        self.open_button = IconButton("arrow_right", tr("Open subject"))
        row.addWidget(self._mark)
        row.addLayout(named, 1)
        row.addLayout(self._facts)
        row.addWidget(self.open_button)
        self.body.addLayout(row)
        self._shown: list[Fact] = []
        self.open_button.clicked.connect(self.subject_wanted)

    def show_subject(self, study: Study, one: Assessment, words: Words) -> None:
        """Show a treated subject."""
        subject, now = study.subject(one.subject_id), study.cut_off
        mark = mark_of(one, now)
        assert mark is not None
        self._mark.set_mark(mark, one.subject_id)
        self._number.setText(one.subject_id)
        age = now.astimezone(study.zone).year - subject.birth_year
        self._particulars.setText(f"{term(subject.sex)}, {age} · {subject.tumour_type}")
        self.open_button.setAccessibleName(tr("Open subject {subject}").format(subject=one.subject_id))
        for fact in self._shown:
            self._facts.removeWidget(fact)
            fact.hide()
            fact.deleteLater()
        self._shown = [Fact(*fact) for fact in _facts_of(study, one, words)]
        for fact in self._shown:
            self._facts.addWidget(fact)
            fact.show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        # What gives way must not hold the page open, or it would never have to.
        least = self._width_with(self._shown[:1])
        return QSize(least, super().minimumSizeHint().height())

    def _fit(self) -> None:
        """The last facts give way before the number is cut short."""
        for count, fact in enumerate(self._shown, 1):
            fact.setVisible(count == 1 or self._width_with(self._shown[:count]) <= self.width())

    def _width_with(self, facts: list[Fact]) -> int:
        """The width at which nothing is cut short, with so many facts; the particulars may be, but for the third."""
        margins = self.body.contentsMargins()
        widgets = (self._mark, self._number, *facts, self.open_button)
        room = margins.left() + margins.right() + _GAP * (len(widgets) - 1)
        room += sum(one.sizeHint().width() for one in widgets)
        longer = self._particulars.sizeHint().width() - self._number.sizeHint().width()
        return room + max(longer, 0) if len(facts) > 2 else room


def _facts_of(study: Study, one: Assessment, words: Words) -> list[tuple[str, str]]:
    """Where the window stands, until when, and how many clauses are open or met."""
    now, end = study.cut_off, one.window_ends_at
    length = (end - one.first_dose_at).days
    moment = moment_at(end, words, now)
    if now < end:
        window = tr("day {day} of {days}").format(day=one.study_day(now), days=length)
        facts = [(tr("Window"), window), (tr("Until"), moment)]
    else:
        facts = [(tr("Window"), tr("over")), (tr("Ended"), moment)]
    if one.derived is None:
        return facts
    met = sum(result.verdict is Verdict.MET for result in one.derived.clauses)
    waiting = len(one.derived.awaited)
    said = tr("{count} met").format(count=met) if met else ""
    if waiting:
        said = ", ".join(one for one in (said, tr("{count} open").format(count=waiting)) if one)
    return [*facts, (tr("Clauses"), said or tr("none met"))]
