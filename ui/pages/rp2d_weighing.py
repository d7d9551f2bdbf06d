"""What must be weighed: each topic with its figures at the candidate, and a line for what is said of it (ESC-12)."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.records import Consideration
from domain.records.recommended_dose import WeighedTopic
from domain.rp2d.figures import WeighedDoses
from ui.pages.rp2d_words import say_at_level
from ui.text import Words, term, tr
from ui.theme import SPACE_M, SPACE_S, SPACE_XS, theme
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.icons import draw_icon
from ui.widgets.line_edit import LineEdit


class _Tick(QWidget):
    """A check once something was said, an empty square before."""

    def __init__(self) -> None:
        super().__init__()
        self.is_done = False
        self.setFixedSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        name, token = ("check", "accent") if self.is_done else ("square", "text3")
        draw_icon(QPainter(self), QRectF(self.rect()).adjusted(1, 1, -1, -1), name, theme.color(token))


class TopicRow(QWidget):
    """A topic with its figures at the candidate, and the note below."""

    def __init__(self, topic: WeighedTopic) -> None:
        """Build it without figures."""
        super().__init__()
        self.topic = topic
        self.tick = _Tick()
        self.figures = ElidedLabel(size="caption", token="text2", tabular=True, align=Qt.AlignmentFlag.AlignRight)
        self.note = LineEdit(
            tr("What was said of: {topic}").format(topic=term(topic)), placeholder=tr("What was said of it")
        )
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(Label(term(topic), weight=500))
        head.addWidget(self.figures, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_S, 0, SPACE_S)
        column.setSpacing(SPACE_XS)
        column.addLayout(head)
        column.addWidget(self.note)

    def show_figures(self, text: str) -> None:
        """Say what stands in the table for it."""
        self.figures.setText(text)
        self.setAccessibleName(f"{term(self.topic)}. {text}")
        self.note.setAccessibleDescription(text)

    def show_tick(self) -> None:
        """Follow the note."""
        self.tick.is_done = bool(str(self.note.value()).strip())
        self.tick.update()


class WeighingCard(Card):
    """The checklist: every topic of the registrations, in order; a note ticks it.

    Signals:
        value_changed: a note was typed.
    """

    value_changed = Signal()

    def __init__(self) -> None:
        """Build a row for each topic."""
        super().__init__(tr("What must be weighed"), bottom=SPACE_M, spacing=0)
        self.hint = Label(
            tr("A note on each, as it will be printed. Events outside the window count here, and here only."),
            size="caption",
            token="text2",
            wrap=True,
        )
        self.add(self.hint)
        self.rows = tuple(TopicRow(topic) for topic in WeighedTopic)
        for row in self.rows:
            self.add(row)
            row.note.value_changed.connect(self._on_typed)
        for before, after in zip(self.rows, self.rows[1:], strict=False):
            before.note.returnPressed.connect(after.note.setFocus)
            QWidget.setTabOrder(before.note, after.note)
        self.body.addStretch(1)
        self._show_count()

    def show_level(self, words: Words, weighed: WeighedDoses, level: int | None) -> None:
        """Say the figures of the candidate."""
        for row in self.rows:
            row.show_figures(say_at_level(words, weighed.of_topic(row.topic), weighed, level))

    def value(self) -> tuple[Consideration, ...]:
        """The topics of which something was said."""
        said = ((row.topic, str(row.note.value()).strip()) for row in self.rows)
        return tuple(Consideration(topic, note) for topic, note in said if note)

    def set_value(self, considerations: tuple[Consideration, ...]) -> None:
        """Show other notes."""
        notes = {one.topic: one.note for one in considerations}
        for row in self.rows:
            row.note.set_value(notes.get(row.topic, ""))
        self._on_typed()

    def take_focus(self) -> None:
        """To the first topic of which nothing was said."""
        blank = [row for row in self.rows if not str(row.note.value()).strip()]
        (blank or list(self.rows))[0].note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self) -> None:
        for row in self.rows:
            row.show_tick()
        self._show_count()
        self.value_changed.emit()

    def _show_count(self) -> None:
        self.set_caption(tr("{count} of {all} noted").format(count=len(self.value()), all=len(self.rows)))
