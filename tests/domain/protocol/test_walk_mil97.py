"""Statements of the MIL97 registration that no other test decides; docs/protocols/mil97.md has the whole walk."""

from datetime import timedelta

import pytest

from domain.protocol.reader import load_shipped
from tests.domain.protocol.walk import recommended, registered, window_of_first_subject

LONG, PK = "up to 2.5 years after enrolment", "up to 1.5 years after enrolment"


def test_the_ten_endpoints_stand_in_the_registered_order_and_only_pk_has_the_shorter_time_frame():  # PRO-5
    wanted = [
        ("treatment-emergent", LONG), ("AUC", PK), ("Cmax", PK), ("ORR", LONG), ("DoR", LONG), ("PFS", LONG),
        ("OS", LONG), ("DCR", LONG), ("antibodies", LONG), ("CD80, CD86 and cytokines in plasma", LONG),
    ]  # fmt: skip
    found = registered("mil97")
    assert [is_primary for is_primary, _, _ in found] == [True] + [False] * 9
    for (_, title, frame), (name, time_frame) in zip(found, wanted, strict=True):
        assert frame == time_frame
        assert name in title


@pytest.mark.parametrize(
    ("history", "answer"),
    [
        ("", "enrol 1 1"),
        ("1N", "escalate 2 1"),
        ("1N 2N", "escalate 3 3"),
        ("1N 2M", "expand 2 2"),
        ("1N 2N 3NNT", "expand 3 3"),
        ("1N 2N 3NNTNNN", "escalate 4 3"),
        ("1N 2N 3NNN 4NTT", "de-escalate 3 3"),
    ],
)
def test_only_cohorts_1_and_2_are_accelerated_and_3_plus_3_follows(history, answer):  # ESC-2, ESC-4
    assert recommended("mil97", history) == answer


def test_the_first_subject_takes_the_starting_dose_and_is_awaited_for_21_days():  # SUB-4
    part = load_shipped("mil97").first_part
    assert str(part.level(part.rules.start_level).dose) == "0.01"
    assert window_of_first_subject("mil97") == timedelta(days=21)


def test_one_or_two_doses_of_either_regimen_can_be_expanded():  # PRO-2
    protocol = load_shipped("mil97")
    for part_id, source in (("expansion-q3w", "mono"), ("expansion-q2w", "q2w")):
        part = protocol.part(part_id)
        assert (part.levels_from, part.regimen) == (source, protocol.part(source).regimen)
        assert [cohort.is_optional for cohort in part.cohorts] == [True, True]
