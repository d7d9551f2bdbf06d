"""From Ctrl+S on an adverse event to the redrawn window, at 300 subjects and 10,000 events, a minute between two saves.

Run: python benchmarks/save_and_redraw.py. The reference in the same run is one bare SQLite commit of one row with the
same durability settings.
"""

# ruff: noqa: T201

import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks.large_study import NOW, PERSON, event_at, make_large_study
from storage.study_file import StudyFile
from ui.app import make_application
from ui.screens.study_screen import StudyScreen
from ui.session import Session
from ui.theme import apply_theme

REPEATS = 15


def bare_commit(folder: Path) -> float:
    """Milliseconds of one durable commit of one row, median."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(folder / "bare.db"))
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE t (x TEXT)")
    times = []
    for _ in range(50):
        began = time.perf_counter()
        connection.execute("INSERT INTO t VALUES (?)", ["x" * 400])
        connection.commit()
        times.append((time.perf_counter() - began) * 1e3)
    connection.close()
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    application = make_application()
    apply_theme(application, "light")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_large_study(folder / "large.titrant")
        began = time.perf_counter()
        now = [NOW]
        session = Session(StudyFile.open(folder / "large.titrant"), PERSON, clock=lambda: now[0])
        screen = StudyScreen(session)
        screen.resize(1440, 900)
        screen.show()
        application.processEvents()
        print(f"open and first overview {(time.perf_counter() - began) * 1e3:8.1f} ms")
        saves = []
        for number in range(REPEATS):
            event = event_at(f"new{number}", 40 + number, NOW - timedelta(days=330))
            now[0] += timedelta(minutes=1)
            began = time.perf_counter()
            assert session.save(event)
            application.processEvents()
            saves.append((time.perf_counter() - began) * 1e3)
        bare = bare_commit(folder)
        median, worst = statistics.median(saves), max(saves)
        print(f"save and redraw, median  {median:8.1f} ms, worst {worst:.1f} ms of {REPEATS}")
        print(f"bare commit, median      {bare:8.2f} ms; ratio {median / bare:.0f}")
        session.file.close()


if __name__ == "__main__":
    main()
