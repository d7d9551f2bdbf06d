"""``titrant demo``: a demonstration study, made and opened."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from domain.notation import NotationError
from storage.errors import StudyFileError
from ui.command_line import Refused
from ui.command_line.protocols import find_protocol
from ui.text import utc_now


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser("demo", help="make and open a demonstration study with synthetic subjects")
    parser.add_argument("--protocol", metavar="PROTOCOL", default="bat6026", help="a shipped id or a .toml file")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes another study")
    parser.add_argument("--history", help="play this history in the trial notation")
    parser.add_argument(
        "--plain", action="store_true", help="subjects, doses, a few events and decisions only; quicker"
    )
    parser.add_argument("--out", metavar="FILE", type=Path, help="where to write the study file")
    parser.add_argument("--no-window", action="store_true", help="write the file and open no window")
    parser.add_argument("--theme", choices=("light", "dark", "system"), help="colours of the window")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Make the study, and open it unless told otherwise."""
    from ui.demo import make_demo

    protocol = find_protocol(chosen.protocol)
    path = chosen.out or Path(tempfile.mkdtemp(prefix="titrant-demo-")) / f"{protocol.protocol_id}-demo.titrant"
    try:
        make_demo(path, protocol, seed=chosen.seed, now=utc_now(), history=chosen.history, is_complete=not chosen.plain)
    except NotationError as error:
        raise Refused(f"the history can't be read: {error}", 2) from error
    except StudyFileError as error:
        raise Refused(str(error)) from error
    print(f"Demonstration study written to {path}")
    if chosen.no_window:
        return 0
    if not has_screen():
        print("There is no screen here, so no window is opened.")
        return 0
    from ui.app import run_window

    return run_window(path, theme=chosen.theme)


def has_screen() -> bool:
    """Whether a window can be shown."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True
