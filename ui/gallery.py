"""Every component in every state on one window, to look at beside the pictures of the design.

Run it with `python -m ui.gallery [--dark] [--page marks|forms|tables] [--grab FILE.png]`.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.theme import (
    PAGE_MARGIN,
    PAGE_TOP,
    RADIUS_CONTROL,
    RUNG_HEIGHT,
    SPACE_M,
    apply_theme,
    body_font,
    caption_font,
    theme,
)
from ui.widgets.banner import Banner
from ui.widgets.buttons import (
    CheckBox,
    Choice,
    IconButton,
    LinkButton,
    PrimaryButton,
    RadioList,
    SecondaryButton,
    Segment,
    SegmentedControl,
)
from ui.widgets.card import Card, NoteBox, SunkenBox
from ui.widgets.chip import ActionChip
from ui.widgets.context_line import ContextLine, ContextValues
from ui.widgets.decision_table import DecisionTable
from ui.widgets.elided_label import Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ComboBox, DateEdit, LineEdit, NumberEdit, Option, TermEdit, TextArea
from ui.widgets.form import Form
from ui.widgets.form_row import FormRow
from ui.widgets.icons import ICON_NAMES, draw_icon
from ui.widgets.key_value import KeyValueList
from ui.widgets.mark import GradeSquare, SubjectMark
from ui.widgets.paint import (
    CHIP_STYLES,
    Mark,
    draw_box,
    draw_hairline,
    draw_mark,
    draw_node,
    draw_row_ground,
    draw_spine,
    draw_text,
)
from ui.widgets.palette_popup import Command, PalettePopup
from ui.widgets.rail import Rail, RailItem
from ui.widgets.scroll import ScrollArea
from ui.widgets.shortcut_sheet import ShortcutSheet
from ui.widgets.table import PAINT_ROLE, RIGHT, TOKEN_ROLE, WEIGHT_ROLE, TableView, grade_cell, tag_cell

MARKS = (
    Mark("N"), Mark("M"), Mark("T"), Mark("?", 20, 1 / 21), Mark("?", 1, 20 / 21), Mark("m", 11, 10 / 21),
    Mark("X"), Mark("x"), Mark("+"),
)  # fmt: skip
_SIX = (Mark("N"), Mark("N"), Mark("T"), Mark("N"), Mark("N"), Mark("N"))
_MIXED = (Mark("N"), Mark("M"), Mark("x"), Mark("m", 9, 0.6), Mark("T"))
COMMANDS = (
    Command("overview", "Overview", "Ctrl+1", "Go to"),
    Command("today", "Today", "Ctrl+2", "Go to"),
    Command("find", "Find or do", "Ctrl+K", "Work"),
    Command("add", "Add adverse event", "Ctrl+N", "Work"),
    Command("sign", "Sign decision for level 4", "", "Work"),
    Command("save", "Save", "Ctrl+S", "Work"),
)


@dataclass(frozen=True)
class _Found:
    field: str
    severity: str
    text: str


class GalleryTable(QAbstractTableModel):
    """A few rows with text, grades, dates, tags and empty cells."""

    HEADERS = ("Adverse event", "Grade", "Onset", "End", "Serious", "DLT")
    ROWS = (
        ("Rash maculo-papular", 2, "15 Nov 2026", "editing", "no", ""),
        ("Alanine aminotransferase increased", 3, "23 Oct 2026", "ongoing", "yes", "T met"),
        ("Platelet count decreased", 4, "16 Nov 2026", "ongoing", "yes", "not yet known"),
        ("Fatigue", 1, "18 Oct 2026", "27 Oct 2026", "no", ""),
        ("发热", 1, "16 Oct 2026", "16 Oct 2026", "no", ""),
    )

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.ROWS)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.HEADERS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (1, 2, 3):
            return RIGHT if section > 1 else int(Qt.AlignmentFlag.AlignCenter)
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        value, column = self.ROWS[index.row()][index.column()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column in (2, 3) else None
        if role == PAINT_ROLE and column == 1:
            return grade_cell(int(value))
        if role == PAINT_ROLE and value == "T met":
            return tag_cell("T met", fill="purple")
        if role == PAINT_ROLE and value == "not yet known":
            return tag_cell("not yet known", fill="soft", line="accent", glyph="clock")
        if role == WEIGHT_ROLE:
            return 500 if column == 0 else 400
        if role == TOKEN_ROLE and value == "editing":
            return "accent"
        return None


class Gallery(QWidget):
    """The gallery window; the rail chooses the page, a button changes the theme."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Widget gallery")
        self.resize(1440, 900)
        pages = {"marks": _marks_page(), "forms": _forms_page(), "tables": _tables_page()}
        self.rail = Rail(
            (
                (RailItem("marks", "Marks", "overview"), RailItem("forms", "Forms", "pulse", 3)),
                (RailItem("tables", "Tables", "bars"),),
            )
        )
        self.rail.set_person("Dr Lin Yue", "Investigator")
        values = ContextValues("BAT6026", "01", "v1.0", "20 Nov 2026 14:10 +08:00", "13", "10", "14:08")
        self.context = ContextLine(values)
        self.stack = QStackedWidget()
        self._names = list(pages)
        for page in pages.values():
            area = ScrollArea(page)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            self.stack.addWidget(area)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.context)
        column.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.rail.section_chosen.connect(self.show_page)
        self.rail.person_requested.connect(self.toggle_theme)
        self.popup = PalettePopup(COMMANDS, self)
        self.sheet = ShortcutSheet(COMMANDS, self)
        self.context.find_requested.connect(lambda: self.popup.open_over(self))
        QShortcut(QKeySequence("Ctrl+K"), self, lambda: self.popup.open_over(self))
        QShortcut(QKeySequence("F1"), self, self.sheet.show)
        QShortcut(QKeySequence("Ctrl+D"), self, self.toggle_theme)
        self.show_page("marks")

    def show_page(self, name: str) -> None:
        """Shows "marks", "forms" or "tables"."""
        self.rail.set_current(name)
        self.stack.setCurrentIndex(self._names.index(name))

    def toggle_theme(self) -> None:
        """Changes between light and dark."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, "light" if theme.is_dark else "dark")


def _marks_page() -> QWidget:
    page, grid = _page()
    rungs = Card("Rung states", margin=8, bottom=12)
    rungs.add(_Rungs())
    grid.addWidget(rungs, 0, 0, 3, 1)
    colours = Card("Type and colour", title_line=True)
    colours.body.setContentsMargins(19, 16, 19, 19)
    for text, size, weight in (
        ("Level 4 has 1 DLT in 3 evaluable", "title", 600),
        ("Body, values and labels of controls; 剂量限制性毒性", "body", 400),
        ("Captions, headers, units, findings; 剂量水平", "caption", 500),
    ):
        colours.add(Label(text, size=size, weight=weight))  # type: ignore[arg-type]
    colours.add(_Swatches())
    grid.addWidget(colours, 3, 0, 2, 1)

    marks = Card("Subject marks and action chips")
    row = QHBoxLayout()
    for mark in MARKS:
        column = QVBoxLayout()
        column.addWidget(SubjectMark(mark, size=30), 0, Qt.AlignmentFlag.AlignHCenter)
        row.addLayout(column, 1)
    marks.body.addLayout(row)
    names = list(CHIP_STYLES)
    for height, chosen in ((28, names[:4]), (28, names[4:9]), (28, names[9:]), (20, names[:5])):
        line = QHBoxLayout()
        line.setSpacing(6)
        for name in chosen:
            line.addWidget(ActionChip(name, height=height))
        line.addStretch(1)
        marks.body.addLayout(line)
    grades = QHBoxLayout()
    grades.setSpacing(6)
    for grade in range(1, 6):
        grades.addWidget(GradeSquare(grade))
    grades.addWidget(Label("grades 1 to 5", size="caption", token="text2"))
    grades.addStretch(1)
    marks.body.addLayout(grades)
    grid.addWidget(marks, 0, 1)

    buttons = Card("Buttons and choices")
    line = QHBoxLayout()
    off = PrimaryButton("Save adverse event")
    off.setEnabled(False)
    for button in (
        PrimaryButton("Sign decision for level 4", "pencil"), SecondaryButton("Discard changes"), LinkButton("Compare"),
    ):  # fmt: skip
        line.addWidget(button)
    line.addStretch(1)
    buttons.body.addLayout(line)
    grades_control = SegmentedControl([Segment(g, str(g), struck=g > 3) for g in range(1, 6)], "Grade")
    grades_control.set_value(2)
    buttons.add(grades_control)
    line = QHBoxLayout()
    line.addWidget(off)
    for text, checked, enabled in (("Grade 5", True, True), ("In window", False, True), ("Not now", True, False)):
        box = CheckBox(text, checked=checked)
        box.setEnabled(enabled)
        line.addWidget(box)
    small = SegmentedControl(
        [Segment("a", "All"), Segment("r", "Related"), Segment("3", "Grade 3 or worse")],
        "Show",
        height=28,
        fill_width=False,
    )
    small.set_value("a")
    line.addStretch(1)
    buttons.add(small)
    line.addWidget(IconButton("lock", "Lock"))
    buttons.body.addLayout(line)
    choices = RadioList(
        [
            Choice("e", "Escalate to level 5 (1 mg/kg)", "follows the rule"),
            Choice("h", "Hold: enrol nobody for now", "reason needed"),
            Choice("x", "Expand level 4", "needs an amendment", enabled=False),
        ],
        "The committee decides",
    )
    choices.set_value("e")
    buttons.add(choices)
    grid.addWidget(buttons, 1, 1)
    grid.addWidget(
        Banner(
            "hard", "The study file can’t be written: the disk is full.",
            "All saved work is safe. Free 200 MB on drive D:, then choose Try again.", "Try again",
        ), 2, 1,
    )  # fmt: skip
    grid.addWidget(
        Banner(
            "warn", "Decision of 9 Nov 2026 needs review: its data changed on 18 Nov.",
            "Adverse event 3 of 01-013: end date corrected. The recommendation is the same.", "Review",
        ), 3, 1,
    )  # fmt: skip
    icons = Card("Icons")
    icons.add(_Icons())
    grid.addWidget(icons, 4, 1)
    grid.setRowStretch(4, 1)
    return page


def _forms_page() -> QWidget:
    page, grid = _page()
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


def _tables_page() -> QWidget:
    page, grid = _page()
    table = TableView("Adverse events", sortable=False)
    table.setModel(GalleryTable(table))
    table.select_row(0)
    table.setFixedHeight(table.content_height())
    events = Card("Adverse events, 5", "CTCAE v5.0 · worst grade · / to search · Ctrl+N to add", margin=12)
    events.add(table)
    grid.addWidget(events, 0, 0, 1, 2)
    rule = Card("Rule at a 3+3 level")
    cells = {
        (n, d): v
        for d, row in enumerate((" SSEEEE", " SSSSSE", "  uuuuu", "   uuuu"))
        for n, v in enumerate(row)
        if v != " "
    }
    rule.add(DecisionTable({key: "DU" if v == "u" else v for key, v in cells.items()}, today=(3, 1)))
    rule.body.addStretch(1)
    grid.addWidget(rule, 1, 0)
    empty = Card()
    empty.add(
        EmptyState(
            "chart",
            "No samples yet",
            "Import the laboratory’s file, or enter the first sample of cycle 1.",
            "Import samples",
        )
    )
    grid.addWidget(empty, 1, 1)
    grid.setRowStretch(1, 1)
    return page


def _page() -> tuple[QWidget, QGridLayout]:
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
    grid.setSpacing(SPACE_M)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return page, grid


class _Rungs(QWidget):
    ROWS = (
        ("current", "5", "1", (Mark("N"), Mark("?", 14, 1 / 3), Mark("+")), "1 / 2", "0", "Filling", "wait"),
        ("cleared", "4", "0.3", _SIX, "6 / 6", "1", "Cleared, 1 of 6", ""),
        ("exceeded", "4", "0.3", (Mark("N"), Mark("T"), Mark("T")), "3 / 3", "2", "Exceeded", "closed for good"),
        ("mtd", "3", "0.1", _MIXED, "6 / 6", "1", "MTD", "6 evaluable, 1 DLT"),
        ("suspended", "5", "1", (), "", "", "Suspended", "since 3 Nov 2026"),
        ("closed", "5", "1", (), "", "", "Closed", ""),
        ("optional", "8", "10", (), "", "", "Optional", "needs a decision"),
    )  # fmt: skip

    def sizeHint(self) -> QSize:
        return QSize(540, RUNG_HEIGHT * len(self.ROWS))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for position, (kind, level, dose, marks, evaluable, dlt, state, detail) in enumerate(self.ROWS):
            y = position * RUNG_HEIGHT
            left = 0 if kind == "current" else 40
            draw_row_ground(painter, QRectF(left, y + 2, self.width() - left, RUNG_HEIGHT - 4), kind, theme)
            if kind in ("cleared", "mtd", "closed", "suspended") and position + 1 < len(self.ROWS):
                draw_hairline(painter, 48, y + RUNG_HEIGHT, self.width() - 56, theme)
            middle = y + RUNG_HEIGHT / 2
            if position:
                draw_spine(painter, 24, middle - RUNG_HEIGHT + 11, middle - 11, theme, solid=kind == "cleared")
            draw_node(painter, QPointF(24, middle), kind, theme)
            draw_text(painter, QRectF(52, y + 12, 14, 20), level, body_font(500), theme.color("text3"))
            draw_text(painter, QRectF(70, y + 12, 50, 20), dose, body_font(600), theme.color("text"))
            draw_text(painter, QRectF(98, y + 12, 60, 20), "mg/kg", caption_font(), theme.color("text3"))
            for k, mark in enumerate(marks):
                draw_mark(painter, QRectF(140 + k * 36, middle - 15, 30, 30), mark, theme)
            tabular = body_font(500, tabular=True)
            draw_text(painter, QRectF(366, y, 44, RUNG_HEIGHT), evaluable, tabular, theme.color("text"))
            draw_text(painter, QRectF(412, y, 20, RUNG_HEIGHT), dlt, tabular, theme.color("text"))
            draw_text(
                painter,
                QRectF(432, y + 12, self.width() - 438, 20),
                state,
                body_font(600 if marks else 400),
                theme.color("text"),
            )
            draw_text(
                painter, QRectF(432, y + 33, self.width() - 438, 18), detail, caption_font(), theme.color("text2")
            )


class _Swatches(QWidget):
    TOKENS = (
        "text", "text2", "text3", "accent", "window", "rail", "surface", "sunken",
        "line", "control", "soft", "neutral", "hard", "warn", "hardline", "warnline",
        "sky", "orange", "purple", "yellow",
    )  # fmt: skip

    def sizeHint(self) -> QSize:
        return QSize(480, 178)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        step = self.width() / 8
        for position, name in enumerate(self.TOKENS):
            x, y = (position % 8) * step, 10 + (position // 8) * 58
            box = QRectF(x, y, step - 8, 30)
            draw_box(painter, box, RADIUS_CONTROL, theme.color(name), theme.color("control"), 1)
            draw_text(painter, QRectF(x, y + 32, step - 8, 18), name, caption_font(500), theme.color("text2"))


class _Icons(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(400, 84)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        columns = max(int(self.width() // 30), 1)
        for position, name in enumerate(ICON_NAMES):
            rect = QRectF((position % columns) * 30, (position // columns) * 28, 16, 16)
            draw_icon(painter, rect, name, theme.color("text2"))


def show_gallery() -> Gallery:
    """Opens the gallery; the caller keeps the window."""
    window = Gallery()
    window.show()
    return window


def run(arguments: list[str]) -> int:
    """Runs the gallery from the command line."""
    parser = argparse.ArgumentParser(prog="ui.gallery")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--page", choices=("marks", "forms", "tables"), default="marks")
    parser.add_argument("--size", default="1440x900", help="width x height of the window")
    parser.add_argument("--grab", metavar="FILE.png")
    options = parser.parse_args(arguments)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    apply_theme(app, "dark" if options.dark else "light")
    window = show_gallery()
    width, height = (int(part) for part in options.size.split("x"))
    window.resize(width, height)
    window.show_page(options.page)
    if not options.grab:
        return app.exec()
    app.processEvents()
    return 0 if window.grab().save(options.grab) else 1


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
