"""Letters on paper: fonts in tenths of a millimetre, measuring, wrapping and drawing one line.

A report is laid out once, without a device, and drawn at any scale; so nothing here asks a device for its metrics.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from ui.theme import PaperInk, font

INK = PaperInk()
_SHORTEST_LAST = 2
_FIRST_CJK = "\u2e80"


@dataclass(frozen=True)
class Lettering:
    """A size and weight of type.

    Attributes:
        size: pixel size in tenths of a millimetre; 28 is about 8 pt.
    """

    size: int
    weight: int = 400

    @cached_property
    def font(self) -> QFont:
        made = font(self.size, self.weight)
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        # A substituted glyph has no character in the PDF: with ligatures, contextual forms or Inter's tabular
        # figures, "fi", "×" and every digit would be missing from copied text.
        for feature in ("liga", "calt", "dlig"):
            made.setFeature(QFont.Tag(feature), 0)
        return made

    @cached_property
    def metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.font)

    @property
    def line(self) -> float:
        """Distance from line to line."""
        return self.size * 1.32

    def width(self, text: str) -> float:
        return self.metrics.horizontalAdvance(text)


TITLE = Lettering(31, 600)
TITLE_RIGHT = Lettering(30)
HEADING = Lettering(36, 600)
SENTENCE = Lettering(33, 600)
FIGURE = Lettering(46, 600)
BODY = Lettering(28)
BODY_STRONG = Lettering(28, 600)
HEAD = Lettering(27, 600)
SMALL = Lettering(26)
SMALL_STRONG = Lettering(26, 600)
TINY = Lettering(24)
TINY_STRONG = Lettering(24, 600)


def draw_line(
    painter: QPainter,
    x: float,
    baseline: float,
    text: str,
    lettering: Lettering,
    *,
    right: bool = False,
    center: bool = False,
    color: QColor | None = None,
) -> None:
    """Draws one line on its baseline; `x` is its left end, or its right end or middle."""
    if not text:
        return
    painter.setFont(lettering.font)
    painter.setPen(color or INK.color("text"))
    if right:
        x -= lettering.width(text)
    elif center:
        x -= lettering.width(text) / 2
    painter.drawText(QPointF(x, baseline), text)


def fit_line(text: str, lettering: Lettering, width: float) -> str:
    """The text, cut with an ellipsis where it is wider than `width`."""
    if lettering.width(text) <= width:
        return text
    return lettering.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=8192)
def wrap_text(text: str, lettering: Lettering, width: float) -> tuple[str, ...]:
    """The text in lines of at most `width`, broken at words, or inside one that is too long; in Chinese anywhere."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if lettering.width(paragraph) <= width:
            lines.append(paragraph)
        elif any(letter >= _FIRST_CJK for letter in paragraph):
            lines += _broken(paragraph, lettering, width)
        else:
            lines += _filled(paragraph, lettering, width)
    return tuple(lines)


def _filled(text: str, lettering: Lettering, width: float) -> list[str]:
    """Broken at blanks only, so that "mg/kg" stays whole; Qt would break after the slash."""
    lines: list[str] = []
    for word in _pieces(text, lettering, width):
        if lines and lettering.width(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        elif lettering.width(word) <= width:
            lines.append(word)
        else:
            lines += _broken(word, lettering, width)
    if len(lines) > 1 and len(lines[-1]) <= _SHORTEST_LAST and " " in lines[-2]:
        # A lone figure on the last line is easily overlooked.
        lines[-2], moved = lines[-2].rsplit(" ", 1)
        lines[-1] = f"{moved} {lines[-1]}"
    return lines


def _pieces(text: str, lettering: Lettering, width: float) -> list[str]:
    """The words, a number with the word after it where both fit on a line: "0.03 mg/kg", "3 subjects", "2 Jun"."""
    pieces: list[str] = []
    for word in text.split():
        before = pieces[-1] if pieces else ""
        is_number = before.lstrip("(").replace(".", "", 1).isdigit() and not word.startswith("(")
        if is_number and lettering.width(f"{before} {word}") <= width:
            pieces[-1] = f"{before} {word}"
        else:
            pieces.append(word)
    return pieces


def _broken(text: str, lettering: Lettering, width: float) -> list[str]:
    layout = QTextLayout(text, lettering.font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    # Qt counts in UTF-16 units, where a rare Chinese character takes two.
    units = text.encode("utf-16-le")
    lines = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, lettering.size))
        start, end = line.textStart(), line.textStart() + line.textLength()
        lines.append(units[2 * start : 2 * end].decode("utf-16-le").rstrip())
    layout.endLayout()
    return lines


def longest_word(text: str, lettering: Lettering) -> float:
    """Width of the longest piece that should not be broken."""
    return max((lettering.width(word) for word in text.split()), default=0.0)
