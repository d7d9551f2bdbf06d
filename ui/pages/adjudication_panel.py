"""The adjudication of one subject: derived verdict, what is open, a person's choice with its reason, signature."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.adjudication import check_adjudication, draft_adjudication, follows
from domain.records import Adjudication
from domain.terms import DltVerdict
from ui.pages.adjudication_blocks import Case, Judging, decides_block, derived_box, signed_block
from ui.pages.adjudication_words import (
    can_be_signed,
    list_decides,
    say_reopened,
    say_stance,
)
from ui.pages.signer_field import SignerField
from ui.text import tr
from ui.theme import SIGN_HEIGHT, SPACE_M, SPACE_S
from ui.widgets import radio_list
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.card import Card, NoteBox
from ui.widgets.check_box import CheckBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label
from ui.widgets.flow import high_as_needed
from ui.widgets.form_row import FormRow
from ui.widgets.radio_list import RadioList
from ui.widgets.scroll import ScrollArea
from ui.widgets.text_area import TextArea
from ui.words.dlt import say_judged

VERDICTS = (DltVerdict.NOT_YET_KNOWN, DltVerdict.DLT, DltVerdict.NO_DLT)


class AdjudicationPanel(Card):
    """Shows what is derived and what was said, and lets a person judge.

    Signals:
        signed: the person signs, with a ``Judging``; the page writes.
        edited: ``has_unsaved`` may be another.
    """

    signed = Signal(object)
    edited = Signal()

    def __init__(self) -> None:
        """Build it without a subject."""
        super().__init__(tr("Adjudication"), " ", bottom=SPACE_M)
        self._case: Case | None = None
        self._kept: dict[str, Judging] = {}
        self._judging_again: set[str] = set()
        self._is_filling = False
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M - 4)
        self._top = QVBoxLayout()
        self._top.setSpacing(SPACE_M - 4)
        column.addLayout(self._top)
        self.choices = RadioList([], tr("Verdict"))
        self.choice_row = FormRow(" ", self.choices, field="verdict")
        self.reason = TextArea(tr("Reason, as it will be printed"), lines=2)
        self.reason_row = FormRow(tr("Reason, as it will be printed"), self.reason, field="reason")
        self.second = CheckBox(tr("As a second opinion"))
        for field in (self.choice_row, self.reason_row, self.second):
            column.addWidget(field)
        self._opinions = QVBoxLayout()
        self._opinions.setSpacing(SPACE_S)
        column.addLayout(self._opinions)
        column.addStretch(1)
        self.body.setContentsMargins(19, 0, 9, 15)
        self.area = ScrollArea(content)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.add(self.area, 1)
        self._build_foot()
        self.choices.value_changed.connect(self._on_edited)
        self.reason.value_changed.connect(self._on_edited)
        self.second.value_changed.connect(self._on_edited)
        self.signer.value_changed.connect(self._judge)
        self.signer.confirmed.connect(self.sign)
        self.sign_button.clicked.connect(self.sign)
        self.again_link.clicked.connect(lambda: self.judge_again())
        self.opinion_link.clicked.connect(lambda: self.judge_again(is_second_opinion=True))

    def _build_foot(self) -> None:
        self._foot = high_as_needed(QWidget())
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(0, SPACE_S, 10, 0)
        column.setSpacing(SPACE_S + 2)
        self.signer = SignerField()
        self.sign_button = PrimaryButton(tr("Sign verdict"), "pencil", height=SIGN_HEIGHT)
        self.sign_button.setToolTip(tr("Ctrl+Enter"))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.sign_button)
        column.addWidget(self.signer)
        column.addLayout(row)
        self.add(self._foot)
        self._links = QWidget()
        links = QHBoxLayout(self._links)
        links.setContentsMargins(0, SPACE_S, 10, 0)
        self.again_link = LinkButton(tr("Judge again"), "pencil")
        self.opinion_link = LinkButton(tr("Give a second opinion"))
        links.addWidget(self.again_link)
        links.addStretch(1)
        links.addWidget(self.opinion_link)
        self.add(self._links)

    # --- showing -----------------------------------------------------------------------------------

    def show_case(self, case: Case | None) -> None:
        """Show a subject; what was filled in for another is kept, a signature is not."""
        before = self._case
        moved = before is not None and case is not None and before.one.subject_id != case.one.subject_id
        is_stale = before is not None and case is not None and _entry(before) != _entry(case)
        self._case = case
        self.setVisible(case is not None)
        if case is None:
            return
        if moved or is_stale:
            self.signer.clear()
        if moved:
            self.area.verticalScrollBar().setValue(0)
        self._is_filling = True
        self._show_top(case)
        self._show_form(case)
        self._show_opinions(case)
        self._is_filling = False
        self._judge()

    @property
    def case(self) -> Case:
        """Whose window is shown.

        Raises:
            RuntimeError: nobody's yet.
        """
        if self._case is None:
            raise RuntimeError("the panel was asked before it was shown a subject")
        return self._case

    @property
    def is_judging(self) -> bool:
        """Whether the form is open: nothing is signed, it is to be judged again, or a person wants to."""
        if self._case is None or self._case.why_not:
            return False
        standing = self._case.one.standing
        return standing is None or standing.is_reopened or self._case.one.subject_id in self._judging_again

    def has_unsaved(self) -> bool:
        """Whether a verdict is being filled in for anybody."""
        return self.signer.has_text() or any(kept.reason for kept in self._kept.values())

    def judge_again(self, *, is_second_opinion: bool = False) -> None:
        """Open the form on a verdict that stands."""
        case = self.case
        self._judging_again.add(case.one.subject_id)
        self._kept[case.one.subject_id] = Judging(is_second_opinion=is_second_opinion)
        self.show_case(case)
        self.focus_verdict()

    def focus_verdict(self) -> None:
        """Put the keyboard where a person judges."""
        if self.is_judging:
            self.choices.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.again_link.isVisible():
            self.again_link.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def forget(self) -> None:
        """Empty the form, after a verdict was signed."""
        subject_id = self.case.one.subject_id
        self._kept.pop(subject_id, None)
        self._judging_again.discard(subject_id)
        self.signer.clear()

    def restore(self, judging: Judging) -> None:
        """Fill the form as it was, where a verdict was not saved."""
        self._kept[self.case.one.subject_id] = judging
        self._judging_again.add(self.case.one.subject_id)
        self.show_case(self.case)

    def _show_top(self, case: Case) -> None:
        one, study, words = case.one, case.study, case.words
        clear(self._top)
        standing = one.standing
        self.set_caption(
            tr("not signed yet")
            if standing is None
            else tr("to be judged again")
            if standing.is_reopened
            else tr("signed")
        )
        if case.why_not:
            self._top.addWidget(NoteBox("warn", tr("Nothing can be signed here"), (case.why_not,), glyph="lock"))
        if standing is not None and standing.is_reopened:
            lines = say_reopened(one, case.changes)
            self._top.addWidget(NoteBox("warn", tr("Judge again: what the verdict rests on has changed"), lines))
        self._top.addWidget(derived_box(study, one, words))
        if standing is not None:
            self._top.addWidget(signed_block(tr("Verdict"), standing.adjudication, words, is_against=one.is_overruled))
        decides = list_decides(case.status, one, words) if self.is_judging else ()
        if decides:
            self._top.addWidget(
                decides_block(decides, several=one.derived is not None and len(one.derived.awaited) > 1)
            )

    def _show_form(self, case: Case) -> None:
        one, study, words, person = case.one, case.study, case.words, case.person
        for widget in (self.choice_row, self.reason_row, self.second, self._foot):
            widget.setVisible(self.is_judging)
        standing = one.standing
        self._links.setVisible(standing is not None and not self.is_judging and not case.why_not)
        kept = self._kept.get(one.subject_id, Judging())
        rows = [
            radio_list.Choice(
                verdict, say_judged(verdict), say_stance(study, one, verdict, words), can_be_signed(study, one, verdict)
            )
            for verdict in VERDICTS
        ]
        if rows != [row.choice for row in self.choices.rows()]:
            self.choices.set_choices(rows)
        following = next((verdict for verdict in VERDICTS if follows(verdict, one.derived)), None)
        self.choices.set_value(kept.verdict or following)
        name = f"{person.name}, {person.role}" if person.role else person.name
        self.choice_row.set_label(tr("Verdict of {person}").format(person=name))
        if kept.reason != self.reason.value():
            self.reason.set_value(kept.reason)
        # The first verdict can't be a second opinion.
        self.second.setVisible(self.is_judging and standing is not None)
        self.second.set_value(kept.is_second_opinion and standing is not None)
        self.signer.show_person(person, tr("I judged this window"), case.check)
        self._name_button()

    def _show_opinions(self, case: Case) -> None:
        clear(self._opinions)
        opinions = case.one.standing.opinions if case.one.standing else ()
        if opinions:
            self._opinions.addWidget(Label(tr("Second opinion"), size="caption", weight=500, token="text2"))
        for opinion in opinions:
            against = opinion.verdict is not case.one.standing.adjudication.verdict if case.one.standing else False
            self._opinions.addWidget(signed_block("", opinion, case.words, is_against=False, differs=against))

    def _name_button(self) -> None:
        text = tr("Sign second opinion for {subject}") if self.second.isChecked() else tr("Sign verdict for {subject}")
        self.sign_button.setText(text.format(subject=self.case.one.subject_id))

    # --- judging -----------------------------------------------------------------------------------

    def judging(self) -> Judging:
        """What is filled in."""
        verdict = self.choices.value()
        return Judging(
            verdict if isinstance(verdict, DltVerdict) else None, str(self.reason.value()), self.second.isChecked()
        )

    def draft(self, judging: Judging, record_id: str, signed_at: datetime) -> Adjudication:
        """The verdict that would be signed on what is shown."""
        case = self.case
        assert judging.verdict is not None
        return draft_adjudication(
            case.study,
            case.status.part,
            case.one.subject_id,
            judging.verdict,
            record_id=record_id,
            reason=judging.reason,
            signed_by=case.person.name,
            signed_role=case.person.role,
            now=signed_at,
            is_second_opinion=judging.is_second_opinion,
        )

    def sign(self) -> None:
        """Sign, if nothing stands in the way."""
        if self.is_judging and self.sign_button.isEnabled() and self.signer.confirm():
            self.signed.emit(self.judging())

    def _on_edited(self) -> None:
        if self._is_filling or self._case is None:
            return
        self._kept[self._case.one.subject_id] = self.judging()
        self._name_button()
        self._judge()
        self.edited.emit()

    def _judge(self) -> None:
        """Shows what forbids signing at its field, and lets the button follow."""
        if self._case is None or self._is_filling:
            return
        case, judging = self._case, self.judging()
        findings = []
        if judging.verdict is not None:
            drafted = self.draft(judging, "draft", case.study.cut_off)
            findings = check_adjudication(case.study, case.status.part, drafted, case.one.window_ends_at)
        for row in (self.choice_row, self.reason_row):
            mine = [(one.severity.value, case.words.finding(one)) for one in findings if one.field == row.field]
            row.set_findings(mine, justifiable=False)
        can_sign = judging.verdict is not None and not findings and self.signer.is_signed
        self.sign_button.setEnabled(can_sign)


def _entry(case: Case) -> tuple[int, str]:
    return case.study.position, case.study.head
