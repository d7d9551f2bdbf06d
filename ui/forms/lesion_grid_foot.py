"""Head and foot of the grid of a tumour assessment: names of the visits, sums and percent in the same columns."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.records.response import BASELINE
from domain.response.assess import VisitAssessment
from domain.response.spoken import joined
from ui.forms.grid_row import GridHead, grid_header
from ui.forms.lesion_grid_row import LENGTH, NAME, STATUS, VISIT
from ui.models.lesion_entry import SumCell
from ui.text import EN_DASH, Words, term, tr
from ui.theme import SPACE_S
from ui.widgets.card import Hairline
from ui.widgets.elided_label import ElidedLabel, Label

_RIGHT = Qt.AlignmentFlag.AlignRight


class GridFoot(QWidget):
    """Sum in mm, change from baseline and from the nadir of each visit; below it what would follow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        self._column.addWidget(Hairline())
        self.answer = Label("", size="caption", token="text2", wrap=True)
        self._lines: list[QWidget] = []
        self._column.addWidget(self.answer)
        self.texts: list[list[str]] = []

    def show_sums(self, earlier: Sequence[SumCell], typed: SumCell, answer: str) -> None:
        """Show other sums.

        Args:
            earlier: of the visits before, as they stand in the columns.
            typed: of what is typed.
            answer: what would follow from it, in words.
        """
        every = [*earlier, typed]
        # Whole millimetres while all are; else each with its tenth.
        digits = int(any(one.mm is not None and one.mm % 1 for one in every))
        texts = [
            [f"{one.mm:.{digits}f}" if one.mm is not None else EN_DASH for one in every],
            [say_percent(one.from_baseline) or EN_DASH for one in every],
            [say_percent(one.from_nadir) or EN_DASH for one in every],
        ]
        self.answer.setText(answer)
        self.answer.setVisible(bool(answer))
        if texts == self.texts:
            return
        self.texts = texts
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        names = (tr("Sum of target lesions, mm"), tr("from baseline, %"), tr("from nadir, %"))
        self._lines = [_line(name, row) for name, row in zip(names, texts, strict=True)]
        for place, line in enumerate(self._lines):
            self._column.insertWidget(1 + place, line)


def _line(name: str, texts: Sequence[str]) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_S)
    label = ElidedLabel(name, weight=500)
    label.setFixedWidth(NAME)
    row.addWidget(label)
    for place, text in enumerate(texts):
        is_typed = place == len(texts) - 1
        cell = ElidedLabel(
            text, weight=600 if is_typed else 400, token="text" if is_typed else "text2", tabular=True, align=_RIGHT
        )
        cell.setFixedWidth(LENGTH if is_typed else VISIT)
        # Aligned with what stands inside the field above.
        cell.setContentsMargins(0, 0, 8 if is_typed else 0, 0)
        row.addWidget(cell)
    row.addStretch(1)
    return holder


class LesionColumns(QWidget):
    """The names of the columns, above the rows: the earlier visits, and what is typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)

    def show_visits(self, numbers: Sequence[int]) -> None:
        """Show other visits, by their numbers."""
        while item := self._line.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        names = [tr("Baseline") if one == BASELINE else tr("Visit {number}").format(number=one) for one in numbers]
        earlier = [GridHead(one, VISIT, is_right=True) for one in names]
        typed = [GridHead(tr("Length, mm"), LENGTH, is_right=True), GridHead(tr("Finding"), STATUS)]
        self._line.addWidget(grid_header([GridHead(tr("Lesion"), NAME), *earlier, *typed]))


def say_response(answer: VisitAssessment, words: Words) -> str:
    """What would follow from what is typed: the response, and why."""
    text = tr("Target {target} · non-target {other} · overall {overall}.")
    said = text.format(target=term(answer.target), other=term(answer.non_target), overall=term(answer.overall))
    return f"{said} {words.say(joined(answer.reasons))}".strip()


def say_percent(value: Decimal | None) -> str:
    """A change in percent with its sign; "" where it is not known."""
    return "" if value is None else f"{value:+.1f}".replace("-", "\u2212")
