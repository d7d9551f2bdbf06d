"""What the outcome of a subject turns on: last minutes, what an event means, what is remembered between cut-offs."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.evaluability import Assessment, Bearing, assess_subject, bearing_of, is_inside
from domain.partial_date import PartialDate
from domain.protocol.assumptions import change_assumptions
from domain.protocol.reader import content_to_json, read_json
from domain.records import Adjudication, Administration, AdverseEvent, GradeChange, ProtocolVersion
from domain.terms import DltVerdict, Grade, Outcome, Relationship
from tests.domain.build import ZONE, Built, build, event
from tests.domain.test_adjudication import neutrophils, noon, one_subject, signed

SUBJECT = "01-001"
RELATED = {"relationship": Relationship.PROBABLE}


def under(built: Built, content: str) -> Built:
    """The same study under another text of the protocol."""
    (version,) = built.records["protocol_version"]
    assert isinstance(version, ProtocolVersion)
    return replace(built.plus(replace(version, content=content)), protocol=read_json(content))


def without_definition() -> Built:
    """One subject under a protocol that defines no DLT: a person judges every event."""
    built = build("1N")
    content = json.loads(content_to_json(built.protocol))
    for part in content["parts"]:
        part.pop("dlt", None)
    return under(built, json.dumps(content))


def assessed(built: Built, at: datetime | None = None) -> Assessment:
    found = assess_subject(built.study(at), SUBJECT)
    assert found is not None
    return found


def start(built: Built) -> datetime:
    return built.places[0].dosed_at


def on_day(built: Built, day: int, grade: int, term: str = "Pneumonitis", **items: Any) -> AdverseEvent:
    return event(SUBJECT, term, grade, start(built) + timedelta(days=day - 1), **(RELATED | items))


def first_dose(built: Built) -> Administration:
    (dose,) = built.records["administration"]
    assert isinstance(dose, Administration)
    return dose


@pytest.mark.parametrize(
    ("hours_before_end", "left"),
    [(-48, 0), (-1, 0), (0, 0), (0.5, 1), (24, 1), (24.5, 2), (21 * 24, 21), (21 * 24 - 0.5, 21)],
)
def test_a_begun_day_of_the_window_counts_as_a_day_left(hours_before_end: float, left: int) -> None:
    one = assessed(build("1N"))
    assert one.days_left(one.window_ends_at - timedelta(hours=hours_before_end)) == left


@pytest.mark.parametrize(("hours", "day"), [(0, 1), (23.9, 1), (24, 2), (20 * 24, 21), (21 * 24, 22)])
def test_the_first_dose_is_on_study_day_1(hours: float, day: int) -> None:
    one = assessed(build("1N"))
    assert one.study_day(one.first_dose_at + timedelta(hours=hours)) == day


# AE-6
def test_what_an_event_means_for_the_verdict() -> None:
    built = build("1N")
    limiting, other = on_day(built, 5, 3), on_day(built, 6, 1, "Rash maculo-papular")
    late = event(SUBJECT, "Pneumonitis", 3, start(built) + timedelta(days=30), record_id="late", **RELATED)
    after = built.cut_off + timedelta(days=20)
    one = assessed(built.plus(limiting, other, late), after)
    assert bearing_of(None, limiting, is_inside=True) is Bearing.OUTSIDE
    assert bearing_of(one, limiting, is_inside=True) is Bearing.MAKES_DLT
    assert bearing_of(one, other, is_inside=True) is Bearing.NOT_MET
    assert bearing_of(one, other, is_inside=False) is Bearing.OUTSIDE
    assert bearing_of(one, late, is_inside=False) is Bearing.OUTSIDE_MET
    asked = on_day(built, 5, 3, relationship=None)
    waiting = assessed(built.plus(asked, other))
    assert bearing_of(waiting, asked, is_inside=True) is Bearing.AWAITED
    assert bearing_of(waiting, other, is_inside=True) is Bearing.NOT_MET


# AE-5
def test_an_event_that_a_person_spared_is_overruled_and_moderate() -> None:
    built = one_subject()
    grave = neutrophils(built, 5, end=PartialDate.of((start(built) + timedelta(days=12)).astimezone(ZONE).date()))
    other = on_day(built, 6, 1, "Rash maculo-papular")
    at = noon(built, 30)
    with_both = built.plus(grave, other)
    one = assessed(with_both.plus(signed(with_both, DltVerdict.NO_DLT, at)), at)
    assert one.is_overruled
    assert bearing_of(one, grave, is_inside=True) is Bearing.OVERRULED
    assert bearing_of(one, other, is_inside=True) is Bearing.NOT_MET
    assert one.moderate_events == (grave,)
    agreed = assessed(with_both.plus(signed(with_both, DltVerdict.DLT, at)), at)
    assert not agreed.is_overruled
    assert bearing_of(agreed, grave, is_inside=True) is Bearing.MAKES_DLT


def test_the_moderate_events_of_a_subject_are_those_that_are_related_and_inside() -> None:
    built = build("1N")
    moderate, mild = on_day(built, 5, 2, "Rash maculo-papular"), on_day(built, 6, 1, "Nausea")
    assert assessed(built.plus(moderate, mild)).moderate_events == (moderate,)
    unclear = replace(moderate, relationship=None)
    assert assessed(built.plus(unclear, mild)).moderate_events == ()


# AE-8
@pytest.mark.parametrize(
    ("seconds_to_start", "seconds_to_end", "is_in"),
    [(0, 60, True), (1, 60, False), (-60, 0, True), (-60, -1, False)],
)
def test_both_ends_of_the_window_are_inside(seconds_to_start: int, seconds_to_end: int, is_in: bool) -> None:
    one = event(SUBJECT, "Nausea", 1, PartialDate.parse("2026-03-05T09:00"))
    opens = one.onset.latest(ZONE) + timedelta(seconds=seconds_to_start)
    closes = one.onset.earliest(ZONE) + timedelta(seconds=seconds_to_end)
    assert is_inside(one, opens, closes, build("1N").study()) is is_in


def test_half_a_milligram_given_in_the_second_cycle_closes_the_window() -> None:
    built = build("1N")
    changes = {"parts.mono.window.ends_at_second_cycle": True}
    content = content_to_json(change_assumptions(built.protocol, changes, confirmed_by="test"))
    second_at = start(built) + timedelta(days=19)
    first = first_dose(built)
    second = replace(first, record_id="second", cycle=2, started_at=second_at, given_mg=Decimal("0.5"))
    assert assessed(under(built.plus(second), content), second_at + timedelta(hours=1)).window_ends_at == second_at
    # What was given twice in the first cycle closes nothing.
    again = replace(second, cycle=1)
    one = assessed(under(built.plus(again), content), second_at + timedelta(hours=1))
    assert one.window_ends_at == start(built) + timedelta(days=21)


def test_an_outcome_that_is_pending_is_judged_anew_at_a_later_cut_off_and_one_that_is_in_stays() -> None:
    built = build("1N")
    early = built.study(start(built) + timedelta(days=3))
    outcomes = []
    for days in (0, 18, 27, 0, 1, 17):
        at = early.cut_off + timedelta(days=days)
        one = assess_subject(early.at(at), SUBJECT)
        assert one is not None
        outcomes.append(one.outcome)
    assert outcomes == [Outcome.PENDING, *(2 * [Outcome.NO_DLT]), *(3 * [Outcome.PENDING])]


def test_an_outcome_that_is_in_is_judged_anew_when_a_record_becomes_known() -> None:
    built = build("1N")
    end = start(built) + timedelta(days=21)
    first = on_day(built, 5, 1)
    worse = GradeChange(PartialDate.of((start(built) + timedelta(days=25)).astimezone(ZONE).date()), Grade.SEVERE)
    study = built.plus(replace(first, grade_changes=(worse,))).study(end)
    outcomes = []
    for days in (0, 2, 9):
        one = assess_subject(study.at(end + timedelta(days=days)), SUBJECT)
        assert one is not None
        outcomes.append(one.outcome)
    assert outcomes == [Outcome.NO_DLT, Outcome.NO_DLT, Outcome.DLT]


# SUB-4: without a definition every event that can have begun inside waits for a person.
@pytest.mark.parametrize(
    ("grade", "day", "relationship", "outcome"),
    [
        (2, 5, Relationship.PROBABLE, Outcome.PENDING_MODERATE),
        (3, 5, Relationship.PROBABLE, Outcome.PENDING_MODERATE),
        (1, 5, Relationship.PROBABLE, Outcome.PENDING),
        (3, 5, Relationship.NOT_RELATED, Outcome.PENDING),
        (3, 30, Relationship.PROBABLE, Outcome.NO_DLT),
    ],
)
def test_without_a_definition_an_event_inside_waits_and_may_be_moderate(
    grade: int, day: int, relationship: Relationship, outcome: Outcome
) -> None:
    built = without_definition()
    assert assessed(built, built.cut_off).outcome is Outcome.NO_DLT
    one = assessed(built.plus(on_day(built, day, grade, relationship=relationship)), start(built) + timedelta(days=40))
    assert one.outcome is outcome
    assert (one.derived, one.dlt_events) == (None, ())
    assert len(one.awaited_events) == (day < 21)


def test_without_a_definition_the_reason_names_the_first_event_and_counts_them() -> None:
    built = without_definition()
    events = [on_day(built, 3, 3), on_day(built, 4, 2, "Rash maculo-papular"), on_day(built, 5, 1, "Nausea")]
    one = assessed(built.plus(*events))
    assert one.reason.code == "outcome_unassessed"
    assert one.reason.numbers == {"term": "Pneumonitis", "grade": 3, "events": 3}


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        (DltVerdict.DLT, Outcome.DLT),
        (DltVerdict.NO_DLT, Outcome.MODERATE),
        (DltVerdict.NOT_YET_KNOWN, Outcome.PENDING_MODERATE),
    ],
)
def test_without_a_definition_a_person_decides(verdict: DltVerdict, outcome: Outcome) -> None:
    built = without_definition()
    with_event = built.plus(on_day(built, 5, 2))
    at = start(built) + timedelta(days=25)
    said = signed(with_event, verdict, at)
    one = assessed(with_event.plus(said), at)
    assert one.outcome is outcome
    if verdict is DltVerdict.DLT:
        assert one.reason.code == "outcome_dlt_by_person"
        assert one.reason.numbers == {"person": "Lin Yue", "reason": "seen"}
    if verdict is DltVerdict.NOT_YET_KNOWN:
        assert one.reason.code == "outcome_person_waits"


def test_what_is_not_yet_known_says_whom_or_what_it_waits_for() -> None:
    built = one_subject()
    at = noon(built, 30)
    waits = assessed(built.plus(signed(built, DltVerdict.NOT_YET_KNOWN, at)), at)
    assert waits.reason.code == "outcome_person_waits"
    asked = neutrophils(built, 5, relationship=None)
    by_definition = built.plus(asked)
    follows = assessed(by_definition.plus(signed(by_definition, DltVerdict.NOT_YET_KNOWN, at)), at)
    assert follows.reason.code == "outcome_awaited"
    assert assessed(by_definition, at).reason.code == "outcome_awaited"
    (clause,) = {one.clause.title for one in follows.derived.awaited} if follows.derived else {""}
    assert follows.reason.numbers == {"clause": clause}
    assert clause


def test_the_day_of_the_verdict_lies_after_the_window_where_the_definition_waits_longer() -> None:
    built = one_subject()
    running = neutrophils(built, 20)
    at = noon(built, 23)
    one = assessed(built.plus(running), at)
    assert one.outcome is Outcome.PENDING_MODERATE
    assert one.derived is not None
    assert one.derived.known_on is not None
    assert one.reason.code == "outcome_awaited_until"
    assert one.verdict_at == datetime.combine(one.derived.known_on, datetime.min.time(), ZONE).astimezone(UTC)
    assert one.verdict_at > one.window_ends_at


def test_a_verdict_that_can_not_be_dated_has_no_day_once_the_window_is_over() -> None:
    built = build("1N")
    asked = built.plus(on_day(built, 5, 3, relationship=None))
    end = start(built) + timedelta(days=21)
    assert assessed(asked, end - timedelta(minutes=1)).verdict_at == end
    assert assessed(asked, end).verdict_at is None


def test_a_dose_where_none_was_planned_is_no_share_of_the_plan() -> None:
    built = build("1N")
    one = assessed(built.plus(replace(first_dose(built), planned_mg=Decimal(0))))
    assert one.outcome is Outcome.NOT_EVALUABLE
    assert one.reason.numbers["percent"] == 0


# ESC-4: a relationship that nobody has said can end acceleration, and does nothing above the accelerated levels.
@pytest.mark.parametrize(
    ("history", "outcome"), [("1N", Outcome.PENDING), ("2N", Outcome.PENDING), ("3N", Outcome.NO_DLT)]
)
def test_a_moderate_toxicity_without_relationship_is_awaited_at_an_accelerated_level(
    history: str, outcome: Outcome
) -> None:
    built = build(history)
    assert built.part.rules.accelerated_levels == 2
    one = assessed(built.plus(on_day(built, 5, 2, "Rash maculo-papular", relationship=None)))
    assert one.outcome is outcome
    assert one.awaited_events == ()


def test_the_second_opinion_of_a_day_is_not_the_verdict() -> None:
    built = one_subject()
    at = noon(built, 30)
    opinion = signed(built, DltVerdict.DLT, at, is_second_opinion=True)
    assert isinstance(opinion, Adjudication)
    assert assessed(built.plus(opinion), at).standing is None


def test_a_dose_at_the_last_moment_of_the_window_belongs_to_the_next_cycle() -> None:
    built = build("1N")
    end = start(built) + timedelta(days=21)
    for minutes, outcome in ((-1, Outcome.NOT_EVALUABLE), (0, Outcome.NO_DLT)):
        omitted = replace(
            first_dose(built),
            record_id="second",
            cycle=2,
            started_at=end + timedelta(minutes=minutes),
            given_mg=Decimal(0),
        )
        assert assessed(built.plus(omitted), end + timedelta(days=1)).outcome is outcome
