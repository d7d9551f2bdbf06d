"""The decisions page: what it shows, what it lets a person sign, and what it keeps (ESC-8, ESC-11, REP-4)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel

from domain.adjudication import draft_adjudication
from domain.escalation.slots import assess_slot
from domain.partial_date import PartialDate
from domain.records import Attendee
from domain.terms import CommitteeAction, DltVerdict, Grade, Outcome, Relationship, Vote
from storage.study_file import StudyFile
from tests.ui.pages.studies import NOW, PEOPLE, PERSON, ZONE
from ui.pages.cut_off_field import parse_cut_off
from ui.pages.decision_level import SubjectRow
from ui.pages.decision_rule import tabulate_rule
from ui.pages.decisions_page import DecisionsPage
from ui.session import Session
from ui.theme import body_font
from ui.widgets.mark_paint import Mark

READY, NOT_READY = "1N 2MNN 3NNXN 4NNTNNN", "1N 2MNN 3NNXN 4NNT??"
EXCEEDED, SILENT, MTD = "1N 2MNN 3NNN 4NTT", "1N 2MNN 3NNTNNNT", "1N 2N 3NNN 4TTN 3NNN"


@pytest.fixture
def open_page(open_on):
    """Opens the page on a history."""
    return partial(open_on, DecisionsPage)


def said(widget) -> str:
    """Every word on a widget."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def rows(page) -> dict[str, tuple[str, bool]]:
    """Choices with their notes, and whether they can be taken."""
    return {row.choice.text: (row.choice.note, row.isEnabled()) for row in page.panel.choices.rows()}


def choose(page, action: CommitteeAction) -> None:
    chosen = next(row.choice.value for row in page.panel.choices.rows() if row.choice.value.action is action)
    page.panel.choices.set_value(chosen)


def sign(page) -> None:
    page.panel.signer.edit.set_value(PERSON.name)
    page.panel.sign_button.click()


@pytest.mark.parametrize(
    ("history", "headline", "chosen"),
    [
        (READY, "Open level 5 (1 mg/kg) with 3 subjects.", "Escalate to level 5 (1 mg/kg)"),
        (EXCEEDED, "Go down to level 3 (0.1 mg/kg): 3 more subjects there.", "Go down to level 3"),
        (MTD, "Level 3 (0.1 mg/kg) is the maximum tolerated dose: 0 DLT in 6 evaluable.", "MTD: level 3 (0.1 mg/kg)"),
        ("", "Start at level 1 (0.01 mg/kg) with 1 subject.", "Enrol 1 at level 1"),
    ],
)
def test_the_sentence_stands_first_and_what_follows_the_rule_is_chosen(open_page, history, headline, chosen):
    page = open_page(history)
    assert headline in page.sentence.headline.text().replace("DLTs", "DLT")
    assert [row.choice.text for row in page.panel.choices.rows() if row.isChecked()] == [chosen]


def test_where_the_protocol_is_silent_nothing_is_chosen_beforehand(open_page):  # ESC-5
    page = open_page(SILENT)
    assert "the committee chooses" in page.sentence.headline.text()
    assert page.panel.choice() is None
    assert rows(page)["Go down to level 2"] == ("one reading", True)
    assert rows(page)["Escalate to level 4"] == ("needs an amendment", False)
    assert "Nothing yet" in said(page.effects)


def test_the_table_is_asked_of_the_rule_and_frames_today(open_page):  # ESC-2, ESC-5
    page = open_page(READY)
    table = tabulate_rule(page.session.status, 4)
    assert table.today == (6, 1)
    assert [table.cells[n, 0] for n in range(1, 7)] == ["S", "S", "E", "E", "E", "E"]
    assert [table.cells[n, 1] for n in range(1, 7)] == ["S", "S", "S", "S", "S", "E"]
    assert {table.cells[n, d] for n in range(2, 7) for d in (2, 3) if d <= n} == {"DU"}
    assert (1, 2) not in table.cells
    assert "1 DLT in 6 evaluable: escalate" in page.rule.table.accessibleName()


def test_the_table_under_an_exceeded_level_leads_to_the_mtd_and_beyond_six_says_that_nothing_is_written(open_page):
    table = tabulate_rule(open_page(MTD).session.status, 3)
    assert (table.cells[6, 0], table.cells[6, 1], table.cells[5, 1]) == ("MTD", "MTD", "S")
    silent = tabulate_rule(open_page(SILENT).session.status, 3)
    assert silent.evaluable == (2, 3, 4, 5, 6, 7)
    assert silent.today == (7, 2)
    assert silent.cells[7, 2] == "?"


def test_an_accelerated_level_is_cleared_by_a_single_subject_unless_a_moderate_toxicity_was_seen(open_page):  # ESC-4
    assert tabulate_rule(open_page("1N").session.status, 2).cells[1, 0] == "E"
    moderate = tabulate_rule(open_page("1N 2M").session.status, 2)
    assert moderate.cells[1, 0] == "S"
    assert not moderate.is_accelerated


def test_a_decision_that_follows_the_rule_needs_the_full_name_and_nothing_else(open_page):  # ESC-8
    page = open_page(READY)
    assert not page.panel.sign_button.isEnabled()
    page.panel.signer.edit.set_value("Lin X")
    assert page.panel.signer.row.findings
    assert not page.panel.sign_button.isEnabled()
    page.panel.signer.edit.set_value(PERSON.name)
    assert not page.panel.signer.row.findings
    assert page.panel.sign_button.isEnabled()


def test_signing_keeps_what_was_seen_and_opens_the_level(open_page):  # ESC-8, REP-4
    page = open_page(READY)
    before, head = page.session.file.head.position, page.session.file.head.hash
    assert not assess_slot(page.session.status, 5).is_open
    sign(page)
    decision = page.session.study.decisions[-1]
    assert (decision.action, decision.dose_level, decision.subjects) == (CommitteeAction.ESCALATE, 5, 3)
    assert (decision.position, decision.head, decision.cut_off) == (before, head, NOW)
    assert (decision.signed_by, decision.signed_role) == (PERSON.name, PERSON.role)
    assert assess_slot(page.session.status, 5).is_open
    assert page.side.currentWidget() is page.signed_panel
    assert "Escalate to level 5 (1 mg/kg)" in said(page.signed_panel)
    assert "Level 5 (1 mg/kg) opens for 3 subjects." in said(page.effects)
    page.signed_panel.back_button.click()
    assert page.side.currentWidget() is page.panel
    assert page.panel.signer.edit.value() == ""


def test_an_open_window_keeps_escalation_from_being_signed_and_names_the_subjects(open_page):  # ESC-8
    page = open_page(NOT_READY)
    assert rows(page)["Escalate to level 5"] == ("needs an amendment", False)
    words = said(page.panel)
    assert "Not ready to sign an escalation" in words
    waiting = page.session.status.in_window
    assert len(waiting) == 2
    for one in waiting:
        assert f"{one.subject_id} has no DLT verdict until {page.session.words.moment(one.window_ends_at)}" in words


def test_while_verdicts_can_still_open_the_next_level_the_choice_says_from_when(open_page):
    page = open_page("1N 2MNN 3NN?")
    until = page.session.words.day(page.session.status.in_window[0].window_ends_at)
    assert rows(page)["Escalate to level 4"] == (f"not before {until}", False)
    assert rows(page)["Hold: enrol nobody for now"] == ("follows the rule", True)


def test_a_clause_that_only_a_person_can_settle_is_named_instead_of_a_date(open_page):
    page = open_page(READY)
    event = next(one for one in page.session.study.adverse_events if one.subject_id == "01-013")
    # How long it lasted between two months nobody knows: no date will tell, only a person can.
    month = PartialDate(event.onset.year, event.onset.month)
    later = PartialDate(2026, 11)
    open_again = replace(event, term="Lipase increased", grade=Grade.SEVERE, onset=month, end=later, relationship=None)
    page.session.file.correct(open_again, person=PERSON, now=NOW, reason="to be judged again")
    page.show_study()
    words = said(page.panel)
    assert "01-013: not yet known: Grade 3 non-haematological laboratory finding for 7 days or more" in words
    assert "01-013 has no DLT verdict until" not in words
    assert rows(page)["Escalate to level 5"] == ("verdict awaited", False)


def test_hold_can_be_signed_at_any_time_with_a_reason(open_page):  # ESC-8
    for history in (READY, NOT_READY, EXCEEDED, MTD):
        page = open_page(history)
        choose(page, CommitteeAction.HOLD)
        page.panel.signer.edit.set_value(PERSON.name)
        assert not page.panel.sign_button.isEnabled()
        assert page.panel.reason_row.findings
        page.panel.reason.set_value("An unclear case at another site")
        page.panel.sign_button.click()
        assert page.session.study.decisions[-1].action is CommitteeAction.HOLD
        assert not any(assess_slot(page.session.status, level).is_open for level in range(1, 9))


def test_a_dissent_needs_a_reason_even_where_the_rule_is_followed(open_page):  # ESC-8
    page = open_page(READY)
    people = page.panel.attendees.value()
    page.panel.attendees.set_value([people[0], replace(people[1], vote=Vote.DISSENTS)])
    page.panel.attendees.value_changed.emit()
    page.panel.signer.edit.set_value(PERSON.name)
    assert any("Chen Hao dissented" in text for _, text in page.panel.reason_row.findings)
    page.panel.reason.set_value("Discussed; the majority follows the rule")
    page.panel.sign_button.click()
    signed = page.session.study.decisions[-1]
    assert [one.vote for one in signed.attendees] == [Vote.AGREES, Vote.DISSENTS]
    assert "dissents" in said(page.signed_panel)


def test_attendees_are_remembered_but_not_their_votes(open_page):
    remembered = open_page(READY).panel.attendees.value()
    assert [one.name for one in remembered] == [one.name for one in PEOPLE]
    assert [one.vote for one in remembered] == [Vote.AGREES, Vote.PRESENT, Vote.PRESENT]


def test_attendees_are_added_and_removed_with_the_keyboard(open_page, qtbot):
    page = open_page("")
    page.show()
    editor = page.panel.attendees
    editor.name_field.setFocus()
    qtbot.keyClicks(editor.name_field, "Wu Jie")
    qtbot.keyClick(editor.name_field, Qt.Key.Key_Return)
    qtbot.keyClicks(editor.role_field, "safety physician")
    qtbot.keyClick(editor.role_field, Qt.Key.Key_Return)
    assert editor.value()[-1] == Attendee("Wu Jie", "safety physician", Vote.PRESENT)
    assert page.has_unsaved()
    crosses = [row for row in editor.findChildren(QLabel) if row.text() == "Wu Jie"]
    qtbot.keyClick(crosses[0].parentWidget().cross, Qt.Key.Key_Space)
    assert [one.name for one in editor.value()] == [PERSON.name]


def test_without_attendees_nothing_is_signed(open_page):
    page = open_page(READY)
    page.panel.attendees.set_value([])
    page.panel.attendees.value_changed.emit()
    page.panel.signer.edit.set_value(PERSON.name)
    assert page.panel.people_row.findings
    assert not page.panel.sign_button.isEnabled()


def test_a_decision_on_data_that_changed_after_they_were_shown_is_refused(open_page):  # ESC-8
    page = open_page(READY)
    event = next(one for one in page.session.study.adverse_events if one.subject_id == "01-013")
    page.session.file.correct(replace(event, grade=Grade.MODERATE), person=PERSON, now=NOW, reason="read again")
    count = len(page.session.study.decisions)
    sign(page)
    assert len(page.session.study.decisions) == count
    assert "Nothing was signed: the data changed after they were shown." in said(page)
    assert page.panel.signer.edit.value() == ""
    sign(page)
    assert len(page.session.study.decisions) == count + 1


def test_the_redraw_of_each_minute_keeps_what_is_being_typed(open_page):
    page = open_page(READY)
    choose(page, CommitteeAction.HOLD)
    page.panel.reason.set_value("Half a sen")
    page.panel.signer.edit.set_value("Lin")
    page.session.clock = lambda: NOW + timedelta(minutes=3)
    page.session.refresh()
    assert page.panel.reason.value() == "Half a sen"
    assert page.panel.signer.edit.value() == "Lin"
    choice = page.panel.choice()
    assert choice is not None
    assert choice.action is CommitteeAction.HOLD
    assert page.has_unsaved()


def test_an_earlier_decision_is_shown_as_it_was_seen(open_page):  # ESC-8, REP-4
    page = open_page(READY)
    decision = page.session.study.decisions[-1]
    page.history.table.row_activated.emit(page.history.table.model().index(0, 0))
    assert page.level.title_label.text() == "Level 4"
    assert page.level.caption_label.text() == "5 treated · 5 evaluable"
    assert "Rebuilt and stored agree character for character" in said(page.comparison)
    assert page.session.words.moment(decision.signed_at) in said(page)
    assert page.side.currentWidget() is page.signed_panel
    page.signed_panel.back_button.click()
    assert page.level.caption_label.text() == "6 treated · 6 evaluable"


def undermine(page) -> None:
    """A second look at 01-006 makes a DLT of its event at level 3."""
    event = next(one for one in page.session.study.adverse_events if one.subject_id == "01-006")
    worse = replace(event, term="Pneumonitis", grade=Grade.SEVERE, relationship=Relationship.PROBABLE)
    page.session.file.correct(worse, person=PERSON, now=NOW, reason="reclassified")
    page.show_study()


def test_a_decision_that_later_data_undermine_is_flagged_and_its_own_ground_can_still_be_seen(open_page):  # ESC-8
    page = open_page(READY)
    assert "needs review" not in said(page)
    undermine(page)
    first = page.session.status.undermined[0][0]
    assert f"Decision of {page.session.words.day(first.signed_at)} needs review" in said(page)
    assert "changed" in [page.history.table.model().index(row, 2).data() for row in range(4)]
    page.show_decision(first.record_id)
    words = said(page.comparison)
    assert "Rebuilt and stored agree character for character" in words
    assert "Open level 4 (0.3 mg/kg), 3 subjects" in words
    assert "Expand level 3 (0.1 mg/kg), 3 subjects" in words


def test_a_file_open_for_reading_only_says_why_nothing_can_be_signed(open_page, qtbot, tmp_path):
    page = open_page(READY)
    with StudyFile.open(page.session.file.path, read_only=True) as file:
        reading = DecisionsPage(Session(file, PERSON, clock=lambda: NOW))
        qtbot.addWidget(reading)
        reading.show_study()
        assert "The study was opened for reading only." in said(reading.panel)
        assert reading.panel.signer.isHidden()
        reading.panel.signer.edit.set_value(PERSON.name)
        assert not reading.panel.sign_button.isEnabled()


def test_the_exceeded_level_shows_its_dlts_with_the_clause_that_each_meets(open_page):  # ESC-11
    words = said(open_page(EXCEEDED).toxicities)
    assert "01-009" in words
    assert words.count("Pneumonitis") == 2
    assert words.count("Grade 3 or worse non-haematological toxicity; not grade 3 nausea") == 2


def test_a_persons_verdict_stands_at_the_dlt_with_the_reason(open_page, qtbot):  # ESC-11, AE-5
    session = open_page(EXCEEDED).session
    limiting = [one for one in session.status.assessments if one.outcome is Outcome.DLT]
    verdict = draft_adjudication(
        session.study, session.part, limiting[0].subject_id, DltVerdict.DLT, record_id="verdict",
        reason="related, inside the window; treated in hospital", signed_by=PERSON.name, signed_role=PERSON.role,
        now=NOW,
    )  # fmt: skip
    session.file.save(verdict, person=PERSON, now=NOW)
    page = DecisionsPage(session)
    qtbot.addWidget(page)
    page.show_study()
    words = said(page.toxicities)
    assert words.count("Lin Yue: related, inside the window; treated in hospital") == 1
    assert words.count("Grade 3 or worse non-haematological toxicity; not grade 3 nausea") == 1


def test_a_typed_cut_off_moves_the_decision_back(open_page, qtbot):  # REP-4
    page = open_page(READY)
    page.panel.cut_off_link.click()
    page.panel.cut_off.edit.setText("20 Oct 2026 12:00")
    qtbot.keyClick(page.panel.cut_off.edit, Qt.Key.Key_Return)
    assert page.session.study.cut_off == datetime(2026, 10, 20, 4, 0, tzinfo=UTC)
    assert page.panel.cut_off_link.text() == "Back to now"
    page.panel.cut_off_link.click()
    assert page.session.study.cut_off == NOW


def test_a_cut_off_is_a_moment_or_the_end_of_a_day_and_never_in_the_future():
    assert parse_cut_off("2026-11-19", ZONE, NOW) == datetime(2026, 11, 19, 15, 59, tzinfo=UTC)
    assert parse_cut_off("20 Nov 2026", ZONE, NOW) == NOW
    for wrong, why in (("21 Nov 2026", "future"), ("Nov 2026", "day is needed"), ("12/01/2026", "Not a date")):
        with pytest.raises(ValueError, match=why):
            parse_cut_off(wrong, ZONE, NOW)


def test_an_empty_study_says_that_the_start_level_needs_no_decision(open_page):
    page = open_page("")
    assert "The start level opens without one" in said(page.history)
    assert page.toxicities.isHidden()


def test_a_narrow_page_puts_the_level_below_the_table(open_page, qtbot):
    page = open_page(READY)
    page.show()
    wide = page.level.geometry()
    assert wide.left() > page.rule.geometry().right()
    page.resize(1080, 672)
    qtbot.waitUntil(lambda: page.level.geometry().top() > page.rule.geometry().bottom())


def test_everything_that_can_be_used_has_a_name(open_page):
    page = open_page(READY)
    for widget in (
        page.panel.choices,
        page.panel.reason.edit,
        page.panel.signer.edit,
        page.rule.table,
        page.history.table,
        page.panel.sign_button,
        *page.panel.choices.rows(),
    ):
        assert widget.accessibleName()


def test_the_sentence_is_announced_with_the_word_of_its_chip(open_page):
    page = open_page("1N 2MNN 3NNXN 4NNT??")  # spacing holds the sixth subject back
    assert page.sentence.chip.action == "wait"
    assert "Wait: " in page.sentence.accessibleName()


def test_a_long_number_of_a_subject_is_shown_whole_beside_its_outcome(qtbot):
    rooms = []
    for subject in ("01-013", "NORTH-01-013"):
        row = SubjectRow(Mark("N"), subject, "no DLT", "finished 17 Oct", line=False)
        qtbot.addWidget(row)
        rooms.append(row.room_of_subject())
        assert QFontMetricsF(body_font(500, tabular=True)).horizontalAdvance(subject) <= rooms[-1]
    assert rooms[0] == 68 < rooms[1]
