"""A subject's contacts for survival as rows; attempts without an answer among them (SUB-8)."""

from datetime import date

from PySide6.QtCore import QObject

from domain.partial_date import PartialDate
from domain.records import SurvivalContact
from domain.terms import VitalStatus
from ui.models.rows_model import RowsModel, Shown
from ui.text import say_date, say_partial, term, tr


class ContactsModel(RowsModel[SurvivalContact]):
    """Contacts for survival, latest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[SurvivalContact]] = [
            Shown("on", tr("Contact"), lambda one: say_date(one.contacted_on), lambda one: one.contacted_on, True),
            Shown("how", tr("How"), lambda one: term(one.how), lambda one: one.how.value),
            Shown("status", tr("Vital status"), _say_status, lambda one: one.vital_status.value,
                  weight=lambda one: 600 if one.vital_status is VitalStatus.DEAD else 400),
            Shown("alive", tr("Last known alive"), lambda one: _say(one.alive_on), lambda one: one.alive_on, True),
            Shown("died", tr("Died"), lambda one: _say(one.died_on), lambda one: str(one.died_on or ""), True),
            Shown("comment", tr("Comment"), _say_comment, _say_comment, tooltip=_say_comment),
        ]  # fmt: skip
        super().__init__(columns, lambda one: one.record_id, parent)


def _say_status(contact: SurvivalContact) -> str:
    is_attempt = contact.vital_status is VitalStatus.UNKNOWN and contact.last_alive_on is None
    return tr("No answer") if is_attempt else term(contact.vital_status)


def _say(value: date | PartialDate | None) -> str:
    if value is None:
        return ""
    return say_partial(value) if isinstance(value, PartialDate) else say_date(value)


def _say_comment(contact: SurvivalContact) -> str:
    return " · ".join(one for one in (contact.cause, contact.comment) if one)
