"""The preview of an adverse event: reads only."""

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.ctcae.catalogue import soc_of
from domain.evaluability import Bearing, assess_subject, derive_window
from domain.records import AdverseEvent
from domain.safety.clocks import Clock, ClockKind, ClockState, clocks_of
from domain.safety.emergence import is_treatment_emergent
from domain.safety.grades import steps_of
from domain.study import Study
from domain.terms import Judgement, Right
from ui.forms.event_meaning import say_why
from ui.models.event_rows import EventRow, dlt_words
from ui.pages.preview_card import PreviewCard
from ui.pages.trend_box import TrendBox
from ui.session import Session
from ui.text import Words, capital, say_partial, term, tr
from ui.widgets.buttons import LinkButton
from ui.widgets.card import NoteBox
from ui.widgets.elided_label import Label
from ui.widgets.flow import FlowLayout, flowing_row, high_as_needed
from ui.widgets.key_value import KeyValueList
from ui.widgets.mark import GradeSquare


class EventPreview(PreviewCard):
    """Term, grade and its steps, what is due and open, facts with the laboratory value behind them, and the ways on.

    Signals:
        form_wanted, report_wanted, treatment_wanted: of the event shown.
    """

    form_wanted = Signal()
    report_wanted = Signal()
    treatment_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(tr("Edit event"), parent)
        self._steps = QWidget()
        self._steps_flow = FlowLayout(self._steps, spacing=8)
        self.head.add(high_as_needed(self._steps))
        self._notes = QVBoxLayout()
        self._notes.setSpacing(8)
        self.column.addLayout(self._notes)
        self._boxes: list[NoteBox] = []
        self.links = self._build_links()
        self._facts = KeyValueList()
        self.trend = TrendBox()
        self.narrative = Label("", size="caption", token="text2", wrap=True)
        self.verdict = Label("", size="caption", token="text2", wrap=True)
        for widget in (self.links, self._facts, self.trend, self.narrative, self.verdict):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def _build_links(self) -> QWidget:
        self.form_link = LinkButton(tr("SAE form"), "printer", small=True)
        self.form_link.setToolTip(tr("The printed report form of this event, as a PDF"))
        self.report_link = LinkButton(tr("Record report"), "plus", small=True)
        self.treatment_link = LinkButton(tr("Add treatment"), "plus", small=True)
        self.form_link.clicked.connect(self.form_wanted)
        self.report_link.clicked.connect(self.report_wanted)
        self.treatment_link.clicked.connect(self.treatment_wanted)
        return flowing_row(self.form_link, self.report_link, self.treatment_link)

    def show_event(self, row: EventRow, session: Session, *, can_write: bool) -> None:
        """Show an event."""
        event, study, words = row.event, session.study, session.words
        self.show_record(event.record_id, event.term, event.subject_id, can_write=can_write)
        parts = [tr("Grade {grade}").format(grade=int(event.worst))]
        parts += [tr("serious")] if event.is_serious else []
        parts += [tr("ongoing")] if event.is_ongoing else []
        soc = soc_of(study.protocol.ctcae, event.term.strip())
        about = tr("{soc} · from a laboratory result").format(soc=soc) if event.result_id else soc
        self.head.show_grade(int(event.worst), ", ".join(parts), about)
        self._show_steps(event, study)
        self._show_notes(row, study, words)
        self._facts.set_facts(_facts_of(row, session))
        results = study.results_of(event.subject_id) if event.result_id else ()
        test = next((one.test for one in results if one.record_id == event.result_id), "")
        self.trend.show_test(study, event.subject_id, test, event.result_id)
        self.narrative.setText(event.narrative)
        self.narrative.setVisible(bool(event.narrative))
        one = assess_subject(study, event.subject_id)
        said = one.standing.adjudication.reason if one is not None and one.standing is not None else ""
        self.verdict.setText(tr("Verdict on the subject: {reason}").format(reason=said) if said else "")
        self.verdict.setVisible(bool(said))
        self.form_link.setVisible(event.is_serious and session.may(Right.PRINT))
        self.report_link.setVisible(event.is_serious and can_write)
        self.treatment_link.setVisible(can_write)
        self.links.setVisible(can_write or not self.form_link.isHidden())

    def _show_steps(self, event: AdverseEvent, study: Study) -> None:
        """The grades over time, where there is more than one."""
        while (item := self._steps_flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        steps = steps_of(event, study.zone)
        self._steps.setVisible(len(steps) > 1)
        for step in steps if len(steps) > 1 else ():
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(5)
            line.addWidget(GradeSquare(int(step.grade), size=18))
            line.addWidget(Label(tr("from {date}").format(date=say_partial(step.since)), size="caption", token="text2"))
            self._steps_flow.addWidget(holder)

    def _show_notes(self, row: EventRow, study: Study, words: Words) -> None:
        """What is due, then what is open."""
        for box in self._boxes:
            self._notes.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = [_clock_note(clock, study, words) for clock in clocks_of(study, row.event)
                       if clock.state is not ClockState.MET]  # fmt: skip
        note = _dlt_note(row, study, words)
        self._boxes += [note] if note is not None else []
        for box in self._boxes:
            self._notes.addWidget(box)
            box.show()


def _clock_note(clock: Clock, study: Study, words: Words) -> NoteBox:
    """A report that is due: until when, and how much of the time is left."""
    if clock.due_at is None or clock.event.aware_at is None:
        title = tr("SAE report within {kind}: not started").format(kind=term(clock.kind))
        return NoteBox("warn", title, (tr("Record when the site became aware; the clock runs from then."),))
    titles = {
        ClockKind.INITIAL: tr("SAE report due {moment}"),
        ClockKind.SEVEN_DAYS: tr("7-day report due {moment}"),
        ClockKind.FIFTEEN_DAYS: tr("15-day report due {moment}"),
    }
    title = titles[clock.kind].format(moment=words.moment(clock.due_at))
    aware = words.moment(clock.event.aware_at)
    if clock.state is ClockState.OVERDUE:
        late = _say_span(study.cut_off - clock.due_at)
        line = tr("aware {aware} · {late} late").format(aware=aware, late=late)
        return NoteBox("hard", title, (line,))
    left = _say_span(clock.due_at - study.cut_off)
    line = tr("aware {aware} · {left} left").format(aware=aware, left=left)
    return NoteBox("warn", title, (line,))


def _say_span(span: timedelta) -> str:
    """A stretch of time as hours and minutes, in days from two days on."""
    minutes = int(span.total_seconds() // 60)
    if minutes >= 2 * 24 * 60:
        return tr("{days} days").format(days=minutes // (24 * 60))
    return tr("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def _dlt_note(row: EventRow, study: Study, words: Words) -> NoteBox | None:
    """What the event means for the verdict on its subject, where it means something."""
    assessment = assess_subject(study, row.event.subject_id)
    if assessment is None:
        return None
    why = say_why(assessment, row.bearing, row.event, words)
    if row.bearing is Bearing.AWAITED:
        waits = tr("The verdict on {subject} waits for it.").format(subject=row.event.subject_id)
        return NoteBox("soft", tr("DLT not yet known"), (f"{waits} {why}".strip(),))
    titles = {
        Bearing.MAKES_DLT: tr("Makes the DLT of {subject}"),
        Bearing.OVERRULED: tr("Overruled by a person: no DLT of {subject}"),
        Bearing.OUTSIDE_MET: tr("Meets the definition outside the window of {subject}"),
    }
    if row.bearing not in titles:
        return None
    title = titles[row.bearing].format(subject=row.event.subject_id)
    return NoteBox("soft", title, (why,) if why else (), glyph="info")


def _facts_of(row: EventRow, session: Session) -> list[tuple[str, str]]:
    event, study, words = row.event, session.study, session.words
    onset = say_partial(event.onset)
    if row.study_day is not None:
        onset = tr("{onset}, study day {day}").format(onset=onset, day=row.study_day)
    facts = [
        (tr("Onset"), onset),
        (tr("End"), say_partial(event.end) if event.end else tr("ongoing")),
        (tr("Dose level"), words.level(row.level) if row.level is not None else ""),
        (tr("In DLT window"), _say_window(row, study)),
        (tr("Treatment-emergent"), _say_emergent(event, study)),
    ]
    named = tr("Related to {drug}")
    drugs = [(study.protocol.drug, event.relationship, event.action_taken)]
    drugs += [(one.drug, one.relationship, one.action_taken) for one in event.other_drugs]
    for drug, related, _action in drugs:
        facts.append((named.format(drug=drug), term(related) if related else tr("not said")))
    for drug, _related, action in drugs:
        title = tr("Action taken") if len(drugs) == 1 else tr("Action taken, {drug}").format(drug=drug)
        facts.append((title, term(action)))
    facts.append((tr("Outcome"), term(event.outcome)))
    if event.is_serious:
        facts.append((tr("Serious because of"), ", ".join(term(one) for one in event.seriousness)))
        facts.append((tr("Site aware"), words.moment(event.aware_at) if event.aware_at else tr("not said")))
        facts.append((tr("Expected"), term(event.is_expected)))
    if event.admitted_on is not None:
        stay = say_partial(event.admitted_on)
        until = say_partial(event.discharged_on) if event.discharged_on else tr("ongoing")
        facts.append((tr("In hospital"), tr("{first} to {last}").format(first=stay, last=until)))
    for title, judged in (
        (tr("Immune-related"), event.is_immune_related),
        (tr("Found by laboratory tests alone"), event.is_laboratory_only),
    ):
        if judged is not Judgement.NOT_ASSESSED:
            facts.append((title, term(judged)))
    if event.verbatim:
        facts.append((tr("Reported as"), event.verbatim))
    treated = [one.name for one in study.interventions_of(event.subject_id) if event.record_id in (one.treats or ())]
    if treated:
        facts.append((tr("Treated with"), ", ".join(treated)))
    facts += [
        (tr("{kind} report").format(kind=capital(term(report.report_kind))), words.moment(report.sent_at))
        for report in study.reports_of(event)
    ]
    return [*facts, (tr("DLT"), dlt_words(row))]


def _say_window(row: EventRow, study: Study) -> str:
    part = study.part_of(row.event.subject_id)
    if part is None or derive_window(study, part, row.event.subject_id) is None:
        return tr("no dose yet")
    if not row.is_inside:
        return tr("no")
    if row.study_day is None:
        return tr("yes, the date leaves it open")
    return tr("yes, day {day} of {days}").format(day=row.study_day, days=part.window.days)


def _say_emergent(event: AdverseEvent, study: Study) -> str:
    if study.first_dose(event.subject_id) is None:
        return tr("no dose yet")
    return tr("yes") if is_treatment_emergent(study, event) else tr("no")
