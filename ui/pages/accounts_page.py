"""Accounts: who may open the study, as what and until when, and a first password for each. For administrators."""

from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.terms import Right
from storage.errors import RecordRefused, StudyFileError
from storage.keys.key_file import KeyFile
from storage.keys.key_store import KeyStore
from storage.person import Person
from ui.forms.account_form import AccountForm
from ui.forms.side_panel import PANEL_WIDTH
from ui.models.account_rows import AccountRow, AccountsModel, list_accounts
from ui.models.yielding_columns import YieldingColumns
from ui.pages.page import Page
from ui.session import Session
from ui.sign_in import accounts_of, end_access, end_lock_out, give_password, must_change_password
from ui.text import tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.new_password import NewPassword
from ui.widgets.scroll import ScrollArea
from ui.widgets.table import TableView
from ui.words.date import say_moment

_WIDEST_COLUMN = 168


class AccountsPage(Page):
    """The accounts at the left; the chosen one and its password at the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(session, parent)
        self.model = AccountsModel(self)
        self.table = TableView(tr("Accounts"), stretch_column=self.model.column("name"), widest=_WIDEST_COLUMN)
        self.table.setModel(self.model)
        self.table.row_changed.connect(lambda _index: self._on_row())
        yielding = [self.model.column(key) for key in ("from", "to")]
        self._fit = YieldingColumns(self.table, self.model.column("name"), yielding, least=130)
        self.card = Card(tr("Accounts"), margin=12, bottom=12)
        self.add_button = PrimaryButton(tr("Add account"), "plus")
        self.add_button.clicked.connect(self.add_record)
        self.card.add_to_title(self.add_button)
        self.card.add(self.table, 1)
        about = Label(
            tr(
                "Everybody works under an account of their own. It is deactivated, never deleted, and its user id "
                "never goes to another person. What somebody did stays under the role they had then."
            ),
            size="caption", token="text2", wrap=True,
        )  # fmt: skip
        about.setContentsMargins(8, 4, 8, 4)
        self.card.add(about)
        self.form = AccountForm(session)
        self.form.saved.connect(self._on_saved)
        self.form.edited.connect(self.edited)
        self.password_card = Card(tr("Password"), bottom=16, spacing=10)
        self.password_state = Label(size="caption", token="text2", wrap=True)
        self.password = NewPassword(spacing=10)
        self.give_button = PrimaryButton("")
        self.unlock_link = LinkButton(tr("End the lock-out"))
        for widget in (self.password_state, self.password):
            self.password_card.add(widget)
        foot = QHBoxLayout()
        foot.addWidget(self.unlock_link)
        foot.addStretch(1)
        foot.addWidget(self.give_button)
        self.password_card.body.addLayout(foot)
        self.password.changed.connect(self._check_password)
        self.give_button.clicked.connect(self.give)
        self.unlock_link.clicked.connect(self.unlock)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.form)
        column.addWidget(self.password_card)
        column.addStretch(1)
        self._area = area = ScrollArea(side)
        area.setFixedWidth(PANEL_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
        row.setSpacing(SPACE_M)
        row.addWidget(self.card, 1)
        row.addWidget(area)
        self._shown: str | None = ""

    def show_study(self) -> None:
        """Read the accounts and the key file anew."""
        session = self.session
        accounts = accounts_of(session.file)
        given = frozenset(one.user_id for one in accounts if must_change_password(session.file, one.user_id))
        self.model.set_rows(list_accounts(accounts, self._keys(), given, session.clock(), self._today))
        self._fit.fit()
        self.card.set_caption(tr("{count} active").format(count=sum(one.is_active for one in accounts)))
        self.add_button.setVisible(self._may_write)
        if not self.form.is_dirty or self._shown == "":
            self._select(self._shown or (accounts[0].record_id if accounts else None))
        self._show_password()

    def has_unsaved(self) -> bool:
        """Whether an account or a password is half typed."""
        return self._shown != "" and (self.form.is_dirty or bool(self.password.text()))

    def add_record(self) -> None:
        """Ctrl+N: a new account."""
        if self.add_button.isHidden():
            return
        self.table.clearSelection()
        self._shown = None
        self.form.show_account(None)
        self._show_password()
        self.form.take_focus()

    def give(self) -> None:
        """Give the chosen person a password, which they have to change at their next sign-in."""
        row = self._row()
        if row is None or not self.give_button.isEnabled():
            return
        session, user = self.session, row.account.user_id
        try:
            give_password(session.file, session.person, user, self.password.text(), session.clock())
        except (StudyFileError, RecordRefused) as error:
            session.refused.emit(error)
            return
        self.password.clear()
        session.refresh()

    def unlock(self) -> None:
        """End the lock-out of the chosen person."""
        row = self._row()
        if row is None:
            return
        session = self.session
        try:
            end_lock_out(session.file, session.person, row.account.user_id, session.clock())
        except (StudyFileError, RecordRefused) as error:
            session.refused.emit(error)
            return
        session.refresh()

    def _on_saved(self, user_id: str) -> None:
        """A deactivated account loses its password; a new one is waiting for its first."""
        session = self.session
        account = next(one for one in accounts_of(session.file) if one.user_id == user_id)
        if user_id == session.user_id:
            # The file refuses whoever acts under another name or role than their account has.
            session.person = Person.of(account)
        if not account.is_active and session.is_encrypted:
            try:
                end_access(session.file, session.person, user_id, session.clock())
            except (StudyFileError, RecordRefused) as error:
                session.refused.emit(error)
        self._shown = account.record_id
        self.show_study()
        if account.is_active and not self.password.isHidden():
            self.password.first.setFocus()
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.password_card, 0, 0))

    def _on_row(self) -> None:
        row = self.model.row_at(self.table.currentIndex())
        if row is None or row.account.record_id == self._shown:
            return
        self._shown = row.account.record_id
        self.password.clear()
        self.form.show_account(row.account)
        self._show_password()

    def _select(self, record_id: str | None) -> None:
        found = self.model.find(record_id) if record_id else None
        if found is None:
            self._shown = None
            self.form.show_account(None)
            return
        self._shown = record_id
        self.table.select_row(found)
        row = self._row()
        if row is not None:
            self.form.show_account(row.account)

    def _row(self) -> AccountRow | None:
        return next((row for row in self.model.rows if row.account.record_id == self._shown), None)

    def _show_password(self) -> None:
        """How it stands with the password of the chosen person."""
        row, session = self._row(), self.session
        self.password_card.setVisible(session.is_encrypted)
        is_own = row is not None and row.account.user_id == session.user_id
        can_have = row is not None and row.account.is_active
        for widget in (self.password, self.give_button):
            widget.setVisible(can_have and not is_own and self._may_write)
        self.unlock_link.setVisible(row is not None and row.locked_until is not None and self._may_write)
        if row is None:
            said = tr("Add the account first; then give it a password.")
        elif not row.account.is_active:
            said = tr("A deactivated account has no password.")
        elif is_own:
            said = tr("Your own. Change it under Safety, Change password.")
        elif row.locked_until is not None:
            until = say_moment(row.locked_until.astimezone(session.study.zone))
            said = tr("Locked out after wrong passwords until {moment}.").format(moment=until)
        elif not row.has_password:
            said = tr("None yet: {name} can't sign in. Give one and tell them; they change it at their first sign-in.")
        elif row.is_given:
            said = tr("Given by an administrator; {name} has not made it their own yet.")
        else:
            said = tr("Their own, which nobody else knows. A new one is for when {name} has lost it.")
        self.password_state.setText(said.format(name=row.account.full_name) if row else said)
        if row is not None:
            self.password.set_user_id(row.account.user_id)
            self.give_button.setText(tr("Give {user_id} this password").format(user_id=row.account.user_id))
        self._check_password()

    def _check_password(self) -> None:
        self.give_button.setEnabled(self.password.is_complete and self._may_write)
        self.edited.emit()

    @property
    def _may_write(self) -> bool:
        return self.session.may(Right.MANAGE_ACCOUNTS) and not self.session.is_read_only

    def _keys(self) -> KeyFile | None:
        if not self.session.is_encrypted:
            return None
        try:
            return KeyStore(self.session.file.path).read()
        except StudyFileError:
            return None

    @property
    def _today(self) -> date:
        return self.session.clock().astimezone(self.session.study.zone).date()
