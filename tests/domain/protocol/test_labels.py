"""Every assumption can be shown in words."""

import pytest

from domain.protocol import schema
from domain.protocol.assumptions import value_at
from domain.protocol.labels import CHOICES, LABELS, choice_label_of, label_of
from domain.protocol.reader import load_shipped, shipped_protocols
from domain.protocol.schema import Kind
from domain.terms import FillMode


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_assumption_has_a_label(protocol_id):  # PRO-1
    for path in load_shipped(protocol_id).assumptions:
        assert label_of(path) in LABELS.values(), path


def test_every_term_that_can_be_chosen_has_a_label():
    tables = (schema.WINDOW, schema.RULES, schema.DLT)
    for key in (key for table in tables for key in table if key.kind is Kind.CHOICE):
        for choice in key.allowed:
            assert (key.name, choice) in CHOICES


def test_a_label_is_that_of_the_longest_end_of_the_path():
    assert label_of("parts.mono.rules.fill") == "How a level that holds one subject is filled"
    assert label_of("study.planned_subjects") != label_of("parts.mono.planned_subjects")
    assert label_of("parts.x.cohorts[3].with_pk") == "Least number of subjects with PK in the cohort"
    assert label_of("parts.mono.dlt.clauses") == "DLT definition"
    assert label_of("parts.mono.dlt.clauses[6]") == "Clause of the DLT definition"
    assert label_of("nowhere.at_all") == "at_all"


@pytest.mark.parametrize(
    ("path", "value", "label"),
    [
        ("parts.mono.rules.fill", FillMode.STEPWISE, "to 3, then to 6"),
        ("parts.mono.rules.fill", "direct", "to 6 at once"),
        ("parts.mono.rules.spacing.most_in_window", None, "no limit"),
        ("parts.mono.rules.spacing.most_in_window", "none", "no limit"),
        ("parts.mono.rules.spacing.most_in_window", 2, "2"),
        ("parts.mono.rules.group_must_finish", True, "yes"),
        ("parts.mono.rules.accelerated_levels", 1, "1"),
        ("parts.mono.rules.accelerated_levels", 0, "0"),
    ],
)
def test_a_choice_is_said_in_words(path, value, label):
    assert choice_label_of(path, value) == label


def test_a_definition_is_said_by_its_clauses():  # AE-4
    part = load_shipped("imm27m").first_part
    assert part.dlt is not None
    said = choice_label_of("parts.mono.dlt.clauses", part.dlt.clauses)
    assert said.startswith("Grade 5; Grade 4 neutropenia for 7 days or more; ")
    assert said == value_at(load_shipped("imm27m"), "parts.mono.dlt.clauses")
