"""The empty ground and the one card that sign-in and lock share: a study's outside, and nothing of its inside."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storage.keys.failed_log_ins import FailureKind, locked_until, wrong_passwords
from storage.keys.key_file import KeyFile
from ui.command_line import version
from ui.text import tr
from ui.theme import SPACE_M, SPACE_S, caption_font, theme
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card, Hairline, SunkenBox
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.icons import draw_icon
from ui.widgets.key_value import KeyValueList
from ui.widgets.note_slot import NoteSlot
from ui.widgets.paint import ALIGN_RIGHT, draw_text
from ui.widgets.rail import draw_wordmark
from ui.widgets.scroll import ScrollArea
from ui.words.date import say_moment
from ui.words.sign_in import say_failures, say_locked

CARD_WIDTH = 448
_EDGE, _FOOT = 40, 44


class KeyCard(Card):
    """Title, a line below, facts in a sunken box, then ``middle`` for fields, links and a foot of facts."""

    def __init__(self) -> None:
        """Build it without a study."""
        super().__init__(bottom=24, margin=32, spacing=12)
        self.setFixedWidth(CARD_WIDTH)
        self.heading = ElidedLabel(size="title")
        self.state = Label(size="caption", weight=500, token="text2")
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self.heading, 1)
        head.addWidget(self.state)
        head.addWidget(_Padlock())
        self.line = Label(token="text2", wrap=True)
        self._facts = KeyValueList(small=True, lines=False)
        box = SunkenBox()
        box.add(self._facts)
        self.middle = QVBoxLayout()
        self.middle.setSpacing(12)
        self._links = QHBoxLayout()
        self._foot_line = Hairline()
        self._foot = KeyValueList(small=True, lines=False)
        top = QVBoxLayout()
        top.setSpacing(2)
        top.addLayout(head)
        top.addWidget(self.line)
        self.body.setContentsMargins(31, 27, 31, 23)
        self.body.addLayout(top)
        self.body.addWidget(box)
        self.body.addLayout(self.middle)
        self.body.addLayout(self._links)
        self.body.addWidget(self._foot_line)
        self.body.addWidget(self._foot)
        self.show_foot([])

    def show_study(self, heading: str, line: str, facts: Sequence[tuple[str, str]]) -> None:
        """Name the study."""
        self.heading.setText(heading)
        self.setAccessibleName(heading)
        self.line.setText(line)
        self.line.setVisible(bool(line))
        self._facts.set_facts(facts)

    def add_links(self, left: LinkButton, right: LinkButton) -> None:
        """One link at each edge of the card; one below the other where their words need more room."""
        self._links.addWidget(left)
        self._links.addStretch(1)
        self._links.addWidget(right)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            links = [item for at in range(self._links.count()) if (item := self._links.itemAt(at)) is not None]
            needed = sum(link.sizeHint().width() for link in links)
            direction = QHBoxLayout.Direction
            is_wide = needed + SPACE_S > CARD_WIDTH - 64
            self._links.setDirection(direction.TopToBottom if is_wide else direction.LeftToRight)
        return super().event(event)

    def show_foot(self, facts: Sequence[tuple[str, str]]) -> None:
        """Facts below the hairline; without any, the hairline goes too."""
        self._foot.set_facts(facts)
        for widget in (self._foot_line, self._foot):
            widget.setVisible(bool(facts))


class FailureNote(NoteSlot):
    """The failed attempts of one person, or until when they are locked out."""

    def show_failures(self, keys: KeyFile | None, user_id: str, now: datetime) -> bool:
        """Show what the key file says of a user; whether they are locked out.

        Args:
            keys: None where there is none to be read.
            user_id: whose.
            now: in the zone in which times are to be shown.
        """
        if keys is None:
            self.show_note("warn", "")
            return False
        cleared = keys.cleared.get(user_id, 0)
        until = locked_until(keys.failures, user_id, cleared)
        if until is not None and now < until:
            self.show_note("hard", *say_locked(until.astimezone(now.tzinfo), now))
            return True
        recent = [each for each in keys.failures if each.user_id == user_id and each.number > cleared]
        moments = [each.failed_at.astimezone(now.tzinfo) for each in recent if each.kind is not FailureKind.LOCKED_OUT]
        counting = len(wrong_passwords(keys.failures, user_id, cleared))
        self.show_note("warn", *(say_failures(moments, counting) if moments else ("",)))
        return False


class KeyGround(QWidget):
    """The ground: wordmark, one card, where the data are. Scrolls where the window is too low."""

    def __init__(self, card: QWidget, parent: QWidget | None = None, *, where: str = "") -> None:
        """Put the card on it.

        Args:
            card: in the middle.
            parent: Qt owner.
            where: the data are; those of an encrypted study where nothing is given.
        """
        super().__init__(parent)
        self._where = where or tr("Works without a network. All data stays on this computer, encrypted.")
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, SPACE_M, 0, SPACE_M)
        column.addStretch(1)
        middle = QHBoxLayout()
        # Aligned instead, a card would not get the height that its wrapped text needs.
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, _FOOT, 0, _FOOT)
        whole.addWidget(ScrollArea(holder))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        draw_wordmark(painter, _EDGE, _FOOT, theme)
        foot = QRectF(_EDGE, self.height() - _FOOT - 12, self.width() - 2 * _EDGE, 24)
        draw_text(painter, foot, self._where, caption_font(), theme.color("text2"))
        said = tr("version {version}").format(version=version())
        draw_text(painter, foot, said, caption_font(), theme.color("text2"), ALIGN_RIGHT)


class _Padlock(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), QRectF(self.rect()), "lock", theme.color("text2"))


def with_offset(moment: datetime) -> str:
    """Date, time and offset of a moment in its own zone: "20 Nov 2026 13:52 +08:00"."""
    return f"{say_moment(moment)} {moment.isoformat()[-6:]}"
