"""``titrant [FILE]``: the window."""

import argparse
import os
import sys
from pathlib import Path

from ui.command_line import Refused


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser("open", help="open a study, or the start window")
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="a study file")
    parser.add_argument("--theme", choices=("light", "dark", "system"), help="colours of the window")
    parser.add_argument("--gallery", action="store_true", help="show every control in every state")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Open the window.

    Raises:
        Refused: there is no such file, or no screen.
    """
    if chosen.file is not None and not chosen.file.exists():
        raise Refused(f"{chosen.file}: there is no such file")
    if not has_screen():
        raise Refused(
            "there is no screen here to open a window on (DISPLAY is not set); "
            "decide, demo --no-window, export and report work without one"
        )
    from ui.app import run_gallery, run_window

    return run_gallery(chosen.theme) if chosen.gallery else run_window(chosen.file, theme=chosen.theme)


def has_screen() -> bool:
    """Whether a window can be shown."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True
