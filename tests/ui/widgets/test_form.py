"""Forms: findings beside the field, a foot that counts, and a save button that waits for them."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.widgets.finding_line import FindingLine
from ui.widgets.form import Form
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.number_edit import NumberEdit
from ui.widgets.segmented_control import Segment, SegmentedControl


@dataclass(frozen=True)
class Found:
    field: str
    severity: str
    text: str


def judge(values: dict[str, object]) -> list[Found]:
    found = []
    if not values["term"]:
        found.append(Found("term", "hard", "The term is missing."))
    if values["related"] is False:
        found.append(Found("related", "soft", "Onset two days after the dose. Change it or say why."))
    return found


@pytest.fixture
def form(qtbot) -> Form:
    form = Form("Save adverse event", validate=judge)
    form.add_row(FormRow("Term", LineEdit(), "as in CTCAE", field="term"))
    form.add_pair(
        FormRow("Weight", NumberEdit(unit="kg"), field="weight"),
        FormRow(
            "Relationship",
            SegmentedControl([Segment(True, "Related"), Segment(False, "Not related")], ""),
            field="related",
        ),
    )
    form.set_values({"term": "", "related": True})
    qtbot.addWidget(form)
    form.resize(400, 500)
    form.show()
    return form


def test_a_fresh_form_counts_but_does_not_blame(form: Form):
    assert not form.save_button.isEnabled()
    assert form.count.text == "1 to put right before saving"
    assert form.row("term").findings == ()
    assert not form.is_dirty


def test_typing_puts_right_and_opens_the_save_button(form: Form, qtbot):
    with qtbot.waitSignal(form.dirty_changed):
        qtbot.keyClicks(form.row("term").control, "Rash")
    assert form.save_button.isEnabled()
    assert form.count.text == ""
    assert form.is_dirty
    with qtbot.waitSignal(form.submitted) as caught:
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    assert caught.args == [{"term": "Rash", "weight": None, "related": True}, {}]
    form.mark_clean()
    assert not form.is_dirty


def test_an_unreadable_text_blocks_without_the_rule_knowing(form: Form, qtbot):
    form.row("term").set_value("Rash")
    qtbot.keyClicks(form.row("weight").control, "6x")
    assert form.row("weight").findings == (("hard", "Not a number."),)
    assert not form.can_save
    assert form.row("weight").control.accessibleDescription() == "Not a number."


def test_a_soft_finding_asks_for_words_right_below(form: Form, qtbot):
    form.row("term").set_value("Rash")
    form.row("related").set_value(False)
    reason = form.row("related").justification_field
    assert reason is not None
    assert form.count.text == "1 to justify"
    assert not form.save_button.isEnabled()
    qtbot.keyClicks(reason.edit, "Contact dermatitis")
    assert form.count.text == "1 justified"
    assert form.save_button.isEnabled()
    assert form.justifications() == {"related": "Contact dermatitis"}
    form.row("related").set_value(True)
    assert form.row("related").justification_field is None
    assert form.justifications() == {}


def test_saving_too_early_shows_why_and_goes_there(form: Form, qtbot):
    form.row("related").set_value(False)
    qtbot.waitActive(form)
    with qtbot.assertNotEmitted(form.submitted):
        form.submit()
    assert form.row("term").findings == (("hard", "The term is missing."),)
    assert form.row("term").control.hasFocus()
    assert not form.row("term").hint.isVisible()
    assert form.count.text == "1 to put right before saving, 1 to justify"


def test_ctrl_s_saves_and_escape_asks_once_before_it_discards(form: Form, qtbot):
    with qtbot.waitActive(form):
        form.activateWindow()
    field = form.row("term").control
    field.setFocus()
    qtbot.keyClicks(field, "Rash")
    with qtbot.waitSignal(form.submitted):
        QTest.keyClick(form.windowHandle(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    with qtbot.assertNotEmitted(form.discarded):
        QTest.keyClick(form.windowHandle(), Qt.Key.Key_Escape)
    assert form.count.text == "Esc again discards what was typed."
    with qtbot.waitSignal(form.discarded):
        QTest.keyClick(form.windowHandle(), Qt.Key.Key_Escape)


def test_escape_leaves_a_clean_form_at_once(form: Form, qtbot):
    with qtbot.waitActive(form):
        form.activateWindow()
    form.row("term").control.setFocus()
    with qtbot.waitSignal(form.discarded):
        QTest.keyClick(form.windowHandle(), Qt.Key.Key_Escape)


def test_tab_walks_the_form_in_the_order_of_the_paper(form: Form, qtbot):
    with qtbot.waitActive(form):
        form.activateWindow()
    form.row("term").set_value("Rash")
    walked = []
    form.row("term").control.setFocus()
    for _step in range(5):
        walked.append(form.focusWidget())
        QTest.keyClick(form.windowHandle(), Qt.Key.Key_Tab)
    rows = [form.row(field).control for field in ("term", "weight", "related")]
    assert walked == [*rows, form.discard_button, form.save_button]


def test_a_finding_about_the_whole_form_stands_in_the_foot(qtbot):
    form = Form("Save", validate=lambda _values: [Found("", "hard", "Two doses on one day.")])
    qtbot.addWidget(form)
    form.add_row(FormRow("Dose", LineEdit(), field="dose"))
    form.revalidate()
    assert [line.text for line in form.findChildren(FindingLine)] == ["Two doses on one day."]
    assert not form.can_save


def test_two_rows_of_one_field_are_an_error(qtbot):
    form = Form("Save")
    qtbot.addWidget(form)
    form.add_row(FormRow("Dose", LineEdit()))
    with pytest.raises(ValueError, match="two rows"):
        form.add_row(FormRow("Dose", LineEdit()))


def test_a_long_finding_wraps_and_is_given_its_height(qtbot):
    row = FormRow("Weight", LineEdit())
    qtbot.addWidget(row)
    row.set_findings([("hard", "The weight is far below the last one. " * 4)])
    row.resize(200, row.heightForWidth(200))
    row.show()
    line = row.findChild(FindingLine)
    assert line.height() >= line.heightForWidth(line.width()) > 40
