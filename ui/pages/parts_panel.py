"""The panel that opens a part: which doses or cohorts, why, who was there, and the signature (PRO-2)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Signal

from domain.checks.part import check_opening
from domain.parts.draft import draft_opening
from domain.parts.state import PartState, list_selectable, source_of
from domain.reasons import Finding
from domain.records import Attendee, Decision, PartOpening
from domain.study import Study
from domain.terms import PartKind
from ui.pages.parts_choice import CohortsChoice, DosesChoice
from ui.pages.signing_panel import SigningPanel
from ui.session import Session
from ui.signing import check_of
from ui.text import tr
from ui.widgets.card import NoteBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.words.part import say_state


class OpeningPanel(SigningPanel):
    """Fills in the opening of one part and lets it be signed once nothing stands in the way.

    Signals:
        signed: the person signs; the page writes.
        edited: what ``has_unsaved`` says may have changed.
    """

    signed = Signal()
    edited = Signal()

    def __init__(self, session: Session) -> None:
        """Build it for no part."""
        super().__init__(tr("Opening and signature"), tr("Sign opening"))
        self._session = session
        self._state: PartState | None = None
        self.about = Label(weight=600, wrap=True)
        self.own_levels = Label(size="caption", token="text2", wrap=True)
        self.doses, self.cohorts = DosesChoice(), CohortsChoice()
        self.doses_row = FormRow(tr("Doses"), self.doses, field="doses")
        self.cohorts_row = FormRow(tr("Cohorts"), self.cohorts, field="cohorts")
        self._rows = (self.doses_row, self.cohorts_row, self.reason_row, self.people_row)
        self.area = self.scroll_fields((self.ground, self.about, self.own_levels, *self._rows))
        for row in self._rows:
            row.justification_changed.connect(self._judge)
        for field in (self.doses, self.cohorts, self.reason, self.attendees, self.signer):
            field.value_changed.connect(self._on_edited)
        self.sign_button.clicked.connect(self._on_sign)

    @property
    def part_id(self) -> str:
        """Of the part that is shown; "" for none."""
        return self._state.part.part_id if self._state is not None else ""

    def show_state(self, state: PartState) -> None:
        """Show a part; what was typed about it stays, the signature only while the data stay."""
        study, words, session = self._session.study, self._session.words, self._session
        if state.part.part_id != self.part_id:
            self.start_over()
        self._state = state
        self.show_ground(study, words, _who_came(study), session.person)
        self.set_caption(say_state(state, words) if state.can_be_opened else "")
        self.about.setText(state.part.title)
        self._show_choice(study, state)
        self.sign_button.setText(tr("Sign addition") if state.opening else tr("Sign opening"))
        self.signer.show_person(session.person, tr("I approve this opening"), check_of(session))
        self._judge()

    def start_over(self) -> None:
        """Forget all that was chosen and typed."""
        super().start_over()
        self.doses.set_value(None)
        self.cohorts.set_value(None)
        for row in self._rows:
            row.set_findings([])
            row.set_justification("")

    def draft(self, record_id: str, signed_at: datetime) -> PartOpening:
        """The opening that would be signed on the study that is shown."""
        person = self._session.person
        is_expansion = self._state is not None and self._state.part.kind is PartKind.EXPANSION
        return draft_opening(
            self._session.study,
            self.part_id,
            doses=() if is_expansion or not self.doses_row.isVisibleTo(self) else self.doses.value(),
            cohorts=self.cohorts.value() if is_expansion else (),
            record_id=record_id,
            attendees=self.attendees.value(),
            reason=str(self.reason.value()),
            signed_by=person.name,
            signed_role=person.role,
            signed_at=signed_at,
        )

    def findings(self, opening: PartOpening) -> list[Finding]:
        """What forbids an opening now."""
        return check_opening(self._session.study, opening, now=self._session.clock())

    def justified(self) -> Mapping[str, tuple[Finding, str]]:
        """The soft findings with their reasons, by field."""
        found = self.findings(self.draft("draft", self._session.clock()))
        given = {row.field: row.justification().strip() for row in self._rows}
        return {one.field: (one, given[one.field]) for one in found if not one.is_hard and given.get(one.field)}

    def _show_choice(self, study: Study, state: PartState) -> None:
        planned = study.as_planned.part(state.part.part_id)
        source = source_of(study, state.part)
        levels, words = list_selectable(study, state.part), self._session.words
        is_expansion = planned.kind is PartKind.EXPANSION
        has_own = bool(planned.levels) and not is_expansion
        self.doses_row.setVisible(not is_expansion and not has_own)
        self.cohorts_row.setVisible(is_expansion)
        self.own_levels.setVisible(has_own or source is not state.part)
        if has_own:
            self.own_levels.setText(tr("It has its own doses; the gate alone is signed."))
        elif planned.most_levels is not None:
            text = tr("Doses are chosen from: {part}. At most {count}.")
            self.own_levels.setText(text.format(part=source.title, count=planned.most_levels))
        else:
            self.own_levels.setText(tr("Doses are chosen from: {part}.").format(part=source.title))
        opening = state.opening
        if is_expansion:
            self.cohorts.show_cohorts(planned, levels, words, opening.cohorts if opening else ())
        elif not has_own:
            self.doses.show_levels(levels, words, opening.doses if opening else ())

    def _on_edited(self) -> None:
        self._judge()
        self.edited.emit()

    def _is_begun(self) -> bool:
        return self.signer.has_text() or bool(self.reason.value())

    def _judge(self) -> None:
        """Show what forbids signing, and let the button follow."""
        if self._state is None:
            return
        opening = self.draft("draft", self._session.clock())
        findings = self.findings(opening)
        words = self._session.words
        # An empty form is no mistake: what is not filled in yet is asked for once somebody begins.
        asked = self._is_begun()
        for row in self._rows:
            mine = [one for one in findings if one.field == row.field]
            shown = [(one.severity.value, words.finding(one)) for one in mine if asked or _is_about_choice(one)]
            row.set_findings(shown)
        lacking = self.cohorts.lacking if self.cohorts_row.isVisibleTo(self) else ()
        is_new = self._adds(opening)
        self._show_notes(findings, lacking, is_new=is_new)
        open_soft = [one for one in findings if not one.is_hard and one.field not in self.justified()]
        refused = any(one.is_hard for one in findings) or open_soft or lacking or self.cohorts.is_unread
        can_sign = not refused and is_new and not self._session.is_looking_back
        self.sign_button.setEnabled(can_sign and self.signer.is_signed)

    def _adds(self, opening: PartOpening) -> bool:
        before = self._state.opening if self._state is not None else None
        return before is None or (opening.doses, opening.cohorts) != (before.doses, before.cohorts)

    def _show_notes(self, findings: Sequence[Finding], lacking: Sequence[str], *, is_new: bool) -> None:
        clear(self.notes)
        words = self._session.words
        shown_at_rows = {row.field for row in self._rows}
        hard = [
            words.finding(one) for one in findings if one.is_hard and one.field not in (*shown_at_rows, "signed_by")
        ]
        if self._session.is_looking_back:
            hard.append(tr("An earlier data cut-off is shown. Go back to the present to sign."))
        if hard:
            self.notes.addWidget(NoteBox("warn", tr("Not to be signed yet"), tuple(hard)))
        lacks = [words.finding(one) for one in findings if one.is_hard and one.field in ("reason", "attendees")]
        if lacks and self._is_begun():
            self.notes.addWidget(NoteBox("warn", tr("Still to fill in"), tuple(lacks)))
        if lacking and self._is_begun():
            titles = ", ".join(f"“{one}”" for one in lacking)
            self.notes.addWidget(NoteBox("warn", tr("Choose the dose of each cohort"), (titles,)))
        if not is_new and self._is_begun():
            self.notes.addWidget(NoteBox("warn", tr("Nothing is added"), (tr("Choose what is opened in addition."),)))

    def _on_sign(self) -> None:
        if self.sign_button.isEnabled() and self.signer.confirm():
            self.signed.emit()


def _is_about_choice(finding: Finding) -> bool:
    """Whether it speaks of something chosen, rather than of something not filled in yet."""
    empty = ("opening_no_doses", "opening_needs_reason", "decision_needs_attendees", "opening_needs_tumour")
    return finding.code not in (*empty, "opening_cohort_left")


def _who_came(study: Study) -> tuple[Attendee, ...]:
    """Who was at the last meeting of the study."""
    meetings: list[Decision | PartOpening] = [*study.decisions, *study.openings]
    meetings.sort(key=lambda one: one.signed_at)
    return meetings[-1].attendees if meetings else ()
