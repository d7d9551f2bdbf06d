"""One page about a subject as a PDF: asked for, written, and put on record."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.reports.output import ReportError, save_pdf
from ui.reports.paper import Report
from ui.session import Session
from ui.sign_in import PRINT
from ui.text import tr

if TYPE_CHECKING:
    from storage.canonical import Payload


def save_page(session: Session, report: Report, document: str, path: Path) -> str:
    """Write a report as a PDF and put that on record.

    Args:
        session: that prints.
        report: what is printed.
        document: as the audit trail names it.
        path: of the PDF.

    Returns:
        "" where it was written; else why not, as a sentence.
    """
    study = session.study
    try:
        pages = save_pdf(report, path)
    except ReportError as error:
        return str(error)
    about: Payload = {"document": document, "pages": pages, "file": path.name}
    session.note(PRINT, {**about, "position": study.position, "head": study.head})
    return ""


def ask_and_save_page(session: Session, report: Report, document: str, title: str, parent: QWidget) -> str:
    """Ask for a place and write the report there; what ``save_page`` says, "" too where nothing was chosen."""
    study = session.study
    day = study.cut_off.astimezone(study.zone).date().isoformat()
    name = f"{study.record.study_id} {document} {day}.pdf"
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(folder / name), tr("PDF (*.pdf)"))
    if not chosen:
        return ""
    path = Path(chosen)
    whole = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
    return save_page(session, report, document, whole)
