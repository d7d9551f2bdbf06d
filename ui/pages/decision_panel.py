"""The signature panel: what is signed, what the committee decides and why, who was there, and the signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal

from domain.escalation.committee import Choice, Stance, check_decision, draft_decision, list_choices
from domain.escalation.status import PartStatus
from domain.reasons import Finding
from domain.records import Attendee, Decision
from domain.terms import PartKind
from storage.person import Person
from ui.pages.cut_off_field import CutOffField
from ui.pages.decision_words import say_awaited, say_choice, say_stance
from ui.pages.signing_panel import SigningPanel
from ui.signing import PasswordCheck
from ui.text import Words, tr
from ui.widgets import radio_list
from ui.widgets.buttons import LinkButton
from ui.widgets.card import NoteBox
from ui.widgets.clear import clear
from ui.widgets.form_row import FormRow
from ui.widgets.radio_list import RadioList

_MOST_AWAITED = 5


@dataclass(frozen=True)
class Signing:
    """What a person is about to sign: the choice, with what was filled in."""

    choice: Choice
    attendees: tuple[Attendee, ...]
    reason: str


class DecisionPanel(SigningPanel):
    """Fills in a decision and lets it be signed once nothing stands in the way.

    Signals:
        signed: the person signs, with a ``Signing``; the page writes.
        choice_changed: another choice was taken, with the Choice or None.
        cut_off_chosen: another data cut-off was typed; None is now.
    """

    signed = Signal(object)
    choice_changed = Signal(object)
    cut_off_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(tr("Decision and signature"), tr("Sign decision"))
        self._status: PartStatus | None = None
        self._words = Words(ZoneInfo("UTC"))
        self._person = Person("-", "")
        self._why_read_only = ""
        self.cut_off_link = LinkButton(tr("Choose another cut-off"), small=True)
        self.add_to_title(self.cut_off_link)
        self.cut_off = CutOffField()
        self.cut_off.hide()
        self.choices = RadioList([], tr("The committee decides"))
        self.choice_row = FormRow(tr("The committee decides"), self.choices, field="action")
        rows = (self.choice_row, self.reason_row, self.people_row)
        self.area = self.scroll_fields((self.ground, self.cut_off, *rows))
        self.cut_off_link.clicked.connect(self._on_cut_off_link)
        self.cut_off.chosen.connect(self.cut_off_chosen)
        self.choices.value_changed.connect(self._on_choice)
        for field in (self.reason, self.attendees, self.signer):
            field.value_changed.connect(self._judge)
        self.sign_button.clicked.connect(self._on_sign)

    def show_status(
        self,
        status: PartStatus,
        words: Words,
        person: Person,
        *,
        why_read_only: str = "",
        is_fixed: bool,
        check: PasswordCheck | None = None,
    ) -> None:
        """Shows the choices on a status; what was typed stays, the signature only while the data stay.

        Args:
            status: what is signed.
            words: of the study.
            person: who would sign.
            why_read_only: a sentence where nothing can be saved.
            is_fixed: whether the cut-off was chosen rather than now.
            check: of the password of the person; None where nobody signed in.
        """
        self._status, self._words, self._person, self._why_read_only = status, words, person, why_read_only
        study = status.study
        decisions = study.decisions_of(status.part)
        self.show_ground(study, words, decisions[-1].attendees if decisions else (), person)
        self.cut_off_link.setText(tr("Back to now") if is_fixed else tr("Choose another cut-off"))
        self.cut_off.set_zone(study.zone, study.cut_off, is_fixed=is_fixed)
        self._offer(list_choices(status))
        is_expansion = status.part.kind is PartKind.EXPANSION
        text = tr("Sign decision") if is_expansion else tr("Sign decision for level {number}")
        self.sign_button.setText(text.format(number=status.level_in_question))
        self.signer.show_person(person, tr("I approve this decision"), check)
        self.signer.setVisible(not why_read_only)
        for field in (self.choices, self.reason, self.attendees):
            field.setEnabled(not why_read_only)
        self._judge()

    @property
    def status(self) -> PartStatus:
        """What is shown, and so what would be signed.

        Raises:
            RuntimeError: nothing was shown yet.
        """
        if self._status is None:
            raise RuntimeError("the panel was asked before it was shown a study")
        return self._status

    def choice(self) -> Choice | None:
        """What the committee decides, as chosen."""
        value = self.choices.value()
        return value if isinstance(value, Choice) else None

    def forget(self) -> None:
        """Empties reason, signature and choice, after a decision was signed."""
        super().forget()
        self.choices.set_value(None)

    def draft(self, signing: Signing, record_id: str, signed_at: datetime) -> Decision:
        """The decision that would be signed on the status that is shown."""
        return draft_decision(
            self.status,
            signing.choice,
            record_id=record_id,
            attendees=signing.attendees,
            reason=signing.reason,
            signed_by=self._person.name,
            signed_role=self._person.role,
            signed_at=signed_at,
        )

    def _offer(self, choices: Sequence[Choice]) -> None:
        rows = [
            radio_list.Choice(
                choice,
                say_choice(self._words, self.status.part, choice),
                say_stance(self._words, self.status, choice),
                choice.can_be_signed,
            )
            for choice in choices
        ]
        if rows == [row.choice for row in self.choices.rows()]:
            return
        self.choices.set_choices(rows)
        following = [choice for choice in choices if choice.stance is Stance.FOLLOWS]
        if self.choice() is None and len(following) == 1:
            self.choices.set_value(following[0])
        self.choice_changed.emit(self.choice())

    def _findings(self) -> tuple[Finding, ...]:
        choice = self.choice()
        if choice is None:
            return ()
        signing = Signing(choice, self.attendees.value(), str(self.reason.value()))
        return check_decision(self.status, self.draft(signing, "draft", self.status.study.cut_off))

    def _judge(self) -> None:
        """Shows what forbids signing at its field, and lets the button follow."""
        if self._status is None:
            return
        findings = self._findings()
        for row in (self.choice_row, self.reason_row, self.people_row):
            mine = [(f.severity.value, self._words.finding(f)) for f in findings if f.field == row.field]
            row.set_findings(mine, justifiable=False)
        self._show_notes()
        can_sign = self.choice() is not None and not findings and not self._why_read_only
        self.sign_button.setEnabled(can_sign and self.signer.is_signed)

    def _show_notes(self) -> None:
        clear(self.notes)
        if self._why_read_only:
            self.notes.addWidget(
                NoteBox("warn", tr("Nothing can be signed here"), (self._why_read_only,), glyph="lock")
            )
        if self.status.part.kind is PartKind.EXPANSION:
            return
        level = self.status.level_in_question
        waiting = [one for one in self.status.in_window if one.dose_level <= level]
        if not waiting:
            return
        lines = [say_awaited(self._words, self.status, one) for one in waiting[:_MOST_AWAITED]]
        if len(waiting) > _MOST_AWAITED:
            lines.append(tr("and {count} more").format(count=len(waiting) - _MOST_AWAITED))
        self.notes.addWidget(NoteBox("warn", tr("Not ready to sign an escalation"), tuple(lines)))

    def _on_choice(self) -> None:
        self._judge()
        self.choice_changed.emit(self.choice())

    def _on_cut_off_link(self) -> None:
        if self.cut_off.is_fixed:
            self.cut_off_chosen.emit(None)
            self.cut_off.hide()
        else:
            self.cut_off.show()
            self.cut_off.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_sign(self) -> None:
        choice = self.choice()
        if choice is not None and self.sign_button.isEnabled() and self.signer.confirm():
            self.signed.emit(Signing(choice, self.attendees.value(), str(self.reason.value())))
