"""The JSON of one subject: read as documented; every fault with its place (AE-5)."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from domain.dlt.concepts import LABORATORY, concepts_of
from domain.dlt.fields import InputRefused
from domain.dlt.input import read_history
from domain.dlt.messages import MESSAGES
from domain.dlt.vocabulary import INTERVENTIONS
from domain.terms import ActionTaken, InterventionKind, Relationship

ROOT = Path(__file__).resolve().parents[3]
DOCS = (ROOT / "docs" / "dlt-rules.md").read_text(encoding="utf-8")
EXAMPLE: dict[str, Any] = json.loads(re.findall(r"(?ms)^```json\n(.*?)^```", DOCS)[0])


def read(content: object) -> Any:
    return read_history(json.dumps(content), "5.0")


def faults(content: object) -> list[tuple[str, str]]:
    with pytest.raises(InputRefused) as refused:
        read(content)
    return [(finding.field, finding.code) for finding in refused.value.findings]


def changed(path: str, value: object) -> dict[str, Any]:
    content: Any = deepcopy(EXAMPLE)
    *steps, last = path.split(".")
    place = content
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    if isinstance(place, list):
        place.append(value)
    else:
        place[last] = value
    return content  # type: ignore[no-any-return]


def test_the_documented_example_is_read_whole():
    history, part = read(EXAMPLE)
    assert (history.subject_id, part, history.zone.key) == ("01-014", "mono", "Asia/Shanghai")
    first = history.events[0]
    assert [step.grade for step in first.steps] == [2, 4]
    assert first.relationship is Relationship.POSSIBLE
    assert history.events[1].action is ActionTaken.NONE
    assert history.interventions[0].kind is InterventionKind.SUBSTITUTION
    assert history.interventions[0].treats == ("ae-2",)
    assert history.given[0].at.isoformat() == "2026-11-10T00:40:00+00:00"


def test_the_strongest_relationship_to_any_drug_counts():  # AE-2
    said = {"BAT6021": "UNLIKELY RELATED", "tislelizumab": "probably related"}
    history, _ = read(changed("events.0.relationship", said))
    assert history.events[0].relationship is Relationship.PROBABLE


def test_what_is_dated_after_the_cut_off_has_not_happened_yet():  # REP-4
    content = changed("cut_off", "2026-11-15T10:00")
    history, _ = read(content)
    assert [step.grade for step in history.events[0].steps] == [2]
    assert (history.results, history.interventions) == ((), ())


@pytest.mark.parametrize(
    ("path", "value", "place", "code"),
    [
        ("subject", None, "subject", "input_missing"),
        ("subject", 14, "subject", "input_type"),
        ("zone", "Mars", "zone", "input_zone"),
        ("cut_off", "2026-11-20", "cut_off", "input_moment"),
        ("cut_off", "20/11/2026", "cut_off", "input_date"),
        ("cut_of", "x", "cut_of", "input_misspelt_key"),
        ("xyzzy", "x", "xyzzy", "input_unknown_key"),
        ("events", {}, "events", "input_type"),
        ("events.x", 3, "events[3]", "input_type"),
        ("events.0.id", None, "events[1].id", "input_missing"),
        ("events.0.term", "Xyzzy", "events[1].term", "input_term"),
        ("events.0.term", "Platelet count decrease", "events[1].term", "input_term_near"),
        ("events.0.term", "Thrombocytopenia", "events[1].term", "input_term_near"),
        ("events.0.relationship", "maybe", "events[1].relationship", "input_not_listed"),
        ("events.0.relationship", {"BAT6021": "maybe"}, "events[1].relationship.BAT6021", "input_not_listed"),
        ("events.0.grades.1.grade", 5, "events[1].grades[2].grade", "input_no_such_grade"),
        ("events.0.grades.1.grade", "4", "events[1].grades[2].grade", "input_type"),
        ("events.0.grades.1.grade", True, "events[1].grades[2].grade", "input_type"),
        ("events.0.grades.1.grade", 0, "events[1].grades[2].grade", "input_negative"),
        ("events.0.grades.1.from", "2026-11-10", "events[1].grades[2].from", "input_steps_order"),
        ("events.0.grades.0.from", "2026-11-10", "events[1].grades[1].from", "input_steps_order"),
        ("events.0.grades.1.from", "soon", "events[1].grades[2].from", "input_date"),
        ("events.0.grades.0.from", "2026-11-15", "events[1].grades[1].from", "input_first_step"),
        ("events.0.onset", "0001", "events[1].onset", "input_date"),
        ("events.0.onset", "9999", "events[1].onset", "input_date"),
        ("events.0.grades", [], "events[1].grades", "input_missing"),
        ("events.0.grade", 4, "events[1].grade", "input_unknown_key"),
        ("events.0.end", "2026-11-10", "events[1].end", "input_end_before_onset"),
        ("events.0.admission", "yes", "events[1].admission", "input_type"),
        ("events.0.action", "stopped", "events[1].action", "input_not_listed"),
        ("events.1.id", "ae-1", "events[2].id", "input_twice"),
        ("events.1.onset", None, "events[2].onset", "input_missing"),
        ("laboratory.0.grade", -1, "laboratory[1].grade", "input_negative"),
        ("laboratory.0.grade", 9, "laboratory[1].grade", "input_no_such_grade"),
        ("laboratory.0.term", None, "laboratory[1].term", "input_grade_without_term"),
        ("laboratory.0.value", -3, "laboratory[1].value", "input_negative"),
        ("laboratory.1.at", "2026-11-16T08:00", "laboratory[2]", "input_twice"),
        ("doses.0.at", "2026-11-10", "doses[1].at", "input_moment"),
        ("doses.0.cycle", 0, "doses[1].cycle", "input_negative"),
        ("doses.1.cycle", 1, "doses[2].cycle", "input_twice"),
        ("doses.1.delayed_for", ["ae-9"], "doses[2].delayed_for[1]", "input_unknown_record"),
        ("doses", [], "doses", "input_no_dose"),
        ("interventions.0.kind", "any", "interventions[1].kind", "input_not_listed"),
        ("interventions.0.for", ["ae-9"], "interventions[1].for[1]", "input_unknown_record"),
        ("interventions.0.for", "ae-1", "interventions[1].for", "input_type"),
    ],
)
def test_a_fault_is_named_with_its_place(path, value, place, code):
    assert (place, code) in faults(changed(path, value))


@pytest.mark.parametrize("text", ["", "{", "[1]", "3", '{"subject": 1e999}', "[" * 100_000])
def test_a_text_that_is_no_object_is_refused(text):
    with pytest.raises(InputRefused):
        read_history(text, "5.0")


def test_every_fault_is_named():
    content = changed("events.0.term", "Xyzzy")
    content["zone"], content["doses"][0]["cycle"] = "Mars", 0
    assert len(faults(content)) == 3


def test_every_code_has_its_sentence_and_every_sentence_its_code():
    folder = ROOT / "domain" / "dlt"
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "messages.py")
    used = set(re.findall(r'"((?:dlt|input)_[a-z_]+)"', source))
    made = {f"dlt_{kind}_{suffix}" for kind in ("none", "lower") for suffix in ("so_far", "in_window")}
    assert used | made == set(MESSAGES)


@pytest.mark.parametrize("version", ["5.0", "6.0"])
def test_the_documentation_names_every_concept_and_every_intervention(version):
    for concept, terms in concepts_of(version).items():
        assert terms, concept
        assert f"`{concept}`" in DOCS
    for kind in INTERVENTIONS:
        assert f"`{kind.value}`" in DOCS


def test_haematological_is_a_list_of_terms_not_a_class():  # AE-4
    listed = concepts_of("5.0")["haematological"]
    assert {"Platelet count decreased", "Neutrophil count decreased", "Anemia"} <= listed
    assert "Disseminated intravascular coagulation" not in listed
    assert {"Platelet count decreased", "Hypokalemia"} <= concepts_of("5.0")[LABORATORY]
