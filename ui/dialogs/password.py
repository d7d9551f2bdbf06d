"""A person's own new password: asked for at the first sign-in, or whenever they like."""

from PySide6.QtWidgets import QWidget

from storage.errors import RecordRefused, StudyFileError
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.sign_in import change_password
from ui.text import tr
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import PasswordEdit
from ui.widgets.new_password import NewPassword
from ui.widgets.note_slot import NoteSlot
from ui.words.sign_in import say_refusal


class PasswordDialog(Dialog):
    """The present password, and the new one twice."""

    def __init__(self, session: Session, *, is_first: bool, parent: QWidget | None = None) -> None:
        """Build it.

        Args:
            session: of the person who signed in.
            is_first: the present one was given by an administrator, so leaving it means signing out.
            parent: Qt owner.
        """
        title = tr("Make the password your own") if is_first else tr("Change password")
        super().__init__(title, tr("Change password"), tr("Sign out") if is_first else tr("Cancel"), parent=parent)
        self._session = session
        about = (
            tr("An administrator gave you the password that you signed in with. From now on only you know yours.")
            if is_first
            else tr("It opens this study on every computer where the study and its key file lie.")
        )
        self.add(Label(about, token="text2", wrap=True))
        self.present = PasswordEdit(tr("Present password"))
        self.add(FormRow(tr("Present password"), self.present))
        self.new = NewPassword()
        self.new.set_user_id(session.user_id)
        self.add(self.new)
        self.refusal = NoteSlot()
        self.add(self.refusal)
        self.present.value_changed.connect(self._check)
        self.new.changed.connect(self._check)
        self._check()
        self.present.setFocus()

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self.present.text()) and self.new.is_complete)

    def accept(self) -> None:
        """Change it; a refusal is said here."""
        session = self._session
        try:
            change_password(
                session.file, session.person, session.user_id, self.present.text(), self.new.text(), session.clock()
            )
        except (StudyFileError, RecordRefused) as error:
            self.present.clear()
            self.refusal.show_note("hard", *say_refusal(error))
            self.fit()
            return
        session.refresh()
        super().accept()


def ask_new_password(session: Session, *, is_first: bool, parent: QWidget | None = None) -> bool:
    """Whether the person changed their password."""
    return bool(PasswordDialog(session, is_first=is_first, parent=parent).exec())
