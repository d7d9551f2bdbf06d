"""Every fault of a protocol file is found with its place and its reason (PRO-3)."""

import re
from importlib import resources
from pathlib import Path

import pytest

import domain.protocol
from domain.protocol.messages import MESSAGES
from domain.protocol.reader import ProtocolRefused, read_protocol

TEXT = resources.files("domain.protocols").joinpath("bat6026.toml").read_text(encoding="utf-8")
HEAD, MONO, EXPANSION = re.split(r"(?m)^(?=\[\[parts\]\]$)", TEXT)


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(ProtocolRefused) as refused:
        read_protocol(text, name="trial")
    assert str(refused.value).count("\n") + 1 == len(refused.value.findings)
    return [(finding.field, finding.code) for finding in refused.value.findings]


def changed(old: str, new: str) -> str:
    """The text with one line that starts with ``old`` replaced."""
    text, count = re.subn(rf"(?m)^{re.escape(old)} = .*$", lambda _: new, TEXT, count=1)
    assert count == 1
    return text


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("levels", "levels = [0.01, 0.03, 0.03, 0.3, 1, 3, 6, 10]", "levels[3]", "protocol_doses_not_rising"),
        ("levels", "levels = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 6]", "levels[8]", "protocol_doses_not_rising"),
        ("levels", "levels = [0, 0.03, 0.1, 0.3, 1, 3, 6, 10]", "levels[1]", "protocol_dose_not_positive"),
        ("levels", "levels = [-1, 0.03, 0.1, 0.3, 1, 3, 6, 10]", "levels[1]", "protocol_dose_not_positive"),
        ("levels", "levels = []", "levels", "protocol_no_levels"),
        ("levels", "levels = 3", "levels", "protocol_type_doses"),
        ("levels", 'levels = [0.01, "low", 0.1, 0.3, 1, 3, 6, 10]', "levels[2]", "protocol_type_dose"),
        ("levels", "levels = [0.01, nan, 0.1, 0.3, 1, 3, 6, 10]", "levels[2]", "protocol_type_dose"),
        ("levels", "levels = [0.01, true, 0.1, 0.3, 1, 3, 6, 10]", "levels[2]", "protocol_type_dose"),
        ("levels", "", "levels", "protocol_no_dose"),
        ("unit", 'unit = "mg/m2"', "unit", "protocol_type_choice"),
        ("unit", "", "unit", "protocol_missing"),
        ("unit", 'units = "mg/kg"', "units", "protocol_misspelt_key"),
        ("optional_levels", "optional_levels = [7]", "optional_levels[1]", "protocol_optional_not_top"),
        ("optional_levels", "optional_levels = [9]", "optional_levels[1]", "protocol_optional_beyond"),
        ("optional_levels", "optional_levels = 8", "optional_levels", "protocol_type_levels"),
        ("optional_levels", "optional_levels = [0]", "optional_levels[1]", "protocol_too_small"),
        ("accelerated_levels", "accelerated_levels = 9", "rules.accelerated_levels", "protocol_single_beyond"),
        (
            "accelerated_levels",
            "accelerated_levels = [1, 3, 1]",
            "rules.accelerated_levels",
            "protocol_single_after_group",
        ),
        ("accelerated_levels", "accelerated_levels = -1", "rules.accelerated_levels", "protocol_too_small"),
        ("days", "days = 0", "window.days", "protocol_too_small"),
        ("days", 'days = "21"', "window.days", "protocol_type_count"),
        ("days", "days = 21.0", "window.days", "protocol_type_count"),
        ("days", "days = true", "window.days", "protocol_type_count"),
        ("days", "", "window.days", "protocol_missing"),
        ("required_dose_percent", "required_dose_percent = 120", "window.required_dose_percent", "protocol_too_large"),
        ("relationship", 'relationship = "maybe"', "window.relationship", "protocol_type_choice"),
        ("after_first_hours", "after_first_hours = -1", "rules.spacing.after_first_hours", "protocol_too_small"),
        ("most_in_window", "most_in_window = 0", "rules.spacing.most_in_window", "protocol_too_small"),
        ("cohort_size", "cohort_size = 7", "rules.cohort_size", "protocol_group_too_large"),
        ("start_level", "start_level = 9", "rules.start_level", "protocol_start_beyond"),
        ("start_level", "start_level = 8", "rules.start_level", "protocol_start_optional"),
        ("start_level", "start_level = 0", "rules.start_level", "protocol_too_small"),
        ("fill", 'fill = "slow"', "rules.fill", "protocol_type_choice"),
        ("fill", "fill = true", "rules.fill", "protocol_type_choice"),
        ("group_must_finish", 'group_must_finish = "yes"', "rules.group_must_finish", "protocol_type_flag"),
        (
            "moderate_inside_window",
            "moderate_inside_window = false",
            "rules.moderate_inside_window",
            "protocol_type_choice",
        ),
        ("cohort_size", "cohort_sise = 3", "rules.cohort_sise", "protocol_misspelt_key"),
        ("cohort_size", "cohort_size = 3\nxyz = 1", "rules.xyz", "protocol_unknown_key"),
        ("cohort_size", 'cohort_size = { value = 3, source = "a", assumed = "b" }', "rules.cohort_size",
         "protocol_source_and_assumed"),
        ("cohort_size", 'cohort_size = { source = "a" }', "rules.cohort_size", "protocol_missing"),
        ("cohort_size", "cohort_size = { value = 3, source = 1 }", "rules.cohort_size.source", "protocol_type_text"),
        ("cohort_size", 'cohort_size = { value = 3, surce = "a" }', "rules.cohort_size.surce", "protocol_misspelt_key"),
        ("cohort_size", 'cohort_size = { value = 3, assumed = "a", choices = [2, 4] }', "rules.cohort_size",
         "protocol_not_a_choice"),
        ("cohort_size", 'cohort_size = { value = 3, assumed = "a", choices = [3, "x"] }',
         "rules.cohort_size.choices[2]", "protocol_type_count"),
        ("cohort_size", 'cohort_size = { value = 3, assumed = "a", choices = 3 }', "rules.cohort_size.choices",
         "protocol_type_texts"),
        ("regimen", 'regimen = { value = "Q2W", source = "x" }', "cycle_days", "protocol_cycle_mismatch"),
        ("kind", 'kind = "dose finding"', "kind", "protocol_type_choice"),
        ("drugs", 'drugs = ["BAT6026", ""]', "drugs[2]", "protocol_empty"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(old, new, field, code):  # PRO-3
    found = faults(changed(old, new))
    assert (f"parts.mono.{field}", code) in found


def test_a_fault_is_named_once_and_nothing_else_with_it():  # PRO-3
    assert faults(changed("days", "days = 0")) == [("parts.mono.window.days", "protocol_too_small")]
    assert faults(changed("cohort_size", "cohort_sise = 3")) == [
        ("parts.mono.rules.cohort_sise", "protocol_misspelt_key")
    ]
    assert faults(changed("unit", "unit = 3")) == [("parts.mono.unit", "protocol_type_choice")]


def test_a_file_with_three_faults_names_all_three():  # PRO-3
    text = TEXT.replace("days = 21\nend", "days = 0\nend").replace("0.1, 0.3, 1,", "0.1, 0.1, 1,")
    text = text.replace("after_first_hours = 24", "after_first_hours = -24")
    assert faults(text) == [
        ("parts.mono.window.days", "protocol_too_small"),
        ("parts.mono.rules.spacing.after_first_hours", "protocol_too_small"),
        ("parts.mono.levels[4]", "protocol_doses_not_rising"),
    ]


@pytest.mark.parametrize("version", ['"4.0"', '"5"', "5.0"])
def test_an_unknown_ctcae_version_is_refused(version):  # PRO-3
    assert faults(changed("ctcae", f"ctcae = {version}")) == [("study.ctcae", "protocol_type_choice")]


@pytest.mark.parametrize("version", ["5.0", "6.0"])
def test_both_published_ctcae_versions_are_known(version):
    assert read_protocol(changed("ctcae", f'ctcae = "{version}"'), name="trial").ctcae == version


def test_a_value_without_a_source_is_refused():  # PRO-1, PRO-3
    text = TEXT.replace('source = "registration, dose groups"\n', "")
    found = faults(text)
    assert ("parts.mono.levels", "protocol_unsourced") in found
    assert {code for _, code in found} == {"protocol_unsourced"}


def test_parts_with_the_same_id_are_refused():  # PRO-3
    assert ("parts[2].id", "protocol_part_twice") in faults(TEXT.replace('id = "expansion"', 'id = "mono"'))


@pytest.mark.parametrize("part_id", ['"a.b"', '"Mono"', '"1"', '""', "3"])
def test_an_id_that_cannot_stand_in_a_path_is_refused(part_id):  # PRO-3
    assert ("parts[1].id", "protocol_id_shape") in faults(TEXT.replace('id = "mono"', f"id = {part_id}"))


@pytest.mark.parametrize("other", ["momo", "expansion"])
def test_levels_from_has_to_name_an_escalation_part_further_up(other):  # PRO-3
    found = faults(TEXT.replace('levels_from = "mono"', f'levels_from = "{other}"'))
    assert ("parts.expansion.levels_from", "protocol_levels_from_unknown") in found


def test_a_study_without_an_escalation_part_is_refused():  # PRO-3
    assert ("parts", "protocol_no_escalation") in faults(TEXT.replace('"escalation"', '"expansion"'))


def test_an_expansion_without_cohorts_is_refused():  # PRO-3
    text = HEAD + MONO + EXPANSION.partition("[[parts.cohorts]]")[0]
    assert faults(text) == [("parts.expansion.cohorts", "protocol_no_cohorts")]


def test_more_subjects_with_pk_than_in_total_are_refused():  # PRO-3
    found = faults(TEXT.replace("with_pk = 6", "with_pk = 6\nin_total = 4", 1))
    assert found == [("parts.expansion.cohorts[1].with_pk", "protocol_pk_beyond")]


STOPPING = '[parts.stopping]\nprior = [0.33, "0.67"]\nlimit = 0.33\nprobability = 0.9\n'


def with_stopping(text: str) -> str:
    """The file with a stopping boundary in its expansion part."""
    head, gate, rest = TEXT.rpartition("[parts.gate]")
    return f"{head}{text}\n{gate}{rest}"


def test_a_stopping_boundary_is_read():  # PRO-2
    stopping = read_protocol(with_stopping(STOPPING), name="trial").part("expansion").stopping
    assert stopping is not None
    assert [str(one) for one in (*stopping.prior, stopping.limit, stopping.probability)] == [
        "0.33", "0.67", "0.33", "0.9",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ('[0.33, "0.67"]', "[1]", "prior", "protocol_stopping_prior"),
        ('[0.33, "0.67"]', "[0, 1]", "prior", "protocol_stopping_prior"),
        ('[0.33, "0.67"]', "1", "prior", "protocol_type_numbers"),
        ('[0.33, "0.67"]', '["a", 1]', "prior[1]", "protocol_type_number"),
        ("limit = 0.33", "limit = 1", "limit", "protocol_stopping_share"),
        ("probability = 0.9", "probability = 0", "probability", "protocol_stopping_share"),
        ("probability = 0.9", "", "probability", "protocol_missing"),
    ],
)
def test_a_boundary_that_cannot_be_computed_is_refused(old, new, field, code):  # PRO-3
    assert faults(with_stopping(STOPPING.replace(old, new))) == [(f"parts.expansion.stopping.{field}", code)]


def test_a_boundary_of_an_escalation_part_is_refused():  # PRO-3
    text = TEXT.replace("[parts.rules]", f"{STOPPING}\n[parts.rules]", 1)
    assert faults(text) == [("parts.mono.stopping", "protocol_stopping_no_expansion")]


def test_all_levels_optional_are_refused():  # PRO-3
    found = faults(changed("optional_levels", "optional_levels = [1, 2, 3, 4, 5, 6, 7, 8]"))
    assert ("parts.mono.optional_levels", "protocol_all_optional") in found


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("[parts.window]", "[parts.windows]", "parts.mono.windows", "protocol_misspelt_key"),
        ("[study]", "[trial]", "study", "protocol_missing_table"),
        ("[study]", "[studi]", "studi", "protocol_misspelt_key"),
        ("[endpoints]", "[outcomes]", "outcomes", "protocol_unknown_key"),
        ("[parts.window]", "[parts.period]", "parts.mono.window", "protocol_missing_table"),
        ('    { title = "Dose-limiting toxicity (DLT)", ', "    { ", "endpoints.primary[1].title", "protocol_missing"),
        ("time_frame = \"3 weeks\"", "time_frames = \"3 weeks\"", "endpoints.primary[1].time_frames",
         "protocol_unknown_key"),
        ("[parts.rules.spacing]", "[parts.rules.spaces]", "parts.mono.rules.spaces", "protocol_misspelt_key"),
        ("[parts.gate]", "[parts.gates]", "parts.expansion.gates", "protocol_misspelt_key"),
        ("[[parts.cohorts]]", "[[parts.cohort]]", "parts.expansion.cohort", "protocol_misspelt_key"),
    ],
)  # fmt: skip
def test_a_fault_of_a_table_is_named(old, new, field, code):  # PRO-3
    found = faults(TEXT.replace(old, new, 1))
    assert (field, code) in found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[study]", "[studi]"),
        ("[endpoints]", "[endpoint]"),
        ("[parts.window]", "[parts.windows]"),
        ("[parts.rules.spacing]", "[parts.rules.spaces]"),
        ("[[parts.cohorts]]", "[[parts.cohort]]"),
    ],
)
def test_a_misspelt_table_is_one_fault(old, new):  # PRO-3
    assert {code for _, code in faults(TEXT.replace(old, new))} == {"protocol_misspelt_key"}


@pytest.mark.parametrize(
    "text", ["[parts]\nid = 1\n", "parts = 3\n", "parts = [3]\n", "", "study = 1\nendpoints = []\n"]
)
def test_a_file_of_the_wrong_shape_is_refused_without_an_error(text):  # PRO-3
    assert faults(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [("[study]\nid = \n", 2), ("[study]\nid = 'x'\n\ntitle = [1,\n", 5), ("[study\n", 1), ("a = 1\nb = 2020-13-01", 2)],
)
def test_a_text_that_is_not_toml_is_refused_with_its_line(text, line):  # PRO-3
    assert faults(text) == [(f"line {line}", "protocol_syntax")]


@pytest.mark.parametrize("text", ["a = 1\na = 2\n", "[study]\n[study]\n"])
def test_a_key_given_twice_is_refused_with_its_line(text):  # PRO-3
    assert faults(text) == [("line 2", "protocol_twice")]


def test_hostile_nesting_is_refused():  # PRO-3
    assert faults("a = " + "[" * 100_000)[0][1] == "protocol_syntax"


def test_the_sentence_names_the_near_key_and_the_allowed_values():  # PRO-3
    with pytest.raises(ProtocolRefused, match='Is "cohort_size" meant'):
        read_protocol(changed("cohort_size", "cohort_sise = 3"), name="trial")
    with pytest.raises(ProtocolRefused, match='"slow" is not one of: "stepwise", "direct"'):
        read_protocol(changed("fill", 'fill = "slow"'), name="trial")


def test_every_fault_has_its_sentence_and_every_sentence_its_fault():
    folder = Path(domain.protocol.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "messages.py")
    used = set(re.findall(r'"(protocol_[a-z_]+)"', source)) - {"protocol_id"}
    kinds = {"text", "flag", "choice", "choices", "texts", "levels", "doses", "endpoints", "number", "numbers"}
    kinds |= {"marker_limit"}
    assert used | {f"protocol_type_{kind}" for kind in kinds} == set(MESSAGES)
