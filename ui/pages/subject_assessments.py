"""The assessments of a subject: how complete the visits are, the values over time, what came before (SUB-6)."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QStandardPaths, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from domain.records import MedicalHistory, PriorTherapy, Record, VitalSigns
from domain.summaries.assessments import EMPTY_VALUES, assessed_visits, tabulate_assessments
from domain.summaries.completeness import tabulate_completeness
from domain.terms import Right
from ui.exports import save_export
from ui.forms.assessment_grid import AssessmentGrid
from ui.forms.history_forms import MedicalHistoryForm, PriorTherapyForm
from ui.forms.records_menu import offer_records, show_records_menu
from ui.forms.row_menu import offer_history
from ui.models.assessment_words import AssessmentWords
from ui.models.history_rows import HistoryModel, TherapiesModel, list_history, list_therapies
from ui.models.rows_model import ID_ROLE
from ui.models.summary_table import SummaryTable
from ui.models.yielding_columns import YieldingColumns
from ui.pages.record_table import RecordTable
from ui.pages.report_kinds import print_of
from ui.pages.subject_tab import SubjectTab
from ui.reports.assessments_sheet import assessments_sheet
from ui.reports.output import ReportError, save_pdf
from ui.session import Session
from ui.sign_in import PRINT
from ui.table_csv import table_as_csv
from ui.text import Words, tr
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.table import TableView
from ui.words.lock import subject_lock

if TYPE_CHECKING:
    from storage.canonical import Payload

_ROW = 30
_LEAST_GRID = 460
# What gives way first where the card is narrow; the file and the print have it all.
_YIELDING = (
    "qt_ms", "qrs_ms", "pr_ms", "heart_rate_per_min", "ecg", "respiration_per_min", "temperature_c", "exam",
    "oxygen_percent", "qtcf_ms",
)  # fmt: skip


class SubjectAssessments(SubjectTab):
    """Tables of what was assessed; the grid of a visit takes their place while it is open."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without a subject."""
        super().__init__(session, parent)
        self.grid: AssessmentGrid | None = None
        self.trouble = Banner("hard", "")
        self.trouble.hide()
        self._cards = QVBoxLayout(self)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(SPACE_M)
        self._build_visits()
        self._build_values()
        self._build_history()
        self._shown: tuple[QWidget, ...] = (self.visits_card, self.values_card, self.history, self.therapies)
        for card in (self.trouble, *self._shown):
            self._cards.addWidget(card)

    def _build_visits(self) -> None:
        self.visits_model = SummaryTable(self._words, self)
        self.visits = TableView(tr("Assessments by visit"), row_height=_ROW, stretch_column=3)
        self.visits.setModel(self.visits_model)
        self.visits.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.visits.clicked.connect(self._on_visit)
        self.visits.row_activated.connect(self._on_visit)
        offer_records(self.visits, self.session, self._records_of_visit, self.record_wanted.emit)
        self.visits_card = Card(tr("Assessments by visit"), margin=12, bottom=12)
        self.enter_link = LinkButton(tr("Enter assessments"), "plus", small=True)
        self.enter_link.clicked.connect(lambda: self.open_visit(None))
        self.visits_card.add_to_title(self.enter_link)
        self._no_visits = Label(tr("No visit that asks for assessments has been reached."), token="text2", wrap=True)
        self._no_visits.setContentsMargins(8, 0, 8, 8)
        self.visits_card.add(self.visits)
        self.visits_card.add(self._no_visits)

    def _build_values(self) -> None:
        self.values_model = SummaryTable(self._words, self)
        self.values_model.show_table(EMPTY_VALUES)
        keys = [one.key for one in EMPTY_VALUES.columns]
        self.values = TableView(tr("Values over time"), row_height=_ROW, stretch_column=keys.index("unusual"))
        self.values.setModel(self.values_model)
        yielding = [keys.index(one) for one in _YIELDING]
        self._fit = YieldingColumns(self.values, keys.index("unusual"), yielding, least=140)
        self.values.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.values.row_activated.connect(self._on_values)
        offer_records(self.values, self.session, self._records_of_values, self.record_wanted.emit)
        self.values_card = Card(tr("Values over time"), margin=12, bottom=12)
        self._note = Label("", size="caption", token="text3", wrap=True)
        self._note.setContentsMargins(8, 0, 8, 0)
        self._no_values = Label(tr("Nothing was measured yet."), token="text2", wrap=True)
        self._no_values.setContentsMargins(8, 0, 8, 8)
        files = QHBoxLayout()
        files.setContentsMargins(8, 0, 8, 0)
        files.setSpacing(SPACE_M)
        self.print_link = LinkButton(tr("Print assessments…"), "printer", small=True)
        self.csv_link = LinkButton(tr("Table (.csv)…"), "download", small=True)
        for link, ending in ((self.print_link, "pdf"), (self.csv_link, "csv")):
            link.clicked.connect(lambda _checked=False, ending=ending: self._ask_and_save(ending))
            files.addWidget(link)
        files.addStretch(1)
        for widget in (self.values, self._no_values, self._note):
            self.values_card.add(widget)
        self.values_card.body.addLayout(files)

    def _build_history(self) -> None:
        self.history_model, self.therapies_model = HistoryModel(self), TherapiesModel(self)
        none = tr("None recorded.")
        self.history = RecordTable(tr("Medical history"), self.history_model, none, 3)
        self.therapies = RecordTable(tr("Prior anti-cancer therapy"), self.therapies_model, none, 6)
        self.history_link = LinkButton(tr("Add condition"), "plus", small=True)
        self.history_link.clicked.connect(
            lambda: self.form_wanted.emit(MedicalHistoryForm(self.session, known=self._known()))
        )
        self.therapy_link = LinkButton(tr("Add therapy"), "plus", small=True)
        self.therapy_link.clicked.connect(
            lambda: self.form_wanted.emit(PriorTherapyForm(self.session, known=self._known()))
        )
        for table, link in ((self.history, self.history_link), (self.therapies, self.therapy_link)):
            table.add_to_title(link)
            table.record_chosen.connect(self._open_record)
            offer_history(table.table, self.session, table.record_at, self.history_wanted.emit)

    # --- what it shows -----------------------------------------------------------------------------

    def show_subject(self, subject_id: str) -> None:
        """Draw the subject as the study is now; what is typed in the grid stays."""
        if subject_id != self.subject_id:
            self._close_grid()
            self.trouble.hide()
        self.subject_id = subject_id
        study = self.session.study
        completeness = tabulate_completeness(study, subject_id, study.cut_off)
        self.visits_model.show_table(completeness)
        self.visits.fit_columns()
        self.visits.setFixedHeight(self.visits.content_height())
        self.visits.setVisible(bool(completeness.rows))
        self._no_visits.setVisible(not completeness.rows)
        values = tabulate_assessments(study, subject_id)
        self.values_model.show_table(values)
        self._fit.fit()
        self.values.setFixedHeight(self.values.content_height())
        self._note.setText(self._words().say(values.note))
        for widget in (self.values, self._note):
            widget.setVisible(bool(values.rows))
        self._no_values.setVisible(not values.rows)
        self.print_link.setVisible(bool(values.rows) and self.session.may(Right.PRINT))
        self.csv_link.setVisible(bool(values.rows) and self.session.may(Right.EXPORT))
        self.history.show_rows(list_history(study, subject_id))
        self.therapies.show_rows(list_therapies(study, subject_id))
        self.enter_link.setVisible(self._may_write(VitalSigns.kind))
        self.history_link.setVisible(self._may_write(MedicalHistory.kind))
        self.therapy_link.setVisible(self._may_write(PriorTherapy.kind))

    def select(self, record_id: str) -> None:
        """Select a record's row; "" selects none."""
        for table in (self.history, self.therapies):
            table.select(record_id)

    def has_unsaved(self) -> bool:
        """Whether the grid holds what is not saved."""
        return self.grid is not None and self.grid.is_dirty

    def _may_write(self, kind: str) -> bool:
        return self.session.may_create(kind) and subject_lock(self.session, self.subject_id) is None

    def _words(self) -> Words:
        return AssessmentWords.of(self.session.words)

    def _known(self) -> dict[str, object]:
        return {"subject_id": self.subject_id}

    # --- the grid ----------------------------------------------------------------------------------

    def open_visit(self, visit: str | None) -> None:
        """Open the grid of a visit in the place of the tables; None takes the visit that is due."""
        if self.grid is not None or not self.subject_id or not self._may_write(VitalSigns.kind):
            return
        self.grid = grid = AssessmentGrid(self.session, self.subject_id, visit)
        grid.setMinimumHeight(_LEAST_GRID)
        grid.closed.connect(self._close_grid)
        grid.edited.connect(self.edited)
        for card in self._shown:
            card.hide()
        self._cards.addWidget(grid, 1)
        grid.focus_first()
        # Once it has its place: its own rows scroll, the page need not while one types.
        QTimer.singleShot(0, grid, self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        """The grid takes the whole page, from its title to its buttons; its rows scroll inside."""
        page = self._page()
        inside = page.widget() if page is not None else None
        if page is None or inside is None or self.grid is None:
            return
        self._fit_grid()
        top = self.grid.mapTo(inside, QPoint(0, 0)).y() - SPACE_S
        # It is laid out at its new height only after this.
        QTimer.singleShot(0, self.grid, lambda: page.verticalScrollBar().setValue(top))

    def _fit_grid(self) -> None:
        page = self._page()
        if page is not None and self.grid is not None:
            self.grid.setFixedHeight(max(page.viewport().height() - 2 * SPACE_S, _LEAST_GRID))

    def _page(self) -> QScrollArea | None:
        page = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_grid()

    def _close_grid(self) -> None:
        if self.grid is None:
            return
        self._cards.removeWidget(self.grid)
        self.grid.hide()
        self.grid.deleteLater()
        self.grid = None
        for card in self._shown:
            card.show()
        self.edited.emit()
        self.visits.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_visit(self, index: QModelIndex) -> None:
        visit = str(index.data(ID_ROLE) or "")
        if visit and self._may_write(VitalSigns.kind):
            self.open_visit(visit)
        else:
            self._offer(self.visits, index, self._records_of_visit(index))

    def _on_values(self, index: QModelIndex) -> None:
        """To the grid of a visit; what is outside the plan, or can only be read, opens record by record."""
        if str(index.data(ID_ROLE) or "") and self._may_write(VitalSigns.kind):
            self._on_visit(index)
        else:
            self._offer(self.values, index, self._records_of_values(index))

    # --- records -----------------------------------------------------------------------------------

    def _offer(self, table: TableView, index: QModelIndex, records: Sequence[Record]) -> None:
        below = table.visualRect(index.siblingAtColumn(0)).bottomLeft()
        show_records_menu(table, self.session, records, self.record_wanted.emit, below)

    def _records_of_visit(self, index: QModelIndex) -> list[Record]:
        """What is recorded of a visit, and what was said not to be done at it."""
        visit, study = str(index.data(ID_ROLE) or ""), self.session.study
        found = [one for each in assessed_visits(study, self.subject_id) if each.visit == visit for one in each.records]
        return [*found, *(one for one in study.not_done_of(self.subject_id) if one.visit == visit)] if visit else []

    def _records_of_values(self, index: QModelIndex) -> Sequence[Record]:
        visits = assessed_visits(self.session.study, self.subject_id)
        return visits[index.row()].records if 0 <= index.row() < len(visits) else ()

    def _open_record(self, record_id: str) -> None:
        """Open what came before the study for correction, or its history where nothing can be written."""
        study = self.session.study
        for record in (*study.history_of(self.subject_id), *study.prior_therapies_of(self.subject_id)):
            if record.record_id != record_id:
                continue
            if self.session.is_read_only:
                self.history_wanted.emit(record)
            elif isinstance(record, MedicalHistory):
                self.form_wanted.emit(MedicalHistoryForm(self.session, record))
            else:
                self.form_wanted.emit(PriorTherapyForm(self.session, record))

    # --- files -------------------------------------------------------------------------------------

    def save_table(self, path: Path) -> bool:
        """Write the values over time as CSV and put that on record; a banner says why where it can't be."""
        table = tabulate_assessments(self.session.study, self.subject_id)
        return self._say(save_export(self.session, path, table_as_csv(table, self._words())))

    def save_sheet(self, path: Path) -> bool:
        """Write completeness and values as a PDF and put that on record; a banner says why where it can't be."""
        session = self.session
        study = session.study
        report = assessments_sheet(study, self.subject_id, session.words, print_of(session, session.clock()))
        try:
            pages = save_pdf(report, path, is_landscape=True)
        except ReportError as error:
            return self._say(str(error))
        about: Payload = {"document": f"assessments {self.subject_id}", "pages": pages, "file": path.name}
        session.note(PRINT, {**about, "position": study.position, "head": study.head})
        return self._say("")

    def _ask_and_save(self, ending: str) -> None:
        kinds = {"pdf": (tr("PDF (*.pdf)"), self.save_sheet), "csv": (tr("CSV (*.csv)"), self.save_table)}
        kind, save = kinds[ending]
        name = f"{self.session.study.record.study_id} assessments {self.subject_id}.{ending}"
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        title = tr("Save assessments of {subject}").format(subject=self.subject_id)
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(folder / name), kind)
        if chosen:
            path = Path(chosen)
            save(path if path.suffix.lower() == f".{ending}" else path.with_name(f"{path.name}.{ending}"))

    def _say(self, said: str) -> bool:
        self.trouble.setVisible(bool(said))
        if said:
            self.trouble.show_message("hard", tr("The file was not written"), said)
        return not said
