"""A file that leaves the study: written whole or not at all, and put on record."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSaveFile

from ui.session import Session
from ui.sign_in import EXPORT_CSV
from ui.text import tr

if TYPE_CHECKING:
    from storage.canonical import Payload


def save_export(session: Session, path: Path, content: bytes, code: str = EXPORT_CSV) -> str:
    """Write a file and put that on record.

    Args:
        session: of the study that the content is of.
        path: of the file; one that is there is replaced at the end.
        content: all of it.
        code: under which it stands in the audit trail.

    Returns:
        "" where it was written; else why not and what to do, as a sentence. Then nothing is on record.
    """
    target = QSaveFile(str(path))
    is_open = target.open(QSaveFile.OpenModeFlag.WriteOnly)
    if not (is_open and target.write(content) == len(content) and target.commit()):
        said = tr("{path} can't be written ({detail}). Choose another place.")
        return said.format(path=path, detail=target.errorString().rstrip("."))
    details: Payload = {"files": 1, "folder": path.parent.name, "format": path.suffix.lstrip(".").lower()}
    session.note(code, {**details, "position": session.study.position})
    return ""
