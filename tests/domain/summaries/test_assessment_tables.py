"""Tables of assessments: values over time with what is unusual, completeness with what is missing (SUB-6)."""

import pytest

from domain.checks.assessments import check_not_done, is_unusual
from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.records import AssessmentNotDone, Ecg, EcogStatus, PhysicalExam, VitalSigns
from domain.schedule.completeness import derive_completeness
from domain.schedule.plan import Assessment
from domain.summaries.assessments import assessed_visits, tabulate_assessments
from domain.summaries.completeness import OpenItems, tabulate_completeness
from domain.summaries.visits import VisitName
from domain.terms import ClinicalFinding
from tests.domain.schedule.build import ID, Story


def signs(story: Story, day: int, record_id: str = "vs", visit: str = "dosing 2", **values: int) -> VitalSigns:
    return VitalSigns(
        record_id=record_id, subject_id=ID, visit=visit, measured_at=PartialDate.of(story.at(day)), **values
    )


def left_out(reason: str = "Device broken", record_id: str = "nd", visit: str = "dosing 2") -> AssessmentNotDone:
    return AssessmentNotDone(
        record_id=record_id, subject_id=ID, visit=visit, assessment=Assessment.VITAL_SIGNS, reason=reason
    )


def test_a_visit_is_one_row_with_its_measures_across():  # SUB-6
    story = Story().dosed(1).dosed(2)
    at = PartialDate.of(story.at(21))
    story.add(
        signs(story, 21, systolic_mmhg=128, diastolic_mmhg=79),
        EcogStatus(record_id="e", subject_id=ID, visit="dosing 2", assessed_at=at, score=1),
        Ecg(record_id="g", subject_id=ID, visit="dosing 2", recorded_at=at, qtcf_ms=431),
        PhysicalExam(
            record_id="pe",
            subject_id=ID,
            visit="dosing 2",
            examined_at=at,
            finding=ClinicalFinding.ABNORMAL,
            abnormal="rash on the arms",
        ),
    )
    table = tabulate_assessments(story.study(22), ID)
    assert table.column("visit") == (VisitName("dosing 1"), VisitName("dosing 2"))
    assert table.row_ids == ("dosing 1", "dosing 2")
    second = {column.key: cell for column, cell in zip(table.columns, table.rows[1], strict=True)}
    shown = [second[key].value for key in ("systolic_mmhg", "diastolic_mmhg", "weight_kg", "score", "qtcf_ms", "exam")]
    assert shown == [128, 79, 60, 1, 431, "rash on the arms"]
    assert second["exam"].emphasis
    assert second["unusual"].value is None


def test_what_is_outside_the_usual_is_marked_and_named():  # SUB-6
    story = Story().dosed(1).dosed(2)
    story.add(signs(story, 21, systolic_mmhg=212, pulse_per_min=72))
    table = tabulate_assessments(story.study(22), ID)
    row = {column.key: cell for column, cell in zip(table.columns, table.rows[1], strict=True)}
    assert row["systolic_mmhg"].emphasis
    assert not row["pulse_per_min"].emphasis
    assert row["unusual"].value.numbers == {"values": "Sys 212"}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [("systolic_mmhg", 80, False), ("systolic_mmhg", 79, True), ("qtcf_ms", 501, True), ("score", 4, False)],
)
def test_the_usual_has_both_ends(field: str, value: int, expected: bool):
    assert is_unusual(field, value) is expected


def test_a_second_set_at_a_visit_has_a_row_of_its_own_and_days_outside_the_plan_too():  # SUB-6
    story = Story().dosed(1).dosed(2)
    story.add(
        signs(story, 21, "a", pulse_per_min=70),
        signs(story, 21, "b", pulse_per_min=75),
        signs(story, 25, "c", visit="", pulse_per_min=80),
    )
    found = assessed_visits(story.study(26), ID)
    assert [one.visit for one in found] == ["dosing 1", "dosing 2", "dosing 2", ""]
    table = tabulate_assessments(story.study(26), ID)
    assert table.column("pulse_per_min") == (None, 70, 75, 80)
    assert table.column("weight_kg") == (60, 60, None, None)


def test_completeness_names_what_is_missing_and_why():  # SUB-6
    story = Story().dosed(1).dosed(2).add(left_out())
    table = tabulate_completeness(story.study(22), ID, story.study(22).cut_off)
    place = table.row_ids.index("dosing 2")
    items = table.column("open")[place]
    assert isinstance(items, OpenItems)
    reasons = {one.assessment: one.reason for one in items.items}
    assert reasons[Assessment.VITAL_SIGNS] == "Device broken"
    assert reasons[Assessment.ECOG] == ""
    assert table.rows[place][2].emphasis, "somebody has to say why the others are missing"


def test_a_reason_explains_what_is_missing_and_nothing_else():  # SUB-6
    story = Story().dosed(1).dosed(2).add(left_out())
    complete = derive_completeness(story.study(22), ID, "dosing 2")
    assert Assessment.VITAL_SIGNS in complete.missing
    assert Assessment.VITAL_SIGNS not in complete.unexplained
    story.add(signs(story, 21, pulse_per_min=70))
    done = next(
        one
        for one in derive_completeness(story.study(22), ID, "dosing 2").items
        if one.assessment is Assessment.VITAL_SIGNS
    )
    assert done.reason == ""


def said(findings: list[Finding]) -> set[tuple[str, str, bool]]:
    return {(one.field, one.code, one.is_hard) for one in findings}


def test_why_something_was_not_done_is_said_once_and_in_words():  # SUB-6
    story = Story().dosed(1).dosed(2)
    study = story.study(22)
    assert check_not_done(study, left_out(), now=study.cut_off) == []
    assert said(check_not_done(study, left_out(" "), now=study.cut_off)) == {("reason", "missing", True)}
    study = story.add(left_out()).study(22)
    again = check_not_done(study, left_out(record_id="other"), now=study.cut_off)
    assert said(again) == {("assessment", "assessment_left_out_already", True)}
    assert check_not_done(study, left_out("Cuff torn"), now=study.cut_off) == [], "a correction"
    study = story.add(signs(story, 21, pulse_per_min=70)).study(22)
    assert said(check_not_done(study, left_out(), now=study.cut_off)) == {("reason", "assessment_done_and_not", True)}
