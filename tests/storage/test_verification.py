import pytest

from storage.engine import open_connection
from storage.stream import Head, hash_of_event
from storage.study_file import StudyFile
from storage.verification import ProblemCode
from tests.storage import build

# In ``closed``: study 1, protocol 2, answer 3, subjects 4 and 5, eligibility 6, enrolment 7, dose 8, adverse event 9,
# leaving 10, deviations 11 and 12, decision 13, correction of the adverse event 14.
LAST = 14


def problems_of(path, known_heads=()):
    with StudyFile.open(path, read_only=True) as study:
        return [(problem.code, problem.sequence) for problem in study.verify(known_heads)]


def swap(table):
    """Exchange the numbers of events 6 and 7."""
    return [
        f"UPDATE {table} SET sequence = 999 WHERE sequence = 6",
        f"UPDATE {table} SET sequence = 6 WHERE sequence = 7",
        f"UPDATE {table} SET sequence = 7 WHERE sequence = 999",
    ]


def test_an_untouched_study_has_no_problems(closed):
    assert problems_of(closed) == []


# TRU-1: the tamper matrix. Each attacker takes the triggers off first and puts them back afterwards.
@pytest.mark.parametrize(
    ("statements", "first", "codes"),
    [
        (
            ["UPDATE payload SET content = replace(content, '\"grade\":2', '\"grade\":1') WHERE sequence = 9"],
            9,
            {"payload edited", "payload unreadable", "record differs from stream"},
        ),
        (["UPDATE payload SET salt = 'x' WHERE sequence = 9"], 9, {"payload edited"}),
        (["UPDATE payload SET content = 'rubbish' WHERE sequence = 3"], 3, {"payload edited", "payload unreadable"}),
        (["DELETE FROM payload WHERE sequence = 9"], 9, {"payload removed", "payload unreadable"}),
        (["INSERT INTO payload VALUES (99, 'x', '{}')"], 99, {"payload without event"}),
        (["UPDATE event SET person = 'Somebody Else' WHERE sequence = 8"], 8, {"event edited"}),
        (["UPDATE event SET recorded_at = '2025-01-01T00:00:00+00:00' WHERE sequence = 8"], 8, {"event edited"}),
        (["UPDATE event SET user_id = 'somebody' WHERE sequence = 14"], 14, {"event edited"}),
        (["UPDATE payload SET content = json_remove(content, '$.reason') WHERE sequence = 14"], 14, {"payload edited"}),
        (["UPDATE event SET hash = 'x' WHERE sequence = 8"], 8, {"event edited", "chain broken"}),
        (
            ["DELETE FROM event WHERE sequence = 8", "DELETE FROM payload WHERE sequence = 8"],
            8,
            {"event removed", "record not in stream"},
        ),
        (
            [
                "DELETE FROM administration",
                "DELETE FROM event WHERE sequence = 8",
                "DELETE FROM payload WHERE sequence = 8",
                "UPDATE event SET sequence = sequence - 1 WHERE sequence > 8",
                "UPDATE payload SET sequence = sequence - 1 WHERE sequence > 8",
            ],
            8,
            {"event edited", "record differs from stream"},
        ),
        (
            [*swap("event"), *swap("payload")],
            6,
            {"event reordered", "chain broken", "record differs from stream"},
        ),
        (["UPDATE adverse_event SET grade = 1"], 14, {"record differs from stream"}),
        (["UPDATE adverse_event SET last_event = 9"], 14, {"record differs from stream"}),
        (["DELETE FROM leaving"], 10, {"record missing from table"}),
        (["UPDATE subject SET record_id = 'x' WHERE record_id = 'subject-2'"], 5, {"record missing from table"}),
        (["UPDATE study_file SET file_id = 'of another file'"], 1, {"chain broken"}),
        (["UPDATE event SET kind = 'no such kind' WHERE sequence = 10"], 10, {"event edited", "payload unreadable"}),
    ],
)
def test_an_edit_with_another_tool_is_found_and_located(closed, statements, first, codes):
    build.attack(closed, *statements)
    problems = problems_of(closed)
    located = [sequence for _, sequence in problems if sequence is not None]
    assert min(located) == first
    assert codes <= {code.value for code, _ in problems}


def test_a_problem_in_a_table_names_record_and_field(closed):
    build.attack(closed, "UPDATE leaving SET comment = 'moved away', reason = 'DEATH'")
    with StudyFile.open(closed) as study:
        (problem,) = study.verify()
    assert (problem.code, problem.kind, problem.record_id, problem.field) == (
        ProblemCode.RECORD_DIFFERS,
        "leaving",
        "leaving-1",
        "reason",
    )


def test_a_record_that_no_event_made_is_found(closed):
    columns = "(record_id, last_event, subject_id, left_at, reason)"
    build.attack(closed, f"INSERT INTO leaving {columns} SELECT 'made up', 1, subject_id, left_at, reason FROM leaving")
    with StudyFile.open(closed) as study:
        (problem,) = study.verify()
    assert (problem.code, problem.record_id) == (ProblemCode.RECORD_EXTRA, "made up")


def test_a_row_that_no_record_can_have_is_found_although_the_records_cannot_be_read(closed):
    build.attack(closed, "UPDATE adverse_event SET onset = 'yesterday'")
    assert problems_of(closed) == [(ProblemCode.RECORD_DIFFERS, 14)]


def test_an_event_whose_hash_was_made_to_fit_is_found_at_the_next_one(closed):
    db = open_connection(closed, mode="ro")
    (row,) = db.query("SELECT * FROM event WHERE sequence = 8")
    db.close()
    forged = hash_of_event(row | {"person": "Somebody Else"})
    build.attack(closed, f"UPDATE event SET person = 'Somebody Else', hash = '{forged}' WHERE sequence = 8")
    assert problems_of(closed) == [(ProblemCode.CHAIN_BROKEN, 9)]


def cut_tail(path):
    """Take the last event off, and what it did: a sound, shorter stream."""
    build.attack(
        path,
        f"DELETE FROM payload WHERE sequence = {LAST}",
        f"DELETE FROM event WHERE sequence = {LAST}",
        "UPDATE adverse_event SET grade = 2, last_event = 9",
    )


def test_a_cut_tail_is_found_by_a_head_known_from_outside_and_only_by_that(closed):
    with StudyFile.open(closed) as study:
        head = study.head
    cut_tail(closed)
    assert problems_of(closed) == []
    assert problems_of(closed, [head]) == [(ProblemCode.TAIL_CUT, LAST)]


def test_a_copy_that_went_its_own_way_is_found_by_a_head_known_from_outside(closed):
    with StudyFile.open(closed) as study:
        head = study.head
    cut_tail(closed)
    with StudyFile.open(closed) as study:
        study.save(build.subject(3), person=build.PERSON, now=build.later(9))
        assert study.head.position == head.position
    assert problems_of(closed, [Head(3, "x"), head]) == [(ProblemCode.FORKED, 3), (ProblemCode.FORKED, LAST)]


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DROP TRIGGER event_refuses_update", "event_refuses_update"),
        ("CREATE TRIGGER sly AFTER INSERT ON event BEGIN DELETE FROM leaving; END", "sly"),
        ("DROP INDEX adverse_event_subject_id", "adverse_event_subject_id"),
    ],
)
def test_a_protection_that_was_taken_off_is_found(closed, statement, name):
    db = open_connection(closed, mode="rw")
    db.execute(statement)
    db.close()
    with StudyFile.open(closed) as study:
        (problem,) = study.verify()
    assert (problem.code, problem.kind) == (ProblemCode.SCHEMA_CHANGED, name)
