"""What an entry grid looks like: a card with a head, rows that scroll, the reason of a correction, and a foot."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from ui.forms.grid_row import GridRow
from ui.forms.grid_rows import GridRows
from ui.forms.save_foot import SaveFoot
from ui.forms.tab_order import put_before
from ui.theme import SPACE_M
from ui.widgets.card import Card, Hairline
from ui.widgets.form_row import FormRow

Row = TypeVar("Row", bound=GridRow)


class GridFrame(QWidget, Generic[Row]):
    """The widgets of a grid and their places; what they do is up to ``EntryGrid``.

    Signals:
        saved: what ``saved_as`` says.
        closed: the person is done, by saving or by giving up.
        edited: whether it holds what is not saved may have changed.
    """

    saved = Signal(object)
    closed = Signal()
    edited = Signal()

    def __init__(self, title: str, hint: str, rows_name: str, parent: QWidget | None = None) -> None:
        """Build it without head and rows.

        Args:
            title: of the card.
            hint: at the right of the title: the keys.
            rows_name: what a screen reader calls the rows.
            parent: Qt owner.
        """
        super().__init__(parent)
        self.heads: tuple[FormRow, ...] = ()
        self.card = Card(title, hint)
        self.area: GridRows[Row] = GridRows(rows_name)
        self.save_foot = SaveFoot()
        self.reason, self.count = self.save_foot.reason, self.save_foot.count
        self.discard_button, self.save_button = self.save_foot.discard_button, self.save_foot.save_button
        self.area.left_below.connect(lambda: self.save_button.setFocus(Qt.FocusReason.TabFocusReason))
        # A panel may stand at the right of the card.
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(SPACE_M)
        self.line.addWidget(self.card, 1)

    def lay_out(
        self,
        heads: Sequence[FormRow],
        above: Sequence[QWidget | QLayout],
        *,
        below: Sequence[QWidget] = (),
        at_foot: Sequence[QWidget] = (),
    ) -> None:
        """Put head, rows and foot one below the other; to be called once.

        Args:
            heads: the fields at the top that can hold up saving.
            above: what stands above the rows, those fields included.
            below: what stands between the rows and the foot.
            at_foot: buttons at the left of the foot.
        """
        self.heads = tuple(heads)
        self.save_foot.add_left(*at_foot)
        body = self.card.body
        for part in above:
            body.addWidget(part) if isinstance(part, QWidget) else body.addLayout(part)
        body.addWidget(self.area, 1)
        for widget in (*below, self.reason, Hairline(), self.save_foot):
            body.addWidget(widget)

    def add_shortcut(self, key: QKeySequence | QKeySequence.StandardKey | Qt.Key, slot: Callable[[], object]) -> None:
        """A key that works while the cursor is in the grid."""
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    def show_rows(self, groups: Sequence[tuple[str, Sequence[Row]]], empty: str = "") -> None:
        """Show other rows; see ``GridRows``. They come last, and for the Tab key stand between head and foot."""
        self.area.show_rows(groups, empty)
        put_before(self.reason.control, self.area.controls)

    @property
    def rows(self) -> list[Row]:
        """The rows that are shown."""
        return self.area.rows

    @property
    def typed_rows(self) -> list[Row]:
        """The rows with something in them."""
        return [row for row in self.rows if row.is_typed]
