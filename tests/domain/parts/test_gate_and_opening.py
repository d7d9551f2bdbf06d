"""What a part waits for, and which openings and dated conditions are refused, each with its sentence."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.checks.part import check_gate_condition, check_opening
from domain.escalation.slots import assess_slot
from domain.escalation.status import assess_status
from domain.parts.state import derive_part_state, derive_part_states, list_selectable
from domain.parts.terms import PartPhase
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import GateCondition
from domain.terms import Action, CommitteeAction, Outcome, Severity
from tests.domain.parts.story import Story, cohort, limiting


def mono_done(protocol_id: str = "bat6021") -> Story:
    """Monotherapy with its MTD at level 5 (100 mg), declared; level 6 is exceeded."""
    story = Story(protocol_id)
    for level, outcomes in ((1, "N"), (2, "N"), (3, "N"), (4, "NNN"), (5, "NNT"), (5, "NNN"), (6, "NTT")):
        story.treat("mono", level, outcomes)
        if (level, outcomes) != (5, "NNT"):
            story.decide("mono")
    return story


def test_a_part_says_all_that_it_waits_for() -> None:  # PRO-2
    story = Story("bat6021")
    state = story.state("combination")
    assert state.phase is PartPhase.WAITING
    assert [one.code for one in state.reasons] == [
        "part_source_undecided", "part_condition_open", "part_condition_open", "part_levels_open",
    ]  # fmt: skip
    assert [one.text.split()[-1] for one in state.conditions] == ["(CDE)", "committee"]
    expansion = story.state("expansion-combination")
    assert expansion.reasons[0].code == "part_source_not_open"


def test_an_opened_part_has_its_levels_wherever_the_study_is_asked_for_it() -> None:  # PRO-2
    story = mono_done()
    opened_before = story.study().protocol.part("combination")
    assert opened_before.levels == ()
    story.condition("combination", 1)
    story.condition("combination", 2)
    story.open("combination", ["10", "100"])
    study = story.study()
    part = study.protocol.part("combination")
    assert [(one.number, one.dose, one.unit, one.is_optional) for one in part.levels] == [
        (1, Decimal(10), "mg", False), (2, Decimal(100), "mg", False),
    ]  # fmt: skip
    assert study.protocol is story.study().protocol
    assert study.as_planned.part("combination").levels == ()
    assert content_to_json(study.protocol) == content_to_json(load_shipped("bat6021"))
    assert study.opened(study.as_planned).part("combination") == part
    assert not study.at(story.now - timedelta(days=5)).protocol.part("combination").levels


def test_a_part_is_not_opened_before_every_condition_is_dated() -> None:  # PRO-2
    story = mono_done()
    assert story.refusals("combination", ["100"]) == ["part_condition_open", "part_condition_open"]
    story.condition("combination", 1)
    story.condition("combination", 2)
    assert story.refusals("combination", ["100"]) == []


def test_an_opening_is_not_dated_before_a_condition_was_met() -> None:  # PRO-2
    story = mono_done()
    early = story.draft("combination", ["100"])
    story.wait(3)
    story.condition("combination", 1)
    story.condition("combination", 2)
    findings = check_opening(story.study(), early, now=story.now)
    assert [one.code for one in findings] == ["opening_before_condition", "opening_before_condition"]
    assert all(one.severity is Severity.HARD for one in findings)


def test_a_part_is_not_opened_before_the_committee_declared_its_source() -> None:  # PRO-2
    story = Story("bat6021")
    story.treat("mono", 1, "N")
    story.condition("combination", 1)
    story.condition("combination", 2)
    assert story.refusals("combination", ["1"]) == ["part_source_undecided"]


@pytest.mark.parametrize(
    ("doses", "codes"),
    [
        ([], ["opening_no_doses"]),
        (["100", "30"], ["opening_not_rising"]),
        (["30", "30"], ["opening_not_rising"]),
        (["45"], ["opening_unknown_dose"]),
        (["30", "300"], ["level_source_exceeded"]),
        (["600"], ["level_above_declared"]),
        (["10", "30", "100"], []),
    ],
)
def test_doses_that_cannot_be_chosen_are_refused(doses: list[str], codes: list[str]) -> None:  # PRO-2, ESC-11
    story = mono_done()
    story.condition("combination", 1)
    story.condition("combination", 2)
    assert story.refusals("combination", doses) == codes


@pytest.mark.parametrize(
    ("cohorts", "codes"),
    [
        ([], ["opening_no_doses"]),
        ([cohort(1, "100", tumour="Gastric")], []),
        ([cohort(1, "100")], ["opening_needs_tumour"]),
        ([cohort(3, "100", tumour="Gastric")], ["opening_unknown_cohort", "opening_cohort_left"]),
        ([cohort(2, "100", tumour="Gastric")], ["opening_cohort_left"]),
        ([cohort(1, "100", tumour="A")] * 2, ["opening_cohort_twice"]),
        ([cohort(1, "100", tumour="Gastric", size=5)], ["opening_size_small"]),
        ([cohort(1, "100", tumour="Gastric", size=9)], []),
        ([cohort(1, "300", tumour="Gastric")], ["level_source_exceeded"]),
    ],
)
def test_cohorts_are_opened_as_the_protocol_plans_them(cohorts: list, codes: list[str]) -> None:  # PRO-2
    story = mono_done()
    story.condition("expansion-mono")
    assert story.refusals("expansion-mono", cohorts=cohorts) == codes


def test_a_cohort_keeps_the_tumour_and_marker_that_the_protocol_states() -> None:  # PRO-2
    story = Story("mil93")
    story.condition("combination")
    codes = story.refusals("combination", cohorts=[cohort(1, "0.3", tumour="Lung"), cohort(2, "0.3", size=0)])
    assert codes[-2:] == ["opening_limit_stated", "opening_size_small"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"attendees": ()}, "decision_needs_attendees"),
        ({"signed_by": " "}, "decision_needs_signature"),
        ({"reason": ""}, "opening_needs_reason"),
        ({"part_id": "phase-3"}, "unknown_part"),
        ({"part_id": "mono"}, "opening_not_needed"),
    ],
)
def test_an_opening_needs_its_people_its_reason_and_a_part(changes: dict, code: str) -> None:  # PRO-2
    story = mono_done()
    story.condition("combination", 1)
    story.condition("combination", 2)
    opening = replace(story.draft("combination", ["100"]), **changes)
    assert [one.code for one in check_opening(story.study(), opening, now=story.now)] == [code]


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"part_id": "phase-3"}, "unknown_part", Severity.HARD),
        ({"number": 3}, "no_such_condition", Severity.HARD),
        ({"met_on": date(2036, 1, 1)}, "in_future", Severity.HARD),
        ({"evidence": " "}, "condition_needs_evidence", Severity.HARD),
        ({"met_on": date(2025, 1, 1)}, "condition_before_data", Severity.SOFT),
    ],
)
def test_a_condition_is_dated_with_evidence_and_after_there_are_data(  # PRO-2
    changes: dict, code: str, severity: Severity
) -> None:
    story = mono_done()
    good = GateCondition(record_id="c", part_id="combination", number=1, met_on=story.now.date(), evidence="letter")
    assert check_gate_condition(story.study(), good, now=story.now) == []
    (finding,) = check_gate_condition(story.study(), replace(good, **changes), now=story.now)
    assert (finding.code, finding.severity) == (code, severity)


def test_a_condition_is_dated_once_and_a_correction_after_the_opening_is_told() -> None:  # PRO-2
    story = mono_done()
    story.condition("combination", 1)
    story.condition("combination", 2)
    assert [one.code for one in check_gate_condition(
        story.study(),
        GateCondition(record_id="x", part_id="combination", number=1, met_on=story.now.date(), evidence="letter"),
        now=story.now,
    )] == ["condition_dated_already"]  # fmt: skip
    story.open("combination", ["100"])
    story.wait(5)
    assert [one.code for one in story.condition("combination", 1)] == ["condition_after_opening"]
    assert story.state("combination").reasons[0].code == "part_opened_too_soon"


def test_what_happened_in_a_part_that_is_not_open_is_recorded_with_a_reason() -> None:  # PRO-2, SUB-9
    story = mono_done()
    subject_id = story.candidate()
    part = story.part("combination")
    slot = assess_slot(story.status("combination"), 1)
    assert [one.code for one in slot.reasons] == ["part_not_open"]
    assert [(one.code, one.severity) for one in story.enrol(subject_id, part.part_id, 1)] == [
        ("enrolled_part_not_open", Severity.SOFT)
    ]
    story.wait(0.1)
    assert [(one.code, one.severity) for one in story.dose(subject_id, Outcome.NO_DLT, planned="100")] == [
        ("dosed_part_not_open", Severity.SOFT)
    ]
    story.wait(1)
    status = story.status("combination")
    assert status.recommendation.action is Action.WAIT
    assert [one.subject_id for one in status.assessments] == [subject_id]
    story.condition("combination", 1)
    story.condition("combination", 2)
    story.open("combination", ["100"])
    assert story.status("combination").recommendation.tally(1).treated == 1


def test_an_opening_has_the_level_at_which_a_subject_was_enrolled_before() -> None:  # PRO-2
    story = mono_done()
    story.enrol(story.candidate(), "combination", 2)
    story.condition("combination", 1)
    story.condition("combination", 2)
    assert story.refusals("combination", ["100"]) == ["opening_lacks_level"]
    assert story.refusals("combination", ["30", "100"]) == []


def test_levels_are_added_after_those_that_hold_subjects() -> None:  # PRO-2
    story = mono_done()
    story.condition("combination", 1)
    story.condition("combination", 2)
    story.open("combination", ["10", "30"])
    story.treat("combination", 1, "NNN")
    decision = story.decide("combination")
    assert story.refusals("combination", ["30", "100"]) == ["opening_moves_levels"]
    story.open("combination", ["10", "30", "100"])
    assert len(story.part("combination").levels) == 3
    # A decision keeps the ladder that it saw: a level more above it undermines nothing.
    assert decision.action is CommitteeAction.ESCALATE
    assert story.status("combination").undermined == ()


def test_a_cleared_level_can_be_chosen_while_the_escalation_goes_on_where_the_protocol_lets_it() -> None:  # PRO-2
    story = Story("mil97")
    story.treat("mono", 1, "N")
    story.decide("mono")
    states = {one.level.number: one.reason.code for one in list_selectable(story.study(), story.part("q2w"))}
    assert states == {1: "level_can_be_chosen", **dict.fromkeys(range(2, 7), "level_not_cleared")}
    story.condition("q2w")
    assert story.state("q2w").phase is PartPhase.READY


def test_a_dose_exceeded_later_in_monotherapy_closes_it_everywhere() -> None:  # ESC-11
    story = mono_done()
    story.condition("combination", 1)
    story.condition("combination", 2)
    story.open("combination", ["30", "100"])
    story.condition("expansion-mono")
    story.open("expansion-mono", cohorts=[cohort(1, "100", tumour="Gastric"), cohort(2, "30", tumour="Gastric")])
    story.treat("combination", 1, "NNN")
    story.decide("combination")
    study, before = story.study(), story.status("combination").recommendation
    assert (before.action, before.dose_level) == (Action.ESCALATE, 2)
    late = next(one for one in story.status("mono").at_level(5) if one.outcome is Outcome.NO_DLT)
    story.keep(limiting(late.subject_id, late.first_dose_at + timedelta(days=2)))
    status = story.status("combination")
    assert status.recommendation.action is Action.WAIT
    assert status.recommendation.reasons[0].code == "source_exceeded"
    assert assess_slot(status, 2).reasons[0].code == "source_exceeded"
    expansion = story.status("expansion-mono")
    assert [one.closed is not None for one in expansion.cohorts] == [True, False]
    assert (expansion.recommendation.action, expansion.recommendation.dose_level) == (Action.ENROL, 2)
    assert not assess_slot(expansion, 1).is_open
    assert assess_slot(expansion, 2).is_open
    assert assess_status(study, study.protocol.part("combination")).recommendation == before


def test_a_part_closes_with_its_declaration_or_when_the_committee_stops_it() -> None:  # PRO-2
    story = mono_done()
    (mono, *_) = derive_part_states(story.study())
    assert (mono.phase, mono.reasons[0].code) == (PartPhase.CLOSED, "part_declared")
    story.condition("combination", 1)
    story.condition("combination", 2)
    story.open("combination", ["100"])
    story.decide("combination", CommitteeAction.STOP)
    study = story.study()
    state = derive_part_state(study, study.protocol.part("combination"))
    assert (state.phase, state.reasons[0].code) == (PartPhase.CLOSED, "part_stopped")
