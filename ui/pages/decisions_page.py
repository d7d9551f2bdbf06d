"""Decisions: what the rules recommend and why, what the committee decides, and what was decided before (ESC-8)."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from domain.escalation.committee import Choice, check_decision
from domain.escalation.status import PartStatus, part_then, recommend_at
from domain.summaries.decisions import describe_recommendation
from domain.terms import PartKind
from storage.errors import StudyFileError
from storage.opening import ReadOnlyReason
from ui.forms.sign_card import SignCard, signature_box
from ui.pages.boundary_card import BoundaryCard
from ui.pages.cohort_board import CohortBoard, build_cohort_rows
from ui.pages.committee_layout import lay_beside
from ui.pages.coverage_line import CoverageLine
from ui.pages.decision_cards import EffectCard, RuleCard, SentenceCard, ToxicityCard
from ui.pages.decision_history import ComparisonCard, HistoryCard, SeenDecision, rebuild_decision
from ui.pages.decision_level import LevelCard
from ui.pages.decision_panel import DecisionPanel, Signing
from ui.pages.decision_words import list_effects, say_choice, say_decision
from ui.pages.page import Page
from ui.pages.signed_panel import SignedPanel
from ui.session import Session
from ui.signing import check_of, meanings_to_sign
from ui.text import Words, tr
from ui.theme import SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.card import NoteBox
from ui.widgets.clear import clear
from ui.words.ground import say_position

if TYPE_CHECKING:
    from domain.records import Decision

# Rule table and level list stand side by side only where both have the room they need.
_SIDE_BY_SIDE = 444 + SPACE_M + 290


class DecisionsPage(Page):
    """The committee's page: recommendation at the left, signature at the right.

    It shows the study at its cut-off, or an earlier decision as it was seen.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the cards and the panel."""
        super().__init__(session, parent)
        self._seen: SeenDecision | None = None
        self._just_signed: Decision | None = None
        self._signed: tuple[Decision, str] | None = None
        self._sign_card: SignCard | None = None
        self._shown_banners: list[tuple[str, str, str, str]] = []
        self._part_id = ""
        self.sentence, self.rule, self.level = SentenceCard(), RuleCard(), LevelCard()
        self.cohorts, self.boundary = CohortBoard(scrolls=False), BoundaryCard()
        self.toxicities, self.coverage, self.effects = ToxicityCard(), CoverageLine(), EffectCard()
        self.history, self.comparison = HistoryCard(), ComparisonCard()
        self.panel, self.signed_panel = DecisionPanel(), SignedPanel()
        self._banners = QVBoxLayout()
        self._banners.setSpacing(SPACE_M)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(SPACE_M)
        self._pair.addWidget(self.rule, 4)
        self._pair.addWidget(self.level, 3)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addLayout(self._banners)
        column.addWidget(self.sentence)
        column.addLayout(self._pair)
        shown = (self.cohorts, self.boundary, self.toxicities, self.coverage, self.effects, self.comparison)
        for card in (*shown, self.history):
            column.addWidget(card)
        column.addStretch(1)
        self.area, self.side = lay_beside(self, content, (self.panel, self.signed_panel))
        self.area.viewport().installEventFilter(self)
        self.level.subject_chosen.connect(self.subject_chosen)
        self.cohorts.subject_chosen.connect(self.subject_chosen)
        self.history.decision_chosen.connect(self.show_decision)
        self.panel.choice_changed.connect(self._show_effects)
        self.panel.cut_off_chosen.connect(self._on_cut_off)
        self.panel.signed.connect(self._on_signed)
        self.signed_panel.closed.connect(self.show_today)
        self.signed_panel.sign_wanted.connect(self._sign_too)

    def has_unsaved(self) -> bool:
        """Whether a decision is being filled in."""
        return self.panel.has_unsaved()

    def show_study(self) -> None:
        """Show the study at its cut-off; an earlier decision that is open stays open."""
        status, words = self.session.status, self.session.words
        self._start_part(status.part.part_id)
        self.panel.show_status(
            status,
            words,
            self.session.person,
            why_read_only=self._why_read_only(),
            is_fixed=self.session.is_looking_back,
            check=check_of(self.session),
        )
        self.history.show_status(status, words)
        if self._seen is None:
            self._show_status(status)
            self._show_effects(self.panel.choice())
        self._show_banners(status)
        if self.side.currentWidget() is not self.panel:
            self._end_signing()

    def _start_part(self, part_id: str) -> None:
        """What was typed about one part is never signed for another."""
        is_other, self._part_id = self._part_id not in ("", part_id), part_id
        if is_other:
            self._seen = self._just_signed = self._signed = None
            self.panel.forget()
            self.side.setCurrentWidget(self.panel)

    def show_decision(self, record_id: str) -> None:
        """Show a decision as it was seen when it was signed."""
        status = self.session.status
        held = next(one for one in status.study.decisions if one.record_id == record_id)
        # As it was signed: its level, and all that is shown beside it, by the numbers of its own day.
        decision = status.study.as_entered(held)
        self._just_signed = None
        try:
            records = self.session.file.records_at(decision.position)
        except StudyFileError as error:
            self.session.refused.emit(error)
            return
        seen = rebuild_decision(decision, records, status.part)
        before = status.study.at(decision.cut_off)
        _, today = recommend_at(before, part_then(before, status.part))
        self._seen = seen
        self._show_status(seen.status)
        words = self._words_of(seen.status)
        self.comparison.show_seen(seen, words, today)
        said = say_decision(words, seen.status.part, decision)
        self._show_signed(decision, said)
        self._show_banners(status)
        self.area.verticalScrollBar().setValue(0)

    def _show_signed(self, decision: "Decision", said: str) -> None:
        session, record_id = self.session, decision.record_id
        self._signed = decision, said
        boxes = signature_box(session, decision.kind, record_id)
        can_sign = bool(meanings_to_sign(session, decision.kind, record_id))
        self.signed_panel.show_decision(decision, session.words, said, boxes, can_sign=can_sign)

    def _sign_too(self) -> None:
        """A further member of the committee signs a decision that is signed already."""
        if self._signed is None:
            return
        decision, said = self._signed
        card = SignCard(self.session, decision.kind, decision.record_id, said, tr("Sign decision"))
        card.closed.connect(self._end_signing)
        self._sign_card = card
        self.side.addWidget(card)
        self.side.setCurrentWidget(card)
        card.take_focus()

    def _end_signing(self) -> None:
        if self._sign_card is not None:
            self.side.removeWidget(self._sign_card)
            self._sign_card.deleteLater()
            self._sign_card = None
        if self._signed is not None:
            self._show_signed(*self._signed)
        self.side.setCurrentWidget(self.signed_panel)

    def show_today(self) -> None:
        """Leave an earlier decision."""
        self._seen = self._just_signed = None
        self.show_study()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            wide = self.area.viewport().width() >= _SIDE_BY_SIDE
            direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
            if self._pair.direction() != direction:
                self._pair.setDirection(direction)
        return False

    def _show_status(self, status: PartStatus) -> None:
        level, words = status.level_in_question, self._words_of(status)
        self.sentence.show_status(status, words, level)
        is_expansion = status.part.kind is PartKind.EXPANSION
        for card in (self.rule, self.level):
            card.setVisible(not is_expansion)
        self.cohorts.setVisible(is_expansion)
        self.boundary.show_status(status)
        if is_expansion:
            self.cohorts.show_rows(build_cohort_rows(status, words))
        else:
            self.rule.show_status(status, level)
            self.level.show_status(status, words, level)
        self.toxicities.show_status(status, words, level)
        if self._seen is None:
            self.coverage.show_level(self.session, status.part.part_id, level)
        else:
            self.coverage.hide()
        self.comparison.setVisible(self._seen is not None)
        self.effects.setVisible(self._seen is None)
        self.side.setCurrentWidget(
            self.signed_panel if self._seen is not None or self._just_signed is not None else self.panel
        )

    def _words_of(self, status: PartStatus) -> Words:
        """Words that name the levels of the shown part with their doses, as they were where it is an earlier one."""
        words = self.session.words
        return Words(words.zone, status.part, words.protocol)

    def _show_effects(self, choice: Choice | None) -> None:
        status, words = self.session.status, self.session.words
        about = "" if choice is None else say_choice(words, status.part, choice)
        self.effects.show_effects(about, list_effects(words, status, choice))

    def _show_banners(self, status: PartStatus, refusal: tuple[str, str] | None = None) -> None:
        """What stands above the sentence: an earlier decision is open, one was just signed, one needs review."""
        words = self.session.words
        specs: list[tuple[str, str, str, str]] = []
        if refusal is not None:
            specs.append(("hard", *refusal, ""))
        if self._seen is not None:
            decision = self._seen.decision
            text = tr("Entries up to {position}, events up to {at}. Nothing on this page can be changed.")
            specs.append(
                (
                    "info",
                    tr("As it was seen for the decision of {at}").format(at=words.moment(decision.signed_at)),
                    text.format(
                        position=say_position(decision.position), at=words.moment_with_offset(decision.cut_off)
                    ),
                    "",
                )
            )
        elif self._just_signed is not None:
            text = tr("It rests on entries up to {position} and is kept with what the rules recommended then.")
            specs.append(
                (
                    "check",
                    tr("Signed: {decision}").format(decision=say_decision(words, status.part, self._just_signed)),
                    text.format(position=say_position(self._just_signed.position)),
                    "",
                )
            )
        if status.undermined and self._seen is None:
            decision, then = status.undermined[0]
            title = tr("Decision of {day} needs review: its data changed.").format(day=words.day(decision.signed_at))
            text = tr("Decided: {decision}. On today's entries, for the same cut-off, the rules say: {then}.").format(
                decision=say_decision(words, status.part, decision, status.study),
                then=words.reason(describe_recommendation(then)),
            )
            if further := len(status.undermined) - 1:
                text += " " + tr("So do {count} later ones, marked in the list below.").format(count=further)
            specs.append(("warn", title, text, decision.record_id))
        if specs != self._shown_banners:
            self._shown_banners = specs
            clear(self._banners)
            for look, title, text, record_id in specs:
                self._banners.addWidget(self._banner(look, title, text, record_id))

    def _banner(self, look: str, title: str, text: str, record_id: str) -> QWidget:
        if look in ("info", "check"):
            return NoteBox("soft", title, (text,), glyph=look)
        banner = Banner(look, title, text, tr("Review") if record_id else "")
        banner.action_triggered.connect(lambda: self.show_decision(record_id))
        return banner

    def _on_cut_off(self, moment: object) -> None:
        self.session.choose_cut_off(moment)  # type: ignore[arg-type]
        self.show_study()

    def _on_signed(self, signing: Signing) -> None:
        refusal = self.panel.refusal(self.session.study)
        if refusal is not None:
            self.show_study()
            self._show_banners(self.session.status, refusal)
            return
        # To the minute, as every moment is entered: a study cut off at this minute holds the decision already.
        signed_at = self.session.clock().replace(second=0, microsecond=0)
        decision = self.panel.draft(signing, self.session.new_id(), signed_at)
        if check_decision(self.panel.status, decision) or not self.session.sign(decision):
            return
        self._just_signed = decision
        said = say_decision(self.session.words, self.session.part, decision)
        effects = list_effects(self.session.words, self.panel.status, signing.choice)
        self.panel.forget()
        self._show_signed(decision, said)
        self.show_study()
        self.effects.show_effects(said, effects)

    def _why_read_only(self) -> str:
        reason = self.session.file.read_only_reason
        if reason is None:
            return ""
        return {
            ReadOnlyReason.ASKED: tr("The study was opened for reading only."),
            ReadOnlyReason.ANOTHER_WINDOW: tr("Another window has the study open for writing; sign there."),
        }.get(
            reason,
            tr("The study's folder can't be written to; open the study from a folder where it can."),
        )
