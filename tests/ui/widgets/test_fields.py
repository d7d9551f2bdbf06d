"""Fields: what they read, what they can't read, and that they paint in every state."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets.combo_box import ComboBox
from ui.widgets.date_edit import DateEdit
from ui.widgets.line_edit import LineEdit, PasswordEdit
from ui.widgets.number_edit import NumberEdit
from ui.widgets.options import Option
from ui.widgets.term_edit import TermEdit
from ui.widgets.text_area import TextArea

TERMS = [
    Option(10, "Rash maculo-papular", "Skin and subcutaneous tissue disorders"),
    Option(11, "Rash acneiform", "Skin and subcutaneous tissue disorders"),
    Option(12, "Anemia", "Blood and lymphatic system disorders"),
]


def parse_year(text: str) -> int:
    if not text.isdigit():
        raise ValueError("Not a year.")
    return int(text)


def shown(qtbot, widget: QWidget) -> QWidget:
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.addWidget(widget)
    qtbot.addWidget(window)
    window.resize(300, 120)
    window.show()
    return window


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("62.4", Decimal("62.4"), None),
        ("62,4", Decimal("62.4"), None),
        (" 0.10 ", Decimal("0.10"), None),
        ("", None, None),
        ("6o", None, "Not a number."),
        ("1e5", Decimal("1e5"), "Not a number."),
        ("nan", None, "Not a number."),
        ("-3", Decimal(-3), "A number below 0 is not possible here."),
        ("1.234", Decimal("1.234"), "At most 2 decimals."),
    ],
)
def test_a_number_is_read_exactly_or_named_unreadable(qtbot, text: str, value: Decimal | None, problem: str | None):
    field = NumberEdit("Weight", unit="kg", decimals=2)
    qtbot.addWidget(field)
    field.setText(text)
    assert field.value() == value
    assert field.problem() == problem


def test_a_whole_number_field_refuses_decimals(qtbot):
    field = NumberEdit("Days", decimals=0)
    qtbot.addWidget(field)
    field.set_value("7.5")
    assert field.problem() == "A whole number is needed."


def test_the_unit_never_lies_under_the_text(qtbot):
    field = NumberEdit("Count", unit="10⁹/L")
    qtbot.addWidget(field)
    assert field.textMargins().right() > 30
    assert field.accessibleName() == "Count, 10⁹/L"
    field.set_unit("")
    assert field.textMargins().right() < 12


def test_a_date_means_what_the_injected_function_says(qtbot):
    field = DateEdit("Onset", parse=parse_year, show=lambda year: f"year {year}")
    qtbot.addWidget(field)
    field.setText("2026")
    assert (field.value(), field.problem()) == (2026, None)
    field.setText("Nov")
    assert (field.value(), field.problem()) == (None, "Not a year.")
    field.set_value(2025)
    assert field.text() == "year 2025"
    field.set_value(None)
    assert (field.text(), field.problem()) == ("", None)


@pytest.mark.parametrize("severity", [None, "soft", "hard"])
def test_a_finding_colours_the_border(qtbot, severity: str | None):
    for field in (LineEdit("Name"), ComboBox([Option(1, "One")], "Choice"), TextArea("Reason")):
        window = shown(qtbot, field)
        field.set_finding(severity)
        field.clearFocus()
        window.setFocus()
        image = field.grab().toImage()
        token = {None: "control", "soft": "warnline", "hard": "hardline"}[severity]
        colors = {image.pixelColor(x, 0).name() for x in range(40, 60)}
        assert colors == {theme.color(token).name()}


def test_the_corner_of_a_field_shows_the_ground_it_lies_on(qtbot):
    field = LineEdit("Name")
    window = shown(qtbot, field)
    assert window.isVisible()
    assert field.grab().toImage().pixelColor(0, 0).name() == theme.color("window").name()


def test_three_letters_offer_the_terms_that_contain_them(qtbot):
    field = TermEdit(TERMS, "Term")
    window = shown(qtbot, field)
    assert window.isVisible()
    field.setFocus()
    qtbot.keyClicks(field, "ma")
    assert not field.completer_popup.isVisible()
    field.clear()
    qtbot.keyClicks(field, "RAS")
    popup = field.completer_popup
    assert popup.isVisible()
    model = popup.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Rash maculo-papular", "Rash acneiform"]
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert field.value() == 11
    assert field.problem() is None


def test_down_on_the_only_match_keeps_it_chosen(qtbot):
    field = TermEdit(TERMS, "Term")
    window = shown(qtbot, field)
    assert window.isVisible()
    field.setFocus()
    only = TERMS[0].text
    qtbot.keyClicks(field, only[:-1])
    qtbot.keyClick(field.completer_popup, Qt.Key.Key_Down)
    qtbot.keyClick(field.completer_popup, Qt.Key.Key_Return)
    assert field.value() == TERMS[0].value


def test_a_term_that_is_not_on_the_list_is_no_value(qtbot):
    field = TermEdit(TERMS, "Term")
    qtbot.addWidget(field)
    field.setText("Rash")
    assert field.value() is None
    assert field.problem() == "Not a term of the list. Type three letters and choose one."
    field.setText("anemia")
    assert field.value() == 12
    field.set_value(10)
    assert field.text() == "Rash maculo-papular"


def test_a_list_starts_empty_keeps_its_value_and_ignores_the_wheel(qtbot):
    field = ComboBox([Option("iv", "Intravenous"), Option("po", "Oral")], "Route")
    qtbot.addWidget(field)
    assert field.value() is None
    field.set_value("po")
    field.set_options([Option("sc", "Subcutaneous"), Option("po", "Oral")])
    assert field.value() == "po"
    with qtbot.waitSignal(field.value_changed):
        field.set_options([Option("sc", "Subcutaneous")])
    assert field.value() is None
    field.set_value("sc")
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    assert field.value() is None


def test_tab_leaves_a_text_area_and_the_area_grows_with_its_text(qtbot):
    field = TextArea("Reason", lines=2, max_lines=4)
    window = shown(qtbot, field)
    assert window.isVisible()
    low = field.sizeHint().height()
    field.setText("one\ntwo\nthree")
    assert field.sizeHint().height() > low
    field.setText("\n".join("123456789"))
    assert field.sizeHint().height() < 4.5 * low
    assert field.edit.tabChangesFocus()


def test_undo_and_password_stay_native(qtbot):
    field = LineEdit("Name")
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "abc")
    assert field.isUndoAvailable()
    password = PasswordEdit("Password")
    qtbot.addWidget(password)
    password.setText(" secret ")
    assert password.value() == " secret "
    assert password.displayText() != password.text()
