"""Real sessions on real files for the tests of the screen."""

from datetime import UTC, datetime
from pathlib import Path

from domain.protocol.reader import load_shipped
from storage.person import Person
from storage.study_file import StudyFile
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
    path = folder / "study.titrant"
    make_demo(path, load_shipped(protocol), seed=1, now=now, history=history)
    return Session(StudyFile.open(path), Person("Wang Fang", "coordinator"), clock=lambda: now)
