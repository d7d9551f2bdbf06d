"""The DLT page: verdicts by level, clauses with their evidence, and a person's adjudication (AE-5, AE-6)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel, QWidget

from domain.adjudication import draft_adjudication
from domain.dlt.answer import Verdict
from domain.evaluability import Assessment
from domain.partial_date import PartialDate
from domain.protocol.reader import content_to_json
from domain.records import AdverseEvent, GradeChange, ProtocolVersion
from domain.terms import DltVerdict, Grade, Outcome, Relationship
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.pages.studies import NOW, PERSON, ZONE, make_session
from ui.models.dlt_rows import VerdictRow
from ui.pages.decisions_page import DecisionsPage
from ui.pages.dlt_page import DltPage
from ui.pages.dlt_strip import StripView, lay_out_strip
from ui.pages.verdict_tag import VerdictTag
from ui.session import Session
from ui.theme import apply_theme

OPEN, FINISHED = "1N 2N 3N 4NNXN 5NT?", "1N 2N 3N 4NNT"
OTHER = Person("Chen Hao", "medical monitor, sponsor")


@pytest.fixture
def open_page(qtbot: Any, qapp: Any, tmp_path: Path) -> Iterator[Callable[..., DltPage]]:
    """Opens the page on a history of BAT6021."""
    apply_theme(qapp, "light")
    opened: list[Session] = []

    def make(history: str, protocol_id: str = "bat6021", *, session: Session | None = None) -> DltPage:
        if session is None:
            session = make_session(tmp_path / f"{len(opened)}.titrant", history, protocol_id=protocol_id)
        opened.append(session)
        page = DltPage(session)
        qtbot.addWidget(page)
        session.changed.connect(lambda _changes: page.show_study())
        page.resize(1240, 852)
        page.show_study()
        return page

    yield make
    for session in opened:
        session.file.close()


def said(widget: QWidget) -> str:
    """Every word on a widget."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def rows(page: DltPage) -> dict[str, VerdictRow]:
    """The rows of the list by subject."""
    model = page.list.rows
    items = [model.item(model.index(row)) for row in range(model.rowCount())]
    return {item.subject_id: item for item in items if isinstance(item, VerdictRow)}


def headings(page: DltPage) -> list[str]:
    model = page.list.rows
    items = [model.item(model.index(row)) for row in range(model.rowCount())]
    return [f"{item.title}: {item.caption}" for item in items if not isinstance(item, VerdictRow)]


def choices(page: DltPage) -> dict[str, tuple[str, bool]]:
    return {row.choice.text: (row.choice.note, row.isEnabled()) for row in page.panel.choices.rows()}


def assessed(page: DltPage, subject_id: str) -> Assessment:
    one = page.session.status.assessment(subject_id)
    assert one is not None
    return one


def day(page: DltPage, subject_id: str, number: int) -> PartialDate:
    """A study day of a subject."""
    first = assessed(page, subject_id).first_dose_at
    return PartialDate.of((first + timedelta(days=number - 1)).astimezone(ZONE).date())


def add_event(page: DltPage, subject_id: str, name: str, grade: int, onset: int, **items: Any) -> AdverseEvent:
    items.setdefault("relationship", Relationship.PROBABLE)
    items.setdefault("record_id", f"3f{len(page.session.study.adverse_events):030d}")
    event = AdverseEvent(
        subject_id=subject_id, term=name, grade=Grade(grade), onset=day(page, subject_id, onset), **items
    )
    assert page.session.save(event)
    return event


def limiting(page: DltPage, subject_id: str) -> AdverseEvent:
    """The event that makes the subject's DLT."""
    return max(page.session.study.events_of(subject_id), key=lambda event: event.worst)


def judge(page: DltPage, verdict: DltVerdict, reason: str = "", name: str = PERSON.name) -> None:
    """Fill in the form and sign."""
    page.panel.choices.set_value(verdict)
    page.panel.reason.set_value(reason)
    page.panel.signer.edit.set_value(name)
    page.panel.sign_button.click()


def test_the_list_names_each_level_highest_first_with_its_count(open_page: Any) -> None:
    page = open_page(OPEN)
    assert headings(page) == [
        "Level 5, 100 mg: 1 DLT in 2 evaluable",
        "Level 4, 30 mg: 0 DLTs in 3 evaluable",
        "Level 3, 10 mg: 0 DLTs in 1 evaluable",
        "Level 2, 3 mg: 0 DLTs in 1 evaluable",
        "Level 1, 1 mg: 0 DLTs in 1 evaluable",
    ]
    tags = {subject: row.tag.text for subject, row in rows(page).items()}
    assert (tags["01-010"], tags["01-009"], tags["01-008"], tags["01-006"]) == (
        "not yet known", "T met", "not met", "X not evaluable",
    )  # fmt: skip
    assert page.list.current() == "01-010"
    assert page.list_card.caption_label.text() == "10 treated"


def test_the_clauses_stand_in_the_order_met_not_yet_by_date_not_met_with_their_evidence(open_page: Any) -> None:  # AE-5
    page = open_page(OPEN)
    subject = page.list.current()
    today = assessed(page, subject).study_day(NOW)
    changes = (GradeChange(day(page, subject, today - 3), Grade(4)),)
    add_event(page, subject, "Platelet count decreased", 1, 2, grade_changes=changes)
    add_event(page, subject, "Alanine aminotransferase increased", 3, 3)
    views = page.clauses.views
    assert [(view.row.number, view.row.verdict) for view in views][:3] == [
        (3, Verdict.NOT_YET), (12, Verdict.NOT_YET), (1, Verdict.NOT_MET),
    ]  # fmt: skip
    assert [view.row.number for view in views[2:]] == [1, 2, 4, 5, 6, 7, 8, 9, 10, 11]
    text = said(views[0])
    onset, since = (page.session.words.say(day(page, subject, number)) for number in (2, today - 3))
    assert f"Platelet count decreased of {onset}: at the grade since {since}, day 3 of 7." in text
    assert "known on" in text
    assert "not met so far" in said(views[2])
    assert "Awaited" in said(page.panel)
    assert "clause 3, " in said(page.panel)
    assert "3f0000" not in said(page)  # no record id on the screen


def test_a_dlt_stands_first_with_the_event_that_makes_it_and_opens_it(open_page: Any, qtbot: Any) -> None:
    page = open_page(OPEN)
    page.open_subject("01-009")
    first = page.clauses.views[0]
    assert first.row.verdict is Verdict.MET
    event = limiting(page, "01-009")
    assert [link.record_id for link in first.row.events] == [event.record_id]
    link = next(one for one in first.findChildren(QWidget) if one.accessibleName().startswith(f"Open {event.term}"))
    with qtbot.waitSignal(page.event_wanted) as caught:
        link.click()
    assert caught.args == [event.record_id]
    with qtbot.waitSignal(page.subject_wanted) as caught:
        page.head.open_button.click()
    assert caught.args == ["01-009"]


def test_the_number_of_a_clause_opens_its_source_or_its_assumption(open_page: Any) -> None:
    page = open_page(OPEN)
    by_number = {view.row.number: view for view in page.clauses.views}
    by_number[3].link.click()
    assert "Source: registration, DLT definition: Grade 4 thrombocytopenia lasting ≥7 days" in said(by_number[3])
    by_number[6].link.click()
    assert "Assumption: the neutropenia, of grade 3 or worse, lasts 7 days" in said(by_number[6])
    assert "The registration says: grade 3 neutropenia with infection ≥7 days" in said(by_number[6])
    by_number[3].link.click()
    assert by_number[3].source is not None
    assert by_number[3].source.isHidden()
    other = open_page("1N", "bat6026")
    other.clauses.views[0].link.click()
    assert "Assumption: " in said(other.clauses.views[0])


def test_clauses_that_do_not_apply_are_a_count_and_a_link(open_page: Any) -> None:
    page = open_page(OPEN)
    assert page.clauses.inapplicable_link.text() == "1 does not apply"
    assert "Any toxicity that delays cycle 2" not in said_visible(page.clauses)
    page.clauses.inapplicable_link.click()
    assert "Any toxicity that delays cycle 2 by more than 2 weeks" in said_visible(page.clauses)


def said_visible(widget: QWidget) -> str:
    """Every word that can be seen: its owners are shown too."""
    labels = (label for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))
    return "\n".join(label.text() for label in labels)


def test_an_event_outside_the_window_is_listed_below_and_moves_no_verdict(open_page: Any) -> None:  # AE-6
    page = open_page(OPEN)
    page.open_subject("01-001")
    assert "Outside the window" not in said(page.clauses)
    add_event(page, "01-001", "Pneumonitis", 3, 30)
    text = said(page.clauses)
    assert "Outside the window" in text
    assert "Meets clause 9" in text
    assert assessed(page, "01-001").outcome is Outcome.NO_DLT
    assert rows(page)["01-001"].tag.text == "not met"


def test_the_duration_strip_shows_each_day_and_the_day_of_the_answer(open_page: Any) -> None:
    page = open_page(OPEN)
    subject = page.list.current()
    today = assessed(page, subject).study_day(NOW)
    add_event(page, subject, "Platelet count decreased", 4, today - 3)
    (view,) = page.clauses.findChildren(StripView)
    assert view.accessibleName() == "Days at the grade: 3 days of 7"
    words = view.accessibleDescription()
    assert f"Day {today}, " in words
    assert "still to come" in words
    layout = lay_out_strip(view.strip, 300)
    assert all(one.right() <= other.left() for one, other in zip(layout.cells, layout.cells[1:], strict=False))
    assert layout.lasted.left() == layout.cells[3].left()
    assert layout.open.right() > layout.lasted.right()


def test_a_verdict_is_signed_with_nothing_but_the_keyboard(open_page: Any, qtbot: Any) -> None:
    page = open_page(FINISHED)
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


def test_no_dlt_is_refused_before_the_window_ends_and_the_date_is_named(open_page: Any) -> None:
    page = open_page(OPEN)
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


def test_overruling_needs_a_reason_and_is_then_seen_everywhere(open_page: Any, qtbot: Any) -> None:
    page = open_page(FINISHED)
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


def test_the_level_and_the_recommendation_follow_a_verdict(open_page: Any) -> None:
    page = open_page(FINISHED)
    before = page.session.status.recommendation
    page.open_subject("01-005")
    judge(page, DltVerdict.DLT, "the narrative says so")
    after = page.session.status.recommendation
    assert (before.tally(4).dlt, after.tally(4).dlt) == (1, 2)
    assert before.action is not after.action
    assert rows(page)["01-005"].mark.state == "T"


def test_a_changed_event_opens_the_verdict_again_and_the_page_says_what_changed(open_page: Any) -> None:
    page = open_page(FINISHED)
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


def test_a_derived_verdict_that_moved_is_named(open_page: Any) -> None:
    page = open_page(OPEN)
    subject = page.list.current()
    judge(page, DltVerdict.NOT_YET_KNOWN)
    assert rows(page)[subject].line == "signed by Lin Yue"
    add_event(page, subject, "Pneumonitis", 3, 2)
    text = said(page.panel)
    assert "The derived verdict was “not yet known” and is now “met”." in text
    assert "Pneumonitis of " in text
    assert assessed(page, subject).outcome is Outcome.DLT


def test_a_second_opinion_stands_beside_the_verdict_and_decides_nothing(open_page: Any) -> None:
    page = open_page(FINISHED)
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


def test_a_verdict_can_be_judged_again_in_the_same_minute(open_page: Any) -> None:
    page = open_page(FINISHED)
    page.open_subject("01-006")
    for verdict, reason in ((DltVerdict.NO_DLT, "first"), (DltVerdict.DLT, ""), (DltVerdict.NO_DLT, "third")):
        if not page.panel.is_judging:
            page.panel.again_link.click()
        judge(page, verdict, reason)
    one = assessed(page, "01-006")
    assert one.standing is not None
    assert one.standing.adjudication.reason == "third"
    assert len(page.session.study.adjudications_of("01-006")) == 3


def test_what_was_filled_in_stays_with_its_subject_and_counts_as_unsaved(open_page: Any) -> None:
    page = open_page(FINISHED)
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


def test_nothing_is_signed_on_data_that_changed_after_they_were_shown(open_page: Any) -> None:
    page = open_page(FINISHED)
    page.open_subject("01-006")
    page.panel.signer.edit.set_value(PERSON.name)
    event = limiting(page, "01-006")
    page.session.file.correct(replace(event, narrative="seen"), person=PERSON, now=NOW, reason="typing")
    page.panel.sign_button.click()
    assert page.session.study.adjudications_of("01-006") == ()
    assert "Nothing was signed: the data changed after they were shown." in said(page)
    judge(page, DltVerdict.DLT)
    assert len(page.session.study.adjudications_of("01-006")) == 1


def test_a_study_open_for_reading_only_shows_the_verdicts_and_says_why_nothing_can_be_signed(
    open_page: Any, tmp_path: Path
) -> None:
    page = open_page(FINISHED)
    with StudyFile.open(page.session.file.path, read_only=True) as file:
        reading = open_page("", session=Session(file, PERSON, clock=lambda: NOW))
        assert "The study is open for reading only." in said(reading.panel)
        assert not reading.panel.is_judging
        assert not reading.panel.sign_button.isVisibleTo(reading.panel)
        assert len(rows(reading)) == 6


def test_who_looks_back_can_not_judge(open_page: Any) -> None:
    page = open_page(FINISHED)
    page.session.choose_cut_off(NOW - timedelta(days=40))
    assert "Bring back the present" in said(page.panel)
    assert not page.panel.is_judging


def test_a_study_without_treated_subjects_says_what_comes_first(open_page: Any, qtbot: Any) -> None:
    page = open_page("")
    assert page.empty_state.title_label.text() == "No verdicts yet"
    with qtbot.waitSignal(page.section_wanted) as caught:
        page.empty_state.button.click()
    assert caught.args == ["subjects"]


def test_a_protocol_without_a_definition_lists_the_events_that_wait_for_a_person(
    open_page: Any, tmp_path: Path
) -> None:
    session = make_session(tmp_path / "none.titrant", FINISHED, protocol_id="bat6021")
    protocol = session.study.protocol
    parts = tuple(replace(part, dlt=None) for part in protocol.parts)
    content = {**protocol.content, "parts": [{k: v for k, v in one.items() if k != "dlt"} for one in _parts(protocol)]}
    content["study"] = {**protocol.content["study"], "version": "2"}  # type: ignore[dict-item]
    version = ProtocolVersion(
        record_id="version-2",
        version="2",
        reason="the definition is taken out",
        effective_on=NOW.date(),
        content=content_to_json(replace(protocol, version="2", parts=parts, content=content)),
    )
    session.file.save(version, person=PERSON, now=NOW, reason="the definition is taken out")
    page = open_page("", session=session)
    page.open_subject("01-006")
    assert assessed(page, "01-006").derived is None
    text = said(page)
    assert "The protocol has no DLT definition" in text
    assert "waits for a person's verdict" in text
    assert "no definition" in [tag.tag.text for tag in page.panel.findChildren(VerdictTag)]
    judge(page, DltVerdict.DLT, "seen")
    assert assessed(page, "01-006").outcome is Outcome.DLT
    assert rows(page)["01-006"].tag.text == "T DLT"


def _parts(protocol: Any) -> list[dict[str, Any]]:
    parts = protocol.content["parts"]
    assert isinstance(parts, list)
    return parts


def test_sixty_subjects_are_walked_through_with_the_arrow_keys(open_page: Any, qtbot: Any) -> None:
    history = "1N 2N 3N " + " ".join(f"{level}NNN" for level in (4, 5, 6, 7, 8)) + " 8NNN" * 14
    page = open_page(history)
    assert len(rows(page)) == 60
    seen = [page.list.current()]
    for _ in range(59):
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        seen.append(page.list.current())
    assert seen == list(rows(page))
    assert seen[-1] in said(page.head)


def test_nothing_is_cut_short_in_the_panel_where_the_page_is_narrow(open_page: Any) -> None:
    page = open_page(OPEN)
    page.resize(1080, 600)
    page.show()
    content = page.panel.area.widget()
    assert content.minimumSizeHint().width() <= page.panel.area.viewport().width()
    room = page.panel.signer.width()
    for button in (page.panel.sign_button, page.panel.again_link, page.panel.opinion_link):
        assert QFontMetricsF(button.font()).horizontalAdvance(button.text()) < room
    assert page.minimumSizeHint().width() <= 1080


def test_everything_that_can_be_used_has_a_name(open_page: Any) -> None:
    page = open_page(OPEN)
    for widget in (
        page.list, page.head.open_button, page.panel.choices, page.panel.reason.edit, page.panel.signer.edit,
        page.panel.sign_button, page.panel.second, page.clauses.views[0].link, *page.clauses.views,
        *page.panel.choices.rows(),
    ):  # fmt: skip
        assert widget.accessibleName()
    model = page.list.rows
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("01-010, not yet known")


def test_a_verdict_signed_elsewhere_is_shown(open_page: Any) -> None:
    page = open_page(FINISHED)
    study = page.session.study
    signed = draft_adjudication(
        study, page.session.part, "01-004", DltVerdict.NO_DLT, record_id="elsewhere", reason="",
        signed_by="Zhou Min", signed_role="", now=datetime(2026, 11, 20, 6, 9, tzinfo=UTC),
    )  # fmt: skip
    assert page.session.save(signed)
    assert rows(page)["01-004"].line == "signed by Zhou Min"
