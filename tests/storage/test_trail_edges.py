"""The trail as it is read: all of it unless asked otherwise, who wrote it, and an event that was moved (TRU-1)."""

import json

import pytest

from storage.audit import EventFilter, entries_of, people_of
from storage.opening import open_study
from storage.person import Person
from storage.study_file import StudyFile
from storage.verification import ProblemCode
from tests.storage import build


@pytest.fixture
def db(closed):
    opened = open_study(closed, read_only=True)
    yield opened.db
    opened.close()


def test_without_a_page_every_event_is_read_from_the_first_on(db):
    whole = entries_of(db, EventFilter())
    numbers = [one.event.sequence for one in whole]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 2
    assert all(one.is_readable for one in whole)
    assert [one.event.sequence for one in entries_of(db, EventFilter(), newest_first=True)] == numbers[::-1]
    assert [one.event.sequence for one in entries_of(db, EventFilter(), limit=2, offset=1)] == [2, 3]


def test_everybody_who_wrote_an_event_is_named_once_in_order(study):
    study.save(build.adverse_event(), person=Person("Zhao Min", "monitor"), now=build.later(2))
    study.save(build.subject("01-002"), person=Person("An Ran", "monitor"), now=build.later(3))
    path = study.path
    opened = open_study(path, read_only=True)
    found = people_of(opened.db)
    opened.close()
    assert found == tuple(sorted({build.PERSON.name, "Zhao Min", "An Ran"}))


def test_a_payload_names_a_query_only_where_one_was_asked(db):
    contents = [json.loads(row[0]) for row in db.execute("SELECT content FROM payload")]
    assert contents
    assert not [one for one in contents if "through_query" in one]


def test_the_first_event_under_another_number_is_told_from_an_edited_one(closed):
    build.attack(closed, "UPDATE event SET sequence = 100 WHERE sequence = 1")
    with StudyFile.open(closed, read_only=True) as study:
        found = {(one.code, one.sequence) for one in study.verify()}
    assert (ProblemCode.EVENT_REMOVED, 1) in found
    assert (ProblemCode.EVENT_REORDERED, 100) in found
    assert (ProblemCode.EVENT_EDITED, 100) not in found
