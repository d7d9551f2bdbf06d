"""Which doses, or which cohorts at which doses, a part is opened with; what can't be chosen says why (PRO-2)."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.parts.state import SelectableLevel
from domain.protocol.model import ExpansionCohort, Part
from domain.records import OpenedCohort
from ui.text import Words, say_number, tr
from ui.theme import SPACE_S, SPACE_XS
from ui.widgets.buttons import SecondaryButton
from ui.widgets.card import Hairline
from ui.widgets.check_box import CheckBox
from ui.widgets.clear import clear
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.number_edit import NumberEdit
from ui.widgets.options import Option
from ui.words.part import say_size

_INDENT = 28


class DosesChoice(QWidget):
    """A box a dose that may be chosen, the highest on top, and why; below them the others, and why not."""

    value_changed = Signal()

    def __init__(self) -> None:
        """Build it without doses."""
        super().__init__()
        self.setAccessibleName(tr("Doses"))
        self.boxes: dict[Decimal, CheckBox] = {}
        self._kept: tuple[Decimal, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_levels(self, levels: Sequence[SelectableLevel], words: Words, kept: Sequence[Decimal] = ()) -> None:
        """Offer the doses of the source part.

        Args:
            levels: with whether each may be chosen now.
            words: of the study.
            kept: doses that the part was opened with before, which stay.
        """
        chosen = {dose for dose, box in self.boxes.items() if box.isChecked()}
        clear(self._column)
        self.boxes, self._kept = {}, tuple(kept)
        before: QWidget | None = None
        for one in reversed([one for one in levels if one.can_be_chosen or one.level.dose in self._kept]):
            dose = one.level.dose
            is_kept = dose in self._kept
            box = CheckBox(f"{say_number(dose)} {one.level.unit}", checked=is_kept or dose in chosen)
            why = tr("Opened before; it stays.") if is_kept else words.reason(one.reason)
            box.setEnabled(not is_kept)
            box.setAccessibleDescription(why)
            box.value_changed.connect(self.value_changed)
            self.boxes[dose] = box
            self._column.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
            self._column.addWidget(_note(why))
            if before is not None:
                QWidget.setTabOrder(before, box)
            before = box
        _add_closed(self._column, [one for one in levels if one.level.dose not in self.boxes], words)

    def value(self) -> tuple[Decimal, ...]:
        """The doses, those opened before first, then the others as they rise."""
        chosen = {dose for dose, box in self.boxes.items() if box.isChecked()}
        return (*self._kept, *sorted(chosen - set(self._kept)))

    def set_value(self, value: object) -> None:
        """Choose doses; None chooses none beyond those that stay."""
        wanted = set(value) if isinstance(value, tuple) else set()
        for dose, box in self.boxes.items():
            if box.isEnabled():
                box.setChecked(dose in wanted)

    def set_finding(self, severity: str | None) -> None:
        """Findings are shown below the list only."""


class CohortChoice(QWidget):
    """One cohort that may be opened: whether, at which dose, and what the protocol leaves open."""

    value_changed = Signal()

    def __init__(self, planned: int, cohort: ExpansionCohort, doses: Sequence[Option], *, is_checked: bool) -> None:
        """Build it.

        Args:
            planned: its number in the protocol's list.
            cohort: as planned.
            doses: that can be chosen now.
            is_checked: whether it is opened unless somebody takes it out.
        """
        super().__init__()
        self.planned, self.cohort = planned, cohort
        self.box = CheckBox(cohort.title, checked=is_checked)
        self.dose = ComboBox(doses, tr("Dose of “{cohort}”").format(cohort=cohort.title))
        self.tumour = LineEdit(tr("Tumour type of “{cohort}”").format(cohort=cohort.title))
        self.subjects = NumberEdit(tr("Subjects of “{cohort}”").format(cohort=cohort.title), decimals=0)
        limits = ", ".join(text for text in (cohort.tumour, cohort.marker, say_size(cohort)) if text)
        self._fields = QWidget()
        fields = QHBoxLayout(self._fields)
        fields.setContentsMargins(_INDENT, 0, 0, SPACE_S)
        fields.setSpacing(SPACE_S)
        self.dose_row = FormRow(tr("Dose"), self.dose)
        fields.addWidget(self.dose_row, 2, Qt.AlignmentFlag.AlignTop)
        if cohort.chooses_tumour and not cohort.tumour:
            fields.addWidget(FormRow(tr("Tumour type"), self.tumour), 3, Qt.AlignmentFlag.AlignTop)
        # A stated smallest number can be chosen larger; a stated total is exact.
        self.asks_size = cohort.in_total is None
        self.subjects_row = FormRow(tr("Subjects"), self.subjects, field="size")
        self.subjects_row.setVisible(self.asks_size)
        fields.addWidget(self.subjects_row, 2, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(_note(limits))
        column.addWidget(self._fields)
        if len(doses) == 1:
            self.dose.set_value(doses[0].value)
        self._fields.setVisible(is_checked)
        self.box.value_changed.connect(lambda: self._fields.setVisible(self.box.isChecked()))
        self.subjects.value_changed.connect(self._judge_size)
        for control in (self.box, self.dose, self.tumour, self.subjects):
            control.value_changed.connect(self.value_changed)

    def value(self) -> OpenedCohort | None:
        """The cohort as it would be opened; None where it is not, or has no dose yet."""
        dose, size = self.dose.value(), self.subjects.value()
        if not self.box.isChecked() or not isinstance(dose, Decimal):
            return None
        return OpenedCohort(
            self.planned,
            dose,
            tumour=str(self.tumour.value() or "").strip(),
            size=int(size) if isinstance(size, Decimal) and not self.subjects.problem() else None,
        )

    @property
    def lacks_dose(self) -> bool:
        """Whether it is to be opened and nobody has said at which dose."""
        return self.box.isChecked() and self.dose.value() is None

    @property
    def is_unread(self) -> bool:
        """Whether its number of subjects can't be read."""
        return self.box.isChecked() and self.subjects.problem() is not None

    def _judge_size(self) -> None:
        problem = self.subjects.problem()
        self.subjects_row.set_finding("hard" if problem else None, problem or "")


class CohortsChoice(QWidget):
    """The cohorts of the protocol, each to be opened or left; those opened before stand on top and stay."""

    value_changed = Signal()

    def __init__(self) -> None:
        """Build it without cohorts."""
        super().__init__()
        self.setAccessibleName(tr("Cohorts"))
        self.choices: list[CohortChoice] = []
        self.more_buttons: dict[int, SecondaryButton] = {}
        self._kept: tuple[OpenedCohort, ...] = ()
        self._doses: tuple[Option, ...] = ()
        self._shown: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_XS)

    def show_cohorts(
        self, planned: Part, levels: Sequence[SelectableLevel], words: Words, kept: Sequence[OpenedCohort] = ()
    ) -> None:
        """Offer the protocol's cohorts; what was filled in stays while nothing of that has changed.

        Args:
            planned: the part as its file says it.
            levels: of the source part, with whether each may be chosen now.
            words: of the study.
            kept: cohorts that the part was opened with before.
        """
        shown = (planned, tuple(levels), tuple(kept))
        if shown == self._shown:
            return
        self._shown, self._kept = shown, tuple(kept)
        self._doses = tuple(
            Option(one.level.dose, f"{say_number(one.level.dose)} {one.level.unit}")
            for one in reversed(levels)
            if one.can_be_chosen
        )
        clear(self._column)
        self.choices, self.more_buttons = [], {}
        unit = levels[0].level.unit if levels else ""
        for number, one in enumerate(self._kept, 1):
            cohort = planned.cohorts[one.planned - 1]
            who = one.tumour or cohort.tumour or one.title or cohort.title
            text = tr("Cohort {number}: {dose} {unit}, {who}. Opened before; it stays.")
            self._column.addWidget(
                Label(text.format(number=number, dose=say_number(one.dose), unit=unit, who=who), wrap=True)
            )
        opened = {one.planned for one in self._kept}
        for number, cohort in enumerate(planned.cohorts, 1):
            if number not in opened or cohort.may_repeat:
                self._add(number, cohort, is_checked=not cohort.is_optional and not self._kept)
            if cohort.may_repeat:
                more = SecondaryButton(tr("Another such cohort"), "plus", height=28)
                more.setAccessibleName(tr("Another cohort of “{cohort}”").format(cohort=cohort.title))
                more.clicked.connect(lambda _checked=False, at=number, of=cohort: self._add_more(at, of))
                self.more_buttons[number] = more
                self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        _add_closed(self._column, [one for one in levels if not one.can_be_chosen], words)

    def value(self) -> tuple[OpenedCohort, ...]:
        """The cohorts in the order of their numbers, those opened before first."""
        found = (one.value() for one in self.choices)
        return (*self._kept, *(one for one in found if one is not None))

    def set_value(self, value: object) -> None:
        """Only clearing is asked for: start again with what the protocol plans."""
        self._shown = None

    @property
    def lacking(self) -> tuple[str, ...]:
        """Titles of the cohorts that are to be opened and have no dose yet."""
        return tuple(one.cohort.title for one in self.choices if one.lacks_dose)

    @property
    def is_unread(self) -> bool:
        """Whether something typed can't be read."""
        return any(one.is_unread for one in self.choices)

    def set_finding(self, severity: str | None) -> None:
        """Findings are shown below the list only."""

    def _add(self, number: int, cohort: ExpansionCohort, *, is_checked: bool, at: int = -1) -> CohortChoice:
        choice = CohortChoice(number, cohort, self._doses, is_checked=is_checked)
        choice.value_changed.connect(self.value_changed)
        # Numbered in the protocol's order, a repeated one after the first of its kind.
        place = next((i for i, one in enumerate(self.choices) if one.planned > number), len(self.choices))
        self.choices.insert(place, choice)
        self._column.insertWidget(at, choice)
        return choice

    def _add_more(self, number: int, cohort: ExpansionCohort) -> None:
        button = self.more_buttons[number]
        choice = self._add(number, cohort, is_checked=True, at=self._column.indexOf(button))
        QWidget.setTabOrder(choice.subjects, button)
        choice.dose.setFocus(Qt.FocusReason.OtherFocusReason)
        self.value_changed.emit()


def _add_closed(column: QVBoxLayout, levels: Sequence[SelectableLevel], words: Words) -> None:
    """What may not be chosen, each with the reason."""
    if not levels:
        return
    column.addWidget(Hairline())
    head = Label(tr("Not to be chosen"), size="caption", weight=500, token="text2")
    head.setContentsMargins(0, SPACE_XS, 0, SPACE_XS)
    column.addWidget(head)
    for one in reversed(levels):
        column.addWidget(Label(words.reason(one.reason), size="caption", token="text2", wrap=True))


def _note(text: str) -> QWidget:
    note = Label(text, size="caption", token="text2", wrap=True)
    note.setContentsMargins(_INDENT, 0, 0, SPACE_XS)
    return note
