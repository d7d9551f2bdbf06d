"""docs/protocols/*.md against what they speak of: the protocol file, the registration, the tests. Nothing is left out.

The walk of a protocol has tables with the columns statement, registration, protocol file, program, test. Paths stand in
backquotes; ``cohorts[*]`` is each of them; ``.*`` is everything assumed below, in the part on assumptions only.
"""

import re
from functools import lru_cache
from pathlib import Path

import pytest

from domain.protocol.model import Protocol
from domain.protocol.reader import load_shipped, shipped_protocols

ROOT = Path(__file__).resolve().parents[3]
SILENT = "## Where the registration is silent"
ASKED = "## What a clinician should confirm"
NOT_USED = "not used, because "
ALWAYS = NOT_USED + "it holds for every protocol"
_PATH = re.compile(r"`((?:study|endpoints|response|criteria|parts)\.[^`]+)`")
_TEST = re.compile(r"`(\S+\.py)::(test_\w+)`")
_CITED = re.compile(r"(title|summary|condition|drug|primary|secondary|description)(?: (\d+)(?:\.(\d+)(?:-(\d+))?)?)?")


@lru_cache
def text_of(protocol_id: str) -> str:
    return (ROOT / "docs" / "protocols" / f"{protocol_id}.md").read_text(encoding="utf-8")


def rows_of(protocol_id: str) -> list[list[str]]:
    """The rows of the walk, head and rule left out."""
    lines = [line for line in text_of(protocol_id).partition(SILENT)[0].splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
    return [row for row in rows if row[0] != "statement" and not row[0].startswith("---")]


@lru_cache
def items_of(protocol_id: str) -> set[str]:
    """The endpoints one by one: they are a list in the file and a row each in the walk."""
    endpoints = load_shipped(protocol_id).content["endpoints"]
    assert isinstance(endpoints, dict)
    return {
        f"endpoints.{key}[{number}]"
        for key in ("primary", "secondary")
        for number, _ in enumerate(endpoints.get(key, ()), 1)
    }


def is_value(protocol: Protocol, path: str) -> bool:
    """Whether a path leads to a value and not to a table."""
    return not any(other.startswith((f"{path}.", f"{path}[")) for other in protocol.provenance)


def sourced_of(protocol: Protocol) -> set[str]:
    """Every value that the file says to come from the registration."""
    values = {
        path
        for path, origin in protocol.provenance.items()
        if not origin.is_assumed and origin.source.startswith("registration") and is_value(protocol, path)
    }
    return (values - {"endpoints.primary", "endpoints.secondary"}) | items_of(protocol.protocol_id)


def meant_by(written: str, known: set[str]) -> set[str]:
    """The known paths that a written one names."""
    pattern = re.escape(written).replace(re.escape("[*]"), r"\[\d+\]")
    if written.endswith(".*"):
        pattern = re.escape(written[:-1]) + ".+"
    return {path for path in known if re.fullmatch(pattern, path)}


def named_in(text: str, protocol: Protocol) -> set[str]:
    known = set(protocol.provenance) | items_of(protocol.protocol_id)
    return {path for written in _PATH.findall(text) for path in meant_by(written, known)}


@lru_cache
def texts_below() -> dict[str, str]:
    """The text of each file of tests, by its path below tests/."""
    folder = ROOT / "tests"
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("test_*.py")}


def test_every_shipped_protocol_has_its_walk_and_there_is_no_other():  # PRO-1
    assert {path.stem for path in (ROOT / "docs" / "protocols").glob("*.md")} == set(shipped_protocols())


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_a_walk_names_only_paths_that_exist(protocol_id):
    protocol = load_shipped(protocol_id)
    known = set(protocol.provenance) | items_of(protocol_id)
    walk, _, rest = text_of(protocol_id).partition(SILENT)
    written = _PATH.findall(walk)
    assert not [path for path in written if ".*" in path]
    assert not [path for path in (*written, *_PATH.findall(rest)) if not meant_by(path, known)]


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_value_from_the_registration_stands_in_the_walk(protocol_id):  # PRO-1
    protocol = load_shipped(protocol_id)
    third = " ".join(row[2] for row in rows_of(protocol_id))
    assert sourced_of(protocol) - named_in(third, protocol) == set()


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_assumption_stands_where_the_registration_is_silent(protocol_id):  # PRO-6
    protocol = load_shipped(protocol_id)
    silent = text_of(protocol_id).partition(SILENT)[2].partition(ASKED)[0]
    assert set(protocol.assumptions) - named_in(silent, protocol) == set()
    strange = [path for path in _PATH.findall(silent) if not meant_by(path, set(protocol.assumptions))]
    assert not strange


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_statement_has_its_place_and_its_test_or_says_why_it_is_not_used(protocol_id):
    rows = rows_of(protocol_id)
    assert rows
    for row in rows:
        assert len(row) == 5, row
        statement, cited, path, program, test = row
        assert statement, row
        assert all(_CITED.fullmatch(one) for one in cited.split(", ")), cited
        if path.startswith(NOT_USED) and path != ALWAYS:
            continue
        assert path == ALWAYS or _PATH.search(path), statement
        assert program, statement
        assert _TEST.search(test), statement


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_test_that_a_walk_names_exists(protocol_id):
    for name, function in _TEST.findall(text_of(protocol_id)):
        files = [text for path, text in texts_below().items() if f"/{path}".endswith(f"/{name}")]
        assert len(files) == 1, name
        assert re.search(rf"^def {function}\(", files[0], re.MULTILINE), f"{name}::{function}"


def test_a_left_out_value_a_wrong_path_and_a_pattern_are_noticed():
    protocol = load_shipped("bat6021")
    known = set(protocol.provenance)
    assert meant_by("parts.mono.rules.fil", known) == set()
    assert meant_by("parts.expansion-mono.cohorts[*].at_least", known) == {
        f"parts.expansion-mono.cohorts[{number}].at_least" for number in (1, 2)
    }
    assert "parts.mono.visits.safety_60" in sourced_of(protocol) - named_in("`parts.mono.visits.safety_21`", protocol)


def sentences_of(protocol_id: str) -> set[tuple[str, int, int]]:
    """Section, paragraph and sentence of everything registered. An outcome is one sentence."""
    folder = ROOT.parent / "shared" / "registrations"
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.txt")]
    mine = [text for text in texts if protocol_id.upper() in text.split("\n", 3)[0] + text.split("\n", 3)[1]]
    if not mine:
        pytest.skip("the registrations ../shared/registrations are not beside this checkout")
    (text,) = mine
    lines = text.splitlines()
    drug = next(number for number, line in enumerate(lines) if line.startswith("DRUG:"))
    sections = {
        "title": lines[:1],
        "summary": lines[1 : drug - 1],
        "condition": lines[drug - 1 : drug],
        "drug": lines[drug : drug + 1],
        "primary": lines[drug + 1].split("|"),
        "secondary": lines[drug + 2].split("|"),
        "description": lines[drug + 3 :],
    }
    found = set()
    for section, paragraphs in sections.items():
        for number, paragraph in enumerate((one for one in paragraphs if one.strip()), 1):
            whole = section in ("primary", "secondary")
            count = 1 if whole else len(re.split(r"(?<=[.;])\s+(?=\S)", paragraph.strip()))
            found |= {(section, number, sentence) for sentence in range(1, count + 1)}
    return found


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_sentence_of_the_registration_stands_in_the_walk(protocol_id):
    registered = sentences_of(protocol_id)
    cited = set()
    for row in rows_of(protocol_id):
        for one in row[1].split(", "):
            match = _CITED.fullmatch(one)
            assert match is not None, one
            section, paragraph, first, last = match.groups()
            mine = {
                (name, number, sentence)
                for name, number, sentence in registered
                if name == section
                and number == int(paragraph or 1)
                and (first is None or int(first) <= sentence <= int(last or first))
            }
            assert mine, one
            cited |= mine
    assert sorted(registered - cited) == []
