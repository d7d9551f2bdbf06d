"""What every panel has in which the committee signs: what it rests on, the reason, who was there, the signature."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.records import Attendee
from domain.study import Study
from domain.terms import Vote
from storage.person import Person
from ui.pages.decision_attendees import AttendeesEditor
from ui.pages.signer_field import SignerField
from ui.text import Words, tr
from ui.theme import SIGN_HEIGHT, SPACE_M, SPACE_S
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card, SunkenBox
from ui.widgets.flow import high_as_needed
from ui.widgets.form_row import FormRow
from ui.widgets.key_value import KeyValueList
from ui.widgets.scroll import ScrollArea
from ui.widgets.text_area import TextArea
from ui.words.ground import say_head, say_moved, say_position, say_version


class SigningPanel(Card):
    """The fields that all that is signed in a meeting has; what is chosen is the subclass's.

    A subclass lays them out with ``scroll_fields`` and ``build_foot``, and connects ``sign_button``.
    """

    def __init__(self, title: str, act: str) -> None:
        """Build the fields.

        Args:
            title: of the card.
            act: what the button says.
        """
        super().__init__(title, bottom=SPACE_M)
        self._entry: tuple[int, str] | None = None
        self._usual_people: tuple[Attendee, ...] = ()
        self.facts = KeyValueList(small=True, lines=False)
        self.ground = SunkenBox()
        self.ground.add(self.facts)
        self.reason = TextArea(tr("Reason, as it will be printed"), lines=3)
        self.attendees = AttendeesEditor()
        self.reason_row = FormRow(tr("Reason, as it will be printed"), self.reason, field="reason")
        self.people_row = FormRow(tr("Attendees"), self.attendees, field="attendees")
        self.notes = QVBoxLayout()
        self.notes.setSpacing(SPACE_S)
        self.signer = SignerField()
        self.sign_button = PrimaryButton(act, "pencil", height=SIGN_HEIGHT)
        self.signer.confirmed.connect(self.sign_button.click)

    def scroll_fields(self, fields: Sequence[QWidget]) -> ScrollArea:
        """Lay fields out so that they scroll, above notes, signature and button, which stay in sight."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M - 2)
        for field in fields:
            column.addWidget(field)
        column.addStretch(1)
        self.body.setContentsMargins(19, 0, 9, 15)
        area = ScrollArea(content)
        # Always there, so that the rows don't move when it has something to scroll; it paints only its handle.
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.add(area, 1)
        foot = high_as_needed(QWidget())
        below = QVBoxLayout(foot)
        below.setContentsMargins(0, SPACE_S, 10, 0)
        below.setSpacing(SPACE_S + 2)
        self.build_foot(below)
        self.add(foot)
        return area

    def build_foot(self, column: QVBoxLayout) -> None:
        """Put notes, signature and button below each other."""
        column.addLayout(self.notes)
        column.addWidget(self.signer)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.sign_button)
        column.addLayout(row)

    def show_ground(self, study: Study, words: Words, came: Sequence[Attendee], person: Person) -> None:
        """Show what would be signed; what was typed stays, the signature only while the data stay.

        Args:
            study: that is shown.
            words: of the study.
            came: who was at the meeting before.
            person: who would sign.
        """
        entry = (study.position, study.head)
        if self._entry is not None and entry != self._entry:
            self.signer.clear()
        if self._entry is None or not self.has_unsaved():
            self._usual_people = _expected(came, person)
            self.attendees.set_value(self._usual_people)
        self._entry = entry
        self.facts.set_facts(
            [
                (tr("Data cut-off"), words.moment_with_offset(study.cut_off)),
                (tr("Protocol"), say_version(study.protocol.version)),
                (tr("Chain head"), f"{say_position(study.position)} · {say_head(study.head)}"),
            ]
        )

    def refusal(self, study: Study) -> tuple[str, str] | None:
        """Why nothing is signed on a study that has moved since it was shown, as title and text; None where it may be.

        Args:
            study: as it is now.
        """
        if self._entry == (study.position, study.head):
            return None
        seen = self._entry[0] if self._entry is not None else 0
        return say_moved(seen, study.position)

    def has_unsaved(self) -> bool:
        """Whether a reason, a signature or other attendees were typed."""
        return bool(self.reason.value()) or self.signer.has_text() or self.attendees.value() != self._usual_people

    def forget(self) -> None:
        """Empty reason and signature, after something was signed; who was there stays."""
        self.reason.set_value("")
        self.signer.clear()
        self._usual_people = self.attendees.value()

    def start_over(self) -> None:
        """Forget all that was typed, as for another part."""
        self.forget()
        self._entry = None


def _expected(came: Sequence[Attendee], person: Person) -> tuple[Attendee, ...]:
    """Who came last time, with the person who signs in front; votes are never remembered."""
    others = tuple(Attendee(one.name, one.role, Vote.PRESENT) for one in came if one.name != person.name)
    return (Attendee(person.name, person.role, Vote.AGREES), *others)
