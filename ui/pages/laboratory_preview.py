"""One laboratory result: its grade with the reasons, and the trend of its test on the grade bands. Reads only."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.laboratory.catalogue import lab_tests
from domain.laboratory.graded_result import GradedResult
from ui.models.lab_table import say_test
from ui.models.lab_trend_of import say_grade, say_range, say_unit, say_value
from ui.pages.preview_card import PreviewCard
from ui.pages.trend_box import TrendBox
from ui.session import Session
from ui.text import Words, capital, say_partial, tr
from ui.widgets.elided_label import Label
from ui.widgets.key_value import KeyValueList
from ui.words.visit import VisitWords


class LabPreview(PreviewCard):
    """Grade, trend, facts and why.

    Signals:
        result_chosen: id of another result of the trend.
    """

    result_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(tr("Correct result"), parent)
        self.reasons = Label("", size="caption", token="text2", wrap=True)
        self.trend = TrendBox()
        self.trend.result_chosen.connect(self.result_chosen)
        self.facts = KeyValueList()
        for widget in (self.reasons, self.trend, self.facts):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def show_result(self, one: GradedResult, session: Session, *, can_write: bool) -> None:
        """Show a result."""
        result, words = one.result, session.words
        visits = VisitWords(session.study.protocol)
        self.show_record(result.record_id, say_test(result.test), result.subject_id, can_write=can_write)
        test = lab_tests().get(result.test)
        said = [f"{say_value(one)} {say_unit(one.unit)}", say_partial(result.taken_at), tr(test.group) if test else ""]
        self.head.show_grade(one.grade, capital(say_grade(one)), " · ".join(part for part in said if part))
        self.reasons.setText("\n".join(dict.fromkeys(say_unit(words.reason(reason)) for reason in one.reasons)))
        self.reasons.setVisible(bool(self.reasons.text()))
        self.trend.show_test(session.study, result.subject_id, result.test, result.record_id)
        used = say_range(one.lln, one.uln)
        self.facts.set_facts(
            [
                (tr("Normal range"), f"{used} {say_unit(one.unit)}" if used else tr("none")),
                (tr("Compared with baseline"), _say_compared(one, words)),
                (tr("Laboratory"), result.laboratory),
                (tr("Visit"), visits.name(result.visit) if visits.knows(result.visit) else result.visit),
                *([(tr("Comment"), result.comment)] if result.comment else []),
            ]
        )


def _say_compared(one: GradedResult, words: Words) -> str:
    baseline = one.baseline
    if one.is_baseline:
        return tr("this is the baseline")
    if baseline is None or baseline.value is None:
        return ""
    return f"{baseline.sign}{words.say(baseline.value)} {say_unit(baseline.unit)}"
