"""A decision as it was signed: nothing in it can be changed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.records import Decision
from ui.pages.signed_blocks import ground_box, people_list, signature_boxes
from ui.text import Words, tr
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.buttons import SecondaryButton
from ui.widgets.card import Card, NoteBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label
from ui.widgets.scroll import ScrollArea


class SignedPanel(Card):
    """A decision as it was signed. Nothing in it can be changed.

    Signals:
        closed: back to the decision that is to be taken now.
        sign_wanted: the person wants to sign what is shown.
    """

    closed = Signal()
    sign_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Signed decision"), bottom=SPACE_M)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self.body.setContentsMargins(19, 0, 9, 15)
        area = ScrollArea(content)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.add(area, 1)
        self.back_button = SecondaryButton(tr("Back to today"), "arrow_left")
        self.back_button.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setContentsMargins(0, SPACE_S, 10, 0)
        row.addStretch(1)
        row.addWidget(self.back_button)
        self.sign_button = SecondaryButton(tr("Sign this decision too"), "pencil")
        self.sign_button.clicked.connect(self.sign_wanted)
        self.sign_button.hide()
        row.addWidget(self.sign_button)
        self.body.addLayout(row)

    def show_decision(
        self, decision: Decision, words: Words, said: str, boxes: Sequence[NoteBox] = (), *, can_sign: bool = False
    ) -> None:
        """Shows a decision.

        Args:
            decision: as signed.
            words: of the study.
            said: the decision in words.
            boxes: its electronic signatures and how they stand; none where the study has no accounts.
            can_sign: whether the person who works may sign it too.
        """
        clear(self._column)
        self.set_caption(words.moment(decision.signed_at))
        self._column.addWidget(Label(said, size="title", wrap=True))
        self._column.addWidget(ground_box(decision, words))
        self._column.addSpacing(SPACE_S)
        self._column.addWidget(Label(tr("Reason"), size="caption", weight=500, token="text2"))
        self._column.addWidget(Label(decision.reason or tr("None given: it follows the rule."), wrap=True))
        self._column.addSpacing(SPACE_S)
        self._column.addWidget(Label(tr("Attendees"), size="caption", weight=500, token="text2"))
        self._column.addWidget(people_list(decision, words))
        self._column.addSpacing(SPACE_S)
        for box in signature_boxes(decision, words, boxes):
            self._column.addWidget(box)
        self.sign_button.setVisible(can_sign)
        self._column.addStretch(1)
