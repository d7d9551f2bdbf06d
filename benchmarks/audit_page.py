"""Opening, filtering and scrolling the audit page with 100,000 events.

Run: python benchmarks/audit_page.py [EVENTS]. It writes a study into a temporary folder (a minute or two) and prints
milliseconds, median and worst: each figure includes the page's own work and the painting of what is in sight. As a
reference in the same run: what SQLite takes to hand over the first 200 rows of the stream.
"""

# ruff: noqa: T201

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from adverse_event_table import make_study
from large_study import NOW, PERSON, SUBJECTS
from PySide6.QtWidgets import QApplication

from storage.study_file import StudyFile
from ui.pages.audit_page import AuditPage
from ui.session import Session
from ui.theme import apply_theme

REPEATS = 9


def main() -> None:
    """Make the study, measure, print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.titrant"
        make_study(path, number)
        with StudyFile.open(path) as file:
            session = Session(file, PERSON, clock=lambda: NOW)
            print(f"{file.position} events, {len(session.study.subjects)} subjects")
            measure(app, session)
            report("reference: the first 200 rows by SQLite", lambda: file.events(limit=200))


def measure(app: QApplication, session: Session) -> None:
    """Print what a person waits for."""
    pages: list[AuditPage] = []

    def opened() -> None:
        page = AuditPage(session)
        page.resize(1040, 640)
        page.show_study()
        page.show()
        app.processEvents()
        pages.append(page)

    report("open the page", opened)
    page = pages[-1]
    for other in pages[:-1]:
        other.close()

    def filtered(set_filter: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            set_filter()
            app.processEvents()

        return run

    subject = session.study.subjects[SUBJECTS // 2].subject_id
    some_day = (NOW - timedelta(days=60)).date()
    steps: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "filter by subject": (lambda: page.subject.set_value(subject), lambda: page.subject.set_value(None)),
        "filter by kind": (lambda: page.kind.set_value("subject"), lambda: page.kind.set_value("")),
        "filter by a rare kind": (lambda: page.kind.set_value("system"), lambda: page.kind.set_value("")),
        "filter by person": (lambda: page.person.set_value(PERSON.name), lambda: page.person.set_value("")),
        "filter by date": (lambda: page.last_day.set_value(some_day), lambda: page.last_day.set_value(None)),
    }
    for name, (on, off) in steps.items():
        report(name, filtered(on), after=filtered(off))

    def scrolled() -> None:
        for _ in range(5):
            page.table.scrollToBottom()
            app.processEvents()

    report("scroll through 1,000 further rows", scrolled, repeats=5)
    report(
        "fetch 200 rows from the far end", lambda: session.file.events(limit=200, offset=session.file.position - 200)
    )


def report(
    name: str, run: Callable[[], object], *, after: Callable[[], None] | None = None, repeats: int = REPEATS
) -> None:
    """Print the median and the worst of several runs, in ms."""
    took = []
    for _ in range(repeats):
        started = time.perf_counter()
        run()
        took.append((time.perf_counter() - started) * 1000)
        if after is not None:
            after()
    print(f"{name:45} {statistics.median(took):8.1f} ms, worst {max(took):8.1f}, first {took[0]:8.1f}")


if __name__ == "__main__":
    main()
