"""How wide the columns of a printed table are: nothing broken that need not be, and rows as low as they can be."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from domain.summaries.table import Cell, Column
from ui.reports.lettering import BODY, BODY_STRONG, HEAD, longest_word

GAP, INDENT = 26.0, 32.0
# A row is as high as its highest cell; a high power of the cells' lines stands for that and can still be compared.
_STEEPNESS = 8.0
_STEPS, _MOST_SAMPLED = 64, 300

Widths = npt.NDArray[np.float64]


def column_widths(
    columns: Sequence[Column],
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    texts: Sequence[Sequence[str]],
    width: float,
) -> list[float]:
    """Widths that together with the gaps fill `width`.

    Where everything fits on one line the rest is shared by weight; else texts wrap, numbers and dates last, so that
    the rows together are as low as they can be.
    """
    room = width - GAP * (len(columns) - 1)
    wide, narrow = spans(columns, heads, rows, texts, room)
    if sum(wide) <= room:
        rest, weights = room - sum(wide), sum(column.weight for column in columns)
        return [each + rest * column.weight / weights for each, column in zip(wide, columns, strict=True)]
    if sum(narrow) >= room:
        return [each * room / sum(narrow) for each in narrow]
    return _share(wide, narrow, room, needs(columns, heads, rows, texts))


def spans(
    columns: Sequence[Column],
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    texts: Sequence[Sequence[str]],
    room: float,
) -> tuple[list[float], list[float]]:
    """The widths at which nothing wraps, and the least at which no word, number or date is broken."""
    wide, narrow = [], []
    for place, (column, head) in enumerate(zip(columns, heads, strict=True)):
        full, least = HEAD.width(head), longest_word(head, HEAD)
        for row, said in zip(rows, texts, strict=True):
            if is_spanning(said):
                continue
            lettering = BODY_STRONG if row[place].emphasis else BODY
            indent = row[place].indent * INDENT
            cell = lettering.width(said[place]) + indent
            full = max(full, cell)
            fixed = column.format.is_right_aligned
            least = max(least, cell if fixed else longest_word(said[place], lettering) + indent)
        wide.append(full + 1)
        narrow.append(min(least + 1, full + 1, room * 0.4))
    return wide, narrow


def is_spanning(said: Sequence[str]) -> bool:
    """Whether a row says something in its first cell alone, which then has the whole width."""
    return len(said) > 1 and bool(said[0]) and not any(said[1:])


def needs(
    columns: Sequence[Column], heads: Sequence[str], rows: Sequence[Sequence[Cell]], texts: Sequence[Sequence[str]]
) -> Widths:
    """How wide each cell would be on one line, shape (rows, columns); of a long table a sample of the rows."""
    step = max(1, len(rows) // _MOST_SAMPLED)
    found = [[HEAD.width(head) for head in heads]]
    for row, said in zip(rows[::step], texts[::step], strict=True):
        if is_spanning(said):
            continue
        letterings = [BODY_STRONG if cell.emphasis else BODY for cell in row]
        found.append([one.width(text) for one, text in zip(letterings, said, strict=True)])
    return np.array(found).reshape(-1, len(columns))


def _share(wide: Sequence[float], narrow: Sequence[float], room: float, wanted: Widths) -> list[float]:
    """The room beyond the narrowest widths goes bit by bit to the column that makes the rows lowest."""
    widths, most = np.array(narrow), np.array(wide)
    step = (room - widths.sum()) / _STEPS
    for _ in range(_STEPS):
        lines = np.maximum(wanted / widths, 1.0) ** _STEEPNESS
        wider = np.maximum(wanted / (widths + step), 1.0) ** _STEEPNESS
        totals = lines.sum(axis=1, keepdims=True)
        gains = (totals ** (1 / _STEEPNESS) - (totals - lines + wider) ** (1 / _STEEPNESS)).sum(axis=0)
        gains[widths >= most] = -1.0
        widths[int(gains.argmax())] += step
    return [float(each) for each in widths]
