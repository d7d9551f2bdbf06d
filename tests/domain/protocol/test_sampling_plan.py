"""The sampling plan of a protocol file: what it says, what it takes over, what is refused."""

import re
from contextlib import suppress
from decimal import Decimal
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exposure.plan import Timetable, TimetableError, read_timetables, write_timetables
from domain.pk.terms import Route
from domain.protocol.assumptions import change_assumptions, value_at
from domain.protocol.labels import choice_label_of, label_of
from domain.protocol.reader import (
    ProtocolRefused,
    content_to_json,
    load_shipped,
    read_json,
    read_protocol,
    shipped_protocols,
)
from domain.terms import Matrix

TEXT = resources.files("domain.protocols").joinpath("mil97.toml").read_text(encoding="utf-8")


def changed(key: str, line: str) -> str:
    """The file with one line of its first sampling plan replaced."""
    head, table, rest = re.split(r"(?ms)^(\[parts\.pk\].*?)(?=^\[parts\.rules\])", TEXT, maxsplit=1)
    table, count = re.subn(rf"(?m)^{key} = .*$", lambda _: line, table, count=1)
    assert count == 1
    return head + table + rest


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_part_samples_cycles_1_to_6(protocol_id):  # PK-1
    for part in load_shipped(protocol_id).parts:
        assert part.pk is not None
        sampled = sorted(cycle for one in part.pk.samples for cycle in one.cycles)
        assert sampled == [1, 2, 3, 4, 5, 6]
        assert all(hours < part.cycle_days * 24 for one in part.pk.samples for hours in one.hours)
        assert part.pk.route is Route.IV_INFUSION


def test_mil97_measures_cd80_cd86_and_cytokines_in_plasma():  # PK-4
    plan = load_shipped("mil97").first_part.pk
    assert plan is not None
    assert plan.markers[:2] == ("CD80", "CD86")
    assert (plan.matrix, plan.marker_matrix) == (Matrix.SERUM, Matrix.PLASMA)
    assert load_shipped("imm27m").first_part.pk.matrix is Matrix.PLASMA  # type: ignore[union-attr]


def test_a_part_takes_over_the_plan_and_changes_its_times():  # PK-1
    protocol = load_shipped("mil93")
    q2w = protocol.part("q2w").pk
    assert q2w is not None
    assert q2w.samples[0].hours[-1] == Decimal(168)
    assert q2w.analytes == ("MIL93",)
    assert protocol.provenance["parts.q2w.pk.unit"].source == "as part mono"


def test_a_plan_survives_the_json_of_a_study_file():
    protocol = load_shipped("mil97")
    assert read_json(content_to_json(protocol)).first_part.pk == protocol.first_part.pk


@pytest.mark.parametrize(
    ("key", "line", "code"),
    [
        ("samples", 'samples = "0, 1 h in cycle 1"', "protocol_type_timetable"),
        ("samples", "samples = [0, 1]", "protocol_type_timetable"),
        ("samples", 'samples = "cycles 4-1: 0 h"', "protocol_type_timetable"),
        ("samples", 'samples = "cycle 0: 0 h"', "protocol_type_timetable"),
        ("samples", 'samples = "cycle 1: 0, 1 h; cycles 1-2: 0 h"', "protocol_pk_cycle_twice"),
        ("samples", 'samples = "cycle 1: 0, 5, 1 h"', "protocol_pk_hours_not_rising"),
        ("samples", 'samples = "cycle 1: 0, 504 h"', "protocol_pk_beyond_cycle"),
        ("ada", 'ada = "cycle 1: 600 h"', "protocol_pk_beyond_cycle"),
        ("unit", 'unit = "mg"', "protocol_pk_unit"),
        ("analytes", "analytes = []", "protocol_pk_no_analyte"),
        ("infusion_minutes", "", "protocol_pk_no_infusion"),
        ("infusion_minutes", "infusion_minutes = 0", "protocol_too_small"),
        ("markers", "", "protocol_key_alone"),
        ("marker_samples", "", "protocol_key_alone"),
        ("matrix", 'matrix = "urine"', "protocol_type_choice"),
        ("steady_cycle", "steady_cycle = 1", "protocol_too_small"),
    ],
)
def test_a_plan_that_cant_be_followed_is_refused_with_its_place(key, line, code):  # PRO-3
    with pytest.raises(ProtocolRefused) as refused:
        read_protocol(changed(key, line), name="trial")
    assert code in [finding.code for finding in refused.value.findings]
    assert all(".pk" in finding.field for finding in refused.value.findings)


@pytest.mark.parametrize("protocol_id", ["bat6021", "bat6026"])
def test_markers_that_nobody_has_named_are_asked_for_and_nothing_is_due_until_then(protocol_id):  # PRO-6, PK-4
    protocol = load_shipped(protocol_id)
    path = "parts.mono.pk.markers"
    assert path in protocol.assumptions
    assert value_at(protocol, path) == []
    assert choice_label_of(path, []) == "none named"
    assert protocol.first_part.pk is not None
    assert (protocol.first_part.pk.markers, protocol.first_part.pk.marker_samples) == ((), ())
    named = change_assumptions(protocol, {path: ["sCD25", "IFN-gamma"]}, confirmed_by="A. Chen").first_part.pk
    assert named is not None
    assert named.markers == ("sCD25", "IFN-gamma")
    assert [one.cycles for one in named.marker_samples] == [(1, 2, 3, 4, 5, 6)]


def test_only_bat6021_is_measured_beside_tislelizumab_until_somebody_says_otherwise():  # PRO-6, PK-1
    protocol = load_shipped("bat6021")
    path = "parts.combination.pk.analytes"
    assert path in protocol.assumptions
    assert [part.pk.analytes for part in protocol.parts if part.pk] == [("BAT6021",)] * 4
    both = change_assumptions(protocol, {path: ["BAT6021", "tislelizumab"]}, confirmed_by="A. Chen")
    measured = {part.part_id: len(part.pk.analytes) for part in both.parts if part.pk}
    assert measured == {"mono": 1, "combination": 2, "expansion-mono": 1, "expansion-combination": 2}


def test_the_times_are_confirmed_or_changed_as_they_are_written():  # PRO-1
    protocol = load_shipped("mil93")
    path = "parts.mono.pk.samples"
    assert str(value_at(protocol, path)).startswith("cycles 1, 4: 0, 1, 5, 24")
    same = change_assumptions(protocol, {path: value_at(protocol, path)}, confirmed_by="A. Chen")
    assert same == protocol
    other = change_assumptions(protocol, {path: "cycle 1: 0, 2 h"}, confirmed_by="A. Chen")
    assert other.first_part.pk is not None
    assert other.first_part.pk.samples == (Timetable((1,), (Decimal(0), Decimal(2))),)
    with pytest.raises(ProtocolRefused):
        change_assumptions(protocol, {path: "now and then"}, confirmed_by="A. Chen")


def test_a_plan_is_said_in_words():
    plan = load_shipped("mil97").first_part.pk
    assert plan is not None
    assert label_of("parts.mono.pk.markers") == "Biomarkers measured"
    assert choice_label_of("parts.mono.pk.markers", ["CD80", "CD86"]) == "CD80, CD86"
    assert choice_label_of("parts.mono.pk.marker_samples", plan.marker_samples).startswith("cycle 1: 0, 5, 24 h; ")


@given(
    st.lists(
        st.tuples(st.sets(st.integers(1, 20), min_size=1), st.sets(st.integers(0, 500), min_size=1)),
        min_size=1,
        max_size=3,
    )
)
def test_a_timetable_is_read_as_it_is_written(drawn):
    seen: set[int] = set()
    tables = []
    for cycles, hours in drawn:
        own = cycles - seen
        seen |= cycles
        if own:
            tables.append(Timetable(tuple(sorted(own)), tuple(Decimal(one) for one in sorted(hours))))
    assert read_timetables(write_timetables(tuple(tables))) == tuple(tables)


@given(st.text(max_size=30))
def test_any_other_text_is_refused_and_never_fails(text):
    with suppress(TimetableError):
        read_timetables(text)
