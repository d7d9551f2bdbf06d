"""What the surroundings did to the study file, in words: what happened, what it means for the data, what to do."""

from storage.errors import RecordRefused, StudyFileError
from ui.text import marked, tr

_TITLES = {
    "missing_file": marked("The study is not there."),
    "file_exists": marked("There is a file of that name already."),
    "not_a_study_file": marked("This is not a Titrant study."),
    "newer_schema": marked("The study was written by a newer version of Titrant."),
    "damaged": marked("The study file is damaged."),
    "read_only_file": marked("Not saved: the study is open for reading only."),
    "unreadable_here": marked("The study can't be read in this folder."),
    "file_locked": marked("Not saved: another program uses the file."),
    "disk_full": marked("Not saved: the disk is full."),
    "disk_failed": marked("Not saved: the disk failed."),
    "file_replaced": marked("Not saved: the file was moved or replaced."),
    "stale_view": marked("Not saved: the data changed meanwhile."),
    "not_unique": marked("Not saved: there is such a record already."),
    "reason_missing": marked("Not saved: a correction needs a reason."),
    "nothing_changed": marked("Nothing was changed, so nothing was saved."),
}


def say_error(error: StudyFileError | RecordRefused) -> tuple[str, str]:
    """Title and explanation for a banner."""
    general = tr("Not saved.") if isinstance(error, RecordRefused) else tr("The study file can't be used as asked.")
    title = tr(_TITLES[error.code]) if error.code in _TITLES else general
    if isinstance(error, RecordRefused):
        return title, str(error)
    sentence = tr(type(error).sentence, "errors")
    return title, sentence.format(**error.numbers)
