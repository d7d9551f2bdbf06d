"""Who signs, and the sign of it: until accounts come, the full name typed by the person who works."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storage.person import Person
from ui.text import tr
from ui.widgets.fields import LineEdit
from ui.widgets.form_row import FormRow


class SignerField(QWidget):
    """The signature of one person. A password field can take the place of the name without its owner's knowing.

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
        self.edit = LineEdit(tr("Full name of the person who signs"))
        self._row = FormRow("", self.edit, field="signed_by")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._row)
        self.edit.value_changed.connect(self._on_typed)
        self.edit.returnPressed.connect(self.confirmed)

    def show_person(self, person: Person, means: str) -> None:
        """Ask a person to sign.

        Args:
            person: who works.
            means: what the signature says, such as "I judged this".
        """
        self._person = person
        self._row.set_label(tr("Type “{name}” to sign as “{means}”").format(name=person.name, means=means))
        self._row.set_hint(tr("Until accounts come, the full name signs."))
        self._on_typed()

    @property
    def is_signed(self) -> bool:
        """Whether the person has signed."""
        return str(self.edit.value()) == self._person.name

    def has_text(self) -> bool:
        """Whether something was typed."""
        return bool(self.edit.value())

    def clear(self) -> None:
        """Forget the signature."""
        self.edit.set_value("")

    def _on_typed(self) -> None:
        typed = str(self.edit.value())
        wrong = bool(typed) and not self._person.name.startswith(typed)
        self._row.set_finding("hard" if wrong else None, tr("Type the name exactly as it stands above."))
        self.value_changed.emit()
