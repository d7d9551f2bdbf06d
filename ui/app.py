"""The application object and how the window is started."""

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication

from ui.settings import Settings
from ui.theme import apply_theme

log = logging.getLogger("titrant")


def make_application() -> QApplication:
    """The one QApplication, with the fonts loaded."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Titrant")
    application.setDesktopFileName("titrant")
    return application


def run_window(path: Path | None, *, theme: str | None = None) -> int:
    """Open the main window, on a study if one is given, and run until it is closed."""
    application = make_application()
    settings = Settings()
    apply_theme(application, theme or settings.theme)  # type: ignore[arg-type]
    sys.excepthook = show_bug
    from ui.main_window import MainWindow

    window = MainWindow(settings)
    window.restore_place()
    window.show()
    if path is not None:
        window.open_path(path)
    return application.exec()


def run_gallery(theme: str | None) -> int:
    """Show every control in every state."""
    application = make_application()
    apply_theme(application, theme or "light")  # type: ignore[arg-type]
    from ui.gallery.window import show_gallery

    window = show_gallery()
    window.show()
    return application.exec()


def show_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of the program: say so, with version and place, and without any value of a subject.

    The places are file, line and function; messages of errors may quote data and are left out.
    """
    log.error("unexpected", exc_info=(kind, error, trace))
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    from ui.dialogs.bug import BugDialog

    if isinstance(QApplication.instance(), QApplication):
        BugDialog(kind.__name__, places).exec()
