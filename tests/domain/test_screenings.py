"""The window of a screening, its criteria and its end; screened again; the form that is in use (SUB-1, SUB-10)."""

from dataclasses import replace
from datetime import timedelta
from typing import get_type_hints

import pytest

from domain.checks.personal import check_free_texts, free_texts_of
from domain.checks.screening import check_criterion, check_eligible, check_rescreening
from domain.eligibility import derive_form_in_use, derive_unmet, needed_reconsent
from domain.protocol.reader import content_to_json
from domain.records import (
    RECORD_KINDS,
    Administration,
    Consent,
    CriterionAnswer,
    Eligibility,
    ProtocolVersion,
    Rescreening,
    items_of,
)
from domain.screenings import CriterionState, ScreeningState, current_screening, derive_screenings
from domain.terms import ConsentKind, CriterionResult
from tests.domain.schedule.build import ID, Story

MET, NOT_MET, NA = CriterionResult.MET, CriterionResult.NOT_MET, CriterionResult.NOT_APPLICABLE


def answers(story: Story, *, screening: int = 1, **changed: CriterionResult) -> list[CriterionAnswer]:
    return [
        CriterionAnswer(
            record_id=f"{screening}-{one.code}",
            subject_id=ID,
            criterion=one.code,
            protocol_version=story.protocol.version,
            screening=screening,
            result=changed.get(one.code, MET if one.is_inclusion else NOT_MET),
            evidence_on=story.day(-6),
        )
        for one in story.protocol.criteria
    ]


def again(story: Story, day: int, record_id: str = "again") -> Rescreening:
    return Rescreening(record_id=record_id, subject_id=ID, started_on=story.day(day), reason="creatinine is normal")


def verdict(story: Story, record_id: str, day: int, *, is_eligible: bool) -> Eligibility:
    reason = "" if is_eligible else "creatinine"
    return Eligibility(
        record_id=record_id, subject_id=ID, is_eligible=is_eligible, decided_on=story.day(day), reason=reason
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (0, (0, ScreeningState.RUNNING)),
        (9, (9, ScreeningState.RUNNING)),
        (28, (28, ScreeningState.RUNNING)),  # the last day still belongs to it
        (29, (29, ScreeningState.OVER)),
    ],
)
def test_the_window_is_counted_from_the_consent(day, expected):  # SUB-1
    story = Story(consent_days=40)
    study = story.study(day - 40)
    one = current_screening(study, ID)
    today = study.cut_off.astimezone(study.zone).date()
    assert (one.day(today), one.state) == expected
    assert one.last_day == story.consent + timedelta(days=28)


def test_the_window_goes_on_after_eligibility_until_the_first_dose():  # SUB-1
    eligible = current_screening(Story().eligible().study(-2), ID)
    assert (eligible.state, eligible.ended_on) == (ScreeningState.ELIGIBLE, None)
    assert current_screening(Story(consent_days=30).eligible().study(0), ID).state is ScreeningState.OVER
    story = Story().dosed(1)
    treated = current_screening(story.study(50), ID)
    assert (treated.state, treated.ended_on) == (ScreeningState.TREATED, story.day(0))
    assert treated.day(story.day(50)) == 12  # it stands still


def test_a_failure_ends_it_and_a_new_screening_has_answers_of_its_own():  # SUB-10
    story = Story(consent_days=20)
    story.add(*answers(story, I6=NOT_MET), verdict(story, "e1", -10, is_eligible=False))
    failed = current_screening(story.study(-9), ID)
    assert (failed.state, failed.day(story.day(-1))) == (ScreeningState.FAILED, 10)
    story.add(again(story, -5))
    study = story.study(-4)
    first, second = derive_screenings(study, ID)
    assert [one.criterion.code for one in first.standing(CriterionState.AGAINST)] == ["I6"]
    assert first.eligibility is not None
    assert len(second.standing(CriterionState.OPEN)) == 14
    assert (second.number, second.started_on, second.eligibility) == (2, story.day(-5), None)
    assert study.eligibility(ID) is None  # what is asked anew
    assert len(derive_unmet(study, ID)) == 14
    story.add(*answers(story, screening=2), verdict(story, "e2", -3, is_eligible=True))
    later = story.study(-2)
    assert derive_unmet(later, ID) == ()
    assert later.eligibility(ID).record_id == "e2"
    assert [one.record_id for one in later.eligibilities_of(ID)] == ["e1", "e2"]
    assert derive_screenings(later, ID)[0].eligibility.record_id == "e1"


def test_a_failure_and_a_new_screening_may_fall_on_one_day():  # SUB-10
    story = Story(consent_days=20)
    story.add(verdict(story, "e1", -5, is_eligible=False), again(story, -5))
    first, second = derive_screenings(story.study(-5), ID)
    assert (first.eligibility.record_id, second.eligibility) == ("e1", None)
    story.add(verdict(story, "e2", -5, is_eligible=True))
    assert derive_screenings(story.study(-5), ID)[1].eligibility.record_id == "e2"


def test_the_criteria_are_those_of_the_version_on_the_day_of_the_answer():  # SUB-10, PRO-3
    story = Story()
    story.add(*answers(story)).eligible(-5)
    content = content_to_json(story.protocol).replace(f'"version":"{story.protocol.version}"', '"version":"2"')
    story.add(ProtocolVersion(record_id="v2", version="2", effective_on=story.day(-2), content=content))
    study = story.study(-1)
    assert study.protocol.version == "2"
    assert current_screening(study, ID).protocol.version == story.protocol.version
    assert derive_unmet(study, ID) == ()  # not asked again
    open_one = Story()
    open_one.add(*answers(open_one), ProtocolVersion(
        record_id="v2", version="2", effective_on=open_one.day(-2), content=content))  # fmt: skip
    assert len(derive_unmet(open_one.study(-1), ID)) == 14  # no answer yet: the new version asks


@pytest.mark.parametrize(
    ("changed", "against"), [({}, []), ({"I1": NOT_MET}, ["I1"]), ({"E2": MET}, ["E2"]), ({"E7": NA, "I1": NA}, [])]
)
def test_what_an_answer_says(changed, against):  # SUB-10
    story = Story()
    one = current_screening(story.add(*answers(story, **changed)).study(-3), ID)
    assert [asked.criterion.code for asked in one.standing(CriterionState.AGAINST)] == against
    assert not one.standing(CriterionState.OPEN)


def test_a_yes_before_a_single_criterion_is_answered_asks_why():  # SUB-10
    story = Story().eligible()
    yes, study = story.records["eligibility"][0], story.study(-2)
    (found,) = check_eligible(study, yes)
    assert (found.code, found.is_hard, found.numbers["number"]) == ("criteria_not_met", False, 14)
    assert check_eligible(study, replace(yes, is_eligible=False, reason="ALT")) == []
    story.add(*answers(story))
    assert check_eligible(story.study(-2), yes) == []
    named = check_eligible(story.study(-2), replace(yes, is_eligible=False, reason="患者：张伟 refused"))
    assert [one.code for one in named] == ["looks_like_name"]


def test_a_criterion_is_answered_once_in_each_screening():  # SUB-10
    story = Story(consent_days=20)
    story.add(*answers(story), verdict(story, "e1", -10, is_eligible=False), again(story, -5))
    study = story.study(-4)
    other = replace(answers(story, screening=2)[0], record_id="x")
    assert check_criterion(study, other, now=study.cut_off) == []
    twice = replace(other, screening=1)
    assert [one.code for one in check_criterion(study, twice, now=study.cut_off)] == ["criterion_answered"]


@pytest.mark.parametrize(
    ("failed", "before", "start", "codes"),
    [
        (-10, (), -9, []),
        (-10, (), -10, []),
        (-10, (), -11, ["rescreened_before_failure"]),
        (None, (), -1, ["rescreened_without_failure"]),
        (None, (), 10, []),  # the window is over
        (-10, (-9,), -9, ["rescreening_exists", "rescreened_without_failure"]),
        (-10, (-9,), -3, ["rescreened_without_failure"]),  # the second one goes on
    ],
)
def test_who_is_screened_again(failed, before, start, codes):  # SUB-10
    story = Story(consent_days=20)
    if failed is not None:
        story.add(verdict(story, "e1", failed, is_eligible=False))
    story.add(*(again(story, day, f"r{day}") for day in before))
    study = story.study(12)
    found = check_rescreening(study, again(story, start), now=study.cut_off)
    assert [one.code for one in found] == codes


def test_a_recorded_rescreening_can_be_corrected():  # SUB-10
    story = Story(consent_days=20)
    story.add(verdict(story, "e1", -10, is_eligible=False), again(story, -5))
    story.add(verdict(story, "e2", -2, is_eligible=True))
    study = story.study(-1)
    assert check_rescreening(study, replace(again(story, -5), reason="new scan"), now=study.cut_off) == []


def test_a_new_version_of_the_form_asks_for_a_new_consent():  # SUB-10
    story = Story().dosed(1)
    assert derive_form_in_use(story.study(1)) is None
    assert needed_reconsent(story.study(1), ID) is None
    story.add(Consent(record_id="c1", subject_id=ID, form_version="1.0", consented_on=story.consent))
    assert needed_reconsent(story.study(1), ID) is None
    other = replace(story.records["subject"][0], record_id="s2", subject_id="01-002", consent_date=story.day(3))
    story.add(other, Consent(record_id="c2", subject_id="01-002", form_version="2.0", consented_on=story.day(3)))
    needed = needed_reconsent(story.study(5), ID)
    assert (needed.version, needed.since) == ("2.0", story.day(3))
    assert needed_reconsent(story.study(2), ID) is None  # not yet in use
    signed = Consent(
        record_id="c3",
        subject_id=ID,
        form_version="2.0",
        consented_on=story.day(6),
        consent_kind=ConsentKind.RE_CONSENT,
    )
    assert needed_reconsent(story.add(signed).study(7), ID) is None
    gone = Story().dosed(1).left(2)
    gone.add(Consent(record_id="c1", subject_id=ID, form_version="1.0", consented_on=gone.consent), other,
             story.records["consent"][1])  # fmt: skip
    assert needed_reconsent(gone.study(5), ID) is None  # had left before


# Written by the program, chosen from what there is, or the name of a person of the staff.
_NO_FREE_TEXT = {
    "record_id", "subject_id", "part_id", "criterion", "protocol_version", "prepared_by", "checked_by", "visit", "term",
    "result_id", "event_id", "test", "sign", "unit", "laboratory", "sample_id", "analyte", "flag", "source", "drug",
    "marker", "timepoint", "derived", "evidence_hash", "head", "signed_by", "signed_role", "split_from", "merged_into",
    "lesion_id", "called_by", "decided_by", "code", "about_kind", "about_id",
}  # fmt: skip
_OF_NO_SITE = {"slope_decision", "signature", "query", "source_verification"}


def test_every_free_text_about_a_subject_is_looked_at_for_names_and_numbers():  # SUB-10
    for kind, record in RECORD_KINDS.items():
        if "subject_id" not in items_of(record) or kind in _OF_NO_SITE:
            continue
        texts = {name for name, hint in get_type_hints(record).items() if hint is str and name in items_of(record)}
        assert texts - set(free_texts_of(record)) <= _NO_FREE_TEXT, kind
        assert set(free_texts_of(record)) <= texts, kind


def test_the_reason_of_a_dose_may_hold_no_telephone_number():  # SUB-10
    dose = Story().dosed(1).records["administration"][0]
    assert isinstance(dose, Administration)
    found = check_free_texts(replace(dose, reason="family asked, 13912345678"))
    assert [(one.field, one.code, one.is_hard) for one in found] == [("reason", "looks_personal", False)]
    assert check_free_texts(replace(dose, reason="infusion reaction")) == []


def test_a_screening_of_nobody_is_an_error():
    with pytest.raises(KeyError):
        derive_screenings(Story().study(0), "09-999")
