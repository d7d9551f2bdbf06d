"""Deviations that follow from the records and that nobody has recorded."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.deviation_sources import list_acts
from domain.deviations import category_of, derive_deviations, deviation_from, list_deviations, list_in_steps
from domain.escalation.slots import assess_slot
from domain.escalation.status import status_before
from domain.partial_date import PartialDate
from domain.records import AdverseEvent, Deviation, PhysicalExam, SafetyReport, VitalSigns
from domain.status_then import statuses_then
from domain.steps import finish
from domain.study import Study
from domain.summaries.deviations import tabulate_deviation_counts, tabulate_deviations
from domain.terms import DeviationCategory, Grade, Importance, Relationship, ReportKind, SeriousCriterion
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


def late_report(story: Story, *, sent_hour: int | None) -> Story:
    """A serious event of which the site became aware on day 3 at 09:00; its report, so many hours later."""
    serious = AdverseEvent(
        record_id="ae",
        subject_id=ID,
        term="Pneumonitis",
        grade=Grade.SEVERE,
        onset=PartialDate.of(story.day(3)),
        seriousness=(SeriousCriterion.HOSPITALISATION,),
        relationship=Relationship.NOT_RELATED,
        aware_at=story.at(3),
    )
    story.add(serious)
    if sent_hour is not None:
        sent = story.at(3) + timedelta(hours=sent_hour)
        report = SafetyReport(
            record_id="rep", subject_id=ID, event_id="ae", report_kind=ReportKind.INITIAL, sent_at=sent
        )
        story.add(report)
    return story


@pytest.mark.parametrize(("sent_hour", "found"), [(24, []), (25, ["report_late"]), (None, ["report_late"])])
def test_a_late_report_is_an_important_deviation(sent_hour, found):  # SUB-9
    story = late_report(Story().dosed(1), sent_hour=sent_hour)
    assert codes(story, 6) == found
    assert all(one.importance is Importance.IMPORTANT for one in derive_deviations(story.study(6)) if one.code in found)


def test_a_report_that_was_overdue_when_it_was_answered_for_is_not_asked_again():  # SUB-9
    story = late_report(Story().dosed(1), sent_hour=None)
    (one,) = (one for one in derive_deviations(story.study(6)) if one.code == "report_late")
    assert one.description.code == "deviation_report_overdue"
    story.add(deviation_from(one, record_id="dv", description="not sent", reason="holiday"))
    assert codes(late_report(story, sent_hour=60), 6) == []


@pytest.mark.parametrize(
    ("derived", "kind", "about", "code"),
    [
        ("visit_out_of_window", "visit", "v-safety_21", "visit_out_of_window"),
        ("imaging_late", "tumour_visit", "t1", "scan_late"),
    ],
)
def test_what_was_answered_on_the_form_days_later_is_not_asked_again(derived, kind, about, code):  # SUB-9
    story = Story().dosed(1).dosed(2).scanned(0, -3).scanned(1, 60).ended(63).visited("safety_21", 75)
    answered = Deviation(
        record_id="dv",
        subject_id=ID,
        category=DeviationCategory.SCHEDULE,
        code=code,
        description="late",
        reason="snow",
        occurred_on=story.day(85),
        about_kind=kind,
        about_id=about,
    )
    before = {one.code for one in derive_deviations(story.study(90))}
    after = {one.code for one in derive_deviations(story.add(answered).study(90))}
    assert before - after == {derived}


def test_two_visits_missed_on_one_day_are_answered_for_one_by_one():  # SUB-9
    story = Story().dosed(1).ended(2)
    missed = [one for one in derive_deviations(story.study(200)) if one.code == "visit_not_made"]
    story.add(deviation_from(missed[0], record_id="dv", description="missed", reason="far away"))
    left = [one for one in derive_deviations(story.study(200)) if one.code == "visit_not_made"]
    assert left == missed[1:]


def test_the_list_holds_recorded_and_derived_ones_with_level_and_what_was_done():  # SUB-9
    story = Story(level=2).dosed(1, planned_mg=Decimal(1), given_mg=Decimal("0.5"))
    (one, *_) = (one for one in derive_deviations(story.study(5)) if one.code == "given_differs")
    made = replace(deviation_from(one, record_id="dv", description="half", reason="pump"), action="Pump replaced")
    listed = list_deviations(story.add(made).study(5), story.part)
    recorded = [each for each in listed if each.is_recorded]
    assert [(each.level, each.action, each.key) for each in recorded] == [(2, "Pump replaced", "dv")]
    assert all(each.derived is not None for each in listed if not each.is_recorded)
    assert list_deviations(story.study(5), story.protocol.parts[-1]) == () or len(story.protocol.parts) == 1


HISTORIES = ("1N 2MNN 3NNXN 4NNT??", "1T 1NN", "1TTN", "1N 2N 3NNNT 4?m", "1N 2N 3NTX?")


@pytest.mark.parametrize("history", HISTORIES)
def test_the_standing_at_each_act_is_that_of_a_study_built_for_it(history):  # SUB-9
    built = build(history, with_decisions=True)
    study = built.study()
    acts = [act for one in study.subjects for act in list_acts(study, one.subject_id)]
    then = statuses_then(study, acts)
    for act in acts:
        alone, shared = status_before(study, act.part, act.subject_id, act.moment), then[act.moment, act.subject_id]
        assert [(one.subject_id, one.outcome) for one in shared.assessments] == [
            (one.subject_id, one.outcome) for one in alone.assessments
        ]
        assert shared.recommendation.tallies == alone.recommendation.tallies
        for level in built.part.levels:
            assert assess_slot(shared, level.number) == assess_slot(alone, level.number)


@given(st.sampled_from(HISTORIES), st.data())
@settings(max_examples=15)
def test_after_any_correction_the_kept_answer_is_the_fresh_one(history, data):  # SUB-9
    built = build(history, with_decisions=True)
    study = built.study()
    derive_deviations(study)
    doses = built.records["administration"]
    dose = data.draw(st.sampled_from(doses))
    moved = data.draw(st.integers(-72, 72))
    changed = built.plus(replace(dose, started_at=dose.started_at + timedelta(hours=moved)))
    onset = PartialDate.of((dose.started_at + timedelta(days=5)).date())
    if data.draw(st.booleans()):
        changed = changed.plus(
            AdverseEvent(
                record_id="new",
                subject_id=dose.subject_id,
                term="Rash",
                grade=Grade.LIFE_THREATENING,
                onset=onset,
                relationship=Relationship.DEFINITE,
            )
        )
    kept = Study.of(changed.records, cut_off=study.cut_off, before=study)
    assert derive_deviations(kept) == derive_deviations(Study.of(changed.records, cut_off=study.cut_off))


def test_what_is_known_is_not_judged_again():  # SUB-9
    study = build("1N 2MNN 3NNN", with_decisions=True).study()
    acts = [act for one in study.subjects for act in list_acts(study, one.subject_id)]
    first = statuses_then(study, acts)
    later = Study.of(study.entered, cut_off=study.cut_off + timedelta(hours=1), before=study)
    again = statuses_then(later, acts)
    assert all(again[key] is first[key] for key in first)


def test_a_derivation_that_is_overtaken_by_an_entry_leaves_nothing_of_before():  # SUB-9
    built = build("1N 2MNN 3NNN", with_decisions=True)
    study = built.study()
    slow = list_in_steps(study)
    next(slow)
    dose = built.records["administration"][1]
    moved = built.plus(replace(dose, started_at=dose.started_at + timedelta(hours=30)))
    after = Study.of(moved.records, cut_off=study.cut_off, before=study)
    fresh = list_deviations(Study.of(moved.records, cut_off=study.cut_off))
    assert list_deviations(after) == fresh
    assert finish(slow) == list_deviations(built.study())
    assert list_deviations(Study.of(moved.records, cut_off=study.cut_off, before=after)) == fresh


def test_deviations_are_counted_by_category_and_importance():  # SUB-9
    built = build("1N 2N 3NN")
    table = tabulate_deviation_counts(built.study(), built.part)
    listed = tabulate_deviations(built.study(), built.part)
    assert table.column("category")[:-1] == tuple(dict.fromkeys(listed.column("category")))
    last = table.rows[-1]
    assert (last[1].value or 0) + (last[2].value or 0) == len(listed.rows) == listed.caption.numbers["number"]
    ranks = [one is not Importance.IMPORTANT for one in listed.column("importance")]
    assert ranks == sorted(ranks)
