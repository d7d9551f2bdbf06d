"""Step 4: who may open the study. The first account is the administrator's, unless it is a training study."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.terms import Role
from storage.person import Person
from ui.dialogs.person import ROLES
from ui.screens.step import Step
from ui.settings import Settings
from ui.text import tr
from ui.widgets.card import Card
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.new_password import NewPassword
from ui.widgets.options import Option
from ui.widgets.radio_list import Choice, RadioList
from ui.words.sign_in import say, say_role

_USER_ID = re.compile(r"[\w.-]{1,40}")


def user_id_problem(user_id: str) -> str:
    """What is wrong with a user id as it is typed, as a sentence; "" if nothing."""
    return say("user_id_form") if user_id and not _USER_ID.fullmatch(user_id) else ""


class FirstUserStep(Step):
    """Encrypted with a first account, or a training study that anybody can open."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        """Propose the last person of this machine."""
        super().__init__(
            tr("First account"),
            tr("Who opens it first?"),
            tr("The study is encrypted. Everybody who works on it has an account and a password of their own."),
            parent,
        )
        name, role = settings.person
        self.protection = RadioList(
            [
                Choice(True, tr("A study of real subjects"), tr("encrypted, with accounts")),
                Choice(False, tr("A training study, with invented subjects only"), tr("not encrypted, no passwords")),
            ],
            tr("Protection"),
        )
        self.protection.set_value(True)
        self._name = FormRow(tr("Your name"), LineEdit(tr("Your name")), tr("as it is printed and signed"))
        self._user = FormRow(
            tr("User id"), LineEdit(tr("User id")), tr("such as lin.wei; it is never given to another person")
        )
        self._role = FormRow(tr("Your role"), ComboBox([Option(one, tr(one)) for one in ROLES], tr("Your role")))
        self.password = NewPassword()
        administrator = LineEdit(tr("Role"))
        administrator.setText(say_role(Role.ADMINISTRATOR.value))
        administrator.setReadOnly(True)
        administrator.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fixed_role = FormRow(tr("Role"), administrator)
        self._about = Label(
            tr(
                "An administrator lets the others in and enters nothing about subjects. Accounts for the work at the "
                "site, your own too, are added on the Accounts page right after this."
            ),
            size="caption",
            token="text2",
            wrap=True,
        )
        card = Card(bottom=20, spacing=12)
        card.setMaximumWidth(760)
        card.add(self.protection)
        line = QHBoxLayout()
        line.setSpacing(16)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(12)
            line.addLayout(column, 1)
        for widget in (self._name, self._user, self._fixed_role, self._role, self._about):
            left.addWidget(widget)
        right.addWidget(self.password)
        for column in (left, right):
            column.addStretch(1)
        card.body.addLayout(line)
        self.column.addWidget(card)
        self.column.addStretch(1)
        self._name.set_value(name)
        self._role.set_value(role if role in ROLES else ROLES[0])
        for row in (self._name, self._user, self._role):
            row.value_changed.connect(self._check)
        self.password.changed.connect(self.changed)
        self.protection.value_changed.connect(self._on_protection)
        self._on_protection()

    @property
    def is_encrypted(self) -> bool:
        """Whether the study is encrypted and has accounts."""
        return bool(self.protection.value())

    @property
    def user_id(self) -> str:
        """User id of the first account; "" for a training study."""
        return str(self._user.value() or "") if self.is_encrypted else ""

    @property
    def person(self) -> Person:
        """Who sets the study up."""
        name = str(self._name.value() or "").strip() or tr("Unnamed")
        if self.is_encrypted:
            return Person(name, Role.ADMINISTRATOR.value, self.user_id)
        return Person(name, str(self._role.value() or ROLES[0]))

    @property
    def is_complete(self) -> bool:
        """Whether the first account can be made."""
        if not str(self._name.value() or "").strip():
            return False
        if not self.is_encrypted:
            return True
        return bool(self.user_id) and not user_id_problem(self.user_id) and self.password.is_complete

    @property
    def hint(self) -> str:
        """What is missing."""
        if self.is_complete:
            return ""
        if not self.is_encrypted or not (self._name.value() and self._user.value()):
            return tr("Fill in every field")
        return tr("Type a password that may be used, twice")

    @property
    def note(self) -> str:
        """Who."""
        return tr("training, not encrypted") if not self.is_encrypted else self.user_id

    def take_focus(self) -> None:
        """The first field."""
        self._name.focus_control()

    def _on_protection(self) -> None:
        for widget in (self._user, self._fixed_role, self._about, self.password):
            widget.setVisible(self.is_encrypted)
        self._role.setVisible(not self.is_encrypted)
        self._check()

    def _check(self) -> None:
        problem = user_id_problem(str(self._user.value() or ""))
        self._user.set_finding("hard" if problem else None, problem)
        self.password.set_user_id(self.user_id)
        self.changed.emit()
