"""The import of a table file: choose it, say which column holds what, see what each row would do, take it.

Nothing is written before the last step, and then everything in one act, after a backup. What the rows hold, and how
they are read, is said by a subclass: results of the laboratory, concentrations.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from domain.importing.columns import ColumnNames
from domain.importing.rows import WrongColumnsError
from storage.errors import StudyFileError
from storage.transfer.table_errors import TableFileError
from storage.transfer.table_file import RawTable, list_sheets, read_table
from ui.backups import Backups
from ui.models.import_rows import Fate, ImportLine, ImportModel, fate_words
from ui.screens.column_choice import ColumnChoice
from ui.screens.dry_run import DryRun, Taken
from ui.session import Session
from ui.settings import Settings
from ui.text import tr
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.buttons import PrimaryButton, SecondaryButton, button_row
from ui.widgets.card import Card, Hairline, NoteBox
from ui.widgets.clear import clear
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option
from ui.widgets.scroll import ScrollArea
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.widgets.table import TableView
from ui.words.error import say_error

if TYPE_CHECKING:
    from domain.reasons import Finding
    from domain.records import Record

_COLUMNS_WIDTH = 264
_ALL = "all"


class TableImport(Card):
    """Everything on one page, in the order in which it is done.

    Signals:
        imported: how many results were taken.
        closed: the person is done.

    Class attributes:
        heading: title of the card.
        about: what file is asked for.
        file_title: title of the dialog that asks for it.
        fields: what a column can hold, with its name.
        columns: knows by which names files call them.
        kept_as: the name under which the columns of the last file are remembered.
    """

    heading: ClassVar[str]
    about: ClassVar[str]
    file_title: ClassVar[str]
    fields: ClassVar[Mapping[str, str]]
    columns: ClassVar[ColumnNames]
    kept_as: ClassVar[str]

    imported = Signal(int)
    closed = Signal()

    def __init__(self, session: Session, settings: Settings | None = None, parent: QWidget | None = None) -> None:
        """Build it without a file.

        Args:
            session: knows the study, and saves.
            settings: remember the columns; those of this machine unless given.
            parent: Qt owner.
        """
        super().__init__(tr(self.heading), tr("Esc closes"), parent=parent)
        self.session, self.settings = session, settings or Settings()
        self.path: Path | None = None
        self.table: RawTable | None = None
        self.run_dry: DryRun | None = None
        self.lines: list[ImportLine] = []
        self._is_filling = False
        self._build_file_row()
        self.problems = QVBoxLayout()
        self.problems.setSpacing(SPACE_S)
        self.body.addLayout(self.problems)
        self.empty = EmptyState(
            "upload",
            tr("No file chosen"),
            tr(self.about),
            tr("Choose a file…"),
        )
        self.empty.action_triggered.connect(self.choose_file)
        self.add(self.empty, 1)
        self._build_middle()
        self._build_foot()
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)
        self._show()

    # --- what a subclass says ----------------------------------------------------------------------

    def read_rows(self, table: RawTable, mapping: Mapping[str, str]) -> DryRun:
        """What the rows would become.

        Raises:
            WrongColumnsError: the columns don't tell.
        """
        raise NotImplementedError

    def further_fields(self) -> Sequence[QWidget]:
        """What else has to be said of the file, below the columns."""
        return ()

    # --- building ----------------------------------------------------------------------------------

    def _build_file_row(self) -> None:
        self.choose_button = SecondaryButton(tr("Choose another file…"), "folder")
        self.choose_button.clicked.connect(self.choose_file)
        self.file_name = ElidedLabel("", weight=500)
        self.file_facts = ElidedLabel("", size="caption", token="text3")
        self.sheet = ComboBox([], tr("Sheet"))
        self.sheet.setFixedWidth(200)
        self.sheet.value_changed.connect(self._on_sheet)
        self._file_row = QWidget()
        line = QHBoxLayout(self._file_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_M)
        line.addWidget(self.file_name)
        line.addWidget(self.file_facts, 1)
        line.addWidget(self.sheet)
        line.addWidget(self.choose_button)
        self.add(self._file_row)

    def _build_middle(self) -> None:
        self.choice = ColumnChoice(self.fields, self.further_fields())
        self.choice.changed.connect(self.try_again)
        area = ScrollArea(self.choice)
        area.setFixedWidth(_COLUMNS_WIDTH)
        self.model = ImportModel(self)
        self.rows = TableView(tr("Rows of the file"), stretch_column=self.model.column("said"), row_height=30)
        self.rows.setModel(self.model)
        self.rows.row_changed.connect(lambda _index: self._show_current())
        self.show_only = SegmentedControl([Segment(_ALL, tr("All"))], tr("Rows shown"), height=28, fill_width=False)
        self.show_only.set_value(_ALL)
        self.show_only.value_changed.connect(self._filter)
        self.detail = Label("", size="caption", token="text2", wrap=True)
        self.doubts = FormRow(
            tr("Justification"), LineEdit(tr("Justification")),
            tr("Why the doubtful rows are right all the same; each becomes a deviation with this reason."),
        )  # fmt: skip
        self.doubts.value_changed.connect(self._show_buttons)
        self.reason = FormRow(
            tr("Reason for the changes"), LineEdit(tr("Reason for the changes")),
            tr("Recorded results are corrected; the file's name and SHA-256 are added."),
        )  # fmt: skip
        self.reason.value_changed.connect(self._show_buttons)
        right = QVBoxLayout()
        right.setSpacing(SPACE_S)
        right.addWidget(self.show_only)
        right.addWidget(self.rows, 1)
        right.addWidget(self.detail)
        words = QHBoxLayout()
        words.setSpacing(SPACE_M)
        for row in (self.reason, self.doubts):
            words.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        right.addLayout(words)
        self._middle = QWidget()
        line = QHBoxLayout(self._middle)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_M)
        line.addWidget(area)
        line.addWidget(Hairline(vertical=True))
        line.addLayout(right, 1)
        self.add(self._middle, 1)

    def _build_foot(self) -> None:
        self.cancel_button = SecondaryButton(tr("Cancel"))
        self.cancel_button.clicked.connect(self.closed)
        self.export_button = SecondaryButton(tr("Export refused rows…"), "download")
        self.export_button.clicked.connect(self.choose_export)
        self.import_button = PrimaryButton(tr("Import results"))
        self.import_button.clicked.connect(self.run)
        self.add(Hairline())
        self.body.addLayout(button_row(self.cancel_button, self.export_button, self.import_button))

    # --- the file ----------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a file."""
        name, _ = QFileDialog.getOpenFileName(
            self, tr(self.file_title), "", tr("Tables (*.csv *.tsv *.txt *.xlsx);;All files (*)")
        )
        if name:
            self.load(Path(name))

    def load(self, path: Path) -> None:
        """Read a file and show what its rows would do; what stands in the way is said and nothing is kept."""
        self.path, self.table, self.run_dry, self.lines = path, None, None, []
        try:
            sheets = list_sheets(path)
        except TableFileError as error:
            self._refuse(error)
            return
        self._is_filling = True
        self.sheet.set_options([Option(name, name) for name in sheets])
        self.sheet.set_value(sheets[0] if sheets else None)
        self._is_filling = False
        self.sheet.setVisible(len(sheets) > 1)
        self._read("")

    def _on_sheet(self) -> None:
        if not self._is_filling and self.path is not None:
            self._read(str(self.sheet.value() or ""))

    def _read(self, sheet: str) -> None:
        assert self.path is not None
        self.table, self.run_dry, self.lines = None, None, []
        try:
            self.table = read_table(self.path, sheet=sheet)
        except TableFileError as error:
            self._refuse(error)
            return
        self._is_filling = True
        self.sheet.set_value(self.table.sheet or None)
        guessed = self.columns.guess(self.table.header, self.settings.mapping(self.kept_as))
        self.choice.offer(self.table.header, guessed)
        self._is_filling = False
        self._try()

    def _refuse(self, error: StudyFileError) -> None:
        clear(self.problems)
        title, text = say_error(error)
        self.problems.addWidget(NoteBox("hard", title, (text,)))
        self._show()

    # --- the dry run -------------------------------------------------------------------------------

    def try_again(self) -> None:
        """Read the rows again after something was chosen."""
        if not self._is_filling and self.table is not None:
            self._try()

    def _try(self) -> None:
        """What every row would become."""
        assert self.table is not None
        clear(self.problems)
        self.choice.mark(())
        self.run_dry, self.lines = None, []
        if faults := self.choice.chosen_twice():
            self._say_columns(faults)
        else:
            try:
                self.run_dry = self.read_rows(self.table, self.choice.mapping())
                self.lines = self.run_dry.lines
                if self.run_dry.remarks:
                    self.problems.addWidget(NoteBox("warn", tr("About the file"), self.run_dry.remarks))
            except WrongColumnsError as error:
                words = self.session.words
                self._say_columns([words.finding(one) for one in error.findings])
                self.choice.mark(error.findings)
        self._show()

    def _say_columns(self, lines: list[str]) -> None:
        self.problems.addWidget(NoteBox("hard", tr("The columns don't tell what the rows hold."), tuple(lines)))

    @property
    def doubt_count(self) -> int:
        """How many doubts the accepted rows raise."""
        rows = self._taken()
        return sum(len(row.doubts) for row in rows)

    def _taken(self) -> list[Taken]:
        """The rows that would be written."""
        return self.run_dry.taken if self.run_dry else []

    # --- showing -----------------------------------------------------------------------------------

    def _show(self) -> None:
        table = self.table
        has_file = self.path is not None
        self._file_row.setVisible(has_file)
        self.empty.setVisible(not has_file)
        self._middle.setVisible(table is not None)
        self.file_name.setText(self.path.name if self.path else "")
        facts = []
        if table is not None:
            facts = [tr("{number} rows").format(number=len(table.rows) + len(table.faults)), table.encoding]
            facts.append(tr("SHA-256 {start}…").format(start=table.sha256[:12]))
        self.file_facts.setText(" · ".join(one for one in facts if one))
        counts = Counter(line.fate for line in self.lines)
        segments = [Segment(_ALL, tr("All {number}").format(number=len(self.lines)))]
        segments += [
            Segment(fate, f"{fate_words(fate).capitalize()} {counts[fate]}", enabled=bool(counts[fate]))
            for fate in Fate
        ]
        self.show_only.set_segments(segments)
        if self.show_only.value() is None:
            self.show_only.set_value(_ALL)
        self.reason.setVisible(bool(counts[Fate.CHANGE]))
        self.doubts.setVisible(bool(self.doubt_count))
        self._filter()
        self._show_buttons()

    def _filter(self) -> None:
        chosen = self.show_only.value()
        self.model.set_rows([line for line in self.lines if chosen in (_ALL, None, line.fate)])
        self.rows.fit_columns()
        if self.model.rows:
            self.rows.select_row(0)
        self._show_current()

    def _show_current(self) -> None:
        line = self.model.row_at(self.rows.currentIndex())
        self.detail.setText("\n".join(line.said) if line else "")
        self.detail.setVisible(bool(line and line.said))

    def _show_buttons(self) -> None:
        number = len(self._taken())
        refused = sum(line.fate is Fate.REFUSED for line in self.lines)
        is_said = (not self.doubt_count or bool(self.doubts.value())) and (
            not any(line.fate is Fate.CHANGE for line in self.lines) or bool(self.reason.value())
        )
        self.import_button.setEnabled(bool(number) and is_said and not self.session.is_read_only)
        text = (
            tr("Import 1 result") if number == 1 else tr("Import {number} results") if number else tr("Import results")
        )
        self.import_button.setText(text.format(number=number))
        self.export_button.setVisible(bool(refused))

    # --- ending ------------------------------------------------------------------------------------

    def choose_export(self) -> None:
        """Ask where the refused rows go."""
        start = f"{self.path.stem}-refused.csv" if self.path else ""
        name, _ = QFileDialog.getSaveFileName(self, tr("Export refused rows"), start, tr("CSV (*.csv)"))
        if name:
            self.export_refused(Path(name))

    def export_refused(self, path: Path) -> None:
        """Write the refused rows as they stood in the file, each with its number and why, to be mended."""
        if self.table is None:
            return
        refused = {line.number: " ".join(line.said) for line in self.lines if line.fate is Fate.REFUSED}
        cells = {row.number: row.cells for row in self.table.rows}
        try:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow([*self.table.header, tr("Row in the file"), tr("Why it was refused")])
                for number, why in refused.items():
                    held = cells.get(number, ("",) * len(self.table.header))
                    writer.writerow([*held, number, why])
        except OSError as error:
            clear(self.problems)
            said = tr("{path} can't be written ({detail}). Choose another place.")
            text = said.format(path=path, detail=error.strerror or error)
            self.problems.addWidget(NoteBox("hard", tr("The refused rows were not exported."), (text,)))

    def run(self) -> None:
        """Take the accepted rows: a backup, then everything in one act whose reason names the file and its SHA-256."""
        if self.table is None or self.run_dry is None or not self.import_button.isEnabled():
            return
        try:
            Backups(self.session).make_here()
        except StudyFileError as error:
            self._refuse(error)
            return
        new: list[Record] = []
        changed: list[Record] = []
        justified: list[tuple[Record, Finding, str]] = []
        why = str(self.doubts.value())
        for row in self._taken():
            record = replace(row.record, record_id=self.session.new_id()) if row.is_new else row.record
            (new if row.is_new else changed).append(record)
            justified += [(record, doubt, why) for doubt in row.doubts]
        source = tr("Import of {file}, SHA-256 {hash}").format(file=self.table.file_name, hash=self.table.sha256)
        reason = f"{self.reason.value()}. {source}" if changed else source
        if self.session.save_all(new, corrected=changed, justified=justified, reason=reason):
            self.settings.keep_mapping(self.kept_as, self.run_dry.mapping)
            self.imported.emit(len(new) + len(changed))
            self.closed.emit()
