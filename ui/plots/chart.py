"""What the charts of tumour response share: the shape of a chart, its spots, the mark of a response, axis and words."""

import math
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from domain.response.terms import Response
from ui.plots.draw_plot import plot_font
from ui.text import MINUS, tr
from ui.theme import Ink
from ui.widgets.paint import ALIGN_CENTER, draw_box, draw_text

MARK_WIDTH, MARK_HEIGHT = 26.0, 17.0
DAYS_A_WEEK = 7

_LETTERS = {Response.NON_CR_NON_PD: "NN", Response.MISSING: "–", Response.ND: "ND", Response.NONE: "–"}
# Fill, outline and letters by token; colour never stands without the letters.
_LOOKS = {
    Response.CR: ("soft", "accent", "text"),
    Response.PR: ("sky", "edge", "ink"),
    Response.SD: ("neutral", "edge", "on_neutral"),
    Response.NON_CR_NON_PD: ("neutral", "edge", "on_neutral"),
    Response.PD: ("purple", "text", "ink"),
}


@dataclass(frozen=True)
class Spot:
    """A place of a chart that stands for a subject.

    Attributes:
        rect: where it lies.
        subject_id: "" where it stands for no one.
        words: what it says, for a tooltip and a screen reader.
    """

    rect: QRectF
    subject_id: str
    words: str


class Chart(Protocol):
    """A chart as a value: screen, saved file and paper draw the same one by ``draw``."""

    @property
    def title(self) -> str:
        """Its name, said above the axes in a file."""
        ...

    @property
    def least_height(self) -> float:
        """The height in pixels below which its words would lie on each other."""
        ...

    def spots(self, rect: QRectF, ink: Ink, unit: float = 1.0) -> tuple[Spot, ...]:
        """The places that stand for subjects, in the order of the arrow keys."""
        ...

    def draw(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float = 1.0, chosen: str = "") -> None:
        """Draw it; ``chosen`` is the subject that is marked."""
        ...


def letters_of(response: Response) -> str:
    """The letters that stand for a response."""
    return _LETTERS.get(response, response.value)


def short_id(subject_id: str) -> str:
    """The number of a subject within the site: "015" of "01-015"."""
    return subject_id.rsplit("-", 1)[-1]


def say_change(fraction: float) -> str:
    """A change in whole per cent with its sign; 0 has none.

    What only rounds to +20 or −30 has a decimal: a whole number would claim a limit that was not reached.
    """
    percent = round(100 * fraction)
    if percent in (20, -30) and not math.isclose(100 * fraction, percent, abs_tol=1e-9):
        return f"{math.trunc(1000 * fraction) / 10:+.1f}".replace("-", MINUS)
    return f"+{percent}" if percent > 0 else f"{MINUS}{-percent}" if percent < 0 else "0"


def response_fill(response: Response, ink: Ink, *, is_open: bool = False) -> tuple[QColor | None, QColor, QColor]:
    """Fill, outline and colour of the letters of a response; one not yet confirmed has no fill."""
    fill, line, text = _LOOKS.get(response, ("surface", "control", "text2"))
    if is_open:
        return ink.color("surface"), ink.color("text"), ink.color("text")
    if ink.is_paper:
        text = "surface" if response is Response.PD else "text"
    return ink.color(fill), ink.color(line), ink.color(text)


def draw_response_mark(
    painter: QPainter, center: QPointF, response: Response, ink: Ink, unit: float = 1.0, *, is_open: bool = False
) -> QRectF:
    """Draw the letters of a response on their fill, dashed where it is not yet confirmed; returns where."""
    box = QRectF(0, 0, MARK_WIDTH * unit, MARK_HEIGHT * unit)
    box.moveCenter(center)
    fill, line, text = response_fill(response, ink, is_open=is_open)
    width = 1.4 if is_open or response is Response.PD else 1.0
    style = Qt.PenStyle.DashLine if is_open else Qt.PenStyle.SolidLine
    draw_box(painter, box, 4 * unit, fill, line, width * unit, style)
    draw_text(painter, box, letters_of(response), plot_font(12 * unit, 600, ink), text, ALIGN_CENTER, elide=False)
    return box


def draw_plus(painter: QPainter, center: QPointF, color: QColor, unit: float = 1.0) -> None:
    """Draw the glyph of a new lesion."""
    arm = 4.0 * unit
    painter.setPen(QPen(color, 1.8 * unit))
    painter.drawLine(center - QPointF(arm, 0), center + QPointF(arm, 0))
    painter.drawLine(center - QPointF(0, arm), center + QPointF(0, arm))


def dashed(color: QColor, unit: float = 1.0, width: float = 1.0) -> QPen:
    """The pen of a limit that is named."""
    pen = QPen(color, width * unit)
    pen.setDashPattern([3, 2])
    return pen


def text_width(text: str, size: float, weight: int, ink: Ink) -> float:
    """The width of a text in the font of a plot."""
    return QFontMetricsF(plot_font(size, weight, ink)).horizontalAdvance(text)


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    ink: Ink,
    *,
    unit: float = 1.0,
    size: float = 12,
    weight: int = 400,
    token: str = "text2",
    align: Qt.AlignmentFlag = ALIGN_CENTER,
    is_lifted: bool = False,
    ground: str = "surface",
) -> None:
    """Write a text into a box; a lifted one hides the lines below it by a ground of its own."""
    if is_lifted:
        width = text_width(text, size * unit, weight, ink) + 4 * unit
        covered = QRectF(0, 0, width, (size + 3) * unit)
        covered.moveCenter(box.center())
        painter.fillRect(covered, ink.color(ground))
    draw_text(painter, box, text, plot_font(size * unit, weight, ink), ink.color(token), align, elide=False)


def fit_end(text: str, room: float, size: float, weight: int, ink: Ink) -> str:
    """The text, or as much of its end as has room: subjects of a site differ in the last figures of their numbers."""
    if text_width(text, size, weight, ink) <= room:
        return text
    for start in range(1, len(text)):
        if text_width(shown := f"\u2026{text[start:]}", size, weight, ink) <= room:
            return shown
    return text[-1:]


def draw_nobody(painter: QPainter, rect: QRectF, ink: Ink, unit: float) -> None:
    """Say on an empty chart that nobody is in it yet."""
    text = tr("No subject to show yet")
    # A little below the middle, so that it lies beside the zero line.
    write(painter, rect.translated(0, 14 * unit), text, ink, unit=unit, is_lifted=True)


def draw_heading(painter: QPainter, rect: QRectF, title: str, ink: Ink, unit: float) -> QRectF:
    """Write the title of a chart in a file or on paper; returns what is left below."""
    box = QRectF(rect.left(), rect.top(), rect.width(), 20 * unit)
    draw_text(painter, box, title, plot_font(13 * unit, 600, ink), ink.color("text"))
    return rect.adjusted(0, 28 * unit, 0, 0)


def week_step(last_day: int, room: float, least: float) -> int:
    """Weeks between two ticks so that their labels have room."""
    weeks = max(1, last_day / DAYS_A_WEEK)
    fitting = (step for step in (6, 12, 24, 48, 96) if room / (weeks / step) >= least)
    return next(fitting, 192)
