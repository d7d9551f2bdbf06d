"""Signing a form, or all of a subject's forms: the signatures there are and how they stand, and a place to sign."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.terms import SignatureMeaning
from ui.pages.signer_field import SignerField
from ui.session import Session
from ui.signing import check_of, meanings_to_sign, states_of
from ui.text import term, tr
from ui.theme import SPACE_M, SPACE_S, SPACE_XS
from ui.widgets.buttons import PrimaryButton, SecondaryButton, button_row
from ui.widgets.card import Card, NoteBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.radio_list import Choice, RadioList
from ui.widgets.scroll import ScrollArea
from ui.words.signature import say_signature


def signature_box(session: Session, kind: str, record_id: str) -> list[NoteBox]:
    """A box for each signature on a record or a casebook: who, role, meaning, when, and whether it stands."""
    records, words = session.file.records(), session.words
    boxes = []
    for state in states_of(session, kind, record_id):
        said = say_signature(state, records, words)
        look, glyph = ("soft", "check") if said.is_valid else ("hard", "octagon")
        boxes.append(NoteBox(look, said.who, (said.meaning, said.at, said.standing), glyph=glyph))
    return boxes


class SignCard(Card):
    """Shows the signatures on a record, or on a ``CASEBOOK``, and takes one more.

    Signals:
        closed: the person is done.
    """

    closed = Signal()

    def __init__(
        self, session: Session, kind: str, record_id: str, title: str, button: str, parent: QWidget | None = None
    ) -> None:
        """Show what is signed.

        Args:
            session: of the person who signs.
            kind: of the record, or ``domain.content.CASEBOOK``.
            record_id: the record; for a casebook the subject's own.
            title: what is signed, in words.
            button: names the object that is signed.
            parent: Qt owner.
        """
        super().__init__(tr("Signatures"), tr("Esc closes"), parent=parent)
        self._session, self._kind, self._record_id = session, kind, record_id
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE_XS, 0)
        column.setSpacing(SPACE_M - 4)
        column.addWidget(Label(title, weight=600, wrap=True))
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(SPACE_S)
        column.addLayout(self._boxes)
        self.meaning = RadioList([], tr("The signature says"))
        self._meaning_row = FormRow(tr("The signature says"), self.meaning, field="meaning")
        column.addWidget(self._meaning_row)
        column.addStretch(1)
        self.add(ScrollArea(content), 1)
        self.signer = SignerField()
        self.add(self.signer)
        self.sign_button = PrimaryButton(button, "pencil")
        self.close_button = SecondaryButton(tr("Close"))
        self.body.addLayout(button_row(self.close_button, self.sign_button))
        self.close_button.clicked.connect(self.closed)
        self.sign_button.clicked.connect(self.sign)
        self.signer.confirmed.connect(self.sign)
        self.signer.value_changed.connect(self._judge)
        self.meaning.value_changed.connect(self._on_meaning)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.closed)
        session.changed.connect(self.show_signatures)
        self.show_signatures()

    def show_signatures(self) -> None:
        """Read the signatures and how they stand again."""
        session = self._session
        clear(self._boxes)
        boxes = signature_box(session, self._kind, self._record_id)
        for box in boxes:
            self._boxes.addWidget(box)
        if not boxes:
            self._boxes.addWidget(Label(tr("Not signed yet."), token="text2", wrap=True))
        meanings = meanings_to_sign(session, self._kind, self._record_id)
        if tuple(row.choice.value for row in self.meaning.rows()) != meanings:
            self.meaning.set_choices([Choice(one, term(one)) for one in meanings])
            if meanings:
                self.meaning.set_value(meanings[0])
        for widget in (self._meaning_row, self.signer, self.sign_button):
            widget.setVisible(bool(meanings))
        self._on_meaning()

    def take_focus(self) -> None:
        """To where the person signs, or closes."""
        target = self.close_button if self.signer.isHidden() else self.signer
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def sign(self) -> None:
        """Sign, if nothing stands in the way."""
        meaning = self.meaning.value()
        if not self.sign_button.isEnabled() or not isinstance(meaning, SignatureMeaning):
            return
        if not self.signer.confirm():
            return
        self.signer.clear()
        session = self._session
        session.do(
            lambda: session.file.sign(self._kind, self._record_id, meaning, person=session.person, now=session.clock())
        )

    def _on_meaning(self) -> None:
        meaning = self.meaning.value()
        if isinstance(meaning, SignatureMeaning):
            self.signer.show_person(self._session.person, term(meaning), check_of(self._session))
        self._judge()

    def _judge(self) -> None:
        self.sign_button.setEnabled(self.meaning.value() is not None and self.signer.is_signed)
