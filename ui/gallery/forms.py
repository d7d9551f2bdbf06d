"""Every control of a form, and a form with findings."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.gallery.page import gallery_page
from ui.widgets.card import Card, NoteBox, SunkenBox
from ui.widgets.combo_box import ComboBox
from ui.widgets.date_edit import DateEdit
from ui.widgets.form import Form
from ui.widgets.form_row import FormRow
from ui.widgets.key_value import KeyValueList
from ui.widgets.line_edit import LineEdit
from ui.widgets.number_edit import NumberEdit
from ui.widgets.options import Option
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.widgets.term_edit import TermEdit
from ui.widgets.text_area import TextArea


@dataclass(frozen=True)
class _Found:
    field: str
    severity: str
    text: str


def forms_page() -> QWidget:
    page, grid = gallery_page()
    fields = Card("Fields")
    inner = QGridLayout()
    inner.setHorizontalSpacing(16)
    inner.setVerticalSpacing(12)
    weight, end, low = NumberEdit(unit="kg"), DateEdit(parse=str), NumberEdit(unit="kg")
    weight.set_value("62.4")
    end.setText("12 Nov 2026")
    low.set_value("26.4")
    onset = DateEdit(parse=str)
    onset.setText("Nov 2026")
    route = ComboBox([Option("iv", "Intravenous"), Option("po", "Oral")])
    route.set_value("iv")
    locked = LineEdit()
    locked.setText("01-013")
    locked.setReadOnly(True)
    dose = NumberEdit(unit="mg")
    dose.set_value("18.7")
    rows = [
        FormRow("Weight", weight), FormRow("Dose given", dose), FormRow("Route", route),
        FormRow("End", end), FormRow("Weight now", low), FormRow("Onset", onset, "day unknown, kept as typed"),
        FormRow("Subject", locked), FormRow("Search", LineEdit(icon_name="search", placeholder="Find term")),
        FormRow("Reason", TextArea(lines=2)),
    ]  # fmt: skip
    rows[3].set_finding("hard", "Before onset (15 Nov).")
    rows[4].set_findings([("soft", "58 % below the last weight. Say why.")], justifiable=False)
    for position, row in enumerate(rows):
        inner.addWidget(row, position // 3, position % 3, Qt.AlignmentFlag.AlignTop)
    fields.body.addLayout(inner)
    fields.body.addStretch(1)
    grid.addWidget(fields, 0, 0)
    notes = Card("Decision and signature", "no meeting yet")
    box = SunkenBox()
    facts = (
        ("Data cut-off", "20 Nov 2026 14:10 +08:00"),
        ("Protocol", "v1.0, rules of 2 Apr 2026"),
        ("Chain head", "#1 533 · 41d8 b07e 92c5"),
    )
    box.add(KeyValueList(facts, small=True, lines=False))
    notes.add(box)
    notes.add(
        NoteBox(
            "warn",
            "Not ready to sign",
            ("01-014 has no DLT verdict until 1 Dec 2026 08:40", "01-015 has no DLT verdict until 3 Dec 2026 09:20"),
        )
    )
    notes.add(NoteBox("soft", "DLT not yet known: day 5 of 7", ("clause 3, known on 22 Nov 2026",)))
    notes.add(NoteBox("hard", "SAE report overdue since 09:30"))
    notes.add(KeyValueList((("Onset", "16 Nov 2026, study day 7"), ("End", "ongoing"), ("Outcome", ""))))
    notes.body.addStretch(1)
    grid.addWidget(notes, 1, 0)
    card = Card("Adverse event", "record 5 · Esc closes")
    card.add(_example_form(), 1)
    grid.addWidget(card, 0, 1, 2, 1)
    grid.setRowStretch(1, 1)
    return page


def _example_form() -> Form:
    def judge(values: dict[str, object]) -> list[_Found]:
        found = [] if values["end"] != "12 Nov 2026" else [_Found("end", "hard", "Before onset (15 Nov).")]
        if values["related"] is False:
            text = "Onset 2 days after dose 2, and pruritus of the same day is called related. Change it or say why."
            found.append(_Found("related", "soft", text))
        return found

    form = Form("Save adverse event")
    terms = [
        Option(1, "Rash maculo-papular", "Skin and subcutaneous tissue disorders"),
        Option(2, "Rash acneiform", "Skin"),
    ]
    form.add_row(FormRow("Term (CTCAE v5.0)", TermEdit(terms), "Skin and subcutaneous tissue disorders", field="term"))
    form.add_pair(
        FormRow("Onset", DateEdit(parse=str), field="onset"),
        FormRow("End, or ongoing", DateEdit(parse=str), field="end"),
    )
    grades = SegmentedControl([Segment(g, str(g), struck=g > 3) for g in range(1, 6)], "Grade")
    form.add_row(FormRow("Grade", grades, "v5.0 defines grades 1 to 3 for this term", field="grade"))
    related = SegmentedControl([Segment(True, "Related"), Segment(False, "Not related")], "Relationship to BAT6026")
    form.add_row(FormRow("Relationship to BAT6026", related, field="related"))
    actions = [Option(1, "Dose not changed"), Option(2, "Dose reduced"), Option(3, "Drug withdrawn")]
    form.add_row(FormRow("Action taken with BAT6026", ComboBox(actions), field="action"))
    form.set_validate(judge)
    form.set_values(
        {"term": 1, "onset": "15 Nov 2026", "end": "12 Nov 2026", "grade": 2, "related": False, "action": 1},
        {"related": "Contact dermatitis under the dressing, seen by dermatology on 16 Nov."},
    )
    form.show_all_findings()
    return form
