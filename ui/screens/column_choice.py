"""Which column of a file holds what."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.reasons import Finding
from ui.text import tr
from ui.theme import SPACE_S
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.options import Option

_NO_COLUMN = ""


class ColumnChoice(QWidget):
    """A field for each thing that a column can hold.

    Signals:
        changed: the person chose another column.

    Attributes:
        rows: by what the column holds.
    """

    changed = Signal()

    def __init__(self, fields: Mapping[str, str], further: Iterable[QWidget] = ()) -> None:
        """Build it for no file yet.

        Args:
            fields: what a column can hold, with its name.
            further: what else has to be said of the file, below the columns.
        """
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE_S, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(Label(tr("Which column holds what"), weight=600))
        self.rows: dict[str, FormRow] = {}
        self._boxes: dict[str, ComboBox] = {}
        for field, name in fields.items():
            box = self._boxes[field] = ComboBox([], tr(name))
            row = self.rows[field] = FormRow(tr(name), box, field=field)
            row.value_changed.connect(self._on_chosen)
            column.addWidget(row)
        for widget in further:
            column.addWidget(widget)
        column.addStretch(1)
        self._is_filling = False

    def offer(self, header: Sequence[str], guessed: Mapping[str, str]) -> None:
        """The columns of a file, with what each seems to hold already chosen."""
        self._is_filling = True
        names = [Option(_NO_COLUMN, tr("no column")), *(Option(name, name) for name in header)]
        for field, box in self._boxes.items():
            box.set_options(names)
            box.set_value(guessed.get(field, _NO_COLUMN))
        self._is_filling = False

    def mapping(self) -> dict[str, str]:
        """The column of each field, as chosen."""
        return {field: str(box.value()) for field, box in self._boxes.items() if box.value()}

    def chosen_twice(self) -> list[str]:
        """A sentence on each column that is to hold two things, which it can't."""
        counts = Counter(self.mapping().values())
        said = tr('The column "{column}" is named for two things. Choose another for one of them.')
        return [said.format(column=name) for name, times in counts.items() if times > 1]

    def mark(self, findings: Iterable[Finding]) -> None:
        """Mark the fields that findings are about, and no other."""
        faulty = {str(one.numbers.get("field", "")) for one in findings}
        for field, box in self._boxes.items():
            box.set_finding("hard" if field in faulty else None)

    def _on_chosen(self) -> None:
        if not self._is_filling:
            self.changed.emit()
