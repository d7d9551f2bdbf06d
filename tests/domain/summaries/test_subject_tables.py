"""Counts, subject listing, doses and open items of a small study."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from domain.partial_date import PartialDate
from domain.records import Eligibility, Enrolment, Leaving, Subject
from domain.summaries.counts import tabulate_counts
from domain.summaries.doses import tabulate_doses
from domain.summaries.open_items import tabulate_open_items
from domain.summaries.subjects import tabulate_subjects
from domain.terms import Grade, LeaveReason, Relationship, Sex
from tests.domain.build import build

HISTORY = "1N 2MNN 3NNXN 4NNT??"


def subject(subject_id, on):
    return Subject(
        record_id=f"subject-{subject_id}",
        subject_id=subject_id,
        consent_date=on,
        sex=Sex.FEMALE,
        birth_year=1960,
        tumour_type="Gastric",
    )


def counts_of(status):
    table = tabulate_counts(status)
    return dict(zip([column.key for column in table.columns], [cell.value for cell in table.rows[0]], strict=True))


def test_study_status_counts_each_subject_in_one_place():  # REP-1
    built = build(HISTORY)
    day = built.cut_off.date() - timedelta(days=9)
    failed = Eligibility(record_id="e-90", subject_id="01-090", is_eligible=False, decided_on=day, reason="ALT")
    left = Leaving(record_id="l-91", subject_id="01-091", left_at=built.cut_off, reason=LeaveReason.CONSENT_WITHDRAWN)
    further = [subject(f"01-09{number}", day) for number in range(3)]
    found = counts_of(built.plus(*further, failed, left).status())
    assert found == {
        "screened": 16,
        "failures": 1,
        "screening": 1,
        "left": 1,
        "treated": 13,
        "evaluable": 10,
        "in_window": 2,
        "not_evaluable": 1,
        "dlt": 1,
    }
    assert found["screened"] == found["failures"] + found["screening"] + found["left"] + found["treated"]
    assert found["treated"] == found["evaluable"] + found["in_window"] + found["not_evaluable"]


def test_an_empty_study_counts_zero_everywhere():
    assert set(counts_of(build("").status()).values()) == {0}


def test_subjects_stand_by_level_with_the_assessments_own_reason():  # REP-1, REP-2
    status = build(HISTORY).status()
    table = tabulate_subjects(status)
    assert table.column("level") == (1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4)
    assert table.column("evaluation") == tuple(one.reason for one in status.assessments)
    assert table.column("window_end") == tuple(one.window_ends_at for one in status.assessments)
    assert table.row_ids[0] == "subject-01-001"


def test_a_subject_enrolled_but_not_dosed_is_listed_last_in_the_level():
    built = build("1N")
    place = Enrolment(
        record_id="enrolment-x",
        subject_id="01-000",
        part_id=built.part.part_id,
        dose_level=1,
        enrolled_at=built.cut_off - timedelta(hours=3),
    )
    built = built.plus(subject("01-000", built.cut_off.date() - timedelta(days=3)), place)
    table = tabulate_subjects(built.status())
    assert table.column("subject") == ("01-001", "01-000")
    assert table.column("first_dose")[1] is None
    assert table.column("evaluation")[1].code == "subject_reserved"
    later = tabulate_subjects(built.status(built.cut_off + timedelta(days=30)))
    assert later.column("evaluation")[1].code == "subject_lapsed"
    left = Leaving(record_id="l", subject_id="01-000", left_at=built.cut_off, reason=LeaveReason.OTHER)
    assert tabulate_subjects(built.plus(left).status()).column("evaluation")[1].code == "subject_left_undosed"


def test_open_items_name_subject_and_hour_and_what_a_person_must_judge_first():
    built = build("1N 2?")
    table = tabulate_open_items(built.status())
    assert table.column("subject") == ("01-002",)
    assert table.column("until") == (built.places[1].window_ends_at,)
    unassessed = tabulate_open_items(built.status(built.cut_off + timedelta(days=60)))
    assert unassessed.rows == ()
    waiting = build("1?N")
    table = tabulate_open_items(waiting.status())
    assert [reason.code for reason in table.column("what")] == ["outcome_awaited"]
    assert table.column("until") == (None,)
    low = replace(waiting.status().assessments[0].awaited_events[0], term="Neutrophil count decreased", grade=Grade(4))
    day = PartialDate.of(waiting.places[0].window_ends_at.date() - timedelta(days=1))
    ongoing = waiting.plus(replace(low, relationship=Relationship.PROBABLE, onset=day))
    table = tabulate_open_items(ongoing.status())
    assert [reason.code for reason in table.column("what")] == ["outcome_awaited_until"]
    assert table.column("until") == (ongoing.status().assessments[0].verdict_at,)


def test_doses_are_listed_with_the_share_given():
    built = build("1NN")
    dose = built.records["administration"][1]
    built = built.plus(type(dose)(**{**vars(dose), "given_mg": dose.planned_mg / 3, "reason": "reaction"}))
    table = tabulate_doses(built.study(), built.part)
    assert table.column("percent") == (Decimal(100), Decimal(33))
    assert table.column("reason") == (None, "reaction")
