"""Locking from the menu: whatever is locked can be unlocked there."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from domain.terms import LockScope
from tests.ui.people import INVESTIGATOR, make_people_study, open_as
from tests.ui.stage import settle
from ui.dialogs.data_lock import DataLockDialog
from ui.theme import apply_theme


# TRU-6
def test_every_target_is_offered_however_many_there_are(qtbot: Any, qapp: QApplication, tmp_path: Path) -> None:
    apply_theme(qapp, "light")
    session = open_as(make_people_study(tmp_path / "s.titrant", "1N"), INVESTIGATOR)
    targets = [(LockScope.SUBJECT, f"01-{number:03d}") for number in range(1, 31)]
    dialog = DataLockDialog(session, [*targets, (LockScope.STUDY, "")])
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    assert len(dialog.target.rows()) == 31
    assert dialog.height() < 640
    dialog.target.set_value((LockScope.STUDY, ""))
    assert dialog.target.value() == (LockScope.STUDY, "")
    session.file.close()
