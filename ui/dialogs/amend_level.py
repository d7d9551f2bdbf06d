"""Another level of the ladder: one put in between two, or the optional one opened."""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.amendment_draft import check_inserted
from domain.escalation.recommendation import Recommendation
from domain.protocol.model import Part
from domain.terms import LevelState
from ui.dialogs.amend_value import button_beside
from ui.session import Session
from ui.text import Words, say_number, tr
from ui.theme import SPACE_S
from ui.widgets.buttons import SecondaryButton
from ui.widgets.combo_box import ComboBox
from ui.widgets.flow import high_as_needed
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option


class LevelChange(QWidget):
    """Where a level goes in and with which dose, judged as it is typed.

    Signals:
        insert_wanted: number of the level below, and the dose as a Decimal that lies between its neighbours.
        open_wanted: the lowest optional level is to be planned like the others.
    """

    insert_wanted = Signal(int, object)
    open_wanted = Signal()

    def __init__(self, session: Session) -> None:
        """Build it for no ladder yet."""
        super().__init__()
        self._session = session
        self._part: Part | None = None
        self.below = ComboBox([], tr("Where to insert a level"))
        self.dose = LineEdit(tr("Dose of the new level"))
        self.dose_row = FormRow("", self.dose, " ", field="dose")
        self.insert_button = SecondaryButton(tr("Insert level"))
        self.open_button = SecondaryButton("")
        self.dose_row.set_label(tr("Its dose"))
        high_as_needed(self.dose_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(FormRow(tr("Insert a level"), self.below))
        column.addLayout(button_beside(self.insert_button, self.dose_row))
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        for button in (self.insert_button, self.open_button):
            button.setAutoDefault(False)
        self.insert_button.clicked.connect(self._insert)
        self.open_button.clicked.connect(self.open_wanted)
        self.below.value_changed.connect(self._judge)
        self.dose.value_changed.connect(self._judge)

    def offer(self, part: Part) -> None:
        """The gaps of a ladder, and its optional level if there is one."""
        self._part = part
        self.dose_row.set_label(tr("Its dose, {unit}").format(unit=part.levels[0].unit))
        optional = next((level for level in part.levels if level.is_optional), None)
        self.open_button.setVisible(optional is not None)
        if optional is not None:
            text = tr("Open optional level {number} ({dose} {unit})")
            self.open_button.setText(
                text.format(number=optional.number, dose=say_number(optional.dose), unit=optional.unit)
            )
        below = self.below.value()
        self.below.set_options([Option(level.number, _say_gap(part, level.number)) for level in part.levels])
        self.below.set_value(below if below is not None else self._first_gap(part))
        self._judge()

    def _first_gap(self, part: Part) -> int:
        """The level below the gap that is offered first: under the lowest exceeded level, else the top (ESC-7)."""
        session = self._session
        is_shown = part.part_id == session.part.part_id
        return _gap_below_exceeded(session.status.recommendation if is_shown else None) or part.levels[-1].number

    def _typed_dose(self) -> Decimal | None:
        """The dose as typed; None where it is no number."""
        try:
            dose = Decimal(self.dose.text().strip())
        except InvalidOperation:
            return None
        return dose if dose.is_finite() else None

    def _insert(self) -> None:
        part, below, dose = self._part, self.below.value(), self._typed_dose()
        self._judge()
        if part is None or not isinstance(below, int):
            return
        if not self.dose.text().strip():
            self.dose_row.set_finding("hard", tr("Give the dose of the new level."))
        elif dose is not None and check_inserted(part, below, dose) is None:
            self.insert_wanted.emit(below, dose)
            self.dose.clear()

    def _judge(self) -> None:
        """Say at the field, as it is typed, whether the dose lies between its neighbours."""
        part, below = self._part, self.below.value()
        if part is None or not isinstance(below, int) or not 1 <= below <= len(part.levels):
            return
        lower, upper = part.level(below), next(iter(part.levels[below:]), None)
        if upper is None:
            hint = tr("more than {lower}").format(lower=say_number(lower.dose))
        else:
            hint = tr("between {lower} and {upper}").format(lower=say_number(lower.dose), upper=say_number(upper.dose))
        self.dose_row.set_hint(hint)
        text, dose = self.dose.text().strip(), self._typed_dose()
        if not text:
            self.dose_row.set_finding(None)
        elif dose is None:
            self.dose_row.set_finding("hard", tr("Not a number."))
        elif (finding := check_inserted(part, below, dose)) is not None:
            words = Words(self._session.words.zone, part)
            self.dose_row.set_finding("hard", words.finding(finding))
        else:
            self.dose_row.set_finding(None)


def _gap_below_exceeded(recommendation: Recommendation | None) -> int:
    """Number of the level under the lowest exceeded one that has a level below it; 0 where there is none."""
    tallies = recommendation.tallies if recommendation is not None else ()
    exceeded = [one.dose_level for one in tallies if one.state is LevelState.EXCEEDED and one.dose_level > 1]
    return min(exceeded) - 1 if exceeded else 0


def _say_gap(part: Part, below: int) -> str:
    """Where a level goes in: "between 4 and 5", "above 8"."""
    if below == len(part.levels):
        return tr("above level {number} ({dose})").format(number=below, dose=say_number(part.level(below).dose))
    doses = [say_number(part.level(number).dose) for number in (below, below + 1)]
    text = tr("between level {lower} ({least}) and level {upper} ({most})")
    return text.format(lower=below, upper=below + 1, least=doses[0], most=doses[1])
