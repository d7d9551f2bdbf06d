"""Who signs, and the sign of it: the password of the person who signed in; without accounts the full name, typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storage.person import Person
from ui.signing import PasswordCheck
from ui.text import tr
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit, PasswordEdit
from ui.words.sign_in import say_person


class SignerField(QWidget):
    """The signature of one person. Everything that is signed on the screen is signed here.

    Signals:
        value_changed: ``is_signed`` may be another.
        confirmed: Enter in the field.
    """

    value_changed = Signal()
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it for nobody."""
        super().__init__(parent)
        self._person = Person("-", "")
        self._check: PasswordCheck | None = None
        self.edit = LineEdit(tr("Full name of the person who signs"))
        self.password = PasswordEdit(tr("Password of the person who signs"))
        self.row = FormRow("", self.edit, field="signed_by")
        self.password_row = FormRow("", self.password, field="password")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row, control in ((self.row, self.edit), (self.password_row, self.password)):
            column.addWidget(row)
            control.value_changed.connect(self._on_typed)
            control.returnPressed.connect(self.confirmed)
        self.password_row.hide()

    def show_person(self, person: Person, means: str, check: PasswordCheck | None = None) -> None:
        """Ask a person to sign.

        Args:
            person: who works.
            means: what the signature says, such as "I judged this".
            check: of the password; None where nobody signed in.
        """
        self._person, self._check = person, check
        self.row.setVisible(check is None)
        self.password_row.setVisible(check is not None)
        self.setFocusProxy(self.edit if check is None else self.password)
        if check is None:
            self.row.set_label(tr("Type “{name}” to sign as “{means}”").format(name=person.name, means=means))
            self.row.set_hint(tr("Without accounts, the full name signs."))
        else:
            who = say_person(person.name, person.role)
            self.password_row.set_label(tr("{person}: password, to sign “{means}”").format(person=who, means=means))
            self.password_row.set_hint("")
        self._on_typed()

    @property
    def asks_password(self) -> bool:
        """Whether the password signs, rather than the name."""
        return self._check is not None

    @property
    def is_signed(self) -> bool:
        """Whether the person has put in what signs; a password is checked by ``confirm`` only."""
        if self._check is not None:
            return bool(self.password.text())
        return str(self.edit.value()) == self._person.name

    def confirm(self) -> bool:
        """Whether it is the person who signs. A wrong password counts, is said here, and has to be typed again."""
        if self._check is None or not self.is_signed:
            return self.is_signed
        refusal = self._check.refusal(self.password.text())
        if refusal:
            self.password.clear()
            self.password_row.set_finding("hard", refusal)
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        return not refusal

    def has_text(self) -> bool:
        """Whether something was typed."""
        return bool(self.edit.value() or self.password.text())

    def clear(self) -> None:
        """Forget the signature."""
        self.edit.set_value("")
        self.password.clear()
        self.password_row.set_finding(None)

    def _on_typed(self) -> None:
        typed = str(self.edit.value())
        wrong = bool(typed) and not self._person.name.startswith(typed)
        self.row.set_finding("hard" if wrong else None, tr("Type the name exactly as it stands above."))
        if self.password.text():
            self.password_row.set_finding(None)
        self.value_changed.emit()
