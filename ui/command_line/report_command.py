"""``titrant report``: the cohort report, a casebook or blank forms as a PDF, without a display."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from domain.escalation.status import assess_status
from domain.parts.state import derive_part_state
from domain.protocol.model import Part
from domain.study import Study
from storage.study_file import StudyFile
from ui.command_line import Refused, version
from ui.command_line.study_arguments import add_study_arguments, open_study
from ui.text import Words, tr, utc_now

if TYPE_CHECKING:
    from ui.reports.paper import Report
    from ui.reports.standing import Print


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser("report", help="write the cohort report, a subject's casebook or blank forms as a PDF")
    add_study_arguments(parser)
    parser.add_argument("--out", metavar="PDF", type=Path, required=True, help="the PDF to write")
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4")
    parser.add_argument("--part", metavar="ID", help="the part of the cohort report; the first if not given")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--casebook", metavar="SUBJECT", help="every record of a subject, with corrections and signatures"
    )
    what.add_argument("--blank-forms", action="store_true", help="a form of every kind of record, to fill in by hand")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the report."""
    from ui.app import make_application
    from ui.reports.output import ReportError, save_pdf

    file, study = open_study(chosen)
    with file:
        application = make_application()
        report = _build(chosen, file, study)
        try:
            pages = save_pdf(report, chosen.out, chosen.paper)
        except ReportError as error:
            raise Refused(str(error)) from error
        del application
    print(f"{pages} pages written to {chosen.out}")
    return 0


def _build(chosen: argparse.Namespace, file: StudyFile, study: Study) -> "Report":
    from ui.reports.blank_forms import blank_forms
    from ui.reports.casebook import casebook_report, trail_of
    from ui.reports.standing import Print

    words = Words(study.zone, study.protocol.first_part, study.protocol)
    printed = Print(utc_now(), tr("command line"), version(), chosen.file.name)
    if chosen.blank_forms:
        return blank_forms(study.protocol, words, printed, site_id=study.record.site_id)
    if not chosen.casebook:
        return _cohort(file, study, _part(study, chosen.part), printed)
    known = [one.subject_id for one in study.subjects]
    if chosen.casebook not in known:
        listed = ", ".join(known) if known else "none is entered"
        raise Refused(f"There is no subject {chosen.casebook} up to the cut-off; the study has: {listed}.")
    return casebook_report(study, chosen.casebook, words, printed, trail_of(file, chosen.casebook))


def _part(study: Study, part_id: str | None) -> Part:
    """The part that is asked for.

    Raises:
        Refused: there is none of that id, or it is not open.
    """
    parts = {one.part_id: one for one in study.protocol.parts}
    if part_id is None:
        return study.protocol.first_part
    if part_id not in parts:
        raise Refused(f"There is no part {part_id}; the protocol has: {', '.join(parts)}.")
    part = parts[part_id]
    if not part.levels or not study.is_open(part_id):
        words = Words(study.zone, part, study.protocol)
        state = derive_part_state(study, part)
        waits = " ".join(words.reason(reason) for reason in state.reasons)
        raise Refused(f"The part {part_id} is not open up to the cut-off. {waits}")
    return part


def _cohort(file: StudyFile, study: Study, part: Part, printed: "Print") -> "Report":
    from ui.reports.cohort import cohort_report
    from ui.reports.signature_section import concerning_part
    from ui.reports.signatures import tabulate_signatures
    from ui.signing import all_states

    words = Words(study.zone, part, study.protocol)
    states = concerning_part(all_states(file), study, part.part_id)
    return cohort_report(
        assess_status(study, part),
        words,
        printed_at=printed.at,
        printed_by=printed.by,
        titrant_version=printed.titrant_version,
        study_file=printed.study_file,
        signatures=tabulate_signatures(states, file.records(), words),
    )
