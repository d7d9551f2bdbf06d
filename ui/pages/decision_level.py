"""The subjects of the level in question, each with its mark, and the places that are free."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout

from domain.escalation.status import PartStatus
from domain.evaluability import Assessment
from domain.summaries.ladder import LadderMark, derive_ladder
from ui.pages.decision_words import say_outcome
from ui.text import Words, tr
from ui.theme import BORDER_FOCUS, RADIUS_CONTROL, SPACE_S, SPACE_XS, body_font, caption_font, theme
from ui.widgets.card import Card
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label
from ui.widgets.mark_paint import Mark, draw_mark, mark_words
from ui.widgets.paint import ALIGN_RIGHT, draw_box, draw_hairline, draw_text
from ui.words.date import day_at

_ROW = 38


class SubjectRow(QAbstractButton):
    """A subject with mark, outcome and when the window ends or ended; Enter opens the subject."""

    def __init__(self, mark: Mark, subject: str, outcome: str, until: str, *, line: bool) -> None:
        super().__init__()
        self._mark, self._subject, self._outcome, self._until, self._line = mark, subject, outcome, until, line
        self.setFixedHeight(_ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(filter(None, (subject, outcome, until))))
        self.setToolTip(mark_words(mark))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if mark.state == "+":
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(240, _ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hasFocus():
            draw_box(painter, QRectF(self.rect()), RADIUS_CONTROL, None, theme.color("accent"), BORDER_FOCUS)
        elif self.underMouse() and self._mark.state != "+":
            draw_box(painter, QRectF(self.rect()), RADIUS_CONTROL, theme.color("sunken"))
        draw_mark(painter, QRectF(1, (_ROW - 26) / 2, 26, 26), self._mark, theme)
        if self._line:
            draw_hairline(painter, 40, _ROW - 1, self.width() - 40, theme)
        strong = body_font(500, tabular=True) if self._mark.state != "+" else body_font(tabular=True)
        named = self.room_of_subject()
        middle = QRectF(40, 0, named, _ROW)
        token = "text" if self._mark.state != "+" else "text2"
        draw_text(painter, middle, self._subject, strong, theme.color(token))
        small = caption_font(tabular=True)
        room = QFontMetricsF(small).horizontalAdvance(self._until) + 3
        right = QRectF(self.width() - room, 0, room - 1, _ROW)
        draw_text(painter, right, self._until, small, theme.color("text2"), ALIGN_RIGHT)
        left = 40 + named + SPACE_XS
        between = QRectF(left, 0, max(right.left() - left - SPACE_S, 20), _ROW)
        draw_text(painter, between, self._outcome, caption_font(), theme.color("text2"))

    def room_of_subject(self) -> float:
        """The width of the subject's number: the outcomes begin below each other, but for numbers that are longer."""
        return max(68.0, min(QFontMetricsF(body_font(500, tabular=True)).horizontalAdvance(self._subject) + 2, 160.0))


class LevelCard(Card):
    """The level's subjects, in order of first dose, and its free places."""

    subject_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Level"), title_line=True, bottom=SPACE_S)
        self._shown: object = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.setContentsMargins(19, SPACE_XS, 19, SPACE_S)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def show_status(self, status: PartStatus, words: Words, level: int) -> None:
        """Lists the subjects of a level and the places that the rules ask for."""
        rung = next(rung for rung in derive_ladder(status) if rung.level.number == level)
        caption = tr("{treated} treated · {evaluable} evaluable")
        self.set_title(
            tr("Level {number}").format(number=level),
            caption.format(treated=rung.tally.treated, evaluable=rung.tally.evaluable),
        )
        now = status.study.cut_off
        # Rows that stay keep the keyboard's focus through the minute's redraw.
        shown = (level, [replace(mark, gone=round(mark.gone, 2)) for mark in rung.marks], status.at_level(level))
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._rows)
        assessments = {one.subject_id: one for one in status.at_level(level)}
        for index, mark in enumerate(rung.marks):
            line = index < len(rung.marks) - 1
            one = assessments.get(mark.subject_id)
            if one is None:
                row = self._slot(mark, words, now, index + 1, line)
            else:
                row = self._subject(one, mark, words, now, line)
            self._rows.addWidget(row)
        if not rung.marks:
            self._rows.addWidget(
                Label(tr("Nobody has been dosed at this level yet."), size="caption", token="text2", wrap=True)
            )

    def _subject(self, one: Assessment, mark: LadderMark, words: Words, now: datetime, line: bool) -> SubjectRow:
        looks = Mark(mark.state, mark.days_left, mark.gone)  # type: ignore[arg-type]
        until = tr("until {day}") if one.outcome.is_pending else tr("finished {day}")
        if one.outcome.is_pending and mark.days_left == 0:
            until = tr("ended {day}")
        row = SubjectRow(
            looks,
            one.subject_id,
            say_outcome(one, words),
            until.format(day=day_at(one.window_ends_at, words, now)),
            line=line,
        )
        row.clicked.connect(lambda _checked=False, who=one.subject_id: self.subject_chosen.emit(who))
        return row

    def _slot(self, mark: LadderMark, words: Words, now: datetime, number: int, line: bool) -> SubjectRow:
        if mark.subject_id:
            return SubjectRow(Mark("+"), mark.subject_id, tr("enrolled, not yet dosed"), "", line=line)
        when = tr("from {day}").format(day=day_at(mark.opens_at, words, now)) if mark.opens_at else ""
        return SubjectRow(Mark("+"), tr("place {number}").format(number=number), tr("to be dosed"), when, line=line)
