"""The accounts of a study as rows: who, as what, from when to when, and how it stands with their password."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QObject

from domain.access import account_finding
from domain.records import Account
from storage.keys.failed_log_ins import locked_until
from storage.keys.key_file import KeyFile
from ui.models.rows_model import RowsModel, Shown
from ui.text import say_date, tr
from ui.words.sign_in import say_role


@dataclass(frozen=True)
class AccountRow:
    """One account, with what the key file says of it.

    Attributes:
        has_password: whether they can sign in at all.
        is_given: whether the password is one that an administrator gave them.
        locked_until: aware UTC, while they are locked out.
        may_act: whether the account holds today.
    """

    account: Account
    has_password: bool
    is_given: bool
    locked_until: datetime | None
    may_act: bool

    @property
    def state(self) -> str:
        """How the account stands, in one or two words."""
        if not self.account.is_active:
            return tr("deactivated")
        if not self.may_act:
            return tr("not in force")
        if self.locked_until is not None:
            return tr("locked out")
        return tr("active")

    @property
    def password(self) -> str:
        """How it stands with the password."""
        if not self.has_password:
            return tr("none")
        return tr("to be changed") if self.is_given else tr("own")


def list_accounts(
    accounts: Iterable[Account], keys: KeyFile | None, given: frozenset[str], now: datetime, today: date
) -> list[AccountRow]:
    """The rows, in order of user ids.

    Args:
        accounts: those of the study.
        keys: None where the key file can't be read.
        given: user ids whose password an administrator gave them.
        now: aware UTC.
        today: at the site.
    """
    rows = []
    for account in sorted(accounts, key=lambda one: (not one.is_active, one.user_id)):
        user, until = account.user_id, None
        if keys is not None:
            until = locked_until(keys.failures, user, keys.cleared.get(user, 0))
        rows.append(
            AccountRow(
                account,
                has_password=keys is not None and keys.slot_of(user) is not None,
                is_given=user in given,
                locked_until=until if until is not None and now < until else None,
                may_act=account_finding(account, today) is None,
            )
        )
    return rows


class AccountsModel(RowsModel[AccountRow]):
    """The table of accounts."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[AccountRow]] = [
            Shown("user_id", tr("User id"), lambda row: row.account.user_id, lambda row: row.account.user_id,
                  weight=lambda _row: 600),
            Shown("name", tr("Name"), lambda row: row.account.full_name, lambda row: row.account.full_name),
            Shown("role", tr("Role"), lambda row: say_role(row.account.role.value), lambda row: row.account.role.value),
            Shown("from", tr("From"), lambda row: say_date(row.account.active_from),
                  lambda row: row.account.active_from, True),
            Shown("to", tr("Until"), lambda row: say_date(row.account.active_to) if row.account.active_to else "",
                  lambda row: row.account.active_to, True),
            Shown("state", tr("State"), lambda row: row.state, lambda row: row.state,
                  token=lambda row: "text" if row.state == tr("active") else "warnline"),
            Shown("password", tr("Password"), lambda row: row.password, lambda row: row.password,
                  token=lambda row: "text2" if row.has_password else "warnline"),
        ]  # fmt: skip
        super().__init__(columns, lambda row: row.account.record_id, parent)
