"""The section of adverse events on a real study file: table, filters, preview, and the form in its place."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from domain.partial_date import PartialDate
from domain.records import AdverseEvent
from domain.terms import DltMark, Grade, Relationship
from storage.study_file import StudyFile
from tests.ui.pages.studies import NOW, PERSON, make_file, make_session
from ui.pages.adverse_events_page import AdverseEventsPage
from ui.session import Session
from ui.theme import apply_theme
from ui.widgets.card import NoteBox

HISTORY = "1N 2MNN 3NNXN 4NNT??"


@pytest.fixture(autouse=True)
def light_theme(qapp) -> None:
    apply_theme(qapp, "light")


def page_of(qtbot, session: Session, size: tuple[int, int] = (1240, 852)) -> AdverseEventsPage:
    page = AdverseEventsPage(session)
    session.changed.connect(lambda _changes: page.show_study())
    qtbot.addWidget(page)
    page.resize(*size)
    page.show_study()
    page.show()
    qtbot.wait(1)
    return page


@pytest.fixture
def page(qtbot, tmp_path: Path) -> AdverseEventsPage:
    return page_of(qtbot, make_session(tmp_path / "s.titrant", HISTORY))


def title(page: AdverseEventsPage) -> str:
    return page.card.title_label.text()


def test_every_event_is_there_newest_first_and_the_first_is_in_the_preview(page: AdverseEventsPage):
    assert title(page) == "Adverse events, 15"
    assert page.model.rows[0].event.subject_id == "01-013"
    assert page.preview.isVisible()
    assert page.preview.title_label.text() == page.model.rows[0].event.term


@pytest.mark.parametrize(
    ("choose", "count"),
    [
        (lambda page: page.search.setText("alanine"), 1),
        (lambda page: page.search.setText("01-011"), 2),
        (lambda page: page.level.set_value(4), 6),
        (lambda page: page.grade.set_value(2), 2),
        (lambda page: page.grade.set_value(3), 1),
        (lambda page: page.serious.set_value(True), 1),
        (lambda page: page.dlt.set_value(DltMark.YES.value), 1),
        (lambda page: page.dlt.set_value(DltMark.NOT_ASSESSED.value), 0),
        (lambda page: page.in_window.set_value(True), 15),
    ],
)
def test_each_filter_leaves_what_it_says(page: AdverseEventsPage, choose, count: int):
    choose(page)
    assert title(page) == f"Adverse events, {count} of 15"
    assert page.model.rowCount() == count
    assert page.clear.isVisible()
    page.clear.click()
    assert title(page) == "Adverse events, 15"


def test_a_filter_that_leaves_nothing_says_so(page: AdverseEventsPage):
    page.search.setText("nothing like it")
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    page.empty.button.click()
    assert page.model.rowCount() == 15


def test_sorting_by_grade_keeps_the_selected_event(page: AdverseEventsPage):
    page.select("event-01-002-2")
    page.table.sortByColumn(page.model.column("grade"), Qt.SortOrder.DescendingOrder)
    assert [int(row.event.grade) for row in page.model.rows][:3] == [3, 2, 1]
    assert page.preview.title_label.text() == "Rash maculo-papular"


def test_the_preview_tells_where_the_event_lies(page: AdverseEventsPage):
    page.select("event-01-011-2")
    said = [row.accessibleName() for row in page.preview.findChildren(type(page.preview._facts._rows[0]))]
    assert any(text.startswith("In DLT window: yes, day ") and text.endswith(" of 21") for text in said)
    assert "DLT: T met" in said
    assert page.preview.accessibleName() == "Alanine aminotransferase increased"


def test_edit_opens_the_form_in_place_and_closing_gives_the_preview_back(page: AdverseEventsPage):
    page.select("event-01-011-2")
    page.preview.edit_button.click()
    form = page.panel.form
    assert form is not None
    assert form.isVisible()
    assert not page.preview.isVisible()
    form.form.row("grade").set_value(Grade.LIFE_THREATENING)
    assert page.has_unsaved()
    form.form.row("change_reason").set_value("ALT 900 U/L")
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
    page.search.setText("alanine")
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
    assert title(page) == "Adverse events, 16", "the filter gives way to the event that was just saved"
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
    assert note.accessibleName() == "DLT not assessed. The verdict on 01-013 waits for it."


def test_the_history_is_one_link_away(page: AdverseEventsPage):
    page.select("event-01-011-2")
    page.preview.history_link.click()
    assert page.panel.history is not None
    assert page.panel.history.isVisible()
    page.panel.history.back.click()
    assert page.preview.isVisible()


def test_without_events_the_page_says_what_to_do_first(qtbot, tmp_path: Path):
    page = page_of(qtbot, make_session(tmp_path / "s.titrant", ""))
    assert page.empty.title_label.text() == "No adverse events yet"
    with qtbot.waitSignal(page.section_wanted) as wanted:
        page.empty.button.click()
    assert wanted.args == ["subjects"]


def test_a_study_open_for_reading_can_be_read_and_not_edited(qtbot, tmp_path: Path):
    make_file(tmp_path / "s.titrant", HISTORY).close()
    with StudyFile.open(tmp_path / "s.titrant", read_only=True) as file:
        page = page_of(qtbot, Session(file, PERSON, clock=lambda: NOW))
        assert not page.add_button.isVisible()
        assert not page.preview.edit_button.isVisible()
        assert page.preview.subject_button.isVisible()
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        assert page.panel.form is None
        assert page.panel.history is not None
