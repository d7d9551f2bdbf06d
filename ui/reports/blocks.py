"""The blocks a report is made of, except tables and the ladder."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.reports.lettering import (
    BODY,
    BODY_STRONG,
    FIGURE,
    HEADING,
    INK,
    SENTENCE,
    SMALL,
    Lettering,
    draw_line,
    fit_line,
    wrap_text,
)
from ui.reports.paper import Block, Slice
from ui.reports.words import tr
from ui.widgets.chip_paint import chip_width, draw_chip
from ui.widgets.paint import draw_box

_CHIP_SCALE = 2.2
_BOX_PADDING = 28.0
# Lines in one frame; more than a page can hold go on in the next.
_MOST_BOXED = 40


@dataclass(frozen=True)
class Heading:
    """A numbered section title with a caption at the right; stays with what follows."""

    title: str
    caption: str = ""

    def slices(self, width: float) -> Sequence[Slice]:
        def draw(painter: QPainter, x: float, y: float) -> None:
            room = width - HEADING.width(self.title) - 40
            draw_line(painter, x, y + 36, self.title, HEADING)
            caption = fit_line(self.caption, SMALL, max(room, 0))
            draw_line(painter, x + width, y + 34, caption, SMALL, right=True, color=INK.color("text3"))

        return [Slice(60, draw, space_before=48, keep_with_next=True)]


@dataclass(frozen=True)
class Subheading:
    """A title inside a section, with a caption at the right; stays with what follows."""

    title: str
    caption: str = ""

    def slices(self, width: float) -> Sequence[Slice]:
        def draw(painter: QPainter, x: float, y: float) -> None:
            title = fit_line(self.title, BODY_STRONG, width)
            caption = fit_line(self.caption, SMALL, max(width - BODY_STRONG.width(title) - 40, 0))
            draw_line(painter, x, y + 30, title, BODY_STRONG)
            draw_line(painter, x + width, y + 29, caption, SMALL, right=True, color=INK.color("text3"))

        return [Slice(50, draw, space_before=26, keep_with_next=True)]


@dataclass(frozen=True)
class Together:
    """Blocks that a page break divides only where no page can hold them."""

    blocks: tuple[Block, ...]

    def slices(self, width: float) -> Sequence[Slice]:
        found = [one for block in self.blocks for one in block.slices(width)]
        return [*(replace(one, keep_with_next=True) for one in found[:-1]), *found[-1:]]


@dataclass(frozen=True)
class Paragraph:
    """Running text; a long one may go over a page break."""

    text: str
    is_note: bool = False
    space_before: float = 8.0

    def slices(self, width: float) -> Sequence[Slice]:
        lettering = SMALL if self.is_note else BODY
        color = INK.color("text3") if self.is_note else INK.color("text")
        lines = wrap_text(self.text, lettering, width)

        def one(number: int, line: str) -> Slice:
            def draw(painter: QPainter, x: float, y: float) -> None:
                draw_line(painter, x, y + lettering.size, line, lettering, color=color)

            # Neither its first nor its last line stands alone.
            keeps = number == 0 or number == len(lines) - 2
            before = self.space_before if number == 0 else 0.0
            return Slice(lettering.line, draw, before, keep_with_next=keeps and number < len(lines) - 1)

        return [one(number, line) for number, line in enumerate(lines)]


@dataclass(frozen=True)
class Boxed:
    """A framed message: one sentence, with a chip before it or without, and lines below.

    Attributes:
        action: name of the chip's look in ``ui.widgets.chip_paint``, or "".
        chip: the chip's word.
        is_heavy: a thick frame, for what undoes what was said before.
    """

    sentence: str
    lines: tuple[str, ...] = ()
    action: str = ""
    chip: str = ""
    is_heavy: bool = False

    def slices(self, width: float) -> Sequence[Slice]:
        padding = _BOX_PADDING
        chip = chip_width(self.action, 24, self.chip) * _CHIP_SCALE if self.action else 0.0
        indent = chip + 28 if chip else 0.0
        head = wrap_text(self.sentence, SENTENCE, width - 2 * padding - indent)
        body = [line for text in self.lines for line in wrap_text(text, BODY, width - 2 * padding)]
        starts = range(_MOST_BOXED, len(body), _MOST_BOXED)
        further = [self._piece(width, 0.0, 0.0, (), body[start : start + _MOST_BOXED]) for start in starts]
        return [self._piece(width, chip, indent, head, body[:_MOST_BOXED]), *further]

    def _piece(self, width: float, chip: float, indent: float, head: Sequence[str], body: Sequence[str]) -> Slice:
        """The frame with as much as a page can hold."""
        padding = _BOX_PADDING
        first = max(len(head) * SENTENCE.line, 54.0 if chip else 0.0)
        height = padding + first + (14 + len(body) * 44 if body else 0) + padding - 6

        def draw(painter: QPainter, x: float, y: float) -> None:
            frame = QRectF(x, y, width, height)
            draw_box(painter, frame, 14, INK.color("surface"), INK.color("text"), 7.0 if self.is_heavy else 3.5)
            top = y + padding
            if chip:
                painter.save()
                painter.translate(x + padding, top)
                painter.scale(_CHIP_SCALE, _CHIP_SCALE)
                draw_chip(painter, QRectF(0, 0, chip / _CHIP_SCALE, 24), self.action, INK, self.chip)
                painter.restore()
            base = top + (38 if chip and len(head) == 1 else 34)
            for number, line in enumerate(head):
                draw_line(painter, x + padding + indent, base + number * SENTENCE.line, line, SENTENCE)
            base = top + first + 14 + 30
            for number, line in enumerate(body):
                draw_line(painter, x + padding, base + number * 44, line, BODY)

        return Slice(height, draw, space_before=20)


@dataclass(frozen=True)
class Figures:
    """Counts in a row: the number large, what it counts below."""

    figures: tuple[tuple[str, str], ...]

    def slices(self, width: float) -> Sequence[Slice]:
        pitch = width / max(8, len(self.figures))
        labels = [wrap_text(label, SMALL, pitch - 12) for _, label in self.figures]
        height = 86 + SMALL.line * max((len(lines) for lines in labels), default=1)

        def draw(painter: QPainter, x: float, y: float) -> None:
            for place, ((number, _), lines) in enumerate(zip(self.figures, labels, strict=True)):
                left = x + place * pitch
                draw_line(painter, left, y + 46, number, FIGURE)
                for row, line in enumerate(lines):
                    draw_line(painter, left, y + 84 + row * SMALL.line, line, SMALL, color=INK.color("text3"))

        return [Slice(height - 20, draw)]


@dataclass(frozen=True)
class Signatures:
    """Places to sign by hand, three in a row: name and role, or empty lines for them."""

    people: tuple[tuple[str, str], ...]

    def slices(self, width: float) -> Sequence[Slice]:
        rows = [self.people[start : start + 3] for start in range(0, len(self.people), 3)]
        return [self._row(row, width) for row in rows]

    def _row(self, row: Sequence[tuple[str, str]], width: float) -> Slice:
        gap = 60.0
        each = (width - 2 * gap) / 3

        def draw(painter: QPainter, x: float, y: float) -> None:
            for place, (name, role) in enumerate(row):
                left = x + place * (each + gap)
                grey = INK.color("text3")
                if name:
                    draw_line(painter, left, y + 34, fit_line(name, BODY_STRONG, each), BODY_STRONG)
                    draw_line(painter, left, y + 74, fit_line(role, SMALL, each), SMALL, color=grey)
                else:
                    painter.fillRect(QRectF(left, y + 66, each, 2), INK.color("edge"))
                    draw_line(painter, left, y + 100, tr("name and role"), SMALL, color=grey)
                painter.fillRect(QRectF(left, y + 200, each, 2.5), INK.color("text"))
                draw_line(painter, left, y + 234, tr("signature"), SMALL, color=grey)
                draw_line(painter, left + each, y + 234, tr("date and time"), SMALL, right=True, color=grey)

        return Slice(250, draw, space_before=16)


def draw_lines(
    painter: QPainter, x: float, y: float, lines: Sequence[str], lettering: Lettering, *, right: bool = False
) -> None:
    """Draws lines one below the other; `y` is the first baseline."""
    for number, line in enumerate(lines):
        draw_line(painter, x, y + number * lettering.line, line, lettering, right=right)
