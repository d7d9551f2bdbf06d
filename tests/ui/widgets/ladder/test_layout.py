"""Where the ladder's items lie: nothing overlaps, six marks fit on a line, many marks go behind a tile."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from ui.theme import caption_font
from ui.widgets.ladder.ladder_rows import RowMark
from ui.widgets.ladder.layout import (
    LEAST_EMPTY_RUNG,
    LEAST_RUNG,
    TextWidths,
    choose_shown,
    lay_out,
    least_height,
    place_columns,
)
from ui.widgets.ladder.navigation import index_after
from ui.widgets.mark_paint import Mark

WIDTHS = TextWidths()
COUNTS = [0, 0, 0, 0, 6, 4, 3, 1]


def marks(states: str) -> tuple[RowMark, ...]:
    return tuple(RowMark(Mark(state), f"01-{i:03d}", f"01-{i:03d}", "") for i, state in enumerate(states, 1))


@pytest.mark.parametrize("width", [660, 680, 739, 740, 785, 1200])
@pytest.mark.parametrize("height", [300, 360, 528, 900])
def test_no_mark_overlaps_another_or_leaves_its_row(width: int, height: int):
    layout = lay_out([12, *COUNTS], width, height, WIDTHS)
    items = [item for item in layout.items if item.index >= 0]
    for item in items:
        band = layout.rungs[item.rung].band
        assert band.top() <= item.mark.top()
        assert item.label.bottom() <= band.bottom() + 1
        assert item.box.right() <= layout.columns.evaluable_right - WIDTHS.evaluable
    for one, other in pairwise(items):
        assert not one.mark.intersects(other.mark)


@pytest.mark.parametrize("width", [670, 680, 739, 740, 785, 1200])
def test_six_marks_fit_on_a_line(width: int):
    assert place_columns(width, WIDTHS).per_line >= 6


def test_a_long_id_takes_more_room_rather_than_being_cut():
    columns = place_columns(680, TextWidths(label=70, plain_label=66))
    assert columns.pitch >= 66
    assert columns.per_line < 6


def test_an_id_is_never_wider_than_its_place():
    metrics = QFontMetricsF(caption_font())
    for width in (660, 680, 785):
        columns = place_columns(width, TextWidths(36, metrics.horizontalAdvance("01-000") + 3, 44))
        font = caption_font(tabular=columns.is_tabular)
        assert QFontMetricsF(font).horizontalAdvance("01-000") <= columns.pitch


@pytest.mark.parametrize(
    ("height", "rung", "empty"),
    [(1000, 66, 66), (528, 66, 66), (480, 60, 60), (360, 45, 45), (340, 44, 41), (320, 44, 36), (200, 44, 36)],
)
def test_rungs_shrink_to_44_those_without_marks_to_36_and_then_they_scroll(height: int, rung: int, empty: int):
    layout = lay_out(COUNTS, 785, height, WIDTHS)
    assert [one.band.height() for one in layout.rungs] == [empty] * 4 + [rung] * 4
    assert layout.height == 4 * rung + 4 * empty
    assert layout.height <= max(height, least_height(COUNTS, 6))
    assert least_height(COUNTS, 6) == 4 * LEAST_RUNG + 4 * LEAST_EMPTY_RUNG


def test_marks_are_30_on_a_roomy_ladder_and_26_on_a_low_one():
    sides = {height: lay_out(COUNTS, 785, height, WIDTHS).items[5].mark.width() for height in (528, 360)}
    assert sides == {528: 30, 360: 26}


def test_few_marks_are_all_shown():
    assert choose_shown(marks("N" * 12), 6).hidden == ()
    assert not choose_shown(marks("N" * 12), 6).has_tile


def test_what_weighs_stays_and_the_oldest_quiet_marks_go_behind_the_tile():
    shown = choose_shown(marks("T" + "N" * 50 + "X" * 6 + "M??"), 6)
    assert shown.count == 12
    states = [one.mark.state for one in shown.marks]
    assert (states[0], states[-3:]) == ("T", ["M", "?", "?"])
    assert {one.mark.state for one in shown.hidden} == {"N"}
    assert len(shown.hidden) + len(shown.marks) == 60


def test_sixty_subjects_can_all_be_shown():
    shown = choose_shown(marks("N" * 60), 6, is_expanded=True)
    assert shown.count == 61
    layout = lay_out([shown.count], 785, 400, WIDTHS)
    assert layout.height >= 11 * 40


def test_arrows_walk_every_item_and_end_at_the_ends():
    items = lay_out([0, 2, 8], 785, 300, WIDTHS).items
    here, walked = 0, [0]
    while (there := index_after(items, here, Qt.Key.Key_Right)) != here:
        here = there
        walked.append(here)
    assert walked == list(range(len(items)))
    assert index_after(items, here, Qt.Key.Key_Home) == 4
    assert index_after(items, 4, Qt.Key.Key_End) == here
    assert index_after(items, 0, Qt.Key.Key_Up) == 0
    assert index_after(items, 0, Qt.Key.Key_A) is None


def test_down_goes_to_the_nearest_mark_of_the_next_line():
    items = lay_out([0, 2, 8], 785, 300, WIDTHS).items
    second = next(i for i, item in enumerate(items) if item.rung == 1 and item.index == 1)
    below = items[index_after(items, second, Qt.Key.Key_Down)]
    assert (below.rung, below.index) == (2, 1)
    last = items[index_after(items, items.index(below), Qt.Key.Key_Down)]
    assert (last.rung, last.index) == (2, 7)
