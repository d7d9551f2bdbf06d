"""Several faults at once, and heads that say nothing: each problem is named, and none is made up (TRU-1)."""

from storage.stream import Head
from storage.study_file import StudyFile
from storage.verification import ProblemCode
from tests.storage import build


def problems_of(path, known_heads=()):
    with StudyFile.open(path, read_only=True) as study:
        return [(problem.code, problem.sequence, problem.record_id) for problem in study.verify(known_heads)]


def test_every_record_that_was_taken_out_of_a_table_is_named(closed):
    build.attack(closed, "DELETE FROM deviation", "DELETE FROM leaving")
    found = problems_of(closed)
    assert {code for code, _, _ in found} == {ProblemCode.RECORD_REMOVED}
    assert [sequence for _, sequence, _ in found] == [10, 11, 12]


def test_a_record_taken_out_does_not_hide_another_that_was_changed(closed):
    build.attack(closed, "DELETE FROM deviation WHERE last_event = 11", "UPDATE deviation SET record_id = 'other'")
    codes = [code for code, _, _ in problems_of(closed)]
    assert sorted(codes) == sorted([ProblemCode.RECORD_REMOVED] * 2 + [ProblemCode.RECORD_EXTRA])


def test_a_head_from_before_the_first_event_says_nothing_of_the_file(closed):
    assert problems_of(closed, [Head(0, "of another file")]) == []
