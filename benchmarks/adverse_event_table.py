"""Opening, filtering, sorting and scrolling the page of adverse events with 100,000 events of 300 subjects.

Run: python benchmarks/adverse_event_table.py [EVENTS]. It writes a study into a temporary folder (a minute or two) and
prints milliseconds: the first time, and the median and worst of several. Every figure includes the page's own work and
the painting of what is in sight. Deriving the DLT verdicts, which every page needs, comes before and is named apart.
As a reference in the same run: what SQLite takes to filter and sort the same table and to hand over the first rows.
"""

# ruff: noqa: T201

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from large_study import NOW, PERSON, SUBJECTS, _subject
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.ctcae.catalogue import terms_of
from domain.evaluability import Bearing
from domain.partial_date import PartialDate
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import AdverseEvent, GradeChange, ProtocolVersion, Record, StudyRecord
from domain.terms import Grade, Relationship, SeriousCriterion
from storage.study_file import StudyFile
from ui.pages.adverse_events_page import AdverseEventsPage
from ui.session import Session
from ui.theme import apply_theme

REPEATS, TERMS = 9, 400


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
            report("read the records (before any page)", lambda: session.study, repeats=1)
            report("derive the DLT verdicts (before any page)", lambda: session.status, repeats=1)
            measure(app, session)
            reference(file)


def make_study(path: Path, number: int) -> None:
    """Write 300 treated subjects and their events: many terms and grades, one in ten with a later grade."""
    protocol, start = load_shipped("bat6026"), NOW - timedelta(days=400)
    study = StudyRecord(
        record_id="study", study_id="LARGE", study_title="Benchmark", site_id="01", site_zone="Asia/Shanghai"
    )
    version = ProtocolVersion(record_id="v1", version="1", effective_on=start.date(), content=content_to_json(protocol))
    chance = random.Random(1)
    terms = list(terms_of(protocol.ctcae).values())[:TERMS]
    with StudyFile.create(path, study, version, person=PERSON, now=start) as file:
        records: list[Record] = []
        for subject in range(SUBJECTS):
            records += _subject(subject, start + timedelta(days=subject))
        file.save_all(records, person=PERSON, now=NOW - timedelta(days=60))
        for first in range(0, number, 10_000):
            many = range(first, min(first + 10_000, number))
            file.save_all([_event(at, chance, terms) for at in many], person=PERSON, now=NOW - timedelta(days=50))


def _event(number: int, chance: random.Random, terms: Sequence) -> AdverseEvent:  # type: ignore[type-arg]
    term = terms[int(chance.random() ** 2 * len(terms))]
    grades = [grade for grade in term.grades if grade < Grade.FATAL] or list(term.grades)
    grade = grades[int(chance.random() ** 3 * len(grades))]
    onset = (NOW - timedelta(days=400 - number % SUBJECTS - chance.randint(-5, 90))).date()
    later = (GradeChange(PartialDate.of(onset + timedelta(days=2)), Grade.MILD),) if chance.random() < 0.1 else ()
    return AdverseEvent(
        record_id=f"ae{number}",
        subject_id=f"01-{number % SUBJECTS:04d}",
        term=term.name,
        grade=grade,
        onset=PartialDate.of(onset),
        grade_changes=later if grade > Grade.MILD else (),
        end=PartialDate.of(onset + timedelta(days=6)) if number % 3 else None,
        relationship=chance.choice(list(Relationship)),
        seriousness=(SeriousCriterion.HOSPITALISATION,) if chance.random() < 0.02 else (),
    )


def measure(app: QApplication, session: Session) -> None:
    """What a person does with the page, each with the painting that follows."""
    made: list[AdverseEventsPage] = []

    def open_page() -> None:
        page = AdverseEventsPage(session)
        page.resize(1240, 852)
        page.show_study()
        page.show()
        app.processEvents()
        made.append(page)

    report("open the page, first time", open_page, repeats=1)
    page = made[0]

    def redraw() -> None:
        page.show_study()
        app.processEvents()

    report("redraw after a save or a minute", redraw)
    filters = page.filters
    choices: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "filter by level": (lambda: filters.level.set_value(4), lambda: filters.level.set_value(None)),
        "filter by grade": (lambda: filters.grade.set_value(3), lambda: filters.grade.set_value(None)),
        "filter by class": (
            lambda: filters.soc.set_value("Cardiac disorders"),
            lambda: filters.soc.set_value(None),
        ),
        "filter by DLT": (lambda: filters.dlt.set_value(Bearing.MAKES_DLT), lambda: filters.dlt.set_value(None)),
        "filter to the window": (lambda: filters.in_window.set_value(True), lambda: filters.in_window.set_value(False)),
        "search a text": (lambda: filters.search.setText("01-01 pain"), lambda: filters.search.setText("")),
    }
    for name, (put, take) in choices.items():
        report(name, lambda put=put: _then_paint(app, put), lambda take=take: _then_paint(app, take))
    for key in ("term", "onset", "subject"):
        column = page.model.column(key)
        report(
            f"sort by {key}",
            lambda column=column: _then_paint(
                app, lambda: page.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
            ),
            lambda: page.table.sortByColumn(page.model.column("grade"), Qt.SortOrder.DescendingOrder),
        )
    bar = page.table.verticalScrollBar()
    places = iter(range(0, bar.maximum(), max(1, bar.maximum() // 50)))
    report("scroll elsewhere", lambda: _then_paint(app, lambda: bar.setValue(next(places))))
    kinds = iter(("related", "severe", "all") * REPEATS)
    report("other blocks", lambda: _then_paint(app, lambda: page.blocks_kind.set_value(next(kinds))))


def _then_paint(app: QApplication, act: Callable[[], None]) -> None:
    act()
    app.processEvents()


def reference(file: StudyFile) -> None:
    """The same filter and order in SQL, with the first 50 rows; without level, window or verdict, which it lacks."""
    sql = (
        "SELECT record_id FROM adverse_event WHERE grade >= 3 AND term LIKE '%pain%' "
        "ORDER BY grade DESC, onset DESC LIMIT 50"
    )
    counted = "SELECT count(*) FROM adverse_event WHERE grade >= 3 AND term LIKE '%pain%'"
    db = file._db  # noqa: SLF001 - the reference is what SQLite itself can do

    def ask() -> None:
        db.execute(sql).fetchall()
        db.execute(counted).fetchone()

    report("reference: filter, sort and count in SQL", ask)


def report(
    name: str, act: Callable[[], object], undo: Callable[[], object] | None = None, repeats: int = REPEATS
) -> None:
    """Print how long an act takes."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
        if undo is not None:
            undo()
    if repeats == 1:
        print(f"{name:45} {taken[0]:8.1f} ms", flush=True)
    else:
        print(f"{name:45} {statistics.median(taken):8.1f} ms median, {max(taken):8.1f} worst", flush=True)


if __name__ == "__main__":
    main()
