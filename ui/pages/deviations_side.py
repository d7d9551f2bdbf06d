"""Deviations of the study in one list: recorded ones, and those that the records show and nobody has answered for."""

import math
import time
from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from domain.deviations import ListedDeviation, list_in_steps
from domain.records import Deviation, Record
from domain.summaries.deviations import tabulate_listed
from domain.terms import DeviationCategory, Importance
from ui.exports import save_export
from ui.forms.deviation_form import DeviationForm, known_of
from ui.forms.row_menu import offer_history
from ui.forms.side_panel import SidePanel
from ui.models.deviation_rows import DeviationListModel
from ui.models.rows_model import ID_ROLE
from ui.models.yielding_columns import YieldingColumns
from ui.session import Session
from ui.table_csv import table_as_csv
from ui.text import term, tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_row import FilterBox, FilterCheck, FilterRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option
from ui.widgets.table import TableView
from ui.words.deviation import name_visit, with_visit_names

# What happened is read before what was done about it.
_LEAST = 300
_YIELDING = ("action", "reason", "importance", "level")
# A study of so many subjects is judged at once. In a larger one the first look at each act of the past takes seconds:
# it is taken in slices of time that a click need not wait for.
_FEW = 30
_SLICE = 0.04  # seconds
_Work = Generator[None, None, tuple[ListedDeviation, ...]]


class DeviationsSide(QWidget):
    """The list with its filters, and the form at the right; Enter answers for a derived deviation."""

    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(parent)
        self.session = session
        self._listed: tuple[ListedDeviation, ...] = ()
        self._shown_at: tuple[object, ...] = ()
        self._work: _Work | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self.panel = SidePanel(session)
        self.panel.edited.connect(self.edited)
        self.model = DeviationListModel(lambda: self.session.words, self)
        self.table = TableView(tr("Deviations"), sortable=True, stretch_column=self.model.column("description"))
        self.table.setModel(self.model)
        self.panel.closed.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.panel.saved.connect(lambda record: self.select(record.record_id))
        self.table.row_activated.connect(self._open)
        self.table.search_typed.connect(self.start_search)
        offer_history(self.table, session, self._record_at, self.panel.show_history)
        yielding = [self.model.column(key) for key in _YIELDING]
        self._fit = YieldingColumns(self.table, self.model.column("description"), yielding, least=_LEAST)
        self.trouble = Banner("hard", "")
        self.trouble.hide()
        self._build()

    def _build(self) -> None:
        self.card = Card(tr("Deviations"), margin=12, bottom=12)
        self.csv_button = SecondaryButton(tr("Save as CSV…"), "download", height=28)
        self.csv_button.clicked.connect(self._choose_file)
        self.add_button = PrimaryButton(tr("Add deviation"), "plus", height=28)
        self.add_button.clicked.connect(self.add_deviation)
        for button in (self.csv_button, self.add_button):
            self.card.add_to_title(button)
        self.search = LineEdit(tr("Find a deviation"), icon_name="search", placeholder=tr("Find words"))
        any_text = tr("any")
        self.category = FilterBox(tr("Category"), any_text, [Option(one.value, term(one)) for one in DeviationCategory])
        self.importance = FilterBox(tr("Importance"), any_text, [Option(one.value, term(one)) for one in Importance])
        self.level = FilterBox(tr("Level"), any_text)
        self.subject = FilterBox(tr("Subject"), any_text)
        self.unanswered = FilterCheck(tr("Not answered for"))
        self._boxes = (self.category, self.importance, self.level, self.subject)
        self.filters = FilterRow(self.search, [*self._boxes, self.unanswered])
        for control in (self.search, *self._boxes, self.unanswered):
            control.value_changed.connect(self._filter)
        self.clear = LinkButton(tr("Clear filters"), small=True)
        self.clear.clicked.connect(self.clear_filters)
        self.said = Label("", size="caption", token="text2")
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 8, 0)
        line.addWidget(self.said, 1)
        line.addWidget(self.clear)
        self.card.add(self.trouble)
        self.card.add(self.filters)
        self.card.body.addLayout(line)
        self.card.add(self.table, 1)
        self.empty = EmptyState("document", "", "", tr("Clear filters"))
        self.empty.action_triggered.connect(self.clear_filters)
        self.card.add(self.empty, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, PAGE_TOP)
        row.setSpacing(SPACE_M)
        row.addWidget(self.card, 1)
        row.addWidget(self.panel)

    # --- what it shows -----------------------------------------------------------------------------

    def show_study(self) -> None:
        """Draw the deviations as they are now; nothing is judged again while nothing was entered."""
        study = self.session.study
        seen = (self.session.file.position, study.cut_off)
        self.add_button.setVisible(self.session.may_create(Deviation.kind))
        if self._shown_at == seen:
            self._show_listed()
            return
        self._shown_at, self._work = seen, list_in_steps(study)
        if not self._take_steps(_SLICE if len(study.subjects) > _FEW else math.inf):
            self._show_listed()
            self._timer.start()

    @property
    def is_deriving(self) -> bool:
        """Whether what is shown is not all, or of before, because the rest is still being judged."""
        return self._work is not None

    def hideEvent(self, event: QHideEvent) -> None:
        # Nobody waits for it; what is judged so far stays known, and the next look goes on from there.
        if self._work is not None and not event.spontaneous():
            self._timer.stop()
            self._work, self._shown_at = None, ()

    def _go_on(self) -> None:
        self._take_steps(_SLICE)

    def _take_steps(self, seconds: float) -> bool:
        """Go on with the derivation for a while; True, and the list drawn, where it has come to its end."""
        until = time.monotonic() + seconds
        while self._work is not None and time.monotonic() < until:
            try:
                next(self._work)
            except StopIteration as end:
                self._timer.stop()
                self._work, self._listed = None, end.value
                self._show_listed()
        return self._work is None

    def _show_listed(self) -> None:
        levels = sorted({one.level for one in self._listed if one.level is not None})
        self.level.set_choices([Option(level, str(level)) for level in levels])
        subjects = sorted({one.subject_id for one in self._listed if one.subject_id})
        self.subject.set_choices([Option(one, one) for one in subjects])
        self._filter()

    def clear_filters(self) -> None:
        """Show every deviation."""
        self.search.setText("")
        for box in self._boxes:
            box.set_value(None)
        self.unanswered.set_value(False)

    def start_search(self, text: str = "") -> None:
        """Go to the search field and put a text there."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.setText(text) if text else self.search.selectAll()

    def select(self, key: str) -> None:
        """Select a row, if it is shown."""
        if (place := self.model.find(key)) is not None:
            self.table.select_row(place)

    def _filter(self) -> None:
        current = str(self.table.currentIndex().data(ID_ROLE) or "")
        words = str(self.search.value()).casefold().split()
        shown = [one for one in self._listed if self._passes(one, words)]
        self.model.set_rows(shown)
        self.select(current)
        is_filtered = bool(words) or self.unanswered.isChecked() or any(box.is_set for box in self._boxes)
        total = len(self._listed)
        count = tr("{shown} of {total}").format(shown=len(shown), total=total) if is_filtered else str(total)
        self.card.set_title(tr("Deviations") + (f", {count}" if total else ""))
        open_ones = sum(not one.is_recorded for one in self._listed)
        important = sum(one.importance is Importance.IMPORTANT for one in self._listed)
        said = tr("{important} important · {open} not answered for yet").format(important=important, open=open_ones)
        self.said.setText(tr("Being derived: the list is of before.") if self.is_deriving else said)
        self.said.setVisible(bool(total))
        self.clear.setVisible(is_filtered)
        for widget in (self.filters, self.csv_button):
            widget.setVisible(bool(total))
        self.csv_button.setEnabled(not self.is_deriving)
        self.table.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self.empty.button.setVisible(bool(total))
        if total:
            self.empty.set_text(tr("No deviation matches"), tr("The filters leave nothing to show."))
        elif self.is_deriving:
            text = tr("Each enrolment and dose is judged by what was known at its moment.")
            self.empty.set_text(tr("Deviations are being derived"), text)
        else:
            self.empty.set_text(
                tr("No deviations"), tr("The records show none, and none was recorded up to the cut-off.")
            )
        self._fit.fit()

    def _passes(self, one: ListedDeviation, words: list[str]) -> bool:
        wanted = (
            (self.category, one.category.value),
            (self.importance, one.importance.value),
            (self.level, one.level),
            (self.subject, one.subject_id),
        )
        if not all(not box.is_set or box.value() == value for box, value in wanted):
            return False
        if self.unanswered.isChecked() and one.is_recorded:
            return False
        return not words or self._says(one, words)

    def _says(self, one: ListedDeviation, words: list[str]) -> bool:
        what = self.session.words.say(name_visit(one.description, self.session.study.protocol))
        said = f"{one.subject_id} {what} {one.reason} {one.action}".casefold()
        return all(word in said for word in words)

    # --- what the person does ----------------------------------------------------------------------

    def add_deviation(self) -> None:
        """Open the form of a deviation that a person types."""
        if self.session.may_create(Deviation.kind):
            self.panel.show_form(DeviationForm(self.session))

    def _open(self, index: QModelIndex) -> None:
        one = self.model.row_at(index)
        if one is None:
            return
        if one.record is not None and self.session.is_read_only:
            self.panel.show_history(one.record)
        elif one.record is not None:
            self.panel.show_form(DeviationForm(self.session, one.record))
        elif one.derived is not None and self.session.may_create(Deviation.kind):
            self.panel.show_form(DeviationForm(self.session, known=known_of(self.session, one.derived)))

    def _record_at(self, index: QModelIndex) -> Record | None:
        one = self.model.row_at(index)
        return one.record if one is not None else None

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Save deviations"), "deviations.csv", tr("CSV (*.csv)"))
        if name:
            self.save_csv(Path(name))

    def save_csv(self, path: Path) -> bool:
        """Write the rows that are shown as CSV, whole or not at all."""
        words = self.session.words
        data = table_as_csv(with_visit_names(tabulate_listed(self.model.rows), words.protocol), words)
        why = save_export(self.session, path, data)
        self.trouble.setVisible(bool(why))
        if why:
            self.trouble.show_message("hard", tr("The list was not saved"), why)
        return not why
