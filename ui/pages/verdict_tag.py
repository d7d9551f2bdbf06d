"""Verdicts as small widgets: the tag with glyph and word, and the box that a clause's state stands in."""

from math import ceil

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.dlt.answer import Verdict
from ui.models.dlt_rows import Tag
from ui.theme import RADIUS_TAG, Ink, font, theme
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_CENTER, draw_box, draw_text
from ui.widgets.tag_paint import draw_tag, tag_width
from ui.words.dlt import say_verdict

TAG_HEIGHT, BOX = 22, 22


def tag_room(tag: Tag) -> int:
    """The width that a tag needs."""
    return ceil(tag_width(tag.text, glyph=bool(tag.glyph)))


def paint_tag(painter: QPainter, rect: QRectF, tag: Tag, ink: Ink) -> None:
    """Draw a tag into a rectangle of its width."""
    draw_tag(painter, rect, tag.text, ink, fill=tag.fill, line=tag.line, glyph=tag.glyph)


def paint_state(painter: QPainter, rect: QRectF, verdict: Verdict, ink: Ink) -> None:
    """Draw the state of a clause: T on purple, a clock on soft, or a stroke. Never a check: it reads as "met"."""
    fill, line = {
        Verdict.MET: ("purple", "text"),
        Verdict.NOT_YET: ("soft", "accent"),
        Verdict.NOT_MET: ("surface", "control"),
    }[verdict]
    draw_box(painter, rect, RADIUS_TAG + 1, ink.color(fill), ink.color(line), 1.4)
    if verdict is Verdict.MET:
        draw_text(painter, rect, "T", font(13, 600), ink.color("ink"), ALIGN_CENTER)
        return
    side = 14.0
    glyph = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    name = "clock" if verdict is Verdict.NOT_YET else "minus"
    draw_icon(painter, glyph, name, ink.color("text"), stroke=1.5)


class VerdictTag(QWidget):
    """A verdict, glyph and word."""

    def __init__(self, tag: Tag | None = None, parent: QWidget | None = None) -> None:
        """Show a tag; None shows nothing yet."""
        super().__init__(parent)
        self._tag = tag or Tag("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_tag(self._tag)

    @property
    def tag(self) -> Tag:
        """What is shown."""
        return self._tag

    def set_tag(self, tag: Tag) -> None:
        """Show another tag."""
        self._tag = tag
        self.setAccessibleName(tag.text)
        self.setVisible(bool(tag.text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(tag_room(self._tag), TAG_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_tag(QPainter(self), QRectF(self.rect()), self._tag, theme)


class StateBox(QWidget):
    """The state of a clause, 22 px."""

    def __init__(self, verdict: Verdict, parent: QWidget | None = None) -> None:
        """Show a state."""
        super().__init__(parent)
        self._verdict = verdict
        self.setFixedSize(BOX, BOX)
        self.setAccessibleName(say_verdict(verdict))
        self.setToolTip(say_verdict(verdict))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_state(QPainter(self), QRectF(self.rect()), self._verdict, theme)
