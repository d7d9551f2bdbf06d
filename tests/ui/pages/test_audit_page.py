"""The audit page: every event, what it changed, and whether the stream is as it was written (TRU-1)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLabel

from domain.partial_date import PartialDate
from domain.protocol.reader import load_shipped
from domain.records import QueryMessage
from domain.records.adverse_event import DrugAssessment, GradeChange
from domain.records.people import RedactedEvent
from domain.records.recommended_dose import Consideration, WeighedTopic
from domain.terms import Grade, QueryState, Relationship
from storage.verification import Problem, ProblemCode
from tests.storage.build import attack
from tests.ui.pages.studies import NOW, PERSON, ZONE, make_session
from ui.pages.audit_event import say_problem
from ui.pages.audit_model import OPERATION, PAGE_SIZE, REASON, RECORD, SUBJECT, WHEN, AuditModel
from ui.pages.audit_page import AuditPage
from ui.text import Words
from ui.theme import apply_theme
from ui.words.value import say_value

WORDS = Words(ZONE, load_shipped("bat6026").first_part)


@pytest.fixture
def page(qtbot, qapp, tmp_path):
    apply_theme(qapp, "light")
    session = make_session(tmp_path / "study.titrant", "1N 2MNN 3NNXN 4NNT??")
    event = next(one for one in session.study.adverse_events if one.subject_id == "01-006")
    session.file.correct(replace(event, grade=Grade.MODERATE), person=PERSON, now=NOW, reason="Read again")
    page = AuditPage(session)
    qtbot.addWidget(page)
    page.resize(1240, 852)
    page.show_study()
    yield page
    session.file.close()


def said(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


def cell(page, row: int, column: int) -> str:
    return page.model.index(row, column).data()


def test_the_newest_event_stands_first_with_its_reason_and_zone(page):
    assert cell(page, 0, 0) == str(page.session.file.position)
    assert cell(page, 0, WHEN) == "20 Nov 2026 14:10 +08:00"
    assert (cell(page, 0, SUBJECT), cell(page, 0, OPERATION)) == ("01-006", "corrected")
    assert cell(page, 0, REASON) == "Read again"
    assert cell(page, 0, RECORD).startswith("Adverse event: ")


def test_old_and_new_values_stand_side_by_side(page):  # TRU-1
    words = said(page.side)
    at = words.index("Grade at onset")
    assert words[at + 1 : at + 3] == ["1", "2"]
    assert "Before" in words
    page.table.select_row(1)
    assert "Before" not in said(page.side)
    assert "Consent date" in said(page.side)


def test_every_event_can_be_reached_and_said(page):
    while page.model.canFetchMore():
        page.model.fetchMore()
    assert page.model.rowCount() == page.session.file.position
    for row in range(page.model.rowCount()):
        page.table.select_row(row)
        assert page.side.title_label.text().startswith("Event #")


def test_filters_narrow_the_list_and_are_cleared(page):
    page.subject.set_value("01-011")
    assert {cell(page, row, SUBJECT) for row in range(page.model.rowCount())} == {"01-011"}
    page.kind.set_value("administration")
    assert page.model.rowCount() == 1
    assert page.list_card.caption_label.text() == f"1 of {page.session.file.position} events"
    page.kind.set_value("deviation")
    assert page.model.rowCount() == 0
    assert page.table.isHidden()
    assert not page.empty.isHidden()
    page.clear_button.click()
    assert page.model.total == page.session.file.position
    page.person.set_value(PERSON.name)
    assert page.model.total == page.session.file.position


def test_a_subject_that_is_not_there_is_said_at_the_field(page):
    page.subject.setText("99-999")
    assert page.subject.problem()
    assert page.model.total == page.session.file.position


def test_events_are_loaded_a_page_at_a_time(page, qtmodeltester):
    file = page.session.file
    for number in range(PAGE_SIZE):
        file.save_system_event("print", {"number": number}, person=PERSON, now=NOW)
    model = AuditModel(file)
    model.load(page._wanted(), page.session.words)
    assert model.rowCount() == PAGE_SIZE
    qtmodeltester.check(model)
    assert model.row_of(1) == file.position - 1
    assert not model.canFetchMore()


def test_an_untouched_stream_is_verified_in_words(page):  # TRU-1
    page.verify_button.click()
    words = " ".join(said(page))
    assert f"{page.session.file.position} events fit the chain" in words
    assert "Without one it can't be known" in words


def test_an_edited_event_is_found_located_and_can_be_shown(page):  # TRU-1
    attack(page.session.file.path, "UPDATE event SET person = 'Somebody Else' WHERE sequence = 7")
    page.verify_button.click()
    words = " ".join(said(page))
    assert "The file is not as it was written." in words
    assert "Event #7 was edited after it was written." in words
    page.show_event(7)
    assert page.model.entry(page.table.currentIndex().row()).event.sequence == 7


@pytest.mark.parametrize("code", list(ProblemCode))
def test_every_problem_has_its_sentence(code):
    sentence = say_problem(Problem(code=code, sequence=12, kind="adverse_event", record_id="x", field="grade"))
    assert sentence.endswith(".")
    assert "{" not in sentence


def test_a_document_is_shortened_with_its_length():
    text = say_value("x" * 5000, WORDS)
    assert len(text) < 300
    assert "5000 characters" in text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (GradeChange(PartialDate.parse("2026-11-03"), Grade.SEVERE), "3 Nov 2026, 3"),
        (DrugAssessment("tislelizumab", Relationship.DEFINITE), "tislelizumab, "),
        (Consideration(WeighedTopic.EXPOSURE, "rises in proportion"), ", rises in proportion"),
        (RedactedEvent(12, ("reason",), "ab" * 32), "12, reason, abab"),
        (
            QueryMessage(
                datetime(2026, 11, 20, 6, 10, tzinfo=UTC), "li.na", "Li Na", "monitor", "Which?", QueryState.OPEN
            ),
            "Li Na, monitor, 20 Nov 2026 14:10 +08:00: Which?",
        ),
    ],
)
def test_a_value_of_several_parts_is_said_in_words_and_not_as_python_writes_it(value, said):  # TRU-1
    text = say_value((value,), WORDS)
    assert said in text
    assert type(value).__name__ not in text


def test_the_reason_leaves_its_place_where_the_page_is_narrow(page):
    page.show()
    assert not page.table.isColumnHidden(REASON)
    page.resize(1080, 672)
    assert page.table.isColumnHidden(REASON)
