"""What every page is: a widget that shows the session's study and redraws when told."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.session import Session


class Page(QWidget):
    """A page. It keeps no copy of the study: ``show_study`` reads it fresh from the session.

    Signals:
        subject_chosen: screening number of a subject to open on its own page.
        event_wanted: id of an adverse event to show among the adverse events.
        query_wanted: a Query whose field is to be shown.
        section_wanted: id of another section of the rail to go to.
        edited: what ``has_unsaved`` says may have changed.
    """

    subject_chosen = Signal(str)
    event_wanted = Signal(str)
    section_wanted = Signal(str)
    query_wanted = Signal(object)
    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the page's widgets; the main window calls ``show_study`` before it is seen."""
        super().__init__(parent)
        self.session = session

    def show_study(self) -> None:
        """Draw the session's study as it is now."""
        raise NotImplementedError

    def has_unsaved(self) -> bool:
        """Whether a form on the page holds what is not saved."""
        return False

    def add_record(self) -> None:
        """Ctrl+N: begin a new record of the kind that the page lists; nothing where it lists none."""

    def start_search(self) -> None:
        """The key /: go to the search field; nothing where there is none."""
