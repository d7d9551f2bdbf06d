"""The command line: one file a verb, all listed in ``VERBS``.

Exit codes: 0 fine, 1 a refusal or failure, 2 wrong use.
"""

import argparse
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module

VERBS = (
    "open",
    "demo",
    "decide",
    "dlt",
    "oc",
    "paths",
    "simulate",
    "appendix",
    "grade",
    "nca",
    "recist",
    "bor",
    "km",
    "verify",
    "backup",
    "restore",
    "export",
    "inspect",
    "report",
)


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """Something that the user can put right; the message is the sentence to print.

    Attributes:
        code: the exit code, 1 for a refusal or failure, 2 for wrong use.
    """

    def __init__(self, sentence: str, code: int = 1) -> None:
        """Keep the sentence and the exit code."""
        super().__init__(sentence)
        self.code = code


def build_parser(asked: Sequence[str] = VERBS) -> argparse.ArgumentParser:
    """The parser of the verbs that are asked for; with each verb comes what it needs."""
    parser = argparse.ArgumentParser(
        prog="titrant",
        description="Runs the dose-escalation phase of an oncology trial.",
        epilog="titrant FILE opens a study; titrant alone opens the start window. titrant VERB --help tells more.",
    )
    parser.add_argument("--version", action="version", version=f"titrant {version()}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    for verb in asked:
        import_module(f"ui.command_line.{verb}_command").add_to(verbs)
    return parser


@cache
def version() -> str:
    """The version of the program."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("titrant")
    except PackageNotFoundError:
        return "0.1.0"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a verb; ``titrant [FILE]`` is ``titrant open [FILE]``."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    is_verb = bool(arguments) and (arguments[0] in VERBS or arguments[0] in ("-h", "--help", "--version"))
    if not is_verb:
        arguments.insert(0, "open")
    # The window must not wait for what the other verbs need.
    parser = build_parser((arguments[0],) if arguments[0] in VERBS else VERBS)
    try:
        chosen = parser.parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    if chosen.verb is None:
        parser.print_help()
        return 2
    try:
        return int(chosen.run(chosen))
    except Refused as refused:
        print(f"titrant: {refused}", file=sys.stderr)
        return refused.code
