"""The section of subjects: the list, and behind each row the subject's own page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from domain.records import AdverseEvent
from ui.pages.page import Page
from ui.pages.subject_list import SubjectList
from ui.pages.subject_sides import DEVIATIONS, LIST, SubjectSides
from ui.pages.subject_view import SubjectView
from ui.session import Session


class SubjectsPage(Page):
    """The list and the page of one subject, one at a time."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build both."""
        super().__init__(session, parent)
        self.list = SubjectList(session)
        self.view = SubjectView(session)
        self._stack = QStackedLayout(self)
        self.sides = SubjectSides(session, self.list)
        self._stack.addWidget(self.sides)
        self._stack.addWidget(self.view)
        self.list.panel.edited.connect(self.edited)
        self.sides.edited.connect(self.edited)
        self.sides.chosen.connect(self.open_subject)
        self.view.edited.connect(self.edited)
        self.list.chosen.connect(self.open_subject)
        self.view.back_wanted.connect(self.show_list)
        self.view.queries_wanted.connect(lambda: self.section_wanted.emit("queries"))
        back = QShortcut(QKeySequence("Alt+Left"), self.view)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.show_list)

    def show_study(self) -> None:
        """Draw what is in front."""
        if self.is_subject_shown and not self._knows(self.view.subject_id):
            self._stack.setCurrentWidget(self.sides)
        self.sides.show_study()
        if self.is_subject_shown:
            self.view.show_study()

    def show_side(self, name: str) -> None:
        """Bring the list, the analysis sets or the deviations to the front, where nothing typed would be lost."""
        if not self.is_subject_shown or self.show_list():
            self.sides.show_side(name)

    @property
    def is_subject_shown(self) -> bool:
        """Whether a subject's own page is in front."""
        return self._stack.currentWidget() is self.view

    def open_subject(self, subject_id: str) -> bool:
        """Bring a subject's page to the front; False where there is none, or a form holds what is not saved."""
        if not self._knows(subject_id) or not self._may_leave(subject_id):
            return False
        self._stack.setCurrentWidget(self.view)
        self.view.show_subject(subject_id)
        self.view.back.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        return True

    def open_field(self, record_id: str, field: str, query_id: str = "") -> None:
        """Open a record of the subject that is shown at a field, its corrections linked to a query."""
        if self.is_subject_shown:
            self.view.open_field(record_id, field, query_id)

    def show_list(self) -> bool:
        """Bring the list to the front; False where a form holds what is not saved."""
        if self.is_subject_shown:
            if not self.view.may_leave():
                return False
            if self.view.panel.form is not None:
                self.view.panel.close_form()
            self._stack.setCurrentWidget(self.sides)
            self.sides.show_study()
            self.list.select(self.view.subject_id)
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def has_unsaved(self) -> bool:
        """Whether a form of the lists or of the subject holds what is not saved."""
        return self.sides.has_unsaved() or self.view.has_unsaved()

    def add_record(self) -> None:
        """A subject in the list, a deviation among these; an adverse event on a subject's page."""
        if self.is_subject_shown:
            self.view.start_record(AdverseEvent)
        elif self.sides.side == DEVIATIONS:
            self.sides.deviations.add_deviation()
        else:
            self.sides.show_side(LIST)
            self.list.add_subject()

    def start_search(self) -> None:
        """Go to the search field of the list."""
        if not self.show_list():
            return
        if self.sides.side == DEVIATIONS:
            self.sides.deviations.start_search()
        else:
            self.sides.show_side(LIST)
            self.list.start_search("")

    def _knows(self, subject_id: str) -> bool:
        return any(one.subject_id == subject_id for one in self.session.study.subjects)

    def _may_leave(self, subject_id: str) -> bool:
        if self.is_subject_shown:
            return subject_id == self.view.subject_id or self.view.may_leave()
        return self.sides.may_leave()
