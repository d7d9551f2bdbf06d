"""The session: the one way from the screen to the file."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.records import AdverseEvent, Deviation, Subject
from domain.terms import Action, Grade, LevelState, Relationship, Severity
from storage.study_file import StudyFile
from tests.domain.build import START
from tests.domain.parts.story import PERSON, Story
from tests.ui.build import NOW, make_session
from ui.session import Session


@pytest.fixture
def session(tmp_path: Path, qapp: object) -> Session:
    return make_session(tmp_path)


def subject_of(session: Session) -> Subject:
    return session.study.subjects[0]


def dlt_for(session: Session, subject_id: str) -> AdverseEvent:
    dose = session.study.first_dose(subject_id)
    assert dose is not None
    day = (dose.started_at + timedelta(days=3)).astimezone(session.study.zone).date()
    return AdverseEvent(
        record_id=session.new_id(),
        subject_id=subject_id,
        term="Pneumonitis",
        grade=Grade.SEVERE,
        onset=PartialDate.of(day),
        relationship=Relationship.PROBABLE,
    )


def test_a_save_tells_everybody_once_what_changed(session: Session, qtbot: QtBot) -> None:
    event = dlt_for(session, "01-012")
    with qtbot.waitSignal(session.changed) as told:
        assert session.save(event)
    assert told.args[0].kinds == {"adverse_event"}
    assert told.args[0].subjects == {"01-012"}


def test_an_adverse_event_changes_the_recommendation_at_once(session: Session) -> None:
    assert session.status.recommendation.action is Action.EXPAND
    session.save(dlt_for(session, "01-012"))
    answer = session.status.recommendation  # the second DLT in four closes level 4 (ESC-5)
    assert (answer.action, answer.dose_level) == (Action.DE_ESCALATE, 3)
    assert answer.tally(4).state is LevelState.EXCEEDED


def test_a_late_dlt_at_a_lower_level_suspends_all_above_and_undermines_the_decision(session: Session) -> None:
    session.save(dlt_for(session, "01-005"))
    status = session.status  # ESC-8, ESC-11
    assert status.recommendation.tally(4).state is LevelState.SUSPENDED
    assert [decision.dose_level for decision, _ in status.undermined]


def test_an_overridden_finding_becomes_a_deviation_in_the_same_act(session: Session) -> None:
    position = session.file.position
    finding = Finding("dose_level", "dosed_too_soon", Severity.SOFT, {"reason": None, "until": NOW})
    event = dlt_for(session, "01-012")
    assert session.save(event, justified={"dose_level": (finding, "dosed before the call came")})
    made = session.study.deviations[-1]  # SUB-9
    assert (made.code, made.reason, made.about_id) == ("dosed_too_soon", "dosed before the call came", event.record_id)
    assert session.file.position == position + 2


def test_a_correction_needs_a_reason_and_loses_nothing(session: Session, qtbot: QtBot) -> None:
    heavier = replace(subject_of(session), tumour_type="Gastric, corrected")
    with qtbot.waitSignal(session.refused):
        assert not session.save(heavier)  # TRU-1
    assert subject_of(session).tumour_type != "Gastric, corrected"
    assert session.save(heavier, reason="source read again")
    assert subject_of(session).tumour_type == "Gastric, corrected"
    assert len(session.file.history("subject", heavier.record_id)) == 2


def test_looking_back_hides_later_events(session: Session) -> None:
    session.choose_cut_off(NOW - timedelta(days=60))
    treated = sum(tally.treated for tally in session.status.recommendation.tallies)
    session.choose_cut_off(None)
    assert treated < sum(tally.treated for tally in session.status.recommendation.tallies)


def test_a_second_window_reads_only_and_is_told_so(session: Session, qtbot: QtBot) -> None:
    from storage.study_file import StudyFile

    with StudyFile.open(session.file.path) as second:
        other = Session(second, session.person, clock=session.clock)
        assert other.is_read_only
        with qtbot.waitSignal(other.refused) as told:
            assert not other.save(dlt_for(other, "01-012"))
    assert told.args[0].code == "read_only_file"


def test_a_deviation_can_be_read_from_the_study(session: Session) -> None:
    assert all(isinstance(one, Deviation) for one in session.study.deviations)


def test_a_part_is_shown_once_it_is_open_and_the_first_one_until_then(tmp_path: Path, qtbot: QtBot) -> None:  # PRO-2
    story = Story("mil97")
    story.file = StudyFile.create(
        tmp_path / "parts.titrant", story.study_record, story.version, person=PERSON, now=START
    )
    story.treat("mono", 1, "N")
    story.decide("mono")
    session = Session(story.file, PERSON, clock=lambda: story.now)
    with qtbot.waitSignal(session.changed):
        session.choose_part("q2w")
    assert session.part.part_id == "mono"
    story.condition("q2w")
    opening = story.draft("q2w", ["0.01"])
    with qtbot.waitSignal(session.changed):
        assert session.sign_opening(opening)
    story.wait(1)
    assert (session.part.part_id, [str(one.dose) for one in session.part.levels]) == ("q2w", ["0.01"])
    assert session.status.part is session.part
    session.choose_cut_off(START)
    assert session.part.part_id == "mono"
    session.choose_cut_off(None)
    session.choose_part("no-such-part")
    assert session.part.part_id == "mono"
    story.file.close()
