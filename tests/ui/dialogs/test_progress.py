"""What takes longer than a moment says how far it has come."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from domain.protocol.reader import load_shipped
from tests.ui.build import NOW
from ui.demo import make_demo
from ui.dialogs.progress import ProgressDialog
from ui.theme import apply_theme


def test_the_work_is_named_and_shows_how_far_it_has_come_until_it_ends(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    with ProgressDialog("Making the demonstration", "Act by act.", window) as progress:
        assert progress.isVisible()
        before = progress.grab().toImage()
        progress.show_step(30, 60)
        assert progress.grab().toImage() != before
        QTest.keyClick(progress, Qt.Key.Key_Escape)
        assert progress.isVisible()
        assert QApplication.overrideCursor() is not None
    assert not progress.isVisible()
    assert QApplication.overrideCursor() is None


def test_making_a_demonstration_tells_how_many_acts_are_entered(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    make_demo(
        tmp_path / "study.titrant", load_shipped("bat6026"), seed=1, now=NOW, history="1N 2N",
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    done, totals = [step for step, _ in told], {total for _, total in told}
    assert done == list(range(totals.pop()))
    assert not totals
