"""Recommended dose: levels side by side, what must be weighed, and the dose that is signed for phase 2 (ESC-12)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from domain.escalation.status import assess_status
from domain.records import RecommendedDose
from domain.rp2d.declared import decision_in_force
from domain.rp2d.figures import WeighedDoses
from domain.rp2d.rules import check_recommended_dose, recommended_in_force
from domain.rp2d.standing import DoseStanding, assess_standing, level_now
from domain.rp2d.weighing import weigh_doses
from domain.study import Study
from domain.summaries.weighed_doses import tabulate_weighed_doses
from storage.errors import StudyFileError
from ui.forms.side_panel import PANEL_WIDTH
from ui.forms.sign_card import SignCard, signature_box
from ui.pages.page import Page
from ui.pages.rp2d_fields import FieldsCard
from ui.pages.rp2d_history import DoseHistoryCard
from ui.pages.rp2d_panel import RecommendPanel
from ui.pages.rp2d_signed import SignedDoseCard
from ui.pages.rp2d_table import LevelsCard
from ui.pages.rp2d_weighing import WeighingCard
from ui.pages.rp2d_words import say_dose, say_name, say_signed
from ui.session import Session
from ui.signing import check_of, meanings_to_sign
from ui.text import tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.card import NoteBox
from ui.widgets.clear import clear
from ui.widgets.empty_state import EmptyState
from ui.widgets.scroll import ScrollArea
from ui.words.ground import say_position


class Rp2dPage(Page):
    """From top to bottom: the three fields, the levels side by side, the weighing beside the signature, the history.

    It shows the study at its cut-off, or an earlier recommended dose as it was signed.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the cards."""
        super().__init__(session, parent)
        self._open = self._part_id = ""
        self._just_signed: RecommendedDose | None = None
        self._refusal: tuple[str, str] | None = None
        self._sign_card: SignCard | None = None
        self.weighed = WeighedDoses((), ())
        self.standings: tuple[DoseStanding, ...] = ()
        self.holding: DoseStanding | None = None
        self.fields, self.levels = FieldsCard(), LevelsCard(session)
        self.weighing, self.panel = WeighingCard(), RecommendPanel()
        self.signed, self.history = SignedDoseCard(), DoseHistoryCard()
        self._banners = QVBoxLayout()
        self._banners.setSpacing(SPACE_M)
        self.panel.setFixedWidth(PANEL_WIDTH)
        self.draft_row = QWidget()
        pair = QHBoxLayout(self.draft_row)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(SPACE_M)
        pair.addWidget(self.weighing, 1)
        pair.addWidget(self.panel, 0)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(SPACE_M)
        self._column.addLayout(self._banners)
        for card in (self.fields, self.levels, self.draft_row, self.signed, self.history):
            self._column.addWidget(card)
        self._column.addStretch(1)
        self.area = ScrollArea(content)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.empty = EmptyState(
            "check",
            tr("No recommended dose yet"),
            tr("The recommended dose is chosen after an MTD or MAD is signed, and nobody has been dosed yet."),
            tr("Go to decisions"),
        )
        self.empty.action_triggered.connect(self._to_decisions)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.area)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN - 16, PAGE_TOP)
        column.addWidget(self._stack)
        self.weighing.value_changed.connect(self._on_typed)
        self.panel.level_changed.connect(self._on_level)
        self.fields.weighing_wanted.connect(self._to_weighing)
        self.panel.signed.connect(self._on_signed)
        for field in (self.panel.reason, self.panel.attendees, self.panel.signer):
            field.value_changed.connect(self.edited)
        self.history.record_chosen.connect(self.show_record)
        self.signed.closed.connect(self.show_today)
        self.signed.sign_wanted.connect(self._sign_too)
        self.levels.failed.connect(lambda text: self._refuse(tr("The table was not saved."), text))

    def has_unsaved(self) -> bool:
        """Whether a recommended dose is being filled in."""
        return bool(self.weighing.value()) or self.panel.has_unsaved()

    def show_study(self) -> None:
        """Show the study at its cut-off; a signed record that is open stays open."""
        session, status, words = self.session, self.session.status, self.session.words
        if not status.assessments and not status.study.recommended_doses_of(status.part):
            self._stack.setCurrentWidget(self.empty)
            return
        self._stack.setCurrentWidget(self.area)
        if status.part.part_id != self._part_id:
            self._start_part(status.part.part_id)
        self.weighed = weigh_doses(status)
        self.standings = tuple(
            assess_standing(status, one, self.weighed) for one in status.study.recommended_doses_of(status.part)
        )
        held = recommended_in_force(status.study, status.part.part_id)
        self.holding = next((one for one in self.standings if held is not None and one.record is held), None)
        self.fields.show_status(status, words, self.holding)
        self.panel.show_status(status, self.weighed, words, session.person, check=check_of(session))
        self._order_tabs()
        self.weighing.show_level(words, self.weighed, self.panel.level())
        self.history.show_standings(self.standings, words)
        if self._open:
            self._show_open(self._open)
        else:
            self.levels.show_table(tabulate_weighed_doses(status, self.weighed), self._candidate())
        # What was typed is never hidden, whatever happens to the study meanwhile.
        can_fill = not self._open and (not self._why_not()[0] or self.has_unsaved())
        self.signed.setVisible(bool(self._open))
        self.draft_row.setVisible(can_fill)
        self.fields.weigh_link.setVisible(can_fill)
        self._show_banners()

    def show_record(self, record_id: str) -> None:
        """Show a recommended dose as it was signed, with the levels as they were seen."""
        self._open, self._just_signed, self._refusal = record_id, None, None
        self.show_study()
        self.area.verticalScrollBar().setValue(0)
        self.signed.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_today(self) -> None:
        """Leave a signed record."""
        self._end_signing()
        self._open, self._just_signed, self._refusal = "", None, None
        self.show_study()

    def _start_part(self, part_id: str) -> None:
        """What was typed about one part is never signed for another."""
        is_other, self._part_id = bool(self._part_id), part_id
        if is_other:
            self._open, self._just_signed, self._refusal = "", None, None
            self.weighing.set_value(())
            self.panel.start_over()

    def _order_tabs(self) -> None:
        """The rows of doses are made anew; the keyboard comes to them between the last note and the reason."""
        before: QWidget = self.weighing.rows[-1].note
        for row in self.panel.choices.rows():
            QWidget.setTabOrder(before, row)
            before = row
        QWidget.setTabOrder(before, self.panel.reason.edit)

    def _show_open(self, record_id: str) -> None:
        standing = self._standing(record_id)
        if standing is None:
            self._open = ""
            return
        record, session = standing.record, self.session
        try:
            records = session.file.records_at(record.position)
        except StudyFileError as error:
            session.refused.emit(error)
            return
        study = Study.of(records, cut_off=record.cut_off, position=record.position, head=record.head)
        then = assess_status(study, study.protocol.part(record.part_id))
        self.levels.show_table(tabulate_weighed_doses(then), level_now(then.part, record))
        boxes = signature_box(session, record.kind, record.record_id)
        can_sign = bool(meanings_to_sign(session, record.kind, record.record_id))
        self.signed.show_record(standing, session.words, boxes, can_sign=can_sign)

    def _standing(self, record_id: str) -> DoseStanding | None:
        return next((one for one in self.standings if one.record.record_id == record_id), None)

    def _candidate(self) -> int | None:
        """The level to be outlined: the one that is chosen, or the one that was signed last."""
        chosen = self.panel.level()
        if chosen is not None:
            return chosen
        return self.holding.record.dose_level if self.holding is not None else None

    def _on_level(self, level: object) -> None:
        chosen = level if isinstance(level, int) else None
        self.weighing.show_level(self.session.words, self.weighed, chosen)
        if not self._open:
            self.levels.show_candidate(self._candidate())

    def _on_typed(self) -> None:
        self.panel.show_considerations(self.weighing.value())
        self.edited.emit()

    def _on_signed(self) -> None:
        level, refusal = self.panel.level(), self.panel.refusal(self.session.study)
        if level is None:
            return
        if refusal is not None:
            self.show_study()
            self._refuse(*refusal)
            return
        signed_at = self.session.clock().replace(second=0, microsecond=0)
        record = self.panel.draft(level, self.session.new_id(), signed_at)
        refused = [one for one in check_recommended_dose(self.panel.status, record) if one.is_hard]
        if refused or not self.session.save(record):
            return
        self.panel.forget()
        self.weighing.set_value(())
        self._just_signed, self._refusal = record, None
        self._open = record.record_id
        self.show_study()
        self.area.verticalScrollBar().setValue(0)

    def _sign_too(self) -> None:
        """A further member of the committee signs a dose that is signed already."""
        standing = self._standing(self._open)
        if standing is None or self._sign_card is not None:
            return
        record = standing.record
        title = say_signed(self.session.words, self.session.study, record)
        card = SignCard(self.session, record.kind, record.record_id, title, tr("Sign recommended dose"))
        card.closed.connect(self._end_signing)
        self._sign_card = card
        self._column.insertWidget(self._column.indexOf(self.signed) + 1, card)
        card.take_focus()

    def _end_signing(self) -> None:
        if self._sign_card is not None:
            self._column.removeWidget(self._sign_card)
            self._sign_card.hide()
            self._sign_card.deleteLater()
            self._sign_card = None
            self.show_study()

    def _to_weighing(self) -> None:
        self.area.ensureWidgetVisible(self.draft_row)
        self.area.verticalScrollBar().setValue(self.draft_row.y() - SPACE_M)
        self.weighing.take_focus()

    def _to_decisions(self) -> None:
        self.section_wanted.emit("decisions")

    def _refuse(self, title: str, text: str) -> None:
        self._refusal = (title, text)
        self._show_banners()
        self.area.verticalScrollBar().setValue(0)

    def _show_banners(self) -> None:
        """What stands above the fields: nothing was signed, one was, one is open, the one that holds needs review."""
        words, study = self.session.words, self.session.study
        clear(self._banners)
        if self._refusal is not None:
            self._banners.addWidget(Banner("hard", *self._refusal))
        open_one = self._standing(self._open)
        if self._just_signed is not None:
            text = tr("It rests on entries up to {position} and is kept with what was weighed.")
            said = say_signed(words, study, self._just_signed)
            note = text.format(position=say_position(self._just_signed.position))
            self._banners.addWidget(NoteBox("soft", said, (note,), glyph="check"))
        elif open_one is not None:
            record = open_one.record
            text = tr("Entries up to {position}, events up to {at}. Nothing on this page can be changed.")
            title = tr("As it was seen when {name} was signed, {at}").format(
                name=say_name(study), at=words.moment(record.signed_at)
            )
            note = text.format(position=say_position(record.position), at=words.moment_with_offset(record.cut_off))
            self._banners.addWidget(NoteBox("soft", title, (note,), glyph="info"))
        title, text, action = self._why_not()
        if title and not self._open:
            barred = Banner("warn", title, text, action)
            barred.action_triggered.connect(self._to_decisions)
            self._banners.addWidget(barred)
        holding = self.holding
        if holding is not None and holding.is_undermined and not self._open:
            title = tr("{name}, {dose}, needs review: later data speak against it.").format(
                name=say_name(study), dose=say_dose(holding.record)
            )
            text = " ".join(words.reason(reason) for reason in holding.reasons[:3])
            if more := len(holding.reasons) - 3:
                text += " " + tr("And {count} more.").format(count=more) if more > 0 else ""
            banner = Banner("hard" if holding.forbidding else "warn", title, text, tr("Review"))
            record_id = holding.record.record_id
            banner.action_triggered.connect(lambda: self.show_record(record_id))
            self._banners.addWidget(banner)

    def _why_not(self) -> tuple[str, str, str]:
        """Why nothing can be signed here now, as title, text and what to do; empty where it can."""
        session, status = self.session, self.session.status
        if session.is_read_only:
            text = tr("The study is open for reading only. Open it where it can be written to.")
            return tr("Nothing can be signed here."), text, ""
        if not session.may_create(RecommendedDose.kind):
            text = tr("A recommended dose is signed by the investigator, the medical monitor or the committee.")
            return tr("Your role signs no recommended dose."), text, ""
        if decision_in_force(status) is None:
            text = tr("Sign the MTD or MAD under Decisions; then every level at or below it can be weighed here.")
            title = tr("The recommended dose is chosen after an MTD or MAD is signed, and none is.")
            return title, text, tr("Go to decisions")
        return "", "", ""
