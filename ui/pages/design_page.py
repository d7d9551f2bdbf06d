"""Design: what the protocol's rules lead to under assumed toxicity, exactly, beside the named designs (ESC-2 to 10)."""

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from domain.characteristics.named import NAMED, named_design_of
from domain.characteristics.table_design import TableDesign
from domain.evaluability import treated_subjects
from domain.terms import PartKind
from ui.design_views import (
    Comparison,
    plot_curves,
    plot_expected,
    plot_selection,
    plot_total,
    sheet_by_level,
    sheet_of_designs,
    sheet_of_totals,
)
from ui.pages.design_answers import DesignAnswers
from ui.pages.design_files import DesignFiles
from ui.pages.design_result_cards import PlotCard, TableCard
from ui.pages.design_scenario_card import ScenarioCard
from ui.pages.page import Page
from ui.plots.plot import Plot
from ui.reports.appendix import protocol_appendix
from ui.reports.paper import Report
from ui.session import Session
from ui.text import tr
from ui.theme import PAGE_MARGIN, SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.options import Option
from ui.widgets.scroll import quiet_bars
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.words.design import (
    say_answer,
    say_basis,
    say_design,
    sheet_of_outcomes,
    sheet_of_readings,
)

_FRAME_MS = 16
_LEFT_WIDE, _LEFT_NARROW = 404, 352
_NARROW_BELOW, _LOW_BELOW = 1160, 780
_BANNER_MOST, _BANNER_LOW = 120, 84
_START, _HERE = "start", "here"
_TABLE = "table"


class DesignPage(Page):
    """Draw a scenario, see at once what the rules make of it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(tr("Design"))
        self.banner = Banner("hard", "")
        self.banner.action_triggered.connect(self._clear_banner)
        self._banner_area = QScrollArea()
        self._banner_area.setFrameShape(QFrame.Shape.NoFrame)
        self._banner_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._banner_area.setWidgetResizable(True)
        quiet_bars(self._banner_area)
        self._banner_area.setWidget(self.banner)
        self._has_banner = False
        self.sentence = ElidedLabel(size="title")
        self.basis = Label(size="caption", token="text3", wrap=True)
        self.origin = SegmentedControl(
            [Segment(_START, tr("From the start")), Segment(_HERE, tr("From here"))],
            tr("Calculated"),
            height=28,
            fill_width=False,
        )
        self.origin.set_value(_START)
        self.other = ComboBox(_named_options(), tr("B, compared with"), height=28)
        self.other.setMinimumWidth(196)
        self.other_label = Label(tr("B"), weight=600)
        self.import_button = LinkButton(tr("Import decision table…"), small=True)
        self.import_button.setAccessibleName(tr("Import a decision table from CSV as design B"))
        self.print_button = LinkButton(tr("Print…"), small=True)
        self.print_button.setAccessibleName(tr("Print the protocol appendix with this scenario"))
        self.scenario_card = ScenarioCard()
        self.plot_card = PlotCard()
        self.table_card = TableCard()
        self._is_escalation, self._source_id = True, ""
        self.elsewhere = EmptyState("design", "", "", tr("Show the escalation part"))
        self.elsewhere.action_triggered.connect(lambda: self.session.choose_part(self._source_id))
        self.answers, self.files = DesignAnswers(session), DesignFiles(session, self)
        self._build()
        self._part_shown: object = None
        self._since = QElapsedTimer()
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.timeout.connect(self.redraw)
        self.origin.value_changed.connect(self._on_origin)
        self.other.value_changed.connect(self.request)
        self.scenario_card.changed.connect(self.request)
        self.scenario_card.with_optional.value_changed.connect(self._fit_table)
        self.plot_card.chosen.connect(self._on_plot)
        self.table_card.chosen.connect(self.redraw)
        self.plot_card.save_wanted.connect(lambda: self.files.choose_plot_file(self.plot))
        self.scenario_card.save_wanted.connect(lambda: self.files.choose_plot_file(self.curve_plot))
        self.table_card.save_wanted.connect(lambda: self.files.choose_table_file(self.table_card.sheet))
        self.import_button.clicked.connect(self.files.choose_table_to_import)
        self.files.imported.connect(self._open_table)
        self.files.told.connect(self._tell)
        self.files.done.connect(self._clear_banner)
        self.print_button.clicked.connect(self.print_it)

    def show_study(self) -> None:
        """Fit the page to the session's part and bring it to today's data."""
        session = self.session
        part, study = session.part, session.study
        self._is_escalation = part.kind is PartKind.ESCALATION
        self.elsewhere.setVisible(not self._is_escalation)
        for card in (self.scenario_card, self.plot_card, self.table_card):
            card.setVisible(self._is_escalation)
        self._fit_banner(is_low=self.height() < _LOW_BELOW)
        if not self._is_escalation:
            self._offer_escalation()
            return
        if part != self._part_shown:
            self._part_shown = part
            own = named_design_of(part.rules)
            is_own = own is not None and not part.rules.accelerated_levels
            first = next(one for one in NAMED if one is not own) if is_own or own is None else own
            self.other.set_value(first.variant.name)
        reached = max((one.dose_level for one in session.status.assessments), default=0)
        self.scenario_card.show_part(part, opened=study.optional_is_open(part), reached=reached)
        self.answers.forget()
        self._fit_table()
        self.redraw()

    def _offer_escalation(self) -> None:
        """An expansion escalates nothing: say so, and offer the part whose rules are calculated here."""
        protocol, part = self.session.study.protocol, self.session.part
        source = protocol.part(part.levels_from) if part.levels_from else protocol.first_part
        text = tr("The Design page calculates the rules of escalation parts. “{part}” expands at chosen doses.")
        self.elsewhere.set_text(tr("An expansion has no escalation rule"), text.format(part=part.title))
        self.elsewhere.button.setText(tr("Show “{part}”").format(part=source.title))
        self._source_id = source.part_id

    # --- asking -----------------------------------------------------------------------------------

    @property
    def is_from_here(self) -> bool:
        """Whether today's data count."""
        return self.origin.value() == _HERE

    def comparison(self) -> Comparison:
        """The two answers that are shown: this protocol and the other design, or from here and from the start."""
        scenario, table = self.scenario_card.scenario, self.answers.table
        if self.is_from_here:
            return self.answers.from_here(scenario)
        if self.other.value() == _TABLE and table is not None:
            return self.answers.beside_table(scenario, table)
        return self.answers.beside_named(scenario, str(self.other.value()))

    @property
    def plot(self) -> Plot:
        """The plot that is chosen."""
        comparison = self.comparison()
        match self.plot_card.which.value():
            case "subjects" | "dlts" as which:
                return plot_expected(comparison, dlts=which == "dlts")
            case "total":
                return plot_total(comparison)
            case _:
                return plot_selection(comparison)

    @property
    def curve_plot(self) -> Plot:
        """The assumed toxicity as a plot."""
        return plot_curves(self.session.part, self.scenario_card.scenario, self.scenario_card.moderates)

    # --- drawing ----------------------------------------------------------------------------------

    def request(self) -> None:
        """Redraw with the next frame, however often it is asked for until then."""
        if not self._frame.isActive():
            spent = self._since.elapsed() if self._since.isValid() else _FRAME_MS
            self._frame.start(max(0, _FRAME_MS - spent))

    def redraw(self) -> None:
        """Draw the answer to what is assumed."""
        if not self._is_escalation or self.session.part != self._part_shown:
            # Another part was chosen since this was asked for; ``show_study`` comes before the page is seen again.
            return
        self._since.start()
        session = self.session
        self.scenario_card.draw()
        comparison = self.comparison()
        words, part = session.words, session.part
        self.sentence.setText(say_answer(words, comparison.answers, from_here=self.is_from_here))
        self.basis.setText(say_basis(part, comparison.scenario, self.answers.spent, from_here=self.is_from_here))
        for widget in (self.other, self.other_label, self.import_button):
            widget.setVisible(not self.is_from_here)
        self.plot_card.show_plot(self.plot)
        self._show_table(comparison)

    def _show_table(self, comparison: Comparison) -> None:
        match self.table_card.which.value():
            case "totals":
                self.table_card.show_sheet(sheet_of_totals(comparison), "")
            case "designs":
                self._show_designs(comparison)
            case "readings":
                self._show_readings(comparison)
            case "outcomes":
                self._show_outcomes(comparison)
            case _:
                self.table_card.show_sheet(sheet_by_level(comparison), "")

    def _show_designs(self, comparison: Comparison) -> None:
        answers = self.answers.of_designs(comparison.scenario)
        self.table_card.show_sheet(sheet_of_designs(comparison.part, answers, comparison.levels), "")

    def _show_readings(self, comparison: Comparison) -> None:
        own = comparison.part.rules
        history = self.answers.history() if self.is_from_here else ()
        rules, answers = self.answers.of_readings(comparison.scenario, history)
        self.table_card.show_sheet(sheet_of_readings(rules, answers, own), say_design(own))

    def _show_outcomes(self, comparison: Comparison) -> None:
        words = self.session.words
        outcomes = self.answers.of_outcomes(comparison.scenario, from_here=self.is_from_here)
        sheet = sheet_of_outcomes(words, outcomes) if outcomes else None
        nothing = tr("No outcome is to come: the committee decides on what stands.")
        foot = tr("Under the assumed toxicity; whoever is still to be dosed here is counted in each branch.")
        self.table_card.show_tree(outcomes, sheet, words, nothing, foot if outcomes else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_density()

    def _build(self) -> None:
        head = Card(spacing=4)
        head.body.setContentsMargins(19, 13, 19, 11)
        head.add(self.sentence)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.basis, 1)
        for widget in (self.other_label, self.other, self.import_button, self.origin, self.print_button):
            row.addWidget(widget)
        head.body.addLayout(row)
        right = QVBoxLayout()
        right.addWidget(self.plot_card, 1)
        right.addWidget(self.table_card)
        columns = QHBoxLayout()
        columns.addWidget(self.scenario_card)
        columns.addLayout(right, 1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._banner_area)
        self._column.addWidget(head)
        self._column.addLayout(columns, 1)
        self._column.addWidget(self.elsewhere, 1)
        self.elsewhere.hide()
        self._gaps = (self._column, right, columns)
        self._head = head
        self._set_density()

    def _set_density(self) -> None:
        is_low = self.height() < _LOW_BELOW
        gap = 10 if is_low else SPACE_M
        for layout in self._gaps:
            layout.setSpacing(gap)
        self._head.body.setContentsMargins(19, 9 if is_low else 13, 19, 8 if is_low else 11)
        self._column.setContentsMargins(PAGE_MARGIN, 12 if is_low else 20, PAGE_MARGIN, 12 if is_low else 20)
        self.scenario_card.setFixedWidth(_LEFT_NARROW if self.width() < _NARROW_BELOW else _LEFT_WIDE)
        self.table_card.set_compact(is_low)
        self._fit_table()
        self._fit_banner(is_low=is_low)

    def _fit_banner(self, *, is_low: bool) -> None:
        """Many faults scroll; on a low page they take the place of the head until they are closed."""
        self._head.setVisible(self._is_escalation and not (is_low and self._has_banner))
        layout = self.banner.layout()
        if layout is not None:
            # In sight without scrolling.
            layout.setAlignment(self.banner.button, Qt.AlignmentFlag.AlignTop)
        if self._has_banner and layout is not None:
            layout.invalidate()
            needed = layout.totalHeightForWidth(self.width() - 2 * PAGE_MARGIN)
            needed = needed if needed > 0 else layout.totalSizeHint().height()
            self._banner_area.setFixedHeight(min(needed, _BANNER_LOW if is_low else _BANNER_MOST))
        self._banner_area.setVisible(self._has_banner)

    def _fit_table(self) -> None:
        """The table card is as high as its largest table: it keeps its place when another one is chosen."""
        planned = self.session.part.planned_subjects is not None
        rows = max(self.scenario_card.levels + 2, 9 + planned)
        self.table_card.setFixedHeight(self.table_card.height_for(rows))

    # --- what the person does ---------------------------------------------------------------------

    def _on_origin(self) -> None:
        if self.origin.value() is None:
            self.origin.set_value(_START)
            return
        if self.is_from_here and self.table_card.which.value() == "designs":
            self.table_card.which.set_value("levels")
        self.redraw()

    def _on_plot(self) -> None:
        """A plot brings its table twin, where a twin is shown."""
        twin = "totals" if self.plot_card.which.value() == "total" else "levels"
        if self.table_card.which.value() in ("levels", "totals"):
            self.table_card.which.set_value(twin)
        self.redraw()

    def _open_table(self, design: TableDesign) -> None:
        """Take an imported table as B."""
        self.answers.table = design
        self.other.set_options([*_named_options(), Option(_TABLE, design.name, tr("decision table"))])
        self.other.set_value(_TABLE)
        self.redraw()

    def print_it(self) -> None:
        """Print the protocol appendix, with the scenario that was drawn."""
        document = f"{self.session.study.record.study_id} {tr('Protocol appendix')}"
        self.files.print_report(self.appendix(), document)

    def appendix(self) -> Report:
        """The protocol appendix; a scenario drawn by hand comes first."""
        session, card = self.session, self.scenario_card
        own = ((card.scenario_name, card.scenario),) if card.is_own else ()
        return protocol_appendix(
            session.study.protocol, session.part, session.words, printed_at=session.clock(),
            printed_by=session.person.name, scenarios=own,
            subjects=treated_subjects(session.status.assessments) if self.is_from_here else (),
        )  # fmt: skip

    def _tell(self, severity: str, title: str, text: str) -> None:
        self.banner.show_message(severity, title, text, tr("Close"))
        self._has_banner = True
        self._set_density()

    def _clear_banner(self) -> None:
        self._has_banner = False
        self._set_density()


def _named_options() -> list[Option]:
    return [Option(one.variant.name, tr(one.title)) for one in NAMED]
