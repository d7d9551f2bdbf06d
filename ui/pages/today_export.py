"""Visits leave the study: as CSV, as a calendar file, as a PDF, or on a printer; each is put on record (SUB-3)."""

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.summaries.table import Table
from domain.summaries.visit_matrix import tabulate_days, tabulate_matrix
from domain.terms import Right
from storage.transfer.ics import write_ics
from ui.exports import save_export
from ui.models.today_rows import TodayView
from ui.pages.report_kinds import print_of
from ui.reports.output import ReportError, print_report, save_pdf
from ui.reports.paper import PaperName, Report
from ui.reports.visit_matrix_sheet import visit_matrix_sheet
from ui.session import Session
from ui.sign_in import EXPORT_CALENDAR, PRINT
from ui.text import Words, tr
from ui.words.visit import VisitWords, say_window

if TYPE_CHECKING:
    from storage.canonical import Payload

DOCUMENT = "visit_matrix"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_TO_COME = (VisitStatus.DUE, VisitStatus.OVERDUE, VisitStatus.SOON, VisitStatus.LATER)


class VisitExport:
    """Writes what the page shows; each method answers "" where it went well, else why not, as a sentence."""

    def __init__(self, session: Session) -> None:
        """Keep the session."""
        self._session = session

    @property
    def may_export(self) -> bool:
        """Whether the person may take data out as files."""
        return self._session.may(Right.EXPORT)

    @property
    def may_print(self) -> bool:
        """Whether the person may print."""
        return self._session.may(Right.PRINT)

    def save_matrix(self, view: TodayView, path: Path) -> str:
        """The matrix as CSV."""
        table = tabulate_matrix(view.matrix, VisitWords(self._session.study.protocol).name)
        return save_export(self._session, path, as_csv(table, self._session.words))

    def save_days(self, view: TodayView, visits: Mapping[date, tuple[DueVisit, ...]], path: Path) -> str:
        """What falls on days as CSV."""
        table = tabulate_days(visits, view.deadlines, VisitWords(self._session.study.protocol).name)
        return save_export(self._session, path, as_csv(table, self._session.words))

    def save_calendar(self, view: TodayView, path: Path) -> str:
        """The visits to come of all subjects for a calendar program; numbers, no names of persons.

        Visits whose days rest on doses still to be given are left out: a calendar program keeps what later moves.
        """
        study = self._session.study
        visit_words = VisitWords(study.protocol)
        study_id = study.record.study_id
        text = write_ics(
            visits_to_come(view),
            study_id=study_id,
            now=self._session.clock(),
            title_of=lambda one: f"{study_id} {one.subject_id}: {visit_words.name(one.key)}",
            window_of=say_window,
        )
        return save_export(self._session, path, text.encode(), EXPORT_CALENDAR)

    def report(self, view: TodayView, paper: PaperName = "a4") -> Report:
        """The matrix for landscape paper."""
        session = self._session
        study = session.study
        printed = print_of(session, session.clock())
        return visit_matrix_sheet(study, view.matrix, session.words, VisitWords(study.protocol), printed, paper=paper)

    def save_pdf(self, view: TodayView, path: Path) -> str:
        """The matrix as a PDF."""
        try:
            pages = save_pdf(self.report(view), path, is_landscape=True)
        except ReportError as error:
            return str(error)
        self._put_print_on_record(pages, file=path.name)
        return ""

    def print_it(self, view: TodayView, parent: QWidget) -> str:
        """Ask for a printer and print the matrix; "" too where nothing was printed because it was called off."""
        # Loaded only here: it asks the system for its printers, which can take seconds.
        from PySide6.QtGui import QPageLayout
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        printer.setDocName(f"{self._session.study.record.study_id} {tr('Visit matrix')}")
        dialog = QPrintDialog(printer, parent)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return ""
        try:
            pages = print_report(self.report(view), printer)
        except ReportError as error:
            return str(error)
        self._put_print_on_record(pages)
        return ""

    def ask_path(self, parent: QWidget, title: str, name: str, ending: str, filters: str) -> Path | None:
        """Ask where to save; None where it was called off."""
        study = self._session.study
        day = study.cut_off.astimezone(study.zone).date().isoformat()
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        given = str(folder / f"{study.record.study_id} {name} {day}{ending}")
        chosen, _ = QFileDialog.getSaveFileName(parent, title, given, filters)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == ending else path.with_name(path.name + ending)

    def _put_print_on_record(self, pages: int, **where: str) -> None:
        study = self._session.study
        about: Payload = {"document": DOCUMENT, "pages": pages, "position": study.position, "head": study.head}
        self._session.note(PRINT, {**about, **where})


def visits_to_come(view: TodayView) -> list[DueVisit]:
    """Visits that are still to be made, by day, without those whose days may yet move with a dose."""
    held = [one for visits in view.calendars.values() for one in visits]
    found = [one for one in held if one.status in _TO_COME and not one.is_projected]
    return sorted(found, key=lambda one: (one.planned, one.subject_id, one.key))


def as_csv(table: Table, words: Words) -> bytes:
    """A table for spreadsheets: UTF-8 with a mark, days as 2026-11-20, no text that would run as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_safe(words.say(one.title)) for one in table.columns])
    for row in table.rows:
        writer.writerow([_said(cell.value, words) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _said(value: object, words: Words) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return _safe(words.say(value))


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
