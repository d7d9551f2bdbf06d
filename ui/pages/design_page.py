"""Design: what the protocol's rules lead to under assumed toxicity, exactly, beside the named designs (ESC-2 to 10)."""

import time
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QStandardPaths, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from domain.characteristics.exact import Characteristics, Scenario, exact_characteristics
from domain.characteristics.graph import TooManyStates
from domain.characteristics.named import NAMED, OpenRule, named_design_of, open_rules
from domain.characteristics.outcomes import next_outcomes
from domain.characteristics.table_design import TableDesign, read_design
from domain.escalation.recommend import history_of
from domain.evaluability import treated_subjects
from domain.notation import Group
from domain.protocol.model import Rules
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
from ui.exports import save_export
from ui.pages.design_result_cards import PlotCard, TableCard
from ui.pages.design_scenario_card import ScenarioCard
from ui.pages.page import Page
from ui.plots.plot import Plot
from ui.plots.save_plot import PlotNotWrittenError, save_plot
from ui.reports.appendix import protocol_appendix
from ui.reports.paper import Report
from ui.sentences import SENTENCES
from ui.session import Session
from ui.sign_in import EXPORT_FIGURE
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
# A table that reaches more states could not follow a drag.
_MOST_STATES = 20_000


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
        self.basis = ElidedLabel(size="caption", token="text3")
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
        self.table_design: TableDesign | None = None
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
        self._build()
        self._characteristics: dict[tuple[object, ...], Characteristics] = {}
        self._part_shown: object = None
        self._spent = 0.0
        self._open: tuple[object, tuple[OpenRule, ...]] | None = None
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
        self.plot_card.save_wanted.connect(lambda: self._choose_file(self.plot))
        self.scenario_card.save_wanted.connect(lambda: self._choose_file(self.curve_plot))
        self.table_card.save_wanted.connect(self._choose_table_file)
        self.import_button.clicked.connect(self._choose_table_to_import)
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
        self._characteristics.clear()
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

    @property
    def history(self) -> tuple[Group, ...]:
        """Today's subjects, or nobody."""
        return history_of(treated_subjects(self.session.status.assessments)) if self.is_from_here else ()

    def characteristics(
        self, rules: Rules, scenario: Scenario, history: tuple[Group, ...], *, whole: bool = True
    ) -> Characteristics:
        """The exact answer, remembered while the scenario stands."""
        key = (rules, scenario, history, whole)
        if key not in self._characteristics:
            if len(self._characteristics) > 64:
                self._characteristics.clear()
            began = time.perf_counter()
            self._characteristics[key] = exact_characteristics(
                rules, scenario, history=history, with_distributions=whole
            )
            self._spent = (time.perf_counter() - began) * 1000
        return self._characteristics[key]

    def comparison(self) -> Comparison:
        """The two answers that are shown: this protocol and the other design, or from here and from the start."""
        part, scenario = self.session.part, self.scenario_card.scenario
        if self.is_from_here:
            answers = tuple(self.characteristics(part.rules, scenario, one) for one in (self.history, ()))
            return Comparison(part, scenario, answers, (tr("from here"), tr("from the start")))
        own = self.characteristics(part.rules, scenario, ())
        if self.other.value() == _TABLE and self.table_design is not None:
            answer = self.table_design.characteristics(scenario, most_states=_MOST_STATES)
            return Comparison(part, scenario, (own, answer), (tr("this protocol"), self.table_design.name))
        other = next(one for one in NAMED if one.variant.name == self.other.value())
        answer = self.characteristics(other.rules(part.rules), scenario, ())
        return Comparison(part, scenario, (own, answer), (tr("this protocol"), tr(other.title)))

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
        self.basis.setText(say_basis(part, comparison.scenario, self._spent, from_here=self.is_from_here))
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
                self._show_outcomes(comparison.scenario)
            case _:
                self.table_card.show_sheet(sheet_by_level(comparison), "")

    def _show_designs(self, comparison: Comparison) -> None:
        part, scenario = comparison.part, comparison.scenario
        rules = [(tr("This protocol"), part.rules), *((tr(one.title), one.rules(part.rules)) for one in NAMED)]
        answers = [(name, self.characteristics(one, scenario, ())) for name, one in rules]
        self.table_card.show_sheet(sheet_of_designs(part, answers, comparison.levels), "")

    def _show_readings(self, comparison: Comparison) -> None:
        part, scenario, history = comparison.part, comparison.scenario, self.history
        rules = self._open_rules(scenario)
        read = {part.rules, *(reading.rules for rule in rules for reading in rule.readings)}
        answers = {one: self.characteristics(one, scenario, history, whole=False) for one in read}
        self.table_card.show_sheet(sheet_of_readings(rules, answers, part.rules), say_design(part.rules))

    def _open_rules(self, scenario: Scenario) -> tuple[OpenRule, ...]:
        """Which rules are open does not hang on the probabilities: asked once for so many levels."""
        key = (self.session.part, len(scenario.dlt))
        if self._open is None or self._open[0] != key:
            self._open = (key, open_rules(self.session.study.protocol, self.session.part, scenario))
        return self._open[1]

    def _show_outcomes(self, scenario: Scenario) -> None:
        session = self.session
        subjects = treated_subjects(session.status.assessments) if self.is_from_here else ()
        opened = len(scenario.dlt) > session.part.usable_levels()
        outcomes = next_outcomes(session.part, subjects, scenario, with_optional=opened)
        sheet = sheet_of_outcomes(session.words, outcomes) if outcomes else None
        nothing = tr("No outcome is to come: the committee decides on what stands.")
        foot = tr("Under the assumed toxicity; whoever is still to be dosed here is counted in each branch.")
        self.table_card.show_tree(outcomes, sheet, session.words, nothing, foot if outcomes else "")

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

    def save_plot_to(self, plot: Plot, path: Path) -> bool:
        """Write a plot; says in the banner why it could not be written."""
        try:
            save_plot(plot, path)
        except PlotNotWrittenError as error:
            self._refuse(str(error))
            return False
        ending = path.suffix.lstrip(".").upper()
        self.session.note(EXPORT_FIGURE, {"figure": plot.title, "file": path.name, "format": ending})
        self._clear_banner()
        return True

    def save_table_to(self, path: Path) -> bool:
        """Write the table that is shown as CSV."""
        sheet = self.table_card.sheet
        if sheet is None:
            return False
        why = save_export(self.session, path, sheet.as_text(",").encode("utf-8-sig"))
        if why:
            self._refuse(why)
            return False
        self._clear_banner()
        return True

    def import_table(self, path: Path) -> bool:
        """Take a decision table as B; where it has faults the banner names each with its row, and B stays."""
        try:
            content = path.read_bytes()
        except OSError as error:
            self._tell("hard", tr("{name} was not imported.").format(name=path.name), error.strerror or str(error))
            return False
        design, findings = read_design(content, path.name)
        said = [f"{finding.field}: {tr(SENTENCES[finding.code]).format(**finding.numbers)}" for finding in findings]
        if design is None:
            title = tr("{name} was not imported; {count} to put right.").format(name=path.name, count=len(said))
            self._tell("hard", title, "\n".join(said))
            return False
        try:
            # As many levels as the page can ever ask for.
            design.characteristics(Scenario((0.1,) * len(self.session.part.levels)), most_states=_MOST_STATES)
        except TooManyStates as error:
            self._tell("hard", tr("{name} was not imported.").format(name=path.name), str(error))
            return False
        self.table_design = design
        self._open_table(design)
        if said:
            self._tell("warn", tr("{name} was imported. Check:").format(name=path.name), "\n".join(said))
        else:
            self._clear_banner()
        return True

    def _open_table(self, design: TableDesign) -> None:
        self.other.set_options([*_named_options(), Option(_TABLE, design.name, tr("decision table"))])
        self.other.set_value(_TABLE)
        self.redraw()

    def _choose_table_to_import(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Import decision table"), folder, tr("CSV (*.csv)"))
        if chosen:
            self.import_table(Path(chosen))

    def print_it(self) -> None:
        """Print the protocol appendix, with the scenario that was drawn."""
        # Loaded only here: it asks the system for its printers, which can take seconds.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from ui.reports.output import ReportError, print_report

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(f"{self.session.study.record.study_id} {tr('Protocol appendix')}")
        dialog = QPrintDialog(printer, self)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        try:
            print_report(self.appendix(), printer)
        except ReportError as error:
            self._refuse(str(error))

    def appendix(self) -> Report:
        """The protocol appendix; a scenario drawn by hand comes first."""
        session, card = self.session, self.scenario_card
        own = ((card.scenario_name, card.scenario),) if card.is_own else ()
        return protocol_appendix(
            session.study.protocol, session.part, session.words, printed_at=session.clock(),
            printed_by=session.person.name, scenarios=own,
            subjects=treated_subjects(session.status.assessments) if self.is_from_here else (),
        )  # fmt: skip

    def _choose_file(self, plot: Plot) -> None:
        path = self._ask_place(plot.title, tr("SVG (*.svg);;PNG (*.png);;CSV (*.csv)"), ".svg")
        if path is not None:
            self.save_plot_to(plot, path)

    def _choose_table_file(self) -> None:
        sheet = self.table_card.sheet
        path = self._ask_place(sheet.title, tr("CSV (*.csv)"), ".csv") if sheet else None
        if path is not None:
            self.save_table_to(path)

    def _ask_place(self, title: str, kinds: str, ending: str) -> Path | None:
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        name = f"{self.session.study.record.study_id} {title}".replace("/", "-").replace("=", "is") + ending
        chosen, kind = QFileDialog.getSaveFileName(
            self, tr("Save {title}").format(title=title), str(folder / name), kinds
        )
        if not chosen:
            return None
        path = Path(chosen)
        wanted = f".{kind.split('*.')[-1].rstrip(')')}" if "*." in kind else ending
        return path if path.suffix.lower() in (".svg", ".png", ".csv") else path.with_name(path.name + wanted)

    def _refuse(self, text: str) -> None:
        self._tell("hard", tr("The file was not saved."), text)

    def _tell(self, severity: str, title: str, text: str) -> None:
        self.banner.show_message(severity, title, text, tr("Close"))
        self._has_banner = True
        self._set_density()

    def _clear_banner(self) -> None:
        self._has_banner = False
        self._set_density()


def _named_options() -> list[Option]:
    return [Option(one.variant.name, tr(one.title)) for one in NAMED]
