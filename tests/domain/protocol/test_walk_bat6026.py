"""Statements of the BAT6026 registration that no other test decides; docs/protocols/bat6026.md has the whole walk."""

from datetime import timedelta

import pytest

from domain.protocol.reader import load_shipped
from domain.schedule.plan import Assessment
from domain.terms import PartKind
from tests.domain.protocol.walk import done_at, recommended, registered, window_of_first_subject


def test_the_three_endpoints_stand_in_the_registered_order_with_their_time_frames():  # PRO-5
    found = registered("bat6026")
    assert [(one, frame) for one, _, frame in found] == [(True, "3 weeks")] * 2 + [(False, "at most 52 weeks")]
    for (_, title, _), name in zip(found, ("DLT", "MTD", "Cmax"), strict=True):
        assert name in title


@pytest.mark.parametrize(
    ("history", "answer"),
    [
        # A and B take one subject each; a related toxicity of grade 2 brings two more and ends acceleration.
        ("", "enrol 1 1"),
        ("1N", "escalate 2 1"),
        ("1M", "expand 1 2"),
        ("1MNN", "escalate 2 3"),
        ("1N 2N", "escalate 3 3"),
        # The table: 0 of 3, 1 of 3, 1 of 6, 2 of 3, 2 of 6.
        ("1N 2N 3NNN", "escalate 4 3"),
        ("1N 2N 3NNT", "expand 3 3"),
        ("1N 2N 3NNTNNN", "escalate 4 3"),
        ("1N 2N 3NNN 4NTT", "de-escalate 3 3"),
        ("1N 2N 3NNN 4NNTNNT", "de-escalate 3 3"),
        # A previous level with 6 is the MTD; one with 3 takes 3 more; 2 DLTs among those 6 lead further down.
        ("1N 2N 3NNTNNN 4NTT", "mtd 3 0"),
        ("1N 2N 3NNN 4NTT 3NNN", "mtd 3 0"),
        ("1N 2N 3NNN 4NNN 5NTT 4NTT", "de-escalate 3 3"),
    ],
)
def test_the_registered_rules_are_the_answers_of_the_shipped_file(history, answer):  # ESC-2, ESC-3, ESC-4
    assert recommended("bat6026", history) == answer


def test_a_verdict_is_awaited_for_21_days():  # SUB-4
    assert window_of_first_subject("bat6026") == timedelta(days=21)


def test_what_is_done_at_the_end_of_treatment_and_at_each_safety_visit():  # SUB-6
    tests = {Assessment.VITAL_SIGNS, Assessment.PHYSICAL_EXAM, Assessment.LABORATORY}
    assert done_at("bat6026", "end_of_treatment") >= tests | {Assessment.IMAGING}
    for visit in ("safety_21", "safety_60", "safety_90"):
        assert done_at("bat6026", visit) >= tests


def test_the_extension_takes_two_doses_of_the_escalation():  # PRO-2
    part = load_shipped("bat6026").part("expansion")
    assert (part.kind, part.levels_from, part.drugs, len(part.cohorts)) == (PartKind.EXPANSION, "mono", ("BAT6026",), 2)
    assert not any(cohort.is_optional for cohort in part.cohorts)
