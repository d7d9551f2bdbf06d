"""The panel at the right of a page: holds one form at a time, and lets nothing typed be lost without asking."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from domain.records import Record
from ui.forms.history_card import HistoryCard
from ui.forms.record_form import RecordForm
from ui.session import Session

PANEL_WIDTH = 376


class SidePanel(QWidget):
    """Hidden while it holds nothing.

    Signals:
        saved: the record that a form saved.
        closed: the form is gone.
        edited: whether the form holds what is not saved may have changed.
    """

    saved = Signal(object)
    closed = Signal()
    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it empty and hidden."""
        super().__init__(parent)
        self._session = session
        self._form: RecordForm | None = None
        self._history: HistoryCard | None = None
        self._layout = QStackedLayout(self)
        self.setFixedWidth(PANEL_WIDTH)
        self.hide()

    @property
    def form(self) -> RecordForm | None:
        """The form it holds."""
        return self._form

    @property
    def history(self) -> HistoryCard | None:
        """The history that lies over the form."""
        return self._history

    def has_unsaved(self) -> bool:
        """Whether closing would lose something."""
        return self._form is not None and self._form.is_dirty

    def may_change(self) -> bool:
        """Whether the form may make room; where it may not, it says so in its foot."""
        if self._form is None or not self._form.is_dirty:
            return True
        self._form.form.ask_discard()
        self._form.focus_first()
        return False

    def show_form(self, form: RecordForm) -> bool:
        """Put a form in the place of the one there was; False leaves that one, because it holds what is not saved."""
        if not self.may_change():
            form.deleteLater()
            return False
        self._drop()
        self._form = form
        form.saved.connect(self.saved)
        form.closed.connect(self.close_form)
        form.form.dirty_changed.connect(lambda _is_dirty: self.edited.emit())
        form.history_wanted.connect(self.show_history)
        self._layout.addWidget(form)
        self._layout.setCurrentWidget(form)
        self.show()
        form.focus_first()
        return True

    def show_history(self, record: Record) -> None:
        """Lay a record's history over the form; without a form it stands alone."""
        self._drop_history()
        self._history = HistoryCard(self._session, record)
        self._history.closed.connect(self._on_history_closed)
        self._layout.addWidget(self._history)
        self._layout.setCurrentWidget(self._history)
        self.show()
        self._history.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Close, whatever the form holds."""
        self._drop()
        self.hide()
        self.edited.emit()
        self.closed.emit()

    def _on_history_closed(self) -> None:
        self._drop_history()
        if self._form is None:
            self.hide()
            self.closed.emit()
        else:
            self._layout.setCurrentWidget(self._form)
            self._form.focus_first()

    def _drop(self) -> None:
        self._drop_history()
        if self._form is not None:
            self._layout.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
            self._form = None

    def _drop_history(self) -> None:
        if self._history is not None:
            self._layout.removeWidget(self._history)
            self._history.hide()
            self._history.deleteLater()
            self._history = None
