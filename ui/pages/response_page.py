"""Tumour response and survival: figures beside their tables, rates, one subject's trace, and entry of assessments."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from domain.deviation_kinds import DerivedDeviation
from domain.records import Deviation, Lesion, ResponseCall, SurvivalContact, TumourVisit
from domain.response.calls import list_disagreements
from domain.response.terms import ResponseBy
from ui.forms.deviation_form import DeviationForm, known_of
from ui.forms.lesion_form import LesionForm
from ui.forms.lesion_grid import LesionGrid
from ui.forms.record_form import RecordForm
from ui.forms.response_call_form import ResponseCallForm
from ui.forms.side_panel import PANEL_WIDTH, SidePanel
from ui.forms.survival_contact_form import SurvivalContactForm
from ui.pages.page import Page
from ui.pages.response_figure import SWIMMER, FigureCard
from ui.pages.response_rates import RatesCard
from ui.pages.response_trace import TraceCard
from ui.pages.response_words import say_response
from ui.session import Session
from ui.text import tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.segmented_control import Segment, SegmentedControl

_ROOMY = 740
_WITH_CAPTION = 1180


class ResponsePage(Page):
    """The sentence on top, the figure and its table below it, then one subject's trace and the rates."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without a subject."""
        super().__init__(session, parent)
        self.grid: LesionGrid | None = None
        self._chosen = ""
        self._build_head()
        self.figure = FigureCard(session)
        self.figure.subject_chosen.connect(self.choose)
        self.figure.subject_wanted.connect(self.subject_chosen)
        self.figure.said.connect(self._on_said)
        self.trace = TraceCard(session)
        self.trace.settle_wanted.connect(self.call_visit)
        self.trace.visit_wanted.connect(self.open_visit)
        self.trace.lesion_wanted.connect(self.open_lesion)
        self.trace.contact_wanted.connect(self.add_contact)
        self.trace.subject_wanted.connect(lambda: self.subject_chosen.emit(self._chosen))
        self.rates = RatesCard(session)
        self.rates.subject_chosen.connect(self.choose)
        self.rates.deviation_wanted.connect(self.open_deviation)
        self.rates.call_wanted.connect(self._on_call_wanted)
        self.panel = SidePanel(session)
        self.panel.edited.connect(self.edited)
        self.panel.closed.connect(self._on_closed)
        self.empty_state = EmptyState("bars", tr("No tumour assessment yet"), "", tr("Enter baseline"))
        self.empty_state.action_triggered.connect(self._on_empty)
        self._lay_out()

    # --- building ----------------------------------------------------------------------------------

    def _build_head(self) -> None:
        self.head = Card(margin=20, bottom=0)
        self.sentence = ElidedLabel("", size="title")
        self.visit_button = PrimaryButton(tr("Enter assessment"), "plus")
        self.visit_button.setToolTip(tr("Ctrl+N: the scans of the chosen subject"))
        self.visit_button.clicked.connect(self.add_record)
        segments = [
            Segment(ResponseBy.COMPUTED, tr("Computed")),
            Segment(ResponseBy.INVESTIGATOR, tr("Investigator")),
        ]
        name = tr("Response by: figures, rates and endpoints follow")
        self.by = SegmentedControl(segments, name, height=28, fill_width=False)
        self.by.set_value(ResponseBy.COMPUTED)
        self.by.setToolTip(tr("Whose response figures, rates and endpoints follow. A visit without a call: computed."))
        self.by.value_changed.connect(self.show_study)
        self._by_label = Label(tr("Response by"), size="caption", token="text2", weight=500)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.sentence, 1)
        line.addWidget(self._by_label)
        line.addWidget(self.by)
        line.addSpacing(8)
        line.addWidget(self.visit_button)
        self.head.body.setContentsMargins(19, 14, 19, 14)
        self.head.body.addLayout(line)
        self.status = ElidedLabel("", size="caption", token="text2")
        self.status.hide()
        self.head.body.addWidget(self.status)

    def _lay_out(self) -> None:
        self._below = below = _Flexible()
        row = QHBoxLayout(below)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self.trace, 65)
        self._side = QWidget()
        self._side_stack = QStackedLayout(self._side)
        self._side_stack.addWidget(self.rates)
        row.addWidget(self._side, 35)
        self._cards = content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.figure)
        column.addWidget(below)
        self._column = column
        self.figure.kind.value_changed.connect(self._share_height)
        self._share_height()
        empty = Card()
        empty.add(self.empty_state, 1)
        self._content = QStackedWidget()
        self._content.addWidget(content)
        self._content.addWidget(empty)
        self._panel_box = QWidget()
        self._panel_box.setFixedWidth(PANEL_WIDTH)
        holder = QVBoxLayout(self._panel_box)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self.panel)
        self._panel_box.hide()
        middle = QHBoxLayout()
        middle.setSpacing(SPACE_M)
        middle.addWidget(self._content, 1)
        middle.addWidget(self._panel_box)
        main = QWidget()
        whole = QVBoxLayout(main)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_M)
        whole.addWidget(self.head)
        whole.addLayout(middle, 1)
        self._main = main
        self._whole = QStackedWidget()
        self._whole.addWidget(main)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
        frame.addWidget(self._whole)

    # --- page --------------------------------------------------------------------------------------

    @property
    def chosen(self) -> str:
        """The subject whose trace is shown."""
        return self._chosen

    def show_study(self) -> None:
        """Draw the study as it is now; the chosen subject stays."""
        study, part = self.session.study, self.session.part
        can_write = self.session.may_create(TumourVisit.kind)
        treated = [one.subject_id for one in study.subjects if study.first_dose(one.subject_id) is not None]
        scanned = [one.subject_id for one in study.subjects if study.tumour_visits_of(one.subject_id)]
        known = [one.subject_id for one in study.subjects]
        if self._chosen not in known:
            self._chosen = self._first_choice(treated, scanned)
        self.visit_button.setVisible(can_write and bool(known))
        self._content.setCurrentIndex(0 if scanned else 1)
        self.by.setVisible(bool(scanned))
        self._show_by_label()
        if not scanned:
            self._say_empty(bool(known), can_write)
            return
        by = self.read_by
        self.sentence.setText(say_response(study, part, by))
        self.figure.show_study(self._chosen, by)
        self.trace.show_subject(self._chosen, by)
        self.rates.show_study(by)

    @property
    def read_by(self) -> ResponseBy:
        """Whose response the figures follow."""
        value = self.by.value()
        return value if isinstance(value, ResponseBy) else ResponseBy.COMPUTED

    def has_unsaved(self) -> bool:
        """Whether the grid or a form holds what is not saved."""
        return self.panel.has_unsaved() or (self.grid is not None and self.grid.is_dirty)

    def choose(self, subject_id: str) -> None:
        """Show a subject's trace, and mark it in figure and table."""
        if subject_id and subject_id != self._chosen:
            self._chosen = subject_id
            self.trace.show_subject(subject_id)
            self.figure.choose(subject_id)

    def add_record(self) -> None:
        """Ctrl+N: the grid of the chosen subject's next assessment."""
        if self.session.may_create(TumourVisit.kind) and self.session.study.subjects:
            self._open_grid(None)

    def open_visit(self, number: int) -> None:
        """Open a recorded assessment in the grid, to be corrected."""
        if not self.session.is_read_only:
            self._open_grid(number)

    def add_contact(self) -> None:
        """Open the form of a contact for survival of the chosen subject."""
        if self.session.may_create(SurvivalContact.kind) and self._chosen:
            self._show_form(SurvivalContactForm(self.session, known={"subject_id": self._chosen}))

    def open_lesion(self, lesion: Lesion) -> None:
        """Open a recorded lesion in its form, to be corrected."""
        self._show_form(LesionForm(self.session, lesion, known={"subject_id": lesion.subject_id}))

    def open_deviation(self, deviation: Deviation | DerivedDeviation) -> None:
        """Open the deviation behind a scan: as recorded, or to be recorded with what was done about it."""
        if isinstance(deviation, Deviation):
            self._show_form(DeviationForm(self.session, deviation))
        elif self.session.may_create(Deviation.kind):
            self._show_form(DeviationForm(self.session, known=known_of(self.session, deviation)))

    def call_visit(self, number: int) -> None:
        """Open the investigator's call of a visit: a new one, or the one to be settled."""
        if not self.session.may_create(ResponseCall.kind):
            return
        calls = self.session.study.entered.get(ResponseCall.kind, ())
        known = next(
            (
                one
                for one in calls
                if isinstance(one, ResponseCall) and (one.subject_id, one.visit_number) == (self._chosen, number)
            ),
            None,
        )
        given = {"subject_id": self._chosen, "visit_number": number}
        self._show_form(ResponseCallForm(self.session, known, known=given))

    # --- within ------------------------------------------------------------------------------------

    def _first_choice(self, treated: list[str], scanned: list[str]) -> str:
        """A subject with a disagreement before one with scans, before anybody."""
        study = self.session.study
        parted = next((one for one in scanned if list_disagreements(study, one)), None)
        return parted or (scanned[-1] if scanned else treated[0] if treated else "")

    def _say_empty(self, has_subjects: bool, can_write: bool) -> None:
        self.sentence.setText(tr("Nothing is known of tumour response yet."))
        if not has_subjects:
            text, action = tr("Add a subject first, under Subjects."), tr("Go to subjects")
        elif can_write:
            text = tr("Begin with a subject's baseline: name its lesions, then enter their lengths.")
            action = tr("Enter baseline")
        else:
            text, action = tr("The study is open for reading only."), ""
        self.empty_state.set_text(tr("No tumour assessment yet"), text)
        self.empty_state.button.setText(action)
        self.empty_state.button.setVisible(bool(action))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()
        self._show_by_label()

    def _show_by_label(self) -> None:
        """The sentence needs the room more than the caption of a choice that says itself what it is."""
        self._by_label.setVisible(not self.by.isHidden() and self.width() >= _WITH_CAPTION)

    def _share_height(self) -> None:
        """Half for the figure; the swimmer has a lane a subject, and takes more where the trace still has its room."""
        is_long = self.figure.kind.value() == SWIMMER and self.height() >= _ROOMY
        for place, share in enumerate((56, 44) if is_long else (47, 53)):
            self._column.setStretch(place, share)

    def _on_call_wanted(self, subject_id: str, number: int) -> None:
        self.choose(subject_id)
        self.call_visit(number)

    def _on_empty(self) -> None:
        if self.session.study.subjects:
            self.add_record()
        else:
            self.section_wanted.emit("subjects")

    def _show_form(self, form: RecordForm) -> None:
        if self.panel.show_form(form):
            # Beside a form there is room for one column: what stands at the right gives way, before the form takes it.
            self.figure.table_card.hide()
            self._side.hide()
            # At once, and not when Qt comes to it: the window would grow by the width of the panel otherwise.
            for widget in (self.figure, self._below, self._cards, self._content, self._main):
                layout = widget.layout()
                if layout is not None:
                    layout.activate()
                widget.updateGeometry()
            self._panel_box.show()

    def _on_closed(self) -> None:
        self._panel_box.hide()
        self.figure.table_card.show()
        self._side.show()
        self.trace.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_grid(self, number: int | None) -> None:
        if self.grid is not None or not self.panel.may_change():
            return
        grid = LesionGrid(self.session, self._chosen, number)
        grid.saved.connect(self._on_grid_saved)
        grid.closed.connect(self._close_grid)
        grid.edited.connect(self.edited)
        self.grid = grid
        self._whole.addWidget(grid)
        self._whole.setCurrentWidget(grid)
        grid.focus_first()

    def _on_grid_saved(self, _number: int) -> None:
        if self.grid is not None and self.grid.subject_id:
            self._chosen = self.grid.subject_id
            self.show_study()

    def _close_grid(self) -> None:
        if self.grid is not None:
            self._whole.removeWidget(self.grid)
            self.grid.hide()
            self.grid.deleteLater()
            self.grid = None
        self._whole.setCurrentWidget(self._main)
        self.edited.emit()
        self.visit_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_said(self, severity: str, text: str) -> None:
        self.status.setText(text)
        self.status.set_token("hardline" if severity == "hard" else "text2")
        self.status.show()


class _Flexible(QWidget):
    """Gives wrapped texts no say in its height: its tables scroll instead."""

    def hasHeightForWidth(self) -> bool:
        return False
