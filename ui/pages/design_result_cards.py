"""The Design page's right cards: a plot of the answer, and the tables beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QWidget

from domain.characteristics.outcomes import Outcomes
from ui.design_sheet import Sheet, SheetModel
from ui.pages.design_tree import OutcomeTree
from ui.plots.plot import Plot
from ui.plots.plot_view import LegendView, PlotView
from ui.text import Words, tr
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.widgets.table import TableView

PLOTS = ("selection", "subjects", "dlts", "total")
VIEWS = ("levels", "totals", "designs", "readings", "outcomes")
# The column that takes the room left over, where it is not the first.
_STRETCH = {"levels": -1}
_ROW, _CLOSED_ROW = 30, 24
# Title row, header, and the room below the last row.
_EDGE = 44 + 32 + 16
# The last column of the table by level needs so much room; below it stays away.
_RULE_FROM = 760
_LEGEND_FROM = 740


class PlotCard(Card):
    """One of the plots of the answer.

    Signals:
        chosen: another plot was chosen.
        save_wanted: the plot is to be saved as a file.
    """

    chosen = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("P(MTD = level)"), spacing=0, bottom=8, parent=parent)
        names = (tr("MTD"), tr("Subjects"), tr("DLTs"), tr("Total"))
        self.which = SegmentedControl(
            [Segment(key, name) for key, name in zip(PLOTS, names, strict=True)],
            tr("Plot"),
            height=28,
            fill_width=False,
        )
        self.which.set_value(PLOTS[0])
        self.save_button = LinkButton(tr("Save…"), small=True)
        self.save_button.setAccessibleName(tr("Save the plot as SVG, PNG or CSV"))
        self.caption_label.hide()
        self.legend = LegendView()
        for widget in (self.legend, self.which, self.save_button):
            self.add_to_title(widget)
        self.view = PlotView()
        self.add(self.view, 1)
        self.which.value_changed.connect(self._on_chosen)
        self.save_button.clicked.connect(self.save_wanted)

    def show_plot(self, plot: Plot) -> None:
        """Show a plot; its title stands in the card's header."""
        if self.title_label.text() != plot.title:
            self.set_title(plot.title)
        self.legend.show_plot(plot, is_short=self.width() < _LEGEND_FROM)
        self.view.show_plot(plot)

    def _on_chosen(self) -> None:
        if self.which.value() is None:
            self.which.set_value(PLOTS[0])
            return
        self.chosen.emit()


class TableCard(Card):
    """The numbers: by level, in total, of the named designs, of the open readings, and the next outcomes.

    Signals:
        chosen: another table was chosen.
        save_wanted: the table is to be saved as a file.
    """

    chosen = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Numbers"), margin=12, spacing=4, bottom=10, parent=parent)
        self.title_label.hide()
        self.caption_label.hide()
        names = (tr("By level"), tr("Totals"), tr("Named designs"), tr("Open readings"), tr("Next outcomes"))
        self.which = SegmentedControl(
            [Segment(key, name) for key, name in zip(VIEWS, names, strict=True)],
            tr("Table"),
            height=28,
            fill_width=False,
        )
        self.which.set_value(VIEWS[0])
        self.title_row.insertWidget(0, self.which)
        self.copy_button = LinkButton(tr("Copy"), small=True)
        self.copy_button.setAccessibleName(tr("Copy as table"))
        self.copy_button.setToolTip(tr("Copy as table, with all digits: Ctrl+C"))
        self.save_button = LinkButton(tr("Save CSV…"), small=True)
        for button in (self.copy_button, self.save_button):
            self.add_to_title(button)
        self.stack = QStackedWidget()
        self.tables: dict[str, TableView] = {}
        self.sheet: Sheet | None = None
        self.tree = OutcomeTree()
        self.foot = Label(size="caption", token="text2", wrap=True)
        self.foot.setContentsMargins(8, 2, 8, 0)
        self.add(self.stack, 1)
        self.add(self.foot)
        self._closed = False
        self._words: Words | None = None
        self.which.value_changed.connect(self._on_chosen)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.save_wanted)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.copy)

    def set_compact(self, compact: bool) -> None:
        """Rows closer together where the page is low."""
        if compact == self._closed:
            return
        self._closed = compact
        # A table is made with its row height.
        for table in self.tables.values():
            self.stack.removeWidget(table)
            table.deleteLater()
        self.tables = {}
        if self.sheet is not None and self.which.value() != "outcomes":
            self.show_sheet(self.sheet, self.foot.text())

    def height_for(self, rows: int) -> int:
        """The height that shows so many rows."""
        return _EDGE + rows * self._row_height

    @property
    def _row_height(self) -> int:
        return _CLOSED_ROW if self._closed else _ROW

    def show_sheet(self, sheet: Sheet, foot: str) -> None:
        """Show a table."""
        self.sheet = sheet
        table = self.tables.get(sheet.key)
        if table is None:
            table = self._make_table(sheet)
        model = table.model()
        assert isinstance(model, SheetModel)
        if model.show_sheet(sheet):
            table.clearSpans()
            table.fit_columns()
        self._fit(table, sheet)
        self.stack.setCurrentWidget(table)
        self._say(foot)

    def show_tree(self, outcomes: Outcomes | None, sheet: Sheet | None, words: Words, nothing: str, foot: str) -> None:
        """Show the tree of next outcomes."""
        self.sheet = sheet
        if self.stack.indexOf(self.tree) < 0:
            self.stack.addWidget(self.tree)
        self.tree.show_outcomes(outcomes, words, nothing)
        self.stack.setCurrentWidget(self.tree)
        self._say(foot)

    def copy(self) -> None:
        """The table to the clipboard, tab-separated."""
        if self.sheet is not None:
            QGuiApplication.clipboard().setText(self.sheet.as_text())
            self.copy_button.setText(tr("Copied"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.sheet is not None and self.sheet.key in self.tables:
            self._fit(self.tables[self.sheet.key], self.sheet)

    def _fit(self, table: TableView, sheet: Sheet) -> None:
        """Leave out what there is no room for, and let the names of open rules take a whole row."""
        if sheet.key == "levels":
            is_narrow = self.width() < _RULE_FROM
            table.setColumnHidden(len(sheet.heads) - 1, is_narrow)
            # Without the last column the doses take the room left over.
            mode = QHeaderView.ResizeMode.Stretch if is_narrow else QHeaderView.ResizeMode.Interactive
            table.horizontalHeader().setSectionResizeMode(1, mode)
        if sheet.key == "readings" and table.columnSpan(0, 0) == 1:
            for number, row in enumerate(sheet.rows):
                if row[1].value == " ":
                    table.setSpan(number, 0, 1, len(row))

    def _say(self, foot: str) -> None:
        if self.copy_button.text() != tr("Copy"):
            self.copy_button.setText(tr("Copy"))
        self.copy_button.setEnabled(self.sheet is not None)
        self.save_button.setEnabled(self.sheet is not None)
        if self.foot.text() != foot:
            self.foot.setText(foot)
        self.foot.setVisible(bool(foot))

    def _make_table(self, sheet: Sheet) -> TableView:
        stretch = _STRETCH.get(sheet.key, 0) % len(sheet.heads)
        # The longest table: it must fit where the page is low.
        height = self._row_height - (2 if sheet.key == "designs" else 0)
        table = TableView(sheet.title, row_height=height, stretch_column=stretch)
        table.setModel(SheetModel(sheet))
        table.setMinimumWidth(200)
        self.tables[sheet.key] = table
        self.stack.addWidget(table)
        return table

    def _on_chosen(self) -> None:
        if self.which.value() is None:
            self.which.set_value(VIEWS[0])
            return
        self.chosen.emit()
