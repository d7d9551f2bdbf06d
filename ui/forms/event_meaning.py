"""What follows from an adverse event as it is typed: emergence, the DLT verdict, and the reports that fall due."""

from PySide6.QtWidgets import QWidget

from domain.dlt.answer import Verdict
from domain.evaluability import Assessment, Bearing, assess_subject
from domain.records import AdverseEvent
from domain.safety.clocks import ClockState, clocks_of
from domain.safety.emergence import is_treatment_emergent
from domain.study import Study
from domain.supposed import suppose
from ui.models.event_rows import dlt_words, row_of
from ui.text import Words, capital, term, tr
from ui.widgets.card import SunkenBox
from ui.widgets.elided_label import Label
from ui.widgets.key_value import KeyValueList


class EventMeaning(SunkenBox):
    """Derived, never typed: a few facts and, where a DLT turns on the event, which clause and until when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent=parent)
        self.add(Label(tr("What follows from it"), size="caption", weight=500, token="text2"))
        self.facts = KeyValueList(small=True, lines=False)
        self.add(self.facts)
        self.why = Label("", size="caption", token="text2", wrap=True)
        self.add(self.why)
        self.setAccessibleName(tr("What follows from it"))
        self.hide()

    def show_event(self, study: Study, event: AdverseEvent | None, words: Words) -> None:
        """Derive it anew; nothing is shown of an event that can't be made yet.

        Args:
            study: as entered now.
            event: as it would be; None while term, grade or onset is missing.
            words: of the study.
        """
        self.setVisible(event is not None)
        if event is None:
            return
        supposed = suppose(study, event)
        row, assessment = row_of(supposed, event), assess_subject(supposed, event.subject_id)
        facts = [(tr("Treatment-emergent"), _say_emergent(supposed, event))]
        facts.append((tr("DLT"), dlt_words(row) if assessment else tr("no dose yet")))
        facts += [
            (tr("Report within {kind}").format(kind=term(clock.kind)), words.moment(clock.due_at))
            for clock in clocks_of(supposed, event)
            if clock.state is not ClockState.MET and clock.due_at is not None
        ]
        self.facts.set_facts(facts)
        why = say_why(assessment, row.bearing, event, words) if assessment else ""
        self.why.setText(why)
        self.why.setVisible(bool(why))


def _say_emergent(study: Study, event: AdverseEvent) -> str:
    if study.first_dose(event.subject_id) is None:
        return tr("no dose yet")
    return tr("yes") if is_treatment_emergent(study, event) else tr("no")


def say_why(assessment: Assessment, bearing: Bearing, event: AdverseEvent, words: Words) -> str:
    """The clause on which the verdict turns, and until when it is open; "" where the event has no part in it."""
    derived = assessment.derived
    if derived is None or bearing not in (Bearing.MAKES_DLT, Bearing.AWAITED, Bearing.OVERRULED):
        return ""
    speaks = Verdict.NOT_YET if bearing is Bearing.AWAITED else Verdict.MET
    for result in derived.clauses:
        if result.verdict is speaks and event.record_id in result.answer.records:
            known_on = result.answer.known_on
            if bearing is Bearing.AWAITED and known_on is not None:
                said = tr("{clause}; known on {date}.")
                return said.format(clause=capital(result.clause.title), date=words.say(known_on))
            return tr("{clause}.").format(clause=capital(result.clause.title))
    return ""
