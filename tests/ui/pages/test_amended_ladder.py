"""A level inserted by amendment, on the pages: numbers of today, and those that were signed (PRO-4, ESC-7, ESC-8)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from domain.records import Enrolment
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.amended import make_amended
from tests.ui.build import NOW
from ui.forms.enrolment_form import EnrolmentForm
from ui.pages.decision_history import rebuild_decision
from ui.pages.decisions_page import DecisionsPage
from ui.pages.overview_page import OverviewPage
from ui.session import Session

LATER = NOW + timedelta(days=3)


@pytest.fixture
def session(qapp: Any, tmp_path: Path) -> Iterator[Session]:
    """Level 4 was cleared and level 5 decided; then a level was put in between 3 and 4."""
    session = Session(StudyFile.open(make_amended(tmp_path)), Person("Wang Fang", "coordinator"), clock=lambda: LATER)
    yield session
    session.file.close()


def said(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


# ESC-8
def test_a_decision_of_before_is_rebuilt_exactly_as_it_was_seen(session: Session) -> None:
    status = session.status
    decisions = [status.study.as_entered(one) for one in status.study.decisions]
    assert (status.study.decisions[-1].dose_level, decisions[-1].dose_level) == (6, 5)
    for decision in decisions:
        seen = rebuild_decision(decision, session.file.records_at(decision.position), status.part)
        assert seen.is_same
        assert seen.has_same_evidence
        assert seen.status.study.protocol.version == "1"
    assert status.undermined == ()


# PRO-4
def test_until_its_day_the_amendment_is_announced_where_the_committee_looks(qtbot: Any, session: Session) -> None:
    before = Session(session.file, session.person, clock=lambda: NOW)
    for kind in (OverviewPage, DecisionsPage):
        for one, is_announced in ((before, True), (session, False)):
            page = kind(one)
            qtbot.addWidget(page)
            page.show_study()
            announced = "Amendment v2 takes effect on 23 Nov 2026; until then v1 is in force." in said(page)
            assert announced is is_announced


# ESC-8
def test_the_list_of_decisions_says_both_numbers_and_the_open_one_that_of_its_day(qtbot: Any, session: Session) -> None:
    page = DecisionsPage(session)
    qtbot.addWidget(page)
    page.show_study()
    model = page.history.table.model()
    assert model.index(0, 1).data() == "Escalate to level 6 (level 5 then)"
    assert model.index(0, 2).data() == "the same"
    page.show_decision(session.status.study.decisions[-1].record_id)
    text = said(page)
    assert "level 5 (1 mg/kg)" in text
    assert "level 6 (1 mg/kg)" not in text


# PRO-4
def test_a_correction_starts_from_the_number_that_was_entered(qtbot: Any, session: Session) -> None:
    study = session.study
    places = [one for one in map(study.enrolment, study.entries.by_subject) if one is not None]
    moved = next(one for one in places if one.dose_level == 5)
    form = EnrolmentForm(session, moved)
    qtbot.addWidget(form)
    assert form.value("dose_level") == 4
    assert not form.has_changed()
    # What the file holds stays what was entered.
    assert {one.dose_level for one in session.file.records()["enrolment"] if isinstance(one, Enrolment)} == {1, 2, 3, 4}


# PRO-4, ESC-7
def test_the_inserted_level_is_untried_and_the_ladder_has_nine(session: Session) -> None:
    tallies = session.status.recommendation.tallies
    assert [one.treated for one in tallies] == [1, 1, 3, 0, 3, 0, 0, 0, 0]
    assert session.status.recommendation.departures == ()
