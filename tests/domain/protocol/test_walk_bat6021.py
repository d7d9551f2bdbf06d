"""Statements of the BAT6021 registration that no other test decides; docs/protocols/bat6021.md has the whole walk."""

from dataclasses import replace
from datetime import date

import pytest

from domain.protocol.reader import load_shipped
from domain.records import SurvivalContact
from domain.schedule.plan import Assessment
from domain.terms import ContactMode, Judgement, VitalStatus
from tests.domain.build import event
from tests.domain.protocol.walk import done_at, recommended, registered
from tests.domain.schedule.build import Story


def test_the_four_endpoints_stand_in_the_registered_order_with_their_time_frames():  # PRO-5
    each = "every cycle to cycle 6 (a cycle is 3 weeks)"
    found = registered("bat6021")
    assert [(is_primary, frame) for is_primary, _, frame in found] == [(True, "3 weeks")] * 2 + [(False, each)] * 2
    for (_, title, _), name in zip(found, ("DLT", "MTD", "Cmax", "neutralising"), strict=True):
        assert name in title


@pytest.mark.parametrize(
    ("history", "answer"),
    [
        ("", "enrol 1 1"),
        ("1N", "escalate 2 1"),
        ("1N 2N", "escalate 3 1"),
        ("1N 2N 3N", "escalate 4 3"),
        ("1N 2N 3T", "expand 3 2"),
        ("1N 2N 3N 4NNN", "escalate 5 3"),
        ("1N 2N 3N 4NNT", "expand 4 3"),
        # MTD: the highest level with a DLT in at most 1 of 6.
        ("1N 2N 3N 4NNN 5NNTNNN 6NTT", "mtd 5 0"),
        ("1N 2N 3N 4NNN 5NNN 6NTT", "de-escalate 5 3"),
        ("1N 2N 3N 4NNN 5NNN 6NNN 7NNN 8NNN", "expand 8 3"),
        ("1N 2N 3N 4NNN 5NNN 6NNN 7NNN 8NNNNNT", "mtd 8 0"),
    ],
)
def test_three_levels_are_accelerated_and_the_mtd_has_a_dlt_in_at_most_one_of_six(history, answer):  # ESC-2 to ESC-7
    assert recommended("bat6021", history) == answer


def test_antibodies_are_sampled_in_every_cycle_to_cycle_6():  # PK-4
    for part in load_shipped("bat6021").parts:
        assert part.pk is not None
        assert [cycle for one in part.pk.ada for cycle in one.cycles] == [1, 2, 3, 4, 5, 6]


def test_what_is_done_at_the_end_of_treatment_and_at_each_safety_visit():  # SUB-6
    tests = {Assessment.VITAL_SIGNS, Assessment.PHYSICAL_EXAM, Assessment.LABORATORY}
    assert done_at("bat6021", "end_of_treatment") >= tests | {Assessment.IMAGING}
    for visit in ("safety_21", "safety_60", "safety_90"):
        assert done_at("bat6021", visit) >= tests
        assert Assessment.IMAGING not in done_at("bat6021", visit)


def test_survival_is_asked_for_by_telephone_unless_told_otherwise():  # SUB-8
    contact = SurvivalContact(
        record_id="c", subject_id="01-001", contacted_on=date(2026, 9, 1), vital_status=VitalStatus.ALIVE
    )
    assert contact.how is ContactMode.TELEPHONE


def test_the_combination_escalates_both_drugs_by_3_plus_3_with_the_spacing_of_monotherapy():  # PRO-2
    protocol = load_shipped("bat6021")
    alone, combined = protocol.first_part, protocol.part("combination")
    assert combined.rules.accelerated_levels == 0
    assert (combined.window, combined.dlt, combined.rules.spacing) == (alone.window, alone.dlt, alone.rules.spacing)
    assert protocol.part("expansion-combination").levels_from == "combination"


def test_every_event_can_be_judged_immune_related():  # AE-2
    found = event("01-001", "Pneumonitis", 2, "2026-03-10")
    assert found.is_immune_related is Judgement.NOT_ASSESSED
    assert replace(found, is_immune_related=Judgement.YES).is_immune_related is Judgement.YES


def test_treatment_may_go_on_after_a_year():  # SUB-3
    story = Story("bat6021")
    for cycle in range(1, 19):
        story.dosed(cycle)
    day = 21 * 17
    assert story.calendar(day + 1)["dosing 19"].planned == story.day(day + 21)
