"""The section of adverse events on a real study file: table, filters, preview, and the form in its place."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from domain.evaluability import Bearing
from domain.partial_date import PartialDate
from domain.records import AdverseEvent, Subject
from domain.summaries.emergent_events import gather_emergent
from domain.terms import Grade, InterventionKind, Relationship, ReportKind, SeriousCriterion, Sex
from storage.study_file import StudyFile
from tests.ui.pages.laboratory import make_lab_session
from tests.ui.pages.shown import show_page
from tests.ui.pages.studies import NOW, PERSON, make_file, make_session
from ui.forms.intervention_form import InterventionForm
from ui.forms.safety_report_form import SafetyReportForm
from ui.pages.adverse_events_page import AdverseEventsPage
from ui.session import Session
from ui.sign_in import PRINT
from ui.text import say_partial
from ui.theme import apply_theme
from ui.widgets.card import NoteBox
from ui.widgets.grade_blocks import ROW, lay_out_tracks
from ui.widgets.key_value import KeyValueRow

HISTORY = "1N 2MNN 3NNXN 4NNT??"


@pytest.fixture(autouse=True)
def light_theme(qapp) -> None:
    apply_theme(qapp, "light")


@pytest.fixture
def page(qtbot, tmp_path: Path) -> AdverseEventsPage:
    return show_page(qtbot, AdverseEventsPage(make_session(tmp_path / "s.titrant", HISTORY)))


def count(page: AdverseEventsPage) -> str:
    return page.count.text()


def test_every_event_is_there_gravest_first_and_the_first_is_in_the_preview(page: AdverseEventsPage):
    assert page.card.title_label.text() == "Adverse events"
    assert count(page) == "15"
    grades = [int(row.event.worst) for row in page.model.rows]
    assert grades == sorted(grades, reverse=True)
    mild = [row.onset_at for row in page.model.rows if row.event.worst == 1]
    assert mild == sorted(mild, reverse=True), "where the grade is the same, the newest onset is first"
    assert page.preview.isVisible()
    assert page.preview.title_label.text() == page.model.rows[0].event.term
    assert page.foot.text().endswith("sorted by grade, then newest onset")


@pytest.mark.parametrize(
    ("choose", "number"),
    [
        (lambda filters: filters.search.setText("pneumon"), 1),
        (lambda filters: filters.search.setText("01-011"), 2),
        (lambda filters: filters.search.setText("loose stools"), 2),
        (lambda filters: filters.search.setText("01-011 pneu"), 1),
        (lambda filters: filters.subject.set_value("01-011"), 2),
        (lambda filters: filters.level.set_value(4), 6),
        (lambda filters: filters.soc.set_value("Respiratory, thoracic and mediastinal disorders"), 1),
        (lambda filters: filters.grade.set_value(2), 2),
        (lambda filters: filters.grade.set_value(3), 1),
        (lambda filters: filters.serious.set_value(True), 1),
        (lambda filters: filters.serious.set_value(False), 14),
        (lambda filters: filters.dlt.set_value(Bearing.MAKES_DLT), 1),
        (lambda filters: filters.dlt.set_value(Bearing.AWAITED), 0),
        (lambda filters: filters.dlt.set_value(Bearing.NOT_MET), 14),
        (lambda filters: filters.in_window.set_value(True), 15),
    ],
)
def test_each_filter_leaves_what_it_says(page: AdverseEventsPage, choose, number: int):
    choose(page.filters)
    assert count(page) == f"{number} of 15"
    assert page.model.rowCount() == number
    assert page.clear.isVisible()
    page.clear.click()
    assert count(page) == "15"
    assert not page.clear.isVisible()


def test_filters_hold_together(page: AdverseEventsPage):
    page.filters.level.set_value(4)
    page.filters.grade.set_value(2)
    assert [(row.level, int(row.event.worst)) for row in page.model.rows] == [(4, 3)]


def test_a_filter_survives_what_is_saved(page: AdverseEventsPage):
    page.filters.subject.set_value("01-012")
    before = page.model.rowCount()
    page.session.save(
        AdverseEvent(
            record_id="more",
            subject_id="01-012",
            term="Fatigue",
            grade=Grade.MILD,
            onset=PartialDate(2026, 11, 18),
            relationship=Relationship.POSSIBLE,
        )
    )
    assert page.filters.subject.value() == "01-012"
    assert page.model.rowCount() == before + 1


def test_a_filter_that_leaves_nothing_says_so(page: AdverseEventsPage):
    page.filters.search.setText("nothing like it")
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    page.empty.button.click()
    assert page.model.rowCount() == 15


def test_sorting_by_term_keeps_the_selected_event(page: AdverseEventsPage):
    page.select("event-01-002-2")
    page.table.sortByColumn(page.model.column("term"), Qt.SortOrder.AscendingOrder)
    terms = [row.event.term.casefold() for row in page.model.rows]
    assert terms == sorted(terms)
    assert page.preview.title_label.text() == "Rash maculo-papular"
    assert page.model.rows[page.table.currentIndex().row()].event.record_id == "event-01-002-2"


# --- grade blocks ---


def test_the_blocks_count_as_the_printed_table_does(page: AdverseEventsPage):
    """REP-1: screen and paper agree."""
    counted = gather_emergent(page.session.status)
    shown = {
        row.term: sorted(grade for grades in row.by_level.values() for grade in grades)
        for row in page.blocks_card.blocks.rows.blocks
    }
    assert shown == {term: sorted(int(grade) for grade in worst.values()) for term, worst in counted.by_term.items()}
    assert [row.subjects for row in page.blocks_card.blocks.rows.blocks] == sorted(
        (row.subjects for row in page.blocks_card.blocks.rows.blocks), reverse=True
    )


@pytest.mark.parametrize(("kind", "least"), [("severe", 3), ("all", 1)])
def test_the_blocks_show_the_grades_that_are_asked_for(page: AdverseEventsPage, kind: str, least: int):
    page.blocks_card.kind.set_value(kind)
    grades = [grade for row in page.blocks_card.blocks.rows.blocks for each in row.by_level.values() for grade in each]
    assert min(grades) == least


def test_only_related_events_make_related_blocks(page: AdverseEventsPage):
    page.session.save(
        AdverseEvent(
            record_id="unrelated",
            subject_id="01-012",
            term="Headache",
            grade=Grade.MILD,
            onset=PartialDate(2026, 11, 18),
            relationship=Relationship.NOT_RELATED,
        )
    )
    assert "Headache" in [row.term for row in page.blocks_card.blocks.rows.blocks]
    page.blocks_card.kind.set_value("related")
    assert "Headache" not in [row.term for row in page.blocks_card.blocks.rows.blocks]


def test_a_click_on_a_block_filters_the_table_and_a_second_one_shows_all_again(page: AdverseEventsPage):
    row = next(place for place, one in enumerate(page.blocks_card.blocks.rows.blocks) if one.term == "Pneumonitis")
    _unit, tracks = lay_out_tracks(page.blocks_card.blocks._head._columns, page.blocks_card.blocks.width() - 12)
    point = QPoint(int(tracks[-1].left) + 5, row * ROW + 10)
    QTest.mouseClick(page.blocks_card.blocks.rows, Qt.MouseButton.LeftButton, pos=point)
    assert [one.event.term for one in page.model.rows] == ["Pneumonitis"]
    assert (page.filters.search.text(), page.filters.level.value()) == ("Pneumonitis", 4)
    QTest.mouseClick(page.blocks_card.blocks.rows, Qt.MouseButton.LeftButton, pos=point)
    assert count(page) == "15"


def test_a_block_means_its_term_and_nothing_like_it(page: AdverseEventsPage):
    for record_id, term in (("one", "Pain"), ("other", "Pain in extremity")):
        page.session.save(
            AdverseEvent(
                record_id=record_id,
                subject_id="01-012",
                term=term,
                grade=Grade.MILD,
                onset=PartialDate(2026, 11, 18),
                relationship=Relationship.POSSIBLE,
            )
        )
    page.blocks_card.blocks.chosen.emit("Pain", 0)
    assert [one.event.record_id for one in page.model.rows] == ["one"]
    page.filters.search.setText("pain")
    assert {one.event.record_id for one in page.model.rows} == {"one", "other"}


def test_the_keyboard_goes_through_the_blocks(page: AdverseEventsPage):
    page.blocks_card.blocks.rows.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right):
        QTest.keyClick(page.blocks_card.blocks.rows, key)
    first = page.blocks_card.blocks.rows.blocks[0]
    assert f"{first.term}, level 1" in page.blocks_card.blocks.rows.accessibleDescription()
    QTest.keyClick(page.blocks_card.blocks.rows, Qt.Key.Key_Return)
    assert page.filters.term == first.term
    assert page.filters.level.value() in (1, None), "a level without events of its own can't be chosen"


# --- preview and forms ---


def test_the_preview_tells_where_the_event_lies(page: AdverseEventsPage):
    page.select("event-01-011-2")
    said = [row.accessibleName() for row in page.preview.findChildren(type(page.preview._facts._rows[0]))]
    assert any(text.startswith("In DLT window: yes, day ") and text.endswith(" of 21") for text in said)
    assert "DLT: T met" in said
    assert page.preview.accessibleName() == "Pneumonitis"


def test_edit_opens_the_form_in_place_and_closing_gives_the_preview_back(page: AdverseEventsPage):
    page.select("event-01-011-2")
    page.preview.edit_button.click()
    form = page.panel.form
    assert form is not None
    assert form.isVisible()
    assert not page.preview.isVisible()
    form.form.row("grade").set_value(Grade.LIFE_THREATENING)
    assert page.has_unsaved()
    form.form.row("change_reason").set_value("Worse on the CT of 27 October")
    form.form.submit()
    assert page.panel.form is None
    assert page.preview.isVisible()
    assert page.session.study.events_of("01-011")[1].grade is Grade.LIFE_THREATENING
    assert page.model.rows[page.table.currentIndex().row()].event.record_id == "event-01-011-2"


def test_enter_edits_and_open_subject_leads_there(qtbot, page: AdverseEventsPage):
    page.select("event-01-011-2")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.panel.form is not None
    page.panel.close_form()
    with qtbot.waitSignal(page.subject_chosen) as chosen:
        page.preview.subject_button.click()
    assert chosen.args == ["01-011"]


def test_a_new_event_asks_whose_it_is(page: AdverseEventsPage):
    page.filters.search.setText("pneumon")
    page.add_record()
    form = page.panel.form
    assert form is not None
    assert form.fields[0] == "subject_id"
    form.form.row("subject_id").set_value("01-012")
    form.form.row("term").control.setText("Fatigue")  # type: ignore[attr-defined]
    form.form.row("onset").control.setText("18 Nov 2026")  # type: ignore[attr-defined]
    form.form.row("grade").set_value(Grade.MODERATE)
    form.form.row("relationship").set_value(Relationship.POSSIBLE)
    form.form.submit()
    assert count(page) == "16", "the filter gives way to the event that was just saved"
    current = page.model.rows[page.table.currentIndex().row()].event
    assert (current.subject_id, current.term) == ("01-012", "Fatigue")


def test_an_event_that_holds_up_a_verdict_says_so(page: AdverseEventsPage):
    page.session.save(
        AdverseEvent(
            record_id="open",
            subject_id="01-013",
            term="Lipase increased",
            grade=Grade.SEVERE,
            onset=PartialDate(2026, 11),
            relationship=Relationship.POSSIBLE,
        )
    )
    page.select("open")
    (note,) = [box for box in page.preview.findChildren(NoteBox) if not box.isHidden()]
    said = note.accessibleName()
    assert said.startswith("DLT not yet known. The verdict on 01-013 waits for it. Grade 3 non-haematological")
    assert said.endswith("known on 7 Dec 2026.")


def test_a_serious_event_says_when_its_reports_are_due(page: AdverseEventsPage):  # AE-2
    page.session.save(
        AdverseEvent(
            record_id="sae",
            subject_id="01-013",
            term="Colitis",
            grade=Grade.SEVERE,
            onset=PartialDate(2026, 11, 18),
            relationship=Relationship.POSSIBLE,
            seriousness=(SeriousCriterion.HOSPITALISATION,),
            aware_at=NOW - timedelta(hours=5),
            admitted_on=PartialDate(2026, 11, 18),
        )
    )
    page.select("sae")
    notes = [box.accessibleName() for box in page.preview.findChildren(NoteBox) if not box.isHidden()]
    assert notes[0] == "SAE report due 21 Nov 2026 09:10. aware 20 Nov 2026 09:10 · 19 h 0 min left"
    assert notes[1].startswith("15-day report due 5 Dec 2026 23:59")
    page.preview.report_link.click()
    form = page.panel.form
    assert isinstance(form, SafetyReportForm)
    assert form.value("event_id") == "sae"
    assert form.value("report_kind") is ReportKind.INITIAL
    form.form.row("sent_to").set_value("Sponsor, safety desk")
    form.form.submit()
    notes = [box.accessibleName() for box in page.preview.findChildren(NoteBox) if not box.isHidden()]
    assert not any(note.startswith("SAE report due") for note in notes), "the first report stops the 24 hours"
    assert any("15-day" in note for note in notes)


def test_what_treats_an_event_is_added_beside_it(page: AdverseEventsPage):  # SUB-7
    page.select("event-01-011-2")
    page.preview.treatment_link.click()
    form = page.panel.form
    assert isinstance(form, InterventionForm)
    assert form.value("treats") == ("event-01-011-2",)
    form.form.row("name").set_value("Prednisolone")
    form.form.row("intervention_kind").set_value(InterventionKind.STEROID)
    form.form.row("start").control.setText("26 Oct 2026")  # type: ignore[attr-defined]
    form.form.submit()
    assert page.panel.form is None
    said = [row.accessibleName() for row in page.preview.findChildren(KeyValueRow)]
    assert "Treated with: Prednisolone" in said


def test_the_sae_form_is_one_page(page: AdverseEventsPage, tmp_path: Path):
    page.select("event-01-011-2")
    assert page.preview.form_link.isVisible()
    assert page.save_sae_form(tmp_path / "sae.pdf")
    # TRU-1: what leaves the study is on record, as every other printed page.
    (printed,) = [one.event for one in page.session.file.events(limit=1)]
    assert (printed.kind, printed.record_id) == ("system", PRINT)
    assert (tmp_path / "sae.pdf").read_bytes().startswith(b"%PDF")
    assert not page.save_sae_form(tmp_path / "no such folder" / "sae.pdf")
    assert page.banner.isVisible()


def test_the_history_is_one_link_away(page: AdverseEventsPage):
    page.select("event-01-011-2")
    page.preview.history_link.click()
    assert page.panel.history is not None
    assert page.panel.history.isVisible()
    page.panel.history.back.click()
    assert page.preview.isVisible()


def test_without_events_the_page_says_what_to_do_first(qtbot, tmp_path: Path):
    page = show_page(qtbot, AdverseEventsPage(make_session(tmp_path / "s.titrant", "")))
    assert page.empty.title_label.text() == "No adverse events yet"
    with qtbot.waitSignal(page.section_wanted) as wanted:
        page.empty.button.click()
    assert wanted.args == ["subjects"]


def test_a_study_open_for_reading_can_be_read_and_not_edited(qtbot, tmp_path: Path):
    make_file(tmp_path / "s.titrant", HISTORY).close()
    with StudyFile.open(tmp_path / "s.titrant", read_only=True) as file:
        page = show_page(qtbot, AdverseEventsPage(Session(file, PERSON, clock=lambda: NOW)))
        assert not page.add_button.isVisible()
        assert not page.preview.edit_button.isVisible()
        assert page.preview.subject_button.isVisible()
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        assert page.panel.form is None
        assert page.panel.history is not None


def test_the_day_has_to_do_in_the_table_and_the_time_is_in_the_tooltip(page: AdverseEventsPage):
    event = page.session.study.adverse_events[0]
    onset = replace(event.onset, hour=14, minute=5)
    assert page.session.save(replace(event, onset=onset), reason="time found", seen=None)
    row = page.model.find(event.record_id)
    cell = page.model.index(row, page.model.column("onset"))
    assert cell.data() == say_partial(replace(onset, hour=None, minute=None))
    assert cell.data(Qt.ItemDataRole.ToolTipRole).endswith("14:05")


def test_the_laboratory_value_behind_a_grade_is_drawn_on_its_bands(qtbot, tmp_path: Path):  # AE-2
    session = make_lab_session(tmp_path / "s.titrant")
    result = max(session.study.results_of("01-012"), key=lambda one: one.taken_at.earliest(session.study.zone))
    event = session.study.events_of("01-012") or session.study.adverse_events
    of_lab = replace(event[0], record_id="of-lab", subject_id="01-012", term="Platelet count decreased",
                     result_id=result.record_id, onset=result.taken_at, end=None)  # fmt: skip
    assert session.save(of_lab)
    page = show_page(qtbot, AdverseEventsPage(session))
    page.select("of-lab")
    trend = page.preview.trend
    assert trend.isVisibleTo(page.preview)
    assert trend.view.trend is not None
    assert result.record_id in [point.record_id for point in trend.view.trend.points]
    page.select(session.study.events_of("01-011")[0].record_id)
    assert not trend.isVisibleTo(page.preview)


def test_a_very_long_screening_number_leaves_the_term_its_room(qtbot, tmp_path: Path):
    session = make_session(tmp_path / "s.titrant", HISTORY)
    day = session.study.cut_off.date()
    long = Subject(
        record_id="long", subject_id="01-ABCDEFGHIJKLMNOPQRSTUVW-0001", consent_date=day, sex=Sex.MALE, birth_year=1950,
        tumour_type="Gastric",
    )  # fmt: skip
    assert session.save(long)
    event = replace(session.study.adverse_events[0], record_id="of-long", subject_id=long.subject_id)
    assert session.save(event)
    page = show_page(qtbot, AdverseEventsPage(session), (1080, 620))
    header = page.table.horizontalHeader()
    assert header.sectionSize(page.model.column("term")) >= 180
    assert header.length() <= page.table.viewport().width()
