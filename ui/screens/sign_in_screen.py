"""Sign-in: an encrypted study that nobody has opened yet. Password, or the recovery key and a new password."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from storage.errors import LockedOut, RecordRefused, StudyFileError, WrongPassword
from storage.keys.key_store import KeyStore
from storage.keys.recovery import read_recovery
from storage.study_file import StudyFile
from ui.screens.key_card import FailureNote, KeyCard, KeyGround, with_offset
from ui.settings import Settings
from ui.sign_in import people_of, recover
from ui.study_face import StudyFace, remembered_face
from ui.text import tr, utc_now
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit, PasswordEdit
from ui.widgets.new_password import NewPassword
from ui.widgets.note_slot import NoteSlot
from ui.widgets.options import Option
from ui.widgets.text_area import TextArea
from ui.words.date import say_moment
from ui.words.sign_in import WRONG_PASSWORD, say_person, say_refusal

if TYPE_CHECKING:
    from storage.keys.data_key import DataKey
    from storage.keys.key_file import KeyFile

SIGN_HEIGHT = 36
_LOOK_AGAIN_MS = 15_000


class SignInScreen(KeyGround):
    """Shows the outside of a study and lets its people in.

    Signals:
        signed_in: the LogIn, and whether its password was made with the recovery key just before. Whoever hears it
            opens the study, and calls ``refuse`` where that can't be.
        other_wanted: another study shall be opened.
    """

    signed_in = Signal(object, bool)
    other_wanted = Signal()

    def __init__(
        self,
        path: Path,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = utc_now,
        parent: QWidget | None = None,
    ) -> None:
        """Read who may sign in from the key file; without a readable one only the recovery key is asked for."""
        self.card = KeyCard()
        super().__init__(self.card, parent)
        self.path, self._clock = path.resolve(), clock
        self._store = KeyStore(self.path)
        self._key: DataKey | None = None
        self._keys: KeyFile | None = None
        self._face = StudyFace()
        self._stage, self._is_locked_out = "sign_in", False
        self.person = ComboBox([], tr("Person"))
        self.password = PasswordEdit(tr("Password"))
        self.recovery_key = TextArea(tr("Recovery key"), lines=2)
        self.new_user = LineEdit(tr("User id"))
        self.new_password = NewPassword()
        self.refusal = NoteSlot()
        self.failures = FailureNote()
        self.open_button = PrimaryButton("", height=SIGN_HEIGHT)
        self.recovery_link, self.other_link = LinkButton(""), LinkButton(tr("Open another study"))
        self._person_row = FormRow(tr("Person"), self.person)
        self._password_row = FormRow(tr("Password"), self.password)
        hint = tr("14 groups of four, as printed when the study was made; hyphens and capitals don't matter")
        self._key_row = FormRow(tr("Recovery key"), self.recovery_key, hint)
        self._user_row = FormRow(tr("User id"), self.new_user)
        self._recovered = Label(wrap=True, size="caption", token="text2")
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look_again)
        self._timer.start()
        self._read(settings)
        self._set_stage("sign_in" if self._keys else "key")

    def _build(self) -> None:
        middle = self.card.middle
        for widget in (
            self._recovered, self._key_row, self._person_row, self._user_row, self._password_row,
            self.new_password, self.refusal, self.failures,
        ):  # fmt: skip
            middle.addWidget(widget)
        self.open_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        middle.addWidget(self.open_button)
        self.card.add_links(self.recovery_link, self.other_link)
        self.open_button.clicked.connect(self.go_on)
        self.password.returnPressed.connect(self.go_on)
        self.new_password.second.returnPressed.connect(self.go_on)
        enter = QShortcut(QKeySequence(Qt.Key.Key_Return), self.recovery_key)
        enter.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        enter.activated.connect(self.go_on)
        self.recovery_link.clicked.connect(self._change_way)
        self.other_link.clicked.connect(self.other_wanted)
        self.person.value_changed.connect(self._on_person)
        self.new_user.value_changed.connect(self._on_person)
        for control in (self.password, self.recovery_key):
            control.value_changed.connect(self._check)
        self.new_password.changed.connect(self._check)

    def _read(self, settings: Settings) -> None:
        try:
            self._keys = self._store.read()
        except StudyFileError as error:
            self._keys = None
            self.refusal.show_note("hard", *say_refusal(error))
        self._face = face = remembered_face(settings, self._keys.file_id) if self._keys else StudyFace()
        facts = [(tr("File"), self.path.name), (tr("Folder"), str(self.path.parent))]
        if face.study_id:
            facts = [(tr("Site"), face.site_id)]
            if face.saved_until is not None:
                facts.append((tr("Data saved until"), with_offset(face.saved_until)))
        self.card.show_study(self.study_name, face.title, facts)
        self.card.state.setText(tr("encrypted"))
        users = self._keys.user_ids if self._keys else ()
        self.person.set_options([Option(user, self._name_of(user)) for user in users])
        last = max(face.signed_in, key=lambda user: face.signed_in[user], default="")
        self.person.set_value(last if last in users else users[0] if users else None)

    @property
    def study_name(self) -> str:
        """Name of the study as far as it is known here."""
        return self._face.study_id or self.path.stem

    @property
    def user_id(self) -> str:
        """Who is chosen, or typed after the recovery key where there is nobody to choose from."""
        return str(self.person.value() or "") if self.person.count() else str(self.new_user.value() or "")

    def take_focus(self) -> None:
        """The password, or the recovery key."""
        (self.password if self._stage == "sign_in" else self.recovery_key).setFocus()

    def look_again(self) -> None:
        """The clock has moved: a lock-out may have ended."""
        if self._stage == "sign_in":
            self._show_failures()

    def go_on(self) -> None:
        """What the button says."""
        if not self.open_button.isEnabled():
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            {"sign_in": self._sign_in, "key": self._try_key, "new_password": self._recover}[self._stage]()
        finally:
            QApplication.restoreOverrideCursor()

    def refuse(self, title: str, text: str) -> None:
        """Say why the study stays closed."""
        self.refusal.show_note("hard", title, text)
        self.password.setFocus()

    def _sign_in(self) -> None:
        password = self.password.text()
        self.password.clear()
        try:
            log_in = self._store.log_in(self.user_id, password, self._clock())
        except StudyFileError as error:
            self._show_refusal(error)
            self._show_failures()
            self.take_focus()
            return
        self.refusal.show_note("hard", "")
        self.signed_in.emit(log_in, False)

    def _show_refusal(self, error: StudyFileError) -> None:
        """A wrong password is a finding at the field; the box below counts, and says until when one is locked out."""
        is_wrong = isinstance(error, WrongPassword)
        self._password_row.set_finding("hard" if is_wrong else None, tr(WRONG_PASSWORD))
        said = ("",) if is_wrong or isinstance(error, LockedOut) else say_refusal(error)
        self.refusal.show_note("hard", *said)

    def _try_key(self) -> None:
        """Whether the recovery key opens the study; then who it is for."""
        try:
            key = read_recovery(self.recovery_key.text())
            with StudyFile.open(self.path, key=key, read_only=True) as file:
                people = people_of(file)
        except StudyFileError as error:
            self.refusal.show_note("hard", *say_refusal(error))
            return
        self._key = key
        self.refusal.show_note("hard", "")
        users = people or dict.fromkeys(self._keys.user_ids if self._keys else (), ("", ""))
        self.person.set_options(
            [Option(user, say_person(*names) if names[0] else user) for user, names in users.items()]
        )
        if self.person.value() is None and users:
            self.person.set_value(next(iter(users)))
        self._set_stage("new_password")
        (self.person if users else self.new_user).setFocus()

    def _recover(self) -> None:
        """A new password, then sign in with it like everybody."""
        password = self.new_password.text()
        try:
            with StudyFile.open(self.path, key=self._key) as file:
                recover(file, self.user_id, password, self._clock())
            log_in = self._store.log_in(self.user_id, password, self._clock())
        except (StudyFileError, RecordRefused) as error:
            self.refusal.show_note("hard", *say_refusal(error))
            return
        self._key = None
        self.new_password.clear()
        self.recovery_key.setText("")
        self.signed_in.emit(log_in, True)

    def _change_way(self) -> None:
        self._key = None
        self.new_password.clear()
        self.refusal.show_note("hard", "")
        self._set_stage("key" if self._stage == "sign_in" else "sign_in")
        self.take_focus()

    def _set_stage(self, stage: str) -> None:
        self._stage = stage
        has_people = bool(self.person.count())
        stages: dict[str, set[QWidget]] = {
            "sign_in": {self._person_row, self._password_row},
            "key": {self._recovered, self._key_row},
            "new_password": {
                self._recovered, self._person_row if has_people else self._user_row, self.new_password,
            },
        }  # fmt: skip
        for widget in (
            self._recovered, self._key_row, self._person_row, self._user_row, self._password_row, self.new_password
        ):  # fmt: skip
            widget.setVisible(widget in stages[stage])
        self._recovered.setText(
            tr("For a lost password or key file. Its use is put on record in the audit trail.")
            if stage == "key"
            else tr("The recovery key opens this study. Choose who you are, and a new password.")
        )
        self.open_button.setText(
            tr("Open {study}").format(study=self.study_name) if stage != "key" else tr("Use the recovery key")
        )
        self.recovery_link.setText(tr("Use the recovery key") if stage == "sign_in" else tr("Back to the password"))
        self.recovery_link.setVisible(self._keys is not None)
        self._on_person()

    def _on_person(self) -> None:
        self.new_password.set_user_id(self.user_id)
        if self.sender() is self.person:
            self.refusal.show_note("hard", "")
            self._password_row.set_finding(None)
        self._show_failures()
        moment = self._face.signed_in.get(self.user_id) if self._stage == "sign_in" else None
        self.card.show_foot([(tr("Last signed in"), say_moment(moment))] if moment else [])

    def _show_failures(self) -> None:
        if self._stage != "sign_in":
            self.failures.show_note("warn", "")
            self._is_locked_out = False
        else:
            try:
                self._keys = self._store.read()
            except StudyFileError as error:
                self.refusal.show_note("hard", *say_refusal(error))
            self._is_locked_out = self.failures.show_failures(self._keys, self.user_id, self._local(self._clock()))
        self._check()

    def _check(self) -> None:
        if self.password.text():
            self._password_row.set_finding(None)
        ready = {
            "sign_in": bool(self.user_id and self.password.text()) and not self._is_locked_out,
            "key": bool(self.recovery_key.text().strip()),
            "new_password": bool(self.user_id) and self.new_password.is_complete,
        }
        self.password.setEnabled(not self._is_locked_out)
        self.open_button.setEnabled(ready[self._stage])

    def _name_of(self, user_id: str) -> str:
        name, role = self._face.people.get(user_id, ("", ""))
        return say_person(name, role) if name else user_id

    def _local(self, moment: datetime) -> datetime:
        """In the site's offset where it is known, else in that of this computer."""
        saved = self._face.saved_until
        return moment.astimezone(saved.tzinfo if saved is not None else None)
