"""A new password, typed twice; what is wrong with it is said while it is typed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storage.keys.password_rules import SHORTEST, password_findings
from ui.text import tr
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import PasswordEdit
from ui.words.sign_in import say, say_finding


class NewPassword(QWidget):
    """Two fields. Nothing is found fault with before something was typed there.

    Signals:
        changed: ``is_complete`` may be another.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 12) -> None:
        """Build both fields."""
        super().__init__(parent)
        self._user_id = ""
        self.first, self.second = PasswordEdit(tr("New password")), PasswordEdit(tr("New password again"))
        hint = tr("at least {count} characters; a few words are best").format(count=SHORTEST)
        self._first_row = FormRow(tr("New password"), self.first, hint)
        self._second_row = FormRow(tr("New password again"), self.second)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing)
        column.addWidget(self._first_row)
        column.addWidget(self._second_row)
        for edit in (self.first, self.second):
            edit.value_changed.connect(self._check)

    def set_user_id(self, user_id: str) -> None:
        """Whose password it will be: it may not be little more than the user id."""
        self._user_id = user_id
        self._check()

    def text(self) -> str:
        """The password as typed."""
        return self.first.text()

    @property
    def is_complete(self) -> bool:
        """Whether it may be used and was typed alike twice."""
        return not password_findings(self.text(), self._user_id) and self.second.text() == self.text()

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.second.clear()

    def _check(self) -> None:
        findings = password_findings(self.text(), self._user_id) if self.text() else ()
        self._first_row.set_findings([("hard", say_finding(finding)) for finding in findings])
        typed, again = self.text(), self.second.text()
        # While the second is being typed it is a beginning of the first, which is no mistake yet.
        differs = bool(again) and not typed.startswith(again)
        self._second_row.set_finding("hard" if differs else None, say("password_differs"))
        self.changed.emit()
