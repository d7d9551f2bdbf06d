"""What is said of a saved record, beside its form: history, queries, source verification, signatures, locks.

The form itself knows nothing of it. F2 shows the history of the field that has the focus, F3 its query, F4 verifies it.
"""

from typing import cast

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from domain.access import is_allowed
from domain.queries import queries_on
from domain.records import Query, Record, items_of
from domain.terms import QueryState, Right, Role
from domain.verification_state import VERIFIABLE, FormVerification, Verified, form_verification, verifications_of
from ui.forms.read_only import ReadOnlyGuard
from ui.forms.record_form import REASON_ROW, RecordForm
from ui.forms.sign_card import signature_box
from ui.session import Session
from ui.signing import meanings_to_sign, states_of
from ui.text import tr
from ui.theme import SPACE_S, SPACE_XS, theme
from ui.widgets.buttons import IconButton, LinkButton
from ui.widgets.card import NoteBox
from ui.widgets.clear import clear
from ui.widgets.form_row import FormRow
from ui.widgets.icons import draw_icon
from ui.words.lock import say_lock
from ui.words.signature import label_of_field

_MARK = 14
_LONGEST = 80


class FieldMark(IconButton):
    """A small sign beside a field's label. The keyboard does the same by F3 and F4, so Tab passes it by."""

    def __init__(self, icon_name: str, name: str, token: str) -> None:
        """Build it with an icon in a colour."""
        super().__init__(icon_name, name, size=_MARK)
        self.icon_name, self._token = icon_name, token
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), QRectF(0.5, 0.5, _MARK - 1, _MARK - 1), self.icon_name, theme.color(self._token))


class RecordTools(QWidget):
    """Stands at the head of a record's form.

    Signals:
        history_wanted: record and field; "" for all of the record.
        query_wanted: record, field, and id of the query, "" for a new one.
        sign_wanted: the record.
        lock_wanted: the record.
        withdraw_wanted: the record and the field whose verification was a mistake.
    """

    history_wanted = Signal(object, str)
    query_wanted = Signal(object, str, str)
    sign_wanted = Signal(object)
    lock_wanted = Signal(object)
    withdraw_wanted = Signal(object, str)

    def __init__(self, session: Session, form: RecordForm) -> None:
        """Take up a form that corrects a saved record.

        Args:
            session: of the person at the keyboard.
            form: its ``record`` must not be None.
        """
        super().__init__()
        assert form.record is not None
        self._session, self._form = session, form
        self._opened = form.record
        self._field = form.fields[0] if form.fields else ""
        self._guard: ReadOnlyGuard | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, SPACE_S)
        self._column.setSpacing(SPACE_XS)
        form.body.insertWidget(0, self)
        for field in form.fields:
            control = form.form.row(field).control
            for widget in (control, *control.findChildren(QWidget)):
                widget.installEventFilter(self)
                widget.setProperty("titrantField", field)
        for keys, slot in (("F2", self.show_history), ("F3", self.ask), ("F4", self.verify)):
            shortcut = QShortcut(QKeySequence(keys), form)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        session.changed.connect(self.show_state)
        self.show_state()

    # --- what it knows -----------------------------------------------------------------------------

    @property
    def record(self) -> Record:
        """The record as it is now."""
        return self._session.file.record(self._opened.kind, self._opened.record_id) or self._opened

    @property
    def field(self) -> str:
        """The field that has the focus, or had it last."""
        widget = QApplication.focusWidget()
        while widget is not None and widget is not self._form:
            if isinstance(widget, FormRow) and widget.field in self._form.fields:
                self._field = widget.field
                break
            widget = widget.parentWidget()
        return self._field

    @property
    def has_accounts(self) -> bool:
        """Whether anybody can ask, verify, sign or lock; without accounts only the history is there."""
        return bool(self._session.file.records().get("account"))

    def why_read_only(self) -> tuple[str, str] | None:
        """Title and text of what keeps the person from changing the record; None where they may."""
        session, record = self._session, self.record
        if (lock := session.file.lock_on(record)) is not None:
            return say_lock(session, lock)
        role = session.person.role
        if self.has_accounts and role in tuple(Role) and not is_allowed(Role(role), record, record):
            return tr("For reading only"), tr("Your role reads this form and does not change it.")
        return None

    def verification(self) -> FormVerification:
        """How much of the record stands verified."""
        records, record = self._session.file.records(), self.record
        return form_verification(record, verifications_of(records, record.kind, record.record_id))

    def waiting_queries(self, field: str | None = None) -> tuple[Query, ...]:
        """Queries on the record that are not closed; of one field, or "" for the form as a whole."""
        records, record = self._session.file.records(), self.record
        found = queries_on(records, record.kind, record.record_id)
        return tuple(
            one for one in found if one.state is not QueryState.CLOSED and (field is None or one.field == field)
        )

    @property
    def _can_verify(self) -> bool:
        session = self._session
        return (
            self.has_accounts
            and self.record.kind in VERIFIABLE
            and session.may(Right.VERIFY)
            and not session.is_read_only
        )

    @property
    def _can_ask(self) -> bool:
        return self.has_accounts and self._session.may(Right.OPEN_QUERY) and not self._session.is_read_only

    # --- acts --------------------------------------------------------------------------------------

    def show_history(self) -> None:
        """F2: the history of the field that has the focus."""
        self.history_wanted.emit(self.record, self.field)

    def ask(self) -> None:
        """F3: the query on the field that has the focus; a new one where there is none and the person may ask."""
        self._ask(self.field)

    def verify(self) -> None:
        """F4: the field that has the focus agrees with its source; where that is on record, take it back."""
        self._toggle(self.field)

    def verify_form(self) -> None:
        """All of the form agrees with its source."""
        self._verify("")

    def menu_for(self, field: str, menu: QMenu | None = None) -> QMenu:
        """What can be done with a field, added to its own menu where it has one."""
        menu = menu if menu is not None else QMenu(self)
        label = label_of_field(self._opened.kind, field)
        if menu.actions():
            menu.addSeparator()
        history = menu.addAction(tr("History of {field}").format(field=label))
        history.setShortcut(QKeySequence("F2"))
        history.triggered.connect(lambda: self.history_wanted.emit(self.record, field))
        waiting = self.waiting_queries(field)
        if waiting or self._can_ask:
            text = tr("Show the query on {field}") if waiting else tr("Query on {field}…")
            query = menu.addAction(text.format(field=label))
            query.setShortcut(QKeySequence("F3"))
            query.triggered.connect(lambda: self._ask(field))
        if self._can_verify and field in self.verification().fields:
            is_verified = self.verification().of(field) is Verified.YES
            text = tr("Take the verification of {field} back…") if is_verified else tr("{field} agrees with the source")
            verify = menu.addAction(text.format(field=label))
            verify.setShortcut(QKeySequence("F4"))
            verify.triggered.connect(lambda: self._toggle(field))
        return menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A right click on a field, or the menu key."""
        if event.type() != QEvent.Type.ContextMenu or not isinstance(watched, QWidget):
            return False
        field = str(watched.property("titrantField") or "")
        own = watched if isinstance(watched, QLineEdit | QPlainTextEdit) else watched.parentWidget()
        menu = own.createStandardContextMenu() if isinstance(own, QLineEdit | QPlainTextEdit) else None
        menu = self.menu_for(field, menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(cast("QContextMenuEvent", event).globalPos())
        return True

    def _ask(self, field: str) -> None:
        waiting = self.waiting_queries(field)
        if waiting or self._can_ask:
            self.query_wanted.emit(self.record, field, waiting[0].record_id if waiting else "")

    def _toggle(self, field: str) -> None:
        state = self.verification()
        if not self._can_verify or field not in state.fields:
            return
        if state.of(field) is Verified.YES:
            self.withdraw_wanted.emit(self.record, field)
        else:
            self._verify(field)

    def _verify(self, field: str) -> None:
        session, record = self._session, self.record
        if self._can_verify:
            session.do(
                lambda: session.file.verify_source(
                    record.kind, record.record_id, field, person=session.person, now=session.clock()
                )
            )

    # --- showing -----------------------------------------------------------------------------------

    def show_state(self) -> None:
        """Read what is said of the record again."""
        clear(self._column)
        self._hold_or_free()
        self._show_marks()
        boxes = self._boxes()
        links = self._links()
        for widget in boxes:
            self._column.addWidget(widget)
        for link in links:
            self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(boxes or links))

    def _hold_or_free(self) -> None:
        """A record that may not be changed is shown as it is, even if it was locked while the form was open."""
        why, form = self.why_read_only(), self._form
        if why is not None and self._guard is None and not form.is_dirty:
            self._guard = ReadOnlyGuard([form.form.row(field).control for field in form.fields], self)
            form.form.save_button.hide()
            form.form.discard_button.setText(tr("Close"))

    def _boxes(self) -> list[QWidget]:
        session, record = self._session, self.record
        found: list[QWidget] = []
        if (why := self.why_read_only()) is not None:
            is_locked = session.file.lock_on(record) is not None
            found.append(NoteBox("warn" if is_locked else "soft", why[0], (why[1],), glyph="lock"))
        found += signature_box(session, record.kind, record.record_id)
        if self._form.through_query:
            query = session.file.record(Query.kind, self._form.through_query)
            if isinstance(query, Query) and self.why_read_only() is None and query.state is not QueryState.CLOSED:
                text = query.messages[0].text[:_LONGEST]
                note = tr("What is corrected here now is linked to it: “{text}”").format(text=text)
                found.append(NoteBox("soft", tr("Correcting through a query"), (note,), glyph="question"))
        if self.record.kind in VERIFIABLE and self.verification().state is Verified.WITHDRAWN:
            labels = ", ".join(label_of_field(record.kind, one) for one in sorted(self.verification().withdrawn))
            text = tr("Changed since the monitor compared it with the source: {fields}").format(fields=labels)
            found.append(NoteBox("warn", tr("Verification withdrawn"), (text,)))
        return found

    def _links(self) -> list[LinkButton]:
        if not self.has_accounts:
            return []
        session, record = self._session, self.record
        found = []

        def link(text: str, icon: str, tip: str = "") -> LinkButton:
            made = LinkButton(text, icon, small=True)
            made.setToolTip(tip)
            found.append(made)
            return made

        for query in self.waiting_queries(""):
            text = tr("Query on this form: {text}").format(text=query.messages[-1].text[:40])
            link(text, "question").clicked.connect(
                lambda _checked=False, one=query.record_id: self.query_wanted.emit(self.record, "", one)
            )
        if self._can_ask:
            tip = tr("F3 asks about the field that has the focus")
            link(tr("Query on this form…"), "question", tip).clicked.connect(
                lambda: self.query_wanted.emit(self.record, "", "")
            )
        if self._can_verify:
            state = self.verification()
            done, count = len(state.verified), len(state.fields)
            if state.state is not Verified.YES:
                text = tr("This form agrees with its source ({done}/{count})").format(done=done, count=count)
                tip = tr("F4 verifies the field that has the focus")
                link(text, "check", tip).clicked.connect(self.verify_form)
        signed = states_of(session, record.kind, record.record_id)
        if meanings_to_sign(session, record.kind, record.record_id):
            link(tr("Sign this form…"), "pencil").clicked.connect(lambda: self.sign_wanted.emit(self.record))
        elif signed:
            link(tr("Signatures"), "pencil").clicked.connect(lambda: self.sign_wanted.emit(self.record))
        is_locked = session.file.lock_on(record) is not None
        if session.may(Right.UNLOCK if is_locked else Right.LOCK) and not session.is_read_only:
            text = tr("Unlock…") if is_locked else tr("Lock this form…")
            link(text, "lock").clicked.connect(lambda: self.lock_wanted.emit(self.record))
        return found

    def _show_marks(self) -> None:
        form, record = self._form, self.record
        state = self.verification() if record.kind in VERIFIABLE and self.has_accounts else None
        queries = {one.field: one for one in self.waiting_queries()} if self.has_accounts else {}
        for field in form.fields:
            if field == REASON_ROW or field not in items_of(type(record)):
                continue
            marks: list[QWidget] = []
            if (query := queries.get(field)) is not None:
                marks.append(self._query_mark(query))
            if state is not None and (mark := self._verified_mark(state, field)) is not None:
                marks.append(mark)
            form.form.row(field).set_marks(marks)

    def _query_mark(self, query: Query) -> FieldMark:
        said = query.messages[-1]
        state = tr("Query answered") if query.state is QueryState.ANSWERED else tr("Query open")
        token = "text2" if query.state is QueryState.ANSWERED else "warnline"
        mark = FieldMark("question", f"{state}: {said.text} ({said.name})", token)
        mark.clicked.connect(lambda: self.query_wanted.emit(self.record, query.field, query.record_id))
        return mark

    def _verified_mark(self, state: FormVerification, field: str) -> FieldMark | None:
        if field not in state.fields:
            return None
        match state.of(field):
            case Verified.YES:
                mark = FieldMark("check", tr("Verified against the source"), "accent")
            case Verified.WITHDRAWN:
                mark = FieldMark("triangle", tr("Verified once, and changed since"), "warnline")
            case _ if self._can_verify:
                mark = FieldMark("square", tr("Not verified; click or F4 when it agrees with the source"), "text3")
            case _:
                return None
        mark.setEnabled(self._can_verify)
        mark.clicked.connect(lambda: self._toggle(field))
        return mark
