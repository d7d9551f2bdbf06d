"""``titrant demo``: a demonstration study, made and opened."""

import argparse
import tempfile
from pathlib import Path

from domain.notation import NotationError
from storage.errors import StudyFileError
from ui.command_line import Refused
from ui.command_line.open_command import has_screen
from ui.command_line.protocols import find_protocol
from ui.text import utc_now

STAGES = ("escalation", "complete")


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser("demo", help="make and open a demonstration study with synthetic subjects")
    parser.add_argument("--protocol", metavar="PROTOCOL", default="bat6026", help="a shipped id or a .toml file")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes another study")
    parser.add_argument(
        "--stage",
        choices=STAGES,
        default=STAGES[0],
        help="in the middle of the first escalation (the default), or complete: through all parts of the protocol",
    )
    parser.add_argument("--history", help="play this history of the first escalation, in the trial notation")
    parser.add_argument(
        "--plain", action="store_true", help="subjects, doses, a few events and decisions only; quicker"
    )
    parser.add_argument("--out", metavar="FILE", type=Path, help="where to write the study file")
    parser.add_argument("--no-window", action="store_true", help="write the file and open no window")
    parser.add_argument("--theme", choices=("light", "dark", "system"), help="colours of the window")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Make the study, and open it unless told otherwise."""
    from ui.demo import Stage, make_demo

    stage = Stage(chosen.stage)
    if stage is Stage.COMPLETE and (chosen.history is not None or chosen.plain):
        option = "--history" if chosen.history is not None else "--plain"
        raise Refused(f"{option} plays the first escalation only; leave it out, or leave out --stage complete", 2)
    protocol = find_protocol(chosen.protocol)
    path = chosen.out or Path(tempfile.mkdtemp(prefix="titrant-demo-")) / f"{protocol.protocol_id}-demo.titrant"
    try:
        make_demo(
            path,
            protocol,
            seed=chosen.seed,
            now=utc_now(),
            history=chosen.history,
            is_complete=not chosen.plain,
            stage=stage,
        )
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
