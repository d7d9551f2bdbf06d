"""The rule at a level as a tree of outcomes and as a decision table, asked of the rule itself, drawn for paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from domain.characteristics.graph import moderate_matters
from domain.characteristics.tables import Cell, Mark
from domain.escalation.rule import Count, Step, StepKind, next_step
from domain.protocol.model import Rules
from ui.reports.lettering import BODY, BODY_STRONG, INK, SMALL, SMALL_STRONG, draw_line, fit_line, wrap_text
from ui.reports.paper import Slice
from ui.widgets.paint import draw_box

Counts = tuple[Count, ...]
_MOST_DLTS = 3


@dataclass(frozen=True)
class Way:
    """One way the outcomes of a group fall.

    Attributes:
        least, most: DLTs at the level after it, of so many evaluable.
        moderate: whether a moderate toxicity was seen; None where that makes no difference.
    """

    least: int
    most: int
    evaluable: int
    moderate: bool | None
    then: "Fork | Step"


@dataclass(frozen=True)
class Fork:
    """A group dosed at the level, and the ways it can end."""

    subjects: int
    ways: tuple[Way, ...]


def derive_fork(rules: Rules, counts: Counts, level: int) -> "Fork | Step":
    """What the rule does at a level, from some counts until it leaves the level."""
    step = next_step(rules, counts).step
    if step.kind is not StepKind.DOSE or step.level != level:
        return step
    here, matters = counts[level - 1], moderate_matters(rules, counts, level)
    evaluable = here.evaluable + step.subjects
    ways: list[Way] = []
    for dlts in range(step.subjects + 1):
        most = min(step.subjects - dlts, rules.moderate_limit) if matters else 0
        for moderates in range(most + 1):
            dosed = Count(evaluable, here.dlt + dlts, here.moderate + moderates)
            then = derive_fork(rules, (*counts[: level - 1], dosed, *counts[level:]), level)
            way = Way(dosed.dlt, dosed.dlt, evaluable, moderates > 0 if most else None, then)
            _add(ways, way)
    return Fork(step.subjects, tuple(ways))


def _add(ways: list[Way], way: Way) -> None:
    """Ways that lead to the same step are one."""
    last = ways[-1] if ways else None
    if last is not None and last.then == way.then and isinstance(way.then, Step):
        if last.least == way.least:
            ways[-1] = Way(last.least, last.most, last.evaluable, None, last.then)
            return
        if last.moderate == way.moderate:
            ways[-1] = Way(last.least, way.most, last.evaluable, last.moderate, last.then)
            return
    ways.append(way)


def decision_letters(cells: Sequence[Cell]) -> tuple[dict[tuple[int, int], str], bool]:
    """A decision table as letters by (evaluable, row), and whether its second row tells moderate toxicity apart.

    E the next level opens, "S +3" so many more at the level, DU exceeded, MTD, MAD, "?" the committee chooses. The
    last row stands for three DLTs or more, the last column for one evaluable more than settle a level, or more.
    """
    parts = any(cell.moderate for cell in cells)
    found: dict[tuple[int, int], str] = {}
    for cell in cells:
        row = min(cell.dlt, _MOST_DLTS)
        row += int(parts and (cell.moderate or cell.dlt > 0))
        said = {Mark.STAY: f"S +{cell.subjects}", Mark.CHOOSE: "?"}.get(cell.mark, cell.mark.value)
        found.setdefault((cell.evaluable, row), said)
    return found, parts


def chance_of(fork: Fork | Step, dlt: float, leads: Callable[[Step], bool]) -> float:
    """Probability that a fork ends in such a step, for a true probability of a DLT and no moderate toxicity."""
    if isinstance(fork, Step):
        return float(leads(fork))
    total, before = 0.0, min(way.least for way in fork.ways)
    for way in fork.ways:
        if way.moderate:
            continue
        inner = chance_of(way.then, dlt, leads)
        for dlts in range(way.least - before, way.most - before + 1):
            total += inner * comb(fork.subjects, dlts) * dlt**dlts * (1 - dlt) ** (fork.subjects - dlts)
    return total


# --- on paper -----------------------------------------------------------------------------------


_PITCH, _BOX_HEIGHT, _EDGE = 66.0, 52.0, 190.0


@dataclass(frozen=True)
class TreeBlock:
    """A fork as a tree, first group at the left. No page break divides it.

    Attributes:
        say_way: the label of a branch: "1 of 3".
        say_group: what stands in a box: "3 more".
        say_step: what stands at a branch's end.
    """

    fork: Fork
    say_way: Callable[[Way], str]
    say_group: Callable[[int, bool], str]
    say_step: Callable[[Step], str]

    def slices(self, width: float) -> Sequence[Slice]:
        height = _leaves(self.fork) * _PITCH + 12
        depth = _depth(self.fork)
        box = min((width - 420 - depth * _EDGE) / depth, 300.0)

        def draw(painter: QPainter, x: float, y: float) -> None:
            self._draw(painter, self.fork, x, y + 6, box, x + width, is_first=True)

        return [Slice(height, draw, space_before=12)]

    def _draw(
        self, painter: QPainter, fork: Fork, x: float, y: float, box: float, right: float, *, is_first: bool
    ) -> None:
        height = _leaves(fork) * _PITCH
        middle = y + height / 2
        frame = QRectF(x, middle - _BOX_HEIGHT / 2, box, _BOX_HEIGHT)
        draw_box(painter, frame, 8, INK.color("surface"), INK.color("text"), 3.0)
        said = fit_line(self.say_group(fork.subjects, is_first), BODY_STRONG, box - 20)
        draw_line(painter, frame.center().x(), middle + 10, said, BODY_STRONG, center=True)
        top, bend = y, x + box + 26
        painter.setPen(QPen(INK.color("edge"), 2.5))
        centers = []
        for way in fork.ways:
            room = _leaves(way.then) * _PITCH
            centers.append(top + room / 2)
            top += room
        painter.drawLine(QPointF(x + box, middle), QPointF(bend, middle))
        painter.drawLine(QPointF(bend, centers[0]), QPointF(bend, centers[-1]))
        top = y
        for way, center in zip(fork.ways, centers, strict=True):
            end = x + box + _EDGE
            painter.setPen(QPen(INK.color("edge"), 2.5))
            painter.drawLine(QPointF(bend, center), QPointF(end - 8, center))
            label = fit_line(self.say_way(way), SMALL, _EDGE - 44)
            draw_line(painter, bend + 10, center - 9, label, SMALL)
            if isinstance(way.then, Step):
                lines = wrap_text(self.say_step(way.then), BODY, right - end - 8)[:2]
                base = center + 10 - (len(lines) - 1) * 16
                for number, line in enumerate(lines):
                    draw_line(painter, end + 4, base + number * 32, line, BODY)
            else:
                self._draw(painter, way.then, end, top, box, right, is_first=False)
            top += _leaves(way.then) * _PITCH


def _leaves(fork: Fork | Step) -> int:
    return 1 if isinstance(fork, Step) else sum(_leaves(way.then) for way in fork.ways)


def _depth(fork: Fork | Step) -> int:
    return 0 if isinstance(fork, Step) else 1 + max(_depth(way.then) for way in fork.ways)


_CELL, _CELL_HEIGHT, _GAP, _LABEL = 82.0, 54.0, 5.0, 96.0
_GRID_GAP = 60.0


@dataclass(frozen=True)
class Grid:
    """A decision table: letters by (evaluable, row), the labels of its rows from no DLT on, and its title."""

    title: str
    cells: dict[tuple[int, int], str]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class GridBlock:
    """Decision tables, two in a row.

    Attributes:
        head: above the columns: "Evaluable".
    """

    grids: tuple[Grid, ...]
    head: str

    def slices(self, width: float) -> Sequence[Slice]:
        rows = [self.grids[start : start + 2] for start in range(0, len(self.grids), 2)]

        def row(grids: Sequence[Grid]) -> Slice:
            height = 92 + max(len(grid.labels) for grid in grids) * (_CELL_HEIGHT + _GAP) + 14

            def draw(painter: QPainter, x: float, y: float) -> None:
                each = (width - _GRID_GAP) / 2
                for place, grid in enumerate(grids):
                    self._draw(painter, grid, x + place * (each + _GRID_GAP), y, each)

            return Slice(height, draw, space_before=14)

        return [row(grids) for grids in rows]

    def _draw(self, painter: QPainter, grid: Grid, x: float, y: float, width: float) -> None:
        draw_line(painter, x, y + 28, fit_line(grid.title, BODY_STRONG, width), BODY_STRONG)
        grey = INK.color("text3")
        columns = sorted({evaluable for evaluable, _ in grid.cells})
        draw_line(painter, x, y + 76, self.head, SMALL, color=grey)
        for place, evaluable in enumerate(columns):
            left = x + _LABEL + place * (_CELL + _GAP) + self._shift
            head = f"{evaluable}+" if evaluable == columns[-1] else str(evaluable)
            draw_line(painter, left + _CELL / 2, y + 76, head, SMALL_STRONG, center=True)
        for dlts, label in enumerate(grid.labels):
            top = y + 90 + dlts * (_CELL_HEIGHT + _GAP)
            draw_line(painter, x, top + 36, label, SMALL)
            for place, evaluable in enumerate(columns):
                left = x + _LABEL + place * (_CELL + _GAP) + self._shift
                self._draw_cell(painter, QRectF(left, top, _CELL, _CELL_HEIGHT), grid.cells.get((evaluable, dlts)))

    @property
    def _shift(self) -> float:
        widest = max(SMALL.width(text) for grid in self.grids for text in (self.head, *grid.labels))
        return max(0.0, widest + 16 - _LABEL)

    @staticmethod
    def _draw_cell(painter: QPainter, box: QRectF, letter: str | None) -> None:
        if letter is None:
            return
        is_dark = letter == "DU"
        fill = INK.color("text" if is_dark else "orange" if letter == "?" else "surface")
        style = Qt.PenStyle.DashLine if letter.startswith("S") else Qt.PenStyle.SolidLine
        draw_box(painter, box, 6, fill, INK.color("text"), 2.0, style)
        color = INK.color("surface" if is_dark else "text")
        draw_line(painter, box.center().x(), box.center().y() + 9, letter, SMALL_STRONG, center=True, color=color)
