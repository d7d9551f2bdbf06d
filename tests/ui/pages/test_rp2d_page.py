"""The recommended dose page: what it shows, what can be signed by keyboard, and what it flags (ESC-12, AE-6)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from domain.escalation.committee import draft_decision, list_choices
from domain.partial_date import PartialDate
from domain.records import AdverseEvent, ProtocolVersion, Record
from domain.records.recommended_dose import WeighedTopic
from domain.terms import CommitteeAction, Grade, Relationship
from storage.study_file import StudyFile
from tests.domain.rp2d.build import second_part_content
from tests.ui.pages.studies import NOW, PEOPLE, PERSON, make_session
from tests.ui.people import COORDINATOR, INVESTIGATOR, make_people_study, open_as
from ui.pages.alarm import alarm_of
from ui.pages.rp2d_page import Rp2dPage
from ui.session import Session
from ui.theme import apply_theme
from ui.widgets.table import WEIGHT_ROLE

MTD_AT_3 = "1N 2N 3NNN 4TTN 3NNN"
OpenPage = Callable[..., Rp2dPage]


@pytest.fixture
def open_page(qtbot: Any, tmp_path: Path) -> Iterator[OpenPage]:
    """Opens the page on a history; with the MTD signed unless told otherwise."""
    opened: list[Session] = []

    def make(history: str = MTD_AT_3, *, is_declared: bool = True) -> Rp2dPage:
        session = make_session(tmp_path / f"{len(opened)}.titrant", history)
        opened.append(session)
        if is_declared:
            declare(session)
        page = Rp2dPage(session)
        qtbot.addWidget(page)
        session.changed.connect(lambda _changes: page.show_study())
        page.resize(1080, 640)
        page.show_study()
        return page

    yield make
    for session in opened:
        session.file.close()


def declare(session: Session) -> None:
    """The committee signs the MTD or MAD that the rules come to."""
    choice = list_choices(session.status)[0]
    assert choice.action in (CommitteeAction.MTD, CommitteeAction.MAD)
    decision = draft_decision(
        session.status, choice, record_id="declared", attendees=PEOPLE, reason="", signed_by=PERSON.name,
        signed_role=PERSON.role, signed_at=NOW,
    )  # fmt: skip
    session.file.sign_decision(decision, person=PERSON, now=NOW)


def said(widget: QWidget) -> str:
    """Every word on a widget."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def fill(page: Rp2dPage, level: int = 3) -> None:
    page.panel.choices.set_value(level)
    for row in page.weighing.rows:
        row.note.set_value(f"on {row.topic.value}")
    page.panel.reason.set_value("The MTD, and nothing speaks against it.")
    page.panel.signer.edit.set_value(PERSON.name)


def sign(page: Rp2dPage, level: int = 3) -> None:
    fill(page, level)
    page.panel.sign_button.click()


def event(page: Rp2dPage, subject_id: str, onset: str, grade: Grade = Grade.SEVERE) -> AdverseEvent:
    return AdverseEvent(
        record_id=f"late-{subject_id}", subject_id=subject_id, term="Pneumonitis", grade=grade,
        onset=PartialDate.parse(onset), relationship=Relationship.PROBABLE,
    )  # fmt: skip


def at_level(page: Rp2dPage, level: int) -> list[str]:
    return [one.subject_id for one in page.session.status.at_level(level)]


def one_more(page: Rp2dPage, level: int, **where: str) -> list[Record]:
    """A further subject, 01-099, dosed an hour ago like the first one of a level."""
    study, like = page.session.study, at_level(page, level)[0]
    enrolment, dose, who = study.enrolment(like), study.first_dose(like), {"subject_id": "01-099"}
    assert enrolment is not None
    assert dose is not None
    return [
        replace(study.subject(like), record_id="s-99", **who),
        replace(enrolment, record_id="e-99", enrolled_at=NOW - timedelta(hours=3), **who, **where),
        replace(dose, record_id="d-99", started_at=NOW - timedelta(hours=1), ended_at=None, **who),
    ]


def test_before_anybody_is_dosed_the_page_says_what_comes_first(open_page: OpenPage, qtbot: Any) -> None:
    page = open_page("", is_declared=False)
    assert "No recommended dose yet" in said(page.empty)
    assert "chosen after an MTD or MAD is signed" in said(page.empty)
    with qtbot.waitSignal(page.section_wanted) as wanted:
        page.empty.button.click()
    assert wanted.args == ["decisions"]


# ESC-12: not before the committee has signed; the levels can be seen all the same
def test_before_the_mtd_is_signed_the_levels_stand_side_by_side_and_nothing_can_be_signed(open_page: OpenPage) -> None:
    page = open_page(is_declared=False)
    assert "The recommended dose is chosen after an MTD or MAD is signed, and none is." in said(page)
    assert page.draft_row.isHidden()
    assert page.fields.weigh_link.isHidden()
    assert page.levels.model.columnCount() == 5
    assert "By the rules: level 3 (0.1 mg/kg)." in page.fields.mtd.rules.text()
    assert page.fields.mtd.value.text() == "Not signed"


def test_mtd_mad_and_recommended_dose_are_three_fields(open_page: OpenPage) -> None:
    page = open_page()
    assert page.fields.mtd.value.text() == "Level 3 (0.1 mg/kg)"
    assert "Signed 20 Nov 2026 14:10 by Lin Yue." in page.fields.mtd.signed.text()
    assert page.fields.mad.value.text() == "Not signed"
    assert "Highest dose given: level 4 (0.3 mg/kg)" in page.fields.mad.rules.text()
    assert page.fields.rp2d.value.text() == "None yet"
    sign(page, 2)
    assert page.fields.mtd.value.text() == "Level 3 (0.1 mg/kg)"
    assert page.fields.rp2d.value.text() == "Level 2 (0.03 mg/kg)"


def test_only_levels_at_or_below_the_mtd_can_be_chosen_and_each_says_why(open_page: OpenPage) -> None:
    page = open_page()
    assert [(row.choice.text, row.choice.note, row.isEnabled()) for row in page.panel.choices.rows()] == [
        ("Level 4 (0.3 mg/kg)", "above the MTD", False),
        ("Level 3 (0.1 mg/kg)", "the MTD", True),
        ("Level 2 (0.03 mg/kg)", "below the MTD", True),
        ("Level 1 (0.01 mg/kg)", "below the MTD", True),
    ]


# ESC-12: the whole way with the keyboard
def test_a_dose_is_weighed_and_signed_with_the_keyboard_alone(open_page: OpenPage, qtbot: Any) -> None:
    page = open_page()
    page.show()
    page.fields.weigh_link.setFocus()
    qtbot.keyClick(page.fields.weigh_link, Qt.Key.Key_Return)
    for number, row in enumerate(page.weighing.rows):
        assert page.focusWidget() is row.note
        qtbot.keyClicks(row.note, f"note {number + 1}")
        qtbot.keyClick(row.note, Qt.Key.Key_Return if number < 7 else Qt.Key.Key_Tab)
    assert page.weighing.caption_label.text() == "8 of 8 noted"
    rows = page.panel.choices.rows()
    assert page.focusWidget() in rows
    rows[1].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(rows[1], Qt.Key.Key_Space)
    assert page.panel.level() == 3
    while page.focusWidget() in rows:
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert page.focusWidget() is page.panel.reason.edit
    qtbot.keyClicks(page.panel.reason.edit, "The MTD; nothing speaks against it.")
    page.panel.signer.edit.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClicks(page.panel.signer.edit, PERSON.name)
    assert page.panel.sign_button.isEnabled()
    assert page.panel.sign_button.text() == "Sign RP2D: level 3"
    qtbot.keyClick(page.panel.signer.edit, Qt.Key.Key_Return)
    record = page.session.study.recommended_doses[-1]
    assert (record.dose_level, record.mtd, record.signed_by) == (3, 3, PERSON.name)
    assert [one.note for one in record.considerations] == [f"note {number}" for number in range(1, 9)]
    assert record.decision_id == "declared"
    assert "RP2D: level 3 (0.1 mg/kg), signed 20 Nov 2026 14:10 by Lin Yue" in said(page)
    assert not page.has_unsaved()


def test_without_a_note_on_every_topic_nothing_is_signed(open_page: OpenPage) -> None:
    page = open_page()
    fill(page)
    page.weighing.rows[1].note.set_value("  ")
    assert not page.panel.sign_button.isEnabled()
    assert "DLT-type events outside the window" in said(page.panel)
    page.weighing.rows[1].note.set_value("none")
    assert page.panel.sign_button.isEnabled()
    page.panel.reason.set_value("")
    assert not page.panel.sign_button.isEnabled()
    assert page.panel.reason_row.findings[0][1] == "Say why this dose, as it will be printed."


def test_the_candidate_is_outlined_and_its_figures_stand_beside_each_topic(open_page: OpenPage) -> None:
    page = open_page()
    assert page.levels.model.candidate == -1
    page.panel.choices.set_value(3)
    assert page.levels.view.candidate == 3
    assert page.levels.model.index(1, 3).data(WEIGHT_ROLE) == 600
    assert page.levels.model.index(1, 2).data(WEIGHT_ROLE) == 400
    assert "DLT, of the evaluable: 0/6" in page.weighing.rows[0].figures.text()
    assert page.weighing.rows[1].figures.text() == "0/6"
    assert page.weighing.rows[5].topic is WeighedTopic.EXPOSURE
    assert page.weighing.rows[5].figures.text() == "Nothing recorded."
    page.panel.choices.set_value(2)
    assert page.levels.view.candidate == 2


def test_an_event_outside_the_window_stands_in_the_table(open_page: OpenPage) -> None:  # AE-6
    page = open_page()
    assert page.session.save(event(page, at_level(page, 3)[0], "2026-11-15"))
    row = page.levels.model.table.row_ids.index("outside")
    assert page.levels.model.index(row, 3).data() == "1/6 (1)"


def test_later_data_flag_a_signed_dose_wherever_it_is_shown(open_page: OpenPage) -> None:  # ESC-12
    page = open_page()
    sign(page)
    page.show_today()
    assert "needs review" not in said(page)
    page.session.clock = lambda: NOW + timedelta(days=3)
    assert page.session.save(event(page, at_level(page, 3)[0], "2026-11-22"))
    assert "RP2D, level 3 (0.1 mg/kg), needs review: later data speak against it." in said(page)
    assert "Since its cut-off" in page.fields.rp2d.signed.text()
    assert "Since its cut-off" in page.history.table.model().index(0, 2).data()
    page.show_record(page.session.study.recommended_doses[0].record_id)
    assert "Later data speak against it" in said(page.signed)


def test_a_level_exceeded_since_says_so_first(open_page: OpenPage) -> None:  # ESC-11, ESC-12
    page = open_page()
    sign(page)
    page.show_today()
    starts = {one.subject_id: one.first_dose_at for one in page.session.status.at_level(3)}
    late = [
        event(page, subject_id, str((starts[subject_id] + timedelta(days=3)).date())) for subject_id in list(starts)[:2]
    ]
    assert page.session.save_all(late)
    assert page.fields.rp2d.signed.text().endswith("Level 3 (0.1 mg/kg) is exceeded now.")
    alarm = alarm_of(page.session.status, page.session.words)
    assert alarm is not None
    assert "Level 3 was signed as the recommended dose" in alarm[1]
    assert not any(row.isEnabled() for row in page.panel.choices.rows())


def test_a_signed_dose_opens_by_enter_as_it_was_seen_and_leads_back_by_a_button(
    open_page: OpenPage, qtbot: Any
) -> None:
    page = open_page()
    sign(page, 2)
    page.show_today()
    assert page.session.save(event(page, at_level(page, 3)[0], "2026-11-15"))
    row = page.levels.model.table.row_ids.index("outside")
    page.show()
    page.history.table.select_row(0)
    qtbot.keyClick(page.history.table, Qt.Key.Key_Return)
    assert page.levels.model.index(row, 3).data() == "0/6"
    assert page.levels.view.candidate == 2
    assert "Nothing on this page can be changed." in said(page)
    assert "on exposure" in said(page.signed)
    assert page.draft_row.isHidden()
    assert page.focusWidget() is page.signed.back_button
    qtbot.keyClick(page.signed.back_button, Qt.Key.Key_Return)
    assert page.levels.model.index(row, 3).data() == "1/6 (1)"
    assert not page.draft_row.isHidden()


def test_a_later_dose_takes_the_place_of_an_earlier_one(open_page: OpenPage) -> None:
    page = open_page()
    sign(page, 3)
    page.show_today()
    page.session.clock = lambda: NOW + timedelta(hours=1)
    page.session.refresh()
    sign(page, 2)
    page.show_today()
    table = page.history.table.model()
    assert [table.index(row, 1).data() for row in range(2)] == ["Level 2 (0.03 mg/kg)", "Level 3 (0.1 mg/kg)"]
    assert table.index(1, 2).data() == "replaced by a later one"
    assert page.fields.rp2d.value.text() == "Level 2 (0.03 mg/kg)"


def test_data_that_changed_after_they_were_shown_are_not_signed(open_page: OpenPage) -> None:  # REP-4
    page = open_page()
    fill(page)
    page.session.file.save(event(page, at_level(page, 2)[0], "2026-11-15", Grade.MILD), person=PERSON, now=NOW)
    page.panel.sign_button.click()
    assert page.session.study.recommended_doses == ()
    assert "Nothing was signed: the data changed after they were shown." in said(page)
    assert page.panel.signer.edit.value() == ""
    assert len(page.weighing.value()) == 8
    page.panel.signer.edit.set_value(PERSON.name)
    page.panel.sign_button.click()
    assert len(page.session.study.recommended_doses) == 1


def test_the_redraw_of_each_minute_keeps_what_is_being_typed(open_page: OpenPage) -> None:
    page = open_page()
    fill(page)
    page.session.clock = lambda: NOW + timedelta(minutes=3)
    page.session.refresh()
    assert page.panel.level() == 3
    assert len(page.weighing.value()) == 8
    assert page.panel.reason.value().startswith("The MTD")
    assert page.has_unsaved()


def test_an_open_window_lets_a_level_be_chosen_and_says_until_when_to_wait(open_page: OpenPage) -> None:  # ESC-8
    page = open_page()
    page.session.file.save_all(one_more(page, 3), person=PERSON, now=NOW)
    page.session.refresh()
    fill(page, 2)
    assert page.panel.level() == 2
    assert "01-099 has no DLT verdict until 11 Dec 2026 13:10." in said(page.panel)
    assert not page.panel.sign_button.isEnabled()


def test_what_was_typed_about_one_part_is_never_signed_for_another(open_page: OpenPage) -> None:  # ESC-12
    page = open_page()
    session = page.session
    (version,) = session.file.records()["protocol_version"]
    assert isinstance(version, ProtocolVersion)
    content = second_part_content(session.study.protocol).replace(f'"version": "{version.version}"', '"version": "2"')
    amended = replace(
        version, record_id="v2", version="2", content=content, reason="a second part", effective_on=NOW.date()
    )
    session.file.save_all([amended], person=PERSON, now=NOW)
    session.file.save_all(one_more(page, 2, part_id="second"), person=PERSON, now=NOW)
    session.refresh()
    fill(page, 1)
    session.choose_part("second")
    assert page.weighing.value() == ()
    assert page.panel.reason.value() == ""
    assert page.levels.model.columnCount() == 2
    assert page.fields.mtd.value.text() == "Not signed"
    assert page.draft_row.isHidden()


def test_a_study_open_for_reading_shows_everything_and_signs_nothing(open_page: OpenPage, qtbot: Any) -> None:
    page = open_page()
    sign(page)
    path = page.session.file.path
    page.session.file.close()
    with StudyFile.open(path, read_only=True) as file:
        reading = Rp2dPage(Session(file, PERSON, clock=lambda: NOW))
        qtbot.addWidget(reading)
        reading.show_study()
        assert reading.draft_row.isHidden()
        assert "The study is open for reading only." in said(reading)
        assert reading.fields.rp2d.value.text() == "Level 3 (0.1 mg/kg)"


def test_a_role_that_signs_no_dose_is_told_who_does(qtbot: Any, tmp_path: Path) -> None:  # TRU-2
    path = make_people_study(tmp_path / "people.titrant", history="1N 2N 3NNN")
    for holder, is_told in ((COORDINATOR, True), (INVESTIGATOR, False)):
        session = open_as(path, holder)
        page = Rp2dPage(session)
        qtbot.addWidget(page)
        page.show_study()
        assert ("Your role signs no recommended dose." in said(page)) is is_told
        assert page.draft_row.isHidden()
        session.file.close()


def test_the_table_is_saved_as_it_is_shown(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    target = tmp_path / "levels.csv"
    assert page.levels.save(target)
    text = target.read_text(encoding="utf-8-sig")
    assert "DLT, of the evaluable" in text
    assert "2/3" in text
    refused: list[str] = []
    page.levels.failed.connect(refused.append)
    assert not page.levels.save(tmp_path / "none" / "levels.csv")
    assert "can't be written" in refused[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_that_can_be_used_has_a_name_in_both_themes(open_page: OpenPage, qapp: Any, theme: str) -> None:
    apply_theme(qapp, theme)  # type: ignore[arg-type]
    page = open_page()
    for widget in (
        page.panel.choices,
        page.panel.reason.edit,
        page.panel.signer.edit,
        page.levels.view,
        page.history.table,
        page.panel.sign_button,
        *(row.note for row in page.weighing.rows),
        *page.panel.choices.rows(),
    ):
        assert widget.accessibleName()
    assert not page.grab().isNull()


def test_many_levels_are_as_wide_as_they_need_before_the_labels_scroll_out_of_sight(open_page: OpenPage) -> None:
    page = open_page("1N 2N 3N 4NNN 5NNN 6NNN 7TTN 6NNN", is_declared=False)
    page.resize(1140, 640)
    page.show()
    view = page.levels.view
    assert view.horizontalHeader().count() == 8
    view.fit_columns()
    needed = [view._needed(column) for column in range(1, 8)]
    assert all(view.columnWidth(column) >= one for column, one in enumerate(needed, 1))
    room = view.viewport().width()
    widths = sum(view.columnWidth(column) for column in range(8))
    assert widths <= room or [view.columnWidth(column) for column in range(1, 8)] == needed
