"""The Response page: sentence, figures and tables, rates, trace, disagreement, export (EFF-1, EFF-2, EFF-3)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt

from domain.partial_date import PartialDate
from domain.records import ResponseCall, SurvivalContact
from domain.response.kaplan_meier import Band
from domain.response.terms import Response, ResponseBy
from domain.terms import VitalStatus
from storage.study_file import StudyFile
from tests.ui.pages.studies import NOW, PERSON, make_session
from tests.ui.pages.tumours import HISTORY, make_tumour_session
from ui.forms.deviation_form import DeviationForm
from ui.forms.lesion_form import LesionForm
from ui.forms.response_call_form import ResponseCallForm
from ui.forms.survival_contact_form import SurvivalContactForm
from ui.models.lesion_rows import LesionsModel
from ui.models.rate_rows import RatesModel
from ui.models.scan_rows import ScansModel
from ui.models.trace_rows import TraceModel
from ui.pages.response_figure import SPIDER, SURVIVAL, SWIMMER, WATERFALL
from ui.pages.response_page import ResponsePage
from ui.plots.survival_plot import SurvivalChart
from ui.plots.swimmer_plot import SwimmerChart
from ui.plots.waterfall_plot import WaterfallChart
from ui.session import Session
from ui.theme import apply_theme
from ui.widgets.segmented_control import Segment


@pytest.fixture
def open_page(qtbot: Any, qapp: Any, tmp_path: Path) -> Iterator[Callable[..., ResponsePage]]:
    """Opens the page on a history with scans."""
    apply_theme(qapp, "light")
    opened: list[Session] = []

    def make(history: str = HISTORY, *, session: Session | None = None, with_scans: bool = True) -> ResponsePage:
        if session is None:
            session = make_tumour_session(tmp_path / f"{len(opened)}.titrant", history, with_scans=with_scans)
        opened.append(session)
        page = ResponsePage(session)
        qtbot.addWidget(page)
        session.changed.connect(lambda _changes: page.show_study())
        page.resize(1080, 645)
        page.show_study()
        return page

    yield make
    for session in opened:
        session.file.close()


def show_figure(page: ResponsePage, kind: str) -> Any:
    page.figure.kind.set_value(kind)
    return page.figure.chart


def rows_of(model: Any) -> list[list[str]]:
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_one_sentence_says_how_many_respond_and_how_many_calls_part(open_page: Any) -> None:
    page = open_page()
    assert page.sentence.text() == "Confirmed response in 0 of 7 evaluable; one call differs."


def test_the_waterfall_stands_worst_first_with_letters_and_beside_it_its_table(open_page: Any) -> None:  # EFF-3
    page = open_page()
    chart = show_figure(page, WATERFALL)
    assert isinstance(chart, WaterfallChart)
    assert chart.bars[0].subject_id == "01-005"
    assert chart.bars[-1].words == "01-007, level 3, best change −33 %, PR, not yet confirmed"
    assert [row[0] for row in rows_of(page.figure.model)][:2] == ["01-001", "01-002"]
    assert len(rows_of(page.figure.model)) == 10  # those without a bar are in the table


def test_a_click_on_a_bar_leads_to_the_subject(open_page: Any, qtbot: Any) -> None:
    page = open_page()
    page.show()
    spot = next(one for one in page.figure.view.spots() if one.subject_id == "01-004")
    qtbot.mouseClick(page.figure.view, Qt.MouseButton.LeftButton, pos=spot.rect.center().toPoint())
    assert page.chosen == page.trace.subject_id == "01-004"
    assert page.figure.table.currentIndex().row() == 3
    with qtbot.waitSignal(page.subject_chosen) as caught:
        qtbot.mouseDClick(page.figure.view, Qt.MouseButton.LeftButton, pos=spot.rect.center().toPoint())
    assert caught.args == ["01-004"]


def test_the_figure_is_walked_with_the_arrow_keys_and_says_each_subject(open_page: Any, qtbot: Any) -> None:
    page = open_page()
    page.show()
    view = page.figure.view
    page.choose("01-005")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert page.chosen == "01-002"
    assert "01-002, level 2" in view.accessibleName()
    with qtbot.waitSignal(page.subject_chosen) as caught:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert caught.args == ["01-002"]


def test_the_swimmer_shows_the_highest_level_first_with_the_disputed_scan_and_first_scans_ahead(open_page: Any) -> None:
    page = open_page()
    chart = show_figure(page, SWIMMER)
    assert isinstance(chart, SwimmerChart)
    assert [one.lane.subject_id for one in chart.lanes][:2] == ["01-010", "01-009"]
    disputed = [mark for mark in chart.lanes[-1].marks if mark.is_disputed]
    assert [mark.response for mark in disputed] == [Response.PD]
    assert chart.lanes[0].ahead.startswith("first scan ")
    assert "on treatment" in chart.lanes[0].words


def test_the_survival_curve_switches_endpoint_and_interval(open_page: Any) -> None:
    page = open_page()
    chart = show_figure(page, SURVIVAL)
    assert isinstance(chart, SurvivalChart)
    assert (chart.name, chart.curve.band, chart.curve.n) == ("PFS", Band.LOG_LOG, 10)
    assert chart.at_risk[0] == (0, 10)
    page.figure.endpoint.set_value("OS")
    assert page.figure.chart.name == "OS"
    assert "not reached" in page.figure.chart.median_words
    page.figure.endpoint.set_value("PFS")
    page.figure.band.set_value(Band.PLAIN)
    assert page.figure.chart.curve.band is Band.PLAIN


def test_rates_name_their_denominator_and_carry_the_exact_interval(open_page: Any) -> None:  # EFF-2
    page = open_page()
    assert rows_of(page.rates.rates_model)[0] == ["ORR, confirmed", "0 / 7", "0.0", "0.0 to 41.0"]
    assert "Not so: 01-008, 01-009, 01-010 of 10 treated." in page.rates.note.text()
    page.rates.tabs.set_value("treated")
    assert rows_of(page.rates.rates_model)[0][1] == "0 / 10"


def test_scans_that_are_missing_or_due_stand_first(open_page: Any) -> None:
    page = open_page()
    page.rates.tabs.set_value("scans")
    rows = rows_of(page.rates.scans_model)
    assert rows[0][0] == "01-010"
    assert rows[0][3] == "missing"
    assert rows[1][3] == "due now"
    page.rates.scans.select_row(1)
    assert page.chosen == rows[1][0]


def test_the_trace_sets_the_call_beside_the_computed_and_says_the_arithmetic(open_page: Any) -> None:  # EFF-1
    page = open_page()
    assert page.trace.subject_id == "01-001"  # the one in disagreement comes first
    last = rows_of(page.trace.model)[-1]
    assert last[1:5] == ["95", "+13.1", "+21.8", "PD"]
    assert last[-2:] == ["PD", "SD, differs"]
    assert not page.trace.box.isHidden()
    said = page.trace.box.accessibleName()
    assert "+13.1 % from baseline, +21.8 % and 17 mm from the nadir of 78 mm." in said
    assert "Progression moves: 31 Oct 2026 computed, none investigator." in said


def test_a_visit_is_settled_with_the_computed_response_that_is_seen_now(open_page: Any) -> None:
    page = open_page()
    page.trace.box.button.click()
    form = page.panel.form
    assert isinstance(form, ResponseCallForm)
    form.form.row("response").set_value(Response.PD)
    form.form.row("change_reason").set_value("read again")
    form.form.submit()
    calls = page.session.study.response_calls_of("01-001")
    assert [one.response for one in calls] == [Response.SD, Response.PD]
    assert calls[-1].derived == "PD"
    assert calls[-1].position > 0
    assert page.sentence.text().endswith("of 7 evaluable.")
    assert page.panel.form is None


def test_an_uncalled_visit_is_called_and_a_differing_call_asks_why(open_page: Any) -> None:
    page = open_page()
    page.choose("01-004")
    assert page.trace.box.button.text() == "Call this visit"
    page.trace.box.button.click()
    form = page.panel.form
    assert isinstance(form, ResponseCallForm)
    assert form.value("response") is None  # nothing is suggested
    form.form.row("response").set_value(Response.PD)
    form.form.submit()
    assert page.session.study.response_calls_of("01-004") == ()
    assert any("say why they differ" in text for _, text in form.form.row("comment").findings)
    form.form.row("comment").set_value("clinical progression")
    form.form.submit()
    (call,) = page.session.study.response_calls_of("01-004")
    assert isinstance(call, ResponseCall)
    assert (call.visit_number, call.derived, call.called_by) == (2, "SD", PERSON.name)


def test_a_survival_contact_is_entered_and_asks_for_the_death_of_a_dead_subject_only(open_page: Any) -> None:
    page = open_page()
    page.trace.contact_link.click()
    form = page.panel.form
    assert isinstance(form, SurvivalContactForm)
    assert form.form.row("died_on").isHidden()
    form.form.row("vital_status").set_value(VitalStatus.DEAD)
    assert not form.form.row("died_on").isHidden()
    form.form.row("vital_status").set_value(VitalStatus.ALIVE)
    form.form.row("contacted_on").set_value(NOW.date())
    form.form.submit()
    (contact,) = page.session.study.survival_contacts_of("01-001")
    assert isinstance(contact, SurvivalContact)


@pytest.mark.parametrize("kind", [WATERFALL, SPIDER, SWIMMER, SURVIVAL])
def test_the_figure_is_saved_as_svg_and_png_and_its_whole_table_as_csv(
    open_page: Any, tmp_path: Path, kind: str
) -> None:
    page = open_page()
    show_figure(page, kind)
    for ending, start in ((".svg", b"<?xml"), (".png", b"\x89PNG"), (".csv", b"\xef\xbb\xbf")):
        path = tmp_path / f"figure{ending}"
        assert page.figure.save_to(path)
        assert path.read_bytes().startswith(start)
    assert len((tmp_path / "figure.csv").read_text(encoding="utf-8-sig").splitlines()) > 3
    assert not page.figure.save_to(tmp_path / "absent" / "figure.svg")
    assert "can't be written" in page.status.text()


def test_an_empty_study_says_what_comes_first(open_page: Any, qtbot: Any) -> None:
    page = open_page("", with_scans=False)
    assert page.empty_state.title_label.text() == "No tumour assessment yet"
    with qtbot.waitSignal(page.section_wanted) as caught:
        page.empty_state.button.click()
    assert caught.args == ["subjects"]


def test_without_any_scan_the_page_begins_with_a_baseline(open_page: Any) -> None:
    page = open_page("1N 2N", with_scans=False)
    assert "Begin with a subject's baseline" in page.empty_state.text_label.text()
    page.empty_state.button.click()
    assert page.grid is not None


def test_a_study_open_for_reading_only_shows_everything_and_offers_no_entry(open_page: Any) -> None:
    page = open_page()
    with StudyFile.open(page.session.file.path, read_only=True) as file:
        reading = open_page(session=Session(file, PERSON, clock=lambda: NOW))
        assert reading.visit_button.isHidden()
        assert reading.trace.contact_link.isHidden()
        assert reading.trace.box.button.isHidden()
        assert not reading.trace.box.isHidden()
        reading.add_record()
        reading.call_visit(3)
        assert reading.grid is None
        assert reading.panel.form is None


def test_sixty_subjects_are_drawn_in_every_figure(open_page: Any, qtbot: Any) -> None:
    page = open_page("1N 2N 3N " + " ".join(f"{level}NNN" for level in (4, 5, 6)) + " 6NNN" * 16)
    page.show()
    for kind in (WATERFALL, SPIDER, SWIMMER, SURVIVAL):
        show_figure(page, kind)
        assert not page.grab().isNull()
    chart = show_figure(page, SWIMMER)
    assert len(chart.lanes) == 60
    assert page.figure.view.height() >= chart.least_height  # it scrolls instead of overlapping


@pytest.mark.parametrize("theme_name", ["light", "dark"])
def test_the_page_fits_1280_by_720(open_page: Any, qapp: Any, theme_name: Any) -> None:
    apply_theme(qapp, theme_name)
    page = open_page()
    assert page.minimumSizeHint().width() <= 1080
    assert page.minimumSizeHint().height() <= 645
    page.show()
    for kind in (WATERFALL, SPIDER, SURVIVAL):
        show_figure(page, kind)
        qapp.processEvents()
        assert page.figure.area.verticalScrollBar().maximum() == 0
    assert page.figure.view.childAt(QPoint(0, 0)) is None


def test_the_models_are_sound(open_page: Any, qtmodeltester: Any) -> None:
    page = open_page()
    for model, kind in (
        (page.trace.model, TraceModel),
        (page.rates.rates_model, RatesModel),
        (page.rates.scans_model, ScansModel),
        (page.trace.lesions_model, LesionsModel),
    ):
        assert isinstance(model, kind)
        assert model.rowCount()
        qtmodeltester.check(model)
    qtmodeltester.check(page.figure.model)


def test_everything_that_can_be_used_has_a_name(open_page: Any) -> None:
    page = open_page()
    for widget in (
        page.figure.view, page.figure.table, page.figure.kind, page.figure.endpoint, page.figure.band,
        page.figure.export, page.figure.rows, page.figure.wide_table, page.trace.table, page.trace.tabs,
        page.trace.lesions, page.rates.tabs, page.rates.rates, page.rates.scans, page.by,
    ):  # fmt: skip
        assert widget.accessibleName()


def test_figures_rates_and_endpoints_follow_the_calls_once_asked(open_page: Any) -> None:  # EFF-1, EFF-2
    page = open_page()
    survival = show_figure(page, SURVIVAL)
    assert survival.curve.events == 2
    page.by.set_value(ResponseBy.INVESTIGATOR)
    assert page.figure.chart.curve.events == 1  # the investigator saw no progression of 01-001
    lanes = {one.lane.subject_id: one for one in show_figure(page, SWIMMER).lanes}
    assert [(mark.response, mark.is_disputed) for mark in lanes["01-001"].marks][-1] == (Response.SD, True)
    assert page.sentence.text().endswith("one call differs.")
    assert rows_of(page.trace.model)[-1][-2:] == ["PD", "SD, differs"]  # the trace shows both, whichever is read
    page.by.set_value(ResponseBy.COMPUTED)
    assert [mark.response for mark in page.figure.chart.lanes[-1].marks][-1] is Response.PD


def test_the_switch_moves_no_record(open_page: Any) -> None:  # EFF-1
    page = open_page()
    position = page.session.file.position
    page.by.set_value(ResponseBy.INVESTIGATOR)
    assert page.session.file.position == position


def test_a_recorded_lesion_is_opened_and_corrected_with_a_reason(open_page: Any) -> None:  # EFF-1
    page = open_page()
    page.trace.tabs.set_value("lesions")
    assert [row[0] for row in rows_of(page.trace.lesions_model)] == ["T01", "T02", "NT01"]
    assert rows_of(page.trace.lesions_model)[0][3] == "64"  # baseline, mm
    assert page.trace.box.isHidden()
    page.trace.lesions.select_row(1)
    page.trace.lesions.row_activated.emit(page.trace.lesions.currentIndex())
    form = page.panel.form
    assert isinstance(form, LesionForm)
    assert form.value("organ") == "lung"
    form.form.row("organ").set_value("pleura")
    form.form.row("change_reason").set_value("read again")
    form.form.submit()
    lesion = next(one for one in page.session.study.lesions_of("01-001") if one.link_id == "T02")
    assert lesion.organ == "pleura"
    assert rows_of(page.trace.lesions_model)[1][1] == "pleura"


def test_a_call_that_agrees_is_opened_and_corrected(open_page: Any) -> None:  # EFF-1
    page = open_page()
    page.trace.table.select_row(1)
    assert page.trace.box.sentence.text().endswith("investigator agrees, SD")
    assert page.trace.box.button.text() == "Correct this call"
    page.trace.box.button.click()
    form = page.panel.form
    assert isinstance(form, ResponseCallForm)
    assert form.value("response") is Response.SD
    form.form.row("response").set_value(Response.NE)
    form.form.row("comment").set_value("motion artefacts")
    form.form.row("change_reason").set_value("second reader")
    form.form.submit()
    assert page.session.study.response_calls_of("01-001")[0].response is Response.NE


def test_a_scan_out_of_its_window_leads_to_its_deviation(open_page: Any) -> None:  # SUB-9
    page = open_page()
    page.rates.tabs.set_value("scans")
    page.rates.scans.select_row(0)
    assert rows_of(page.rates.scans_model)[0][3] == "missing"
    assert page.rates.deviation_link.text() == "Record as deviation…"
    page.rates.deviation_link.click()
    form = page.panel.form
    assert isinstance(form, DeviationForm)
    form.form.row("reason").set_value("scanner out of order")
    form.form.submit()
    (made,) = page.session.study.deviations
    assert (made.subject_id, made.code) == ("01-010", "imaging_baseline_missing")
    page.rates.scans.select_row(0)
    assert page.rates.deviation_link.text() == "Open its deviation"
    page.rates.deviation_link.click()
    assert page.panel.form.record == made
    page.panel.close_form()
    page.rates.scans.select_row(1)
    assert page.rates.deviation_link.isHidden()  # due is no deviation


def test_the_survival_table_is_shown_by_step_level_week_and_subject(open_page: Any) -> None:  # EFF-2, EFF-3
    page = open_page()
    show_figure(page, SURVIVAL)
    page.figure.rows.set_value("level")
    assert rows_of(page.figure.model)[-1][:5] == ["all", "10", "2", "8", "17.9"]
    page.figure.rows.set_value("at risk")
    assert rows_of(page.figure.model)[-1][:2] == ["all", "10"]
    page.figure.rows.set_value("subjects")
    rows = rows_of(page.figure.model)
    assert len(rows) == 10
    assert rows[0] == ["01-001", "125", "PD."]
    page.figure.table.select_row(3)
    assert page.chosen == rows[3][0]


def test_a_saved_figure_is_on_record_under_its_own_code(open_page: Any, tmp_path: Path) -> None:  # AUD-1
    page = open_page()
    show_figure(page, SPIDER)
    assert page.figure.save_to(tmp_path / "spider.png")
    event = page.session.file.events(limit=1)[0]
    assert (event.event.kind, event.event.record_id) == ("system", "export_figure")
    said = repr(event)
    assert "response_changes" in said
    assert "spider.png" in said
    assert str(tmp_path) not in said


def test_a_form_beside_takes_its_room_from_the_page_and_not_from_the_window(open_page: Any, qapp: Any) -> None:
    page = open_page()
    page.show()
    qapp.processEvents()
    for act in (page.trace.box.button.click, lambda: page.open_lesion(page.session.study.lesions_of("01-001")[0])):
        act()
        qapp.processEvents()
        assert page.panel.form is not None
        assert page.width() == 1080
        page.panel.close_form()


def test_calls_that_differ_are_listed_and_settled_from_the_list(open_page: Any) -> None:  # EFF-1
    page = open_page()
    page.choose("01-004")
    assert page.rates.tabs.segments()[-1].text == "Calls 1"
    page.rates.tabs.set_value("calls")
    assert rows_of(page.rates.calls_model) == [["01-001", "31 Oct 2026", "SD", "PD"]]
    page.rates.calls.select_row(0)
    assert page.chosen == "01-001"
    page.rates.calls.row_activated.emit(page.rates.calls.currentIndex())
    form = page.panel.form
    assert isinstance(form, ResponseCallForm)
    assert form.record.visit_number == 3
    form.form.row("response").set_value(Response.PD)
    form.form.row("change_reason").set_value("read again")
    form.form.submit()
    assert rows_of(page.rates.calls_model) == []
    assert page.rates.note.text() == "Every call agrees with the computed response."


def test_a_call_of_a_visit_without_findings_is_in_the_list(open_page: Any) -> None:  # EFF-1
    page = open_page()
    call = replace(page.session.study.response_calls_of("01-001")[0], record_id="stray", visit_number=9)
    page.session.file.save_all([call], person=PERSON, now=NOW)
    page.session.refresh()
    page.show_study()
    assert rows_of(page.rates.calls_model)[-1] == ["01-001", "visit 9", "SD", ""]


def test_the_method_of_the_protocol_stands_at_the_rates_and_at_each_endpoint(open_page: Any, tmp_path: Path) -> None:
    page = open_page(session=make_session(tmp_path / "m.titrant", "1N", protocol_id="mil97"))  # EFF-2
    page.rates.show_study()
    assert "confirmed after 28 days or more" in page.rates.note.toolTip()
    page.figure.endpoint.set_segments([Segment("OS", "OS")])
    page.figure.show_study("")
    page.figure.kind.set_value(SURVIVAL)
    page.figure.endpoint.set_value("OS")
    said = page.figure.definition.text()
    frame = "OS: registered secondary endpoint; time frame up to 2.5 years after enrolment."  # PRO-5
    assert said.startswith(f"{frame} OS: from first dose to death")
    assert "ORR, DCR: registered secondary endpoint; time frame up to 2.5 years" in page.rates.note.text()
    assert "repeats the definition of PFS" in said


def test_dates_that_contradict_each_other_are_named_at_the_subject(open_page: Any) -> None:  # EFF-2
    page = open_page()
    scans = page.session.study.tumour_visits_of("01-001")
    died = PartialDate.of(scans[1].scanned_on)
    contact = SurvivalContact(
        record_id="contact", subject_id="01-001", contacted_on=NOW.date(), vital_status=VitalStatus.DEAD, died_on=died
    )
    page.session.file.save_all([contact], person=PERSON, now=NOW)
    page.session.refresh()
    page.show_study()
    said = page.trace.note.text()
    assert "endpoints are withheld until one is corrected" in said
    assert "Death on 9 Aug 2026 lies before visit 2 on 21 Sep 2026" in said
