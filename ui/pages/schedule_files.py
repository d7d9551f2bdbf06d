"""What leaves a subject's schedule as a file: the sheet to take home, the calendar file, the table; each on record."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from domain.schedule.calendar import derive_calendar
from domain.summaries.visits import tabulate_calendar
from storage.transfer.ics import write_ics
from ui.exports import save_export
from ui.models.schedule_words import ScheduleWords
from ui.pages.report_kinds import print_of
from ui.reports.output import ReportError, save_pdf
from ui.reports.take_home_calendar import take_home_calendar
from ui.session import Session
from ui.sign_in import EXPORT_CALENDAR, PRINT
from ui.table_csv import table_as_csv
from ui.text import say_date, tr

if TYPE_CHECKING:
    from storage.canonical import Payload


def save_sheet(session: Session, subject_id: str, path: Path) -> str:
    """Write the sheet that the subject takes home as a PDF and put that on record.

    Returns:
        "" where it was written; else why not, as a sentence.
    """
    study = session.study
    try:
        pages = save_pdf(take_home_calendar(study, subject_id, session.words, print_of(session, session.clock())), path)
    except ReportError as error:
        return str(error)
    about: Payload = {"document": f"calendar {subject_id}", "pages": pages, "file": path.name}
    session.note(PRINT, {**about, "position": study.position, "head": study.head})
    return ""


def save_calendar(session: Session, subject_id: str, path: Path) -> str:
    """Write the visits to come as iCalendar, subjects by number only, and put that on record; says why not, or ""."""
    study, words = session.study, ScheduleWords.of(session.words)
    number = study.record.study_id
    text = write_ics(
        derive_calendar(study, subject_id, session.clock()),
        study_id=number,
        now=session.clock(),
        title_of=lambda one: f"{number} {one.subject_id}: {words.visit(one.key)}",
        window_of=lambda one: tr("{first} to {last}").format(first=say_date(one.earliest), last=say_date(one.latest)),
    )
    return save_export(session, path, text.encode("utf-8"), EXPORT_CALENDAR)


def save_table(session: Session, subject_id: str, path: Path) -> str:
    """Write the table of the schedule as CSV, all of its rows, and put that on record; says why not, or ""."""
    table = tabulate_calendar(session.study, subject_id, session.clock())
    return save_export(session, path, table_as_csv(table, ScheduleWords.of(session.words)))


def ask_and_save(session: Session, subject_id: str, parent: QWidget, ending: str) -> str:
    """Ask for a place and write there.

    Args:
        session: of the study.
        subject_id: whose schedule.
        parent: of the question.
        ending: "pdf" the sheet, "ics" the calendar file, "csv" the table.

    Returns:
        Why it was not written; "" where it was, or nothing was chosen.
    """
    titles = {
        "pdf": (tr("Print calendar of {subject}"), tr("PDF (*.pdf)"), save_sheet),
        "ics": (tr("Save calendar file of {subject}"), tr("iCalendar (*.ics)"), save_calendar),
        "csv": (tr("Save table of {subject}"), tr("CSV (*.csv)"), save_table),
    }
    title, kinds, save = titles[ending]
    name = tr("{study} calendar {subject}").format(study=session.study.record.study_id, subject=subject_id)
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    place = str(folder / f"{name}.{ending}")
    chosen, _ = QFileDialog.getSaveFileName(parent, title.format(subject=subject_id), place, kinds)
    if not chosen:
        return ""
    path = Path(chosen)
    whole = path if path.suffix.lower() == f".{ending}" else path.with_name(f"{path.name}.{ending}")
    return save(session, subject_id, whole)
