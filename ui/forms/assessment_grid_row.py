"""Rows of the grid of a visit's assessments: the head of an assessment, and one measured value each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from decimal import Decimal
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.checks.assessments import usual_limits
from domain.partial_date import PartialDate
from domain.records import items_of
from domain.schedule.plan import Assessment
from ui.forms.controls import Number, type_of
from ui.forms.ecog_choice import ecog_options
from ui.forms.grid_row import FIELD_HEIGHT, GridCell, GridHead, GridRow, fill_silently, grid_header, quiet_cell
from ui.forms.typed import read_partial, write_date
from ui.models.assessment_entry import AssessmentGroup
from ui.text import EN_DASH, say_number, say_partial, term, tr
from ui.theme import SPACE_S
from ui.widgets.buttons import LinkButton
from ui.widgets.combo_box import ComboBox
from ui.widgets.date_edit import DateEdit
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option

NAME, PREVIOUS, FIELD, REMARK = 196, 132, 176, 244

Value = int | Decimal | str | StrEnum | None


class AssessmentHeadRow(GridRow):
    """Begins an assessment: when it was done, where that is not the visit's date, or why it was not done.

    Signals:
        all_normal: everything of the examination that is still empty is normal.
    """

    all_normal = Signal()

    def __init__(self, assessment: Assessment, zone: tzinfo, *, can_skip: bool, parent: QWidget | None = None) -> None:
        """Build it empty.

        Args:
            assessment: which one.
            zone: the site's.
            can_skip: whether it can be said that it was not done: a visit has asked for it.
            parent: Qt owner.
        """
        name = term(assessment)
        super().__init__(name, parent)
        self.assessment = assessment
        self.is_stop = False
        self.title = ElidedLabel(name, weight=600)
        self.before = quiet_cell(is_right=True)
        self.when = DateEdit(
            tr("Date of {assessment}").format(assessment=name),
            parse=read_partial,
            show=lambda value: write_date(value, zone),
        )
        self.when.setPlaceholderText(tr("as the visit"))
        self.when.setFixedHeight(FIELD_HEIGHT)
        self.skipped = LineEdit(
            tr("Why {assessment} was not done").format(assessment=name),
            placeholder=tr("if not done: why"),
            height=FIELD_HEIGHT,
        )
        self.skipped.setVisible(can_skip)
        self.remark = quiet_cell()
        self.link = LinkButton(tr("All others normal"), small=True)
        self.link.clicked.connect(self.all_normal)
        self.link.setVisible(assessment is Assessment.PHYSICAL_EXAM)
        last = QWidget()
        line = QHBoxLayout(last)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.remark, 1)
        line.addWidget(self.link)
        cells = [GridCell(self.title, NAME), GridCell(self.before, PREVIOUS), GridCell(self.when, FIELD)]
        cells += [GridCell(self.skipped if can_skip else QWidget()), GridCell(last, REMARK)]
        controls = (self.when, self.skipped) if can_skip else (self.when,)
        self.lay_out(cells, controls, self.when)
        self.set_space_above(SPACE_S)

    @property
    def is_typed(self) -> bool:
        return bool(self.when.text().strip()) or bool(self.reason_skipped)

    @property
    def reason_skipped(self) -> str:
        """Why it was not done; "" while nobody said."""
        return str(self.skipped.value()) if not self.skipped.isHidden() else ""

    @property
    def at(self) -> PartialDate | None:
        """Its own date, or None."""
        value = self.when.value()
        return value if isinstance(value, PartialDate) else None

    def problem(self) -> str | None:
        return self.when.problem()

    def typed(self) -> tuple[object, ...]:
        """What stands in its fields, readable or not."""
        return self.when.text(), self.skipped.text()

    def put_back(self, typed: Sequence[object]) -> None:
        """Show again what stood in its fields; None leaves one as it is."""
        for control, text in zip((self.when, self.skipped), typed, strict=True):
            if text is not None:
                write_silently(control, text)

    def show_before(self, at: PartialDate | None) -> None:
        """The day of what stood there before."""
        self.before.setText(say_partial(replace(at, hour=None, minute=None)) if at is not None else "")

    def show_remark(self, text: str, *, is_fine: bool) -> None:
        """How long before the dose it was done."""
        self.remark.setText(text)
        self.remark.set_token("text2" if is_fine else "warnline")


class MeasureRow(GridRow):
    """One value, and what is said beside it; knows what stood there before and what is usual."""

    def __init__(self, group: AssessmentGroup, fields: tuple[str, ...], parent: QWidget | None = None) -> None:
        """Build it empty.

        Args:
            group: of which assessment.
            fields: the value, and perhaps words about it.
            parent: Qt owner.
        """
        described = items_of(group.kind)[fields[0]]
        label = tr(described.label)
        if group.kind.kind == "physical_exam":
            label = term(group.system) if group.system is not None else tr("As a whole")
        super().__init__(label, parent)
        self.group, self.fields = group, fields
        self.name = ElidedLabel(label)
        self.previous = quiet_cell(is_right=True)
        self.value = self._control(fields[0], label)
        self.words: LineEdit | None = None
        self.usual = quiet_cell(self._usual(fields[0]))
        cells = [GridCell(self.name, NAME), GridCell(self.previous, PREVIOUS)]
        if fields[0] == "comment":
            cells += [GridCell(self.value)]
        elif len(fields) == 1:
            cells += [GridCell(self.value, FIELD), GridCell(self.usual)]
        else:
            self.words = self._text(fields[1], label)
            cells += [GridCell(self.value, FIELD), GridCell(self.words)]
        controls = (self.value,) if self.words is None else (self.value, self.words)
        self.lay_out(cells, controls, self.value)

    def _control(self, field: str, label: str) -> LineEdit | ComboBox:
        described, held = items_of(self.group.kind)[field], type_of(self.group.kind, field).each
        if field == "score":
            return self._choice(ecog_options(), label)
        if issubclass(held, StrEnum):
            return self._choice([Option(one, term(one)) for one in held], label)
        if issubclass(held, (int, Decimal)):
            control = Number(label, unit=tr(described.unit), whole=issubclass(held, int))
            control.setAlignment(Qt.AlignmentFlag.AlignRight)
            control.setFixedHeight(FIELD_HEIGHT)
            return control
        return self._text(field, label)

    @staticmethod
    def _choice(options: list[Option], label: str) -> ComboBox:
        choice = ComboBox(options, label, height=FIELD_HEIGHT)
        choice.setPlaceholderText(tr("not said"))
        choice.set_value(None)
        return choice

    def _text(self, field: str, label: str) -> LineEdit:
        said = tr(items_of(self.group.kind)[field].label)
        return LineEdit(f"{label}: {said}" if said != label else label, placeholder=said, height=FIELD_HEIGHT)

    @staticmethod
    def _usual(field: str) -> str:
        limits = usual_limits(field)
        if limits is None:
            return ""
        return tr("usual {low}–{high}").format(low=say_number(limits[0]), high=say_number(limits[1]))

    @property
    def is_typed(self) -> bool:
        return any(one not in (None, "") for one in self.values().values())

    def problem(self) -> str | None:
        return self.value.problem() if isinstance(self.value, LineEdit) else None

    def values(self) -> dict[str, Value]:
        """What it holds, by field; None or "" where nothing was typed."""
        found: dict[str, Value] = {self.fields[0]: self.value.value()}  # type: ignore[dict-item]
        if self.words is not None:
            found[self.fields[1]] = str(self.words.value())
        return found

    def typed(self) -> tuple[object, ...]:
        """What stands in its fields, readable or not."""
        main = self.value.text() if isinstance(self.value, LineEdit) else self.value.value()
        return (main,) if self.words is None else (main, self.words.text())

    def put_back(self, typed: Sequence[object]) -> None:
        """Show again what stood in its fields."""
        write_silently(self.value, typed[0])
        if self.words is not None:
            write_silently(self.words, typed[1])

    def fill(self, values: Mapping[str, object]) -> None:
        """Show other values, without telling anybody."""
        fill_silently(self.value, values.get(self.fields[0]))
        if self.words is not None:
            fill_silently(self.words, values.get(self.fields[1]) or "")

    def show_previous(self, value: object, at: PartialDate | None) -> None:
        """What stood there before, and when; None for nothing."""
        said = self._said(value)
        self.previous.setText("" if self.fields[0] == "comment" else said)
        self.previous.setAccessibleName(f"{said}, {say_partial(at)}" if at is not None else said)

    @staticmethod
    def _said(value: object) -> str:
        if isinstance(value, StrEnum):
            return term(value)
        if isinstance(value, Decimal):
            return say_number(value)
        return EN_DASH if value in (None, "") else str(value)

    def show_replaced(self, value: object) -> None:
        """Say which value, saved by somebody meanwhile, what is typed would replace."""
        self.usual.set_token("warnline")
        self.usual.setText(tr("replaces {value}, saved meanwhile").format(value=self._said(value)))
        self.previous.setText(self._said(value) if self.words is not None else self.previous.text())

    def show_usual(self, text: str) -> None:
        """Say something else beside the value: what follows from others."""
        self.usual.setText(text or self._usual(self.fields[0]))


def write_silently(control: LineEdit | ComboBox, held: object) -> None:
    """Put a text, or what was chosen, back into a field without telling anybody."""
    if not isinstance(control, LineEdit):
        fill_silently(control, held)
        return
    control.blockSignals(True)
    control.setText(str(held))
    control.blockSignals(False)


def assessment_grid_header(previous: str) -> QWidget:
    """The names of the columns, above the rows; the previous one says of which day."""
    return grid_header(
        [
            GridHead(tr("Assessment"), NAME),
            GridHead(previous, PREVIOUS, is_right=True),
            GridHead(tr("This visit"), FIELD),
            GridHead(""),
        ]
    )
