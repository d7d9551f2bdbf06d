"""One part of the study as a card: where it stands, its gate, its doses or cohorts, and how it was opened (PRO-2)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.parts.state import ConditionState, PartState
from domain.parts.terms import PartPhase
from domain.records import PartOpening
from domain.terms import PartKind
from ui.models.dlt_rows import Tag
from ui.pages.decision_cards import Line
from ui.pages.verdict_tag import VerdictTag
from ui.text import Words, say_date, say_number, tr
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.buttons import LinkButton, SecondaryButton
from ui.widgets.card import Card
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label
from ui.words.part import say_cohort, say_phase, say_regimen

_LOOKS = {
    PartPhase.WAITING: ("", "control", "clock"),
    PartPhase.READY: ("soft", "accent", "arrow_right"),
    PartPhase.OPEN: ("sky", "", "check"),
    PartPhase.CLOSED: ("neutral", "", "lock"),
}


class PartCard(Card):
    """A part. Its buttons carry its id.

    Signals:
        show_wanted: the part is to be shown on every page.
        open_wanted: it is to be opened, or opened again.
        condition_wanted: a condition of its gate is to be dated or looked at: its ConditionState.
        signatures_wanted: the signatures on an opening, with its record id.
    """

    show_wanted = Signal(str)
    open_wanted = Signal(str)
    condition_wanted = Signal(str, object)
    signatures_wanted = Signal(str, str)

    def __init__(self, part_id: str) -> None:
        """Build it empty."""
        super().__init__(tr("Part"), bottom=SPACE_M)
        self.part_id = part_id
        self._shown: object = None
        self.tag = VerdictTag()
        self.add_to_title(self.tag)
        self.regimen = Label(size="caption", token="text2", wrap=True)
        self.add(self.regimen)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.body.addLayout(self._lines)
        self.condition_buttons: list[LinkButton] = []
        self.show_button = SecondaryButton(tr("Show this part"), "overview")
        self.open_button = SecondaryButton(tr("Open this part…"), "arrow_right")
        self.show_button.clicked.connect(lambda: self.show_wanted.emit(self.part_id))
        self.open_button.clicked.connect(lambda: self.open_wanted.emit(self.part_id))
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_S)
        foot.addStretch(1)
        foot.addWidget(self.show_button)
        foot.addWidget(self.open_button)
        self.body.addLayout(foot)

    def show_state(
        self,
        state: PartState,
        openings: Sequence[PartOpening],
        words: Words,
        *,
        is_shown: bool,
        can_enter: bool,
        has_accounts: bool = False,
    ) -> None:
        """Show where the part stands.

        Args:
            state: of the part.
            openings: that were signed, oldest first.
            words: of the study and this part.
            is_shown: whether every page shows this part now.
            can_enter: whether the person may date conditions.
            has_accounts: whether openings carry electronic signatures.
        """
        part = state.part
        shown = (state, tuple(openings), is_shown, can_enter, has_accounts)
        if shown == self._shown:
            return
        self._shown = shown
        caption = tr("shown on every page") if is_shown else ""
        self.set_title(part.title, caption)
        fill, line, glyph = _LOOKS[state.phase]
        self.tag.set_tag(Tag(say_phase(state.phase), fill, line, glyph))
        self.regimen.setText(say_regimen(part))
        clear(self._lines)
        self.condition_buttons = []
        for reason in state.reasons:
            # The conditions have their own lines below, with the way to date them.
            if reason.code == "part_condition_open":
                continue
            is_doubt = reason.code == "part_opened_too_soon"
            self._lines.addWidget(Line(words.reason(reason), glyph="triangle" if is_doubt else ""))
        if state.conditions:
            self._head(tr("Gate"))
        for condition in state.conditions:
            self._lines.addWidget(self._condition(condition, words, can_enter=can_enter))
        self._show_levels(state, words)
        if openings:
            self._head(tr("Signed"))
        for opening in openings:
            said = Line(say_opening(state, opening, words), glyph="pencil", token="text2")
            self._lines.addWidget(self._signed(said, opening.record_id) if has_accounts else said)
        is_open = state.phase in (PartPhase.OPEN, PartPhase.CLOSED)
        self.show_button.setVisible(is_open and not is_shown)
        planned_opening = part.needs_opening or state.opening is not None
        self.open_button.setVisible(planned_opening and state.phase is not PartPhase.CLOSED)
        if state.opening is None:
            self.open_button.setText(tr("Open this part…"))
        elif part.kind is PartKind.EXPANSION:
            self.open_button.setText(tr("Add cohorts…"))
        else:
            self.open_button.setText(tr("Add doses…"))
        for button in (self.show_button, self.open_button):
            button.setAccessibleName(f"{button.text()} {part.title}")

    def _head(self, text: str) -> None:
        label = Label(text, size="caption", weight=500, token="text3")
        label.setContentsMargins(0, SPACE_S, 0, 0)
        self._lines.addWidget(label)

    def _condition(self, condition: ConditionState, words: Words, *, can_enter: bool) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_M)
        record = condition.record
        said = QVBoxLayout()
        said.setSpacing(0)
        text = f"{condition.number}. {condition.text}"
        said.addWidget(Line(text, glyph="clock" if record is None else "check"))
        if record is not None:
            met = tr("Met {on}: {evidence}").format(on=say_date(record.met_on), evidence=record.evidence)
            below = Label(met, size="caption", token="text2", wrap=True)
            below.setContentsMargins(16, 0, 0, 2)
            said.addWidget(below)
        line.addLayout(said, 1)
        if record is not None or can_enter:
            button = LinkButton(tr("Look or correct") if record else tr("Enter the date…"), small=True)
            name = tr("{do} condition {number} of {part}")
            button.setAccessibleName(
                name.format(do=button.text(), number=condition.number, part=self.title_label.text())
            )
            button.clicked.connect(partial(self.condition_wanted.emit, self.part_id, condition))
            self.condition_buttons.append(button)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _signed(self, line: Line, record_id: str) -> QWidget:
        row = QWidget()
        columns = QHBoxLayout(row)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(SPACE_M)
        columns.addWidget(line, 1)
        button = LinkButton(tr("Signatures"), small=True)
        button.clicked.connect(lambda: self.signatures_wanted.emit(self.part_id, record_id))
        columns.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _show_levels(self, state: PartState, words: Words) -> None:
        part = state.part
        if part.kind is PartKind.EXPANSION and part.levels:
            self._head(tr("Cohorts"))
            for number in range(1, len(part.cohorts) + 1):
                self._lines.addWidget(Line(say_cohort(part, number)))
        elif part.levels:
            self._head(tr("Doses"))
            said = ", ".join(f"{say_number(one.dose)}" for one in part.levels)
            self._lines.addWidget(Line(f"{said} {part.levels[0].unit}"))
        elif part.cohorts:
            self._head(tr("Cohorts planned"))
            self._lines.addWidget(Line("; ".join(one.title for one in part.cohorts), token="text2"))


def say_opening(state: PartState, opening: PartOpening, words: Words) -> str:
    """An opening in a line: when, by whom, with what, and why."""
    unit = state.part.levels[0].unit if state.part.levels else ""
    doses = opening.doses or tuple(dict.fromkeys(one.dose for one in opening.cohorts))
    what = ", ".join(say_number(dose) for dose in doses)
    role = f", {opening.signed_role}" if opening.signed_role else ""
    people = ", ".join(one.name for one in opening.attendees)
    text = tr("{at} by {name}{role}: {what}. Reason: {reason}. Present: {people}.")
    reason = opening.reason.rstrip(".")
    return text.format(
        at=words.moment(opening.signed_at), name=opening.signed_by, role=role,
        what=f"{what} {unit}".strip() or tr("gate only"), reason=reason, people=people,
    )  # fmt: skip
