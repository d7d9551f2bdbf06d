"""A subject's casebook as a PDF, asked for from the subject's own page (REP-2)."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.pages.report_kinds import CASEBOOK, ReportChoice, build_casebook
from ui.reports.output import ReportError, save_pdf
from ui.session import Session
from ui.sign_in import PRINT
from ui.text import tr

if TYPE_CHECKING:
    from storage.canonical import Payload


def save_casebook(session: Session, subject_id: str, path: Path) -> str:
    """Write a subject's casebook as a PDF and put that on record.

    Returns:
        "" where it was written; else why not, as a sentence.
    """
    study = session.study
    try:
        pages = save_pdf(build_casebook(session, session.clock(), ReportChoice(subject_id=subject_id)), path)
    except ReportError as error:
        return str(error)
    about: Payload = {"document": f"{CASEBOOK} {subject_id}", "pages": pages, "file": path.name}
    session.note(PRINT, {**about, "position": study.position, "head": study.head})
    return ""


def ask_and_save_casebook(session: Session, subject_id: str, parent: QWidget) -> str:
    """Ask for a place and write the casebook there; what ``save_casebook`` says, "" too where nothing was chosen."""
    study = session.study
    day = study.cut_off.astimezone(study.zone).date().isoformat()
    name = tr("{study} casebook {subject} {day}.pdf").format(study=study.record.study_id, subject=subject_id, day=day)
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    chosen, _ = QFileDialog.getSaveFileName(
        parent, tr("Print casebook of {subject}").format(subject=subject_id), str(folder / name), tr("PDF (*.pdf)")
    )
    if not chosen:
        return ""
    path = Path(chosen)
    return save_casebook(
        session, subject_id, path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
    )
