"""Statements of the MIL93 registration that no other test decides; docs/protocols/mil93.md has the whole walk."""

from datetime import timedelta

import pytest

from domain.protocol.reader import load_shipped
from domain.terms import PartKind
from tests.domain.protocol.walk import recommended, registered, window_of_first_subject

YEAR = "up to 1 year after enrolment"


def test_the_seven_endpoints_stand_in_the_registered_order_with_one_year_each():  # PRO-5
    wanted = [(True, "AEs and SAEs"), *((False, name) for name in ("AUC", "Cmax", "ORR", "DoR", "PFS", "antibodies"))]
    found = registered("mil93")
    assert len(found) == len(wanted)
    for (is_primary, title, frame), (should, name) in zip(found, wanted, strict=True):
        assert (is_primary, frame) == (should, YEAR)
        assert name in title


@pytest.mark.parametrize(
    ("history", "answer"),
    [
        ("", "enrol 1 1"),
        ("1N", "escalate 2 1"),
        ("1N 2N", "escalate 3 3"),
        ("1M", "expand 1 2"),
        ("1N 2N 3NNT", "expand 3 3"),
        ("1N 2N 3NNTNNN", "escalate 4 3"),
        ("1N 2N 3NNN 4NTT", "de-escalate 3 3"),
        ("1N 2N 3NNN 4NNN 5NNN 6NNN", "mad 6 0"),
    ],
)
def test_titration_is_accelerated_and_traditional_3_plus_3_follows(history, answer):  # ESC-2, ESC-4
    assert recommended("mil93", history) == answer


def test_a_verdict_is_awaited_for_21_days():  # SUB-4
    assert window_of_first_subject("mil93") == timedelta(days=21)


def test_part_one_escalates_and_expands_mil93_alone_and_part_two_adds_chemotherapy():  # PRO-2
    protocol = load_shipped("mil93")
    alone = {part.part_id: part.kind for part in protocol.parts if part.drugs == ("MIL93",)}
    assert alone == {"mono": PartKind.ESCALATION, "q2w": PartKind.ESCALATION, "expansion": PartKind.EXPANSION}
    assert all(part.levels_from == "mono" for part in protocol.parts[1:])
