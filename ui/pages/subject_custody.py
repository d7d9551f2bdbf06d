"""What is said of a subject's forms as a whole: the lock, the casebook's signatures, queries, source verification."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.content import CASEBOOK
from domain.queries import open_queries
from domain.terms import Right
from domain.verification_state import derive_coverage
from ui.forms.sign_card import signature_box
from ui.models.query_rows import say_coverage
from ui.session import Session
from ui.signing import casebook_of, meanings_to_sign, states_of
from ui.text import tr
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card, NoteBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label
from ui.words.lock import say_lock, subject_lock


class SubjectCustody(Card):
    """A card below the head of a subject's page; hidden while the study has no accounts.

    Signals:
        casebook_wanted: the signatures on the casebook are to be shown.
        lock_wanted: the subject is to be locked or unlocked.
        queries_wanted: the subject's queries are to be shown.
    """

    casebook_wanted = Signal()
    lock_wanted = Signal()
    queries_wanted = Signal()

    def __init__(self, session: Session) -> None:
        """Build it hidden."""
        super().__init__(tr("Review"), bottom=12)
        self._session = session
        self.sign_link = LinkButton("", "pencil", small=True)
        self.lock_link = LinkButton("", "lock", small=True)
        self.query_link = LinkButton("", "question", small=True)
        self.sign_link.clicked.connect(self.casebook_wanted)
        self.lock_link.clicked.connect(self.lock_wanted)
        self.query_link.clicked.connect(self.queries_wanted)
        links = QHBoxLayout()
        links.setSpacing(SPACE_M)
        for link in (self.sign_link, self.lock_link, self.query_link):
            links.addWidget(link)
        holder = QWidget()
        holder.setLayout(links)
        links.setContentsMargins(0, 0, 0, 0)
        self.add_to_title(holder)
        self.said = Label("", token="text2", wrap=True)
        self.add(self.said)
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(SPACE_S)
        self.body.addLayout(self._boxes)
        self.hide()

    def show_subject(self, subject_id: str) -> None:
        """Show what is said of a subject's forms."""
        session = self._session
        records = session.file.records()
        self.setVisible(bool(records.get("account")))
        if not records.get("account"):
            return
        casebook = casebook_of(session, subject_id)
        lock = subject_lock(session, subject_id)
        waiting = len(open_queries(records, subject_id))
        self.said.setText(say_coverage(derive_coverage(records, {subject_id})))
        clear(self._boxes)
        if lock is not None:
            title, text = say_lock(session, lock)
            self._boxes.addWidget(NoteBox("warn", title, (text,), glyph="lock"))
        for box in signature_box(session, CASEBOOK, casebook):
            self._boxes.addWidget(box)
        can_sign = bool(meanings_to_sign(session, CASEBOOK, casebook))
        self.sign_link.setVisible(can_sign or bool(states_of(session, CASEBOOK, casebook)))
        sign = tr("Sign casebook of {subject}") if can_sign else tr("Signatures on the casebook")
        self.sign_link.setText(sign.format(subject=subject_id))
        may_lock = session.may(Right.UNLOCK if lock is not None else Right.LOCK) and not session.is_read_only
        self.lock_link.setVisible(may_lock)
        self.lock_link.setText(tr("Unlock…") if lock is not None else tr("Lock subject…"))
        self.query_link.setVisible(bool(waiting))
        one, many = tr("1 query not closed"), tr("{count} queries not closed")
        self.query_link.setText(one if waiting == 1 else many.format(count=waiting))
        self.query_link.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
