"""The figure of the Response page, waterfall, spider, swimmer or survival, beside its table; saved as file."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from domain.response.kaplan_meier import Band, SurvivalCurve
from domain.response.of_study import plan_of
from domain.response.spoken import spoken
from domain.response.terms import ResponseBy
from domain.summaries.endpoints import describe_time_frames
from domain.summaries.response_best import tabulate_best_responses
from domain.summaries.response_courses import tabulate_changes, tabulate_courses
from domain.summaries.response_endpoints import tabulate_endpoints
from domain.summaries.response_survival import (
    derive_curve,
    tabulate_at_risk,
    tabulate_survival,
    tabulate_survival_by_level,
)
from domain.summaries.table import Table
from domain.terms import Right
from ui.models.summary_table import SummaryTable
from ui.plots.chart import Chart
from ui.plots.chart_view import ChartView
from ui.plots.picture_file import PlotNotWrittenError
from ui.plots.save_chart import save_chart
from ui.plots.spider_plot import spider_of
from ui.plots.survival_plot import SurvivalChart, survival_of
from ui.plots.swimmer_plot import swimmer_of
from ui.plots.waterfall_plot import waterfall_of
from ui.session import Session
from ui.sign_in import EXPORT_FIGURE
from ui.text import noun, tr
from ui.theme import SPACE_M
from ui.widgets.buttons import IconButton
from ui.widgets.card import Card
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.options import Option
from ui.widgets.scroll import ScrollArea
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.widgets.table import TableView

WATERFALL, SPIDER, SWIMMER, SURVIVAL = "waterfall", "spider", "swimmer", "survival"
# What the table shows beside the figure; the whole table is what is saved as CSV.
_SHOWN = {
    WATERFALL: ("subject", "level", "confirmed", "change"),
    SPIDER: ("subject", "week", "change", "response"),
    SWIMMER: ("subject", "best", "treated", "ongoing"),
    SURVIVAL: ("time", "at_risk", "survival", "lower", "upper"),
}
STEPS, BY_LEVEL, AT_RISK, SUBJECTS = "steps", "level", "at risk", "subjects"
# Of a survival table these columns are shown; of one that is not named here all are, and scroll.
_SHOWN_ROWS = {STEPS: _SHOWN[SURVIVAL], SUBJECTS: ("subject", "days", "why")}
_Key = tuple[str, str, Band, object, ResponseBy]


class FigureCard(QWidget):
    """Two cards: the figure, and its table twin.

    Signals:
        subject_chosen: by click, arrow key or row.
        subject_wanted: by a double click or Enter.
        said: (severity, text) after a file was written, or could not be.
    """

    subject_chosen = Signal(str)
    subject_wanted = Signal(str)
    said = Signal(str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self.session = session
        self._chosen, self._by = "", ResponseBy.COMPUTED
        self._table: Table | None = None
        self._charts: dict[_Key, tuple[Chart, Table]] = {}
        self._key: object = None
        self._build()

    def _build(self) -> None:
        self.card = Card(bottom=12)
        self.card.body.setContentsMargins(19, 11, 19, 11)
        kinds = (
            (WATERFALL, tr("Waterfall")), (SPIDER, tr("Spider")), (SWIMMER, tr("Swimmer")), (SURVIVAL, tr("Survival")),
        )  # fmt: skip
        self.kind = SegmentedControl([Segment(*one) for one in kinds], tr("Figure"), height=28, fill_width=False)
        self.kind.set_value(WATERFALL)
        self.endpoint = SegmentedControl([], tr("Endpoint"), height=28, fill_width=False)
        bands = [Option(one, one.value) for one in Band]
        self.band = ComboBox(bands, tr("Scale of the interval"), height=28)
        self.band.set_value(Band.LOG_LOG)
        name = tr("Save the figure as SVG or PNG, or its table as CSV")
        self.export = IconButton("download", name, size=28)
        self.export.clicked.connect(self.ask_export)
        self.view = ChartView()
        self.view.subject_chosen.connect(self.subject_chosen)
        self.view.subject_wanted.connect(self.subject_wanted)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.caption = ElidedLabel("", size="caption", token="text3", align=Qt.AlignmentFlag.AlignRight)
        for widget in (self.kind, self.endpoint, self.band):
            line.addWidget(widget)
        line.addWidget(self.caption, 1)
        line.addWidget(self.export)
        self.card.body.addLayout(line)
        self.median = ElidedLabel("", weight=500)
        self.card.add(self.median)
        self.definition = ElidedLabel("", size="caption", token="text3")
        self.card.add(self.definition)
        self.area = ScrollArea(self.view)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.card.add(self.area, 1)
        self.table_card = Card(" ", margin=12, bottom=8)
        rows = [
            Option(STEPS, tr("Steps")),
            Option(BY_LEVEL, tr("By level")),
            Option(AT_RISK, tr("At risk")),
            Option(SUBJECTS, tr("Subjects")),
        ]
        self.rows = ComboBox(rows, tr("Rows of the table"), height=28)
        self.rows.set_value(STEPS)
        self.rows.value_changed.connect(self._show)
        self.table_card.add_to_title(self.rows)
        self.model = SummaryTable(lambda: self.session.words, self)
        self.table = TableView(tr("Table of the figure"), row_height=28, stretch_column=2)
        self.table.row_changed.connect(self._on_row)
        self.table.row_activated.connect(
            lambda _index: self.subject_wanted.emit(self._chosen) if self._chosen else None
        )
        # By level there are as many columns as weeks: they scroll, and none of them takes the room that is left.
        self.wide_table = TableView(tr("Table of the figure"), row_height=28, stretch_column=None)
        self._tables = QStackedWidget()
        self._tables.addWidget(self.table)
        self._tables.addWidget(self.wide_table)
        self.table_card.add(self._tables, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self.card, 65)
        row.addWidget(self.table_card, 35)
        self.kind.value_changed.connect(self._show)
        self.endpoint.value_changed.connect(self._show)
        self.band.value_changed.connect(self._show)

    # --- showing -----------------------------------------------------------------------------------

    @property
    def chart(self) -> Chart | None:
        """What is shown."""
        return self.view.chart

    def show_study(self, chosen: str, by: ResponseBy = ResponseBy.COMPUTED) -> None:
        """Draw the study as it is now, with a subject marked, by the computed responses or by the calls."""
        self._by = by
        study = self.session.study
        key = (study.position, study.cut_off, self.session.part.part_id)
        if key != self._key:
            self._key = key
            self._charts.clear()
        names = [one.name for one in plan_of(study.protocol).endpoints.endpoints]
        self.endpoint.set_segments([Segment(name, name) for name in names])
        if self.endpoint.value() is None:
            self.endpoint.set_value("PFS" if "PFS" in names else names[0] if names else None)
        self.export.setVisible(self.session.may(Right.EXPORT))
        self._chosen = chosen
        self._show()

    def choose(self, subject_id: str) -> None:
        """Mark another subject in figure and table."""
        self._chosen = subject_id
        self.view.choose(subject_id)
        self._select_row()

    def _show(self) -> None:
        kind = str(self.kind.value() or WATERFALL)
        is_survival = kind == SURVIVAL
        self.endpoint.setVisible(is_survival)
        self.band.setVisible(is_survival)
        self.rows.setVisible(is_survival)
        chart, table = self._made(kind)
        self.card.setAccessibleName(chart.title)
        captions = {
            WATERFALL: tr("best change, target sum, %"),
            SPIDER: tr("change in target sum, % · square: progression"),
            SWIMMER: tr("+ new lesion · cross: death · square: new therapy"),
        }
        if isinstance(chart, SurvivalChart):
            n, events = chart.curve.n, chart.curve.events
            text = tr("{name} {median} · {n} {subjects}, {events} with event · tick: censored")
            said = text.format(
                name=chart.name, median=chart.median_words, n=n, subjects=noun("subjects", n), events=events
            )
            self.median.setText(said)
            self.caption.setText("")
            self.definition.setText(self._say_endpoint(chart.name))
        else:
            self.caption.setText(captions[kind])
        self.median.setVisible(is_survival)
        self.definition.setVisible(is_survival)
        self.view.show_chart(chart, self._chosen)
        self._table = table
        self.table_card.set_title(self.session.words.say(table.title))
        keys = _SHOWN_ROWS.get(str(self.rows.value())) if is_survival else _SHOWN[kind]
        shown = table.with_columns(keys) if keys else table
        self.model.show_table(shown)
        table_view = self.wide_table if keys is None else self.table
        table_view.setModel(self.model)
        self._tables.setCurrentWidget(table_view)
        self.wide_table.horizontalHeader().setStretchLastSection(True)
        rows_said = tr("{n} rows").format(n=len(table.rows))
        self.table_card.set_caption("" if is_survival else rows_said)
        self._select_row()

    def _say_endpoint(self, name: str) -> str:
        """Its registered time frame, how the protocol defines it, and where that is not what is registered."""
        definition = plan_of(self.session.study.protocol).endpoints.named(name)
        words = self.session.words
        frames = describe_time_frames(self.session.study.protocol, f"survival_{name.lower()}_by_level")
        said = [words.reason(spoken(one)) for one in definition.method()] if definition else []
        return " ".join([*map(words.reason, frames), *(f"{one}." for one in said)])

    def _made(self, kind: str) -> tuple[Chart, Table]:
        study, part = self.session.study, self.session.part
        name, band = str(self.endpoint.value() or "PFS"), self.band.value()
        band = band if isinstance(band, Band) else Band.LOG_LOG
        by, rows = self._by, self.rows.value()
        key = (kind, name, band, rows, by) if kind == SURVIVAL else (kind, "", Band.LOG_LOG, None, by)
        if key not in self._charts:
            made: tuple[Chart, Table]
            if kind == WATERFALL:
                made = waterfall_of(study, part, by), tabulate_best_responses(study, part, by)
            elif kind == SPIDER:
                made = spider_of(study, part, by), tabulate_changes(study, part, by)
            elif kind == SWIMMER:
                made = swimmer_of(study, part, by), tabulate_courses(study, part, by)
            else:
                curve = derive_curve(study, name, part, by, band=band)
                made = survival_of(curve, name), self._tabulate_survival(curve, name, band)
            self._charts[key] = made
        return self._charts[key]

    def _tabulate_survival(self, curve: SurvivalCurve, name: str, band: Band) -> Table:
        study, part, by = self.session.study, self.session.part, self._by
        rows = self.rows.value()
        if rows == BY_LEVEL:
            return tabulate_survival_by_level(study, name, part, by, band=band)
        if rows == AT_RISK:
            return tabulate_at_risk(study, name, part, by)
        if rows == SUBJECTS:
            return tabulate_endpoints(study, part, by, name=name)
        return tabulate_survival(curve, name)

    def _subject_ids(self) -> tuple[object, ...]:
        """The subject of each row of the table; none of a survival table."""
        has_subject = self._table is not None and self._table.columns[0].key == "subject"
        return self._table.column("subject") if self._table is not None and has_subject else ()

    def _select_row(self) -> None:
        subjects = self._subject_ids()
        current = self.table.currentIndex().row()
        if 0 <= current < len(subjects) and subjects[current] == self._chosen:
            return
        if self._chosen in subjects:
            self.table.blockSignals(True)
            self.table.select_row(subjects.index(self._chosen))
            self.table.blockSignals(False)
        else:
            self.table.clearSelection()

    def _on_row(self) -> None:
        subjects, at = self._subject_ids(), self.table.currentIndex().row()
        if 0 <= at < len(subjects) and subjects[at] != self._chosen:
            self._chosen = str(subjects[at])
            self.view.choose(self._chosen)
            self.subject_chosen.emit(self._chosen)

    def _on_activated(self) -> None:
        if self._chosen and self._subject_ids():
            self.subject_wanted.emit(self._chosen)

    # --- saving ------------------------------------------------------------------------------------

    def ask_export(self) -> None:
        """Ask for a place, and save what is shown."""
        name = f"{self.session.study.record.study_id}-{self.kind.value()}.svg"
        filters = tr("SVG (*.svg);;PNG (*.png);;Table as CSV (*.csv)")
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save figure or table"), name, filters)
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> bool:
        """Save the figure as .svg or .png, or its table as .csv; says where, or why not."""
        chart = self.view.chart
        if chart is None or self._table is None:
            return False
        try:
            save_chart(chart, self._table, self.session.words, path)
        except PlotNotWrittenError as error:
            self.said.emit("hard", str(error))
            return False
        ending = path.suffix.lstrip(".").upper()
        study = self.session.study
        about = {"figure": self._table.key, "file": path.name, "format": ending}
        self.session.note(EXPORT_FIGURE, {**about, "position": study.position, "head": study.head})
        self.said.emit("soft", tr("Saved as {path}").format(path=path))
        return True
