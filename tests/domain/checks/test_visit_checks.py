"""Visits, assessments, screening, preparation: what can't be is refused, what can be is kept with its reason."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.checks.assessments import (
    check_body_weight,
    check_ecg,
    check_ecog,
    check_exam,
    check_vital_signs,
    derive_qtcf,
)
from domain.checks.personal import PersonalKind, find_personal
from domain.checks.preparation import check_preparation
from domain.checks.screening import (
    check_consent,
    check_criterion,
    check_history,
    check_prior_therapy,
    check_rescreening,
)
from domain.checks.subject import check_eligibility
from domain.checks.visit import check_visit
from domain.eligibility import derive_reconsents, derive_unmet
from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.records import (
    BodyWeight,
    Consent,
    CriterionAnswer,
    Ecg,
    EcogStatus,
    MedicalHistory,
    PhysicalExam,
    Preparation,
    PriorTherapy,
    Rescreening,
    Visit,
    VitalSigns,
)
from domain.summaries.criteria import tabulate_criteria
from domain.terms import (
    ClinicalFinding,
    ConsentKind,
    CriterionResult,
    EcgInterpretation,
    LeaveReason,
    PriorTherapyKind,
    VitalStatus,
)
from tests.domain.schedule.build import ID, Story

D = Decimal


def said(findings: list[Finding]) -> set[tuple[str, str, bool]]:
    return {(one.field, one.code, one.is_hard) for one in findings}


def on(story: Story, day: int) -> PartialDate:
    return PartialDate.of(story.day(day))


def visit(story: Story, day: int | None = 22, key: str = "safety_21", **items: object) -> set[tuple[str, str, bool]]:
    record = Visit(record_id="new", subject_id=ID, visit=key, done_on=None if day is None else on(story, day), **items)
    study = story.study(60)
    return said(check_visit(study, record, now=study.cut_off))


def ended() -> Story:
    return Story().dosed(1).ended(5)


def test_a_visit_in_its_window_is_fine():  # SUB-3
    assert visit(ended(), 21) == visit(ended(), 28) == set()


def test_a_visit_outside_its_window_asks_for_a_reason():  # SUB-3, SUB-9
    assert visit(ended(), 20) == visit(ended(), 29) == {("done_on", "visit_out_of_window", False)}


def test_a_visit_before_consent_asks_for_a_reason():  # SUB-3
    assert ("done_on", "before_consent", False) in visit(ended(), -13, "unscheduled")
    assert visit(ended(), -12, "unscheduled") == set()


def test_a_visit_after_death_is_refused():  # SUB-8
    dead = ended().contacted(25, VitalStatus.DEAD, died_on=PartialDate.parse("2026-03-23"))
    assert ("done_on", "after_death", True) in visit(dead, 26)
    assert visit(dead, 21) == set()


def test_a_visit_after_leaving_asks_for_a_reason():  # SUB-8
    gone = ended().left(24, LeaveReason.CONSENT_WITHDRAWN)
    assert visit(gone, 25) == {("done_on", "after_leaving", False)}


def test_a_visit_has_a_date_or_a_reason_and_a_known_name_once():  # SUB-3
    assert visit(ended(), None) == {("not_done", "visit_needs_date_or_reason", True)}
    assert visit(ended(), None, not_done="storm") == set()
    assert visit(ended(), 22, not_done="storm") == {("not_done", "visit_done_and_not", True)}
    assert visit(ended(), 22, "safety_12") == {("visit", "visit_unknown", True)}
    assert visit(ended().visited("safety_21", 22), 23) == {("visit", "visit_exists", True)}
    assert ("done_on", "in_future", True) in visit(ended(), 61, "unscheduled")


SIGNS = VitalSigns(
    record_id="new",
    subject_id=ID,
    measured_at=PartialDate.parse("2026-03-05"),
    systolic_mmhg=120,
    diastolic_mmhg=80,
    temperature_c=D("36.8"),
)
ECG = Ecg(record_id="new", subject_id=ID, recorded_at=PartialDate.parse("2026-03-05"), heart_rate_per_min=60, qt_ms=400)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"systolic_mmhg": 700}, {("systolic_mmhg", "value_impossible", True)}),
        ({"systolic_mmhg": 210}, {("systolic_mmhg", "value_unusual", False)}),
        ({"systolic_mmhg": 80, "diastolic_mmhg": 120}, {("diastolic_mmhg", "diastolic_not_below", True)}),
        ({"temperature_c": D("368")}, {("temperature_c", "value_impossible", True)}),
        ({"oxygen_percent": 101}, {("oxygen_percent", "value_impossible", True)}),
        (
            {"systolic_mmhg": None, "diastolic_mmhg": None, "temperature_c": None},
            {("systolic_mmhg", "nothing_measured", True)},
        ),
    ],
)
def test_vital_signs(changes, expected):  # SUB-6
    study = Story().dosed(1).study(20)
    assert said(check_vital_signs(study, replace(SIGNS, **changes), now=study.cut_off)) == expected


@pytest.mark.parametrize(
    ("kg", "expected"),
    [
        ("61", set()),
        ("700", {("weight_kg", "weight_impossible", True)}),
        ("0", {("weight_kg", "weight_impossible", True)}),
        ("66.1", {("weight_kg", "weight_changed", False)}),
        ("66", set()),
    ],
)
def test_a_weight_of_700_kg_is_refused(kg, expected):  # SUB-6
    study = Story().dosed(1).study(20)
    record = BodyWeight(record_id="new", subject_id=ID, measured_at=PartialDate.parse("2026-03-10"), weight_kg=D(kg))
    assert said(check_body_weight(study, record, now=study.cut_off)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"qtcf_ms": 400}, set()),
        ({"qtcf_ms": 430}, {("qtcf_ms", "qtcf_differs", False)}),
        ({"qt_ms": 4000}, {("qt_ms", "value_impossible", True)}),
        ({"qt_ms": 530}, {("qt_ms", "value_unusual", False)}),
        ({"qrs_ms": 400}, {("qrs_ms", "qrs_not_below_qt", True), ("qrs_ms", "value_unusual", False)}),
        ({"interpretation": EcgInterpretation.SIGNIFICANT}, {("comment", "ecg_needs_comment", True)}),
        ({"comment": "tel 13912345678"}, {("comment", "looks_personal", False)}),
    ],
)
def test_an_ecg(changes, expected):  # SUB-6
    study = Story().dosed(1).study(20)
    assert said(check_ecg(study, replace(ECG, **changes), now=study.cut_off)) == expected


def test_qtcf_by_fridericia():  # SUB-6
    assert [derive_qtcf(400, 60), derive_qtcf(360, 80), derive_qtcf(400, None)] == [400, 396, None]


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (1, set()),
        (6, {("score", "ecog_impossible", True)}),
        (-1, {("score", "ecog_impossible", True)}),
        (3, {("score", "ecog_jump", False)}),
        (5, {("score", "ecog_dead", False)}),
    ],
)
def test_ecog(score, expected):  # SUB-6
    story = Story().dosed(1)
    story.add(EcogStatus(record_id="e1", subject_id=ID, assessed_at=on(story, -3), score=0))
    study = story.study(20)
    record = EcogStatus(record_id="new", subject_id=ID, assessed_at=on(story, 5), score=score)
    assert said(check_ecog(study, record, now=study.cut_off)) == expected


def test_an_examination_says_what_is_abnormal():  # SUB-6
    story = Story().dosed(1)
    study = story.study(20)
    exam = PhysicalExam(record_id="n", subject_id=ID, examined_at=on(story, 1), finding=ClinicalFinding.ABNORMAL)
    assert said(check_exam(study, exam, now=study.cut_off)) == {("abnormal", "exam_needs_words", True)}
    odd = replace(exam, finding=ClinicalFinding.NORMAL, abnormal="liver enlarged")
    assert said(check_exam(study, odd, now=study.cut_off)) == {("abnormal", "exam_normal_with_words", False)}


# Screening


def answer(code: str, result: CriterionResult = CriterionResult.MET, **items: object) -> CriterionAnswer:
    values = {"evidence_on": date(2026, 2, 20), "protocol_version": "1", **items}
    return CriterionAnswer(record_id=f"a-{code}", subject_id=ID, criterion=code, result=result, **values)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (answer("I1"), set()),
        (answer("I8"), {("criterion", "criterion_unknown", True)}),
        (answer("I1", evidence_on=None), {("evidence_on", "evidence_needed", True)}),
        (answer("I1", evidence_on=date(2026, 4, 1)), {("evidence_on", "in_future", True)}),
        (
            answer("E7", CriterionResult.NOT_APPLICABLE, evidence_on=None),
            {("comment", "not_applicable_needs_reason", True)},
        ),
        (answer("E7", CriterionResult.NOT_APPLICABLE, evidence_on=None, comment="male"), set()),
        (answer("I8", protocol_version="0"), set()),
    ],
)
def test_the_answer_to_a_criterion(record, expected):  # SUB-10
    study = Story().study(0)
    assert said(check_criterion(study, record, now=study.cut_off)) == expected


def test_a_criterion_is_answered_once_per_protocol_version():  # SUB-10
    study = Story().add(answer("I1")).study(0)
    again = replace(answer("I1"), record_id="other")
    assert said(check_criterion(study, again, now=study.cut_off)) == {("criterion", "criterion_answered", True)}


def all_answers(**changed: CriterionResult) -> list[CriterionAnswer]:
    usual = {f"I{n}": CriterionResult.MET for n in range(1, 8)} | {
        f"E{n}": CriterionResult.NOT_MET for n in range(1, 8)
    }
    return [answer(code, result) for code, result in (usual | changed).items()]


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"I5": CriterionResult.NOT_MET}, ["inclusion_not_met"]),
        ({"E3": CriterionResult.MET}, ["exclusion_met"]),
        ({"E7": CriterionResult.NOT_APPLICABLE}, []),
    ],
)
def test_which_criteria_speak_against_a_subject(changed, codes):  # SUB-10
    story = Story().add(*all_answers(**changed)).eligible()
    study = story.study(0)
    assert [one.code for one in derive_unmet(study, ID)] == codes
    found = check_eligibility(study, story.records["eligibility"][0], now=study.cut_off)
    assert [one.code for one in found] == (["criteria_not_met"] if codes else [])


def test_open_criteria_are_named_and_shown():  # SUB-10
    study = Story().add(answer("I1")).study(0)
    assert len(derive_unmet(study, ID)) == 13
    table = tabulate_criteria(study, ID)
    assert (table.column("criterion")[0], table.column("result")[0]) == ("I1", CriterionResult.MET)
    assert table.column("result")[1].code == "criterion_open"


def test_consents_and_reconsents():  # SUB-10
    story = Story().dosed(1)
    first = Consent(record_id="c1", subject_id=ID, form_version="1", consented_on=story.consent)
    story.add(first)
    study = story.study(10)

    def found(record: Consent) -> set[tuple[str, str, bool]]:
        return said(check_consent(study, record, now=study.cut_off))

    second = replace(
        first, record_id="c2", form_version="2", consented_on=story.day(5), consent_kind=ConsentKind.RE_CONSENT
    )
    assert found(first) == found(second) == set()
    assert found(replace(second, consent_kind=ConsentKind.INITIAL)) == {
        ("consent_kind", "initial_consent_exists", True),
        ("consented_on", "consent_dates_differ", True),
    }
    assert found(replace(second, form_version="1")) == {("form_version", "consent_version_exists", False)}
    assert found(replace(second, consented_on=story.day(11))) == {("consented_on", "in_future", True)}
    assert derive_reconsents(study, "2", story.at(3)) == (ID,)
    assert derive_reconsents(story.add(second).study(10), "2", story.at(3)) == ()


def test_only_a_screen_failure_is_screened_again():  # SUB-10
    again = Rescreening(record_id="r", subject_id=ID, started_on=date(2026, 2, 25), reason="creatinine normal")
    failed, dosed = Story().eligible(-7, is_eligible=False), Story().dosed(1)

    def found(story: Story, record: Rescreening = again) -> set[tuple[str, str, bool]]:
        study = story.study(0)
        return said(check_rescreening(study, record, now=study.cut_off))

    assert found(failed) == set()
    assert found(dosed) == {("subject_id", "rescreened_after_dose", True)}
    assert found(Story().eligible()) == {("subject_id", "rescreened_without_failure", False)}
    early = replace(again, started_on=date(2026, 2, 20))
    assert found(failed, early) == {("started_on", "rescreened_before_failure", True)}


def test_history_and_prior_therapy():  # SUB-6
    story = Story().dosed(1)
    study = story.study(10)
    history = MedicalHistory(record_id="h", subject_id=ID, condition="Gout", start=PartialDate.parse("2011"))
    assert check_history(study, history, now=study.cut_off) == []
    odd = replace(history, end=PartialDate.parse("2010"))
    assert said(check_history(study, odd, now=study.cut_off)) == {
        ("is_ongoing", "history_ended_and_ongoing", True),
        ("end", "end_before_start", True),
    }
    therapy = PriorTherapy(record_id="p", subject_id=ID, therapy_kind=PriorTherapyKind.SYSTEMIC, name="FOLFOX", line=1)
    assert check_prior_therapy(study, therapy, now=study.cut_off) == []
    late = replace(therapy, start=on(story, 3))
    assert said(check_prior_therapy(study, late, now=study.cut_off)) == {("start", "prior_therapy_in_study", True)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("13912345678", PersonalKind.TELEPHONE),
        ("call +86 139 1234 5678", PersonalKind.TELEPHONE),
        ("010-12345678", PersonalKind.TELEPHONE),
        ("11010119600101123X", PersonalKind.IDENTITY),
        ("a.b@hospital.cn", PersonalKind.MAIL),
        ("患者张伟明诉头痛", None),
        ("患者：张伟", PersonalKind.NAME),
        ("姓名 王芳", PersonalKind.NAME),
        ("李女士来电", PersonalKind.NAME),
        ("Mr. Smith called", PersonalKind.NAME),
        ("patient is John Smith", PersonalKind.NAME),
        ("Grade 2 rash, resolved 2026-03-12 08:40", None),
        ("ALT 139 U/L, platelets 12345678", None),
        ("患者头痛，已缓解", None),
        ("Subject withdrew consent", None),
        ("01-001", None),
        ("", None),
    ],
)
def test_what_looks_personal(text, kind):  # SUB-10
    assert find_personal(text) is kind


# Preparation


def prepared(story: Story, **changes: object) -> set[tuple[str, str, bool]]:
    values: dict[str, object] = {
        "cycle": 1,
        "dose_level": 3,
        "weight_kg": D(60),
        "dose_mg": D(6),
        "concentration_mg_per_ml": D(10),
        "volume_ml": D("0.60"),
        "lot": "A12",
        "expires_on": date(2027, 1, 1),
        "prepared_at": story.at(0),
        "prepared_by": "Li Na",
        "checked_by": "Wu Jun",
    }
    study = story.study(1)
    record = Preparation(record_id="new", subject_id=ID, **(values | changes))
    return said(check_preparation(study, record, now=study.cut_off))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"dose_mg": D("6.3")}, {("dose_mg", "prepared_differs", False), ("volume_ml", "volume_differs", False)}),
        ({"volume_ml": D(6)}, {("volume_ml", "volume_differs", False)}),
        ({"expires_on": date(2026, 3, 1)}, {("expires_on", "drug_expired", False)}),
        ({"expires_on": date(2026, 3, 2)}, set()),
        ({"checked_by": "Li Na"}, {("checked_by", "checked_by_same_person", False)}),
        ({"lot": " "}, {("lot", "missing", True)}),
        ({"dose_level": 99}, {("dose_level", "no_such_level", True)}),
        ({"concentration_mg_per_ml": D(0)}, {("concentration_mg_per_ml", "concentration_not_positive", True)}),
        (
            {"weight_kg": D(700)},
            {("weight_kg", "weight_impossible", True)},
        ),
        ({"measured_kg": D(700)}, {("measured_kg", "weight_impossible", True)}),
        (
            {"weight_kg": D(66), "dose_mg": D("6.6"), "volume_ml": D("0.66")},
            {("weight_kg", "weight_used_differs", False)},
        ),
        ({"measured_kg": D(63)}, set()),
        (
            {"measured_kg": D(67)},  # changed by 10 % and more: the plan takes it
            {("weight_kg", "weight_used_differs", False)},
        ),
        ({"checked_by": " li  NA"}, {("checked_by", "checked_by_same_person", False)}),
        ({"comment": "for Mr. Smith"}, {("comment", "looks_like_name", False)}),
        ({"volume_ml": D(-1)}, {("volume_ml", "volume_not_positive", True)}),
        ({"dose_level": 4, "dose_mg": D(18), "volume_ml": D("1.8")}, {("dose_level", "first_dose_other_level", False)}),
    ],
)
def test_a_prepared_dose(changes, expected):  # SUB-11
    found = prepared(Story("bat6026", level=3).enrolled(), **changes)
    assert found - {("volume_ml", "volume_differs", False)} == expected - {("volume_ml", "volume_differs", False)}


def test_a_cycle_is_prepared_once():  # SUB-11
    story = Story("bat6026", level=3).enrolled()
    other = Preparation(
        record_id="p",
        subject_id=ID,
        cycle=1,
        dose_level=3,
        dose_mg=D(6),
        lot="A",
        expires_on=date(2027, 1, 1),
        prepared_at=story.at(0) - timedelta(hours=1),
        prepared_by="a",
        checked_by="b",
    )
    assert ("cycle", "preparation_exists", True) in prepared(story.add(other))
