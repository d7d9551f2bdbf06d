"""A person's verdict on the DLT page: derived, judged, overruled, opened again (AE-5)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from domain.adjudication import draft_adjudication
from domain.terms import DltVerdict, Grade, Outcome, Relationship
from storage.person import Person
from tests.ui.pages.dlt import (
    FINISHED,
    OPEN,
    add_event,
    assessed,
    choices,
    headings,
    judge,
    limiting,
    rows,
    said,
)
from tests.ui.pages.studies import NOW, PERSON, ZONE
from ui.pages.decisions_page import DecisionsPage

OTHER = Person("Chen Hao", "medical monitor, sponsor")


def test_a_verdict_is_signed_with_nothing_but_the_keyboard(open_dlt: Any, qtbot: Any) -> None:
    page = open_dlt(FINISHED)
    page.show()
    page.activateWindow()
    page.list.setFocus()
    qtbot.waitUntil(lambda: page.list.hasFocus())
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    subject = page.list.current()
    assert subject == "01-005"
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    chosen = next(row for row in page.panel.choices.rows() if row.isChecked())
    assert chosen.choice.value is DltVerdict.NO_DLT
    qtbot.waitUntil(lambda: chosen.hasFocus())
    qtbot.keyClick(chosen, Qt.Key.Key_Up)
    chosen = next(row for row in page.panel.choices.rows() if row.isChecked())
    assert chosen.choice.value is DltVerdict.DLT
    qtbot.keyClick(chosen, Qt.Key.Key_Tab)
    qtbot.keyClicks(page.panel.reason.edit, "seen at the bedside")
    qtbot.keyClicks(page.panel.signer.edit, PERSON.name)
    qtbot.keyClick(page.panel.signer.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(page.session.study.adjudications_of(subject)))
    (signed,) = page.session.study.adjudications_of(subject)
    assert (signed.verdict, signed.reason, signed.derived) == (DltVerdict.DLT, "seen at the bedside", "not met")
    assert (signed.signed_by, signed.signed_role) == (PERSON.name, PERSON.role)
    assert page.list.hasFocus()
    assert page.list.current() == subject


def test_no_dlt_is_refused_before_the_window_ends_and_the_date_is_named(open_dlt: Any) -> None:
    page = open_dlt(OPEN)
    until = assessed(page, page.list.current()).window_ends_at.astimezone(ZONE)
    assert choices(page) == {
        "Not yet known": ("follows the derived", True),
        "DLT": ("reason needed", True),
        "No DLT": (f"not before {until.day} {until:%b}", False),
    }
    assert page.panel.sign_button.text() == "Sign verdict for 01-010"
    page.panel.choices.set_value(DltVerdict.NO_DLT)
    page.panel.signer.edit.set_value(PERSON.name)
    assert not page.panel.sign_button.isEnabled()


def test_overruling_needs_a_reason_and_is_then_seen_everywhere(open_dlt: Any, qtbot: Any) -> None:
    page = open_dlt(FINISHED)
    page.open_subject("01-006")
    assert choices(page)["No DLT"] == ("reason needed", True)
    page.panel.choices.set_value(DltVerdict.NO_DLT)
    page.panel.signer.edit.set_value(PERSON.name)
    assert not page.panel.sign_button.isEnabled()
    assert "A verdict against the derived one needs a reason." in [text for _, text in page.panel.reason_row.findings]
    judge(page, DltVerdict.NO_DLT, "an infection explains it")
    one = assessed(page, "01-006")
    assert one.is_overruled
    assert one.outcome is Outcome.MODERATE
    row = rows(page)["01-006"]
    assert (row.tag.text, row.line, row.glyph) == ("no DLT", "overruled by Lin Yue", "pencil")
    text = said(page.panel)
    assert "Overrules the derived verdict" in text
    assert "Lin Yue, principal investigator, 20 Nov 2026 14:10" in text
    assert "an infection explains it" in text
    assert page.panel.caption_label.text() == "signed"
    decisions = DecisionsPage(page.session)
    qtbot.addWidget(decisions)
    decisions.show_study()
    tally = page.session.status.recommendation.tally(4)
    assert (tally.dlt, tally.evaluable) == (0, 3)
    assert "0 DLTs in 3 evaluable" in headings(page)[0]


def test_the_level_and_the_recommendation_follow_a_verdict(open_dlt: Any) -> None:
    page = open_dlt(FINISHED)
    before = page.session.status.recommendation
    page.open_subject("01-005")
    judge(page, DltVerdict.DLT, "the narrative says so")
    after = page.session.status.recommendation
    assert (before.tally(4).dlt, after.tally(4).dlt) == (1, 2)
    assert before.action is not after.action
    assert rows(page)["01-005"].mark.state == "T"


def test_a_changed_event_opens_the_verdict_again_and_the_page_says_what_changed(open_dlt: Any) -> None:
    page = open_dlt(FINISHED)
    page.open_subject("01-006")
    judge(page, DltVerdict.NO_DLT, "an infection explains it")
    event = limiting(page, "01-006")
    worse = replace(event, grade=Grade.LIFE_THREATENING, relationship=Relationship.DEFINITE)
    assert page.session.save(worse, reason="reclassified")
    one = assessed(page, "01-006")
    assert one.is_reopened
    assert one.outcome is Outcome.DLT
    text = said(page.panel)
    assert "Judge again: what the verdict rests on has changed" in text
    onset = page.session.words.say(event.onset)
    assert f"{event.term} of {onset}: grade, relationship changed" in text
    assert page.panel.caption_label.text() == "to be judged again"
    row = rows(page)["01-006"]
    assert (row.line, row.glyph, row.tag.text) == ("judge again", "triangle", "T met")
    assert page.panel.is_judging
    judge(page, DltVerdict.DLT, "")
    assert not assessed(page, "01-006").is_reopened
    assert rows(page)["01-006"].line == "signed by Lin Yue"


def test_a_derived_verdict_that_moved_is_named(open_dlt: Any) -> None:
    page = open_dlt(OPEN)
    subject = page.list.current()
    judge(page, DltVerdict.NOT_YET_KNOWN)
    assert rows(page)[subject].line == "signed by Lin Yue"
    add_event(page, subject, "Pneumonitis", 3, 2)
    text = said(page.panel)
    assert "The derived verdict was “not yet known” and is now “met”." in text
    assert "Pneumonitis of " in text
    assert assessed(page, subject).outcome is Outcome.DLT


def test_a_second_opinion_stands_beside_the_verdict_and_decides_nothing(open_dlt: Any) -> None:
    page = open_dlt(FINISHED)
    page.open_subject("01-006")
    assert page.panel.second.isHidden()  # there is nothing yet to stand beside
    judge(page, DltVerdict.NO_DLT, "an infection explains it")
    page.session.person = OTHER
    page.show_study()
    page.panel.opinion_link.click()
    assert page.panel.second.isChecked()
    assert page.panel.sign_button.text() == "Sign second opinion for 01-006"
    judge(page, DltVerdict.DLT, "", name=OTHER.name)
    one = assessed(page, "01-006")
    assert one.is_overruled
    assert one.outcome is Outcome.MODERATE
    assert one.standing is not None
    assert [opinion.signed_by for opinion in one.standing.opinions] == [OTHER.name]
    text = said(page.panel)
    assert "Second opinion" in text
    assert "Chen Hao, medical monitor, sponsor" in text
    assert "differs from the verdict that counts" in text


def test_a_verdict_can_be_judged_again_in_the_same_minute(open_dlt: Any) -> None:
    page = open_dlt(FINISHED)
    page.open_subject("01-006")
    for verdict, reason in ((DltVerdict.NO_DLT, "first"), (DltVerdict.DLT, ""), (DltVerdict.NO_DLT, "third")):
        if not page.panel.is_judging:
            page.panel.again_link.click()
        judge(page, verdict, reason)
    one = assessed(page, "01-006")
    assert one.standing is not None
    assert one.standing.adjudication.reason == "third"
    assert len(page.session.study.adjudications_of("01-006")) == 3


def test_what_was_filled_in_stays_with_its_subject_and_counts_as_unsaved(open_dlt: Any) -> None:
    page = open_dlt(FINISHED)
    page.open_subject("01-006")
    assert not page.has_unsaved()
    page.panel.choices.set_value(DltVerdict.NO_DLT)
    page.panel.reason.set_value("half a reason")
    page.panel.signer.edit.set_value("Lin")
    page.open_subject("01-005")
    assert page.panel.reason.value() == ""
    assert not page.panel.signer.has_text()
    assert page.has_unsaved()
    page.open_subject("01-006")
    assert page.panel.reason.value() == "half a reason"
    assert page.panel.choices.value() is DltVerdict.NO_DLT


def test_nothing_is_signed_on_data_that_changed_after_they_were_shown(open_dlt: Any) -> None:
    page = open_dlt(FINISHED)
    page.open_subject("01-006")
    page.panel.signer.edit.set_value(PERSON.name)
    event = limiting(page, "01-006")
    page.session.file.correct(replace(event, narrative="seen"), person=PERSON, now=NOW, reason="typing")
    page.panel.sign_button.click()
    assert page.session.study.adjudications_of("01-006") == ()
    assert "Nothing was signed: the data changed after they were shown." in said(page)
    judge(page, DltVerdict.DLT)
    assert len(page.session.study.adjudications_of("01-006")) == 1


def test_who_looks_back_can_not_judge(open_dlt: Any) -> None:
    page = open_dlt(FINISHED)
    page.session.choose_cut_off(NOW - timedelta(days=40))
    assert "Bring back the present" in said(page.panel)
    assert not page.panel.is_judging


def test_nothing_is_cut_short_in_the_panel_where_the_page_is_narrow(open_dlt: Any) -> None:
    page = open_dlt(OPEN)
    page.resize(1080, 600)
    page.show()
    content = page.panel.area.widget()
    assert content.minimumSizeHint().width() <= page.panel.area.viewport().width()
    room = page.panel.signer.width()
    for button in (page.panel.sign_button, page.panel.again_link, page.panel.opinion_link):
        assert QFontMetricsF(button.font()).horizontalAdvance(button.text()) < room
    assert page.minimumSizeHint().width() <= 1080


def test_a_verdict_signed_elsewhere_is_shown(open_dlt: Any) -> None:
    page = open_dlt(FINISHED)
    study = page.session.study
    signed = draft_adjudication(
        study, page.session.part, "01-004", DltVerdict.NO_DLT, record_id="elsewhere", reason="",
        signed_by="Zhou Min", signed_role="", now=datetime(2026, 11, 20, 6, 9, tzinfo=UTC),
    )  # fmt: skip
    assert page.session.save(signed)
    assert rows(page)["01-004"].line == "signed by Zhou Min"
