"""Locks and unlocks a form, a subject, a dose level or the study, with the reason that whoever is refused reads."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from domain.records import Lock
from domain.terms import LockScope, Right
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.text import tr
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.radio_list import Choice, RadioList
from ui.widgets.scroll import ScrollArea
from ui.widgets.text_area import TextArea
from ui.words.lock import locks_of, say_lock, say_target

_LIST_HEIGHT = 330


class DataLockDialog(Dialog):
    """One target is chosen; what is locked is unlocked, and the other way round."""

    def __init__(
        self, session: Session, targets: Sequence[tuple[LockScope, str]], *, parent: QWidget | None = None
    ) -> None:
        """Show the targets with their state.

        Args:
            session: of the person who locks.
            targets: scope and target of each, as ``StudyFile.lock`` takes them; the first one is chosen.
            parent: Qt owner.
        """
        super().__init__(tr("Lock or unlock data"), tr("Lock"), tr("Cancel"), parent=parent)
        self._session = session
        about = tr("What is locked can be read by everybody and changed by nobody, until it is unlocked with a reason.")
        self.add(Label(about, token="text2", wrap=True))
        self._locks = {(one.scope, one.target): one for one in locks_of(session)}
        choices = [self._choice(target) for target in targets]
        self.target = RadioList(choices, tr("What"))
        self.target.set_value(targets[0])
        area = ScrollArea(FormRow(tr("What"), self.target))
        area.setMaximumHeight(_LIST_HEIGHT)
        self.add(area)
        self.warning = Label("", size="caption", token="text2", wrap=True)
        self.add(self.warning)
        self.reason = TextArea(tr("Reason"), lines=2)
        self._reason_row = FormRow(tr("Reason, as whoever is refused reads it"), self.reason)
        self.add(self._reason_row)
        self.target.value_changed.connect(self._check)
        self.reason.value_changed.connect(self._check)
        self._check()
        self.reason.setFocus()

    def _choice(self, target: tuple[LockScope, str]) -> Choice:
        lock = self._locks.get(target)
        note = say_lock(self._session, lock)[1] if lock is not None else tr("not locked")
        allowed = self._session.may(Right.UNLOCK if lock is not None else Right.LOCK)
        return Choice(target, say_target(self._session, *target), note, allowed)

    @property
    def lock(self) -> Lock | None:
        """The lock on what is chosen; None where it is not locked."""
        value = self.target.value()
        return self._locks.get(value) if isinstance(value, tuple) else None

    def _check(self) -> None:
        is_locked = self.lock is not None
        self.accept_button.setText(tr("Unlock") if is_locked else tr("Lock"))
        self.warning.setText(
            tr("Signatures given under the lock, or before it, fall when it is taken off.") if is_locked else ""
        )
        self.warning.setVisible(is_locked)
        may = self._session.may(Right.UNLOCK if is_locked else Right.LOCK)
        self.accept_button.setEnabled(bool(str(self.reason.value()).strip()) and may)
        if self.isVisible():
            self.fit()

    def accept(self) -> None:
        """Lock or unlock; a refusal stands as a banner above the page."""
        value, session = self.target.value(), self._session
        if not isinstance(value, tuple) or not self.accept_button.isEnabled():
            return
        scope, target = value
        verb = session.file.lock if self.lock is None else session.file.unlock
        reason = str(self.reason.value()).strip()
        session.do(lambda: verb(scope, target, reason=reason, person=session.person, now=session.clock()))
        super().accept()
