"""Shows or grabs the gallery from the command line."""

from __future__ import annotations

import argparse
import sys

from PySide6.QtWidgets import QApplication

from ui.gallery.window import show_gallery
from ui.theme import apply_theme


def run(arguments: list[str]) -> int:
    """Runs the gallery from the command line."""
    parser = argparse.ArgumentParser(prog="ui.gallery")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--page", choices=("marks", "forms", "tables"), default="marks")
    parser.add_argument("--size", default="1440x900", help="width x height of the window")
    parser.add_argument("--grab", metavar="FILE.png")
    options = parser.parse_args(arguments)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    apply_theme(app, "dark" if options.dark else "light")
    window = show_gallery()
    width, height = (int(part) for part in options.size.split("x"))
    window.resize(width, height)
    window.show_page(options.page)
    if not options.grab:
        return app.exec()
    app.processEvents()
    return 0 if window.grab().save(options.grab) else 1


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
