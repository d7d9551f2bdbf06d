"""Asks who is working on a study without accounts; the name goes into the audit trail."""

from PySide6.QtWidgets import QWidget

from storage.person import Person
from ui.dialogs.dialog import Dialog
from ui.text import tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option

ROLES = (
    "coordinator",
    "investigator",
    "principal investigator",
    "data manager",
    "monitor",
    "medical monitor, sponsor",
    "statistician",
    "pharmacist",
)


class PersonDialog(Dialog):
    """Name and role of the person at the keyboard."""

    def __init__(self, person: Person, parent: QWidget | None = None) -> None:
        """Show the person known so far."""
        super().__init__(tr("Who is working?"), tr("Use this name"), tr("Cancel"), parent=parent)
        self.add(
            Label(tr("The name stands in the audit trail on everything that is entered."), token="text2", wrap=True)
        )
        self.name = LineEdit(tr("Name"))
        self.name.set_value(person.name)
        self.role = ComboBox([Option(role, tr(role)) for role in ROLES], tr("Role"))
        self.role.set_value(person.role if person.role in ROLES else ROLES[0])
        self._row = FormRow(tr("Name"), self.name, tr("as it is printed and signed"))
        self.add(self._row)
        self.add(FormRow(tr("Role"), self.role))
        self.name.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self.name.text().strip()))

    def person(self) -> Person:
        """Who was named."""
        return Person(self.name.text().strip(), str(self.role.value()))


def ask_person(parent: QWidget, person: Person) -> Person | None:
    """Who is working; None if the dialog was cancelled."""
    dialog = PersonDialog(person, parent)
    return dialog.person() if dialog.exec() else None
