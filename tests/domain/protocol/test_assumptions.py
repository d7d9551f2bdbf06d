"""A person confirms or changes what a protocol assumes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.protocol.assumptions import change_assumptions, value_at
from domain.protocol.reader import ProtocolRefused, content_to_json, load_shipped, read_json, shipped_protocols
from domain.terms import FillMode, Relationship

FILL = "parts.mono.rules.fill"


def test_a_changed_assumption_is_a_sourced_value():  # PRO-1
    protocol = load_shipped("bat6026")
    changed = change_assumptions(protocol, {FILL: FillMode.DIRECT}, confirmed_by="A. Chen")
    assert changed.first_part.rules.fill is FillMode.DIRECT
    assert changed.provenance[FILL].source == 'changed from "stepwise" by A. Chen'
    assert changed.provenance[FILL].says == protocol.provenance[FILL].says
    assert FILL not in changed.assumptions
    assert protocol.first_part.rules.fill is FillMode.STEPWISE
    assert FILL in protocol.assumptions


def test_a_confirmed_assumption_keeps_its_value_and_says_who_confirmed_it():  # PRO-1
    changed = change_assumptions(load_shipped("bat6026"), {FILL: "stepwise"}, confirmed_by="A. Chen")
    assert changed == load_shipped("bat6026")
    assert changed.provenance[FILL].source.startswith("confirmed by A. Chen: ")
    assert FILL not in changed.assumptions


def test_an_answer_survives_the_study_file():  # PRO-4
    changed = change_assumptions(load_shipped("mil93"), {FILL: "direct"}, confirmed_by="A. Chen")
    again = read_json(content_to_json(changed))
    assert again == changed
    assert again.provenance == changed.provenance


def test_no_such_number_is_given_as_none():  # PRO-1
    path = "parts.mono.rules.spacing.most_in_window"
    two = change_assumptions(load_shipped("imm27m"), {path: 2}, confirmed_by="A. Chen")
    assert two.first_part.rules.spacing.most_in_window == 2
    same = change_assumptions(load_shipped("imm27m"), {path: None}, confirmed_by="A. Chen")
    assert same.provenance[path].source.startswith("confirmed by")
    assert load_shipped("imm27m").provenance[path].choices == (None, 2)


def test_a_change_reaches_the_parts_that_took_the_value_over():  # PRO-2
    changed = change_assumptions(load_shipped("mil97"), {FILL: FillMode.DIRECT}, confirmed_by="A. Chen")
    assert {part.rules.fill for part in changed.parts} == {FillMode.DIRECT}


def test_the_value_of_a_cohort_can_be_changed():
    path = "parts.expansion-combination.cohorts[3].with_pk"
    changed = change_assumptions(load_shipped("bat6021"), {path: 6}, confirmed_by="A. Chen")
    assert changed.part("expansion-combination").cohorts[2].with_pk == 6


def test_a_term_is_the_same_in_capital_letters():
    path = "parts.mono.window.relationship"
    same = change_assumptions(load_shipped("bat6026"), {path: Relationship.POSSIBLE}, confirmed_by="A. Chen")
    assert same.provenance[path].source.startswith("confirmed by")


@pytest.mark.parametrize(
    ("path", "value", "field", "code"),
    [
        ("parts.mono.window.days", 28, "parts.mono.window.days", "protocol_not_an_assumption"),
        ("parts.nowhere.rules.fill", "direct", "parts.nowhere.rules.fill", "protocol_not_an_assumption"),
        ("", 1, "", "protocol_not_an_assumption"),
        (FILL, "slow", FILL, "protocol_type_choice"),
        ("parts.mono.rules.accelerated_levels", 7, "parts.mono.rules.accelerated_levels", "protocol_single_beyond"),
        ("parts.mono.rules.accelerated_levels", 4, "parts.mono.rules.accelerated_levels", "protocol_not_a_choice"),
        ("parts.mono.rules.reservation_days", 0, "parts.mono.rules.reservation_days", "protocol_too_small"),
        ("parts.mono.rules.more_than_full", "rate", "parts.mono.rules.more_than_full", "protocol_type_choice"),
    ],
)
def test_an_answer_that_cannot_stand_is_refused(path, value, field, code):  # PRO-3
    with pytest.raises(ProtocolRefused) as refused:
        change_assumptions(load_shipped("mil93"), {path: value}, confirmed_by="A. Chen")
    assert (field, code) in [(finding.field, finding.code) for finding in refused.value.findings]


def test_every_answer_that_cannot_stand_is_named():  # PRO-3
    with pytest.raises(ProtocolRefused) as refused:
        change_assumptions(load_shipped("mil93"), {"nowhere": 1, FILL: "slow"}, confirmed_by="A. Chen")
    assert [finding.field for finding in refused.value.findings] == ["nowhere", FILL]


@given(st.data())
def test_a_protocol_changed_to_itself_equals_itself(data):  # PRO-1
    protocol = load_shipped(data.draw(st.sampled_from(shipped_protocols())))
    paths = data.draw(st.sets(st.sampled_from(protocol.assumptions)))
    same = change_assumptions(protocol, {path: value_at(protocol, path) for path in paths}, confirmed_by="A. Chen")
    assert same == protocol
    assert set(same.assumptions) == set(protocol.assumptions) - paths


@given(st.data())
def test_every_choice_of_every_assumption_can_be_taken(data):  # PRO-1
    protocol = load_shipped(data.draw(st.sampled_from(shipped_protocols())))
    path = data.draw(st.sampled_from([one for one in protocol.assumptions if protocol.provenance[one].choices]))
    choice = data.draw(st.sampled_from(protocol.provenance[path].choices))
    changed = change_assumptions(protocol, {path: choice}, confirmed_by="A. Chen")
    assert path not in changed.assumptions


def test_a_value_that_is_no_open_assumption_has_no_answer():
    with pytest.raises(KeyError):
        value_at(load_shipped("bat6026"), "parts.mono.window.days")


DLT = "parts.mono.dlt.clauses"


def test_a_dlt_definition_is_one_assumption_confirmed_by_its_summary():  # AE-4
    protocol = load_shipped("mil93")
    assert [path for path in protocol.assumptions if ".dlt." in path] == [DLT]
    same = change_assumptions(protocol, {DLT: value_at(protocol, DLT)}, confirmed_by="A. Chen")
    assert same == protocol
    assert DLT not in same.assumptions
    assert same.provenance[DLT].source.startswith("confirmed by A. Chen: ")
    assert read_json(content_to_json(same)) == same


def test_a_clause_that_is_assumed_is_confirmed_by_itself():  # AE-4
    protocol = load_shipped("bat6021")
    path = f"{DLT}[6]"
    same = change_assumptions(protocol, {path: value_at(protocol, path)}, confirmed_by="A. Chen")
    assert set(protocol.assumptions) - set(same.assumptions) == {path}
    assert same.provenance[path].says == "grade 3 neutropenia with infection ≥7 days"


def test_the_reading_of_the_delay_can_be_changed():  # AE-4
    path = "parts.mono.dlt.delay_alone"
    changed = change_assumptions(load_shipped("bat6021"), {path: True}, confirmed_by="A. Chen")
    assert changed.first_part.dlt is not None
    assert len(changed.first_part.dlt.applicable) == 13
    assert len(load_shipped("bat6021").first_part.dlt.applicable) == 12  # type: ignore[union-attr]


def test_a_definition_is_changed_by_clauses_never_by_words():  # PRO-3
    protocol = load_shipped("mil93")
    with pytest.raises(ProtocolRefused) as refused:
        change_assumptions(protocol, {DLT: "Grade 4 only"}, confirmed_by="A. Chen")
    assert [finding.code for finding in refused.value.findings] == ["protocol_dlt_change_in_file"]
    changed = change_assumptions(protocol, {DLT: [{"title": "Grade 5", "min_grade": 5}]}, confirmed_by="A. Chen")
    assert changed.first_part.dlt is not None
    assert [clause.title for clause in changed.first_part.dlt.clauses] == ["Grade 5"]
    assert changed.provenance[DLT].source.startswith("changed by A. Chen")
