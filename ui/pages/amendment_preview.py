"""What an amendment changes, and what it would have changed, in words (PRO-4)."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.amendment import AmendmentPreview, DecisionEffect, PathChange, TodayEffect
from domain.escalation.recommendation import Recommendation
from domain.protocol.labels import choice_label_of, label_of
from domain.protocol.model import Part
from domain.summaries.decisions import describe_recommendation
from domain.terms import Outcome
from ui.pages.decision_words import say_decision
from ui.text import EN_DASH, Words, tr
from ui.theme import SPACE_M, SPACE_S, SPACE_XS
from ui.widgets.card import Hairline, NoteBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label
from ui.widgets.scroll import ScrollArea

_MOST_CHANGES = 40


def say_change(change: PathChange) -> tuple[str, str]:
    """A changed value: what it is, with its path, and "old → new"."""
    label = tr(label_of(change.path))
    old, new = (_value(change.path, value) for value in (change.old, change.new))
    return f"{label} ({change.path})", f"{old} → {new}"


def say_effect(effect: DecisionEffect, words: Words) -> tuple[str, str]:
    """An earlier decision: what was decided, and what was and would be recommended, each by its own ladder."""
    then = Words(words.zone, effect.part_then)
    decided = tr("{day}: {decision}").format(
        day=words.day(effect.decision.signed_at), decision=say_decision(then, effect.part_then, effect.decision)
    )
    text = tr("The rules said: {was}. They would have said: {would_be}.")
    was, would_be = (
        _recommended(effect.was, effect.part_then, words),
        _recommended(effect.would_be, effect.part_new, words),
    )
    return decided, text.format(was=was, would_be=would_be)


def say_today(effect: TodayEffect, words: Words) -> tuple[str, str]:
    """A part: what the rules say at the cut-off, and what they would say."""
    was, would_be = _recommended(effect.was, effect.part, words), _recommended(effect.would_be, effect.part_new, words)
    if not effect.is_changed:
        return effect.part.title, tr("{was}, as before").format(was=was)
    return effect.part.title, f"{was} → {would_be}"


class AmendmentPreviewPanel(QWidget):
    """Changed values, earlier decisions and outcomes under the drafted version."""

    def __init__(self) -> None:
        """Build it empty."""
        super().__init__()
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, SPACE_S, 0)
        self._column.setSpacing(SPACE_XS)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(content))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nothing is changed yet."""
        clear(self._column)
        self._add(tr("Nothing is changed yet. What you change shows here, with what it would have changed."), "text2")
        self._column.addStretch(1)

    def show_fault(self, title: str, lines: tuple[str, ...]) -> None:
        """The draft can't be used."""
        clear(self._column)
        self._column.addWidget(NoteBox("hard", title, lines))
        self._column.addStretch(1)

    def show_preview(self, preview: AmendmentPreview, words: Words) -> None:
        """Show what the draft changes."""
        clear(self._column)
        self._title(tr("What the rules recommend now"), 0)
        for today in preview.today:
            self._pair(*say_today(today, words))
        self._title(tr("Changed values"), len(preview.changes))
        for change in preview.changes[:_MOST_CHANGES]:
            self._pair(*say_change(change))
        if (more := len(preview.changes) - _MOST_CHANGES) > 0:
            self._add(tr("and {count} more").format(count=more), "text2")
        changed = [effect for effect in preview.decisions if effect.is_changed]
        self._title(tr("Earlier decisions that would have been recommended otherwise"), len(changed))
        for effect in changed:
            self._pair(*say_effect(effect, words))
        if not changed:
            text = (
                tr("None: each of the {count} keeps its recommendation.").format(count=len(preview.decisions))
                if preview.decisions
                else tr("Nothing was decided yet.")
            )
            self._add(text, "text2")
        self._title(tr("Subjects whose outcome would be another"), len(preview.outcomes))
        for outcome in preview.outcomes:
            self._pair(outcome.subject_id, f"{_outcome(outcome.was)} → {_outcome(outcome.would_be)}")
        if not preview.outcomes:
            self._add(tr("None."), "text2")
        self._column.addStretch(1)

    def _title(self, text: str, count: int) -> None:
        if self._column.count():
            self._column.addSpacing(SPACE_M - SPACE_XS)
        self._column.addWidget(Label(f"{text}, {count}" if count else text, weight=600, wrap=True))
        self._column.addWidget(Hairline())

    def _pair(self, head: str, text: str) -> None:
        self._column.addWidget(Label(head, size="caption", token="text2", wrap=True))
        self._add(text, "text")
        self._column.addSpacing(SPACE_XS)

    def _add(self, text: str, token: str) -> None:
        self._column.addWidget(Label(text, token=token, wrap=True))


def _value(path: str, value: object) -> str:
    if value is None:
        return EN_DASH
    if isinstance(value, list):
        return ", ".join(_value(path, one) for one in value)
    return tr(choice_label_of(path, value)) if not isinstance(value, dict) else str(value)


def _recommended(recommendation: Recommendation | None, part: Part | None, words: Words) -> str:
    if recommendation is None:
        return tr("nothing, as there is no such level")
    return Words(words.zone, part).reason(describe_recommendation(recommendation))


def _outcome(outcome: Outcome | None) -> str:
    if outcome is None:
        return tr("not assessed")
    said = {
        Outcome.DLT: tr("DLT"),
        Outcome.MODERATE: tr("no DLT, moderate toxicity"),
        Outcome.NOT_EVALUABLE: tr("not evaluable"),
        Outcome.NOT_EVALUABLE_MODERATE: tr("not evaluable, moderate toxicity"),
    }
    if outcome.is_pending:
        return tr("not yet known")
    return said.get(outcome, tr("no DLT"))
