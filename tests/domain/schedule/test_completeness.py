"""Which assessments of a visit are there, and which lie too long before the dose."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.partial_date import PartialDate
from domain.records import (
    AssessmentNotDone,
    BodyWeight,
    EcogStatus,
    LabResult,
    PhysicalExam,
    Rescreening,
    TumourVisit,
    VitalSigns,
)
from domain.schedule.completeness import ItemState, derive_completeness, derive_unexplained
from domain.schedule.plan import Assessment
from domain.terms import ClinicalFinding
from tests.domain.schedule.build import ID, Story


def signs(story: Story, hours_before: float, visit: str = "dosing 2", *, day: int = 21) -> VitalSigns:
    at = story.at(day) - timedelta(hours=hours_before)
    return VitalSigns(
        record_id="vs", subject_id=ID, visit=visit, measured_at=PartialDate.of(at), systolic_mmhg=120, diastolic_mmhg=80
    )


@pytest.mark.parametrize(
    ("hours", "state"),
    [
        (0, ItemState.DONE),
        (71.5, ItemState.DONE),
        (72, ItemState.DONE),
        (72.5, ItemState.TOO_EARLY),
        (96, ItemState.TOO_EARLY),
    ],
)
def test_an_assessment_counts_within_72_hours_before_the_dose(hours, state):  # SUB-6, SUB-9
    story = Story().dosed(1).dosed(2)
    found = derive_completeness(story.add(signs(story, hours)).study(22), ID, "dosing 2")
    item = next(one for one in found.items if one.assessment is Assessment.VITAL_SIGNS)
    assert (item.state, item.hours_before) == (state, int(hours))


def test_72_hours_are_hours_whatever_the_clocks_do():  # SUB-6
    story = Story(zone="Europe/Berlin", first="2026-03-09T09:00").dosed(1).dosed(2)  # cycle 2 on 30 March
    at = story.at(18)  # 27 March, 09:00: 71 hours before, since a night has 23 of them
    story.add(signs(story, 0)).add(
        VitalSigns(record_id="vs", subject_id=ID, visit="dosing 2", measured_at=PartialDate.of(at), systolic_mmhg=120)
    )
    item = derive_completeness(story.study(22), ID, "dosing 2").items[0]
    assert (item.state, item.hours_before) == (ItemState.DONE, 71)


def test_what_names_no_visit_counts_by_its_time_and_what_comes_after_the_dose_does_not():  # SUB-6
    story = Story().dosed(1).dosed(2)
    by_time = story.add(signs(story, 10, visit="")).study(22)
    assert derive_completeness(by_time, ID, "dosing 2").items[0].state is ItemState.DONE
    after = story.add(signs(story, -2)).study(22)
    assert derive_completeness(after, ID, "dosing 2").items[0].state is ItemState.MISSING


def test_a_visit_is_complete_with_everything_that_the_plan_asks_for():  # SUB-6
    story = Story().dosed(1).dosed(2)
    at = PartialDate.of(story.day(21))
    assert derive_completeness(story.study(22), ID, "dosing 2").missing == (
        Assessment.VITAL_SIGNS,
        Assessment.PHYSICAL_EXAM,
        Assessment.ECOG,
        Assessment.LABORATORY,
    )
    story.add(
        signs(story, 1),
        PhysicalExam(record_id="pe", subject_id=ID, visit="dosing 2", examined_at=at),
        EcogStatus(record_id="e", subject_id=ID, visit="dosing 2", assessed_at=at, score=1),
        LabResult(record_id="lb", subject_id=ID, test="PLAT", taken_at=at, value=Decimal(200), visit="dosing 2"),
    )
    found = derive_completeness(story.study(22), ID, "dosing 2")
    assert found.is_complete
    assert found.done == 5  # the weight was measured for the dose


def test_a_follow_up_visit_counts_what_names_it():  # SUB-6
    story = Story().dosed(1).ended(5).visited("safety_21", 22)
    story.add(
        BodyWeight(record_id="w", subject_id=ID, measured_at=PartialDate.of(story.day(22)), weight_kg=Decimal(61))
    )
    found = derive_completeness(story.study(23), ID, "safety_21")
    assert [one.state for one in found.items] == [ItemState.MISSING] * 3
    story.add(signs(story, 0, "safety_21", day=22))
    assert derive_completeness(story.study(23), ID, "safety_21").done == 1


@pytest.mark.parametrize(("finding", "is_done"), [("NORMAL", True), ("ABNORMAL", True), ("NOT DONE", False)])
def test_an_examination_that_was_not_done_does_not_count(finding, is_done):  # SUB-6
    story = Story().dosed(1).dosed(2)
    at = PartialDate.of(story.day(21))
    story.add(
        PhysicalExam(
            record_id="pe",
            subject_id=ID,
            visit="dosing 2",
            examined_at=at,
            finding=ClinicalFinding(finding),
            abnormal="rash" if finding == "ABNORMAL" else "",
        )
    )
    found = derive_completeness(story.study(22), ID, "dosing 2")
    assert (Assessment.PHYSICAL_EXAM not in found.missing) is is_done


@pytest.mark.parametrize(
    ("protocol_id", "edge", "days", "is_done"),
    [
        ("bat6021", "earliest", -8, False),
        ("bat6021", "earliest", -7, True),
        ("bat6021", "latest", 7, True),
        ("bat6021", "latest", 8, False),
        # The window begins with the last dose: what was scanned before it does not end the treatment.
        ("bat6026", "earliest", -1, False),
        ("bat6026", "earliest", 0, True),
        ("bat6026", "latest", 7, True),
        ("bat6026", "latest", 8, False),
    ],
)
def test_a_scan_belongs_to_the_end_of_treatment_by_its_window(protocol_id, edge, days, is_done):  # SUB-6
    """A scan may be seven days early or late."""
    story = Story(protocol_id).dosed(1).dosed(2).ended(30)
    on = getattr(story.calendar(80)["end_of_treatment"], edge) + timedelta(days=days)
    story.add(TumourVisit(record_id="t", subject_id=ID, visit_number=1, scanned_on=on))
    found = derive_completeness(story.study(80), ID, "end_of_treatment")
    assert (Assessment.IMAGING not in found.missing) is is_done


def test_gaps_are_told_once_anything_was_assessed_and_until_somebody_says_why():  # SUB-6
    story = Story().dosed(1).dosed(2)
    keys = ("dosing 1", "dosing 2")
    assert derive_unexplained(story.study(22), ID, keys) == {}
    story.add(signs(story, 1))
    study = story.study(22)
    found = derive_unexplained(study, ID, keys)
    assert Assessment.VITAL_SIGNS in found["dosing 1"]
    assert Assessment.VITAL_SIGNS not in found["dosing 2"]
    assert found == {key: derive_completeness(study, ID, key).unexplained for key in keys}
    for one in found["dosing 2"]:
        story.add(
            AssessmentNotDone(record_id=f"n-{one}", subject_id=ID, visit="dosing 2", assessment=one, reason="power cut")
        )
    assert "dosing 2" not in derive_unexplained(story.study(22), ID, keys)


def test_a_re_screening_asks_for_its_assessments_anew():  # SUB-6, SUB-10
    story = Story().eligible(-5, is_eligible=False)
    before = EcogStatus(
        record_id="e", subject_id=ID, visit="screening", assessed_at=PartialDate.of(story.day(-6)), score=1
    )
    story.add(before)
    assert Assessment.ECOG not in derive_completeness(story.study(-4), ID, "screening").missing
    story.add(Rescreening(record_id="r", subject_id=ID, started_on=story.day(-3), reason="albumin within the limit"))
    assert Assessment.ECOG in derive_completeness(story.study(-2), ID, "screening").missing
    story.add(replace(before, record_id="e2", assessed_at=PartialDate.of(story.day(-3))))
    assert Assessment.ECOG not in derive_completeness(story.study(-2), ID, "screening").missing
