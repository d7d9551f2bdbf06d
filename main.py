"""Starts Titrant; nothing else."""

import sys

import bootstrap


def console() -> int:
    """The command ``titrant``: runs what the command line asks for, and opens the window where it asks for nothing."""
    bootstrap.choose_platform()
    from ui.command_line import main

    return main(sys.argv[1:])


def gui() -> int:
    """The command ``titrant-gui``: the same without a console window on Windows."""
    return console()


if __name__ == "__main__":
    bootstrap.enter_environment()
    sys.exit(console())
