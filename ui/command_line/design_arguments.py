"""What the verbs that ask about a design have in common: the protocol, changes to its rules, the scenario."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from domain.characteristics.exact import Scenario
from domain.characteristics.table_design import COHORT_SIZE, TableDesign, read_design
from domain.characteristics.variants import describe_rules
from domain.protocol.model import Part, Protocol, Rules
from domain.reasons import Reason
from domain.terms import AfterExceeded, FillMode, TopLevel
from ui.command_line import Refused
from ui.command_line.protocols import find_part, find_protocol
from ui.sentences import SENTENCES
from ui.text import say_number

PLAIN = "3+3"


@dataclass(frozen=True)
class Design:
    """A design to ask about; ``protocol`` and ``part`` are None for the plain 3+3 and for a decision table.

    Attributes:
        rules: the plain ones where ``table`` decides.
    """

    title: str
    rules: Rules
    protocol: Protocol | None = None
    part: Part | None = None
    table: TableDesign | None = None

    @property
    def description(self) -> str:
        """Title and rules in words, one a line."""
        if self.table is not None:
            return f"{self.title}\n  decision table; groups of {COHORT_SIZE}, at most {self.table.most} at one level"
        return "\n".join([self.title, *(f"  {_say(reason)}" for reason in describe_rules(self.rules))])

    def dose(self, level: int) -> str:
        """The dose of a level, "" for the plain 3+3."""
        if self.part is None or level > len(self.part.levels):
            return ""
        rung = self.part.level(level)
        return f"{say_number(rung.dose)} {rung.unit}" + (" (optional)" if rung.is_optional else "")


def _say(reason: Reason) -> str:
    return SENTENCES[reason.code].format(**reason.numbers)


def whole(least: int) -> Callable[[str], int]:
    """An argument type: a whole number from ``least`` on."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(f'"{text}" is not a whole number') from error
        if number < least:
            raise argparse.ArgumentTypeError(f"{number} is less than {least}")
        return number

    return read


def add_design_arguments(parser: argparse.ArgumentParser) -> None:
    """The protocol and the options that change its rules for one call."""
    parser.add_argument("protocol", metavar="PROTOCOL", help=f'a shipped id, a .toml file, or the plain "{PLAIN}"')
    parser.add_argument("--part", metavar="ID", help="escalation part; the first if not given")
    rules = parser.add_argument_group("reading the rules otherwise, for this call only")
    rules.add_argument(
        "--search-down",
        choices=("fill", "none"),
        help="below an exceeded level: fill the level to six before it is the MTD, or take it as it stands",
    )
    rules.add_argument(
        "--top", choices=("stop", "confirm6"), help="cleared top level: stop as MAD, or confirm it with six"
    )
    rules.add_argument(
        "--fill",
        choices=("stepwise", "direct"),
        help="a level that holds one subject: bring it to three and then six, or to six at once",
    )
    rules.add_argument(
        "--accelerated", metavar="K", type=whole(0), help="levels, from the first, that take a single subject"
    )
    rules.add_argument(
        "--moderate-limit", metavar="N", type=whole(1), help="moderate toxicities, in all, that end acceleration"
    )


def add_scenario_arguments(parser: argparse.ArgumentParser, *, is_required: bool = True) -> None:
    """The true probabilities."""
    parser.add_argument(
        "--dlt",
        metavar="P,P,…",
        required=is_required,
        help="true probability of a DLT at each level, lowest first; fewer than the protocol has use its first levels",
    )
    parser.add_argument(
        "--moderate",
        metavar="P,P,…",
        help="true probability of a moderate toxicity without a DLT at each level; none if not given",
    )


def is_table(chosen: argparse.Namespace) -> bool:
    """Whether the design is a decision table."""
    return str(chosen.protocol).lower().endswith(".csv")


def find_table(chosen: argparse.Namespace) -> Design:
    """The decision table asked about; what is doubtful in it is a warning on stderr.

    Raises:
        Refused: the file can't be read or has faults, each named with its row; or an option does not apply.
    """
    for option in ("part", "search_down", "top", "fill", "accelerated", "moderate_limit", "moderate"):
        if getattr(chosen, option) is not None:
            raise Refused(f"--{option.replace('_', '-')} does not apply to a decision table", 2)
    path = Path(chosen.protocol)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path}: cannot be read ({error.__class__.__name__}: {error})", 2) from error
    table, findings = read_design(content, path.name)
    lines = [f"  {finding.field}: {SENTENCES[finding.code].format(**finding.numbers)}" for finding in findings]
    if table is None:
        raise Refused(f"{path} can't be run; {len(lines)} to put right:\n" + "\n".join(lines), 2)
    if lines:
        print("titrant: warning: doubtful in the decision table:", *lines, sep="\n", file=sys.stderr)
    return Design(f"Decision table {path.name}", Rules(), table=table)


def find_design(chosen: argparse.Namespace) -> Design:
    """The design asked about.

    Raises:
        Refused: there is no such protocol or part.
    """
    changes: dict[str, object] = {}
    if chosen.search_down:
        changes["after_exceeded"] = AfterExceeded.FILL if chosen.search_down == "fill" else AfterExceeded.PREVIOUS
    if chosen.top:
        changes["top"] = TopLevel.STOP if chosen.top == "stop" else TopLevel.CONFIRM
    if chosen.fill:
        changes["fill"] = FillMode(chosen.fill)
    if chosen.accelerated is not None:
        changes["accelerated_levels"] = chosen.accelerated
    if chosen.moderate_limit is not None:
        changes["moderate_limit"] = chosen.moderate_limit
    if chosen.protocol == PLAIN:
        if chosen.part:
            raise Refused(f"the plain {PLAIN} has no parts", 2)
        return Design(f"Plain {PLAIN}", replace(Rules(), **changes))  # type: ignore[arg-type]
    protocol = find_protocol(chosen.protocol)
    part = find_part(protocol, chosen.part)
    title = f"{protocol.study_id}, {part.title}"
    return Design(title, replace(part.rules, **changes), protocol, part)  # type: ignore[arg-type]


def read_scenario(chosen: argparse.Namespace, design: Design) -> Scenario:
    """The scenario; warns on stderr where the risk falls from one level to the next.

    Raises:
        Refused: a number can't be read, a length or a probability is wrong, or there are more than levels.
    """
    dlt = _read_numbers("--dlt", chosen.dlt)
    moderate = _read_numbers("--moderate", chosen.moderate) if chosen.moderate is not None else ()
    if design.part is not None and len(dlt) > len(design.part.levels):
        raise Refused(
            f"--dlt gives {len(dlt)} probabilities, but {design.title} has {len(design.part.levels)} levels", 2
        )
    if chosen.moderate is not None and len(moderate) != len(dlt):
        raise Refused(f"--dlt gives {len(dlt)} probabilities and --moderate {len(moderate)}; give one a level", 2)
    try:
        scenario = Scenario(dlt, moderate)
    except ValueError as error:
        raise Refused(str(error), 2) from error
    if design.rules.start_level > len(dlt):
        raise Refused(
            f"the first subject takes level {design.rules.start_level}, but --dlt gives {len(dlt)} probabilities", 2
        )
    if scenario.falls_after:
        steps = ", ".join(f"from level {level} to {level + 1}" for level in scenario.falls_after)
        print(f"titrant: warning: the probability of a DLT falls {steps}", file=sys.stderr)
    return scenario


def _read_numbers(option: str, text: str) -> tuple[float, ...]:
    numbers = []
    for place, piece in enumerate(text.split(","), 1):
        try:
            numbers.append(float(piece))
        except ValueError as error:
            raise Refused(
                f'{option}: "{piece.strip()}" at place {place} is not a number; write 0.02,0.05,0.1', 2
            ) from error
    return tuple(numbers)
