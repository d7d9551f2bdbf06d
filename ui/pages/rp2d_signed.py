"""A recommended dose as it was signed: nothing in it can be changed (ESC-12)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from domain.records import RecommendedDose
from domain.rp2d.standing import DoseStanding
from domain.summaries.weighed_doses import describe_ceiling
from ui.pages.rp2d_words import say_dose
from ui.pages.signed_blocks import ground_box, people_list, signature_boxes
from ui.text import Words, capital, term, tr
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.buttons import SecondaryButton
from ui.widgets.card import Card, Hairline, NoteBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label

_SIDE, _TOPIC = 344, 184


class SignedDoseCard(Card):
    """What was weighed and said, at the left; what it rests on and who signed, at the right.

    Signals:
        closed: back to what can be signed now.
        sign_wanted: the person wants to sign it too.
    """

    closed = Signal()
    sign_wanted = Signal()

    def __init__(self) -> None:
        """Build it empty."""
        super().__init__(tr("Signed recommended dose"), bottom=SPACE_M)
        self._said, self._side = QVBoxLayout(), QVBoxLayout()
        for column in (self._said, self._side):
            column.setSpacing(SPACE_S)
        side = QWidget()
        side.setFixedWidth(_SIDE)
        side.setLayout(self._side)
        self._side.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addLayout(self._said, 1)
        row.addWidget(Hairline(vertical=True))
        row.addWidget(side)
        self.body.addLayout(row)
        self.back_button = SecondaryButton(tr("Back to today"), "arrow_left")
        self.back_button.clicked.connect(self.closed)
        self.sign_button = SecondaryButton(tr("Sign this dose too"), "pencil")
        self.sign_button.clicked.connect(self.sign_wanted)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, SPACE_S, 0, 0)
        foot.addStretch(1)
        foot.addWidget(self.back_button)
        foot.addWidget(self.sign_button)
        self.body.addLayout(foot)

    def show_record(
        self, standing: DoseStanding, words: Words, boxes: Sequence[NoteBox] = (), *, can_sign: bool = False
    ) -> None:
        """Show a record.

        Args:
            standing: the record, with what later data say against it.
            words: of the study.
            boxes: its electronic signatures and how they stand; none where the study has no accounts.
            can_sign: whether the person who works may sign it too.
        """
        record = standing.record
        clear(self._said)
        clear(self._side)
        self.set_caption(words.moment(record.signed_at))
        self._said.addWidget(Label(capital(say_dose(record)), size="title", wrap=True))
        ceiling = words.reason(describe_ceiling(record))
        self._said.addWidget(Label(tr("Chosen at or below: {ceiling}.").format(ceiling=ceiling), token="text2"))
        if standing.is_undermined:
            lines = tuple(words.reason(reason) for reason in standing.reasons)
            self._said.addWidget(NoteBox("hard", tr("Later data speak against it"), lines))
        said = [(tr("Reason"), record.reason), *((term(one.topic), one.note) for one in record.considerations)]
        grid = QGridLayout()
        grid.setContentsMargins(0, SPACE_S, 0, 0)
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(1, 1)
        for row, (topic, note) in enumerate(said):
            about = Label(topic, size="caption", weight=500, token="text2", wrap=True)
            about.setFixedWidth(_TOPIC)
            about.setContentsMargins(0, 3, 0, 0)
            grid.addWidget(about, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(note, wrap=True), row, 1, Qt.AlignmentFlag.AlignTop)
        self._said.addLayout(grid)
        self._said.addStretch(1)
        self._show_side(record, words, boxes)
        self.sign_button.setVisible(can_sign)

    def _show_side(self, record: RecommendedDose, words: Words, boxes: Sequence[NoteBox]) -> None:
        self._side.addWidget(ground_box(record, words))
        self._side.addWidget(Label(tr("Attendees"), size="caption", weight=500, token="text2"))
        self._side.addWidget(people_list(record, words))
        for box in signature_boxes(record, words, boxes):
            self._side.addWidget(box)
        self._side.addStretch(1)
