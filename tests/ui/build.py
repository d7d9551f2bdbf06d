"""Real sessions on real files for the tests of the screen."""

from datetime import UTC, datetime
from pathlib import Path

from domain.protocol.reader import load_shipped
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.kept import copy_kept
from ui.demo import make_demo
from ui.session import Session

NOW = datetime(2026, 11, 21, 6, 10, tzinfo=UTC)


def make_session(
    folder: Path, history: str | None = None, *, protocol: str = "bat6026", now: datetime = NOW
) -> Session:
    """A session on a study that plays a history and ends now.

    Args:
        folder: where the file goes.
        history: in the trial notation; the demonstration's own where none is given.
        protocol: a shipped id.
        now: aware UTC; the session's clock stands there.
    """
    path = copy_kept(folder / "study.titrant", _make, history, protocol, now)
    return Session(StudyFile.open(path), Person("Wang Fang", "coordinator"), clock=lambda: now)


def make_whole(path: Path) -> Path:
    """The demonstration of BAT6026 in the middle of its escalation, with every kind of data."""
    return copy_kept(path, _make_whole)


def _make(path: Path, history: str | None, protocol: str, now: datetime) -> None:
    make_demo(path, load_shipped(protocol), seed=1, now=now, history=history)


def _make_whole(path: Path) -> None:
    make_demo(path, load_shipped("bat6026"), seed=1, now=NOW, is_complete=True)
