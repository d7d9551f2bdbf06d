"""Who was at the meeting: a list that is filled, voted in and cleared with the keyboard."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.records import Attendee
from domain.terms import Vote
from ui.text import term, tr
from ui.theme import SPACE_S, SPACE_XS
from ui.widgets.buttons import IconButton, SecondaryButton
from ui.widgets.card import Hairline
from ui.widgets.clear import clear
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option


class AttendeesEditor(QWidget):
    """Attendees with role and vote; Enter in the fields below adds one, Delete on a row's cross removes it.

    Signals:
        value_changed: somebody was added or removed, or voted.
    """

    value_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Attendees"))
        self._people: list[Attendee] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.name_field = LineEdit(tr("Name of an attendee"), placeholder=tr("Name"))
        self.role_field = LineEdit(tr("Role of the attendee"), placeholder=tr("Role"))
        self.add_button = SecondaryButton(tr("Add"), "plus")
        self.add_button.setAccessibleName(tr("Add attendee"))
        self.add_button.clicked.connect(self._on_add)
        self.name_field.returnPressed.connect(self._on_name_entered)
        self.role_field.returnPressed.connect(self._on_add)
        self.name_field.value_changed.connect(self._update)
        fields = QHBoxLayout()
        fields.setSpacing(SPACE_S)
        fields.addWidget(self.name_field, 1)
        fields.addWidget(self.role_field, 1)
        fields.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(self._rows)
        column.addLayout(fields)
        self._update()

    def value(self) -> tuple[Attendee, ...]:
        """The attendees, in the order they were added."""
        return tuple(self._people)

    def set_value(self, people: Sequence[Attendee]) -> None:
        """Shows other attendees."""
        self._people = list(people)
        self._redraw()

    def set_finding(self, severity: str | None) -> None:
        """Marks the name field."""
        self.name_field.set_finding(severity)

    def _on_name_entered(self) -> None:
        if self.name_field.value():
            self.role_field.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_add(self) -> None:
        name, role = str(self.name_field.value()), str(self.role_field.value())
        if not name or any(person.name == name for person in self._people):
            return
        self._people.append(Attendee(name, role, Vote.PRESENT))
        self.name_field.set_value("")
        self.role_field.set_value("")
        self.name_field.setFocus(Qt.FocusReason.TabFocusReason)
        self._redraw()
        self.value_changed.emit()

    def _remove(self, index: int) -> None:
        del self._people[index]
        self._redraw()
        self.name_field.setFocus(Qt.FocusReason.TabFocusReason)
        self.value_changed.emit()

    def _vote(self, index: int, vote: Vote) -> None:
        self._people[index] = replace(self._people[index], vote=vote)
        self.value_changed.emit()

    def _redraw(self) -> None:
        clear(self._rows)
        before: QWidget = self
        for index, person in enumerate(self._people):
            row = _AttendeeRow(person)
            row.voted.connect(lambda vote, at=index: self._vote(at, vote))
            row.removed.connect(lambda at=index: self._remove(at))
            self._rows.addWidget(row)
            if index:
                QWidget.setTabOrder(before, row.vote)
            QWidget.setTabOrder(row.vote, row.cross)
            before = row.cross
        if self._people:
            QWidget.setTabOrder(before, self.name_field)
        QWidget.setTabOrder(self.name_field, self.role_field)
        QWidget.setTabOrder(self.role_field, self.add_button)
        self._update()

    def _update(self) -> None:
        name = str(self.name_field.value())
        self.add_button.setEnabled(bool(name) and all(person.name != name for person in self._people))


class _AttendeeRow(QWidget):
    """Name over role, the vote, and a cross that takes the person out."""

    voted = Signal(object)
    removed = Signal()

    def __init__(self, person: Attendee) -> None:
        super().__init__()
        about = tr("{name}, {role}").format(name=person.name, role=person.role) if person.role else person.name
        self.vote = ComboBox(
            [Option(vote, term(vote)) for vote in Vote], tr("Vote of {name}").format(name=person.name), height=28
        )
        self.vote.set_value(person.vote)
        self.vote.setFixedWidth(112)
        self.vote.value_changed.connect(self._on_vote)
        self.cross = IconButton("cross", tr("Remove {name}").format(name=person.name), size=24)
        self.cross.clicked.connect(self.removed)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(ElidedLabel(person.name, weight=500))
        names.addWidget(ElidedLabel(person.role or "–", size="caption", token="text2"))
        row = QHBoxLayout()
        row.setContentsMargins(0, SPACE_XS, 0, SPACE_XS)
        row.setSpacing(SPACE_XS)
        row.addLayout(names, 1)
        row.addWidget(self.vote)
        row.addWidget(self.cross)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Hairline())
        self.setAccessibleName(about)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.cross.hasFocus():
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _on_vote(self) -> None:
        # Delete clears a combo box; a person at the meeting always has a part in it.
        value = self.vote.value()
        if isinstance(value, Vote):
            self.voted.emit(value)
        else:
            self.vote.set_value(Vote.PRESENT)
