"""The signature panel of the recommended dose: which dose, why, who was there, and the signature (ESC-12)."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal

from domain.escalation.status import PartStatus
from domain.reasons import Finding
from domain.records import Consideration, RecommendedDose
from domain.rp2d.declared import decision_in_force
from domain.rp2d.figures import WeighedDoses
from domain.rp2d.rules import check_dose, check_recommended_dose, draft_recommended_dose
from storage.person import Person
from ui.pages.rp2d_words import say_choice_note, say_level, say_name
from ui.pages.signing_panel import SigningPanel
from ui.signing import PasswordCheck
from ui.text import Words, tr
from ui.theme import SPACE_M
from ui.widgets import radio_list
from ui.widgets.card import NoteBox
from ui.widgets.clear import clear
from ui.widgets.form_row import FormRow
from ui.widgets.radio_list import RadioList


class RecommendPanel(SigningPanel):
    """Fills in a recommended dose and lets it be signed once nothing stands in the way.

    Signals:
        signed: the person signs; the page writes.
        level_changed: another dose was chosen, with its level or None.
    """

    signed = Signal()
    level_changed = Signal(object)

    def __init__(self) -> None:
        """Build it empty."""
        super().__init__(tr("Dose and signature"), tr("Sign recommended dose"))
        self._status: PartStatus | None = None
        self._weighed = WeighedDoses((), ())
        self._considerations: tuple[Consideration, ...] = ()
        self._words = Words(ZoneInfo("UTC"))
        self._person = Person("-", "")
        self.choices = RadioList([], tr("Recommended dose"))
        self.choice_row = FormRow(tr("Recommended dose"), self.choices, field="dose_level")
        self.body.setSpacing(SPACE_M - 2)
        for row in (self.ground, self.choice_row, self.reason_row, self.people_row):
            self.add(row)
        self.build_foot(self.body)
        self.body.addStretch(1)
        self.choices.value_changed.connect(self._on_choice)
        for field in (self.reason, self.attendees, self.signer):
            field.value_changed.connect(self._judge)
        self.sign_button.clicked.connect(self._on_sign)

    def show_status(
        self,
        status: PartStatus,
        weighed: WeighedDoses,
        words: Words,
        person: Person,
        *,
        check: PasswordCheck | None = None,
    ) -> None:
        """Show the doses that there are; what was typed stays, the signature only while the data stay.

        Args:
            status: what is signed.
            weighed: of the same status.
            words: of the study.
            person: who would sign.
            check: of the password of the person; None where nobody signed in.
        """
        self._status, self._weighed, self._words, self._person = status, weighed, words, person
        decisions = status.study.decisions_of(status.part)
        self.show_ground(status.study, words, decisions[-1].attendees if decisions else (), person)
        self._offer()
        self.signer.show_person(person, tr("I approve this recommended dose"), check)
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

    def level(self) -> int | None:
        """The dose that is chosen."""
        value = self.choices.value()
        return value if isinstance(value, int) else None

    def show_considerations(self, considerations: tuple[Consideration, ...]) -> None:
        """What was said of the topics beside the panel."""
        self._considerations = considerations
        if self._status is not None:
            self._judge()

    def start_over(self) -> None:
        """Forget all that was chosen and typed, as for another part."""
        super().start_over()
        self.choices.set_value(None)

    def draft(self, level: int, record_id: str, signed_at: datetime) -> RecommendedDose:
        """The record that would be signed on the status that is shown."""
        return draft_recommended_dose(
            self.status,
            level,
            record_id=record_id,
            considerations=self._considerations,
            attendees=self.attendees.value(),
            reason=str(self.reason.value()).strip(),
            signed_by=self._person.name,
            signed_role=self._person.role,
            signed_at=signed_at,
            weighed=self._weighed,
        )

    def _offer(self) -> None:
        status, declared = self.status, decision_in_force(self.status)
        rows = []
        for level in sorted(self._weighed.levels, reverse=True):
            findings = check_dose(status, level)
            note = say_choice_note(
                findings,
                level,
                declared.dose_level if declared is not None else None,
                declared.action if declared is not None else None,
            )
            # A verdict that is awaited passes: the level can be chosen, and the panel says until when to wait.
            rules_out = [one for one in findings if one.is_hard and not one.code.startswith("decision_awaits")]
            rows.append(radio_list.Choice(level, say_level(self._words, level), note, not rules_out))
        if rows != [row.choice for row in self.choices.rows()]:
            self.choices.set_choices(rows)
            self.level_changed.emit(self.level())

    def _findings(self) -> tuple[Finding, ...]:
        level = self.level()
        if level is None:
            return ()
        return check_recommended_dose(self.status, self.draft(level, "draft", self.status.study.cut_off))

    def _judge(self) -> None:
        """Show what forbids signing, and let the button follow."""
        if self._status is None:
            return
        findings, level = self._findings(), self.level()
        # Reason and attendees are asked for once somebody signs: an empty form is no mistake.
        for row in (self.reason_row, self.people_row):
            mine = [(one.severity.value, self._words.finding(one)) for one in findings if one.field == row.field]
            row.set_findings(mine if self.signer.has_text() else [], justifiable=False)
        self._show_notes(findings)
        name = say_name(self.status.study)
        text = tr("Sign {name}: level {number}").format(name=name, number=level) if level else tr("Sign {name}")
        self.sign_button.setText(text.format(name=name))
        refused = [one for one in findings if one.is_hard]
        self.sign_button.setEnabled(level is not None and not refused and self.signer.is_signed)

    def _is_begun(self) -> bool:
        return bool(self._considerations) or self.signer.has_text() or bool(self.reason.value())

    def _show_notes(self, findings: Sequence[Finding]) -> None:
        clear(self.notes)
        about_level = [one for one in findings if one.field == "dose_level"]
        hard = tuple(self._words.finding(one) for one in about_level if one.is_hard)
        soft = tuple(self._words.finding(one) for one in about_level if not one.is_hard)
        if hard:
            self.notes.addWidget(NoteBox("warn", tr("Not to be signed yet"), hard))
        if soft:
            self.notes.addWidget(NoteBox("soft", tr("Above the ceiling, for knowing"), soft))
        topics = [one for one in findings if one.field == "considerations"]
        if topics and self._is_begun():
            names = ", ".join(self._words.say(one.numbers["topic"]) for one in topics)
            self.notes.addWidget(NoteBox("warn", tr("Still to weigh"), (names,)))

    def _on_choice(self) -> None:
        self._judge()
        self.level_changed.emit(self.level())

    def _on_sign(self) -> None:
        if self.sign_button.isEnabled() and self.signer.confirm():
            self.signed.emit()
