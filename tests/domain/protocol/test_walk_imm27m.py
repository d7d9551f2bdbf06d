"""Statements of the IMM27M registration that no other test decides; docs/protocols/imm27m.md has the whole walk."""

from datetime import timedelta

import pytest

from domain.pk.parameters import PARAMETERS
from domain.protocol.reader import load_shipped
from tests.domain.protocol.walk import recommended, registered, window_of_first_subject
from tests.domain.schedule.build import Story


def test_the_sixteen_endpoints_stand_in_the_registered_order_with_their_time_frames():  # PRO-5
    wanted = [
        "DLT", "MTD", "adverse events", "Cmax", "ORR", "CBR", "DoR", "PFS", "DCR", "anti-IMM27M", "Tmax", "AUC",
        "t1/2", "CL", "Cmin", "Cav",
    ]  # fmt: skip
    found = registered("imm27m")
    assert [is_primary for is_primary, _, _ in found] == [True] * 3 + [False] * 13
    assert [frame for _, _, frame in found] == ["3 weeks"] * 2 + ["48 weeks"] * 14
    for (_, title, _), name in zip(found, wanted, strict=True):
        assert name in title


def test_every_registered_parameter_is_one_that_the_program_computes():  # PK-2
    keys = {one.key for one in PARAMETERS}
    assert {"cmax", "tmax", "auclast", "auctau", "half_life", "cl_obs", "cmin", "cavg"} <= keys


@pytest.mark.parametrize(
    ("history", "answer"),
    [
        ("", "enrol 1 1"),
        ("1N", "escalate 2 3"),
        ("1M", "expand 1 2"),
        ("1T", "expand 1 2"),
        ("1N 2NNT", "expand 2 3"),
        ("1N 2NNTNNN", "escalate 3 3"),
        ("1N 2NNN 3NTT", "de-escalate 2 3"),
        ("1N 2NNN 3NNN 4NNN 5NNN", "mad 5 0"),
    ],
)
def test_the_first_dose_takes_one_subject_and_3_plus_3_starts_with_the_second(history, answer):  # ESC-2, ESC-4
    assert recommended("imm27m", history) == answer


def test_a_verdict_is_awaited_for_three_weeks():  # SUB-4
    assert window_of_first_subject("imm27m") == timedelta(weeks=3)


def test_the_last_dose_is_due_in_cycle_16_so_that_treatment_lasts_48_weeks():  # SUB-3
    story = Story("imm27m")
    for cycle in range(1, 16):
        story.dosed(cycle)
    calendar = story.calendar(21 * 14 + 1)
    assert "dosing 16" in calendar
    assert "dosing 17" not in calendar


def test_who_may_take_part_has_progressed_under_standard_therapy_or_not_tolerated_it():  # SUB-10
    protocol = load_shipped("imm27m")
    (criterion,) = [one for one in protocol.criteria if one.code == "I3"]
    assert "progressed under standard therapy" in criterion.text
    assert "no tolerance" in criterion.text
    assert not protocol.provenance["criteria.I3"].is_assumed
