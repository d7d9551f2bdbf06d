"""The filter row: one line where there is room, nothing cut off, and every filter has a way back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ui.widgets.filter_row import FilterBox, FilterCheck, FilterRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option

GRADES = [Option(2, "2 or worse"), Option(3, "3 or worse")]


@pytest.fixture
def box(qtbot, qapp) -> FilterBox:
    made = FilterBox("Grade", "any", GRADES)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    return made


def test_a_box_says_its_name_and_value_and_starts_with_any(box: FilterBox):
    assert box.value() is None
    assert not box.is_set
    assert box.accessibleName() == "Grade: any"
    box.set_value(3)
    assert box.accessibleName() == "Grade: 3 or worse"
    assert box.sizeHint().width() > 100


@pytest.mark.parametrize("way", ["cross", "delete", "none", "escape"])
def test_a_set_filter_has_a_way_back(qtbot, box: FilterBox, way: str):
    box.set_value(2)
    box.resize(box.sizeHint())
    with qtbot.waitSignal(box.value_changed):
        if way == "cross":
            QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(box.width() - 12, box.height() // 2))
        elif way == "none":
            box.set_value(None)
        else:
            QTest.keyClick(box, Qt.Key.Key_Delete if way == "delete" else Qt.Key.Key_Escape)
    assert box.value() is None


def test_new_choices_keep_what_is_chosen_while_it_is_there(qtbot, box: FilterBox):
    box.set_value(3)
    box.set_choices([*GRADES, Option(4, "4 or worse")])
    assert box.value() == 3
    with qtbot.waitSignal(box.value_changed):
        box.set_choices([Option(5, "5")])
    assert box.value() is None


@pytest.mark.parametrize("width", [420, 560, 640, 760, 900, 1200])
def test_nothing_in_the_row_is_cut_off_or_covered(qtbot, qapp, width: int):
    boxes: list[FilterBox | FilterCheck] = [
        FilterBox(name, "any", GRADES) for name in ("Subject", "Level", "SOC", "Grade", "Serious", "DLT")
    ]
    boxes.append(FilterCheck("In window"))
    row = FilterRow(LineEdit("Find", icon_name="search"), boxes)
    qtbot.addWidget(row)
    row.resize(width, 80)
    row.show()
    for one in boxes[:2]:
        one.set_value(3)
    rects = [one.geometry() for one in (row._search, *boxes)]
    for rect in rects:
        assert rect.right() <= width
        assert rect.bottom() <= row.sizeHint().height()
    for place, rect in enumerate(rects):
        assert not any(rect.intersects(other) for other in rects[place + 1 :])
    for one in boxes:
        assert one.width() >= one.sizeHint().width()
    if width >= 900:
        assert row.lines == 1
