"""``titrant appendix``: the protocol appendix as a PDF, without a display."""

import argparse
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.characteristics.scenario import Scenario
from domain.characteristics.starts import outcomes_by_level
from domain.escalation.recommend import treated_from
from domain.notation import NotationError, parse_history
from domain.protocol.model import Part, Protocol
from ui.command_line import Refused, version
from ui.command_line.design_arguments import Design, add_scenario_arguments, read_scenario
from ui.command_line.protocols import find_part, find_protocol
from ui.text import Words, tr, utc_now


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "appendix",
        help="write the rules, decision tables and exact characteristics of a protocol as a PDF",
        epilog="Example: titrant appendix imm27m --out imm27m.pdf --from '1N 2MNN 3NN?' --dlt 0.01,0.05,0.1,0.2,0.35. "
        "With a history, the pathway with probabilities starts there; without --dlt it follows a ready scenario.",
    )
    parser.add_argument("protocol", metavar="PROTOCOL", help="a shipped id or a .toml file")
    parser.add_argument("--part", metavar="ID", help="escalation part; the first if not given")
    parser.add_argument("--out", metavar="PDF", type=Path, required=True, help="the PDF to write")
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4")
    parser.add_argument("--from", metavar="HISTORY", dest="history", default="", help="today's state: '1N 2MNN 3NNT'")
    add_scenario_arguments(parser, is_required=False)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the appendix."""
    from ui.app import make_application
    from ui.reports.appendix import protocol_appendix
    from ui.reports.output import ReportError, save_pdf

    protocol = find_protocol(chosen.protocol)
    part = find_part(protocol, chosen.part)
    scenario = _read_scenario(chosen, protocol, part)
    try:
        history = parse_history(chosen.history, len(part.levels))
        outcomes_by_level(history, len(scenario.dlt if scenario else part.levels))
    except NotationError as error:
        raise Refused(f"the history can't be read: {error}", 2) from error
    except ValueError as error:
        raise Refused(str(error), 2) from error
    application = make_application()
    report = protocol_appendix(
        protocol,
        part,
        Words(ZoneInfo("UTC"), part, protocol),
        printed_at=utc_now(),
        printed_by=tr("command line"),
        titrant_version=version(),
        scenarios=((tr("Given probabilities"), scenario),) if scenario else (),
        subjects=treated_from(history),
    )
    try:
        pages = save_pdf(report, chosen.out, chosen.paper)
    except ReportError as error:
        raise Refused(str(error)) from error
    del application
    print(f"{pages} pages written to {chosen.out}")
    return 0


def _read_scenario(chosen: argparse.Namespace, protocol: Protocol, part: Part) -> Scenario | None:
    """The probabilities given, or None.

    Raises:
        Refused: they can't be read, or do not fit the part.
    """
    if chosen.dlt is None:
        if chosen.moderate is not None:
            raise Refused("--moderate goes with --dlt; give both", 2)
        return None
    return read_scenario(chosen, Design(f"{protocol.study_id}, {part.title}", part.rules, protocol, part))
