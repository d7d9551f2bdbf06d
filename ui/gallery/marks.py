"""Marks, chips, nodes, colours and icons in every state."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.gallery.page import gallery_page
from ui.theme import RADIUS_CONTROL, RUNG_HEIGHT, body_font, caption_font, theme
from ui.widgets.banner import Banner
from ui.widgets.buttons import IconButton, LinkButton, PrimaryButton, SecondaryButton
from ui.widgets.card import Card
from ui.widgets.check_box import CheckBox
from ui.widgets.chip import ActionChip
from ui.widgets.chip_paint import CHIP_STYLES
from ui.widgets.elided_label import Label
from ui.widgets.icons import ICON_NAMES, draw_icon
from ui.widgets.mark import GradeSquare, SubjectMark
from ui.widgets.mark_paint import Mark, draw_mark
from ui.widgets.paint import draw_box, draw_hairline, draw_text
from ui.widgets.radio_list import Choice, RadioList
from ui.widgets.rung_paint import draw_node, draw_row_ground, draw_spine
from ui.widgets.segmented_control import Segment, SegmentedControl

MARKS = (
    Mark("N"), Mark("M"), Mark("T"), Mark("?", 20, 1 / 21), Mark("?", 1, 20 / 21), Mark("m", 11, 10 / 21),
    Mark("X"), Mark("x"), Mark("+"),
)  # fmt: skip


_SIX = (Mark("N"), Mark("N"), Mark("T"), Mark("N"), Mark("N"), Mark("N"))


_MIXED = (Mark("N"), Mark("M"), Mark("x"), Mark("m", 9, 0.6), Mark("T"))


def marks_page() -> QWidget:
    page, grid = gallery_page()
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
