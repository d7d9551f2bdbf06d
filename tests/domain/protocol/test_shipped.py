"""The five shipped protocols against the facts of their registrations."""

import re
from decimal import Decimal
from importlib import resources

import pytest

from domain.parts.terms import BackfillPolicy, TreatmentLine
from domain.protocol.model import Protocol
from domain.protocol.reader import load_shipped, shipped_protocols
from domain.terms import AfterExceeded, FillMode, PartKind, Relationship, TopLevel, WindowEnd

FIVE = ("bat6021", "bat6026", "imm27m", "mil93", "mil97")

# Assumed in every escalation that a registration describes only as "3+3" (PRO-6).
USUAL = {
    "study.screening_days",
    "parts.mono.max_cycles",
    "parts.mono.window.end",
    "parts.mono.window.ends_at_second_cycle",
    "parts.mono.window.required_dose_percent",
    "parts.mono.window.relationship",
    "parts.mono.rules.moderate_grade",
    "parts.mono.rules.moderate_limit",
    "parts.mono.rules.moderate_inside_window",
    "parts.mono.rules.more_than_full",
    "parts.mono.rules.after_exceeded",
    "parts.mono.rules.fill",
    "parts.mono.rules.top",
    "parts.mono.rules.group_must_finish",
    "parts.mono.rules.backfill",
    "parts.mono.rules.replace_not_evaluable",
    "parts.mono.rules.reservation_days",
    "parts.mono.rules.spacing.after_first_hours",
    "parts.mono.rules.spacing.between_hours",
    "parts.mono.rules.spacing.most_in_window",
    "parts.mono.dlt.clauses",
    "parts.mono.pk.unit",
    "parts.mono.pk.route",
    "parts.mono.pk.infusion_minutes",
    "parts.mono.pk.samples",
    "parts.mono.pk.window_percent",
    "parts.mono.pk.window_minutes",
    "parts.mono.pk.predose_minutes",
    "parts.mono.pk.steady_cycle",
    "parts.mono.pk.ada",
}
# Pharmacodynamics are a purpose of both, and no marker is named.
MARKERS = {f"parts.mono.pk.{name}" for name in ("markers", "marker_matrix", "marker_samples")}


def assumed(protocol: Protocol) -> set[str]:
    """What is assumed of escalation and exposure; of response: test_response_table; of visits: test_visit_tables."""
    apart = ("response.", "criteria.", "visits.", "assessments.", "dosing.")
    return {path for path in protocol.assumptions if not any(f".{name}" in f".{path}" for name in apart)}


def doses(protocol: Protocol) -> list[str]:
    return [str(level.dose) for level in protocol.first_part.levels]


def test_the_five_protocols_are_shipped():  # PRO-1
    assert shipped_protocols() == FIVE


def test_an_unknown_id_is_no_shipped_protocol():
    with pytest.raises(KeyError):
        load_shipped("../bat6026")


@pytest.mark.parametrize("protocol_id", FIVE)
def test_every_value_of_a_shipped_protocol_has_a_source_or_is_assumed(protocol_id):  # PRO-1
    protocol = load_shipped(protocol_id)
    assert protocol.protocol_id == protocol_id
    for part in protocol.parts:
        path = f"parts.{part.part_id}"
        rules = [f"{path}.rules.{name}" for name in part.rules.__dataclass_fields__ if name != "spacing"]
        spacing = [f"{path}.rules.spacing.{name}" for name in part.rules.spacing.__dataclass_fields__]
        window = [f"{path}.window.{name}" for name in part.window.__dataclass_fields__]
        facts = [f"{path}.{name}" for name in ("regimen", "cycle_days", "max_cycles", "drugs")]
        for value in (*rules, *spacing, *window, *facts):
            assert protocol.provenance[value].source, value


@pytest.mark.parametrize("protocol_id", FIVE)
def test_every_assumption_says_what_the_registration_says_instead(protocol_id):  # PRO-1
    protocol = load_shipped(protocol_id)
    for path in protocol.assumptions:
        assert protocol.provenance[path].says, path


@pytest.mark.parametrize("protocol_id", FIVE)
def test_every_source_of_a_shipped_protocol_is_the_registration_or_another_part(protocol_id):
    for path, origin in load_shipped(protocol_id).provenance.items():
        assert origin.is_assumed or re.match(r"registration, |as part ", origin.source), path


@pytest.mark.parametrize("protocol_id", FIVE)
def test_the_rest_of_an_assumed_protocol_is_as_required(protocol_id):  # PRO-6
    protocol = load_shipped(protocol_id)
    part = protocol.first_part
    assert protocol.ctcae == "5.0"
    assert protocol.screening_days == 28
    assert (part.rules.moderate_grade, part.rules.moderate_limit, part.rules.moderate_inside_window) == (2, 1, True)
    assert part.rules.fill is FillMode.STEPWISE
    assert part.rules.after_exceeded is AfterExceeded.FILL
    assert part.rules.top is (TopLevel.CONFIRM if protocol_id == "bat6021" else TopLevel.STOP)
    assert part.rules.replace_not_evaluable
    assert part.rules.group_must_finish
    assert part.rules.more_than_full == "choose"
    assert (part.rules.start_level, part.rules.cohort_size, part.rules.full_size) == (1, 3, 6)
    assert part.window.required_dose_percent == 80
    assert part.window.end is WindowEnd.HOURS
    assert part.window.relationship is Relationship.POSSIBLE
    assert part.rules.spacing.after_first_hours == (168 if protocol_id == "bat6021" else 24)


@pytest.mark.parametrize(
    ("protocol_id", "ladder", "unit", "single"),
    [
        ("mil93", "0.3 1 3 10 20 30", "mg/kg", 2),
        ("mil97", "0.01 0.03 0.1 0.2 0.3 0.45", "mg/kg", 2),
        ("imm27m", "0.1 0.3 1.0 2.0 3.0", "mg/kg", 1),
        ("bat6021", "1 3 10 30 100 300 600 900", "mg", 3),
        ("bat6026", "0.01 0.03 0.1 0.3 1 3 6 10", "mg/kg", 2),
    ],
)
def test_the_ladder_is_the_registered_one(protocol_id, ladder, unit, single):  # PRO-1
    part = load_shipped(protocol_id).first_part
    assert doses(load_shipped(protocol_id)) == ladder.split()
    assert {level.unit for level in part.levels} == {unit}
    assert part.rules.accelerated_levels == single
    assert (part.part_id, part.regimen, part.cycle_days, part.window.days) == ("mono", "Q3W", 21, 21)


def test_mil93_has_a_q2w_part_an_expansion_and_two_combination_cohorts():  # PRO-1, PRO-2
    protocol = load_shipped("mil93")
    assert [part.part_id for part in protocol.parts] == ["mono", "q2w", "expansion", "combination"]
    q2w, combination = protocol.part("q2w"), protocol.part("combination")
    assert (q2w.kind, q2w.cycle_days, q2w.levels, q2w.levels_from) == (PartKind.ESCALATION, 14, (), "mono")
    assert combination.drugs == ("MIL93", "standard first-line chemotherapy")
    assert [cohort.marker for cohort in combination.cohorts] == ["CLDN18.2 positive"] * 2
    assert [cohort.line for cohort in combination.cohorts] == [TreatmentLine.UNTREATED] * 2
    assert "Pancreatic" in combination.cohorts[1].tumour
    assert combination.gate.conditions
    assert assumed(protocol) == USUAL | {
        "parts.mono.rules.start_level",
        "parts.mono.rules.accelerated_levels",
        "parts.q2w.window.days",
        "parts.q2w.rules.accelerated_levels",
        "parts.q2w.pk.samples",
        *(f"parts.{part_id}.gate.needs_declared" for part_id in ("q2w", "expansion", "combination")),
        "parts.combination.regimen",
        "parts.combination.cohorts[1].may_repeat",
        "parts.combination.cohorts[2].may_repeat",
        "parts.combination.cohorts[1].marker_from",
        "parts.combination.cohorts[2].marker_from",
    }
    assert protocol.provenance["parts.mono.rules.accelerated_levels"].choices == (0, 1, 2, 3)


def test_mil97_has_28_days_in_q2w_and_expands_to_ten_in_total():  # PRO-1, PRO-2
    protocol = load_shipped("mil97")
    assert [part.part_id for part in protocol.parts] == ["mono", "q2w", "expansion-q3w", "expansion-q2w"]
    assert (protocol.part("q2w").window.days, protocol.part("q2w").cycle_days) == (28, 14)
    assert not protocol.provenance["parts.q2w.window.days"].is_assumed
    assert protocol.part("expansion-q2w").window.days == 28
    for part_id in ("expansion-q3w", "expansion-q2w"):
        assert [cohort.in_total for cohort in protocol.part(part_id).cohorts] == [10, 10]
    assert assumed(protocol) == USUAL | {
        "parts.q2w.rules.accelerated_levels",
        "parts.q2w.pk.samples",
        *(f"parts.{part_id}.gate.needs_declared" for part_id in ("q2w", "expansion-q3w", "expansion-q2w")),
        "parts.mono.pk.markers",
        "parts.mono.pk.marker_samples",
    }


def test_imm27m_has_one_part_of_16_subjects_and_48_weeks():  # PRO-1, PRO-5
    protocol = load_shipped("imm27m")
    assert len(protocol.parts) == 1
    assert protocol.planned_subjects == protocol.first_part.planned_subjects == 16
    part = protocol.first_part
    assert part.max_cycles is not None
    assert part.max_cycles * part.cycle_days == 48 * 7
    assert assumed(protocol) == USUAL - {"parts.mono.max_cycles"}


def test_bat6021_opens_the_combination_after_authority_and_ethics_committee():  # PRO-1, PRO-2
    protocol = load_shipped("bat6021")
    assert [part.part_id for part in protocol.parts] == [
        "mono",
        "combination",
        "expansion-mono",
        "expansion-combination",
    ]
    combination = protocol.part("combination")
    assert combination.kind is PartKind.ESCALATION
    assert combination.drugs == ("BAT6021", "tislelizumab")
    assert len(combination.gate.conditions) == 2
    assert "CDE" in combination.gate.conditions[0]
    assert "ethics committee" in combination.gate.conditions[1]
    assert combination.levels_from == "mono"
    assert combination.rules.spacing == protocol.first_part.rules.spacing


def test_bat6021_keeps_its_spacing_and_its_expansion_sizes():  # PRO-1
    protocol = load_shipped("bat6021")
    spacing = protocol.first_part.rules.spacing
    assert (spacing.after_first_hours, spacing.between_hours, spacing.most_in_window) == (168, 24, None)
    mono, combined = protocol.part("expansion-mono").cohorts, protocol.part("expansion-combination").cohorts
    assert [(one.at_least, one.pk_in_all, one.is_optional) for one in mono] == [(6, True, False), (6, True, True)]
    assert [(one.at_least, one.is_optional) for one in combined] == [(20, False)] * 4 + [(20, True)]
    assert {one.with_pk for one in combined} == {6, None}
    stated = {"screening_days"}, {"window.relationship", "rules.group_must_finish", "dlt.clauses"}
    stated_spacing = {"rules.spacing.after_first_hours", "rules.spacing.between_hours"}
    gone = {f"study.{name}" for name in stated[0]} | {f"parts.mono.{name}" for name in stated[1] | stated_spacing}
    assert assumed(protocol) == (USUAL - gone) | MARKERS | {
        "study.ctcae",
        "parts.mono.pk.matrix",
        "parts.mono.dlt.counts_by",
        "parts.mono.dlt.delay_alone",
        "parts.mono.dlt.clauses[4]",
        "parts.mono.dlt.clauses[6]",
        "parts.combination.levels_from",
        "parts.combination.pk.analytes",
        *(f"parts.{part.part_id}.gate.needs_declared" for part in protocol.parts[1:]),
        "parts.combination.rules.accelerated_levels",
        *(f"parts.expansion-combination.cohorts[{number}].with_pk" for number in range(1, 6)),
    }


def test_bat6026_states_its_rules_and_assumes_only_the_rest():  # PRO-1, PRO-6
    protocol = load_shipped("bat6026")
    part = protocol.first_part
    assert [level.is_optional for level in part.levels] == [False] * 7 + [True]
    assert part.usable_levels() == 7
    assert part.max_cycles == 17
    assert (part.rules.spacing.after_first_hours, part.rules.spacing.most_in_window) == (24, 2)
    assert [cohort.with_pk for cohort in protocol.part("expansion").cohorts] == [6, 6]
    assert {path for path in assumed(protocol) if ".pk." not in path} == {
        "study.ctcae",
        "parts.mono.window.end",
        "parts.mono.window.ends_at_second_cycle",
        "parts.mono.window.required_dose_percent",
        "parts.mono.window.relationship",
        "parts.mono.dlt.clauses",
        "parts.mono.rules.moderate_inside_window",
        "parts.mono.rules.more_than_full",
        "parts.mono.rules.fill",
        "parts.mono.rules.top",
        "parts.mono.rules.backfill",
        "parts.expansion.gate.needs_declared",
        "parts.mono.rules.replace_not_evaluable",
        "parts.mono.rules.reservation_days",
        "parts.mono.rules.spacing.between_hours",
    }


@pytest.mark.parametrize(
    ("protocol_id", "primary", "frames"),
    [
        ("mil93", 1, {"up to 1 year after enrolment"}),
        ("mil97", 1, {"up to 1.5 years after enrolment", "up to 2.5 years after enrolment"}),
        ("imm27m", 3, {"3 weeks", "48 weeks"}),
        ("bat6021", 2, {"3 weeks", "every cycle to cycle 6 (a cycle is 3 weeks)"}),
        ("bat6026", 2, {"3 weeks", "at most 52 weeks"}),
    ],
)
def test_endpoints_carry_their_registered_time_frames(protocol_id, primary, frames):  # PRO-5
    endpoints = load_shipped(protocol_id).endpoints
    assert sum(endpoint.is_primary for endpoint in endpoints) == primary
    assert {endpoint.time_frame for endpoint in endpoints} == frames


def test_a_reason_finds_the_source_of_its_rule():  # PRO-1
    protocol = load_shipped("bat6026")
    part = protocol.first_part
    assert protocol.source_of(part, "rules.spacing.most_in_window").source == "registration, dose escalation rules"
    assert protocol.source_of(part, "window").source == "registration, DLT evaluation period"
    assert protocol.source_of(protocol.part("expansion"), "rules.fill").source == "as part mono"


def test_doses_are_exact():
    assert load_shipped("mil97").first_part.level(6).dose == Decimal("0.45")


@pytest.mark.parametrize("protocol_id", FIVE)
def test_a_shipped_file_says_where_its_format_is_described(protocol_id):
    text = resources.files("domain.protocols").joinpath(f"{protocol_id}.toml").read_text(encoding="utf-8")
    assert "docs/protocol-file.md" in text


@pytest.mark.parametrize("protocol_id", FIVE)
def test_every_part_judges_by_the_definition_of_the_first(protocol_id):  # AE-4
    protocol = load_shipped(protocol_id)
    assert protocol.first_part.dlt is not None
    assert {part.dlt for part in protocol.parts} == {protocol.first_part.dlt}


def test_the_parts_say_how_many_doses_can_be_chosen_and_what_stays_open():  # PRO-2
    mil93, mil97, bat6021 = load_shipped("mil93"), load_shipped("mil97"), load_shipped("bat6021")
    assert (mil97.part("q2w").most_levels, mil93.part("combination").most_levels) == (2, 2)
    assert not mil97.part("q2w").gate.needs_declared
    assert bat6021.part("combination").gate.needs_declared
    assert [one.may_repeat for one in mil93.part("expansion").cohorts] == [True]
    combined = bat6021.part("expansion-combination")
    assert combined.different_tumours
    assert all(one.chooses_tumour for one in combined.cohorts)
    assert mil97.part("expansion-q3w").most_cohorts == 2
    assert mil97.part("expansion-q3w").most_cohorts_with == ("expansion-q2w",)
    assert not mil93.first_part.needs_opening
    assert all(part.needs_opening for protocol in (mil93, mil97, bat6021) for part in protocol.parts[1:])


@pytest.mark.parametrize("protocol_id", FIVE)
def test_no_protocol_foresees_backfill_and_each_says_that_this_is_assumed(protocol_id):  # PRO-6
    protocol = load_shipped(protocol_id)
    assert {part.rules.backfill for part in protocol.parts} == {BackfillPolicy.NONE}
    assert protocol.provenance["parts.mono.rules.backfill"].choices == ("none", "counted", "apart")


def test_every_clause_of_bat6021_names_its_place_in_the_registration():  # AE-4
    protocol = load_shipped("bat6021")
    assert protocol.first_part.dlt is not None
    for number, clause in enumerate(protocol.first_part.dlt.clauses, 1):
        origin = protocol.provenance[f"parts.mono.dlt.clauses[{number}]"]
        assert origin.is_assumed or origin.source.startswith("registration, DLT definition: ")
        assert clause.source == origin.source
