"""The Design page's left card: the assumed toxicity as a curve to drag and as a field for each level."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from domain.characteristics.exact import Scenario
from domain.characteristics.ready import READY, usual_moderate
from domain.protocol.model import Part
from ui.plots.curve_editor import Curve, CurveEditor
from ui.text import say_number, tr
from ui.theme import SPACE_S
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.check_box import CheckBox
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.finding_line import FindingLine
from ui.widgets.number_edit import NumberEdit
from ui.widgets.options import Option
from ui.words.design import say_unordered

DLT, MODERATE = 0, 1
_OWN = "own"
_STEP = Decimal("0.01")


class ProbabilityEdit(NumberEdit):
    """A probability; up and down change it by 0.01."""

    stepped = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name, align_right=True)
        self.setFixedSize(72, 26)

    def probability(self) -> float | None:
        """The number, or None where it can't be read or lies outside 0 to 1."""
        value = self.value()
        return float(value) if isinstance(value, Decimal) and 0 <= value <= 1 else None

    def show_probability(self, value: float) -> None:
        """Show a number, unless the person is typing it."""
        if self.probability() != value or not self.hasFocus():
            text = f"{value:.2f}" if round(value, 2) == value else f"{value:g}"
            if self.text() != text:
                self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: _STEP, Qt.Key.Key_Down: -_STEP}.get(Qt.Key(event.key()))
        value = self.value()
        if step is None or not isinstance(value, Decimal):
            super().keyPressEvent(event)
            return
        self.setText(f"{min(max(value + step, Decimal(0)), Decimal(1)):.2f}")
        self.stepped.emit()


class ScenarioCard(Card):
    """Shows and changes the assumed toxicity.

    Signals:
        changed: the scenario is another one.
        save_wanted: the curve is to be saved as a file.
    """

    changed = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Assumed toxicity"), spacing=6, bottom=14, parent=parent)
        self._part: Part | None = None
        self._accelerated = 0
        self._levels = (0, 0)
        self.dlt: list[float] = []
        self.moderate: list[float] = []
        options = [Option(ready.key, tr(ready.title), tr(ready.about)) for ready in READY]
        self.ready = ComboBox([*options, Option(_OWN, tr("Drawn by hand"))], tr("Scenario"), height=28)
        self.ready.setMaximumWidth(190)
        self.ready.setMinimumWidth(150)
        self.ready.set_value(READY[0].key)
        self.add_to_title(self.ready)
        self.with_moderate = CheckBox(tr("Moderate"), checked=True)
        self.with_moderate.setAccessibleName(tr("Moderate toxicity"))
        self.with_moderate.setToolTip(
            tr("A related toxicity below a DLT that ends acceleration; it matters at the accelerated levels only.")
        )
        self.with_optional = CheckBox("")
        self.save_button = LinkButton(tr("Save…"), small=True)
        self.save_button.setAccessibleName(tr("Save the curve as SVG, PNG or CSV"))
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.with_moderate)
        row.addWidget(self.with_optional)
        row.addStretch(1)
        row.addWidget(self.save_button)
        self.body.addLayout(row)
        self.editor = CurveEditor(tr("Assumed toxicity"))
        self.add(self.editor, 1)
        self.finding = FindingLine("soft", "")
        self.add(self.finding)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self.body.addLayout(self._grid)
        self.fields: list[list[ProbabilityEdit]] = [[], []]
        self.ready.value_changed.connect(self._on_ready)
        self.with_moderate.value_changed.connect(self._on_moderate)
        self.with_optional.value_changed.connect(self._on_optional)
        self.save_button.clicked.connect(self.save_wanted)
        self.editor.point_moved.connect(self._on_moved)
        self.editor.released.connect(self._on_released)

    def show_part(self, part: Part, *, opened: bool, reached: int) -> None:
        """Fit the scenario to a part.

        Args:
            part: with its levels.
            opened: whether its optional levels have been opened.
            reached: the highest level that somebody was dosed at.
        """
        least = max(part.usable_levels(with_optional=opened), reached)
        if part == self._part and self._levels == (least, len(part.levels)):
            return
        self._part, self._levels = part, (least, len(part.levels))
        self._accelerated = part.rules.accelerated_levels
        self.with_moderate.setVisible(self._accelerated > 0)
        text = tr("Optional level {level}").format(level=len(part.levels))
        self.with_optional.setText(text)
        self.with_optional.setAccessibleName(text)
        self.with_optional.setVisible(least < len(part.levels))
        self._fit()

    @property
    def levels(self) -> int:
        """How many levels are used."""
        least, most = self._levels
        return most if self.with_optional.isChecked() else least

    @property
    def scenario(self) -> Scenario:
        """What is assumed."""
        moderate = self.moderate if self._has_moderate else [0.0] * len(self.dlt)
        return Scenario(tuple(self.dlt), tuple(moderate))

    @property
    def scenario_name(self) -> str:
        """The scenario's name in the list."""
        return self.ready.currentText()

    @property
    def is_own(self) -> bool:
        """Whether it was drawn by hand."""
        return self.ready.value() == _OWN

    @property
    def moderates(self) -> tuple[float, ...]:
        """Moderate toxicity at the accelerated levels; empty where it is left out."""
        return tuple(self.moderate[: self._accelerated]) if self._has_moderate else ()

    @property
    def _has_moderate(self) -> bool:
        return self._accelerated > 0 and self.with_moderate.isChecked()

    def draw(self, *, rescale: bool = False) -> None:
        """Bring curve, fields and finding to what is assumed."""
        curves = [Curve(tr("P(DLT)"), tuple(self.dlt))]
        if self.moderates:
            curves.append(Curve(tr("P(moderate toxicity)"), self.moderates))
        self.editor.show_curves(curves, rescale=rescale)
        for fields, values in zip(self.fields, (self.dlt, self.moderate), strict=True):
            for field, value in zip(fields, values, strict=False):
                field.show_probability(value)
                field.set_finding(None)
        problem = say_unordered(self.scenario)
        self.finding.setVisible(bool(problem))
        if problem:
            self.finding.set_finding("soft", problem)

    def _fit(self) -> None:
        """So many levels: keep what was assumed where there is something, or take the ready scenario."""
        ready = next((one for one in READY if one.key == self.ready.value()), None)
        if ready is not None:
            self._take(ready.dlt(self.levels))
        else:
            kept, last = self.dlt[: self.levels], self.dlt[-1] if self.dlt else 0.1
            self._take([*kept, *[last] * (self.levels - len(kept))])
        self._build_fields()
        assert self._part is not None
        doses = [say_number(level.dose) for level in self._part.levels[: self.levels]]
        self.editor.set_levels(doses, self._part.levels[0].unit)
        self._choose_point()
        self.draw(rescale=True)

    def _choose_point(self) -> None:
        """The first level above one in six is the one to look at, or the highest."""
        above = (level for level, value in enumerate(self.dlt, 1) if value > 1 / 6)
        self.editor.choose_point(DLT, next(above, len(self.dlt)))

    def _take(self, dlt: Sequence[float]) -> None:
        self.dlt = list(dlt)
        self.moderate = [usual_moderate(value) for value in dlt]

    def _build_fields(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        assert self._part is not None
        unit = self._part.levels[0].unit
        heads = [tr("Level"), unit, tr("P(DLT)")]
        heads += [tr("P(moderate)")] if self._has_moderate else []
        for column, head in enumerate(heads):
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(Label(head, size="caption", weight=500, token="text3"), 0, column, side)
        self.fields = [[], []]
        for level in range(self.levels, 0, -1):
            self._add_row(level, self.levels - level + 1)
        # Up the table as up the ladder, but Tab goes from the lowest level to the highest.
        self.fields = [fields[::-1] for fields in self.fields]
        chain: list[QWidget] = [self.editor, *self.fields[DLT], *self.fields[MODERATE]]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        for column, stretch in enumerate((1, 2, 2, 2)):
            self._grid.setColumnStretch(column, stretch if column < len(heads) else 0)

    def _add_row(self, level: int, row: int) -> None:
        assert self._part is not None
        dose = self._part.level(level)
        named = tr("level {level}, {dose} {unit}").format(level=level, dose=say_number(dose.dose), unit=dose.unit)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(Label(str(level), weight=600, tabular=True), row, 0)
        self._grid.addWidget(Label(say_number(dose.dose), tabular=True), row, 1, right)
        for curve, head in ((DLT, tr("P(DLT)")), (MODERATE, tr("P(moderate toxicity)"))):
            if curve == MODERATE and (not self._has_moderate or level > self._accelerated):
                continue
            field = ProbabilityEdit(f"{head}, {named}")
            field.textEdited.connect(lambda _text, c=curve, n=level: self._on_typed(c, n))
            field.stepped.connect(lambda c=curve, n=level: self._on_typed(c, n))
            field.editingFinished.connect(self.draw)
            self._grid.addWidget(field, row, 2 + curve, right)
            self.fields[curve].append(field)

    # --- what the person does ---------------------------------------------------------------------

    def _set(self, curve: int, level: int, value: float) -> None:
        """One value; the two together never exceed 1."""
        index = level - 1
        if curve == DLT:
            self.dlt[index] = value
            self.moderate[index] = min(self.moderate[index], round(1.0 - value, 9))
        else:
            self.moderate[index] = min(value, round(1.0 - self.dlt[index], 9))
        self.ready.blockSignals(True)
        self.ready.set_value(_OWN)
        self.ready.blockSignals(False)
        self.ready.update()
        self.changed.emit()

    def _on_moved(self, curve: int, level: int, value: float) -> None:
        self._set(curve, level, value)

    def _on_released(self) -> None:
        self.draw(rescale=True)

    def _on_typed(self, curve: int, level: int) -> None:
        field = self.fields[curve][level - 1]
        value = field.probability()
        field.set_finding("hard" if value is None else None)
        field.setToolTip(tr("A probability lies between 0 and 1.") if value is None else "")
        if value is not None:
            self._set(curve, level, value)

    def _on_ready(self) -> None:
        ready = next((one for one in READY if one.key == self.ready.value()), None)
        if ready is None:
            return
        self._take(ready.dlt(self.levels))
        self._choose_point()
        self.draw(rescale=True)
        self.changed.emit()

    def _on_moderate(self) -> None:
        self._build_fields()
        self.draw(rescale=True)
        self.changed.emit()

    def _on_optional(self) -> None:
        if self._part is not None:
            self._fit()
            self.changed.emit()
