"""Where an arrow key leads on the ladder."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from ui.widgets.ladder.layout import Item

_ALONG = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def index_after(items: Sequence[Item], here: int, key: int) -> int | None:
    """The item that a key leads to; None where the key says nothing here.

    Left and right go through rung and marks, row after row; up and down go to the nearest item of the next line of
    marks; Home and End to the ends of the row.

    Args:
        items: of the layout, in order.
        here: index of the current item.
        key: a Qt key.
    """
    mine = items[here]
    row = [index for index, item in enumerate(items) if item.rung == mine.rung]
    if key == Qt.Key.Key_Home:
        return row[0]
    if key == Qt.Key.Key_End:
        return row[-1]
    if key in _ALONG:
        return min(max(here + _ALONG[Qt.Key(key)], 0), len(items) - 1)
    if key not in _DOWN:
        return None
    lines = _lines(items)
    line = next(number for number, listed in enumerate(lines) if here in listed)
    target = lines[min(max(line + _DOWN[Qt.Key(key)], 0), len(lines) - 1)]
    x = mine.box.center().x()
    return here if target is lines[line] else min(target, key=lambda index: abs(items[index].box.center().x() - x))


def _lines(items: Sequence[Item]) -> list[list[int]]:
    """Indices of the items line by line; the rung itself is on its first line."""
    lines: dict[tuple[int, float], list[int]] = {}
    for index, item in enumerate(items):
        tops = [one.box.top() for one in items if one.rung == item.rung and one.index >= 0]
        top = min(tops, default=0.0) if item.index < 0 else item.box.top()
        lines.setdefault((item.rung, top), []).append(index)
    return [lines[key] for key in sorted(lines)]
