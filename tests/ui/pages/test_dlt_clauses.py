"""The clauses of the DLT definition with their evidence, on the DLT page (AE-5, AE-6)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from domain.dlt.answer import Verdict
from domain.protocol.reader import content_to_json
from domain.records import GradeChange, ProtocolVersion
from domain.terms import DltVerdict, Grade, Outcome
from tests.ui.pages.dlt import FINISHED, OPEN, add_event, assessed, day, judge, limiting, rows, said, said_visible
from tests.ui.pages.studies import NOW, PERSON, make_session
from ui.pages.dlt_strip import StripView, lay_out_strip
from ui.pages.verdict_tag import VerdictTag


def test_the_clauses_stand_in_the_order_met_not_yet_by_date_not_met_with_their_evidence(open_dlt: Any) -> None:  # AE-5
    page = open_dlt(OPEN)
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


def test_a_dlt_stands_first_with_the_event_that_makes_it_and_opens_it(open_dlt: Any, qtbot: Any) -> None:
    page = open_dlt(OPEN)
    page.open_subject("01-009")
    first = page.clauses.views[0]
    assert first.row.verdict is Verdict.MET
    event = limiting(page, "01-009")
    assert [link.record_id for link in first.row.events] == [event.record_id]
    link = next(one for one in first.findChildren(QWidget) if one.accessibleName().startswith(f"Open {event.term}"))
    with qtbot.waitSignal(page.event_wanted) as caught:
        link.click()
    assert caught.args == [event.record_id]
    with qtbot.waitSignal(page.subject_chosen) as caught:
        page.head.open_button.click()
    assert caught.args == ["01-009"]


def test_the_number_of_a_clause_opens_its_source_or_its_assumption(open_dlt: Any) -> None:
    page = open_dlt(OPEN)
    by_number = {view.row.number: view for view in page.clauses.views}
    by_number[3].link.click()
    assert "Source: registration, DLT definition: Grade 4 thrombocytopenia lasting ≥7 days" in said(by_number[3])
    by_number[6].link.click()
    assert "Assumption: the neutropenia, of grade 3 or worse, lasts 7 days" in said(by_number[6])
    assert "The registration says: grade 3 neutropenia with infection ≥7 days" in said(by_number[6])
    by_number[3].link.click()
    assert by_number[3].source is not None
    assert by_number[3].source.isHidden()
    other = open_dlt("1N", "bat6026")
    other.clauses.views[0].link.click()
    assert "Assumption: " in said(other.clauses.views[0])


def test_clauses_that_do_not_apply_are_a_count_and_a_link(open_dlt: Any) -> None:
    page = open_dlt(OPEN)
    assert page.clauses.inapplicable_link.text() == "1 does not apply"
    assert "Any toxicity that delays cycle 2" not in said_visible(page.clauses)
    page.clauses.inapplicable_link.click()
    assert "Any toxicity that delays cycle 2 by more than 2 weeks" in said_visible(page.clauses)


def test_an_event_outside_the_window_is_listed_below_and_moves_no_verdict(open_dlt: Any) -> None:  # AE-6
    page = open_dlt(OPEN)
    page.open_subject("01-001")
    assert "Outside the window" not in said(page.clauses)
    add_event(page, "01-001", "Pneumonitis", 3, 30)
    text = said(page.clauses)
    assert "Outside the window" in text
    assert "Meets clause 9" in text
    assert assessed(page, "01-001").outcome is Outcome.NO_DLT
    assert rows(page)["01-001"].tag.text == "not met"


def test_the_duration_strip_shows_each_day_and_the_day_of_the_answer(open_dlt: Any) -> None:
    page = open_dlt(OPEN)
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


def test_a_protocol_without_a_definition_lists_the_events_that_wait_for_a_person(open_dlt: Any, tmp_path: Path) -> None:
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
    page = open_dlt("", session=session)
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
