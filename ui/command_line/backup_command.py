"""``titrant backup``: a checked copy of a study and its key file, also while the study is in use."""

import argparse
import getpass
from pathlib import Path

from storage.backup.making import backup_before_migration, make_backup
from storage.backup.manifest import default_folder
from storage.errors import StudyFileError
from storage.person import Person
from storage.study_file import StudyFile
from ui.command_line.key_arguments import add_key_arguments, key_of, refused
from ui.text import tr, utc_now


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser("backup", help="copy a study and its key file to a folder, checked")
    parser.add_argument("file", metavar="FILE", type=Path, help="a study file; it may be open in a window")
    parser.add_argument("--to", metavar="FOLDER", type=Path, help="where; beside the study if not given")
    add_key_arguments(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Make the backup, and put it on record unless another window is writing."""
    now = utc_now()
    folder = chosen.to or default_folder(chosen.file)
    try:
        key = key_of(chosen, chosen.file)
        before = backup_before_migration(chosen.file, folder, now)
        with StudyFile.open(chosen.file, key=key, before_migration=before) as study:
            backup = make_backup(study, folder, now)
            if not study.is_read_only:
                study.save_system_event("backup_made", backup.details(), person=acting_person(chosen), now=now)
    except StudyFileError as error:
        raise refused(error) from error
    print(tr("Backup up to event {position}: {path}").format(position=backup.head.position, path=backup.path))
    if backup.problems:
        print(tr("The study itself has problems; titrant verify names them."))
    return 1 if backup.problems else 0


def acting_person(chosen: argparse.Namespace) -> Person:
    """Who is at the command line: the user who logged in, else the computer's user."""
    return Person(chosen.user or getpass.getuser(), tr("command line"))
