"""Whether a closed study file, such as a backup, is sound: every page, the whole chain, the tables."""

from dataclasses import dataclass
from pathlib import Path

from storage.engine import engine_errors, open_connection, page_problem
from storage.errors import DamagedBackup
from storage.keys.data_key import DataKey
from storage.stream import Head
from storage.study_file import StudyFile
from storage.verification import Problem


@dataclass(frozen=True)
class Checked:
    """What was found in a study file that can be read."""

    file_id: str
    head: Head
    problems: tuple[Problem, ...]


def checked(path: Path, key: DataKey | None) -> Checked:
    """Read every page, then verify the chain.

    Raises:
        DamagedBackup: a page is damaged.
        StudyFileError: it can't be opened; as ``StudyFile.open``.
    """
    with StudyFile.open_backup(path, key=key) as study:
        with engine_errors(path):
            db = open_connection(path, mode="ro", immutable=True, key=key)
            try:
                problem = page_problem(db, is_encrypted=key is not None)
            finally:
                db.close()
        if problem:
            raise DamagedBackup(path=path, detail=problem)
        return Checked(study.file_id, study.head, tuple(study.verify()))
