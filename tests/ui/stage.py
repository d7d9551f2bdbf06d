"""A study on the screen that goes from place to place, for tests that look at all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.build import NOW
from tests.ui.places import PLACES, WHOLE_PLACES
from ui.screens.study_screen import StudyScreen
from ui.session import Session

SMALLEST, USUAL = (1280, 720), (1440, 900)


class Stage:
    """A study on the screen. It goes from place to place; what covers a whole page gets a screen of its own."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._screen: StudyScreen | None = None
        self._is_covered = False

    def show(self, name: str, size: tuple[int, int] = SMALLEST) -> StudyScreen:
        """The screen at a place."""
        if self._screen is None or self._is_covered:
            self.close()
            self._screen = StudyScreen(self.session)
            self._screen.show()
        self._is_covered = name in WHOLE_PLACES
        self._screen.resize(*size)
        PLACES[name](self._screen)
        settle()
        return self._screen

    def enlarge(self, size: tuple[int, int]) -> StudyScreen:
        """The same place, in a larger window."""
        assert self._screen is not None
        self._screen.resize(*size)
        settle()
        settle()
        return self._screen

    def close(self) -> None:
        """Away with it."""
        if self._screen is not None:
            self._screen.close()
            self._screen.deleteLater()
            self._screen = None
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle() -> None:
    """A text that wraps knows its height only once it has its width."""
    for _ in range(3):
        QApplication.processEvents()


@contextmanager
def open_stage(session: Session) -> Iterator[Stage]:
    """A stage that is cleared, and whose file is closed, at the end."""
    stage = Stage(session)
    yield stage
    stage.close()
    session.file.close()


def session_on(path: Path) -> Session:
    """Somebody who works on a study that is not encrypted."""
    return Session(StudyFile.open(path), Person("Wang Fang", "coordinator"), clock=lambda: NOW)
