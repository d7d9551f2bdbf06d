"""Visits, assessments, dosing and criteria of the five protocols, and what is refused in such tables."""

import re
from importlib import resources

import pytest

from domain.dosing.plan import WeightFrom
from domain.protocol.assumptions import change_assumptions, value_at
from domain.protocol.labels import choice_label_of, label_of
from domain.protocol.messages import MESSAGES
from domain.protocol.reader import ProtocolRefused, load_shipped, read_protocol, shipped_protocols
from domain.protocol.time_frames import time_frame_of
from domain.schedule.plan import Anchor, Assessment, Until, VisitPlan

TEXT = resources.files("domain.protocols").joinpath("bat6026.toml").read_text(encoding="utf-8")


def plan_of(protocol_id: str) -> VisitPlan:
    plan = load_shipped(protocol_id).first_part.visits
    assert plan is not None
    return plan


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_the_visits_are_those_of_bat6021_but_for_what_bat6026_says(protocol_id):  # PRO-1, PRO-6
    plan = plan_of(protocol_id)
    found = {one.code: (one.days - one.early, one.days, one.days + one.late) for one in plan.visits}
    assert found == {
        "screening": (0, 28, 28),
        "dosing": (-3, 0, 3),
        "end_of_treatment": (0, 21, 28),
        "safety_21": (21, 21, 28),
        "safety_60": (53, 60, 67),
        "safety_90": (83, 90, 97),
        "survival": (76, 90, 104),
    }
    ends, survival = plan.visit("end_of_treatment"), plan.visit("survival")
    assert ends.anchor is (Anchor.LAST_DOSE if protocol_id == "bat6026" else Anchor.DECISION)
    assert (survival.every_weeks, survival.years) == (12, 1 if protocol_id == "bat6026" else None)
    assert (Until.STUDY_END in survival.until) == (protocol_id != "bat6026")
    assert plan.study_end_days == (None if protocol_id == "bat6026" else 365)
    assert plan.before_dose_hours == 72
    assert plan.lost_after_attempts == 3
    assert plan.visit("dosing").window_from_cycle == 2


def test_what_a_registration_says_is_sourced_and_the_rest_is_assumed():  # PRO-1, PRO-6
    for protocol_id, stated in (("bat6021", True), ("bat6026", True), ("mil93", False), ("imm27m", False)):
        protocol = load_shipped(protocol_id)
        assert protocol.provenance["parts.mono.visits.dosing"].is_assumed != stated
        assert protocol.provenance["parts.mono.dosing.may_reduce"].is_assumed != stated
    lost = load_shipped("bat6026").provenance["parts.mono.visits.safety_60"]
    assert lost.is_assumed
    assert "lost" in lost.says


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_part_has_visits_and_dosing(protocol_id):  # PRO-2
    protocol = load_shipped(protocol_id)
    for part in protocol.parts:
        assert part.visits == protocol.first_part.visits
        assert part.dosing == protocol.first_part.dosing


def test_assessments_before_a_dose_are_all_but_imaging():  # SUB-6
    at_dose = plan_of("bat6021").assessments_at("dosing")
    assert Assessment.IMAGING not in at_dose
    assert {Assessment.VITAL_SIGNS, Assessment.LABORATORY, Assessment.ECOG} <= set(at_dose)


def test_the_two_bat_protocols_raise_after_four_cycles_and_never_lower():  # SUB-5
    for protocol_id in shipped_protocols():
        dosing = load_shipped(protocol_id).first_part.dosing
        assert dosing.weight is WeightFrom.CHANGED
        assert not dosing.may_reduce
        assert dosing.increase_after_cycles == (4 if protocol_id.startswith("bat") else None)


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_criteria_are_numbered_inclusions_first(protocol_id):  # SUB-10
    criteria = load_shipped(protocol_id).criteria
    assert [one.code for one in criteria] == [f"I{n}" for n in range(1, 8)] + [f"E{n}" for n in range(1, 8)]
    assert [one.is_inclusion for one in criteria] == [True] * 7 + [False] * 7


def test_a_visit_is_confirmed_and_changed_like_any_assumption():  # PRO-1
    path = "parts.mono.visits.safety_60"
    protocol = load_shipped("mil93")
    text = str(value_at(protocol, path))
    same = change_assumptions(protocol, {path: text}, confirmed_by="A. Chen")
    assert same.provenance[path].source.startswith("confirmed by")
    other = change_assumptions(protocol, {path: text.replace("60", "45")}, confirmed_by="A. Chen")
    assert other.part("expansion").visits.visit("safety_60").days == 45
    assert label_of(path) == "When a visit is due"
    assert choice_label_of(path, protocol.first_part.visits.visit("safety_60")) == text
    with pytest.raises(ProtocolRefused):
        change_assumptions(protocol, {path: "soon"}, confirmed_by="A. Chen")


def changed(old: str, new: str) -> str:
    text, count = re.subn(rf"(?m)^{re.escape(old)} = .*$", lambda _: new, TEXT, count=1)
    assert count == 1
    return text


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        ("safety_21", 'safety_21 = "soon"', "visits.safety_21", "protocol_type_visit"),
        ("safety_21", "safety_21 = 21", "visits.safety_21", "protocol_type_visit"),
        ("safety_21", 'safety_21 = "last dose, every 1 weeks, ±4 d"', "visits.safety_21", "protocol_visit_overlaps"),
        ("safety_21", 'safety_21 = "last dose, ±3 d from cycle 2"', "visits.safety_21", "protocol_visit_cycle_only"),
        ("safety_21", 'safety_21 = "cycle 1 day 22"', "visits.safety_21", "protocol_visit_day_beyond"),
        ("dosing", 'dosing = "first dose + 21 d"', "visits.dosing", "protocol_visit_anchor"),
        ("end_of_treatment", 'end_of_treatment = "consent + 1 d"', "visits.end_of_treatment", "protocol_visit_anchor"),
        ("safety_21", '"Safety 21" = "last dose + 21 d"', "visits.Safety 21", "protocol_unknown_key"),
        ("vital_signs", 'vital_signs = ["screning"]', "assessments.vital_signs[1]", "protocol_visit_unknown_near"),
        ("vital_signs", 'vital_signs = ["xyz"]', "assessments.vital_signs[1]", "protocol_visit_unknown"),
        ("before_dose_hours", "before_dose_hours = 0", "assessments.before_dose_hours", "protocol_too_small"),
        ("round_mg", 'round_mg = { value = "x", source = "s" }', "dosing.round_mg", "protocol_type_number"),
        ("may_reduce", "may_reduce = 0", "dosing.may_reduce", "protocol_type_flag"),
    ],
)
def test_a_table_that_cannot_be_followed_is_refused_with_the_place(old, new, place, code):  # PRO-3
    with pytest.raises(ProtocolRefused) as refused:
        read_protocol(changed(old, new), name="trial")
    found = {(one.field, one.code) for one in refused.value.findings}
    assert (f"parts.mono.{place}", code) in found
    for finding in refused.value.findings:
        assert finding.code in MESSAGES
        MESSAGES[finding.code].format(**finding.numbers)


def test_a_criterion_needs_a_number():  # PRO-3, SUB-10
    with pytest.raises(ProtocolRefused) as refused:
        read_protocol(changed("I1", 'first = { value = "Adult", source = "s" }'), name="trial")
    assert [one.field for one in refused.value.findings] == ["criteria.first"]


def test_a_file_without_these_tables_is_read_as_before():  # PRO-1
    cut = re.sub(r"(?ms)^# When visits are due.*?(?=^\[parts\.rules\]$)", "", TEXT)
    cut = re.sub(r"(?ms)^# In our own short words;.*?(?=^\[\[parts\]\]$)", "", cut, count=1)
    protocol = read_protocol(cut, name="trial")
    part = protocol.first_part
    assert (part.visits, part.dosing, protocol.criteria) == (None, None, ())


@pytest.mark.parametrize(
    ("protocol_id", "analysis", "code", "frame"),
    [
        ("bat6026", "dlt", "time_frame_primary", "3 weeks"),
        ("bat6026", "cmax", "time_frame_secondary", "at most 52 weeks"),
        ("mil97", "auc", "time_frame_secondary", "up to 1.5 years after enrolment"),
        ("mil97", "os", "time_frame_secondary", "up to 2.5 years after enrolment"),
        ("imm27m", "cbr", "time_frame_secondary", "48 weeks"),
        ("bat6021", "antibodies", "time_frame_secondary", "every cycle to cycle 6 (a cycle is 3 weeks)"),
        ("bat6021", "orr", "time_frame_none", None),
    ],
)
def test_each_analysis_says_its_time_frame(protocol_id, analysis, code, frame):  # PRO-5
    reason = time_frame_of(load_shipped(protocol_id), analysis)
    assert (reason.code, reason.numbers.get("frame")) == (code, frame)
