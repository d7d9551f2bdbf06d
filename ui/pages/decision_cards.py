"""The cards of the decisions page: the sentence, the rule's table, the level's subjects, its DLTs, what follows."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.dlt.answer import Verdict
from domain.escalation.status import PartStatus
from domain.evaluability import Assessment
from domain.records import AdverseEvent
from domain.summaries.study_day import derive_study_day
from domain.terms import LevelState, Outcome, PartKind
from ui.pages.decision_rule import tabulate_rule
from ui.pages.decision_words import say_awaited
from ui.text import Words, chip_of, say_partial, term, tr
from ui.theme import SPACE_M, SPACE_S, SPACE_XS, theme
from ui.widgets.card import Card
from ui.widgets.chip import ActionChip
from ui.widgets.clear import clear
from ui.widgets.decision_table import DecisionTable
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.icons import draw_icon
from ui.widgets.mark import GradeSquare
from ui.widgets.paint import draw_bullet
from ui.words.amendment import say_next_version


class Line(QWidget):
    """A glyph and a sentence that wraps; at the right, where there is one, the source in accent."""

    def __init__(
        self, text: str, source: str = "", *, glyph: str = "", small: bool = False, token: str = "text"
    ) -> None:
        super().__init__()
        self._glyph, self._small = glyph, small
        row = QHBoxLayout(self)
        row.setContentsMargins(22 if small else 20, 1, 0, 1)
        row.setSpacing(SPACE_M)
        said = Label(text, size="caption" if small else "body", token=token, wrap=True)
        row.addWidget(said, 1)
        if source:
            label = ElidedLabel(source, size="caption", weight=500, token="accent", align=Qt.AlignmentFlag.AlignRight)
            label.setMaximumWidth(232)
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{text} {source}".strip())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._glyph:
            token = "warnline" if self._glyph == "triangle" else "text2"
            draw_icon(painter, QRectF(0, 3 if self._small else 4, 13, 13), self._glyph, theme.color(token))
        else:
            draw_bullet(painter, QPointF(4, 11), theme)


class SentenceCard(Card):
    """The level in question, the action, the one sentence, and why."""

    def __init__(self) -> None:
        super().__init__(spacing=SPACE_XS)
        self.about = Label(size="caption", weight=500, token="text3")
        self.chip = ActionChip("wait")
        self.headline = Label(size="title", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(SPACE_M - 2)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.headline, 1)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.body.setContentsMargins(19, 13, 19, 15)
        self.add(self.about)
        self.body.addSpacing(2)
        self.body.addLayout(head)
        self.body.addSpacing(SPACE_XS)
        self.body.addLayout(self._lines)

    def show_status(self, status: PartStatus, words: Words, level: int) -> None:
        """Shows the recommendation with its reasons, options, departures and what is blocked until when."""
        answer = status.recommendation
        if status.part.kind is PartKind.EXPANSION:
            self.about.setText(tr("Committee decision on {part}").format(part=status.part.title))
        else:
            self.about.setText(tr("Committee decision for level {number}").format(number=level))
        self.chip.set_action(chip_of(answer))
        self.headline.setText(words.headline(answer))
        self.setAccessibleName(f"{self.about.text()}. {words.action(answer.act_now)}: {self.headline.text()}")
        clear(self._lines)
        for reason in answer.reasons:
            self._lines.addWidget(Line(words.reason(reason), words.source(reason)))
        for option in answer.options:
            act = words.action(option.action)
            place = "" if option.dose_level is None else f", {words.level(option.dose_level)}"
            text = tr("{meaning} Then: {act}.").format(meaning=words.reason(option.meaning), act=f"{act}{place}")
            if status.part.kind is PartKind.EXPANSION:
                text = words.reason(option.meaning)
            self._lines.addWidget(Line(text, glyph="question"))
        for block in answer.blocks:
            what = words.reason(block.what)
            until = tr("not before {at}").format(at=words.moment(block.until)) if block.until else tr("no date yet")
            self._lines.addWidget(Line(f"{what}: {until}.", glyph="lock", token="text2"))
        for departure in answer.departures:
            self._lines.addWidget(Line(words.reason(departure), glyph="triangle"))
        if waiting := say_next_version(status.study):
            self._lines.addWidget(Line(waiting, glyph="calendar", token="text2"))


class RuleCard(Card):
    """The rule as a table, today's cell framed."""

    def __init__(self) -> None:
        super().__init__(tr("Rule"))
        self.table = DecisionTable()
        self.add(self.table)
        self.body.addStretch(1)

    def show_status(self, status: PartStatus, level: int) -> None:
        """Asks the rule for every count at the level."""
        rule = tabulate_rule(status, level)
        title = tr("Rule at an accelerated level") if rule.is_accelerated else tr("Rule at a 3+3 level")
        self.set_title(title, tr("level {number}, the others as they are").format(number=level))
        labels = [tr("{count} DLT").format(count=count) for count in ("0", "1", "2", "3+")]
        self.table.set_cells(rule.cells, evaluable=rule.evaluable, dlt_labels=labels, today=rule.today)


class ToxicityCard(Card):
    """The events that make the DLTs of a level or an expansion, each with clause or reason; and verdicts awaited."""

    def __init__(self) -> None:
        super().__init__(tr("DLT"), bottom=SPACE_M)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE_S)
        self.body.addLayout(self._lines)

    def show_status(self, status: PartStatus, words: Words, level: int) -> None:
        """Shows the level's DLTs, and those of an exceeded one above; hides itself where there is nothing to show."""
        is_expansion = status.part.kind is PartKind.EXPANSION
        levels = [one.number for one in status.part.levels] if is_expansion else _levels_shown(status, level)
        here = [one for number in levels for one in status.at_level(number)]
        limiting = [one for one in here if one.outcome is Outcome.DLT]
        unjudged = [one for one in here if one.outcome.is_pending and one.reason.code != "outcome_in_window"]
        shown = sorted({one.dose_level for one in (*limiting, *unjudged)}) or levels[:1]
        title = tr("DLT at levels {lower} and {upper}") if len(shown) > 1 else tr("DLT at level {lower}")
        if is_expansion:
            title = tr("DLT in the expansion")
        version = tr("CTCAE v{version}").format(version=status.study.protocol.ctcae.removeprefix("v"))
        self.set_title(title.format(lower=shown[0], upper=shown[-1]), version)
        clear(self._lines)
        for one in limiting:
            for event in one.dlt_events:
                day = derive_study_day(status.study, event)
                onset = say_partial(event.onset) if day is None else tr("day {day}").format(day=day)
                where = tr("level {number}, {onset}").format(number=one.dose_level, onset=onset)
                row = _ToxicityRow(one.subject_id, event.term, int(event.worst), where, _why(words, one, event))
                self._lines.addWidget(row)
            if not one.dlt_events:
                self._lines.addWidget(Line(f"{one.subject_id}: {words.reason(one.reason)}.", small=True))
        for one in unjudged:
            self._lines.addWidget(Line(say_awaited(words, status, one) + ".", glyph="triangle", small=True))
        self.setVisible(bool(limiting or unjudged))


def _levels_shown(status: PartStatus, level: int) -> list[int]:
    """The level in question, and the one above where it is exceeded."""
    tallies = status.recommendation.tallies
    has_exceeded = level < len(tallies) and tallies[level].state is LevelState.EXCEEDED
    return [level, level + 1] if has_exceeded else [level]


def _why(words: Words, one: Assessment, event: AdverseEvent) -> str:
    """What makes an event a DLT: a person's verdict with its reason, else the clauses that it meets."""
    if one.standing is not None and not one.is_reopened:
        said = one.standing.adjudication
        return tr("{person}: {reason}").format(person=said.signed_by, reason=said.reason or term(said.verdict))
    clauses = one.derived.clauses if one.derived else ()
    titles = [result.clause.title for result in clauses if event.record_id in result.answer.records
              and result.verdict is Verdict.MET]  # fmt: skip
    return "; ".join(titles)


class _ToxicityRow(QWidget):
    """Subject, event, grade and onset; below it what the assessment rests on."""

    def __init__(self, subject: str, event_term: str, grade: int, onset: str, reason: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addWidget(Label(subject, weight=500, tabular=True))
        row.addWidget(ElidedLabel(event_term), 1)
        row.addWidget(GradeSquare(grade))
        row.addWidget(Label(onset, size="caption", token="text2"))
        column.addLayout(row)
        text = reason
        column.addWidget(Label(text, size="caption", token="text2", wrap=True))
        self.setAccessibleName(
            tr("{subject}: {term}, grade {grade}, {onset}. {text}").format(
                subject=subject, term=event_term, grade=grade, onset=onset, text=text
            )
        )


class EffectCard(Card):
    """What the chosen decision would do."""

    def __init__(self) -> None:
        super().__init__(tr("What the decision does"), bottom=SPACE_M)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.body.addLayout(self._lines)

    def show_effects(self, about: str, effects: Sequence[str]) -> None:
        """Shows what follows, one sentence a line."""
        self.set_caption(about)
        clear(self._lines)
        for effect in effects:
            self._lines.addWidget(Line(effect, glyph="chevron_right", small=True))
