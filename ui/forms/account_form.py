"""One account: who, as what, from when to when. A user id is given once and stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.access import can_manage, check_account
from domain.records import Account
from domain.terms import Role
from ui.forms.read_only import ReadOnlyGuard
from ui.forms.typed import read_day
from ui.screens.first_user_step import user_id_problem
from ui.session import Session
from ui.sign_in import accounts_of
from ui.text import say_date, tr
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.combo_box import ComboBox
from ui.widgets.date_edit import DateEdit
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option
from ui.words.sign_in import role_options, say, say_finding


class AccountForm(Card):
    """Adds an account, or corrects one with a reason.

    Signals:
        saved: the user id; the account is in the file.
        edited: ``is_dirty`` may be another.
    """

    saved = Signal(str)
    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it for a new account."""
        super().__init__(tr("Account"), bottom=16, spacing=10, parent=parent)
        self._session = session
        self._before: Account | None = None
        self._others: tuple[Account, ...] = ()
        self._seen: int | None = None
        self._first: tuple[object, ...] = ()
        self.user_id, self.full_name = LineEdit(tr("User id")), LineEdit(tr("Name"))
        self.role = ComboBox([Option(value, text) for value, text in role_options()], tr("Role"))
        self.active_from = DateEdit(tr("From"), parse=read_day, show=_say_day)
        self.active_to = DateEdit(tr("Until"), parse=read_day, show=_say_day)
        self.reason = LineEdit(tr("Reason for the change"))
        rows = {
            "user_id": FormRow(tr("User id"), self.user_id),
            "full_name": FormRow(tr("Name"), self.full_name, tr("as it is printed beside a signature")),
            "role": FormRow(tr("Role"), self.role),
            "active_from": FormRow(tr("Delegated from"), self.active_from),
            "active_to": FormRow(tr("Until, the last day"), self.active_to, tr("empty: no end")),
            "reason": FormRow(tr("Reason for the change"), self.reason),
        }
        self._rows = rows
        for name in ("user_id", "full_name", "role"):
            self.add(rows[name])
        dates = QHBoxLayout()
        dates.setSpacing(12)
        dates.addWidget(rows["active_from"], 1, Qt.AlignmentFlag.AlignTop)
        dates.addWidget(rows["active_to"], 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(dates)
        self.add(rows["reason"])
        self.save_button = PrimaryButton("")
        self.state_link = LinkButton("")
        foot = QHBoxLayout()
        foot.addWidget(self.state_link)
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        self.body.addLayout(foot)
        for row in rows.values():
            row.value_changed.connect(self._check)
        self.save_button.clicked.connect(self.save)
        self.state_link.clicked.connect(self._change_state)
        save = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.save)
        if session.is_read_only:
            self._guard = ReadOnlyGuard([row.control for row in rows.values()], self)

    def show_account(self, account: Account | None) -> None:
        """Fill it with an account, or empty it for a new one."""
        session = self._session
        self._before = account
        self._seen = session.file.last_event(account.record_id) if account else None
        self._others = accounts_of(session.file)
        self.set_title(tr("Account {user_id}").format(user_id=account.user_id) if account else tr("New account"))
        # Whoever makes the first account makes their own: without one nobody could go on.
        is_very_first = not self._others and bool(session.user_id)
        self.user_id.setReadOnly(account is not None or is_very_first)
        about_id = tr("such as lin.wei; never given to another person")
        self._rows["user_id"].set_hint("" if account else about_id)
        values: tuple[object, ...] = (
            (account.user_id, account.full_name, account.role.value, account.active_from, account.active_to)
            if account
            else (session.user_id, "", Role.ADMINISTRATOR.value, self._today, None)
            if is_very_first
            else ("", "", Role.COORDINATOR.value, self._today, None)
        )
        for control, value in zip(self._controls, values, strict=True):
            control.set_value(value)
        self.reason.clear()
        self._first = self._values()
        self._rows["reason"].setVisible(account is not None and self._may_write)
        self.save_button.setVisible(self._may_write)
        self.save_button.setText(tr("Save account") if account else tr("Add account"))
        # Whoever takes away their own account could not even put that on record.
        can_end = account is not None and account.user_id != session.user_id
        self.state_link.setVisible(can_end and self._may_write)
        if account is not None:
            self.state_link.setText(tr("Deactivate") if account.is_active else tr("Activate again"))
        self._check()

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._values() != self._first or bool(self.reason.text())

    def take_focus(self) -> None:
        """The first field that can be typed into."""
        (self.full_name if self._before else self.user_id).setFocus()

    def account(self, *, is_active: bool | None = None) -> Account | None:
        """What is typed, as an account; None while a field can't be read."""
        begins, ends = self.active_from.value(), self.active_to.value()
        if not isinstance(begins, date) or (self.active_to.text().strip() and not isinstance(ends, date)):
            return None
        if self.role.value() is None:
            return None
        before = self._before
        typed = Account(
            record_id=before.record_id if before else self._session.new_id(),
            user_id=str(self.user_id.value()),
            full_name=str(self.full_name.value()),
            role=Role(str(self.role.value())),
            active_from=begins,
            active_to=ends if isinstance(ends, date) else None,
            is_active=before.is_active if before else True,
        )
        return typed if is_active is None else replace(typed, is_active=is_active)

    def save(self) -> None:
        """Save what is typed."""
        if self.save_button.isEnabled():
            self._save(self.account())

    def _change_state(self) -> None:
        if self._before is not None and self.state_link.isEnabled():
            self._save(self.account(is_active=not self._before.is_active))

    def _save(self, account: Account | None) -> None:
        if account is None:
            return
        if self._session.save(account, reason=self.reason.text().strip(), seen=self._seen):
            self.show_account(account)
            self.saved.emit(account.user_id)

    def _check(self) -> None:
        account, before = self.account(), self._before
        said: dict[str, str] = {}
        for name in ("active_from", "active_to"):
            if problem := self._rows[name].problem():
                said[name] = problem
        if account is not None:
            for finding in check_account(self._others, account):
                said.setdefault(finding.field, say_finding(finding))
            if not self._is_managed_with(account):
                said["role"] = say("needs_administrator")
        if problem := user_id_problem(self.user_id.text()):
            said["user_id"] = problem
        blanks = {"user_id": self.user_id, "full_name": self.full_name}
        for name, row in self._rows.items():
            # An empty field of a new account is no mistake yet.
            is_blank = before is None and name in blanks and not blanks[name].text()
            row.set_finding("hard" if name in said and not is_blank else None, said.get(name, ""))
        has_reason = before is None or bool(self.reason.text().strip())
        is_whole = account is not None and not said and has_reason and self._may_write
        self.save_button.setEnabled(is_whole and (before is None or self._values() != self._first))
        off = self.account(is_active=not before.is_active) if before else None
        self.state_link.setEnabled(off is not None and has_reason and self._may_write and self._is_managed_with(off))
        hint = tr("needed for a change, and to deactivate")
        self._rows["reason"].set_hint(hint)
        self.edited.emit()

    def _is_managed_with(self, account: Account) -> bool:
        """Whether somebody could still keep the accounts."""
        others = [one for one in self._others if one.record_id != account.record_id]
        return can_manage([*others, account], self._today)

    @property
    def _may_write(self) -> bool:
        return not self._session.is_read_only

    @property
    def _today(self) -> date:
        return self._session.clock().astimezone(self._session.study.zone).date()

    @property
    def _controls(self) -> Sequence[LineEdit | ComboBox]:
        return (self.user_id, self.full_name, self.role, self.active_from, self.active_to)

    def _values(self) -> tuple[object, ...]:
        return tuple(control.value() if isinstance(control, ComboBox) else control.text() for control in self._controls)


def _say_day(value: object) -> str:
    return say_date(value) if isinstance(value, date) else str(value)
