"""``titrant inspect``: an inspection copy, everything readable by a person and by a machine, counts reconciled."""

import argparse
import shutil
import sys
from pathlib import Path

from storage.errors import RecordRefused, StudyFileError
from storage.person import Person
from storage.study_file import StudyFile
from ui.command_line import Refused
from ui.command_line.key_arguments import add_key_arguments, key_of, refused
from ui.sign_in import EXPORT_INSPECTION_COPY, person_of
from ui.text import tr, utc_now
from ui.words.error import say_error


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser("inspect", help="write everything in a study into a folder, as PDF, JSON and CSV")
    parser.add_argument("file", metavar="FILE", type=Path, help="a study file")
    parser.add_argument("--to", metavar="FOLDER", type=Path, required=True, help="folder to write; must not exist yet")
    add_key_arguments(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the copy; 0 where every count agrees with the file and the file is sound, else 1."""
    from ui.app import make_application
    from ui.inspection.make import make_inspection_copy, say_made
    from ui.reports.output import ReportError

    try:
        with StudyFile.open(chosen.file, key=key_of(chosen, chosen.file)) as file:
            application = make_application()
            person = person_of(file, chosen.user) if chosen.user else Person(tr("command line"), "")
            now = utc_now()
            made = make_inspection_copy(file, chosen.to, person=person, now=now)
            if file.is_read_only:
                print(tr("Not put on record: the study is open for reading only."), file=sys.stderr)
            else:
                try:
                    file.save_system_event(EXPORT_INSPECTION_COPY, made.details(), person=person, now=now)
                except (StudyFileError, RecordRefused) as error:
                    # What can't be put on record was not made.
                    shutil.rmtree(made.folder, ignore_errors=True)
                    hint = "" if chosen.user else " Here: --user ID."
                    raise Refused(" ".join(say_error(error)) + hint) from error
            del application
    except StudyFileError as error:
        raise refused(error) from error
    except ReportError as error:
        raise Refused(str(error)) from error
    print(say_made(made))
    return 0 if made.agrees else 1
