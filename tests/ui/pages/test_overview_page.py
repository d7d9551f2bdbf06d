"""The overview on a real study file: what stands first, what follows, and that nothing is cut off."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetricsF

from domain.partial_date import PartialDate
from domain.records import AdverseEvent, Enrolment
from domain.terms import Grade, Relationship
from tests.ui.pages.studies import NOW, PERSON, make_session
from ui.pages.alarm import alarm_of, stops_dosing
from ui.pages.overview_cards import NextLine, WindowLine
from ui.pages.overview_page import OverviewPage
from ui.pages.overview_rows import build_next_rows, derive_outlook
from ui.session import Session
from ui.theme import caption_font
from ui.widgets.buttons import LinkButton

HISTORY = "1N 2MNN 3NNXN 4NNT??"
HISTORIES = [HISTORY, "1N 2MNN 3NNT 4N", "1N 2MNN 3NTT 4NNN", "1N 2N 3NNN 4TTN", "", "1N 2N 3NNNNNN 4TTN", "1N 2m"]


def page_of(qtbot, session: Session, size: tuple[int, int] = (1240, 852)) -> OverviewPage:
    page = OverviewPage(session)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show_study()
    page.show()
    qtbot.wait(1)
    return page


def lines(page: OverviewPage, kind: type) -> list:
    return [line for line in page.findChildren(kind) if not line.isHidden()]


def names(page: OverviewPage, kind: type) -> list[str]:
    return [line.accessibleName() for line in lines(page, kind)]


def test_the_sentence_stands_with_its_chip_and_wait_where_nobody_may_be_dosed_now(qtbot, tmp_path: Path):
    session = make_session(tmp_path / "s.titrant", HISTORY)
    card = page_of(qtbot, session).recommendation_card
    assert card.chip.action == "wait"
    assert card.headline.text() == session.words.headline(session.status.recommendation)
    assert card.accessibleName().startswith("Wait: Level 4 (0.3 mg/kg) has 1 DLT in 3 evaluable")
    texts = [label.text() for label in card.findChildren(type(card.headline)) if label.isVisible()]
    assert any(text.startswith("A recommendation, not a decision. Last decision: ") for text in texts)


@pytest.mark.parametrize(
    ("history", "title"),
    [
        ("1N 2MNN 3NNT 4N", "Level 4 is suspended: dose nobody there."),
        ("1N 2MNN 3NTT 4NNN", "Level 4 is suspended: dose nobody there."),
        ("1N 2MNN 3NNT 4N 5N", "Levels 4 and 5 are suspended: dose nobody there."),
        ("1N 2N 3NNN 4TTN", "Level 4 is exceeded: dose nobody there or above."),
    ],
)
def test_a_suspended_or_exceeded_level_alarms(tmp_path, history: str, title: str):
    session = make_session(tmp_path / "s.titrant", history)
    assert alarm_of(session.status, session.words)[0] == title
    assert stops_dosing(session.status)


def test_a_decision_whose_ground_has_changed_asks_for_review_without_forbidding(qtbot, tmp_path: Path):
    session = make_session(tmp_path / "s.titrant", "1N 2N 3NNN 4?")
    first = session.status.assessments[0]
    onset = (first.first_dose_at + timedelta(days=3)).astimezone(session.study.zone)
    event = AdverseEvent(
        record_id="late-event",
        subject_id=first.subject_id,
        term="Fatigue",
        grade=Grade.MODERATE,
        onset=PartialDate.of(onset.date()),
        relationship=Relationship.DEFINITE,
    )
    session.file.save(event, person=PERSON, now=NOW)
    assert session.status.undermined
    title, text = alarm_of(session.status, session.words)
    assert "needs review" in f"{title} {text}" or "need review" in f"{title} {text}"
    assert "On the entries of today: " in text


def test_a_subject_enrolled_at_a_suspended_level_is_named(tmp_path: Path):
    session = make_session(tmp_path / "s.titrant", "1N 2MNN 3NNT 4N")
    waiting = session.study.subjects[-1].subject_id
    enrolment = Enrolment(
        record_id="late", subject_id=waiting, part_id=session.part.part_id, dose_level=4, enrolled_at=NOW
    )
    session.file.save(enrolment, person=PERSON, now=NOW)
    assert waiting in alarm_of(session.status, session.words)[1]


def test_the_window_card_names_each_subject_until_when_and_how_many_places(qtbot, tmp_path: Path):
    page = page_of(qtbot, make_session(tmp_path / "s.titrant", HISTORY))
    said = names(page, WindowLine)
    assert [name[:6] for name in said] == ["01-012", "01-013", "01-014"]
    assert "days left" in said[0]
    assert "until " in said[0]
    assert "in screening" in said[2]
    assert "eligibility open" in said[2]
    assert page.window_card.caption_label.text() == "2 of 2 places used"
    with qtbot.waitSignal(page.subject_chosen) as caught:
        qtbot.mouseClick(lines(page, WindowLine)[1], Qt.MouseButton.LeftButton)
    assert caught.args == ["01-013"]


def test_an_event_to_be_judged_stands_before_any_other(qtbot, tmp_path: Path):
    session = make_session(tmp_path / "s.titrant", HISTORY)
    onset = PartialDate.of((NOW - timedelta(days=1)).date())
    event = AdverseEvent(
        record_id="open-event",
        subject_id="01-012",
        term="Alanine aminotransferase increased",
        grade=Grade.SEVERE,
        onset=onset,
        relationship=Relationship.POSSIBLE,
    )
    session.file.save(event, person=PERSON, now=NOW)
    page = page_of(qtbot, session)
    said = names(page, WindowLine)[0]
    assert said.startswith("01-012")
    assert "not yet known: Alanine aminotransferase increased, grade 3; until " in said


def test_what_next_tells_each_number_of_dlts_and_the_subject_not_evaluable(qtbot, tmp_path: Path):
    session = make_session(tmp_path / "s.titrant", HISTORY)
    rows = build_next_rows(session.status, derive_outlook(session.status))
    assert [(one.figure, one.chip) for one in rows] == [("0", "escalate"), ("1+", "exceeded"), ("X", "replace")]
    assert rows[0].in_all == "1 of 6 in all"
    assert rows[1].line.startswith("Level 4 closes.")
    page = page_of(qtbot, session)
    assert len(names(page, NextLine)) == 3
    assert page.next_card.caption_label.text() == "3 outcomes to come"


def test_what_next_does_not_promise_an_escalation_that_a_moderate_toxicity_would_stop(tmp_path: Path):
    session = make_session(tmp_path / "s.titrant", "1?")
    rows = build_next_rows(session.status, derive_outlook(session.status))
    assert (rows[0].chip, rows[0].in_all) == ("escalate", "no moderate toxicity")


def test_an_exceeded_level_is_never_given_a_date(tmp_path: Path):
    session = make_session(tmp_path / "s.titrant", "1N 2N 3NNN 4TTN")
    assert all(block.what.numbers.get("level") != 4 for block in session.status.recommendation.blocks)


def test_an_empty_study_says_what_to_do_first_and_shows_the_ladder(qtbot, tmp_path: Path):
    page = page_of(qtbot, make_session(tmp_path / "s.titrant", ""))
    assert page.window_card.isHidden()
    assert page.empty_card.isVisible()
    assert len(page.ladder_card.ladder.rows) == 8
    with qtbot.waitSignal(page.section_wanted) as caught:
        qtbot.mouseClick(page.empty_state.button, Qt.MouseButton.LeftButton)
    assert caught.args == ["subjects"]


@pytest.mark.parametrize("size", [(1080, 672), (1240, 852), (1720, 1032)])
@pytest.mark.parametrize("history", HISTORIES)
def test_nothing_overlaps_and_nothing_leaves_the_page(qtbot, tmp_path: Path, history: str, size: tuple[int, int]):
    page = page_of(qtbot, make_session(tmp_path / "s.titrant", history), size)
    parts = [page.recommendation_card, page.ladder_card, page.side]
    places = [QRect(part.mapTo(page, QPoint(0, 0)), part.size()) for part in parts if part.isVisible()]
    for index, one in enumerate(places):
        assert page.rect().contains(one)
        assert not any(one.intersects(other) for other in places[index + 1 :])
    assert page.side.width() == (320 if size[0] < 1160 else 376)
    metrics = QFontMetricsF(caption_font())
    for line in lines(page, NextLine):
        assert metrics.horizontalAdvance(line.row.line) <= line.words_room()
    for line in lines(page, WindowLine):
        pair = line.choose_texts(line.width() - 54)
        assert sum(map(metrics.horizontalAdvance, pair)) <= line.width() - 54


def test_eight_levels_fit_in_a_small_window(qtbot, tmp_path: Path):
    page = page_of(qtbot, make_session(tmp_path / "s.titrant", HISTORY), (1080, 672))
    ladder = page.ladder_card.ladder
    assert ladder.layout_now.height <= ladder.parentWidget().height()
    assert ladder.layout_now.rungs[0].band.height() >= 44


# The side of a low page, with as many in the window as there are places: nothing is scrolled that could be counted.
@pytest.mark.parametrize(("height", "in_screening", "counted"), [(620, 1, 0), (600, 0, 1), (590, 0, 1)])
def test_who_is_in_screening_is_counted_where_the_side_would_scroll(
    qtbot, tmp_path: Path, height: int, in_screening: int, counted: int
):
    page = page_of(qtbot, make_session(tmp_path / "s.titrant", HISTORY), (1080, height))
    said = names(page, WindowLine)
    assert sum("in screening" in name for name in said) == in_screening
    assert page.window_card.more.isVisible() is bool(counted)
    assert page.side.verticalScrollBar().maximum() == 0


def test_a_source_that_stands_above_is_said_in_short_on_a_low_page_only(qtbot, tmp_path: Path):
    page = page_of(qtbot, make_session(tmp_path / "s.titrant", HISTORY), (1080, 672))
    links = [one for one in page.recommendation_card.findChildren(LinkButton) if one.isVisible()]
    assert [one.text() for one in links] == ["registration, dose escalation rules", "the same"]
    assert {one.accessibleName() for one in links} == {"registration, dose escalation rules"}
    page.resize(1240, 852)
    qtbot.wait(1)
    assert [one.text() for one in links] == ["registration, dose escalation rules"] * 2
    for link in links:
        assert link.minimumSizeHint().width() <= link.width()
