"""The parts of the study as a menu and as commands: each with where it stands."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from ui.session import Session
from ui.text import tr
from ui.widgets.palette_popup import Command
from ui.words.part import say_state


class PartMenu(QMenu):
    """The list of parts below their button, the shown one checked.

    Signals:
        chosen: id of the part that is chosen.
    """

    chosen = Signal(str)

    def __init__(self, below: QWidget) -> None:
        """Build it empty.

        Args:
            below: the button.
        """
        super().__init__(below)
        self._below = below
        self.setAccessibleName(tr("Parts of the study"))
        self.triggered.connect(lambda action: self.chosen.emit(str(action.data())))

    def open_for(self, session: Session) -> None:
        """List the parts as they stand now, and open."""
        self.clear()
        shown = session.part.part_id
        current = None
        for state in session.part_states:
            part = state.part
            # What follows the tab stands at the right, where a shortcut would.
            title = part.title.replace("&", "&&")
            action = self.addAction(f"{title}\t{say_state(state, session.words)}")
            action.setData(part.part_id)
            action.setCheckable(True)
            action.setChecked(part.part_id == shown)
            current = action if part.part_id == shown else current
        self.popup(self._below.mapToGlobal(QPoint(0, self._below.height() + 2)))
        if current is not None:
            self.setActiveAction(current)


def part_commands(session: Session) -> list[Command]:
    """A command a part; none where the study has one part only."""
    if len(session.study.protocol.parts) < 2:
        return []
    text = tr("Show part: {part} ({state})")
    return [
        Command(f"part:{one.part.part_id}", text.format(part=one.part.title, state=say_state(one, session.words)))
        for one in session.part_states
    ]
