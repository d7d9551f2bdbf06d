"""Expansion cohorts: how many are left, a DLT as a signal, rates with exact bounds, the stopping boundary."""

import json
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest

from domain.checks.subject import check_enrolment
from domain.escalation.committee import Stance, assess_stance, list_choices
from domain.escalation.slots import assess_slot
from domain.partial_date import PartialDate
from domain.parts.cohorts import derive_safety
from domain.parts.state import derive_part_state
from domain.parts.stopping import has_crossed, probability_above, stopping_boundary
from domain.protocol.model import Stopping
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import BiomarkerResult, Enrolment, PkSample
from domain.terms import Action, CommitteeAction, LevelState, Severity
from tests.domain.build import event
from tests.domain.parts.story import Story, cohort, escalated


def expanding(protocol_id: str = "bat6026", content: str = "") -> Story:
    """An expansion of six at 0.1 and six at 0.03 mg/kg; the MTD is 0.1 mg/kg."""
    story = escalated(protocol_id, content=content)
    story.condition("expansion")
    story.open("expansion", cohorts=[cohort(1, "0.1"), cohort(2, "0.03")])
    return story


def with_stopping(**values: object) -> str:
    content = json.loads(content_to_json(load_shipped("bat6026")))
    content["parts"][1]["stopping"] = values or {"prior": ["0.33", "0.67"], "limit": "0.33", "probability": "0.9"}
    return json.dumps(content)


def test_the_recommendation_names_each_cohort_that_is_not_full() -> None:  # PRO-2
    story = expanding()
    story.treat("expansion", 1, "NN", cohort=1)
    answer = story.status("expansion").recommendation
    assert (answer.action, answer.dose_level, answer.subjects) == (Action.ENROL, 1, 4)
    assert [(one.code, one.numbers["counted"], one.numbers["subjects"]) for one in answer.reasons] == [
        ("cohort_lacks", 2, 4), ("cohort_lacks", 0, 6),
    ]  # fmt: skip
    assert [one.state for one in answer.tallies] == [LevelState.OPEN, LevelState.OPEN]
    assert answer.headline is not None
    assert (answer.headline.code, answer.headline.numbers["subjects"]) == ("expansion_enrol", 10)


def test_a_full_cohort_asks_why_and_the_other_goes_on() -> None:  # PRO-2
    story = expanding()
    story.treat("expansion", 1, "NNNNNN", cohort=1)
    status = story.status("expansion")
    assert (status.recommendation.dose_level, status.recommendation.subjects) == (2, 6)
    assert assess_slot(status, 1).reasons[0].code == "cohort_is_full"
    (finding,) = story.enrol(story.candidate(), "expansion", 1, cohort=1)
    assert (finding.code, finding.severity) == ("slot_closed", Severity.SOFT)


def test_when_all_cohorts_are_full_the_part_is_closed() -> None:  # PRO-2
    story = expanding()
    story.treat("expansion", 1, "NNNNNN", cohort=1)
    story.treat("expansion", 2, "NNNNNN", cohort=2)
    assert story.status("expansion").recommendation.action is Action.WAIT
    assert story.state("expansion").reasons[0].code == "part_full"


def test_reserved_slots_count_until_they_lapse() -> None:  # SUB-1
    story = expanding()
    story.treat("expansion", 1, "NNNNN", cohort=1)
    story.enrol(story.candidate(), "expansion", 1, cohort=1)
    answer = assess_slot(story.status("expansion"), 1)
    assert (answer.is_open, answer.reasons[0].code) == (False, "slot_reserved")
    story.wait(8)
    assert assess_slot(story.status("expansion"), 1).is_open


def test_a_dlt_is_a_signal_that_holds_the_part_until_a_decision_that_saw_it() -> None:  # ESC-8
    story = expanding()
    (subject_id,) = story.treat("expansion", 1, "T", cohort=1)
    status = story.status("expansion")
    assert status.recommendation.action is Action.CHOOSE
    assert status.recommendation.reasons[0].numbers["subject"] == subject_id
    assert len(status.recommendation.options) >= 2
    assert not assess_slot(status, 1).is_open
    assert not assess_slot(status, 2).is_open
    assert [one.can_be_signed for one in list_choices(status)] == [True] * len(list_choices(status))
    story.decide("expansion", CommitteeAction.ENROL)
    status = story.status("expansion")
    assert status.signals == ()
    assert (status.recommendation.action, status.recommendation.subjects) == (Action.ENROL, 5)
    assert status.undermined == ()
    assert assess_slot(status, 1).is_open
    (second,) = story.treat("expansion", 2, "T", cohort=2)
    status = story.status("expansion")
    assert [one.subject_id for one in status.signals] == [second]
    assert story.doubts == []


def test_the_committee_can_hold_an_expansion_and_go_on_later() -> None:  # ESC-8
    story = expanding()
    story.treat("expansion", 1, "T", cohort=1)
    story.decide("expansion", CommitteeAction.HOLD)
    assert assess_slot(story.status("expansion"), 1).reasons[0].code == "slot_held"
    story.wait(3)
    story.decide("expansion", CommitteeAction.ENROL)
    assert assess_slot(story.status("expansion"), 1).is_open


@pytest.mark.parametrize(
    ("action", "level", "subjects", "stance"),
    [
        (CommitteeAction.ENROL, 1, 6, Stance.FOLLOWS),
        (CommitteeAction.ENROL, 2, 3, Stance.FOLLOWS),
        (CommitteeAction.ENROL, 1, 7, Stance.BOLDER),
        (CommitteeAction.ESCALATE, 2, 3, Stance.BOLDER),
        (CommitteeAction.HOLD, 1, 0, Stance.MORE_CAUTIOUS),
        (CommitteeAction.STOP, 1, 0, Stance.MORE_CAUTIOUS),
    ],
)
def test_within_the_room_of_the_cohorts_nothing_is_bolder(  # ESC-8
    action: CommitteeAction, level: int, subjects: int, stance: Stance
) -> None:
    assert assess_stance(expanding().status("expansion"), action, level, subjects) is stance


def test_a_dlt_in_the_expansion_changes_nothing_in_the_escalation() -> None:  # PRO-2
    story = expanding()
    before = story.status("mono").recommendation
    story.treat("expansion", 1, "TTT", cohort=1)
    after = story.status("mono").recommendation
    assert (before.action, before.tallies) == (after.action, after.tallies)


def test_rates_have_exact_bounds_and_count_the_cohorts_own_subjects() -> None:  # PRO-2
    story = expanding()
    ids = story.treat("expansion", 1, "NNNT", cohort=1)
    story.keep(event(ids[0], "Nausea", 3, story.status("expansion").assessments[0].first_dose_at + timedelta(days=2)))
    status = story.status("expansion")
    safety = derive_safety(status.study, status.part, status.cohorts[0])
    assert (safety.dlt.count, safety.dlt.total) == (1, 4)
    assert safety.dlt.interval is not None
    # R: binom.test(1, 4)$conf.int
    assert (safety.dlt.interval.lower, safety.dlt.interval.upper) == pytest.approx((0.006309463, 0.805879550))
    assert (safety.related.count, safety.severe.count, safety.serious.count) == (1, 2, 1)
    assert (safety.severe.total, status.cohorts[1].evaluable) == (4, 0)
    assert derive_safety(status.study, status.part, status.cohorts[1]).dlt.interval is None


def test_subjects_with_pk_are_counted_by_their_samples() -> None:  # PRO-2
    story = expanding()
    (first, _) = story.treat("expansion", 1, "NN", cohort=1)
    assert story.status("expansion").cohorts[0].pk_left == 6
    story.keep(
        PkSample(
            record_id="s1", subject_id=first, sample_id="s1", analyte="BAT6026", cycle=1, nominal_hours=Decimal(0),
            taken_at=story.now,
        )
    )  # fmt: skip
    assert story.status("expansion").cohorts[0].pk_left == 5


@pytest.mark.parametrize(
    ("level", "number", "is_backfill", "codes"),
    [
        (1, None, False, ["cohort_needed"]),
        (1, 7, False, ["no_such_cohort"]),
        (2, 1, False, ["cohort_other_dose"]),
        (3, 1, False, ["no_such_level"]),
        (1, 1, True, ["backfill_in_expansion"]),
        (1, 1, False, []),
    ],
)
def test_an_enrolment_names_a_cohort_and_its_dose(  # PRO-2, SUB-1
    level: int, number: int | None, is_backfill: bool, codes: list[str]
) -> None:
    story = expanding()
    subject_id = story.candidate()
    enrolment = Enrolment(
        record_id="e", subject_id=subject_id, part_id="expansion", dose_level=level, enrolled_at=story.now,
        cohort=number, is_backfill=is_backfill,
    )  # fmt: skip
    found = check_enrolment(story.study(), story.status("expansion"), enrolment, now=story.now)
    assert [one.code for one in found] == codes


def test_tumour_type_and_marker_of_a_cohort_are_doubts_until_shown() -> None:  # PRO-2
    story = Story("mil93")
    for level, outcomes in ((1, "N"), (2, "N"), (3, "NNN"), (4, "NNN"), (5, "NNN"), (6, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    story.condition("combination")
    story.open("combination", cohorts=[cohort(1, "10"), cohort(2, "10")])
    subject_id = story.candidate("Gastric")
    story.keep(
        BiomarkerResult(
            record_id="m", subject_id=subject_id, marker="CLDN18.2", value=Decimal(80), unit="%",
            taken_at=PartialDate.of(story.now.date()),
        )
    )  # fmt: skip
    assert story.enrol(subject_id, "combination", 1, cohort=1) == []
    other = [one.code for one in story.enrol(story.candidate("Lung"), "combination", 1, cohort=1)]
    assert other == ["cohort_other_tumour", "cohort_marker_not_shown"]
    # No size is stated: the cohort is never full.
    assert story.status("combination").cohorts[0].left is None
    assert story.status("combination").recommendation.action is Action.ENROL


# Stopping boundary


def exact_tail(a: int, b: int, limit: Fraction) -> Fraction:
    """P(p > limit) for Beta(a, b) with whole shapes: at most a - 1 successes in a + b - 1 draws at ``limit``."""
    n = a + b - 1
    return sum((comb(n, k) * limit**k * (1 - limit) ** (n - k) for k in range(a)), Fraction(0))


@pytest.mark.parametrize(("dlt", "evaluable"), [(0, 1), (1, 3), (2, 6), (5, 9), (12, 20), (20, 20)])
def test_the_tail_is_exact(dlt: int, evaluable: int) -> None:
    stopping = Stopping((Decimal(1), Decimal(1)), Decimal("0.25"), Decimal("0.9"))
    wanted = float(exact_tail(1 + dlt, 1 + evaluable - dlt, Fraction(1, 4)))
    assert probability_above(stopping, dlt, evaluable) == pytest.approx(wanted, rel=1e-12)


def test_the_boundary_is_the_fewest_dlts_that_cross_it_and_never_falls() -> None:
    stopping = Stopping((Decimal("0.33"), Decimal("0.67")), Decimal("0.33"), Decimal("0.9"))
    rows = stopping_boundary(stopping, 20)
    assert [row.evaluable for row in rows] == list(range(1, 21))
    froms = [row.stops_from for row in rows if row.stops_from is not None]
    assert froms == sorted(froms)
    for row in rows:
        if row.stops_from is not None:
            assert has_crossed(stopping, row.stops_from, row.evaluable)
            assert not has_crossed(stopping, row.stops_from - 1, row.evaluable)
            assert row.probability >= 0.9
        else:
            assert row.probability < 0.9


def test_a_cohort_that_crosses_the_boundary_takes_nobody_else() -> None:  # PRO-2
    story = expanding(content=with_stopping())
    story.treat("expansion", 1, "TTN", cohort=1, waits=True)
    story.decide("expansion", CommitteeAction.ENROL)
    status = story.status("expansion")
    # 2 of 3: P(p > 0.33) is 0.88; 3 of 4 cross 0.9.
    assert not status.cohorts[0].is_stopped
    story.treat("expansion", 1, "T", cohort=1)
    story.decide("expansion", CommitteeAction.ENROL)
    status = story.status("expansion")
    assert [one.is_stopped for one in status.cohorts] == [True, False]
    assert assess_slot(status, 1).reasons[0].code == "cohort_stopped"
    assert (status.recommendation.action, status.recommendation.dose_level) == (Action.ENROL, 2)
    assert derive_part_state(status.study, status.part).phase.value == "open"
