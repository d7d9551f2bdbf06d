"""The list of subjects: search, filters, and a form to add one."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.records import Record
from ui.forms.row_menu import offer_history
from ui.forms.side_panel import SidePanel
from ui.forms.subject_form import SubjectForm
from ui.models.rows_model import ID_ROLE
from ui.models.subject_rows import Stage, SubjectRow, SubjectsModel, list_subjects, stage_words
from ui.models.yielding_columns import YieldingColumns
from ui.pages.read_only_note import ReadOnlyNote
from ui.session import Session
from ui.text import tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M, SPACE_S
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.combo_box import ComboBox
from ui.widgets.empty_state import EmptyState
from ui.widgets.options import Option
from ui.widgets.search_field import SearchField
from ui.widgets.table import TableView

# What gives way first where the list is narrow.
_YIELDING = ("age", "sex", "window_end", "tumour", "first_dose")
_ANY = ""


class SubjectList(QWidget):
    """Search, filters and the table; the form of a new subject at the right.

    Signals:
        chosen: screening number of the subject to open.
    """

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(parent)
        self.session = session
        self._rows: list[SubjectRow] = []
        self.panel = SidePanel(session)
        self.panel.saved.connect(self._on_saved)
        self.model = SubjectsModel(lambda: self.session.words, self)
        self.table = TableView(tr("Subjects"), sortable=True, stretch_column=self.model.column("dlt"))
        self.table.setModel(self.model)
        self.table.row_activated.connect(self._on_activated)
        offer_history(self.table, session, self._record_at, self.panel.show_history)
        self.table.search_typed.connect(self.start_search)
        yielding = [self.model.column(key) for key in _YIELDING]
        self._fit = YieldingColumns(self.table, self.model.column("dlt"), yielding, least=260)
        self.card = Card(tr("Subjects"), margin=12, bottom=12)
        self.panel.closed.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.add_button = PrimaryButton(tr("Add subject"), "plus")
        self.add_button.clicked.connect(self.add_subject)
        self.card.add_to_title(self.add_button)
        self._read_only = ReadOnlyNote()
        self.card.add(self._read_only)
        self._add_filters()
        self.card.add(self.table, 1)
        self.empty = EmptyState("person", "", "", tr("Add subject"))
        self.empty.action_triggered.connect(self._on_empty_action)
        self.card.add(self.empty, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, PAGE_TOP)
        row.setSpacing(SPACE_M)
        row.addWidget(self.card, 1)
        row.addWidget(self.panel)

    def _add_filters(self) -> None:
        self.search = SearchField(tr("Find a subject"), tr("Find number, tumour or state"))
        self.search.setMaximumWidth(280)
        stages = [Option(_ANY, tr("State: any")), *(Option(stage.value, stage_words(stage)) for stage in Stage)]
        self.stage = ComboBox(stages, tr("State"))
        self.stage.set_value(_ANY)
        self.part = ComboBox([Option(_ANY, tr("Part: any"))], tr("Part"))
        self.part.set_value(_ANY)
        self._part_shown = ""
        self.level = ComboBox([Option(_ANY, tr("Level: any"))], tr("Level"))
        self.level.set_value(_ANY)
        self.clear = LinkButton(tr("Clear filters"))
        self.clear.clicked.connect(self.clear_filters)
        for combo in (self.stage, self.part, self.level):
            combo.setMaximumWidth(200)
        for control in (self.search, self.stage, self.part, self.level):
            control.value_changed.connect(self._filter)
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 8, 4)
        line.setSpacing(SPACE_S)
        line.addWidget(self.search, 3)
        line.addWidget(self.stage, 2)
        line.addWidget(self.part, 2)
        line.addWidget(self.level, 2)
        line.addStretch(1)
        line.addWidget(self.clear)
        holder = QWidget()
        holder.setLayout(line)
        self._filters = holder
        self.card.add(holder)

    def show_study(self) -> None:
        """Draw the study as it is now."""
        self._rows = list_subjects(self.session.status, self.session.words)
        self._offer_parts()
        levels = sorted({row.level for row in self._rows if row.level is not None})
        options = [Option(_ANY, tr("Level: any"))]
        options += [Option(level, tr("Level {number}").format(number=level)) for level in levels]
        chosen = self.level.value()
        self.level.set_options(options)
        if self.level.value() is None:
            self.level.set_value(chosen if chosen in levels else _ANY)
        can_write = not self.session.is_read_only
        self.add_button.setVisible(can_write and bool(self._rows))
        self._read_only.setVisible(not can_write)
        self._filter()

    def _offer_parts(self) -> None:
        """The parts to choose from, where there are several; the choice follows the part that is shown."""
        parts, shown = self.session.study.protocol.parts, self.session.part.part_id
        several = len(parts) > 1
        self.part.setVisible(several)
        # A column that says the same on every row would take the room of those that differ.
        taken = {row.part.part_id for row in self._rows if row.part is not None}
        self.table.setColumnHidden(self.model.column("part"), len(taken) < 2)
        chosen = self.part.value()
        if several:
            self.part.set_options([Option(_ANY, tr("Part: any")), *(Option(one.part_id, one.title) for one in parts)])
        is_other, self._part_shown = self._part_shown not in ("", shown), shown
        self.part.set_value(shown if is_other and several else chosen or _ANY)

    def start_search(self, text: str) -> None:
        """Go to the search field and put a text there."""
        self.search.start(text)

    def clear_filters(self) -> None:
        """Show all subjects."""
        self.search.setText("")
        self.stage.set_value(_ANY)
        self.part.set_value(_ANY)
        self.level.set_value(_ANY)

    def add_subject(self) -> None:
        """Open the form of a new subject."""
        if not self.session.is_read_only:
            self.panel.show_form(SubjectForm(self.session))

    def select(self, subject_id: str) -> None:
        """Select a subject's row, if it is shown."""
        place = self.model.find(subject_id)
        if place is not None:
            self.table.select_row(place)

    def _filter(self) -> None:
        current = str(self.table.currentIndex().data(ID_ROLE) or "")
        words = str(self.search.value()).casefold().split()
        shown = [row for row in self._rows if self._passes(row, words)]
        self.model.set_rows(shown)
        self.select(current)
        is_filtered = bool(words) or any(one.value() != _ANY for one in (self.stage, self.part, self.level))
        self.clear.setVisible(is_filtered)
        total = len(self._rows)
        count = tr("{shown} of {total}").format(shown=len(shown), total=total) if is_filtered else str(total)
        self.card.set_title(tr("Subjects") + (f", {count}" if total else ""))
        self.table.setVisible(bool(shown))
        self._filters.setVisible(bool(total))
        self.empty.setVisible(not shown)
        if not total:
            can_write = not self.session.is_read_only
            self.empty.set_text(tr("No subjects yet"), tr("Add the first subject who has consented (Ctrl+N)."))
            self.empty.button.setText(tr("Add subject"))
            self.empty.button.setVisible(can_write)
        elif not shown:
            self.empty.set_text(tr("No subject matches"), tr("The filters leave nothing to show."))
            self.empty.button.setText(tr("Clear filters"))
            self.empty.button.setVisible(True)
        self._fit.fit()

    def _passes(self, row: SubjectRow, words: list[str]) -> bool:
        said = f"{row.subject_id} {row.subject.tumour_type} {row.state}".casefold()
        return (
            all(word in said for word in words)
            and self.stage.value() in (_ANY, None, row.stage.value)
            and self.level.value() in (_ANY, None, row.level)
            and self.part.value() in (_ANY, None, row.part.part_id if row.part else "")
        )

    def _record_at(self, index: QModelIndex) -> Record | None:
        row = self.model.row_at(index)
        return row.subject if row is not None else None

    def _on_activated(self, index: QModelIndex) -> None:
        self.chosen.emit(str(index.data(ID_ROLE)))

    def _on_empty_action(self) -> None:
        self.clear_filters() if self._rows else self.add_subject()

    def _on_saved(self, record: Record) -> None:
        self.clear_filters()
        self.select(str(getattr(record, "subject_id", "")))
