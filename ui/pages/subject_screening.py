"""The screening of a subject: countdown, criteria, consents, failure and re-screening (SUB-1, SUB-10)."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.eligibility import derive_unmet, needed_reconsent
from domain.records import Consent, CriterionAnswer, Eligibility, Rescreening
from domain.screenings import Screening, ScreeningState, derive_screenings
from domain.study import Study
from ui.forms.criteria_grid import CriteriaGrid
from ui.forms.eligibility_form import EligibilityForm
from ui.forms.row_menu import offer_history
from ui.forms.screening_forms import ConsentForm, RescreeningForm
from ui.forms.sign_card import signature_box
from ui.models.screening_rows import ConsentsModel, ScreeningsModel
from ui.pages.record_table import RecordTable
from ui.pages.report_kinds import print_of
from ui.pages.screening_head import ScreeningHead
from ui.pages.subject_print import ask_and_save_page, save_page
from ui.pages.subject_tab import SubjectTab
from ui.reports.eligibility_checklist import eligibility_checklist
from ui.reports.paper import Report
from ui.session import Session
from ui.signing import meanings_to_sign, states_of
from ui.text import say_date, tr
from ui.theme import SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton
from ui.widgets.card import NoteBox
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.words.lock import subject_lock


class SubjectScreening(SubjectTab):
    """From consent to the answer on eligibility."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without a subject."""
        super().__init__(session, parent)
        self._shown: int | None = None
        self.trouble = Banner("hard", "")
        self.trouble.hide()
        self.head = ScreeningHead()
        self.head.eligible_wanted.connect(lambda: self._answer(is_eligible=True))
        self.head.failure_wanted.connect(lambda: self._answer(is_eligible=False))
        self.head.again_wanted.connect(self._screen_again)
        self.head.sign_wanted.connect(self._sign)
        self.head.print_wanted.connect(self._print)
        self.which = SegmentedControl([], tr("Screening"), height=28, fill_width=False)
        self.which.value_changed.connect(self._on_which)
        self.criteria = CriteriaGrid(session)
        self.criteria.edited.connect(self.edited)
        self.consents_model = ConsentsModel(self)
        none_yet = tr("No form is recorded yet; the date of consent is known. Add the version that was signed.")
        self.consents = RecordTable(tr("Consents"), self.consents_model, none_yet, 3)
        self.consent_link = LinkButton(tr("Add consent"), "plus", small=True)
        self.consent_link.clicked.connect(self._add_consent)
        self.consents.add_to_title(self.consent_link)
        self.consents.record_chosen.connect(self.record_wanted)
        offer_history(self.consents.table, session, self.consents.record_at, self.history_wanted.emit)
        self._note: NoteBox | None = None
        self.screenings = RecordTable(tr("Screenings"), ScreeningsModel(lambda: self.session.words, self), "", 5)
        self.screenings.record_chosen.connect(lambda number: self.which.set_value(int(number)))
        self._cards = QVBoxLayout(self)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(SPACE_M)
        for card in (self.trouble, self.head, self.criteria, self.consents, self.screenings):
            self._cards.addWidget(card)
        self.criteria.add_to_title(self.which)

    # --- what it shows -----------------------------------------------------------------------------

    def show_subject(self, subject_id: str) -> None:
        """Draw the subject as the study is now."""
        if subject_id != self.subject_id:
            self._shown = None
            self.trouble.hide()
        self.subject_id = subject_id
        study = self.session.study
        screenings = derive_screenings(study, subject_id)
        self._show_choice(screenings)
        screening = screenings[self._shown - 1] if self._shown else screenings[-1]
        is_latest = screening is screenings[-1]
        can_write = self._can_write()
        today = study.cut_off.astimezone(study.zone).date()
        self.head.show_screening(
            screening,
            derive_unmet(study, subject_id) if is_latest else (),
            self.session.words,
            today,
            signed=self._signatures(screening),
            changed_after=self._changed_after(screening),
        )
        self._show_acts(study, screening, is_latest=is_latest, can_write=can_write)
        may_answer = can_write and is_latest and self.session.may_create(CriterionAnswer.kind)
        self.criteria.show_screening(subject_id, screening, can_write=may_answer)
        self.consents.show_rows(study.consents_of(subject_id))
        self.consent_link.setVisible(can_write and self.session.may_create(Consent.kind))
        self._show_reconsent(study)
        self.screenings.show_rows(tuple(reversed(screenings)))
        self.screenings.setVisible(len(screenings) > 1)

    def select(self, record_id: str) -> None:
        """Select a consent's row."""
        self.consents.select(record_id)

    def has_unsaved(self) -> bool:
        """Whether answers are typed and not saved."""
        return self.criteria.is_dirty

    def _can_write(self) -> bool:
        return not self.session.is_read_only and subject_lock(self.session, self.subject_id) is None

    def _show_choice(self, screenings: tuple[Screening, ...]) -> None:
        segments = [Segment(one.number, str(one.number)) for one in screenings]
        self.which.blockSignals(True)
        if self.which.segments() != tuple(segments):
            # A new screening comes to the front.
            self._shown = None
            self.which.set_segments(segments)
        self.which.set_value(self._shown or len(screenings))
        self.which.blockSignals(False)
        self.which.setVisible(len(screenings) > 1)

    def _on_which(self) -> None:
        number = self.which.value()
        if self.criteria.is_dirty:
            self.criteria.discard()
            self.which.blockSignals(True)
            self.which.set_value(self.criteria.screening.number if self.criteria.screening else None)
            self.which.blockSignals(False)
            return
        self._shown = number if isinstance(number, int) else None
        self.show_subject(self.subject_id)

    def _show_acts(self, study: Study, screening: Screening, *, is_latest: bool, can_write: bool) -> None:
        session, state = self.session, screening.state
        may_answer = can_write and is_latest and session.may_create(Eligibility.kind)
        is_undecided = screening.eligibility is None and state is not ScreeningState.TREATED
        head = self.head
        head.eligible_button.setVisible(may_answer and is_undecided and state is not ScreeningState.OVER)
        is_open = is_undecided or (state is ScreeningState.ELIGIBLE and study.enrolment(self.subject_id) is None)
        head.failure_button.setVisible(may_answer and is_open)
        may_repeat = can_write and is_latest and session.may_create(Rescreening.kind)
        is_over = state in (ScreeningState.FAILED, ScreeningState.OVER) and study.first_dose(self.subject_id) is None
        head.again_button.setVisible(may_repeat and is_over and study.leaving(self.subject_id) is None)
        answer = screening.eligibility
        may_sign = answer is not None and bool(meanings_to_sign(session, Eligibility.kind, answer.record_id))
        head.sign_button.setVisible(may_sign)

    def _signatures(self, screening: Screening) -> tuple[NoteBox, ...]:
        answer = screening.eligibility
        return tuple(signature_box(self.session, Eligibility.kind, answer.record_id)) if answer is not None else ()

    def _changed_after(self, screening: Screening) -> tuple[str, ...]:
        """Criteria answered or changed after the last signature that stands."""
        answer = screening.eligibility
        states = states_of(self.session, Eligibility.kind, answer.record_id) if answer is not None else ()
        signed = max((one.signature.position for one in states if not one.falls), default=None)
        if signed is None:
            return ()
        file = self.session.file
        return tuple(
            one.criterion.code
            for one in screening.criteria
            if one.answer is not None and (file.last_event(one.answer.record_id) or 0) > signed
        )

    def _show_reconsent(self, study: Study) -> None:
        if self._note is not None:
            self._cards.removeWidget(self._note)
            self._note.hide()
            self._note.deleteLater()
            self._note = None
        form = needed_reconsent(study, self.subject_id)
        if form is None:
            return
        title = tr("Re-consent: version {version} of the form is not signed").format(version=form.version)
        since = tr("It is in use at the site since {day}.").format(day=say_date(form.since))
        self._note = NoteBox("warn", title, (since,))
        self._cards.insertWidget(self._cards.indexOf(self.consents), self._note)

    # --- what a person does ------------------------------------------------------------------------

    def _known(self, **more: object) -> dict[str, object]:
        return {"subject_id": self.subject_id, **more}

    def _answer(self, *, is_eligible: bool) -> None:
        self.form_wanted.emit(EligibilityForm(self.session, known=self._known(is_eligible=is_eligible)))

    def _screen_again(self) -> None:
        self.form_wanted.emit(RescreeningForm(self.session, known=self._known()))

    def _add_consent(self) -> None:
        self.form_wanted.emit(ConsentForm(self.session, known=self._known()))

    def _sign(self) -> None:
        answer = self._screening().eligibility
        if answer is not None:
            self.sign_wanted.emit(answer)

    def _screening(self) -> Screening:
        screenings = derive_screenings(self.session.study, self.subject_id)
        return screenings[self._shown - 1] if self._shown else screenings[-1]

    # --- on paper ----------------------------------------------------------------------------------

    def checklist(self, printed_at: datetime) -> Report:
        """The page that the investigator signs by hand."""
        session = self.session
        return eligibility_checklist(
            session.study, self.subject_id, self._screening(), session.words, print_of(session, printed_at)
        )

    def save_checklist(self, path: Path) -> bool:
        """Write the checklist; a banner says why where it can't be."""
        report = self.checklist(self.session.clock())
        return self._say(save_page(self.session, report, self._document(), path))

    def _document(self) -> str:
        return f"eligibility checklist {self.subject_id}"

    def _print(self) -> None:
        title = tr("Print eligibility checklist of {subject}").format(subject=self.subject_id)
        report = self.checklist(self.session.clock())
        self._say(ask_and_save_page(self.session, report, self._document(), title, self))

    def _say(self, said: str) -> bool:
        self.trouble.setVisible(bool(said))
        if said:
            self.trouble.show_message("hard", tr("The checklist was not written"), said)
        return not said
