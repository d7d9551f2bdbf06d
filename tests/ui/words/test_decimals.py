"""Numbers below one another: points in one line, no digit that nobody measured."""

import pytest
from PySide6.QtGui import QFontMetricsF

from ui.theme import body_font
from ui.words.decimals import align_point, count_decimals


@pytest.mark.parametrize(("text", "decimals"), [("59", 0), ("59.2", 1), ("0.125", 3), ("", 0)])
def test_the_digits_after_the_point_are_counted(text: str, decimals: int):
    assert count_decimals(text) == decimals


def test_points_stand_one_below_the_other(qapp):
    """From the right end of the cell to where the point is, or would be, it is equally far."""
    metrics = QFontMetricsF(body_font(tabular=True))
    column = [align_point(text, 3) for text in ("59", "59.2", "0.125", "7.25")]
    whole = [text.rstrip("\u2007\u2008").partition(".")[0] for text in column]
    room = [metrics.horizontalAdvance(text[len(before) :]) for text, before in zip(column, whole, strict=True)]
    assert max(room) == pytest.approx(min(room))
    assert [text.strip("\u2007\u2008") for text in column] == ["59", "59.2", "0.125", "7.25"]


def test_an_empty_cell_stays_empty():
    assert align_point("", 2) == ""
