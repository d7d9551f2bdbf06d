"""What is said of an adverse event and each further drug of a combination: relationship and action taken."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from domain.records import DrugAssessment
from domain.terms import ActionTaken, Relationship
from ui.forms.tab_order import put_before
from ui.text import term, tr
from ui.theme import SPACE_XS
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.options import Option


class DrugRows(QWidget):
    """One block a drug: its name, and below it the relationship and the action taken side by side."""

    value_changed = Signal()

    def __init__(self, drugs: Sequence[str], parent: QWidget | None = None) -> None:
        """Build a block for each drug.

        Args:
            drugs: of the part, without the study drug.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._blocks: list[_DrugBlock] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Other drugs"))
        self.set_drugs(drugs)

    @property
    def blocks(self) -> tuple["_DrugBlock", ...]:
        """The blocks, one a drug."""
        return tuple(self._blocks)

    def set_drugs(self, drugs: Sequence[str]) -> None:
        """Show other drugs; what was said of a drug that stays is kept."""
        if [block.drug for block in self._blocks] == list(drugs):
            return
        said = self.value()
        for block in self._blocks:
            self._column.removeWidget(block)
            block.hide()
            block.deleteLater()
        self._blocks = []
        for drug in drugs:
            self._add(drug)
        if self._blocks:
            put_before(self, [control for block in self._blocks for control in (block.relationship, block.action)])
            self.setFocusProxy(self._blocks[0].relationship)
        self._show(said)

    def value(self) -> tuple[DrugAssessment, ...]:
        """What has been said of each drug; a drug of which nothing was said is left out."""
        found = (block.value() for block in self._blocks)
        return tuple(one for one in found if one != DrugAssessment(one.drug))

    def set_value(self, value: object) -> None:
        """Show what was said; a drug that the part does not have gets its own block."""
        self._show(value if isinstance(value, tuple) else ())
        self.value_changed.emit()

    def set_finding(self, severity: str | None) -> None:
        """Tint the controls."""
        for block in self._blocks:
            block.relationship.set_finding(severity)

    def _show(self, said: Sequence[DrugAssessment]) -> None:
        known = {block.drug.casefold(): block for block in self._blocks}
        for one in said:
            if one.drug.casefold() not in known:
                known[one.drug.casefold()] = self._add(one.drug)
        by_drug = {one.drug.casefold(): one for one in said}
        for name, block in known.items():
            block.show_assessment(by_drug.get(name, DrugAssessment(block.drug)))

    def _add(self, drug: str) -> "_DrugBlock":
        block = _DrugBlock(drug)
        block.changed.connect(self.value_changed)
        self._blocks.append(block)
        self._column.addWidget(block)
        return block


class _DrugBlock(QWidget):
    changed = Signal()

    def __init__(self, drug: str) -> None:
        super().__init__()
        self.drug = drug
        related, action = (
            tr("Relationship to {drug}").format(drug=drug),
            tr("Action taken with {drug}").format(drug=drug),
        )
        self.relationship = ComboBox([Option(one, term(one)) for one in Relationship], related)
        self.relationship.setPlaceholderText(tr("not said"))
        self.action = ComboBox([Option(one, term(one)) for one in ActionTaken], action)
        self.action.set_value(ActionTaken.NONE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for label, control in ((related, self.relationship), (action, self.action)):
            column = QVBoxLayout()
            column.setSpacing(SPACE_XS)
            column.addWidget(Label(label, size="caption", weight=500, token="text2", wrap=True))
            column.addWidget(control)
            row.addLayout(column, 1)
            control.value_changed.connect(self.changed)

    def value(self) -> DrugAssessment:
        related, action = self.relationship.value(), self.action.value()
        return DrugAssessment(
            self.drug,
            related if isinstance(related, Relationship) else None,
            action if isinstance(action, ActionTaken) else ActionTaken.NONE,
        )

    def show_assessment(self, said: DrugAssessment) -> None:
        self.relationship.set_value(said.relationship)
        self.action.set_value(said.action_taken)
