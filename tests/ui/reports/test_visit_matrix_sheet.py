"""The visit matrix on paper: the name of each group of columns has its room."""

import pytest

from ui.reports.lettering import SMALL
from ui.reports.visit_matrix_sheet import blocks_of, column_lefts
from ui.words.visit import ColumnWords

COLUMN = 64.0


@pytest.mark.parametrize("group", ["Survival", "After treatment"])
def test_a_group_of_one_column_is_as_wide_as_its_name(qapp, group):
    heads = (ColumnWords("Scan week", "6"), ColumnWords("Scan week", "12"), ColumnWords(group, "1"))
    lefts = column_lefts((*heads, ColumnWords("", "x")))
    middle, half = lefts[2] + COLUMN / 2, SMALL.width(group) / 2
    assert lefts[1] + COLUMN < middle - half
    assert middle + half < lefts[3]


def test_columns_that_do_not_fit_go_on_in_another_block(qapp):
    heads = tuple(ColumnWords("Dose of cycle", str(number)) for number in range(1, 41))
    blocks = blocks_of(heads, 1400)
    assert blocks[0][0] == 0
    assert [last + 1 for _, last in blocks[:-1]] == [first for first, _ in blocks[1:]]
    assert blocks[-1][1] == len(heads) - 1
    assert all(column_lefts(heads[first : last + 1])[-1] + COLUMN <= 1400 for first, last in blocks)
