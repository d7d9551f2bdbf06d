"""The reports page: the preview shows what is printed, and saving says where or why not (REP-1, REP-4)."""

import pytest
from PySide6.QtCore import Qt

from domain.terms import CommitteeAction
from tests.ui.pages.studies import NOW, PERSON, make_session
from ui.pages.casebook_print import save_casebook
from ui.pages.report_kinds import report_kinds
from ui.pages.report_settings import ReportSettings
from ui.pages.reports_page import ReportsPage
from ui.reports.output import render_pages
from ui.theme import apply_theme


@pytest.fixture
def page(qtbot, qapp, tmp_path):
    apply_theme(qapp, "light")
    session = make_session(tmp_path / "study.titrant", "1N 2MNN 3NNXN 4NNT??")
    page = ReportsPage(session, settings=ReportSettings(tmp_path / "settings.ini"))
    qtbot.addWidget(page)
    page.resize(1240, 852)
    page.show()
    page.show_study()
    qtbot.waitUntil(lambda: bool(page.preview.pages()))
    yield page
    session.file.close()


def test_the_preview_has_as_many_pages_as_the_print_and_is_no_wider_than_its_room(page):  # REP-1
    images = page.preview.pages()
    report = page.kind.build(page.session, NOW)
    assert len(images) == len(render_pages(report, 40))
    assert page.preview_card.caption_label.text() == f"{len(images)} pages, A4"
    assert all(image.deviceIndependentSize().width() <= page.preview.viewport().width() for image in images)
    assert not page.preview.horizontalScrollBar().isVisible()


def test_pages_follow_the_width_and_the_paper(page, qtbot):
    wide = page.preview.pages()[0].width()
    page.resize(980, 700)
    qtbot.waitUntil(lambda: page.preview.pages()[0].width() < wide)
    a4 = page.preview.pages()[0].height() / page.preview.pages()[0].width()
    page.paper.set_value("letter")
    letter = page.preview.pages()[0].height() / page.preview.pages()[0].width()
    assert a4 == pytest.approx(297 / 210, abs=0.01)
    assert letter == pytest.approx(11 / 8.5, abs=0.01)
    assert "Letter" in page.preview_card.caption_label.text()


def test_saving_writes_a_pdf_and_says_where(page, tmp_path):
    target = tmp_path / "report.pdf"
    assert page.save_to(target)
    assert target.read_bytes().startswith(b"%PDF")
    assert str(target) in page.saved_line.text()
    assert not page.folder_button.isHidden()
    assert page.banner.isHidden()


def test_a_folder_that_is_not_there_is_told_in_a_banner_and_leaves_the_page_usable(page, tmp_path):
    assert not page.save_to(tmp_path / "missing" / "report.pdf")
    assert not page.banner.isHidden()
    assert "choose another folder" in page.banner.accessibleName()
    assert page.save_to(tmp_path / "report.pdf")
    assert page.banner.isHidden()


def test_a_typed_cut_off_is_what_the_report_states(page, qtbot):  # REP-4
    page.cut_off.edit.setText("1 Oct 2026 12:00")
    qtbot.keyClick(page.cut_off.edit, Qt.Key.Key_Return)
    report = page.kind.build(page.session, NOW)
    assert "1 Oct 2026 12:00 +08:00" in report.frame.cut_off
    page.cut_off.edit.setText("")
    qtbot.keyClick(page.cut_off.edit, Qt.Key.Key_Return)
    assert not page.session.is_looking_back


def test_equal_limits_draw_nothing_anew_and_a_save_does(page):
    before = page.preview.pages()[0]
    page.show_study()
    assert page.preview.pages()[0] is before
    from tests.ui.pages.studies import decide

    decide(page.session.file, NOW)
    assert page.session.study.decisions[-1].action is CommitteeAction.EXPAND
    page.show_study()
    assert page.preview.pages()[0] is not before


def test_buttons_name_the_report_and_the_list_is_data(page):
    assert page.save_button.text() == "Save cohort report as PDF…"
    assert page.print_button.text() == "Print cohort report…"
    assert [row.choice.text for row in page.kinds.rows()] == [kind.title for kind in report_kinds()]
    assert PERSON.name in page.kind.build(page.session, NOW).frame.foot_second


def test_sections_are_chosen_and_remembered(page, tmp_path):  # REP-1
    whole = len(page.preview.pages())
    assert page.sections.text() == f"All {len(page.sections.boxes)} sections"
    for key in ("terms", "related", "ladder"):
        page.sections.boxes[key].set_value(False)
    assert len(page.preview.pages()) < whole
    assert "Left out:" in page.kind.build(page.session, NOW, page.choice).frame.state
    again = ReportsPage(page.session, settings=ReportSettings(tmp_path / "settings.ini"))
    assert again.choice.without == {"terms", "related", "ladder"}
    page.sections.choose_all()
    assert not page.choice.without
    assert len(page.preview.pages()) == whole


def test_a_casebook_is_chosen_by_subject_and_put_on_record_with_it(page, tmp_path):  # REP-2
    page.choose_casebook("01-003")
    assert page.sections.isHidden()
    assert not page.subject.isHidden()
    assert "01-003" in page.kind.build(page.session, NOW, page.choice).frame.title
    assert page.save_to(tmp_path / "casebook.pdf")
    assert page.session.file.events(limit=1)[0].event.record_id == "print"
    page.kinds.set_value("blank_forms")
    assert page.subject.isHidden()
    assert page.preview.pages()


def test_a_casebook_can_be_saved_without_the_page(page, tmp_path):
    before = page.session.file.position
    assert save_casebook(page.session, "01-002", tmp_path / "c.pdf") == ""
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")
    assert page.session.file.position == before + 1
    assert "choose another folder" in save_casebook(page.session, "01-002", tmp_path / "none" / "c.pdf")


def test_no_field_is_squeezed_at_the_smallest_window(page, qtbot):
    page.resize(1080, 640)
    qtbot.waitUntil(lambda: page.height() == 640)
    assert page.cut_off.edit.height() >= 32
    for view in page.preview._views:
        assert view.height() >= view.sizeHint().height()
