"""A study without subjects, a clock that can be set, and somebody who works by keyboard alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from tests.ui.pages.studies import NOW, PERSON, make_file
from ui.pages.subjects_page import SubjectsPage
from ui.session import Session
from ui.theme import apply_theme


class Clock:
    """The session's clock; it stands until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: int) -> None:
        self.now += timedelta(**time)


class Typist:
    """Types into whatever has the focus; never touches the mouse."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def types(self, text: str) -> None:
        """Replace what the field holds."""
        self._wake()
        widget = QApplication.focusWidget()
        assert widget is not None
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(widget, text)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            QTest.keyClick(popup, Qt.Key.Key_Return)

    def press(self, *keys: Qt.Key, ctrl: bool = False) -> None:
        self._wake()
        modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        for key in keys:
            QTest.keyClick(self._window.windowHandle(), key, modifier)

    def _wake(self) -> None:
        """Without a window manager nobody gives the keyboard back to a window that lost it for a moment."""
        QApplication.processEvents()
        if QApplication.activeWindow() is not self._window and QApplication.activePopupWidget() is None:
            self._window.activateWindow()
            QTest.qWaitForWindowActive(self._window)

    def tab(self, times: int = 1) -> None:
        self.press(*[Qt.Key.Key_Tab] * times)

    def fills(self, *texts: str | None) -> None:
        """Type into one field after the other; None leaves a field as it is."""
        for place, text in enumerate(texts):
            if place:
                self.tab()
            if text is not None:
                self.types(text)

    def saves(self) -> None:
        self.press(Qt.Key.Key_S, ctrl=True)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path, clock: Clock) -> Iterator[Session]:
    apply_theme(qapp, "light")
    with make_file(tmp_path / "s.titrant", "") as file:
        yield Session(file, PERSON, clock=clock)


def open_page(qtbot, session: Session) -> SubjectsPage:
    """The section of subjects in a window that has the keyboard."""
    page = SubjectsPage(session)
    session.changed.connect(lambda _changes: page.show_study())
    qtbot.addWidget(page)
    page.resize(1240, 852)
    page.show_study()
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    return page


@pytest.fixture
def page(qtbot, session: Session) -> SubjectsPage:
    return open_page(qtbot, session)


@pytest.fixture
def typist(page: SubjectsPage) -> Typist:
    return Typist(page)
