"""The trace of one subject: a row a visit, computed beside called, and what a disagreement asks for."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from domain.records import Lesion, ResponseCall, SurvivalContact
from domain.response.calls import Parting
from domain.response.of_study import derive_response
from domain.response.spoken import spoken_numbers
from domain.response.terms import Response, ResponseBy
from ui.models.lesion_rows import LesionsModel
from ui.models.trace_rows import TraceModel, TraceRow, arithmetic_of, trace_of
from ui.models.yielding_columns import YieldingColumns
from ui.pages.disagreement_box import DisagreementBox
from ui.session import Session
from ui.text import capital, say_date, term, tr
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.widgets.table import TableView

VISITS, LESIONS = "visits", "lesions"

_ROW = 28
# Its head; where its words have no room, a mark stands for them.
_LEAST_OTHER = 84


class TraceCard(Card):
    """Shows one subject: the visits, or the lesions as they are recorded.

    Signals:
        settle_wanted: number of the visit whose call is asked for.
        visit_wanted: number of the visit to open in the grid.
        lesion_wanted: the lesion to open in its form.
        subject_wanted: open the subject's own page.
        contact_wanted: enter a contact for survival.
    """

    settle_wanted = Signal(int)
    visit_wanted = Signal(int)
    lesion_wanted = Signal(object)
    subject_wanted = Signal()
    contact_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without a subject."""
        super().__init__(" ", " ", margin=12, bottom=12, parent=parent)
        self.session, self.subject_id, self._by = session, "", ResponseBy.COMPUTED
        segments = [Segment(VISITS, tr("Visits")), Segment(LESIONS, tr("Lesions"))]
        self.tabs = SegmentedControl(segments, tr("Visits or lesions"), height=28, fill_width=False)
        self.tabs.set_value(VISITS)
        self.tabs.value_changed.connect(self._show_tab)
        self.open_link = LinkButton(tr("Open subject"), small=True)
        self.open_link.clicked.connect(self.subject_wanted)
        self.contact_link = LinkButton(tr("Survival contact"), small=True)
        self.contact_link.clicked.connect(self.contact_wanted)
        self.contact_link.setVisible(session.may_create(SurvivalContact.kind))
        self.add_to_title(self.contact_link)
        self.add_to_title(self.open_link)
        self.add_to_title(self.tabs)
        self.model = TraceModel(lambda: session.words, self)
        self.table = TableView(tr("Visits"), row_height=_ROW, stretch_column=self.model.column("other"))
        self.table.setModel(self.model)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A new lesion also stands as a plus beside the overall response.
        yielding = [self.model.column("new")]
        self._fit = YieldingColumns(self.table, self.model.column("other"), yielding, least=_LEAST_OTHER)
        self.table.row_changed.connect(lambda _index: self._show_box())
        self.table.row_activated.connect(lambda _index: self._on_activated())
        self.lesions_model = LesionsModel(lambda: session.study, self)
        self.lesions = TableView(tr("Lesions"), row_height=_ROW, stretch_column=self.lesions_model.column("place"))
        self.lesions.setModel(self.lesions_model)
        yielding = [self.lesions_model.column(key) for key in ("kind", "became")]
        self._fit_lesions = YieldingColumns(self.lesions, self.lesions_model.column("place"), yielding, least=110)
        self.lesions.row_activated.connect(self._on_lesion)
        self._tables = QStackedWidget()
        self._tables.addWidget(self.table)
        self._tables.addWidget(self.lesions)
        self.note = Label("", size="caption", token="text2", wrap=True)
        self.note.setContentsMargins(8, 0, 8, 0)
        self.box = DisagreementBox()
        self.box.button.clicked.connect(lambda: self._emit(self.settle_wanted))
        self.add(self._tables, 1)
        self.add(self.note)
        self.add(self.box)

    def show_subject(self, subject_id: str, by: ResponseBy | None = None) -> None:
        """Show a subject's visits; the disagreement of the latest visit becomes current.

        Args:
            subject_id: who.
            by: whose best response the head names; None leaves that.
        """
        self._by = by or self._by
        is_same = subject_id == self.subject_id
        self.subject_id = subject_id
        kept = self.model.row_at(self.table.currentIndex()) if is_same else None
        study = self.session.study
        rows = trace_of(study, subject_id) if subject_id else ()
        self.model.set_rows(rows)
        self._fit.fit()
        self.set_title(subject_id or tr("No subject chosen"), self._say_subject())
        # Who it is stays whole; what is said of the subject gives way.
        self.title_label.setMinimumWidth(self.title_label.sizeHint().width())
        self.open_link.setVisible(bool(subject_id))
        self.lesions_model.show_subject(subject_id)
        self._fit_lesions.fit()
        self._say_note(rows)
        parted = [at for at, row in enumerate(rows) if row.disagreement is not None]
        at = next((at for at, row in enumerate(rows) if kept is not None and row.on == kept.on), None)
        if rows:
            self.table.select_row(at if at is not None else parted[0] if parted else len(rows) - 1)
        self._show_box()

    def current(self) -> TraceRow | None:
        """The visit that is current."""
        return self.model.row_at(self.table.currentIndex())

    def _say_subject(self) -> str:
        study = self.session.study
        subject = next((one for one in study.subjects if one.subject_id == self.subject_id), None)
        if subject is None:
            return ""
        enrolment = study.enrolment(self.subject_id)
        level = tr("level {number}").format(number=enrolment.dose_level) if enrolment and enrolment.dose_level else ""
        response = derive_response(study, self.subject_id, self._by)
        best = ""
        if response.answer is not None and response.answer.visits:
            found = response.answer.best
            text = tr("best {best}") if found.best is found.confirmed else tr("best {best}, confirmed {confirmed}")
            best = text.format(best=term(found.best), confirmed=term(found.confirmed))
        return " · ".join(part for part in (level, subject.tumour_type, best) if part)

    def _say_note(self, rows: tuple[TraceRow, ...]) -> None:
        """Why nothing is shown, or what was left out of the endpoints."""
        response = derive_response(self.session.study, self.subject_id) if self.subject_id else None
        words = self.session.words
        reasons = [words.reason(one) for one in response.reasons] if response else []
        if response is not None and response.not_evaluable is not None:
            reasons.insert(0, words.reason(response.not_evaluable))
        for concern in response.concerns if response else ():
            if concern.finding.is_hard:
                # Which dates contradict each other: what can be put right is named, not only its consequence.
                said = replace(concern.finding, numbers=spoken_numbers(concern.finding.numbers))
                reasons.append(capital(words.finding(said)).rstrip(".") + ".")
        if not rows and self.subject_id and not self.session.is_read_only:
            reasons.append(tr("Enter the baseline scans with Ctrl+N."))
        self.note.setText(" ".join(reasons))
        self.note.setVisible(bool(reasons))

    def _show_tab(self) -> None:
        is_visits = self.tabs.value() != LESIONS
        self._tables.setCurrentWidget(self.table if is_visits else self.lesions)
        self._show_box()

    def _show_box(self) -> None:
        row = self.current()
        is_visits = self.tabs.value() != LESIONS
        if row is None or row.assessment is None or row.number is None or not is_visits:
            self.box.hide()
            return
        if row.disagreement is None:
            self.box.setVisible(row.call is not None or self._may_call)
            self.box.show_settled(say_date(row.on), row.call.response if row.call else None, can_write=self._may_call)
            return
        parting = {
            Parting.DIFFERS: "",
            Parting.CHANGED: tr("The computed response has changed since the call."),
            Parting.NO_VISIT: "",
        }[row.disagreement.parting]
        why = [arithmetic_of(row), parting, self._moves(row)]
        comment = row.disagreement.call.comment
        if comment:
            why.append(tr("Investigator: {comment}").format(comment=comment))
        call = row.disagreement.call.response
        text = " ".join(one for one in why if one)
        self.box.show_parting(say_date(row.on), call, row.assessment.overall, text, can_write=self._may_call)
        self.box.show()

    @property
    def _may_call(self) -> bool:
        return self.session.may_create(ResponseCall.kind)

    def _moves(self, row: TraceRow) -> str:
        """What moves because of it: the date of progression."""
        if row.assessment is None or row.disagreement is None:
            return ""
        if Response.PD not in (row.assessment.overall, row.disagreement.call.response):
            return ""
        rows = self.model.rows
        computed = next((one.on for one in rows if one.assessment and one.assessment.overall is Response.PD), None)
        called = next((one.on for one in rows if _as_called(one) is Response.PD), None)
        if computed == called:
            return ""
        text = tr("Progression moves: {computed} computed, {called} investigator.")
        return text.format(
            computed=say_date(computed) if computed else tr("none"), called=say_date(called) if called else tr("none")
        )

    def _emit(self, signal: object) -> None:
        row = self.current()
        if row is not None and row.number is not None:
            signal.emit(row.number)  # type: ignore[attr-defined]

    def _on_activated(self) -> None:
        self._emit(self.visit_wanted)

    def _on_lesion(self) -> None:
        lesion = self.lesions_model.row_at(self.lesions.currentIndex())
        if isinstance(lesion, Lesion):
            self.lesion_wanted.emit(lesion)


def _as_called(row: TraceRow) -> Response | None:
    """The response that the investigator goes by: the call, or the computed one where there is none."""
    if row.assessment is None:
        return None
    return row.call.response if row.call else row.assessment.overall
