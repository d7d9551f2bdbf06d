"""``titrant export``: one CSV a record kind, from the records' own description."""

import argparse
from pathlib import Path

from storage.errors import StudyFileError
from storage.transfer.csv_export import export_csv
from ui.command_line import Refused
from ui.command_line.study_arguments import add_study_arguments, open_study


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser("export", help="write the records of a study as CSV files")
    add_study_arguments(parser)
    parser.add_argument("--csv", metavar="DIR", type=Path, required=True, help="folder to write; must not exist yet")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the files."""
    file, study = open_study(chosen)
    with file:
        try:
            written = export_csv(study.records, chosen.csv)
        except StudyFileError as error:
            raise Refused(str(error)) from error
    print(f"{len(written)} files written to {chosen.csv}")
    return 0
