"""Who is in the denominator (SUB-4), by the hour: windows, onsets, doses, leaving, and what is not yet assessed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from domain.evaluability import assess_subject
from domain.partial_date import PartialDate
from domain.protocol.assumptions import change_assumptions
from domain.protocol.model import Protocol
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import (
    Administration,
    AdverseEvent,
    Enrolment,
    Leaving,
    ProtocolVersion,
    Record,
    StudyRecord,
    Subject,
)
from domain.study import Study
from domain.terms import Grade, LeaveReason, Outcome, Relationship, Sex

FIRST = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 at the site
END = FIRST + timedelta(days=21)
SUBJECT = "01-001"


def dose(cycle: int = 1, at: datetime = FIRST, given: str = "6.24", planned: str = "6.24") -> Administration:
    return Administration(
        record_id=f"dose-{cycle}",
        subject_id=SUBJECT,
        cycle=cycle,
        started_at=at,
        weight_kg=Decimal("62.4"),
        planned_mg=Decimal(planned),
        given_mg=Decimal(given),
    )


def event(onset: str, grade: Grade = Grade.SEVERE, **changes: object) -> AdverseEvent:
    """Pneumonitis: of grade 3 and related it meets "non-haematological grade 3 or more"."""
    made = AdverseEvent(
        record_id=f"event-{onset}",
        subject_id=SUBJECT,
        term="Pneumonitis",
        grade=grade,
        onset=PartialDate.parse(onset),
        relationship=Relationship.POSSIBLE,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def left(days: float, reason: LeaveReason = LeaveReason.CONSENT_WITHDRAWN) -> Leaving:
    return Leaving(record_id="left", subject_id=SUBJECT, left_at=FIRST + timedelta(days=days), reason=reason)


def outcome(
    *further: Record,
    cut_off: datetime = END,
    doses: Sequence[Administration] = (dose(),),
    protocol: Protocol | None = None,
) -> Outcome | None:
    protocol = protocol or load_shipped("bat6026")
    records: dict[str, tuple[Record, ...]] = {
        "study": (StudyRecord(record_id="s", study_id="X", study_title="", site_id="01", site_zone="Asia/Shanghai"),),
        "protocol_version": (
            ProtocolVersion(record_id="p", version="1", effective_on=FIRST.date(), content=content_to_json(protocol)),
        ),
        "subject": (
            Subject(
                record_id="subject",
                subject_id=SUBJECT,
                consent_date=(FIRST - timedelta(days=7)).date(),
                sex=Sex.MALE,
                birth_year=1960,
                tumour_type="Gastric",
            ),
        ),
        "enrolment": (
            Enrolment(
                record_id="e",
                subject_id=SUBJECT,
                part_id="mono",
                dose_level=1,
                enrolled_at=FIRST - timedelta(hours=1),
            ),
        ),
        "administration": tuple(doses),
    }
    for record in further:
        records[record.kind] = (*records.get(record.kind, ()), record)
    assessment = assess_subject(Study.of(records, cut_off=cut_off), SUBJECT)
    return assessment.outcome if assessment else None


def test_nobody_is_assessed_before_the_first_dose() -> None:
    assert outcome(doses=()) is None
    assert outcome(doses=(dose(given="0"),)) is None


@pytest.mark.parametrize(
    ("cut_off", "expected"),
    [
        (END - timedelta(minutes=1), Outcome.PENDING),
        (END, Outcome.NO_DLT),
        (END + timedelta(minutes=1), Outcome.NO_DLT),
    ],
)
def test_the_window_closes_to_the_minute_after_21_times_24_hours(cut_off: datetime, expected: Outcome) -> None:
    assert outcome(cut_off=cut_off) is expected


@pytest.mark.parametrize(
    ("onset", "expected"),
    [
        ("2026-03-02T08:59", Outcome.NO_DLT),  # a minute before the first dose
        ("2026-03-02T09:00", Outcome.DLT),
        ("2026-03-02", Outcome.DLT),  # the hour is not known: inside, on the side of safety (AE-8)
        ("2026-03-23T09:00", Outcome.DLT),  # the last moment
        ("2026-03-23T09:01", Outcome.NO_DLT),
        ("2026-03-23", Outcome.DLT),
        ("2026-03-24", Outcome.NO_DLT),
        ("2026-03", Outcome.DLT),
        ("2026", Outcome.DLT),
        ("2026-02", Outcome.NO_DLT),
    ],
)
def test_an_event_counts_by_its_onset_inside_the_window(onset: str, expected: Outcome) -> None:
    assert outcome(event(onset), cut_off=END + timedelta(days=5)) is expected


def test_a_dlt_counts_at_once_and_two_count_once() -> None:
    early = FIRST + timedelta(days=5)
    assert outcome(event("2026-03-05"), cut_off=early) is Outcome.DLT
    assert outcome(event("2026-03-05"), event("2026-03-06"), cut_off=early) is Outcome.DLT


def test_a_dlt_makes_even_a_subject_evaluable_who_left_or_had_too_little() -> None:
    assert outcome(event("2026-03-05"), left(4)) is Outcome.DLT
    assert outcome(event("2026-03-05"), doses=(dose(given="1"),)) is Outcome.DLT


def test_an_event_whose_relationship_nobody_has_said_keeps_the_verdict_open_after_the_window() -> None:
    waiting = event("2026-03-05", relationship=None)
    assert outcome(waiting, cut_off=END + timedelta(days=30)) is Outcome.PENDING
    assert outcome(waiting, left(3)) is Outcome.PENDING
    late = event("2026-03-24", relationship=None)
    assert outcome(late, cut_off=END + timedelta(days=30)) is Outcome.NO_DLT


@pytest.mark.parametrize(
    ("days", "reason", "expected"),
    [
        (20.9, LeaveReason.CONSENT_WITHDRAWN, Outcome.NOT_EVALUABLE),
        (12.0, LeaveReason.DEATH, Outcome.NOT_EVALUABLE),
        (12.0, LeaveReason.LOST, Outcome.NOT_EVALUABLE),
        (21.0, LeaveReason.PROGRESSION, Outcome.NO_DLT),
    ],
)
def test_who_leaves_inside_the_window_without_a_dlt_is_not_evaluable(
    days: float, reason: LeaveReason, expected: Outcome
) -> None:
    assert outcome(left(days, reason), cut_off=END + timedelta(days=1)) is expected


@pytest.mark.parametrize(
    ("given", "expected"), [("4.992", Outcome.NO_DLT), ("4.99", Outcome.NOT_EVALUABLE), ("3.7", Outcome.NOT_EVALUABLE)]
)
def test_eighty_per_cent_of_the_planned_dose_are_needed(given: str, expected: Outcome) -> None:
    assert outcome(doses=(dose(given=given),)) is expected


def test_doses_after_the_window_do_not_change_the_share() -> None:
    second = dose(2, END + timedelta(hours=1), given="0")
    assert outcome(doses=(dose(), second), cut_off=END + timedelta(days=1)) is Outcome.NO_DLT


@pytest.mark.parametrize(
    ("grade", "relationship", "onset", "expected"),
    [
        (Grade.MODERATE, Relationship.POSSIBLE, "2026-03-05", Outcome.MODERATE),
        (Grade.SEVERE, Relationship.DEFINITE, "2026-03-05", Outcome.DLT),
        (Grade.MILD, Relationship.DEFINITE, "2026-03-05", Outcome.NO_DLT),
        (Grade.MODERATE, Relationship.UNLIKELY, "2026-03-05", Outcome.NO_DLT),
        (Grade.MODERATE, Relationship.POSSIBLE, "2026-03-25", Outcome.NO_DLT),
    ],
)
def test_a_related_toxicity_from_grade_2_inside_the_window_is_moderate(
    grade: Grade, relationship: Relationship, onset: str, expected: Outcome
) -> None:
    one = event(onset, grade, relationship=relationship)  # PRO-6
    assert outcome(one, cut_off=END + timedelta(days=5)) is expected


def test_a_moderate_toxicity_is_remembered_while_pending_and_when_lost() -> None:
    one = event("2026-03-05", Grade.MODERATE)
    assert outcome(one, cut_off=END - timedelta(days=1)) is Outcome.PENDING_MODERATE
    assert outcome(one, left(10)) is Outcome.NOT_EVALUABLE_MODERATE


def test_the_window_can_close_with_the_calendar_day_or_the_second_cycle() -> None:
    shipped = load_shipped("bat6026")
    by_day = change_assumptions(shipped, {"parts.mono.window.end": "calendar day"}, confirmed_by="test")
    assert outcome(cut_off=END + timedelta(hours=14, minutes=59), protocol=by_day) is Outcome.PENDING
    assert outcome(cut_off=END + timedelta(hours=15), protocol=by_day) is Outcome.NO_DLT
    by_cycle = change_assumptions(shipped, {"parts.mono.window.ends_at_second_cycle": True}, confirmed_by="test")
    doses = (dose(), dose(2, FIRST + timedelta(days=19)))
    assert outcome(cut_off=FIRST + timedelta(days=19), doses=doses, protocol=by_cycle) is Outcome.NO_DLT


def test_an_omitted_second_cycle_does_not_close_the_window() -> None:
    by_cycle = change_assumptions(
        load_shipped("bat6026"), {"parts.mono.window.ends_at_second_cycle": True}, confirmed_by="test"
    )
    doses = (dose(), dose(2, FIRST + timedelta(days=19), given="0", planned="0"))
    assert outcome(cut_off=FIRST + timedelta(days=20), doses=doses, protocol=by_cycle) is Outcome.PENDING


def test_the_cut_off_is_inclusive_and_hides_what_comes_later() -> None:
    at = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)  # REP-4
    one = event("2026-03-05T09:00")
    assert outcome(one, cut_off=at) is Outcome.DLT
    assert outcome(one, cut_off=at - timedelta(minutes=1)) is Outcome.PENDING
