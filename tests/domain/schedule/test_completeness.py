"""Which assessments of a visit are there, and which lie too long before the dose."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain.partial_date import PartialDate
from domain.records import BodyWeight, EcogStatus, LabResult, PhysicalExam, VitalSigns
from domain.schedule.completeness import ItemState, derive_completeness
from domain.schedule.plan import Assessment
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
