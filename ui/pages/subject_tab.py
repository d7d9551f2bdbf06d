"""What a tab of a subject's page has to be."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.session import Session


class SubjectTab(QWidget):
    """One side of a subject: its cards stand one below another, below the head, in the page's own scroll area.

    Signals:
        form_wanted: a RecordForm that the page is to show at the right.
        record_wanted: id of a saved record whose form the page is to open.
        history_wanted: a record whose history the page is to show.
        sign_wanted: a saved record whose signatures the page is to show.
        edited: whether the tab itself holds what is not saved may have changed.
    """

    form_wanted = Signal(object)
    record_wanted = Signal(str)
    history_wanted = Signal(object)
    sign_wanted = Signal(object)
    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without a subject."""
        super().__init__(parent)
        self.session = session
        self.subject_id = ""

    def show_subject(self, subject_id: str) -> None:
        """Draw the subject as the study is now."""
        raise NotImplementedError

    def select(self, record_id: str) -> None:
        """Select the row of the record whose form is open; "" selects none."""

    def take_focus(self) -> bool:
        """Whether it takes the keyboard once a form was closed; else it goes to the head's next step."""
        return False

    def has_unsaved(self) -> bool:
        """Whether leaving would lose something that was typed here."""
        return False
