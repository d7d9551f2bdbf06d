"""One lesion in the grid of a tumour assessment: earlier visits, the length, what was found, and what is doubtful."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from domain.records import Lesion
from domain.response.terms import LesionKind, LesionStatus
from ui.forms.grid_row import FIELD_HEIGHT, GridCell, GridRow, fill_silently, quiet_cell
from ui.models.lesion_entry import LETTERS, STATUSES, read_tenths
from ui.text import EN_DASH, term, tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option

NAME, VISIT, LENGTH, STATUS = 196, 74, 84, 186


class LesionGridRow(GridRow):
    """A row of one lesion; letters in the field of the length choose a finding."""

    def __init__(self, lesion: Lesion, earlier: Sequence[str], parent: QWidget | None = None) -> None:
        """Build it empty.

        Args:
            lesion: which one.
            earlier: what the earlier visits found, in order.
            parent: Qt owner.
        """
        label = lesion.link_id
        super().__init__(label, parent)
        self.lesion = lesion
        self.name = ElidedLabel(say_lesion(lesion))
        self.earlier = [quiet_cell(text or EN_DASH, is_right=True) for text in earlier]
        name = tr("Length of {lesion} in mm").format(lesion=label)
        self.length = LineEdit(name, tabular=True, align_right=True, height=FIELD_HEIGHT)
        options = [Option(one, term(one)) for one in STATUSES[lesion.lesion_kind]]
        self.status = ComboBox(options, tr("Finding of {lesion}").format(lesion=label), height=FIELD_HEIGHT)
        self.status.setPlaceholderText(tr("not said"))
        self.status.set_value(None)
        # One follows from the other before anybody is told.
        self.length.value_changed.connect(self._on_length)
        self.status.value_changed.connect(self._on_status)
        before = [GridCell(self.name, NAME), *(GridCell(one, VISIT) for one in self.earlier)]
        cells = [*before, GridCell(self.length, LENGTH), GridCell(self.status, STATUS)]
        self.lay_out(cells, (self.length, self.status), self.length)

    @property
    def text(self) -> str:
        """The length as typed."""
        return str(self.length.value() or "").strip()

    @property
    def found(self) -> LesionStatus | None:
        """What was found; None while nothing is said."""
        value = self.status.value()
        return value if isinstance(value, LesionStatus) else None

    @property
    def tenths(self) -> int | None:
        """The length in tenths of a millimetre; None without one."""
        return read_tenths(self.text) if self.text else None

    @property
    def is_typed(self) -> bool:
        """Whether anything was entered."""
        return self.found is not None or bool(self.text)

    def problem(self) -> str:
        """Why what was typed can't be read; "" where it can."""
        if self.text and read_tenths(self.text) is None:
            return tr("{text} is no length in mm with at most one decimal. Type one such as 12.5.").format(
                text=self.text
            )
        return ""

    def fill(self, status: LesionStatus | None, text: str) -> None:
        """Show what is recorded, without telling anybody."""
        fill_silently(self.length, text)
        fill_silently(self.status, status)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if super().eventFilter(watched, event):
            return True
        if watched is not self.length or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        is_plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        status = LETTERS.get(event.text().casefold()) if is_plain else None
        if status is not None and status in STATUSES[self.lesion.lesion_kind]:
            self.status.set_value(status)
        return status is not None

    def _on_length(self) -> None:
        """A length is a measurement: nothing else has to be said."""
        if self.text and self.found not in (LesionStatus.MEASURED, LesionStatus.TOO_SMALL):
            fill_silently(self.status, LesionStatus.MEASURED)
        elif not self.text and self.found is LesionStatus.MEASURED:
            fill_silently(self.status, None)

    def _on_status(self) -> None:
        if self.found not in (None, LesionStatus.MEASURED, LesionStatus.TOO_SMALL) and self.text:
            fill_silently(self.length, "")


def say_lesion(lesion: Lesion) -> str:
    """A lesion as the grid names it: "T01 liver, left, segment 4"."""
    side = term(lesion.side) if lesion.side else ""
    parts = [part for part in (lesion.organ, side, lesion.description) if part]
    node = [tr("short axis")] if lesion.is_nodal and lesion.lesion_kind is LesionKind.TARGET else []
    return f"{lesion.link_id} {', '.join([*parts, *node])}".strip()
