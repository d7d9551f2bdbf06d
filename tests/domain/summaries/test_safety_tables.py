"""Listings of serious events with their clocks, of concomitant treatment, and of the follow-up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.partial_date import PartialDate
from domain.reasons import Reason
from domain.records import EndOfTreatment, GradeChange, Intervention, Leaving, SafetyReport
from domain.safety.clocks import ClockKind, ClockState, derive_clocks
from domain.summaries.follow_up import tabulate_follow_up
from domain.summaries.interventions import tabulate_interventions
from domain.summaries.serious_events import describe_clock, tabulate_clocks, tabulate_serious_events
from domain.terms import (
    EndReason,
    Grade,
    InterventionKind,
    Judgement,
    LeaveReason,
    Relationship,
    ReportKind,
    SeriousCriterion,
)
from tests.domain.build import ZONE, build, event

BUILT = build("1N 2NN")
AWARE = BUILT.cut_off - timedelta(days=3)
SERIOUS = event(
    "01-001",
    "Colitis",
    2,
    "2026-03-08",
    record_id="ae",
    relationship=Relationship.POSSIBLE,
    seriousness=(SeriousCriterion.HOSPITALISATION, SeriousCriterion.LIFE_THREATENING),
    aware_at=AWARE,
    grade_changes=(GradeChange(PartialDate(2026, 3, 9), Grade.LIFE_THREATENING),),
)
REPORT = SafetyReport(
    record_id="r", subject_id="01-001", event_id="ae", sent_at=AWARE + timedelta(hours=30), sent_to="sponsor"
)


@pytest.mark.parametrize(
    ("reports", "code"),
    [
        ((), "clock_overdue"),
        ((REPORT,), "clock_running"),
        ((REPORT, replace(REPORT, record_id="r2", report_kind=ReportKind.EXPEDITED)), "clock_met_late"),
    ],
)
def test_a_serious_event_is_listed_at_its_maximum_grade_with_its_most_urgent_clock(reports, code):  # AE-2
    table = tabulate_serious_events(BUILT.plus(SERIOUS, *reports).study(), BUILT.part)
    assert table.column("grade") == (4,)
    assert [reason.code for reason in table.column("report")] == [code]
    (criteria,) = table.column("criteria")
    numbers = {"first": SeriousCriterion.HOSPITALISATION, "second": SeriousCriterion.LIFE_THREATENING}
    assert criteria == Reason("listed", numbers)


def test_each_clock_has_its_row_the_overdue_ones_first():  # AE-2
    other = replace(SERIOUS, record_id="two", subject_id="01-002", aware_at=None, is_expected=Judgement.YES)
    settled = replace(SERIOUS, record_id="three", subject_id="01-003", is_expected=Judgement.YES)
    sent = replace(REPORT, record_id="r3", subject_id="01-003", event_id="three")
    table = tabulate_clocks(BUILT.plus(SERIOUS, other, settled, sent).study(), BUILT.part)
    assert table.column("clock") == (ClockKind.INITIAL, ClockKind.INITIAL, ClockKind.SEVEN_DAYS, ClockKind.INITIAL)
    assert table.column("state") == (
        ClockState.OVERDUE,
        ClockState.NOT_STARTED,
        ClockState.RUNNING,
        ClockState.MET,
    )
    assert table.column("to") == (None, None, None, "sponsor")
    assert table.row_ids == ("ae", "two", "ae", "three")
    assert dict(table.caption.numbers) == {"overdue": 1, "running": 1, "not_started": 1}
    assert [row[0].emphasis for row in table.rows] == [True, False, False, False]


@pytest.mark.parametrize(
    ("aware_at", "hours", "code"),
    [
        (AWARE, None, "clock_overdue"),
        (AWARE, 24, "clock_met"),
        (AWARE, 25, "clock_met_late"),
        (BUILT.cut_off, None, "clock_running"),
        (None, None, "clock_not_started"),
    ],
)
def test_a_clock_is_said_by_its_state_and_late_is_said_as_late(aware_at, hours, code):
    sent = () if hours is None else (replace(REPORT, sent_at=AWARE + timedelta(hours=hours)),)
    clock, *_ = derive_clocks(replace(SERIOUS, aware_at=aware_at), sent, now=BUILT.cut_off, zone=ZONE)
    assert describe_clock(clock).code == code


def intervention(record_id, **items):
    items = {
        "name": "Red cells",
        "intervention_kind": InterventionKind.RED_CELLS,
        "start": PartialDate(2026, 3, 9),
    } | items
    return Intervention(record_id=record_id, subject_id="01-001", **items)


def test_concomitant_treatment_is_listed_by_start_with_the_events_it_treats():  # SUB-7
    built = BUILT.plus(
        SERIOUS,
        intervention("b", treats=("ae",)),
        intervention("a", start=PartialDate(2026, 3, 1), name="Metformin", treats=(), reason="diabetes"),
        intervention("c", start=PartialDate(2026, 3, 11)),
    )
    table = tabulate_interventions(built.study(), built.part)
    assert table.row_ids == ("a", "b", "c")
    assert table.column("treats") == (None, "Colitis", Reason("treats_not_said"))
    assert table.column("reason") == ("diabetes", None, None)
    assert dict(table.caption.numbers) == {"number": 3, "subjects": 1}


def end_of(subject_id, day):
    return EndOfTreatment(
        record_id=f"end-{subject_id}",
        subject_id=subject_id,
        decided_on=day,
        reason=EndReason.ADVERSE_EVENT,
        decided_by="Lin Yue",
    )


def test_the_follow_up_lists_what_is_next_first_and_leaves_settled_ones_out():  # AE-7
    related = {"relationship": Relationship.PROBABLE}
    left = Leaving(record_id="l", subject_id="01-003", left_at=BUILT.cut_off, reason=LeaveReason.LOST)
    built = BUILT.plus(
        event("01-001", "Colitis", 2, "2026-03-08", record_id="late", **related),
        event("01-001", "Nausea", 1, "2026-03-08", record_id="mild", **related),
        event("01-001", "Fatigue", 2, "2026-03-08", record_id="unrelated"),
        event("01-002", "Rash maculo-papular", 3, "2026-03-30", record_id="due", **related),
        event("01-003", "Colitis", 3, "2026-04-01", record_id="stopped", **related),
        end_of("01-001", PartialDate(2026, 3, 10)),
        end_of("01-002", PartialDate(2026, 4, 10)),
        end_of("01-003", PartialDate(2026, 4, 10)),
        left,
    )
    table = tabulate_follow_up(built.study(), built.part)
    assert table.row_ids == ("late", "due", "stopped")
    assert table.column("state") == ("overdue", "due", "stopped")
    assert [day.isoformat() if day else None for day in table.column("next")] == ["2026-04-07", "2026-05-08", None]
    assert table.column("ended")[0] == PartialDate(2026, 3, 10)
    assert table.note.numbers["number"] == 28
    assert tabulate_follow_up(built.study(), built.part, every_days=7).column("next")[1].isoformat() == "2026-04-17"
