"""One laboratory result: its grade with the reasons, and the trend of its test on the grade bands. Reads only."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.laboratory.catalogue import lab_tests
from domain.laboratory.graded_result import GradedResult
from ui.models.lab_table import say_test
from ui.models.lab_trend_of import say_grade, say_range, say_unit, say_value, trend_of
from ui.plots.lab_trend_view import LabTrendView
from ui.session import Session
from ui.text import capital, say_partial, tr
from ui.theme import SPACE_S
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton, button_row
from ui.widgets.card import Card, SunkenBox
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.key_value import KeyValueList
from ui.widgets.mark import GradeSquare
from ui.widgets.scroll import ScrollArea


class LabPreview(Card):
    """Grade, trend, facts and why.

    Signals:
        edit_wanted, subject_wanted, history_wanted: of the result that is shown.
        result_chosen: id of another result of the trend.
    """

    edit_wanted = Signal()
    subject_wanted = Signal()
    history_wanted = Signal()
    result_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(" ", " ", parent=parent)
        self.history_link = LinkButton(tr("History"), small=True)
        self.history_link.clicked.connect(self.history_wanted)
        self.add_to_title(self.history_link)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(SPACE_S)
        box = SunkenBox()
        line = QHBoxLayout()
        line.setSpacing(12)
        self.square = GradeSquare(1, size=28)
        line.addWidget(self.square)
        said = QVBoxLayout()
        said.setSpacing(2)
        self.headline = Label("", weight=600, wrap=True)
        self.about = Label("", size="caption", token="text2", wrap=True)
        said.addWidget(self.headline)
        said.addWidget(self.about)
        line.addLayout(said, 1)
        box.body.addLayout(line)
        column.addWidget(box)
        self.reasons = Label("", size="caption", token="text2", wrap=True)
        column.addWidget(self.reasons)
        self.trend_title = ElidedLabel("", size="caption", weight=500, token="text2")
        column.addWidget(self.trend_title)
        self.trend = LabTrendView()
        self.trend.setFixedHeight(168)
        self.trend.record_chosen.connect(self.result_chosen)
        column.addWidget(self.trend)
        self.facts = KeyValueList()
        column.addWidget(self.facts)
        column.addStretch(1)
        self.add(ScrollArea(content), 1)
        self.subject_button = SecondaryButton(tr("Open subject"))
        self.subject_button.clicked.connect(self.subject_wanted)
        self.edit_button = PrimaryButton(tr("Correct result"), "pencil")
        self.edit_button.clicked.connect(self.edit_wanted)
        self.body.addSpacing(SPACE_S)
        self.body.addLayout(button_row(self.subject_button, self.edit_button))

    def show_result(self, one: GradedResult, session: Session, *, can_write: bool) -> None:
        """Show a result."""
        result, words, study = one.result, session.words, session.study
        self.set_title(say_test(result.test), result.subject_id)
        self.square.setVisible(bool(one.grade))
        if one.grade:
            self.square.set_grade(one.grade)
        self.headline.setText(capital(say_grade(one)))
        test = lab_tests().get(result.test)
        at = say_partial(result.taken_at)
        self.about.setText(
            tr("{value} {unit} · {at}").format(value=say_value(one), unit=say_unit(one.unit), at=at)
            + (f" · {tr(test.group)}" if test else "")
        )
        self.reasons.setText("\n".join(dict.fromkeys(say_unit(words.reason(reason)) for reason in one.reasons)))
        self.reasons.setVisible(bool(self.reasons.text()))
        trend = trend_of(study, result.subject_id, result.test)
        self.trend.setVisible(trend is not None)
        self.trend_title.setVisible(trend is not None)
        self.trend.show_trend(trend, result.record_id)
        if trend is not None:
            self.trend_title.setText(", ".join(part for part in (trend.title, trend.caption) if part))
        baseline = one.baseline
        compared = ""
        if one.is_baseline:
            compared = tr("this is the baseline")
        elif baseline is not None and baseline.value is not None:
            compared = f"{baseline.sign}{words.say(baseline.value)} {say_unit(baseline.unit)}"
        used = say_range(one.lln, one.uln)
        self.facts.set_facts(
            [
                (tr("Normal range"), f"{used} {say_unit(one.unit)}" if used else tr("none")),
                (tr("Compared with baseline"), compared),
                (tr("Laboratory"), result.laboratory),
                (tr("Visit"), result.visit),
                *([(tr("Comment"), result.comment)] if result.comment else []),
            ]
        )
        self.edit_button.setVisible(can_write)
