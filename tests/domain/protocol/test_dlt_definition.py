"""The DLT definition in a protocol file: read, taken over, and every fault refused with place and reason (PRO-3)."""

import re
from importlib import resources

import pytest

from domain.dlt.vocabulary import ANY_INTERVENTION, CountsBy, FoundBy
from domain.protocol.reader import ProtocolRefused, content_to_json, read_json, read_protocol
from domain.terms import InterventionKind

SHIPPED = resources.files("domain.protocols").joinpath("bat6026.toml").read_text(encoding="utf-8")
BARE = re.sub(r"(?ms)^\[parts\.dlt\].*?^\] }\n", "", SHIPPED)


def with_clause(clause: str, flags: str = "", *, ctcae: str = "5.0") -> str:
    table = f'[parts.dlt]\nsource = "protocol, section 5"\n{flags}\n[[parts.dlt.clauses]]\n{clause}\n\n[parts.rules]'
    return BARE.replace("[parts.rules]", table, 1).replace('value = "5.0"', f'value = "{ctcae}"')


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(ProtocolRefused) as refused:
        read_protocol(text, name="trial")
    return [(finding.field.removeprefix("parts.mono.dlt."), finding.code) for finding in refused.value.findings]


def test_a_file_without_a_definition_is_read_as_before():
    protocol = read_protocol(BARE, name="trial")
    assert {part.dlt for part in protocol.parts} == {None}
    assert read_json(content_to_json(protocol)) == protocol


def test_everything_a_clause_can_say_is_read():  # AE-4
    clause = """
    title = "All of it"
    source = "section 5.1"
    terms = ["Nausea"]
    socs = ["Cardiac disorders"]
    not_terms = ["Palpitations"]
    not_concepts = ["haematological"]
    min_grade = 3
    max_grade = 4
    days = 3
    found_by = "clinic"
    applies_if = "delay_alone"
    together = [
        { event = { concepts = ["fever"] }, min_grade = 2, days = 1 },
        { interventions = ["any", "steroid"], admission = true },
        { delay_days = 14, cycle = 3 },
        { laboratory = [{ tests = ["ALT"], at_least_uln = 3.5, below_uln = 20 }], within_days = 1 },
    ]
    except = [{ terms = ["Nausea"], max_grade = 3, resolves_within_days = 2 }]
    """
    protocol = read_protocol(with_clause(clause, 'counts_by = "grade"\ndelay_alone = true'), name="trial")
    definition = protocol.first_part.dlt
    assert definition is not None
    assert definition.counts_by is CountsBy.GRADE
    (clause_read,) = definition.clauses
    assert clause_read.found_by is FoundBy.CLINIC
    assert clause_read.together[1].interventions == (ANY_INTERVENTION, InterventionKind.STEROID)
    assert str(clause_read.together[3].laboratory[0].at_least_uln) == "3.5"
    names = clause_read.selection.names("5.0")
    assert {"Nausea", "Heart failure"} <= names
    assert not names & {"Palpitations", "Fatigue"}
    assert read_json(content_to_json(protocol)) == protocol
    assert protocol.part("expansion").dlt == definition


@pytest.mark.parametrize(
    ("clause", "place", "code"),
    [
        ('terms = ["Nausia"]', "clauses[1].terms[1]", "protocol_dlt_term_near"),
        ('terms = ["Xyzzy"]', "clauses[1].terms[1]", "protocol_dlt_term"),
        ('terms = ["Thrombocytopenia"]', "clauses[1].terms[1]", "protocol_dlt_term_near"),
        ('concepts = ["neutropaenia"]', "clauses[1].concepts[1]", "protocol_dlt_concept_near"),
        ('concepts = ["xyzzy"]', "clauses[1].concepts[1]", "protocol_dlt_concept"),
        ('socs = ["Cardiac disorder"]', "clauses[1].socs[1]", "protocol_dlt_soc_near"),
        ('socs = ["xyzzy"]', "clauses[1].socs[1]", "protocol_dlt_soc"),
        ('terms = ["Nausea"]\nmin_grade = 4', "clauses[1].terms[1]", "protocol_dlt_grade"),
        ('concepts = ["fatigue"]\nmin_grade = 4', "clauses[1].min_grade", "protocol_dlt_no_grade"),
        ('concepts = ["fever"]\nnot_concepts = ["fever"]', "clauses[1]", "protocol_dlt_nothing_selected"),
        ("min_grade = 6", "clauses[1].min_grade", "protocol_too_large"),
        ("min_grade = 4\nmax_grade = 3", "clauses[1].max_grade", "protocol_dlt_grades_crossed"),
        ("days = -1", "clauses[1].days", "protocol_too_small"),
        ("days = 7.5", "clauses[1].days", "protocol_type_count"),
        ('found_by = "imaging"', "clauses[1].found_by", "protocol_type_choice"),
        ('applies_if = "delay_alone"', "clauses[1].applies_if", "protocol_dlt_no_flag"),
        ("mingrade = 3", "clauses[1].mingrade", "protocol_misspelt_key"),
        ("xyzzy = 3", "clauses[1].xyzzy", "protocol_unknown_key"),
        ("together = 3", "clauses[1].together", "protocol_type_list_of_tables"),
        ("together = [3]", "clauses[1].together[1]", "protocol_type_table"),
        ("together = [{}]", "clauses[1].together[1]", "protocol_dlt_empty_companion"),
        ("together = [{ admission = true, days = 3 }]", "clauses[1].together[1].days", "protocol_dlt_key_without"),
        ('together = [{ interventions = ["prayer"] }]', "clauses[1].together[1].interventions[1]",
         "protocol_type_choice"),
        ("together = [{ delay_days = -1 }]", "clauses[1].together[1].delay_days", "protocol_too_small"),
        ("together = [{ event = 3 }]", "clauses[1].together[1].event", "protocol_type_table"),
        ('together = [{ event = { terms = ["Fevre"] } }]', "clauses[1].together[1].event.terms[1]",
         "protocol_dlt_term_near"),
        ('together = [{ laboratory = [{ tests = ["ALT"] }] }]', "clauses[1].together[1].laboratory[1]",
         "protocol_dlt_no_bound"),
        ('together = [{ laboratory = [{ tests = ["ALT"], above_uln = "x" }] }]',
         "clauses[1].together[1].laboratory[1].above_uln", "protocol_type_number"),
        ('together = [{ laboratory = [{ tests = ["ALT"], above_uln = -1 }] }]',
         "clauses[1].together[1].laboratory[1].above_uln", "protocol_too_small"),
        ("except = [{ max_grade = 3 }]", "clauses[1].except[1]", "protocol_dlt_excludes_all"),
        ('except = [{ terms = ["Nausia"] }]', "clauses[1].except[1].terms[1]", "protocol_dlt_term_near"),
        ('source = "a"\nassumed = "b"', "clauses[1]", "protocol_source_and_assumed"),
    ],
)  # fmt: skip
def test_a_faulty_rule_is_refused_with_its_place(clause, place, code):  # PRO-3
    assert faults(with_clause(f'title = "X"\n{clause}')) == [(place, code)]


def test_a_clause_needs_a_title_and_a_definition_a_clause():  # PRO-3
    assert faults(with_clause("min_grade = 5")) == [("clauses[1].title", "protocol_missing")]
    empty = BARE.replace("[parts.rules]", '[parts.dlt]\nsource = "x"\nclauses = []\n\n[parts.rules]', 1)
    assert faults(empty) == [("clauses", "protocol_dlt_no_clauses")]
    none = BARE.replace("[parts.rules]", '[parts.dlt]\nsource = "x"\n\n[parts.rules]', 1)
    assert faults(none) == [("clauses", "protocol_missing")]


def test_an_assumed_definition_has_no_assumed_clauses():  # PRO-1
    text = SHIPPED.replace('{ title = "Grade 5", min', '{ title = "Grade 5", assumed = "so", min')
    assert faults(text) == [("clauses[1]", "protocol_dlt_assumed_twice")]


def test_every_fault_of_a_definition_is_named():  # PRO-3
    clause = 'title = "X"\nterms = ["Nausia", "Fever"]\ntogether = [{ event = { concepts = ["x"] } }]'
    assert len(faults(with_clause(clause))) == 2


def test_a_concept_means_the_terms_of_the_version():  # AE-1, AE-4
    clause = 'title = "X"\nconcepts = ["thrombocytopenia"]\nmin_grade = 4'
    for version, term in (("5.0", "Platelet count decreased"), ("6.0", "Thrombocytopenia")):
        definition = read_protocol(with_clause(clause, ctcae=version), name="trial").first_part.dlt
        assert definition is not None
        assert definition.clauses[0].selection.names(version) == {term}


def test_a_term_of_the_other_version_is_refused():  # AE-1
    clause = 'title = "X"\nterms = ["Platelet count decreased"]'
    assert faults(with_clause(clause, ctcae="6.0"))[0][0] == "clauses[1].terms[1]"
