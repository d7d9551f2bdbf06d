"""Pharmacokinetics: profiles, parameters, dose; antibodies and biomarkers; and the samples themselves."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from domain.records import AdaResult, BiomarkerResult, Concentration, PkSample, Record, Shipment
from ui.forms.record_form import RecordForm
from ui.forms.sample_forms import AdaForm, BiomarkerForm, ConcentrationForm, PkSampleForm, ShipmentForm
from ui.forms.side_panel import SidePanel
from ui.models.pk_view import PkView, analytes_of, cycles_of, view_of
from ui.pages.antibody_tab import AntibodyTab
from ui.pages.biomarker_tab import BiomarkerTab
from ui.pages.page import Page
from ui.pages.pk_dose import DoseTab
from ui.pages.pk_parameters import ParametersTab
from ui.pages.pk_profiles import ProfilesTab
from ui.pages.pk_samples import SHIPMENTS, SamplesTab
from ui.session import Session
from ui.text import tr
from ui.theme import CARD_PADDING, PAGE_MARGIN, PAGE_TOP, SPACE_M, SPACE_S
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.card import Card
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.options import Option
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.words.pk_findings import say_head

if TYPE_CHECKING:
    from ui.screens.table_import import TableImport

PROFILES, PARAMETERS, DOSE, ANTIBODIES, BIOMARKERS, SAMPLES = (
    "profiles", "parameters", "dose", "antibodies", "biomarkers", "samples",
)  # fmt: skip
_OF_PROFILES = (PROFILES, PARAMETERS, DOSE)
_FORMS: dict[type[Record], type[RecordForm]] = {
    PkSample: PkSampleForm,
    Concentration: ConcentrationForm,
    AdaResult: AdaForm,
    BiomarkerResult: BiomarkerForm,
    Shipment: ShipmentForm,
}


class PkPage(Page):
    """Tabs below one sentence; entry of samples and import take the whole page."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without a study's profiles."""
        super().__init__(session, parent)
        self.view: PkView | None = None
        self._is_filling = False
        self.whole_card: QWidget | None = None
        self.tabs = SegmentedControl(
            [
                Segment(PROFILES, tr("Profiles")),
                Segment(PARAMETERS, tr("Parameters")),
                Segment(DOSE, tr("Dose")),
                Segment(ANTIBODIES, tr("Antibodies")),
                Segment(BIOMARKERS, tr("Biomarkers")),
                Segment(SAMPLES, tr("Samples")),
            ],
            tr("PK"), height=28, fill_width=False,
        )  # fmt: skip
        self.tabs.set_value(PROFILES)
        self.tabs.value_changed.connect(self._show_tab)
        self.profiles, self.parameters, self.dose = ProfilesTab(session), ParametersTab(session), DoseTab(session)
        self.antibodies, self.biomarkers = AntibodyTab(session), BiomarkerTab(session)
        self.samples = SamplesTab(session)
        self.panel = SidePanel(session)
        self._build_head()
        self._build_empty()
        self._lay_out()
        self._connect()

    # --- building ----------------------------------------------------------------------------------

    def _build_head(self) -> None:
        self.head = Card()
        self.head.body.setContentsMargins(CARD_PADDING - 1, 7, CARD_PADDING - 1, 7)
        self.headline = ElidedLabel("", size="title")
        self.analyte = ComboBox([], tr("Analyte"))
        self.cycle = ComboBox([], tr("Cycle"))
        self.cycle.setFixedWidth(72)
        self._labels: list[Label] = []
        line = QHBoxLayout()
        line.setSpacing(SPACE_S)
        line.addWidget(self.headline, 1)
        for name, box in ((tr("Analyte"), self.analyte), (tr("Cycle"), self.cycle)):
            label = Label(name, size="caption", weight=500, token="text2")
            self._labels.append(label)
            line.addSpacing(SPACE_S)
            line.addWidget(label)
            line.addWidget(box)
            box.value_changed.connect(self._on_choice)
        self.head.body.addLayout(line)
        self.import_button = SecondaryButton(tr("Import…"), "upload", height=28)
        self.import_button.clicked.connect(self.start_import)
        self.sample_button = PrimaryButton(tr("Record samples"), "plus", height=28)
        self.sample_button.clicked.connect(self.record_samples)
        self.ship_button = SecondaryButton(tr("Add shipment"), "plus", height=28)
        self.ship_button.clicked.connect(self.add_shipment)
        self.add_button = PrimaryButton("", "plus", height=28)
        self.add_button.clicked.connect(self.add_record)

    def _build_empty(self) -> None:
        self.empty = Card()
        self.empty_state = EmptyState("chart", "", "", tr("Go to subjects"))
        self.empty_state.action_triggered.connect(self._on_empty_action)
        self.empty.add(self.empty_state, 1)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(SPACE_S)
        tools.addWidget(self.tabs)
        tools.addStretch(1)
        for button in (self.import_button, self.ship_button, self.sample_button, self.add_button):
            tools.addWidget(button)
        self._stack = QStackedWidget()
        self._places: dict[str, QWidget] = {
            PROFILES: self.profiles,
            PARAMETERS: self.parameters,
            DOSE: self.dose,
            ANTIBODIES: self.antibodies,
            BIOMARKERS: self.biomarkers,
            SAMPLES: self.samples,
        }
        for widget in (*self._places.values(), self.empty):
            self._stack.addWidget(widget)
            self._yield(widget)
        content = QHBoxLayout()
        content.setSpacing(SPACE_M)
        content.addWidget(self._stack, 1)
        content.addWidget(self.panel)
        self._main = QWidget()
        column = QVBoxLayout(self._main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(tools)
        column.addWidget(self.head)
        column.addLayout(content, 1)
        self._whole = QStackedWidget()
        self._whole.addWidget(self._main)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
        frame.addWidget(self._whole)

    def _connect(self) -> None:
        for tab in (self.profiles, self.parameters, self.dose, self.antibodies, self.biomarkers):
            tab.subject_wanted.connect(self.subject_chosen)
        for tab in (self.parameters, self.dose, self.biomarkers):
            tab.subject_chosen.connect(self.choose_subject)
        for holder in (self.antibodies, self.biomarkers, self.samples):
            holder.record_wanted.connect(self.edit_record)
        self.profiles.edited.connect(self.edited)
        self.panel.edited.connect(self.edited)
        self.panel.closed.connect(lambda: self._stack.setFocus(Qt.FocusReason.OtherFocusReason))

    # --- page --------------------------------------------------------------------------------------

    def show_study(self) -> None:
        """Draw the study as it is now."""
        before = self.view
        analyte = before.analyte if before else ""
        self.view = view = view_of(self.session.study, self.session.part, analyte, before.cycle if before else 0)
        self._fill_choices(view)
        self._show_tab()

    def has_unsaved(self) -> bool:
        """Whether a form, the grid, or a reason holds what is not saved."""
        terminal = self.profiles.terminal
        is_asked = terminal.is_asking and bool(terminal.reason.value())
        return self.panel.has_unsaved() or is_asked or bool(getattr(self.whole_card, "is_dirty", False))

    def add_record(self) -> None:
        """Ctrl+N: an antibody result, a biomarker result or a shipment where those are shown; else samples."""
        if not self._can_enter() or self.whole_card is not None:
            return
        match self.tabs.value():
            case "antibodies" if self.session.may_create(AdaResult.kind):
                self._show_form(AdaForm(self.session))
            case "biomarkers" if self.session.may_create(BiomarkerResult.kind):
                self._show_form(BiomarkerForm(self.session))
            case "antibodies" | "biomarkers":
                return
            case "samples" if self.samples.lists.value() == SHIPMENTS:
                self.add_shipment()
            case _:
                self.record_samples()

    def add_shipment(self) -> None:
        """Open the form of a new shipment."""
        if self._can_enter() and self.session.may_create(Shipment.kind):
            self.samples.lists.set_value(SHIPMENTS)
            self._show_form(ShipmentForm(self.session))

    def choose_subject(self, subject_id: str) -> None:
        """Mark a subject on every tab."""
        self.profiles.choose(subject_id)
        for tab in (self.dose, self.biomarkers):
            tab.choose(subject_id)

    def edit_record(self, record: Record) -> None:
        """Open the form of a record, or its history where nothing can be written."""
        if self.session.is_read_only:
            self.panel.show_history(record)
        else:
            self._show_form(_FORMS[type(record)](self.session, record))

    def record_samples(self) -> None:
        """Enter the samples of a subject's cycle."""
        may_enter = self._can_enter() and self.session.may_create(PkSample.kind)
        if not may_enter or self.whole_card is not None or not self.panel.may_change():
            return
        from ui.forms.sample_grid import SampleGrid

        grid = SampleGrid(self.session, self.profiles.chosen)
        grid.closed.connect(self._close_whole)
        grid.edited.connect(self.edited)
        grid.saved.connect(lambda: self.tabs.set_value(SAMPLES))
        self._show_whole(grid)
        grid.focus_first()

    def start_import(self) -> None:
        """Import a laboratory's file of what the tab shows: antibodies, biomarkers, else concentrations."""
        tab = str(self.tabs.value() or PROFILES)
        self.start_import_of(tab if tab in (ANTIBODIES, BIOMARKERS) else PROFILES)

    def start_import_of(self, tab: str) -> bool:
        """Import a file of antibodies, of biomarkers, or of concentrations.

        Args:
            tab: ANTIBODIES, BIOMARKERS, or any other for concentrations.

        Returns:
            False where the person may enter none of them, or something else is being entered.
        """
        if self.whole_card is not None or not self._may_import(tab) or not self.panel.may_change():
            return False
        self.tabs.set_value(tab)
        card = self._import_card(tab)
        card.closed.connect(self._close_whole)
        self._show_whole(card)
        card.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _import_card(self, tab: str) -> "TableImport":
        # Each brings the readers of files with it, which a page that is only looked at does without.
        if tab == ANTIBODIES:
            from ui.screens.antibody_import import AntibodyImport

            return AntibodyImport(self.session)
        if tab == BIOMARKERS:
            from ui.screens.biomarker_import import BiomarkerImport

            return BiomarkerImport(self.session)
        from ui.screens.concentration_import import ConcentrationImport

        return ConcentrationImport(self.session)

    # --- showing -----------------------------------------------------------------------------------

    def _can_enter(self) -> bool:
        return not self.session.is_read_only and bool(self.session.study.subjects)

    def _may_import(self, tab: str) -> bool:
        kinds: dict[str, type[Record]] = {ANTIBODIES: AdaResult, BIOMARKERS: BiomarkerResult}
        return self._can_enter() and self.session.may_create(kinds.get(tab, Concentration).kind)

    def _fill_choices(self, view: PkView) -> None:
        analytes = analytes_of(view.part, view.every)
        cycles = cycles_of(view.every, view.analyte)
        self._is_filling = True
        self.analyte.set_options([Option(one, one) for one in analytes])
        self.analyte.set_value(view.analyte)
        for widget in (self.analyte, self._labels[0]):
            widget.setVisible(len(analytes) > 1)
        self.cycle.set_options([Option(one, str(one)) for one in cycles or (view.cycle,)])
        self.cycle.set_value(view.cycle)
        self._is_filling = False

    def _on_choice(self) -> None:
        analyte, cycle = str(self.analyte.value() or ""), self.cycle.value()
        if self.view is None or self._is_filling:
            return
        self.view = view_of(
            self.session.study, self.session.part, analyte, cycle if isinstance(cycle, int) else self.view.cycle
        )
        self._fill_choices(self.view)
        self._show_tab()

    def _show_tab(self) -> None:
        view, tab = self.view, str(self.tabs.value() or PROFILES)
        if view is None:
            return
        is_of_profiles = tab in _OF_PROFILES
        is_empty = (is_of_profiles and not view.listed) or view.part.pk is None or not self.session.study.subjects
        self.head.setVisible(is_of_profiles and not is_empty)
        self._show_buttons(tab)
        if is_empty:
            self._say_empty(view)
            self._show_place(self.empty)
            return
        if is_of_profiles:
            self.headline.setText(say_head(view))
        match tab:
            case "profiles":
                self.profiles.show_view(view)
            case "parameters":
                self.parameters.show_view(view, self.profiles.chosen)
            case "dose":
                self.dose.show_view(view, self.profiles.chosen)
            case "antibodies":
                self.antibodies.show_study()
            case "biomarkers":
                self.biomarkers.choose(self.profiles.chosen)
                self.biomarkers.show_study()
            case _:
                self.samples.show_study()
        self._show_place(self._places[tab])

    def _show_place(self, place: QWidget) -> None:
        """Show one of the tabs; only that one asks for room, so that a form beside a narrow list fits."""
        before = self._stack.currentWidget()
        if before is not None and before is not place:
            self._yield(before)
        place.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._stack.setCurrentWidget(place)

    @staticmethod
    def _yield(widget: QWidget) -> None:
        widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def _show_buttons(self, tab: str) -> None:
        can_enter = self._can_enter() and self.session.part.pk is not None
        may = self.session.may_create
        names = {ANTIBODIES: tr("Add antibody result"), BIOMARKERS: tr("Add biomarker result")}
        tips = {
            ANTIBODIES: tr("Import a laboratory's file of antibody results"),
            BIOMARKERS: tr("Import a laboratory's file of biomarker results"),
        }
        self.import_button.setVisible(can_enter and self._may_import(tab))
        self.import_button.setToolTip(tips.get(tab, tr("Import a laboratory's file of concentrations")))
        self.sample_button.setVisible(can_enter and tab not in names and may(PkSample.kind))
        self.add_button.setVisible(can_enter and tab in names and self._may_import(tab))
        self.ship_button.setVisible(can_enter and tab == SAMPLES and may(Shipment.kind))
        self.add_button.setText(names.get(tab, ""))

    def _say_empty(self, view: PkView) -> None:
        button = self.empty_state.button
        if view.part.pk is None:
            title, text = tr("No sampling plan"), tr("The protocol has no samples for concentrations in this part.")
            button.setText("")
        elif not self.session.study.subjects:
            title, text = tr("No profiles yet"), tr("Add a subject first, under Subjects.")
            button.setText(tr("Go to subjects"))
        elif not self._can_enter() or not self.session.may_create(PkSample.kind):
            title, text = (
                tr("No profiles yet"),
                tr("No concentration is recorded, and no samples may be recorded here."),
            )
            button.setText("")
        else:
            title = tr("No profiles yet")
            text = tr("Give a dose, record when its samples were taken, then import the laboratory's concentrations.")
            button.setText(tr("Record samples"))
        self.empty_state.set_text(title, text)
        button.setVisible(bool(button.text()))

    def _on_empty_action(self) -> None:
        if self.session.study.subjects:
            self.record_samples()
        else:
            self.section_wanted.emit("subjects")

    def _show_form(self, form: RecordForm) -> None:
        if self.panel.show_form(form):
            form.focus_first()

    def _show_whole(self, card: QWidget) -> None:
        self.whole_card = card
        self._whole.addWidget(card)
        self._whole.setCurrentWidget(card)

    def _close_whole(self) -> None:
        card, self.whole_card = self.whole_card, None
        if card is not None:
            self._whole.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._whole.setCurrentWidget(self._main)
        self.edited.emit()
        self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)
