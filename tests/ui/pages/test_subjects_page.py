"""The section of subjects on a real study file: list, search, filters, the subject's page, and what it never loses."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from domain.partial_date import PartialDate
from domain.records import AdverseEvent, EndOfTreatment, Leaving
from domain.terms import EndReason, Grade
from storage.study_file import StudyFile
from tests.ui.pages.shown import show_page
from tests.ui.pages.studies import NOW, PERSON, make_file, make_session
from ui.forms.adverse_event_form import AdverseEventForm
from ui.forms.dose_form import DoseForm
from ui.models.subject_rows import Stage
from ui.models.timeline_of import next_due
from ui.pages.subjects_page import SubjectsPage
from ui.session import Session
from ui.theme import apply_theme
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton

HISTORY = "1N 2MNN 3NNXN 4NNT??"


@pytest.fixture(autouse=True)
def light_theme(qapp) -> None:
    apply_theme(qapp, "light")


@pytest.fixture
def page(qtbot, tmp_path: Path) -> SubjectsPage:
    return show_page(qtbot, SubjectsPage(make_session(tmp_path / "s.titrant", HISTORY)))


def ids(page: SubjectsPage) -> list[str]:
    return [row.subject_id for row in page.list.model.rows]


def test_the_list_has_every_subject_newest_first(page: SubjectsPage):
    assert ids(page) == [f"01-{number:03d}" for number in range(14, 0, -1)]
    assert page.list.card.title_label.text() == "Subjects, 14"


@pytest.mark.parametrize(("text", "found"), [("013", ["01-013"]), ("screening", ["01-014"]), ("zzz", [])])
def test_search_looks_at_number_tumour_and_state(page: SubjectsPage, text: str, found: list[str]):
    page.list.search.setText(text)
    assert ids(page) == found
    assert page.list.card.title_label.text() == f"Subjects, {len(found)} of 14"
    assert page.list.clear.isVisible()


def test_filters_by_state_and_level_add_up_and_can_be_cleared(page: SubjectsPage):
    page.list.level.set_value(4)
    assert ids(page) == ["01-013", "01-012", "01-011", "01-010", "01-009"]
    page.list.stage.set_value(Stage.IN_WINDOW.value)
    assert ids(page) == ["01-013", "01-012"]
    page.list.search.setText("nobody")
    assert page.list.empty.isVisible()
    assert page.list.empty.title_label.text() == "No subject matches"
    page.list.empty.button.click()
    assert len(ids(page)) == 14


def test_enter_opens_the_subject_and_the_list_comes_back_to_it(page: SubjectsPage):
    page.list.select("01-011")
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    assert page.is_subject_shown
    assert page.view.subject_id == "01-011"
    page.view.back.click()
    assert not page.is_subject_shown
    assert page.list.table.currentIndex().data() == "01-011"


def test_a_subject_that_is_not_there_is_not_opened(page: SubjectsPage):
    assert not page.open_subject("09-999")
    assert not page.is_subject_shown


def test_slash_in_the_table_goes_to_the_search(page: SubjectsPage):
    QTest.keyClick(page.list.table, Qt.Key.Key_Slash)
    assert page.focusWidget() is page.list.search
    QTest.keyClick(page.list.table, Qt.Key.Key_0)
    assert page.list.search.text() == "0"


@pytest.mark.parametrize(
    ("subject_id", "step"),
    [("01-014", "Record eligibility"), ("01-013", "Record cycle 2 dose"), ("01-007", None)],
)
def test_the_next_step_is_named_by_what_comes_next(page: SubjectsPage, subject_id: str, step: str | None):
    page.open_subject(subject_id)
    button = page.view.head.step_button
    assert (button.text() if button.isVisible() else None) == step


def test_after_the_end_of_treatment_no_dose_comes_next(page: SubjectsPage):  # SUB-8
    session = page.session
    assert page.open_subject("01-010")
    assert page.view.head.step_button.isVisible()
    ended = EndOfTreatment(
        record_id="end",
        subject_id="01-010",
        decided_on=PartialDate.of(NOW.date()),
        reason=EndReason.PROGRESSION,
        decided_by="Lin Yue",
    )
    assert session.save(ended)
    assert not page.view.head.step_button.isVisible()
    assert next_due(session.study, "01-010") is None


def test_the_next_step_opens_its_form(page: SubjectsPage):
    page.open_subject("01-013")
    page.view.head.step_button.click()
    assert isinstance(page.view.panel.form, DoseForm)
    assert page.view.panel.form.value("cycle") == 2


def test_ctrl_n_adds_a_subject_in_the_list_and_an_event_on_a_subjects_page(page: SubjectsPage):
    page.add_record()
    assert page.list.panel.form is not None
    page.list.panel.close_form()
    page.open_subject("01-013")
    page.add_record()
    assert isinstance(page.view.panel.form, AdverseEventForm)


def test_a_click_on_a_row_opens_the_record_for_correction(page: SubjectsPage):
    page.open_subject("01-011")
    model, table = page.view.course.events_model, page.view.course.events.table
    row = model.find("event-01-011-2")
    assert row is not None
    table.clicked.emit(model.index(row, 0))
    form = page.view.panel.form
    assert form is not None
    assert form.record == page.session.study.events_of("01-011")[1]


def test_a_click_on_a_bar_of_the_timeline_opens_the_event(page: SubjectsPage):
    page.open_subject("01-011")
    bar = next(one for one in page.view.course.timeline.items() if one.item.record_id == "event-01-011-2")
    QTest.mouseClick(page.view.course.timeline, Qt.MouseButton.LeftButton, pos=bar.rect.center().toPoint())
    assert page.view.panel.form is not None
    assert page.view.course.events.table.currentIndex().data() == "Pneumonitis"


def test_the_keyboard_walks_the_timeline(page: SubjectsPage):
    page.open_subject("01-011")
    view = page.view.course.timeline
    view.setFocus()
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert "Pneumonitis, grade 3" in view.accessibleName()
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert page.view.panel.form is not None


def test_items_of_the_timeline_lie_inside_it_and_in_order_of_days(qtbot, page: SubjectsPage):
    for number in range(1, 14):
        page.open_subject(f"01-{number:03d}")
        qtbot.wait(1)
        view = page.view.course.timeline
        for one in view.items():
            assert view.rect().toRectF().contains(one.rect), one.item
        assert view.x_of(0) < view.x_of(21)
        assert view.items()[0].rect.contains(QPointF(view.x_of(0), view.items()[0].rect.center().y()))


def test_what_is_typed_is_not_lost_by_going_elsewhere(page: SubjectsPage):
    page.open_subject("01-011")
    page.view.open_record("event-01-011-2")
    form = page.view.panel.form
    assert form is not None
    form.form.row("grade").set_value(Grade.LIFE_THREATENING)
    assert page.has_unsaved()
    page.view.open_record("event-01-011-1")
    page.view.start_record(Leaving)
    assert not page.show_list()
    assert not page.open_subject("01-012")
    page.start_search()
    assert page.is_subject_shown
    assert page.view.panel.form is form
    page.view.panel.close_form()
    assert not page.has_unsaved()
    assert page.show_list()


def test_a_save_elsewhere_does_not_disturb_what_is_typed(page: SubjectsPage):
    page.open_subject("01-011")
    page.add_record()
    form = page.view.panel.form
    assert form is not None
    form.form.row("term").control.setText("Fatigue")  # type: ignore[attr-defined]
    page.session.refresh()
    assert page.view.panel.form is form
    assert form.value("term") == "Fatigue"


def test_an_earlier_cut_off_before_the_consent_leads_back_to_the_list(page: SubjectsPage):
    page.open_subject("01-014")
    first = page.session.study.subject("01-001").consent_date
    page.session.choose_cut_off(NOW.replace(year=first.year, month=first.month, day=first.day))
    assert not page.is_subject_shown


def test_without_subjects_the_list_says_what_to_do_first(qtbot, tmp_path: Path):
    page = show_page(qtbot, SubjectsPage(make_session(tmp_path / "s.titrant", "")))
    assert page.list.empty.isVisible()
    assert page.list.empty.title_label.text() == "No subjects yet"
    page.list.empty.button.click()
    assert page.list.panel.form is not None


def test_a_study_open_for_reading_offers_nothing_to_write_and_says_why(qtbot, tmp_path: Path):
    make_file(tmp_path / "s.titrant", HISTORY).close()
    with StudyFile.open(tmp_path / "s.titrant", read_only=True) as file:
        page = show_page(qtbot, SubjectsPage(Session(file, PERSON, clock=lambda: NOW)))
        assert not page.list.add_button.isVisible()
        assert any("reading only" in label.text() for label in [page.list._read_only] if label.isVisible())
        page.add_record()
        assert page.list.panel.form is None
        page.open_subject("01-011")
        head = page.view.head
        assert not any(one.isVisible() for one in (head.step_button, head.event_button, head.leave_button))
        page.view.open_record("event-01-011-2")
        assert page.view.panel.form is None
        assert page.view.panel.history is not None


@pytest.mark.parametrize("size", [(1240, 852), (1080, 672)])
def test_nothing_is_cut_off_and_everything_has_a_name(qtbot, tmp_path: Path, size):
    page = show_page(qtbot, SubjectsPage(make_session(tmp_path / "s.titrant", HISTORY)), size)
    for subject_id in ("01-011", "01-013", "01-014", "01-007"):
        page.open_subject(subject_id)
        page.view.start_record(AdverseEvent)
        qtbot.wait(1)
        for button in page.findChildren(QAbstractButton):
            if button.isVisible() and isinstance(button, (PrimaryButton, SecondaryButton, LinkButton)):
                assert button.text_width() <= button.text_rect().width() + 1, button.text()
        for widget in page.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy():
                assert widget.accessibleName(), type(widget).__name__
        assert page.view.head.minimumSizeHint().width() <= page.view.head.width()
        page.view.panel.close_form()


def test_the_part_is_named_where_subjects_are_in_several(page: SubjectsPage):  # PRO-2
    column = page.list.model.column("part")
    assert len({row.part for row in page.list.model.rows if row.part is not None}) == 1
    assert page.list.table.isColumnHidden(column)
