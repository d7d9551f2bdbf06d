"""Tumour response of a study: from records to the engine, at a cut-off, kept while the records are the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.partial_date import PartialDate
from domain.response.analysis_sets import derive_sets
from domain.response.of_study import derive_response, derive_responses
from domain.response.terms import LesionKind, LesionStatus, Response
from domain.study import Study
from domain.terms import AeOutcome, LeaveReason
from tests.domain.build import build, event
from tests.domain.response.study_build import (
    CUT_OFF,
    FIRST,
    SCREEN,
    WHO,
    built,
    contact,
    followed,
    found,
    left,
    lesion,
    study_of,
    therapy,
    visit,
    week,
)


def overall(study: Study) -> list[Response]:
    answer = derive_response(study, WHO).answer
    assert answer is not None
    return [one.overall for one in answer.visits]


def end_of(study: Study, name: str) -> tuple[date, bool, str]:
    answer = derive_response(study, WHO).answer
    assert answer is not None
    end = next(one for one in answer.endpoints if one.name == name)
    return end.ends_on, end.is_event, end.reason.code


def test_measurements_become_responses():  # EFF-1
    study = study_of(*followed(50, 35, 35, 42))
    assert overall(study) == [Response.PR, Response.PR, Response.PD]
    answer = derive_response(study, WHO).answer
    assert answer.best.confirmed is Response.PR
    assert answer.starts_on == FIRST
    assert [one.sum for one in answer.visits] == [350, 350, 420]


def test_exactly_30_and_20_percent_and_5_mm_count():  # EFF-1
    assert overall(study_of(*followed(27, 18.9, 23.9))) == [Response.PR, Response.PD]
    assert overall(study_of(*followed(27, 19, 23.9))) == [Response.SD, Response.SD]


def test_a_later_record_than_the_cut_off_is_not_seen():  # REP-4, EFF-1
    study = built(*followed(50, 35, 70)).study
    assert overall(study(datetime(2026, 5, 1, tzinfo=UTC))) == [Response.PR]
    assert overall(study(CUT_OFF)) == [Response.PR, Response.PD]


def test_a_visit_without_a_record_of_its_own_has_the_date_of_its_first_scan():
    one, other = lesion(1), lesion(2)
    records = [one, other, *(found(each, 0, SCREEN, 30) for each in (one, other))]
    records += [found(one, 1, week(6, 2), 30), found(other, 1, week(6), 30)]
    answer = derive_response(study_of(*records), WHO).answer
    assert [(one.visit, one.on) for one in answer.visits] == [("1", week(6))]


def test_a_lesion_that_splits_is_summed_over_its_fragments():  # EFF-1
    origin = lesion(1)
    fragment = lesion(2, split_from=origin.record_id, first_seen_on=week(12))
    records = [*followed(50, 48, 20, of=origin), fragment, found(fragment, 2, week(12), 15)]
    answer = derive_response(study_of(*records), WHO).answer
    assert answer.visits[0].baseline == 500
    assert [one.sum for one in answer.visits] == [480, 350]
    assert [one.overall for one in answer.visits] == [Response.SD, Response.PR]


def test_a_fragment_that_was_not_assessed_leaves_the_sum_open():
    origin = lesion(1)
    fragment = lesion(2, split_from=origin.record_id, first_seen_on=week(6))
    answer = derive_response(study_of(*followed(50, 30, of=origin), fragment), WHO).answer
    assert answer.visits[0].sum is None
    assert answer.visits[0].overall is Response.NE


def test_lesions_that_merge_are_measured_once():  # EFF-1
    kept = lesion(1)
    gone = lesion(2, merged_into=kept.record_id, merged_on=week(12))
    records = [*followed(30, 30, 55, of=kept), gone, found(gone, 0, SCREEN, 20), found(gone, 1, week(6), 20)]
    answer = derive_response(study_of(*records), WHO).answer
    assert [one.sum for one in answer.visits] == [500, 550]
    assert answer.visits[1].overall is Response.SD
    before = derive_response(study_of(*records, cut_off=datetime(2026, 5, 1, tzinfo=UTC)), WHO).answer
    assert [one.sum for one in before.visits] == [500]


@pytest.mark.parametrize(
    ("kind", "mass", "expected"),
    [
        (LesionKind.NON_TARGET, 20.0, Response.NON_CR_NON_PD),
        (LesionKind.NON_TARGET, LesionStatus.ABSENT, Response.CR),
        (LesionKind.NON_TARGET, LesionStatus.NOT_EVALUABLE, Response.NE),
    ],
)
def test_a_non_target_lesion_that_merged_stands_and_goes_with_the_mass(kind, mass, expected):
    kept = lesion(1)
    gone = lesion(1, kind, merged_into=kept.record_id, merged_on=week(6))
    records = [*followed(30, mass, of=kept), gone, found(gone, 0, SCREEN, LesionStatus.PRESENT)]
    answer = derive_response(study_of(*records), WHO).answer
    assert answer.visits[0].non_target is expected


def test_a_target_lesion_that_merged_into_a_non_target_one_leaves_the_sum_open():
    mass = lesion(1, LesionKind.NON_TARGET)
    target = lesion(1, merged_into=mass.record_id, merged_on=week(6))
    records = [target, mass, visit(0, SCREEN), visit(1, week(6)), found(target, 0, SCREEN, 30)]
    records += [found(mass, number, on, LesionStatus.PRESENT) for number, on in ((0, SCREEN), (1, week(6)))]
    assert overall(study_of(*records)) == [Response.NE]


def test_an_equivocal_new_lesion_that_is_confirmed_dates_progression_back():  # EFF-1
    new = lesion(1, LesionKind.NEW, first_seen_on=week(6))
    records = [*followed(30, 30, 30), new, found(new, 1, week(6), LesionStatus.EQUIVOCAL)]
    assert overall(study_of(*records)) == [Response.SD, Response.SD]
    later = found(new, 2, week(12), LesionStatus.PRESENT)
    assert overall(study_of(*records, later)) == [Response.PD, Response.PD]


def test_new_anti_cancer_therapy_ends_what_counts():  # EFF-2
    study = study_of(*followed(50, 48, 30, 30), therapy(PartialDate.of(week(7))))
    answer = derive_response(study, WHO).answer
    assert (answer.counted, answer.best.confirmed) == (1, Response.SD)
    assert end_of(study, "PFS") == (week(6), False, "censored_new_therapy")


def test_a_new_therapy_known_by_its_month_is_taken_from_its_first_day_but_not_before_the_first_dose():
    response = derive_response(study_of(*followed(50, 48), therapy(PartialDate(2026, 5))), WHO)
    assert response.dates.new_therapy == date(2026, 5, 1)
    assert "new_therapy_date_partial" in [one.code for one in response.reasons]
    assert derive_response(study_of(therapy(PartialDate(2026, 3))), WHO).dates.new_therapy == FIRST


def test_a_therapy_before_the_first_dose_is_not_new_and_is_named():
    response = derive_response(study_of(*followed(50, 48), therapy(PartialDate(2025))), WHO)
    assert response.dates.new_therapy is None
    assert "therapy_before_first_dose" in [one.finding.code for one in response.concerns]
    assert response.answer.endpoints


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((contact(week(40)),), (week(40), False, "censored_alive")),
        ((contact(week(40), last_alive_on=week(30)),), (week(30), False, "censored_alive")),
        ((contact(week(40), died=PartialDate.of(week(20))),), (week(20), True, "event_death")),
        ((left(week(25)),), (week(25), True, "event_death")),
        ((left(week(25), LeaveReason.CONSENT_WITHDRAWN),), (week(25), False, "censored_alive")),
        ((left(week(25), LeaveReason.LOST),), (week(6), False, "censored_alive")),
        ((contact(week(40), died=PartialDate(2026, 9)),), (date(2026, 9, 1), True, "event_death")),
    ],
)
def test_survival_ends_by_contacts_and_leaving(records, expected):  # EFF-2, SUB-8
    assert end_of(study_of(*followed(50, 48), *records), "OS") == expected


def test_a_death_known_by_its_month_lies_not_before_the_last_day_alive():
    study = study_of(contact(date(2026, 9, 20)), contact(week(40), died=PartialDate(2026, 9)))
    assert derive_response(study, WHO).dates.death == date(2026, 9, 20)


def test_a_fatal_event_with_its_end_is_a_death():
    fatal = event(WHO, "Pneumonitis", 5, PartialDate.of(week(8)), end=PartialDate.of(week(9)), outcome=AeOutcome.FATAL)
    assert derive_response(study_of(fatal), WHO).dates.death == week(9)


def test_deaths_on_different_days_are_told():
    response = derive_response(study_of(left(week(25)), contact(week(40), died=PartialDate.of(week(24)))), WHO)
    assert "death_dates_differ" in [one.finding.code for one in response.concerns]
    assert response.dates.death == week(24)


def test_dates_that_contradict_each_other_withhold_the_endpoints_but_not_the_responses():
    response = derive_response(study_of(*followed(50, 35, 35), left(week(7))), WHO)
    assert response.answer.endpoints == ()
    assert "endpoints_withheld" in [one.code for one in response.reasons]
    assert response.answer.best.confirmed is Response.PR


def test_a_treated_subject_without_a_baseline_is_in_the_denominator_and_survives():  # EFF-2
    study = study_of(contact(week(40)))
    response = derive_response(study, WHO)
    assert (response.is_treated, response.not_evaluable.code) == (True, "response_no_baseline")
    assert response.answer.best.best is Response.MISSING
    assert end_of(study, "OS") == (week(40), False, "censored_alive")
    assert end_of(study, "PFS") == (FIRST, False, "censored_never_assessed")


@pytest.mark.parametrize(
    ("records", "code"),
    [
        (followed(50), "response_no_visit"),
        (followed(50, LesionStatus.NOT_EVALUABLE), "response_all_ne"),
        ([*followed(50, 40), therapy(PartialDate.of(week(5)))], "response_no_visit"),
        ([], "response_no_baseline"),
    ],
)
def test_who_is_not_evaluable_has_a_reason(records, code):  # EFF-2
    sets = derive_sets(derive_responses(study_of(*records)))
    assert sets.treated == (WHO,)
    assert sets.evaluable == ()
    assert sets.not_evaluable[WHO].code == code


def test_who_was_not_treated_is_in_no_set():
    undosed = built(*followed(50, 35))
    records = {kind: listed for kind, listed in undosed.records.items() if kind != "administration"}
    study = replace(undosed, records=records).study(CUT_OFF)
    response = derive_response(study, WHO)
    assert (response.is_treated, response.not_evaluable.code) == (False, "response_not_treated")
    assert derive_responses(study) == ()
    assert [one.overall for one in response.answer.visits] == [Response.PR]
    assert response.answer.endpoints == ()


def test_a_subject_without_records_has_no_answer():
    assert derive_response(build("").study(), "nobody").answer is None


def test_an_answer_is_kept_while_the_same_records_are_known_and_made_anew_when_one_changes():
    first = built(*followed(50, 35, 70))
    study = first.study(CUT_OFF)
    answer = derive_response(study, WHO)
    assert derive_response(study.at(CUT_OFF + timedelta(days=30)), WHO) is answer
    corrected = followed(50, 35, 34)[-1]
    changed = Study.of(first.plus(corrected).records, cut_off=CUT_OFF, before=study)
    assert overall(changed) == [Response.PR, Response.PR]
    early = study.at(datetime(2026, 5, 1, tzinfo=UTC))
    assert overall(early) == [Response.PR]
    assert overall(study) == [Response.PR, Response.PD]


def test_the_response_is_that_of_the_protocol_of_the_study():  # EFF-2
    dead = contact(week(60), died=PartialDate.of(week(50)))
    responded = [*followed(50, 30, 30), dead]
    assert end_of(study_of(*responded, protocol_id="imm27m"), "DoR")[2] == "censored_death_no_event"
    assert end_of(study_of(*responded, protocol_id="mil93"), "DoR")[2] == "event_death"
    names = [one.name for one in derive_response(study_of(*responded, protocol_id="mil93"), WHO).answer.endpoints]
    assert names == ["DoR", "PFS"]


@given(st.lists(st.integers(50, 900), min_size=2, max_size=6), st.randoms())
def test_the_order_of_the_records_is_irrelevant(lengths, chance):
    records = followed(*(length / 10 for length in lengths), LesionStatus.ABSENT)
    shuffled = list(records)
    chance.shuffle(shuffled)
    assert derive_response(study_of(*records), WHO).answer == derive_response(study_of(*shuffled), WHO).answer
