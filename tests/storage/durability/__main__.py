"""Cuts the power as often as asked: ``python -m tests.storage.durability --cuts 1000``."""

# ruff: noqa: T201 - its output is the result

import argparse
import sys
import tempfile
import time
from pathlib import Path

from storage.engine import driver
from tests.storage.durability.engine_disk import library
from tests.storage.durability.power_cut import Outcome, cut, record_work

SETTINGS = {"as it is": "", "synchronous=NORMAL": "PRAGMA synchronous=NORMAL", "off": "PRAGMA synchronous=OFF"}


def main() -> int:
    """0 when no cut left a damaged study or took an acknowledged save."""
    parser = argparse.ArgumentParser(prog="python -m tests.storage.durability", description=__doc__)
    parser.add_argument("--cuts", type=int, default=1000, help="power cuts of each kind of study")
    parser.add_argument("--seed", type=int, default=1, help="of the recording's cuts")
    parser.add_argument("--teeth", action="store_true", help="also with the protection off, which must lose saves")
    options = parser.parse_args()
    if library() is None:
        print("this wheel of sqlcipher3 doesn't let anybody watch its files")
        return 2
    print(f"SQLite {driver().sqlite_version} of sqlcipher3")
    is_good = True
    for is_encrypted in (False, True):
        for name, setting in list(SETTINGS.items())[: None if options.teeth else 1]:
            start = time.perf_counter()
            with tempfile.TemporaryDirectory() as folder:
                recording = record_work(Path(folder), is_encrypted=is_encrypted, setting=setting)
                outcome = cut(recording, options.cuts, options.seed)
            kind = "encrypted" if is_encrypted else "plain"
            print(f"{kind:9} {name:18} {_in_words(outcome)}, {time.perf_counter() - start:.1f} s")
            if not setting:
                is_good = is_good and not (outcome.corrupt or outcome.lost or outcome.invented)
    return 0 if is_good else 1


def _in_words(outcome: Outcome) -> str:
    corrupt = f"{outcome.corrupt.total()} corrupt" + (f" {dict(outcome.corrupt)}" if outcome.corrupt else "")
    lost = f"{len(outcome.lost)} lost acknowledged saves (up to {max(outcome.lost, default=0)})"
    there = f"{outcome.in_doubt} before a sync, {outcome.unacknowledged} with the save that was under way"
    return f"{outcome.cuts} cuts: {corrupt}, {lost}, {outcome.invented} with what nobody saved; {there}"


if __name__ == "__main__":
    sys.exit(main())
