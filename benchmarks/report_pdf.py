"""The cohort report of a complete demonstration, from the study to the PDF file.

Run: python benchmarks/report_pdf.py. The reference in the same run is a file of as many pages with a line of text each.
"""

# ruff: noqa: T201

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QPainter, QPdfWriter

from benchmarks.large_study import NOW, PERSON
from domain.protocol.reader import load_shipped
from storage.study_file import StudyFile
from ui.app import make_application
from ui.demo import make_demo
from ui.reports.cohort import cohort_report
from ui.reports.output import save_pdf
from ui.session import Session
from ui.theme import apply_theme

REPEATS = 5


def milliseconds(act: Callable[[], object]) -> float:
    """Median of a few runs."""
    spent = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1e3)
    return statistics.median(spent)


def plain_file(path: Path, pages: int) -> None:
    """A PDF file with one line a page."""
    writer = QPdfWriter(str(path))
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        painter.drawText(200, 400, f"page {page + 1}")
    painter.end()


def main() -> None:
    """Measure and print."""
    application = make_application()
    apply_theme(application, "light")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_demo(folder / "demo.titrant", load_shipped("bat6026"), seed=1, now=NOW, is_complete=True)
        session = Session(StudyFile.open(folder / "demo.titrant"), PERSON, clock=lambda: NOW)
        status, words = session.status, session.words
        derive = partial(cohort_report, status, words, printed_at=NOW, printed_by="Wang Fang")
        report, made = milliseconds(derive), derive()
        pages = save_pdf(made, folder / "report.pdf")
        written = milliseconds(lambda: save_pdf(made, folder / "report.pdf"))
        plain = milliseconds(lambda: plain_file(folder / "plain.pdf", pages))
        print(f"report derived, median  {report:8.1f} ms")
        print(f"PDF of {pages} pages, median {written:6.1f} ms; ratio to plain pages {written / plain:.1f}")
        session.file.close()


if __name__ == "__main__":
    main()
