"""The trace of one subject: a row a visit, computed beside called, and what a disagreement asks for."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from domain.records import Lesion, ResponseCall, SurvivalContact
from domain.response.calls import Parting
from domain.response.of_study import derive_response
from domain.response.spoken import spoken_numbers
from domain.response.terms import Response, ResponseBy
from ui.models.lesion_rows import LesionsModel
from ui.models.response_rows import TraceModel, TraceRow, arithmetic_of, trace_of
from ui.models.yielding_columns import YieldingColumns
from ui.plots.chart import MARK_HEIGHT, MARK_WIDTH, draw_response_mark
from ui.session import Session
from ui.text import capital, say_date, term, tr
from ui.theme import BORDER_SELECTED, RADIUS_CONTROL, theme
from ui.widgets.buttons import LinkButton, SecondaryButton
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.icons import draw_icon
from ui.widgets.paint import draw_box
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.widgets.table import TableView

VISITS, LESIONS = "visits", "lesions"
_ROW = 28


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
        self._fit = YieldingColumns(self.table, self.model.column("other"), [self.model.column("new")], least=110)
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
            best = tr("best {best}, confirmed {confirmed}").format(
                best=term(response.answer.best.best), confirmed=term(response.answer.best.confirmed)
            )
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


class DisagreementBox(QWidget):
    """A warn box with both marks, the arithmetic, what moves, and one action."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it hidden."""
        super().__init__(parent)
        self._warns = True
        self._glyph = _Glyph()
        self.sentence = ElidedLabel("", weight=600)
        self.call = ResponseMark()
        self._computed_label = Label(tr("computed"), weight=600)
        self.computed = ResponseMark()
        self.text = Label("", size="caption", token="text2", wrap=True)
        self.button = SecondaryButton(tr("Settle this visit"))
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self._glyph, self.sentence, self.call, self._computed_label, self.computed):
            head.addWidget(widget)
        head.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addLayout(head)
        left.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addLayout(left, 1)
        row.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_parting(self, day: str, call: Response, computed: Response, text: str, *, can_write: bool) -> None:
        """Show where call and computed response part."""
        self._warns = True
        self.sentence.setText(tr("{day}: investigator's call").format(day=day))
        self.call.set_response(call)
        self.computed.set_response(computed)
        for widget in (self._glyph, self.call, self._computed_label, self.computed):
            widget.show()
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.button.setText(tr("Settle this visit"))
        self.button.setVisible(can_write)
        self.setAccessibleName(
            tr("{day}: investigator's call {call}, computed {computed}. {text}").format(
                day=day, call=term(call), computed=term(computed), text=text
            )
        )
        self.update()

    def show_settled(self, day: str, call: Response | None, *, can_write: bool) -> None:
        """Say that the investigator has not called the visit, or has called it as computed."""
        self._warns = False
        for widget in (self._glyph, self.call, self._computed_label, self.computed, self.text):
            widget.hide()
        if call is None:
            said = tr("{day}: no call of the investigator yet").format(day=day)
            self.button.setText(tr("Call this visit"))
        else:
            said = tr("{day}: investigator agrees, {call}").format(day=day, call=term(call))
            self.button.setText(tr("Correct this call"))
        self.sentence.setText(said)
        self.button.setVisible(can_write)
        self.setAccessibleName(said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRectF(self.rect())
        if self._warns:
            fill, line = theme.color("warn"), theme.color("warnline")
            draw_box(QPainter(self), rect, RADIUS_CONTROL, fill, line, BORDER_SELECTED)
        else:
            draw_box(QPainter(self), rect, RADIUS_CONTROL, theme.color("sunken"))


class ResponseMark(QWidget):
    """A response in its letters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self._response = Response.NE
        self.setFixedSize(int(MARK_WIDTH) + 2, int(MARK_HEIGHT) + 3)

    def set_response(self, response: Response) -> None:
        """Show another one."""
        self._response = response
        self.setAccessibleName(term(response))
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_response_mark(QPainter(self), QPointF(QRectF(self.rect()).center()), self._response, theme)


class _Glyph(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), QRectF(self.rect()), "triangle", theme.color("warnline"))
