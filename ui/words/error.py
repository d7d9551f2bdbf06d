"""What the surroundings did to the study file, in words: what happened, what it means for the data, what to do."""

from datetime import datetime

from storage.errors import RecordRefused, StudyFileError
from ui.sentences import SENTENCES
from ui.sentences.refusals import REFUSALS
from ui.text import marked, say_date, tr

_TITLES = {
    "table_file": marked("The file can't be read."),
    "table_file_missing": marked("The file is not there."),
    "table_file_unreadable": marked("The file can't be opened."),
    "table_file_too_large": marked("The file is too large."),
    "not_a_table": marked("This is not a table."),
    "unknown_encoding": marked("The text can't be read."),
    "broken_quotes": marked("Quotation marks don't match."),
    "empty_table": marked("The table is empty."),
    "no_header_row": marked("There are no column names in that row."),
    "duplicate_column": marked("Two columns have one name."),
    "unnamed_column": marked("A column has no name."),
    "header_fault": marked("A column name can't be read."),
    "old_workbook": marked("This is an old Excel format."),
    "workbook_locked": marked("The workbook needs a password."),
    "workbook_damaged": marked("The workbook is damaged."),
    "no_such_sheet": marked("There is no such sheet."),
    "not_ctcae_workbook": marked("This is not a CTCAE workbook."),
    "other_ctcae_version": marked("This is another CTCAE version."),
    "ctcae_workbook_differs": marked("The workbook is not the official one."),
    "missing_file": marked("The study is not there."),
    "file_exists": marked("There is a file of that name already."),
    "access_denied": marked("You may not read this file."),
    "not_a_study_file": marked("This is not a Titrant study."),
    "newer_schema": marked("The study was written by a newer version of Titrant."),
    "damaged": marked("The study file is damaged."),
    "read_only_file": marked("Not saved: the study is open for reading only."),
    "unreadable_here": marked("The study can't be read in this folder."),
    "file_locked": marked("Not saved: another program uses the file."),
    "disk_full": marked("Not saved: the disk is full."),
    "disk_failed": marked("Not saved: the disk failed."),
    "file_replaced": marked("Not saved: the file was moved or replaced."),
    "key_needed": marked("The study is encrypted."),
    "key_does_not_fit": marked("The key does not open this study."),
    "missing_key_file": marked("The study's key file is missing."),
    "key_file_damaged": marked("The study's key file is damaged."),
    "wrong_password": marked("Not logged in: user id and password do not go together."),
    "locked_out": marked("Not logged in: the user is locked out."),
    "recovery_key_mistyped": marked("The recovery key is mistyped."),
    "damaged_backup": marked("Not restored: the backup is damaged."),
    "other_study": marked("Not restored: this is a backup of another study."),
    "stale_view": marked("Not saved: the data changed meanwhile."),
    "not_unique": marked("Not saved: there is such a record already."),
    "reason_missing": marked("Not saved: a correction needs a reason."),
    "password_short": marked("The password is too short."),
    "password_blank_ends": marked("The password begins or ends with a space."),
    "password_holds_user_id": marked("The password is little more than the user id."),
    "password_common": marked("The password is one that many people use."),
    "password_same": marked("The new password is the old one."),
    "password_used": marked("The password was used before."),
    "unknown_user": marked("There is no such user."),
    "last_user": marked("Not removed: nobody could log in any more."),
    "nothing_changed": marked("Nothing was changed, so nothing was saved."),
}


def say_error(error: StudyFileError | RecordRefused) -> tuple[str, str]:
    """Title and explanation for a banner."""
    general = tr("Not saved.") if isinstance(error, RecordRefused) else tr("The study file can't be used as asked.")
    title = tr(_TITLES[error.code]) if error.code in _TITLES else general
    if isinstance(error, RecordRefused):
        if error.code in REFUSALS:
            title, text = REFUSALS[error.code]
            return tr(title), tr(text).format(**{name: _said(value) for name, value in error.numbers.items()})
        if error.code in SENTENCES:
            return title, tr(SENTENCES[error.code]).format(**error.numbers)
        return title, str(error)
    sentence = tr(type(error).sentence, "errors")
    return title, sentence.format(**error.numbers)


def _said(value: object) -> str:
    """A number of a refusal: a moment is said in UTC, since a refusal knows no site."""
    if isinstance(value, datetime):
        return tr("{day} {time} UTC").format(day=say_date(value.date()), time=f"{value:%H:%M}")
    return str(value)
