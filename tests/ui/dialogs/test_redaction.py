"""What nothing brings back is not done by accident."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.windows import make_windows_study, open_window
from ui.dialogs.redaction import RedactionDecisionDialog


def test_enter_decides_later_and_never_redacts(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    dialog = open_window("redaction decision", make_windows_study(tmp_path / "made"), tmp_path)
    qtbot.addWidget(dialog)
    assert isinstance(dialog, RedactionDecisionDialog)
    dialog.refusal.clearFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.result_text == ""
