"""Where each item of the ladder lies; the same rectangles serve painting, clicks, focus, tooltips and children."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from ui.theme import RUNG_HEIGHT
from ui.widgets.ladder.ladder_rows import RowMark

LEAST_RUNG = 44.0
# A rung without marks holds two lines of words only.
LEAST_EMPTY_RUNG = 36.0
_WIDE, _ROOMY = 740.0, 56.0
_PITCH, _LEAST_PITCH, _LABEL_GAP = 52.0, 40.0, 4.0
MOST_LINES, _LOW_STEP = 2, 44.0


@dataclass(frozen=True)
class TextWidths:
    """Widths of the widest texts whose room depends on the study, in pixels.

    Attributes:
        evaluable: of "3 / 5".
        label: of a subject's id below its mark, in tabular figures.
        plain_label: the same in proportional figures.
    """

    evaluable: float = 36.0
    label: float = 46.0
    plain_label: float = 42.0


@dataclass(frozen=True)
class Columns:
    """The ladder's columns: x of the left edge, or of the right edge where numbers are right-aligned.

    Attributes:
        is_tabular: whether ids have tabular figures; where six would not fit on a line they are proportional.
    """

    node: float
    level: float
    dose: float
    marks: float
    pitch: float
    per_line: int
    evaluable_right: float
    dlt_right: float
    state: float
    right: float
    is_tabular: bool = True


@dataclass(frozen=True)
class Item:
    """Something that can be pointed at, focused and named.

    Attributes:
        rung: index of the row, from the top.
        index: of the shown mark; -1 is the rung itself.
        box: where it is clicked and focused.
        mark: square of the mark; empty for the rung itself.
        label: line below the mark, or empty.
    """

    rung: int
    index: int
    box: QRectF
    mark: QRectF
    label: QRectF


@dataclass(frozen=True)
class RungPlace:
    """The rectangles of one row."""

    band: QRectF
    node: QPointF
    level: QRectF
    dose: QRectF
    mode: QRectF
    evaluable: QRectF
    dlt: QRectF
    state: QRectF
    line: QRectF


@dataclass(frozen=True)
class LadderLayout:
    """All rectangles at a size."""

    columns: Columns
    rungs: tuple[RungPlace, ...]
    items: tuple[Item, ...]
    height: float


@dataclass(frozen=True)
class Shown:
    """The marks of a row that are shown.

    Attributes:
        marks: in order of dosing.
        hidden: those behind the tile; empty where all are shown.
        has_tile: whether a tile stands before the shown ones, to show more or fewer.
    """

    marks: tuple[RowMark, ...]
    hidden: tuple[RowMark, ...] = ()
    has_tile: bool = False

    @property
    def count(self) -> int:
        """Places taken, the tile included."""
        return len(self.marks) + self.has_tile


def is_quiet(one: RowMark) -> bool:
    """Whether a mark neither moves nor weighs: no DLT, or not evaluable."""
    return one.mark.state in ("N", "X")


def choose_shown(
    marks: Sequence[RowMark], per_line: int, *, lines: int = MOST_LINES, is_expanded: bool = False
) -> Shown:
    """The marks that its lines hold; what still moves or weighs stays, the oldest of the rest go behind a tile.

    Args:
        marks: of a row, in order of dosing.
        per_line: how many marks a line holds.
        lines: how many lines the row may have.
        is_expanded: whether the person wants to see all of them.
    """
    room = lines * per_line
    if len(marks) <= room:
        return Shown(tuple(marks))
    if is_expanded:
        return Shown(tuple(marks), has_tile=True)
    excess = len(marks) - (room - 1)
    quiet = [i for i, one in enumerate(marks) if is_quiet(one)]
    others = [i for i in range(len(marks)) if i not in set(quiet)]
    behind = set([*quiet, *others][:excess])
    kept = tuple(one for i, one in enumerate(marks) if i not in behind)
    return Shown(kept, tuple(one for i, one in enumerate(marks) if i in behind), has_tile=True)


def place_columns(width: float, widths: TextWidths) -> Columns:
    """The columns at a width; below 740 they move together so that six marks still fit on a line.

    Args:
        width: of the ladder.
        widths: of the texts.
    """
    is_wide = width >= _WIDE
    right = width - (10 if is_wide else 6)
    state = right - 110
    dlt_right = state - (26 if is_wide else 14)
    evaluable_right = dlt_right - (52 if is_wide else 38)
    node, level, dose, marks = (24.0, 52.0, 70.0, 205.0) if is_wide else (20.0, 41.0, 57.0, 184.0)
    room = evaluable_right - widths.evaluable - (12 if is_wide else 4) - marks
    is_tabular = widths.label + _LABEL_GAP <= min(_PITCH, room / 6)
    least = max(_LEAST_PITCH, (widths.label if is_tabular else widths.plain_label) + _LABEL_GAP)
    pitch = max(least, min(_PITCH, room / 6))
    per_line = max(1, int((room + 1) // pitch))
    return Columns(node, level, dose, marks, pitch, per_line, evaluable_right, dlt_right, state, right, is_tabular)


def least_height(counts: Sequence[int], per_line: int) -> float:
    """The least height for rows with so many marks; below it the ladder scrolls."""
    return sum(_least_rung(count) + (_lines(count, per_line) - 1) * _LOW_STEP for count in counts)


def _least_rung(count: int) -> float:
    return LEAST_RUNG if count else LEAST_EMPTY_RUNG


def lay_out(counts: Sequence[int], width: float, height: float, widths: TextWidths) -> LadderLayout:
    """Every rectangle of the ladder.

    Args:
        counts: how many marks each row shows, top row first; a tile counts as one.
        width: of the ladder.
        height: that there is; rungs are 66 high where it allows, and never below 44, or 36 without marks.
        widths: of the texts.
    """
    columns = place_columns(width, widths)
    lines = [_lines(count, columns.per_line) for count in counts]
    extra = sum(count - 1 for count in lines)
    step = 50.0 if (height - extra * 50.0) / max(len(counts), 1) >= _ROOMY else _LOW_STEP
    free = (height - extra * step) / max(len(counts), 1)
    usual = float(int(min(max(free, LEAST_RUNG), RUNG_HEIGHT)))
    # Where all can't be so high, those without marks give way first.
    empty = sum(not count for count in counts)
    missing = max(0.0, len(counts) * usual + extra * step - height)
    low = max(usual - missing / empty, LEAST_EMPTY_RUNG) if empty else usual
    side = 30.0 if step > _LOW_STEP else 26.0
    rungs: list[RungPlace] = []
    items: list[Item] = []
    top = 0.0
    for index, (count, used) in enumerate(zip(counts, lines, strict=True)):
        rung = usual if count else float(int(low))
        band = QRectF(0, top, width, rung + (used - 1) * step)
        rungs.append(_place_rung(band, columns, rung))
        items.append(Item(index, -1, _rung_box(band, columns), QRectF(), QRectF()))
        first = top + (rung - side - 15) / 2
        for number in range(count):
            line, column = divmod(number, columns.per_line)
            x, y = columns.marks + column * columns.pitch, first + line * step
            square = QRectF(round(x + (columns.pitch - side) / 2), round(y), side, side)
            label = QRectF(x, square.bottom() + 1, columns.pitch, 15)
            items.append(Item(index, number, QRectF(x, square.top() - 2, columns.pitch, side + 18), square, label))
        top = band.bottom()
    return LadderLayout(columns, tuple(rungs), tuple(items), top)


def _lines(count: int, per_line: int) -> int:
    return max(1, -(-count // per_line))


def _rung_box(band: QRectF, columns: Columns) -> QRectF:
    return QRectF(columns.level - 8, band.top() + 3, columns.marks - columns.level + 4, band.height() - 6)


def _place_rung(band: QRectF, columns: Columns, rung: float) -> RungPlace:
    # On a row that a person has opened to many lines the words stay at the top, where they are seen.
    is_tall = band.height() > 3 * rung
    middle = band.top() + rung / 2 if is_tall else band.center().y()
    upper, lower = (middle - 18, middle) if rung < _ROOMY else (middle - 19, middle + 1)
    numbers = QRectF(columns.evaluable_right - 80, middle - 10, 80, 20)
    return RungPlace(
        band=band,
        node=QPointF(columns.node, middle),
        level=QRectF(columns.level, upper, columns.dose - columns.level, 20),
        dose=QRectF(columns.dose, upper, columns.marks - columns.dose - 2, 20),
        mode=QRectF(columns.dose, lower, columns.marks - columns.dose - 2, 16),
        evaluable=numbers,
        dlt=QRectF(columns.dlt_right - 40, middle - 10, 40, 20),
        state=QRectF(columns.state, upper, columns.right - columns.state, 20),
        line=QRectF(columns.state, lower, columns.right - columns.state, 16),
    )
