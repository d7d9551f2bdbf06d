"""A complete synthetic study keeps to its history, to the rules, and to every check of the project."""

import json
from collections import Counter

import pytest

from domain.body_system import BodySystem
from domain.checks.adverse_event import check_adverse_event
from domain.demonstration import with_open_question
from domain.demonstration.laboratory_tests import CITY, SITE
from domain.deviations import derive_deviations
from domain.dlt.of_study import derive_dlt, history_of
from domain.dlt.strip import derive_strip
from domain.entries import dated
from domain.escalation.status import assess_status, essence, recommend_at
from domain.exposure.of_study import exposures
from domain.exposure.reconciliation import reconcile
from domain.notation import parse_history
from domain.protocol.reader import load_shipped, shipped_protocols
from domain.records import AdverseEvent, Decision, LabResult, StudyRecord
from domain.response.calls import list_disagreements
from domain.response.of_study import derive_responses
from domain.response.terms import Response
from domain.safety.clocks import ClockState, open_clocks
from domain.schedule.completeness import derive_completeness
from domain.study import Study
from domain.terms import ClinicalFinding
from tests.domain.findings_of import findings_of
from tests.domain.replayed import NOW, ZONE, complete_acts, complete_study, replay, without_calls

PROTOCOLS = shipped_protocols()
OPEN_QUESTION = "1N 2N 3NNN 4N?m"
# Only what is meant to be there: a late tube or two.
DELIBERATE = {"pk_outside_window"}


@pytest.mark.parametrize("protocol_id", PROTOCOLS)
@pytest.mark.parametrize("seed", range(1, 5))
def test_every_outcome_is_what_the_history_says(protocol_id: str, seed: int) -> None:
    script, acts = complete_acts(protocol_id, seed)
    part = load_shipped(protocol_id).first_part
    study = replay(protocol_id, without_calls(acts, with_decisions=False), part)
    status = assess_status(study, part)
    groups = parse_history(script, len(part.levels))
    expected = [(group.dose_level, outcome) for group in groups for outcome in group.outcomes]
    assert [(one.dose_level, one.outcome) for one in status.assessments] == expected  # ESC-1
    assert not any(one.is_reopened or one.is_overruled for one in status.assessments)


@pytest.mark.parametrize("protocol_id", PROTOCOLS)
def test_every_decision_follows_the_rules_and_still_stands(protocol_id: str) -> None:
    _, study = complete_study(protocol_id, 2)
    part = study.protocol.first_part
    assert not assess_status(study, part).undermined
    assert len(study.decisions) >= 4
    for decision in study.decisions:
        _, then = recommend_at(study.at(decision.cut_off), part, with_departures=False)
        stored = json.loads(decision.recommended)
        assert essence(then) == (stored["action"], stored["dose_level"] or 0, stored["subjects"])  # ESC-1
        assert decision.action.value == stored["action"]


@pytest.mark.parametrize("protocol_id", PROTOCOLS)
def test_no_record_has_a_finding_that_is_not_meant(protocol_id: str) -> None:
    _, study = complete_study(protocol_id, 2)
    found = Counter((finding.code, finding.is_hard) for _, finding in findings_of(study, now=NOW))
    assert {code for code, is_hard in found if is_hard} == set()
    assert {code for code, _ in found} <= DELIBERATE
    assert sum(found.values()) < 12


@pytest.mark.parametrize("protocol_id", PROTOCOLS)
def test_nothing_is_dated_after_the_end_and_no_clock_is_overdue(protocol_id: str) -> None:
    _, study = complete_study(protocol_id, 2)
    moments = [dated(record, ZONE) for listed in study.entered.values() for record in listed]
    assert max(moment for moment in moments if moment is not None) <= NOW
    assert [clock.state for clock in open_clocks(study)] in ([], [ClockState.RUNNING])
    deviations = derive_deviations(study)
    left_out = [one for one in deviations if one.code == "assessment_missing"]
    assert len(deviations) - len(left_out) <= 3
    assert len(left_out) <= 5
    reasons = {(one.subject_id, one.visit) for each in study.subjects for one in study.not_done_of(each.subject_id)}
    assert all((one.subject_id, one.about_id) in reasons for one in left_out), "somebody said why"


@pytest.mark.parametrize("protocol_id", PROTOCOLS)
def test_body_systems_are_examined_and_what_was_left_out_has_its_reason(protocol_id: str) -> None:  # SUB-6
    _, study = complete_study(protocol_id, 2)
    exams = [one for each in study.subjects for one in study.exams_of(each.subject_id)]
    first = study.subjects[0].subject_id
    assert {one.system for one in study.exams_of(first) if one.visit == "screening"} == set(BodySystem)
    assert any(one.system is None for one in exams)
    odd = [one for one in exams if one.finding is ClinicalFinding.ABNORMAL]
    assert odd
    assert all(one.abnormal and one.system is not None for one in odd)
    left_out = [one for each in study.subjects for one in study.not_done_of(each.subject_id)]
    assert 1 <= len(left_out) <= 6
    for one in left_out:
        complete = derive_completeness(study, one.subject_id, one.visit)
        assert one.assessment in complete.missing
        assert one.assessment not in complete.unexplained


def test_the_records_say_that_they_are_invented() -> None:
    _, study = complete_study("bat6026", 1)
    assert isinstance(study.record, StudyRecord)
    assert study.record.is_demo


@pytest.mark.parametrize("protocol_id", PROTOCOLS)
def test_the_same_seed_makes_the_same_study_and_another_one_another(protocol_id: str) -> None:
    assert complete_acts.__wrapped__(protocol_id, 2) == complete_acts(protocol_id, 2)
    assert complete_acts(protocol_id, 2) != complete_acts(protocol_id, 3)


def test_one_verdict_waits_for_a_duration_that_the_page_can_draw() -> None:
    script, study = complete_study("bat6026", 1)
    assert script.endswith("?m")
    part, subject_id = study.protocol.first_part, study.subjects[-2].subject_id
    derived = derive_dlt(study, part, subject_id)
    assert derived is not None
    waiting = next(one for one in derived.awaited if one.clause.days)
    strip = derive_strip(history_of(study, subject_id), study.protocol.ctcae, waiting.clause, waiting.answer.records)
    assert strip is not None
    assert strip.needed == 7
    assert strip.least < 7
    assert strip.answer_on is not None


def test_an_open_question_is_asked_only_where_it_changes_nothing() -> None:
    part = load_shipped("bat6026").first_part
    assert with_open_question(part, "1N 2N 3N??") == "1N 2N 3N?m"
    assert with_open_question(part, "1N 2?") == "1N 2?"
    assert with_open_question(part, "1N 2N") == "1N 2N"
    assert with_open_question(part, "") == ""


@pytest.mark.parametrize("history", ["", "1?", "1x", "1N 2N 3NX", OPEN_QUESTION, "1N 2N 3NNN 4TTN 3NTT 2NN"])
def test_any_history_can_be_played(history: str) -> None:
    _, study = complete_study("bat6026", 3, history)
    part = study.protocol.first_part
    groups = parse_history(history, len(part.levels))
    expected = [(group.dose_level, outcome) for group in groups for outcome in group.outcomes]
    assert [(one.dose_level, one.outcome) for one in assess_status(study, part).assessments] == expected


@pytest.mark.parametrize("protocol_id", PROTOCOLS)
def test_exposure_can_be_analysed_and_grows_with_the_dose(protocol_id: str) -> None:
    _, study = complete_study(protocol_id, 2)
    part = study.protocol.first_part
    first = [one for one in exposures(study, part) if one.cycle == 1 and not one.made.faults]
    assert len(first) >= 6
    peaks: dict[int, list[float]] = {}
    for one in first:
        enrolment, peak = study.enrolment(one.subject_id), one.number("cmax")
        if enrolment is not None and peak is not None:
            peaks.setdefault(enrolment.dose_level, []).append(peak)
    means = [sum(peaks[level]) / len(peaks[level]) for level in sorted(peaks)]
    assert means == sorted(means)
    assert not reconcile(study).unknown


def test_some_samples_are_below_the_limit_missing_and_measured_again() -> None:
    _, study = complete_study("bat6026", 2)
    concentrations = [one for each in study.subjects for one in study.concentrations_of(each.subject_id)]
    samples = [one for each in study.subjects for one in study.samples_of(each.subject_id)]
    assert any(one.is_blq for one in concentrations)
    assert sum(one.is_reassay for one in concentrations) == 1
    assert any(one.taken_at is None and one.not_taken_reason for one in samples)


def test_responses_are_derived_and_the_investigator_disagrees_once() -> None:
    _, study = complete_study("bat6026", 1)
    best = {one.answer.best.best for one in derive_responses(study) if one.answer and one.is_evaluable}
    assert Response.PD in best
    assert len(best) >= 2
    differing = [one for each in study.subjects for one in list_disagreements(study, each.subject_id)]
    assert len(differing) == 1


def test_two_laboratories_report_and_every_range_is_known() -> None:
    _, study = complete_study("bat6026", 1)
    results = [one for one in study.entered["lab_result"] if isinstance(one, LabResult)]
    assert {one.laboratory for one in results} == {SITE, CITY}
    assert {one.laboratory for one in study.normal_ranges} == {SITE, CITY}


def test_serious_events_have_their_course_and_their_reports() -> None:
    _, study = complete_study("bat6026", 1)
    serious = [one for one in study.adverse_events if one.is_serious]
    assert len(serious) >= 3
    assert all(study.reports_of(one) for one in serious)
    assert any(one.grade_changes for one in serious)
    assert all(check_adverse_event(study, one, now=NOW) == [] for one in serious)
    partial = [one for one in study.adverse_events if one.onset.day is None]
    assert all(isinstance(one, AdverseEvent) and int(one.worst) == 1 for one in partial)


def test_committee_decisions_name_who_was_there() -> None:
    _, study = complete_study("bat6026", 1)
    assert isinstance(study, Study)
    assert len(study.decisions) >= 4
    assert all(isinstance(one, Decision) and len(one.attendees) == 3 for one in study.decisions)
