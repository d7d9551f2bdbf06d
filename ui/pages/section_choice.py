"""Which sections a cohort report holds: a button that says how many, and boxes to tick below it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal

from ui.reports.section_kind import SectionKind
from ui.reports.words import tr as tr_report
from ui.text import tr
from ui.theme import SPACE_S
from ui.widgets.buttons import LinkButton, SecondaryButton
from ui.widgets.card import Card
from ui.widgets.check_box import CheckBox


class SectionChoice(SecondaryButton):
    """The button; a press shows the boxes.

    Signals:
        value_changed: another set of sections is left out.
    """

    value_changed = Signal()

    def __init__(self, kinds: Sequence[SectionKind], left_out: frozenset[str] = frozenset()) -> None:
        """Build it with the sections that are left out unticked."""
        super().__init__("")
        self.boxes = {kind.key: CheckBox(tr_report(kind.title), checked=kind.key not in left_out) for kind in kinds}
        self.popup = Card(tr("Sections of the report"), spacing=0)
        self.popup.setParent(self, Qt.WindowType.Popup)
        for box in self.boxes.values():
            self.popup.add(box)
            box.value_changed.connect(self._on_changed)
        self.all_button = LinkButton(tr("All sections"), small=True)
        self.all_button.clicked.connect(self.choose_all)
        self.popup.body.addSpacing(SPACE_S)
        self.popup.add(self.all_button)
        self.clicked.connect(self.open)
        self._say()

    def left_out(self) -> frozenset[str]:
        """Keys of the sections that are left out."""
        return frozenset(key for key, box in self.boxes.items() if not box.isChecked())

    def choose_all(self) -> None:
        """Leave nothing out."""
        for box in self.boxes.values():
            box.set_value(True)

    def open(self) -> None:
        """Show the boxes beside the button, as far as the screen has room."""
        self.popup.adjustSize()
        place = self.mapToGlobal(QPoint(0, self.height() + 2))
        room = self.screen().availableGeometry()
        top = max(room.top(), min(place.y(), room.bottom() - self.popup.height()))
        self.popup.move(place.x(), top)
        self.popup.show()
        next(iter(self.boxes.values())).setFocus()

    def _on_changed(self) -> None:
        self._say()
        self.value_changed.emit()

    def _say(self) -> None:
        chosen = len(self.boxes) - len(self.left_out())
        said = tr("All {count} sections") if chosen == len(self.boxes) else tr("{chosen} of {count} sections")
        self.setText(said.format(chosen=chosen, count=len(self.boxes)))
