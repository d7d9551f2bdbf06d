"""The page engine: blocks flow over pages of any size, in tenths of a millimetre.

Two passes: `paginate` lays everything out and knows how many pages there are, `draw_page` draws one of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageSize, QPainter

from ui.reports.lettering import (
    INK,
    SMALL,
    SMALL_STRONG,
    TITLE,
    TITLE_RIGHT,
    draw_line,
    fit_line,
)
from ui.reports.words import tr

MARGIN = 170.0
PaperName = Literal["a4", "letter"]
PAPERS: dict[str, QPageSize.PageSizeId] = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}

_HEAD_BASELINE, _HEAD_RULE, _BODY_TOP = 120.0, 142.0, 180.0
_ALERT_HEIGHT, _ALERT_PITCH = 44.0, 52.0
# Upwards from the lower edge of the paper.
_FOOT_RULE, _FOOT_FIRST, _FOOT_SECOND, _BODY_END = 175.0, 132.0, 96.0, 200.0
_STATE_PITCH = 34.0

Draw = Callable[[QPainter, float, float], None]


@dataclass(frozen=True)
class Slice:
    """A piece of a block that no page break divides.

    Attributes:
        draw: draws it at the position of its upper left corner.
        space_before: above it, but not at the top of a page.
        keep_with_next: whether a page may not end with it.
        repeats: what a page shows first if it begins with this slice.
        starts_page: whether it stands at the top of a page, whatever room there is below the last one.
    """

    height: float
    draw: Draw
    space_before: float = 0.0
    keep_with_next: bool = False
    repeats: tuple["Slice", ...] = ()
    starts_page: bool = False


class Block(Protocol):
    """A part of a report that can be laid out in a width."""

    def slices(self, width: float) -> Sequence[Slice]:
        """The block from top to bottom."""
        ...


@dataclass(frozen=True)
class Frame:
    """What stands on each page.

    Attributes:
        alerts: said on every page before anything else.
        foot_first, foot_second: the two lines at the left of the foot.
        foot_right: below the page number.
        state: a third line at the foot: draft or locked, and whether it looks back; "" for none.
    """

    study: str
    title: str
    cut_off: str
    foot_first: str = ""
    foot_second: str = ""
    foot_right: str = ""
    alerts: tuple[str, ...] = ()
    state: str = ""

    @property
    def foot_height(self) -> float:
        """How far the foot reaches above its place without a third line."""
        return _STATE_PITCH if self.state else 0.0


@dataclass(frozen=True)
class Report:
    """A document: what stands on each page, and the blocks that flow over the pages."""

    frame: Frame
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Placed:
    """A slice with its distance from the upper edge of its page."""

    slice: Slice
    y: float


def page_units(paper: PaperName) -> QSizeF:
    """Size of a paper in tenths of a millimetre."""
    return QPageSize(PAPERS[paper]).size(QPageSize.Unit.Millimeter) * 10


def paginate(report: Report, size: QSizeF) -> list[list[Placed]]:
    """Every slice of the report with its place on its page. There is always a page."""
    top = _BODY_TOP + len(report.frame.alerts) * _ALERT_PITCH
    bottom = size.height() - _BODY_END - report.frame.foot_height
    pages: list[list[Placed]] = [[]]
    y = top
    for chain in _chains(report.blocks, size.width() - 2 * MARGIN):
        needed = sum(one.height + one.space_before for one in chain)
        # A chain that no page can hold is broken where it must be.
        overflows = y + needed > bottom and needed - chain[0].space_before <= bottom - top
        if pages[-1] and (overflows or chain[0].starts_page):
            pages.append([])
            y = top
        for one in chain:
            if pages[-1] and y + one.space_before + one.height > bottom:
                pages.append([])
                y = top
            if pages[-1]:
                y += one.space_before
            else:
                for repeated in one.repeats if len(pages) > 1 else ():
                    pages[-1].append(Placed(repeated, y))
                    y += repeated.height
            pages[-1].append(Placed(one, y))
            y += one.height
    return pages


def _chains(blocks: Sequence[Block], width: float) -> list[list[Slice]]:
    """Slices that belong on one page, together."""
    chains: list[list[Slice]] = [[]]
    for block in blocks:
        for one in block.slices(width):
            chains[-1].append(one)
            if not one.keep_with_next:
                chains.append([])
    return [chain for chain in chains if chain]


def draw_page(painter: QPainter, frame: Frame, page: Sequence[Placed], size: QSizeF, number: int, pages: int) -> None:
    """Draws a page with its head and foot on a painter in tenths of a millimetre."""
    left, right, lower = MARGIN, size.width() - MARGIN, size.height()
    width = right - left
    draw_line(painter, right, _HEAD_BASELINE, frame.cut_off, TITLE_RIGHT, right=True)
    room = width - TITLE_RIGHT.width(frame.cut_off) - 40
    draw_line(painter, left, _HEAD_BASELINE, fit_line(f"{frame.study}  {frame.title}", TITLE, room), TITLE)
    painter.fillRect(QRectF(left, _HEAD_RULE, width, 3.0), INK.color("text"))
    y = _BODY_TOP - 16
    for alert in frame.alerts:
        painter.fillRect(QRectF(left, y, width, _ALERT_HEIGHT), INK.color("text"))
        text = fit_line(alert, SMALL_STRONG, width - 32)
        draw_line(painter, left + 16, y + 31, text, SMALL_STRONG, color=INK.color("surface"))
        y += _ALERT_PITCH
    for placed in page:
        placed.slice.draw(painter, left, placed.y)
    raised = frame.foot_height
    painter.fillRect(QRectF(left, lower - _FOOT_RULE - raised, width, 2.0), INK.color("text"))
    grey = INK.color("text3")
    count = tr("Page {page} of {pages}").format(page=number, pages=pages)
    rows = (
        (lower - _FOOT_FIRST - raised, frame.foot_first, count, SMALL_STRONG),
        (lower - _FOOT_SECOND - raised, frame.foot_second, frame.foot_right, SMALL),
    )
    for baseline, said, at_right, lettering in rows:
        room = width - lettering.width(at_right) - 40
        draw_line(painter, left, baseline, fit_line(said, SMALL, room), SMALL, color=grey)
        draw_line(painter, right, baseline, at_right, lettering, right=True)
    if frame.state:
        draw_line(painter, left, lower - _FOOT_SECOND, fit_line(frame.state, SMALL_STRONG, width), SMALL_STRONG)
