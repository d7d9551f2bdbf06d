"""An event out of its place is called reordered only if the event before it is there to say so (TRU-1)."""

import pytest

from storage.study_file import StudyFile
from storage.verification import ProblemCode
from tests.storage import build


# TRU-1
@pytest.mark.parametrize(
    ("lost", "moved", "to", "code"),
    [
        (1, 2, 1, ProblemCode.EVENT_EDITED),
        (3, 4, 3, ProblemCode.EVENT_EDITED),
        (5, 4, 5, ProblemCode.EVENT_REORDERED),
    ],
)
def test_an_event_in_the_place_of_a_lost_one(closed, lost, moved, to, code):
    build.attack(
        closed,
        f"DELETE FROM event WHERE sequence = {lost}",
        f"UPDATE event SET sequence = {to} WHERE sequence = {moved}",
    )
    with StudyFile.open(closed, read_only=True) as study:
        found = [one.code for one in study.verify() if one.sequence == to]
    assert code in found
    assert {ProblemCode.EVENT_EDITED, ProblemCode.EVENT_REORDERED} & set(found) == {code}
