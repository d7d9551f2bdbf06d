"""One query as a thread: what was asked and answered, and the next thing to say (TRU-5)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.records import Query, Record
from domain.terms import QueryState, Right
from storage.changes import Changes
from ui.session import Session
from ui.text import EN_DASH, term, tr
from ui.theme import SPACE_M, SPACE_S, SPACE_XS
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton, button_row
from ui.widgets.card import Card, Hairline, SunkenBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.scroll import ScrollArea
from ui.widgets.text_area import TextArea
from ui.words.sign_in import say_person
from ui.words.signature import label_of_field, name_record


def title_of_query(session: Session, query: Query) -> str:
    """What a query is about: "Adverse event: Anaemia, Grade"."""
    record = name_record(query.about_kind, query.about_id, session.file.records(), session.words)
    field = label_of_field(query.about_kind, query.field)
    return f"{record} {EN_DASH} {field}" if field else record


class QueryCard(Card):
    """Shows a query, or begins one, and takes what the person's role may say next.

    Signals:
        closed: the person is done.
        go_wanted: the Query whose field is to be shown.
    """

    closed = Signal()
    go_wanted = Signal(object)

    def __init__(
        self,
        session: Session,
        query_id: str = "",
        *,
        about: Record | None = None,
        field: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Show a query.

        Args:
            session: of the person who asks or answers.
            query_id: the query; "" begins a new one on ``about``.
            about: the record that a new query is about.
            field: its field; "" for the form as a whole.
            parent: Qt owner.
        """
        super().__init__(tr("Query"), tr("Esc closes"), parent=parent)
        self._session, self.query_id, self._about, self._field = session, query_id, about, field
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, SPACE_XS, 0)
        self._column.setSpacing(SPACE_S)
        self.area = ScrollArea(content)
        self.add(self.area, 1)
        self.text = TextArea(tr("What you say"), lines=3)
        self._row = FormRow(tr("What you ask"), self.text, field="messages")
        self.add(self._row)
        self.go_link = LinkButton(tr("Go to the field"), "arrow_right")
        self.go_link.setVisible(False)
        self.add_to_title(self.go_link)
        self.say_button = PrimaryButton(tr("Open query"))
        self.other_button = SecondaryButton(tr("Ask again"))
        self.close_button = SecondaryButton(tr("Back"))
        self.body.addLayout(button_row(self.close_button, self.other_button, self.say_button))
        self.text.value_changed.connect(self._judge)
        self.say_button.clicked.connect(lambda: self._say(self._first))
        self.other_button.clicked.connect(lambda: self._say(QueryState.OPEN))
        self.close_button.clicked.connect(self.closed)
        self.go_link.clicked.connect(self._go)
        for keys, slot in (("Esc", self.closed.emit), ("Ctrl+S", self._first_say)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self._first: QueryState | None = None
        session.changed.connect(self.show_query)
        self.show_query()

    @property
    def query(self) -> Query | None:
        """The query as it is now; None before it is opened."""
        held = self._session.file.record(Query.kind, self.query_id) if self.query_id else None
        return held if isinstance(held, Query) else None

    def show_query(self) -> None:
        """Read the thread again."""
        session, query = self._session, self.query
        clear(self._column)
        if query is None and self._about is None:
            return
        if query is not None:
            title = title_of_query(session, query)
        else:
            assert self._about is not None
            record = name_record(self._about.kind, self._about.record_id, session.file.records(), session.words)
            field = label_of_field(self._about.kind, self._field)
            title = f"{record} {EN_DASH} {field}" if field else record
        self._column.addWidget(Label(title, weight=600, wrap=True))
        about = session.file.record(query.about_kind, query.about_id) if query is not None else self._about
        field_name = query.field if query is not None else self._field
        if about is not None and field_name and hasattr(about, field_name):
            box = SunkenBox()
            value = session.words.say(getattr(about, field_name)) or EN_DASH
            box.add(Label(tr("Now: {value}").format(value=value), size="caption", token="text2", wrap=True))
            self._column.addWidget(box)
        self.set_caption(term(query.state) if query is not None else tr("new"))
        for message in query.messages if query is not None else ():
            self._column.addWidget(Hairline())
            who = say_person(message.name, message.role)
            said = {QueryState.OPEN: tr("asked"), QueryState.ANSWERED: tr("answered"), QueryState.CLOSED: tr("closed")}
            head = f"{said[message.state]} · {who} · {session.words.moment_with_offset(message.at)}"
            self._column.addWidget(Label(head, size="caption", token="text2", wrap=True))
            self._column.addWidget(Label(message.text, wrap=True))
        for entry in session.file.changes_through(self.query_id) if query is not None else ():
            self._column.addWidget(Hairline())
            at = session.words.moment_with_offset(entry.event.recorded_at)
            head = tr("corrected through this query · {who} · {at}").format(
                who=say_person(entry.event.person, entry.event.role), at=at
            )
            self._column.addWidget(Label(head, size="caption", token="text2", wrap=True))
            for change in entry.changes:
                old, new = session.words.say(change.before) or EN_DASH, session.words.say(change.after) or EN_DASH
                label = label_of_field(entry.event.kind, change.field)
                self._column.addWidget(Label(f"{label}: {old} → {new}", wrap=True))
        self._column.addSpacing(SPACE_M)
        self._column.addStretch(1)
        self._offer(query)

    def allow_going(self) -> None:
        """Offer a link to the field, where the card does not lie over its form already."""
        self.go_link.setVisible(self.query is not None)

    def take_focus(self) -> None:
        """To what the person says, or to the way out."""
        target = self.close_button if self._row.isHidden() else self.text
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_text(self) -> bool:
        """Whether something was typed."""
        return bool(self.text.value())

    def _offer(self, query: Query | None) -> None:
        """The next step that the person's role may take, and its button."""
        session = self._session
        state = query.state if query is not None else None
        offers: dict[QueryState | None, tuple[QueryState, Right, str, str]] = {
            None: (QueryState.OPEN, Right.OPEN_QUERY, tr("Open query"), tr("What you ask")),
            QueryState.OPEN: (QueryState.ANSWERED, Right.ANSWER_QUERY, tr("Answer query"), tr("Your answer")),
            QueryState.ANSWERED: (
                QueryState.CLOSED,
                Right.CLOSE_QUERY,
                tr("Close query"),
                tr("Why it is settled, or what is still open"),
            ),
            QueryState.CLOSED: (QueryState.OPEN, Right.OPEN_QUERY, tr("Open again"), tr("Why it is opened again")),
        }
        after, right, button, label = offers[state]
        can_say = session.may(right) and not session.is_read_only
        self._first = after if can_say else None
        self._row.setVisible(can_say)
        self._row.set_label(label)
        self.say_button.setVisible(can_say)
        self.say_button.setText(button)
        self.other_button.setVisible(can_say and state is QueryState.ANSWERED and session.may(Right.OPEN_QUERY))
        self._judge()

    def _judge(self) -> None:
        for button in (self.say_button, self.other_button):
            button.setEnabled(bool(str(self.text.value()).strip()))

    def _first_say(self) -> None:
        if self.say_button.isEnabled():
            self._say(self._first)

    def _say(self, state: QueryState | None) -> None:
        text, session = str(self.text.value()), self._session
        if state is None or not text.strip():
            return
        file, person, now, query = session.file, session.person, session.clock(), self.query
        known = {one.record_id for one in file.records().get(Query.kind, ())}

        def verb() -> Changes:
            if query is None:
                assert self._about is not None
                changes = file.open_query(
                    self._about.kind, self._about.record_id, self._field, text, person=person, now=now
                )
                new = {one.record_id for one in file.records().get(Query.kind, ())} - known
                self.query_id = next(iter(new), "")
                return changes
            verbs = {
                QueryState.OPEN: file.reopen_query,
                QueryState.ANSWERED: file.answer_query,
                QueryState.CLOSED: file.close_query,
            }
            return verbs[state](query.record_id, text, person=person, now=now)

        if session.do(verb):
            self.text.set_value("")

    def _go(self) -> None:
        if (query := self.query) is not None:
            self.go_wanted.emit(query)
