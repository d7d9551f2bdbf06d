"""The protocol appendix: for every protocol, every number from the engine and every rule with its source."""

import shutil
import subprocess
from zoneinfo import ZoneInfo

import pytest

from domain.characteristics.exact import Scenario, exact_characteristics
from domain.characteristics.tables import Situation, decision_table
from domain.escalation.recommend import treated_from
from domain.escalation.rule import Count, StepKind
from domain.notation import parse_history
from domain.protocol.model import Rules, with_rules
from domain.protocol.reader import load_shipped, shipped_protocols
from ui.command_line import main
from ui.reports.appendix import protocol_appendix, rules_hash
from ui.reports.output import render_pages, save_pdf
from ui.reports.pathway import Fork, chance_of, decision_letters, derive_fork
from ui.text import Words, utc_now

needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not on this machine")


def report_of(protocol_id: str, **how):
    protocol = load_shipped(protocol_id)
    part = protocol.first_part
    words = Words(ZoneInfo("UTC"), part, protocol)
    return protocol_appendix(protocol, part, words, printed_at=utc_now(), printed_by="Lin Yue", **how)


def text_of(path) -> str:
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_shipped_protocol_has_an_appendix_on_either_paper(qapp, tmp_path, protocol_id: str, paper):
    report = report_of(protocol_id)
    assert save_pdf(report, tmp_path / "a.pdf", paper) == len(render_pages(report, 40, paper)) >= 4


@needs_pdftotext
def test_the_rules_stand_with_their_sources_and_assumptions(qapp, tmp_path):
    save_pdf(report_of("imm27m"), tmp_path / "a.pdf")
    text = text_of(tmp_path / "a.pdf")
    for title in ("1 The design in words", "4 Decision tables", "5 Dose-transition pathway", "6 Exact characteristics"):
        assert title in text
    assert "17 of 22 values are assumptions" in text
    assert "P(more than the 16 planned)" in text
    assert "Rules 78c5" in text or "Rules " in text
    assert "Computed exactly, no simulation" in text


@needs_pdftotext
def test_a_scenario_of_ones_own_and_todays_data_are_added(qapp, tmp_path):
    own = Scenario((0.05, 0.1, 0.2, 0.3, 0.4))
    subjects = treated_from(parse_history("1N 2NNT", 5))
    save_pdf(report_of("imm27m", scenarios=(("Drawn by hand", own),), subjects=subjects), tmp_path / "a.pdf")
    text = text_of(tmp_path / "a.pdf")
    assert "9 Next outcomes on today's data" in text
    assert "Drawn by hand" in text
    rules = load_shipped("imm27m").first_part.rules
    assert f"mean {exact_characteristics(rules, own).mean_total:.1f}" in text


def test_the_pathway_of_a_three_plus_three_level_has_the_textbook_chance():
    """P(escalate | p) = (1-p)^3 + 3p(1-p)^5: 0.906, 0.709, 0.494 at 0.1, 0.2, 0.3."""
    fork = derive_fork(Rules(), (Count(3), Count(), Count()), 2)
    for risk in (0.1, 0.2, 0.3, 0.6):
        wanted = (1 - risk) ** 3 + 3 * risk * (1 - risk) ** 5
        assert chance_of(fork, risk, lambda step: step.level > 2) == pytest.approx(wanted, abs=1e-12)


def test_the_first_accelerated_level_parts_by_moderate_toxicity():
    fork = derive_fork(load_shipped("bat6026").first_part.rules, (Count(),) * 7, 1)
    assert isinstance(fork, Fork)
    assert [(way.least, way.moderate) for way in fork.ways] == [(0, False), (0, True), (1, None)]
    assert fork.ways[0].then.kind is StepKind.DOSE


def test_the_decision_letters_are_the_rules_own():
    cells, parts = decision_letters(decision_table(Rules()))
    assert not parts
    assert [cells[one] for one in ((3, 0), (3, 1), (6, 1), (2, 2), (7, 2))] == ["E", "S +3", "E", "DU", "?"]
    assert (1, 2) not in cells
    assert decision_letters(decision_table(Rules(), Situation.TOP))[0][3, 0] == "MAD"
    rules = load_shipped("bat6026").first_part.rules
    cells, parts = decision_letters(decision_table(rules, Situation.ACCELERATED))
    assert parts
    assert [cells[1, row] for row in (0, 1, 2)] == ["E", "S +2", "S +2"]


def test_the_hash_tells_designs_apart_and_nothing_else():
    part = load_shipped("bat6026").first_part
    assert rules_hash(part) == rules_hash(load_shipped("bat6026").first_part)
    assert rules_hash(part) != rules_hash(with_rules(part, accelerated_levels=1))


def test_the_command_writes_the_file(qapp, tmp_path, capsys):
    out = tmp_path / "a.pdf"
    assert main(["appendix", "mil97", "--out", str(out), "--paper", "letter"]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert "pages written" in capsys.readouterr().out
    assert main(["appendix", "mil97", "--part", "nothing", "--out", str(out)]) == 2
