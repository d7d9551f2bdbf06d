"""``titrant paths``: every history that the rules can lead to, listed or counted."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from domain.characteristics.histories import ReachableHistory, count_histories, enumerate_histories
from ui.command_line import Refused
from ui.command_line.design_arguments import add_design_arguments, find_design, whole

MOST_LEVELS = 50


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "paths",
        help="every history that the rules of a design can lead to",
        description="Lists every history that the rules can lead to, by cohort outcome in the trial notation, with the "
        "end it comes to; or only counts them.",
        epilog="Example: titrant paths 3+3 --levels 8 --top confirm6 --count",
    )
    add_design_arguments(parser)
    parser.add_argument("--levels", metavar="D", type=whole(1), help="number of levels; the protocol's if not given")
    parser.add_argument("--count", action="store_true", help="only how many there are")
    parser.add_argument("--json", action="store_true", help='{"count": n}; with a list, one JSON object a line')
    parser.add_argument("--out", metavar="FILE", type=Path, help="write the list to a file instead of the screen")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Count or list."""
    design = find_design(chosen)
    levels = chosen.levels or (len(design.part.levels) if design.part else 0)
    if not levels:
        raise Refused("the plain 3+3 has no levels of its own; give --levels", 2)
    if levels > MOST_LEVELS:
        raise Refused(f"--levels: at most {MOST_LEVELS}", 2)
    if design.rules.start_level > levels:
        raise Refused(f"the first subject takes level {design.rules.start_level}; give at least as many --levels", 2)
    if chosen.count and chosen.out:
        raise Refused("--out takes the list; leave --count away", 2)
    count = count_histories(design.rules, levels)
    if chosen.count:
        print(json.dumps({"count": count}) if chosen.json else f"{count} histories")
        return 0
    lines = _lines(enumerate_histories(design.rules, levels), as_json=chosen.json)
    if chosen.out is None:
        try:
            _write(lines, sys.stdout)
        except BrokenPipeError:
            # The reader has seen enough, as "head" does; what is still buffered goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    try:
        with chosen.out.open("w", encoding="utf-8", newline="\n") as file:
            _write(lines, file)
    except OSError as error:
        raise Refused(f"{chosen.out}: cannot be written ({error.strerror})") from error
    print(json.dumps({"count": count}) if chosen.json else f"{count} histories written to {chosen.out}")
    return 0


def _lines(histories: Iterable[ReachableHistory], *, as_json: bool) -> Iterator[str]:
    for history in histories:
        end = history.end
        if as_json:
            yield json.dumps({"history": str(history), "end": end.kind.value, "dose_level": end.level or None})
        else:
            yield f"{history}\t{end.kind.value}" + (f" {end.level}" if end.level else "")


def _write(lines: Iterable[str], file: TextIO) -> None:
    for line in lines:
        file.write(line + "\n")
