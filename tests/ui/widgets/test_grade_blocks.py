"""Grade blocks: levels as wide as their subjects, whatever the room."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.widgets.grade_blocks import ALL_LEVELS, HEAD, ROW, BlockRow, GradeBlocks, LevelColumn, lay_out_tracks

COLUMNS = (LevelColumn(1, 1), LevelColumn(2, 3), LevelColumn(4, 5))
ROWS = (BlockRow("Fatigue", {1: (1,), 4: (3, 2)}), BlockRow("Nausea", {2: (1,)}))


@given(st.lists(st.integers(1, 60), min_size=1, max_size=9), st.integers(420, 1600))
def test_a_track_is_as_wide_as_its_subjects_and_all_fit(treated: list[int], width: int):
    columns = [LevelColumn(level, number) for level, number in enumerate(treated, 1)]
    unit, tracks = lay_out_tracks(columns, width)
    for track in tracks:
        assert track.width == pytest.approx(unit * track.column.treated)
    for before, after in pairwise(tracks):
        assert before.left + before.width < after.left
    if unit > 1:
        assert tracks[-1].left + tracks[-1].width <= width + 0.01


@pytest.fixture
def blocks(qtbot, qapp) -> GradeBlocks:
    made = GradeBlocks()
    qtbot.addWidget(made)
    made.resize(620, 200)
    made.show_blocks(ROWS, COLUMNS)
    made.show()
    return made


def test_every_row_counts_its_subjects(blocks: GradeBlocks):
    assert [row.subjects for row in ROWS] == [3, 1]
    assert blocks.content_height() == HEAD + 2 * ROW + 2
    assert blocks.heights_up_to(1000) == HEAD + 2 * ROW


def test_a_click_says_term_and_level_and_a_click_on_the_name_the_term(qtbot, blocks: GradeBlocks):
    _unit, tracks = lay_out_tracks(COLUMNS, blocks.width() - 12)
    at = blocks.rows.rect().topLeft()
    at.setY(10)
    at.setX(int(tracks[2].left + tracks[2].width / 2))
    with qtbot.waitSignal(blocks.chosen) as caught:
        QTest.mouseClick(blocks.rows, Qt.MouseButton.LeftButton, pos=at)
    assert caught.args == ["Fatigue", 4]
    at.setX(20)
    at.setY(ROW + 10)
    with qtbot.waitSignal(blocks.chosen) as caught:
        QTest.mouseClick(blocks.rows, Qt.MouseButton.LeftButton, pos=at)
    assert caught.args == ["Nausea", ALL_LEVELS]


def test_three_hundred_subjects_are_painted_too(qtbot, blocks: GradeBlocks):
    columns = [LevelColumn(level, 40) for level in range(1, 9)]
    many = BlockRow("Fatigue", dict.fromkeys(range(1, 9), (4,) * 3 + (2,) * 9 + (1,) * 20))
    blocks.show_blocks([many], columns)
    assert not blocks.grab().isNull()
