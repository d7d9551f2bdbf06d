"""What a protocol file says of expansion cohorts, and what of it can't be run (PRO-2, PRO-3)."""

import re
from decimal import Decimal
from importlib import resources

import pytest

from domain.parts.marker_limit import MarkerLimit
from domain.parts.terms import TreatmentLine
from domain.protocol.assumptions import change_assumptions, value_at
from domain.protocol.labels import choice_label_of
from domain.protocol.messages import MESSAGES
from domain.protocol.model import Part
from domain.protocol.reader import ProtocolRefused, content_to_json, load_shipped, read_json, read_protocol

TEXT = resources.files("domain.protocols").joinpath("mil97.toml").read_text(encoding="utf-8")
LAST = 'title = "Second chosen Q2W dose"\nin_total = 10\n'


def in_cohort(*lines: str) -> str:
    """MIL97 with another last cohort."""
    assert LAST in TEXT
    return TEXT.replace(LAST, "\n".join(('title = "Second chosen Q2W dose"', *lines, "")))


def in_part(part_id: str, *lines: str) -> str:
    """MIL97 with further lines in a part."""
    return TEXT.replace(f'id = "{part_id}"\n', "\n".join((f'id = "{part_id}"', *lines, "")))


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(ProtocolRefused) as refused:
        read_protocol(text, name="trial")
    assert all(MESSAGES[one.code].format(**one.numbers) for one in refused.value.findings)
    return [(one.field.removeprefix("parts."), one.code) for one in refused.value.findings]


def test_a_cohort_says_line_marker_limit_and_pk_in_all() -> None:  # PRO-2
    lines = ('line = "untreated"', 'marker = "CLDN18.2"', 'marker_from = "40 %"', "at_least = 6", 'with_pk = "all"')
    cohort = read_protocol(in_cohort(*lines), name="trial").part("expansion-q2w").cohorts[1]
    assert (cohort.line, cohort.marker_from) == (TreatmentLine.UNTREATED, MarkerLimit(Decimal(40), "%"))
    assert (cohort.pk_in_all, cohort.with_pk, cohort.size) == (True, None, 6)
    bare = load_shipped("mil97").part("expansion-q2w").cohorts[1]
    assert (bare.line, bare.marker_from, bare.pk_in_all) == (None, None, False)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('line = "second"', "protocol_type_choice"),
        ("line = 1", "protocol_type_choice"),
        ('with_pk = "most"', "protocol_type_count"),
        ('at_least = "all"', "protocol_type_count"),
        ('marker_from = "> 40 %"', "protocol_type_marker_limit"),
        ("marker_from = 40", "protocol_type_marker_limit"),
    ],
)
def test_a_value_of_a_cohort_that_means_nothing_is_refused(line: str, code: str) -> None:  # PRO-3
    place = f"expansion-q2w.cohorts[2].{line.split(' = ')[0]}"
    assert faults(in_cohort('marker = "CLDN18.2"', line)) == [(place, code)]


@pytest.mark.parametrize(
    ("lines", "key", "code"),
    [
        (('marker_from = "40 %"',), "marker_from", "protocol_key_alone"),
        (("in_total = 10", "at_least = 6"), "at_least", "protocol_two_sizes"),
        (("in_total = 5", "with_pk = 6"), "with_pk", "protocol_pk_beyond"),
    ],
)
def test_values_of_a_cohort_that_contradict_are_refused(lines: tuple[str, ...], key: str, code: str) -> None:  # PRO-3
    assert faults(in_cohort(*lines)) == [(f"expansion-q2w.cohorts[2].{key}", code)]


@pytest.mark.parametrize(
    ("part_id", "lines", "found"),
    [
        ("expansion-q2w", ('most_cohorts_with = ["expansion-q3w"]',), ["most_cohorts_with protocol_key_alone"]),
        (
            "expansion-q2w",
            ("most_cohorts = 2", 'most_cohorts_with = ["q2w", "expansion-q2w", "third", "expansion-q3w"]'),
            [f"most_cohorts_with[{number}] protocol_no_other_expansion" for number in (1, 2, 3)],
        ),
        ("expansion-q2w", ("most_cohorts = 0",), ["most_cohorts protocol_too_small"]),
        ("q2w", ("most_cohorts = 2",), ["most_cohorts protocol_expansion_only"]),
        ("q2w", ("different_tumours = true",), ["different_tumours protocol_expansion_only"]),
    ],
)
def test_a_limit_over_parts_names_other_expansion_parts(  # PRO-3
    part_id: str, lines: tuple[str, ...], found: list[str]
) -> None:
    assert [f"{place} {code}" for place, code in faults(in_part(part_id, *lines))] == [
        f"{part_id}.{one}" for one in found
    ]


def test_two_cohorts_over_both_regimens_and_different_tumours_are_data() -> None:  # PRO-2
    part = load_shipped("mil97").part("expansion-q3w")
    assert (part.most_cohorts, part.most_cohorts_with) == (2, ("expansion-q2w",))
    assert load_shipped("bat6021").part("expansion-combination").different_tumours
    assert Part.most_cohorts is None


def test_the_marker_limit_of_mil93_is_an_assumption_that_a_person_confirms_or_changes() -> None:  # PRO-1, PRO-6
    protocol = load_shipped("mil93")
    path = "parts.combination.cohorts[1].marker_from"
    assert value_at(protocol, path) == "40 %"
    assert choice_label_of(path, value_at(protocol, path)) == "40 %"
    same = change_assumptions(protocol, {path: "40 %"}, confirmed_by="A. Chen")
    assert same.provenance[path].source.startswith("confirmed by A. Chen: ")
    other = change_assumptions(protocol, {path: "positive"}, confirmed_by="A. Chen")
    again = read_json(content_to_json(other)).part("combination").cohorts
    assert [str(one.marker_from) for one in again] == ["positive", "40 %"]
    with pytest.raises(ProtocolRefused):
        change_assumptions(protocol, {path: "> 3"}, confirmed_by="A. Chen")


def test_the_readers_of_the_protocol_file_import_each_other_in_one_direction() -> None:
    """``values`` reads single values and knows nothing of the clauses that are made of them."""
    source = resources.files("domain.protocol").joinpath("values.py").read_text(encoding="utf-8")
    assert not re.search(r"domain\.protocol\.(clauses|tables|file|reader)", source)
