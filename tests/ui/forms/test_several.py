"""Controls for fields that hold several: boxes, dated steps, the drugs of a combination; and the term field."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from domain.partial_date import PartialDate
from domain.records import (
    RECORD_KINDS,
    Administration,
    AdverseEvent,
    DrugAssessment,
    GradeChange,
    Intervention,
    items_of,
)
from domain.terms import ActionTaken, Grade, Relationship, SeriousCriterion
from ui.forms.controls import FieldType, type_of
from ui.forms.drug_rows import DrugRows
from ui.forms.grade_steps import GradeSteps
from ui.forms.multi_choice import MultiChoice
from ui.forms.term_search import TermSearch
from ui.theme import apply_theme
from ui.widgets.options import CAPTION_ROLE, Option


@pytest.fixture(autouse=True)
def light_theme(qapp) -> None:
    apply_theme(qapp, "light")


@pytest.mark.parametrize(
    ("kind", "field", "expected"),
    [
        (AdverseEvent, "relationship", FieldType(Relationship, is_optional=True)),
        (AdverseEvent, "seriousness", FieldType(SeriousCriterion, is_several=True)),
        (AdverseEvent, "grade_changes", FieldType(GradeChange, is_several=True)),
        (AdverseEvent, "other_drugs", FieldType(DrugAssessment, is_several=True)),
        (AdverseEvent, "onset", FieldType(PartialDate)),
        (AdverseEvent, "end", FieldType(PartialDate, is_optional=True)),
        (Administration, "delayed_for", FieldType(str, is_several=True, is_optional=True)),
        (Intervention, "treats", FieldType(str, is_several=True, is_optional=True)),
    ],
)
def test_a_field_says_what_it_holds(kind, field: str, expected: FieldType):
    assert type_of(kind, field) == expected


def test_the_type_of_every_field_of_every_record_can_be_told():
    for kind in RECORD_KINDS.values():
        for field in items_of(kind):
            assert isinstance(type_of(kind, field).each, type)


OPTIONS = [Option("a", "Anaemia"), Option("b", "Bleeding"), Option("c", "Colitis")]


def choice(qtbot, **how) -> MultiChoice:
    made = MultiChoice(OPTIONS, "Treats", **how)
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_is_ticked_is_given_in_the_order_of_the_list(qtbot):
    made = choice(qtbot)
    made.set_value(("c", "a"))
    assert made.value() == ("a", "c")
    made.set_value(None)
    assert made.value() == ()


def test_nobody_has_said_and_none_of_these_are_two_things(qtbot):
    made = choice(qtbot, none_text="None of these")
    assert made.value() is None
    made.set_value(())
    assert made.value() == ()
    assert made.boxes()[-1].isChecked()
    made.boxes()[0].setChecked(True)
    assert made.value() == ("a",)
    assert not made.boxes()[-1].isChecked()
    made.boxes()[-1].setChecked(True)
    assert made.value() == ()
    made.boxes()[-1].setChecked(False)
    assert made.value() is None


def test_the_keyboard_goes_from_box_to_box_and_an_initial_jumps(qtbot):
    made = choice(qtbot)
    with qtbot.waitActive(made):
        made.activateWindow()
    made.setFocus()
    QTest.keyClick(made.boxes()[0], Qt.Key.Key_Down)
    assert made.boxes()[1].hasFocus()
    QTest.keyClick(made.boxes()[1], Qt.Key.Key_C)
    assert made.boxes()[2].hasFocus()
    QTest.keyClick(made.boxes()[2], Qt.Key.Key_Space)
    assert made.value() == ("c",)


def test_no_box_is_wider_than_its_control(qtbot):
    made = MultiChoice([Option("x", "A very long name of an adverse event, G4, 15 Nov 2026 and more")], "Treats")
    qtbot.addWidget(made)
    made.resize(240, 60)
    made.show()
    assert made.boxes()[0].width() <= 240


def test_a_half_filled_step_is_a_problem_and_no_step(qtbot):
    steps = GradeSteps("Later grades", show=str)
    qtbot.addWidget(steps)
    steps.show()
    assert steps.problem() is None
    steps.add_step()
    assert steps.problem() == "Give the date and the grade of each step, or remove it."
    assert steps.value() == ()
    steps.lines[0].date.setText("17.11.2026")
    assert "Not a date" in str(steps.problem())
    steps.lines[0].date.setText("17 Nov 2026")
    steps.lines[0].grade.set_value(Grade.SEVERE)
    assert steps.problem() is None
    assert steps.value() == (GradeChange(PartialDate(2026, 11, 17), Grade.SEVERE),)
    steps.lines[0].remove.click()
    assert steps.value() == ()


def test_steps_strike_the_grades_that_a_term_lacks(qtbot):
    steps = GradeSteps("Later grades", show=str)
    qtbot.addWidget(steps)
    steps.set_value((GradeChange(PartialDate(2026), Grade.MILD),))
    steps.set_grades((Grade.MILD, Grade.MODERATE), "no such grade")
    assert [segment.struck for segment in steps.lines[0].grade.segments()] == [False, False, True, True, True]


def test_each_drug_of_a_combination_has_its_own_words(qtbot):
    rows = DrugRows(["tislelizumab"])
    qtbot.addWidget(rows)
    assert rows.value() == ()
    rows.blocks[0].relationship.set_value(Relationship.POSSIBLE)
    rows.blocks[0].action.set_value(ActionTaken.DELAYED)
    said = (DrugAssessment("tislelizumab", Relationship.POSSIBLE, ActionTaken.DELAYED),)
    assert rows.value() == said
    rows.set_drugs(["tislelizumab", "other"])
    assert rows.value() == said
    rows.set_value((DrugAssessment("a drug of before", Relationship.DEFINITE),))
    assert rows.value() == (DrugAssessment("a drug of before", Relationship.DEFINITE),)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("plat", "Platelet count decreased"),
        ("hair loss", "Alopecia"),
        ("anaemia", "Anemia"),
        ("loose stools", "Diarrhea"),
    ],
)
def test_a_term_is_found_by_letters_or_by_an_everyday_word(qtbot, typed: str, first: str):  # AE-1
    field = TermSearch("5.0", "Term")
    qtbot.addWidget(field)
    field.show()
    with qtbot.waitActive(field):
        field.activateWindow()
    field.setFocus()
    QTest.keyClicks(field, typed)
    popup = field.completer_popup
    assert popup.isVisible()
    assert popup.model().index(0, 0).data() == first
    assert popup.model().index(0, 0).data(CAPTION_ROLE), "the class stands below each term"
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert field.value() == first
    assert field.problem() is None


def test_two_letters_offer_nothing_and_no_term_is_made_up(qtbot):
    field = TermSearch("5.0", "Term")
    qtbot.addWidget(field)
    field.show()
    QTest.keyClicks(field, "qz")
    assert not field.completer_popup.isVisible()
    assert field.value() is None
    assert field.problem()
