"""What a person's verdict rests on, piece by piece: the hash changes with each, and with nothing else (AE-5)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.adjudication import check_adjudication, draft_adjudication, evidence_hash
from domain.evaluability import assess_subject
from domain.partial_date import PartialDate
from domain.records import Enrolment, Intervention, LabResult, Record
from domain.terms import ActionTaken, DltVerdict, Grade, InterventionKind, Relationship
from tests.domain.build import ZONE, Built, build, event
from tests.domain.test_adjudication import cycle_2, day, day_of_last, held, judged, noon, one_subject, signed

SUBJECT = "01-001"


def rests_on(built: Built, *further: Record, at: int = 40) -> str:
    """The hash of what a verdict on the first subject would rest on."""
    return evidence_hash(built.plus(*further).study(noon(built, at)), built.part, SUBJECT)


def end_of_window(built: Built, minutes: int = 0) -> PartialDate:
    return PartialDate.of((built.places[0].window_ends_at + timedelta(minutes=minutes)).astimezone(ZONE))


def neutrophils(value: str, at: PartialDate) -> LabResult:
    return LabResult(
        record_id="result",
        subject_id=SUBJECT,
        test="NEUT",
        value=Decimal(value),
        unit="10^9/L",
        lln=Decimal("1.8"),
        uln=Decimal(7),
        taken_at=at,
    )


def transfusion(at: PartialDate, treats: tuple[str, ...] | None = None) -> Intervention:
    return Intervention(
        record_id="given",
        subject_id=SUBJECT,
        name="Platelets",
        intervention_kind=InterventionKind.PLATELETS,
        start=at,
        treats=treats,
    )


def two_nauseas(at: PartialDate) -> tuple[Record, Record]:
    """One event with two actions, which no clause asks for."""
    one = event(SUBJECT, "Nausea", 1, at, record_id="ae")
    return one, replace(one, action_taken=ActionTaken.DELAYED)


def two_counts(at: PartialDate) -> tuple[Record, Record]:
    return neutrophils("1.7", at), neutrophils("1.2", at)


def two_transfusions(at: PartialDate) -> tuple[Record, Record]:
    return transfusion(at), transfusion(at, ("ae",))


@pytest.mark.parametrize("made", [two_nauseas, two_counts, two_transfusions])
@pytest.mark.parametrize(("minutes", "counts"), [(-600, True), (0, True), (1, False)])
def test_what_begins_up_to_the_last_minute_of_the_window_counts_and_no_later(
    made: Callable[[PartialDate], tuple[Record, Record]], minutes: int, *, counts: bool
) -> None:
    built = one_subject()
    one, other = made(end_of_window(built, minutes))
    assert (rests_on(built, one) != rests_on(built, other)) is counts


def test_a_result_within_limits_is_no_evidence() -> None:
    built = one_subject()
    assert rests_on(built, neutrophils("4.2", day(built, 8))) == rests_on(built)
    assert rests_on(built, neutrophils("1.2", day(built, 8))) != rests_on(built, neutrophils("0.9", day(built, 8)))


def test_what_an_intervention_treats_is_evidence() -> None:
    built = one_subject()
    treats: list[tuple[str, ...] | None] = [None, (), ("one",), ("two",)]
    assert len({rests_on(built, transfusion(day(built, 8), one)) for one in treats}) == len(treats)


@pytest.mark.parametrize(
    "changes",
    [
        {"end": PartialDate.parse("2026-03-20")},
        {"action_taken": ActionTaken.DELAYED},
        {"grade": Grade.MODERATE},
        {"relationship": Relationship.NOT_RELATED},
        {"relationship": None},
        {"term": "Fatigue"},
    ],
)
def test_each_thing_that_is_judged_of_an_event_is_evidence(changes: dict[str, Any]) -> None:
    built = one_subject()
    first = event(
        SUBJECT, "Nausea", 1, day(built, 8), record_id="ae", end=day(built, 12), relationship=Relationship.PROBABLE
    )
    assert rests_on(built, replace(first, **changes)) != rests_on(built, first)


def test_an_end_that_nobody_has_said_is_other_evidence_than_one_that_has_been_said() -> None:
    built = one_subject()
    open_one = event(SUBJECT, "Nausea", 1, day(built, 8), record_id="ae")
    ended = [replace(open_one, end=day(built, number)) for number in (12, 13)]
    assert len({rests_on(built, one) for one in (open_one, *ended)}) == 3


# The doses are no evidence of their own; what a clause says of a delayed cycle is.
def test_what_a_clause_says_is_evidence() -> None:
    built = held()
    subject_id = built.places[-1].subject_id
    study, later = built.study(day_of_last(built, 41)), built.plus(cycle_2(built, 40, delayed_for=("alt",)))
    before, after = (evidence_hash(one, built.part, subject_id) for one in (study, later.study(day_of_last(built, 41))))
    assert before != after


def test_a_verdict_stands_where_the_enrolment_was_later_put_after_it() -> None:
    built, _, at = judged()
    (enrolment,) = built.records["enrolment"]
    assert isinstance(enrolment, Enrolment)
    moved = built.plus(replace(enrolment, enrolled_at=at + timedelta(hours=1)))
    one = assess_subject(moved.study(at + timedelta(hours=2)), SUBJECT)
    assert one is not None
    assert one.standing is not None


def test_a_second_opinion_of_the_same_minute_stands_beside_the_verdict_and_an_earlier_one_does_not() -> None:
    built, _, at = judged()
    minute, before = (
        replace(signed(built, DltVerdict.DLT, at, is_second_opinion=True), record_id=name, signed_at=when)
        for name, when in (("same", at), ("before", at - timedelta(minutes=1)))
    )
    one = assess_subject(built.plus(minute, before).study(at), SUBJECT)
    assert one is not None
    assert one.standing is not None
    assert one.standing.opinions == (minute,)


def test_no_dlt_may_be_signed_from_the_last_minute_of_the_window_on() -> None:
    built = build("1N")
    end = built.places[0].window_ends_at
    for minutes, codes in ((-1, ["verdict_before_window_end", "verdict_needs_reason"]), (0, [])):
        at = end + timedelta(minutes=minutes)
        drafted = draft_adjudication(
            built.study(at),
            built.part,
            SUBJECT,
            DltVerdict.NO_DLT,
            record_id="verdict",
            reason="",
            signed_by="Lin Yue",
            signed_role="",
            now=at,
        )
        assert not drafted.is_second_opinion
        found = check_adjudication(built.study(at), built.part, drafted, end)
        assert [finding.code for finding in found] == codes
