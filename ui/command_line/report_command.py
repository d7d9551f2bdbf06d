"""``titrant report``: the cohort report as a PDF, without a display."""

import argparse
from pathlib import Path

from domain.escalation.status import assess_status
from ui.command_line import Refused, version
from ui.command_line.study_arguments import add_study_arguments, open_study
from ui.text import Words, tr, utc_now


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser("report", help="write the cohort report as a PDF")
    add_study_arguments(parser)
    parser.add_argument("--out", metavar="PDF", type=Path, required=True, help="the PDF to write")
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the report."""
    from ui.app import make_application
    from ui.reports.cohort import cohort_report
    from ui.reports.output import ReportError, save_pdf

    file, study = open_study(chosen)
    with file:
        application = make_application()
        status = assess_status(study, study.protocol.first_part)
        words = Words(study.zone, status.part, study.protocol)
        report = cohort_report(
            status,
            words,
            printed_at=utc_now(),
            printed_by=tr("command line"),
            titrant_version=version(),
            study_file=chosen.file.name,
        )
        try:
            pages = save_pdf(report, chosen.out, chosen.paper)
        except ReportError as error:
            raise Refused(str(error)) from error
        del application
    print(f"{pages} pages written to {chosen.out}")
    return 0
