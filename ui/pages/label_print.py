"""Labels of a subject's samples to a printer or a PDF; each print is put on record."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from domain.exposure.labels import SampleLabel
from ui.reports.label_sheet import print_labels, save_labels
from ui.reports.output import ReportError
from ui.session import Session
from ui.sign_in import PRINT
from ui.text import tr

if TYPE_CHECKING:
    from storage.canonical import Payload


def save_label_pdf(session: Session, labels: Sequence[SampleLabel], path: Path, first: int) -> str:
    """Write the labels as a PDF and put that on record.

    Args:
        session: that prints.
        labels: in their order.
        path: of the PDF.
        first: the place of the first label on its sheet, from 1.

    Returns:
        "" where they were written; else why not, as a sentence.
    """
    try:
        pages = save_labels(labels, session.words, path, first)
    except ReportError as error:
        return str(error)
    _put_on_record(session, labels, pages, file=path.name)
    return ""


def ask_and_save_labels(session: Session, labels: Sequence[SampleLabel], first: int, parent: QWidget) -> str:
    """Ask for a place and write the labels there; "" too where nothing was chosen."""
    subject_id = labels[0].subject_id if labels else ""
    name = f"{session.study.record.study_id} {tr('labels')} {subject_id}.pdf"
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Save labels"), str(folder / name), tr("PDF (*.pdf)"))
    if not chosen:
        return ""
    path = Path(chosen)
    whole = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
    return save_label_pdf(session, labels, whole, first)


def ask_and_print_labels(session: Session, labels: Sequence[SampleLabel], first: int, parent: QWidget) -> str:
    """Ask for a printer and print the labels at actual size; "" too where it was called off."""
    # Loaded only here: it asks the system for its printers, which can take seconds.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(tr("Sample labels"))
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return ""
    try:
        pages = print_labels(labels, session.words, printer, first)
    except ReportError as error:
        return str(error)
    _put_on_record(session, labels, pages)
    return ""


def _put_on_record(session: Session, labels: Sequence[SampleLabel], pages: int, **where: str) -> None:
    study = session.study
    about: Payload = {"document": "sample labels", "pages": pages, "number": len(labels)}
    session.note(PRINT, {**about, "position": study.position, "head": study.head, **where})
