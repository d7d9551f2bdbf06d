"""Every code that the domain gives has exactly one sentence."""

import re
from pathlib import Path

import ui.sentences as sentences
from domain.escalation.rule import StepKind
from domain.terms import Action

ROOT = Path(__file__).resolve().parents[2]
CODES = re.compile(r'(?:Reason\(\s*|Finding\([^()]*?,\s*)"([a-z][a-z0-9_]+)"')


def test_no_code_is_said_in_two_places() -> None:
    assert sum(len(group) for group in sentences.GROUPS) == len(sentences.SENTENCES)


def test_every_code_in_the_domain_has_a_sentence() -> None:
    codes = {
        code
        for path in [*(ROOT / "domain").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]
        for code in CODES.findall(path.read_text(encoding="utf-8"))
    }
    assert len(codes) > 100
    assert sorted(codes - set(sentences.SENTENCES)) == []


def test_every_step_and_action_has_its_sentences() -> None:
    for kind in StepKind:
        assert f"may_lead_{kind.value}" in sentences.SENTENCES
    for action in Action:
        assert f"headline_{action.value.replace('-', '_')}" in sentences.SENTENCES
        assert f"action:{action.value}" in sentences.TERMS
