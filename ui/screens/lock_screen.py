"""The lock: covers an open study until the same person gives their password again. Forms below stay as they are."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from storage.errors import LockedOut, StudyFileError, WrongPassword
from storage.keys.key_store import KeyStore
from ui.screens.key_card import FailureNote, KeyCard, KeyGround, with_offset
from ui.session import Session
from ui.text import tr
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit, PasswordEdit
from ui.widgets.note_slot import NoteSlot
from ui.words.date import say_moment
from ui.words.sign_in import WRONG_PASSWORD, say_person, say_refusal

SIGN_HEIGHT = 36
_LOOK_AGAIN_MS = 15_000


class LockScreen(KeyGround):
    """One person, one password.

    Signals:
        unlocked: the LogIn of the person who had locked it, or whom it locked out of idleness.
        sign_out_wanted: somebody else wants to work, or this person is done.
    """

    unlocked = Signal(object)
    sign_out_wanted = Signal()

    def __init__(
        self,
        session: Session,
        *,
        has_unsaved: bool,
        signed_in_at: datetime | None = None,
        clock: Callable[[], datetime] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Show whose session is locked, since now.

        Args:
            session: the open study; it must know its user.
            has_unsaved: whether a form below is half filled.
            signed_in_at: aware UTC.
            clock: aware UTC; the session's unless given.
            parent: Qt owner.
        """
        self.card = KeyCard()
        super().__init__(self.card, parent)
        self._session, self._clock = session, clock or session.clock
        self._store = KeyStore(session.file.path)
        self._is_locked_out = False
        study, zone = session.study, session.study.zone
        record, now = study.record, self._clock().astimezone(zone)
        facts = [(tr("Site"), record.site_id)]
        if session.last_entry_at is not None:
            facts.append((tr("Data saved until"), with_offset(session.last_entry_at.astimezone(zone))))
        self.card.show_study(record.study_id, record.study_title, facts)
        self.card.state.setText(tr("locked {time}").format(time=f"{now:%H:%M}"))
        self.person = LineEdit(tr("Person"))
        self.person.setText(say_person(session.person.name, session.person.role))
        self.person.setReadOnly(True)
        self.person.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.password = PasswordEdit(tr("Password"))
        self._password_row = FormRow(tr("Password"), self.password)
        self.refusal, self.failures = NoteSlot(), FailureNote()
        self.resume_button = PrimaryButton(tr("Go on with {study}").format(study=record.study_id), height=SIGN_HEIGHT)
        self.resume_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for widget in (
            FormRow(tr("Person"), self.person), self._password_row,
            self.refusal, self.failures, self.resume_button,
        ):  # fmt: skip
            self.card.middle.addWidget(widget)
        self.sign_out_link = LinkButton(tr("Sign out"))
        self.other_link = LinkButton(tr("Somebody else wants to work"))
        self.card.add_links(self.sign_out_link, self.other_link)
        kept = tr("kept; work continues where it stopped")
        none = tr("none; work continues where it stopped")
        foot = [(tr("Unsaved changes"), kept if has_unsaved else none)]
        if signed_in_at is not None:
            foot.insert(0, (tr("Signed in"), say_moment(signed_in_at.astimezone(zone))))
        self.card.show_foot(foot)
        self.sign_out_link.clicked.connect(self.sign_out_wanted)
        self.other_link.clicked.connect(self.sign_out_wanted)
        self.resume_button.clicked.connect(self.resume)
        self.password.returnPressed.connect(self.resume)
        self.password.value_changed.connect(self._check)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look_again)
        self._timer.start()
        self.look_again()

    def take_focus(self) -> None:
        """The password."""
        self.password.setFocus()

    def look_again(self) -> None:
        """The clock has moved: a lock-out may have ended."""
        try:
            keys = self._store.read()
        except StudyFileError as error:
            keys = None
            self.refusal.show_note("hard", *say_refusal(error))
        now = self._clock().astimezone(self._session.study.zone)
        self._is_locked_out = self.failures.show_failures(keys, self._session.user_id, now)
        self._check()

    def resume(self) -> None:
        """Unlock, if the password is the same person's."""
        if not self.resume_button.isEnabled():
            return
        password = self.password.text()
        self.password.clear()
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            log_in = self._store.log_in(self._session.user_id, password, self._clock())
        except StudyFileError as error:
            is_wrong = isinstance(error, WrongPassword)
            self._password_row.set_finding("hard" if is_wrong else None, tr(WRONG_PASSWORD))
            said = ("",) if is_wrong or isinstance(error, LockedOut) else say_refusal(error)
            self.refusal.show_note("hard", *said)
            self.look_again()
            self.take_focus()
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.unlocked.emit(log_in)

    def refuse(self, title: str, text: str) -> None:
        """Say why it stays locked."""
        self.refusal.show_note("hard", title, text)

    def _check(self) -> None:
        if self.password.text():
            self._password_row.set_finding(None)
        self.password.setEnabled(not self._is_locked_out)
        self.resume_button.setEnabled(bool(self.password.text()) and not self._is_locked_out)
