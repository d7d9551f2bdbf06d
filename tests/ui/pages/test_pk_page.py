"""The page of pharmacokinetics on a real study file (PK-1 to PK-5)."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from domain.pk.parameters import Flag
from domain.reasons import Reason
from domain.records import AdaResult, Concentration, SlopeDecision
from storage.study_file import StudyFile
from tests.ui.pages.pk import make_pk_session
from tests.ui.pages.studies import NOW, PERSON, make_session
from ui.forms.sample_forms import AdaForm, BiomarkerForm, ShipmentForm
from ui.pages.pk_page import ANTIBODIES, BIOMARKERS, DOSE, PARAMETERS, PROFILES, SAMPLES, PkPage
from ui.pages.pk_samples import LABELS, SHIPMENTS
from ui.plots.panel_chart import PanelChart
from ui.plots.proportionality_plot import ProportionalityChart
from ui.plots.terminal_plot import TerminalChart, Use
from ui.session import Session
from ui.theme import apply_theme
from ui.widgets.elided_label import Label

TABS = (PROFILES, PARAMETERS, DOSE, ANTIBODIES, BIOMARKERS, SAMPLES)


@pytest.fixture(autouse=True)
def light_theme(qapp) -> None:
    apply_theme(qapp, "light")


def page_of(qtbot, session: Session, size: tuple[int, int] = (1240, 820)) -> PkPage:
    page = PkPage(session)
    session.changed.connect(lambda _changes: page.show_study())
    qtbot.addWidget(page)
    page.resize(*size)
    page.show_study()
    page.show()
    qtbot.wait(1)
    return page


@pytest.fixture
def page(qtbot, tmp_path: Path) -> PkPage:
    return page_of(qtbot, make_pk_session(tmp_path / "s.titrant"))


def terminal(page: PkPage) -> TerminalChart:
    chart = page.profiles.terminal.view.chart
    assert isinstance(chart, TerminalChart)
    return chart


def uses(page: PkPage) -> dict[str, Use]:
    return {point.sample_id: point.use for point in terminal(page).points}


def test_each_level_has_its_panel_on_shared_axes(page: PkPage):  # PK-3
    chart = page.profiles.profiles.view.chart
    assert isinstance(chart, PanelChart)
    assert chart.panels[0].title == "Level 1 · 0.01 mg/kg"
    assert [len(panel.lines) for panel in chart.panels] == [1, 3, 4, 5]
    assert chart.y.is_log
    assert chart.limit_name == "LLOQ 0.100"
    page.profiles.profiles.scale.set_value("linear")
    linear = page.profiles.profiles.view.chart
    assert isinstance(linear, PanelChart)
    assert not linear.y.is_log


def test_below_lloq_is_marked_only_after_the_last_measured_value(page: PkPage):  # PK-3
    chart = page.profiles.profiles.view.chart
    assert isinstance(chart, PanelChart)
    marked = 0
    for panel in chart.panels:
        for line in panel.lines:
            below = [point.x for point in line.points if point.is_below]
            measured = [point.x for point in line.points if not point.is_below]
            marked += len(below)
            assert not below or min(below) > max(measured)
    assert marked


def test_table_and_plots_are_linked_both_ways(page: PkPage):  # PK-3
    page.profiles.profiles.view.subject_chosen.emit("01-006")
    model = page.profiles.parameters.model
    assert model is not None
    assert model.row_at(page.profiles.parameters.table.currentIndex()).subject_id == "01-006"  # type: ignore[union-attr]
    assert page.profiles.terminal.one is not None
    assert page.profiles.terminal.one.subject_id == "01-006"
    row = model.find("01-009")
    assert row is not None
    page.profiles.parameters.table.select_row(row)
    assert page.profiles.chosen == "01-009"
    assert terminal(page).title == "01-009"


def test_what_is_not_computable_is_said_across_the_columns(page: PkPage):  # PK-2
    model = page.profiles.parameters.model
    assert model is not None
    row = model.find("01-001")
    assert row is not None
    spans = {span_row: (column, width) for span_row, column, width in model.spans}
    column, width = spans[row]
    assert width == 5
    assert str(model.index(row, column).data()).startswith("not computable: The terminal slope needs 3")


def test_running_profiles_stay_out_of_the_table_and_are_named(page: PkPage):
    model = page.profiles.parameters.model
    assert model is not None
    assert model.find("01-013") is None
    assert "01-013 to 168 h" in page.profiles.parameters.running.text()


def test_a_click_leaves_a_point_out_with_a_reason_and_the_slope_follows(page: PkPage):  # PK-2
    page.profiles.choose("01-011")
    card, sample = page.profiles.terminal, "01-011-C1-168H"
    assert uses(page)[sample] is Use.IN_FIT
    before = page.profiles.parameters.model.row_at(page.profiles.parameters.model.index(0, 0)).number("half_life")  # type: ignore[union-attr]
    card.ask_point(sample)
    assert not card.save_button.isEnabled(), "a reason is needed"
    card.reason.set_value("haemolysed sample")
    assert page.has_unsaved()
    card.save()
    (decision,) = page.session.study.slope_decisions_of("01-011")
    assert isinstance(decision, SlopeDecision)
    assert (decision.excluded, decision.reason, decision.decided_by) == ((sample,), "haemolysed sample", PERSON.name)
    assert uses(page)[sample] is Use.OUT
    assert not page.has_unsaved()
    assert card.one is not None
    assert card.one.number("half_life") != before


def test_the_only_point_left_out_is_used_again_and_the_best_fit_stands_as_before(page: PkPage):  # PK-2
    page.profiles.choose("01-011")
    card, sample = page.profiles.terminal, "01-011-C1-168H"
    assert card.one is not None
    before = card.one.number("half_life")
    for reason in ("haemolysed sample", "checked with the laboratory: sound"):
        card.ask_point(sample)
        card.reason.set_value(reason)
        card.save()
    assert uses(page)[sample] is Use.IN_FIT
    (decision,) = page.session.study.slope_decisions_of("01-011")
    assert decision.is_withdrawn
    assert card.one.number("half_life") == before
    assert Flag.CHOSEN_BY_HAND not in card.one.flags
    said = [label.text() for label in card.findChildren(Label)]
    assert any("best fit again: checked with the laboratory" in text for text in said), "the reason stays to be read"
    assert len(page.session.file.history(SlopeDecision.kind, decision.record_id)) >= 2


def test_a_profile_is_left_out_of_the_model(page: PkPage):  # PK-3
    page.profiles.choose("01-011")
    card = page.profiles.terminal
    before = page.view.model("aucinf_obs") if page.view else None
    card.ask_profile()
    card.reason.set_value("infusion stopped twice")
    card.save()
    after = page.view.model("aucinf_obs") if page.view else None
    assert not isinstance(before, (Reason, type(None)))
    assert not isinstance(after, (Reason, type(None)))
    assert after.values == before.values - 1


def test_the_power_model_stands_with_its_interval_and_smiths_bounds(page: PkPage):  # PK-3
    page.tabs.set_value(DOSE)
    chart = page.dose.proportionality.view.chart
    assert isinstance(chart, ProportionalityChart)
    assert not isinstance(chart.model, Reason)
    assert chart.model.bounds[0] < 1 < chart.model.bounds[1]
    assert "90 % CI" in chart.figures
    assert "Smith's bounds" in page.dose.proportionality.verdict.text()
    troughs = page.dose.troughs.chart
    assert isinstance(troughs, PanelChart)
    assert {point.x for panel in troughs.panels for line in panel.lines for point in line.points} == {2.0, 3.0}


def test_antibodies_are_counted_with_their_exact_interval(page: PkPage):  # PK-4
    page.tabs.set_value(ANTIBODIES)
    assert page.antibodies.headline.text() == ("ADA-positive after the first dose: 3 / 9 (95 % CI 7.5 to 70.1 %)"), (
        "no percentage below ten"
    )
    model = page.antibodies.model
    assert model is not None
    row = model.find("01-010")
    assert row is not None
    assert model.index(row, model.column("2/")).data() == "+ 1:80"
    page.antibodies.results.pane.row_wanted.emit("")
    record = page.session.file.record(AdaResult.kind, "ada-01-010-2")
    assert record is not None
    page.edit_record(record)
    assert isinstance(page.panel.form, AdaForm)


def test_biomarkers_show_the_change_from_baseline(page: PkPage):  # PK-4
    page.tabs.set_value(BIOMARKERS)
    page.biomarkers.what.set_value("change")
    chart = page.biomarkers.view.chart
    assert isinstance(chart, PanelChart)
    line = chart.panels[0].lines[0]
    assert [point.y for point in line.points] == [0.0, 3.0, 6.0]


def test_samples_shipments_and_labels_are_listed(page: PkPage):  # PK-5
    page.tabs.set_value(SAMPLES)
    assert not page.samples.pane.is_empty
    page.samples.lists.set_value(SHIPMENTS)
    assert page.samples.pane.table is not None
    assert page.samples.pane.table.column("shipment") == ("WB-1",)
    page.samples.lists.set_value(LABELS)
    assert not page.samples.pane.is_empty


def test_a_table_is_saved_as_it_is_read(page: PkPage, tmp_path: Path):
    page.tabs.set_value(PARAMETERS)
    assert page.parameters.pane.save(tmp_path / "parameters.csv")
    text = (tmp_path / "parameters.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("Analyte,Level,Cycle,Parameter,Unit,n,Mean")
    assert not page.parameters.pane.save(tmp_path / "no" / "parameters.csv")


@pytest.mark.parametrize(("tab", "form"), [(ANTIBODIES, AdaForm), (BIOMARKERS, BiomarkerForm)])
def test_ctrl_n_opens_what_the_tab_lists(page: PkPage, tab: str, form: type):
    page.tabs.set_value(tab)
    page.add_record()
    assert isinstance(page.panel.form, form)


def test_a_shipment_offers_what_was_taken_and_not_sent(page: PkPage):  # PK-5
    page.tabs.set_value(SAMPLES)
    page.ship_button.click()
    form = page.panel.form
    assert isinstance(form, ShipmentForm)
    offered = [box.text() for box in form.form.row("sample_ids").control.boxes()]  # type: ignore[attr-defined]
    assert offered
    assert not any("01-002" in text for text in offered)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("history", ["", "1N 2MNN 3NNXN 4NNT??"])
def test_every_tab_says_what_to_do_where_nothing_was_measured(qtbot, tmp_path: Path, tab: str, history: str):
    page = page_of(qtbot, make_session(tmp_path / "s.titrant", history))
    page.tabs.set_value(tab)
    if tab in (PROFILES, PARAMETERS, DOSE) or not history:
        assert page.empty_state.isVisible()
        assert page.empty_state.title_label.text() in ("No profiles yet",)
    if not history:
        with qtbot.waitSignal(page.section_wanted) as wanted:
            page.empty_state.button.click()
        assert wanted.args == ["subjects"]


def test_nothing_is_entered_where_the_study_is_for_reading_only(qtbot, tmp_path: Path):
    session = make_pk_session(tmp_path / "s.titrant")
    session.file.close()
    reading = Session(StudyFile.open(tmp_path / "s.titrant", read_only=True), PERSON, clock=lambda: NOW)
    page = page_of(qtbot, reading)
    for tab in TABS:
        page.tabs.set_value(tab)
        for button in (page.import_button, page.sample_button, page.add_button, page.ship_button):
            assert not button.isVisible()
        page.add_record()
        assert page.panel.form is None
    page.tabs.set_value(PROFILES)
    page.profiles.terminal.ask_point("01-011-C1-168H")
    assert not page.profiles.terminal.is_asking


def test_keys_walk_the_points_and_ask(qtbot, page: PkPage):  # PK-2
    page.profiles.choose("01-009")
    view = page.profiles.terminal.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert not page.profiles.terminal.is_asking, "walking does not ask"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert page.profiles.terminal.is_asking


def test_an_edit_is_drawn(page: PkPage):
    old = page.session.file.record(Concentration.kind, "c-01-009-C1-24H")
    assert isinstance(old, Concentration)
    page.session.file.correct(
        replace(old, value=Decimal("9.5")), person=PERSON, now=NOW, reason="typing error",
        seen=page.session.file.last_event(old.record_id) or 0,
    )  # fmt: skip
    page.show_study()  # how soon: benchmarks/pk_page.py
    model = page.profiles.parameters.model
    assert model is not None
    one = model.row_at(model.index(model.find("01-009") or 0, 0))
    assert one is not None
    assert one.number("cmax") == 9.5


def test_a_profile_under_antibodies_is_marked_on_curve_and_table(qtbot, tmp_path: Path):  # PK-4
    page = page_of(qtbot, make_pk_session(tmp_path / "s.titrant"))
    page.cycle.set_value(4)
    assert page.view is not None
    marked = page.view.under_antibodies
    assert marked
    chart = page.profiles.profiles.view.chart
    assert isinstance(chart, PanelChart)
    assert {line.subject_id for panel in chart.panels for line in panel.lines if line.is_marked} == marked
    assert "ADA-positive" in page.profiles.profiles.left.text()
    model = page.profiles.parameters.model
    assert model is not None
    named = {one.subject_id: model.index(row, 0).data() for row, one in enumerate(model.rows)}
    assert all(said == (f"{who} +" if who in marked else who) for who, said in named.items())


def test_an_edit_keeps_the_tables_place_and_redraws_its_cells(qtbot, page: PkPage):  # PK-2
    card = page.profiles.parameters
    page.profiles.choose("01-008")
    model = card.model
    known = next(one for one in page.session.study.concentrations_of("01-008") if one.sample_id == "01-008-C1-1H")
    assert page.session.save(replace(known, value=Decimal(77)), reason="corrected")
    assert card.model is model, "the same table"
    assert model is not None
    row = model.find("01-008")
    assert row is not None
    assert (card.table.currentIndex().row(), model.index(row, 2).data()) == (row, "77.0")


@pytest.mark.parametrize("tab", [ANTIBODIES, BIOMARKERS, SAMPLES])
def test_a_form_beside_a_list_fits_the_smallest_window(qtbot, page: PkPage, tab: str):  # PK-4
    page.tabs.set_value(tab)
    if tab == SAMPLES:
        page.samples.lists.set_value(SHIPMENTS)
    page.add_record()
    assert page.panel.form is not None
    qtbot.wait(1)
    assert page.minimumSizeHint().width() <= 1080, "1280 less the rail"


def test_label_sheets_are_offered_where_labels_are_shown(page: PkPage):  # PK-5
    page.tabs.set_value(SAMPLES)
    samples = page.samples
    assert not samples.print_link.isVisible()
    samples.lists.set_value(LABELS)
    assert samples.print_link.isVisible()
    assert samples.pdf_link.isVisible()
    samples.first.set_value(7)
    labels, first = samples._labels()
    assert (len(labels), first) == (samples.pane.model.rowCount(), 7)


def test_without_any_result_a_tab_says_so_once_and_offers_only_what_can_be_done(qtbot, tmp_path: Path):
    session = make_pk_session(tmp_path / "s.titrant", with_results=False)
    page = page_of(qtbot, session)
    for name, tab in ((BIOMARKERS, page.biomarkers), (ANTIBODIES, page.antibodies)):
        page.tabs.set_value(name)
        assert tab.empty.isVisible()
        assert "Ctrl+N" in tab.empty.text_label.text()
        assert not tab.results.isVisible()
    path = session.file.path
    session.file.close()
    read_only = page_of(qtbot, Session(StudyFile.open(path, read_only=True), PERSON, clock=lambda: NOW))
    for name, tab in ((BIOMARKERS, read_only.biomarkers), (ANTIBODIES, read_only.antibodies)):
        read_only.tabs.set_value(name)
        assert "Ctrl+N" not in tab.empty.text_label.text()
