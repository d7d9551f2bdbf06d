"""Tables: the model is sound, painting warns of nothing, keys do what the page says."""

import pytest
from PySide6.QtCore import Qt

from ui.gallery.tables import GalleryTable
from ui.theme import apply_theme
from ui.widgets.mark_paint import Mark
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.widgets.table import TableHeader, TableView, chip_cell, grade_cell, icon_cell, mark_cell


@pytest.fixture
def table(qtbot) -> TableView:
    table = TableView("Adverse events", sortable=True)
    table.setModel(GalleryTable(table))
    qtbot.addWidget(table)
    table.resize(900, table.content_height())
    table.show()
    return table


def test_the_example_model_is_sound(qtmodeltester):
    qtmodeltester.check(GalleryTable())


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_table_paints_in_both_themes(qapp, table: TableView, name: str):
    apply_theme(qapp, name)
    table.select_row(1)
    table.horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    image = table.grab().toImage()
    assert len({image.pixelColor(x, y).name() for x in range(0, 900, 7) for y in range(0, image.height(), 3)}) > 8


def test_no_value_is_wider_than_its_column(table: TableView):
    model = table.model()
    from PySide6.QtWidgets import QStyleOptionViewItem

    for column in range(model.columnCount()):
        for row in range(model.rowCount()):
            hint = table.itemDelegate().sizeHint(QStyleOptionViewItem(), model.index(row, column))
            assert hint.width() <= table.columnWidth(column)


def test_enter_opens_the_row(table: TableView, qtbot):
    table.select_row(2)
    with qtbot.waitSignal(table.row_activated) as caught:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert caught.args[0].row() == 2


def test_typing_and_slash_go_to_the_search(table: TableView, qtbot):
    with qtbot.waitSignal(table.search_typed) as caught:
        qtbot.keyClick(table, "n")
    assert caught.args == ["n"]
    with qtbot.waitSignal(table.search_typed) as caught:
        qtbot.keyClick(table, "/")
    assert caught.args == [""]


def test_arrow_keys_move_between_rows_and_say_so(table: TableView, qtbot):
    table.select_row(0)
    with qtbot.waitSignal(table.row_changed) as caught:
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert caught.args[0].row() == 1


def test_small_painters_know_their_width():
    for painter in (grade_cell(3), mark_cell(Mark("T")), chip_cell("wait"), icon_cell("check")):
        assert painter.width >= 14


def test_a_segmented_control_beside_a_table_has_room(qtbot):
    control = SegmentedControl([Segment("a", "All"), Segment("r", "Related")], "Show", height=28, fill_width=False)
    qtbot.addWidget(control)
    assert control.sizeHint().height() == 28


def test_a_header_whose_model_is_gone_can_still_be_laid_out(qtbot):
    header = TableHeader()
    qtbot.addWidget(header)
    assert header.model() is None
    assert header.sectionSizeFromContents(0).width() == 0
