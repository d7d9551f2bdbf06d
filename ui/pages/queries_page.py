"""Queries: what was asked and where it stands; below, how much is verified against its source (TRU-5, TRU-6)."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.queries import open_queries
from domain.records import Query
from domain.terms import QueryState
from domain.verification_state import derive_coverage
from ui.forms.query_card import QueryCard
from ui.models.query_rows import CoverageModel, CoverageRow, QueriesModel, QueryRow, list_queries, say_coverage
from ui.models.rows_model import ID_ROLE
from ui.pages.page import Page
from ui.session import Session
from ui.text import term, tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M, SPACE_S
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.options import Option
from ui.widgets.table import TableView

_ANY, _WAITING = "", "waiting"
_PANEL_WIDTH = 376


class QueriesPage(Page):
    """The list at the left, the thread at the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(session, parent)
        self._rows: list[QueryRow] = []
        self._shown_at: tuple[int, object] = (-1, None)
        self.model = QueriesModel(lambda: self.session.words, self)
        self.table = TableView(tr("Queries"), sortable=True, stretch_column=self.model.column("about"))
        self.table.setModel(self.model)
        self.coverage_model = CoverageModel(self)
        self.coverage = TableView(tr("Source verification by subject"), row_height=30, stretch_column=0)
        self.coverage.setModel(self.coverage_model)
        self.state = ComboBox(
            [
                Option(_WAITING, tr("State: not closed")),
                *(Option(one.value, term(one)) for one in QueryState),
                Option(_ANY, tr("State: any")),
            ],
            tr("State"),
        )
        self.state.set_value(_WAITING)
        self.subject = ComboBox([Option(_ANY, tr("Subject: any"))], tr("Subject"))
        self.subject.set_value(_ANY)
        self.clear_link = LinkButton(tr("Clear filters"))
        self.card = Card(tr("Queries"), margin=12, bottom=12)
        self.empty = EmptyState("question", "", "")
        self.coverage_card = Card(tr("Source verification"), margin=12, bottom=12)
        self.coverage_said = Label("", token="text2", wrap=True)
        self.conversation: QueryCard | None = None
        self._side = QVBoxLayout()
        self._build()
        self.table.row_changed.connect(self._on_row)
        self.table.row_activated.connect(self._on_activated)
        self.coverage.row_activated.connect(lambda index: self.subject_chosen.emit(str(index.data(ID_ROLE))))
        self.state.value_changed.connect(self._filter)
        self.subject.value_changed.connect(self._filter)
        self.clear_link.clicked.connect(self.clear_filters)

    def show_study(self) -> None:
        """Draw the queries and the coverage as they are now."""
        session = self.session
        # Coverage is of the subjects at the cut-off; the moving one adds none without an entry.
        at = (session.file.position, session.study.cut_off if session.is_looking_back else None)
        if self._shown_at == at:
            return
        self._shown_at = at
        records = self.session.file.records()
        self._rows = list_queries(records, self.session.words)
        subjects = sorted({row.query.subject_id for row in self._rows if row.query.subject_id})
        chosen = self.subject.value()
        self.subject.set_options(
            [Option(_ANY, tr("Subject: any")), *(Option(subject, subject) for subject in subjects)]
        )
        self.subject.set_value(chosen if chosen in subjects else _ANY)
        self._filter()
        self._show_coverage()

    def has_unsaved(self) -> bool:
        """Whether something is typed into the thread."""
        return self.conversation is not None and self.conversation.has_text()

    def start_search(self) -> None:
        """The key /: the filter by state."""
        self.state.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear_filters(self) -> None:
        """Show every query."""
        self.state.set_value(_ANY)
        self.subject.set_value(_ANY)

    def show_query(self, query_id: str) -> None:
        """Make a query current, without filters where they hide it."""
        if self.model.find(query_id) is None:
            self.clear_filters()
        if (row := self.model.find(query_id)) is not None:
            self.table.select_row(row)

    def _filter(self) -> None:
        current = str(self.table.currentIndex().data(ID_ROLE) or "")
        shown = [row for row in self._rows if self._passes(row.query)]
        self.model.set_rows(shown)
        self.table.fit_columns()
        waiting = len(open_queries(self.session.file.records()))
        self.card.set_caption(tr("{waiting} not closed, {total} in all").format(waiting=waiting, total=len(self._rows)))
        self.table.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        if self._rows:
            self.empty.set_text(tr("No query passes the filters"), tr("Clear the filters to see all of them."))
        else:
            text = tr("Open a saved form and press F3 on the field that you ask about.")
            self.empty.set_text(tr("No queries yet"), text)
        is_filtered = self.state.value() != _ANY or self.subject.value() != _ANY
        self.clear_link.setVisible(bool(self._rows) and is_filtered)
        place = self.model.find(current) if current else None
        if shown:
            self.table.select_row(place or 0)
        self._show_thread(shown[place or 0].query if shown else None)

    def _passes(self, query: Query) -> bool:
        state, subject = self.state.value(), self.subject.value()
        is_state = (
            state in (_ANY, None)
            or (state == _WAITING and query.state is not QueryState.CLOSED)
            or state == query.state.value
        )
        return is_state and subject in (_ANY, None, query.subject_id)

    def _on_row(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        self._show_thread(row.query if row is not None else None)

    def _on_activated(self, index: QModelIndex) -> None:
        if (row := self.model.row_at(index)) is not None:
            self.query_wanted.emit(row.query)

    def _show_thread(self, query: Query | None) -> None:
        if self.conversation is not None and query is not None and self.conversation.query_id == query.record_id:
            return
        if self.conversation is not None:
            if self.conversation.has_text() and query is None:
                # What was just answered may have left the filter; nothing typed is thrown away.
                return
            self._side.removeWidget(self.conversation)
            self.conversation.hide()
            self.conversation.deleteLater()
            self.conversation = None
        if query is not None:
            self.conversation = QueryCard(self.session, query.record_id)
            self.conversation.setFixedWidth(_PANEL_WIDTH)
            self.conversation.allow_going()
            self.conversation.close_button.hide()
            self.conversation.set_caption("")
            self.conversation.go_wanted.connect(self.query_wanted)
            self.conversation.closed.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
            self.conversation.text.value_changed.connect(self.edited)
            self._side.addWidget(self.conversation)

    def _show_coverage(self) -> None:
        session = self.session
        records, study = session.file.records(), session.study
        rows = []
        for subject in study.subjects:
            enrolment = study.enrolment(subject.subject_id)
            coverage = derive_coverage(records, {subject.subject_id})
            rows.append(CoverageRow(subject.subject_id, enrolment.dose_level if enrolment else None, coverage))
        self.coverage_model.set_rows(rows)
        self.coverage.fit_columns()
        self.coverage_said.setText(say_coverage(derive_coverage(records)))
        self.coverage.setVisible(bool(rows))

    def _build(self) -> None:
        filters = QHBoxLayout()
        filters.setContentsMargins(8, 0, 8, 4)
        filters.setSpacing(SPACE_S)
        for box in (self.state, self.subject):
            box.setFixedWidth(172)
            filters.addWidget(box)
        filters.addStretch(1)
        filters.addWidget(self.clear_link)
        self.card.body.addLayout(filters)
        self.card.add(self.table, 1)
        self.card.add(self.empty, 1)
        self.coverage_said.setContentsMargins(8, 0, 8, 4)
        self.coverage_card.add(self.coverage_said)
        self.coverage_card.add(self.coverage, 1)
        left = QVBoxLayout()
        left.setSpacing(SPACE_M)
        left.addWidget(self.card, 3)
        left.addWidget(self.coverage_card, 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
        row.setSpacing(SPACE_M)
        row.addLayout(left, 1)
        row.addLayout(self._side)
