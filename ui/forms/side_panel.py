"""The panel at the right of a page: holds one form at a time, and lets nothing typed be lost without asking."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from domain.content import CASEBOOK
from domain.records import Query, Record
from domain.terms import LockScope
from domain.verification_state import verifications_of
from ui.dialogs.data_lock import DataLockDialog
from ui.dialogs.reason import ReasonDialog
from ui.forms.history_card import HistoryCard
from ui.forms.query_card import QueryCard
from ui.forms.record_form import RecordForm
from ui.forms.record_tools import RecordTools
from ui.forms.sign_card import SignCard
from ui.session import Session
from ui.signing import casebook_of
from ui.text import tr
from ui.words.signature import label_of_field, name_record

PANEL_WIDTH = 376
Over = HistoryCard | QueryCard | SignCard


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
        self._tools: RecordTools | None = None
        self._over: Over | None = None
        self._layout = QStackedLayout(self)
        self.setFixedWidth(PANEL_WIDTH)
        self.hide()

    @property
    def form(self) -> RecordForm | None:
        """The form it holds."""
        return self._form

    @property
    def tools(self) -> RecordTools | None:
        """What is said of the record that the form corrects; None for a new one."""
        return self._tools

    @property
    def over(self) -> Over | None:
        """The card that lies over the form: a history, a query, signatures."""
        return self._over

    @property
    def history(self) -> HistoryCard | None:
        """The history that lies over the form."""
        return self._over if isinstance(self._over, HistoryCard) else None

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
        if form.record is not None:
            self._tools = tools = RecordTools(self._session, form)
            tools.history_wanted.connect(self.show_history)
            tools.query_wanted.connect(self.show_query)
            tools.sign_wanted.connect(self.show_signatures)
            tools.lock_wanted.connect(self._ask_lock)
            tools.withdraw_wanted.connect(self._ask_withdrawal)
        self._layout.addWidget(form)
        self._layout.setCurrentWidget(form)
        self.show()
        form.focus_first()
        return True

    def show_history(self, record: Record, field: str = "") -> None:
        """Lay a record's history, or that of one of its fields, over the form; without a form it stands alone."""
        card = HistoryCard(self._session, record, field)
        self._lay_over(card)
        card.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_query(self, record: Record, field: str = "", query_id: str = "") -> None:
        """Lay a query over the form: one that there is, or a new one on a field."""
        card = QueryCard(self._session, query_id, about=record, field=field)
        self._lay_over(card)
        if self._form is not None and query_id:
            self.follow_query(query_id)
        card.take_focus()

    def follow_query(self, query_id: str) -> None:
        """From now on what the form corrects is linked to a query; "" to none."""
        if self._form is not None and self._tools is not None:
            query = self._session.file.record(Query.kind, query_id) if query_id else None
            is_about = isinstance(query, Query) and query.about_id == self._tools.record.record_id
            self._form.through_query = query_id if is_about else ""
            self._tools.show_state()

    def show_signatures(self, record: Record) -> None:
        """Lay the signatures on a record over the form."""
        records, words = self._session.file.records(), self._session.words
        title = name_record(record.kind, record.record_id, records, words)
        card = SignCard(self._session, record.kind, record.record_id, title, tr("Sign this form"))
        self._lay_over(card)
        card.take_focus()

    def show_casebook(self, subject_id: str) -> bool:
        """The signatures on all that was entered of a subject; False where a form holds what is not saved."""
        if not self.may_change():
            return False
        self._drop()
        title = tr("Casebook of {subject}: all that was entered of the subject").format(subject=subject_id)
        button = tr("Sign casebook of {subject}").format(subject=subject_id)
        card = SignCard(self._session, CASEBOOK, casebook_of(self._session, subject_id), title, button)
        self._lay_over(card)
        card.take_focus()
        return True

    def close_form(self) -> None:
        """Close, whatever the form holds."""
        self._drop()
        self.hide()
        self.edited.emit()
        self.closed.emit()

    def _lay_over(self, card: Over) -> None:
        self._drop_over()
        self._over = card
        card.closed.connect(self._on_over_closed)
        self._layout.addWidget(card)
        self._layout.setCurrentWidget(card)
        self.show()

    def _on_over_closed(self) -> None:
        field = self._tools.field if self._tools is not None else ""
        self._drop_over()
        if self._form is None:
            self.hide()
            self.closed.emit()
        else:
            self._layout.setCurrentWidget(self._form)
            if field in self._form.fields:
                self._form.form.row(field).focus_control()
            else:
                self._form.focus_first()

    def _ask_lock(self, record: Record) -> None:
        lock = self._session.file.lock_on(record)
        target = (lock.scope, lock.target) if lock is not None else (LockScope.FORM, record.record_id)
        DataLockDialog(self._session, [target], parent=self).exec()

    def _ask_withdrawal(self, record: Record, field: str) -> None:
        dialog = ReasonDialog(
            tr("Take the verification back"),
            tr("{field} counts as not compared with the source again.").format(
                field=label_of_field(record.kind, field) or tr("The form")
            ),
            tr("Take it back"),
            self,
        )
        if dialog.exec():
            self.withdraw_verification(record, field, dialog.text())

    def withdraw_verification(self, record: Record, field: str, reason: str) -> None:
        """Take back what stands verified of a field: its own verification, and that of the whole form."""
        session = self._session
        for one in verifications_of(session.file.records(), record.kind, record.record_id):
            if not one.is_withdrawn and one.field in (field, ""):
                session.do(
                    lambda one=one: session.file.withdraw_verification(  # type: ignore[misc]
                        one.record_id, reason=reason, person=session.person, now=session.clock()
                    )
                )

    def _drop(self) -> None:
        self._drop_over()
        if self._form is not None:
            self._layout.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
            self._form = self._tools = None

    def _drop_over(self) -> None:
        if self._over is not None:
            self._layout.removeWidget(self._over)
            self._over.hide()
            self._over.deleteLater()
            self._over = None
