"""What the surroundings did to the study file, in words: what happened, what it means for the data, what to do."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from storage.errors import RecordRefused, StudyFileError
from ui.text import tr

_TITLES = {
    "missing_file": QT_TRANSLATE_NOOP("titrant", "The study is not there."),
    "file_exists": QT_TRANSLATE_NOOP("titrant", "There is a file of that name already."),
    "not_a_study_file": QT_TRANSLATE_NOOP("titrant", "This is not a Titrant study."),
    "newer_schema": QT_TRANSLATE_NOOP("titrant", "The study was written by a newer version of Titrant."),
    "damaged": QT_TRANSLATE_NOOP("titrant", "The study file is damaged."),
    "read_only_file": QT_TRANSLATE_NOOP("titrant", "Not saved: the study is open for reading only."),
    "unreadable_here": QT_TRANSLATE_NOOP("titrant", "The study can't be read in this folder."),
    "file_locked": QT_TRANSLATE_NOOP("titrant", "Not saved: another program uses the file."),
    "disk_full": QT_TRANSLATE_NOOP("titrant", "Not saved: the disk is full."),
    "disk_failed": QT_TRANSLATE_NOOP("titrant", "Not saved: the disk failed."),
    "file_replaced": QT_TRANSLATE_NOOP("titrant", "Not saved: the file was moved or replaced."),
    "stale_view": QT_TRANSLATE_NOOP("titrant", "Not saved: the data changed meanwhile."),
    "not_unique": QT_TRANSLATE_NOOP("titrant", "Not saved: there is such a record already."),
    "reason_missing": QT_TRANSLATE_NOOP("titrant", "Not saved: a correction needs a reason."),
    "nothing_changed": QT_TRANSLATE_NOOP("titrant", "Nothing was changed, so nothing was saved."),
}


def say_error(error: StudyFileError | RecordRefused) -> tuple[str, str]:
    """Title and explanation for a banner."""
    general = tr("Not saved.") if isinstance(error, RecordRefused) else tr("The study file can't be used as asked.")
    title = tr(_TITLES[error.code]) if error.code in _TITLES else general
    if isinstance(error, RecordRefused):
        return title, str(error)
    sentence = tr(type(error).sentence, "errors")
    return title, sentence.format(**error.numbers)
