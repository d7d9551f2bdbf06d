"""Deviations that follow from the records and that nobody has recorded."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from domain.deviations import category_of, derive_deviations, deviation_from
from domain.partial_date import PartialDate
from domain.records import PhysicalExam, VitalSigns
from domain.terms import DeviationCategory, Importance
from tests.domain.build import build
from tests.domain.schedule.build import ID, Story


def codes(story: Story, day: int) -> list[str]:
    """What is proposed, but for scans: test_imaging."""
    return [one.code for one in derive_deviations(story.study(day)) if not one.code.startswith("imaging")]


def test_a_life_by_the_book_has_none():  # SUB-9
    story = Story().dosed(1).dosed(2).ended(40).visited("end_of_treatment", 50).visited("safety_21", 45)
    assert codes(story, 60) == []


def test_visits_outside_their_window_or_not_made():  # SUB-9
    story = Story().dosed(1).dosed(2, 26).ended(30).visited("safety_21", 60)
    assert codes(story, 61) == ["visit_out_of_window", "visit_not_made", "visit_out_of_window"]
    first = next(one for one in derive_deviations(story.study(27)) if one.code == "visit_out_of_window")
    assert (first.occurred_on, first.category) == (story.day(26), DeviationCategory.SCHEDULE)


def test_a_wrong_dose():  # SUB-9
    story = Story(level=1).dosed(1, planned_mg=Decimal(1), given_mg=Decimal("0.5"))
    (one,) = (one for one in derive_deviations(story.study(5)) if one.category is DeviationCategory.DOSE)
    assert (one.code, one.occurred_on) == ("given_differs", story.day(0))


def test_a_closed_slot_and_a_dose_too_soon():  # SUB-9
    built = build("1N 2N 3NN")
    doses = built.records["administration"]
    early = replace(doses[3], started_at=doses[2].started_at + timedelta(hours=23))
    found = derive_deviations(built.plus(early).study())
    mine = {(one.subject_id, one.code, one.category) for one in found if one.subject_id == "01-004"}
    assert ("01-004", "dosed_too_soon", DeviationCategory.SPACING) in mine
    # Nobody signed the escalation to level 2.
    assert ("01-002", "slot_closed", DeviationCategory.SLOT) in {
        (one.subject_id, one.code, one.category) for one in found
    }


def test_what_is_recorded_is_not_proposed_again():  # SUB-9
    story = Story().dosed(1).dosed(2, 26)
    (one,) = (one for one in derive_deviations(story.study(27)) if one.code == "visit_out_of_window")
    made = deviation_from(one, record_id="dv", description="cycle 2 two days late", reason="holiday")
    assert made.importance is Importance.MINOR
    assert codes(story.add(made), 27) == []


def test_an_override_on_the_form_counts_as_recorded():  # SUB-9
    story = Story().dosed(1, planned_mg=Decimal(1), given_mg=Decimal("0.5"))
    (one,) = (one for one in derive_deviations(story.study(5)) if one.code == "given_differs")
    made = deviation_from(one, record_id="dv", description="half the dose", reason="pump failed")
    elsewhere = replace(made, occurred_on=story.day(3), about_kind="administration", about_id="d1")
    assert codes(story.add(elsewhere), 5) == []
    assert made.importance is Importance.IMPORTANT


def test_assessments_before_a_dose():  # SUB-6, SUB-9
    story = Story().dosed(1, planned_mg=Decimal(1), given_mg=Decimal(1))
    assert codes(story, 5) == []  # nothing of visits is recorded in this study at all
    at = story.at(0) - timedelta(hours=100)
    story.add(
        VitalSigns(record_id="v", subject_id=ID, visit="dosing 1", measured_at=PartialDate.of(at), systolic_mmhg=120),
        PhysicalExam(record_id="p", subject_id=ID, visit="dosing 1", examined_at=PartialDate.of(story.day(0))),
    )
    assert codes(story, 5) == ["assessment_missing", "assessment_too_early"]


def test_every_override_has_a_category():  # SUB-9
    assert category_of("dosed_too_soon") is DeviationCategory.SPACING
    assert category_of("weight_unusual") is DeviationCategory.DATA
