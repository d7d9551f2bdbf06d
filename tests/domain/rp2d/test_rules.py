"""What may be signed as recommended dose: the truth table of the rules (ESC-12, ESC-8)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.protocol.reader import load_shipped
from domain.records import Attendee
from domain.records.recommended_dose import WeighedTopic
from domain.rp2d.content import check_content
from domain.rp2d.declared import decision_in_force, declare_mad, declare_mtd
from domain.rp2d.naming import short_name
from domain.rp2d.rules import check_dose, check_recommended_dose, recommended_in_force
from domain.terms import CommitteeAction, Relationship, Severity, Vote
from tests.domain.build import build, event
from tests.domain.rp2d.build import MAD, MTD, MTD_AT_3, NOTES, decided, declared, recommended

TOP = "1N 2N 3NNN 4NNN 5NNN 6NNN 7NNN"


def codes(findings) -> set[str]:
    return {one.code for one in findings if one.is_hard}


# ESC-12: at or below the MTD; above it refused, whatever else
@pytest.mark.parametrize(
    ("level", "refused"),
    [
        (1, set()),
        (2, set()),
        (3, set()),
        (4, {"rp2d_above_mtd", "rp2d_exceeded"}),
        (5, {"rp2d_above_mtd", "rp2d_not_given"}),
        (9, {"rp2d_above_mtd", "rp2d_no_such_level"}),
    ],
)
def test_a_dose_at_or_below_the_signed_mtd_may_be_recommended_and_no_other(level, refused):
    assert codes(check_dose(declared().status(), level)) == refused


# ESC-12: without an MTD, the MAD or any group below (BAT6021, BAT6026)
@pytest.mark.parametrize(("level", "refused"), [(1, set()), (6, set()), (7, set()), (8, {"rp2d_above_mad"})])
def test_without_an_mtd_the_mad_or_any_group_below_it_may_be_recommended(level, refused):
    status = declared(TOP, MAD, 7).status()
    assert codes(check_dose(status, level)) - {"rp2d_not_given"} == refused
    assert recommended(status, 6).mtd is None
    assert recommended(status, 6).mad == 7


# ESC-12: not before the committee has signed the MTD or MAD
@pytest.mark.parametrize("history", [MTD_AT_3, TOP, "1N 2N 3NNN", "1N"])
def test_nothing_is_recommended_before_an_mtd_or_mad_is_signed(history):
    status = build(history, with_decisions=True).status()
    for level in (1, 2, 3):
        assert codes(check_dose(status, level)) == {"rp2d_needs_declaration"}


@pytest.mark.parametrize(
    ("action", "level", "holds"),
    [
        (CommitteeAction.HOLD, 3, True),
        (CommitteeAction.STAY, 3, True),
        (CommitteeAction.EXPAND, 3, True),
        (CommitteeAction.DE_ESCALATE, 2, False),
        (CommitteeAction.DE_ESCALATE, 3, True),
        (CommitteeAction.ESCALATE, 4, False),
        (CommitteeAction.ESCALATE, 3, True),
        (CommitteeAction.STOP, 3, False),
        (CommitteeAction.MAD, 2, False),
    ],
)
def test_a_later_decision_that_goes_on_goes_down_or_declares_another_takes_the_mtd_back(action, level, holds):
    built = declared()
    later = built.plus(decided(built, action, level, hours=1, number=2))
    status = later.status(built.cut_off + timedelta(hours=2))
    field = declare_mtd(status)
    assert field.signed is not None
    assert field.holds is holds
    in_force = decision_in_force(status)
    if action is CommitteeAction.MAD:
        assert in_force is not None
        assert in_force.action is CommitteeAction.MAD
        assert codes(check_dose(status, 3)) == {"rp2d_above_mad"}
    else:
        assert (in_force is not None) is holds


# ESC-8: the bold decision never before every verdict is in
@pytest.mark.parametrize(("level", "severity"), [(3, Severity.HARD), (4, Severity.SOFT)])
def test_an_open_window_up_to_the_ceiling_refuses_and_one_above_it_is_told(level, severity):
    base = declared()
    backfill = build(f"{MTD_AT_3} {level}?")
    waiting = backfill.places[-1].subject_id
    records = [one for kind in backfill.records.values() for one in kind if getattr(one, "subject_id", "") == waiting]
    status = base.plus(*records).status(backfill.cut_off)
    found = [one for one in check_dose(status, 2) if one.code == "decision_awaits"]
    assert [(one.severity, one.numbers["subject"]) for one in found] == [(severity, waiting)]


# ESC-11, ESC-12: a level that is closed is no recommended dose, and what the MTD rested on has changed
def test_late_dlts_at_the_mtd_refuse_it_and_ask_for_the_decision_anew():
    built = declared()
    at_three = [place for place in built.places if place.dose_level == 3][:2]
    late = [
        event(one.subject_id, "Pneumonitis", 3, one.dosed_at + timedelta(days=4), relationship=Relationship.PROBABLE)
        for one in at_three
    ]
    status = built.plus(*late).status()
    assert "rp2d_exceeded" in codes(check_dose(status, 3))
    assert "rp2d_declaration_undermined" in codes(check_dose(status, 2))


# ESC-8, ESC-12: a first DLT at the MTD, entered late, undermines the escalation above it, and the MTD stands.
def test_a_declaration_that_stands_is_not_refused_because_an_earlier_decision_is_undermined():
    built = declared()
    first = next(place for place in built.places if place.dose_level == 3)
    at = first.dosed_at + timedelta(days=4)
    late = event(first.subject_id, "Pneumonitis", 3, at, relationship=Relationship.PROBABLE)
    status = built.plus(late).status()
    undermined = {decision.record_id for decision, _ in status.undermined}
    assert undermined
    assert decision_in_force(status).record_id not in undermined
    assert codes(check_dose(status, 3)) == set()


def test_a_level_that_a_lower_one_suspends_is_refused():
    built = declared("1N 2N 3NNN 4NNNNNN 5TTN", MTD, 4)
    below = [place for place in built.places if place.dose_level == 3][:2]
    late = [
        event(one.subject_id, "Pneumonitis", 3, one.dosed_at + timedelta(days=4), relationship=Relationship.PROBABLE)
        for one in below
    ]
    status = built.plus(*late).status()
    assert "rp2d_suspended" in codes(check_dose(status, 4))


# ESC-12: what was weighed; attendees, votes and dissent as a decision has them
@pytest.mark.parametrize(
    ("items", "refused"),
    [
        ({}, set()),
        ({"considerations": NOTES[1:]}, {"rp2d_not_weighed"}),
        ({"considerations": (replace(NOTES[0], note="  "), *NOTES[1:])}, {"rp2d_not_weighed"}),
        ({"reason": " "}, {"rp2d_needs_reason"}),
        ({"attendees": ()}, {"decision_needs_attendees"}),
        ({"attendees": (Attendee("Wu", "safety", Vote.DISSENTS),)}, {"rp2d_nobody_agrees"}),
        ({"signed_by": ""}, {"decision_needs_signature"}),
        ({"dose_level": 4}, {"rp2d_above_mtd"}),
        ({"mtd": None}, {"rp2d_needs_declaration"}),
        ({"mtd": None, "mad": 3}, set()),
        ({"mtd": None, "mad": 2}, {"rp2d_above_mad"}),
    ],
)
def test_a_record_says_what_was_weighed_why_and_who_agreed(items, refused):
    record = recommended(declared().status(), 3, **items)
    assert codes(check_content(record)) == refused


def test_each_topic_that_nobody_spoke_of_is_named():
    record = recommended(declared().status(), 3, considerations=())
    assert [one.numbers["topic"] for one in check_content(record)] == list(WeighedTopic)


def test_what_the_rules_and_the_record_both_object_to_is_said_once():
    status = declared().status()
    found = [one.code for one in check_recommended_dose(status, recommended(status, 4))]
    assert found == ["rp2d_above_mtd", "rp2d_exceeded"]


def test_the_record_holds_all_that_it_rests_on():
    status = declared().status()
    record = recommended(status, 2)
    assert (record.dose, record.unit, record.mtd, record.mad) == (status.part.level(2).dose, "mg/kg", 3, None)
    assert (record.cut_off, record.position, record.head) == (status.study.cut_off, 1533, status.study.head)
    assert record.decision_id == "declared-1"
    assert record.ceiling == 3
    assert len(record.evidence_hash) == 64
    assert record.note_on(WeighedTopic.RESPONSE) == "weighed response"


def test_mtd_mad_and_recommended_dose_are_three_things():  # ESC-12
    built = declared()
    status = built.plus(recommended(built.status(), 2)).status()
    mtd, mad = declare_mtd(status), declare_mad(status)
    held = recommended_in_force(status.study, status.part.part_id)
    assert (mtd.derived, mtd.signed.dose_level, mtd.holds) == (3, 3, True)
    assert (mad.derived, mad.signed, mad.reasons[0].code) == (None, None, "rp2d_mad_not_needed")
    assert mad.reasons[0].numbers["level"] == 4
    assert held is not None
    assert held.dose_level == 2
    assert declare_mtd(declared(TOP, MAD, 7).status()).reasons[0].code == "rp2d_mtd_not_reached"
    assert declare_mad(declared(TOP, MAD, 7).status()).derived == 7
    assert declare_mtd(build("1N 2N").status()).reasons[0].code == "rp2d_not_settled"


def test_the_last_one_signed_holds_and_another_part_has_its_own():
    built = declared()
    status = built.status()
    first = recommended(status, 3)
    second = recommended(status, 2, record_id="rp2d-2", signed_at=status.study.cut_off + timedelta(minutes=5))
    other = recommended(status, 1, record_id="rp2d-3", part_id="combination")
    study = built.plus(second, first, other).study(status.study.cut_off + timedelta(hours=1))
    assert recommended_in_force(study, status.part.part_id) == second
    assert recommended_in_force(study, "combination") == other
    assert recommended_in_force(study, "expansion") is None
    # Before it was signed it was not there.
    assert recommended_in_force(study.at(status.study.cut_off), status.part.part_id) == first


@pytest.mark.parametrize(
    ("protocol_id", "name"),
    [("bat6026", "RP2D"), ("bat6021", "RP2D"), ("mil93", "RP2D"), ("mil97", "RP2D"), ("imm27m", "RDE")],
)
def test_imm27m_calls_it_the_recommended_dose_for_expansion(protocol_id, name):
    assert short_name(load_shipped(protocol_id)) == name
