"""The action table as menus: what is on for this person on this study, and the same as commands of the palette."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar

from domain.terms import Right
from ui.actions import ACTIONS, MENUS, ActionRow
from ui.text import tr
from ui.widgets.palette_popup import Command

if TYPE_CHECKING:
    from ui.session import Session


class ActionMenus(QObject):
    """A QAction for each row of the table."""

    def __init__(self, bar: QMenuBar, do: Callable[[str], None], parent: QObject) -> None:
        """Fill the menus.

        Args:
            bar: of the window.
            do: does the action of an id.
            parent: Qt owner.
        """
        super().__init__(parent)
        menus = {key: bar.addMenu(tr(title)) for key, title in MENUS.items()}
        self.actions: dict[str, QAction] = {}
        for row in ACTIONS:
            action = QAction(tr(row.title), parent)
            if row.shortcut:
                action.setShortcut(QKeySequence(row.shortcut))
            action.triggered.connect(lambda _checked=False, name=row.id: do(name))
            menus[row.menu].addAction(action)
            self.actions[row.id] = action

    def enable(self, session: "Session | None", *, is_covered: bool, can_restore: bool) -> None:
        """Turn on what can be done now; see ``is_possible``."""
        for row in ACTIONS:
            self.actions[row.id].setEnabled(is_possible(row, session, is_covered=is_covered, can_restore=can_restore))

    def commands(self, session: "Session | None") -> list[Command]:
        """What the palette offers: what is on, the parts, and every subject."""
        rows = [
            Command(row.id, tr(row.title), row.shortcut, tr(MENUS[row.menu]).replace("&", ""))
            for row in ACTIONS
            if self.actions[row.id].isEnabled()
        ]
        if session is not None:
            from ui.screens.part_menu import part_commands

            rows += part_commands(session)
            rows += [
                Command(f"subject:{subject.subject_id}", tr("Subject {id}").format(id=subject.subject_id))
                for subject in session.study.subjects
            ]
        return rows


def is_possible(row: ActionRow, session: "Session | None", *, is_covered: bool, can_restore: bool) -> bool:
    """Whether an action can be done by this person on this study at this moment.

    Args:
        row: of the table.
        session: of the open study; None where there is none.
        is_covered: the lock covers the window.
        can_restore: a study that could not be opened may be replaced by a backup.
    """
    if is_covered:
        return row.id == "quit"
    if row.id == "restore":
        return can_restore if session is None else session.may(Right.RESTORE)
    if session is None:
        return not row.needs_study
    if row.id in ("choose_part", "go_parts") and len(session.study.protocol.parts) < 2:
        return False
    has_user = bool(session.user_id)
    if row.user is not None and row.user is not has_user:
        return False
    return not (row.writes and session.is_read_only) and (row.right is None or session.may(row.right))
