"""``titrant appendix``: the protocol appendix as a PDF, without a display."""

import argparse
from pathlib import Path
from zoneinfo import ZoneInfo

from ui.command_line import Refused, version
from ui.command_line.protocols import find_part, find_protocol
from ui.text import Words, tr, utc_now


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "appendix",
        help="write the rules, decision tables and exact characteristics of a protocol as a PDF",
    )
    parser.add_argument("protocol", metavar="PROTOCOL", help="a shipped id or a .toml file")
    parser.add_argument("--part", metavar="ID", help="escalation part; the first if not given")
    parser.add_argument("--out", metavar="PDF", type=Path, required=True, help="the PDF to write")
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the appendix."""
    from ui.app import make_application
    from ui.reports.appendix import protocol_appendix
    from ui.reports.output import ReportError, save_pdf

    protocol = find_protocol(chosen.protocol)
    part = find_part(protocol, chosen.part)
    application = make_application()
    report = protocol_appendix(
        protocol,
        part,
        Words(ZoneInfo("UTC"), part, protocol),
        printed_at=utc_now(),
        printed_by=tr("command line"),
        titrant_version=version(),
    )
    try:
        pages = save_pdf(report, chosen.out, chosen.paper)
    except ReportError as error:
        raise Refused(str(error)) from error
    del application
    print(f"{pages} pages written to {chosen.out}")
    return 0
