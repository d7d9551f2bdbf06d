"""Checks on a dose: values, order of cycles, and a first dose into a closed level or too soon."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.checks.dose import check_administration
from domain.escalation.status import status_before
from domain.protocol.reader import shipped_protocols
from domain.records import Administration, Leaving
from domain.terms import DoseChange, LeaveReason
from tests.domain.build import build

DAY = timedelta(days=1)


def codes(built, dose, *, now=None):
    """Field, code and whether it blocks, of what is found in a dose."""
    now = now or built.cut_off
    study = built.study(now)
    status = status_before(study, built.part, dose.subject_id, dose.started_at)
    return {(one.field, one.code, one.is_hard) for one in check_administration(study, status, dose, now=now)}


def dose_of(built, subject_id, cycle=1):
    return next(one for one in built.records["administration"] if one.subject_id == subject_id and one.cycle == cycle)


BUILT = build("1N 2N 3NNN", with_decisions=True)
FIRST = dose_of(BUILT, "01-003")
SECOND = replace(FIRST, record_id="new", cycle=2, started_at=FIRST.started_at + 21 * DAY)


REDUCED = ("change", "dose_reduction_forbidden", False)
NO_REASON = ("reason", "change_needs_reason", True)


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_doses_that_keep_to_the_rules_find_nothing(protocol_id):
    accelerated = build("", protocol_id=protocol_id).part.rules.accelerated_levels
    history = " ".join(f"{level}{'N' if level <= accelerated else 'NNN'}" for level in range(1, accelerated + 3))
    built = build(history, protocol_id=protocol_id, with_decisions=True)
    for dose in built.records["administration"]:
        assert codes(built, dose) == set(), dose.subject_id


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"started_at": BUILT.cut_off + DAY}, {("started_at", "in_future", True)}),
        ({"ended_at": SECOND.started_at + DAY / 24}, set()),
        ({"ended_at": SECOND.started_at}, {("ended_at", "infusion_ends_before_start", True)}),
        ({"ended_at": SECOND.started_at + 2 * DAY}, {("ended_at", "infusion_long", False)}),
        ({"ended_at": BUILT.cut_off + DAY}, {("ended_at", "in_future", True)}),
        ({"cycle": 0}, {("cycle", "cycle_impossible", True), ("started_at", "cycle_order", True)}),
        (
            {"planned_mg": Decimal(0)},
            {("planned_mg", "dose_not_positive", True), ("planned_mg", "planned_differs", False)},
        ),
        ({"given_mg": Decimal(-1)}, {("given_mg", "dose_negative", True)}),
        ({"given_mg": Decimal(0)}, {("change", "nothing_given", True)}),
        ({"change": DoseChange.OMITTED, "reason": "fever"}, {("given_mg", "omitted_but_given", True)}),
        ({"change": DoseChange.OMITTED, "reason": "fever", "given_mg": Decimal(0)}, set()),
        ({"change": DoseChange.REDUCED, "given_mg": FIRST.planned_mg / 2}, {NO_REASON, REDUCED}),
        ({"change": DoseChange.REDUCED, "given_mg": FIRST.planned_mg / 2, "reason": "G3 rash"}, {REDUCED}),
        ({"given_mg": FIRST.planned_mg * Decimal("0.95")}, set()),
        ({"given_mg": FIRST.planned_mg * Decimal("0.94")}, {("given_mg", "given_differs", False)}),
        ({"given_mg": FIRST.planned_mg * Decimal("1.06")}, {("given_mg", "given_differs", False)}),
        ({"weight_kg": None}, {("weight_kg", "weight_needed", True)}),
        (
            {"planned_mg": FIRST.planned_mg * 2, "given_mg": FIRST.planned_mg * 2},
            {("planned_mg", "planned_differs", False)},
        ),
        ({"cycle": 1}, {("cycle", "cycle_exists", True)}),
        ({"started_at": FIRST.started_at - timedelta(minutes=1)}, {("started_at", "cycle_order", True)}),
        ({"subject_id": "01-001"}, {("weight_kg", "weight_changed", False)}),
    ],
)  # fmt: skip
def test_a_second_cycle(changes, expected):
    dose = replace(SECOND, **changes)
    if dose.started_at < FIRST.started_at or dose.subject_id != FIRST.subject_id:
        expected = expected | (codes(BUILT, dose) & {("planned_mg", "planned_differs", False)})
    assert codes(BUILT, dose) == expected


@pytest.mark.parametrize(("percent", "asks"), [(90, False), (89, True), (110, False), (111, True)])
def test_a_weight_is_compared_with_the_last_one(percent, asks):
    weight = FIRST.weight_kg * percent / 100
    planned = FIRST.planned_mg * percent / 100
    dose = replace(SECOND, weight_kg=weight, planned_mg=planned, given_mg=planned)
    assert (("weight_kg", "weight_changed", False) in codes(BUILT, dose)) is asks
    later = replace(dose, record_id="newer", cycle=3, started_at=dose.started_at + 21 * DAY)
    now = later.started_at + DAY
    assert codes(BUILT.plus(dose), later, now=now) == set()


def test_nobody_is_dosed_who_is_not_enrolled():
    built = build("")
    dose = replace(FIRST, subject_id="01-001")
    with_subject = built.plus(*(one for one in BUILT.records["subject"] if one.subject_id == "01-001"))
    assert ("subject_id", "not_enrolled", True) in codes(with_subject, dose, now=BUILT.cut_off)


def test_a_dose_after_leaving_asks():
    left = Leaving(
        record_id="l", subject_id="01-003", left_at=FIRST.started_at + DAY, reason=LeaveReason.CONSENT_WITHDRAWN
    )
    assert codes(BUILT.plus(left), SECOND) == {("started_at", "dosed_after_leaving", False)}


def test_a_dose_without_eligibility_asks():
    kept = tuple(one for one in BUILT.records["eligibility"] if one.subject_id != "01-003")
    built = replace(BUILT, records={**BUILT.records, "eligibility": kept})
    assert codes(built, FIRST) == {("subject_id", "dosed_not_eligible", False)}


@pytest.mark.parametrize(
    ("history", "state"), [("1N 2N 3NTT 3N", "exceeded"), ("1N 4N", "closed"), ("1N 8N", "optional")]
)
def test_a_first_dose_into_a_level_that_is_not_open_asks(history, state):
    built = build(history)
    last = built.places[-1].subject_id
    assert ("subject_id", "dosed_closed_level", False) in codes(built, dose_of(built, last)), state


def test_a_first_dose_too_soon_after_the_other_of_the_group_asks():
    """BAT6026: 24 h between subjects of a group."""
    first, second = dose_of(BUILT, "01-003"), dose_of(BUILT, "01-004")
    hours = max(BUILT.part.rules.spacing.after_first_hours, BUILT.part.rules.spacing.between_hours)
    soon = replace(second, started_at=first.started_at + timedelta(hours=hours) - timedelta(minutes=1))
    assert codes(BUILT.plus(soon), soon) == {("started_at", "dosed_too_soon", False)}
    in_time = replace(second, started_at=first.started_at + timedelta(hours=hours))
    assert codes(BUILT.plus(in_time), in_time) == set()


def test_a_first_dose_before_the_level_below_has_finished_asks():
    first = dose_of(BUILT, "01-003")
    below = next(place for place in BUILT.places if place.subject_id == "01-002")
    early = replace(first, started_at=below.window_ends_at - timedelta(hours=1))
    assert ("started_at", "dosed_before_group_finished", False) in codes(BUILT.plus(early), early)


def test_a_late_entry_of_an_earlier_dose_is_the_first_dose():
    """The dose on record becomes the second one, so the earlier one is judged as a first dose."""
    first = dose_of(BUILT, "01-004")
    renumbered = replace(first, cycle=2)
    early = replace(
        first, record_id="new", cycle=1, started_at=dose_of(BUILT, "01-003").started_at + timedelta(hours=1)
    )
    assert ("started_at", "dosed_too_soon", False) in codes(BUILT.plus(renumbered), early)


def test_a_correction_of_a_dose_is_not_judged_by_itself():
    first: Administration = dose_of(BUILT, "01-005")
    assert codes(BUILT, replace(first, given_mg=first.given_mg * Decimal("0.99"))) == set()
