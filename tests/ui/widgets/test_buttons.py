"""Buttons and small choices by keyboard and mouse."""

import pytest
from PySide6.QtCore import Qt

from ui.widgets.buttons import IconButton, LinkButton, PrimaryButton, SecondaryButton
from ui.widgets.check_box import CheckBox
from ui.widgets.radio_list import Choice, RadioList
from ui.widgets.segmented_control import Segment, SegmentedControl


def grade_control() -> SegmentedControl:
    return SegmentedControl([Segment(grade, str(grade), struck=grade > 3) for grade in range(1, 6)], "Grade")


@pytest.mark.parametrize("text", ["Sign decision for level 3", "签署第 3 剂量水平的决定", "Print"])
@pytest.mark.parametrize("kind", [PrimaryButton, SecondaryButton, LinkButton])
@pytest.mark.parametrize("icon_name", ["", "pencil"])
def test_no_button_is_narrower_than_its_text(qtbot, kind, text: str, icon_name: str):
    button = kind(text, icon_name)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    assert button.text_width() <= button.text_rect().width()
    assert button.accessibleName() == text
    assert not button.grab().isNull()


def test_enter_presses_the_focused_button(qtbot):
    for button in (SecondaryButton("Discard changes"), IconButton("lock", "Lock")):
        qtbot.addWidget(button)
        with qtbot.waitSignal(button.clicked):
            qtbot.keyClick(button, Qt.Key.Key_Return)


def test_arrow_keys_choose_and_skip_what_is_struck_through(qtbot):
    control = grade_control()
    qtbot.addWidget(control)
    assert control.value() is None
    for key, expected in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_End, 3),
        (Qt.Key.Key_Right, 3),
        (Qt.Key.Key_Left, 2),
        (Qt.Key.Key_Home, 1),
        (Qt.Key.Key_Delete, None),
    ):
        qtbot.keyClick(control, key)
        assert control.value() == expected


def test_a_digit_jumps_to_its_grade_but_never_to_one_that_is_missing(qtbot):
    control = grade_control()
    qtbot.addWidget(control)
    qtbot.keyClicks(control, "3")
    assert control.value() == 3
    qtbot.keyClicks(control, "4")
    assert control.value() == 3
    assert control.accessibleName() == "Grade: 3"


def test_a_click_chooses_only_what_is_allowed(qtbot):
    control = grade_control()
    qtbot.addWidget(control)
    control.resize(300, 32)
    rects = control.segment_rects()
    assert sum(rect.width() for rect in rects) == pytest.approx(300)
    qtbot.mouseClick(control, Qt.MouseButton.LeftButton, pos=rects[1].center().toPoint())
    assert control.value() == 2
    qtbot.mouseClick(control, Qt.MouseButton.LeftButton, pos=rects[4].center().toPoint())
    assert control.value() == 2


def test_a_value_that_the_new_items_lack_is_dropped_and_announced(qtbot):
    control = grade_control()
    qtbot.addWidget(control)
    control.set_value(3)
    with qtbot.waitSignal(control.value_changed):
        control.set_segments([Segment(g, str(g), struck=g > 2) for g in range(1, 6)])
    assert control.value() is None


def test_radio_rows_choose_one_and_leave_out_what_is_disabled(qtbot):
    rows = RadioList(
        [
            Choice("w", "Wait", "follows the rule"),
            Choice("h", "Hold", "reason needed"),
            Choice("e", "Escalate", "", False),
        ],
        "The committee decides",
    )
    qtbot.addWidget(rows)
    assert rows.value() is None
    rows.show()
    with qtbot.waitActive(rows):
        rows.activateWindow()
    rows.set_value("w")
    rows.rows()[0].setFocus()
    with qtbot.waitSignal(rows.value_changed):
        qtbot.keyClick(rows.rows()[0], Qt.Key.Key_Down)
    assert rows.value() == "h"
    rows.set_value("e")
    assert rows.value() is None
    assert rows.rows()[0].accessibleName() == "Wait, follows the rule"


def test_space_checks_a_box(qtbot):
    box = CheckBox("Grade 5")
    qtbot.addWidget(box)
    with qtbot.waitSignal(box.value_changed):
        qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.value() is True
    assert not box.grab().isNull()
