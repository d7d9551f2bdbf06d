"""Parts: each part of the study, what it waits for, its gate, and the signature that opens it (PRO-2)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.parts.state import ConditionState, PartState
from domain.parts.terms import PartPhase
from domain.records import GateCondition, PartOpening
from ui.forms.gate_condition_form import GateConditionForm
from ui.forms.side_panel import SidePanel
from ui.forms.sign_card import SignCard
from ui.pages.committee_layout import lay_beside
from ui.pages.page import Page
from ui.pages.parts_card import PartCard
from ui.pages.parts_panel import OpeningPanel
from ui.pages.pool import Pool
from ui.session import Session
from ui.text import Words, tr
from ui.theme import SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.card import Card, NoteBox
from ui.widgets.clear import clear
from ui.widgets.empty_state import EmptyState
from ui.words.ground import say_position


class PartsPage(Page):
    """The parts at the left, one below the other; at the right the opening of one, or a condition of its gate."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the cards and the panel."""
        super().__init__(session, parent)
        self.setAccessibleName(tr("Parts"))
        self._wanted = ""
        self._just_signed: PartOpening | None = None
        self._refusal: tuple[str, str] | None = None
        self._sign_card: SignCard | None = None
        self._banners = QVBoxLayout()
        self._banners.setSpacing(SPACE_M)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addLayout(self._banners)
        cards = QVBoxLayout()
        cards.setSpacing(SPACE_M)
        self._cards: Pool[PartCard] = Pool(cards, self._make_card)
        column.addLayout(cards)
        column.addStretch(1)
        self.panel = OpeningPanel(session)
        self.form_panel = SidePanel(session)
        self.nothing = Card()
        self.empty = EmptyState(
            "check", tr("Nothing to open"), tr("Every part that needs a signature to open has one.")
        )
        self.nothing.add(self.empty)
        self.area, self.side = lay_beside(self, content, (self.panel, self.form_panel, self.nothing))
        self.panel.signed.connect(self._on_signed)
        self.panel.edited.connect(self.edited)
        self.form_panel.edited.connect(self.edited)
        self.form_panel.saved.connect(self._on_condition_saved)
        self.form_panel.closed.connect(self._show_side)

    @property
    def cards(self) -> tuple[PartCard, ...]:
        """The cards, in the order of the protocol."""
        return self._cards.widgets[: len(self.session.part_states)]

    def card(self, part_id: str) -> PartCard:
        """The card of a part.

        Raises:
            StopIteration: the study has no such part.
        """
        return next(one for one in self.cards if one.part_id == part_id)

    def has_unsaved(self) -> bool:
        """Whether an opening or a condition is being filled in."""
        return self.panel.has_unsaved() or self.form_panel.has_unsaved()

    def show_part(self, part_id: str) -> None:
        """Bring a part into sight, with its opening at the right where it can have one."""
        state = self._state(part_id)
        if state is None or (self.panel.has_unsaved() and self.panel.part_id != part_id):
            return
        self._wanted = part_id
        self.show_study()
        self.area.ensureWidgetVisible(self.card(part_id))

    def show_study(self) -> None:
        """Draw the parts at the cut-off; what was typed stays."""
        session, study = self.session, self.session.study
        states = session.part_states
        can_enter = session.may_create(GateCondition.kind)
        has_accounts = bool(session.file.records().get("account"))
        for card, state in zip(self._cards.fit(len(states)), states, strict=True):
            part = state.part
            card.part_id = part.part_id
            card.show_state(
                state,
                study.openings_of(part.part_id),
                Words(study.zone, part, study.protocol),
                is_shown=part.part_id == session.part.part_id,
                can_enter=can_enter,
                has_accounts=has_accounts,
            )
            card.open_button.setEnabled(not self._why_not())
        chosen = self._chosen(states)
        if chosen is not None:
            self.panel.show_state(chosen)
        self._show_side()
        self._show_banners()

    def _make_card(self) -> PartCard:
        card = PartCard("")
        card.show_wanted.connect(self.session.choose_part)
        card.open_wanted.connect(self._on_open_wanted)
        card.condition_wanted.connect(self._show_condition)
        card.signatures_wanted.connect(self._show_signatures)
        return card

    def _state(self, part_id: str) -> PartState | None:
        return next((one for one in self.session.part_states if one.part.part_id == part_id), None)

    def _chosen(self, states: tuple[PartState, ...]) -> PartState | None:
        """The part at the right: the one asked for, else the first that is ready, else the first that waits."""
        wanted = self._state(self._wanted)
        if wanted is not None and (wanted.part.needs_opening or wanted.opening is not None):
            return wanted
        order = (PartPhase.READY, PartPhase.WAITING)
        return next((one for phase in order for one in states if one.phase is phase), None)

    def _show_side(self) -> None:
        """A form while it is open, else the opening of the chosen part where the person may sign one."""
        if self._sign_card is not None:
            self.side.setCurrentWidget(self._sign_card)
        elif self.form_panel.form is not None or self.form_panel.over is not None:
            self.side.setCurrentWidget(self.form_panel)
        elif self._chosen(self.session.part_states) is None or (self._why_not() and not self.panel.has_unsaved()):
            self.side.setCurrentWidget(self.nothing)
        else:
            self.side.setCurrentWidget(self.panel)
        why = self._why_not()
        title = tr("Nothing can be opened here") if why else tr("Nothing to open")
        self.empty.set_text(title, why or tr("Every part that needs a signature to open has one."))

    def _on_open_wanted(self, part_id: str) -> None:
        if not self.form_panel.may_change():
            return
        self._end_signing()
        self.form_panel.close_form()
        self.show_part(part_id)
        if self.panel.part_id == part_id:
            self.panel.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            self.panel.area.verticalScrollBar().setValue(0)

    def _show_condition(self, part_id: str, condition: ConditionState) -> None:
        """The form of a condition: a new one, or the record to be corrected."""
        session = self.session
        self._end_signing()
        if condition.record is not None and session.is_read_only:
            self.form_panel.show_history(condition.record)
        else:
            known = {"part_id": part_id, "number": condition.number}
            form = GateConditionForm(session, condition.record, known=known)
            form.set_title(tr("Condition {number}").format(number=condition.number))
            self.form_panel.show_form(form)
        self._show_side()

    def _on_condition_saved(self, _record: object) -> None:
        # The keyboard goes on with the next condition, or with the opening.
        buttons = [button for card in self.cards for button in card.condition_buttons]
        target = buttons[0] if buttons else self.panel.reason
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_signed(self) -> None:
        session, refusal = self.session, self.panel.refusal(self.session.study)
        if refusal is not None:
            self.show_study()
            self._refuse(*refusal)
            return
        # To the minute, as every moment is entered: a study cut off at this minute holds the opening already.
        opening = self.panel.draft(session.new_id(), session.clock().replace(second=0, microsecond=0))
        refused = [one for one in self.panel.findings(opening) if one.is_hard]
        if refused:
            self._refuse(tr("Nothing was signed."), " ".join(session.words.finding(one) for one in refused))
            return
        if not session.sign_opening(opening, justified=self.panel.justified()):
            return
        self.panel.start_over()
        self._wanted, self._refusal, self._just_signed = opening.part_id, None, opening
        self.show_study()
        self.area.verticalScrollBar().setValue(0)

    def _show_signatures(self, part_id: str, record_id: str) -> None:
        """The signatures on an opening; a further member of the committee adds one."""
        self._end_signing()
        title = self.session.study.protocol.part(part_id).title
        card = SignCard(self.session, PartOpening.kind, record_id, title, tr("Sign opening"))
        card.closed.connect(self._end_signing)
        self._sign_card = card
        self.side.addWidget(card)
        self._show_side()
        card.take_focus()

    def _end_signing(self) -> None:
        if self._sign_card is not None:
            self.side.removeWidget(self._sign_card)
            self._sign_card.deleteLater()
            self._sign_card = None
        self._show_side()

    def _refuse(self, title: str, text: str) -> None:
        self._refusal = (title, text)
        self._show_banners()
        self.area.verticalScrollBar().setValue(0)

    def _show_banners(self) -> None:
        clear(self._banners)
        if self._refusal is not None:
            self._banners.addWidget(Banner("hard", *self._refusal))
        if self._just_signed is not None:
            study, opening = self.session.study, self._just_signed
            title = tr("Opened: {part}").format(part=study.protocol.part(opening.part_id).title)
            text = tr("It rests on entries up to {position} and is kept with what was chosen.")
            note = text.format(position=say_position(opening.position))
            self._banners.addWidget(NoteBox("soft", title, (note,), glyph="check"))

    def _why_not(self) -> str:
        """Why the person opens no part here, as a sentence; empty where they may."""
        session = self.session
        if session.is_read_only:
            return tr("The study is open for reading only. Open it where it can be written to.")
        if not session.may_create(PartOpening.kind):
            return tr("A part is opened by the investigator, the medical monitor or the committee.")
        return ""
