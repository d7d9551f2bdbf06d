"""Table models: Qt's own tester on each, typed sorting, and what cells say."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from domain.partial_date import PartialDate
from domain.records import AdverseEvent
from domain.terms import Grade, Relationship
from tests.ui.pages.studies import NOW, PERSON, make_session
from ui.models.event_rows import EventsModel, list_events
from ui.models.record_rows import CourseModel, DeviationsModel, list_course
from ui.models.rows_model import ID_ROLE, RowsModel, Shown
from ui.models.subject_rows import SubjectsModel, list_subjects
from ui.models.timeline_of import next_due, timeline_of
from ui.session import Session

HISTORY = "1N 2MNN 3NNXN 4NNT??"


@pytest.fixture
def session(qapp, tmp_path: Path) -> Session:
    return make_session(tmp_path / "s.titrant", HISTORY)


def column(model: RowsModel, key: str) -> list[str]:
    place = model.column(key)
    return [model.index(row, place).data() for row in range(model.rowCount())]


def test_every_model_is_a_model_to_qt(qtmodeltester: ModelTester, session: Session):
    study, words = session.study, session.words
    subjects, events = SubjectsModel(lambda: words), EventsModel(lambda: words)
    course, deviations = CourseModel(), DeviationsModel()
    subjects.set_rows(list_subjects(session.status, words))
    events.set_rows(list_events(study))
    course.set_rows(list_course(study, "01-001", words))
    for model in (subjects, events, course):
        assert model.rowCount() > 0
    for model in (subjects, events, course, deviations):
        qtmodeltester.check(model)


def test_numbers_sort_as_numbers_and_nothing_comes_last_both_ways(qtmodeltester: ModelTester, qapp):
    rows = [("a", 10), ("b", 9), ("c", None), ("d", 100)]
    columns: list[Shown[tuple[str, int | None]]] = [
        Shown("n", "N", lambda row: str(row[1] or ""), lambda row: row[1], is_right=True)
    ]
    model = RowsModel(columns, lambda row: row[0])
    model.set_rows(rows)
    qtmodeltester.check(model)
    model.sort(0, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in model.rows] == ["b", "a", "d", "c"]
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert [row[0] for row in model.rows] == ["d", "a", "b", "c"]
    model.set_rows([*rows, ("e", 50)])
    assert [row[0] for row in model.rows] == ["d", "e", "a", "b", "c"]
    model.sort(-1)
    assert [row[0] for row in model.rows] == ["a", "b", "c", "d", "e"]


def test_an_index_stays_with_its_row_when_the_order_changes(qapp):
    model = RowsModel([Shown("n", "N", str, lambda row: row)], str)
    model.set_rows([3, 1, 2])
    kept = QPersistentModelIndex(model.index(0, 0))
    model.sort(0, Qt.SortOrder.AscendingOrder)
    assert (kept.row(), kept.data(ID_ROLE)) == (2, "3")


def test_subjects_say_where_they_stand(session: Session):
    model = SubjectsModel(lambda: session.words)
    model.set_rows(list_subjects(session.status, session.words))
    said = dict(zip(column(model, "subject"), column(model, "state"), strict=True))
    assert said["01-014"] == "screening, 23 of 28 days left"
    assert said["01-013"].startswith("in window, day ")
    assert said["01-007"].startswith("left ")
    assert said["01-001"] == "window finished"
    dlt = dict(zip(column(model, "subject"), column(model, "dlt"), strict=True))
    assert dlt["01-011"] == "DLT: Pneumonitis, grade 3"
    assert dlt["01-014"] == ""


def test_the_mark_of_a_subject_is_that_of_the_ladder(session: Session):
    rows = {row.subject_id: row for row in list_subjects(session.status, session.words)}
    marks = "".join(
        rows[f"01-{number:03d}"].mark.state for number in range(1, 14) if rows[f"01-{number:03d}"].mark is not None
    )
    assert marks == "NMNNNNXNNNT??"


def test_events_come_newest_first_and_say_what_they_mean_for_the_dlt(session: Session):
    rows = list_events(session.study)
    assert [row.onset_at for row in rows] == sorted((row.onset_at for row in rows), reverse=True)
    model = EventsModel(lambda: session.words)
    model.set_rows(rows)
    limiting = model.find("event-01-011-2")
    assert limiting is not None
    assert column(model, "dlt")[limiting] == "T met"
    assert column(model, "end")[limiting] == "ongoing"
    assert column(model, "serious")[limiting] == "yes"


def test_a_dlt_outside_the_window_is_said_to_be_outside(session: Session):
    first = session.study.first_dose("01-001")
    assert first is not None
    late = AdverseEvent(
        record_id="late",
        subject_id="01-001",
        term="Pneumonitis",
        grade=Grade.SEVERE,
        onset=PartialDate.of((first.started_at + timedelta(days=40)).date()),
        relationship=Relationship.DEFINITE,
    )
    session.file.save(late, person=PERSON, now=NOW)
    row = next(row for row in list_events(session.study, "01-001") if row.event.record_id == "late")
    assert not row.counts
    model = EventsModel(lambda: session.words, for_subject=True)
    model.set_rows([row])
    assert column(model, "dlt") == ["met outside the window"]


def test_the_timeline_has_doses_events_the_window_and_the_dose_that_is_due(session: Session):
    timeline = timeline_of(session.study, "01-011", session.words)
    assert timeline is not None
    assert timeline.window_days == 21
    assert [dose.state for dose in timeline.doses] == ["given", "due"]
    assert [(bar.grade, bar.is_dlt, bar.end is None) for bar in timeline.bars] == [(1, False, False), (3, True, True)]
    assert timeline_of(session.study, "01-014", session.words) is None


def test_nobody_who_left_has_a_dose_due(session: Session):
    assert next_due(session.study, "01-007") is None
    due = next_due(session.study, "01-013")
    assert due is not None
    assert due[0] == 2
