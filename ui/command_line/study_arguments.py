"""What the verbs that read a study file have in common: the file and the two limits (REP-4)."""

import argparse
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.partial_date import PartialDate
from domain.records import StudyRecord
from domain.study import Study
from storage.errors import StudyFileError
from storage.study_file import StudyFile
from ui.command_line import Refused
from ui.text import utc_now


def add_study_arguments(parser: argparse.ArgumentParser) -> None:
    """The file and the cut-off."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a study file")
    parser.add_argument(
        "--cutoff", metavar="DATE", help="data cut-off, inclusive, at the site: 2026-12-01 or 2026-12-01T14:10"
    )


def open_study(chosen: argparse.Namespace) -> tuple[StudyFile, Study]:
    """The file, open for reading, and the study at the cut-off.

    Raises:
        Refused: the file can't be read, or the cut-off is not a date.
    """
    try:
        file = StudyFile.open(chosen.file)
    except StudyFileError as error:
        raise Refused(str(error)) from error
    records = file.records()
    record = records["study"][0]
    assert isinstance(record, StudyRecord)
    cut_off = _read_cut_off(chosen.cutoff, ZoneInfo(record.site_zone)) if chosen.cutoff else utc_now()
    return file, Study.of(records, cut_off=cut_off, position=file.position, head=file.head.hash)


def _read_cut_off(text: str, zone: ZoneInfo) -> datetime:
    try:
        moment = PartialDate.parse(text)
    except ValueError as error:
        raise Refused(f'"{text}" is not a date; write --cutoff 2026-12-01', 2) from error
    if not moment.is_full:
        raise Refused(f'"{text}" names no day; write --cutoff 2026-12-01', 2)
    return moment.latest(zone)
