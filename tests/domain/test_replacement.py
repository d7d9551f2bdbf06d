"""Who is replaced, by whom, and whose slot is open again."""

from dataclasses import replace

import pytest

from domain.replacement import derive_replacements
from tests.domain.build import build


@pytest.mark.parametrize(
    ("history", "found"),
    [
        ("1N 2N 3NNN", []),
        ("1N 2MNN 3NNXN 4NNT??", [("01-007", "01-008", False)]),
        ("1N 2N 3NNX", [("01-005", "", True)]),
        ("1N 2N 3NXX", [("01-004", "", True), ("01-005", "", True)]),
        ("1N 2N 3NXXNN?", [("01-004", "01-006", False), ("01-005", "01-007", False)]),
        ("1X", [("01-001", "", True)]),
        ("1XN", [("01-001", "01-002", False)]),
        ("1TTX", [("01-003", "", False)]),  # exceeded: nobody is asked for there any more
    ],
)
def test_those_dosed_beyond_the_first_group_take_the_places_in_order(history, found):  # SUB-4
    said = derive_replacements(build(history).status())
    assert [(one.subject_id, one.by, one.is_open) for one in said] == found


def test_nobody_is_replaced_where_the_protocol_does_not():  # SUB-4
    status = build("1N 2N 3NNX").status()
    part = replace(status.part, rules=replace(status.part.rules, replace_not_evaluable=False))
    assert derive_replacements(replace(status, part=part)) == ()
